"""What an adviser does with a story of the inbox: a note, attach it, nothing to act on, put it off, undo."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from councils.models import Council
from councils.queries import region_ids_held_by
from intelligence.access_inbox import may_not_attach_to, may_not_triage, may_not_triage_at_all
from intelligence.filing import Filed, file_items
from intelligence.models import (
    AttachedStory,
    Certainty,
    Decision,
    InboxItem,
    Note,
    Story,
    StoryCouncil,
    StoryNote,
)
from intelligence.workflow.writing import log_note

LONGEST_REASON = 500
MOST_AT_ONCE = 100
FURTHEST_DAYS = 366


@transaction.atomic
def note_story(*, by: User, at: datetime, story: Story, **said: Any) -> Note:
    """Make a note of the story, as `log_note` takes it; the link between the two is kept.

    It decides nothing for others: whoever may not read the note learns nothing of it.
    """
    held, _ = _locked(story, by, at)
    note = log_note(by=by, at=at, **said)
    StoryNote.objects.create(story=held, note=note)
    record(
        by=by,
        act="note_story",
        subject=note,
        scope=note.council.audit_scope,
        details={"story": held.pk},
    )
    return note


@transaction.atomic
def attach_story(*, by: User, at: datetime, story: Story, councils: Iterable[Council]) -> list[AttachedStory]:
    """The story is about these councils: an OPEN item of their streams, and no longer to be looked at.

    It says whom the story is about, so what was ambiguous is settled. Raises NotPermitted, Refused.
    """
    on = timezone.localdate(at)
    held, items = _locked(story, by, at)
    chosen = list({council.pk: council for council in councils}.values())
    if not chosen:
        refuse("Choose at least one council to attach it to.")
    for council in chosen:
        forbid(may_not_attach_to(by, council, on))
    made = []
    for council in chosen:
        attached, is_new = AttachedStory.objects.get_or_create(
            story=held, council=council, ended_at=None, defaults={"by": by}
        )
        if is_new:
            made.append(attached)
    _say_about(held, chosen, by)
    for council in chosen:
        item, _ = InboxItem.objects.get_or_create(story=held, region=council.region)
        items = [*(one for one in items if one.pk != item.pk), item]
    _decide(items, Decision.ATTACHED, by, at)
    for attached in made:
        record(
            by=by,
            act="attach_story",
            subject=attached,
            scope=attached.council.audit_scope,
            details={"story": held.pk},
        )
    return made


@transaction.atomic
def dismiss_story(*, by: User, at: datetime, story: Story, reason: str) -> Story:
    """Nothing to act on: it stays away from the person's regions, however often it arrives again."""
    held, items = _locked(story, by, at)
    _may_be_reason(reason)
    _decide(items, Decision.DISMISSED, by, at, reason=reason.strip())
    _record(by, "dismiss_story", held, items)
    return held


@transaction.atomic
def dismiss_stories(*, by: User, at: datetime, stories: Sequence[Story], reason: str) -> int:
    """Nothing to act on in any of these; all of them or none. Returns how many."""
    if not stories:
        refuse("Tick the stories in which there is nothing to act on.")
    if len(stories) > MOST_AT_ONCE:
        refuse(f"{len(stories)} stories are ticked. At most {MOST_AT_ONCE} can be dismissed at once.")
    for story in stories:
        dismiss_story(by=by, at=at, story=story, reason=reason)
    return len(stories)


@transaction.atomic
def snooze_story(*, by: User, at: datetime, story: Story, until_on: date) -> Story:
    """Put it off until a day, on which it is back."""
    held, items = _locked(story, by, at)
    on = timezone.localdate(at)
    if until_on <= on:
        refuse(
            f"{until_on.day} {until_on:%B %Y} has come already. Enter a later day on which to see it again."
        )
    if (until_on - on).days > FURTHEST_DAYS:
        refuse("Enter a day within a year. To put it away for good, say that there is nothing to act on.")
    _decide(items, Decision.SNOOZED, by, at, until_on=until_on)
    _record(by, "snooze_story", held, items)
    return held


@transaction.atomic
def undo_decision(*, by: User, at: datetime, story: Story) -> Story:
    """Take back what was decided for the person's regions: the story waits again, and is attached no more."""
    held, items = _locked(story, by, at)
    decided = [item for item in items if item.decision]
    if not decided:
        refuse("Nothing has been decided about this story, so there is nothing to take back.")
    regions = [item.region_id for item in decided if item.region_id]
    for attached in AttachedStory.objects.filter(story=held, ended_at=None, council__region__in=regions):
        attached.ended_at, attached.ended_by = at, by
        attached.save(update_fields=["ended_at", "ended_by"])
        record(
            by=by,
            act="detach_story",
            subject=attached,
            scope=attached.council.audit_scope,
            details={"story": held.pk},
        )
    for item in decided:
        item.decision, item.decided_by, item.decided_at, item.reason, item.until_on = "", None, None, "", None
        item.save()
    _record(by, "undo_decision", held, decided)
    return held


@transaction.atomic
def bring_stories(
    *, by: User, at: datetime, items: Sequence[dict[str, Any]], came_by: str, left: int = 0
) -> Filed:
    """File what somebody brought: `items` as the readers of `intelligence.sources` give them."""
    forbid(may_not_triage_at_all(by, timezone.localdate(at)))
    filed = file_items(items, came_by=came_by, brought_by=by, at=at, left=left)
    record(by=by, act="bring_stories", subject=by, details={"came_by": came_by, **filed.as_dict()})
    return filed


def _locked(story: Story, by: User, at: datetime) -> tuple[Story, list[InboxItem]]:
    """The story, locked, and its items in the person's regions; NotFound where they may not see it."""
    on = timezone.localdate(at)
    held = Story.objects.visible_to(by).filter(pk=story.pk).first()
    if held is None:
        not_found("The story")
    held = Story.objects.select_for_update(of=("self",)).get(pk=held.pk)
    every = list(InboxItem.objects.filter(story=held).select_related("region"))
    forbid(may_not_triage(by, [item.region for item in every], on))
    own = Q(region__in=region_ids_held_by(by, on)) | Q(region__isnull=True)
    mine = InboxItem.objects.select_for_update(of=("self",)).filter(own, story=held).order_by("pk")
    return cast(Story, held), list(mine)


def _say_about(story: Story, chosen: list[Council], by: User) -> None:
    """Whom it is about is said now: the chosen are certain, and what was ambiguous beside them is gone."""
    for council in chosen:
        StoryCouncil.objects.update_or_create(
            story=story,
            council=council,
            defaults={"certainty": Certainty.CERTAIN, "why": f"{by.name} said so.", "said_by": by},
        )
    others = StoryCouncil.objects.filter(story=story, certainty=Certainty.AMBIGUOUS, said_by=None)
    gone = set(others.values_list("council__region", flat=True))
    others.delete()
    kept = set(StoryCouncil.objects.filter(story=story).values_list("council__region", flat=True))
    InboxItem.objects.filter(story=story, decision="", region__in=gone - kept).delete()


def _decide(
    items: Iterable[InboxItem],
    decision: str,
    by: User,
    at: datetime,
    *,
    reason: str = "",
    until_on: date | None = None,
) -> None:
    for item in items:
        item.decision, item.decided_by, item.decided_at = decision, by, at
        item.reason, item.until_on = reason, until_on
        item.save()


def _record(by: User, act: str, story: Story, items: Iterable[InboxItem]) -> None:
    """One line for each region's inbox."""
    for item in items:
        scope = f"region:{item.region_id}" if item.region_id else ""
        record(by=by, act=act, subject=story, scope=scope, details={"region": item.region_id})


def _may_be_reason(reason: str) -> None:
    if not reason.strip():
        refuse("Enter why there is nothing to act on, in a few words.")
    if "\x00" in reason:
        refuse("The reason holds a null character, which cannot be kept. Type it again.")
    if len(reason) > LONGEST_REASON:
        refuse(f"The reason has {len(reason):,} characters and may have {LONGEST_REASON}. Make it shorter.")
