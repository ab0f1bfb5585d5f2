"""What a recipient does with the releases made to it, in a browser or through its own system (R181)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from ledger.workflow import leave
from liaison import access_after
from liaison import access_inbound as access
from liaison.models import DeletionConfirmed, FreedomRequest, Release, ReleaseAnswer
from liaison.submission import Kept, Originator
from liaison.workflow.after import registered
from liaison.workflow.reading import count_reading

AT_THE_DOOR = "at its own door here"
OVER_THE_API = "through its own system"
TELLING_OF_RELEASE = "liaison.tell_of_release"  # a job of the ledger


@dataclass(frozen=True, kw_only=True)
class News:
    """Something a recipient did: what a person is told of it, and which of the release's people it is."""

    sentence: str
    who: str


# What a person is told: no council, no content (TRUST section 2).
NEWS = {
    "release_answer": News(sentence="There is an answer to a release.", who="proposed_by"),
    "deletion": News(
        sentence="A recipient has confirmed that a withdrawn release is deleted.", who="withdrawn_by"
    ),
    "request": News(
        sentence="A recipient was asked for a release under the Freedom of Information Act, and consults us.",
        who="proposed_by",
    ),
}
# What the API's own role in the database may read of a release (liaison/api_role.py).
OF_A_RELEASE = ("number", "council", "is_fictional", "approved_at", "withdrawn_at")


@transaction.atomic
def note_officer_read(*, by: User, at: datetime, originator: Originator, release: Release) -> None:
    """An officer opened the release, or its tombstone: kept by name before it is given out."""
    held = _theirs(by, originator, release)
    count_reading(release=held, user=by, officer=originator.name, organisation=originator.organisation)
    record(by=by, act="read_release", subject=held, scope=held.council.audit_scope)


@transaction.atomic
def note_officer_listed(*, by: User, at: datetime, originator: Originator, releases: list[Release]) -> None:
    """An officer opened the list of what was released to the organisation.

    It names the councils, and gives no word of the releases: it stands in the record, and is no reading.
    """
    _speaking(by, originator)
    numbers = [release.number for release in releases]
    record(by=by, act="list_releases", subject=originator.organisation, details={"numbers": numbers})


@transaction.atomic
def answer_release(
    *, by: User | None, at: datetime, originator: Originator, release: Release, text: str = "", key: str = ""
) -> Kept[ReleaseAnswer]:
    """The recipient acknowledges a release, or answers it in words; whoever proposed it is told.

    `by` is None over the API. The same words under the same key give the answer of before; raises `Refused`
    where other words came under it.
    """
    held, text = _theirs(by, originator, release), text.strip()
    if key and (before := held.answers.filter(key=key).first()):
        if (before.text, before.who) != (text, originator.name):
            raise Refused(_another_body("answer"))
        return Kept(row=before, is_new=False)
    if held.withdrawn_at is not None:
        raise Refused("This release was withdrawn. Delete every copy; there is nothing to answer.")
    if not text and held.answers.exists():
        raise Refused("It has been acknowledged already. Enter words if there is something to say.")
    answer = ReleaseAnswer.objects.create(
        release=held,
        text=text,
        officer=originator.officer,
        client=originator.client,
        who=originator.name,
        key=key,
        at=at,
    )
    _tell(originator, held, "release_answer", answer.pk, at)
    record(by=by, act="answer_release", subject=held, scope=held.council.audit_scope)
    return Kept(row=answer, is_new=True)


@transaction.atomic
def confirm_own_deletion(
    *, by: User | None, at: datetime, originator: Originator, release: Release
) -> Kept[DeletionConfirmed]:
    """The recipient says that every copy of a withdrawn release is deleted; whoever withdrew it is told.

    `by` is None over the API. The same officer's again, by the same token, gives the one of before.
    """
    held = _theirs(by, originator, release)
    if originator.client:
        before = DeletionConfirmed.objects.filter(
            release=held, client=originator.client, confirmed_by=originator.name
        ).first()
        if before:
            return Kept(row=before, is_new=False)
    refuse(access_after.deletion_unconfirmable(held))
    confirmed = DeletionConfirmed.objects.create(
        release=held,
        confirmed_by=originator.name,
        how=OVER_THE_API if originator.client else AT_THE_DOOR,
        confirmed_on=timezone.localdate(at),
        recorded_by=by,
        client=originator.client,
    )
    _tell(originator, held, "deletion", confirmed.pk, at)
    record(by=by, act="confirm_deletion", subject=held, scope=held.council.audit_scope)
    return Kept(row=confirmed, is_new=True)


@transaction.atomic
def register_own_request(
    *,
    by: User | None,
    at: datetime,
    originator: Originator,
    release: Release,
    received_on: date,
    category: str,
    asked: str,
    key: str = "",
) -> Kept[FreedomRequest]:
    """The recipient was asked for the release under the Act and consults us; whoever proposed it is told.

    `by` is None over the API; `key` as in `answer_release`.
    """
    held = _theirs(by, originator, release)
    if key and (before := held.freedom_requests.filter(key=key).first()):
        if (before.received_on, before.category, before.asked, before.told_by) != (
            *(received_on, category, asked.strip()),
            originator.name,
        ):
            raise Refused(_another_body("request"))
        return Kept(row=before, is_new=False)
    request = registered(
        by=by,
        at=at,
        release=held,
        received_on=received_on,
        category=category,
        asked=asked,
        told_by=originator.name,
        client=originator.client,
        key=key,
    )
    _tell(originator, held, "request", request.pk, at)
    details = {"number": held.number, "due_on": request.due_on.isoformat()}
    record(by=by, act="register_request", subject=held, scope=held.council.audit_scope, details=details)
    return Kept(row=request, is_new=True)


@transaction.atomic
def tell_of_release(*, by: User | None, at: datetime, release: Release, what: str, row: int) -> None:
    """Tell whom a recipient's act concerns, once; `by` nobody: it follows from the act.

    `what` is one of `NEWS`, `row` the id of what was kept.
    """
    news = NEWS[what]
    user: User | None = getattr(release, news.who)
    # Whom it concerns, where they may still read the release.
    readers = [user] if user and Release.objects.visible_to(user).filter(pk=release.pk) else []
    address = FreedomRequest(pk=row).get_absolute_url() if what == "request" else release.get_absolute_url()
    tell_people(people=readers, about=f"liaison.{what}:{row}", sentence=news.sentence, address=address, at=at)


def _tell(originator: Originator, release: Release, what: str, row: int, at: datetime) -> None:
    """At once, or by a worker where the API received it: its role does not know who works here."""
    if originator.client is None:
        tell_of_release(by=None, at=at, release=release, what=what, row=row)
    else:
        told = {"release": release.pk, "what": what, "row": row}
        leave(kind=TELLING_OF_RELEASE, key=f"{what}:{row}", arguments=told, at=at)


def _theirs(by: User | None, originator: Originator, release: Release) -> Release:
    _speaking(by, originator)
    held = Release.objects.released_to(originator.organisation).select_for_update(of=("self",))
    if originator.client is not None:
        held = held.only(*OF_A_RELEASE)
        if originator.client.is_sandbox:
            held = held.filter(is_fictional=True)
    return held.select_related("council").filter(pk=release.pk).first() or not_found("The release")


def _speaking(by: User | None, originator: Originator) -> None:
    if by is not None:
        forbid(access.may_not_liaise(by))
        if originator.officer is None or originator.officer.user_id != by.pk:
            not_found("The organisation")
    elif originator.client is None:
        not_found("The organisation")
    refuse(access.speaks_for_nobody(originator))


def _another_body(what: str) -> str:
    return (
        f"Another {what} came under the same idempotency key. Nothing was changed. For another {what} use "
        "another key."
    )
