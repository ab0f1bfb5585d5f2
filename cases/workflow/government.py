"""To record what government does: from any stage or none; it blocks nothing (R154-R163)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import GOVERNMENTS, is_closed, may_not_decide
from cases.models import (
    EXPECTATIONS,
    OF_ONE_STEP,
    Chance,
    Concern,
    Followed,
    GovernmentAct,
    Met,
    WhatFollowed,
)
from cases.stages import Stage, cannot_move
from cases.workflow.locking import (
    check_version,
    day_of,
    in_words,
    kept,
    line,
    locked,
    signed_by_decider,
    wanted,
)
from cases.workflow.moving import change_stage
from common.errors import forbid, not_found, refuse


@dataclass(frozen=True, kw_only=True)
class Account:
    """What government did, under which power, and whether what the sources expect came about."""

    department: str
    legal_basis: str
    body: str
    text: str = ""
    raised_with_council: str = Met.NOT_KNOWN
    raised_with_lga: str = Met.NOT_KNOWN
    time_allowed: str = Met.NOT_KNOWN
    expectations_note: str = ""
    proportionate: str = ""


@transaction.atomic
def record_government_act(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    version: int,
    step: Stage,
    account: Account,
    happened_on: date | None = None,
    review_on: date | None = None,
    coming_off_point: str = "",
    supersedes: GovernmentAct | None = None,
) -> GovernmentAct:
    """What government did about the council; the concern goes to 5a or 5b unless it stands there already.

    With `supersedes`, a later account of an act recorded before; both are kept. Raises Stale, NotPermitted,
    Refused.
    """
    held = locked(concern, by)
    forbid(may_not_decide(by, held, day_of(at), GOVERNMENTS))
    check_version(held, version, account.text or account.legal_basis)
    if not step.is_governments:
        refuse(f"{step.numbered} is not an act of government. Move the concern instead.")
    refuse(is_closed(held))  # the table would take it for reopening, where it had that stage
    if held.at_stage is not step:
        refuse(cannot_move(held.standing, step))
    if supersedes and (supersedes.concern_id != held.pk or hasattr(supersedes, "superseded_by")):
        refuse("That account has been superseded already. Start from the newest one.")
    signature = signed_by_decider(held, by, at, happened_on)
    if held.at_stage is not step:
        change_stage(
            held,
            step,
            by=by,
            at=at,
            happened_on=happened_on,
            basis=kept(account.text) or f"{kept(account.department)}: {kept(account.legal_basis)}",
            review_on=review_on,
            coming_off_point=coming_off_point,
        )
    act = keep_account(held, step, account, signature | {"supersedes": supersedes})
    record(
        by=by,
        act="record_government_act",
        subject=held,
        scope=held.council.audit_scope,
        details={"step": step.value, "government_act": act.pk},
    )
    return act


def keep_account(held: Concern, step: Stage, account: Account, signature: dict[str, Any]) -> GovernmentAct:
    """The row of it; department, legal basis and body are wanted, nothing else is."""
    department = wanted(account.department, "Enter the department that acted.")
    legal_basis = wanted(account.legal_basis, "Enter the legal basis, for example the section and the Act.")
    body = wanted(account.body, "Enter the body that inspects, or that takes functions over.")
    return GovernmentAct.objects.create(
        **signature,
        step=step,
        department=line(department, 200, "The department"),
        legal_basis=line(legal_basis, 300, "The legal basis"),
        body=line(body, 300, "The body"),
        text=kept(account.text),
        raised_with_council=Met(account.raised_with_council),
        raised_with_lga=Met(account.raised_with_lga),
        time_allowed=Met(account.time_allowed),
        expectations_note=kept(account.expectations_note),
        proportionate=kept(account.proportionate),
    )


@transaction.atomic
def record_what_followed(
    *,
    by: User,
    at: datetime,
    act: GovernmentAct,
    kind: str,
    text: str = "",
    body: str = "",
    met: str = "",
    chance: str = "",
    happened_on: date | None = None,
) -> WhatFollowed:
    """What followed an act of government, on its day: it moves nothing and changes nothing (R156-R163).

    `met` answers one of the three expectations, `chance` the further opportunity, `body` took functions over.
    """
    held = locked(act.concern, by)
    forbid(may_not_decide(by, held, day_of(at), GOVERNMENTS))
    refuse(is_closed(held))
    found = held.government_acts.filter(pk=act.pk).first()
    done = cast(GovernmentAct, found) if found else not_found("What government did")
    kind = Followed(kind)
    refuse(_of_another_step(kind, done))
    signature = signed_by_decider(held, by, at, happened_on)
    if signature["happened_on"] < done.happened_on:
        refuse(f"It began on {in_words(done.happened_on)}. Enter that day or a later one.")
    said = _of_kind(kind, text, body, met, chance)
    followed = WhatFollowed.objects.create(**signature, act=done, kind=kind, **said)
    record(
        by=by,
        act="record_what_followed",
        subject=held,
        scope=held.council.audit_scope,
        details={"government_act": done.pk, "kind": kind.value, "followed": followed.pk},
    )
    return followed


def _of_another_step(kind: Followed, act: GovernmentAct) -> str | None:
    step = OF_ONE_STEP.get(kind)
    if step is None or step is act.at_step:
        return None
    return f"“{kind.label}” belongs to {step.numbered}. This is {act.at_step.numbered}."


def _of_kind(kind: Followed, text: str, body: str, met: str, chance: str) -> dict[str, str]:
    """What the kind asks for, and nothing of what it does not."""
    said = {"text": kept(text)}
    if kind in EXPECTATIONS:
        refuse(None if met in Met.values else "Choose met, not met or not known.")
        return said | {"met": Met(met)}
    if kind is Followed.FURTHER_CHANCE:
        refuse(
            None if chance in Chance.values else "Choose whether it was offered, taken up, or is not known."
        )
        return said | {"chance": Chance(chance)}
    if kind is Followed.FUNCTIONS:
        said["body"] = line(wanted(body, "Enter which body took the functions over."), 300, "The body")
    return said | {"text": wanted(text, _SAYS.get(kind, "Enter what followed."))}


_SAYS = {
    Followed.FINDINGS: "Enter the findings and the recommendations.",
    Followed.NOT_CONFIDENT: "Enter what was said, and by whom.",
    Followed.DIRECTED: "Enter the actions that were directed.",
    Followed.FUNCTIONS: "Enter which functions were taken over.",
    Followed.PROPORTIONATE: "Enter what is done to keep it proportionate.",
    Followed.OUTCOME: "Enter how it ended, and the lessons.",
}
