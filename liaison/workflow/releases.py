"""A release: approved by another than its proposer, frozen; then only withdrawn (WORKFLOW 4)."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from liaison import access, document
from liaison.models import Release

LONDON = ZoneInfo("Europe/London")


@transaction.atomic
def approve_release(*, by: User, at: datetime, release: Release) -> Release:
    """The text is frozen, hashed and given to its recipient; `by` is another Principal Adviser."""
    release = _locked(by, release)
    forbid(access.may_not_approve(by, release))
    refuse(access.cannot_be_decided(release))
    refuse(access.council_not_told(release.concern, release.awareness, at.astimezone(LONDON).date()))
    refuse(access.cannot_supersede(release.supersedes, recipient=release.recipient, council=release.council))
    held = list(release.evidence.select_related("evidence__note").order_by("position"))
    stands = {line.evidence.note_id for line in held if line.evidence.note_id}
    refuse(access.evidence_unusable(release.concern, [line.evidence for line in held], stands))
    refuse(access.evidence_lacking(held))
    release.canonical = document.canonical_json(release, held, approved_by=by.name, approved_at=at)
    release.sha256 = document.digest(release.canonical)
    release.approved_by, release.approved_at = by, at
    release.save(update_fields=["canonical", "sha256", "approved_by", "approved_at"])
    release.refresh_from_db(fields=["approval_recorded_at"])
    _recorded(by, "approve_release", release, sha256=release.sha256)
    return release


@transaction.atomic
def refuse_release(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """It does not go out, and why; the proposer may take it back in the same way."""
    release = _locked(by, release)
    forbid(access.may_not_refuse(by, release))
    refuse(access.cannot_be_decided(release))
    refuse(access.reason_lacking(reason))
    release.refused_by, release.refused_at, release.refused_reason = by, at, reason.strip()
    release.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    _recorded(by, "refuse_release", release)
    return release


@transaction.atomic
def withdraw_release(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """From the next request on the recipient finds a tombstone with this reason; the text is kept here."""
    release = _locked(by, release)
    forbid(access.may_not_withdraw(by, release, at.astimezone(LONDON).date()))
    refuse(access.cannot_be_withdrawn(release))
    refuse(access.reason_lacking(reason))
    release.withdrawn_by, release.withdrawn_at, release.withdrawn_reason = by, at, reason.strip()
    release.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    release.refresh_from_db(fields=["withdrawal_recorded_at"])
    _recorded(by, "withdraw_release", release)
    return release


def _locked(by: User, release: Release) -> Release:
    """The release as it stands now, locked; not found where this person may not see it."""
    held = (
        Release.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related(
            "council__region", "recipient", "proposed_by", "supersedes", "concern__council", "awareness"
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
