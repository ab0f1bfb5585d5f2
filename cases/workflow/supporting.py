"""To agree support, say how it goes, ask for the Panel's attention to it, end it (R127-R130, R150)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import (
    SUPPORTING,
    is_closed,
    is_too_early,
    may_not_decide,
    may_not_tell_members,
    may_not_work_on,
)
from cases.models import Board, Concern, PoliticalAction, SupportPackage, SupportProgress, Weight
from cases.workflow.locking import day_of, in_words, kept, line, locked, signed, signed_by_decider, wanted
from common.errors import Stale, forbid, not_found, refuse

MOST_MONEY = 2_000_000_000


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is provided and by whom. `money` is in whole pounds; None: not known."""

    objectives: str
    provider: str
    weight: str = Weight.FULL
    people: str = ""
    money: int | None = None
    money_from: str = ""
    board: str = Board.NONE


@transaction.atomic
def agree_support(
    *, by: User, at: datetime, concern: Concern, offer: Offer, happened_on: date | None = None
) -> SupportPackage:
    """Support agreed with the council, light or a package; from Stage 3 on (R120-R121, R127)."""
    held = locked(concern, by)
    forbid(may_not_decide(by, held, day_of(at), SUPPORTING))
    refuse(is_closed(held) or is_too_early(held, "Support is agreed with the council"))
    package = keep_offer(held, offer, signed_by_decider(held, by, at, happened_on))
    record(
        by=by,
        act="agree_support",
        subject=held,
        scope=held.council.audit_scope,
        details={"support": package.pk, "weight": package.weight, "board": package.board},
    )
    return package


@transaction.atomic
def change_support(
    *, by: User, at: datetime, package: SupportPackage, version: int, offer: Offer
) -> SupportPackage:
    """The package as it is agreed now; every version is kept. Raises Stale where another came first."""
    concern, held = locked_package(package, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(has_ended(held))
    if held.version != version:
        raise Stale(
            "Somebody else changed this support while you were writing. Your text is kept below.",
            held=f"{held.objectives}\n{held.provider}\n{held.people}".strip(),
            typed=f"{offer.objectives}\n{offer.provider}\n{offer.people}".strip(),
        )
    refuse(_board_stands(held, offer))
    for name, value in _said(offer).items():
        setattr(held, name, value)
    keep_package(held, concern, "change_support", by)
    return held


@dataclass(frozen=True, kw_only=True)
class Terms:
    """The Terms of Engagement as agreed: the text, the day, and who agreed for either side (R128)."""

    text: str
    agreed_on: date | None = None
    by_council: str = ""
    by_lga: str = ""


@transaction.atomic
def keep_terms(
    *, by: User, at: datetime, package: SupportPackage, version: int, terms: Terms
) -> SupportPackage:
    """The Terms of Engagement as they are agreed now; every version is kept. Raises Stale."""
    concern, held = locked_package(package, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(has_ended(held))
    if held.version != version:
        raise Stale(
            "Somebody else changed this support while you were writing. Your text is kept below.",
            held=held.terms_of_engagement,
            typed=terms.text,
        )
    if terms.agreed_on and terms.agreed_on > day_of(at):
        refuse(f"{in_words(terms.agreed_on)} has not come yet. Enter the day on which they were agreed.")
    held.terms_of_engagement = wanted(terms.text, "Enter the terms, or where the agreed text is kept.")
    held.terms_agreed_on = terms.agreed_on
    held.terms_agreed_by_council = line(terms.by_council, 200, "Who agreed for the council")
    held.terms_agreed_by_lga = line(terms.by_lga, 200, "Who agreed for the LGA")
    keep_package(held, concern, "keep_terms", by)
    return held


@transaction.atomic
def export_terms(*, by: User, at: datetime, package: SupportPackage) -> SupportPackage:
    """That the draft of the terms was taken out as a document, by whoever works on the concern."""
    concern, held = locked_package(package, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    record(
        by=by,
        act="export_terms",
        subject=concern,
        scope=concern.council.audit_scope,
        details={"support": held.pk, "version": held.version},
    )
    return held


@transaction.atomic
def report_progress(
    *, by: User, at: datetime, package: SupportPackage, text: str, happened_on: date | None = None
) -> SupportProgress:
    """What has come of it so far: a dated, signed piece that the Panel reads (R147)."""
    concern, held = locked_package(package, by)
    forbid(may_not_work_on(by, concern, day_of(at)))
    refuse(has_ended(held))
    progress = SupportProgress.objects.create(
        **signed(concern, by, at, happened_on), package=held, text=wanted(text, "Enter how it goes.")
    )
    record(
        by=by,
        act="report_progress",
        subject=concern,
        scope=concern.council.audit_scope,
        details={"support": held.pk, "progress": progress.pk},
    )
    return progress


@transaction.atomic
def ask_for_attention(*, by: User, at: datetime, package: SupportPackage, reason: str) -> SupportPackage:
    """Ask the Panel to attend to this package, with a reason; an empty reason takes the mark off."""
    concern, held = locked_package(package, by)
    forbid(may_not_tell_members(by, concern, day_of(at)))
    refuse(has_ended(held))
    reason = kept(reason)
    held.attention_reason = reason
    held.attention_at, held.attention_by = (at, by) if reason else (None, None)
    keep_package(held, concern, "ask_for_attention" if reason else "ask_no_longer_for_attention", by)
    return held


@transaction.atomic
def end_support(
    *, by: User, at: datetime, package: SupportPackage, reason: str, happened_on: date | None = None
) -> SupportPackage:
    """This support is done; the concern stays where it is."""
    concern, held = locked_package(package, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(has_ended(held))
    signature = signed_by_decider(concern, by, at, happened_on)
    held.ended_on, held.ended_at, held.ended_by = signature["happened_on"], at, by
    held.ended_reason = wanted(reason, "Enter why it ends.")
    keep_package(held, concern, "end_support", by)
    return held


@transaction.atomic
def record_political_action(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    blockage: str,
    action: str,
    whose: str,
    happened_on: date | None = None,
) -> PoliticalAction:
    """What politicians do where the blockage is political (R150)."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(is_closed(held) or is_too_early(held, "Political action is kept"))
    done = PoliticalAction.objects.create(
        **signed(held, by, at, happened_on),
        blockage=wanted(blockage, "Enter what stands in the way."),
        action=wanted(action, "Enter what is done about it."),
        whose=line(wanted(whose, "Enter who sees to it."), 200, "Who sees to it"),
    )
    record(
        by=by,
        act="record_political_action",
        subject=held,
        scope=held.council.audit_scope,
        details={"political_action": done.pk},
    )
    return done


def keep_offer(held: Concern, offer: Offer, signature: dict[str, Any]) -> SupportPackage:
    """The row of it; what it is for and who provides it are wanted."""
    return SupportPackage.objects.create(**signature, **_said(offer))


def _said(offer: Offer) -> dict[str, Any]:
    if offer.money is not None and not 0 < offer.money <= MOST_MONEY:
        refuse("Enter the money in whole pounds, or leave it empty.")
    return {
        "objectives": wanted(offer.objectives, "Enter what the support is for."),
        "provider": line(wanted(offer.provider, "Enter who provides it."), 300, "The provider"),
        "weight": Weight(offer.weight),
        "people": kept(offer.people),
        "money": offer.money,
        "money_from": line(offer.money_from, 200, "Where the money comes from"),
        "board": Board(offer.board),
    }


def _board_stands(held: SupportPackage, offer: Offer) -> str | None:
    board = held.boards.filter(ended_at__isnull=True).first()
    if board is None or board.kind == offer.board:
        return None
    return f"{board.name} stands over this support. Stand it down, or change it, on its own page."


def locked_package(package: SupportPackage, by: User) -> tuple[Concern, SupportPackage]:
    """The concern, then its package, both locked."""
    concern = locked(package.concern, by)
    held = (
        SupportPackage.objects.select_for_update(of=("self",)).filter(pk=package.pk, concern=concern).first()
    )
    return concern, cast(SupportPackage, held) if held else not_found("The support")


def has_ended(held: SupportPackage) -> str | None:
    """Nothing is added to support that has ended."""
    if held.goes_on or held.ended_on is None:
        return None
    return f"This support ended on {in_words(held.ended_on)}. Agree further support instead."


def keep_package(held: SupportPackage, concern: Concern, act: str, by: User) -> None:
    """The package as it is now, one version on, and the record of it."""
    held.version += 1
    held.save()
    record(
        by=by,
        act=act,
        subject=concern,
        scope=concern.council.audit_scope,
        details={"support": held.pk, "version": held.version},
    )
