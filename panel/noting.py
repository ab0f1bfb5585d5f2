"""The note of decisions and the Action Monitor Schedule as papers (board papers of 2012, 9 and 9a)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from django.utils import timezone

from panel.models import Decision, IssuedPaper, Meeting, Membership
from panel.queries.attending import (
    Seat,
    members_at,
    presences_of,
    standing_answers,
    withdrawals_of,
)
from panel.queries.notes import actions_carried, decisions_of, progress_of
from papers.paper import Block, Column, Heading, Note, Row, Sheet, Table, day

NOTE, SCHEDULE = IssuedPaper.Kind.NOTE.label, IssuedPaper.Kind.SCHEDULE.label
DRAFT = "Draft: the note is agreed at the next meeting."


def about(decision: Decision) -> tuple[str, ...]:
    """The key by which a copy withholds a line about one council."""
    return (decision.council.code,) if decision.council else ()


def _head(meeting: Meeting) -> Iterator[Block]:
    yield Note(meeting.body_name, lead="Title:")
    yield Note(f"{meeting.held_on:%A} {day(meeting.held_on)}", lead="Date:")
    if meeting.begins:
        yield Note(f"{meeting.begins:%H.%M}", lead="Time:")
    if meeting.venue:
        yield Note(meeting.venue, lead="Venue:")


def _attendance(meeting: Meeting) -> Iterator[Block]:
    """Who came, and apologies. It names no council: a member's own would be withheld from them."""
    seats, came, answers = members_at(meeting), presences_of(meeting), standing_answers(meeting)
    if not seats:
        return

    def said(seat: Membership) -> str:
        answer = answers.get(seat.pk)
        if came.get(seat.user_id):
            return "Present"
        return Seat(seat, answer).said or "Not recorded" if seat.user_id not in came else "Apologies"

    yield Heading("Attendance")
    yield Table(
        "Who was there, and apologies",
        (
            Column("Name"),
            Column("Position"),
            Column("Group"),
            Column("Attendance"),
        ),
        tuple(
            Row(
                seat.user.name,
                (seat.get_capacity_display(), seat.group.name if seat.group else "–", said(seat)),
            )
            for seat in seats
        ),
    )


def _withdrew(meeting: Meeting) -> Iterator[Block]:
    yield Heading("Declarations of interest")
    gone = withdrawals_of(meeting)
    yield from (Note(one.sentence) for one in gone)
    if not gone:
        yield Note("No declaration is recorded.")


def _lines(lines: Sequence[Decision], called: str) -> Block:
    if not lines:
        return Note("Nothing is noted yet.")
    return Table(
        called,
        (Column("Item"), Column("Decisions and actions"), Column("Action by")),
        tuple(Row(one.item, (one.in_words, one.action_by or "–"), about(one)) for one in lines),
    )


def note_sheet(
    meeting: Meeting,
    marking: str,
    *,
    agreeing: Meeting | None = None,
    supersedes: IssuedPaper | None = None,
    reason: str = "",
) -> Sheet:
    """The note as it stands, for the office: a draft, or as the meeting `agreeing` agreed it."""
    lines = decisions_of(meeting)
    said = DRAFT if agreeing is None else f"Agreed at the meeting on {day(agreeing.held_on)}."
    blocks: list[Block] = [*_head(meeting), Note(said)]
    if supersedes:
        blocks.append(
            Note(
                f"This is version {supersedes.version + 1}. It takes the place of version "
                f"{supersedes.version}, agreed before: {' '.join(reason.split()).rstrip('.')}."
            )
        )
    blocks += [*_attendance(meeting), *_withdrew(meeting), Heading("Decisions and actions")]
    blocks.append(_lines(lines, f"Decisions taken and actions required, {day(meeting.held_on)}"))
    return Sheet(
        title=NOTE,
        body=meeting.body_name,
        held_on=meeting.held_on,
        marking=marking,
        blocks=tuple(blocks),
        copy_line="Office copy",
    )


def _progress(decision: Decision) -> str:
    told = progress_of(decision)
    if not told:
        return "Nothing is reported yet."
    last = told[-1]
    done = "Done. " if last.is_done else ""
    return f"{done}{last.text} ({day(timezone.localdate(last.reported_at))})"


def schedule_sheet(
    meeting: Meeting, marking: str, *, supersedes: IssuedPaper | None = None, reason: str = ""
) -> Sheet:
    """The actions carried to this meeting and how they go: Item · Action · Progress."""
    carried = actions_carried(meeting)
    blocks: list[Block] = list(_head(meeting))
    if supersedes:
        blocks.append(
            Note(
                f"This is version {supersedes.version + 1}. It takes the place of version "
                f"{supersedes.version}: {' '.join(reason.split()).rstrip('.')}."
            )
        )
    if carried:
        rows = tuple(
            Row(
                one.item,
                (
                    f"{one.in_words} Action by {one.action_by}, from the meeting of "
                    f"{day(one.meeting.held_on)}.",
                    _progress(one),
                ),
                about(one),
            )
            for one in carried
        )
        columns = (Column("Item"), Column("Action"), Column("Progress"))
        blocks.append(Table(f"Actions carried to {day(meeting.held_on)}", columns, rows))
    else:
        blocks.append(Note("No action is carried forward."))
    return Sheet(
        title=SCHEDULE,
        body=meeting.body_name,
        held_on=meeting.held_on,
        marking=marking,
        blocks=tuple(blocks),
        copy_line="Office copy",
    )
