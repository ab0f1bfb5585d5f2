"""Forms of bodies, agendas, attendance and invitations; each error says what to enter."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from django import forms
from django.db.models import Model, QuerySet

from accounts.models import User
from councils.models import Council, PoliticalGroup
from panel.forms import AREA, CHOICE, _day, _line
from panel.models import AgendaItem, Body, Membership

TIME = {"class": "govuk-input govuk-input--width-5", "type": "time"}
NUMBER = {"class": "govuk-input govuk-input--width-3", "inputmode": "numeric"}


def _time(label: str) -> forms.TimeField:
    return forms.TimeField(
        label=label,
        required=False,
        widget=forms.TimeInput(attrs=TIME, format="%H:%M"),
        error_messages={"invalid": "Enter a time, for example 11:00."},
    )


def _of(
    label: str, rows: QuerySet[Any], missing: str = "", *, none: str = "Choose", **more: Any
) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=rows,
        empty_label=none,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": missing, "invalid_choice": "Choose one from the list."},
        **more,
    )


def _council(label: str, missing: str = "", **more: Any) -> forms.ModelChoiceField:
    return _of(label, Council.objects.none(), missing, to_field_name="code", **more)


class BodyChoice(forms.ModelChoiceField):
    """A body by the name it has today; the view gives the names."""

    names: dict[int, str] = {}

    def label_from_instance(self, obj: Model) -> str:
        return self.names.get(cast(int, obj.pk), str(obj))


class TimesForm(forms.Form):
    """When and where a body meets."""

    held_on = _day("Day of the meeting", "Enter the day of the meeting.")
    begins = _time("Begins at")
    ends = _time("Ends at")
    venue = _line("Place", "Enter the place.", required=False)
    cut_off_on = _day(
        "Cut-off day",
        "Enter the cut-off day.",
        help_text="What the report should say is wanted by this day. It is made when it is issued.",
    )
    department_met_on = _day(
        "Meeting with the department",
        "Enter the day of the meeting with the department.",
        required=False,
        help_text="It is held shortly before a meeting of the Panel, so that each side shares its concerns.",
    )


class MeetingForm(TimesForm):
    """A meeting of a body, perhaps jointly with another."""

    body = BodyChoice(
        label="Whose meeting it is",
        queryset=Body.objects.all(),
        to_field_name="slug",
        empty_label="Choose a body",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"required": "Choose whose meeting it is.", "invalid_choice": "Choose from the list."},
    )
    with_body = BodyChoice(
        label="Jointly with",
        queryset=Body.objects.exclude(slug=Body.PSP),
        to_field_name="slug",
        required=False,
        empty_label="Nobody: a meeting of its own",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose from the list."},
        help_text="The members of both see its papers. A joint meeting with the Panel is the Panel's own.",
    )
    field_order = ["body", "with_body"]

    def __init__(self, *args: Any, names: dict[int, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("body", "with_body"):
            cast(BodyChoice, self.fields[name]).names = names


class ChangeMeetingForm(TimesForm):
    """A meeting that is moved, with why."""

    reason = _line(
        "Why it is changed", "Enter why it is changed.", help_text="It is said on the meeting’s page."
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class SeatForm(forms.Form):
    """Who sits on a body, in what capacity, from when."""

    user = _of("Person", User.objects.none(), "Choose the person.")
    capacity = forms.ChoiceField(
        label="Capacity",
        choices=Membership.Capacity.choices,
        initial=Membership.Capacity.MEMBER,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose the capacity from the list."},
    )
    group = _of("Political group", PoliticalGroup.objects.all(), none="In no group", required=False)
    council = _council("Authority", none="None", required=False)
    reason = _line(
        "Why they sit here",
        "Enter why they sit here.",
        longest=200,
        required=False,
        help_text="For example: Chair of the Community Wellbeing Board.",
    )
    since_on = _day("From", "Enter the day from which they sit here.")

    def __init__(
        self, *args: Any, people: QuerySet[User], councils: QuerySet[Council], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = people
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils


class EndSeatForm(forms.Form):
    """Until when somebody sits there, and why it ends."""

    until_on = _day("Until, this day included", "Enter the last day.")
    reason = _line("Why the seat ends", "Enter why the seat ends.", longest=200)


class ItemForm(forms.Form):
    """An item of the agenda."""

    title = _line(
        "Item",
        "Enter what the item is called.",
        longest=200,
        help_text="Name no council here: if the item is about one, choose it below.",
    )
    kind = forms.ChoiceField(
        label="What is given",
        choices=AgendaItem.Kind.choices,
        initial=AgendaItem.Kind.PAPER,
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose one from the list."},
    )
    about = forms.CharField(
        label="What it is about",
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={**AREA, "rows": 3}),
        error_messages={"max_length": "Keep it to 600 characters."},
    )
    leads = _line("Who leads", "Enter who leads.", longest=200, required=False)
    timing = _time("Timing")
    page = forms.IntegerField(
        label="Page",
        required=False,
        min_value=1,
        max_value=9999,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "invalid": "Enter the page as a number.",
            "min_value": "Enter a page from 1.",
            "max_value": "Enter a page up to 9999.",
        },
    )
    council = _council("Council it is about", none="None", required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils


class OrderForm(forms.Form):
    """The number of each item that can be moved. `keys`: (key, label, number now); 0 is the radar report."""

    def __init__(self, *args: Any, keys: Iterable[tuple[int, str, int]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for key, label, number in keys:
            self.fields[f"number_{key}"] = forms.IntegerField(
                label=f"Number of “{label}”",
                initial=number,
                min_value=1,
                max_value=999,
                widget=forms.TextInput(attrs=NUMBER),
                error_messages={
                    "required": f"Enter a number for “{label}”.",
                    "invalid": f"Enter a number for “{label}”.",
                    "min_value": f"Enter a number from 1 for “{label}”.",
                    "max_value": f"Enter a number up to 999 for “{label}”.",
                },
            )

    @property
    def numbers(self) -> dict[int, int]:
        """Each item's key and the number it should have."""
        return {int(name.removeprefix("number_")): value for name, value in self.cleaned_data.items()}


class SubstituteChoice(forms.ModelChoiceField):
    """A substitute by name and authority."""

    def label_from_instance(self, obj: Model) -> str:
        seat = cast(Membership, obj)
        return f"{seat.user.name}, {seat.council.short_name}" if seat.council else seat.user.name


class AnswerForm(forms.Form):
    """Whether a member attends, and who stands in."""

    attends = forms.ChoiceField(
        label="What the member says",
        choices=[("yes", "Attends"), ("no", "Apologies")],
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether the member attends.", "invalid_choice": "Choose one."},
    )
    substitute = SubstituteChoice(
        label="Substitute",
        queryset=Membership.objects.none(),
        required=False,
        empty_label="None",
        widget=forms.Select(attrs=CHOICE),
        error_messages={"invalid_choice": "Choose a substitute from the list."},
    )

    def __init__(self, *args: Any, substitutes: Iterable[Membership], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = Membership.objects.filter(pk__in=[seat.pk for seat in substitutes])
        cast(SubstituteChoice, self.fields["substitute"]).queryset = rows.select_related("user", "council")


NOT_AT_THE_TABLE = (
    "Somebody whom you ticked does not sit at this meeting any more, so nothing is kept yet. "
    "Look at the list as it stands now, and keep the register again."
)


class RegisterForm(forms.Form):
    """Who came, of everybody at the table."""

    came = forms.ModelMultipleChoiceField(
        label="Who came",
        queryset=User.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        error_messages=dict.fromkeys(
            ["invalid_choice", "invalid_pk_value", "invalid_list"], NOT_AT_THE_TABLE
        ),
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name")
        cast(forms.ModelMultipleChoiceField, self.fields["came"]).queryset = rows


class WithdrawalForm(forms.Form):
    """Who left, and for which item."""

    user = _of("Person", User.objects.none(), "Choose the person.")
    item = forms.IntegerField(
        label="Number of the item",
        min_value=1,
        max_value=999,
        widget=forms.TextInput(attrs=NUMBER),
        error_messages={
            "required": "Enter the number of the item.",
            "invalid": "Enter the number of the item.",
            "min_value": "Enter a number from 1.",
            "max_value": "Enter a number up to 999.",
        },
    )

    def __init__(self, *args: Any, people: Iterable[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = User.objects.filter(pk__in=[user.pk for user in people]).order_by("name")
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = rows


class DeclarationForm(WithdrawalForm):
    """An interest declared at the meeting."""

    council = _council("Council", "Choose the council.")
    nature = _line("What the interest is", "Enter what the interest is.", longest=200)

    def __init__(self, *args: Any, councils: QuerySet[Council], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils


class InviteForm(forms.Form):
    """Who is invited, and for which council's item."""

    user = _of("Person", User.objects.none(), "Choose the person.")
    council = _council("Council", "Choose the council.")

    def __init__(
        self, *args: Any, people: QuerySet[User], councils: QuerySet[Council], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ModelChoiceField, self.fields["user"]).queryset = people
        cast(forms.ModelChoiceField, self.fields["council"]).queryset = councils


class WithdrawInvitationForm(forms.Form):
    """Why an invitation is withdrawn."""

    reason = _line("Why it is withdrawn", "Enter why it is withdrawn.")
