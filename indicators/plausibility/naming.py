"""Names against codes: a file in which they speak of different councils was shifted somewhere."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from councils.lookup import Resolver
from indicators.areas import COUNCIL_CLASSES
from indicators.rows import Rows

MOST_COMBINATIONS = 5_000_000
FEW = 2  # slips that a publisher makes now and then
SHARE = 0.02
COUNTRY = ("england", "great britain", "united kingdom")


def disagreements(rows: Rows, resolver: Resolver) -> Iterator[str]:
    """Codes and names that mean different councils; a name nobody knows is no disagreement."""
    odd: dict[str, str] = {}
    country = ""
    pairs = _pairs(rows)
    for code, name in pairs:
        if not code.startswith(COUNCIL_CLASSES) or not name:
            continue
        if name.lower() in COUNTRY:
            country = f"{code} is called {name}"
        by_code, by_name = resolver.resolve(code).council, resolver.resolve(name).council
        if by_code and by_name and by_code.short_name != by_name.short_name:
            odd[code] = f"{code} is {by_code.short_name} and is called {name}"
    if len(odd) > max(FEW, SHARE * len({code for code, _ in pairs})):
        yield (
            f"{len(odd)} codes stand beside the name of another council (such as "
            f"{'; '.join(list(odd.values())[:3])}). Codes or names may be shifted."
        )
    if country:
        yield f"The code of a council stands beside the name of a country: {country}."


def _pairs(rows: Rows) -> list[tuple[str, str]]:
    """Every code with every name it stands beside."""
    code, name = rows.text["area"], rows.text["area_name"]
    packed = code.codes.astype(np.int64) * len(name.words) + name.codes
    size = len(code.words) * len(name.words)
    distinct = np.flatnonzero(np.bincount(packed)) if size < MOST_COMBINATIONS else np.unique(packed)
    return [(code.words[i // len(name.words)], name.words[i % len(name.words)]) for i in distinct.tolist()]
