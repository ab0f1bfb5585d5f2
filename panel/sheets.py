"""The agenda and the attendance sheet as structured papers: the same words in every format (R190-R191)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, time
from typing import NamedTuple

from django.utils import timezone

from panel.copies import MEDIA
from panel.models import Meeting, MeetingChange, Membership, PackFile
from panel.queries.agenda import AgendaLine
from panel.queries.attending import Seat, Table, Withdrawn
from papers.page import to_page
from papers.paper import Block, Column, Heading, Note, Row, Sheet, day
from papers.paper import Table as PaperTable
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.word import to_word

Format = PackFile.Format
RENDERERS: dict[str, Callable[[Sheet], bytes]] = {
    Format.PDF: to_pdf,
    Format.LARGE_PRINT: to_large_print,
    Format.WORD: to_word,
    Format.TEXT: lambda sheet: to_text(sheet).encode(),
}
FILES = [Format(name) for name in RENDERERS]
APOLOGIES = (
    "Please tell your political group office if you cannot attend this meeting, so that a substitute can be "
    "arranged."
)
REGISTER = "Please sign. It is the only record of your presence at the meeting."


def rendered(sheet: Sheet, form: str, template: bytes = b"") -> tuple[bytes, str, str]:
    """The bytes of one format (Word in the body's own template), its media type and its name's ending."""
    media, ending = MEDIA[Format(form)]
    made = to_word(sheet, template) if form == Format.WORD else RENDERERS[form](sheet)
    return made, media, ending


def when(meeting: Meeting) -> str:
    """The day and the times in words: Friday 2 November 2012, 11:00 to 12:30."""
    said = f"{meeting.held_on:%A} {day(meeting.held_on)}"
    if meeting.begins:
        said += f", {_clock(meeting.begins)}"
        said += f" to {_clock(meeting.ends)}" if meeting.ends else ""
    return said


def changes_said(meeting: Meeting, *, whole: bool) -> list[str]:
    """What the meeting was before each change, and why: a sentence or two each, the first change first.

    The agenda prints what it prints itself, the day, the times and the place; `whole` says the rest too.
    """
    rows = list(meeting.changes.all())
    plans = [*map(_plan_before, rows), _plan_of(meeting)]
    said = []
    for row, was, then in zip(rows, plans, plans[1:], strict=False):
        parts = _moved(was, then) + (_prepared(was, then) if whole else [])
        if parts:
            on = day(timezone.localdate(row.changed_at))
            said.append(f"Changed on {on}. {' '.join(parts)} {row.reason.rstrip('.')}.")
    return said


class _Plan(NamedTuple):
    """How a meeting was planned; without `cut_off_on` only its day, beginning and place were kept."""

    held_on: date
    begins: time | None
    venue: str
    ends: time | None
    cut_off_on: date | None
    department_met_on: date | None


def _plan_before(row: MeetingChange) -> _Plan:
    rest = (row.was_ends, row.was_cut_off_on, row.was_department_met_on)
    return _Plan(row.was_held_on, row.was_begins, row.was_venue, *rest)


def _plan_of(meeting: Meeting) -> _Plan:
    rest = (meeting.ends, meeting.cut_off_on, meeting.department_met_on)
    return _Plan(meeting.held_on, meeting.begins, meeting.venue, *rest)


def _is_kept(was: _Plan, then: _Plan) -> bool:
    return was.cut_off_on is not None and then.cut_off_on is not None


def _moved(was: _Plan, then: _Plan) -> list[str]:
    if was[:3] == then[:3] and (was.ends == then.ends or not _is_kept(was, then)):
        return []
    before = f"{was.held_on:%A} {day(was.held_on)}"
    before += f" at {_clock(was.begins)}" if was.begins else ""
    before += f" to {_clock(was.ends)}" if was.begins and was.ends else ""
    before += f", {was.venue}" if was.venue else ""
    return [f"It was to be on {before}."]


def _prepared(was: _Plan, then: _Plan) -> list[str]:
    if not _is_kept(was, then):
        return []
    said = []
    if was.cut_off_on and was.cut_off_on != then.cut_off_on:
        said.append(f"The cut-off day was {day(was.cut_off_on)}.")
    if was.department_met_on != then.department_met_on:
        met = was.department_met_on
        said.append(
            f"The department was to be met on {day(met)}."
            if met
            else "No meeting with the department was set."
        )
    return said


def agenda_sheet(meeting: Meeting, lines: Iterable[AgendaLine], *, marking: str) -> Sheet:
    """The agenda: who meets, when and where, the items in order, and to whom to send apologies."""
    members = " and of the ".join(body.name_on(meeting.held_on) for body in meeting.bodies)
    rows = tuple(
        Row(
            f"{line.number}. {line.title}",
            (line.about, _clock(line.timing), str(line.page) if line.page else ""),
        )
        for line in lines
    )
    columns = (
        Column("Item", weight=4),
        Column("What it is", weight=6),
        Column("Timing", weight=1.4),
        Column("Page", weight=1.2, align="right"),
    )
    blocks: list[Block] = [
        Note(f"Members of the {members}", lead="To:"),
        Note("Named officers for briefing purposes", lead="cc:"),
        Note(when(meeting), lead="Date and time:"),
        Note(meeting.venue or "to be set", lead="Venue:"),
        *(Note(said) for said in changes_said(meeting, whole=False)),
        PaperTable("Items of the agenda", columns, rows),
        Heading("Apologies"),
        Note(APOLOGIES),
    ]
    return _sheet("Agenda: joint meeting" if meeting.is_joint else "Agenda", meeting, blocks, marking)


def attendance_sheet(
    meeting: Meeting, tables: Sequence[Table], withdrawn: Sequence[Withdrawn], *, marking: str
) -> Sheet:
    """Who sits at the meeting by group, what was said beforehand, and who came or room to sign."""
    held = any(seat.came is not None for table in tables for seat in table.seats)
    last = Column("Came" if held else "Signature", weight=2.4)
    columns = (
        Column("Name", weight=3),
        Column("Capacity", weight=2),
        Column("Authority", weight=2.4),
        Column("Beforehand", weight=3),
        last,
    )
    blocks: list[Block] = [Note(when(meeting), lead="Date and time:"), Note(meeting.venue, lead="Venue:")]
    if not held:
        blocks.append(Note(REGISTER))
    for table in tables:
        blocks.append(Heading(table.name))
        rows = tuple(_seat(seat) for seat in table.seats)
        if rows:
            blocks.append(PaperTable(f"{table.name}: who sits at the meeting", columns, rows))
        if table.substitutes:
            names = ", ".join(_named(seat) for seat in table.substitutes)
            blocks.append(Note(names, lead="Substitutes:"))
    if withdrawn:
        blocks += [Heading("Who withdrew"), *(Note(each.sentence) for each in withdrawn)]
    return _sheet("Attendance sheet", meeting, blocks, marking)


def _seat(seat: Seat) -> Row:
    held = seat.membership
    came = {True: "Yes", False: "No", None: ""}[seat.came]
    authority = held.council.short_name if held.council else ""
    beforehand = seat.said or ("Substitutes" if held.capacity == held.Capacity.SUBSTITUTE else "")
    return Row(held.user.name, (held.get_capacity_display(), authority, beforehand, came))


def _named(seat: Membership) -> str:
    return f"{seat.user.name} ({seat.council.short_name})" if seat.council else seat.user.name


def _clock(at: time | None) -> str:
    return f"{at:%H:%M}" if at else ""


def _sheet(title: str, meeting: Meeting, blocks: Sequence[Block], marking: str) -> Sheet:
    return Sheet(
        title=title, body=meeting.body_name, held_on=meeting.held_on, marking=marking, blocks=tuple(blocks)
    )


__all__ = ["FILES", "agenda_sheet", "attendance_sheet", "rendered", "to_page"]
