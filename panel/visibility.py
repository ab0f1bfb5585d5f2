"""Who may know of a radar entry, a meeting or a pack (TRUST section 2, rows "Radar pack" and "Radar item").

Live radar entries are for advisers and the secretariat; members, heads of group offices and others see only
what was issued for a meeting they attend. A declared interest hides a council's radar entry altogether; in a
pack it becomes a withheld line, which papers.withholding draws.
"""

from __future__ import annotations

from typing import Any, cast

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from councils.models import Interest

LIVE = (Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER, Role.SECRETARIAT)
ALL_MEETINGS = (*LIVE, Role.GOVERNANCE_OFFICER)
AT_THE_TABLE = (Role.PANEL_MEMBER, Role.HEAD_OF_GROUP_OFFICE)
# Every issued pack: advisers and the secretariat read it, the governance officer sees its hash and list.
ALL_PACKS = (Role.PRINCIPAL_ADVISER, Role.SECRETARIAT, Role.GOVERNANCE_OFFICER)


class RadarQuerySet(models.QuerySet[Any]):
    """Radar entries, by who asks."""

    def visible_to(self, user: User) -> RadarQuerySet:
        """Those this person may know of; a declared interest hides a council's (by the database's clock)."""
        if not user.has_role(*LIVE):
            return self.none()
        today = cast(Any, TruncDate(Now()))
        declared = Interest.objects.filter(user=user).holding_on(today)
        return self.exclude(council__in=declared.values("council"))

    def standing(self) -> RadarQuerySet:
        """Those not taken off."""
        return self.filter(taken_off_at__isnull=True)


def _held(path: str, day: str, user: User) -> list[Q]:
    """That a dated row at `path` (a membership, a region's holding) is this person's on the day `day`."""
    return [
        Q(**{f"{path}__user": user}),
        Q(**{f"{path}__since_on__isnull": True}) | Q(**{f"{path}__since_on__lte": F(day)}),
        Q(**{f"{path}__until_on__isnull": True}) | Q(**{f"{path}__until_on__gte": F(day)}),
    ]


class MeetingQuerySet(models.QuerySet[Any]):
    """Meetings, by who asks."""

    def visible_to(self, user: User) -> MeetingQuerySet:
        """Those this person works for or attends."""
        if user.has_role(*ALL_MEETINGS):
            return self
        if user.has_role(*AT_THE_TABLE):
            attended = self.model.objects.filter(*_held("body__memberships", "held_on", user))
            return self.filter(pk__in=attended.values("pk"))
        return self.none()


class PackQuerySet(models.QuerySet[Any]):
    """Issued packs, by who asks."""

    def visible_to(self, user: User) -> PackQuerySet:
        """Those this person may know of; what they may read of one is panel.access's to say."""
        held_on = "meeting__held_on"
        if user.has_role(*ALL_PACKS):
            return self
        if user.has_role(*AT_THE_TABLE):
            seen = self.model.objects.filter(*_held("meeting__body__memberships", held_on, user))
        elif user.has_role(Role.SENIOR_ADVISER):
            # "R": a senior adviser reads a pack that names a council of a region they held that day.
            seen = self.model.objects.filter(*_held("entries__council__region__holdings", held_on, user))
        else:
            return self.none()
        return self.filter(pk__in=seen.values("pk"))
