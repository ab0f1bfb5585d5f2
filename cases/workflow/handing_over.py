"""To hand concerns over in one act when regions change hands: nothing changes hands silently (WORKFLOW 3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, may_not_hand_over, may_not_keep, may_not_look_after
from cases.models import Concern, NarrativeEntry
from cases.workflow.locking import day_of, kept, signed
from common.errors import Refused, forbid, refuse
from councils.queries import principal_adviser_for


@dataclass(frozen=True, kw_only=True)
class Handed:
    """One concern as it stood before the person who hands it over: its number and version."""

    number: int
    version: int


@transaction.atomic
def hand_over(
    *, by: User, at: datetime, concerns: Sequence[Handed], to: User | None = None, why: str = ""
) -> list[Concern]:
    """Hand these concerns on, each by its own rule and with a line in its story: all of them or none.

    `to` looks after them from now on; None: the principal adviser of each council's region. What stands in
    the way of any is said in one sentence each, by number. Raises NotPermitted, Refused.
    """
    forbid(may_not_hand_over(by))
    why = kept(why)
    if not concerns:
        refuse("Choose at least one concern to hand on.")
    wanted_versions = {one.number: one.version for one in concerns}
    held = {
        one.pk: one
        for one in Concern.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region", "owner", "deputy", "service_area")
        .filter(pk__in=wanted_versions)
        .order_by("pk")
    }
    on, faults, handed = day_of(at), [], []
    for number, version in wanted_versions.items():
        concern = held.get(number)
        if concern is None:
            faults.append(f"Concern {number} was not found.")
            continue
        owner = to or _lead(concern, on)
        if fault := _fault(concern, version, owner, by, on):
            faults.append(f"Concern {number} about {concern.council.short_name}: {fault}")
        elif owner:
            handed.append((concern, owner))
    if faults:
        raise Refused(f"None was handed on. {' '.join(faults)}")
    for concern, owner in handed:
        _hand(concern, owner, by, at, why)
    return [concern for concern, _ in handed]


def _lead(concern: Concern, on: date) -> User | None:
    lead = principal_adviser_for(concern.council, on)
    return lead.user if lead else None


def _fault(concern: Concern, version: int, owner: User | None, by: User, on: date) -> str | None:
    """Why this one cannot be handed on so; None where it can."""
    if sentence := may_not_keep(by, concern, on) or is_closed(concern):
        return sentence
    if concern.version != version:
        return "somebody changed it while this page was open. Open the page again."
    if owner is None:
        return f"nobody who signs in holds {concern.council.region}. Choose an adviser."
    if owner.pk == concern.owner_id:
        return f"{owner.name} looks after it already."
    return may_not_look_after(owner, concern.council, on)


def _hand(concern: Concern, owner: User, by: User, at: datetime, why: str) -> None:
    before, signature = concern.owner, signed(concern, by, at, None)
    said = f"Handed on from {before.name} to {owner.name}."
    NarrativeEntry.objects.create(**signature, text=f"{said} {why}".strip())
    concern.owner = owner
    if concern.deputy_id == owner.pk:
        concern.deputy = None
    concern.version += 1
    concern.save()
    record(
        by=by,
        act="reassign",
        subject=concern,
        scope=concern.council.audit_scope,
        details={"from": before.pk, "to": owner.pk, "together": True},
    )
