"""Who sits at a meeting, what their groups' offices say, who came and who withdrew (R191)."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date
from itertools import groupby

from django.db.models import QuerySet

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from panel.models import Answer, Invitation, Meeting, Membership, Presence, Withdrawal
from panel.visibility import LIVE, groups_worked_for

Capacity = Membership.Capacity
ORDER = {capacity: place for place, capacity in enumerate(Capacity.values)}
NO_GROUP = "In no group"


@dataclass(frozen=True)
class Seat:
    """A seat at a meeting: what was said beforehand, whether the person came (None: not recorded)."""

    membership: Membership
    answer: Answer | None = None
    came: bool | None = None
    is_own: bool = False
    body_name: str = ""

    @property
    def before(self) -> str:
        """What stands where nobody said whether they attend; a substitute is there as named."""
        return "Substitutes" if self.membership.capacity == Capacity.SUBSTITUTE else "not said yet"

    @property
    def said(self) -> str:
        """What was said beforehand, in words; empty where nobody has said."""
        if self.answer is None:
            return ""
        if self.answer.attends:
            return "Attends"
        stands_in = self.answer.substitute
        return f"Apologies; {stands_in.user.name} substitutes" if stands_in else "Apologies"


@dataclass(frozen=True)
class Table:
    """A political group's seats at a meeting, and its substitutes."""

    name: str
    seats: list[Seat] = field(default_factory=list)
    substitutes: list[Membership] = field(default_factory=list)


@dataclass(frozen=True)
class Withdrawn:
    """Somebody left for an item. `council`: in which they have an interest, if that is why."""

    row: Withdrawal
    person: str
    item: int
    council: Council | None

    @property
    def sentence(self) -> str:
        """As the note of the meeting says it; it does not name the council."""
        if self.council is None:
            return f"{self.person} left for item {self.item}."
        return f"{self.person} declared an interest and withdrew for item {self.item}."


def seats_of(meeting: Meeting) -> list[Membership]:
    """Every seat of its bodies on the day, once a person, chair first, then by name."""
    bodies = [body.pk for body in meeting.bodies]
    held = Membership.objects.filter(body__in=bodies).holding_on(meeting.held_on)
    rows = sorted(
        held.select_related("user", "group", "council", "body"),
        key=lambda seat: (ORDER[seat.capacity], seat.user.name, seat.pk),
    )
    first: dict[int, Membership] = {}
    for seat in rows:
        first.setdefault(seat.user_id, seat)
    return list(first.values())


def standing_answers(meeting: Meeting) -> dict[int, Answer]:
    """The last answer about each seat that holds on the day, by the seat's key."""
    rows = Answer.objects.filter(meeting=meeting).standing().select_related("substitute__user", "said_by")
    rows = rows.filter(membership__in=Membership.objects.holding_on(meeting.held_on))
    return {answer.membership_id: answer for answer in rows}


def presences_of(meeting: Meeting) -> dict[int, bool]:
    """Whether each person came, by their key, as last recorded."""
    rows = Presence.objects.filter(meeting=meeting).order_by("pk")
    return {row.user_id: row.came for row in rows}


def members_at(meeting: Meeting) -> list[Membership]:
    """Who sits at the meeting: every seat, and of the substitutes those whom their group's office named."""
    named = {answer.substitute_id for answer in standing_answers(meeting).values()}
    return [seat for seat in seats_of(meeting) if seat.capacity != Capacity.SUBSTITUTE or seat.pk in named]


def substitutes_for(meeting: Meeting, seat: Membership) -> list[Membership]:
    """Who may stand in for a member: a substitute of the same group on the day."""
    if seat.group_id is None or seat.capacity == Capacity.SUBSTITUTE:
        return []
    return [
        each
        for each in seats_of(meeting)
        if each.capacity == Capacity.SUBSTITUTE and each.group_id == seat.group_id
    ]


def at_the_table(meeting: Meeting) -> list[User]:
    """Everybody who may be in the room: who sits there, and who is invited for an item."""
    people = {seat.user for seat in members_at(meeting)}
    people |= {each.user for each in invitations_to(meeting)}
    return sorted(people, key=lambda user: (user.name, user.pk))


def attendance_of(meeting: Meeting, user: User, *, whole: bool) -> list[Table]:
    """Each group's seats, by the group's name; without `whole` only those of the groups they work for."""
    own = set(groups_worked_for(user).values_list("group", flat=True))
    answers, came = standing_answers(meeting), presences_of(meeting)
    named = {answer.substitute_id for answer in answers.values()}
    keeps = user.has_role(Role.SECRETARIAT)
    names = {body.pk: body.name_on(meeting.held_on) for body in meeting.bodies}
    seats = [seat for seat in seats_of(meeting) if whole or seat.group_id in own]
    seats.sort(key=lambda seat: (seat.group is None, seat.group.name if seat.group else ""))
    tables = []
    for name, held in groupby(seats, key=lambda seat: seat.group.name if seat.group else NO_GROUP):
        rows = list(held)
        shown = [
            Seat(
                seat,
                answers.get(seat.pk),
                came.get(seat.user_id),
                (seat.group_id in own if seat.group_id else keeps) and seat.capacity != Capacity.SUBSTITUTE,
                names[seat.body_id],
            )
            for seat in rows
            if seat.capacity != Capacity.SUBSTITUTE or seat.pk in named
        ]
        spare = [seat for seat in rows if seat.capacity == Capacity.SUBSTITUTE and seat.pk not in named]
        tables.append(Table(name, shown, spare))
    return tables


def withdrawals_of(meeting: Meeting) -> list[Withdrawn]:
    """Who declared an interest or left, for which item, in the order of the agenda; mistakes left out."""
    rows = Withdrawal.objects.filter(meeting=meeting).select_related("user", "interest__council", "meeting")
    last: dict[tuple[int, int, int | None], Withdrawal] = {}
    for row in rows.order_by("pk"):
        last[row.user_id, row.item, row.interest_id] = row
    held = sorted((row for row in last.values() if row.stands), key=lambda row: (row.item, row.user.name))
    return [
        Withdrawn(row, row.user.name, row.item, row.interest.council if row.interest else None)
        for row in held
    ]


def invitations_to(meeting: Meeting) -> QuerySet[Invitation]:
    """Invitations to the meeting that stand."""
    return (
        meeting.invitations.standing().select_related("user", "council", "invited_by").order_by("user__name")
    )


def invitations_shown(meeting: Meeting, user: User, on: date) -> list[Invitation]:
    """Those one may know of: they name a council, so they are for advisers and the secretariat."""
    if not user.has_role(*LIVE):
        return []
    hidden = recused_council_ids(user, on)
    return [each for each in invitations_to(meeting) if each.council_id not in hidden]


def invitations_for(user: User) -> QuerySet[Invitation]:
    """The person's own that stand (TRUST section 2, I)."""
    return (
        Invitation.objects.held_by(user)
        .select_related("meeting__body", "council", "invited_by")
        .prefetch_related("meeting__with_bodies__names", "meeting__body__names")
    )


def invitations_at(user: User, meeting_pk: int) -> list[Invitation]:
    """The person's own to one meeting."""
    return list(invitations_for(user).filter(meeting=meeting_pk).order_by("council__short_name"))
