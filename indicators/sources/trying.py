"""What would come of a file: the same steps as a pull, and everything undone at the end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

import numpy as np
from django.db import transaction

from accounts.models import User
from common.errors import DomainError, not_found
from common.parsing_child import ParsingFailed
from councils.models import Council, CouncilType
from indicators import definitions
from indicators.charts import figure
from indicators.markers import MEANINGS, Status
from indicators.models import Area, Period, Series, Upload
from indicators.rows import Rejection
from indicators.sifting import Sifted
from indicators.sources.bringing import path_of
from indicators.sources.pulling import read_rows, sift_and_judge
from indicators.workflow.bringing import use_upload
from indicators.workflow.defining import ToSave

SAMPLE = 8
MOST_NAMED = 12


@dataclass(frozen=True)
class OfType:
    """How many councils of a type the newest period has, and which it lacks where few are lacking."""

    name: str
    found: int
    of: int
    missing: tuple[str, ...] = ()

    @property
    def lacking(self) -> int:
        """How many are not there."""
        return self.of - self.found


@dataclass(frozen=True)
class Sampled:
    """One figure as it would stand."""

    council: str
    code: str
    indicator: str
    period: str
    printed: str
    why: str


@dataclass(frozen=True)
class Tried:
    """What would be loaded and what would not; `fault` where nothing could be read at all."""

    fault: str = ""
    read: int = 0
    loaded: int = 0
    rejected: list[Rejection] = field(default_factory=list)
    councils: int = 0
    newest: str = ""
    periods: int = 0
    types: list[OfType] = field(default_factory=list)
    england: list[tuple[str, str]] = field(default_factory=list)
    sample: list[Sampled] = field(default_factory=list)
    unusable: list[str] = field(default_factory=list)
    against: list[str] = field(default_factory=list)

    @property
    def rejected_rows(self) -> int:
        """How many rows would not be taken."""
        return sum(one.count for one in self.rejected)

    @property
    def may_be_saved(self) -> bool:
        """Whether anything of the file can be loaded."""
        return not self.fault and not self.unusable and self.loaded > 0


def try_out(*, by: User, at: datetime, upload: Upload, source: str, several: Sequence[ToSave]) -> Tried:
    """Save, read, sift and judge, look at the result, and undo all of it."""
    try:
        with transaction.atomic():
            tried = _tried(by, at, upload, source, several)
            transaction.set_rollback(True)
    except (DomainError, ParsingFailed) as fault:
        return Tried(fault=fault.sentence)
    return tried


def _tried(by: User, at: datetime, upload: Upload, source: str, several: Sequence[ToSave]) -> Tried:
    use_upload(by=by, at=at, upload=upload, source=source, several=several)
    definition = definitions.source(source) or not_found("That source")
    rows = read_rows(path_of(upload), definition, upload.file_name)
    read = sift_and_judge(rows, definition, at)
    sifted, judged = read.sifted, read.judgement
    if not len(sifted):
        return Tried(read=rows.read, rejected=sifted.rejected, fault=_nothing(sifted))
    newest = _newest(sifted)
    areas = Area.objects.select_related("council__region").in_bulk(np.unique(sifted.area).tolist())
    return Tried(
        read=rows.read,
        loaded=len(sifted),
        rejected=sifted.rejected,
        councils=sifted.councils,
        newest=newest.label if newest else "",
        periods=len(sifted.periods_by_id),
        types=_types(sifted, areas, newest) if newest else [],
        england=_england(sifted, areas, newest) if newest else [],
        sample=_sample(sifted, areas, newest) if newest else [],
        unusable=list(judged.unusable),
        against=list(judged.suspicions),
    )


def _nothing(sifted: Sifted) -> str:
    if not sifted.rejected:
        return "No row of the table was read. Look at the rows of the headings and where the table ends."
    most = max(sifted.rejected, key=lambda one: one.count)
    such = f" (such as {', '.join(most.examples)})" if most.examples else ""
    return f"No row can be loaded: {most.count:,} rows because {most.reason}{such}."


def _newest(sifted: Sifted) -> Period | None:
    valued = sifted.is_council & ~np.isnan(sifted.value)
    ids = np.unique(sifted.period[valued if valued.any() else slice(None)])
    held = [sifted.periods_by_id[i] for i in ids.tolist()]
    return max(held, key=lambda one: (one.end_on, one.start_on), default=None)


def _types(sifted: Sifted, areas: dict[int, Area], newest: Period) -> list[OfType]:
    """Of every type that the file speaks of: how many councils of those there were then."""
    here = np.unique(sifted.area[(sifted.period == newest.pk) & sifted.is_council]).tolist()
    found = {areas[i].council_id for i in here}
    there = [one for one in Council.objects.filter(is_fictional=False) if _existed(one, newest.end_on)]
    said = []
    for kind in CouncilType:
        of = [one for one in there if one.kind == kind]
        missing = sorted(one.short_name for one in of if one.pk not in found)
        if of and len(missing) < len(of):
            few = len(missing) <= MOST_NAMED
            said.append(
                OfType(str(kind.label), len(of) - len(missing), len(of), tuple(missing) if few else ())
            )
    return said


def _existed(council: Council, on: date) -> bool:
    return (council.existed_from_on is None or council.existed_from_on <= on) and (
        council.existed_until_on is None or on <= council.existed_until_on
    )


def _main(sifted: Sifted) -> list[Series]:
    return sorted((one for one in sifted.series_by_id.values() if one.is_main), key=lambda one: one.pk)


def _england(sifted: Sifted, areas: dict[int, Area], newest: Period) -> list[tuple[str, str]]:
    england = [i for i, one in areas.items() if one.kind == Area.Kind.ENGLAND]
    said = []
    for series in _main(sifted):
        rows = np.flatnonzero(
            (sifted.series == series.pk) & (sifted.period == newest.pk) & np.isin(sifted.area, england)
        )
        value = float(sifted.value[rows[0]]) if len(rows) and not np.isnan(sifted.value[rows[0]]) else None
        said.append((series.indicator.title, figure(value, series.indicator.decimals) if len(rows) else ""))
    return said


def _sample(sifted: Sifted, areas: dict[int, Area], newest: Period) -> list[Sampled]:
    """The first councils by name, and one whose figure is not there, of the first indicator."""
    series = next(iter(_main(sifted)), None)
    if series is None:
        return []
    rows = np.flatnonzero(
        (sifted.series == series.pk) & (sifted.period == newest.pk) & sifted.is_council
    ).tolist()
    rows.sort(key=lambda n: _council(areas, sifted, n).short_name)
    bare = [n for n in rows[SAMPLE:] if np.isnan(sifted.value[n])][:1]
    return [_sampled(sifted, areas, n, series, newest) for n in [*rows[:SAMPLE], *bare]]


def _sampled(sifted: Sifted, areas: dict[int, Area], n: int, series: Series, newest: Period) -> Sampled:
    council = _council(areas, sifted, n)
    value = None if np.isnan(sifted.value[n]) else float(sifted.value[n])
    status = Status(int(sifted.status[n]))
    return Sampled(
        council=council.short_name,
        code=council.code,
        indicator=series.indicator.title,
        period=newest.label,
        printed=figure(value, series.indicator.decimals),
        why="" if value is not None and status == Status.PUBLISHED else MEANINGS[status],
    )


def _council(areas: dict[int, Area], sifted: Sifted, n: int) -> Council:
    council = areas[int(sifted.area[n])].council
    assert council is not None  # noqa: S101  (for the type checker: only councils' rows are asked for)
    return council
