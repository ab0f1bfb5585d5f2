"""A concern about a council, and how it moved: the concern changes, what happened to it never does."""

from __future__ import annotations

from datetime import date, datetime

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.stages import EARLY, NEEDS_COMING_OFF_POINT, Origin, Stage, Standing
from cases.visibility import ConcernQuerySet
from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council, ServiceArea
from intelligence.models import Factor


def in_any_case(name: str, field: str, values: list[str]) -> models.CheckConstraint:
    """The database takes no other word for the field."""
    return models.CheckConstraint(condition=Q(**{f"{field}__in": values}), name=name)


class Scope(models.TextChoices):
    """Of what it is a concern (R015)."""

    CORPORATE = "corporate", "The council as a whole"
    SERVICE = "service", "One service area"


class Nature(models.TextChoices):
    """What might be the matter, in the paper's own distinction (R015); no list stands by it."""

    PERFORMANCE = "performance", "Potential poor performance"
    FAILURE = "failure", "Potential service or organisational failure"


@pghistory.track(append_only=True)
class Concern(models.Model):
    """A potential concern about a council, with an owner and a next date for as long as it is open.

    `version` goes up with each change that another writer must not miss. `closed_from` is the stage it
    had, to which it can be reopened. `next_step` is the one the latest move or review set.
    """

    number = models.BigAutoField(primary_key=True)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="concerns")
    scope = models.CharField(max_length=12, choices=Scope.choices, default=Scope.CORPORATE)
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="concerns"
    )
    nature = models.CharField(max_length=12, choices=Nature.choices, default=Nature.PERFORMANCE)
    factors = models.ManyToManyField(Factor, through="ConcernFactor", blank=True, related_name="concerns")
    summary = models.CharField(max_length=200, help_text="One line")
    stage = models.CharField(max_length=24, choices=Stage.choices, default=Stage.LOCAL_INTELLIGENCE)
    origin = models.CharField(max_length=16, choices=Origin.choices, default=Origin.INTELLIGENCE)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns")
    deputy = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="concerns_deputised",
        help_text="May act in the owner's place while they are away",
    )
    review_on = models.DateField(null=True, blank=True)
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    coming_off_point = models.TextField(blank=True)
    opened_on = models.DateField(help_text="As claimed")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    closed_from = models.CharField(max_length=24, blank=True)
    closed_on = models.DateField(null=True, blank=True, help_text="As claimed")
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    version = models.PositiveIntegerField(default=1)

    objects = ConcernQuerySet.as_manager()

    class Meta:
        ordering = ["council__short_name", "number"]
        indexes = [
            models.Index(fields=["council", "stage"]),
            models.Index(
                fields=["review_on"], condition=Q(closed_at__isnull=True), name="concern_next_review"
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(summary=""), name="concern_says_something"),
            in_any_case("concern_stage_known", "stage", Stage.values),
            in_any_case("concern_closed_from_known", "closed_from", ["", *Stage.values]),
            models.CheckConstraint(
                condition=Q(scope=Scope.CORPORATE, service_area__isnull=True)
                | Q(scope=Scope.SERVICE, service_area__isnull=False),
                name="concern_service_named",
            ),
            models.CheckConstraint(
                condition=Q(
                    stage=Stage.CLOSED,
                    closed_on__isnull=False,
                    closed_at__isnull=False,
                    closed_by__isnull=False,
                )
                & ~Q(closed_from__in=["", Stage.CLOSED])
                | ~Q(stage=Stage.CLOSED)
                & Q(closed_from="", closed_on__isnull=True, closed_at__isnull=True, closed_by__isnull=True),
                name="concern_closed_by_whom_and_when",
            ),
            models.CheckConstraint(
                condition=Q(stage=Stage.CLOSED) | Q(review_on__isnull=False),
                name="concern_open_has_review_date",
            ),
            models.CheckConstraint(
                condition=~Q(stage__in=sorted(NEEDS_COMING_OFF_POINT)) | ~Q(coming_off_point=""),
                name="concern_has_coming_off_point",
            ),
            models.CheckConstraint(
                condition=Q(deputy__isnull=True) | ~Q(deputy=F("owner")), name="concern_deputy_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"Concern {self.number}"

    def get_absolute_url(self) -> str:
        return f"/cases/{self.number}"

    @property
    def at_stage(self) -> Stage:
        """Where it stands."""
        return Stage(self.stage)

    @property
    def held_stage(self) -> Stage:
        """Where it stands, or stood when it was closed."""
        return Stage(self.closed_from or self.stage)

    @property
    def is_open(self) -> bool:
        return self.stage != Stage.CLOSED

    @property
    def is_early(self) -> bool:
        """Whether it is, or was when closed, at Stage 1 or 2: not yet talked over with the council."""
        return self.held_stage in EARLY

    @property
    def self_referred(self) -> bool:
        """Whether the council itself came to us (R076-R077)."""
        return self.origin == Origin.COUNCIL

    @property
    def standing(self) -> Standing:
        """What the sentences about its stage need; wants `council` loaded."""
        closed_from = Stage(self.closed_from) if self.closed_from else None
        return Standing(self.number, self.council.short_name, self.at_stage, closed_from)

    @property
    def about(self) -> str:
        """Its scope in a few words; wants `service_area` loaded."""
        return self.service_area.name if self.service_area else "Corporate"

    @property
    def as_read(self) -> str:
        """Its number and version, as a list of several keeps what a person had before them: "14-3"."""
        return f"{self.number}-{self.version}"

    @property
    def next_on(self) -> date | None:
        """The next date on which something is due of it."""
        if not self.is_open:
            return None
        return min((day for day in (self.review_on, self.next_step_on) if day), default=None)


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), append_only=True)
class ConcernFactor(models.Model):
    """One factor of potential failure that the concern is about (R019-R026)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["concern", "factor"], name="concern_factor_once")]

    def __str__(self) -> str:
        return f"{self.concern_id} {self.factor_id}"


class ConcernReader(models.Model):
    """A lead member peer to whom a principal adviser opened the concern (TRUST section 2, note 2)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="concerns_opened"
    )
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["recorded_at"]
        constraints = [models.UniqueConstraint(fields=["concern", "user"], name="concern_reader_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Concern {self.concern_id} opened to {self.user}"


class Signed(models.Model):
    """Something done about a concern: when it happened (claimed), when it was taken in, and by whom.

    `acted_for` is the owner in whose place a named deputy acted (WORKFLOW section 3).
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="%(class)ss")
    happened_on = models.DateField(help_text="As claimed")
    recorded_at: models.DateTimeField[datetime, datetime] = RecordedAt()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    acted_for = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True
        ordering = ["happened_on", "id"]

    @property
    def signature(self) -> str:
        """Who did it: "R. Okafor", or "G. Tan for R. Okafor"."""
        return f"{self.by.name} for {self.acted_for.name}" if self.acted_for else self.by.name


class StageChange(Signed):
    """One move of a concern, its beginning (`from_stage` empty), closing and reopening among them."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="stage_changes")
    from_stage = models.CharField(max_length=24, blank=True, choices=Stage.choices)
    to_stage = models.CharField(max_length=24, choices=Stage.choices)
    version = models.PositiveIntegerField(help_text="The concern's version that this made")
    basis = models.TextField(help_text="Why")
    told = models.TextField(blank=True, help_text="Who has been told")
    next_step = models.CharField(max_length=300, blank=True)
    next_step_on = models.DateField(null=True, blank=True)
    soft_absent = models.TextField(blank=True, help_text="Why it went on without soft intelligence")
    hard_absent = models.TextField(blank=True, help_text="Why it went on without published figures")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(basis=""), name="stage_change_has_basis"),
            models.CheckConstraint(
                condition=~Q(from_stage=F("to_stage")), name="stage_change_goes_somewhere"
            ),
            in_any_case("stage_change_from_known", "from_stage", ["", *Stage.values]),
            in_any_case("stage_change_to_known", "to_stage", Stage.values),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Concern {self.concern_id}: {self.from_stage or 'begun'} → {self.to_stage}"

    @property
    def came_to(self) -> Stage:
        return Stage(self.to_stage)

    @property
    def came_from(self) -> Stage | None:
        return Stage(self.from_stage) if self.from_stage else None

    @property
    def in_words(self) -> str:
        """ "Moved to Stage 3: …", "Begun at …", "Closed", "Reopened at …"."""
        if self.came_from is None:
            return f"Begun at {self.came_to.numbered}"
        if not self.came_to.is_open:
            return f"Closed from {self.came_from.numbered}"
        verb = "Moved to" if self.came_from.is_open else "Reopened at"
        return f"{verb} {self.came_to.numbered}"


class Met(models.TextChoices):
    """Whether something expected came about: never a mark on a council, only on what was expected."""

    MET = "met", "Met"
    NOT_MET = "not_met", "Not met"
    NOT_KNOWN = "not_known", "Not known"


class Ending(Signed):
    """What the end of Stage 4 or 5b, or a closing, leaves behind: lessons, and whether support may come off.

    `look_back_on` is the one look-back offered after twelve months; empty where it was declined. How long
    the concern is kept counts from it (WORKFLOW section 3, R151).
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="endings")
    change = models.OneToOneField(StageChange, on_delete=models.PROTECT, related_name="ending")
    lessons = models.TextField(blank=True)
    coming_off_point_met = models.CharField(max_length=9, choices=Met.choices, blank=True)
    look_back_on = models.DateField(null=True, blank=True)

    class Meta(Signed.Meta):
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Ending of concern {self.concern_id}"

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/endings/{self.pk}/look-back"

    @property
    def looks_back_on(self) -> date | None:
        """When somebody means to look back, put off or not; wants `put_off` loaded."""
        put_off = getattr(self, "put_off", None)
        return put_off.until_on if put_off else self.look_back_on
