"""What stands on Today, by what the person does here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts import queries as accounts
from accounts.models import Draft, Notification, Role, User
from cases import queries as cases
from cases.access import may_not_read_what_was_told
from cases.models import Concern
from cases.queries import Due, Filters
from councils import queries as councils
from councils.models import Cover, Region
from desk.due import due_for
from indicators import queries as indicators
from intelligence import queries as intelligence
from intelligence.models import Contact, Note
from panel import queries as panel

LATELY = timedelta(days=14)
AHEAD = timedelta(days=14)
SHOWN = 12
DRAFTS = 5


@dataclass(frozen=True, kw_only=True)
class Today:
    """The parts of the first page; empty lists say so in words."""

    on: date
    works_with_concerns: bool
    tasks: list[Due]
    passed_on: list[Note]
    concerns: list[Concern]
    more_concerns: int
    banners: list[indicators.Banner]
    told: list[Notification]
    drafts: list[Draft]
    ahead: panel.Ahead | None
    regions: list[Region]
    absent: list[Cover]
    contacts: list[Contact]
    contacts_due: int
    quiet: list[intelligence.Quiet]
    quiet_number: int
    stories: int
    told_waiting: list[cases.WhatWasTold]
    more_told: int
    reads_told: bool
    to_hand_over: cases.ToHandOver
    reads_api: bool


def today_for(user: User, on: date) -> Today:
    """What is due within a fortnight or late, what was passed on, the concerns one looks after next."""
    concerns: list[Concern] = []
    more = 0
    works = user.is_adviser or user.has_role(Role.SECRETARIAT, Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE)
    if works:
        listed = cases.concerns_for(user, Filters(mine=user.has_role(Role.PRINCIPAL_ADVISER)))
        concerns = list(listed[: SHOWN + 1])
        more = max(0, listed.count() - SHOWN) if len(concerns) > SHOWN else 0
    contacts, contacts_due = intelligence.contacts_due(user, on)
    quiet, quiet_number = intelligence.quiet_councils(user, on)
    quiet = [one for one in quiet if one.last_on]  # a region in which nobody has begun is no list of tasks
    waiting = cases.waiting_for(user)
    return Today(
        on=on,
        works_with_concerns=works,
        tasks=due_for(user, on, on + AHEAD, to_begin=True),
        passed_on=intelligence.passed_on_to(user, on - LATELY),
        concerns=concerns[:SHOWN],
        more_concerns=more,
        banners=indicators.banners(on),
        told=list(user.notifications.filter(seen_at__isnull=True)[:SHOWN]),
        drafts=accounts.drafts_of(user)[:DRAFTS],
        ahead=panel.meeting_ahead(user, on),
        regions=list(councils.regions_held_by(user, on)),
        contacts=contacts,
        contacts_due=contacts_due,
        quiet=quiet,
        quiet_number=quiet_number,
        absent=councils.absent_for(user, on) if user.is_adviser else [],
        stories=intelligence.stories_waiting(user, on),
        told_waiting=waiting[:SHOWN],
        more_told=max(0, len(waiting) - SHOWN),
        reads_told=may_not_read_what_was_told(user) is None,
        to_hand_over=cases.to_hand_over(user, on),
        reads_api=user.has_role(Role.DCLG_LIAISON),
    )
