"""The inbox of stories, one story, the feeds, and what is attached to a council; from what one may see."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet

from accounts.models import User
from councils.models import Region
from intelligence.links import host_of
from intelligence.models import (
    AttachedStory,
    Certainty,
    Copy,
    Decision,
    Feed,
    InboxItem,
    Note,
    Story,
    StoryCouncil,
    StoryNote,
    StorySign,
)
from intelligence.queries.notes import Someone
from intelligence.stories_visible import StoryQuerySet, regions_of

MOST_COUNTED = 99
WAITING, SNOOZED, DISMISSED, ATTACHED, NOTED = "waiting", "snoozed", "dismissed", "attached", "noted"


@dataclass(frozen=True)
class ShownStory:
    """A story as one person sees it: `items` of their own regions, `notes` that they may read."""

    story: Story
    councils: tuple[StoryCouncil, ...]
    signs: tuple[StorySign, ...]
    copies: tuple[Copy, ...]
    items: tuple[InboxItem, ...]
    notes: tuple[Note, ...]
    attached: tuple[AttachedStory, ...]

    @property
    def host(self) -> str:
        """Where its link leads, as it is printed beside it."""
        return host_of(self.story.link)

    @property
    def sentiments(self) -> list[str]:
        """What feeds say of it, each attributed: “negative, says Town Monitor”."""
        said = {(copy.get_sentiment_display(), copy.feed) for copy in self.copies if copy.sentiment}
        return sorted(f"{word}, says {feed.title if feed else 'the list it came in'}" for word, feed in said)

    @property
    def decided(self) -> list[InboxItem]:
        """Those of its items about which something was decided."""
        return [item for item in self.items if item.decision]

    @property
    def is_certain(self) -> bool:
        """Whether it is surely about each of its councils."""
        return bool(self.councils) and all(row.certainty == Certainty.CERTAIN for row in self.councils)


def inbox_of(user: Someone, on: date, kept: str = WAITING) -> StoryQuerySet:
    """The stories of the person's inbox that wait, or were put off, dismissed, attached or noted.

    A story of which a note was made waits on for whoever may not read that note, as if there were none.
    """
    stories = Story.objects.in_inbox_of(user)
    if not isinstance(user, User):
        return stories.none()
    own = InboxItem.objects.filter(story=OuterRef("pk")).filter(
        Q(region__in=regions_of(user)) | Q(region__isnull=True)
    )
    noted = StoryNote.objects.filter(
        story=OuterRef("pk"), note__in=Note.objects.visible_to(user).values("pk")
    )
    back = Q(decision="") | Q(decision=Decision.SNOOZED, until_on__lte=on)
    if kept == NOTED:
        return stories.filter(Exists(noted))
    if kept == WAITING:
        return stories.filter(Exists(own.filter(back)), ~Exists(noted))
    decided = own.filter(decision=kept)
    if kept == SNOOZED:
        decided = decided.filter(until_on__gt=on)
    return stories.filter(Exists(decided))


def stories_waiting(user: Someone, on: date) -> int:
    """How many stories wait in the person's inbox, up to one more than are worth counting."""
    return int(inbox_of(user, on)[: MOST_COUNTED + 1].count())


def narrowed(stories: StoryQuerySet, by: Mapping[str, Any]) -> StoryQuerySet:
    """By region, council, how sure, sentiment, feed and words of the heading."""
    if region := by.get("region"):
        stories = stories.filter(Exists(_rows(InboxItem, region=region)))
    if council := by.get("council"):
        stories = stories.filter(Exists(_rows(StoryCouncil, council=council)))
    if sure := by.get("sure"):
        stories = _as_sure(stories, sure)
    if sentiment := by.get("sentiment"):
        stories = stories.filter(Exists(_rows(Copy, sentiment=sentiment)))
    if feed := by.get("feed"):
        stories = stories.filter(Exists(_rows(Copy, feed=feed)))
    if words := by.get("q"):
        for word in words.split()[:6]:
            stories = stories.filter(Q(title__icontains=word) | Q(excerpt__icontains=word))
    return stories


def _as_sure(stories: StoryQuerySet, sure: str) -> StoryQuerySet:
    """Surely about its councils; not surely; ambiguous; about none that was matched."""
    about = _rows(StoryCouncil)
    unsure = about.exclude(certainty=Certainty.CERTAIN)
    if sure == "certain":
        return stories.filter(Exists(about), ~Exists(unsure))
    if sure == "uncertain":
        return stories.filter(Exists(unsure))
    if sure == "ambiguous":
        return stories.filter(Exists(_rows(StoryCouncil, certainty=Certainty.AMBIGUOUS)))
    return stories.filter(~Exists(about))


def _rows(model: Any, **by: Any) -> Any:
    return model.objects.filter(story=OuterRef("pk"), **by)


def shown_stories(stories: Iterable[Story], user: User) -> list[ShownStory]:
    """These stories with all that a row prints, in a number of queries that does not grow."""
    keys = [story.pk for story in stories]
    readable = Note.objects.visible_to(user).select_related("council", "owner")
    own = Q(region__in=regions_of(user)) | Q(region__isnull=True)
    held = Story.objects.filter(pk__in=keys).prefetch_related(
        Prefetch("about", StoryCouncil.objects.select_related("council__region", "said_by")),
        Prefetch("signs", StorySign.objects.select_related("factor")),
        Prefetch("copies", Copy.objects.select_related("feed", "brought_by")),
        Prefetch("items", InboxItem.objects.filter(own).select_related("region", "decided_by")),
        Prefetch("notes_made", StoryNote.objects.filter(note__in=readable.values("pk")), to_attr="own_notes"),
        Prefetch("attached", AttachedStory.objects.filter(ended_at=None).select_related("council", "by")),
    )
    found: dict[int, Any] = {story.pk: story for story in held}
    made = [row.note_id for story in found.values() for row in story.own_notes]
    notes = {note.pk: note for note in readable.filter(pk__in=made)} if made else {}
    return [
        ShownStory(
            story=found[key],
            councils=tuple(sorted(found[key].about.all(), key=_by_certainty)),
            signs=tuple(found[key].signs.all()),
            copies=tuple(found[key].copies.all()),
            items=tuple(found[key].items.all()),
            notes=tuple(notes[row.note_id] for row in found[key].own_notes if row.note_id in notes),
            attached=tuple(found[key].attached.all()),
        )
        for key in keys
        if key in found
    ]


def _by_certainty(row: StoryCouncil) -> tuple[int, str]:
    return Certainty.values.index(row.certainty), row.council.short_name


def story_for(user: Someone, pk: int) -> Story | None:
    """The story, or None: the same whether it is missing or may not be seen."""
    return Story.objects.visible_to(user).filter(pk=pk).first()


def stories_by_id(user: Someone, pks: Iterable[int]) -> list[Story]:
    """Those of these stories that are in the person's inbox."""
    return list(Story.objects.in_inbox_of(user).filter(pk__in=list(pks)).order_by("pk"))


def story_of_note(note: Note, user: Someone) -> Story | None:
    """The story a note was made of, for whoever may read both."""
    made = StoryNote.objects.filter(note=note).values("story")
    return Story.objects.visible_to(user).filter(pk__in=made).first()


def regions_in_items(story: Story) -> list[Region | None]:
    """The regions in whose inboxes the story is; None stands for no council matched."""
    return [item.region for item in story.items.select_related("region")]


# Feeds.


def feeds_for(user: Someone) -> QuerySet[Feed]:
    """The feeds whose settings the person may see, with whom they are about and how much they brought."""
    feeds = Feed.objects.visible_to(user).prefetch_related("regions", "councils")
    return feeds.annotate(brought=Count("copies", distinct=True)).order_by("title", "pk")


def feed_for(user: Someone, pk: int) -> Feed | None:
    """The feed, or None."""
    return feeds_for(user).filter(pk=pk).first()


def feeds_to_choose(user: Someone) -> QuerySet[Feed]:
    """By which the inbox may be narrowed: each adviser the same."""
    return Feed.objects.visible_to(user).order_by("title", "pk")
