"""Issued packs, who holds a copy and who opened it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from audit.models import Event
from councils.access import recused_council_ids
from panel.models import Meeting, Pack, PackCopy, PackEntry
from papers.canonical import digest
from papers.withholding import WITHHELD


def packs_for(user: User) -> QuerySet[Pack]:
    """Packs this person may know of, newest first."""
    return Pack.objects.visible_to(user).select_related("meeting__body", "issued_by").defer("paper")


def pack_for(user: User, pk: int) -> Pack | None:
    """One of them, or None."""
    return packs_for(user).filter(pk=pk).first()


def last_pack_before(meeting: Meeting) -> Pack | None:
    """The latest version of the last report this body had before the meeting."""
    earlier = Pack.objects.filter(meeting__body_id=meeting.body_id, meeting__held_on__lt=meeting.held_on)
    return earlier.select_related("meeting").order_by("-meeting__held_on", "-version").first()


def latest_pack(meeting: Meeting) -> Pack | None:
    """The latest version issued for the meeting."""
    return meeting.packs.order_by("-version").first()


def later_version(pack: Pack) -> Pack | None:
    """The version that supersedes this one, if there is one."""
    return Pack.objects.filter(supersedes=pack).defer("paper").first()


def copies_of(pack: Pack) -> QuerySet[PackCopy]:
    """Who holds which copy, by number."""
    return pack.copies.select_related("holder")


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


def is_whole(pack: Pack) -> bool:
    """Whether the frozen words and every stored file still have the hash they had at issue."""
    files = pack.files.all()
    return digest(pack.paper) == pack.sha256 and all(
        digest(bytes(file.content)) == file.sha256 for file in files
    )


@dataclass(frozen=True)
class EntryShown:
    """A line of a pack's list as one person may see it."""

    name: str
    since: str


def entries_shown(pack: Pack, user: User, on: date) -> Sequence[EntryShown]:
    """What the pack lists, with a withheld line for a declared interest."""
    hidden = recused_council_ids(user, on)
    return [
        EntryShown(WITHHELD, "")
        if entry.council_id in hidden
        else EntryShown(entry.name, PackEntry.Since(entry.since).label)
        for entry in pack.entries.all()
    ]
