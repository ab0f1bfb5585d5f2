"""To say what each provider gives to a package of support, change it, end it (R130, R137)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import SUPPORTING, may_not_decide
from cases.models import Concern, Provider, SupportInput, SupportPackage
from cases.workflow.locking import day_of, in_words, kept, line, signed_by_decider, wanted
from cases.workflow.supporting import MOST_MONEY, has_ended, locked_package
from common.errors import Stale, forbid, not_found, refuse


@dataclass(frozen=True, kw_only=True)
class Giving:
    """Who gives what. `money` is in whole pounds; None: not known. `name` empty: its kind says whose."""

    kind: str
    gives: str
    name: str = ""
    people: str = ""
    money: int | None = None
    from_on: date | None = None
    until_on: date | None = None


@transaction.atomic
def add_input(
    *, by: User, at: datetime, package: SupportPackage, giving: Giving, happened_on: date | None = None
) -> SupportInput:
    """One more provider's part; the principal adviser coordinates them (R130)."""
    concern, held = locked_package(package, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(has_ended(held))
    added = SupportInput.objects.create(
        **signed_by_decider(concern, by, at, happened_on), package=held, **_said(giving)
    )
    _record(added, concern, "add_input", by)
    return added


@transaction.atomic
def change_input(
    *, by: User, at: datetime, support_input: SupportInput, version: int, giving: Giving
) -> SupportInput:
    """What it gives as it is agreed now; every version is kept. Raises Stale where another came first."""
    concern, held = _locked(support_input, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(_is_over(held))
    if held.version != version:
        raise Stale(
            "Somebody else changed this input while you were writing. Your text is kept below.",
            held=_lines(held.whose, held.gives, held.people),
            typed=_lines(giving.name, giving.gives, giving.people),
        )
    for name, value in _said(giving).items():
        setattr(held, name, value)
    held.version += 1
    held.save()
    _record(held, concern, "change_input", by)
    return held


@transaction.atomic
def end_input(
    *, by: User, at: datetime, support_input: SupportInput, reason: str, happened_on: date | None = None
) -> SupportInput:
    """This part is done; the rest of the support goes on."""
    concern, held = _locked(support_input, by)
    forbid(may_not_decide(by, concern, day_of(at), SUPPORTING))
    refuse(_is_over(held))
    signature = signed_by_decider(concern, by, at, happened_on)
    if signature["happened_on"] < held.happened_on:
        refuse(f"It was agreed on {in_words(held.happened_on)}. Enter that day or a later one.")
    held.ended_on, held.ended_at, held.ended_by = signature["happened_on"], at, by
    held.ended_reason = wanted(reason, "Enter why it ends.")
    held.version += 1
    held.save()
    _record(held, concern, "end_input", by)
    return held


def _said(giving: Giving) -> dict[str, Any]:
    if giving.kind not in Provider.values:
        refuse("Choose what kind of body gives it.")
    if giving.money is not None and not 0 < giving.money <= MOST_MONEY:
        refuse("Enter the money in whole pounds, or leave it empty.")
    if giving.from_on and giving.until_on and giving.until_on < giving.from_on:
        refuse(
            f"It would end on {in_words(giving.until_on)}, before it begins on {in_words(giving.from_on)}. "
            "Change one of the two days."
        )
    return {
        "kind": Provider(giving.kind),
        "name": line(giving.name, 200, "Its name"),
        "gives": line(wanted(giving.gives, "Enter what it gives."), 300, "What it gives"),
        "people": kept(giving.people),
        "money": giving.money,
        "from_on": giving.from_on,
        "until_on": giving.until_on,
    }


def _lines(*said: str) -> str:
    return "\n".join(one for one in said if one)


def _locked(support_input: SupportInput, by: User) -> tuple[Concern, SupportInput]:
    """The concern, its package and the input, all locked."""
    concern, package = locked_package(support_input.package, by)
    held = (
        SupportInput.objects.select_for_update(of=("self",))
        .select_related("package")
        .filter(pk=support_input.pk, package=package)
        .first()
    )
    return concern, cast(SupportInput, held) if held else not_found("The input")


def _is_over(held: SupportInput) -> str | None:
    if held.ended_on:
        return f"This input ended on {in_words(held.ended_on)}. Add another instead."
    return has_ended(held.package)


def _record(held: SupportInput, concern: Concern, act: str, by: User) -> None:
    record(
        by=by,
        act=act,
        subject=concern,
        scope=concern.council.audit_scope,
        details={"support": held.package_id, "input": held.pk, "version": held.version},
    )
