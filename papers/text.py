"""Linear text: what Braille and audio are made from. A line a paragraph, tables read out row by row."""

from collections.abc import Iterator

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


def _row(table: Table, row: Row) -> Iterator[str]:
    yield ""
    yield row.header
    for column, cell in zip(table.columns[1:], row.cells, strict=False):
        said = cell.alt if isinstance(cell, Chart) else cell
        yield f"{column.heading}: {said}".rstrip()


def _prose(block: Paragraph | Recommendation | Note) -> str:
    number = f"{block.number}." if isinstance(block, (Paragraph, Recommendation)) else ""
    lead = "" if isinstance(block, Recommendation) else block.lead
    return " ".join(part for part in (number, lead, block.text) if part)


def _lines(block: Laid | Recommendation) -> Iterator[str]:
    match block:
        case Masthead():
            yield from (line for line in (block.body, block.day, block.item, block.marking) if line)
        case Boxed():
            for each in block.blocks:
                yield from _lines(each)
        case Heading():
            yield from ("", "", block.text) if block.level < 3 else ("", block.text)
        case Facts():
            yield from ("", *(f"{name} {value}" for name, value in block.pairs))
        case Chart():
            yield from ("", block.alt, *((block.as_words,) if block.as_words else ()))
        case Table():
            yield from ("", block.caption)
            for row in block.rows:
                yield from _row(block, row)
        case _:
            yield from ("", _prose(block))


def to_text(paper: Paper | Sheet) -> str:
    """The whole paper; what is printed on every page is said once, at the head."""
    lines = [line for line in (paper.copy_line, paper.standing_line) if line]
    lines = [*lines, ""] if lines else []
    for block in lay_out(paper):
        lines += _lines(block)
    return "\n".join(lines) + "\n"
