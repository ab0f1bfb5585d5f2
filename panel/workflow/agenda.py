"""Setting the agenda: items added, changed, put in order and taken off (R190)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, Stale, forbid, not_found, refuse
from councils.models import Council
from panel import meeting_access as access
from panel.models import AgendaItem, Meeting
from panel.queries.agenda import FIRST_OWN, in_order
from panel.queries.attending import withdrawals_of
from panel.workflow.planning import locked

REPORT = 0  # the radar report's key among the numbers of `order_agenda`


def _begun(meeting: Meeting, by: User, at: datetime) -> Meeting:
    meeting = locked(meeting)
    forbid(access.may_not_set_agenda(by))
    refuse(access.is_over(meeting, timezone.localtime(at).date()))
    return meeting


@transaction.atomic
def add_item(
    *,
    meeting: Meeting,
    title: str,
    by: User,
    at: datetime,
    kind: str = AgendaItem.Kind.PAPER,
    about: str = "",
    leads: str = "",
    timing: time | None = None,
    page: int | None = None,
    council: Council | None = None,
) -> AgendaItem:
    """Add an item, after those there are; the date of the next meeting stays last."""
    meeting = _begun(meeting, by, at)
    if not title.strip():
        raise Refused("Enter what the item is called.")
    order = in_order(meeting)
    item = AgendaItem.objects.create(
        meeting=meeting,
        kind=kind,
        title=title.strip(),
        about=about.strip(),
        leads=leads.strip(),
        timing=timing,
        page=page,
        council=council,
        place=len(order) + 1,
        written_by=by,
        written_at=at,
    )
    _refuse_renumbered(meeting, order, [*order, item])
    record(by=by, act="add_agenda_item", subject=item, scope=meeting.audit_scope)
    return item


def _item(item: AgendaItem, by: User, at: datetime) -> tuple[AgendaItem, Meeting]:
    meeting = _begun(item.meeting, by, at)
    held = AgendaItem.objects.select_for_update(of=("self",)).filter(pk=item.pk).first()
    held = held or not_found("The item")
    refuse(access.is_removed(held))
    return held, meeting


@transaction.atomic
def change_item(
    *,
    item: AgendaItem,
    version: int,
    title: str,
    by: User,
    at: datetime,
    kind: str = AgendaItem.Kind.PAPER,
    about: str = "",
    leads: str = "",
    timing: time | None = None,
    page: int | None = None,
    council: Council | None = None,
) -> AgendaItem:
    """Say something else of an item. Raises `Stale` where somebody else did so after `version`."""
    item, meeting = _item(item, by, at)
    if item.version != version:
        raise Stale(
            "Somebody else changed this item while you did.",
            held=f"{item.title}\n{item.about}",
            typed=f"{title}\n{about}",
        )
    if not title.strip():
        raise Refused("Enter what the item is called.")
    item.kind, item.title, item.about, item.leads = kind, title.strip(), about.strip(), leads.strip()
    item.timing, item.page, item.council = timing, page, council
    item.version += 1
    item.written_by, item.written_at = by, at
    item.save()
    details = {"version": item.version}
    record(by=by, act="change_agenda_item", subject=item, scope=meeting.audit_scope, details=details)
    return item


@transaction.atomic
def remove_item(*, item: AgendaItem, by: User, at: datetime) -> AgendaItem:
    """Take an item off the agenda; those after it move up. What it said is kept."""
    item, meeting = _item(item, by, at)
    before = in_order(meeting)
    after = [each for each in before if each != item]
    _refuse_renumbered(meeting, before, after)
    item.removed_by, item.removed_at = by, at
    item.save(update_fields=["removed_by", "removed_at"])
    _place(meeting, after)
    record(by=by, act="remove_agenda_item", subject=item, scope=meeting.audit_scope)
    return item


@transaction.atomic
def order_agenda(*, meeting: Meeting, numbers: Mapping[int, int], by: User, at: datetime) -> Meeting:
    """Put the items in the order of these numbers: item's key (0: the radar report) to its number.

    Whoever is given the same number twice keeps the order they had. What is not named stays where it is.
    """
    meeting = _begun(meeting, by, at)
    before = in_order(meeting)
    stood = {_key(each): place for place, each in enumerate(before, FIRST_OWN)}
    # An item moved up to a number stands before the one that had it; one moved down, after it.
    wanted = {
        key: (number, 1 if number > stood[key] else -1 if number < stood[key] else 0)
        for key, number in numbers.items()
        if key in stood
    }
    order = sorted(
        before, key=lambda each: (*wanted.get(_key(each), (stood[_key(each)], 0)), stood[_key(each)])
    )
    if order != before:
        _refuse_renumbered(meeting, before, order)
        _place(meeting, order)
    record(by=by, act="order_agenda", subject=meeting, scope=meeting.audit_scope)
    return meeting


def _key(item: AgendaItem | None) -> int:
    return item.pk if item else REPORT


def _refuse_renumbered(
    meeting: Meeting, before: Sequence[AgendaItem | None], after: Sequence[AgendaItem | None]
) -> None:
    if None in after and str(after.index(None) + FIRST_OWN) != meeting.item:
        refuse(access.may_not_renumber_report(meeting))
    for each in withdrawals_of(meeting):
        if _at(before, each.item) != _at(after, each.item):
            refuse(access.may_not_move_withdrawn(each.person, each.item))


def _at(order: Sequence[AgendaItem | None], number: int) -> int | str:
    """What stands under a number: an item by its key, else what every agenda has."""
    place = number - FIRST_OWN
    if place < 0:
        return number
    return _key(order[place]) if place < len(order) else "next meeting"


def _place(meeting: Meeting, order: list[AgendaItem | None]) -> None:
    for place, item in enumerate(order, 1):
        if item is None:
            meeting.item = str(place + FIRST_OWN - 1)
            meeting.save(update_fields=["item"])
        elif item.place != place:
            item.place = place
            item.save(update_fields=["place"])
