"""Events, and the seals that chain them."""

from __future__ import annotations

import secrets

import pgtrigger
from django.conf import settings
from django.db import models

from common.append_only import append_only
from common.fields import RecordedAt


def new_salt() -> str:
    """Sixteen random bytes as hex: a redacted event's hash tells nothing of what it said."""
    return secrets.token_hex(16)


# In the event's own transaction: it waits from the moment at which it can be seen, however late that is.
WAITS = "INSERT INTO audit_unsealed (event_id) VALUES (NEW.id); RETURN NULL;"


class Event(models.Model):
    """One thing a person or the system did or saw: identifiers and codes, never content."""

    at = RecordedAt()
    # No database constraint: the record outlives the person's row.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.DO_NOTHING,
        db_constraint=False,
        related_name="+",
    )
    act = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64)
    subject_id = models.CharField(max_length=64)
    scope = models.CharField(
        max_length=64, blank=True, help_text="An opaque key: whose record this is part of"
    )
    details = models.JSONField(default=dict, blank=True)
    salt = models.CharField(max_length=32, default=new_salt, editable=False)

    class Meta:
        ordering = ["-id"]
        indexes = [
            models.Index(fields=["subject_kind", "subject_id"]),
            models.Index(fields=["scope", "-id"]),
            models.Index(fields=["by", "-id"]),
        ]
        triggers = [
            append_only(),
            pgtrigger.Trigger(
                name="waits_for_its_seal", when=pgtrigger.After, operation=pgtrigger.Insert, func=WAITS
            ),
        ]

    def __str__(self) -> str:
        return f"{self.act} {self.subject_kind} {self.subject_id}"

    @property
    def act_in_words(self) -> str:
        """The act as a person reads it: "log_note" as "Log note"."""
        return self.act.replace("_", " ").capitalize()

    @property
    def subject_in_words(self) -> str:
        """The subject as a person reads it: "cases.concern" and its id as "concern 14"."""
        return f"{self.subject_kind.partition('.')[2]} {self.subject_id}"


class Seal(models.Model):
    """One link of the chain: `digest` is over the link before and the event's salted hash."""

    position = models.BigIntegerField(unique=True)
    event = models.OneToOneField(Event, on_delete=models.PROTECT, related_name="seal")
    event_hash = models.CharField(max_length=64)
    digest = models.CharField(max_length=64)
    sealed_at = RecordedAt()

    class Meta:
        ordering = ["position"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.position} {self.digest[:12]}"


class Unsealed(models.Model):
    """An event that waits for its seal: put here by the database with each event, taken away as it is sealed.

    So that sealing reads what waits and not all that was ever recorded.
    """

    event = models.OneToOneField(
        Event, on_delete=models.DO_NOTHING, db_constraint=False, primary_key=True, related_name="unsealed"
    )

    class Meta:
        verbose_name_plural = "unsealed"

    def __str__(self) -> str:
        return f"Event {self.event_id}"
