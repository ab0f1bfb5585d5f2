"""Discussions with the council, and what they led to (R114-R125, WORKFLOW section 2)."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Signed
from common.append_only import append_only


class Contact(models.TextChoices):
    """With whom one speaks: normally the leader or the chief executive (R115-R116)."""

    CHIEF_EXECUTIVE = "chief_executive", "Chief executive"
    LEADER = "leader", "Leader"
    BOTH = "both", "Leader and chief executive"
    OTHER = "other", "Somebody else, as the circumstances ask"


class Discussion(Signed):
    """One conversation with the council: with whom, on which day, and whom we liaised with (R114-R117)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="discussions")
    level = models.CharField("who was contacted", max_length=16, choices=Contact.choices)
    who = models.CharField(max_length=200, help_text="Who took part, from the council")
    text = models.TextField(help_text="What was said")
    peers = models.CharField(
        max_length=200, blank=True, help_text="The lead or regional member peer liaised with"
    )
    regional_bodies = models.CharField(max_length=200, blank=True, help_text="Regional bodies liaised with")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(who="") & ~Q(text=""), name="discussion_says_who_and_what")
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Discussion {self.pk} of concern {self.concern_id}"

    @property
    def liaised_with(self) -> list[str]:
        """Member peers known here, others in words, regional bodies; wants `known_peers__user` loaded."""
        known = [peer.user.name for peer in self.known_peers.all()]
        return [*known, *(words for words in (self.peers, self.regional_bodies) if words)]


class DiscussionPeer(models.Model):
    """A lead member peer, known here, with whom a discussion was talked over (R117)."""

    discussion = models.ForeignKey(Discussion, on_delete=models.PROTECT, related_name="known_peers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="discussions_liaised"
    )

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["discussion", "user"], name="discussion_peer_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.user} · discussion {self.discussion_id}"


class ConclusionKind(models.TextChoices):
    """What a discussion may lead to: five examples of the paper's, and any other in words (R118-R125)."""

    SATISFACTORY_EXPLANATION = "satisfactory_explanation", "There is a satisfactory explanation"
    STEPS_IN_PLACE = "steps_in_place", "The council is aware and has appropriate steps in place"
    FOUND_IN_CONVERSATION = "found_in_conversation", "Solutions were found in conversation"
    BIGGER_SUPPORT = "bigger_support", "A bigger degree of support is needed"
    NOT_ACCEPTED = "not_accepted", "The council does not accept that it faces a challenge"
    ANOTHER = "another", "Another, because …"


class WhyDiffer(models.TextChoices):
    """Why the council sees it otherwise; the first two may justify it (R123)."""

    NOT_A_PRIORITY = "not_a_priority", "Local politicians have decided it is no longer a priority"
    NO_LOCAL_DEMAND = "no_local_demand", "There is no local demand for a better service"
    MEMBERS_REFUSE = "members_refuse", "Members do not accept the problem"
    OFFICERS_REFUSE = "officers_refuse", "Officers do not accept the problem"
    OTHERWISE = "otherwise", "For another reason"


LOCAL_CHOICE = frozenset({WhyDiffer.NOT_A_PRIORITY, WhyDiffer.NO_LOCAL_DEMAND})


class Conclusion(Signed):
    """What one discussion led to. Later discussions may lead elsewhere; none is changed (R125).

    `closes` says that the concern was closed with it; otherwise it stays, to be looked at on `review_on`.
    `council_view` is the council's own words (R122).
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="conclusions")
    discussion = models.OneToOneField(Discussion, on_delete=models.PROTECT, related_name="conclusion")
    kind = models.CharField(max_length=26, choices=ConclusionKind.choices)
    text = models.TextField(help_text="In words")
    closes = models.BooleanField(default=False)
    review_on = models.DateField(null=True, blank=True)
    correct_appearance = models.TextField(
        blank=True, help_text="What is done to correct the appearance of a concern"
    )
    why_differ = models.CharField(max_length=16, choices=WhyDiffer.choices, blank=True)
    council_view = models.TextField(blank=True, help_text="In the council's own words")
    pursue_with = models.CharField(
        max_length=300, blank=True, help_text="Group office, member peers, senior officers drawn in"
    )

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="conclusion_says_something"),
            models.CheckConstraint(
                condition=Q(closes=True, review_on__isnull=True) | Q(closes=False, review_on__isnull=False),
                name="conclusion_closes_or_comes_back",
            ),
            models.CheckConstraint(
                condition=~Q(kind=ConclusionKind.NOT_ACCEPTED) & Q(why_differ="", council_view="")
                | Q(kind=ConclusionKind.NOT_ACCEPTED) & ~Q(why_differ="") & ~Q(council_view=""),
                name="conclusion_keeps_the_councils_view",
            ),
            models.CheckConstraint(
                condition=Q(correct_appearance="") | Q(kind=ConclusionKind.SATISFACTORY_EXPLANATION),
                name="conclusion_appearance_of_an_explained_one",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Conclusion of discussion {self.discussion_id}"
