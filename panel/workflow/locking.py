"""A meeting, and what its report is compared with, held for the length of an act."""

from __future__ import annotations

from common.errors import not_found
from panel.models import LastPaper, Meeting


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting's row, locked: acts on one report follow one another."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body__acts_for")
    return held.filter(pk=meeting.pk).first() or not_found("The meeting")


def hold_last_paper(meeting: Meeting) -> None:
    """The body's last Word paper stands still while a first report is compared with it."""
    held = LastPaper.objects.select_for_update(of=("self",))
    list(held.filter(body_id=meeting.body_id, taken_out_at__isnull=True).values("pk"))
