"""The one rule of who may see a story of the inbox; every exit goes through it (TRUST section 2).

A story was published; that it lies in an inbox, and what was decided about it, is the advisers'.
"""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from councils.models import RegionHolding
from intelligence.visibility import recused_from


def regions_of(user: User) -> models.QuerySet[Any, Any]:
    """The regions an adviser holds today, by the database's clock."""
    today: Any = TruncDate(Now())
    return RegionHolding.objects.of_advisers().filter(user=user).holding_on(today).values("region")


class StoryQuerySet(models.QuerySet[Any]):
    """Stories by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> StoryQuerySet:
        """To advisers: those in the inbox of a region they hold, those of no region, and those attached.

        A declared interest in any council that the story is or may be about overrides all of it.
        """
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        attached = self._of("attached").filter(story=OuterRef("pk"), ended_at__isnull=True)
        return self._not_recused(user).filter(Exists(self._own_items(user)) | Exists(attached))

    def in_inbox_of(self, user: User | AnonymousUser) -> StoryQuerySet:
        """To advisers: those in the inbox of a region they hold, and those of no region, decided or not."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        return self._not_recused(user).filter(Exists(self._own_items(user)))

    def _own_items(self, user: User) -> models.QuerySet[Any, Any]:
        own = Q(region__in=regions_of(user)) | Q(region__isnull=True)
        return self._of("items").filter(own, story=OuterRef("pk"))

    def _not_recused(self, user: User) -> StoryQuerySet:
        recused = recused_from(user)
        about = self._of("about").filter(story=OuterRef("pk"), council__in=recused)
        attached = self._of("attached").filter(story=OuterRef("pk"), council__in=recused)
        return self.exclude(Exists(about)).exclude(Exists(attached))

    def _of(self, name: str) -> models.QuerySet[Any, Any]:
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any, Any] = related._base_manager.all()
        return rows


class AttachedQuerySet(models.QuerySet[Any]):
    """What stands attached to councils."""

    def visible_to(self, user: User | AnonymousUser) -> AttachedQuerySet:
        """To advisers of every region, as OPEN material is; never with a declared interest."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        stories: Any = self.model._meta.get_field("story").related_model
        seen = stories.objects.visible_to(user).values("pk")
        return self.filter(ended_at__isnull=True, story__in=seen).exclude(council__in=recused_from(user))


class FeedQuerySet(models.QuerySet[Any]):
    """Feeds by who may see how they are set."""

    def visible_to(self, user: User | AnonymousUser) -> FeedQuerySet:
        """To research analysts, who keep them, and to advisers, but for those about a declared interest."""
        if not isinstance(user, User):
            return self.none()
        if user.is_adviser:
            return self.exclude(councils__in=recused_from(user))
        return self.all() if user.has_role(Role.RESEARCH_ANALYST) else self.none()
