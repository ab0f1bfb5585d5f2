"""What group offices and the Panel were told of a concern, what they answered, and what waits for that."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from accounts.models import Role, User
from cases.models import Answer, Concern, GroupOfficeFlag, PanelLine
from cases.visibility import OF_A_GROUP_OFFICE, database_today
from councils.models import Council
from councils.ties import looked_after_by


@dataclass(frozen=True, kw_only=True)
class WhatWasTold:
    """Something one was told: by whom, on which day, in which words, and what was answered."""

    of: GroupOfficeFlag | PanelLine
    whom: str
    text: str
    address: str
    answers: list[Answer]

    @property
    def concern(self) -> Concern:
        return self.of.concern

    @property
    def council(self) -> Council:
        return self.of.concern.council

    @property
    def on(self) -> date:
        return self.of.happened_on

    @property
    def acknowledged(self) -> Answer | None:
        """The first answer of those who were told."""
        return next((one for one in self.answers if one.acknowledges), None)


def answered(told: Any) -> Any:
    """With the answers, in the order in which they came."""
    answers = Answer.objects.select_related("by", "acted_for").order_by("id")
    return told.prefetch_related(Prefetch("answers", queryset=answers))


def notices_seen(concern: Concern, user: User | AnonymousUser) -> list[GroupOfficeFlag] | None:
    """The offices told that this person may know of: a group's office its own; None: nothing is said of it.

    The secretariat knows of all, and so do the advisers of the region, the owner and the deputy
    (TRUST section 2, "Flag · view").
    """
    if not isinstance(user, User):
        return None
    notices = concern.group_office_notices.select_related("by", "acted_for", "ended_by", "group")
    if not _knows_of_all(concern, user):
        if not user.has_role(*OF_A_GROUP_OFFICE):
            return None
        notices = notices.filter(group__in=_groups_of(user), ended_at__isnull=True)
    return list(answered(notices.order_by("-id")))


def _knows_of_all(concern: Concern, user: User) -> bool:
    if user.has_role(Role.SECRETARIAT) or user.pk in (concern.owner_id, concern.deputy_id):
        return True
    held = looked_after_by(user.pk, database_today())
    return user.is_adviser and held.filter(region=concern.council.region_id).exists()


def notice_of(concern: Concern, pk: int, user: User) -> GroupOfficeFlag | None:
    """One office's notice of the concern, if this person may know of it."""
    return next((one for one in notices_seen(concern, user) or [] if one.pk == pk), None)


def line_of(concern: Concern, pk: int) -> PanelLine | None:
    """One line to the Panel of the concern."""
    found: PanelLine | None = (
        answered(concern.panel_lines.select_related("by", "acted_for")).filter(pk=pk).first()
    )
    return found


def told_to(user: User | AnonymousUser) -> list[WhatWasTold]:
    """What the person's group office was told, or the Panel: not acknowledged first, then the newest."""
    return sorted(_told(user), key=lambda told: (told.acknowledged is not None, _by_date(told), told.address))


def waiting_for(user: User | AnonymousUser) -> list[WhatWasTold]:
    """What waits for this person's acknowledgement, by date."""
    return sorted(_told(user, waiting=True), key=lambda told: (told.on, told.address))


def _by_date(told: WhatWasTold) -> int:
    """The oldest first of those that wait, the newest first of the others."""
    return told.on.toordinal() if told.acknowledged is None else -told.on.toordinal()


def _told(user: User | AnonymousUser, *, waiting: bool = False) -> list[WhatWasTold]:
    if not isinstance(user, User):
        return []
    found = []
    if user.has_role(*OF_A_GROUP_OFFICE):
        notices = _standing(GroupOfficeFlag.objects.filter(group__in=_groups_of(user)), user, "flag")
        for notice in _waiting(notices, waiting=waiting).select_related("group"):
            address = f"{notice.concern.get_absolute_url()}/group-office/{notice.pk}/answer"
            found.append(_as_told(notice, str(notice.group), notice.text, address))
    if user.has_role(Role.SECRETARIAT):
        lines = _standing(PanelLine.objects.all(), user, "line")
        for line in _waiting(lines, waiting=waiting):
            address = f"{line.concern.get_absolute_url()}/panel-line/{line.pk}/acknowledge"
            found.append(_as_told(line, "The Performance Support Panel", line.challenge, address))
    return found


def _standing(told: QuerySet[Any], user: User, of: str) -> Any:
    """What stands of it, on concerns the person may read, with whether it was acknowledged."""
    visible = Concern.objects.visible_to(user).values("pk")
    acknowledged = Answer.objects.filter(**{of: OuterRef("pk")}, acknowledges=True)
    return answered(
        told.filter(concern__in=visible, ended_at__isnull=True)
        .select_related("by", "acted_for", "concern__council__region", "concern__service_area")
        .annotate(is_acknowledged=Exists(acknowledged))
    )


def _waiting(told: Any, *, waiting: bool) -> Any:
    """Of those that wait only open ones are asked for: a closed concern asks nothing of anybody."""
    return told.filter(is_acknowledged=False, concern__closed_at__isnull=True) if waiting else told


def _as_told(of: Any, whom: str, text: str, address: str) -> WhatWasTold:
    return WhatWasTold(of=of, whom=whom, text=text, address=address, answers=list(of.answers.all()))


def _groups_of(user: User) -> Any:
    return user.group_office_posts.holding_on(database_today()).values("group")
