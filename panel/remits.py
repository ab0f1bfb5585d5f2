"""Which service areas are in which programme board's remit, and whose the measures are (R164, R167)."""

from __future__ import annotations

# The board's slug in the register → slugs of councils' service areas.
REMITS: dict[str, tuple[str, ...]] = {
    "children-and-young-people": ("childrens-services",),
    "community-wellbeing": ("adult-social-care", "health-and-wellbeing"),
}
# The Advisory Board monitors the arrangements for the board that answers for them (R167).
MEASURES_FOR = "improvement-board"
# Fewer than this many are not printed as a figure: they could single a council out.
LEAST = 3
