"""Tagged PDF (PDF/UA-1) and large print."""

import dataclasses
import json
import re
from collections.abc import Iterator
from io import BytesIO
from typing import Any

import pikepdf
from pikepdf import Dictionary, Name, Object, Pdf

from .columns import fits, widths
from .drawing import drawn_size
from .paper import Boxed, Chart, Facts, Laid, Paper, Recommendation, Sheet, Table, lay_out
from .typesetting import fixed_moment, typeset

SHORT = 900  # characters; less is kept on one page
WIDE = 4  # columns; a table with more is stacked in large print
# Names are made once: a structure tree of thirty councils is asked for them a hundred thousand times.
A, K, P, S = Name.A, Name.K, Name.P, Name.S
TABLE, THEAD, TBODY, TR, TH, TD = Name.Table, Name.THead, Name.TBody, Name.TR, Name.TH, Name.TD
COLSPAN, ROW = Name.ColSpan, Name.Row
LEAVES = {Name.P, Name.H1, Name.H2, Name.H3, Name.Span, Name.Figure, Name.Lbl, Name.Link}
BREAK = "\u200b"  # a place where a very long word may be broken


def _breakable(text: str, limit: int) -> str:
    """Words longer than `limit` may be broken after every few characters; all others stay whole."""
    if len(text) <= limit:
        return text
    return re.sub(rf"\S{{{limit + 1},}}", lambda word: BREAK.join(word.group()), text)


def _short(table: Table, *, stacked: bool, large: bool) -> bool:
    """Whether the table (or, stacked, its longest row) is sure to fit on one page."""
    said = [len(row.header) + sum(len(c) for c in row.cells if isinstance(c, str)) for row in table.rows]
    if stacked:
        return max(said, default=0) < SHORT // 3 and len(table.columns) < 12
    return not large and sum(said) < SHORT and len(table.rows) < 20


def _fitted(text: str, points: float, *, bold: bool = False) -> str:
    """The same, in a table: words that do not fit their column of `points` may be broken."""
    if all(fits(word, points, bold=bold) for word in text.split()):
        return text
    words = (word if fits(word, points, bold=bold) else BREAK.join(word) for word in text.split(" "))
    return " ".join(words)


def _table(table: Table, *, large: bool) -> dict[str, Any]:
    stacked = large and len(table.columns) > WIDE
    shares = widths(table)
    # Stacked, or at 18 points where widths are reckoned at 8, there is less room for a word.
    rooms = [90.0] * len(shares) if stacked else [points * 0.45 if large else points for points in shares]
    return {
        "kind": "Table",
        "caption": _breakable(table.caption, 24),
        "stacked": stacked,
        "plain": table.drawn,
        "short": _short(table, stacked=stacked, large=large),
        "columns": [
            {"heading": _fitted(column.heading, room, bold=True), "align": column.align, "weight": share}
            for column, share, room in zip(table.columns, shares, rooms, strict=True)
        ],
        "rows": [
            {
                "header": _fitted(row.header, rooms[0], bold=not table.drawn)
                if row.cells and not stacked
                else _breakable(row.header, 24),
                "cells": [
                    _chart(cell) if isinstance(cell, Chart) else _fitted(cell, room)
                    for cell, room in zip(row.cells, rooms[1:], strict=False)
                ],
            }
            for row in table.rows
        ],
    }


def _chart(chart: Chart) -> dict[str, Any]:
    width, _ = drawn_size(chart.svg)
    return {"kind": "Chart", "svg": chart.svg, "alt": chart.alt, "as_words": chart.as_words, "width": width}


def _plain(block: Laid | Recommendation, *, large: bool) -> dict[str, Any]:
    if isinstance(block, Table):
        return _table(block, large=large)
    if isinstance(block, Chart):
        return _chart(block)
    if isinstance(block, Boxed):
        said = sum(len(each.text) for each in block.blocks)
        inside = [_plain(each, large=large) for each in block.blocks]
        return {"kind": "Boxed", "blocks": inside, "short": said < (SHORT // 3 if large else SHORT)}
    fields = {each.name: getattr(block, each.name) for each in dataclasses.fields(block)}
    limit = 18 if large else 40
    shown = {
        name: _breakable(value, limit) if isinstance(value, str) else value for name, value in fields.items()
    }
    if isinstance(block, Facts):
        shown["pairs"] = [[name, _breakable(value, limit)] for name, value in block.pairs]
    return {"kind": type(block).__name__, **shown}


def _data(paper: Paper | Sheet, blocks: tuple[Laid, ...], *, large: bool) -> str:
    on = paper.held_on
    return json.dumps(
        {
            "large": large,
            "title": paper.title,
            "author": paper.author or paper.body,
            "year": on.year,
            "month": on.month,
            "day": on.day,
            "item": paper.item_line,
            "marking": paper.marking,
            "copy": paper.copy_line,
            "standing": paper.standing_line,
            "blocks": [_plain(block, large=large) for block in blocks],
        },
        ensure_ascii=False,
    )


def _children(element: Object) -> list[Object]:
    kids = element.get(K)
    if kids is None:
        return []
    found = list(kids) if isinstance(kids, pikepdf.Array) else [kids]
    return [kid for kid in found if isinstance(kid, pikepdf.Dictionary)]


def _tables(element: Object) -> Iterator[Object]:
    if (kind := element.get(S)) == TABLE:
        yield element
    elif kind not in LEAVES:
        for kid in _children(element):
            yield from _tables(kid)


def _rows(part: Object) -> list[Object]:
    """The rows of a table's head or body, or of a table without parts."""
    return [kid for kid in _children(part) if kid.get(S) == TR]


def _span(cell: Object) -> dict[str, Any]:
    held = cell.get(A)
    attributes: list[Object] = list(held) if isinstance(held, pikepdf.Array) else [held] if held else []
    return next(({"/ColSpan": int(each.ColSpan)} for each in attributes if COLSPAN in each), {})


def _out_of_the_head(table: Object, head: Object, document: Pdf) -> list[Object]:
    """A group's name right under the columns' headings belongs to the rows it names, not to the head.

    In print it is a header of the second level, so that it is never left alone at the foot of a page.
    """
    rows = _rows(head)
    if len(rows) < 2:
        return []
    body = document.make_indirect(
        Dictionary(Type=Name.StructElem, S=TBODY, P=table, K=pikepdf.Array(rows[1:]))
    )
    for row in rows[1:]:
        row[P] = body
    head[K] = pikepdf.Array(rows[:1])
    kids = _children(table)
    table[K] = pikepdf.Array([each for kid in kids for each in ([kid, body] if kid == head else [kid])])
    return rows[1:]


def _rows_to_name(table: Object, document: Pdf) -> Iterator[Object]:
    for part in _children(table):
        kind = part.get(S)
        if kind == TR:
            yield part
        elif kind == THEAD:
            yield from _out_of_the_head(table, part, document)
        else:
            yield from _rows(part)


def _name_rows(document: Pdf) -> None:
    """The first cell of each row becomes the row's header: typst tags headers of columns only.

    Its lists of column headers go from the other cells: with them, readers pass the rows' headers over;
    without them, the scope of both kinds of header holds.
    """
    for table in _tables(document.Root.StructTreeRoot):
        for row in _rows_to_name(table, document):
            cells = _children(row)
            across = _span(cells[0]) if len(cells) == 1 else {}
            if not cells or (cells[0].get(S) != TD and not across):
                continue
            cells[0][S] = TH
            cells[0][A] = Dictionary({"/O": TABLE, "/Scope": ROW, **across})
            for cell in cells[1:]:
                if A in cell:
                    del cell[A]


def to_pdf(paper: Paper | Sheet, *, large: bool = False) -> bytes:
    """The paper as PDF/UA-1; `large` sets every word at 18 points or more."""
    made = typeset(
        "paper.typ",
        {"paper": _data(paper, lay_out(paper), large=large)},
        format="pdf",
        pdf_standards=["ua-1"],
        timestamp=fixed_moment(paper.held_on),
    )
    if isinstance(made, list):
        made = made[0]
    out = BytesIO()
    with pikepdf.open(BytesIO(made)) as document:
        _name_rows(document)
        document.save(out, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate)
    return out.getvalue()


def to_large_print(paper: Paper | Sheet) -> bytes:
    """The same paper at 18 points."""
    return to_pdf(paper, large=True)
