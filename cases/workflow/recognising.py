"""A council's way to recognition: its elements in any order, then the invitation, then recognition (R172)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.council_access import (
    cannot_be_asked,
    cannot_be_invited,
    cannot_be_learnt_from,
    cannot_be_recognised,
    may_not_decide_recognition,
    may_not_keep_for,
)
from cases.models import ASKED, PeerChallenge, Recognition, RecognitionStep, Step
from cases.register import ADULT
from cases.workflow.locking import day_of, kept, line, wanted
from cases.workflow.offering import past
from common.errors import forbid, not_found, refuse
from councils.models import Council


@transaction.atomic
def begin_recognition(
    *, by: User, at: datetime, council: Council, rated: str, happened_on: date | None = None
) -> Recognition:
    """The council is on its way; `rated` says how it had been rated and by whom, quoted."""
    council = Council.objects.select_for_update(of=("self",)).select_related("region").get(pk=council.pk)
    forbid(may_not_keep_for(by, [council], day_of(at)))
    if Recognition.objects.filter(council=council).exists():
        refuse(f"{council.short_name} is on its way to recognition already.")
    begun = Recognition.objects.create(
        council=council,
        by=by,
        happened_on=past(happened_on, at),
        rated=line(wanted(rated, "Enter how it had been rated, and by whom."), 300, "How it had been rated"),
    )
    _record(begun, "begin_recognition", by, {})
    return begun


@transaction.atomic
def record_element(
    *,
    by: User,
    at: datetime,
    recognition: Recognition,
    kind: str,
    aligns: bool,
    who: str = "",
    line_of: str = "",
    happened_on: date | None = None,
    challenge: PeerChallenge | None = None,
) -> RecognitionStep:
    """One of the three elements or two confirmations, in any order. A later one of a kind is what stands."""
    held = _locked(recognition, by)
    if kind not in ASKED:
        refuse("Choose an element from the list.")
    forbid(_may_not_record(by, held, kind, day_of(at)))
    refuse(cannot_be_asked(list(held.steps.all())))
    line_of, who = kept(line_of), kept(who)
    if kind == Step.PEER_CHALLENGE:
        if challenge is None and not line_of:
            refuse("Choose the peer challenge, or enter in a line which it was.")
        if challenge is not None:
            refuse(_is_not_of(challenge, held, by))
    elif challenge is not None:
        refuse("A peer challenge goes with its own element.")
    if not aligns:
        wanted(line_of, "Enter in a line what does not align yet.")
    if kind in (Step.PEER_DIRECTOR, Step.DEPARTMENT):
        wanted(who, "Enter whose it is.")
    return _add(held, kind, by, at, happened_on, aligns=aligns, who=who, line_of=line_of, challenge=challenge)


@transaction.atomic
def invite_to_present(
    *, by: User, at: datetime, recognition: Recognition, line_of: str = "", happened_on: date | None = None
) -> RecognitionStep:
    """All five align: the council is invited to present to the Board. Refused with what is missing."""
    held = _locked(recognition, by)
    forbid(may_not_decide_recognition(by, held.council, day_of(at)))
    refuse(cannot_be_invited(list(held.steps.all())))
    return _add(held, Step.INVITED, by, at, happened_on, line_of=kept(line_of))


@transaction.atomic
def record_recognised(
    *, by: User, at: datetime, recognition: Recognition, line_of: str = "", happened_on: date | None = None
) -> RecognitionStep:
    """The Board recognised what the council has improved."""
    held = _locked(recognition, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    refuse(cannot_be_recognised(list(held.steps.all())))
    return _add(held, Step.RECOGNISED, by, at, happened_on, line_of=kept(line_of))


@transaction.atomic
def share_learning(
    *, by: User, at: datetime, recognition: Recognition, line_of: str, happened_on: date | None = None
) -> RecognitionStep:
    """What was learnt, and with whom it was shared; there may be several."""
    held = _locked(recognition, by)
    forbid(may_not_keep_for(by, [held.council], day_of(at)))
    refuse(cannot_be_learnt_from(list(held.steps.all())))
    line_of = wanted(line_of, "Enter what was learnt, and with whom it was shared.")
    return _add(held, Step.LEARNING, by, at, happened_on, line_of=line_of)


def _may_not_record(by: User, held: Recognition, kind: str, on: date) -> str | None:
    """The Principal Adviser's feedback is the Principal Adviser's; the rest any adviser's of the region."""
    if kind == Step.PRINCIPAL_ADVISER:
        return may_not_decide_recognition(by, held.council, on)
    return may_not_keep_for(by, [held.council], on)


def _is_not_of(challenge: PeerChallenge, held: Recognition, by: User) -> str | None:
    seen = PeerChallenge.objects.visible_to(by).filter(pk=challenge.pk, councils=held.council_id).first()
    if seen is None:
        return f"That peer challenge was not found among those of {held.council.short_name}."
    if seen.given_on is None:
        return "Its report has not been given to the council yet. Record that first."
    if seen.kind != ADULT:
        return "Recognition rests on a peer challenge of adult social care, and this is of another kind."
    return None


def _locked(recognition: Recognition, by: User) -> Recognition:
    held = (
        Recognition.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region")
        .filter(pk=recognition.pk)
        .first()
    )
    return cast(Recognition, held) if held else not_found("The recognition")


def _add(
    held: Recognition,
    kind: str,
    by: User,
    at: datetime,
    happened_on: date | None,
    *,
    line_of: str,
    who: str = "",
    aligns: bool | None = None,
    challenge: PeerChallenge | None = None,
) -> RecognitionStep:
    step = RecognitionStep.objects.create(
        recognition=held,
        kind=kind,
        by=by,
        happened_on=past(happened_on, at),
        aligns=aligns,
        who=line(who, 200, "Whose it is"),
        line=line_of,
        challenge=challenge,
    )
    _record(held, "recognition_step", by, {"step": step.pk, "kind": kind})
    return step


def _record(held: Recognition, act: str, by: User, details: dict[str, Any]) -> None:
    record(by=by, act=act, subject=held, scope=held.council.audit_scope, details=details)
