"""A story that the press or a feed brought, once: its copies, whom it is about, what came of it."""

from __future__ import annotations

from typing import Any, ClassVar

import pghistory
from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council, Region
from intelligence.models.feed import Feed
from intelligence.models.note import Note
from intelligence.models.sign import Factor
from intelligence.stories_visible import AttachedQuerySet, StoryQuerySet


class CameBy(models.TextChoices):
    """How a copy came in."""

    FEED = "feed", "From a feed"
    MAIL = "mail", "From an e-mail"
    PASTE = "paste", "Pasted"
    FILE = "file", "From a file"


class Sentiment(models.TextChoices):
    """What the feed itself says of a copy (R086). It is the feed's word, never ours, and never added up."""

    POSITIVE = "positive", "Positive"
    NEGATIVE = "negative", "Negative"
    NEUTRAL = "neutral", "Neutral"
    MIXED = "mixed", "Mixed"


class Certainty(models.TextChoices):
    """How sure it is that a story is about a council."""

    CERTAIN = "certain", "Certain"
    LIKELY = "likely", "Likely"
    AMBIGUOUS = "ambiguous", "Ambiguous"


class Story(models.Model):
    """One story. Its words are those of the first copy; all of them came from outside and were cleaned.

    `link` is where it stands, without what follows a reader about. `words` are the stems of its heading, by
    which a near copy is looked for; `places` is how many publishers carry it.
    """

    title = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=600, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    published_at = models.DateTimeField(null=True, blank=True, help_text="As its publisher says, if it does")
    first_at = models.DateTimeField(help_text="When the first copy was published, else came in")
    last_at = models.DateTimeField(help_text="When the latest copy was published, else came in")
    words = ArrayField(models.CharField(max_length=40), default=list)
    places = models.PositiveIntegerField(default=1)
    recorded_at = RecordedAt()

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["-last_at", "-id"]), GinIndex(fields=["words"], name="story_words")]
        constraints = [models.CheckConstraint(condition=~Q(title=""), name="story_has_a_title")]

    def __str__(self) -> str:
        return f"Story {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/intelligence/inbox/{self.pk}"


class Copy(models.Model):
    """A story as one place carried it: its own heading and link, and the sentiment its feed gave it."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="copies")
    feed = models.ForeignKey(Feed, null=True, blank=True, on_delete=models.PROTECT, related_name="copies")
    came_by = models.CharField(max_length=5, choices=CameBy.choices)
    brought_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    title = models.CharField(max_length=300)
    excerpt = models.CharField(max_length=600, blank=True)
    publisher = models.CharField(max_length=120, blank=True)
    link = models.CharField(max_length=2000, blank=True)
    link_key = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the canonical link")
    title_key = models.CharField(max_length=64, help_text="SHA-256 of the heading as it is compared")
    sentiment = models.CharField(max_length=8, choices=Sentiment.choices, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        verbose_name_plural = "copies"
        indexes = [
            models.Index(fields=["link_key"], condition=~Q(link_key=""), name="copy_link"),
            models.Index(fields=["title_key"], name="copy_title"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(came_by="feed", feed__isnull=False) | ~Q(came_by="feed"), name="copy_of_its_feed"
            ),
        ]

    def __str__(self) -> str:
        return f"Copy {self.pk} of story {self.story_id}"


class StoryCouncil(models.Model):
    """A council a story may be about, how sure that is, and why. `said_by` where a person said so."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="about")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    certainty = models.CharField(max_length=9, choices=Certainty.choices)
    why = models.CharField(max_length=400)
    said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["story_id", "council__short_name"]
        constraints = [models.UniqueConstraint(fields=["story", "council"], name="story_council_once")]

    def __str__(self) -> str:
        return f"Story {self.story_id}: {self.council} ({self.certainty})"


class StorySign(models.Model):
    """A sign that words of a story suggest, with those words: a suggestion, and nobody's judgement."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="signs")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")
    words = models.CharField(max_length=200)

    class Meta:
        ordering = ["story_id", "factor__position"]
        constraints = [models.UniqueConstraint(fields=["story", "factor"], name="story_sign_once")]

    def __str__(self) -> str:
        return f"Story {self.story_id}: {self.factor}"


class Decision(models.TextChoices):
    """What a region's advisers decided about a story, where they did."""

    ATTACHED = "attached", "Attached"
    DISMISSED = "dismissed", "Nothing to act on"
    SNOOZED = "snoozed", "Put off"


@pghistory.track(append_only=True)
class InboxItem(models.Model):
    """A story in the inbox of one region; without a region it is about no council that was matched.

    That a note was made of it is no decision here: it is known only to those who may read the note.
    """

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="items")
    region = models.ForeignKey(
        Region, null=True, blank=True, on_delete=models.PROTECT, related_name="inbox_items"
    )
    decision = models.CharField(max_length=9, choices=Decision.choices, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=500, blank=True)
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    events: ClassVar[Any]

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["region", "decision"])]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "region"], condition=Q(region__isnull=False), name="inbox_item_once"
            ),
            models.UniqueConstraint(
                fields=["story"], condition=Q(region__isnull=True), name="inbox_item_unmatched_once"
            ),
            models.CheckConstraint(
                condition=Q(decision="", decided_by__isnull=True, decided_at__isnull=True)
                | (~Q(decision="") & Q(decided_by__isnull=False, decided_at__isnull=False)),
                name="inbox_item_decided_by_whom",
            ),
            models.CheckConstraint(
                condition=Q(decision="snoozed", until_on__isnull=False)
                | (~Q(decision="snoozed") & Q(until_on__isnull=True)),
                name="inbox_item_snoozed_until",
            ),
            models.CheckConstraint(
                condition=~Q(decision="dismissed") | ~Q(reason=""), name="inbox_item_dismissed_why"
            ),
        ]

    def __str__(self) -> str:
        return f"Story {self.story_id} in the inbox of {self.region or 'nobody yet'}"


class AttachedStory(models.Model):
    """A story attached to a council by an adviser of its region: an OPEN item of the council's stream."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="attached")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="attached_stories")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = AttachedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "council"], condition=Q(ended_at__isnull=True), name="attached_story_once"
            ),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True)
                | Q(ended_at__isnull=False, ended_by__isnull=False),
                name="attached_story_ended_by_whom",
            ),
        ]

    def __str__(self) -> str:
        return f"Story {self.story_id} attached to {self.council}"


class StoryNote(models.Model):
    """A note made of a story. It is read only through the note, by those who may read that."""

    story = models.ForeignKey(Story, on_delete=models.PROTECT, related_name="notes_made")
    note = models.OneToOneField(Note, on_delete=models.PROTECT, related_name="made_of")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Note {self.note_id} of story {self.story_id}"
