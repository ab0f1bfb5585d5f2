"""A copy that withholds what its reader has an interest in (TRUST section 2: recusal)."""

from collections.abc import Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from .naming import spelt
from .paper import Block, Chart, Heading, Note, Paragraph, Printed, Recommendation, Row, Sheet, Table

WITHHELD = "Item withheld: declared interest"


class _Withholder:
    """Knows what is withheld, by key and by name, and what stands in its place."""

    def __init__(self, keys: frozenset[str], names: Iterable[str]) -> None:
        self.keys = keys
        self.named = spelt(names)

    def touches(self, value: Any) -> bool:
        """Whether a block is about what is withheld, or says its name."""
        if isinstance(value, str):
            return bool(self.named.search(value))
        if isinstance(value, (list, tuple)):
            return any(self.touches(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            if self.keys.intersection(getattr(value, "about", ())):
                return True
            spoken = (
                getattr(value, each.name) for each in fields(value) if each.name not in {"about", "svg"}
            )
            return any(self.touches(item) for item in spoken)
        return False

    def row(self, row: Row) -> Row:
        return Row(WITHHELD) if self.touches(row) else row

    def table(self, table: Table) -> Block:
        whole = self.keys.intersection(table.about) or self.touches((table.caption, table.columns))
        if whole:
            return Note(WITHHELD)
        rows: list[Row] = []
        for row in map(self.row, table.rows):
            # One line stands for several rows together, as it does for several blocks.
            if not (rows and row.header == rows[-1].header == WITHHELD):
                rows.append(row)
        if all(row.header == WITHHELD for row in rows):
            return Note(WITHHELD) if rows else table
        return replace(table, rows=tuple(rows))

    def note(self, note: Note) -> Note:
        return Note(WITHHELD) if self.touches(note) else note

    def recommendation(self, asked: Recommendation) -> Recommendation:
        return Recommendation(WITHHELD, number=asked.number) if self.touches(asked) else asked

    def block(self, block: Block) -> Block:
        if isinstance(block, Table):
            return self.table(block)
        if not self.touches(block):
            return block
        match block:
            case Heading():
                return Heading(WITHHELD, level=block.level, new_page=block.new_page)
            case Paragraph():
                return Paragraph(WITHHELD, depth=block.depth, number=block.number)
            case Note() | Chart():
                return Note(WITHHELD)

    def run(self, blocks: tuple[Block, ...]) -> tuple[Block, ...]:
        kept: list[Block] = []
        gone = 0  # the depth of the withheld paragraph whose sub-paragraphs go with it
        for block in blocks:
            shown = self.block(block)
            if isinstance(block, Paragraph):
                if gone and block.depth > gone:
                    continue
                gone = block.depth if shown != block else 0
            said_already = kept and getattr(kept[-1], "text", "") == WITHHELD
            if isinstance(shown, Note) and shown.text == WITHHELD and said_already:
                continue
            kept.append(shown)
        return tuple(kept)


def speaks_of(text: str, names: Iterable[str]) -> bool:
    """Whether the text says one of the names, as a word of its own, in whatever letters (papers.naming)."""
    return _Withholder(frozenset(), names).touches(text)


def withhold(paper: Printed, *, keys: Iterable[str], names: Iterable[str] = ()) -> Printed:
    """The paper with every block about one of `keys`, or saying one of `names`, replaced by one plain line.

    Numbers stay as they were issued. With no keys the paper comes back as it is.
    """
    withheld = frozenset(keys)
    if not withheld:
        return paper
    hand = _Withholder(withheld, names)
    if isinstance(paper, Sheet):
        return replace(paper, blocks=hand.run(paper.blocks))
    return replace(
        paper,
        summary=tuple(map(hand.note, paper.summary)),
        recommendations=tuple(map(hand.recommendation, paper.recommendations)),
        front=hand.run(paper.front),
        blocks=hand.run(paper.blocks),
    )
