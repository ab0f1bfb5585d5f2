"""What is due of what goes to government: for Today, the calendar and its feed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import QuerySet
from django.utils import timezone

from accounts.models import Role, User
from cases.queries import Due
from councils.queries import region_ids_held_by
from liaison.models import FreedomRequest, Release, SaidAloud
from liaison.models.said import log_by
from liaison.queries.said import TOLD_WITHIN
from liaison.working_days import working_days_after
from panel.models import Meeting

CONFIRM_WITHIN = timedelta(days=10)  # our reading: the sources say no day by which
VIEWS_WITHIN = 10  # working days: half of the time that the recipient has


def due_of_sharing(user: User, on: date) -> list[Due]:
    """What was said to be logged and councils to be told of it; deletions to chase; requests to answer.

    Of what the person may read alone. Whoever neither shares nor governs has none of it.
    """
    if not (user.is_adviser or user.has_role(Role.SECRETARIAT, Role.GOVERNANCE_OFFICER)):
        return []
    regions = region_ids_held_by(user, on) if user.is_adviser else frozenset()
    governs = user.has_role(Role.GOVERNANCE_OFFICER)
    parts: list[Iterable[Due]] = []
    if user.has_role(Role.SECRETARIAT, Role.PRINCIPAL_ADVISER):
        parts.append(_to_log(user, on))
    if regions:
        parts.append(_to_tell(user, regions, on))
    if regions or governs:
        of = Release.objects.visible_to(user)
        of = of if governs else of.filter(council__region__in=regions)
        parts += [_to_confirm(of, on), _to_answer(of, on)]
    if governs:
        parts.append(_exceptions(user, on))
    return [one for part in parts for one in part]


def _to_log(user: User, on: date) -> Iterable[Due]:
    meetings = Meeting.objects.visible_to(user).filter(
        department_met_on__lte=on, said_aloud__isnull=True, nothing_said__isnull=True
    )
    for meeting in meetings:
        if meeting.department_met_on:
            by = log_by(meeting.department_met_on)
            yield Due(
                what="Log what was said at the meeting with the department, or that nothing was",
                about=f"It was held on {meeting.department_met_on:%-d %B %Y}",
                council=None,
                on=by,
                is_late=by < on,
                address=f"/sharing/meetings/{meeting.pk}#said",
                plainly="Log of a meeting due",
            )


def _to_tell(user: User, regions: frozenset[int], on: date) -> Iterable[Due]:
    rows = SaidAloud.objects.visible_to(user).standing()
    for said in rows.filter(
        council__region__in=regions, awareness__isnull=True, told_since__isnull=True
    ).select_related("council", "corrects__told_since"):
        if said.telling:
            continue
        by = said.said_on + TOLD_WITHIN
        yield Due(
            what="Tell the council what was said of it to government",
            about=str(said),
            council=said.council,
            on=by,
            is_late=by < on,
            address=said.get_absolute_url(),
            plainly="A council to be told",
        )


def _to_confirm(releases: QuerySet[Release], on: date) -> Iterable[Due]:
    rows = releases.filter(withdrawn_at__isnull=False, deletion_confirmed__isnull=True)
    for release in rows.select_related("council", "recipient"):
        if release.withdrawn_at is None:
            continue
        by = timezone.localdate(release.withdrawn_at) + CONFIRM_WITHIN
        yield Due(
            what=f"Ask {release.recipient.short_name} to confirm that it deleted {release.number}",
            council=release.council,
            on=by,
            is_late=by < on,
            address=f"{release.get_absolute_url()}#deletion",
            plainly="A confirmation due",
        )


def _to_answer(releases: QuerySet[Release], on: date) -> Iterable[Due]:
    rows = FreedomRequest.objects.filter(release__in=releases, outcome__isnull=True)
    for request in rows.select_related("release__council", "release__recipient", "views"):
        has_views = request.our_views is not None
        by = request.due_on if has_views else working_days_after(request.received_on, VIEWS_WITHIN)
        who = request.release.recipient.short_name
        yield Due(
            what=f"Ask {who} what it answered to a freedom-of-information request"
            if has_views
            else f"Tell {who} what we think of a freedom-of-information request",
            about=f"Release {request.release.number}",
            council=request.release.council,
            on=by,
            is_late=by < on,
            address=request.get_absolute_url(),
            plainly="Freedom-of-information request due",
        )


def _exceptions(user: User, on: date) -> Iterable[Due]:
    rows = Release.objects.visible_to(user).waiting().filter(excepted_at__isnull=True)
    for release in rows.exclude(exception_ground="").select_related("council"):
        asked_on = timezone.localdate(release.proposed_at)
        yield Due(
            what="Give the reason for not telling the council first, or stop the release",
            about=f"Release {release.number}",
            council=release.council,
            on=asked_on,
            is_late=asked_on < on,
            address=release.get_absolute_url(),
            plainly="A reason to be given",
        )
