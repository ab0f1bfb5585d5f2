"""To keep one's own network, and to say that one spoke (R068, R074-R081)."""

from __future__ import annotations

from datetime import date, datetime
from typing import cast

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Stale, forbid, not_found, refuse
from councils.access import recused_council_ids
from councils.models import Council, Region
from intelligence.access import may_not_keep_contacts
from intelligence.models import Contact, Network

WRITTEN = (
    "name", "role", "body", "network", "council", "region", "email", "phone", "speak_every_days",
)  # fmt: skip


@transaction.atomic
def keep_contact(
    *,
    by: User,
    at: datetime,
    name: str,
    network: str,
    role: str = "",
    body: str = "",
    council: Council | None = None,
    region: Region | None = None,
    email: str = "",
    phone: str = "",
    speak_every_days: int = 30,
    last_spoken_on: date | None = None,
) -> Contact:
    """Keep somebody in one's own network. The record says that it was done and not whom."""
    on = timezone.localdate(at)
    forbid(may_not_keep_contacts(by))
    refuse(_cannot_be_kept(by, name, council, on))
    refuse(_has_not_come(last_spoken_on, on))
    standing = Contact.objects.filter(
        owner=by, ended_at__isnull=True, name__iexact=name.strip(), council=council, body__iexact=body.strip()
    )
    if standing.exists():
        refuse(f"{name.strip()} is in your network already.")
    contact = Contact.objects.create(
        owner=by,
        name=name.strip(),
        role=role.strip(),
        body=body.strip(),
        network=Network(network),
        council=council,
        region=region,
        email=email.strip(),
        phone=phone.strip(),
        speak_every_days=speak_every_days,
        last_spoken_on=last_spoken_on,
    )
    record(by=by, act="keep_contact", subject=contact, scope=_scope(contact))
    return contact


@transaction.atomic
def change_contact(*, by: User, at: datetime, contact: Contact, version: int, **written: object) -> Contact:
    """Write the contact anew; `written` are the fields of `keep_contact`. Raises Stale, NotFound, Refused."""
    held = _locked(contact, by, at)
    if held.version != version:
        raise Stale(
            "This contact was changed in another window while you were writing. Read it as it now stands, "
            "then write it again. Your words are kept below.",
            held=f"{held.name}, {held.what}",
            typed=str(written.get("name", "")),
        )
    council = cast("Council | None", written.get("council", held.council))
    refuse(_cannot_be_kept(by, str(written.get("name", held.name)), council, timezone.localdate(at)))
    for name in WRITTEN:
        if name in written:
            value = written[name]
            setattr(held, name, value.strip() if isinstance(value, str) else value)
    held.version += 1
    held.save()
    record(by=by, act="change_contact", subject=held, scope=_scope(held))
    return held


@transaction.atomic
def spoke_with(*, by: User, at: datetime, contact: Contact, happened_on: date | None = None) -> Contact:
    """The person spoke with the contact that day (today unless said); an earlier day changes nothing."""
    held = _locked(contact, by, at)
    on = timezone.localdate(at)
    day = happened_on or on
    refuse(_has_not_come(day, on))
    if held.last_spoken_on is None or day > held.last_spoken_on:
        held.last_spoken_on = day
        held.save(update_fields=["last_spoken_on"])
        record(by=by, act="spoke_with", subject=held, scope=_scope(held), details={"on": str(day)})
    return held


@transaction.atomic
def end_contact(*, by: User, at: datetime, contact: Contact) -> Contact:
    """The contact is no longer in one's network."""
    held = _locked(contact, by, at)
    held.ended_at = at
    held.save(update_fields=["ended_at"])
    record(by=by, act="end_contact", subject=held, scope=_scope(held))
    return held


def _locked(contact: Contact, by: User, at: datetime) -> Contact:
    seen = Contact.objects.visible_to(by, timezone.localdate(at)).filter(pk=contact.pk, ended_at__isnull=True)
    held = seen.select_for_update(of=("self",)).select_related("council").first()
    return cast(Contact, held) if held else not_found("The contact")


def _scope(contact: Contact) -> str:
    return contact.council.audit_scope if contact.council else ""


def _cannot_be_kept(by: User, name: str, council: Council | None, on: date) -> str | None:
    if not name.strip():
        return "Enter the name."
    if council and council.pk in recused_council_ids(by, on):
        return (
            f"You have a declared interest in {council.short_name}, so nobody there is kept in your network."
        )
    return None


def _has_not_come(day: date | None, on: date) -> str | None:
    return f"{day.day} {day:%B %Y} has not come yet." if day and day > on else None
