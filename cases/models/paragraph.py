"""The paragraph that the Panel would read of a concern, and to whom at the council it was shown before."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Signed
from common.append_only import append_only


class PanelParagraph(Signed):
    """What the Panel would read of the concern, in the adviser's words; the newest stands (R121, R147)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="paragraphs")
    text = models.TextField()

    class Meta(Signed.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="paragraph_says_something")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Paragraph {self.pk} on concern {self.concern_id}"

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/paragraph/{self.pk}"

    @property
    def lines(self) -> list[str]:
        """Its lines, without empty ones."""
        return [line for line in self.text.splitlines() if line.strip()]


class ParagraphShown(Signed):
    """That a paragraph was shown before it went to the Panel: to whom, how, on which day, what they said."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="paragraphs_shown")
    paragraph = models.ForeignKey(PanelParagraph, on_delete=models.PROTECT, related_name="shown")
    shown_to = models.CharField(max_length=200, help_text="Who at the council")
    how = models.CharField(max_length=200)
    reply = models.TextField(blank=True, help_text="What they said")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(shown_to="") & ~Q(how=""), name="paragraph_shown_says_who_and_how"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Paragraph {self.paragraph_id} shown"

    @property
    def how_in_words(self) -> str:
        """How, as it goes on after a comma."""
        return self.how if self.how[:2].isupper() else f"{self.how[:1].lower()}{self.how[1:]}"
