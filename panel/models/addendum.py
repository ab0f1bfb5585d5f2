"""What is tabled after a report was issued: numbered, frozen, beside the report and never in it."""

from __future__ import annotations

from django.conf import settings
from django.db import models

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.pack import Pack, PackCopy, PackFile
from panel.visibility import AddendumQuerySet


class Addendum(models.Model):
    """An update on one council, tabled to an issued report. `paper` and `sha256` as a pack has them."""

    class Kind(models.TextChoices):
        ORAL = "oral", "Oral update"
        TABLED = "tabled", "Tabled paper"
        CORRESPONDENCE = "correspondence", "Urgent item by correspondence"

    pack = models.ForeignKey(Pack, on_delete=models.PROTECT, related_name="addenda")
    number = models.PositiveIntegerField()
    kind = models.CharField(max_length=14, choices=Kind.choices)
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    paper = models.TextField()
    sha256 = models.CharField(max_length=64)
    tabled_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    tabled_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = AddendumQuerySet.as_manager()

    class Meta:
        ordering = ["pack_id", "number"]
        verbose_name_plural = "addenda"
        triggers = [append_only()]
        constraints = [models.UniqueConstraint(fields=["pack", "number"], name="addendum_number_once")]

    def __str__(self) -> str:
        return f"{self.title} · {self.pack.meeting}"

    def get_absolute_url(self) -> str:
        return f"/packs/{self.pack_id}/addenda/{self.number}"

    @property
    def title(self) -> str:
        """What it is called: it names no council, so that a withheld one has a title too."""
        return f"Addendum {self.number} to version {self.pack.version}"


class AddendumFile(models.Model):
    """The bytes of one format of an addendum, as `PackFile` has those of a pack."""

    addendum = models.ForeignKey(Addendum, on_delete=models.PROTECT, related_name="files")
    copy = models.ForeignKey(
        PackCopy, null=True, blank=True, on_delete=models.PROTECT, related_name="addendum_files"
    )
    format = models.CharField(max_length=11, choices=PackFile.Format.choices)
    withheld = models.CharField(max_length=2000, blank=True)
    content = models.BinaryField()
    sha256 = models.CharField(max_length=64)
    made_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["addendum_id", "id"]
        triggers = [append_only()]
        constraints = [
            models.UniqueConstraint(
                fields=["addendum", "copy", "format", "withheld"],
                nulls_distinct=False,
                name="addendum_file_once",
            )
        ]

    def __str__(self) -> str:
        return f"{self.addendum} · {self.format}"
