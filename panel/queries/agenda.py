"""A meeting's agenda: what every agenda has, the items of its own, and who may read which (R190)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, time

from accounts.models import User
from councils.access import recused_council_ids
from councils.models import Council
from panel.models import AgendaItem, Meeting
from panel.queries.meetings import next_meeting
from panel.visibility import LIVE
from papers.paper import day
from papers.withholding import WITHHELD, speaks_of

DECLARATIONS = "Declarations of interest"
DECLARE = "Opportunity for members to declare any personal or prejudicial interests."
LAST_NOTES = "Notes of the last meeting"
REPORT = "Councils on the radar"
FIRST_OWN = 3  # declarations and the notes of the last meeting come before
LATER = "An item about a council; it is named when the report is issued"


@dataclass(frozen=True)
class AgendaLine:
    """A line as one person may read it."""

    number: int
    title: str
    about: str = ""
    timing: time | None = None
    page: int | None = None
    item: AgendaItem | None = None
    is_report: bool = False


def in_order(meeting: Meeting) -> list[AgendaItem | None]:
    """The meeting's own items in order; None stands for the radar report, where there is one."""
    items: list[AgendaItem | None] = list(
        meeting.agenda_items.filter(removed_at__isnull=True).select_related("council").order_by("place", "id")
    )
    if meeting.has_report:
        number = int(meeting.item) if meeting.item.isdecimal() else FIRST_OWN
        items.insert(max(number - FIRST_OWN, 0), None)
    return items


def agenda_item_of(meeting: Meeting, pk: int) -> AgendaItem | None:
    """An item that is still on the meeting's agenda, or None."""
    return (
        meeting.agenda_items.filter(pk=pk, removed_at__isnull=True)
        .select_related("meeting", "council")
        .first()
    )


def agenda_of(meeting: Meeting, user: User, on: date) -> list[AgendaLine]:
    """The whole agenda, first to last, as this person may read it on the day `on`."""
    hidden = recused_council_ids(user, on)
    councils = Council.objects.filter(pk__in=hidden).prefetch_related("names")
    names = [name for council in councils for name in _names(council)]
    # Members learn which councils are spoken of from what is issued (TRUST section 2, "Radar pack · view").
    # Until then a member of the council itself reads what all others read: "withheld" would tell them.
    early = meeting.has_report and not user.has_role(*LIVE) and not meeting.packs.exists()
    lines = [
        AgendaLine(1, DECLARATIONS, DECLARE, meeting.begins),
        AgendaLine(2, LAST_NOTES),
    ]
    for number, item in enumerate(in_order(meeting), FIRST_OWN):
        if item is None:
            lines.append(AgendaLine(number, REPORT, "Radar report", is_report=True))
        elif early and (item.council_id or _speaks_of(item, names)):
            lines.append(AgendaLine(number, LATER, timing=item.timing))
        elif item.council_id in hidden or _speaks_of(item, names):
            lines.append(AgendaLine(number, WITHHELD, timing=item.timing))
        else:
            lines.append(_line(number, item))
    following = next_meeting(meeting)
    said = day(following.held_on) if following else "to be set"
    lines.append(AgendaLine(len(lines) + 1, f"Date of next meeting: {said}"))
    return lines


def _line(number: int, item: AgendaItem) -> AgendaLine:
    said = [item.get_kind_display() if item.kind != AgendaItem.Kind.PAPER else "", item.about]
    said.append(f"Led by {item.leads}" if item.leads else "")
    about = " ".join(f"{part.rstrip('.')}." for part in said if part)
    return AgendaLine(number, item.title, about, item.timing, item.page, item)


def _speaks_of(item: AgendaItem, names: list[str]) -> bool:
    return speaks_of(f"{item.title} {item.about} {item.leads}", names)


def _names(council: Council) -> list[str]:
    return [council.name, council.short_name, *(name.name for name in council.names.all())]
