"""What is typed to propose a release and to decide on one."""

from __future__ import annotations

from datetime import date
from typing import Any

from django import forms
from django.conf import settings

from accounts.models import User
from liaison import queries
from liaison.models import Ground, Organisation, Release
from panel.models import Meeting

TEXT = {"class": "govuk-textarea"}


class ProposeForm(forms.Form):
    """A text for another Principal Adviser to approve. Nothing goes out by sending it."""

    recipient = forms.ModelChoiceField(
        queryset=Organisation.objects.none(),
        empty_label=None,
        label="Who is it for?",
        error_messages={"required": "Choose who it is for.", "invalid_choice": "Choose who it is for."},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    purpose = forms.CharField(
        label="Purpose",
        help_text="Sharing is always to enable timely, appropriate and effective support. Which support?",
        error_messages={"required": "Enter the purpose: what support the sharing makes possible."},
        widget=forms.Textarea(attrs=TEXT | {"rows": 3}),
    )
    matter = forms.CharField(
        label="What the concern is",
        help_text="Specific, and no more than the evidence shows. Write as if the council will read it.",
        error_messages={"required": "Enter what the concern is, specifically."},
        widget=forms.Textarea(attrs=TEXT | {"rows": 6}),
    )
    evidence = forms.MultipleChoiceField(
        label="Evidence",
        help_text="At least one published item, or soft intelligence from two independent sources. "
        "Each line goes as it stands here: it names no source, and repeats no note.",
        error_messages={
            "required": "Choose the evidence.",
            "invalid_choice": "An item of evidence is no longer on this concern. Choose from the list.",
        },
    )
    awareness = forms.ChoiceField(
        label="How the council knows",
        error_messages={
            "required": "Choose the record of telling the council.",
            "invalid_choice": "That record has been corrected since. Choose the one that stands.",
        },
    )
    exception = forms.ChoiceField(
        required=False,
        label="Why the council is not told first",
        help_text="An information-governance officer then gives the reason, which stands on the release.",
        choices=[("", "It is told first"), *Ground.choices],
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    meeting = forms.ModelChoiceField(
        queryset=Meeting.objects.none(),
        required=False,
        empty_label="None: it goes out when another Principal Adviser has approved it",
        label="Is it for a meeting with the department?",
        help_text="Releases for one meeting are approved together, by somebody who proposed none of them.",
        error_messages={"invalid_choice": "Choose a meeting that is still to come, or none."},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )
    supersedes = forms.ModelChoiceField(
        queryset=Release.objects.none(),
        required=False,
        empty_label="None: it stands beside any other",
        label="Does it take the place of an earlier release?",
        error_messages={"invalid_choice": "That release can no longer be superseded. Choose from the list."},
        widget=forms.Select(attrs={"class": "govuk-select"}),
    )

    def __init__(self, ground: queries.Ground, user: User, on: date, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.ground = ground
        choose: Any = self.fields
        choose["recipient"].queryset = queries.organisations()
        choose["evidence"].choices = [(str(line.evidence.pk), line.line) for line in ground.lines]
        choose["awareness"].choices = [(str(record.pk), record) for record in ground.awareness]
        earlier = queries.to_supersede(ground.concern, user)
        choose["supersedes"].queryset = Release.objects.filter(pk__in=[release.pk for release in earlier])
        choose["supersedes"].label_from_instance = lambda release: f"{release} to {release.recipient}"
        if not earlier:
            del self.fields["supersedes"]
        choose["meeting"].queryset = queries.meetings_to_release_for(user, on)
        choose["meeting"].label_from_instance = lambda meeting: f"{meeting.department_met_on:%-d %B %Y}"
        if not choose["meeting"].queryset.exists():
            del self.fields["meeting"]
        # The exception is offered where it is switched on, and only while the council has not been told.
        if settings.RELEASE_WITHOUT_AWARENESS and not ground.awareness:
            choose["awareness"].required = False
        else:
            del self.fields["exception"]

    def clean_evidence(self) -> list[Any]:
        chosen = set(self.cleaned_data["evidence"])
        return [line.evidence for line in self.ground.lines if str(line.evidence.pk) in chosen]

    def clean_awareness(self) -> Any:
        chosen = self.cleaned_data["awareness"]
        return next((record for record in self.ground.awareness if str(record.pk) == chosen), None)


class ApproveForm(forms.Form):
    """Nothing is typed to approve; the form is there to hold a refusal."""


class ReasonForm(forms.Form):
    """Why a proposal is stopped, or a release withdrawn."""

    reason = forms.CharField(
        label="Reason",
        error_messages={"required": "Enter the reason."},
        widget=forms.Textarea(attrs=TEXT | {"rows": 3}),
    )


class ExceptionForm(ReasonForm):
    """Why the council is not told first; it stands on one page with the form that stops the release."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"auto_id": "exception_%s", **kwargs})


class DepartmentNoteForm(forms.Form):
    """The agreed note of a meeting with the department; `corrects` is the one the writer began from."""

    text = forms.CharField(
        label="What was agreed",
        help_text="Write as if the councils it names will read it.",
        error_messages={"required": "Enter what was agreed."},
        widget=forms.Textarea(attrs=TEXT | {"rows": 6}),
    )
    agreed_with = forms.CharField(
        label="Agreed for the department by",
        max_length=200,
        error_messages={
            "required": "Enter who agreed it for the department.",
            "max_length": "Keep it to one line of 200 characters.",
        },
        widget=forms.TextInput(attrs={"class": "govuk-input"}),
    )
    agreed_on = forms.DateField(
        label="Agreed on",
        widget=forms.DateInput(
            format="%Y-%m-%d", attrs={"class": "govuk-input govuk-input--width-10", "type": "date"}
        ),
        error_messages={
            "required": "Enter the day on which it was agreed.",
            "invalid": "Enter a day, for example 15 January 2027.",
        },
    )
    corrects = forms.IntegerField(widget=forms.HiddenInput, required=False)
