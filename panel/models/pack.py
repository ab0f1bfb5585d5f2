"""An issued pack: frozen words, stored bytes, numbered copies. Nothing here is ever changed."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.house import HouseTemplate
from panel.models.meeting import Meeting
from panel.visibility import PackQuerySet


class Pack(models.Model):
    """A meeting's radar report as it was issued.

    `paper` is the canonical JSON of the structured paper and `sha256` its hash; `record_position` and
    `record_head` say how far the sealed record had come, and are printed in the paper.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="packs")
    version = models.PositiveIntegerField()
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    supersedes_reason = models.CharField(max_length=300, blank=True)
    paper = models.TextField()
    # The Word template as it stood at issue, in which every copy is written; none: our own.
    house_template = models.ForeignKey(
        HouseTemplate, null=True, blank=True, on_delete=models.PROTECT, related_name="packs"
    )
    sha256 = models.CharField(max_length=64)
    record_position = models.BigIntegerField()
    record_head = models.CharField(max_length=64)
    issued_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    issued_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = PackQuerySet.as_manager()

    class Meta:
        ordering = ["-issued_at", "-id"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["meeting", "version"], name="pack_version_once"),
            models.CheckConstraint(
                condition=models.Q(version=1, supersedes__isnull=True, supersedes_reason="")
                | (models.Q(version__gt=1, supersedes__isnull=False) & ~models.Q(supersedes_reason="")),
                name="pack_supersedes_with_a_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.meeting} · version {self.version}"

    def get_absolute_url(self) -> str:
        return f"/packs/{self.pk}"


class PackEntry(models.Model):
    """What a pack said of one council, and how that differs from the pack before."""

    class Since(models.TextChoices):
        NEW = "new", "New"
        MOVED = "moved", "Moved"
        OFF = "off", "Off"
        UNCHANGED = "unchanged", "No change"
        # Beside a Word paper, which knows councils and no concerns: that is all that can be said.
        IN_PAPER = "in_paper", "In the last paper"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="entries")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="pack_entries")
    # The council's name, as the paper printed it.
    name = models.CharField(max_length=200)
    on_radar = models.BooleanField()
    since = models.CharField(max_length=9, choices=Since.choices)
    # [{"id", "stage", "summary"}] of the concerns it spoke of; what the next pack is compared with.
    concerns = models.JSONField(default=list)
    before = models.JSONField(default=list)
    knows = models.TextField()

    class Meta:
        ordering = ["pack_id", "name"]
        triggers = [append_only()]
        constraints = [models.UniqueConstraint(fields=["pack", "council"], name="pack_entry_once")]

    def __str__(self) -> str:
        return f"{self.name} · {self.pack}"


class PackCopy(models.Model):
    """A numbered copy and whose it is: the line printed on each of its pages."""

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="copies")
    number = models.PositiveIntegerField()
    holder = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="pack_copies")
    holder_name = models.CharField(max_length=200)
    made_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["pack_id", "number"]
        verbose_name_plural = "pack copies"
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(fields=["pack", "number"], name="pack_copy_number_once"),
            models.UniqueConstraint(fields=["pack", "holder"], name="pack_copy_once_a_person"),
        ]

    def __str__(self) -> str:
        return self.line

    @property
    def line(self) -> str:
        """What is printed at the foot: Copy 4 · D. Lyle."""
        return f"Copy {self.number} · {self.holder_name}"


class PackFile(models.Model):
    """The bytes of one format. Without a copy it is the office copy, stored at issue.

    A person's copy is made once from the frozen words when first opened and then kept; `withheld` names
    the councils left out of it (codes, sorted), so that an interest declared later makes another file.
    """

    class Format(models.TextChoices):
        PAGE = "page", "Page"
        PDF = "pdf", "PDF"
        LARGE_PRINT = "large-print", "Large print PDF"
        WORD = "word", "Word"
        TEXT = "text", "Plain text"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="files")
    copy = models.ForeignKey(PackCopy, null=True, blank=True, on_delete=models.PROTECT, related_name="files")
    format = models.CharField(max_length=11, choices=Format.choices)
    withheld = models.CharField(max_length=2000, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["pack_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["pack", "copy", "format", "withheld"], nulls_distinct=False, name="pack_file_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.pack} · {self.format}"
