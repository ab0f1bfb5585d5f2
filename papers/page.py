"""The paper as a fragment of a page: GOV.UK classes, no style and no script."""

from collections.abc import Iterable

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString, mark_safe

from .paper import (
    Boxed,
    Chart,
    Facts,
    Heading,
    Laid,
    Masthead,
    Note,
    Paper,
    Paragraph,
    Recommendation,
    Row,
    Sheet,
    Table,
    lay_out,
)

SIZES = {1: "l", 2: "m", 3: "s"}


def _joined(parts: Iterable[SafeString]) -> SafeString:
    return mark_safe("".join(parts))  # noqa: S308 - each part was escaped where it was made


def _drawing(chart: Chart) -> SafeString:
    # The drawing went through papers.drawing's allow-list when the chart was made.
    opening, _, rest = chart.svg.partition(">")
    attributes = opening.removeprefix("<svg").removesuffix("/")
    inside = rest.removesuffix("</svg>") if not opening.endswith("/") else ""
    return format_html(
        '<svg class="paper-chart" role="img" focusable="false"{}><title>{}</title>{}</svg>',
        mark_safe(attributes),  # noqa: S308
        chart.alt,
        mark_safe(inside),  # noqa: S308
    )


def _cell(column_align: str, cell: "str | Chart") -> SafeString:
    if isinstance(cell, Chart):
        return format_html('<td class="govuk-table__cell paper-table__chart">{}</td>', _drawing(cell))
    kind = " govuk-table__cell--numeric" if column_align == "right" else ""
    return format_html('<td class="govuk-table__cell{}">{}</td>', kind, cell)


def _row(table: Table, row: Row) -> SafeString:
    if not row.cells:
        return format_html(
            '<tr class="govuk-table__row paper-table__group">'
            '<th scope="rowgroup" colspan="{}" class="govuk-table__header">{}</th></tr>',
            len(table.columns),
            row.header,
        )
    cells = (_cell(column.align, cell) for column, cell in zip(table.columns[1:], row.cells, strict=True))
    return format_html(
        '<tr class="govuk-table__row"><th scope="row" class="govuk-table__header">{}</th>{}</tr>',
        row.header,
        _joined(cells),
    )


def _table(table: Table) -> SafeString:
    heads = format_html_join(
        "",
        '<th scope="col" class="govuk-table__header{}">{}</th>',
        (
            (" govuk-table__header--numeric" if column.align == "right" else "", column.heading)
            for column in table.columns
        ),
    )
    return format_html(
        '<div class="paper-table" role="region" aria-label="{}" tabindex="0"><table class="govuk-table{}">'
        '<caption class="govuk-table__caption govuk-table__caption--s">{}</caption>'
        '<thead class="govuk-table__head"><tr class="govuk-table__row">{}</tr></thead>'
        '<tbody class="govuk-table__body">{}</tbody></table></div>',
        table.caption,
        " paper-table--plain" if table.drawn else "",
        table.caption,
        heads,
        _joined(_row(table, row) for row in table.rows),
    )


def _heading(heading: Heading, first_level: int) -> SafeString:
    level = min(heading.level + first_level - 1, 6)
    start = " paper-newpage" if heading.new_page else ""
    return format_html(
        '<h{} class="govuk-heading-{}{}">{}</h{}>', level, SIZES[heading.level], start, heading.text, level
    )


def _lead(lead: str) -> SafeString:
    return format_html("<strong>{}</strong> ", lead) if lead else SafeString("")


def _block(block: Laid | Recommendation, level: int) -> SafeString:
    match block:
        case Masthead():
            return format_html(
                '<header class="paper-masthead"><p class="paper-masthead__body">{}</p> <p>{}</p> '
                '<p class="paper-masthead__item">{}</p> <p class="paper-masthead__marking">{}</p></header>',
                block.body,
                block.day,
                block.item,
                block.marking,
            )
        case Boxed():
            inside = _joined(_block(each, level) for each in block.blocks)
            return format_html('<div class="paper-box">{}</div>', inside)
        case Heading():
            return _heading(block, level)
        case Facts():
            return format_html(
                '<dl class="paper-facts">{}</dl>',
                format_html_join("", "<div><dt>{}</dt> <dd>{}</dd></div>", block.pairs),
            )
        case Paragraph():
            return format_html(
                '<p class="govuk-body paper-numbered paper-numbered--{}">'
                '<span class="paper-number">{}.</span> <span>{}{}</span></p>',
                block.depth,
                block.number,
                _lead(block.lead),
                block.text,
            )
        case Recommendation():
            return format_html(
                '<p class="govuk-body paper-numbered"><span class="paper-number">{}.</span> '
                "<span>{}</span></p>",
                block.number,
                block.text,
            )
        case Note():
            kind = "govuk-body-s" if block.small else "govuk-body"
            return format_html('<p class="{}">{}{}</p>', kind, _lead(block.lead), block.text)
        case Chart():
            words = format_html('<figcaption class="govuk-body-s">{}</figcaption>', block.as_words)
            return format_html(
                '<figure class="paper-figure">{}{}</figure>', _drawing(block), words if block.as_words else ""
            )
        case Table():
            return _table(block)
    raise TypeError(f"No page shape for {type(block).__name__}.")


def to_page(paper: Paper | Sheet, *, first_level: int = 2) -> SafeString:
    """The paper as `<article class="paper">`; its title is a heading of `first_level`."""
    running = format_html_join(
        " ",
        '<p class="paper-running__line">{}</p>',
        ((line,) for line in (paper.copy_line, paper.standing_line) if line),
    )
    return format_html(
        '<article class="paper" lang="en-GB"><div class="paper-running">{}</div>{}</article>',
        running,
        _joined(_block(block, first_level) for block in lay_out(paper)),
    )
