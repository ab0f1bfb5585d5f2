"""The acts about who leads a council and who controls it."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import forbid, refuse
from councils import access
from councils.models import ChangeOfControl, Council, Office, Officeholder, PoliticalControl
from councils.queries import STALE, advisers_for
from councils.resolution import said_day
from councils.workflow.rules import ends_too_soon, locked, unsaid

LEADS_POLITICALLY = {Office.LEADER: ChangeOfControl.What.LEADER, Office.MAYOR: ChangeOfControl.What.MAYOR}
HELD_BY_ONE = frozenset({Office.LEADER, Office.MAYOR, Office.CHIEF_EXECUTIVE, Office.DCS, Office.DASS})


@transaction.atomic
def record_officeholder(
    *,
    by: User | None,
    at: datetime,
    council: Council,
    office: str,
    name: str,
    source: str,
    since_on: date | None = None,
    until_on: date | None = None,
    title: str = "",
) -> Officeholder:
    """Who holds an office at the council, since when, and how we know (R051).

    Where the office is one person's, whoever held it before is recorded as ending the day before.
    """
    council = locked(council)
    forbid(access.may_not_record_offices(by, council, timezone.localdate(at)))
    office = Office(office)
    refuse(unsaid(name, "Enter the name of the person who holds the office."))
    refuse(unsaid(source, "Say how this is known, for example “The council's website, 2 November 2012”."))
    if until_on is not None:
        refuse(ends_too_soon(since_on, until_on))
    before: list[Officeholder] = []
    if office in HELD_BY_ONE and until_on is None:
        rows = council.officeholders.filter(office=office, until_on__isnull=True)
        before = list(rows.select_for_update(of=("self",)))
        refuse(_close(before, since_on))
    held = Officeholder.objects.create(
        council=council,
        office=office,
        title=title.strip(),
        name=name.strip(),
        since_on=since_on,
        until_on=until_on,
        source=source.strip(),
    )
    details = {"office": office.value}
    record(by=by, act="record_officeholder", subject=held, scope=council.audit_scope, details=details)
    if office in LEADS_POLITICALLY:
        _note_change(
            council, LEADS_POLITICALLY[office], [one.name for one in before], held.name, since_on, at
        )
    return held


@transaction.atomic
def record_control(
    *,
    by: User | None,
    at: datetime,
    council: Council,
    control: str,
    source: str,
    since_on: date | None = None,
    until_on: date | None = None,
) -> PoliticalControl:
    """Who controls the council, since when, and how we know; what was held before ends the day before."""
    council = locked(council)
    forbid(access.may_not_record_offices(by, council, timezone.localdate(at)))
    refuse(unsaid(control, "Enter who controls the council, for example “No overall control”."))
    refuse(unsaid(source, "Say how this is known, for example “Local election results, 3 May 2012”."))
    if until_on is not None:
        refuse(ends_too_soon(since_on, until_on))
    before: list[PoliticalControl] = []
    if until_on is None:
        before = list(council.controls.filter(until_on__isnull=True).select_for_update(of=("self",)))
        refuse(_close(before, since_on))
    held = PoliticalControl.objects.create(
        council=council,
        control=control.strip(),
        since_on=since_on,
        until_on=until_on,
        source=source.strip(),
    )
    record(by=by, act="record_control", subject=held, scope=council.audit_scope)
    was = [one.control for one in before]
    _note_change(council, ChangeOfControl.What.CONTROL, was, held.control, since_on, at)
    return held


def _close(rows: list[Officeholder] | list[PoliticalControl], since_on: date | None) -> str | None:
    """End the open rows the day before; the sentence where that cannot be."""
    for row in rows:
        if since_on is None:
            return f"{row} is held as the present one. Say from which day the new one is."
        if since_on == date.min:
            return f"No calendar has a day before {said_day(since_on)}. Check from which day the new one is."
        if row.since_on is not None and row.since_on >= since_on:
            return f"{row} is held since {said_day(row.since_on)}. The new one must begin after that day."
        row.until_on = since_on - timedelta(days=1)
        row.save(update_fields=["until_on"])
    return None


def _note_change(
    council: Council, what: str, was: list[str], became: str, changed_on: date | None, at: datetime
) -> None:
    """Keep that control or the leadership passed on, and within a year tell the region's advisers of it.

    The same again, or the first that is held, is no change.
    """
    if not was or changed_on is None or was[0].casefold() == became.casefold():
        return
    change = ChangeOfControl.objects.create(
        council=council, what=what, was=was[0], became=became, changed_on=changed_on
    )
    if changed_on <= timezone.localdate(at) - STALE:
        return
    tell_people(
        people=[one.user for one in advisers_for(council, timezone.localdate(at)) if one.user],
        about=f"change_of_control:{change.pk}",
        sentence="Control or leadership changed at a council you look after: the free days can be offered",
        address=f"{council.get_absolute_url()}/people",
        at=at,
    )


@transaction.atomic
def answer_change_of_control(
    *, by: User, at: datetime, change: ChangeOfControl, answer: str, on: date | None = None, reason: str = ""
) -> ChangeOfControl:
    """Whether the up to five days of free member-peer support were offered, and when, or why not (R131)."""
    change = (
        ChangeOfControl.objects.select_for_update(of=("self",))
        .select_related("council__region")
        .get(pk=change.pk)
    )
    today = timezone.localdate(at)
    forbid(access.may_not_answer_change(by, change, today))
    if change.answer:
        refuse(f"This was answered on {said_day(timezone.localdate(change.answered_at))} already.")
    given = ChangeOfControl.Answer(answer)
    if given == ChangeOfControl.Answer.NOT_OFFERED:
        refuse(unsaid(reason, "Say why it was not offered, for example “The same group leads as before”."))
    on = on or today
    if on > today:
        refuse("Enter the day on which it was offered: it cannot be one to come.")
    if on < change.changed_on:
        refuse(f"It changed on {said_day(change.changed_on)}, so the offer cannot have been made before.")
    change.answer, change.reason, change.answered_on = given, reason.strip(), on
    change.answered_at, change.answered_by = at, by
    change.save()
    record(
        by=by,
        act="answer_change_of_control",
        subject=change,
        scope=change.council.audit_scope,
        details={"answer": given.value, "on": str(on)},
    )
    return change
