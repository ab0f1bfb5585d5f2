"""A release: a separate, numbered text for one organisation, frozen once approved (WORKFLOW 4)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from accounts.models import User
from common.append_only import append_only
from liaison.models.batch import ReleaseBatch
from liaison.models.by_two import ByTwo, ByTwoQuerySet, decided_whole
from liaison.models.client import Organisation
from liaison.models.gate import AFTER_APPROVAL, APPROVAL_GATE, EVIDENCE_GATE, STARTS_AS_PROPOSED
from liaison.visibility import releases_visible_to

HANDLING = "In confidence. Consult the originator before disclosure."


class Ground(models.TextChoices):
    """Why a council need not be told first, where that exception is switched on (WORKFLOW 4)."""

    SAFEGUARDING = "safeguarding", "Safeguarding: telling it could put somebody at risk of harm"
    CRIME = "crime", "Crime: telling it could hinder its prevention or detection"
    LEGAL_DUTY = "legal_duty", "A legal duty to share without telling it"


class ReleaseQuerySet(ByTwoQuerySet["Release"]):
    """Releases by who may see them."""

    def visible_to(self, user: User) -> ReleaseQuerySet:
        """What this person may see, recusals taken out."""
        return self.filter(releases_visible_to(user))

    def standing(self) -> ReleaseQuerySet:
        """What went out and is still in its place: not withdrawn, no later release in its stead."""
        later = Release.objects.filter(supersedes=models.OuterRef("pk"), approved_at__isnull=False)
        rows = self.filter(approved_at__isnull=False, withdrawn_at__isnull=True)
        return rows.exclude(models.Exists(later))

    def released_to(self, organisation: Organisation) -> ReleaseQuerySet:
        """What has been released to this organisation, withdrawn ones (as tombstones) included."""
        return self.filter(recipient=organisation, approved_at__isnull=False)


class Release(ByTwo):
    """What one organisation is told about one concern, and how that came about.

    The words are the release's own: nothing here is read from the concern once it is proposed. What is
    approved is `canonical`, JSON with sorted keys, and `sha256` of its UTF-8 bytes; that is what is served.
    """

    number = models.CharField(max_length=9, unique=True, help_text="Year and running number: 2026-0001")
    recipient = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="releases")
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="releases")
    council_code = models.CharField(max_length=9)
    council_name = models.CharField(max_length=200)
    is_fictional = models.BooleanField(default=False)
    concern = models.ForeignKey("cases.Concern", on_delete=models.PROTECT, related_name="releases")

    purpose = models.TextField(help_text="What support the sharing makes possible (R177)")
    matter = models.TextField(help_text="What the concern is, specifically (R179)")
    handling = models.CharField(max_length=200, default=HANDLING)

    # The meeting with the department it is made for: its releases are approved as one batch.
    meeting = models.ForeignKey(
        "panel.Meeting", null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    batch = models.ForeignKey(
        ReleaseBatch, null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )

    # What the council was told, copied from its awareness record: never guessed from text (R178).
    awareness = models.ForeignKey(
        "cases.AwarenessRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="releases"
    )
    told_whom = models.CharField(max_length=300, blank=True)
    told_by = models.CharField(max_length=200, blank=True)
    told_how = models.CharField(max_length=300, blank=True)
    told_on = models.DateField(null=True, blank=True, help_text="The day it is said to have happened")
    told_recorded_at = models.DateTimeField(
        null=True, blank=True, help_text="When it was recorded, by the database's clock"
    )
    # The exception to it, off by default: an information-governance officer gives the reason (WORKFLOW 4).
    exception_ground = models.CharField(max_length=12, choices=Ground.choices, blank=True)
    excepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    excepted_at = models.DateTimeField(null=True, blank=True)
    excepted_reason = models.TextField(blank=True, help_text="It stands on the release")

    supersedes = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="replacements"
    )

    canonical = models.TextField(blank=True)
    sha256 = models.CharField(max_length=64, blank=True)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        indexes = [models.Index(fields=["recipient", "approval_recorded_at"])]
        constraints = [
            *decided_whole("release"),
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}-[0-9]{4}$"), name="release_numbered_by_year"
            ),
            models.CheckConstraint(
                condition=~Q(purpose="") & ~Q(matter="") & ~Q(handling=""), name="release_says_what_and_why"
            ),
            models.CheckConstraint(
                condition=Q(awareness__isnull=False, told_on__isnull=False, told_recorded_at__isnull=False)
                & Q(exception_ground="")
                & ~Q(told_whom="")
                & ~Q(told_by="")
                & ~Q(told_how="")
                | Q(awareness__isnull=True, told_on__isnull=True, told_recorded_at__isnull=True)
                & Q(told_whom="", told_by="", told_how="")
                & ~Q(exception_ground=""),
                name="release_council_was_told",
            ),
            models.CheckConstraint(
                condition=Q(excepted_by__isnull=True, excepted_at__isnull=True, excepted_reason="")
                | Q(excepted_by__isnull=False, excepted_at__isnull=False)
                & ~Q(excepted_reason="")
                & ~Q(exception_ground="")
                & ~Q(excepted_by=F("proposed_by")),
                name="release_excepted_whole",
            ),
            models.CheckConstraint(
                condition=Q(batch__isnull=True) | Q(meeting__isnull=False, approved_at__isnull=False),
                name="release_batch_of_a_meeting",
            ),
            models.CheckConstraint(
                condition=Q(
                    approved_at__isnull=True,
                    approved_by__isnull=True,
                    approval_recorded_at__isnull=True,
                    canonical="",
                    sha256="",
                )
                | (
                    Q(
                        approved_at__isnull=False,
                        approved_by__isnull=False,
                        approval_recorded_at__isnull=False,
                        sha256__regex=r"^[0-9a-f]{64}$",
                    )
                    & ~Q(canonical="")
                ),
                name="release_approved_whole",
            ),
            models.CheckConstraint(
                condition=Q(approved_at__isnull=True)
                | Q(approved_at__gte=F("proposed_at"), approval_recorded_at__gte=F("told_recorded_at")),
                name="release_told_then_approved",
            ),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True) | ~Q(supersedes=F("pk")),
                name="release_supersedes_another",
            ),
            models.UniqueConstraint(
                fields=["supersedes"],
                condition=Q(approved_at__isnull=False),
                name="release_superseded_once",
            ),
        ]
        triggers = [
            STARTS_AS_PROPOSED,
            APPROVAL_GATE,
            AFTER_APPROVAL,
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Release {self.number}"

    def get_absolute_url(self) -> str:
        return f"/sharing/{self.number}"

    @property
    def days_to_record(self) -> int:
        """How many days after it is said to have happened the telling was recorded (abuse 5)."""
        if self.told_recorded_at is None or self.told_on is None:
            return 0
        return (timezone.localdate(self.told_recorded_at) - self.told_on).days


class ReleaseEvidence(models.Model):
    """One line of evidence as it is released, frozen when proposed; it names no source (R179)."""

    class Kind(models.TextChoices):
        HARD = "hard", "Hard evidence"
        SOFT = "soft", "Soft intelligence"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind.choices)
    line = models.TextField()
    evidence = models.ForeignKey("cases.Evidence", on_delete=models.PROTECT, related_name="released_lines")
    # Two notes of one source count once (WORKFLOW section 5). An opaque key: never shown, never served.
    source_key = models.CharField(max_length=64)

    class Meta:
        ordering = ["release_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["release", "position"], name="release_evidence_in_order"),
            models.UniqueConstraint(fields=["release", "evidence"], name="release_evidence_once"),
            models.CheckConstraint(
                condition=~Q(line="") & ~Q(source_key=""), name="release_evidence_says_something"
            ),
        ]
        triggers = [append_only(), EVIDENCE_GATE]

    def __str__(self) -> str:
        return self.line
