"""What several acts of this room ask."""

from __future__ import annotations

from datetime import date

from councils.models import Council
from councils.resolution import said_day


def locked(council: Council) -> Council:
    """The council, held for the length of an act."""
    return Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=council.pk)


def unsaid(text: str, sentence: str) -> str | None:
    """The sentence, where nothing is said."""
    return None if text.strip() else sentence


def ends_too_soon(since_on: date | None, until_on: date) -> str | None:
    """The sentence, where something would end before it began."""
    if since_on is None or until_on >= since_on:
        return None
    return f"It began on {said_day(since_on)}, so it cannot end on {said_day(until_on)}."
