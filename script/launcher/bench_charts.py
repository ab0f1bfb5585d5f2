"""What each chart costs: milliseconds a drawing and bytes, beside the range bar's, in one run."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

COUNCILS, TYPE_COUNCILS, PERIODS = 317, 132, 24


def charts() -> dict[str, Any]:
    """Each drawing as a page uses it: a whole map, the strip of the largest type, a trend of 24 periods."""
    drawn = _drawings()
    measured = {name: _measured(draw, 2000 if name != "map" else 60) for name, draw in drawn.items()}
    bar = measured["bar"]["ms"]
    return {
        **{name: {**held, "bars": round(held["ms"] / bar, 1)} for name, held in measured.items()},
        "goal_bar_ms": 0.1,
    }


def _measured(draw: Callable[[], str], times: int) -> dict[str, Any]:
    """The quickest of five runs, so that another program's work is not counted."""
    best = float("inf")
    for _ in range(5):
        begun = time.perf_counter()
        for _ in range(times // 5):
            draw()
        best = min(best, (time.perf_counter() - begun) / (times // 5))
    return {"ms": round(best * 1000, 4), "bytes": len(draw().encode())}


def _drawings() -> dict[str, Callable[[], str]]:
    from indicators import charts as c
    from indicators.places import places

    values = [10 + (i * 7919 % 1000) / 37 for i in range(TYPE_COUNCILS)]
    periods = [f"{2000 + i}/{i + 1:02d}" for i in range(PERIODS)]
    course = tuple(10 + (i * 31 % 17) / 3 if i != 9 else None for i in range(PERIODS))
    tiles = [
        c.Tile(place.column, place.row, code[:3], 1 + i % 4, f"Council {code}: 12.3, second quarter")
        for i, (code, place) in enumerate(places().items())
    ]
    marks = c.Marks(0.0, 2.1, 3.9, 5.0, 11.46)
    title = "Burglary in a dwelling"
    return {
        "bar": lambda: c.range_bar(
            title=title, bottom=0.0, top=11.46, decimals=2, local=3.76, type_average=5.96, england=3.91,
            lower_quartile=2.1, upper_quartile=5.0,
        ),
        "spine": lambda: c.spine(title=title, marks=marks, decimals=2, local=3.76, type_average=5.96),
        "sparkline": lambda: c.sparkline(
            title=title, periods=periods[:12], local=course[:12], type_average=course[:12]
        ),
        "strip": lambda: c.strip(
            title="District", values=values, bottom=10, top=40, decimals=1, england=20, median=21, local=30,
            local_name="Barchester",
        ),
        "trend": lambda: c.trend(
            title=title, periods=periods, decimals=1,
            courses=[
                c.Course("Barchester", "local", course, frozenset({3, 4})),
                c.Course("England", "england", course),
            ],
            middle_half=[(10.0, 14.0)] * PERIODS,
        ),
        "map": lambda: c.tile_map(title=title, tiles=tiles),
    }  # fmt: skip
