"""Who looks after a concern, when it is next looked at, to whom it is opened (WORKFLOW section 3)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import (
    cannot_be_posted,
    is_closed,
    may_not_be_opened_to,
    may_not_keep,
    may_not_look_after,
    may_not_post_to_group_offices,
    may_not_work_on,
)
from cases.models import Concern, ConcernReader, GroupOfficePost
from cases.workflow.locking import check_version, coming, day_of, kept, line, locked
from common.errors import forbid, refuse
from councils.models import PoliticalGroup
from councils.workflow.rules import ends_too_soon


@transaction.atomic
def reassign(*, by: User, at: datetime, concern: Concern, version: int, owner: User) -> Concern:
    """Another adviser looks after it, as when a region changes hands. A deputy who becomes owner is none."""
    held = locked(concern, by)
    forbid(may_not_keep(by, held, day_of(at)))
    check_version(held, version, owner.name)
    refuse(is_closed(held) or may_not_look_after(owner, held.council, day_of(at)))
    before, held.owner = held.owner_id, owner
    if held.deputy_id == owner.pk:
        held.deputy = None
    return _keep(held, "reassign", by, {"from": before, "to": owner.pk})


@transaction.atomic
def name_deputy(*, by: User, at: datetime, concern: Concern, version: int, deputy: User | None) -> Concern:
    """Who may act in the owner's place while they are away; None: nobody any longer."""
    held = locked(concern, by)
    forbid(may_not_keep(by, held, day_of(at)))
    check_version(held, version, deputy.name if deputy else "")
    refuse(is_closed(held))
    if deputy:
        refuse(may_not_look_after(deputy, held.council, day_of(at)))
        if deputy.pk == held.owner_id:
            refuse(f"{deputy.name} looks after this concern already. Choose somebody else as deputy.")
    held.deputy = deputy
    return _keep(held, "name_deputy", by, {"deputy": deputy.pk if deputy else None})


@transaction.atomic
def set_review(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    version: int,
    review_on: date | None,
    next_step: str = "",
    next_step_on: date | None = None,
    coming_off_point: str = "",
) -> Concern:
    """When it is next looked at, and the next step; the coming-off point stays where none is given."""
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, day_of(at)))
    check_version(held, version, next_step)
    refuse(is_closed(held))
    if review_on is None:
        refuse("Enter when it is next looked at: every open concern has a date.")
    held.review_on = coming(review_on, at, "The next review")
    held.next_step = line(next_step, 300, "The next step")
    held.next_step_on = coming(next_step_on, at, "The next step")
    held.coming_off_point = kept(coming_off_point) or held.coming_off_point
    return _keep(held, "set_review", by, {"review_on": str(review_on)})


@transaction.atomic
def open_concern_to(*, by: User, at: datetime, concern: Concern, reader: User) -> ConcernReader:
    """A lead member peer may read it from now on."""
    held = locked(concern, by)
    forbid(may_not_keep(by, held, day_of(at)))
    refuse(may_not_be_opened_to(reader, held.council, day_of(at)))
    opened, _ = ConcernReader.objects.get_or_create(concern=held, user=reader, defaults={"opened_by": by})
    record(
        by=by,
        act="open_concern_to",
        subject=held,
        scope=held.council.audit_scope,
        details={"reader": reader.pk},
    )
    return opened


@transaction.atomic
def post_to_group_office(
    *, by: User | None, at: datetime, user: User, group: PoliticalGroup, since_on: date | None = None
) -> GroupOfficePost:
    """The person works for this political group's office; None is the set-up command."""
    user = User.objects.select_for_update(of=("self",)).get(pk=user.pk)
    forbid(may_not_post_to_group_offices(by, user))
    since_on = since_on or day_of(at)
    refuse(cannot_be_posted(user, group, since_on))
    post = GroupOfficePost.objects.create(user=user, group=group, since_on=since_on)
    record(by=by, act="post_to_group_office", subject=post, details={"user": user.pk, "group": group.slug})
    return post


@transaction.atomic
def end_group_office_post(
    *, by: User | None, at: datetime, post: GroupOfficePost, until_on: date
) -> GroupOfficePost:
    """The person works for the group's office until this day, included."""
    post = (
        GroupOfficePost.objects.select_for_update(of=("self",))
        .select_related("user", "group")
        .get(pk=post.pk)
    )
    forbid(may_not_post_to_group_offices(by, post.user))
    refuse(ends_too_soon(post.since_on, until_on))
    if post.until_on is not None and post.until_on <= until_on:
        refuse("This posting has ended already.")
    post.until_on = until_on
    post.save(update_fields=["until_on"])
    details = {"user": post.user_id, "group": post.group.slug, "until_on": str(until_on)}
    record(by=by, act="end_group_office_post", subject=post, details=details)
    return post


def _keep(held: Concern, act: str, by: User, details: dict[str, Any]) -> Concern:
    held.version += 1
    held.save()
    record(by=by, act=act, subject=held, scope=held.council.audit_scope, details=details)
    return held
