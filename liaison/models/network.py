"""The Information Sharing Network: who belongs to it from when, and its officers by name (R062, R065)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt
from councils.models.people import DatedQuerySet
from liaison.models.client import Organisation


class NetworkMembership(models.Model):
    """A department or inspectorate in the Network from one day to another, both included.

    The day is empty where the source says none.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="memberships")
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)
    source = models.CharField(max_length=200, help_text="Where this is known from")
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True)
                | Q(since_on__isnull=True)
                | Q(until_on__gte=F("since_on")),
                name="network_until_after_since",
            ),
            models.CheckConstraint(condition=~Q(source=""), name="network_says_where_from"),
            models.UniqueConstraint(
                fields=["organisation"], condition=Q(until_on__isnull=True), name="network_joined_once"
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.organisation} in the Information Sharing Network"


class Officer(models.Model):
    """A person at an organisation of the Network, known by name behind its token or by their own sign-in."""

    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="officers")
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    key = models.SlugField(max_length=60, help_text="How calls over the API name this officer")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="liaison_posts",
        help_text="Where they sign in here themselves",
    )
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["organisation_id", "name", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="officer_until_after_since",
            ),
            models.CheckConstraint(condition=~Q(name="") & ~Q(key=""), name="officer_has_a_name"),
            models.UniqueConstraint(fields=["organisation", "key"], name="officer_by_one_key"),
            models.UniqueConstraint(
                fields=["user"],
                condition=Q(until_on__isnull=True, user__isnull=False),
                name="officer_of_one_organisation",
            ),
        ]
        triggers = [pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete)]

    def __str__(self) -> str:
        return f"{self.name}, {self.organisation.short_name}"
