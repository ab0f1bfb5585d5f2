"""A saved view: the filters and the order of a list, under a name."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from common.fields import RecordedAt


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    """Views by who may use them."""

    def visible_to(self, user: Any) -> SavedViewQuerySet:
        """A person's own; for advisers those that others shared, too. None shows more than one may see."""
        own = Q(owner=user)
        return self.filter(own | Q(is_shared=True) if getattr(user, "is_adviser", False) else own)


class SavedView(models.Model):
    """What stands behind the question mark of a list's address. It holds no row: each sees their own."""

    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="views")
    page = models.CharField(max_length=100, help_text="The address of the list")
    name = models.CharField(max_length=80)
    query = models.TextField()
    is_shared = models.BooleanField("shared with advisers", default=False)
    recorded_at = RecordedAt()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["owner", "page", "name"], name="saved_view_named_once"),
            models.CheckConstraint(condition=~Q(name=""), name="saved_view_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def address(self) -> str:
        """The list as it was saved."""
        return f"{self.page}?{self.query}"
