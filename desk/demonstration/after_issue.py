"""What came after the demonstration's report was issued: updates tabled, copies on paper."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from accounts.models import User
from councils.models import Council
from desk.demonstration.people import content
from panel.models import CopyEvent, Pack
from panel.workflow import note_copy, print_copy, table_addendum

Kind = CopyEvent.Kind


def load_after_issue(
    pack: Pack, people: dict[str, User], places: dict[str, Council], *, at: datetime
) -> None:
    """Table the updates of after_issue.toml; two printed copies: one collected, one still out."""
    for row in content("after_issue"):
        table_addendum(
            pack=pack,
            kind=row["kind"],
            council=places[row["code"]],
            text=row["text"].strip(),
            by=people[row["by"]],
            at=at,
        )
    on = timezone.localdate(at)
    for key, kinds in (("fenwick", (Kind.HANDED_OVER, Kind.COLLECTED)), ("rowe", (Kind.HANDED_OVER,))):
        copy = pack.copies.get(holder=people[key])
        print_copy(copy=copy, form="pdf", by=people["pryce"], at=at)
        for kind in kinds:
            whom = people[key].name if kind == Kind.HANDED_OVER else ""
            note_copy(copy=copy, kind=kind, happened_on=on, whom=whom, by=people["pryce"], at=at)
