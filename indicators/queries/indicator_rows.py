"""The rows of an indicator's page: a comparison, a council's figure, a strip, a period."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.safestring import SafeString

from councils.models import Council, CouncilType
from indicators import charts
from indicators.markers import MEANINGS, Status
from indicators.models import Comparison, Observation
from indicators.queries.revisions import Revision


@dataclass(frozen=True)
class Option:
    """Something to choose: what stands in the address, and its words."""

    key: str
    words: str


@dataclass(frozen=True)
class ComparisonRow:
    """One comparison as printed: of a period, a type or a region; `figures` are the values themselves."""

    name: str
    n: int
    councils: int
    published: str
    mean: str
    median: str
    least: str
    lower_quartile: str
    upper_quartile: str
    greatest: str
    figures: Comparison
    revision: Revision | None = None


@dataclass(frozen=True, kw_only=True)
class CouncilRow:
    """One council's figure in the period shown."""

    council: Council
    kind: str
    region: str
    region_slug: str
    value: float | None
    printed: str
    why: str
    remark: str
    words: str  # a judgement or the like, published in words in place of a figure
    quarter: int | None
    change: float | None
    changed: str
    revision: Revision | None
    chosen: bool

    @property
    def quarter_name(self) -> str:
        """The quarter of England's values it is in, by name."""
        return charts.QUARTERS.get(self.quarter or 0, "")


@dataclass(frozen=True)
class StripRow:
    """The councils of a type on England's range."""

    name: str
    n: int
    median: str
    chart: SafeString


@dataclass(frozen=True)
class Missing:
    """Figures that are kept and have no place on the map: why, and whose."""

    why: str
    names: tuple[str, ...]


def type_name(member: str) -> str:
    """A type's name."""
    return str(CouncilType(member).label)


def region_name(member: str) -> str:
    """A region's name, of its slug."""
    said = member.replace("-", " ").title()
    return said.replace(" And ", " and ").replace(" The ", " the ").replace(" Of ", " of ")


def period_key(start: date, end: date) -> str:
    """A period in an address."""
    return f"{start.isoformat()}_{end.isoformat()}"


def comparison_row(
    one: Comparison, decimals: int, name: str, revision: Revision | None = None
) -> ComparisonRow:
    """A comparison as printed."""

    def said(value: float | None) -> str:
        return charts.figure(value, decimals)

    return ComparisonRow(
        name=name,
        n=one.n,
        councils=one.councils,
        published=said(one.published) if one.published is not None else "–",
        mean=said(one.mean),
        median=said(one.median),
        least=said(one.least),
        lower_quartile=said(one.lower_quartile),
        upper_quartile=said(one.upper_quartile),
        greatest=said(one.greatest),
        figures=one,
        revision=revision,
    )


def marks_of(one: Comparison) -> charts.Marks:
    """England's range of values in a period."""
    return charts.Marks(one.least, one.lower_quartile, one.median, one.upper_quartile, one.greatest)


def council_row(
    council: Council,
    row: Observation,
    before: Observation | None,
    *,
    marks: charts.Marks,
    decimals: int,
    revision: Revision | None,
    chosen: bool,
) -> CouncilRow:
    """A council's figure, its quarter, and how it differs from the period before."""
    change = None
    if row.value is not None and before is not None and before.existed and before.value is not None:
        change = row.value - before.value
    return CouncilRow(
        council=council,
        kind=council.get_kind_display(),
        region=council.region.name,
        region_slug=council.region.slug,
        value=row.value,
        printed=charts.figure(row.value, decimals),
        why="" if row.value is not None else MEANINGS[Status(row.status)],
        remark=row.remark.text if row.remark else "",
        words=row.remark.text if row.remark and row.status == Status.IN_WORDS else "",
        quarter=charts.quarter(row.value, marks),
        change=change,
        changed=signed(change, decimals),
        revision=revision,
        chosen=chosen,
    )


def signed(change: float | None, decimals: int) -> str:
    """A change as printed: with its sign, a true minus, “no change” where it prints as nothing."""
    if change is None:
        return ""
    printed = charts.figure(abs(change), decimals)
    if not printed.strip("0.,"):
        return "no change"
    return f"{'+' if change > 0 else '−'}{printed}"


def strip_rows(
    rows: list[CouncilRow], england: Comparison, types: list[Comparison], decimals: int
) -> list[StripRow]:
    """All of England, then each type by name: its councils as ticks on the range of England."""
    chosen = next((row for row in rows if row.chosen), None)
    own = england.published if england.published is not None else england.mean

    def drawn(name: str, of: Comparison, kind: str) -> StripRow:
        here = chosen if chosen and kind in ("", chosen.council.kind) else None
        svg = charts.strip(
            title=name,
            values=[row.value for row in rows if kind in ("", row.council.kind)],
            bottom=england.least,
            top=england.greatest,
            decimals=decimals,
            england=own,
            median=of.median,
            local=here.value if here else None,
            local_name=here.council.short_name if here else "",
        )
        return StripRow(name, of.n, charts.figure(of.median, decimals), SafeString(svg))

    of_types = [drawn(type_name(one.member), one, one.member) for one in types]
    return [drawn("All of England", england, ""), *of_types]
