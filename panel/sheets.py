"""The agenda and the attendance sheet as structured papers: the same words in every format (R190-R191)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import time

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


def change_said(change: MeetingChange) -> str:
    """What a meeting was before it was changed, in a sentence for print."""
    before = f"{change.was_held_on:%A} {day(change.was_held_on)}"
    before += f" at {_clock(change.was_begins)}" if change.was_begins else ""
    before += f", {change.was_venue}" if change.was_venue else ""
    on = day(timezone.localdate(change.changed_at))
    return f"Changed on {on}. It was to be on {before}. {change.reason.rstrip('.')}."


def agenda_sheet(
    meeting: Meeting, lines: Iterable[AgendaLine], changes: Iterable[MeetingChange], *, marking: str
) -> Sheet:
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
        *(Note(change_said(change)) for change in changes),
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
