"""Boards and who sits on them, with dates: a board that changed its name is one board (R055)."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt
from councils.models import Council, PoliticalGroup


def _dates(name: str) -> models.CheckConstraint:
    return models.CheckConstraint(
        condition=Q(until_on__isnull=True) | Q(since_on__isnull=True) | Q(until_on__gte=F("since_on")),
        name=name,
    )


class Body(models.Model):
    """A board or panel (R055-R062). `acts_for` is the board on whose behalf it works (R056)."""

    PSP = "psp"

    slug = models.SlugField(unique=True)
    remit = models.CharField(max_length=400, blank=True)
    acts_for = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="panels"
    )
    # What members of this body are called at a meeting: "The Panel", "The Board".
    called = models.CharField(max_length=60, default="Board")

    class Meta:
        ordering = ["slug"]
        verbose_name_plural = "bodies"

    def __str__(self) -> str:
        return self.slug

    def name_on(self, on: date) -> str:
        """What it was called on the day."""
        held = [name for name in self.names.all() if name.since_on is None or name.since_on <= on]
        held = [name for name in held if name.until_on is None or on <= name.until_on] or held
        held.sort(key=lambda name: (name.since_on or date.min, not name.is_other_name))
        return held[-1].name if held else self.slug


class BodyName(models.Model):
    """A name a board has or had, and where it is found."""

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    is_other_name = models.BooleanField(default=False, help_text="Used beside the usual name")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, blank=True)

    class Meta:
        ordering = ["body_id", "since_on", "name"]
        constraints = [
            _dates("body_name_until_after_since"),
            models.UniqueConstraint(fields=["body", "name"], name="body_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships by date."""

    def holding_on(self, on: date) -> MembershipQuerySet:
        """Those that hold on the day, both ends included."""
        return self.filter(
            Q(since_on__isnull=True) | Q(since_on__lte=on), Q(until_on__isnull=True) | Q(until_on__gte=on)
        )


class Membership(models.Model):
    """A person's seat on a board or at its table, from one date to another (R144-R145, R191)."""

    class Capacity(models.TextChoices):
        CHAIR = "chair", "Chair"
        VICE_CHAIR = "vice_chair", "Vice chair"
        DEPUTY_CHAIR = "deputy_chair", "Deputy chair"
        MEMBER = "member", "Member"
        SUBSTITUTE = "substitute", "Substitute"
        OBSERVER = "observer", "Observer"
        IN_ATTENDANCE = "in_attendance", "In attendance"

    SEATED = (Capacity.CHAIR, Capacity.VICE_CHAIR, Capacity.DEPUTY_CHAIR, Capacity.MEMBER)

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="memberships")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="board_memberships"
    )
    capacity = models.CharField(max_length=14, choices=Capacity.choices, default=Capacity.MEMBER)
    reason = models.CharField(
        max_length=200, blank=True, help_text="Why they sit here, e.g. Chair of the Community Wellbeing Board"
    )
    group = models.ForeignKey(
        PoliticalGroup, null=True, blank=True, on_delete=models.PROTECT, related_name="board_memberships"
    )
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="board_memberships"
    )
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    ended_reason = models.CharField(max_length=200, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = MembershipQuerySet.as_manager()

    class Meta:
        ordering = ["body_id", "user__name"]
        constraints = [
            _dates("membership_until_after_since"),
            models.UniqueConstraint(
                fields=["body", "user"], condition=Q(until_on__isnull=True), name="membership_held_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
                | Q(ended_at__isnull=False, ended_by__isnull=False, until_on__isnull=False)
                & ~Q(ended_reason=""),
                name="membership_ended_together",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_capacity_display()}"
