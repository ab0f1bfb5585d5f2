"""Forms of the radar, of meetings and of the report being prepared; each error says what to enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.db.models import QuerySet

from councils.models import Council, Region
from panel.models import Addendum
from panel.queries.radar import ORDERS

BOX = {"class": "govuk-input"}
AREA = {"class": "govuk-textarea", "rows": 4}
CHOICE = {"class": "govuk-select"}


def _day(label: str, missing: str, **more: Any) -> forms.DateField:
    """A day chosen in the browser's own calendar, or typed."""
    return forms.DateField(
        label=label,
        # A browser's calendar takes a day in this form alone, and shows an empty box for any other.
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10", "type": "date"}
        ),
        error_messages={"required": missing, "invalid": "Enter a day, for example 15 January 2027."},
        input_formats=["%Y-%m-%d", "%d/%m/%Y", "%d %B %Y", "%d %b %Y"],
        **more,
    )


def _line(label: str, missing: str, longest: int = 300, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label,
        max_length=longest,
        widget=forms.TextInput(attrs=BOX),
        error_messages={"required": missing, "max_length": f"Keep it to one line of {longest} characters."},
        **more,
    )


class RadarFilter(forms.Form):
    """What narrows the radar; its state is the address."""

    region = forms.ModelChoiceField(
        label="Region",
        queryset=Region.objects.all(),
        to_field_name="slug",
        required=False,
        empty_label="All regions",
        widget=forms.Select(attrs=CHOICE),
    )
    q = forms.CharField(
        label="Name",
        required=False,
        max_length=80,
        widget=forms.TextInput(attrs={**BOX, "autocomplete": "off"}),
    )
    by = forms.ChoiceField(
        label="In order of",
        required=False,
        choices=[("date", "Next date"), ("region", "Region"), ("adviser", "Adviser"), ("name", "Name")],
        widget=forms.Select(attrs=CHOICE),
    )

    @property
    def chosen(self) -> dict[str, Any]:
        """Region, name and order; what is not understood narrows nothing."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        order = given.get("by") or "date"
        return {
            "region": given.get("region"),
            "name": given.get("q") or "",
            "order": order if order in ORDERS else "date",
        }

    @property
    def saved_as(self) -> str:
        """What of the address is kept under a name: what was understood and narrows or orders the list."""
        chosen = self.chosen
        kept = {"region": chosen["region"].slug if chosen["region"] else "", "q": chosen["name"]}
        kept["by"] = chosen["order"] if chosen["order"] != "date" else ""
        return urlencode({name: value for name, value in kept.items() if value})


class CouncilForm(forms.Form):
    """Which council to put on the radar; the page gives those the adviser decides about."""

    council = forms.ModelChoiceField(
        label="Council",
        queryset=Council.objects.none(),
        to_field_name="code",
        empty_label="Choose a council",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose a council.", "invalid_choice": "Choose a council from the list."},
    )

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        chosen = cast(forms.ModelChoiceField, self.fields["council"])
        chosen.queryset = councils


class RadarForm(forms.Form):
    """Why a council is put on the radar, and when to look again."""

    reason = _line("Why, in one line", "Enter the reason in one line.")
    next_look_on = _day("Look again on", "Enter the day on which to look again.", required=False)


class TakeOffForm(forms.Form):
    """Why a council is taken off the radar."""

    reason = _line("Why, in one line", "Enter the reason in one line.")


class NextLookForm(forms.Form):
    """When to look again; `before` is the date that stood when the writer began."""

    next_look_on = _day("Look again on", "Enter the day on which to look again.", required=False)
    before = forms.DateField(required=False, input_formats=["%Y-%m-%d"], widget=forms.HiddenInput)


class ExportForm(forms.Form):
    """Why a list leaves."""

    reason = _line("Why you need this list as a file", "Enter why you need this list as a file.")


class SlotForm(forms.Form):
    """A paragraph of the report. An empty text lets the live words stand again."""

    text = forms.CharField(
        label="What the report says",
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={**AREA, "rows": 8}),
        help_text="A line becomes a numbered point. Leave it empty to let the live words stand.",
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    seal = forms.CharField(widget=forms.HiddenInput, max_length=64)  # of the live words that were read


class AppendixForm(forms.Form):
    """Which headline report is appended."""

    report = forms.ChoiceField(
        label="Headline report in Appendix A",
        widget=forms.Select(attrs=CHOICE),
        error_messages={
            "required": "Choose the headline report.",
            "invalid_choice": "There is no such headline report any more. Choose one from the list.",
        },
    )

    def __init__(self, *args: Any, reports: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["report"]).choices = list(reports)


class ToldForm(forms.Form):
    """That a council was told that it is in the paper."""

    whom = _line(
        "Who was told", "Enter who was told.", longest=200, help_text="For example the chief executive."
    )
    how = _line("How", "Enter how they were told.", longest=200, help_text="For example by telephone.")
    happened_on = _day("When", "Enter the day on which they were told.")


class ReasonForm(forms.Form):
    """Why a council does not know yet that it is in the paper."""

    reason = _line(
        "Why the council does not know yet", "Enter why the council does not know yet.", longest=500
    )


class IssueForm(forms.Form):
    """Issue the report; a further version says why."""

    reason = _line("Why another version is needed", "Enter why another version is needed.", required=False)


class ProgressForm(forms.Form):
    """What has come of an action."""

    text = forms.CharField(
        label="Progress",
        widget=forms.Textarea(attrs={**AREA, "rows": 3}),
        error_messages={"required": "Enter what has come of it."},
    )
    is_done = forms.BooleanField(
        label="It is done",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )


class PrintForm(forms.Form):
    """In which print a copy is made for its holder."""

    form = forms.ChoiceField(
        label="Print",
        choices=[("pdf", "PDF"), ("large-print", "Large print PDF")],
        initial="pdf",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose the print.", "invalid_choice": "Choose the print from the list."},
    )


class CopyForm(forms.Form):
    """What happened to a printed copy; the page gives what can happen next."""

    kind = forms.ChoiceField(
        label="What happened",
        widget=forms.Select(attrs=CHOICE),
        error_messages={
            "required": "Choose what happened.",
            "invalid_choice": "That cannot happen to this copy now. Choose from the list.",
        },
    )
    happened_on = _day("When", "Enter the day on which it happened.")
    whom = _line(
        "To whom",
        "Enter to whom it was handed.",
        longest=200,
        required=False,
        help_text="Where it is handed over.",
    )

    def __init__(self, *args: Any, kinds: Iterable[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        kinds = list(kinds)
        cast(forms.ChoiceField, self.fields["kind"]).choices = kinds
        if "handed_over" not in dict(kinds):
            del self.fields["whom"]


class AddendumForm(forms.Form):
    """What is tabled after issue."""

    kind = forms.ChoiceField(
        label="What it is",
        choices=Addendum.Kind.choices,
        widget=forms.Select(attrs=CHOICE),
        error_messages={
            "required": "Choose what it is.",
            "invalid_choice": "Choose what it is from the list.",
        },
    )
    council = forms.ModelChoiceField(
        label="Council",
        queryset=Council.objects.none(),
        to_field_name="code",
        empty_label="Choose a council",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose a council.", "invalid_choice": "Choose a council from the list."},
    )
    text = forms.CharField(
        label="What is reported",
        max_length=20_000,
        widget=forms.Textarea(attrs={**AREA, "rows": 8}),
        help_text="A line becomes a numbered paragraph. Once tabled it cannot be changed.",
        error_messages={
            "required": "Enter what is reported.",
            "max_length": "Keep an addendum to 20,000 characters.",
        },
    )

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils
