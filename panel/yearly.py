"""The boards' yearly papers: a programme board's on its remit, and how the arrangements work (R164-R168).

They count and do not judge; no council is named, and no figure is printed that could single one out.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from django.utils import timezone

from accounts.models import User
from cases.stages import OPEN_STAGES, Origin
from panel.models import IssuedPaper
from panel.queries.yearly import Kind, YearTold
from panel.remits import LEAST
from panel.small_numbers import FEWER, TOO_FEW, share, spread, told
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
)

SMALL = (
    f"This paper names no council. A number of one or two is printed as “{FEWER}”, and where it could be "
    "worked out from the others, more are not given."
)


@dataclass(frozen=True)
class YearPaper:
    """What the secretariat adds: what the board may want to consider, and the lessons it chose to tell."""

    considered: str = ""
    lessons: tuple[str, ...] = ()


def _table(caption: str, first: str, second: str, counts: Mapping[str, int]) -> Block:
    _, (shown,) = spread(sum(counts.values()), counts)
    return _told_table(caption, first, second, shown)


def _told_table(caption: str, first: str, second: str, shown: Mapping[str, str]) -> Block:
    columns = (Column(first, weight=7), Column(second, "right", weight=3))
    rows = tuple(Row(name, (said,)) for name, said in shown.items())
    return Table(caption, columns, rows) if rows else Note(f"{caption}: none.")


def _annual(year: YearTold, said: YearPaper) -> Iterator[Block]:
    counts = year.counts
    stages = {stage.numbered: counts.reached.get(stage, 0) for stage in OPEN_STAGES}
    # Each table adds up to the total that is printed, so the three are told together.
    total, (reached, by_area) = spread(counts.open_or_ended, stages, counts.by_area)
    yield Heading("Background")
    yield Paragraph(
        "Each Programme Board receives a report each year on performance and improvement challenges in its "
        "remit. It considers what follows from it and recommends on future support."
    )
    yield Paragraph(
        "Significant concerns about individual councils go to the Performance Support Panel and are not in "
        "this report."
    )
    yield Paragraph(SMALL)
    yield Heading("Concerns in the year")
    yield Paragraph(
        f"Concerns that were open on any day of the year: {total}. Raised in the year: "
        f"{told(counts.raised)}. Closed in the year: {told(counts.closed)}."
    )
    yield _told_table("Table 1: how far the concerns had come by the end of it", "Stage", "Concerns", reached)
    yield _told_table("Table 2: the service areas they are about", "Service area", "Concerns", by_area)
    yield Heading("Support given")
    yield _table("Table 3: support that began in the year", "Kind of support", "Packages", counts.support)
    yield _table("Table 4: who gave a part of it", "Provider", "Parts", counts.providers)
    yield Heading("Lessons")
    if said.lessons:
        yield Paragraph("Support that ended in the year left these lessons behind:")
        yield from (Paragraph(text, 2) for text in said.lessons)
    else:
        yield Paragraph("No lessons are told in this report.")
    yield Heading("For the Board to consider")
    lines = [line for line in said.considered.splitlines() if line.strip()]
    yield from (Paragraph(line) for line in lines or ["Nothing is put to the Board beside the above."])


def _measures(year: YearTold) -> Iterator[Block]:
    counts = year.counts
    talks, raised = counts.first_talks, counts.raised
    middle = f"{median(talks):g} days" if len(talks) >= LEAST else TOO_FEW
    measures = (
        ("Concerns raised in the year", told(raised), "–"),
        (
            "Of those, from the council itself coming forward",
            share(counts.origins.get(Origin.COUNCIL, 0), raised),
            told(raised),
        ),
        ("Median time from raising a concern to first talking with the council", middle, told(len(talks))),
        ("Councils that knew when they first stood in a report", share(*year.aware), told(year.aware[1])),
        ("Reviews kept by the day set", share(*counts.reviews), told(counts.reviews[1])),
        ("Look-backs made of those due", share(*counts.look_backs), told(counts.look_backs[1])),
        ("Concerns closed in the year", told(counts.closed), "–"),
        ("Reports issued to the Panel", told(year.reports), "–"),
    )
    yield Heading("Background")
    yield Paragraph(
        "The Advisory Board monitors how well the arrangements work. These measures are of the process: of "
        "what was done and when, never of how well a council does."
    )
    yield Paragraph(SMALL)
    yield Heading("The measures")
    yield Table(
        f"Table 1: the process, {day(year.since)} to {day(year.until)}",
        (Column("Measure", weight=6), Column("Figure", "right", weight=3), Column("Of", "right", weight=2)),
        tuple(Row(name, (figure, of)) for name, figure, of in measures),
    )
    yield Paragraph(
        "Reviews and look-backs count where they fell due before the day of this paper. Councils count once "
        "for each time that they came into a report."
    )


def year_paper(
    year: YearTold,
    said: YearPaper,
    marking: str,
    contact: User,
    *,
    supersedes: IssuedPaper | None = None,
    reason: str = "",
) -> Paper:
    """The paper of the board's year, numbered. Its date is the last day of the year."""
    annual = year.kind == Kind.ANNUAL
    blocks = list(_annual(year, said) if annual else _measures(year))
    if not annual and said.considered.strip():
        blocks.append(Heading("For the Board to consider"))
        blocks += [Paragraph(line) for line in said.considered.splitlines() if line.strip()]
    if year.counts.fictional:
        blocks.append(Note("Invented councils are counted among them."))
    blocks += [Heading("Financial Implications")]
    blocks.append(Paragraph("There are no additional financial implications arising from this report."))
    blocks += [Heading("Implications for Wales"), Paragraph("These arrangements apply to England only.")]
    blocks.append(
        Note("For a copy in Braille, larger print or audio, please ask the secretariat.", small=True)
    )
    summary = [Note(f"This report is about the year from {day(year.since)} to {day(year.until)}.")]
    if supersedes:
        issued = day(timezone.localdate(supersedes.issued_at))
        summary.append(
            Note(
                f"This is version {supersedes.version + 1}. It supersedes version {supersedes.version}, "
                f"issued on {issued}: {' '.join(reason.split()).rstrip('.')}."
            )
        )
    asked = (
        (
            Recommendation("note the challenges in its remit and the support given; and"),
            Recommendation("consider what follows from them and recommend on future support."),
        )
        if annual
        else (Recommendation("note how the arrangements work, and comment on them."),)
    )
    return numbered(
        Paper(
            title=str(Kind(year.kind).label),
            body=year.body.name_on(year.until),
            item="",
            held_on=year.until,
            marking=marking,
            purpose="For discussion and direction." if annual else "For information.",
            summary=tuple(summary),
            asked=f"Members of the {year.body.called} are asked to:",
            recommendations=asked,
            action="As directed by Members.",
            contact=Contact(contact.name, contact.position, "", contact.email),
            blocks=tuple(blocks),
            copy_line="Office copy",
            title_again=False,
        )
    )
