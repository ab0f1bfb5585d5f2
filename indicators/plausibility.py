"""Whether a file may be taken in: what is wrong with it as a whole, as sentences; the last figures stand."""

from __future__ import annotations

from datetime import date

import numpy as np
from django.db.models import Count

from indicators import catalogue
from indicators.models import Observation, Period, Series
from indicators.sifting import Sifted

MOST_UNKNOWN = 0.05  # of the councils: more is another register, or a shifted column
LEAST_KEPT = 0.9  # of the councils held for a period the file speaks of again
COPIED = 0.95  # of the figures equal to the period before: last year's under this year's name
ENOUGH_TO_TELL = 50


def objections(sifted: Sifted, source: catalogue.SourceDefinition, on: date) -> list[str]:
    """The sentences that speak against the file; none, and it may be loaded."""
    main = {s.indicator.slug: s for s in sifted.series_by_id.values() if s.is_main}
    missing = [d.title for d in catalogue.indicators_of(source.slug).values() if d.slug not in main]
    if missing:
        return [f"The file holds no figures for {_listed(missing)}."]
    said: list[str] = []
    for one in main.values():
        said += _of_series(sifted, one, source, on)
    said += _unknown_codes(sifted)
    said += _out_of_bounds(sifted, source)
    return list(dict.fromkeys(said))


def _of_series(sifted: Sifted, one: Series, source: catalogue.SourceDefinition, on: date) -> list[str]:
    mask = (sifted.series == one.pk) & sifted.is_council
    valued = mask & ~np.isnan(sifted.value)
    if not valued.any():
        return [f"The file holds no council's figure for {one.indicator.title}."]
    newest = _newest(sifted, valued)
    count = int((valued & (sifted.period == newest.pk)).sum())
    said = []
    if newest.start_on > on:
        said.append(f"The file speaks of {newest.label}, which has not begun.")
    if count < source.expects.councils:
        said.append(
            f"Only {count} councils have a figure for {newest.label}; at least {source.expects.councils} "
            f"are expected. The file may be cut short."
        )
    said += _against_what_is_held(sifted, one, valued, newest)
    if _copied(sifted, one, valued, newest):
        said.append(
            f"The figures for {newest.label} are those of the period before under a new name. "
            f"It may be last year's file."
        )
    return said


def _newest(sifted: Sifted, mask: np.ndarray) -> Period:
    ids = np.unique(sifted.period[mask])
    return max((sifted.periods_by_id[i] for i in ids.tolist()), key=lambda p: (p.end_on, p.start_on))


def _against_what_is_held(sifted: Sifted, one: Series, valued: np.ndarray, newest: Period) -> list[str]:
    """Older than what is held, or lacking much of it."""
    held = dict(
        Observation.objects.filter(
            series=one, superseded_by=None, value__isnull=False, area__kind="council"
        ).values_list("period_id").annotate(n=Count("area_id"))
    )  # fmt: skip
    if not held:
        return []
    last = max(Period.objects.in_bulk(list(held)).values(), key=lambda p: (p.end_on, p.start_on))
    if newest.end_on < last.end_on:
        return [
            f"The file ends with {newest.label}, but figures for {last.label} are already held. "
            f"It may be last year's file."
        ]
    ids, counts = np.unique(sifted.period[valued], return_counts=True)
    theirs = dict(zip(ids.tolist(), counts.tolist(), strict=True))
    short = [period for period, n in theirs.items() if n < LEAST_KEPT * held.get(period, 0)]
    if short:
        period = max((sifted.periods_by_id[i] for i in short), key=lambda p: p.end_on)
        return [
            f"For {period.label} the file has {theirs[period.pk]} councils where {held[period.pk]} are held. "
            f"It may be cut short."
        ]
    return []


def _copied(sifted: Sifted, one: Series, valued: np.ndarray, newest: Period) -> bool:
    """Whether the newest period repeats the one before it, council by council."""
    ids = [sifted.periods_by_id[i] for i in np.unique(sifted.period[valued]).tolist()]
    before = [p for p in ids if p.end_on < newest.end_on]
    if not before or one.indicator.decimals == 0:
        return False
    previous = max(before, key=lambda p: (p.end_on, p.start_on))
    now, then = (valued & (sifted.period == p.pk) for p in (newest, previous))
    areas, here, there = np.intersect1d(sifted.area[now], sifted.area[then], return_indices=True)
    if len(areas) < ENOUGH_TO_TELL:
        return False
    same = sifted.value[now][here] == sifted.value[then][there]
    return bool(same.mean() >= COPIED)


def _unknown_codes(sifted: Sifted) -> list[str]:
    unknown, known = len(sifted.unknown_codes), sifted.councils
    if unknown <= MOST_UNKNOWN * (unknown + known):
        return []
    return [
        f"{unknown} of {unknown + known} council codes are not in the register "
        f"({', '.join(sifted.unknown_codes[:3])}…)."
    ]


def _out_of_bounds(sifted: Sifted, source: catalogue.SourceDefinition) -> list[str]:
    least, greatest = source.expects.least, source.expects.greatest
    with np.errstate(invalid="ignore"):
        out = (sifted.value < least) | (sifted.value > greatest)
    if not out.any():
        return []
    worst = sifted.value[out][0]
    return [
        f"{int(out.sum())} figures lie outside {least:g} to {greatest:g}, such as {worst:g}. "
        f"The unit may have changed."
    ]


def _listed(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
