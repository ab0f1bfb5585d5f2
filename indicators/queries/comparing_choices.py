"""What may be compared: councils by name, code, region, type or likeness; indicators by name or report."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from councils.models import Council, CouncilCode, CouncilType
from councils.queries import find_councils, regions
from indicators import definitions
from indicators.catalogue import IndicatorDefinition
from indicators.models import NeighbourSet
from indicators.queries.beside import neighbours_of, sets_for
from indicators.queries.indicator_rows import Option


@dataclass(frozen=True)
class Found:
    """What a text or a group came to: councils, and the sentence where it came to none."""

    councils: tuple[Council, ...] = ()
    sentence: str = ""


@dataclass(frozen=True)
class Offered:
    """A heading of the list of groups and what stands under it."""

    heading: str
    options: tuple[Option, ...]


def councils_by_codes(codes: Sequence[str]) -> tuple[list[Council], list[str]]:
    """The councils of these codes, current or old, and the codes that are no council's; two queries."""
    asked = [code.strip().upper() for code in codes]
    held = {one.code: one for one in Council.objects.filter(code__in=asked).select_related("region")}
    missing = [code for code in asked if code not in held]
    if missing:
        rows = CouncilCode.objects.filter(code__in=missing).select_related("council__region")
        for row in rows.order_by("council__existed_until_on"):
            held[row.code] = row.council
    found = {held[code].pk: held[code] for code in asked if code in held}
    return list(found.values()), [code for code in asked if code not in held]


def councils_named(text: str, on: date) -> Found:
    """One council where the text can only mean one; several to choose from; or none, and why."""
    found = find_councils(text, on)
    whole = [one.council for one in found if one.council.short_name.casefold() == text.strip().casefold()]
    councils = tuple(whole if len(whole) == 1 else (one.council for one in found))
    return Found(councils, "" if councils else f"No council answers to “{text}”.")


def group_of(key: str, councils: Sequence[Council], on: date) -> Found:
    """The councils of a region, of a council's own type in its region, or of a set of similar councils.

    `key` is as `groups` gives it. Only councils that exist on the day, no fictional ones.
    """
    kind, _, rest = key.partition(":")
    standing = Council.objects.real().existing(on).select_related("region").order_by("short_name")
    if kind == "region":
        return Found(tuple(standing.filter(region__slug=rest)))
    if kind == "type":
        region, _, of = rest.partition(":")
        return Found(tuple(standing.filter(region__slug=region, kind=of)))
    code, _, slug = rest.partition(":")
    council = next((one for one in councils if one.code == code), None)
    chosen = NeighbourSet.objects.filter(slug=slug).first() if kind == "like" and council else None
    if council is None or chosen is None:
        return Found(sentence="There is no such group of councils.")
    ids = neighbours_of(council, chosen).ids
    return Found((council, *standing.filter(pk__in=ids)))


def groups(councils: Sequence[Council]) -> list[Offered]:
    """The groups that can be asked for: every region; the type and the likes of the first council chosen."""
    offered = [Offered("Region", tuple(Option(f"region:{one.slug}", one.name) for one in regions()))]
    first = next((one for one in councils if not one.is_fictional), None)
    if first:
        of = f"{CouncilType(first.kind).label}, {first.region.name}"
        options = [Option(f"type:{first.region.slug}:{first.kind}", f"Its own type in its region: {of}")]
        options += [Option(f"like:{first.code}:{one.slug}", one.title) for one in sets_for(first)]
        offered.append(Offered(f"Like {first.short_name}", tuple(options)))
    return offered


def indicators_known(slugs: Sequence[str]) -> dict[str, IndicatorDefinition]:
    """Those of these indicators that there are, by slug."""
    return definitions.indicators_named(slugs)


def indicators_named_like(text: str) -> list[IndicatorDefinition]:
    """Indicators whose title, unit or theme holds the words, by title; one where a title is the text."""
    words = text.casefold().split()
    every = sorted(definitions.indicators().values(), key=lambda one: one.title)
    whole = [one for one in every if text.strip().casefold() in (one.title.casefold(), one.slug)]
    if whole:
        return whole
    return [
        one
        for one in every
        if words and all(word in f"{one.title} {one.unit} {one.theme}".casefold() for word in words)
    ]
