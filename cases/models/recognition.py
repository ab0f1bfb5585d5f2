"""Recognition by the board for adult social care of what a council has improved (R172)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.council_visibility import OfCouncilQuerySet
from cases.models.challenges import PeerChallenge
from cases.models.offers import Kept
from common.append_only import append_only
from councils.models import Council


class Step(models.TextChoices):
    """The three elements, the two confirmations, and what follows where all five align."""

    PROGRESS_REPORT = "progress_report", "Progress report against the improvement plan"
    PEER_CHALLENGE = "peer_challenge", "Results of the peer challenge"
    PEER_DIRECTOR = "peer_director", "Endorsement from an independent peer director"
    DEPARTMENT = "department", "Confirmed by the Department of Health’s deputy regional director"
    PRINCIPAL_ADVISER = "principal_adviser", "The Principal Adviser’s feedback"
    INVITED = "invited", "Invited to present to the Board"
    RECOGNISED = "recognised", "Recognised by the Board"
    LEARNING = "learning", "What was learnt is shared"


ELEMENTS = (Step.PROGRESS_REPORT, Step.PEER_CHALLENGE, Step.PEER_DIRECTOR)
CONFIRMATIONS = (Step.DEPARTMENT, Step.PRINCIPAL_ADVISER)
ASKED = (*ELEMENTS, *CONFIRMATIONS)
FOLLOWS = (Step.INVITED, Step.RECOGNISED, Step.LEARNING)


class Recognition(Kept):
    """A council on its way to recognition. It never changes; what happens is in its steps.

    `rated` says in words how it had been rated, and by whom: the body's own word, quoted.
    """

    council = models.OneToOneField(Council, on_delete=models.PROTECT, related_name="recognition")
    rated = models.CharField(max_length=300)

    objects = OfCouncilQuerySet.as_manager()

    class Meta(Kept.Meta):
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Recognition {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/recognition/{self.pk}"


class RecognitionStep(Kept):
    """One thing that happened on the way. The newest of a kind is what stands.

    `aligns`: whether an element or confirmation speaks for recognition; None for what follows them.
    """

    recognition = models.ForeignKey(Recognition, on_delete=models.PROTECT, related_name="steps")
    kind = models.CharField(max_length=17, choices=Step.choices)
    aligns = models.BooleanField(null=True, blank=True)
    who = models.CharField(max_length=200, blank=True, help_text="Whose it is, at their end")
    line = models.TextField(blank=True)
    challenge = models.ForeignKey(
        PeerChallenge, null=True, blank=True, on_delete=models.PROTECT, related_name="recognition_steps"
    )

    class Meta(Kept.Meta):
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=FOLLOWS, aligns__isnull=True) | Q(kind__in=ASKED, aligns__isnull=False),
                name="recognition_step_aligns_or_follows",
            ),
            models.CheckConstraint(
                condition=Q(challenge__isnull=True) | Q(kind="peer_challenge"),
                name="recognition_challenge_is_of_its_step",
            ),
            models.UniqueConstraint(
                fields=["recognition", "kind"],
                condition=Q(kind__in=["invited", "recognised"]),
                name="recognition_once",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Step {self.pk} of recognition {self.recognition_id}"
