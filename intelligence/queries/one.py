"""What the page of one note shows besides it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from intelligence.models import Correction, Kind, Known, Marking, Note, NoteCheck, Source


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
