"""The forms of the analyst's decisions about a release of data: each asks why."""

from __future__ import annotations

from django import forms

from councils.forms.people import ActForm


class ReasonForm(ActForm):
    """Why it is done; kept with the release, and read by everyone who signs in."""

    reason = forms.CharField(
        label="Reason",
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="It stands on the page of the release, with your name.",
        error_messages={"required": "Enter the reason"},
    )


class TakeInForm(ReasonForm):
    """To take in a release that waits."""

    button = "Release it"


class RefuseForm(ReasonForm):
    """To refuse a release that waits."""

    button = "Refuse it"


class RollBackForm(ReasonForm):
    """To hold again what was held before."""

    button = "Roll it back"
