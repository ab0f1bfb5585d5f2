"""What is read of notes, always starting from what the person may see."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, Max, OuterRef, QuerySet, Subquery, Window
from django.db.models.functions import JSONObject

from accounts.models import RoleHolding, User
from common.timeline import NOTE, Entry
from councils.models import Council
from intelligence.access import may_know_role
from intelligence.models import (
    Checked,
    Correction,
    Factor,
    Kind,
    Known,
    Marking,
    Note,
    NoteCheck,
    NoteFactor,
    NoteReader,
    Source,
    SourceType,
)
from intelligence.searching import Piece, fragments
from intelligence.visibility import MAY_READ_NOTES, NoteQuerySet

Someone = User | AnonymousUser


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


@dataclass(frozen=True)
class SignHeld:
    """A sign, how many standing notes carry it, of how many sources, the latest day (None: nothing held)."""

    factor: Factor
    notes: int
    sources: int
    latest_on: date | None


@dataclass(frozen=True)
class Withheld:
    """How many notes about a council this adviser may not open, and whom to ask."""

    count: int
    ask: str


@dataclass(frozen=True)
class Version:
    """A note as it stood from `since`; `changed` names in words what differs from the one before."""

    number: int
    text: str
    known: str
    marking: str
    kind: str
    happened_on: date
    since: object
    changed: tuple[str, ...]


# Notes.


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


def notes_by_id(user: Someone, pks: Iterable[int]) -> list[Note]:
    """Those of these notes that stand and that the person may read."""
    return list(notes_for(user).filter(pk__in=list(pks)))


def follow_ups_due(user: Someone, on: date) -> list[Note]:
    """The person's own notes to come back to by this day, the longest due first."""
    if not isinstance(user, User):
        return []
    return list(notes_for(user).filter(owner=user, follow_up_on__lte=on).order_by("follow_up_on", "pk"))


def passed_on_to(user: Someone, since: date, limit: int = 10) -> list[Note]:
    """Notes another adviser passed on to this one, taken in since that day, newest first."""
    if not isinstance(user, User):
        return []
    passed = notes_for(user).filter(passed_on_to=user, recorded_at__date__gte=since)
    return list(passed.order_by("-recorded_at")[:limit])


def timeline_entries(council: Council, user: Someone, limit: int = 20) -> list[Entry]:
    """The newest notes about the council as entries of its dated stream (○), in one query."""
    return entries_of(notes_about(council, user, limit).shown)


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
    names = Factor.objects.filter(notes=OuterRef("pk")).order_by("position").values("short_name")
    named = NoteReader.objects.filter(note=OuterRef("pk"), user=user.pk)
    return notes.select_related(
        "council__region",
        "owner",
        "passed_on_to",
        "service_area",
        "source__type",
        "source__region",
        "source__owner",
    ).annotate(factor_names=ArraySubquery(names), is_named=Exists(named))


# Signs, and what is withheld.


def signs_held(council: Council, user: Someone) -> list[SignHeld]:
    """Every sign with what is held on it, in the sources' order; good practice is not counted as a sign,
    nor is a note that was contradicted. One query."""
    notes = Note.objects.visible_to(user).standing().filter(council=council)
    notes = notes.exclude(kind=Kind.GOOD_PRACTICE).exclude(checked=Checked.CONTRADICTED)
    tagged = NoteFactor.objects.filter(note__in=notes.values("pk"), factor=OuterRef("pk"))
    counted = (
        tagged.order_by()
        .values("factor")
        .annotate(
            held=JSONObject(
                notes=Count("note"),
                sources=Count("note__source", distinct=True),
                latest_on=Max("note__happened_on"),
            )
        )
    )
    signs = []
    for factor in Factor.objects.annotate(held=Subquery(counted.values("held"))):
        held = factor.held
        if held:
            latest_on = date.fromisoformat(held["latest_on"])
            signs.append(SignHeld(factor, held["notes"], held["sources"], latest_on))
        elif factor.is_offered:
            signs.append(SignHeld(factor, 0, 0, None))
    return signs


def withheld_from(user: Someone, council: Council) -> list[Withheld]:
    """How many notes about the council an adviser may not open, by whom to ask; for everyone else none."""
    notes = Note.objects.withheld_from(user).filter(council=council)
    counted = notes.order_by("owner__name").values("owner__name").annotate(count=Count("pk"))
    return [Withheld(count=row["count"], ask=row["owner__name"]) for row in counted]


# One note's page.


def versions_of(note: Note) -> list[Version]:
    """Every version of the note's own words and facts, the first first; how it was checked is no version."""
    versions: list[Version] = []
    for event in note.events.order_by("pgh_id"):
        told = {
            "text": event.text,
            "how known": Known(event.known).label,
            "marking": Marking(event.marking).label,
            "kind": Kind(event.kind).label,
            "day": event.happened_on,
        }
        before = versions[-1] if versions else None
        changed = _changed(before, told) if before else ()
        if before is None or changed:
            versions.append(
                Version(
                    number=len(versions) + 1,
                    text=told["text"],
                    known=told["how known"],
                    marking=told["marking"],
                    kind=told["kind"],
                    happened_on=told["day"],
                    since=event.pgh_created_at,
                    changed=changed,
                )
            )
    return versions


def _changed(before: Version, told: dict[str, object]) -> tuple[str, ...]:
    stood = {
        "text": before.text,
        "how known": before.known,
        "marking": before.marking,
        "kind": before.kind,
        "day": before.happened_on,
    }
    return tuple(what for what, value in told.items() if stood[what] != value)


def corrections_of(note: Note) -> QuerySet[Correction]:
    """What was added after it was checked, in order."""
    return note.corrections.select_related("by")


def checks_of(note: Note) -> QuerySet[NoteCheck]:
    """How it was checked over time, in order."""
    return note.checks.select_related("by")


def readers_of(note: Note) -> list[User]:
    """Those it was opened to by name."""
    return [reader.user for reader in note.readers.select_related("user")]


def identity_is_kept(source: Source) -> bool:
    """Whether who the source is was kept at all."""
    return hasattr(source, "identity")


def is_deputy_for(user: User, source: Source) -> bool:
    """Whether the owner has named this person to read who the source is."""
    return source.deputies.filter(user=user, ended_at__isnull=True).exists()


# Lists others choose from: none of them says anything of what is held.


def factors_offered() -> QuerySet[Factor]:
    """The signs a new note may be tagged with."""
    return Factor.objects.filter(is_offered=True)


def source_types_offered() -> QuerySet[SourceType]:
    """The source types a new note may name."""
    return SourceType.objects.filter(is_offered=True)


def people_who_read_notes() -> QuerySet[User]:
    """Everyone who holds one of the three roles today, by name."""
    held = RoleHolding.objects.current().filter(role__in=MAY_READ_NOTES)
    return User.objects.filter(is_active=True, pk__in=held.values("user")).order_by("name", "pk")
