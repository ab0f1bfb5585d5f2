"""To write the paragraph that the Panel would read, and to record to whom it was shown before."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, is_too_early, may_not_work_on
from cases.models import Concern, PanelParagraph, ParagraphShown
from cases.workflow.locking import day_of, in_words, kept, line, locked, signed, wanted
from cases.workflow.telling import keep_awareness
from common.errors import forbid, not_found, refuse


@transaction.atomic
def write_paragraph(*, by: User, at: datetime, concern: Concern, text: str) -> PanelParagraph:
    """What the Panel would read of the concern; a newer one stands, the earlier ones are kept."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held) or is_too_early(held, "A paragraph for the Panel is written"))
    text = wanted(text, "Enter the paragraph.")
    newest = held.paragraphs.order_by("id").last()
    if newest and newest.text == text:
        refuse("It says the same as the paragraph that stands. Change it, or go back without saving.")
    added = PanelParagraph.objects.create(**signed(held, by, at, None), text=text)
    record(
        by=by,
        act="write_paragraph",
        subject=held,
        scope=held.council.audit_scope,
        details={"paragraph": added.pk},
    )
    return added


@transaction.atomic
def show_paragraph(
    *,
    by: User,
    at: datetime,
    paragraph: PanelParagraph,
    shown_to: str,
    how: str,
    happened_on: date | None = None,
    reply: str = "",
    aware: bool = False,
) -> ParagraphShown:
    """That the paragraph was shown at the council, and what was said.

    With `aware` it is also kept that the council was told of the concern: asked, never guessed (WORKFLOW 4).
    """
    held = locked(paragraph.concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held))
    found = held.paragraphs.filter(pk=paragraph.pk).first()
    kept_paragraph = cast(PanelParagraph, found) if found else not_found("The paragraph")
    signature = signed(held, by, at, happened_on)
    if signature["happened_on"] < kept_paragraph.happened_on:
        written = in_words(kept_paragraph.happened_on)
        refuse(f"The paragraph was written on {written}. Enter that day or a later one.")
    shown_to = line(wanted(shown_to, "Enter to whom it was shown."), 200, "To whom it was shown")
    how = line(wanted(how, "Enter how it was shown."), 200, "How it was shown")
    shown = ParagraphShown.objects.create(
        **signature, paragraph=kept_paragraph, shown_to=shown_to, how=how, reply=kept(reply)
    )
    told = keep_awareness(signature, told=shown_to, how=how) if aware else None
    record(
        by=by,
        act="show_paragraph",
        subject=held,
        scope=held.council.audit_scope,
        details={
            "paragraph": kept_paragraph.pk,
            "shown": shown.pk,
            "awareness": told.pk if told else None,
        },
    )
    return shown
