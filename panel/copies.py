"""From frozen words to the bytes of each format, for the office or for one reader."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor, as_completed
from contextlib import contextmanager
from dataclasses import dataclass, replace

from councils.models import Council, CouncilCode
from panel.appendix import KEY
from panel.models import PackFile
from panel.principles import NOT_A_FAILURE
from papers.canonical import from_json
from papers.cutting import cut
from papers.page import to_page
from papers.paper import Note, Paper, Sheet
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.withholding import withhold
from papers.word import WORD_TYPE, to_word

Format = PackFile.Format
RENDERERS: dict[str, Callable[[Paper | Sheet], bytes]] = {
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
# Set by the typesetter, which leaves the interpreter to others while it works: the longest first.
SET_ASIDE = (Format.LARGE_PRINT, Format.PDF, Format.WORD)
# What an invited person is given besides their item: fixed words, the same in every report. A section that
# is renamed is no longer given, which harms nobody.
FOR_EVERYBODY = ("Principles", "Background", "Notes to the headline reports", "Implications for Wales")


def rendered(paper: Paper | Sheet, form: str, template: bytes = b"") -> bytes:
    """The bytes of one format; Word is written into the body's own template, where it has one."""
    return to_word(paper, template) if form == Format.WORD else RENDERERS[form](paper)


@contextmanager
def being_set(paper: Paper, template: bytes = b"") -> Iterator[Iterator[tuple[str, bytes]]]:
    """Each format's name and bytes as it is done, the typeset ones in threads that begin at once.

    What else is to be written meanwhile is written inside; a format that cannot be set raises there. What
    fails inside does not wait for the formats.
    """
    pool = ThreadPoolExecutor(len(SET_ASIDE), thread_name_prefix="papers")
    try:
        aside = {pool.submit(rendered, paper, form, template): str(form) for form in SET_ASIDE}
        yield _as_done(paper, aside)
    finally:
        pool.shutdown(wait=False, cancel_futures=True)


def _as_done(paper: Paper, aside: dict[Future[bytes], str]) -> Iterator[tuple[str, bytes]]:
    for form in RENDERERS:
        if form not in SET_ASIDE:
            yield form, rendered(paper, form)
    for done in as_completed(aside):
        yield aside[done], done.result()


@dataclass(frozen=True)
class View:
    """How one person reads what was issued.

    `hidden`: councils in which they have declared an interest, of which nothing is said. `items`: None for
    whoever reads the whole; else the councils for whose items they are invited, and `others` those that the
    report names besides, which are absent.
    """

    hidden: tuple[Council, ...] = ()
    items: tuple[Council, ...] | None = None
    others: tuple[Council, ...] = ()

    @property
    def key(self) -> str:
        """By what a file made for this view is kept: an interest declared later makes another."""
        without = " ".join(keys_of(self.hidden))
        if self.items is None:
            return without
        return " ".join(["only", *keys_of(self.items), *filter(None, ["but", without])])

    @property
    def is_everything(self) -> bool:
        """Whether nothing is left out."""
        return not self.hidden and self.items is None


def for_reader(frozen: str, line: str, view: View) -> Paper:
    """The frozen paper as one reader gets it: their line on each page, interests withheld, their items."""
    paper = replace(from_json(frozen), copy_line=line)
    if view.items is not None:
        paper = cut(
            paper,
            keys=keys_of(view.items),
            own=_names(view.items),
            absent=_names(view.others),
            sections=FOR_EVERYBODY,
            sentences=(KEY,),
            summary=(Note(_said_of(view.items)), Note(NOT_A_FAILURE)),
        )
    return withhold(paper, keys=keys_of(view.hidden), names=_names(view.hidden))


def without(paper: Paper | Sheet, hidden: Iterable[Council]) -> Paper | Sheet:
    """The paper with every block about one of these councils, or naming one, withheld."""
    councils = list(hidden)
    keys, names = keys_of(councils), names_of(councils)
    if isinstance(paper, Sheet):
        return withhold(paper, keys=keys, names=names)
    return withhold(paper, keys=keys, names=names)


def speaks_of_any(paper: Paper | Sheet, hidden: Iterable[Council]) -> bool:
    """Whether the paper is about one of these councils anywhere, or names one: it reads otherwise without."""
    return without(paper, hidden) != paper


def keys_of(councils: Iterable[Council]) -> list[str]:
    """By what a frozen paper marks blocks about these councils: their GSS code, as it was on its day.

    A code can change after the paper was frozen (a boundary moves), so every one they had counts. `codes` is
    best loaded.
    """
    gss = CouncilCode.Scheme.GSS
    return [
        code
        for council in councils
        for code in sorted({council.code, *(held.code for held in council.codes.all() if held.scheme == gss)})
    ]


def names_of(councils: Iterable[Council]) -> list[str]:
    """Every name by which these councils may be called; `names` is best loaded."""
    return _names(councils)


def _said_of(items: Iterable[Council]) -> str:
    names = " and ".join(council.short_name for council in items)
    return (
        f"This copy holds what the meeting's papers say of {names}, for which its holder is invited, and "
        "nothing else of them. Its paragraphs are numbered for this copy."
    )


def _names(councils: Iterable[Council]) -> list[str]:
    return [
        name
        for council in councils
        for name in (council.name, council.short_name, *(held.name for held in council.names.all()))
    ]
