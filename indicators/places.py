"""Where each council stands in the map of hexagons: facts from a committed file (maps/README.md)."""

import csv
from dataclasses import dataclass
from functools import cache
from pathlib import Path

MAP = Path(__file__).parent / "maps" / "england_2023.csv"
ATTRIBUTION = "Places of the hexagons: Open Innovations (MIT licence)"


@dataclass(frozen=True)
class Place:
    """A hexagon's column and row; row 0 is the northernmost, odd rows stand half a hexagon to the right.

    The council's short name and its region's slug are the register's (a test compares them).
    """

    council: str
    region: str
    column: int
    row: int


@cache
def places() -> dict[str, Place]:
    """The place of every council on the map, by its code."""
    with MAP.open(encoding="utf-8", newline="") as file:
        return {
            line["code"]: Place(line["council"], line["region"], int(line["column"]), int(line["row"]))
            for line in csv.DictReader(file)
        }
