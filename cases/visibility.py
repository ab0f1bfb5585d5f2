"""The one rule of who may see a concern; every exit goes through it (TRUST section 2)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Coalesce, Now, NullIf, TruncDate

from accounts.models import Role, User
from cases.stages import EARLY
from councils.models import Interest

OF_A_GROUP_OFFICE = frozenset({Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE})
# They may know that there is a concern, about which council and at which stage; not what it says.
TOLD_OF_EARLY_ONES = frozenset({Role.SECRETARIAT})
TOLD_OF_ALL = frozenset({Role.GOVERNANCE_OFFICER})

# What a group office was told of ends twelve months after the concern is closed (TRUST section 2).
STILL_TOLD = Q(closed_at__isnull=True) | Q(closed_at__gt=cast(Any, Now() - timedelta(days=365)))


def database_today() -> Any:
    """Today, by the database's clock, in London."""
    return cast(Any, TruncDate(Now()))


def recused_from(user: User) -> models.QuerySet[Any, Any]:
    """The councils in which the person has a declared interest today (R052)."""
    return Interest.objects.filter(user=user).holding_on(database_today()).values("council")


class ConcernQuerySet(models.QuerySet[Any]):
    """Concerns by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those the person may read.

        Advisers: all. A lead member peer: those opened to them. The secretariat: from Stage 3 on. A group
        office: those its group was told of, from Stage 3 on until a year after closing. A closed concern is
        read as at the stage it had. A declared interest in the council overrides all of it; whoever else
        signs in sees nothing (members of the Panel read issued packs, government reads releases).
        """
        if not isinstance(user, User) or not user.roles:
            return self.none()
        concerns = self.exclude(council__in=recused_from(user))
        if user.is_adviser:
            return concerns
        rule = Q(pk__in=[])
        if user.has_role(Role.MEMBER_PEER):
            rule |= Q(Exists(self._related("readers").filter(concern=OuterRef("pk"), user=user)))
        if user.has_role(Role.SECRETARIAT):
            rule |= Q(is_early=False)
        if user.has_role(*OF_A_GROUP_OFFICE):
            rule |= Q(Exists(self._told_to_the_office_of(user)), is_early=False) & STILL_TOLD
        return concerns.with_early().filter(rule)

    def known_to(self, user: User | AnonymousUser) -> ConcernQuerySet:
        """Those of which the person may know at least the council and the stage."""
        if not isinstance(user, User) or not user.roles:
            return self.none()
        if user.has_role(*(TOLD_OF_ALL | TOLD_OF_EARLY_ONES)):
            return self.exclude(council__in=recused_from(user))
        return self.visible_to(user)

    def with_early(self) -> ConcernQuerySet:
        """With `is_early`: at Stage 1 or 2, or closed from there."""
        held = Coalesce(NullIf(F("closed_from"), cast(Any, models.Value(""))), F("stage"))
        concerns = self.alias(stage_held=held)
        return concerns.alias(is_early=Q(stage_held__in=[stage.value for stage in EARLY]))

    def open(self) -> ConcernQuerySet:
        """Those not closed."""
        return self.filter(closed_at__isnull=True)

    def _related(self, name: str) -> models.QuerySet[Any]:
        return self.model._meta.get_field(name).related_model.objects.all()

    def _told_to_the_office_of(self, user: User) -> models.QuerySet[Any]:
        """Notices to the offices of the groups for which the person works today, not ended."""
        posts = user.group_office_posts.holding_on(database_today()).values("group")
        return self._related("group_office_notices").filter(
            concern=OuterRef("pk"), group__in=posts, ended_at__isnull=True
        )
