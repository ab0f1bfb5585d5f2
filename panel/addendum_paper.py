"""What is tabled after a report was issued, as a structured paper of its own."""

from __future__ import annotations

from accounts.models import User
from councils.models import Council
from panel.models import Addendum, Pack
from panel.principles import NOT_A_FAILURE
from panel.queries.drafting import named
from papers.canonical import from_json
from papers.paper import Block, Contact, Heading, Note, Paper, Paragraph, day, numbered


def addendum_paper(
    *,
    pack: Pack,
    number: int,
    kind: Addendum.Kind,
    council: Council,
    text: str,
    knows: str,
    by: User,
    head: str,
) -> Paper:
    """The addendum, numbered, for the office. Only blocks that are withheld with the council name it."""
    issued = from_json(pack.paper)
    about = (council.code,)
    lines = [line for line in (" ".join(part.split()) for part in text.splitlines()) if line]
    blocks: list[Block] = [
        Heading(named(council), 2, about=about),
        *(Paragraph(line, about=about) for line in lines),
        Paragraph(knows, lead="Does the council know?", about=about),
        Note(head, small=True),
    ]
    return numbered(
        Paper(
            title=f"Addendum {number} to version {pack.version}",
            body=issued.body,
            item=issued.item,
            held_on=issued.held_on,
            marking=issued.marking,
            purpose="For information.",
            summary=(
                Note(
                    f"{kind.label}. It adds to version {pack.version} of the report of "
                    f"{day(issued.held_on)}, which stays as it was issued."
                ),
                Note(NOT_A_FAILURE),
            ),
            asked="",
            recommendations=(),
            action="",
            contact=Contact(by.name, by.position, "", by.email),
            blocks=tuple(blocks),
            copy_line="Office copy",
            standing_line=NOT_A_FAILURE,
            title_again=False,
        )
    )
