"""How the support goes is shared with the recipient of a release: proposed by one, approved by another."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from cases.models import Concern, SupportPackage
from common.errors import Refused, forbid, not_found, refuse
from liaison import access, access_support
from liaison.models import Release, SharedSupport
from liaison.queries.support import newest_progress, words_of
from liaison.workflow.announcing import announce_support
from liaison.workflow.order import in_order
from liaison.workflow.releases import locked


@transaction.atomic
def propose_support(
    *,
    by: User,
    at: datetime,
    release: Release,
    package: SupportPackage,
    version: int,
    looked_at: int | None,
) -> SharedSupport:
    """What is recorded of a package, and its newest progress, put to another Principal Adviser (R083).

    `version` is that of the package when it was read, and `looked_at` the id of the progress that stood then,
    or None; `Refused` where the package changed or newer progress is recorded since. The words are copied as
    they stand: nothing leaves but what is recorded.
    """
    release, on = locked(by, release), timezone.localdate(at)
    forbid(access.may_not_propose(by, release.council, on))
    refuse(access_support.nothing_to_follow(release))
    if not Concern.objects.visible_to(by).filter(pk=release.concern_id).exists():
        not_found("The concern")
    rows = SupportPackage.objects.select_for_update(of=("self",)).filter(concern=release.concern_id)
    held = rows.filter(pk=package.pk).first() or not_found("The support")
    newest = newest_progress(held)
    words = words_of(held, newest)
    if (newest and newest.pk) != looked_at:
        raise Refused("Newer progress was recorded since you opened the page. Read it, then propose.")
    if held.version != version:
        raise Refused("This support was changed since you opened the page. Read it, then propose.")
    before = SharedSupport.objects.filter(release=release, package=held)
    if before.waiting().exists():
        raise Refused("What is recorded of this support waits already for another Principal Adviser.")
    if any(words.are_those_of(one) for one in before.shared()):
        raise Refused("Nothing is recorded of this support since it was last shared.")
    refuse(access_support.words_are_kept(release, *words.texts))
    shared = SharedSupport.objects.create(
        release=release, package=held, proposed_by=by, proposed_at=at, **words.columns
    )
    _recorded(by, "propose_support", shared)
    return shared


@in_order
def approve_support(*, by: User, at: datetime, shared: SharedSupport) -> SharedSupport:
    """From now on the recipient of the release reads it; `by` is another Principal Adviser."""
    shared = _locked(by, shared)
    forbid(access_support.may_not_approve(by, shared))
    refuse(access_support.cannot_be_decided(shared))
    refuse(access_support.nothing_to_follow(shared.release))
    refuse(
        access_support.words_are_kept(
            shared.release, shared.objectives, shared.provider, shared.progress_text
        )
    )
    shared.approved_by, shared.approved_at = by, at
    shared.save(update_fields=["approved_by", "approved_at"])
    shared.refresh_from_db(fields=["approval_recorded_at"])
    announce_support(shared.release, at)
    _recorded(by, "approve_support", shared)
    return shared


@transaction.atomic
def refuse_support(*, by: User, at: datetime, shared: SharedSupport, reason: str) -> SharedSupport:
    """It does not go out, and why; the proposer may take it back in the same way."""
    shared = _locked(by, shared)
    forbid(access_support.may_not_refuse(by, shared))
    refuse(access_support.cannot_be_decided(shared))
    refuse(access.reason_lacking(reason))
    shared.refused_by, shared.refused_at, shared.refused_reason = by, at, reason.strip()
    shared.save(update_fields=["refused_by", "refused_at", "refused_reason"])
    _recorded(by, "refuse_support", shared)
    return shared


@in_order
def withdraw_support(*, by: User, at: datetime, shared: SharedSupport, reason: str) -> SharedSupport:
    """From the next request on the recipient finds this reason in its place; the words are kept here."""
    shared = _locked(by, shared)
    forbid(access.may_not_withdraw(by, shared.release, timezone.localdate(at)))
    refuse(access_support.cannot_be_withdrawn(shared))
    refuse(access.reason_lacking(reason))
    refuse(access_support.words_are_kept(shared.release, reason))
    shared.withdrawn_by, shared.withdrawn_at, shared.withdrawn_reason = by, at, reason.strip()
    shared.save(update_fields=["withdrawn_by", "withdrawn_at", "withdrawn_reason"])
    shared.refresh_from_db(fields=["withdrawal_recorded_at"])
    announce_support(shared.release, at)
    _recorded(by, "withdraw_support", shared)
    return shared


def _locked(by: User, shared: SharedSupport) -> SharedSupport:
    # The release first, as whoever withdraws or supersedes it locks it.
    release = locked(by, shared.release)
    rows = SharedSupport.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=shared.pk)
    held = rows.first()
    if held is None:
        not_found("The support")
    held.release = release
    return held


def _recorded(by: User, act: str, shared: SharedSupport) -> None:
    record(
        by=by,
        act=act,
        subject=shared,
        scope=shared.release.council.audit_scope,
        details={"number": shared.release.number},
    )
