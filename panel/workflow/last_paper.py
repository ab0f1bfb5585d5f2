"""To take in the last Word paper as the baseline of a body's first report, answer its lines, confirm it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from councils.lookup import resolver
from councils.models import Council
from intelligence.sealing import seal_bytes, unseal_bytes
from panel import word_access as access
from panel.models import Body, LastPaper, LastPaperAnswer, LastPaperContent, LastPaperLine
from panel.queries.last_paper import LineShown, Reading, lines_shown
from panel.word_files.councils import read_lines
from panel.word_files.receiving import Received


@transaction.atomic
def take_in_last_paper(*, body: Body, held_on: date, received: Received, by: User, at: datetime) -> LastPaper:
    """Keep the paper sealed, and every line of it with the council it is surely about, or what is asked.

    `held_on` is the day of the meeting for which it was written. Only before a report of the body is issued.
    """
    body = Body.objects.select_for_update(of=("self",)).filter(pk=body.pk).first() or not_found("The body")
    forbid(access.may_not_bring_paper(by))
    refuse(access.may_not_change_baseline(body))
    refuse(access.may_not_bring_second(body.last_papers.filter(taken_out_at__isnull=True).first()))
    refuse(access.may_not_be_of(held_on, timezone.localdate(at)))
    paper = LastPaper.objects.create(
        body=body,
        held_on=held_on,
        file_name=received.name,
        size=len(received.content),
        sha256=received.sha256,
        took=received.said["took"],
        brought_by=by,
        brought_at=at,
    )
    LastPaperContent.objects.create(paper=paper, sealed=seal_bytes(received.content))
    read = list(read_lines(received.said["lines"], resolver(fictional=True), held_on))
    LastPaperLine.objects.bulk_create(
        [
            LastPaperLine(
                paper=paper,
                number=number,
                where=one.where,
                text=one.text,
                reading=one.reading,
                council=one.council,
                why=one.why,
            )
            for number, one in enumerate(read, 1)
        ]
    )
    details: dict[str, str | int] = {"body": body.slug, "sha256": paper.sha256, "lines": len(read)}
    record(by=by, act="take_in_last_paper", subject=paper, details=details)
    return paper


@transaction.atomic
def answer_last_paper(
    *,
    paper: LastPaper,
    answers: Mapping[int, Council | None],
    held_on: date,
    version: int,
    by: User,
    at: datetime,
    confirm: bool = False,
) -> LastPaper:
    """Say of lines, by their number, which council they are about or that they are passed over (None).

    Also after it was confirmed, until the first report is issued; what was said before stays. With `confirm`
    the whole is confirmed, which takes an answer to every line that is asked.
    """
    paper = _locked(paper, by)
    refuse(access.may_not_be_of(held_on, timezone.localdate(at)))
    if paper.version != version:
        raise Refused(
            "Somebody else answered lines of this paper while you did. Look at what they said; yours stand "
            "below and can be saved again."
        )
    shown = {one.line.number: one for one in lines_shown(paper, by, timezone.localdate(at))}
    said = [_answer(shown, number, council, by, at) for number, council in answers.items()]
    made = [one for one in said if one]
    LastPaperAnswer.objects.bulk_create(made)
    was_on, paper.held_on = paper.held_on, held_on
    if confirm and paper.confirmed_at is None:
        _ready(paper, by, at)
        paper.confirmed_by, paper.confirmed_at = by, at
    elif paper.confirmed_at:
        _ready(paper, by, at, others=True)
    paper.version += 1
    paper.save(update_fields=["held_on", "version", "confirmed_by", "confirmed_at"])
    details: dict[str, object] = {"lines": [one.line.number for one in made], "confirmed": confirm}
    if was_on != held_on:
        details["was_on"] = was_on.isoformat()
    record(by=by, act="answer_last_paper", subject=paper, details=details)
    return paper


def _answer(
    shown: Mapping[int, LineShown], number: int, council: Council | None, by: User, at: datetime
) -> LastPaperAnswer | None:
    """The answer as a row; None where it says what is so already. A withheld line is not found."""
    one = shown.get(number)
    if one is None or one.withheld:
        not_found("The line")
    if one.council == council and one.reading != Reading.ASKED:
        return None
    return LastPaperAnswer(line=one.line, council=council, said_by=by, said_at=at)


def _ready(paper: LastPaper, by: User, at: datetime, *, others: bool = False) -> None:
    """Refuse what cannot be confirmed, or, of one that is (`others`), what may not be left so."""
    lines = lines_shown(paper, by, timezone.localdate(at))
    withheld = sum(one.withheld for one in lines)
    if not others:
        refuse(access.may_not_confirm_withheld(withheld))
    about = sum(one.reading == Reading.ABOUT for one in lines)
    refuse(access.may_not_confirm_asked(sum(one.is_asked for one in lines), about))


@transaction.atomic
def take_out_last_paper(*, paper: LastPaper, reason: str, by: User, at: datetime) -> LastPaper:
    """The first report is not compared with it; what was brought and said stays kept."""
    paper = _locked(paper, by)
    reason = " ".join(reason.split())
    if not reason:
        raise Refused("Enter why it is taken out.")
    paper.taken_out_by, paper.taken_out_at, paper.taken_out_reason = by, at, reason
    paper.save(update_fields=["taken_out_by", "taken_out_at", "taken_out_reason"])
    record(by=by, act="take_out_last_paper", subject=paper)
    return paper


@transaction.atomic
def open_last_paper(*, paper: LastPaper, by: User, at: datetime) -> bytes:
    """The original as it was kept; each opening is recorded. Not for whom a line of it is withheld."""
    held = LastPaper.objects.visible_to(by).filter(pk=paper.pk).first() or not_found("The paper")
    withheld = sum(one.withheld for one in lines_shown(held, by, timezone.localdate(at)))
    forbid(access.may_not_read_original(withheld))
    content = unseal_bytes(bytes(held.content.sealed))
    record(by=by, act="open_last_paper", subject=held)
    return content


def _locked(paper: LastPaper, by: User) -> LastPaper:
    held = LastPaper.objects.visible_to(by).filter(taken_out_at__isnull=True).select_for_update(of=("self",))
    found = held.select_related("body").filter(pk=paper.pk).first() or not_found("The paper")
    forbid(access.may_not_bring_paper(by))
    refuse(access.may_not_change_baseline(found.body))
    return found
