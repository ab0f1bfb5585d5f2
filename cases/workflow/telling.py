"""To write a concern's story, to record that the council was told, to tell group offices and the Panel."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, is_too_early, may_not_tell_members, may_not_work_on
from cases.models import AwarenessRecord, Concern, GroupOfficeFlag, NarrativeEntry, PanelLine
from cases.stages import Stage, cannot_be_moved
from cases.workflow.answering import tell_office
from cases.workflow.locking import day_of, kept, line, locked, signed, signed_by_decider, wanted
from common.errors import Refused, forbid, refuse
from councils.models import PoliticalGroup

NOTHING_WRITTEN = "Enter what you want to add."


@transaction.atomic
def add_narrative(
    *, by: User, at: datetime, concern: Concern, text: str, happened_on: date | None = None
) -> NarrativeEntry:
    """Add to the concern's story; a closed concern's too."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    added = NarrativeEntry.objects.create(
        **signed(held, by, at, happened_on), text=wanted(text, NOTHING_WRITTEN)
    )
    _record_written(held, added, "add_narrative", by)
    return added


@transaction.atomic
def correct_narrative(*, by: User, at: datetime, corrects: NarrativeEntry, text: str) -> NarrativeEntry:
    """Correct what was written: the correction is a new piece, what it corrects stays as it was."""
    held = locked(corrects.concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    added = NarrativeEntry.objects.create(
        **signed(held, by, at, corrects.happened_on),
        corrects=corrects,
        text=wanted(text, "Enter the correction."),
    )
    _record_written(held, added, "correct_narrative", by)
    return added


@transaction.atomic
def propose_move(*, by: User, at: datetime, concern: Concern, to: Stage, basis: str) -> NarrativeEntry:
    """A senior adviser says where they would move it, and why; the principal adviser decides."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    refuse(cannot_be_moved(held.standing, to))
    added = NarrativeEntry.objects.create(
        **signed(held, by, at, None),
        text=wanted(basis, "Enter why you would move it. One line will do."),
        proposes=to,
    )
    _record_written(held, added, "propose_move", by)
    return added


@transaction.atomic
def record_awareness(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    told: str,
    how: str,
    happened_on: date | None = None,
    what: str = "",
    supersedes: AwarenessRecord | None = None,
    reason: str = "",
) -> AwarenessRecord:
    """That the council was told: whom there, how, on which day. It is never guessed from text.

    With `supersedes`, the newest account, and why it takes the place of that one; both are kept.
    """
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    if supersedes and (supersedes.concern_id != held.pk or hasattr(supersedes, "superseded_by")):
        refuse("That account has been superseded already. Start from the newest one.")
    reason = kept(reason)
    if supersedes and not reason:
        refuse("Enter why this takes the place of the earlier account.")
    told_at = keep_awareness(
        signed(held, by, at, happened_on),
        told=told,
        how=how,
        what=kept(what),
        supersedes=supersedes,
        reason=reason if supersedes else "",
    )
    record(
        by=by,
        act="record_awareness",
        subject=held,
        scope=held.council.audit_scope,
        details={"awareness": told_at.pk, "supersedes": supersedes.pk if supersedes else None},
    )
    return told_at


@transaction.atomic
def tell_group_office(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    group: PoliticalGroup,
    text: str = "",
    happened_on: date | None = None,
) -> GroupOfficeFlag:
    """Tell a political group's office of the concern, from Stage 3 on (R119, R121, R124)."""
    held = locked(concern, by)
    forbid(may_not_tell_members(by, held, day_of(at)))
    refuse(is_closed(held) or is_too_early(held, "Group offices are told"))
    told = keep_group_office(
        held, group, signed_by_decider(held, by, at, happened_on) | {"text": kept(text)}, at
    )
    record(
        by=by,
        act="tell_group_office",
        subject=held,
        scope=held.council.audit_scope,
        details={"group": group.slug, "told": told.pk},
    )
    return told


@transaction.atomic
def tell_panel(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    challenge: str,
    support: str = "",
    happened_on: date | None = None,
) -> PanelLine:
    """A line to the Performance Support Panel; one that stands gives way to the new one (R119, R121)."""
    held = locked(concern, by)
    forbid(may_not_tell_members(by, held, day_of(at)))
    refuse(is_closed(held) or is_too_early(held, "A line goes to the Panel"))
    challenge = wanted(challenge, "Enter the nature of the challenge.")
    signature = signed_by_decider(held, by, at, happened_on)
    told = keep_panel_line(held, challenge, support, signature, at)
    record(by=by, act="tell_panel", subject=held, scope=held.council.audit_scope, details={"line": told.pk})
    return told


@transaction.atomic
def take_back_panel_line(*, by: User, at: datetime, concern: Concern, reason: str) -> PanelLine:
    """The line to the Panel no longer stands."""
    held = locked(concern, by)
    forbid(may_not_tell_members(by, held, day_of(at)))
    standing = held.panel_lines.filter(ended_at__isnull=True).first()
    if standing is None:
        raise Refused(f"{held.standing.sentence} No line to the Panel stands.")
    reason = wanted(reason, "Enter why the line no longer stands.")
    _end(standing, by, at, reason)
    record(
        by=by,
        act="take_back_panel_line",
        subject=held,
        scope=held.council.audit_scope,
        details={"line": standing.pk},
    )
    return standing


def keep_awareness(fields: dict[str, Any], *, told: str, how: str, **more: Any) -> AwarenessRecord:
    """The row of it; who was told and how are wanted."""
    return AwarenessRecord.objects.create(
        **fields,
        told=line(wanted(told, "Enter who at the council was told."), 200, "Who was told"),
        how=line(wanted(how, "Enter how they were told."), 200, "How they were told"),
        **more,
    )


def keep_group_office(
    held: Concern, group: PoliticalGroup, fields: dict[str, Any], at: datetime
) -> GroupOfficeFlag:
    """The row of it, and its people know that there is one: what stands already stays as it is."""
    standing = held.group_office_notices.filter(group=group, ended_at__isnull=True).first()
    if standing:
        return standing
    told = GroupOfficeFlag.objects.create(**fields, group=group)
    tell_office(told, at)
    return told


def keep_panel_line(
    held: Concern, challenge: str, support: str, fields: dict[str, Any], at: datetime
) -> PanelLine:
    """The row of it; the line that stood is ended in its favour."""
    standing = held.panel_lines.filter(ended_at__isnull=True).first()
    if standing:
        _end(standing, fields["by"], at, "A newer line took its place.")
    return PanelLine.objects.create(**fields, challenge=kept(challenge), support=kept(support))


def _end(standing: PanelLine, by: User, at: datetime, reason: str) -> None:
    standing.ended_at, standing.ended_by, standing.ended_reason = at, by, reason
    standing.save()


def _record_written(held: Concern, added: NarrativeEntry, act: str, by: User) -> None:
    record(by=by, act=act, subject=held, scope=held.council.audit_scope, details={"narrative": added.pk})
