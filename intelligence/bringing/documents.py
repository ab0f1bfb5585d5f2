"""A Word document: its tables row by row, and its paragraphs under the headings they stand under."""

from __future__ import annotations

import io
import re
from typing import Any

from docx import Document
from docx.table import Table
from docx.text.paragraph import Paragraph

from intelligence.bringing.days import day_at_start
from intelligence.bringing.found import NOTE, Found
from intelligence.bringing.tables import read_table

SHORT = 3  # words: less is no note
AFTER_DAY = re.compile(r"^[\s:;,.\-–—]+")


def read_document(content: bytes, found: Found) -> None:
    """Add what stands in it. A heading that is a day is the day of what follows; any other, the council."""
    document = Document(io.BytesIO(content))
    council, day, number, tables = "", "", 0, 0
    for block in document.iter_inner_content():
        if isinstance(block, Table):
            tables += 1
            read_table([[cell.text for cell in row.cells] for row in block.rows], f"table {tables}", found)
            continue
        number += 1
        words = block.text.strip()
        if not words:
            continue
        if _is_heading(block):
            when, _ = day_at_start(words)
            if when:
                day = when.isoformat()
            elif not block.style or block.style.name != "Title":
                council, day = words, ""
            continue
        _paragraph(words, f"paragraph {number}", council, day, found)


def _paragraph(words: str, where: str, council: str, day: str, found: Found) -> None:
    if len(words.split()) < SHORT:
        found.pass_over(where, "It is too short to be a note.", words)
        return
    when, end = day_at_start(words)
    if when:
        words, day = AFTER_DAY.sub("", words[end:]), when.isoformat()
    found.add(NOTE, where, council=council, day=day, text=words)


def _is_heading(block: Any) -> bool:
    """A heading by its style, or a short line that is bold as a whole."""
    if not isinstance(block, Paragraph):
        return False
    style = block.style.name if block.style else ""
    if style.startswith(("Heading", "Title")):
        return True
    runs = [run for run in block.runs if run.text.strip()]
    return (
        bool(runs) and all(run.bold for run in runs) and len(block.text) < 80 and not block.text.endswith(".")
    )
