"""A source: what everyone who reads the note sees of it, and apart from that, who it was."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Region
from intelligence.models.sign import SourceType


class Source(models.Model):
    """Where a note came from: a type, a role and a region (WORKFLOW section 5).

    One row stands for one source through all its notes, so that it never counts twice. `owner` brought it
    and alone knows who it is; `reference` says where a published thing stands.
    """

    type = models.ForeignKey(SourceType, on_delete=models.PROTECT, related_name="sources")
    role = models.CharField(max_length=120, blank=True, help_text="For example “scrutiny chair”")
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="sources"
    )
    reference = models.CharField(max_length=500, blank=True, help_text="Where it was published")
    is_anonymous = models.BooleanField(default=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="sources")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["owner", "type"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.in_words

    @property
    def in_words(self) -> str:
        """The type, the role and the region, as everyone who may read the note sees them."""
        parts = [self.type.name, self.role, self.region.name if self.region else ""]
        return " · ".join(part for part in parts if part)

    @property
    def in_words_protected(self) -> str:
        """The type alone: of a protected source the role and the region could already tell too much."""
        return f"{self.type.name} · source protected"


class SourceIdentity(models.Model):
    """Who a source is: encrypted with a key the database does not hold (TRUST section 1).

    `fingerprint` lets one owner's second note of the same person find the same source; it is keyed by the
    owner, so that nobody can learn another's source by guessing a name.
    """

    source = models.OneToOneField(Source, on_delete=models.PROTECT, related_name="identity")
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    sealed = models.TextField()
    fingerprint = models.CharField(max_length=64)
    recorded_at = RecordedAt()

    class Meta:
        indexes = [models.Index(fields=["owner", "fingerprint"])]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Identity of source {self.source_id}"


class SourceDeputy(models.Model):
    """Somebody the owner has named to read who a source is, each time with a reason."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="deputies")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    named_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["source", "user"], condition=Q(ended_at__isnull=True), name="source_deputy_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} for source {self.source_id}"


class SourceReading(models.Model):
    """Somebody read who a source is: the owner, or a deputy with a reason."""

    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="readings")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(blank=True)
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Reading {self.pk} of source {self.source_id}"
