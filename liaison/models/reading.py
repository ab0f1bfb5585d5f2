"""Who has read what was shared: a tally by reader; each reading by itself is in the record (ADR 0010)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt
from liaison.models.client import ApiClient, Organisation
from liaison.models.release import Release
from liaison.models.support import SharedSupport


class Reading(models.Model):
    """How often one reader has read one thing, first and last, by the database's clock."""

    officer = models.CharField(max_length=200, help_text="Who read it, by name, as it stood then")
    times = models.PositiveIntegerField(default=1)
    first_at = RecordedAt()
    last_at = RecordedAt()

    class Meta:
        abstract = True
        ordering = ["-last_at", "-id"]
        triggers = [
            pgtrigger.Protect(
                name="who_and_what_stand",
                operation=pgtrigger.Update,
                condition=pgtrigger.AnyChange(exclude=["times", "last_at"]),
            ),
            pgtrigger.Protect(
                name="counted_up_by_one",
                operation=pgtrigger.Update,
                condition=~pgtrigger.Q(new__times=pgtrigger.F("old__times") + 1)
                | pgtrigger.Q(new__last_at__lt=pgtrigger.F("old__last_at")),
            ),
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]


class ReleaseRead(Reading):
    """Readings of a release by a person here, by an officer of an organisation, or by its client."""

    class How(models.TextChoices):
        LISTED = "listed", "in a list"
        READ = "read", "on its own"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="reads")
    how = models.CharField(max_length=6, choices=How.choices)
    organisation = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="For whom it was read; nobody's: by a person here",
    )
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    was_withdrawn = models.BooleanField(default=False, help_text="What was read was the tombstone")

    class Meta(Reading.Meta):
        abstract = False
        constraints = [
            models.CheckConstraint(
                condition=Q(client__isnull=True, user__isnull=False)
                | Q(client__isnull=False, user__isnull=True, organisation__isnull=False),
                name="release_read_by_one",
            ),
            models.UniqueConstraint(
                fields=["release", "organisation", "client", "user", "officer", "how", "was_withdrawn"],
                nulls_distinct=False,
                name="release_read_once_a_reader",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.release} · {self.officer}"


class SupportRead(Reading):
    """Readings of shared support by an organisation's client."""

    shared = models.ForeignKey(SharedSupport, on_delete=models.PROTECT, related_name="reads")
    client = models.ForeignKey(ApiClient, on_delete=models.PROTECT, related_name="+")

    class Meta(Reading.Meta):
        abstract = False
        constraints = [
            models.UniqueConstraint(fields=["shared", "client", "officer"], name="support_read_once_a_reader")
        ]

    def __str__(self) -> str:
        return f"{self.shared_id} · {self.officer}"
