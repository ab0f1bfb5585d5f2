"""Forms of the last Word paper and of the template: a file, its day, and what each line is about."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django import forms

from intelligence.forms.fields import CouncilField, day_field, text_field
from panel.models import LastPaperLine
from panel.queries import LineShown

Reading = LastPaperLine.Reading


def _file(label: str, help_text: str, accept: str) -> forms.FileField:
    return forms.FileField(
        label=label,
        help_text=help_text,
        max_length=400,
        widget=forms.FileInput(attrs={"class": "govuk-file-upload", "accept": accept}),
        error_messages={
            "required": "Choose the file",
            "missing": "Choose the file",
            "invalid": "Choose the file",
            "empty": "The file is empty. Choose another",
            "max_length": "The file’s name is too long. Give it a shorter one",
        },
    )


class LastPaperForm(forms.Form):
    """The paper, and the day of its meeting."""

    file = _file("The last paper in Word", "A Word file (.docx) of at most 15 MB", ".docx")
    held_on = day_field("The day of its meeting", required=True)


class TemplateForm(forms.Form):
    """The template."""

    file = _file("The template", "A Word file (.docx) or template (.dotx) of at most 5 MB", ".docx,.dotx")


class TakeOutForm(forms.Form):
    """Why the paper is taken out."""

    reason = text_field("Why it is taken out", most=300, required="Enter why it is taken out")


class LinesForm(forms.Form):
    """A page of lines: of each its council, or that it is passed over; and the day of the meeting."""

    held_on = day_field("The day of its meeting", required=True)

    def __init__(self, *args: Any, lines: Sequence[LineShown], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.lines = [one for one in lines if not one.withheld]
        for one in self.lines:
            number = one.line.number
            self.fields[f"council_{number}"] = CouncilField(required=False, initial=one.council)
            self.fields[f"over_{number}"] = forms.BooleanField(
                label="Pass it over", required=False, initial=one.reading == Reading.PASSED_OVER
            )

    def rows(self, lines: Sequence[LineShown]) -> list[dict[str, Any]]:
        """Each line with its two fields; a withheld one has none."""
        return [
            {
                "shown": one,
                "council": None if one.withheld else self[f"council_{one.line.number}"],
                "over": None if one.withheld else self[f"over_{one.line.number}"],
            }
            for one in lines
        ]

    def clean(self) -> dict[str, Any]:
        """A council, or passed over; a line that is asked may wait."""
        given = super().clean() or {}
        answers = {}
        for one in self.lines:
            number = one.line.number
            council, over = given.get(f"council_{number}"), given.get(f"over_{number}")
            if f"council_{number}" in self.errors:
                continue
            if council and over:
                self.add_error(f"council_{number}", "Write the council or pass the line over, not both")
            elif council or over:
                answers[number] = council if council else None
            elif not one.is_asked:
                self.add_error(f"council_{number}", "Write the council, or pass the line over")
        given["answers"] = answers
        return given
