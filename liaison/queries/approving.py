"""What waits for a second person, for those who may be that person: on Today, the calendar and its feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.utils import timezone

from accounts.models import Role, User
from cases.queries import Due
from liaison import access, access_after, access_support
from liaison.models import Release, SharedSupport
from panel.models import Meeting

APPROVE_WITHIN = timedelta(days=5)  # our reading: the sources say no day by which


def approvals_due(user: User, on: date) -> list[Due]:
    """The releases, a meeting's together, and the progress of support that this person may approve.

    Of what they may see and did not propose; others have none of it.
    """
    if not user.has_role(Role.PRINCIPAL_ADVISER):
        return []
    found = Release.objects.visible_to(user).waiting()
    releases = list(found.select_related("council", "recipient", "proposed_by", "meeting").order_by("number"))
    for_meetings: dict[Meeting, list[Release]] = {}
    alone = []
    for release in releases:
        if release.meeting:
            for_meetings.setdefault(release.meeting, []).append(release)
        else:
            alone.append(release)
    return [*_alone(user, on, alone), *_together(user, on, for_meetings), *_support(user, on)]


def _alone(user: User, on: date, releases: Iterable[Release]) -> Iterable[Due]:
    for release in releases:
        if access.may_not_approve(user, release) or access_after.exception_lacking(release, user):
            continue
        by = _within(release)
        yield Due(
            what=f"Approve the release to {release.recipient.short_name}, or stop it",
            about=f"Release {release.number}, proposed by {release.proposed_by.name}",
            council=release.council,
            on=by,
            is_late=by < on,
            address=release.get_absolute_url(),
            plainly="An approval due",
        )


def _together(user: User, on: date, for_meetings: dict[Meeting, list[Release]]) -> Iterable[Due]:
    for meeting, releases in for_meetings.items():
        if access_after.may_not_approve_batch(user, releases) or meeting.department_met_on is None:
            continue
        many = f"the {len(releases)} releases" if len(releases) > 1 else "the release"
        yield Due(
            what=f"Approve {many} for the meeting with the department together",
            about=f"It is on {meeting.department_met_on:%-d %B %Y}",
            council=None,
            on=meeting.department_met_on,
            is_late=meeting.department_met_on < on,
            address=f"/sharing/meetings/{meeting.pk}/batch",
            plainly="An approval due",
        )


def _support(user: User, on: date) -> Iterable[Due]:
    to_follow = Release.objects.visible_to(user).standing().filter(awareness__isnull=False)
    rows = SharedSupport.objects.visible_to(user).waiting().filter(release__in=to_follow)
    for shared in rows.select_related("release__council", "release__recipient", "proposed_by"):
        if access_support.may_not_approve(user, shared):
            continue
        by = _within(shared)
        yield Due(
            what=f"Approve the progress of support for {shared.release.recipient.short_name}, or stop it",
            about=f"Release {shared.release.number}, proposed by {shared.proposed_by.name}",
            council=shared.release.council,
            on=by,
            is_late=by < on,
            address=shared.get_absolute_url(),
            plainly="An approval due",
        )


def _within(proposal: Release | SharedSupport) -> date:
    return timezone.localdate(proposal.proposed_at) + APPROVE_WITHIN
