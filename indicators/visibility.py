"""Who may see a report that a person made: its owner, and whoever was given its link (R106)."""

from __future__ import annotations

from typing import Any

from django.db import models
from django.db.models import Q

from accounts.models import User


class OwnReportQuerySet(models.QuerySet[Any]):
    """Reports of persons' own; every exit goes through `visible_to`."""

    def visible_to(self, user: User) -> OwnReportQuerySet:
        """Their own, and those whose owner shares them by link. The link's name cannot be guessed."""
        return self.in_use().filter(Q(owner=user) | Q(is_shared=True))

    def in_use(self) -> OwnReportQuerySet:
        """Those that are not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
