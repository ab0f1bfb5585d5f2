"""Councils with how each has changed, in one list: what a copy withholds of it says nothing of the change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from councils.models import Council
from panel.models import PackEntry
from papers.paper import Block, Note, Paragraph


@dataclass(frozen=True)
class SinceThen:
    """A council, by the name the paper prints, its kind of change and the change in words."""

    council: Council
    name: str
    since: PackEntry.Since
    words: str


def council_by_council(
    changes: Sequence[SinceThen], leads: Mapping[PackEntry.Since, str], title: str
) -> Iterator[Block]:
    """The names under each of `leads`, then every council by name with its words.

    The names are about all the councils together, so whoever is withheld one is given none of them: which
    word it stood under could be told from those that are left.
    """
    changes = sorted(changes, key=lambda each: each.name)
    everybody = tuple(each.council.code for each in changes)
    for since, lead in leads.items():
        names = "; ".join(each.name for each in changes if each.since == since)
        yield Note(f"{names or 'none'}.", lead=lead, about=everybody)
    yield Paragraph(title)
    for each in changes:
        yield Paragraph(each.words, 2, lead=f"{each.name}.", about=(each.council.code,))
