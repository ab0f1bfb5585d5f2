"""The rows of a headline report and of its trends as HTML: a thousand cells, too many for templates.

Every word is escaped here; the charts are our own drawings.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.utils.safestring import SafeString

from indicators.charts.drawing import escape

if TYPE_CHECKING:
    from indicators.queries.fuller import Row
    from indicators.queries.headline import Line
    from indicators.queries.trends import Trend


def line_row(line: Line, notes_at: str) -> str:
    """One line of the report (R102, R103); `notes_at` is the page its note stands on, empty for the same."""
    said = "".join(
        f"<small>The council says: {escape(one.text)} ({escape(one.given_by)}, "
        f"{one.given_on.day} {one.given_on:%B %Y})</small>"
        for one in line.explanations
    )
    period = f" · {escape(line.period)}" if line.period else ""
    why = f"<small>NA: {escape(line.why_na)}</small>" if line.why_na else ""
    return (
        f'<tr><th scope="row"><a href="{line.address}">{escape(line.title)}</a> '
        f'<a class="s-footnote" href="{notes_at}#note-{line.number}" aria-label="Note {line.number}">'
        f'({line.number})</a> <span class="s-unit">{escape(line.unit)}{period}</span> {why}{said}</th>'
        f'<td class="s-num s-local" data-label="Local">{line.local_text}</td>'
        f'<td class="s-num" data-label="{escape(line.beside_label)}">{line.type_text}</td>'
        f'<td class="s-num" data-label="England">{line.england_text}</td>'
        f'<td class="s-num s-bottom" data-label="Bottom">{line.bottom_text}</td>'
        f'<td class="s-range">{line.drawn(standalone=False)}</td>'
        f'<td class="s-num" data-label="Top">{line.top_text}</td></tr>'
    )


def said_row(row: Row) -> str:
    """What is said of a line, under it; nothing where nothing is."""
    if not (row.said or row.change or row.moved):
        return ""
    moved = (
        f' <span class="s-moved"><strong>Changed quarter:</strong> {escape(row.moved)}.</span>'
        if row.moved
        else ""
    )
    said = f"{escape(row.said)} {escape(row.change)}{moved}"
    return f'<tr class="s-headline__said"><td colspan="7">{said}</td></tr>'


def rows(several: Iterable[Row]) -> SafeString:
    """Lines with what is said of each, on the page that holds their notes."""
    return SafeString("".join(line_row(row.line, "") + said_row(row) for row in several))


def trend_row(trend: Trend, *, with_table: bool) -> str:
    """One indicator over time: its name, its drawing, and the table that says the same."""
    title, unit = escape(trend.title), escape(trend.unit)
    table = _trend_table(trend, title, unit) if with_table else ""
    return (
        f'<tr><th scope="row"><a href="{trend.address}">{title}</a> '
        f"<small>{unit} · {escape(trend.first)} – {escape(trend.last)}</small></th>"
        f"<td>{trend.drawn(standalone=False)}{table}</td></tr>"
    )


def _trend_table(trend: Trend, title: str, unit: str) -> str:
    cells = "".join(
        f'<tr><th scope="row">{escape(period)}</th><td class="s-num">{here}</td>'
        f'<td class="s-num">{theirs}</td></tr>'
        for period, here, theirs in trend.rows
    )
    return (
        '<details class="govuk-details"><summary class="govuk-details__summary">'
        f'<span class="govuk-details__summary-text">Show as table<span class="s-vh">: {title}</span></span>'
        '</summary><div class="govuk-details__text"><table class="s-table s-table--tight">'
        f'<caption class="s-vh">{title}, {unit}</caption><thead><tr><th scope="col">Period</th>'
        '<th scope="col" class="s-num">This council</th><th scope="col" class="s-num">Type avg</th>'
        "</tr></thead>"
        f"<tbody>{cells}</tbody></table></div></details>"
    )


def notes(several: Iterable[Row], *, region: str, explain_at: str) -> SafeString:
    """What stands behind each line; `explain_at` is where the council’s word is put down, or empty."""
    return SafeString("".join(_note(row, region, explain_at) for row in several))


def _note(row: Row, region: str, explain_at: str) -> str:
    line = row.line
    title, period = escape(line.title), f", {escape(line.period)}" if line.period else ""
    said = [f"<strong>({line.number}) {title}</strong>, {escape(line.unit)}{period}. {escape(line.note)}"]
    if line.remark:
        said.append(f"The publisher notes beside this council’s figure: “{escape(line.remark)}”")
    if row.better:
        said.append(escape(row.better))
    parts = [f'<p class="govuk-!-margin-0">{one}</p>' for one in said]
    if line.period:
        parts.append(f'<p class="s-small govuk-!-margin-0">{_counted(row, region)}</p>')
    if line.period and explain_at:
        parts.append(
            f'<p class="s-small govuk-!-margin-0"><a class="s-link" href="{explain_at}/{line.slug}/explain">'
            f'Put down what the council says about it<span class="s-vh">: {title}</span></a></p>'
        )
    through = f", through {escape(line.through)}" if line.through else ""
    parts.append(
        f'<p class="s-muted s-small govuk-!-margin-0">{escape(line.publisher)}{through} · '
        f'{escape(line.licence)} · <a class="s-link" href="{escape(line.page)}" rel="noreferrer">'
        f'Publisher’s page</a> · <a class="s-link" href="{line.address}">About the indicator</a></p>'
    )
    return f'<li id="note-{line.number}">{"".join(parts)}</li>'


def _counted(row: Row, region: str) -> str:
    """The averages beside a figure, each with how many councils it is of."""
    line = row.line
    name = escape(line.type_name[:1].upper() + line.type_name[1:])
    return (
        f"{name} of {_councils(line.type_n)} {line.type_text}, median {row.median_text} · {escape(region)} "
        f"average of {_councils(row.region_n)} {row.region_text} · England average {line.england_text}, "
        f"{line.england_label} · range of {line.n} councils"
    )


def _councils(n: int) -> str:
    return f"{n} council" if n == 1 else f"{n} councils"
