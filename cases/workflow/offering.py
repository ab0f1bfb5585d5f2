"""To make an offer to a council, keep what it answered, plan it, count its days, and say what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.council_access import (
    is_answered,
    is_not_taken_up,
    is_over,
    may_not_keep_for,
)
from cases.models import OfferAnswer, OfferDays, OfferUse
from cases.register import offers
from cases.workflow.locking import day_of, in_words, is_no_day_of_it, kept, line, wanted
from common.errors import Stale, forbid, not_found, refuse
from councils.models import ChangeOfControl, Council
from councils.workflow import answer_change_of_control

MOST_DAYS = Decimal(100)


@dataclass(frozen=True, kw_only=True)
class Plan:
    """When it is to happen, with whom, and how many days of it (half ones too; None: not counted)."""

    planned_from_on: date | None = None
    planned_until_on: date | None = None
    days_offered: Decimal | None = None
    people: str = ""


@transaction.atomic
def make_offer(
    *,
    by: User,
    at: datetime,
    council: Council,
    offer: str,
    to_whom: str = "",
    happened_on: date | None = None,
    change: ChangeOfControl | None = None,
) -> OfferUse:
    """Keep that something of the register was offered to the council.

    With `change`, it is the offer that goes with that change of control: where nobody has said yet whether it
    was made, it is said by this. A limit that is passed hinders nothing; the page says so (R131-R133).
    """
    council = Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=council.pk)
    forbid(may_not_keep_for(by, [council], day_of(at)))
    if offer not in offers():
        refuse("Choose an offer from the list.")
    happened_on = past(happened_on, at)
    if change is not None:
        change = ChangeOfControl.objects.get(pk=change.pk)
        refuse(_is_not_of(change, council, offer))
        if not change.answer:
            answer_change_of_control(by=by, at=at, change=change, answer="offered", on=happened_on)
    use = _made(council, offer, by, happened_on, to_whom=to_whom, change=change)
    _record(use, "make_offer", by, {"offer": offer, "change": change.pk if change else None})
    return use


@transaction.atomic
def answer_offer(
    *,
    by: User,
    at: datetime,
    use: OfferUse,
    version: int,
    answer: str,
    line: str = "",
    happened_on: date | None = None,
) -> OfferUse:
    """What the council said: taken up, or declined with a line."""
    held = _locked(use, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    _check(held, version, line)
    refuse(is_over(held) or is_answered(held))
    _answer(held, by, at, answer, line, happened_on)
    _keep(held, "answer_offer", by, {"answer": held.answer})
    return held


@transaction.atomic
def answer_change_offer(
    *,
    by: User,
    at: datetime,
    change: ChangeOfControl,
    answer: str,
    line: str = "",
    happened_on: date | None = None,
) -> OfferUse:
    """What the council said to the days that were offered with a change of control (R131).

    Who offered them and when was said with the change, and is not asked for again.
    """
    council = (
        Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=change.council_id)
    )
    forbid(may_not_keep_for(by, [council], day_of(at)))
    change = ChangeOfControl.objects.select_related("answered_by").get(pk=change.pk)
    slug = of_control()
    refuse(_is_not_of(change, council, slug))
    if change.answer != ChangeOfControl.Answer.OFFERED:
        refuse("It has not been said that the days were offered. Say so with the change of control first.")
    use = _made(council, slug, change.answered_by, change.answered_on, change=change)
    _answer(use, by, at, answer, line, happened_on)
    use.save()
    _record(use, "answer_offer", by, {"answer": use.answer, "change": change.pk})
    return use


@transaction.atomic
def plan_offer(*, by: User, at: datetime, use: OfferUse, version: int, plan: Plan) -> OfferUse:
    """When it is to happen, with whom, and how many days; every version is kept. Raises Stale."""
    held = _locked(use, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    _check(held, version, plan.people)
    refuse(is_over(held))
    if plan.planned_until_on and not plan.planned_from_on:
        refuse("Enter from which day it is planned.")
    if plan.planned_from_on and plan.planned_until_on and plan.planned_until_on < plan.planned_from_on:
        refuse("The last day planned is before the first.")
    if plan.days_offered is not None:
        refuse(_not_days(plan.days_offered))
    held.planned_from_on, held.planned_until_on = plan.planned_from_on, plan.planned_until_on
    held.days_offered, held.people = plan.days_offered, kept(plan.people)
    _keep(held, "plan_offer", by, {})
    return held


@transaction.atomic
def record_days(
    *,
    by: User,
    at: datetime,
    use: OfferUse,
    days: Decimal,
    line: str = "",
    happened_on: date | None = None,
    supersedes: OfferDays | None = None,
) -> OfferDays:
    """Days of it that were used. With `supersedes`, they take the place of what was written by mistake."""
    held = _locked(use, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    refuse(is_not_taken_up(held))
    if supersedes and (supersedes.use_id != held.pk or hasattr(supersedes, "superseded_by")):
        refuse("Those days have been corrected already. Start from the newest.")
    refuse(_not_days(days, least=Decimal(0) if supersedes else Decimal("0.5")))
    used_on = past(happened_on, at)
    refuse(_before_it_was_taken_up(held, used_on))
    used = OfferDays.objects.create(
        use=held, by=by, happened_on=used_on, days=days, line=kept(line), supersedes=supersedes
    )
    _record(held, "record_days", by, {"days": used.pk, "supersedes": supersedes.pk if supersedes else None})
    return used


@transaction.atomic
def end_offer(
    *, by: User, at: datetime, use: OfferUse, version: int, outcome: str, happened_on: date | None = None
) -> OfferUse:
    """It is over, and this came of it."""
    held = _locked(use, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    _check(held, version, outcome)
    refuse(is_not_taken_up(held))
    ended_on = past(happened_on, at)
    refuse(_before_it_was_taken_up(held, ended_on))
    held.ended_on, held.ended_at, held.ended_by = ended_on, at, by
    held.outcome = wanted(outcome, "Enter what came of it. One line will do.")
    _keep(held, "end_offer", by, {})
    return held


def of_control() -> str:
    """The slug of the offer that goes with a change of control."""
    return next(slug for slug, one in offers().items() if one.change_of_control)


def _made(
    council: Council,
    offer: str,
    by: User | None,
    happened_on: date | None,
    *,
    to_whom: str = "",
    change: ChangeOfControl | None = None,
) -> OfferUse:
    """The row of it: free days are those of the register until something else is planned."""
    free = offers()[offer].days
    return OfferUse.objects.create(
        council=council,
        offer=offer,
        by=cast(User, by),
        happened_on=cast(date, happened_on),
        to_whom=line(to_whom, 200, "To whom it was offered"),
        days_offered=Decimal(free) if free else None,
        change=change,
    )


def _answer(held: OfferUse, by: User, at: datetime, answer: str, said: str, happened_on: date | None) -> None:
    if answer not in OfferAnswer.values:
        refuse("Choose whether the council took it up.")
    if answer == OfferAnswer.DECLINED:
        said = wanted(said, "Enter in a line why the council declined it, as far as it said.")
    happened_on = past(happened_on, at)
    if happened_on < held.happened_on:
        refuse(f"It was offered on {in_words(held.happened_on)}. The answer cannot have come before.")
    held.answer, held.answer_line = answer, kept(said)
    held.answered_on, held.answered_at, held.answered_by = happened_on, at, by


def _is_not_of(change: ChangeOfControl, council: Council, offer: str) -> str | None:
    if not offers()[offer].change_of_control:
        return "A change of control goes with the member-peer support that is offered after it."
    if change.council_id != council.pk:
        return "That change of control was another council’s. Choose from the list."
    if change.answer == ChangeOfControl.Answer.NOT_OFFERED:
        return f"It was said that the days were not offered: {change.reason}"
    if OfferUse.objects.filter(change=change).exists():
        return "The offer that goes with this change of control is held already."
    return None


def _not_days(days: Decimal, least: Decimal = Decimal("0.5")) -> str | None:
    """Days come in halves."""
    if days < least or days > MOST_DAYS:
        return f"Enter how many days, from half a day to {MOST_DAYS}."
    return None if days % Decimal("0.5") == 0 else "Days are counted in halves: 1, 1.5, 2."


def _before_it_was_taken_up(use: OfferUse, day: date) -> str | None:
    if use.answered_on is None or day >= use.answered_on:
        return None
    return f"It was taken up on {in_words(use.answered_on)}. Enter that day or a later one."


def past(day: date | None, at: datetime) -> date:
    """The day, today where none is given; one to come is refused."""
    day = day or day_of(at)
    refuse(is_no_day_of_it(day, day_of(at)))
    return day


def _locked(use: OfferUse, by: User) -> OfferUse:
    held = (
        OfferUse.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region")
        .filter(pk=use.pk)
        .first()
    )
    return cast(OfferUse, held) if held else not_found("The offer")


def _check(held: OfferUse, version: int, typed: str) -> None:
    if held.version != version:
        said = [held.stands, held.answer_line, held.people, held.outcome]
        raise Stale(
            "Somebody else changed this offer while you were writing. Your text is kept below.",
            held="\n".join(filter(None, said)),
            typed=typed,
        )


def _keep(held: OfferUse, act: str, by: User, details: dict[str, Any]) -> None:
    held.version += 1
    held.save()
    _record(held, act, by, details)


def _record(held: OfferUse, act: str, by: User, details: dict[str, Any]) -> None:
    record(by=by, act=act, subject=held, scope=held.council.audit_scope, details=details)
