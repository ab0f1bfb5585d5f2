"""What stands on Today, by what the person does here."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from accounts import queries as accounts
from accounts.models import Draft, Notification, Role, User
from cases import queries as cases
from cases.models import Concern
from cases.queries import Filters
from councils import queries as councils
from councils.models import Council, Cover, Region
from indicators import queries as indicators
from intelligence import queries as intelligence
from intelligence.models import Contact, Note
from panel import queries as panel

LATELY = timedelta(days=14)
AHEAD = timedelta(days=14)
SHOWN = 12
DRAFTS = 5
OFFER_WITHIN = timedelta(days=28)  # our reading: the sources say no day by which (R131)


@dataclass(frozen=True, kw_only=True)
class Task:
    """One thing to do: what, about which council and concern, by when, and where."""

    what: str
    about: str = ""
    council: Council
    on: date
    is_late: bool
    address: str


@dataclass(frozen=True, kw_only=True)
class Today:
    """The parts of the first page; empty lists say so in words."""

    on: date
    works_with_concerns: bool
    tasks: list[Task]
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
    return Today(
        on=on,
        works_with_concerns=works,
        tasks=_tasks(user, on),
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
        reads_api=user.has_role(Role.DCLG_LIAISON),
    )


def _tasks(user: User, on: date) -> list[Task]:
    """Late ones and those of the next fortnight, by date: never by how serious they are."""
    tasks = [
        Task(
            what=due.what,
            about=due.concern.summary,
            council=due.concern.council,
            on=due.on,
            is_late=due.is_late,
            address=due.address,
        )
        for due in cases.due_for(user, on)
        if due.on <= on + AHEAD
    ]
    tasks += [
        Task(
            what=f"Follow up: {note.opening}",
            council=note.council,
            on=note.follow_up_on,
            is_late=note.follow_up_on < on,
            address=note.get_absolute_url(),
        )
        for note in intelligence.follow_ups_due(user, on + AHEAD)
        if note.follow_up_on
    ]
    tasks += [
        Task(
            what=f"Answer what {asked.by.name} asks",
            council=asked.note.council,
            on=asked.answer_by_on,
            is_late=asked.answer_by_on < on,
            address=asked.get_absolute_url(),
        )
        for asked in intelligence.verifications_due(user, on + AHEAD)
    ]
    tasks += [
        Task(
            what="Offer the free days of member-peer support, or say why not",
            about=f"{change} on {change.changed_on:%-d %B %Y}",
            council=change.council,
            on=change.changed_on + OFFER_WITHIN,
            is_late=change.changed_on + OFFER_WITHIN < on,
            address=f"/changes-of-control/{change.pk}",
        )
        for change in councils.changes_to_answer(user, on)
    ]
    return sorted(tasks, key=lambda task: (task.on, task.council.short_name))
