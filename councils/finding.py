"""Finding councils as a person types: by part of a name, a former name or any code; else, did you mean."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from councils.lookup import How, Resolver
from councils.models import Council
from councils.spelling import reduce_name


@dataclass(frozen=True, slots=True)
class Found:
    """A council found, by what, and the former name or spelling it was found by where that differs."""

    council: Council
    how: How
    stands: bool
    known_as: str = ""


def find(resolver: Resolver, text: str, on: date, limit: int) -> list[Found]:
    """At most `limit` councils for a text, nearest first; those that exist on the day before those gone.

    A whole code or name, then names that begin with the text, then names with a word that does, then a
    near spelling (`How.NEAR`), which is offered only when nothing else fits.
    """
    if not text.strip():
        return []
    exact = resolver.resolve(text)
    if exact.council and exact.how in (How.CODE, How.OLD_CODE):
        return [_found(resolver, exact.council, exact.how, on, "")]
    spelling = reduce_name(text)
    if not spelling.full:
        return []  # nothing but signs: every name would begin with it
    placed: dict[str, tuple[int, str, bool]] = {}
    for key, shown, full, former in resolver.spellings:
        place = _place(full, spelling.full, spelling.core)
        if place is not None and (key not in placed or place < placed[key][0]):
            placed[key] = (place, shown, former)
    found = [
        (place, _found(resolver, resolver.councils[key], How.FORMER_NAME if former else How.NAME, on, shown))
        for key, (place, shown, former) in placed.items()
    ]
    if not found:
        near = [_found(resolver, council, How.NEAR, on, "") for council in resolver.near(spelling.core)]
        return near[:limit]
    found.sort(key=lambda pair: (pair[0], not pair[1].stands, pair[1].council.short_name))
    return [one for _, one in found[:limit]]


def _place(full: str, typed: str, core: str) -> int | None:
    """How well a name fits: 0 the whole of it, 1 its beginning, 2 the beginning of a word in it."""
    if full in (typed, core):
        return 0
    if full.startswith(typed):
        return 1
    if f" {typed}" in full:
        return 2
    return 3 if full.startswith(core + " ") else None


def _found(resolver: Resolver, council: Council, how: How, on: date, shown: str) -> Found:
    own = {reduce_name(name).full for name in (council.name, council.short_name)}
    known_as = shown if shown and reduce_name(shown).full not in own else ""
    return Found(council, how, council.existed_on(on), known_as)
