"""A feed of what is published: where it stands, whom it is about, how often it is asked, how that went."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt
from councils.models import Council, Region
from intelligence.stories_visible import FeedQuerySet


class FeedKind(models.TextChoices):
    """What kind of feed it is (R069, R070, R086)."""

    ALERTS = "alerts", "Google Alerts"
    NEWS = "news", "News"
    COUNCIL = "council", "What a council publishes"
    MONITOR = "monitor", "Media monitoring, with its own sentiment"


class Feed(models.Model):
    """An Atom or RSS feed that is asked every so many minutes while it is on.

    `regions` and `councils` say whom it is about, as the person who added it said. `off_because` says why a
    feed is off; `last_error` why the last asking brought nothing, empty once one has gone well.
    """

    title = models.CharField(max_length=120)
    address = models.CharField(max_length=1000, unique=True)
    kind = models.CharField(max_length=10, choices=FeedKind.choices)
    regions = models.ManyToManyField(Region, blank=True, related_name="feeds")
    councils = models.ManyToManyField(Council, blank=True, related_name="feeds")
    every_minutes = models.PositiveIntegerField(default=60)
    is_on = models.BooleanField(default=True)
    off_because = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()
    version = models.PositiveIntegerField(default=1)

    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    last_asked_at = models.DateTimeField(null=True, blank=True)
    last_fetched_at = models.DateTimeField(null=True, blank=True, help_text="When it last answered well")
    last_error = models.CharField(max_length=500, blank=True)
    failures = models.PositiveIntegerField(default=0, help_text="In a row")
    next_at = models.DateTimeField(null=True, blank=True, help_text="Not asked before; empty: now")

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["title", "id"]
        indexes = [models.Index(fields=["next_at"], condition=Q(is_on=True), name="feed_next")]
        constraints = [
            models.CheckConstraint(condition=Q(every_minutes__gte=5), name="feed_not_too_often"),
            models.CheckConstraint(
                condition=Q(is_on=True, off_because="") | (Q(is_on=False) & ~Q(off_because="")),
                name="feed_off_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/intelligence/feeds/{self.pk}"
