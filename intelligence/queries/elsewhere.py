"""What is held about a person besides notes: in all rooms that say which of their texts may name one."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import connection

from accounts.models import User
from accounts.personal_texts import drafts_in_which
from common.personal_texts import Place, Thing
from intelligence.models import Attachment
from intelligence.personal_texts import files_in_which, intakes_in_which
from intelligence.spelling_of_people import near, plain, tokens

MOST_OF_A_PLACE = 100
Groups = list[list[list[str]]]
Row = tuple[Place, Any, Thing]
LETTERS_ALONE = "regexp_replace(concat_ws(' ', {columns}), '[^[:alpha:]]+', ' ', 'g')"


@dataclass(frozen=True)
class Elsewhere:
    """A row in which the person may be named. `pieces` are empty where its words are not to be shown."""

    place: Place
    pk: int
    thing: Thing
    pieces: tuple[tuple[str, str], ...]
    is_whole: bool

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.place.key}:{self.pk}"


@dataclass(frozen=True)
class Sealed:
    """Of what is sealed: whose drafts and waiting files match, which attached files, how many are unread."""

    drafts: list[tuple[User, int]]
    intakes: list[tuple[User, int]]
    files: list[Attachment]
    files_unread: int


def words_of(places: Sequence[Place]) -> set[str]:
    """Every word of these texts, as near spellings are looked for among them."""
    if not places:
        return set()
    said = " UNION ALL ".join(
        f"SELECT to_tsvector('simple', {_letters(place)}) FROM {_table(place)}"  # noqa: S608
        for place in places
    )
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT word FROM ts_stat($texts${said}$texts$) WHERE length(word) > 1")  # noqa: S608
        return {row[0] for row in cursor.fetchall()}


def named_elsewhere(
    places: Sequence[Place], words: str, groups: Groups, piece: Callable[[str], str]
) -> list[Elsewhere]:
    """The rows of these places in which one of the words stands; `piece` gives the words around it."""
    return [found for place in places for found in _in_place(place, words, groups, piece)]


def in_what_is_sealed(names: Sequence[Sequence[str]]) -> Sealed:
    """What is sealed, opened here to compare each of the names' last part, and shown to nobody."""

    def stands(text: str) -> bool:
        said = tokens(text)
        return any(bool(near(name[-1], said)) for name in names)

    files, unread = files_in_which(stands)
    return Sealed(drafts_in_which(stands), intakes_in_which(stands), files, unread)


def chosen_rows(places: Sequence[Place], keys: Sequence[str]) -> list[Row]:
    """The rows that a form names, with what each is; those it does not know are left out."""
    by_key = {place.key: place for place in places}
    wanted: dict[str, list[int]] = {}
    for key in keys:
        name, _, number = key.partition(":")
        if name in by_key and number.isascii() and number.isdigit() and len(number) < 18:
            wanted.setdefault(name, []).append(int(number))
    chosen = []
    for name, numbers in wanted.items():
        rows = by_key[name].rows(numbers)
        chosen += [
            (by_key[name], row, thing) for row, thing in zip(rows, by_key[name].things(rows), strict=True)
        ]
    return chosen


def _in_place(place: Place, words: str, groups: Groups, piece: Callable[[str], str]) -> list[Elsewhere]:
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {_key(place)} FROM {_table(place)} WHERE to_tsvector('simple', {_letters(place)})"  # noqa: S608
            " @@ to_tsquery('simple', %s) ORDER BY 1 DESC LIMIT %s",
            [words, MOST_OF_A_PLACE],
        )
        rows = place.rows([row[0] for row in cursor.fetchall()])
    found = []
    for row, thing in zip(rows, place.things(rows), strict=True):
        texts = {where: str(getattr(row, column) or "") for column, where in place.texts.items()}
        said = {plain(word) for word in tokens(" ".join(texts.values()))}
        pieces = [(where, piece(text)) for where, text in texts.items()]
        found.append(
            Elsewhere(
                place,
                row.pk,
                thing,
                tuple((where, words) for where, words in pieces if words) if thing.is_told else (),
                is_whole=any(
                    len(parts) > 1 and all(said & {plain(word) for word in part} for part in parts)
                    for parts in groups
                ),
            )
        )
    return sorted(found, key=lambda one: not one.is_whole)


def _table(place: Place) -> str:
    return connection.ops.quote_name(place.table._meta.db_table)


def _key(place: Place) -> str:
    return connection.ops.quote_name(str(place.table._meta.pk.column))


def _letters(place: Place) -> str:
    columns = ", ".join(f"{connection.ops.quote_name(column)}::text" for column in place.texts)
    return LETTERS_ALONE.format(columns=columns)
