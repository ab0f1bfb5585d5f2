"""Notes found by their words: PostgreSQL's full text, over nothing but what the person may see."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import Enum
from functools import cached_property

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db import connection, models
from django.db.models import F, Max
from django.db.models.expressions import RawSQL
from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.models import User
from intelligence.models import Note, Word
from intelligence.visibility import NoteQuerySet

LONGEST = 200
MOST_COUNTED = 1000
OFTEN = 50_000  # notes with the word: with more the index's list of them is long
FEW = 10_000  # notes left to look into
READ_WHOLE = 4_000  # notes with the words: so few are read at once, for the count and the page
NEWEST_FIRST = ("-happened_on", "-id")  # as notes are ordered where nobody asks otherwise
LOOKED_AT = 1_500  # of the newest notes
RECORDED_LATELY = 30_000
NEAR = 0.7  # of the letters: fewer is another word
OFFERED = 8  # words looked at for each that nothing holds
BEGIN, END = "\ue000", "\ue001"  # private signs that no note holds: they become <mark> after escaping
WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Piece:
    """Some words of a note, and whether they are what was asked for."""

    text: str
    is_asked: bool


def _plain(words: str) -> str:
    return words.replace("\x00", " ")[:LONGEST]


def asked_for(words: str) -> SearchQuery:
    """What a person typed: words, "words in a row", -without, or."""
    return SearchQuery(_plain(words), config="english", search_type="websearch")


def with_words(notes: NoteQuerySet, words: str) -> NoteQuerySet:
    """Those of the notes in which the words stand, corrections included; the order stays."""
    column = RawSQL('"intelligence_note"."words"', [], output_field=SearchVectorField())
    return notes.alias(kept_words=column).filter(kept_words=asked_for(words))


def _one_by_one(notes: NoteQuerySet, words: str) -> NoteQuerySet:
    """The same notes, each looked into: the index of words does not answer to IS TRUE."""
    stand = RawSQL(
        """("intelligence_note"."words" @@ websearch_to_tsquery('english', %s)) IS TRUE""",
        [_plain(words)],
        output_field=models.BooleanField(),
    )
    return notes.filter(stand)


class Way(Enum):
    """How words are looked for; what is found is the same."""

    BY_INDEX = "the index of words says where they stand"
    ONE_BY_ONE = "each note that is left is looked into"
    LATELY = "those last recorded are looked into, and the index is asked only if that is not enough"


class Found:
    """Notes in their order as a paginator takes them: counted to a thousand, and read a page at a time.

    `notes` are whatever the person may read, narrowed and in order; the words are looked for here. The count
    and the page are two questions, because one thing is asked of each: a count takes a thousand from
    anywhere and stops; a page takes 25 in their order. Of words that stand in a great many notes the index
    would first list every place, so those are met by looking into notes; PostgreSQL's own statistics say
    which these are. Of rare words all notes are met at once, so that the page is known from them too. Between
    the two a page is looked for in the last weeks first, and only then among all notes.
    """

    def __init__(self, notes: NoteQuerySet, words: str = "") -> None:
        self.notes = notes
        self.words = words
        self.in_usual_order = tuple(notes.query.order_by or NEWEST_FIRST) == NEWEST_FIRST

    @cached_property
    def _notes_with_words(self) -> int:
        return _about_with(self.words)

    @cached_property
    def _way(self) -> Way:
        if not self.words or self._notes_with_words < OFTEN:
            return Way.BY_INDEX
        return Way.ONE_BY_ONE if _about(self.notes) < FEW else Way.LATELY

    @cached_property
    def _all(self) -> NoteQuerySet:
        if not self.words:
            return self.notes
        look = _one_by_one if self._way is Way.ONE_BY_ONE else with_words
        return look(self.notes, self.words)

    @property
    def _most(self) -> int:
        """How many are met before it is enough."""
        return READ_WHOLE if self.words and self._notes_with_words < READ_WHOLE else MOST_COUNTED

    @cached_property
    def _met(self) -> list[tuple[date, int]]:
        if self._way is Way.LATELY:
            last = Note.objects.aggregate(last=Max("pk"))["last"] or 0
            lately = self.notes.filter(pk__gt=last - RECORDED_LATELY)
            found = _some(_one_by_one(lately, self.words), MOST_COUNTED)
            if len(found) > MOST_COUNTED:
                return found
        return _some(self._all, self._most)

    def count(self) -> int:
        """How many there are, to a thousand."""
        return min(len(self._met), MOST_COUNTED)

    @property
    def has_more(self) -> bool:
        """Whether there are more than that."""
        return len(self._met) > MOST_COUNTED

    @property
    def said(self) -> str:
        """The count as it is printed: "42", "1,000+"."""
        return f"{self.count():,}{'+' if self.has_more else ''}"

    def __len__(self) -> int:
        return self.count()

    def __getitem__(self, part: slice) -> list[int]:
        if not self.in_usual_order:
            return _pks(self._all, part.stop)[part]
        if len(self._met) <= self._most:
            return [pk for _, pk in sorted(self._met, reverse=True)[part]]
        seen: list[int] = []
        for notes in self._looks():
            seen = _pks(notes, part.stop)
            if len(seen) == part.stop:
                break
        return seen[part]

    def _looks(self) -> Iterator[NoteQuerySet]:
        """Where a page is looked for: among the newest notes, in the weeks before, and among all."""
        days = Note.objects.order_by(*NEWEST_FIRST).values_list("happened_on", flat=True)
        newest, since = days.first(), days[LOOKED_AT : LOOKED_AT + 1].first()
        if newest and since and self.words and self._way is not Way.ONE_BY_ONE:
            if self._way is Way.LATELY:
                yield _one_by_one(self.notes.filter(happened_on__gt=since), self.words)
            yield self._all.filter(happened_on__gt=newest - 10 * max(newest - since, timedelta(days=1)))
        yield self._all


def _about(notes: NoteQuerySet) -> int:
    """How many rows PostgreSQL expects, from its statistics: it reads no note for that."""
    # Of the numbers alone: what a list shows beside each note would be planned too, and takes longest.
    plan: int = json.loads(notes.order_by().values("pk").explain(format="json"))[0]["Plan"]["Plan Rows"]
    return plan


def _about_with(words: str) -> int:
    """The same of all notes that hold the words; asked at each search, hence without building a query."""
    with connection.cursor() as cursor:
        cursor.execute(
            """EXPLAIN (FORMAT JSON) SELECT FROM intelligence_note
            WHERE words @@ websearch_to_tsquery('english', %s)""",
            [_plain(words)],
        )
        rows: int = cursor.fetchone()[0][0]["Plan"]["Plan Rows"]
    return rows


def _pks(notes: NoteQuerySet, most: int) -> list[int]:
    return list(notes.values_list("pk", flat=True)[:most])


def _some(notes: NoteQuerySet, most: int) -> list[tuple[date, int]]:
    """As many as there are, and one more than `most` where there are more."""
    return list(notes.order_by().values_list("happened_on", "pk")[: most + 1])


def fragments(notes: Iterable[Note], words: str) -> dict[int, list[Piece]]:
    """Of each note some words around those asked for, in one query; what may be read is already known."""
    told = SearchHeadline(
        F("text"),
        asked_for(words),
        config="english",
        start_sel=BEGIN,
        stop_sel=END,
        max_words=32,
        min_words=14,
        max_fragments=2,
        fragment_delimiter=" … ",
    )
    rows = Note.objects.filter(pk__in=[note.pk for note in notes]).values_list("pk", told)
    return {pk: _pieces(text) for pk, text in rows}


def _pieces(text: str) -> list[Piece]:
    pieces = []
    for part in text.split(BEGIN):
        asked, end, rest = part.rpartition(END)
        if end:
            pieces.append(Piece(asked, is_asked=True))
        pieces.append(Piece(rest, is_asked=False))
    return [piece for piece in pieces if piece.text]


def did_you_mean(words: str, user: User | AnonymousUser) -> str:
    """The words with those that stand in no note put right, where a note this person may read has them."""
    meant = {word: _nearest(word, user) for word in set(WORD.findall(words.casefold()[:LONGEST]))}
    if not any(meant.values()):
        return ""
    return WORD.sub(lambda found: meant.get(found[0].casefold()) or found[0], words[:LONGEST])


def _nearest(word: str, user: User | AnonymousUser) -> str:
    """The word as some visible note spells it; empty where it stands there already or nothing is near."""
    if _is_read_by(user, word):
        return ""
    length = len(word)
    known = Word.objects.filter(length__range=(length - 2, length + 2)).values_list("word", flat=True)
    near = process.extract(
        word, list(known), scorer=OSA.normalized_similarity, score_cutoff=NEAR, limit=OFFERED
    )
    return next((str(found) for found, *_ in near if _is_read_by(user, str(found))), "")


def _is_read_by(user: User | AnonymousUser, word: str) -> bool:
    return with_words(Note.objects.visible_to(user).standing(), word).exists()
