"""The note of the demonstration's last meeting, what was asked of whom, what became of recommendations."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from councils.models import Council
from desk.demonstration.people import content
from panel.models import Meeting, Pack
from panel.workflow import note_decision, report_progress, say_what_became


def load_decisions(
    meeting: Meeting, pack: Pack, people: dict[str, User], places: dict[str, Council], *, at: datetime
) -> None:
    """The lines of the note in order; each may answer a recommendation and may have some progress."""
    by = people["pryce"]
    for row in content("decisions"):
        line = note_decision(
            meeting=meeting,
            item=row["item"],
            verb=row.get("verb", ""),
            text=row["text"],
            action_by=row.get("action_by", ""),
            asked=people.get(row.get("asked", "")),
            council=places.get(row.get("code", "")),
            by=by,
            at=at,
        )
        if "progress" in row:
            report_progress(decision=line, text=row["progress"], by=by, at=at)
        if "became" in row:
            say_what_became(
                pack=pack,
                number=row["recommendation"],
                became=row["became"],
                text=row.get("in_words", ""),
                decision=line,
                by=by,
                at=at,
            )
