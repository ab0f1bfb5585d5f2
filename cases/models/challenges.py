"""A peer challenge: for whom, when, by whom; its report is the council's own (R138-R142)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.council_visibility import ChallengeQuerySet
from cases.models.offers import Kept, OfferUse, together
from cases.register import ChallengeKind, challenge_kinds
from common.fields import RecordedAt
from councils.models import Council


class Publication(models.TextChoices):
    """What the council decided about its report; empty: not decided, or not known."""

    PUBLISHED = "published", "Published"
    NOT_PUBLISHED = "not_published", "The council has chosen not to publish"


class Recipient(models.TextChoices):
    """To whom a report might be passed on (R139)."""

    PANEL = "panel", "The Performance Support Panel"
    GOVERNMENT = "government", "Government"
    BOARD = "board", "TEASC or the Children’s Improvement Board"
    GROUP_OFFICE = "group_office", "A political group’s office"
    ANOTHER = "another", "Somebody else"


@pghistory.track(append_only=True)
class PeerChallenge(models.Model):
    """One peer challenge of one council, or of several, with their partners.

    `given_*`: the report was given to the council, which owns it. `published_on` is the council's choice;
    until then the words of the report are shown to advisers alone and go nowhere without its consent.
    """

    kind = models.SlugField(max_length=40, db_index=False, help_text="Its slug in the register")
    councils = models.ManyToManyField(Council, related_name="peer_challenges")
    partners = models.CharField(max_length=300, blank=True, help_text="Strategic partners taking part")
    use = models.OneToOneField(
        OfferUse, null=True, blank=True, on_delete=models.PROTECT, related_name="peer_challenge"
    )
    asked_on = models.DateField(null=True, blank=True)
    scoping_on = models.DateField(null=True, blank=True)
    on_site_from_on = models.DateField(null=True, blank=True)
    on_site_until_on = models.DateField(null=True, blank=True)
    report_due_on = models.DateField(null=True, blank=True)
    local_focus = models.TextField(blank=True)
    team = models.TextField(blank=True, help_text="Who, in which role, from where")
    recorded_at = RecordedAt()
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    given_on = models.DateField(null=True, blank=True, help_text="As claimed")
    given_to = models.CharField(max_length=200, blank=True, help_text="Who at the council")
    given_at = models.DateTimeField(null=True, blank=True)
    given_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    publication = models.CharField(max_length=13, choices=Publication.choices, blank=True)
    published_on = models.DateField(null=True, blank=True)
    link = models.URLField(max_length=500, blank=True)
    publication_line = models.TextField(blank=True, help_text="Who at the council said so")
    publication_at = models.DateTimeField(null=True, blank=True)
    publication_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_at = models.DateTimeField(null=True, blank=True)
    called_off_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    called_off_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ChallengeQuerySet.as_manager()

    class Meta:
        ordering = ["-on_site_from_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(on_site_until_on__isnull=True)
                | Q(on_site_from_on__isnull=False, on_site_until_on__gte=F("on_site_from_on")),
                name="challenge_on_site_until_after_from",
            ),
            together("challenge_given_by_whom_and_when", "given_on", "given_at", "given_by"),
            models.CheckConstraint(
                condition=Q(publication="", publication_at__isnull=True, publication_by__isnull=True)
                | ~Q(publication="") & Q(publication_at__isnull=False, publication_by__isnull=False),
                name="challenge_publication_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(publication="published", published_on__isnull=False)
                | ~Q(publication="published") & Q(published_on__isnull=True, link=""),
                name="challenge_published_on_a_day",
            ),
            together(
                "challenge_called_off_by_whom_and_why",
                "called_off_at",
                "called_off_by",
                also=~Q(called_off_reason=""),
            ),
        ]

    def __str__(self) -> str:
        return f"Peer challenge {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/peer-challenges/{self.pk}"

    @property
    def of_kind(self) -> ChallengeKind:
        """Its kind, as the register has it."""
        return challenge_kinds()[self.kind]

    @property
    def name(self) -> str:
        return self.of_kind.name

    @property
    def whose(self) -> str:
        """The councils by name: "Marchford and Eastholt"; wants `councils` loaded."""
        names = [council.short_name for council in self.councils.all()]
        return " and ".join(filter(None, [", ".join(names[:-1]), *names[-1:]]))

    @property
    def is_published(self) -> bool:
        return self.published_on is not None

    @property
    def is_called_off(self) -> bool:
        return self.called_off_at is not None

    @property
    def report_stands(self) -> str:
        """Where its report stands, in words."""
        if self.publication:
            return str(self.get_publication_display())
        return "With the council, which has not said whether it publishes" if self.given_on else "Not held"


@pghistory.track(append_only=True)
class ChallengeConsent(Kept):
    """That a council agreed to its report being shared: who there, to whom, when; until it is taken back."""

    challenge = models.ForeignKey(PeerChallenge, on_delete=models.PROTECT, related_name="consents")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    agreed_by = models.CharField(max_length=200, help_text="Who at the council")
    recipient = models.CharField(max_length=12, choices=Recipient.choices)
    to_whom = models.CharField(max_length=200, blank=True, help_text="More closely")
    what = models.TextField(blank=True, help_text="What may be shared")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True)

    class Meta(Kept.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(agreed_by=""), name="consent_says_who_agreed"),
            together("consent_ended_by_whom_and_why", "ended_at", "ended_by", also=~Q(ended_reason="")),
        ]

    def __str__(self) -> str:
        return f"Consent {self.pk} of peer challenge {self.challenge_id}"

    @property
    def stands(self) -> bool:
        return self.ended_at is None
