"""The meeting with the department before the Panel's: what each side shares, and what was agreed (R082).

From our side only what is released, and how the support goes of what was released: never a live concern.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from accounts.models import User
from cases.models import SupportPackage
from cases.queries import support_on
from councils.access import recused_council_ids
from councils.models import Council
from liaison.models import DepartmentNote, Organisation, Release, SharedSupport
from liaison.queries.inbound import Inbound, received_from
from liaison.queries.support import support_shared_of
from panel.models import Meeting
from panel.queries import meeting_for
from papers.withholding import WITHHELD, speaks_of

DEPARTMENT = "dclg"
NOTHING_RECEIVED = "Nothing has come from the department. That is usual."


@dataclass(frozen=True)
class SharedCouncil:
    """A council of which something is released, with the support that follows."""

    release: Release
    support: list[SupportPackage]
    # Of these packages, by id: the words that the department's own system reads now.
    told: dict[int, SharedSupport]


@dataclass(frozen=True)
class AgreedNote:
    """An agreed note as one person may read it."""

    note: DepartmentNote
    text: str
    withheld: bool = False


@dataclass(frozen=True)
class DepartmentMeeting:
    """All that the sheet shows. `notes`: the one that holds first, then those it corrected."""

    meeting: Meeting
    met_on: date
    department: str
    shared: list[SharedCouncil]
    received: list[Inbound]
    notes: list[AgreedNote]


def department_meeting(user: User, pk: int, on: date) -> DepartmentMeeting | None:
    """The sheet of the meeting with the department before a meeting of the Panel; None where none is set."""
    meeting = meeting_for(user, pk)
    if meeting is None or meeting.department_met_on is None:
        return None
    department = Organisation.objects.filter(slug=DEPARTMENT).first()
    standing = Release.objects.visible_to(user).standing().filter(recipient__slug=DEPARTMENT)
    found = list(standing.select_related("council", "concern").order_by("council_name", "number"))
    support = support_on((release.concern_id for release in found), user)
    told = support_shared_of(found)
    shared = [
        SharedCouncil(
            release,
            support.get(release.concern_id, []),
            {one.package_id: one for one in told.get(release.pk, [])},
        )
        for release in found
    ]
    rows = DepartmentNote.objects.filter(meeting=meeting).select_related("written_by").order_by("-pk")
    notes = _as_read_by(user, on, rows)
    name = department.name if department else "the department"
    received = received_from(user, DEPARTMENT, on)
    return DepartmentMeeting(meeting, meeting.department_met_on, name, shared, received, notes)


def _as_read_by(user: User, on: date, rows: Iterable[DepartmentNote]) -> list[AgreedNote]:
    names = _names_kept_from(user, on)
    return [
        AgreedNote(row, WITHHELD, withheld=True) if speaks_of(row.text, names) else AgreedNote(row, row.text)
        for row in rows
    ]


def standing_note(meeting: Meeting, user: User, on: date) -> AgreedNote | None:
    """The agreed note that holds now, as this person may read it."""
    rows = DepartmentNote.objects.filter(meeting=meeting).order_by("-pk")[:1]
    return next(iter(_as_read_by(user, on, rows)), None)


def _names_kept_from(user: User, on: date) -> list[str]:
    hidden = Council.objects.filter(pk__in=recused_council_ids(user, on)).prefetch_related("names")
    return [
        name
        for council in hidden
        for name in (council.name, council.short_name, *(each.name for each in council.names.all()))
    ]
