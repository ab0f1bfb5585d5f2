"""The radar report as a structured paper, in a committee paper's anatomy (R147, R189, R194)."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from django.utils import timezone

from accounts.models import User
from panel.appendices import appendices, keys, lessons, points, since_last_met
from panel.became import what_became
from panel.models import Meeting, Pack, Slot
from panel.principles import GUIDE, NOT_A_FAILURE, PRINCIPLES
from panel.queries.drafting import Draft, DraftItem, named
from papers.paper import (
    Block,
    Column,
    Contact,
    Heading,
    Note,
    Paper,
    Paragraph,
    Recommendation,
    Row,
    Table,
    day,
    numbered,
    short_day,
)

TITLE = "Councils on the radar"
NOT_YET_IN_FULL = "This report gives support and progress from Stage 3 on."
COLUMNS = ("Council", "Region", "Stage", "Concern", "Support", "Next date", "Since last meeting")


@dataclass(frozen=True)
class Imprint:
    """What the report says of its own making: marking, contact, the record's head, what it supersedes.

    `on`: the day on which the live concerns said what it says. It is not the meeting's cut-off day, by which
    what the report should say is wanted: a concern that moves after that stands in it as it moved.
    """

    marking: str
    contact: User | None
    record_position: int
    record_head: str
    on: date
    supersedes: Pack | None = None
    supersedes_reason: str = ""


def _background(draft: Draft, on: date) -> Iterator[Block]:
    meeting = draft.meeting
    whole = meeting.body.acts_for
    behalf = f" on behalf of the {whole.name_on(meeting.held_on)}" if whole else ""
    based = [f"intelligence gathered by principal advisers to {day(on)};"]
    based.append("published data as set out in Appendix A;")
    if meeting.department_met_on:
        based.append(
            "the meeting with the Department for Communities and Local Government on "
            f"{day(meeting.department_met_on)};"
        )
    based[-1] = based[-1].rstrip(";") + "."
    based[-2] += " and"
    yield Heading("Background")
    yield Paragraph(
        f"The {meeting.body.called} maintains an overview of performance{behalf} and receives this report at "
        "each meeting."
    )
    yield Paragraph("The report is based on:")
    yield from (Paragraph(text, 2) for text in based)
    yield Paragraph(GUIDE)
    yield Paragraph(
        "Of a concern at Stage 1 or 2 this report gives one line. For each council it says whether it "
        "knows that it is in this paper."
    )


def _rows(item: DraftItem) -> Iterator[Row]:
    name, region = named(item.council), item.council.region.name
    when = short_day(item.next_on) if item.next_on else "None set"
    if not item.concerns:
        said = item.radar_line
        yield Row(name, (region, "–", said, "–", when, item.change.words), keys(item))
    for concern in item.concerns:
        support = "; ".join(package.what for package in concern.support)
        if not support:
            support = "None yet" if concern.in_full else "–"
        yield Row(
            name, (region, concern.stage, concern.summary, support, when, item.change.words), keys(item)
        )


def _overview(draft: Draft, on: date) -> Iterator[Block]:
    yield Heading("Overview")
    yield Paragraph(
        "Table 1 shows every council on the radar, and every other council with a line to the "
        f"{draft.meeting.body.called}, by region and name."
    )
    rows = tuple(row for item in draft.items for row in _rows(item))
    yield Table(
        f"Table 1: councils in this report, {day(on)}",
        tuple(map(Column, COLUMNS)),
        rows,
    )


def _slot(item: DraftItem, name: str, lead: str) -> Iterator[Block]:
    for place, line in enumerate(points(item.text(name))):
        yield Paragraph(line, 2 if place else 1, lead="" if place else lead, about=keys(item))


def _councils(draft: Draft) -> Iterator[Block]:
    yield Heading("The councils")
    for item in draft.items:
        yield Heading(named(item.council), 3, about=keys(item))
        yield from _slot(item, Slot.Name.CONCERN, "The concern:")
        # Always there, so that a copy in which it is withheld does not tell the stage by leaving it out.
        if item.in_full:
            yield from _slot(item, Slot.Name.PROGRESS, "Support and progress:")
        else:
            yield Paragraph(NOT_YET_IN_FULL, lead="Support and progress:", about=keys(item))
        knows = item.knows or "Not yet said."
        yield Paragraph(knows, lead="Does the council know?", about=keys(item))


def _ending(draft: Draft) -> Iterator[Block]:
    yield Heading("Conclusion and next steps")
    yield from (Paragraph(line) for line in points(draft.text(Slot.Name.CONCLUSION)))
    yield Heading("Financial Implications")
    yield Paragraph("There are no additional financial implications arising from this report.")
    yield Heading("Implications for Wales")
    yield Paragraph("These arrangements apply to England only.")


def _recommendations(paper: Paper) -> tuple[Recommendation, ...]:
    """Numbered only once the paragraphs are: they point at them."""
    spoken = [each for each in paper.blocks if isinstance(each, Paragraph) and each.about and each.depth == 1]
    where = f" at paragraphs {spoken[0].number} to {spoken[-1].number}" if spoken else ""
    return (
        Recommendation(f"note the councils on the radar and the progress described{where}; and"),
        Recommendation("comment on the support being provided."),
    )


def _summary(draft: Draft, imprint: Imprint) -> tuple[Note, ...]:
    # The counts are withheld with any council that is counted: less what is left, they would tell of it.
    everybody = tuple(council.code for council in draft.councils)
    lines = points(draft.text(Slot.Name.SUMMARY))
    notes = [Note(line, about=everybody if line == draft.counts else ()) for line in lines]
    notes.append(Note(NOT_A_FAILURE))
    if before := imprint.supersedes:
        notes.append(
            Note(
                f"This is version {before.version + 1}. It supersedes version {before.version}, issued on "
                f"{day(timezone.localdate(before.issued_at))}: {imprint.supersedes_reason.rstrip('.')}."
            )
        )
    return tuple(notes)


def _body(draft: Draft, on: date) -> list[Block]:
    blocks = [
        *since_last_met(draft),
        *_background(draft, on),
        *_overview(draft, on),
        *what_became(draft.last),
    ]
    return [*blocks, *_councils(draft), *_ending(draft)]


def draft_paper(draft: Draft, imprint: Imprint) -> Paper:
    """The report's body as it stands, for the Chair to clear: its figures are appended at issue."""
    return replace(_paper(draft, imprint, [*_body(draft, imprint.on), *lessons(draft)]), copy_line="Draft")


def radar_paper(draft: Draft, imprint: Imprint) -> Paper:
    """The report as it would be issued now, numbered, for the office; a copy's line is put on afterwards."""
    blocks = [*_body(draft, imprint.on), *appendices(draft)]
    blocks.append(
        Note("For a copy in Braille, larger print or audio, please ask the secretariat.", small=True)
    )
    head = imprint.record_head
    blocks.append(
        Note(f"The record stood at {imprint.record_position} events, {head[:16]}…{head[-16:]}.", small=True)
    )
    return _paper(draft, imprint, blocks)


def _paper(draft: Draft, imprint: Imprint, blocks: list[Block]) -> Paper:
    meeting: Meeting = draft.meeting
    who = imprint.contact
    paper = numbered(
        Paper(
            title=TITLE,
            body=meeting.body_name,
            item=meeting.item,
            held_on=meeting.held_on,
            marking=imprint.marking,
            purpose="For discussion and direction.",
            summary=_summary(draft, imprint),
            asked=f"Members of the {meeting.body.called} are asked to:",
            recommendations=(),
            action="As directed by Members.",
            contact=Contact(who.name, who.position, "", who.email) if who else Contact("The secretariat"),
            blocks=tuple(blocks),
            front=(Heading("Principles"), *(Note(said) for said in PRINCIPLES)),
            copy_line="Office copy",
            standing_line=NOT_A_FAILURE,
        )
    )
    return numbered(replace(paper, recommendations=_recommendations(paper)))
