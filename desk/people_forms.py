"""What is typed about people who sign in."""

from __future__ import annotations

from typing import Any

from django import forms

from accounts.models import Role
from councils.forms.people import ActForm, day_of
from councils.models import PoliticalGroup
from councils.queries import political_groups


class PersonForm(ActForm):
    """Somebody new."""

    button = "Add them"

    name = forms.CharField(
        label="Name", max_length=200, error_messages={"required": "Enter the person’s name"}
    )
    email = forms.EmailField(
        label="E-mail address",
        max_length=254,
        help_text="They sign in with it, and the link to choose a password goes to it.",
        error_messages={
            "required": "Enter the person’s e-mail address",
            "invalid": "Enter an e-mail address, like name@example.org",
        },
    )
    position = forms.CharField(
        label="Position", max_length=200, required=False, help_text="For example “Adviser, North East”."
    )


class RoleForm(ActForm):
    """A role, from a day."""

    button = "Propose it"

    role = forms.ChoiceField(
        label="Role",
        choices=[("", "Choose a role"), *Role.choices],
        error_messages={"required": "Choose the role"},
    )
    since_on = day_of("From")


class PostForm(ActForm):
    """For which group's office a person works."""

    button = "Say so"

    group = forms.ModelChoiceField(
        label="Political group",
        queryset=PoliticalGroup.objects.none(),
        empty_label="Choose a group",
        error_messages={"required": "Choose the political group"},
    )
    since_on = day_of("From")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choice = self.fields["group"]
        assert isinstance(choice, forms.ModelChoiceField)  # noqa: S101  (for the type checker)
        choice.queryset = political_groups()


class CloseForm(ActForm):
    """Nothing but the button: the page says what it does."""

    button = "Close the sign-in now"


class OpenForm(ActForm):
    """As of closing."""

    button = "Open the sign-in again"
