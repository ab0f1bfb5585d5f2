"""A file that came with a mailed note and waits with its draft: sealed, name and bytes, its owner's alone."""

from __future__ import annotations

from typing import Any

from django.db import models

from accounts.models import Draft
from common.fields import RecordedAt
from intelligence.models.attachment import Attachment
from intelligence.sealing import seal, seal_bytes, unseal, unseal_bytes


class DraftFileQuerySet(models.QuerySet[Any]):
    """Files of drafts by whose the draft is."""

    def visible_to(self, user: Any) -> DraftFileQuerySet:
        """A person's own and nobody else's, as their drafts are."""
        return self.filter(draft__owner=user)


class DraftFile(models.Model):
    """Cleaned and scanned as an attachment is; it goes to the note made of the draft, or with the draft."""

    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    sealed_name = models.TextField()
    kind = models.CharField(max_length=4, choices=Attachment.Kind.choices)
    size = models.PositiveIntegerField(help_text="Bytes, as kept")
    sha256 = models.CharField(max_length=64, help_text="Of the bytes as kept")
    took = models.JSONField(default=list, help_text="What was taken out of it, in words")
    scan = models.CharField(max_length=11, choices=Attachment.Scan.choices)
    sealed = models.BinaryField()
    recorded_at = RecordedAt()

    objects = DraftFileQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["draft", "sha256"], name="draft_file_once")]

    def __str__(self) -> str:
        return f"File {self.pk} of draft {self.draft_id}"

    @property
    def name(self) -> str:
        """Raises Refused under another key."""
        return unseal(self.sealed_name)

    @name.setter
    def name(self, said: str) -> None:
        self.sealed_name = seal(said)

    @property
    def content(self) -> bytes:
        """Raises Refused under another key."""
        return unseal_bytes(bytes(self.sealed))

    @content.setter
    def content(self, said: bytes) -> None:
        self.sealed = seal_bytes(said)
