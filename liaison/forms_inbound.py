"""What is typed about an inbound concern: by those who answer it here, and by the officers who send it."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

from django import forms

from cases.models import Concern
from cases.stages import Stage
from councils.queries import service_areas
from liaison.access_inbound import MOST_LINES
from liaison.models import CouncilTold, EntryKind, InboundEvidence, InboundVersion
from liaison.models.inbound import ANSWERS, FOR_PANEL
from liaison.models.release import HANDLING
from liaison.queries import organisations
from liaison.submission import GivenEvidence, Submission

AREA = {"class": "govuk-textarea"}
LINE = {"class": "govuk-input"}
PICK = {"class": "govuk-select"}
DAY = {"class": "govuk-input govuk-input--width-10", "type": "date"}
LINES = 3  # of evidence, where nothing is held yet
LINE_TYPED = re.compile(r"(?:kind|line|link)_([1-9][0-9]?)", re.ASCII)


def _area(rows: int = 3) -> forms.Textarea:
    return forms.Textarea(attrs=AREA | {"rows": rows})


def _version(what: str) -> forms.IntegerField:
    """Which version was read: it is carried in the page."""
    sentence = f"The page did not say which version you read. Open {what} again, and send it from there."
    return forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=1,
        error_messages={"required": sentence, "invalid": sentence, "min_value": sentence},
    )


class AnswerForm(forms.Form):
    """What the originator reads; `version` is the one that is answered."""

    version = _version("the concern")
    kind = forms.ChoiceField(
        label="Answer",
        choices=[(kind.value, kind.label) for kind in (EntryKind(one) for one in ANSWERS)],
        initial=EntryKind.ANSWERED,
        widget=forms.Select(attrs=PICK),
    )
    text = forms.CharField(
        label="In words",
        required=False,
        help_text="Its originator reads this as it stands. What we hold of a concern goes by a release, "
        "which a second person approves: name its number here.",
        widget=_area(4),
    )


class TextForm(forms.Form):
    """A line that is kept."""

    text = forms.CharField(label="In words", error_messages={"required": "Enter the words."}, widget=_area())


class AskForm(TextForm):
    """May its words go to this one recipient? For another, another question."""

    OURS = "panel"

    to = forms.ChoiceField(
        label="To whom would its words go?",
        help_text="A consent is to this recipient alone, and to the words as they stand now.",
        error_messages={
            "required": "Choose to whom its words would go.",
            "invalid_choice": "Choose to whom its words would go.",
        },
        widget=forms.Select(attrs=PICK),
    )
    field_order = ["to", "text"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.recipients = {str(one.pk): one for one in organisations()}
        choose: Any = self.fields["to"]
        choose.choices = [
            ("", "Choose"),
            *((key, one.name) for key, one in self.recipients.items()),
            (self.OURS, f"{FOR_PANEL[0].upper()}{FOR_PANEL[1:]}"),
        ]

    def clean(self) -> dict[str, Any]:
        said = super().clean() or {}
        to = said.pop("to", "")
        # None is the Panel, in papers of our own.
        return {**said, "recipient": self.recipients.get(to)}


class OpenForm(forms.Form):
    """A concern that a department raised, in words of our own."""

    summary = forms.CharField(
        label="The concern, in one line",
        max_length=200,
        help_text="In words of your own: it may stand in a paper, and the originator’s words may not.",
        error_messages={
            "required": "Enter the concern in one line.",
            "max_length": "Keep it to one line of 200 characters.",
        },
        widget=forms.TextInput(attrs=LINE),
    )
    basis = forms.CharField(
        label="What it rests on, besides what was received",
        error_messages={"required": "Enter what it rests on. One line will do."},
        widget=_area(),
    )
    stage = forms.ChoiceField(
        label="Where it begins",
        choices=[
            (Stage.COUNCIL_DISCUSSION.value, "Stage 3: it appears to indicate a potential concern"),
            (Stage.LOCAL_INTELLIGENCE.value, "Stage 1: to be looked into first"),
        ],
        help_text="Our reading: the sources do not say it in so many words.",
        widget=forms.Select(attrs=PICK),
    )
    review_on = forms.DateField(
        label="Next looked at on",
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
        error_messages={
            "required": "Enter when it is next looked at.",
            "invalid": "Enter a day, for example 15 January 2027.",
        },
    )

    def clean_stage(self) -> Stage:
        return Stage(self.cleaned_data["stage"])


class BesideForm(forms.Form):
    """Which open concern about the same council it bears on."""

    concern = forms.ModelChoiceField(
        queryset=Concern.objects.none(),
        label="Which concern?",
        empty_label=None,
        error_messages={
            "required": "Choose the concern.",
            "invalid_choice": "Choose a concern about this council that you can read.",
        },
        widget=forms.Select(attrs=PICK),
    )
    text = forms.CharField(label="Why it bears on it", required=False, widget=_area(2))

    def __init__(self, *args: Any, concerns: list[Concern], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choose: Any = self.fields["concern"]
        choose.queryset = Concern.objects.filter(pk__in=[one.pk for one in concerns])
        choose.label_from_instance = lambda one: f"{one.number}: {one.summary}"


class ConsentForm(forms.Form):
    """The originator's word on what we ask."""

    given = forms.ChoiceField(
        label="Do you consent?",
        choices=[("", "Choose"), ("yes", "Yes"), ("no", "No")],
        error_messages={"required": "Choose yes or no.", "invalid_choice": "Choose yes or no."},
        widget=forms.Select(attrs=PICK),
    )
    text = forms.CharField(label="On which terms, or why not", required=False, widget=_area(2))

    def clean_given(self) -> bool:
        return bool(self.cleaned_data["given"] == "yes")


class ReplyForm(forms.Form):
    """To acknowledge a release, or to answer it."""

    text = forms.CharField(
        label="Answer",
        required=False,
        help_text="Leave it empty to acknowledge that it was received.",
        widget=_area(),
    )


class SubmissionForm(forms.Form):
    """A concern as an officer hands it in; `submission()` gives it as the act takes it."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=200)
    council_code = forms.CharField(
        label="Council’s code",
        max_length=20,
        help_text="One council: the code of the Office for National Statistics, for example E06000034. "
        "For several councils, send one concern for each.",
        error_messages={
            "required": "Enter the council’s code.",
            "max_length": "Send one concern for each council.",
        },
        widget=forms.TextInput(attrs=LINE | {"class": "govuk-input govuk-input--width-10"}),
    )
    service_area = forms.ChoiceField(label="Service", required=False, widget=forms.Select(attrs=PICK))
    matter = forms.CharField(
        label="What the concern is",
        help_text="Write as if the council will read it.",
        error_messages={"required": "Enter what the concern is."},
        widget=_area(6),
    )
    told = forms.ChoiceField(
        label="Has the council been told?",
        choices=[("", "Choose"), *CouncilTold.choices],
        error_messages={"required": "Say whether the council has been told: yes, no or not yet."},
        widget=forms.Select(attrs=PICK),
    )
    told_on = forms.DateField(
        label="If yes: on which day",
        required=False,
        error_messages={"invalid": "Enter a day, for example 15 January 2027."},
        widget=forms.DateInput(format="%Y-%m-%d", attrs=DAY),
    )
    told_reason = forms.CharField(label="If not, or not yet: why", required=False, widget=_area(2))
    handling = forms.CharField(
        label="Your terms",
        initial=HANDLING,
        error_messages={"required": "Enter the terms on which it may be used."},
        widget=_area(2),
    )
    is_originator_controlled = forms.BooleanField(
        label="ORIGINATOR-CONTROLLED: your words go no further until you consent",
        required=False,
        initial=True,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )
    is_urgent = forms.BooleanField(
        label="It does not wait for a meeting",
        required=False,
        widget=forms.CheckboxInput(attrs={"class": "govuk-checkboxes__input"}),
    )
    own_reference = forms.CharField(
        label="Your own reference",
        required=False,
        max_length=100,
        error_messages={"max_length": "Keep your own reference to 100 characters."},
        widget=forms.TextInput(attrs=LINE | {"class": "govuk-input govuk-input--width-10"}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas: Any = self.fields["service_area"]
        areas.choices = [("", "The council as a whole"), *((one.slug, one.name) for one in service_areas())]
        self.lines = self._lines()
        for number in range(1, self.lines + 1):
            self.fields[f"kind_{number}"] = forms.ChoiceField(
                label=f"Evidence {number}",
                choices=InboundEvidence.Kind.choices,
                required=False,
                widget=forms.Select(attrs=PICK),
            )
            self.fields[f"line_{number}"] = forms.CharField(
                label=f"Evidence {number}, in a line", required=False, widget=forms.TextInput(attrs=LINE)
            )
            self.fields[f"link_{number}"] = forms.CharField(
                label=f"Evidence {number}, where it is published",
                required=False,
                widget=forms.TextInput(attrs=LINE | {"inputmode": "url"}),
            )

    def _lines(self) -> int:
        """A row for each line that is held or typed, and one more: a correction loses none."""
        if self.is_bound:
            return min(max(LINES, _last_line(self.data)), MOST_LINES + 1)
        held = _last_line(self.initial)
        return max(LINES, held + 1) if held else LINES

    def submission(self) -> Submission:
        """As the act takes it; an empty row of evidence is none."""
        said = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        rows = [
            GivenEvidence(
                kind=said.pop(f"kind_{number}") or InboundEvidence.Kind.HARD,
                line=said.pop(f"line_{number}"),
                link=said.pop(f"link_{number}"),
            )
            for number in range(1, self.lines + 1)
        ]
        return Submission(evidence=tuple(one for one in rows if one.line or one.link), **said)


class CorrectionForm(SubmissionForm):
    """The whole concern as it is to stand, in the place of the `version` that was read."""

    version = _version("the concern")


def _last_line(names: Iterable[str]) -> int:
    found = (LINE_TYPED.fullmatch(name) for name in names)
    return max((int(one.group(1)) for one in found if one), default=0)


def typed_from(version: InboundVersion, key: str) -> dict[str, Any]:
    """What a correction begins from: the words as they stand."""
    inbound = version.inbound
    initial: dict[str, Any] = {
        "key": key,
        "version": version.version,
        "council_code": inbound.council.code,
        "service_area": inbound.service_area.slug if inbound.service_area else "",
        "own_reference": inbound.own_reference,
    }
    for name in (
        "matter",
        "told",
        "told_on",
        "told_reason",
        "handling",
        "is_originator_controlled",
        "is_urgent",
    ):
        initial[name] = getattr(version, name)
    for number, one in enumerate(version.evidence.all(), start=1):
        initial |= {f"kind_{number}": one.kind, f"line_{number}": one.line, f"link_{number}": one.link}
    return initial
