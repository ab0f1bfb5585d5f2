"""Who may do what about bodies, agendas and who attends: None, or the sentence in the button's place."""

from __future__ import annotations

from datetime import date

from accounts.models import Role, User
from panel.access import may_not_plan
from panel.models import AgendaItem, Body, Invitation, IssuedPaper, Meeting, Membership
from panel.visibility import GROUP_OFFICES, groups_worked_for
from papers.paper import day

__all__ = ["may_not_plan"]


def may_not_seat(by: User) -> str | None:
    """Who sits on a body is recorded by the secretariat."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat records who sits on a body. Ask it to."


def may_not_join(with_body: Body | None) -> str | None:
    """The Panel's report, its Chair and its note go by whose meeting it is: so it is the Panel's own."""
    if with_body is None or with_body.slug != Body.PSP:
        return None
    return (
        "A joint meeting with the Panel is the Panel's own. Choose the Panel as the body whose meeting it is."
    )


def may_not_end_seat(seat: Membership, until_on: date) -> str | None:
    """A seat ends once, and not before it began."""
    if seat.ended_at is not None and seat.until_on:
        return f"{seat.user.name}'s seat was ended already, on {day(seat.until_on)}."
    if seat.since_on and until_on < seat.since_on:
        return f"{seat.user.name} sits there from {day(seat.since_on)}. Enter that day or a later one."
    return None


def is_over(meeting: Meeting, on: date) -> str | None:
    """What was held stays as it was planned."""
    if on <= meeting.held_on:
        return None
    return f"This meeting was held on {day(meeting.held_on)}, so it cannot be changed any more."


def is_ahead(meeting: Meeting, on: date) -> str | None:
    """Who came and who left is recorded on the day or after it."""
    if on >= meeting.held_on:
        return None
    return f"The meeting is on {day(meeting.held_on)}. Record this on the day or afterwards."


def may_not_set_agenda(by: User) -> str | None:
    """The agenda is the secretariat's."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat sets the agenda. Ask it to."


def may_not_renumber_report(meeting: Meeting) -> str | None:
    """An issued report carries its item's number in print."""
    if meeting.packs.exists():
        return (
            f"The radar report was issued as item {meeting.item}, so it stays there. Put the other items "
            "before or after it."
        )
    return None


def may_not_move_withdrawn(person: str, number: int) -> str | None:
    """Who left is recorded by the number of the item, and the note says it so."""
    return (
        f"{person} is recorded as having left for item {number}, so that item keeps its number. Put the "
        "others after it, or correct who left first."
    )


def may_not_change_register(agreed: IssuedPaper | None) -> str | None:
    """Who came and who withdrew stands in the note; agreed, it stays as it was."""
    if agreed is None or agreed.agreed_at_meeting is None:
        return None
    return (
        f"The note of this meeting was agreed on {day(agreed.agreed_at_meeting.held_on)}, with who came and "
        "who withdrew. That stays as it was agreed. Say what was wrong in the note of the next meeting."
    )


def is_removed(item: AgendaItem) -> str | None:
    """What was taken off the agenda is not changed."""
    if item.removed_at is None:
        return None
    return "This item was taken off the agenda already. Add it again if it is needed."


def may_not_answer(by: User, seat: Membership) -> str | None:
    """A group's office answers for its members; the secretariat for those who sit in no group (R191)."""
    if seat.group is None:
        if by.has_role(Role.SECRETARIAT):
            return None
        return f"Only the secretariat says whether {seat.user.name}, who sits in no group, attends."
    if by.has_role(*GROUP_OFFICES) and groups_worked_for(by).filter(group=seat.group_id).exists():
        return None
    return f"Only the {seat.group.name} group office says whether {seat.user.name} attends. Ask it."


def may_not_keep_register(by: User) -> str | None:
    """Who came, who declared what and who withdrew is taken down by the secretariat."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat keeps the attendance register."


def may_not_invite(by: User) -> str | None:
    """People are invited by the secretariat (R146)."""
    if by.has_role(Role.SECRETARIAT):
        return None
    return "Only the secretariat invites people to an item. Ask it to."


def cannot_be_invited(person: User) -> str | None:
    """Invited are those who sign in as an invited Board member (TRUST section 2, INV)."""
    if person.has_role(Role.INVITED_MEMBER):
        return None
    return f"{person.name} is not an invited Board member here. Ask an administrator to add that role."


def has_interest(person: User, name: str, *, recused: bool) -> str | None:
    """Nobody is invited to hear about a council in which they have an interest (R052)."""
    if not recused:
        return None
    return f"{person.name} cannot be invited for the item about {name}. Invite another member of that board."


def is_withdrawn(invitation: Invitation) -> str | None:
    """An invitation is withdrawn once."""
    if getattr(invitation, "end", None) is None:
        return None
    return f"{invitation.user.name}'s invitation was withdrawn already."
