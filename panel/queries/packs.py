"""Issued packs, who holds a copy and who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import CharField, F, Func, QuerySet, Value

from accounts.models import User
from audit.models import Event
from panel.models import AddendumFile, CopyEvent, Meeting, Pack, PackCopy


def packs_for(user: User) -> QuerySet[Pack]:
    """Packs this person may know of, newest first."""
    return Pack.objects.visible_to(user).select_related("meeting__body", "issued_by").defer("paper")


def whole_packs_for(user: User) -> QuerySet[Pack]:
    """Packs of which this person is given more than one item."""
    return packs_for(user).filter(pk__in=Pack.objects.read_whole_by(user).values("pk"))


def pack_for(user: User, pk: int) -> Pack | None:
    """One of them, or None."""
    return packs_for(user).filter(pk=pk).first()


def last_pack_before(meeting: Meeting) -> Pack | None:
    """The last report this body had before the meeting, in the version that lay before it when it met.

    A version issued after that day is not what the body read, and would hide what had changed by then: where
    none was issued by the day, it is the first.
    """
    held = Pack.objects.filter(meeting__body_id=meeting.body_id).select_related("meeting")
    earlier = held.filter(meeting__held_on__lt=meeting.held_on).order_by("-meeting__held_on", "version")
    first = earlier.first()
    if first is None:
        return None
    met_with = held.filter(meeting=first.meeting_id, issued_at__date__lte=first.meeting.held_on)
    return met_with.order_by("-version").first() or first


def latest_pack(meeting: Meeting) -> Pack | None:
    """The latest version issued for the meeting."""
    return meeting.packs.order_by("-version").first()


def later_version(pack: Pack) -> Pack | None:
    """The version that supersedes this one, if there is one."""
    return Pack.objects.filter(supersedes=pack).defer("paper").first()


@dataclass(frozen=True)
class Reading:
    """Somebody opened a pack: who, when, in which format."""

    event: Event
    format: str


def readings_of(pack: Pack) -> list[Reading]:
    """Who opened the pack, newest first (TRUST section 3, 14)."""
    events = Event.objects.filter(
        subject_kind=Pack._meta.label_lower, subject_id=str(pack.pk), act="open_pack"
    ).select_related("by")
    return [Reading(event, str(event.details.get("format", ""))) for event in events]


@dataclass(frozen=True)
class CopyShown:
    """A numbered copy: who opened it when last and in which formats, and its life on paper, oldest first."""

    copy: PackCopy
    events: list[CopyEvent]
    readings: list[Reading] = field(default_factory=list)

    def _last(self, kind: CopyEvent.Kind) -> CopyEvent | None:
        return next((event for event in reversed(self.events) if event.kind == kind), None)

    @property
    def printed(self) -> CopyEvent | None:
        """When it was last printed, by whom."""
        return self._last(CopyEvent.Kind.PRINTED)

    @property
    def now(self) -> CopyEvent | None:
        """What happened to the paper last."""
        return self.events[-1] if self.events else None


def copies_of(pack: Pack, readings: Sequence[Reading]) -> list[CopyShown]:
    """Who holds which copy, by number, with what became of it; `readings` are those of the pack."""
    read: dict[object, list[Reading]] = {}
    for reading in readings:
        read.setdefault(reading.event.details.get("copy"), []).append(reading)
    held = pack.copies.select_related("holder").prefetch_related("events__noted_by")
    return [CopyShown(copy, list(copy.events.all()), read.get(copy.number, [])) for copy in held]


def copy_of(pack: Pack, number: int) -> PackCopy | None:
    """One numbered copy, or None."""
    return pack.copies.select_related("holder", "pack__meeting").filter(number=number).first()


def events_of(copy: PackCopy) -> QuerySet[CopyEvent]:
    """The copy's life on paper, oldest first."""
    return copy.events.select_related("noted_by", "file").order_by("id")


def last_of_copy(copy: PackCopy) -> CopyEvent | None:
    """What happened to the paper last; None while there is none."""
    return copy.events.order_by("-id").first()


def is_whole(pack: Pack) -> bool:
    """Whether the frozen words and every stored file, and those tabled to it, have the hash they had.

    The database takes the hashes: a report with all its copies is more than a page should read.
    """
    addenda = pack.addenda.all()
    held: list[QuerySet[Any]] = [Pack.objects.filter(pk=pack.pk), addenda]
    files: list[QuerySet[Any]] = [pack.files.all(), AddendumFile.objects.filter(addendum__in=addenda)]
    words = Func(F("paper"), Value("UTF8"), function="convert_to")
    return not (
        any(rows.exclude(sha256=_hashed(words)).exists() for rows in held)
        or any(rows.exclude(sha256=_hashed(F("content"))).exists() for rows in files)
    )


def _hashed(content: F | Func) -> Func:
    return Func(content, template="encode(sha256(%(expressions)s), 'hex')", output_field=CharField())
