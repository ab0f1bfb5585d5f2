"""To look back once, a year after support ended: what lasted, what did not (WORKFLOW section 3, R151)."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import may_not_put_off_look_back, may_not_work_on
from cases.models import Concern, Ending, LookBack, LookBackPutOff
from cases.workflow.locking import coming, day_of, in_words, kept, line, locked, signed, wanted
from cases.workflow.moving import a_year_after
from common.errors import Refused, Stale, forbid, not_found, refuse

SAYS_NOTHING = "Enter what lasted, or what did not. One of the two will do."


@transaction.atomic
def look_back(
    *,
    by: User,
    at: datetime,
    ending: Ending,
    lasted: str = "",
    did_not_last: str = "",
    happened_on: date | None = None,
) -> LookBack:
    """What lasted and what did not; one for each ending. Raises Stale where somebody looked back first."""
    concern, held = _locked(ending, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    lasted, did_not_last = _said(lasted, did_not_last)
    if first := held.look_backs.select_related("by", "acted_for").order_by("-id").first():
        raise Stale(
            f"{first.signature} looked back on {in_words(first.happened_on)} already. Your text is kept "
            "below: where it says more, correct theirs.",
            held=first.in_words,
            typed=f"{lasted}\n{did_not_last}".strip(),
        )
    signature = signed(concern, by, at, happened_on)
    if signature["happened_on"] < held.happened_on:
        refuse(
            f"The support ended on {in_words(held.happened_on)}. Enter that day or a later one as the day "
            "on which you looked back."
        )
    done = LookBack.objects.create(**signature, ending=held, lasted=lasted, did_not_last=did_not_last)
    _record(by, "look_back", concern, {"ending": held.pk, "look_back": done.pk})
    return done


@transaction.atomic
def correct_look_back(
    *, by: User, at: datetime, corrects: LookBack, lasted: str = "", did_not_last: str = ""
) -> LookBack:
    """Say it otherwise: a new row on the same day; what was written stays. Stale where another came first."""
    concern, held = _locked(corrects.ending, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    lasted, did_not_last = _said(lasted, did_not_last)
    latest = held.look_backs.select_related("by", "acted_for").order_by("-id").first()
    if latest is None:
        not_found("The look-back")
    if latest.pk != corrects.pk:
        raise Stale(
            f"{latest.signature} corrected this while you were writing. Your text is kept below.",
            held=latest.in_words,
            typed=f"{lasted}\n{did_not_last}".strip(),
        )
    signature = signed(concern, by, at, None) | {"happened_on": latest.happened_on}
    done = LookBack.objects.create(
        **signature, ending=held, lasted=lasted, did_not_last=did_not_last, corrects=latest
    )
    _record(by, "correct_look_back", concern, {"ending": held.pk, "look_back": done.pk})
    return done


@transaction.atomic
def put_off_look_back(
    *, by: User, at: datetime, ending: Ending, until_on: date | None, why: str
) -> LookBackPutOff:
    """Look back later, with a line of why: once, and by a year at most, for what is kept waits for it."""
    concern, held = _locked(ending, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    before = LookBackPutOff.objects.filter(ending=held).first()
    refuse(may_not_put_off_look_back(held, before, has_looked_back=held.look_backs.exists()))
    why = line(wanted(why, "Enter why it is put off. One line will do."), 300, "Why it is put off")
    if until_on is None or held.look_back_on is None:
        raise Refused("Enter the day until which it is put off.")
    coming(until_on, at, "The look-back")
    if until_on <= held.look_back_on:
        refuse(f"It is meant for {in_words(held.look_back_on)}. Enter a later day.")
    if until_on > (last := a_year_after(max(held.look_back_on, day_of(at)))):
        refuse(f"It can be put off until {in_words(last)} at the latest. Enter that day or an earlier one.")
    put_off = LookBackPutOff.objects.create(
        **signed(concern, by, at, None), ending=held, until_on=until_on, why=why
    )
    _record(by, "put_off_look_back", concern, {"ending": held.pk, "until": until_on.isoformat()})
    return put_off


def _locked(ending: Ending, by: User) -> tuple[Concern, Ending]:
    """The concern, locked, and its ending: whoever is second waits for the concern."""
    concern = locked(ending.concern, by)
    held = Ending.objects.filter(pk=ending.pk, concern=concern).first()
    return concern, cast(Ending, held) if held else not_found("The ending")


def _said(lasted: str, did_not_last: str) -> tuple[str, str]:
    lasted, did_not_last = kept(lasted), kept(did_not_last)
    if not (lasted or did_not_last):
        refuse(SAYS_NOTHING)
    return lasted, did_not_last


def _record(by: User, act: str, concern: Concern, details: dict[str, object]) -> None:
    record(by=by, act=act, subject=concern, scope=concern.council.audit_scope, details=details)
