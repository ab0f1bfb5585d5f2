"""Issuing a report: one snapshot of the live concerns, frozen in every format, and never changed again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime

from django.db import IntegrityError, OperationalError, connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.queries import chain_head
from audit.workflow import record
from common.errors import Refused, forbid, not_found, refuse
from panel import access
from panel.copies import being_set
from panel.models import Meeting, Pack, PackCopy, PackEntry, PackFile
from panel.queries.attending import members_at
from panel.queries.draft_shown import has_an_interest
from panel.queries.drafting import Draft, draft_of, named
from panel.queries.house import bytes_of, template_now
from panel.report import Imprint, radar_paper
from panel.workflow.locking import hold_last_paper
from papers.canonical import digest, to_json

# What PostgreSQL answers where a row of the snapshot was changed since by another (serialization_failure).
NOT_ONE_MOMENT = "40001"


@contextmanager
def one_snapshot() -> Iterator[None]:
    """A transaction of its own in which every query sees the same moment (REPEATABLE READ).

    It may not stand inside another transaction: the moment would be the other's.
    """
    with transaction.atomic(durable=True):
        with connection.cursor() as cursor:
            cursor.execute("set transaction isolation level repeatable read")
        yield


def issue_pack(*, meeting: Meeting, marking: str, by: User, at: datetime, reason: str = "") -> Pack:
    """Freeze the meeting's report and issue it: words, hash, every format, a numbered copy a member.

    A further version needs a `reason` and says so in print. Later changes to anything touch nothing of it.
    """
    try:
        with one_snapshot():
            return _issued(meeting=meeting, marking=marking, by=by, at=at, reason=" ".join(reason.split()))
    except IntegrityError as error:
        if "pack_version_once" not in str(error):
            raise
        raise Refused(
            "Somebody else issued this report at the same moment. Look at what they issued."
        ) from error
    except OperationalError as error:
        if getattr(error.__cause__, "pgcode", None) != NOT_ONE_MOMENT:
            raise
        raise Refused(
            "Somebody else changed this meeting at the same moment. Look at it, then issue the report again."
        ) from error


def _issued(*, meeting: Meeting, marking: str, by: User, at: datetime, reason: str) -> Pack:
    held = Meeting.objects.select_for_update(of=("self",)).select_related("body__acts_for")
    meeting = held.filter(pk=meeting.pk).first() or not_found("The meeting")
    forbid(access.may_not_issue(by))
    on = timezone.localtime(at).date()
    forbid(access.may_not_freeze(declared=has_an_interest(by, on)))
    hold_last_paper(meeting)
    draft, last = draft_of(meeting, by), meeting.packs.order_by("-version").first()
    refuse(access.may_not_issue_empty(len(draft.items) + len(draft.off)))
    refuse(access.may_not_issue_unsaid(draft.unsaid))
    refuse(access.may_not_issue_again(meeting, last, reason))
    position, head = chain_head()
    paper = radar_paper(
        draft,
        Imprint(marking, by, position, head, on, supersedes=last, supersedes_reason=reason if last else ""),
    )
    house = template_now(meeting.body)
    with being_set(paper, bytes_of(house)) as made:
        frozen = to_json(paper)
        pack = Pack.objects.create(
            meeting=meeting,
            version=last.version + 1 if last else 1,
            supersedes=last,
            supersedes_reason=reason if last else "",
            paper=frozen,
            house_template=house,
            sha256=digest(frozen),
            record_position=position,
            record_head=head,
            issued_by=by,
            issued_at=at,
        )
        _freeze_entries(pack, draft)
        _number_copies(pack, draft, at)
        _freeze_files(pack, made, at)
    record(
        by=by,
        act="issue_pack",
        subject=pack,
        scope=meeting.audit_scope,
        details={"version": pack.version, "sha256": pack.sha256, "councils": len(draft.items)}
        | ({"last_paper": draft.baseline.paper.pk} if draft.baseline else {}),
    )
    return pack


def _freeze_entries(pack: Pack, draft: Draft) -> None:
    rows = [
        PackEntry(
            pack=pack,
            council=item.council,
            name=named(item.council),
            on_radar=item.radar is not None,
            since=item.change.since,
            concerns=[{"id": c.id, "stage": c.stage, "summary": c.summary} for c in item.concerns],
            before=item.change.before,
            knows=item.knows,
        )
        for item in draft.items
    ]
    rows += [
        PackEntry(
            pack=pack,
            council=entry.council,
            name=entry.name,
            on_radar=False,
            since=PackEntry.Since.OFF,
            before=entry.concerns,
            knows=entry.knows,
        )
        for entry, _ in draft.off
    ]
    PackEntry.objects.bulk_create(rows)


def _freeze_files(pack: Pack, made: Iterable[tuple[str, bytes]], at: datetime) -> None:
    """One by one: while the longest is being set, the others are written."""
    for form, content in made:
        PackFile.objects.create(pack=pack, format=form, content=content, sha256=digest(content), made_at=at)


def _number_copies(pack: Pack, draft: Draft, at: datetime) -> None:
    """A copy for everybody at the table, and for each who is invited for the item of a council in it."""
    meeting = pack.meeting
    seated = {seat.user for seat in members_at(meeting)}
    named = {item.council.pk for item in draft.items if item.change.since != PackEntry.Since.OFF}
    invited = meeting.invitations.standing().filter(council__in=named).select_related("user")
    people = seated | {each.user for each in invited}
    PackCopy.objects.bulk_create(
        [
            PackCopy(pack=pack, number=number, holder=user, holder_name=user.name, made_at=at)
            for number, user in enumerate(sorted(people, key=lambda user: (user.name, user.pk)), 1)
        ]
    )
