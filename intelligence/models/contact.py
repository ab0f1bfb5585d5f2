"""An adviser's own network: whom they know, and how often they mean to speak (R068, R074-R081)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Q

from accounts.models import User
from common.fields import RecordedAt
from councils.models import Council, Region
from councils.queries import stands_in_for
from intelligence.visibility import MAY_READ_NOTES, recused_from


class Network(models.TextChoices):
    """Where a contact belongs, in the sources' words (R076-R081)."""

    COUNCIL = "council", "A council"
    POLITICAL = "political", "Political groups and their offices"
    REGIONAL = "regional", "Regional and sub-regional partnerships"
    SECTOR = "sector", "Other parts of the sector"
    LGA = "lga", "Within the LGA"
    GOVERNMENT = "government", "Departments and inspectorates"
    OTHER = "other", "Others"


class ContactQuerySet(models.QuerySet[Any]):
    """Contacts by whose they are."""

    def visible_to(self, user: User | AnonymousUser, on: date) -> ContactQuerySet:
        """One's own, and those of whom one stands in for; never about a council of a declared interest.

        Whom an adviser speaks with could tell who a source is, so no other adviser sees it.
        """
        if not isinstance(user, User) or user.roles.isdisjoint(MAY_READ_NOTES):
            return self.none()
        held = self.filter(Q(owner=user) | Q(owner__in=stands_in_for(user, on)))
        return held.filter(Q(council__isnull=True) | ~Q(council__in=recused_from(user)))


class Contact(models.Model):
    """A person an adviser knows: what they are, where, and how often to speak.

    `last_spoken_on` is the day last said, never guessed out of notes. The row is its owner's to change; that
    it was changed is in the record.
    """

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="contacts")
    name = models.CharField(max_length=200)
    role = models.CharField(max_length=200, blank=True)
    body = models.CharField(max_length=200, blank=True, help_text="Where they work, where it is no council")
    network = models.CharField(max_length=12, choices=Network.choices)
    council = models.ForeignKey(
        Council, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="contacts"
    )
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    speak_every_days = models.PositiveSmallIntegerField(default=30)
    last_spoken_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()
    ended_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        indexes = [
            models.Index(fields=["owner"], condition=Q(ended_at__isnull=True), name="contact_kept"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="contact_has_a_name"),
            models.CheckConstraint(
                condition=Q(speak_every_days__gte=1, speak_every_days__lte=730), name="contact_speak_every"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def what(self) -> str:
        """The role and where."""
        where = self.council.short_name if self.council else self.body
        return ", ".join(part for part in (self.role, where) if part)

    @property
    def due_on(self) -> date | None:
        """The day by which to speak again; None where it was never said that they spoke."""
        if self.last_spoken_on is None:
            return None
        return self.last_spoken_on + timedelta(days=self.speak_every_days)
