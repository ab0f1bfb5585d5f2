"""What lasted and what did not, and why looking back waits."""

from __future__ import annotations

from typing import Any

from cases.forms.fields import EMPTY_MEANS_TODAY, ActForm, day, short, words


class LookBackForm(ActForm):
    """What lasted, what did not."""

    lasted = words("What lasted?", hint="What is still so that the support set out to bring about")
    did_not_last = words("What did not?", hint="One of the two will do. Write as if they will read it")
    happened_on = day("When did you look back?", hint=EMPTY_MEANS_TODAY)

    def clean(self) -> dict[str, Any]:
        """One of the two at least."""
        given = super().clean() or {}
        if not ({"lasted", "did_not_last"} & self.errors.keys()) and not (
            given.get("lasted") or given.get("did_not_last")
        ):
            self.add_error("lasted", "Enter what lasted, or what did not. One of the two will do")
        return given


class CorrectLookBackForm(LookBackForm):
    """The same, as it should have said; it keeps its day."""

    happened_on = None  # type: ignore[assignment]


class PutOffForm(ActForm):
    """Why looking back waits, and until when."""

    until_on = day("Until when?", required="Enter the day until which it is put off")
    why = short("Why, in one line", most=300, required="Enter why it is put off. One line will do")
