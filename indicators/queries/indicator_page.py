"""What an indicator's page shows: one series and period, as it was known at a time, and how it came about."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef
from django.utils.safestring import SafeString
from django.utils.text import slugify

from councils.models import Council
from indicators import charts, definitions
from indicators.catalogue import IndicatorDefinition
from indicators.models import Comparison, FictionalFigure, Observation, Series, Source
from indicators.places import places
from indicators.queries.banners import Banner
from indicators.queries.indicator_rows import (
    ComparisonRow,
    CouncilRow,
    Missing,
    Option,
    StripRow,
    comparison_row,
    council_row,
    marks_of,
    period_key,
    region_name,
    strip_rows,
    type_name,
)
from indicators.queries.indicator_trend import OverTime, over_time
from indicators.queries.revisions import Revision, ever, revision_of, standing

Scope = Comparison.Scope
MAIN = "main"


@dataclass(frozen=True, kw_only=True)
class Asked:
    """Which figures of an indicator are asked for; what is not there gives way to what is usual."""

    series: str = ""
    period: str = ""
    kind: str = ""
    region: str = ""
    council: Council | None = None


NOTHING = Asked()


@dataclass(frozen=True, kw_only=True)
class IndicatorPage:
    """An indicator: its definition, one period by type, region and council, its history and revisions."""

    definition: IndicatorDefinition
    source: Source
    banners: tuple[Banner, ...]
    asked: Asked
    as_at: datetime | None
    series: tuple[Option, ...]
    series_shown: Option
    periods: tuple[Option, ...] = ()
    period_shown: Option | None = None
    before: str = ""
    refused: tuple[tuple[str, str], ...] = ()
    england: ComparisonRow | None = None
    types: list[ComparisonRow]
    regions: list[ComparisonRow]
    history: list[ComparisonRow]
    every_council: list[CouncilRow]
    not_compared: int = 0
    chosen_words: str = ""
    time: OverTime | None = None

    @property
    def period(self) -> str:
        """The period shown, as printed; empty where nothing is held."""
        return self.period_shown.words if self.period_shown else ""

    @property
    def councils(self) -> list[CouncilRow]:
        """The councils of the type and region asked for, by name."""
        return [
            row
            for row in self.every_council
            if self.asked.kind in ("", row.council.kind) and self.asked.region in ("", row.region_slug)
        ]

    @cached_property
    def in_words(self) -> bool:
        """Whether the publisher gives words and no figure: they are quoted; nothing is drawn or compared."""
        return any(row.words for row in self.every_council) and not any(
            row.value is not None for row in self.every_council
        )

    @cached_property
    def strips(self) -> list[StripRow]:
        """The strip of all England and of each type."""
        if self.england is None:
            return []
        of_types = [row.figures for row in self.types if row.n]
        return strip_rows(self.every_council, self.england.figures, of_types, self.definition.decimals)

    @cached_property
    def map(self) -> SafeString:
        """The map of councils."""
        held = {row.council.code: row for row in self.every_council}
        tiles = []
        for code, place in places().items():
            row = held.get(code)
            tiles.append(
                charts.Tile(
                    place.column, place.row, place.region, row.quarter if row else None,
                    _on_tile(place.council, row), chosen=bool(row and row.chosen),
                )
            )  # fmt: skip
        return SafeString(charts.tile_map(title=f"{self.definition.title}, {self.period}", tiles=tiles))

    @property
    def on_map(self) -> int:
        """How many councils of the map have a figure."""
        return sum(row.value is not None and row.council.code in places() for row in self.every_council)

    @property
    def not_drawn(self) -> list[Missing]:
        """Whose figures have no place on the map, and why."""
        absent = [
            row.council
            for row in self.every_council
            if row.value is not None and row.council.code not in places()
        ]
        counties = tuple(one.short_name for one in absent if one.kind == "county")
        gone = tuple(one.short_name for one in absent if one.kind != "county")
        return [
            Missing(why, names)
            for why, names in (
                (_many(counties, "county", "counties") + ", drawn as districts", counties),
                (_many(gone, "council", "councils") + " abolished before April 2023", gone),
            )
            if names
        ]

    @property
    def england_words(self) -> str:
        """England's figure and whose it is; both, where the publisher gives one."""
        if self.england is None:
            return ""
        computed = f"{self.england.mean} computed, the mean of {self.england.n} councils"
        if self.england.figures.published is None:
            return computed
        return f"{self.england.published} as published ({computed})"

    @property
    def revisions(self) -> list[Revision]:
        """The revisions of the period's figures, by council."""
        return [row.revision for row in self.councils if row.revision]


def indicator_page(
    slug: str, *, as_at: datetime | None = None, asked: Asked = NOTHING, on: date = date.min
) -> IndicatorPage | None:
    """Everything the indicator's page shows, in nine queries at most; None where there is none such.

    `on` is the day it is looked at: what is late or stale by then is said.
    """
    definition = definitions.indicator(slug)
    source = Source.objects.filter(indicators__slug=slug).first() if definition else None
    if definition is None or source is None:
        return None
    refused: list[tuple[str, str]] = []
    every = _series(slug, as_at)
    series = every.get(asked.series or MAIN)
    if series is None:
        if asked.series:
            refused.append(
                ("series", "There are no such figures of this indicator; these are its main ones.")
            )
        series = every.get(MAIN)
    options = tuple(Option(key, _series_words(key, one)) for key, one in every.items())
    shown = next(
        (one for one in options if series and every[one.key] is series), Option(MAIN, "Main figures")
    )
    base: dict[str, Any] = {
        "definition": definition,
        "source": source,
        "banners": Banner.of(source, on),
        "asked": asked,
        "as_at": as_at,
        "series": options,
        "series_shown": shown,
    }
    history = _history(series, as_at) if series else []
    newest = _period_asked(history, asked, refused)
    if series is None or newest is None:
        return IndicatorPage(
            **base, refused=tuple(refused), types=[], regions=[], history=[], every_council=[]
        )
    return _filled(base, refused, series, history, newest)


def _filled(
    base: dict[str, Any],
    refused: list[tuple[str, str]],
    series: Series,
    history: list[Comparison],
    newest: Comparison,
) -> IndicatorPage:
    definition, asked, as_at = base["definition"], base["asked"], base["as_at"]
    others: dict[str, list[Comparison]] = defaultdict(list)
    for one in Comparison.objects.as_at(as_at).filter(series=series, period=newest.period_id):
        others[one.scope].append(one)
    older = next((one for one in history if one.period.end_on < newest.period.end_on and one.n), None)
    rows, back_cast = _councils(newest, older, definition.decimals, asked.council, as_at)
    time = over_time(series, history, asked.council, definition, as_at)
    return IndicatorPage(
        **base,
        periods=tuple(
            Option(period_key(one.period.start_on, one.period.end_on), one.period.label) for one in history
        ),
        period_shown=Option(period_key(newest.period.start_on, newest.period.end_on), newest.period.label),
        before=older.period.label if older else "",
        refused=tuple(refused),
        england=comparison_row(newest, definition.decimals, "England", time.england.get(newest.period_id)),
        types=[
            comparison_row(one, definition.decimals, type_name(one.member))
            for one in sorted(others[Scope.TYPE], key=lambda one: type_name(one.member))
        ],
        regions=[
            comparison_row(one, definition.decimals, region_name(one.member))
            for one in sorted(others[Scope.REGION], key=lambda one: one.member)
        ],
        history=[
            comparison_row(one, definition.decimals, one.period.label, time.england.get(one.period_id))
            for one in history
        ],
        every_council=rows,
        not_compared=back_cast,
        chosen_words=_chosen_words(asked.council, rows, newest, definition),
        time=time,
    )


def _series(slug: str, as_at: datetime | None) -> dict[str, Series]:
    """The indicator's runs of figures by what stands in an address, the main one first.

    Those that no council has (a division of England alone) are left out.
    """
    compared = Comparison.objects.as_at(as_at).filter(series=OuterRef("pk"), scope=Scope.ENGLAND)
    found: dict[str, Series] = {}
    for one in Series.objects.filter(Exists(compared), indicator__slug=slug).order_by(
        "-is_main", "category_type", "category", "sex", "age"
    ):
        key = MAIN if one.is_main else slugify(" ".join((one.sex, one.age, one.category_type, one.category)))
        found.setdefault(key if key not in found else f"{key}-{one.pk}", one)
    return found


def _series_words(key: str, one: Series) -> str:
    kind = f"{one.category_type}: {one.category}" if one.category_type else one.category
    said = ", ".join(filter(None, (one.sex, one.age, kind)))
    if key == MAIN:
        return f"Main figures ({said})" if said else "Main figures"
    return said or "All"


def _history(series: Series, as_at: datetime | None) -> list[Comparison]:
    """England's comparison of every period, newest first."""
    return list(
        Comparison.objects.as_at(as_at)
        .filter(series=series, scope=Scope.ENGLAND)
        .select_related("period")
        .order_by("-period__end_on", "-period__start_on")
    )


def _period_asked(
    history: list[Comparison], asked: Asked, refused: list[tuple[str, str]]
) -> Comparison | None:
    newest = next((one for one in history if one.n), history[0] if history else None)
    if not asked.period:
        return newest
    for one in history:
        if period_key(one.period.start_on, one.period.end_on) == asked.period:
            return one
    if newest:
        refused.append(("period", "No figures of that period are held; these are the newest."))
    return newest


def _councils(
    newest: Comparison,
    older: Comparison | None,
    decimals: int,
    chosen: Council | None,
    as_at: datetime | None,
) -> tuple[list[CouncilRow], int]:
    """Every council's figure by name, and how many figures are of councils that did not exist then."""
    wanted = [newest.period_id] + ([older.period_id] if older else [])
    found = ever(
        Observation.objects.filter(
            series_id=newest.series_id, period_id__in=wanted, area__council__isnull=False
        ),
        as_at,
    ).select_related("since__release", "until", "remark", "area__council__region")
    held: dict[tuple[int, int], list[Observation]] = defaultdict(list)
    for row in found:
        held[row.period_id, row.area_id].append(row)
    marks = marks_of(newest)
    rows, back_cast = [], 0
    for (period, area), versions in held.items():
        now = standing(versions, as_at) if period == newest.period_id else None
        if now is None:
            continue
        council = now.area.council
        if council is None or not now.existed:
            back_cast += 1
            continue
        before = standing(held.get((older.period_id, area), ()), as_at) if older else None
        rows.append(
            council_row(
                council, now, before, marks=marks, decimals=decimals,
                revision=revision_of(council.short_name, versions, decimals, as_at),
                chosen=chosen is not None and council.pk == chosen.pk,
            )
        )  # fmt: skip
    rows.sort(key=lambda row: (row.council.short_name, row.council.pk))
    return rows, back_cast


def _chosen_words(
    council: Council | None, rows: list[CouncilRow], newest: Comparison, definition: IndicatorDefinition
) -> str:
    """Where the council that was asked for stands in the period, in a sentence."""
    if council is None:
        return ""
    row = next((row for row in rows if row.chosen), None)
    if row and row.value is not None:
        said = f"{council.short_name}: {row.printed}"
        return f"{said}, in the {row.quarter_name} of England’s values." if row.quarter else f"{said}."
    if row and row.words:
        return f"{council.short_name}: “{row.words}”."
    if row:
        return f"{council.short_name}: NA, {row.why}."
    if council.is_fictional:
        own = FictionalFigure.objects.filter(
            council=council, series=newest.series_id, period=newest.period_id
        ).first()
        printed = charts.figure(own.value if own else None, definition.decimals)
        return f"{council.short_name} (fictional): {printed}, invented, on no strip and no map."
    return f"{council.short_name} has no figure in this period that is compared."


def _many(names: tuple[str, ...], one: str, many: str) -> str:
    return f"{len(names)} {one if len(names) == 1 else many}"


def _on_tile(name: str, row: CouncilRow | None) -> str:
    if row is None:
        return f"{name}: no figure"
    if row.value is None:
        return f"{name}: NA, {row.why}"
    return f"{name}: {row.printed}" + (f", {row.quarter_name}" if row.quarter else "")
