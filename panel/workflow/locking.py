"""A meeting, and what its report is compared with, held for the length of an act."""

from __future__ import annotations

from django.db.models import F

from common.errors import not_found
from panel.models import LastPaper, Meeting


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting's row, locked: acts on one report follow one another.

    The row is written as it stands. Whoever issues waits here with a snapshot from before this act, and would
    leave out what it saves; of a row that was written meanwhile the database tells them so. No history is
    kept of it, since nothing of the row has changed.
    """
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body__acts_for")
    found = held.filter(pk=meeting.pk).first() or not_found("The meeting")
    Meeting.objects.filter(pk=found.pk).update(version=F("version"))
    return found


def hold_last_paper(meeting: Meeting) -> None:
    """The body's last Word paper stands still while a first report is compared with it."""
    held = LastPaper.objects.select_for_update(of=("self",))
    list(held.filter(body_id=meeting.body_id, taken_out_at__isnull=True).values("pk"))
