"""An organisation that receives releases, and the tokens its systems read them with (R062-R063)."""

from __future__ import annotations

from datetime import datetime, timedelta

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt

LONGEST = timedelta(days=90)


class Scope(models.TextChoices):
    """What a token may be used for; a token without a scope cannot do it."""

    READ_RELEASES = "releases:read", "Read the releases made to the organisation"
    READ_COUNCILS = "councils:read", "Read councils' names and codes"
    READ_FIGURES = "figures:read", "Read published indicators and their figures"
    SEND_CONCERNS = "concerns:send", "Send the organisation's concerns, and read what became of them"
    READ_SUPPORT = "support:read", "Read how the support goes that follows releases made to the organisation"
    ANSWER_RELEASES = "releases:answer", "Acknowledge releases made to the organisation, and answer them"
    RECEIVE_WEBHOOKS = "webhooks:receive", "Be told at an address of its own, by numbers alone, what changed"


class Organisation(models.Model):
    """A department or inspectorate that receives releases or brings concerns (R062, R065)."""

    class Kind(models.TextChoices):
        DEPARTMENT = "department", "Government department"
        INSPECTORATE = "inspectorate", "Inspectorate or regulator"

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120, unique=True)
    short_name = models.CharField(max_length=40)
    kind = models.CharField(max_length=12, choices=Kind.choices, default=Kind.DEPARTMENT)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class ApiClient(models.Model):
    """One token of an organisation, behind which stands a named officer.

    Only an HMAC of the token is kept: it is shown once, when it is issued. Nothing about a token can be
    changed afterwards but when it was last used and that it was revoked.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="clients")
    officer = models.CharField(max_length=200, help_text="The person at the organisation who answers for it")
    purpose = models.CharField(max_length=300)
    scopes = ArrayField(models.CharField(max_length=40, choices=Scope.choices))
    allowed_addresses = ArrayField(
        models.CharField(max_length=49), default=list, blank=True, help_text="Networks; empty: from anywhere"
    )
    is_demonstration = models.BooleanField(
        default=False, help_text="Its token is known to all: it opens nothing outside the demonstration"
    )
    is_sandbox = models.BooleanField(
        default=False, help_text="It sees fictional councils, and nothing of a real one"
    )
    token_prefix = models.CharField(max_length=12, unique=True)
    token_hmac = models.CharField(max_length=64, unique=True)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    issued_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    recorded_at = RecordedAt()
    last_used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)
    revoked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    # DRF's permissions ask this of whoever makes a request; an ApiClient is only ever made by its token.
    is_authenticated = True

    class Meta:
        ordering = ["organisation_id", "-issued_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("issued_at"), expires_at__lte=F("issued_at") + LONGEST),
                name="client_expires_within_90_days",
            ),
            models.CheckConstraint(
                condition=Q(revoked_at__isnull=False) | Q(revoked_by__isnull=True),
                name="client_revoked_by_with_at",
            ),
            models.CheckConstraint(
                condition=Q(token_hmac__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  (a pattern)
                name="client_token_is_an_hmac",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="issued_as_it_stands", exclude=["last_used_at", "revoked_at", "revoked_by"]
            ),
            pgtrigger.Protect(
                name="revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & pgtrigger.Q(old__revoked_at__df=pgtrigger.F("new__revoked_at")),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.organisation.short_name} · {self.officer} · {self.token_prefix}…"

    def may(self, scope: str) -> bool:
        """Whether the token was issued for this."""
        return scope in self.scopes

    def stands(self, at: datetime) -> bool:
        """Neither revoked nor expired at this moment."""
        return self.revoked_at is None and at < self.expires_at
