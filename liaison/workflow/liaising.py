"""What a liaison officer does in a browser with the releases made to their organisation (R181)."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, not_found
from liaison import access_inbound as access
from liaison.models import Release, ReleaseAnswer, ReleaseRead
from liaison.submission import Originator

ANSWERED = "There is an answer to a release."


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
    about = f"liaison.release_answer:{answer.pk}"
    readers = [held.proposed_by] if Release.objects.visible_to(held.proposed_by).filter(pk=held.pk) else []
    tell_people(people=readers, about=about, sentence=ANSWERED, address=held.get_absolute_url(), at=at)
    record(by=by, act="answer_release", subject=held, scope=held.council.audit_scope)
    return answer


def _theirs(by: User, originator: Originator, release: Release) -> Release:
    forbid(access.may_not_liaise(by))
    if originator.officer is None or originator.officer.user_id != by.pk:
        not_found("The organisation")
    rows = Release.objects.released_to(originator.organisation).select_related("council", "proposed_by")
    return rows.filter(pk=release.pk).first() or not_found("The release")
