"""The headline report of a council: local, type average, England average, England range (R097-R105, R111)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.safestring import SafeString

from common.errors import not_found
from councils.models import Council
from indicators import charts, definitions, markup
from indicators.catalogue import IndicatorDefinition, ReportDefinition, SourceDefinition, is_in_words
from indicators.markers import MEANINGS, Status
from indicators.models import Indicator, Period
from indicators.queries.banners import Banner, banners_of
from indicators.queries.loading import (
    Compared,
    Explanation,
    Figures,
    Local,
    OfType,
    ended_by,
    figures_of,
    figures_of_each,
    newest_in_england,
)

IN_WORDS = "it is published in words, not as a figure: its page quotes them"
NOT_PULLED = "no figures are held for a period that had ended by then"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One indicator of the report. Values are in `unit`; None is NA, and `why_na` says why."""

    number: int
    slug: str
    title: str
    unit: str
    decimals: int
    note: str
    publisher: str
    page: str
    licence: str
    polarity: str
    period: str = ""
    period_ends_on: date | None = None
    source: str = ""
    through: str = ""
    local: float | None = None
    why_na: str = ""
    remark: str = ""
    local_name: str = "this council"
    council_address: str = ""
    beside_label: str = "Type"
    type_average: float | None = None
    type_n: int = 0
    type_name: str = "type average"
    england: float | None = None
    england_is_published: bool = False
    n: int = 0
    bottom: float | None = None
    top: float | None = None
    lower_quartile: float | None = None
    upper_quartile: float | None = None
    explanations: tuple[Explanation, ...] = ()

    def printed(self, value: float | None) -> str:
        """A value in the indicator's decimals, or NA."""
        return charts.figure(value, self.decimals)

    @property
    def local_text(self) -> str:
        """The local value as printed."""
        return self.printed(self.local)

    @property
    def type_text(self) -> str:
        """The type's average as printed."""
        return self.printed(self.type_average)

    @property
    def england_text(self) -> str:
        """England's average as printed."""
        return self.printed(self.england)

    @property
    def bottom_text(self) -> str:
        """The least value of a council in England, as printed."""
        return self.printed(self.bottom)

    @property
    def top_text(self) -> str:
        """The greatest value of a council in England, as printed."""
        return self.printed(self.top)

    @property
    def england_label(self) -> str:
        """Whose figure the England average is."""
        if self.england is None:
            return "no England figure"
        return "as published" if self.england_is_published else f"computed, mean of {self.n} councils"

    @property
    def address(self) -> str:
        """The indicator's own page."""
        return f"/indicators/{self.slug}"

    @property
    def row(self) -> SafeString:
        """The line as a row of a page whose notes stand on the report's own page."""
        return SafeString(markup.line_row(self, f"{self.council_address}/headline"))

    @property
    def chart(self) -> SafeString:
        """The range bar for a page."""
        return SafeString(self.drawn(standalone=False))

    def drawn(self, *, standalone: bool) -> str:
        """The range bar as SVG; `standalone` carries its own colours, for papers."""
        return charts.range_bar(
            title=self.title,
            bottom=self.bottom,
            top=self.top,
            decimals=self.decimals,
            local=self.local,
            local_name=self.local_name,
            why_no_local=self.why_na,
            type_average=self.type_average,
            type_name=self.type_name,
            england=self.england,
            lower_quartile=self.lower_quartile,
            upper_quartile=self.upper_quartile,
            standalone=standalone,
        )


@dataclass(frozen=True)
class Theme:
    """A heading of the report and its lines (R104)."""

    title: str
    lines: tuple[Line, ...]


@dataclass(frozen=True)
class HeadlineReport:
    """A council's headline report as at a day."""

    title: str
    purpose: str
    council_name: str
    type_name: str
    is_fictional: bool
    on: date
    themes: tuple[Theme, ...]
    banners: tuple[Banner, ...]

    @property
    def lines(self) -> tuple[Line, ...]:
        """Every line in order of its number."""
        return tuple(line for theme in self.themes for line in theme.lines)

    @property
    def figures_to_on(self) -> date | None:
        """The last day the newest figure speaks of."""
        return max((line.period_ends_on for line in self.lines if line.period_ends_on), default=None)

    @property
    def has_figures(self) -> bool:
        """Whether anything has been pulled."""
        return any(line.bottom is not None for line in self.lines)


def headline_report(
    council: Council, on: date, report: str | ReportDefinition = "core", *, as_at: datetime | None = None
) -> HeadlineReport:
    """The report of `council` as at `on`, in one query; with `as_at`, as it was known at that time.

    Each line speaks of the newest period that had ended by `on` (for an abolished council: by its last
    day), compared with the councils that existed then. A fictional council has its own figures, which
    no average, range or export counts.
    """
    slugs = definition_of(report).indicators
    return report_from(figures_of(council, on, newest=slugs, as_at=as_at), council, on, report)


def headline_reports(
    councils: Iterable[Council],
    on: date,
    report: str | ReportDefinition = "core",
    *,
    as_at: datetime | None = None,
) -> dict[int, HeadlineReport]:
    """By council's id, the same reports of several councils, in one query however many they are."""
    definition, asked = definition_of(report), list(councils)
    figures = figures_of_each(asked, on, newest=definition.indicators, as_at=as_at)
    return {council.pk: report_from(figures[council.pk], council, on, definition) for council in asked}


def definition_of(report: str | ReportDefinition) -> ReportDefinition:
    """A headline report's definition by its slug; one that is not there is not found."""
    if isinstance(report, str):
        return definitions.report(report) or not_found("That headline report")
    return report


def report_from(
    figures: Figures, council: Council, on: date, report: str | ReportDefinition = "core"
) -> HeadlineReport:
    """The report of figures already loaded; no query."""
    definition = definition_of(report)
    known = definitions.indicators_named(definition.indicators)
    missing = {one.source for slug, one in known.items() if slug not in figures.england}
    sources = definitions.sources_named(missing)
    type_name = f"{council.get_kind_display()} average"
    number = 0
    themes = []
    for theme in definition.themes:
        lines = []
        for slug in filter(known.__contains__, theme.indicators):
            number += 1
            lines.append(_line(number, known[slug], council, type_name, figures, sources))
        themes.append(Theme(theme.title, tuple(lines)))
    return HeadlineReport(
        title=definition.title,
        purpose=definition.purpose,
        council_name=council.name,
        type_name=type_name,
        is_fictional=council.is_fictional,
        on=on,
        themes=tuple(themes),
        banners=banners_of((one.source for one in figures.england.values()), on),
    )


@dataclass(frozen=True)
class FigureShown:
    """Which indicator and period a council's headline report shows at a place."""

    indicator: Indicator
    period: Period


def figure_shown(council: Council, slug: str, on: date) -> FigureShown | None:
    """The newest period of an indicator that the council's report speaks of on a day."""
    one = newest_in_england([slug], ended_by(council, on)).first()
    return FigureShown(one.series.indicator, one.period) if one else None


def _line(
    number: int,
    definition: IndicatorDefinition,
    council: Council,
    type_name: str,
    figures: Figures,
    sources: Mapping[str, SourceDefinition],
) -> Line:
    slug = definition.slug
    known = {
        name: getattr(definition, name)
        for name in ("title", "unit", "decimals", "note", "publisher", "page", "licence", "polarity")
    }
    england = figures.england.get(slug)
    if england is None:
        source = sources.get(definition.source)
        in_words = source is not None and is_in_words(source, definition.series.indicator)
        why = IN_WORDS if in_words else NOT_PULLED
        return Line(
            number=number,
            slug=slug,
            why_na=why,
            type_name=in_running_text(type_name),
            council_address=council.get_absolute_url(),
            **known,
        )
    of_type, local = figures.of_type.get(england.key), figures.local.get(england.key)
    value, why, remark = _local(council, england, of_type, local, definition.decimals)
    own = england.published
    return Line(
        number=number,
        slug=slug,
        **known,
        period=england.period.label,
        period_ends_on=england.period.end_on,
        source=england.source.slug,
        through=england.source.through,
        local=value,
        why_na=why,
        remark=remark,
        local_name=council.short_name,
        council_address=council.get_absolute_url(),
        type_average=of_type.mean if of_type else None,
        type_n=of_type.n if of_type else 0,
        type_name=in_running_text(type_name),
        england=own if own is not None else england.mean,
        england_is_published=own is not None,
        n=england.n,
        bottom=england.least,
        top=england.greatest,
        lower_quartile=england.lower_quartile,
        upper_quartile=england.upper_quartile,
        explanations=figures.explanations.get(slug, ()),
    )


def _local(
    council: Council,
    england: Compared,
    of_type: OfType | None,
    local: Local | None,
    decimals: int,
) -> tuple[float | None, str, str]:
    """The council's value, or None with the reason; and what the publisher notes beside it."""
    if local is not None and local.is_fictional:
        return local.value, "" if local.value is not None else "invented as not available", ""
    if local is None:
        if council.is_fictional:
            return None, "none was invented", ""
        began = council.existed_from_on
        if began and began > england.period.end_on:
            return None, f"the council began on {_day(began)}, after this period", ""
        if of_type is None or of_type.n == 0:
            return (
                None,
                f"not published for councils of its type ({in_running_text(council.get_kind_display())})",
                "",
            )
        return None, "not published for this council", ""
    if local.existed:
        why = MEANINGS[Status(local.status)] if local.value is None else ""
        return local.value, why, local.remark or ""
    why = "the council did not exist at the end of this period"
    if local.value is not None:
        printed = charts.figure(local.value, decimals)
        why += f"; the publisher works {printed} back for its area, which is not compared"
    return None, why, local.remark or ""


def in_running_text(label: str) -> str:
    """A type's label inside a sentence: small letters, but for London."""
    return label if label.startswith(("London", "City of London")) else label[:1].lower() + label[1:]


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
