"""Spoken with a council or about it, with nothing to note: that it happened, and when."""

from __future__ import annotations

from typing import Any, cast

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User
from common.fields import RecordedAt
from councils.models import Council
from intelligence.visibility import recused_from


class SpokenQuerySet(models.QuerySet[Any]):
    """Days on which somebody spoke, by who may know of them."""

    def visible_to(self, user: User | AnonymousUser) -> SpokenQuerySet:
        """All of them, for advisers alone; none about a council in which they have an interest."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        return self.exclude(council__in=recused_from(user))


class Spoken(models.Model):
    """An adviser spoke with the council or about it that day, and there was nothing to note: once a day."""

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="spoken")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    happened_on = models.DateField()
    recorded_at = RecordedAt()

    objects = SpokenQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["council", "by", "happened_on"], name="spoken_once_a_day")
        ]
        indexes = [models.Index(fields=["by", "council", "-happened_on"], name="spoken_last")]

    def __str__(self) -> str:
        return f"{self.by} spoke about {cast(Any, self).council_id} on {self.happened_on}"
