"""Files that a person brought in, and where a note came from."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accounts.models import User
from intelligence.models import BroughtItem, Intake, Note
from intelligence.sealing import mark_of
from intelligence.workflow.bringing import marks_held


def intakes_waiting(user: User) -> list[Intake]:
    """The person's files whose items still wait, the newest first, without what was found."""
    return list(Intake.objects.visible_to(user).open().defer("sealed")[:50])


def intake_of(user: User, pk: int) -> Intake | None:
    """One of them."""
    return Intake.objects.visible_to(user).open().filter(pk=pk).first()


def brought_before(user: User, words: Sequence[str]) -> dict[int, date]:
    """By its number, each item that was brought in before, and on which day."""
    held = marks_held(user, words)
    marks = [mark_of(one, owner_id=user.pk) for one in words]
    return {number: held[mark] for number, mark in enumerate(marks) if mark in held}


def brought_from(note: Note) -> dict[str, Any] | None:
    """The file and the place in it that the note came from."""
    item = BroughtItem.objects.filter(note=note).select_related("intake").first()
    return {"file": item.intake.file_name, "where": item.where, "at": item.recorded_at} if item else None
