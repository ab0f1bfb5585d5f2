"""Who may do what around a release: its exception, its batch, what was said aloud, what follows it."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from django.conf import settings

from accounts.models import Role, User
from cases.models import AwarenessRecord
from councils.models import Council
from councils.queries import holds_region_of, region_ids_held_by
from liaison.models import FreedomRequest, Ground, Release, SaidAloud, Standing
from panel.models import Meeting

# The exception to the council's awareness.


def no_exception_here(ground: str, *, is_told: bool) -> str | None:
    """The exception is off unless the service was set up with it, and is for a council that was not told."""
    if not settings.RELEASE_WITHOUT_AWARENESS:
        return (
            "Nothing is released here before the council has been told: the exception for safeguarding, "
            "crime or a legal duty is switched off. Record who told it, how and when, then propose again."
        )
    if ground not in Ground.values:
        return "Choose the ground of the exception: safeguarding, crime or a legal duty."
    if is_told:
        return (
            "The council has been told of this concern, so that no exception is needed. Choose that record."
        )
    return None


def may_not_give_exception(by: User, release: Release) -> str | None:
    """An information-governance officer who neither proposes it nor approves it."""
    if not by.has_role(Role.GOVERNANCE_OFFICER):
        return (
            "The council has not been told. Only an information-governance officer gives the reason for "
            "that. Ask one of them."
        )
    if by.pk == release.proposed_by_id:
        return "You proposed this release. Another information-governance officer has to give the reason."
    return None


def cannot_be_excepted(release: Release) -> str | None:
    """A reason is given once, to a proposal that asks for it, where the exception is on."""
    if not release.exception_ground:
        return f"{release} asks for no exception: the council has been told."
    if release.standing is not Standing.PROPOSED:
        return f"{release} has been decided on already."
    if release.excepted_at:
        return f"The reason for the exception of {release} has been given already."
    if not settings.RELEASE_WITHOUT_AWARENESS:
        return no_exception_here(release.exception_ground, is_told=False)
    return None


def exception_lacking(release: Release, by: User) -> str | None:
    """Where the council was not told, an officer's reason stands on the release before it is approved."""
    if not release.exception_ground:
        return None
    if not settings.RELEASE_WITHOUT_AWARENESS:
        return no_exception_here(release.exception_ground, is_told=False)
    if release.excepted_at is None:
        return (
            f"{release.council} has not been told of this concern, and no information-governance officer has "
            "given the reason for that yet."
        )
    if release.excepted_by_id == by.pk:
        return "You gave the reason for its exception. Another Principal Adviser has to approve it."
    return None


# The batch of a meeting.


def is_for_a_meeting(release: Release) -> str | None:
    """Releases for one meeting are approved as one batch (WORKFLOW 4)."""
    if release.meeting is None:
        return None
    if release.meeting.department_met_on is None:
        return (
            f"{release} is for a meeting with the department that has no day now. Set its day, or stop the "
            "release and propose it again."
        )
    return (
        f"{release} is for the meeting with the department on "
        f"{release.meeting.department_met_on:%-d %B %Y}, whose releases are approved together."
    )


def meeting_past(meeting: Meeting | None, on: date) -> str | None:
    """A release is made for a meeting with the department that is set and still to come."""
    if meeting is None:
        return None
    if meeting.department_met_on is None:
        return "No meeting with the department is set for this meeting of the Panel. Set its day first."
    if meeting.department_met_on < on:
        return (
            f"The meeting with the department was on {meeting.department_met_on:%-d %B %Y}. Choose another."
        )
    return None


def may_not_approve_batch(by: User, releases: Collection[Release]) -> str | None:
    """A Principal Adviser who proposed none of them (abuse 7)."""
    if not by.has_role(Role.PRINCIPAL_ADVISER):
        return "Only a Principal Adviser, who proposed none of them, may approve the releases for a meeting."
    own = [release.number for release in releases if release.proposed_by_id == by.pk]
    if own:
        return (
            f"You proposed {_listed(own)}. A Principal Adviser who proposed none of them has to approve the "
            "releases for a meeting."
        )
    return None


def batch_changed(waiting: Collection[Release], looked_at: Collection[str]) -> str | None:
    """What is approved is what was looked at, all of it."""
    if not waiting:
        return "No release waits for this meeting."
    if {release.number for release in waiting} == set(looked_at):
        return None
    return (
        "What waits for this meeting is not what it was when you opened the page. Look at it as it is now, "
        "then approve it."
    )


def batch_stopped(in_the_way: Sequence[tuple[Release, str]]) -> str | None:
    """All or nothing: each that does not pass, with its sentence."""
    if not in_the_way:
        return None
    each = " ".join(f"{release.number} about {release.council_name}: {why}" for release, why in in_the_way)
    return f"None was approved, because not all of them can be. {each}"


# What was said aloud.


def may_not_log_said(by: User) -> str | None:
    """Those who meet with the department: advisers, and the secretariat that keeps the note."""
    if by.is_adviser or by.has_role(Role.SECRETARIAT):
        return None
    return "Only an adviser or the secretariat logs what was said at a meeting with the department."


def cannot_be_logged(met_on: date | None, said_on: date, on: date) -> str | None:
    """What was said is logged once it was said; late is taken too, and says how late."""
    if met_on is None:
        return "No meeting with the department is set for this meeting of the Panel. Set its day first."
    if met_on > on:
        return f"The meeting with the department is on {met_on:%-d %B %Y}. Log what is said once it was held."
    if not met_on <= said_on <= on:
        return f"Enter the day on which it was said: {met_on:%-d %B %Y}, or a later one that is not to come."
    return None


def not_told_by_this(awareness: AwarenessRecord | None, council: Council, said_on: date) -> str | None:
    """The record is about this council and of a day no later than what was said."""
    if awareness is None:
        return None
    if awareness.concern.council_id != council.pk:
        return f"That record is of telling another council. Choose one about {council}."
    if awareness.happened_on > said_on:
        return f"{council} was told on {awareness.happened_on:%-d %B %Y}, after this was said."
    return None


def may_not_record_telling(by: User, said: SaidAloud, on: date) -> str | None:
    """An adviser of the council's region tells it, and records that (TRUST section 2)."""
    if by.is_adviser and holds_region_of(by, said.council, on):
        return None
    return f"Only an adviser for {said.council.region} records that {said.council} was told. Ask one of them."


def is_told_already(said: SaidAloud) -> str | None:
    """The telling is recorded once, of what was said before the council knew, on the account that stands."""
    if getattr(said, "corrected_by", None):
        return "Somebody put this account right. Record the telling of the one that stands."
    if said.awareness_id or said.telling:
        return f"{said.council} has been told, and that is recorded."
    return None


# What follows a release.


def may_not_follow_up(by: User, release: Release, on: date) -> str | None:
    """Whoever may call it back hears what the recipient says of it: the region's advisers, governance."""
    if by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    if by.is_adviser and release.council.region_id in region_ids_held_by(by, on):
        return None
    return (
        f"Only an adviser for {release.council.region} or an information-governance officer keeps what "
        "follows this release. Ask one of them."
    )


def deletion_unconfirmable(release: Release) -> str | None:
    """The deletion of a withdrawn release is confirmed once."""
    if release.standing is not Standing.WITHDRAWN:
        return f"{release} has not been withdrawn: nobody was asked to delete it."
    if getattr(release, "deletion_confirmed", None):
        return f"The deletion of {release} has been confirmed already."
    return None


def not_outside(release: Release) -> str | None:
    """What nobody outside holds cannot be asked for there."""
    if release.approved_at:
        return None
    return f"{release} has not been released: nobody outside holds it."


def views_given(request: FreedomRequest) -> str | None:
    """Our views are given once, before the answer."""
    if request.our_views:
        return "What we think was told already."
    return is_answered(request)


def is_answered(request: FreedomRequest) -> str | None:
    """A request that was answered is over."""
    return "This request has been answered." if request.answer else None


def day_unfit(day: date, since: date, on: date, what: str) -> str | None:
    """A day that is said to have been: not before the thing, and not in the days to come."""
    if since <= day <= on:
        return None
    return f"Enter the day on which {what}: {since:%-d %B %Y} or later, and not a day to come."


def _listed(words: Sequence[str]) -> str:
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"
