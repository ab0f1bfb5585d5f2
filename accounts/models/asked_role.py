"""A role that an administrator asks for, and what information governance decided (TRUST section 2)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.models.person import Role
from common.fields import RecordedAt


class RoleProposal(models.Model):
    """Which role one person would hold. It stands as proposed, and is decided on once, by somebody else."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="roles_proposed"
    )
    role = models.CharField(max_length=32, choices=Role.choices)
    since_on = models.DateField()
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    recorded_at = RecordedAt()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    is_given = models.BooleanField(null=True, blank=True, help_text="Empty: it waits")

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, is_given__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, is_given__isnull=False),
                name="role_proposal_decided_whole",
            ),
            models.CheckConstraint(
                condition=~Q(proposed_by=F("user"))
                & (Q(decided_by__isnull=True) | (~Q(decided_by=F("proposed_by")) & ~Q(decided_by=F("user")))),
                name="role_proposal_by_two_others",
            ),
            models.UniqueConstraint(
                fields=["user", "role"],
                condition=Q(decided_at__isnull=True),
                name="role_proposal_waits_once",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(name="stands_as_proposed", exclude=["decided_by", "decided_at", "is_given"]),
            pgtrigger.Protect(
                name="decided_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
