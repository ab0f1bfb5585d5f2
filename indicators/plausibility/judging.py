"""All checks of a file, and what they come to: unusable, or with suspicions, or sound."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from indicators import catalogue, definitions
from indicators.catalogue import IndicatorDefinition
from indicators.plausibility import areas, bounds, counts, newest, periods, revisions, values
from indicators.plausibility.beside import Beside, beside
from indicators.sifting import Sifted

MOST_OF_A_KIND = 4
CHECKS: tuple[Callable[[Beside], Iterator[str]], ...] = (
    counts.of_series,
    periods.of_series,
    revisions.of_series,
    newest.of_series,
    values.of_series,
    areas.of_series,
)


@dataclass(frozen=True)
class Judgement:
    """Why a file cannot be used at all, and what a person should look at first; `found` was looked at."""

    unusable: tuple[str, ...] = ()
    suspicions: tuple[str, ...] = ()
    found: tuple[Beside, ...] = ()


def judge(
    sifted: Sifted, source: catalogue.SourceDefinition, on: date, named_otherwise: Iterable[str] = ()
) -> Judgement:
    """What speaks against the file; nothing, and it may be loaded.

    `named_otherwise` is what was found where its codes and names were set side by side.
    """
    given = {s.indicator.slug for s in sifted.series_by_id.values() if s.is_main}
    missing = [d for d in definitions.indicators_of(source.slug).values() if d.slug not in given]
    if missing:
        named = {s.indicator.slug for s in sifted.series_by_id.values()}
        absent = [d.title for d in missing if d.slug not in named]
        said = [f"The file holds no figures for {_listed(absent)}."] if absent else []
        said += [_of_others(d) for d in missing if d.slug in named]
        return Judgement(unusable=tuple(said))
    found = beside(sifted)
    main = {one.series.indicator.slug for one in found if one.series.is_main}
    empty = [
        s.indicator.title for s in sifted.series_by_id.values() if s.is_main and s.indicator.slug not in main
    ]
    if empty:
        return Judgement(unusable=(f"The file holds no council's figure for {_listed(empty)}.",))
    said = []
    for one in found:
        if one.series.is_main:
            said += counts.enough(one, source.expects.councils)
            said += periods.begun(one, on)
    changed = [one for one in found if not one.unchanged]  # what is held was judged when it came
    for check in CHECKS:
        said += _a_few([sentence for one in changed for sentence in check(one)])
    said += _a_few(list(revisions.of_file(found)))
    said += counts.of_rejected(sifted)
    said += [*named_otherwise, *areas.unknown(sifted)]
    said += bounds.outside(sifted, source.expects)
    said += bounds.limits(sifted)
    return Judgement(suspicions=tuple(dict.fromkeys(said)), found=tuple(found))


def _of_others(one: IndicatorDefinition) -> str:
    """It is in the file, but not the figures that the indicator is: of everybody, where it is by sex."""
    key = one.series
    wanted = {"sex": key.sex, "age": key.age, key.category_type: key.category}
    said = ", ".join(f"{name} “{word}”" for name, word in wanted.items() if word)
    told = f"with {said}" if said else "undivided by sex, age or anything else"
    return f"The file holds {one.title}, but no row of it is {told}."


def _a_few(sentences: list[str]) -> list[str]:
    """A file of hundreds of series may be wrong in each: a few are said, the others counted."""
    if len(sentences) <= MOST_OF_A_KIND + 1:
        return sentences
    rest = len(sentences) - MOST_OF_A_KIND
    return [*sentences[:MOST_OF_A_KIND], f"{sentences[MOST_OF_A_KIND - 1]} {rest} more are like it."]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
