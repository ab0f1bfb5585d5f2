"""Terms of Engagement as a structured paper, from what is held of a package of support (R128-R130).

Each is written for one council. What is not held stands in it as "[to be written: …]". It says nothing of
notes, sources, evidence, discussions or the concern's own words: the council reads it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date

from cases.models import BoardAction, ImprovementBoard, SupportInput, SupportPackage
from cases.queries.supporting import board_page
from cases.stages import Stage
from papers.paper import Block, Column, Heading, Note, Paragraph, Row, Sheet, Table, day, numbered, short_day

LGA = "Local Government Association"
NOT_HELD = re.compile(r"\[to be written: ([^\]]+)\]")


def terms_paper(package: SupportPackage, *, body: str, marking: str, on: date) -> Sheet:
    """The draft, numbered; `package` with its inputs and boards, `on` the day it is printed."""
    council, board = package.concern.council, package.standing_board
    actions = [one for one in board_page(board).actions if one.is_open] if board else []
    blocks = [
        *_between(package),
        *_provided(package, list(package.inputs.all())),
        *_overseen(package, board),
        *_reviewed(package, board, actions),
        *_ended(package),
        *_in_confidence(),
        *_signed(package),
    ]
    name = f"{council.name} (fictional)" if council.is_fictional else council.name
    return numbered(
        Sheet(
            title=f"Terms of Engagement: support for {name}",
            body=body,
            held_on=on,
            marking=marking,
            blocks=tuple(blocks),
            copy_line=f"Draft of {day(on)}",
            author=LGA,
        )
    )


def blanks_in(paper: Sheet) -> list[str]:
    """What is still to be written, in the order of the paper."""
    said = []
    for block in paper.blocks:
        if isinstance(block, Paragraph | Note):
            said.append(block.text)
        elif isinstance(block, Table):
            said += [cell for row in block.rows for cell in row.cells if isinstance(cell, str)]
    return list(dict.fromkeys(match[1] for text in said for match in NOT_HELD.finditer(text)))


def _or_blank(said: str, what: str) -> str:
    return said.strip() or f"[to be written: {what}]"


def _between(package: SupportPackage) -> Iterator[Block]:
    concern = package.concern
    yield Heading("The council and the purpose")
    yield Paragraph(f"These terms are agreed between {concern.council.name} and the {LGA} (LGA).")
    yield Paragraph(
        "They set out the approach to be taken. They are written for this council alone, which remains "
        "responsible for its own performance."
    )
    yield Heading("What the support is for")
    yield Paragraph("The objectives of the support are:")
    lines = [line.strip() for line in package.objectives.splitlines() if line.strip()]
    yield from (Paragraph(line, 2) for line in lines)


def _provided(package: SupportPackage, inputs: list[SupportInput]) -> Iterator[Block]:
    owner = package.concern.owner
    yield Heading("What is provided, and by whom")
    yield Paragraph(
        f"{owner.name}{f', {owner.position},' if owner.position else ''} coordinates the support and is the "
        "single point of contact for the council."
    )
    going = [one for one in inputs if one.goes_on]
    if not going:
        yield Paragraph(f"The support is provided by {package.provider.rstrip('.')}.")
        yield Paragraph(_or_blank(package.people, "what each provider gives, and which people"))
        return
    yield Paragraph("Table 1 shows what each provider gives.")
    columns = ("Provider", "What it gives", "People", "Money", "From", "Until")
    yield Table(
        "Table 1: what is provided", tuple(map(Column, columns)), tuple(_input_row(one) for one in going)
    )
    yield Paragraph(f"Money: {package.known_money}.")


def _input_row(one: SupportInput) -> Row:
    return Row(
        one.whose,
        (
            one.gives,
            one.people or "–",
            f"£{one.money:,}" if one.money else "Not known",
            short_day(one.from_on) if one.from_on else "–",
            short_day(one.until_on) if one.until_on else "–",
        ),
    )


def _overseen(package: SupportPackage, board: ImprovementBoard | None) -> Iterator[Block]:
    yield Heading("The Improvement Board")
    if board is None and package.board == "none":
        yield Paragraph("No Improvement Board is formed. These terms are looked at again if one is.")
        return
    if board is None:
        yield Paragraph(f"A board oversees the support: a {_begun(package.get_board_display())}.")
        yield Paragraph("[to be written: who chairs the board and who sits on it]")
        yield Paragraph("[to be written: how often the board meets, and when it meets next]")
        return
    formed = f"It was formed on {day(board.happened_on)}."
    yield Paragraph(f"{board.name}, a {_begun(board.get_kind_display())}, oversees the support. {formed}")
    yield Paragraph(f"In the chair: {_or_blank(board.chair, 'who chairs the board')}.")
    if board.who_sits:
        yield Paragraph("On it sit:")
        yield from (Paragraph(line, 2) for line in board.who_sits)
    else:
        yield Paragraph("[to be written: who sits on the board]")
    meets = f"It meets next on {day(board.next_meeting_on)}. " if board.next_meeting_on else ""
    yield Paragraph(f"{meets}[to be written: how often the board meets]")


def _begun(label: str) -> str:
    """ "voluntary Improvement Board" within a sentence."""
    return f"{label[:1].lower()}{label[1:]}"


def _reviewed(
    package: SupportPackage, board: ImprovementBoard | None, actions: list[BoardAction]
) -> Iterator[Block]:
    yield Heading("How progress is reviewed")
    if board or package.board != "none":
        yield Paragraph(
            "Progress is reviewed at each meeting of the board, action by action. An action is said to be "
            "done, on track, behind or stopped, with a line on it; nothing of the kind is said of the "
            "council."
        )
    else:
        yield Paragraph("[to be written: how often progress is reviewed, and by whom]")
    if actions:
        yield Paragraph("Table 2 shows the actions agreed.")
        yield Table(
            "Table 2: actions agreed",
            tuple(map(Column, ("Action", "Whose", "By when"))),
            tuple(
                Row(one.what, (one.whose, short_day(one.by_when) if one.by_when else "–")) for one in actions
            ),
        )
    yield Paragraph("Members hold officers to account for the effectiveness of the support.")
    if package.concern.at_stage is Stage.PANEL_SUPPORT:
        yield Paragraph("The principal adviser reports progress to the LGA’s Performance Support Panel.")


def _ended(package: SupportPackage) -> Iterator[Block]:
    yield Heading("When the support comes to an end")
    point = package.concern.coming_off_point.rstrip(". ")
    yield Paragraph(
        f"The support is no longer needed when: {point}."
        if point
        else "[to be written: what will be so when the support is no longer needed]"
    )
    yield Paragraph("It may be ended earlier by agreement of the council and the LGA.")


def _in_confidence() -> Iterator[Block]:
    yield Heading("Confidentiality")
    yield Paragraph(
        "Where information is shared, the purpose is always to enable timely, appropriate and "
        "effective support to be offered. The council will be aware that it is shared; any concerns are "
        "specific and evidence-based; information is treated in confidence."
    )


def _signed(package: SupportPackage) -> Iterator[Block]:
    yield Heading("Agreed by")
    agreed = (
        day(package.terms_agreed_on) if package.terms_agreed_on else "[to be written: the day of agreement]"
    )
    council = _or_blank(package.terms_agreed_by_council, "who signs for the council")
    lga = _or_blank(package.terms_agreed_by_lga, "who signs for the LGA")
    yield Table(
        "Who agrees these terms",
        (
            Column("For", weight=2),
            Column("Name and post", weight=4),
            Column("Signature", weight=3),
            Column("Date", weight=3),
        ),
        (Row("The council", (council, " ", agreed)), Row("The LGA", (lga, " ", agreed))),
    )
