"""What the desk brings together; every part comes from the owning room's queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from councils import queries as councils
from councils.models import Council


@dataclass(frozen=True, kw_only=True)
class CouncilPage:
    """The parts of a council's page. None: this person has no such part at all."""

    council: Council
    way: list[tuple[str, str]]
    identity: councils.Identity


def council_page(council: Council, user: User, on: date, *, all_entries: bool) -> CouncilPage:
    """What this person may see of the council, in a number of queries that does not grow."""
    return CouncilPage(
        council=council,
        way=[("Councils", "/councils"), (council.region.name, council.region.get_absolute_url())],
        identity=councils.identity(council, on),
    )
