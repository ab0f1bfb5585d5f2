"""How many sources stand behind a note: one source never counts twice (WORKFLOW section 5)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable

from intelligence.models import Source


def independent_sources(own: Source, others: Iterable[Source]) -> int:
    """How many of the others are surely not the note's own source, nor one another (at least 0).

    Two sources of one adviser are two if the adviser keeps them as two. Two advisers' sources of the same
    type, role and region cannot be told apart without reading who they are, so they count once; so do any
    two anonymous ones, and any two readers of one published thing.
    """
    groups: dict[tuple[object, ...], dict[int, set[int]]] = defaultdict(lambda: defaultdict(set))
    for source in (own, *others):
        groups[_what_all_see(source)][source.owner_id].add(source.pk)
    return sum(_told_apart(kind, owners) for kind, owners in groups.items()) - 1


def _told_apart(kind: tuple[object, ...], owners: dict[int, set[int]]) -> int:
    """The most that any one adviser keeps apart; of the anonymous and of one publication, one."""
    return 1 if kind[0] in ("anonymous", "published") else max(len(held) for held in owners.values())


def _what_all_see(source: Source) -> tuple[object, ...]:
    if source.is_anonymous:
        return ("anonymous",)
    if source.reference:
        return ("published", " ".join(source.reference.casefold().split()))
    return ("person", source.type_id, " ".join(source.role.casefold().split()), source.region_id)
