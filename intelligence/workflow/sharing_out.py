"""To share good practice out to the offer, and to withdraw it (R036, R139)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import Begun, use_draft
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from councils.models import ServiceArea
from intelligence.access import may_not_share_out, may_not_withdraw_practice
from intelligence.models import Factor, Note, Practice
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import cannot_be_kept

LONGEST_TITLE = LONGEST_WHO = 200
TAKEN_OVER = 8  # so many words running, and they are the note's and not the writer's own


@transaction.atomic
def share_practice(
    *,
    by: User,
    at: datetime,
    note: Note,
    title: str,
    text: str,
    agreed_by: str,
    agreed_on: date,
    service_area: ServiceArea | None = None,
    factors: Iterable[Factor] = (),
    as_it_stands: bool = False,
    begun: Begun | None = None,
) -> Practice:
    """Share what a council does well, in words of its own, once the council has agreed to that.

    Words that are the note's are refused unless the writer has said that they may go out `as_it_stands`.
    Sent twice with the same words, it is shared once. Raises NotFound, NotPermitted, Refused, Stale.
    """
    held = locked(note, by)
    forbid(may_not_share_out(by, held))
    title, text, agreed_by = title.strip(), text.strip(), agreed_by.strip()
    standing = held.practices.filter(withdrawn_at__isnull=True).first()
    if standing and standing.text == text:
        return standing
    if standing:
        refuse("This note is shared out already. Withdraw what stands, then share it in other words.")
    refuse(_cannot_go_out(title, text, agreed_by, agreed_on, timezone.localdate(at)))
    if not as_it_stands and (words := taken_over(f"{title}\n{text}", _words_of(held))):
        refuse(
            f"“{words}” stands word for word in your note. Write it in other words, so that nothing tells "
            "who the source is, or tick that these words may go out."
        )
    if begun:
        use_draft(by=by, at=at, begun=begun, text=text)
    practice = Practice.objects.create(
        note=held,
        council=held.council,
        title=title,
        text=text,
        service_area=service_area,
        agreed_by=agreed_by,
        agreed_on=agreed_on,
        by=by,
    )
    practice.factors.set(factors)
    record(
        by=by,
        act="share_practice",
        subject=practice,
        scope=held.council.audit_scope,
        details={"note": held.pk, "as_it_stands": as_it_stands},
    )
    return practice


@transaction.atomic
def withdraw_practice(*, by: User, at: datetime, practice: Practice, reason: str) -> Practice:
    """It leaves the offer; that it stood, and why it does not, is kept for advisers."""
    seen = Practice.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=practice.pk)
    held = cast("Practice | None", seen.select_related("council__region", "by").first())
    if held is None:
        not_found("The practice")
    forbid(may_not_withdraw_practice(by, held, timezone.localdate(at)))
    if not reason.strip():
        refuse("Enter why it is withdrawn.")
    refuse(cannot_be_kept(reason))
    held.withdrawn_at, held.withdrawn_by, held.withdrawn_reason = at, by, reason.strip()
    held.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_reason"])
    record(by=by, act="withdraw_practice", subject=held, scope=held.council.audit_scope)
    return held


def taken_over(written: str, sources: Sequence[str]) -> str:
    """The first words running that `written` has in common with one of the sources; empty where none are."""
    spelt = re.findall(r"\w+(?:[’'-]\w+)*", written)
    plain = [word.casefold() for word in spelt]
    for source in sources:
        theirs = [word.casefold() for word in re.findall(r"\w+(?:[’'-]\w+)*", source)]
        run = min(TAKEN_OVER, len(theirs))
        if run < 2:
            continue
        runs = {tuple(theirs[start : start + run]) for start in range(len(theirs) - run + 1)}
        for start in range(len(plain) - run + 1):
            if tuple(plain[start : start + run]) in runs:
                return " ".join(spelt[start : start + run])
    return ""


def _words_of(note: Note) -> list[str]:
    """What must not go out unsaid: the note's words and, of a protected source, what it is."""
    words = [note.text, *note.corrections.values_list("text", flat=True)]
    return [*words, note.source.role] if note.is_source_protected else words


def _cannot_go_out(title: str, text: str, agreed_by: str, agreed_on: date, on: date) -> str | None:
    if not title:
        return "Enter what it is in one line."
    if not text:
        return "Enter what the council does, in words that others may read."
    if not agreed_by:
        return "Enter who at the council agreed that this is shared. Without its agreement nothing goes out."
    if len(title) > LONGEST_TITLE:
        return f"The line has {len(title)} characters and may have {LONGEST_TITLE}. Shorten it."
    if len(agreed_by) > LONGEST_WHO:
        return f"Who agreed has {len(agreed_by)} characters and may have {LONGEST_WHO}. Shorten it."
    if agreed_on > on:
        return (
            f"{agreed_on.day} {agreed_on:%B %Y} has not come yet. Enter the day on which the council agreed."
        )
    return cannot_be_kept(f"{title}\n{agreed_by}\n{text}")
