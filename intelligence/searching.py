"""Notes found by their words: PostgreSQL's full text, over nothing but what the person may see."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.search import SearchHeadline, SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F
from django.db.models.expressions import RawSQL
from rapidfuzz import process
from rapidfuzz.distance import OSA

from accounts.models import User
from intelligence.models import Note, Word
from intelligence.visibility import NoteQuerySet

LONGEST = 200
MOST_COUNTED = 1000
NEAR = 0.7  # of the letters: fewer is another word
OFFERED = 8  # words looked at for each that nothing holds
BEGIN, END = "\ue000", "\ue001"  # private signs that no note holds: they become <mark> after escaping
WORD = re.compile(r"\w{3,}")


@dataclass(frozen=True)
class Piece:
    """Some words of a note, and whether they are what was asked for."""

    text: str
    is_asked: bool


def asked_for(words: str) -> SearchQuery:
    """What a person typed: words, "words in a row", -without, or."""
    return SearchQuery(words.replace("\x00", " ")[:LONGEST], config="english", search_type="websearch")


def with_words(notes: NoteQuerySet, words: str) -> NoteQuerySet:
    """Those of the notes in which the words stand, corrections included; the order stays."""
    column = RawSQL('"intelligence_note"."words"', [], output_field=SearchVectorField())
    return notes.alias(kept_words=column).filter(kept_words=asked_for(words))


def first_ones(notes: models.QuerySet[Any]) -> tuple[list[int], bool]:
    """The ids of the first thousand in their order, and whether there are more.

    One narrow query is the list and its count: of a common word PostgreSQL walks the newest notes, of a rare
    one it reads the index of words, and either ends early. No list needs to know how many more there are.
    """
    found = list(notes.values_list("pk", flat=True)[: MOST_COUNTED + 1])
    return found[:MOST_COUNTED], len(found) > MOST_COUNTED


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
