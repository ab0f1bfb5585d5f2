"""How a person is reminded outside the service: addresses for their calendar, and the weekly mail."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt


class CalendarFeedQuerySet(models.QuerySet["CalendarFeed"]):
    """Calendar addresses: each is its owner's alone."""

    def standing(self) -> CalendarFeedQuerySet:
        """Those not revoked."""
        return self.filter(revoked_at__isnull=True)


class CalendarFeed(models.Model):
    """A secret address at which a calendar fetches its owner's dates without signing in.

    Only an HMAC of the secret is kept: it is shown once. Revoking is for good, by a trigger.
    """

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="calendar_feeds"
    )
    name = models.CharField(max_length=60, help_text="Which calendar it is for")
    secret_hmac = models.CharField(max_length=64, unique=True)
    names_councils = models.BooleanField(default=False, help_text="Whether its dates say which council")
    made_at = models.DateTimeField()
    recorded_at = RecordedAt()
    last_fetched_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    objects = CalendarFeedQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="calendar_feed_has_a_name"),
            models.CheckConstraint(
                condition=Q(secret_hmac__regex=r"^[0-9a-f]{64}$"),  # noqa: S106  (a pattern)
                name="calendar_feed_secret_is_an_hmac",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="revoked_for_good",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__revoked_at__isnull=False)
                & pgtrigger.Q(old__revoked_at__df=pgtrigger.F("new__revoked_at")),
            ),
        ]

    def __str__(self) -> str:
        return self.name


class WeeklyDigest(models.Model):
    """That a person's week was looked at, and whether they were written to: once for each week, for good."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="digests")
    week_on = models.DateField(help_text="Its Monday")
    looked_at = models.DateTimeField()
    mailed_at = models.DateTimeField(null=True, blank=True, help_text="Empty: nothing was due")

    class Meta:
        ordering = ["-week_on", "user_id"]
        constraints = [models.UniqueConstraint(fields=["user", "week_on"], name="digest_once_a_week")]

    def __str__(self) -> str:
        return f"{self.user}: week of {self.week_on}"
