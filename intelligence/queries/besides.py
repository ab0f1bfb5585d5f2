"""What else happened about a council besides notes: days spoken, stories attached, changes of control."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import F, OuterRef
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts.models import User
from common.timeline import NOTE, Entry
from councils.models import Council
from councils.queries import change_entry, changes_of
from intelligence.models import AttachedStory, Spoken, Story

SPOKE = "Spoke with the council or about it, nothing to note"


@dataclass(frozen=True)
class Besides:
    """Those entries, and whether this person has said that they spoke on the day."""

    entries: list[Entry]
    spoke_today: bool = False


def besides_notes(council: Council, user: User, on: date, limit: int = 20) -> Besides:
    """All three kinds in one query; days spoken and stories are for advisers alone."""
    if not user.is_adviser:
        return Besides([change_entry(council, change) for change in changes_of(council)[:limit]])
    row: Any = (
        Council.objects.filter(pk=council.pk)
        .annotate(
            control_changed=ArraySubquery(changes_of(OuterRef("pk"))[:limit]),
            days_spoken=ArraySubquery(_spoken(user)[:limit]),
            stories_attached=ArraySubquery(_attached(user)[:limit]),
        )
        .values("control_changed", "days_spoken", "stories_attached")
        .get()
    )
    entries = [change_entry(council, change) for change in row["control_changed"]]
    entries += [_of_spoken(one) for one in row["days_spoken"]]
    entries += [_of_story(one) for one in row["stories_attached"]]
    mine = {one["on"] for one in row["days_spoken"] if one["by"] == user.pk}
    return Besides(entries, spoke_today=on.isoformat() in mine)


def _spoken(user: User) -> Any:
    days = Spoken.objects.visible_to(user).filter(council=OuterRef("pk")).order_by("-happened_on", "-pk")
    return days.values(told=JSONObject(on="happened_on", at="recorded_at", who="by__name", by="by_id"))


def _attached(user: User) -> Any:
    rows = AttachedStory.objects.visible_to(user).filter(council=OuterRef("pk"))
    return rows.order_by(F("story__first_at").desc(), "-pk").values(
        told=JSONObject(
            story="story_id",
            first="story__first_at",
            at="recorded_at",
            title="story__title",
            text="story__excerpt",
            publisher="story__publisher",
            who="by__name",
        )
    )


def _of_spoken(told: dict[str, Any]) -> Entry:
    return Entry(
        mark=NOTE,
        happened_on=date.fromisoformat(told["on"]),
        recorded_at=datetime.fromisoformat(told["at"]),
        title=SPOKE,
        who=told["who"],
    )


def _of_story(told: dict[str, Any]) -> Entry:
    return Entry(
        mark=NOTE,
        happened_on=timezone.localdate(datetime.fromisoformat(told["first"])),
        recorded_at=datetime.fromisoformat(told["at"]),
        title=told["title"],
        text=told["text"],
        who=f"{told['publisher'] or 'Published'}, attached by {told['who']}",
        labels=("Published", "OPEN"),
        address=Story(pk=told["story"]).get_absolute_url(),
    )
