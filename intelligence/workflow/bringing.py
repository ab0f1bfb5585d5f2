"""To bring a file in, to keep what is answered about it, to make notes of it once, to put it away."""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import DomainError, Refused, Stale, forbid, not_found, refuse
from councils.models import Council
from councils.workflow import record_officeholder
from intelligence.access import may_not_log_at_all
from intelligence.bringing.taking import CONTACT
from intelligence.models import BroughtItem, Intake, Network, Note
from intelligence.sealing import mark_of, seal_bytes, unseal_bytes
from intelligence.workflow.networking import keep_contact
from intelligence.workflow.writing import Told, log_note

KEPT = timedelta(days=30)


@dataclass(frozen=True, kw_only=True)
class NoteToBring:
    """An item that becomes a note; `words` are its own, by which it is known again."""

    where: str
    words: str
    council: Council
    text: str
    told: Told
    known: str
    marking: str
    happened_on: date


@dataclass(frozen=True, kw_only=True)
class PersonToBring:
    """An item that becomes a council's officeholder, or a contact in one's own network (`office` is
    `CONTACT`); one who holds an office and can be reached becomes both.
    """

    where: str
    words: str
    council: Council | None
    office: str
    name: str
    title: str
    body: str = ""
    email: str = ""
    phone: str = ""


@transaction.atomic
def begin_intake(*, by: User, at: datetime, file_name: str, found: dict[str, Any]) -> Intake:
    """Keep what was found in a file, sealed, until it is decided; the file itself is kept nowhere."""
    forbid(may_not_log_at_all(by, timezone.localdate(at)))
    if not found["items"]:
        why = found["unread"][0]["why"] if found["unread"] else "It is empty."
        refuse(f"Nothing that could be a note or a person was found in {file_name}. {why}")
    intake = Intake.objects.create(owner=by, file_name=file_name, sealed=_sealed(found))
    record(by=by, act="begin_intake", subject=intake, details={"items": len(found["items"])})
    return intake


@transaction.atomic
def keep_intake(*, by: User, at: datetime, intake: Intake, version: int, found: dict[str, Any]) -> Intake:
    """Keep what was answered; nothing is made of it yet, so nothing is recorded. Raises Stale, NotFound."""
    held = _locked(intake, by)
    if held.version != version:
        raise Stale(
            "This file was answered about in another window. Open it again: what was saved there stands.",
            held=f"Version {held.version}",
            typed="",
        )
    held.sealed = _sealed(found)
    held.version += 1
    held.save(update_fields=["sealed", "version"])
    return held


@transaction.atomic
def bring_in(
    *,
    by: User,
    at: datetime,
    intake: Intake,
    notes: Sequence[NoteToBring] = (),
    people: Sequence[PersonToBring] = (),
) -> list[BroughtItem]:
    """Make them, all or none, each once for its owner; what was found is then deleted.

    Raises NotFound, and Refused that names the item which cannot be made.
    """
    held = _locked(intake, by)
    if not notes and not people:
        refuse("Tick what is to be brought in, or put the file away.")
    items: list[NoteToBring | PersonToBring] = [*notes, *people]
    before = marks_held(by, [one.words for one in items])
    made: list[BroughtItem] = []
    for one in items:
        mark = mark_of(one.words, owner_id=by.pk)
        if mark in before:
            continue
        before[mark] = timezone.localdate(at)
        try:
            fields = _note(by, at, one) if isinstance(one, NoteToBring) else _person(by, at, one, held)
        except DomainError as error:
            raise Refused(f"{one.where}: {error.sentence} Nothing was brought in.") from error
        made.append(
            BroughtItem.objects.create(intake=held, owner=by, mark=mark, where=one.where[:200], **fields)
        )
    held.sealed, held.ended_at, held.brought = None, at, len(made)
    held.save()
    record(by=by, act="bring_in", subject=held, details={"brought": len(made)})
    return made


@transaction.atomic
def put_intake_away(*, by: User, at: datetime, intake: Intake) -> Intake:
    """What was found is deleted; nothing is made of it."""
    held = _locked(intake, by)
    held.sealed, held.ended_at = None, at
    held.save(update_fields=["sealed", "ended_at"])
    record(by=by, act="put_intake_away", subject=held)
    return held


@transaction.atomic
def empty_old_intakes(*, by: User | None, at: datetime) -> int:
    """What nobody decided for 30 days is deleted; how many files."""
    old = Intake.objects.open().filter(recorded_at__lt=at - KEPT).select_for_update(of=("self",))
    for held in old:
        held.sealed, held.ended_at = None, at
        held.save(update_fields=["sealed", "ended_at"])
        record(by=by, act="put_intake_away", subject=held)
    return len(old)


def marks_held(by: User, words: Iterable[str]) -> dict[str, date]:
    """Of these items' words those brought in before, by their mark, with the day."""
    marks = [mark_of(one, owner_id=by.pk) for one in words]
    held = BroughtItem.objects.filter(owner=by, mark__in=marks)
    return {one.mark: timezone.localdate(one.recorded_at) for one in held}


def found_of(intake: Intake) -> dict[str, Any]:
    """What was found and answered so far."""
    found: dict[str, Any] = json.loads(unseal_bytes(bytes(intake.sealed or b"")))
    return found


def _note(by: User, at: datetime, one: NoteToBring) -> dict[str, Note]:
    note = log_note(
        by=by,
        at=at,
        council=one.council,
        text=one.text,
        told=one.told,
        known=one.known,
        marking=one.marking,
        happened_on=one.happened_on,
    )
    return {"note": note}


def _person(by: User, at: datetime, one: PersonToBring, intake: Intake) -> dict[str, Any]:
    if one.office == CONTACT or one.email or one.phone:
        keep_contact(
            by=by,
            at=at,
            name=one.name,
            role=one.title,
            network=Network.COUNCIL if one.council else Network.OTHER,
            council=one.council,
            body=one.body,
            email=one.email,
            phone=one.phone,
        )
    if one.office == CONTACT or one.council is None:
        return {}
    held = one.council.officeholders.filter(office=one.office, name=one.name, until_on__isnull=True).first()
    if held:
        raise Refused(f"{one.name} is held there already. Take the tick away.")
    source = f"{intake.file_name}, {one.where}, brought by {by.name}"[:300]
    return {
        "officeholder": record_officeholder(
            by=by,
            at=at,
            council=one.council,
            office=one.office,
            name=one.name,
            title=one.title,
            source=source,
        )
    }


def _locked(intake: Intake, by: User) -> Intake:
    held = Intake.objects.visible_to(by).open().select_for_update(of=("self",)).filter(pk=intake.pk).first()
    return held or not_found("The file")


def _sealed(found: dict[str, Any]) -> bytes:
    return seal_bytes(json.dumps(found, ensure_ascii=False).encode("utf-8", "replace"))
