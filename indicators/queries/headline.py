"""The headline report of a council: local, type average, England average, England range (R097-R105, R111)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from councils.models import Council
from indicators import catalogue, charts
from indicators.markers import MEANINGS, Status
from indicators.models import Comparison, FictionalFigure, Indicator, Observation, Period
from indicators.queries.loading import Explanation, Figures, OfType, ended_by, figures_of, newest_in_england

NOT_PULLED = "no figures are held for a period that had ended by then"


@dataclass(frozen=True)
class Banner:
    """A source that is failing, said on every page that uses it."""

    source: str
    title: str
    sentence: str

    @property
    def address(self) -> str:
        """Where the data page says more."""
        return f"/data#{self.source}"


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


def headline_report(council: Council, on: date, report: str = "core") -> HeadlineReport:
    """The report of `council` as at `on`, in two queries.

    Each line speaks of the newest period that had ended by `on` (for an abolished council: by its last
    day), compared with the councils that existed then. A fictional council has its own figures, which
    no average, range or export counts.
    """
    slugs = catalogue.reports()[report].indicators
    return report_from(figures_of(council, on, newest=slugs), council, on, report)


def report_from(figures: Figures, council: Council, on: date, report: str = "core") -> HeadlineReport:
    """The report of figures already loaded; no query."""
    definition = catalogue.reports()[report]
    type_name = f"{council.get_kind_display()} average"
    number = 0
    themes = []
    for theme in definition.themes:
        lines = []
        for slug in theme.indicators:
            number += 1
            lines.append(_line(number, slug, council, type_name, figures))
        themes.append(Theme(theme.title, tuple(lines)))
    return HeadlineReport(
        title=definition.title,
        council_name=council.name,
        type_name=type_name,
        is_fictional=council.is_fictional,
        on=on,
        themes=tuple(themes),
        banners=_banners(figures.england.values()),
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


def _line(number: int, slug: str, council: Council, type_name: str, figures: Figures) -> Line:
    definition = catalogue.indicators()[slug]
    known = {
        name: getattr(definition, name)
        for name in ("title", "unit", "decimals", "note", "publisher", "page", "licence", "polarity")
    }
    england = figures.england.get(slug)
    if england is None:
        return Line(
            number=number, slug=slug, why_na=NOT_PULLED, type_name=in_running_text(type_name), **known
        )
    key = (england.series_id, england.period_id)
    of_type, local = figures.of_type.get(key), figures.local.get(key)
    value, why, remark = _local(council, england, of_type, local, definition.decimals)
    own = england.published
    return Line(
        number=number,
        slug=slug,
        **known,
        period=england.period.label,
        period_ends_on=england.period.end_on,
        source=england.series.indicator.source.slug,
        through=england.series.indicator.source.through,
        local=value,
        why_na=why,
        remark=remark,
        local_name=council.short_name,
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
    england: Comparison,
    of_type: OfType | None,
    local: Observation | FictionalFigure | None,
    decimals: int,
) -> tuple[float | None, str, str]:
    """The council's value, or None with the reason; and what the publisher notes beside it."""
    if isinstance(local, FictionalFigure):
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
    remark = local.remark.text if local.remark else ""
    if local.existed:
        if local.value is not None:
            return local.value, "", remark
        why = MEANINGS[Status(local.status)]
        return None, why, remark
    why = "the council did not exist at the end of this period"
    if local.value is not None:
        printed = charts.figure(local.value, decimals)
        why += f"; the publisher works {printed} back for its area, which is not compared"
    return None, why, remark


def _banners(england: Iterable[Comparison]) -> tuple[Banner, ...]:
    failing = {one.series.indicator.source for one in england if one.series.indicator.source.failure}
    return tuple(
        Banner(source.slug, source.title, source.failure)
        for source in sorted(failing, key=lambda source: source.title)
    )


def in_running_text(label: str) -> str:
    """A type's label inside a sentence: small letters, but for London."""
    return label if label.startswith(("London", "City of London")) else label[:1].lower() + label[1:]


def _day(on: date) -> str:
    return f"{on.day} {on:%B %Y}"
