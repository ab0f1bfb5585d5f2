"""Who is in the Information Sharing Network, and which officers speak for whom (R062, R081)."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify

from accounts.models import Role, User
from audit.workflow import record
from common.errors import Refused, forbid
from liaison import access_inbound as access
from liaison.models import NetworkMembership, Officer, Organisation


@transaction.atomic
def join_network(
    *, by: User | None, at: datetime, organisation: Organisation, since_on: date | None, source: str
) -> NetworkMembership:
    """An organisation belongs to the Network from a day, or from one that the source does not say."""
    forbid(access.may_not_keep_network(by))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not source.strip():
        raise Refused("Enter where this is known from.")
    if NetworkMembership.objects.filter(organisation=organisation, until_on__isnull=True).exists():
        raise Refused(f"{organisation.name} is in the Network already.")
    joined = NetworkMembership.objects.create(
        organisation=organisation, since_on=since_on, source=source.strip()
    )
    record(by=by, act="join_network", subject=joined, details={"organisation": organisation.slug})
    return joined


@transaction.atomic
def leave_network(
    *, by: User | None, at: datetime, organisation: Organisation, until_on: date
) -> NetworkMembership:
    """The last day on which it belongs. What it brought is kept and answered."""
    forbid(access.may_not_keep_network(by))
    rows = NetworkMembership.objects.select_for_update().filter(organisation=organisation)
    held = rows.filter(until_on__isnull=True).first()
    if held is None:
        raise Refused(f"{organisation.name} is not in the Network.")
    if held.since_on and until_on < held.since_on:
        raise Refused("Enter a last day that is not before the first.")
    held.until_on = until_on
    held.save(update_fields=["until_on"])
    record(by=by, act="leave_network", subject=held, details={"organisation": organisation.slug})
    return held


@transaction.atomic
def name_officer(
    *,
    by: User | None,
    at: datetime,
    organisation: Organisation,
    name: str,
    position: str = "",
    user: User | None = None,
) -> Officer:
    """An officer by name; `user` where they sign in here themselves. Returns it with its key for the API."""
    forbid(access.may_not_keep_network(by))
    organisation = Organisation.objects.select_for_update().get(pk=organisation.pk)
    if not name.strip() or not slugify(name):
        raise Refused("Enter the officer’s name.")
    if user is not None:
        if not user.has_role(Role.DCLG_LIAISON):
            raise Refused(f"{user.name} does not hold the role of a liaison officer. Give it first.")
        if Officer.objects.filter(user=user, until_on__isnull=True).exists():
            raise Refused(f"{user.name} speaks for an organisation already. End that first.")
    officer = Officer.objects.create(
        organisation=organisation,
        name=name.strip(),
        position=position.strip(),
        key=_key(organisation, name),
        user=user,
        since_on=timezone.localdate(at),
    )
    record(by=by, act="name_officer", subject=officer, details={"organisation": organisation.slug})
    return officer


@transaction.atomic
def end_officer(*, by: User | None, at: datetime, officer: Officer) -> Officer:
    """From the next request on the officer speaks for nobody. What they sent stays under their name."""
    forbid(access.may_not_keep_network(by))
    held = Officer.objects.select_for_update(of=("self",)).get(pk=officer.pk)
    on = timezone.localdate(at)
    if held.until_on is not None and held.until_on < on:
        return held
    # The day before, so that it holds at once; one named today never held a day of it.
    last = on - timedelta(days=1)
    held.since_on, held.until_on = min(held.since_on, last), last
    held.save(update_fields=["since_on", "until_on"])
    record(by=by, act="end_officer", subject=held, details={"organisation": held.organisation.slug})
    return held


def _key(organisation: Organisation, name: str) -> str:
    """A short name that no officer of the organisation has or had."""
    begun = slugify(name)[:50]
    taken = set(Officer.objects.filter(organisation=organisation).values_list("key", flat=True))
    return next(key for key in (begun, *(f"{begun}-{n}" for n in range(2, 1000))) if key not in taken)
