"""An address of a client's own at which it is told that something changed, by numbers alone (R063)."""

from __future__ import annotations

from datetime import datetime, timedelta
from urllib.parse import urlsplit

import pgtrigger
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt
from liaison.models.client import ApiClient

# For so long after a new secret was given, what is sent is signed by the old one as well.
BOTH_SECRETS = timedelta(hours=24)


class WebhookEvent(models.TextChoices):
    """What a webhook tells of."""

    RELEASED = "release.released", "A release was made to the organisation"
    WITHDRAWN = "release.withdrawn", "A release was withdrawn"
    SUPERSEDED = "release.superseded", "Another release took a release's place"
    SUPPORT_CHANGED = "support.changed", "Support that follows a release was shared, changed or withdrawn"
    CONCERN_CHANGED = "concern.changed", "A concern the organisation brought was answered or changed"
    PING = "ping", "A trial"


class Webhook(models.Model):
    """Where one client is told of what. Its secret is kept nowhere: it is made from `nonce` and the service's
    own key (`liaison/signing.py`). Ended for good, by whom or what `ended_why` says."""

    class Ended(models.TextChoices):
        CLIENT = "client", "Ended by the client"
        ADMINISTRATOR = "administrator", "Ended by the LGA"
        GONE = "gone", "The receiver answered that it is gone (410)"
        FAILED = "failed", "A delivery failed at every try"

    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="webhooks")
    name = models.CharField(max_length=19, unique=True, help_text="wh_ and sixteen hex digits")
    address = models.CharField(max_length=500)
    events = ArrayField(models.CharField(max_length=20, choices=WebhookEvent.choices))
    nonce = models.CharField(max_length=64)
    nonce_before = models.CharField(max_length=64, blank=True)
    renewed_at = models.DateTimeField(null=True, blank=True, help_text="When the secret of now was given")
    added_at = models.DateTimeField()
    recorded_at = RecordedAt()
    held_until_at = models.DateTimeField(
        null=True, blank=True, help_text="It did not answer, or was slow: asked for nothing else until then"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_why = models.CharField(max_length=13, choices=Ended.choices, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=Q(name__regex=r"^wh_[0-9a-f]{16}$"), name="webhook_named"),
            models.CheckConstraint(condition=~Q(events=[]) & ~Q(address=""), name="webhook_where_and_what"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_why="", ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_why="administrator", ended_by__isnull=False)
                | Q(
                    ended_at__isnull=False, ended_why__in=["client", "gone", "failed"], ended_by__isnull=True
                ),
                name="webhook_ended_whole",
            ),
            models.CheckConstraint(
                condition=Q(nonce_before="", renewed_at__isnull=True)
                | ~Q(nonce_before="") & Q(renewed_at__isnull=False),
                name="webhook_secret_renewed_whole",
            ),
            models.UniqueConstraint(
                fields=["client", "address"], condition=Q(ended_at__isnull=True), name="webhook_once_standing"
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="stands_as_added",
                fields=["client", "name", "address", "events", "added_at", "recorded_at"],
            ),
            pgtrigger.Protect(
                name="ended_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__ended_at__isnull=False),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def host(self) -> str:
        """The host of the address: the rest may hold a word that only its owner should know."""
        return urlsplit(self.address).hostname or ""

    def nonces(self, at: datetime) -> list[str]:
        """What its secrets of this moment are made from: for a day after a new one the old one too."""
        if self.renewed_at is not None and at < self.renewed_at + BOTH_SECRETS:
            return [self.nonce, self.nonce_before]
        return [self.nonce]


class WebhookDelivery(models.Model):
    """One event for one webhook, and what came of sending it; under `event` its receiver knows it again."""

    class Outcome(models.TextChoices):
        WAITING = "waiting", "Waiting"
        DELIVERED = "delivered", "Delivered"
        FAILED = "failed", "Failed at every try"
        NOT_SENT = "not_sent", "Not sent: the webhook or its token ended"

    webhook = models.ForeignKey(Webhook, on_delete=models.PROTECT, related_name="deliveries")
    event = models.CharField(max_length=36, help_text="The webhook-id: msg_ and thirty-two hex digits")
    type = models.CharField(max_length=20, choices=WebhookEvent.choices)
    number = models.CharField(
        max_length=10, blank=True, help_text="Of the release or concern; none of a ping"
    )
    happened_at = models.DateTimeField()
    recorded_at = RecordedAt()
    tries = models.PositiveSmallIntegerField(default=0)
    tried_at = models.DateTimeField(null=True, blank=True)
    status = models.PositiveSmallIntegerField(null=True, blank=True, help_text="The last answer, where any")
    failure = models.CharField(max_length=200, blank=True, help_text="Why the last try failed")
    next_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=9, choices=Outcome.choices, default=Outcome.WAITING)

    class Meta:
        ordering = ["-pk"]
        indexes = [models.Index(fields=["webhook", "-id"])]
        constraints = [
            models.CheckConstraint(condition=Q(event__regex=r"^msg_[0-9a-f]{32}$"), name="delivery_event_id"),
            models.UniqueConstraint(fields=["webhook", "event"], name="delivery_once"),
            models.CheckConstraint(
                condition=Q(outcome="waiting", next_at__isnull=False)
                | ~Q(outcome="waiting") & Q(next_at__isnull=True),
                name="delivery_waits_for_a_moment",
            ),
            models.CheckConstraint(
                condition=Q(type="ping", number="") | ~Q(type="ping") & ~Q(number=""),
                name="delivery_of_a_number",
            ),
        ]
        triggers = [
            pgtrigger.ReadOnly(
                name="tells_as_it_happened",
                fields=["webhook", "event", "type", "number", "happened_at", "recorded_at"],
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"{self.event} ({self.type})"

    @property
    def comes_to(self) -> str:
        """The outcome, as its webhook stands: what waits for one that has ended is never sent."""
        ended = self.webhook.ended_at is not None and self.outcome == self.Outcome.WAITING
        return self.Outcome.NOT_SENT if ended else self.outcome
