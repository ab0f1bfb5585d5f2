"""What became of the last report's recommendations, as the next report prints it."""

from __future__ import annotations

from collections.abc import Iterator

from panel.models import Pack
from panel.queries.recommendations import became_of
from papers.paper import Block, Column, Heading, Row, Table, day


def what_became(last: Pack | None) -> Iterator[Block]:
    """A heading and a table; nothing where there was no report or nobody has said what became of it."""
    told = became_of(last) if last else []
    if last is None or not any(one.outcome for one in told):
        return
    yield Heading("What became of the last report's recommendations")
    yield Table(
        f"The recommendations of the report of {day(last.meeting.held_on)}, and what became of them",
        (Column("Recommendation", weight=5), Column("What became of it", weight=5)),
        tuple(
            Row(
                f"{one.number}. {one.asked}",
                (one.in_words,),
                (one.decision.council.code,) if one.decision and one.decision.council else (),
            )
            for one in told
        ),
    )
