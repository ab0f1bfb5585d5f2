"""A council on two sides of paper: what one reads on the train before meeting it.

What leaves here leaves by the rule of exports (TRUST section 2): notes up to ADVISERS, never a RESTRICTED one
or one that its originator controls, and with the reason it leaves for.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO

import pikepdf
from django.utils import timezone

from accounts.models import User
from cases import queries as cases
from common.timeline import DATA, Entry, merged
from desk.queries import CouncilPage
from indicators import queries as indicators
from indicators.paper import brief_table
from intelligence import queries as intelligence
from papers.paper import Block, Column, Heading, Note, Row, Sheet, Table, day, short_day

SIDES = 2
BACK = timedelta(days=730)
MOST = 60
LONGEST = 240
KEY = (
    "Type: the average of councils of its type. Bottom and top are the least and the greatest value in "
    "England and say nothing by themselves of how good it is. NA: no figure is published."
)


@dataclass(frozen=True, kw_only=True)
class Briefing:
    """What the paper is made of; `entries` newest first, of the last two years and no more than `MOST`."""

    page: CouncilPage
    entries: list[Entry]
    kept_back: int


def briefing_of(page: CouncilPage, user: User, on: date) -> Briefing:
    """What of the council's page goes on paper."""
    notes, kept_back = intelligence.entries_for_paper(page.council, user, on - BACK, MOST)
    told = merged(
        notes,
        cases.timeline_entries(page.council, user, MOST),
        indicators.timeline_entries(page.council, on, MOST),
        intelligence.besides_notes(page.council, user, on, MOST).entries,
    )
    return Briefing(
        page=page, entries=[one for one in told if one.happened_on > on - BACK][:MOST], kept_back=kept_back
    )


def on_two_sides(briefing: Briefing, made: Callable[[int], bytes]) -> tuple[bytes, int]:
    """The paper with as many of the newest entries as two sides hold, and how many those are.

    `made` is the PDF with so many entries. Where even none leaves it longer, the concerns are many and all
    of them are printed.
    """
    most = len(briefing.entries)
    pdf = made(most)
    if _sides(pdf) <= SIDES:
        return pdf, most
    least, most, best = 0, most - 1, made(0)
    while least < most:
        tried = (least + most + 1) // 2
        pdf = made(tried)
        if _sides(pdf) <= SIDES:
            least, best = tried, pdf
        else:
            most = tried - 1
    return best, least


def _sides(pdf: bytes) -> int:
    with pikepdf.open(BytesIO(pdf)) as read:
        return len(read.pages)


def sheet_of(briefing: Briefing, *, shown: int, body: str, marking: str, copy_line: str, on: date) -> Sheet:
    """The paper with the newest `shown` entries; it says how many it leaves out and where they stand."""
    page = briefing.page
    council = page.council
    fictional = " (fictional)" if council.is_fictional else ""
    blocks: list[Block] = [Note(_who(page))]
    blocks += _concerns(page)
    blocks += _signs(page)
    blocks.append(Heading("What has happened in the last two years"))
    entries = briefing.entries[:shown]
    if entries:
        blocks.append(_stream(entries))
    else:
        blocks.append(Note("Nothing is held. That is usual." if not briefing.entries else "No room is left."))
    blocks += [Note(sentence, small=True) for sentence in _left_out(briefing, shown)]
    if page.report.has_figures:
        blocks += [brief_table(page.report, council.short_name), Note(KEY, small=True)]
    return Sheet(
        title=f"{council.name}{fictional}",
        body=body,
        held_on=on,
        marking=marking,
        blocks=tuple(blocks),
        copy_line=copy_line,
    )


def _who(page: CouncilPage) -> str:
    told = page.identity
    parts = [f"{page.council.get_kind_display()}, {page.council.region}"]
    parts += [
        f"{label}: {who}"
        for label, who in (
            ("Control", told.control.control if told.control else ""),
            ("Leader", told.leader.name if told.leader else ""),
            ("Chief executive", told.chief_executive.name if told.chief_executive else ""),
            ("Principal adviser", told.principal_adviser.holder_name if told.principal_adviser else ""),
        )
        if who
    ]
    parts += [f"{one.get_office_display()}: {one.name}" for one in told.others]
    if page.radar:
        parts.append(f"On the radar since {day(timezone.localdate(page.radar.put_on_at))}")
    return ". ".join(parts) + "."


def _concerns(page: CouncilPage) -> list[Block]:
    blocks: list[Block] = [Heading("Concerns")]
    open_ones = [one for one in page.concerns or [] if not one.closed_at]
    for concern in open_ones:
        stage = f"Stage {concern.at_stage.digit}, {concern.at_stage.label}"
        step = f" Next: {concern.next_step}" if concern.next_step else ""
        by = f", {day(concern.next_step_on)}" if concern.next_step and concern.next_step_on else ""
        blocks.append(Note(f"{concern.summary.rstrip('.')}. {stage}.{step}{by}", lead=f"{concern.number}."))
    if not open_ones:
        blocks.append(Note("No concern is open. That is usual."))
    for package in page.support:
        blocks.append(Note(f"{package.objectives} ({package.provider})", lead="Support:"))
    return blocks


def _signs(page: CouncilPage) -> list[Block]:
    held = [sign for sign in page.signs or [] if sign.notes]
    if not held:
        return []
    said = "; ".join(
        f"{sign.factor.short_name}: {sign.notes} {'note' if sign.notes == 1 else 'notes'} of {sign.sources} "
        f"{'source' if sign.sources == 1 else 'sources'}"
        for sign in held
    )
    return [Note(f"{said}.", lead="Signs held:")]


def _stream(entries: list[Entry]) -> Table:
    rows = tuple(Row(short_day(one.happened_on), (_clipped(one), _known(one))) for one in entries)
    columns = (
        Column("When", weight=1.1),
        Column("What", weight=5),
        Column("Who, how known", weight=2.4),
    )
    return Table("What has happened, the newest first", columns, rows)


def _known(entry: Entry) -> str:
    """Who says so and how it is known; a concern by its number, for its words stand above."""
    labels = [one.split(":")[0] if one.startswith("Concern ") else one for one in entry.labels]
    return ", ".join(part for part in (entry.who, *labels) if part)


def _clipped(entry: Entry) -> str:
    """The title and the text as one run: a note's heading is cut out of its own words."""
    title, text = entry.title, "" if entry.mark == DATA else entry.text
    if title.endswith(" …") and text.startswith("… "):
        title, text = title[:-2], text[2:]
    elif text and title[-1:] not in ".!?:":
        title += ":"
    text = f"{title} {text}".strip()
    return text if len(text) <= LONGEST else text[:LONGEST].rsplit(" ", 1)[0] + " …"


def _left_out(briefing: Briefing, shown: int) -> list[str]:
    sentences = []
    if len(briefing.entries) > shown:
        sentences.append(
            f"{len(briefing.entries) - shown} earlier entries of the two years are on the council’s page: "
            "there is no room for them here."
        )
    if briefing.kept_back:
        one = briefing.kept_back == 1
        which = "1 note that you may read is" if one else f"{briefing.kept_back} notes that you may read are"
        sentences.append(f"{which} RESTRICTED or held by their originator, and on no paper.")
    return sentences
