"""Tagged PDF (PDF/UA-1) and large print."""

import dataclasses
import json
import re
from typing import Any

from .columns import fits, widths
from .drawing import drawn_size
from .paper import Boxed, Chart, Facts, Laid, Paper, Recommendation, Sheet, Table, lay_out
from .pdf_objects import put_together, taken_apart
from .tagging import name_rows
from .typesetting import fixed_moment, typeset

SHORT = 900  # characters; less is kept on one page
WIDE = 4  # columns; a table with more is stacked in large print
BREAK = "\u200b"  # a place where a very long word may be broken


def _breakable(text: str, limit: int) -> str:
    """Words longer than `limit` may be broken after every few characters; all others stay whole."""
    if len(text) <= limit:
        return text
    return re.sub(rf"\S{{{limit + 1},}}", lambda word: BREAK.join(word.group()), text)


def _short(table: Table) -> bool:
    """Whether the table is sure to fit on one page of ordinary print."""
    said = [len(row.header) + sum(len(c) for c in row.cells if isinstance(c, str)) for row in table.rows]
    return sum(said) < SHORT and len(table.rows) < 20


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
        "short": not large and _short(table),
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
    objects = taken_apart(made)
    name_rows(objects)
    return put_together(objects)


def to_large_print(paper: Paper | Sheet) -> bytes:
    """The same paper at 18 points."""
    return to_pdf(paper, large=True)
