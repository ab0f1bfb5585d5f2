"""The last Word paper of a body and the template of its papers, with a word in every column."""

from __future__ import annotations

from datetime import datetime, timedelta

from intelligence.sealing import seal_bytes
from panel.models import HouseTemplate, LastPaper, LastPaperAnswer, LastPaperContent, LastPaperLine
from tests.factories.panel import BodyFactory
from tests.trust.things import Things


def plant_word_files(things: Things, at: datetime) -> None:
    """The last Word paper of a body that has issued no report, one that was taken out, and its template."""
    owner, right = things.owner, "secretariat"
    body, another = BodyFactory(), BodyFactory()
    brought = {"size": 1, "sha256": "0" * 64, "brought_by": owner, "brought_at": at}
    paper = LastPaper.objects.create(
        body=body, held_on=at.date() - timedelta(days=30), file_name=things.plant(right), **brought
    )
    LastPaper.objects.create(
        body=body,
        held_on=at.date() - timedelta(days=30),
        file_name=things.plant(right),
        taken_out_by=owner,
        taken_out_at=at,
        taken_out_reason=things.plant(right),
        **brought,
    )
    LastPaperContent.objects.create(paper=paper, sealed=seal_bytes(b"A paper"))
    line = LastPaperLine.objects.create(
        paper=paper,
        number=1,
        where="paragraph 1",
        text=things.plant(right),
        reading=LastPaperLine.Reading.ABOUT,
        council=things.council,
        why="It begins with it.",
    )
    LastPaperAnswer.objects.create(line=line, council=None, said_by=owner, said_at=at)
    HouseTemplate.objects.create(body=body, number=1, file_name=things.plant(right), content=b"", **brought)
    things.held |= {"paper_body": body.slug, "new_body": another.slug}
