"""A paper cut to one item: what is about others is not withheld but absent (TRUST section 2, relation I)."""

from collections.abc import Collection, Iterable
from dataclasses import fields, is_dataclass, replace
from typing import Any

from .naming import spelt
from .paper import Block, Heading, Note, Paper, Paragraph, Table, numbered

ANOTHER = "another council"


class _Cutter:
    """Keeps what is about `keys`, the sections and sentences that are for everybody, and nothing else."""

    def __init__(
        self, keys: Iterable[str], own: Iterable[str], absent: Iterable[str], sections: Collection[str]
    ) -> None:
        self.keys = frozenset(keys)
        self.sections = sections
        own = frozenset(own)
        self.own = spelt(own)
        # Its own names are found first where they are the longer: Nottinghamshire is not Nottingham.
        self.named = spelt({*own, *absent})

    def is_theirs(self, about: Iterable[str]) -> bool:
        spoken_of = frozenset(about)
        return bool(spoken_of) and spoken_of <= self.keys

    def masked(self, value: Any) -> Any:
        """The same without the names of those who are absent."""
        if isinstance(value, str):
            return self.named.sub(lambda found: found[0] if self.own.fullmatch(found[0]) else ANOTHER, value)
        if isinstance(value, tuple):
            return tuple(self.masked(item) for item in value)
        if is_dataclass(value) and not isinstance(value, type):
            said = {
                each.name: self.masked(getattr(value, each.name))
                for each in fields(value)
                if each.name not in {"about", "svg"}
            }
            return replace(value, **said)
        return value

    def table(self, table: Table) -> Table | None:
        if table.about:
            return table if self.is_theirs(table.about) else None
        rows = tuple(row for row in table.rows if self.is_theirs(row.about))
        return replace(table, rows=rows) if rows else None

    def run(self, blocks: Iterable[Block], sentences: Collection[str] = ()) -> tuple[Block, ...]:
        kept: list[Block] = []
        waiting: list[Heading] = []  # headings under which nothing has been kept yet
        is_open, depth = False, 0
        for block in blocks:
            if isinstance(block, Heading):
                waiting = [each for each in waiting if each.level < block.level]
                is_open = not block.about and block.text in self.sections
                if not block.about or self.is_theirs(block.about):
                    waiting.append(block)
                continue
            whole: Block | None = block
            if isinstance(block, Table):
                whole = self.table(block)
            elif block.about:
                whole = block if self.is_theirs(block.about) else None
            elif not is_open and getattr(block, "text", "") not in sentences:
                whole = None
            if whole is None:
                continue
            if isinstance(whole, Paragraph):
                depth = min(whole.depth, depth + 1)
                whole = replace(whole, depth=depth)
            kept += [*waiting, whole]
            waiting = []
        return tuple(self.masked(block) for block in kept)


def cut(
    paper: Paper,
    *,
    keys: Iterable[str],
    own: Iterable[str],
    absent: Iterable[str],
    sections: Collection[str],
    sentences: Collection[str] = (),
    summary: tuple[Note, ...] = (),
) -> Paper:
    """The paper for somebody who is there for the items of `keys` alone, numbered anew.

    Kept are the blocks about those keys, the sections that are for everybody by their headings (`sections`),
    the blocks that say one of `sentences`, and the headings above them. Everything else goes, and with it
    what counts or lists: the summary (`summary` takes its place), what is asked, every other row. The names
    `absent` become "another council" where a kept sentence says them; `own` are the names that stay.
    """
    hand = _Cutter(keys, own, absent, sections)
    blocks = hand.run(paper.blocks, sentences)
    return numbered(
        replace(
            paper,
            summary=summary,
            asked="",
            recommendations=(),
            action="",
            front=hand.run(paper.front),
            blocks=blocks,
        )
    )
