"""Forms about who leads on what, who stands in, and whether the change-of-control offer was made."""

from __future__ import annotations

from typing import Any, cast

from django import forms

from accounts.models import Role, User
from councils.forms.people import ActForm, day_of
from councils.models import ChangeOfControl
from councils.queries import advisers, political_groups, service_areas


def _adviser(label: str, empty: str, missing: str) -> forms.ModelChoiceField:
    return forms.ModelChoiceField(
        label=label,
        queryset=User.objects.none(),
        empty_label=empty,
        error_messages={"required": missing, "invalid_choice": missing},
    )


class LeadForm(ActForm):
    """Who leads on a political group or a service area (R039)."""

    button = "Allocate the lead"

    user = _adviser("Adviser", "Choose a person", "Choose the adviser")
    group = forms.ModelChoiceField(
        label="Political group", queryset=political_groups(), required=False, empty_label="None"
    )
    service_area = forms.ModelChoiceField(
        label="Or service area", queryset=service_areas(), required=False, empty_label="None"
    )
    since_on = day_of("From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["user"]).queryset = advisers()


class CoverForm(ActForm):
    """Who stands in, from when until when. An administrator also says for whom."""

    button = "Arrange it"

    absent = _adviser("Who is away", "Choose a person", "Choose who is away")
    deputy = _adviser("Who stands in", "Choose a person", "Choose who stands in")
    since_on = day_of("From")
    until_on = day_of("Until", help_text="The last day. It ends by itself; three months at most.")
    reads_sources = forms.BooleanField(
        label="They may read who my sources are, each time with a reason that is recorded", required=False
    )

    def __init__(self, by: User, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by
        cast(Any, self.fields["deputy"]).queryset = advisers()
        if by.has_role(Role.ADMINISTRATOR):
            cast(Any, self.fields["absent"]).queryset = advisers()
            del self.fields["reads_sources"]
        else:
            del self.fields["absent"]
            cast(Any, self.fields["deputy"]).queryset = advisers().exclude(pk=by.pk)

    def said(self) -> dict[str, Any]:
        """What `arrange_cover` takes."""
        return {"absent": self.by} | self.cleaned_data


class ChangeAnswerForm(ActForm):
    """Whether the up to five free days were offered (R131)."""

    button = "Save"

    answer = forms.ChoiceField(
        label="Were the up to five days of free member-peer support offered?",
        choices=ChangeOfControl.Answer.choices,
        widget=forms.RadioSelect,
        error_messages={"required": "Choose whether they were offered"},
    )
    on = day_of("When", required=False, help_text="Empty means today.")
    reason = forms.CharField(
        label="Why not, where they were not", required=False, widget=forms.Textarea(attrs={"rows": 3})
    )
