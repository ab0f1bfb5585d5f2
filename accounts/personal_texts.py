"""Texts of people's own things in which somebody may be named; and of drafts, how many."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

from accounts.models import CalendarFeed, Draft, SavedView, User
from common.errors import Refused
from common.personal_texts import Place, Thing, each


def _view(view: SavedView) -> Thing:
    return Thing(f"Saved view of {view.owner.name}, for {view.page}")


def _feed(feed: CalendarFeed) -> Thing:
    return Thing(f"Calendar address of {feed.owner.name}")


PLACES = (
    Place("Saved views", SavedView, {"name": "its name", "query": "its filters"}, each(_view), ("owner",)),
    Place("Calendar addresses", CalendarFeed, {"name": "its name"}, each(_feed), ("owner",)),
)


def drafts_in_which(stands: Callable[[str], bool]) -> list[tuple[User, int]]:
    """Whose drafts hold such words, and how many of each: unsealed here, and no word of them shown."""
    found: Counter[User] = Counter()
    for draft in Draft.objects.standing().select_related("owner").iterator(chunk_size=500):
        try:
            said = " ".join(value for values in draft.fields.values() for value in values)
        except Refused:  # sealed with an earlier key: nobody reads it any more
            continue
        if stands(said):
            found[draft.owner] += 1
    return sorted(found.items(), key=lambda one: one[0].name)
