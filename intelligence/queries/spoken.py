"""When somebody spoke with a council or about it, with nothing to note."""

from __future__ import annotations

from collections.abc import Iterable

from accounts.models import User
from common.timeline import NOTE, Entry
from councils.models import Council
from intelligence.models import Spoken


def spoken_about(council: Council, user: User, limit: int = 20) -> list[Spoken]:
    """The newest of those days, for advisers; one query."""
    days = Spoken.objects.visible_to(user).filter(council=council).select_related("by")
    return list(days[:limit])


def spoken_entries(days: Iterable[Spoken]) -> list[Entry]:
    """Those days as entries of the council's dated stream; no query."""
    return [
        Entry(
            mark=NOTE,
            happened_on=one.happened_on,
            recorded_at=one.recorded_at,
            title="Spoke with the council or about it, nothing to note",
            who=one.by.name,
        )
        for one in days
    ]
