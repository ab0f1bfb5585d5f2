"""The sheet for the meeting with the department, as a structured paper: the same words in every format."""

from __future__ import annotations

from liaison.queries.inbound import Inbound
from liaison.queries.meeting import NOTHING_RECEIVED, DepartmentMeeting, SharedCouncil
from papers.paper import Block, Heading, Note, Sheet, day


def department_sheet(held: DepartmentMeeting, *, marking: str) -> Sheet:
    """What each side shares, and the note that was agreed."""
    blocks: list[Block] = [
        Note(f"The Local Government Association and {held.department}", lead="Between:"),
        Note(f"{held.meeting.body_name}, {day(held.meeting.held_on)}", lead="Before the meeting of:"),
        Heading("What we share"),
    ]
    for one in held.shared:
        blocks += _council(one)
    if not held.shared:
        blocks.append(Note("Nothing has been released to the department. That is usual."))
    blocks.append(Heading("What the department shares"))
    for came in held.received:
        blocks += _received(came)
    if not held.received:
        blocks.append(Note(NOTHING_RECEIVED))
    blocks.append(Heading("Agreed note"))
    if held.notes:
        last = held.notes[0]
        blocks += [Note(line) for line in last.text.splitlines() if line.strip()]
        signed = f"Agreed on {day(last.note.agreed_on)} by {last.note.written_by.name} and "
        blocks.append(Note(f"{signed}{last.note.agreed_with}.", small=True))
        if len(held.notes) > 1:
            blocks.append(Note("It takes the place of an earlier note, which is kept.", small=True))
    else:
        blocks.append(Note("Nothing is agreed yet."))
    return Sheet(
        title="Meeting with the department",
        body="Local Government Association",
        held_on=held.met_on,
        marking=marking,
        blocks=tuple(blocks),
    )


def _council(one: SharedCouncil) -> list[Block]:
    release = one.release
    blocks: list[Block] = [
        Heading(release.council_name, level=3),
        Note(release.matter, lead=f"Release {release.number}:"),
    ]
    for package in one.support:
        going = (
            "" if package.goes_on else f" It ended on {day(package.ended_on)}." if package.ended_on else ""
        )
        said = f"{package.objectives.rstrip('.')}. Given by {package.provider}.{going}"
        blocks.append(Note(said, lead="Support:"))
        # The query gives each its newest progress.
        latest_on, latest = getattr(package, "latest_on", None), getattr(package, "latest_text", "")
        if latest_on:
            blocks.append(Note(latest, lead=f"Progress, {day(latest_on)}:"))
        if shared := one.told.get(package.pk):
            of = f"the progress of {day(shared.progress_on)}" if shared.progress_on else "the support alone"
            blocks.append(Note(f"Shared with the department already: {of}.", small=True))
    if not one.support:
        blocks.append(Note("No support is recorded yet."))
    return blocks


def _received(one: Inbound) -> list[Block]:
    """What the department brought, under its own terms, and how it stands."""
    version = one.last
    terms = (
        f"ORIGINATOR-CONTROLLED. {version.handling}" if version.is_originator_controlled else version.handling
    )
    told = f"{version.get_told_display()}{f', on {day(version.told_on)}' if version.told_on else ''}"
    stands = (
        "Answered."
        if one.silent_for is None
        else "Not answered yet: it came today."
        if one.silent_for == 0
        else f"Not answered yet: {one.silent_for} day{'' if one.silent_for == 1 else 's'}."
    )
    blocks: list[Block] = [
        Heading(one.inbound.council.name, level=3),
        Note(version.matter, lead=f"{one.number}:"),
        Note(terms, lead="Its terms:"),
        Note(f"{told}. {version.told_reason}".strip(), lead="The council was told:"),
        Note(stands, lead="Where it stands:"),
    ]
    return blocks
