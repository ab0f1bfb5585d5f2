"""What a concern rests on, soft and hard side by side: notes, figures as they stood, published documents."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.challenges import PeerChallenge
from cases.models.concern import Concern, Signed
from common.append_only import append_only
from intelligence.models import Note


class EvidenceKind(models.TextChoices):
    """Soft is a note; hard is a published figure or document (R075). A peer challenge's results, until the
    council publishes them, are neither: advisers read them and they go no further (R139, R142)."""

    NOTE = "note", "Note"
    FIGURE = "figure", "Published figure"
    DOCUMENT = "document", "Published document"
    CHALLENGE = "challenge", "Peer challenge, not published"


class Evidence(Signed):
    """One thing the concern rests on, as it stood on the day it was added.

    A figure is frozen: `value` and the averages are in `unit` (None is NA), `source` holds publisher, page
    and licence. A later revision changes nothing here.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="evidence")
    kind = models.CharField(max_length=9, choices=EvidenceKind.choices)
    why = models.TextField(blank=True, help_text="Why it bears on the concern")
    note = models.ForeignKey(Note, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence")
    challenge = models.ForeignKey(
        PeerChallenge, null=True, blank=True, on_delete=models.PROTECT, related_name="evidence"
    )
    title = models.CharField(max_length=300, blank=True)
    indicator = models.SlugField(max_length=100, blank=True, db_index=False)
    value = models.FloatField(null=True, blank=True)
    value_text = models.CharField(max_length=40, blank=True, help_text="As printed on the day")
    unit = models.CharField(max_length=120, blank=True)
    period = models.CharField(max_length=120, blank=True)
    type_average = models.FloatField(null=True, blank=True)
    type_average_text = models.CharField(max_length=40, blank=True)
    england_text = models.CharField(max_length=40, blank=True)
    publisher = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    published_on = models.DateField(null=True, blank=True)
    source = models.JSONField(default=dict, blank=True)

    class Meta(Signed.Meta):
        verbose_name_plural = "evidence"
        constraints = [
            models.CheckConstraint(
                condition=Q(kind=EvidenceKind.NOTE, note__isnull=False, title="", indicator="")
                | Q(kind=EvidenceKind.FIGURE, note__isnull=True) & ~Q(indicator="") & ~Q(title="")
                | Q(kind=EvidenceKind.DOCUMENT, note__isnull=True, indicator="") & ~Q(title="")
                | Q(kind=EvidenceKind.CHALLENGE, challenge__isnull=False, note__isnull=True, indicator="")
                & ~Q(title="")
                & ~Q(why=""),
                name="evidence_is_of_its_kind",
            ),
            models.UniqueConstraint(
                fields=["concern", "note"], condition=Q(note__isnull=False), name="evidence_note_once"
            ),
            models.UniqueConstraint(
                fields=["concern", "indicator", "period"],
                condition=~Q(indicator=""),
                name="evidence_figure_once",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Evidence {self.pk} of concern {self.concern_id}"

    @property
    def in_words(self) -> str:
        """What it is, in a line; wants `note` loaded where it is one."""
        if self.note:
            return self.note.opening
        return f"{self.title}: {self.value_text} {self.unit}".strip() if self.value_text else self.title

    @property
    def is_hard(self) -> bool:
        """Published information, as against what was heard."""
        return self.kind in (EvidenceKind.FIGURE, EvidenceKind.DOCUMENT)
