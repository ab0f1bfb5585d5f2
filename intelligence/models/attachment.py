"""A file attached to a note: what is known of it, and apart from that its bytes, sealed."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from intelligence.models.note import Note


class Attachment(models.Model):
    """A file of a note, cleaned before it was kept. Whoever reads the note may fetch it.

    `took` says in words what was taken out of it. Only how it was scanned and that it was taken away change.
    """

    class Kind(models.TextChoices):
        PDF = "pdf", "PDF"
        DOCX = "docx", "Word document"
        XLSX = "xlsx", "Excel workbook"
        ODT = "odt", "OpenDocument text"
        ODS = "ods", "OpenDocument spreadsheet"
        PNG = "png", "PNG picture"
        JPEG = "jpg", "JPEG picture"
        TEXT = "txt", "Text"
        EML = "eml", "E-mail"

    class Scan(models.TextChoices):
        NOT_SCANNED = "not_scanned", "Not scanned"
        HELD = "held", "Waits to be scanned"
        CLEAN = "clean", "Scanned: nothing found"
        INFECTED = "infected", "Harmful: no longer kept"

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="attachments")
    name = models.CharField(max_length=150)
    kind = models.CharField(max_length=4, choices=Kind.choices)
    size = models.PositiveIntegerField(help_text="Bytes, as kept")
    sha256 = models.CharField(max_length=64, help_text="Of the bytes as kept")
    took = models.JSONField(default=list, help_text="What was taken out of it, in words")
    scan = models.CharField(max_length=11, choices=Scan.choices)
    scanned_at = models.DateTimeField(null=True, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    taken_away_at = models.DateTimeField(null=True, blank=True)
    taken_away_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    taken_away_reason = models.TextField(blank=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["id"], condition=Q(scan="held"), name="attachment_to_scan")]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken_away_at__isnull=True, taken_away_by__isnull=True, taken_away_reason="")
                | (Q(taken_away_at__isnull=False, taken_away_by__isnull=False) & ~Q(taken_away_reason="")),
                name="attachment_taken_away_by_whom_and_why",
            )
        ]
        triggers = [
            pgtrigger.Protect(name="no_delete", operation=pgtrigger.Delete),
            pgtrigger.ReadOnly(
                name="as_kept",
                fields=["note", "name", "kind", "size", "sha256", "took", "added_by", "recorded_at"],
            ),
        ]

    def __str__(self) -> str:
        return f"Attachment {self.pk} of note {self.note_id}"

    def get_absolute_url(self) -> str:
        return f"/intelligence/{self.note_id}/files/{self.pk}"


class AttachmentContent(models.Model):
    """The bytes of an attachment, sealed; apart, so that no list reads them."""

    attachment = models.OneToOneField(Attachment, on_delete=models.PROTECT, related_name="content")
    sealed = models.BinaryField()

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Content of attachment {self.attachment_id}"
