"""The structured paper: what a report says, before anyone decides how it looks.

A `Paper` is built once and never changed. Paragraph numbers are computed here, so that every renderer prints
the same ones. `lay_out` turns the anatomy of a committee paper (R189, R194) into a flat run of blocks; the
renderers know those blocks and nothing of the anatomy, which is why all of them say the same words.
"""

from dataclasses import dataclass, field, fields, replace
from datetime import date
from typing import Literal, TypeVar

from .characters import clean
from .drawing import checked_svg

Align = Literal["left", "right"]
DEEPEST = 3


def day(on: date) -> str:
    """A date in words, whatever the locale: 15 January 2013."""
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def short_day(on: date) -> str:
    """A date for a narrow column: 15 Jan 2013."""
    return f"{on.day} {MONTHS[on.month - 1][:3]} {on.year}"


MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


class Cleaned:
    """Every string field is made safe to print when the block is made, once for all formats."""

    def __post_init__(self) -> None:
        for each in fields(self):  # type: ignore[arg-type]
            value = getattr(self, each.name)
            if each.name in {"svg", "about"}:
                continue
            if isinstance(value, str):
                object.__setattr__(self, each.name, clean(value))
            elif isinstance(value, (list, tuple)):
                kept = tuple(clean(item) if isinstance(item, str) else item for item in value)
                object.__setattr__(self, each.name, kept)


@dataclass(frozen=True)
class Heading(Cleaned):
    """A heading: level 1 is the paper's title and its appendices, 2 a section, 3 a council."""

    text: str
    level: int = 2
    new_page: bool = False
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paragraph(Cleaned):
    """A numbered paragraph. `depth` 1 is 6, 2 is 6.1, 3 is 6.1.1; `lead` is said first, in bold.

    `about` holds opaque keys of what it speaks of, so that a copy can withhold it.
    """

    text: str
    depth: int = 1
    lead: str = ""
    number: str = ""
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not 1 <= self.depth <= DEEPEST:
            raise ValueError(f"A paragraph stands 1 to {DEEPEST} deep, not {self.depth}.")


@dataclass(frozen=True)
class Recommendation(Cleaned):
    """One thing members are asked to do: begins with a verb in lower case ("note the councils …")."""

    text: str
    number: str = ""
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Note(Cleaned):
    """A paragraph without a number."""

    text: str
    lead: str = ""
    small: bool = False
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Chart(Cleaned):
    """A picture, the sentence that stands for it, and (outside tables) the same thing printed in words."""

    svg: str
    alt: str
    as_words: str = ""
    about: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        super().__post_init__()
        if not self.alt:
            raise ValueError("A chart without a sentence that says what it shows cannot stand in a paper.")
        object.__setattr__(self, "svg", checked_svg(self.svg))


@dataclass(frozen=True)
class Column(Cleaned):
    """A column's heading; figures stand to the right. `weight` 0 lets the text decide the width."""

    heading: str
    align: Align = "left"
    weight: float = 0.0


@dataclass(frozen=True)
class Row(Cleaned):
    """One row: its header and the cells after it. With no cells it is a group's name across the table."""

    header: str
    cells: tuple["str | Chart", ...] = ()
    about: tuple[str, ...] = ()


@dataclass(frozen=True)
class Table(Cleaned):
    """A table whose first column names its rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    about: tuple[str, ...] = ()

    @property
    def drawn(self) -> bool:
        """Whether it holds drawings: then the rows' names are set plain, as in a headline report."""
        return any(isinstance(cell, Chart) for row in self.rows for cell in row.cells)

    def __post_init__(self) -> None:
        super().__post_init__()
        for row in self.rows:
            if row.cells and len(row.cells) + 1 != len(self.columns):
                raise ValueError(
                    f"Row “{row.header}” has {len(row.cells) + 1} cells and the table {len(self.columns)}."
                )


@dataclass(frozen=True)
class Contact(Cleaned):
    """Whom to ask."""

    officer: str
    position: str = ""
    phone: str = ""
    email: str = ""


Block = Heading | Paragraph | Note | Chart | Table


@dataclass(frozen=True)
class Masthead(Cleaned):
    """The first page's head: whose paper, when, which item, how it is marked."""

    body: str
    day: str
    item: str
    marking: str


@dataclass(frozen=True)
class Facts(Cleaned):
    """Names and values, a line each (Contact officer: …)."""

    pairs: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Boxed:
    """Blocks drawn in one frame (the recommendations and the action)."""

    blocks: tuple["Heading | Note | Recommendation", ...]


Laid = Block | Masthead | Facts | Boxed


@dataclass(frozen=True)
class Paper(Cleaned):
    """One committee paper. `held_on` is the meeting's date and the document's fixed date.

    `copy_line` and `standing_line` are printed on every page, with the item and the marking.
    """

    title: str
    body: str
    item: str
    held_on: date
    marking: str
    purpose: str
    summary: tuple[Note, ...]
    asked: str
    recommendations: tuple[Recommendation, ...]
    action: str
    contact: Contact
    blocks: tuple[Block, ...]
    front: tuple[Block, ...] = ()
    copy_line: str = ""
    standing_line: str = ""
    author: str = ""
    title_again: bool = field(default=True)

    @property
    def item_line(self) -> str:
        """The running "Item 3"."""
        return f"Item {self.item}" if self.item else ""


@dataclass(frozen=True)
class Sheet(Cleaned):
    """A paper without a committee: a title and what stands under it. `held_on` is the document's date.

    Without a title it is its blocks and no other word.
    """

    title: str
    body: str
    held_on: date
    marking: str
    blocks: tuple[Block, ...]
    copy_line: str = ""
    standing_line: str = ""
    author: str = ""
    item_line: str = ""


Printed = TypeVar("Printed", Paper, Sheet)


def numbered(paper: Printed) -> Printed:
    """The paper with its recommendations and paragraphs numbered straight through: 1, 2, 2.1, 6.1.1."""
    counts = [0] * DEEPEST
    blocks: list[Block] = []
    for block in paper.blocks:
        if isinstance(block, Paragraph):
            depth = block.depth
            if depth > 1 and not counts[depth - 2]:
                raise ValueError(f"“{block.text[:40]}” is a sub-paragraph and nothing stands above it.")
            counts[depth - 1] += 1
            counts[depth:] = [0] * (DEEPEST - depth)
            block = replace(block, number=".".join(str(count) for count in counts[:depth]))
        blocks.append(block)
    if isinstance(paper, Sheet):
        return replace(paper, blocks=tuple(blocks))
    asked = tuple(replace(each, number=str(place)) for place, each in enumerate(paper.recommendations, 1))
    return replace(paper, blocks=tuple(blocks), recommendations=asked)


def lay_out(paper: Paper | Sheet) -> tuple[Laid, ...]:
    """The paper as one run of blocks, in reading order."""
    if isinstance(paper, Sheet):
        if not paper.title:
            return paper.blocks
        head = Masthead(paper.body, day(paper.held_on), "", paper.marking)
        return (head, Heading(paper.title, level=1), *paper.blocks)
    contact = paper.contact
    pairs = (
        ("Contact officer:", contact.officer),
        ("Position:", contact.position),
        ("Phone no:", contact.phone),
        ("E-mail:", contact.email),
    )
    laid: list[Laid] = [
        Masthead(paper.body, day(paper.held_on), paper.item_line, paper.marking),
        Heading(paper.title, level=1),
        Heading("Purpose of report"),
        Note(paper.purpose),
    ]
    if paper.summary:
        laid += [Heading("Summary"), *paper.summary]
    boxed: list[Heading | Note | Recommendation] = []
    if paper.recommendations:
        heading = "Recommendation" if len(paper.recommendations) == 1 else "Recommendations"
        boxed += [Heading(heading), Note(paper.asked), *paper.recommendations]
    if paper.action:
        boxed += [Heading("Action"), Note(paper.action)]
    if boxed:
        laid.append(Boxed(tuple(boxed)))
    laid.append(Facts(tuple(pair for pair in pairs if pair[1])))
    laid += paper.front
    if paper.title_again:
        laid.append(Heading(paper.title, level=1, new_page=True))
    laid += paper.blocks
    return tuple(laid)
