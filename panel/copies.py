"""From frozen words to the bytes of each format, for the office or for one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace

from councils.models import Council
from panel.models import PackFile
from papers.canonical import from_json
from papers.page import to_page
from papers.paper import Paper
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.withholding import withhold
from papers.word import WORD_TYPE, to_word

Format = PackFile.Format
RENDERERS: dict[str, Callable[[Paper], bytes]] = {
    Format.PAGE: lambda paper: to_page(paper).encode(),
    Format.PDF: to_pdf,
    Format.LARGE_PRINT: to_large_print,
    Format.WORD: to_word,
    Format.TEXT: lambda paper: to_text(paper).encode(),
}
MEDIA = {
    Format.PAGE: ("text/html; charset=utf-8", "html"),
    Format.PDF: ("application/pdf", "pdf"),
    Format.LARGE_PRINT: ("application/pdf", "pdf"),
    Format.WORD: (WORD_TYPE, "docx"),
    Format.TEXT: ("text/plain; charset=utf-8", "txt"),
}


def for_reader(frozen: str, line: str, hidden: Iterable[Council]) -> Paper:
    """The frozen paper as one reader gets it: their line on each page, their interests withheld."""
    councils = list(hidden)
    names = [name for council in councils for name in _names(council)]
    paper = replace(from_json(frozen), copy_line=line)
    return withhold(paper, keys=[council.code for council in councils], names=names)


def _names(council: Council) -> list[str]:
    return [council.name, council.short_name, *(name.name for name in council.names.all())]
