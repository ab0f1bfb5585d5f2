"""How many sources stand behind what was heard: one source never counts twice (WORKFLOW section 5).

The one definition: a note's check, a sign, a concern's evidence and a release all count by it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Prefetch, prefetch_related_objects

from intelligence.models import Source, SourceIdentity

# Who a source is stays sealed: that two are the same is all that is read.
MARK = Prefetch("identity", queryset=SourceIdentity.objects.defer("sealed"))


@dataclass(frozen=True, slots=True)
class Seen:
    """A source by what tells it apart; `mark` is the same in all that one owner named the same (or empty)."""

    pk: int
    owner_id: int
    type_id: int
    role: str
    region_id: int | None
    reference: str
    is_anonymous: bool
    mark: str | None

    @property
    def kind(self) -> tuple[object, ...]:
        """As what all who read of it see it."""
        if self.is_anonymous:
            return ("anonymous",)
        if self.reference:
            return ("published", _plain(self.reference))
        return ("person", self.type_id, _plain(self.role), self.region_id)


# For a query that reads sources as `Seen` and nothing else of them: its fields and the way to each.
SEEN = {
    **{name: name for name in ("pk", "owner_id", "type_id", "role", "region_id", "reference")},
    "is_anonymous": "is_anonymous",
    "mark": "identity__fingerprint",
}


def independent_sources(own: Source, others: Iterable[Source]) -> int:
    """How many of the others are surely not the note's own source, nor one another (at least 0)."""
    return sources_told_apart([own, *others]) - 1


def sources_told_apart(sources: Iterable[Source]) -> int:
    """How many of these are surely different; one query at most, none where the marks were read with them."""
    held = list(sources)
    prefetch_related_objects(held, MARK)
    return told_apart(_seen(source) for source in held)


def told_apart(sources: Iterable[Seen]) -> int:
    """How many of these are surely different.

    Whom one adviser has named twice is one, in whatever role they spoke; whom they have named as two are two.
    Whom nobody named may be anybody of the same type, role and region, so several notes of such a source
    count once, and beside one who was named not at all. Two advisers' sources of the same type, role and
    region cannot be told apart without reading who they are, so they count once; so do any two anonymous
    ones, and any two readers of one published thing.
    """
    groups: dict[tuple[object, ...], dict[int, set[str]]] = defaultdict(lambda: defaultdict(set))
    first_as: dict[tuple[int, str], tuple[object, ...]] = {}
    for source in sorted(sources, key=lambda source: source.pk):
        kind, mark = source.kind, source.mark or ""
        if mark:
            kind = first_as.setdefault((source.owner_id, mark), kind)
        groups[kind][source.owner_id].add(mark)
    return sum(_kept_apart(kind, owners) for kind, owners in groups.items())


def _kept_apart(kind: tuple[object, ...], owners: dict[int, set[str]]) -> int:
    """The most that any one adviser keeps apart; of the anonymous and of one publication, one."""
    if kind[0] in ("anonymous", "published"):
        return 1
    return max(1, *(len(marks - {""}) for marks in owners.values()))


def _seen(source: Source) -> Seen:
    identity: SourceIdentity | None = getattr(source, "identity", None)
    return Seen(
        pk=source.pk,
        owner_id=source.owner_id,
        type_id=source.type_id,
        role=source.role,
        region_id=source.region_id,
        reference=source.reference,
        is_anonymous=source.is_anonymous,
        mark=identity.fingerprint if identity else None,
    )


def _plain(words: str) -> str:
    return " ".join(words.casefold().split())
