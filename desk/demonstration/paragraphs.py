"""Paragraphs of the demonstration's next report: asked for, written, and one edited since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from accounts.models import User
from councils.models import Council
from desk.demonstration.people import content
from panel.models import Meeting
from panel.queries import draft_of
from panel.workflow import ask_for_paragraphs, write_slot


def load_paragraphs(
    people: dict[str, User], places: dict[str, Council], meeting: Meeting, *, at: datetime
) -> None:
    """Ask the advisers of all that is in the report; two have written, and one was edited since."""
    secretariat = people["pryce"]
    by_on = meeting.cut_off_on - timedelta(days=2)
    ask_for_paragraphs(meeting=meeting, council=None, by_on=by_on, by=secretariat, at=at)
    for row in content("paragraphs"):
        council, name, adviser = places[row["code"]], row["name"], people[row["adviser"]]
        said: dict[str, Any] = {"meeting": meeting, "council": council, "name": name, "at": at}
        seal = draft_of(meeting, adviser).live_seal(council, name)
        write_slot(**said, text=row["text"], version=0, seal=seal, by=adviser)
        if edited := row.get("edited"):
            seal = draft_of(meeting, secretariat).live_seal(council, name)
            write_slot(**said, text=edited, version=1, seal=seal, by=secretariat)
