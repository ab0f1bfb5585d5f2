"""What follows a release: its deletion confirmed, and requests that touch it answered (WORKFLOW 4)."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from liaison import access_after
from liaison.models import ApiClient, DeletionConfirmed, FreedomOutcome, FreedomRequest, FreedomViews, Release
from liaison.originators import words_kept
from liaison.workflow.releases import locked
from liaison.working_days import DAYS_TO_ANSWER, working_days_after


@transaction.atomic
def confirm_deletion(
    *, by: User, at: datetime, release: Release, confirmed_by: str, how: str, confirmed_on: date
) -> DeletionConfirmed:
    """Keep that the recipient says it has deleted every copy: who there, how, on which day."""
    release, on = locked(by, release), timezone.localdate(at)
    forbid(access_after.may_not_follow_up(by, release, on))
    refuse(access_after.deletion_unconfirmable(release))
    if not confirmed_by.strip() or not how.strip() or release.withdrawn_at is None:
        raise Refused("Enter who at the recipient confirmed it, and how.")
    since = timezone.localdate(release.withdrawn_at)
    refuse(access_after.day_unfit(confirmed_on, since, on, "it was confirmed"))
    confirmed = DeletionConfirmed.objects.create(
        release=release,
        confirmed_by=confirmed_by.strip(),
        how=how.strip(),
        confirmed_on=confirmed_on,
        recorded_by=by,
    )
    _recorded(by, "confirm_deletion", release)
    return confirmed


@transaction.atomic
def register_request(
    *, by: User, at: datetime, release: Release, received_on: date, category: str, asked: str, told_by: str
) -> FreedomRequest:
    """Keep that the recipient was asked, under the Freedom of Information Act, for what touches the release.

    It is due twenty working days after the recipient received it; what kind of person asked is kept, not who.
    """
    release, on = locked(by, release), timezone.localdate(at)
    forbid(access_after.may_not_follow_up(by, release, on))
    refuse(access_after.not_outside(release))
    request = registered(
        by=by,
        at=at,
        release=release,
        received_on=received_on,
        category=category,
        asked=asked,
        told_by=told_by,
    )
    _recorded(by, "register_request", release, due_on=request.due_on.isoformat())
    return request


def registered(
    *,
    by: User | None,
    at: datetime,
    release: Release,
    received_on: date,
    category: str,
    asked: str,
    told_by: str,
    client: ApiClient | None = None,
    key: str = "",
) -> FreedomRequest:
    """The row of a request, within the act of whoever registers it: here, or at the recipient's own door.

    `by` is None where the recipient's own system registers it, as `client`.
    """
    if not asked.strip() or not told_by.strip() or release.approved_at is None:
        raise Refused("Enter what is asked for, and who at the recipient told us.")
    if category not in FreedomRequest.Category.values:
        raise Refused("Choose what kind of person asked.")
    since, on = timezone.localdate(release.approved_at), timezone.localdate(at)
    refuse(access_after.day_unfit(received_on, since, on, "the recipient received it"))
    return FreedomRequest.objects.create(
        release=release,
        received_on=received_on,
        due_on=working_days_after(received_on, DAYS_TO_ANSWER),
        category=category,
        asked=asked.strip(),
        told_by=told_by.strip(),
        registered_by=by,
        client=client,
        key=key,
        registered_at=at,
    )


@transaction.atomic
def give_views(
    *, by: User, at: datetime, request: FreedomRequest, text: str, given_to: str, given_on: date
) -> FreedomViews:
    """Keep what the LGA told the recipient when it was consulted as the originator."""
    request, on = _locked_request(by, request), timezone.localdate(at)
    forbid(access_after.may_not_follow_up(by, request.release, on))
    refuse(access_after.views_given(request))
    if not text.strip() or not given_to.strip():
        raise Refused("Enter what we think, and to whom at the recipient it was said.")
    refuse(access_after.day_unfit(given_on, request.received_on, on, "it was said"))
    # The recipient reads it at its own door.
    refuse(words_kept(request.release.council, (text,), request.release.recipient))
    views = FreedomViews.objects.create(
        request=request, text=text.strip(), given_to=given_to.strip(), given_on=given_on, given_by=by
    )
    _recorded(by, "give_views", request.release)
    return views


@transaction.atomic
def record_outcome(
    *, by: User, at: datetime, request: FreedomRequest, outcome: str, text: str, answered_on: date
) -> FreedomOutcome:
    """Keep what the recipient answered."""
    request, on = _locked_request(by, request), timezone.localdate(at)
    forbid(access_after.may_not_follow_up(by, request.release, on))
    refuse(access_after.is_answered(request))
    if outcome not in FreedomOutcome.Outcome.values:
        raise Refused("Choose what became of the request.")
    refuse(access_after.day_unfit(answered_on, request.received_on, on, "it was answered"))
    kept = FreedomOutcome.objects.create(
        request=request, outcome=outcome, text=text.strip(), answered_on=answered_on, recorded_by=by
    )
    _recorded(by, "record_outcome", request.release, outcome=outcome)
    return kept


def _locked_request(by: User, request: FreedomRequest) -> FreedomRequest:
    visible = Release.objects.visible_to(by)
    rows = FreedomRequest.objects.select_for_update(of=("self",)).select_related(
        "release__council__region", "release__recipient"
    )
    return rows.filter(pk=request.pk, release__in=visible).first() or not_found("The request")


def _recorded(by: User, act: str, release: Release, **details: str) -> None:
    record(
        by=by,
        act=act,
        subject=release,
        scope=release.council.audit_scope,
        details={"number": release.number, **details},
    )
