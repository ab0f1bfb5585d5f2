"""What one person proposes and another approves before it goes out; then it can only be withdrawn."""

from __future__ import annotations

from enum import StrEnum
from typing import Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt

Row = TypeVar("Row", bound=models.Model)


class Standing(StrEnum):
    """Where it stands, read from who decided what."""

    PROPOSED = "proposed"
    RELEASED = "released"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ByTwoQuerySet(models.QuerySet[Row]):
    """Proposals by whether they were decided on."""

    def waiting(self) -> Self:
        """What is proposed and not decided on yet."""
        return self.filter(approved_at__isnull=True, refused_at__isnull=True)


class ByTwo(models.Model):
    """Who proposed it and who decided what of it; its table's constraints are `decided_whole` and its own."""

    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    recorded_at = RecordedAt()
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    approved_at = models.DateTimeField(null=True, blank=True)
    approval_recorded_at = models.DateTimeField(null=True, blank=True, help_text="The database's clock")
    refused_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    refused_at = models.DateTimeField(null=True, blank=True)
    refused_reason = models.TextField(blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawal_recorded_at = models.DateTimeField(null=True, blank=True, help_text="The database's clock")
    withdrawn_reason = models.TextField(blank=True, help_text="The recipient reads it on the tombstone")

    class Meta:
        abstract = True

    @property
    def standing(self) -> Standing:
        """Proposed, released, refused or withdrawn, by its own decisions alone."""
        if self.withdrawn_at:
            return Standing.WITHDRAWN
        if self.approved_at:
            return Standing.RELEASED
        return Standing.REFUSED if self.refused_at else Standing.PROPOSED


def decided_whole(table: str) -> list[models.CheckConstraint]:
    """That each decision has its person, its time and its reason; `table` begins the constraints' names."""
    return [
        models.CheckConstraint(
            condition=Q(approved_by__isnull=True) | ~Q(approved_by=F("proposed_by")),
            name=f"{table}_approved_by_another",
        ),
        models.CheckConstraint(
            condition=Q(refused_at__isnull=True, refused_by__isnull=True, refused_reason="")
            | Q(refused_at__isnull=False, refused_by__isnull=False, approved_at__isnull=True)
            & ~Q(refused_reason=""),
            name=f"{table}_refused_whole",
        ),
        models.CheckConstraint(
            condition=Q(
                withdrawn_at__isnull=True,
                withdrawn_by__isnull=True,
                withdrawal_recorded_at__isnull=True,
                withdrawn_reason="",
            )
            # Approved, by name: without it the comparison is neither true nor false, and would pass.
            | Q(
                approved_at__isnull=False,
                withdrawn_at__gte=F("approved_at"),
                withdrawn_by__isnull=False,
                withdrawal_recorded_at__isnull=False,
            )
            & ~Q(withdrawn_reason=""),
            name=f"{table}_withdrawn_whole",
        ),
    ]
