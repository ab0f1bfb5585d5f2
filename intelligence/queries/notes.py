"""Notes as lists, pages and the dated stream show them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Q, Window

from accounts.models import User
from common.timeline import NOTE, Entry
from councils.models import Council
from councils.queries import stands_in_for
from intelligence.access import may_know_role
from intelligence.models import Factor, Marking, Note, NoteReader
from intelligence.searching import Piece, fragments
from intelligence.visibility import NoteQuerySet

Someone = User | AnonymousUser
SOURCE = ("source__type", "source__region")


@dataclass(frozen=True)
class Shown:
    """A note as one person sees it: `source` in the words they may have, `factors` as chips say them.

    `pieces`: some of its words around those that were searched for.
    """

    note: Note
    source: str
    factors: tuple[str, ...]
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class NotesAbout:
    """The newest notes about a council, and how many there are in all."""

    shown: list[Shown]
    total: int

    @property
    def has_more(self) -> bool:
        """Whether "Show all" leads to more."""
        return self.total > len(self.shown)


def notes_for(user: Someone) -> NoteQuerySet:
    """Every standing note the person may read, newest first, with what a list shows of it."""
    return _for_lists(Note.objects.visible_to(user).standing(), user)


def notes_about(council: Council, user: Someone, limit: int = 10) -> NotesAbout:
    """The newest `limit` notes about the council, in one query at 5 notes and at 500."""
    notes = notes_for(user).filter(council=council).annotate(total=Window(Count("*")))
    found = list(notes[:limit])
    return NotesAbout(shown=shown(found, user), total=found[0].total if found else 0)


def note_for(user: Someone, pk: int) -> Note | None:
    """The note, or None: the same whether it is missing or may not be seen."""
    return _for_lists(Note.objects.visible_to(user), user).filter(pk=pk).first()


def shown(notes: Iterable[Note], user: Someone, words: str = "") -> list[Shown]:
    """Notes of `notes_for` or `note_for` as this person sees them; no query, one where words were asked."""
    notes = list(notes)
    pieces = fragments(notes, words) if words and notes else {}
    return [
        Shown(note, source_in_words(note, user), tuple(note.factor_names), tuple(pieces.get(note.pk, ())))
        for note in notes
    ]


def source_in_words(note: Note, user: Someone) -> str:
    """The source as this person may know it: type, role and region, or the type where it is protected."""
    if isinstance(user, User) and may_know_role(user, note, is_named=note.is_named):
        return note.source.in_words
    return note.source.in_words_protected


def other_notes(note: Note, user: Someone, limit: int = 30) -> list[Shown]:
    """Other standing notes about the same council, newest first: what may confirm this one."""
    return shown(notes_for(user).filter(council=note.council).exclude(pk=note.pk)[:limit], user)


def notes_by_id(user: Someone, pks: Iterable[int], *more: str) -> list[Note]:
    """Those of these notes that stand and that the person may read; `more` to read with them."""
    notes = _told(Note.objects.visible_to(user).standing(), user)
    return list(notes.filter(pk__in=list(pks)).select_related("council", "owner", *SOURCE, *more))


def follow_ups_due(user: Someone, on: date) -> list[Note]:
    """The notes to come back to by this day, the person's own and those of whom they stand in for, where they
    may read them; the longest due first."""
    if not isinstance(user, User):
        return []
    theirs = Q(owner=user) | Q(owner__in=stands_in_for(user, on))
    return list(notes_for(user).filter(theirs, follow_up_on__lte=on).order_by("follow_up_on", "pk"))


def passed_on_to(user: Someone, since: date, limit: int = 10) -> list[Note]:
    """Notes another adviser passed on to this one, taken in since that day, newest first."""
    if not isinstance(user, User):
        return []
    passed = notes_for(user).filter(passed_on_to=user, recorded_at__date__gte=since)
    return list(passed.order_by("-recorded_at")[:limit])


def timeline_entries(council: Council, user: Someone, limit: int = 20) -> list[Entry]:
    """The newest notes about the council as entries of its dated stream (○), in one query."""
    return entries_of(notes_about(council, user, limit).shown)


def entries_for_paper(council: Council, user: Someone, since: date, limit: int) -> tuple[list[Entry], int]:
    """The notes since the day that may leave on paper, and how many the person reads that may not.

    Up to ADVISERS, and none that its originator controls (TRUST section 2).
    """
    notes = notes_for(user).filter(council=council, happened_on__gt=since)
    closed = Q(marking=Marking.RESTRICTED) | Q(is_originator_controlled=True)
    return entries_of(shown(notes.exclude(closed)[:limit], user)), notes.filter(closed).count()


def entries_of(notes: Iterable[Shown]) -> list[Entry]:
    """Notes already read, as entries of a dated stream; no query."""
    return [
        Entry(
            mark=NOTE,
            happened_on=one.note.happened_on,
            recorded_at=one.note.recorded_at,
            title=one.note.parted[0],
            text=one.note.parted[1],
            who=one.note.owner.name,
            labels=(one.note.get_known_display(), one.note.checked_in_words, *one.factors),
            address=one.note.get_absolute_url(),
        )
        for one in notes
    ]


def _for_lists(notes: NoteQuerySet, user: Someone) -> NoteQuerySet:
    """With everything that a list prints, so that no row asks again."""
    return _told(notes, user).select_related(
        "council__region", "owner", "passed_on_to", "service_area", "source__owner", *SOURCE
    )


def _told(notes: NoteQuerySet, user: Someone) -> NoteQuerySet:
    """With the signs by name, and whether the note was opened to this person."""
    names = Factor.objects.filter(notes=OuterRef("pk")).order_by("position").values("short_name")
    named = NoteReader.objects.filter(note=OuterRef("pk"), user=user.pk)
    return notes.annotate(factor_names=ArraySubquery(names), is_named=Exists(named))
