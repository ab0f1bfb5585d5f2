"""Which council, region or country an area of a publisher's file is, by its code."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from councils.lookup import Resolver
from councils.models import Council, Region
from indicators.made_once import ids_of
from indicators.models import Area

ENGLAND = "E92000001"
COUNCIL_CLASSES = ("E06", "E07", "E08", "E09", "E10")
UNKNOWN = "the code is not in the register of councils"


@dataclass(frozen=True)
class FoundArea:
    """What an area code of the file stands for."""

    area_id: int
    council: Council | None
    is_current_code: bool


def find_areas(words: list[str], resolver: Resolver) -> tuple[dict[str, FoundArea], dict[str, set[str]]]:
    """Every area code to our area, or to the reason there is none."""
    regions = {region.gss: region for region in Region.objects.all()}
    councils: dict[str, Council] = {}
    reasons: dict[str, set[str]] = defaultdict(set)
    for word in words:
        if word == ENGLAND or word in regions:
            continue
        resolution = resolver.resolve(word)
        if resolution.council:
            councils[word] = resolution.council
        else:
            reasons[UNKNOWN if word.startswith(COUNCIL_CLASSES) else _reason(word)].add(word)
    ids = _area_ids(set(councils.values()), [r for code, r in regions.items() if code in words], words)
    found = {
        word: FoundArea(ids[council.code], council, is_current_code=word == council.code)
        for word, council in councils.items()
    }
    found |= {
        word: FoundArea(ids[word], None, is_current_code=True)
        for word in words
        if word == ENGLAND or word in regions
    }
    return found, reasons


def _reason(code: str) -> str:
    if code.startswith("E67"):
        return "two councils published as one area"
    if code[:1] in ("W", "S", "N"):
        return "the area is in another country"
    return "the area is not an English council, a region or England"


def _area_ids(councils: set[Council], regions: list[Region], words: list[str]) -> dict[str, int]:
    wanted = [Area(kind=Area.Kind.COUNCIL, code=c.code, council=c) for c in councils]
    wanted += [Area(kind=Area.Kind.REGION, code=r.gss, region=r) for r in regions]
    if ENGLAND in words:
        wanted.append(Area(kind=Area.Kind.ENGLAND, code=ENGLAND))
    return ids_of(Area, wanted, ("code",))
