"""A token that an administrator asks for, and what information governance decided (TRUST section 2)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt
from liaison.models.client import ApiClient, Organisation, Scope


class TokenProposal(models.Model):
    """What one token would be for. It stands as it was proposed; it is decided on once, by somebody else."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    officer = models.CharField(max_length=200, help_text="The person at the organisation who answers for it")
    purpose = models.CharField(max_length=300)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    allowed_addresses = ArrayField(models.CharField(max_length=49), default=list, blank=True)
    is_sandbox = models.BooleanField(default=False, help_text="For trying: fictional councils alone")
    days = models.PositiveSmallIntegerField(help_text="How long it lasts from the day it is issued")
    proposed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    proposed_at = models.DateTimeField()
    recorded_at = RecordedAt()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    client = models.OneToOneField(
        ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="proposal"
    )
    refused_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(officer="") & ~Q(purpose="") & ~Q(scopes=[]), name="token_proposal_says_for_whom"
            ),
            models.CheckConstraint(condition=Q(days__gte=1, days__lte=90), name="token_proposal_90_days"),
            models.CheckConstraint(
                condition=Q(
                    decided_at__isnull=True, decided_by__isnull=True, client__isnull=True, refused_reason=""
                )
                | Q(
                    decided_at__isnull=False,
                    decided_by__isnull=False,
                    client__isnull=False,
                    refused_reason="",
                )
                | (
                    Q(decided_at__isnull=False, decided_by__isnull=False, client__isnull=True)
                    & ~Q(refused_reason="")
                ),
                name="token_proposal_decided_whole",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("proposed_by")),
                name="token_proposal_decided_by_another",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stands_as_proposed", exclude=["decided_by", "decided_at", "client", "refused_reason"]
            ),
            pgtrigger.Protect(
                name="decided_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__decided_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Token for {self.officer}, {self.organisation.short_name}"
