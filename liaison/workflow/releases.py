"""Releases approved by another than their proposer, alone or as a meeting's batch; then only withdrawn."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from liaison import access, access_after, document
from liaison.models import Release, ReleaseBatch
from liaison.originators import words_kept
from liaison.queries.gate import batch_of, evidence_of, in_the_way
from liaison.workflow.announcing import announce_released, announce_withdrawn
from liaison.workflow.order import in_order
from panel.models import Meeting


@in_order
def approve_release(*, by: User, at: datetime, release: Release) -> Release:
    """The text is frozen, hashed and given to its recipient; `by` is another Principal Adviser.

    What is for a meeting goes out with the others for it (`approve_batch`).
    """
    release = locked(by, release)
    forbid(access.may_not_approve(by, release))
    refuse(access.cannot_be_decided(release))
    refuse(access_after.is_for_a_meeting(release))
    return approved(by=by, at=at, release=release, batch=None)


@in_order
def approve_batch(*, by: User, at: datetime, meeting: Meeting, numbers: Collection[str]) -> ReleaseBatch:
    """All releases that wait for the meeting, together or none; `numbers` are those that were looked at.

    `by` proposed none of them. Each passes its own gate; `Refused` names every one that does not. One of a
    council in which `by` has an interest is not theirs to see: it waits for somebody else's batch.
    """
    on = timezone.localdate(at)
    visible = Release.objects.visible_to(by)
    waiting = visible.waiting().filter(meeting=meeting)
    list(waiting.order_by("pk").select_for_update(of=("self",)))
    found = batch_of(meeting, by, on)
    releases = [one.release for one in found]
    if not Meeting.objects.visible_to(by).filter(pk=meeting.pk).exists() or not (releases or by.is_adviser):
        not_found("The meeting")
    forbid(access_after.may_not_approve_batch(by, releases))
    refuse(access_after.batch_changed(releases, numbers))
    refuse(access_after.batch_stopped([(one.release, one.why_not) for one in found if one.why_not]))
    batch = ReleaseBatch.objects.create(meeting=meeting, size=len(releases), approved_by=by, approved_at=at)
    for release in releases:
        approved(by=by, at=at, release=release, batch=batch)
    record(
        by=by,
        act="approve_batch",
        subject=batch,
        scope=meeting.audit_scope,
        details={"numbers": [release.number for release in releases]},
    )
    return batch


def approved(*, by: User, at: datetime, release: Release, batch: ReleaseBatch | None) -> Release:
    """Freeze a release that is locked and whose approver may approve it; raises what stands in the way."""
    if release.supersedes is not None:
        # As it stands now, and no support is shared after it before this is done.
        release.supersedes = Release.objects.select_for_update(of=("self",)).get(pk=release.supersedes.pk)
    refuse(in_the_way(release, by, timezone.localdate(at)))
    if release.exception_ground:
        _switch_exception_on()
    release.canonical = document.canonical_json(
        release, evidence_of(release), approved_by=by.name, approved_at=at
    )
    release.sha256 = document.digest(release.canonical)
    release.approved_by, release.approved_at, release.batch = by, at, batch
    release.save(update_fields=["canonical", "sha256", "approved_by", "approved_at", "batch"])
    release.refresh_from_db(fields=["approval_recorded_at"])
    announce_released(release, at)
    _recorded(by, "approve_release", release, sha256=release.sha256)
    return release


def _switch_exception_on() -> None:
    """For this transaction: without it the database lets nothing out of which no council was told."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('slirisk.release_without_awareness', 'on', true)")


@transaction.atomic
def give_exception(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """An information-governance officer says why the council is not told first; it stands on the release."""
    release = locked(by, release)
    forbid(access_after.may_not_give_exception(by, release))
    refuse(access_after.cannot_be_excepted(release))
    refuse(access.reason_lacking(reason))
    # Its recipient reads the reason, and once given it stands for good.
    refuse(words_kept(release.council, (reason,), release.recipient))
    release.excepted_by, release.excepted_at, release.excepted_reason = by, at, reason.strip()
    release.save(update_fields=["excepted_by", "excepted_at", "excepted_reason"])
    _recorded(by, "give_exception", release, ground=release.exception_ground)
    return release


@transaction.atomic
def refuse_release(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """It does not go out, and why; the proposer may take it back in the same way."""
    release = locked(by, release)
    forbid(access.may_not_refuse(by, release))
    refuse(access.cannot_be_decided(release))
    refuse(access.reason_lacking(reason))
    release.refused_by, release.refused_at, release.refused_reason = by, at, reason.strip()
    release.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    _recorded(by, "refuse_release", release)
    return release


@in_order
def withdraw_release(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """From the next request on the recipient finds a tombstone with this reason; the text is kept here."""
    release = locked(by, release)
    forbid(access.may_not_withdraw(by, release, timezone.localdate(at)))
    refuse(access.cannot_be_withdrawn(release))
    refuse(access.reason_lacking(reason))
    refuse(words_kept(release.council, (reason,), release.recipient))
    release.withdrawn_by, release.withdrawn_at, release.withdrawn_reason = by, at, reason.strip()
    release.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    release.refresh_from_db(fields=["withdrawal_recorded_at"])
    announce_withdrawn(release, at)
    _recorded(by, "withdraw_release", release)
    return release


def locked(by: User, release: Release) -> Release:
    """The release as it stands now, locked; not found where this person may not see it."""
    held = (
        Release.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related(
            "council__region",
            "recipient",
            "proposed_by",
            "supersedes",
            "concern__council",
            "awareness",
            "excepted_by",
            "meeting",
        )
        .filter(pk=release.pk)
        .first()
    )
    if held is None:
        not_found("The release")
    return held


def _recorded(by: User, act: str, release: Release, **details: str) -> None:
    record(
        by=by,
        act=act,
        subject=release,
        scope=release.council.audit_scope,
        details={"number": release.number, **details},
    )
