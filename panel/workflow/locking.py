"""A meeting held for the length of an act."""

from __future__ import annotations

from common.errors import not_found
from panel.models import Meeting


def locked_meeting(meeting: Meeting) -> Meeting:
    """The meeting's row, locked: acts on one report follow one another."""
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body__acts_for")
    return held.filter(pk=meeting.pk).first() or not_found("The meeting")
