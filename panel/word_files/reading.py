"""In the child: every line of a Word paper in its order, with where it stood. Nothing of it is left out."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from common.parsing_child import ParsingFailed
from intelligence.files.packed import Parts
from intelligence.files.xml_parts import drop, local, read
from panel.word_files.opening import DOCUMENT, child_of, named_styles, value_of, word_parts

MOST_LINES = 2000
LONGEST = 20_000
BOLD = 9  # the level of a short line that is bold as a whole: below every heading by style
BESIDES = (
    (re.compile(r"^word/header\d*\.xml$"), "header"),
    (re.compile(r"^word/footer\d*\.xml$"), "footer"),
    (re.compile(r"^word/footnotes\.xml$"), "footnote"),
    (re.compile(r"^word/endnotes\.xml$"), "endnote"),
    (re.compile(r"^word/comments\.xml$"), "comment"),
)
UNPRINTED = re.compile(r"[\x00-\x08\x0b-\x1f]")
STRUCK = {"del", "moveFrom"}  # words that the document's own record of changes has taken out
# What stands around paragraphs, rows and cells alike: a control to fill in, what was added or moved here.
AROUND = {"sdt", "sdtContent", "ins", "moveTo", "customXml", "smartTag"}
GAPS = {"tab": " ", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}


@dataclass
class Line:
    """A line: `level` of a heading (0: none), `cells` of a table's row, `beside` where it is no paragraph."""

    where: str
    text: str
    level: int = 0
    cells: list[str] = field(default_factory=list)
    beside: str = ""


def read_paper(out: str, path: str) -> None:
    """Write one line of JSON (`took`, `lines`) and then the bytes as they are kept."""
    parts = word_parts(Path(path).read_bytes())
    lines = list(_lines(parts))
    if not any(line.text for line in lines):
        raise ParsingFailed(
            "There are no words in it. If they are a picture, bring the paper as it was typed."
        )
    if len(lines) > MOST_LINES:
        raise ParsingFailed(f"It has more than {MOST_LINES:,} lines, which no paper to a meeting has.")
    said = {"took": sorted(parts.took), "lines": [asdict(line) for line in lines]}
    Path(out).write_bytes(json.dumps(said).encode() + b"\n" + parts.packed())


def _lines(parts: Parts) -> Iterator[Line]:
    body = child_of(read(parts.held[DOCUMENT]), "body")
    if body is None:
        raise ParsingFailed("It is damaged inside: it has no text. Save it again and bring that.")
    yield from _Body(named_styles(parts)).lines(body)
    for pattern, called in BESIDES:
        texts = [
            words for name in parts.held if pattern.search(name) for words in _paragraphs(parts.held[name])
        ]
        yield from (Line(f"{called} {n}", words, beside=called) for n, words in enumerate(texts, 1))
    pictures = sum("/media/" in name for name in parts.held)
    if pictures:
        said = "1 picture" if pictures == 1 else f"{pictures} pictures"
        yield Line("pictures", f"{said}, of which no words are read", beside="picture")


def _paragraphs(content: bytes) -> Iterator[str]:
    for one in read(content).iter():
        if local(one.tag) == "p" and (words := _words(one)):
            yield words


class _Body:
    def __init__(self, styles: dict[str, str]) -> None:
        self.styles = styles
        self.paragraphs = self.tables = 0

    def lines(self, holder: Any) -> Iterator[Line]:
        """Paragraphs and rows as they follow one another, those in content controls and boxes too."""
        for one in holder:
            kind = local(one.tag)
            if kind == "p":
                yield from self.paragraph(one)
            elif kind == "tbl":
                self.tables += 1
                yield from self.table(one, f"table {self.tables}")
            elif kind in AROUND:
                yield from self.lines(one)

    def paragraph(self, one: Any) -> Iterator[Line]:
        self.paragraphs += 1
        boxes = [each for each in one.iter() if local(each.tag) == "txbxContent"]
        inside = [words for box in boxes if _is_shown(box) for words in map(_words, box) if words]
        for box in boxes:
            drop(box)
        if words := _words(one):
            yield Line(f"paragraph {self.paragraphs}", words, level=self.level(one, words))
        for words in inside:
            yield Line(f"text box at paragraph {self.paragraphs}", words)

    def level(self, one: Any, words: str) -> int:
        about = child_of(one, "pPr")
        style = child_of(about, "pStyle") if about is not None else None
        name = self.styles.get(value_of(style, "val"), "") if style is not None else ""
        if found := re.match(r"heading (\d)", name):
            return int(found.group(1))
        if name == "title":
            return 1
        runs = [run for run in one.iter() if local(run.tag) == "r" and _words(run)]
        is_bold = bool(runs) and all(_is_bold(run) for run in runs)
        return BOLD if is_bold and len(words) < 80 and not words.endswith(".") else 0

    def table(self, table: Any, called: str) -> Iterator[Line]:
        above: list[str] = []
        for number, row in enumerate(_within(table, "tr"), 1):
            cells = list(_within(row, "tc"))
            texts = [_cell(one) for one in cells]
            if cells and _goes_on(cells[0]) and not texts[0] and above:
                texts[0] = above[0]  # a cell that reaches over several rows says its words once
            above = texts
            if any(texts):
                yield Line(f"row {number} of {called}", _plain(" | ".join(filter(None, texts))), cells=texts)


def _within(holder: Any, kind: str) -> Iterator[Any]:
    """The rows of a table or the cells of a row, those in content controls too."""
    for one in holder:
        if local(one.tag) == kind:
            yield one
        elif local(one.tag) in AROUND:
            yield from _within(one, kind)


def _goes_on(cell: Any) -> bool:
    about = child_of(cell, "tcPr")
    merged = child_of(about, "vMerge") if about is not None else None
    return merged is not None and value_of(merged, "val") != "restart"


def _cell(cell: Any) -> str:
    return _plain("\n".join(filter(None, (_words(one) for one in cell.iter() if local(one.tag) == "p"))))


def _is_shown(box: Any) -> bool:
    """Word writes a box twice: the second is for older versions of it."""
    return not any(local(each.tag) == "Fallback" for each in box.iterancestors())


def _is_bold(run: Any) -> bool:
    about = child_of(run, "rPr")
    bold = child_of(about, "b") if about is not None else None
    return bold is not None and value_of(bold, "val") not in ("0", "false", "off")


def _words(holder: Any) -> str:
    said: list[str] = []

    def gather(one: Any) -> None:
        for each in one:
            kind = local(each.tag)
            if kind == "t":
                said.append(each.text or "")
            elif kind in GAPS:
                said.append(GAPS[kind])
            elif kind not in STRUCK and kind != "Fallback" and kind != "tabs":
                gather(each)

    gather(holder)
    return _plain("".join(said))


def _plain(words: str) -> str:
    return "\n".join(" ".join(line.split()) for line in UNPRINTED.sub("", words).split("\n")).strip()[
        :LONGEST
    ]
