"""What a liaison officer does in a browser with the releases made to their organisation (R181)."""

from __future__ import annotations

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from liaison import access_after
from liaison import access_inbound as access
from liaison.models import DeletionConfirmed, FreedomRequest, Release, ReleaseAnswer, ReleaseRead
from liaison.submission import Originator
from liaison.workflow.after import registered

ANSWERED = "There is an answer to a release."
DELETED = "A recipient has confirmed that a withdrawn release is deleted."
ASKED = "A recipient was asked for a release under the Freedom of Information Act, and consults us."
AT_THE_DOOR = "at its own door here"
LONDON = ZoneInfo("Europe/London")


@transaction.atomic
def note_officer_read(*, by: User, at: datetime, originator: Originator, release: Release) -> None:
    """An officer opened the release, or its tombstone: kept by name before it is given out."""
    held = _theirs(by, originator, release)
    ReleaseRead.objects.create(
        release=held,
        how=ReleaseRead.How.READ,
        user=by,
        officer=f"{originator.name}, {originator.organisation.short_name}"[:200],
        was_withdrawn=held.withdrawn_at is not None,
    )
    record(by=by, act="read_release", subject=held, scope=held.council.audit_scope)


@transaction.atomic
def answer_release(
    *, by: User, at: datetime, originator: Originator, release: Release, text: str = ""
) -> ReleaseAnswer:
    """The recipient acknowledges a release, or answers it in words; whoever proposed it is told."""
    held = _theirs(by, originator, release)
    if held.withdrawn_at is not None:
        raise Refused("This release was withdrawn. Delete every copy; there is nothing to answer.")
    if not text.strip() and held.answers.exists():
        raise Refused("It has been acknowledged already. Enter words if there is something to say.")
    answer = ReleaseAnswer.objects.create(
        release=held, text=text.strip(), officer=originator.officer, who=originator.name, at=at
    )
    _tell(held.proposed_by, held, f"liaison.release_answer:{answer.pk}", ANSWERED, at)
    record(by=by, act="answer_release", subject=held, scope=held.council.audit_scope)
    return answer


@transaction.atomic
def confirm_own_deletion(
    *, by: User, at: datetime, originator: Originator, release: Release
) -> DeletionConfirmed:
    """The recipient says that every copy of a withdrawn release is deleted; whoever withdrew it is told."""
    held = _theirs(by, originator, release)
    refuse(access_after.deletion_unconfirmable(held))
    confirmed = DeletionConfirmed.objects.create(
        release=held,
        confirmed_by=originator.name,
        how=AT_THE_DOOR,
        confirmed_on=at.astimezone(LONDON).date(),
        recorded_by=by,
    )
    _tell(held.withdrawn_by, held, f"liaison.deletion:{confirmed.pk}", DELETED, at)
    record(by=by, act="confirm_deletion", subject=held, scope=held.council.audit_scope)
    return confirmed


@transaction.atomic
def register_own_request(
    *,
    by: User,
    at: datetime,
    originator: Originator,
    release: Release,
    received_on: date,
    category: str,
    asked: str,
) -> FreedomRequest:
    """The recipient was asked for the release under the Act and consults us; whoever proposed it is told."""
    held = _theirs(by, originator, release)
    request = registered(
        by=by,
        at=at,
        release=held,
        received_on=received_on,
        category=category,
        asked=asked,
        told_by=originator.name,
    )
    _tell(held.proposed_by, held, f"liaison.request:{request.pk}", ASKED, at, request.get_absolute_url())
    details = {"number": held.number, "due_on": request.due_on.isoformat()}
    record(by=by, act="register_request", subject=held, scope=held.council.audit_scope, details=details)
    return request


def _tell(
    user: User | None, release: Release, about: str, sentence: str, at: datetime, address: str = ""
) -> None:
    """Whom it concerns, where they may still read the release."""
    readers = [user] if user and Release.objects.visible_to(user).filter(pk=release.pk) else []
    tell_people(
        people=readers, about=about, sentence=sentence, address=address or release.get_absolute_url(), at=at
    )


def _theirs(by: User, originator: Originator, release: Release) -> Release:
    forbid(access.may_not_liaise(by))
    if originator.officer is None or originator.officer.user_id != by.pk:
        not_found("The organisation")
    held = Release.objects.released_to(originator.organisation).select_for_update(of=("self",))
    rows = held.select_related("council", "proposed_by", "withdrawn_by", "deletion_confirmed")
    return rows.filter(pk=release.pk).first() or not_found("The release")
