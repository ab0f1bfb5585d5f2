"""Who may do what with a concern: None, or the sentence where the button would be (TRUST section 2)."""

from __future__ import annotations

from datetime import date

from django.db.models import Q

from accounts.models import Role, User
from cases.models import Concern, Ending, GroupOfficeFlag, LookBackPutOff
from cases.stages import Stage
from cases.visibility import OF_A_GROUP_OFFICE
from councils.access import recused_council_ids
from councils.models import Council, PoliticalGroup
from councils.queries import holds_region_of, principal_adviser_for

# In whose own right, not in the owner's place.


def decides(user: User, concern: Concern, on: date) -> bool:
    """The principal adviser of the council's region, or one who owns the concern."""
    if not user.has_role(Role.PRINCIPAL_ADVISER):
        return False
    return user.pk == concern.owner_id or holds_region_of(user, concern.council, on)


def works_on(user: User, concern: Concern, on: date) -> bool:
    """An adviser of the council's region, principal or senior, or one who owns the concern."""
    if not user.is_adviser:
        return False
    return user.pk == concern.owner_id or holds_region_of(user, concern.council, on)


def is_deputy(user: User, concern: Concern) -> bool:
    """Named to act in the owner's place while they are away; it shows on all they do."""
    return user.is_adviser and user.pk == concern.deputy_id


# Raising.


def may_not_raise_at_all(user: User) -> str | None:
    """Whether the person raises concerns, whichever council they are about."""
    if user.is_adviser:
        return None
    return "Concerns are raised by principal and senior advisers. Tell the principal adviser of the region."


def may_not_raise(user: User, council: Council, on: date) -> str | None:
    """An adviser of the council's region; one with a declared interest never."""
    if sentence := may_not_raise_at_all(user):
        return sentence
    if council.pk in recused_council_ids(user, on):
        return (
            f"You have a declared interest in {council.short_name}, so you cannot raise a concern about it."
        )
    if holds_region_of(user, council, on):
        return None
    return (
        f"{council.short_name} is in {council.region}, which is not one of your regions. "
        f"{_ask(council, on)} to raise it, or pass on a note."
    )


def may_not_begin(user: User, council: Council, stage: Stage, on: date) -> str | None:
    """A senior adviser begins at Stage 1; the principal adviser anywhere a concern may begin."""
    if sentence := may_not_raise(user, council, on):
        return sentence
    if stage is Stage.LOCAL_INTELLIGENCE or user.has_role(Role.PRINCIPAL_ADVISER):
        return None
    return f"A senior adviser raises a concern at {Stage.LOCAL_INTELLIGENCE.numbered}. {_ask(council, on)}."


# Moving and deciding.


def may_not_move(user: User, concern: Concern, on: date) -> str | None:
    """The principal adviser of the region or the named deputy; a senior adviser proposes."""
    if decides(user, concern, on) or is_deputy(user, concern):
        return None
    if works_on(user, concern, on):
        return (
            f"A senior adviser proposes a move and the principal adviser makes it. Propose it here and "
            f"{concern.owner.name} will see it on the concern."
        )
    return _whose(concern, "move it")


CLOSING = "A concern is closed and reopened"
CONCLUDING = "A discussion is concluded"
SUPPORTING = "Support is agreed, changed and ended"
GOVERNMENTS = "What government did is recorded"


def may_not_decide(user: User, concern: Concern, on: date, what: str) -> str | None:
    """What the principal adviser of the region or the named deputy decides; `what` begins the sentence."""
    if decides(user, concern, on) or is_deputy(user, concern):
        return None
    if works_on(user, concern, on):
        return f"{what} by the principal adviser. Ask {concern.owner.name}."
    return _whose(concern, "do this")


def may_not_tell_members(user: User, concern: Concern, on: date) -> str | None:
    """A group office or the Panel is told by the principal adviser or the named deputy (TRUST section 2)."""
    if decides(user, concern, on) or is_deputy(user, concern):
        return None
    if works_on(user, concern, on):
        return f"Group offices and the Panel are told by the principal adviser. Ask {concern.owner.name}."
    return _whose(concern, "tell members of it")


def may_not_keep(user: User, concern: Concern, on: date) -> str | None:
    """Owner, deputy and who it is opened to: the principal adviser's to say."""
    if decides(user, concern, on) or is_deputy(user, concern):
        return None
    return _whose(concern, "change who looks after it")


# Answering.


def speaks_for_office(user: User, flag: GroupOfficeFlag, on: date) -> bool:
    """Whether the person works for the office that was told, on the day."""
    if not user.has_role(*OF_A_GROUP_OFFICE):
        return False
    return user.group_office_posts.holding_on(on).filter(group=flag.group_id).exists()


def may_not_answer(user: User, flag: GroupOfficeFlag, on: date) -> str | None:
    """The office that was told acknowledges and replies; advisers and the secretariat answer it in words."""
    concern = flag.concern
    if speaks_for_office(user, flag, on) or user.has_role(Role.SECRETARIAT):
        return None
    if works_on(user, concern, on) or is_deputy(user, concern):
        return None
    return (
        f"It is answered by the office of the {flag.group} group, by {concern.owner.name}, their deputy or "
        f"an adviser for {concern.council.region}."
    )


def may_not_acknowledge_line(user: User) -> str | None:
    """A line to the Panel is acknowledged by those who prepare its meetings."""
    if user.has_role(Role.SECRETARIAT):
        return None
    return "A line to the Panel is acknowledged by its secretariat."


def may_not_read_what_was_told(user: User) -> str | None:
    """For whom the list of what was told is: group offices and the secretariat."""
    if user.has_role(Role.SECRETARIAT, *OF_A_GROUP_OFFICE):
        return None
    return (
        "This list is for political group offices and the Panel’s secretariat. Who was told of a concern and "
        "what they answered stands on the concern."
    )


# Handing over.


def may_not_hand_over(user: User) -> str | None:
    """Concerns are handed over by principal advisers."""
    if user.has_role(Role.PRINCIPAL_ADVISER):
        return None
    return "Concerns are handed over by principal advisers. Ask the principal adviser of the region."


# Working.


def may_not_work_on(user: User, concern: Concern, on: date) -> str | None:
    """Advisers of the region, the owner, the named deputy: what is written on a concern."""
    if works_on(user, concern, on) or is_deputy(user, concern):
        return None
    return _whose(concern, "add to it")


def may_not_propose_sharing(user: User, concern: Concern, on: date) -> str | None:
    """Whether the page offers to share it with government: to advisers of the region (R177, TRUST section 2).

    The room of sharing has the rule, and says on its own page what else is missing.
    """
    if user.is_adviser and holds_region_of(user, concern.council, on):
        return None
    return _whose(concern, "propose to share it with government")


def is_closed(concern: Concern) -> str | None:
    """Nothing is done on a closed concern until it is reopened; its story may still be added to."""
    if concern.is_open:
        return None
    return f"{concern.standing.sentence} Reopen it first."


def is_too_early(concern: Concern, doing: str) -> str | None:
    """What belongs to the time from Stage 3 on."""
    if not concern.is_early:
        return None
    first = Stage.COUNCIL_DISCUSSION.numbered
    return f"{concern.standing.sentence} {doing} once it is at {first}. Move it there first."


def may_not_put_off_look_back(
    ending: Ending, before: LookBackPutOff | None, *, has_looked_back: bool
) -> str | None:
    """A look-back that somebody asked for is put off once, until somebody looks back."""
    if ending.look_back_on is None:
        return "No look-back was asked for, so there is none to put off. Look back whenever it serves."
    if has_looked_back:
        return "Somebody has looked back already, so there is nothing to put off."
    if before:
        return (
            f"The look-back was put off once, until {_on_day(before.until_on)}. It is put off once only. "
            "A line will do: say what is known, and correct it later."
        )
    return None


# Whom it is given to.


def may_not_look_after(user: User, council: Council, on: date) -> str | None:
    """An owner or a deputy is an adviser without an interest in the council."""
    if not user.is_adviser:
        return f"A concern is looked after by an adviser. {user.name} is not one."
    if council.pk in recused_council_ids(user, on):
        return f"{user.name} has a declared interest in {council.short_name}."
    return None


def may_not_be_opened_to(reader: User, council: Council, on: date) -> str | None:
    """Lead member peers without an interest in the council."""
    if not reader.has_role(Role.MEMBER_PEER):
        return f"A concern can be opened to a lead member peer. {reader.name} is not one."
    if council.pk in recused_council_ids(reader, on):
        return f"{reader.name} has a declared interest in {council.short_name}, so it was not opened to them."
    return None


def may_not_be_liaised_with(peer: User, council: Council, on: date) -> str | None:
    """Lead member peers without an interest in the council; whoever else is named in words."""
    if not peer.has_role(Role.MEMBER_PEER):
        return f"{peer.name} is not a lead member peer. Enter in words with whom else you liaised."
    if council.pk in recused_council_ids(peer, on):
        return f"{peer.name} has a declared interest in {council.short_name}. Choose another peer."
    return None


def may_not_post_to_group_offices(by: User | None, user: User) -> str | None:
    """For whose office a person works is an administrator's to say, never the person's; None: the command."""
    if by is None:
        return None
    if not by.has_role(Role.ADMINISTRATOR):
        return (
            "Only a technical administrator may say for which group’s office a person works. "
            "Ask one to do it."
        )
    if by.pk == user.pk:
        return "Nobody says for whose office they work themselves. Ask another technical administrator."
    return None


def cannot_be_posted(user: User, group: PoliticalGroup, on: date) -> str | None:
    """Why a person is not posted to the group's office: the posting goes with a role, and stands once."""
    if not user.has_role(Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE):
        return f"{user.name} does not work in a political group office. Have that role given to them first."
    held = user.group_office_posts.filter(group=group).filter(Q(until_on=None) | Q(until_on__gte=on)).first()
    if held is None:
        return None
    until = f"until {_on_day(held.until_on)}" if held.until_on else "with no last day"
    return f"{user.name} works for the office of {group.name} {until}. End that posting first."


def _on_day(day: date) -> str:
    return f"{day.day} {day:%B %Y}"


def _whose(concern: Concern, doing: str) -> str:
    return (
        f"This concern is {concern.owner.name}’s. They, their deputy or an adviser for "
        f"{concern.council.region} may {doing}."
    )


def _ask(council: Council, on: date) -> str:
    lead = principal_adviser_for(council, on)
    return f"Ask {lead.holder_name}" if lead else "Ask the principal adviser for it"
