"""The radar as one person may see it; by next date, region, adviser or name, never by seriousness."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from django.db.models import F, QuerySet
from django.utils import timezone

from accounts.models import Role, User
from common.timeline import DECISION, Entry
from councils.access import recused_council_ids
from councils.models import Council, Region
from councils.queries import councils_as_at, region_ids_held_by
from panel.live import LiveConcern, concerns_about
from panel.models import RadarEntry

ORDERS: dict[str, tuple[Any, ...]] = {
    "date": (F("next_look_on").asc(nulls_last=True), "council__short_name"),
    "region": ("council__region__name", "council__short_name"),
    "adviser": ("put_on_by__name", "council__short_name"),
    "name": ("council__short_name",),
}


def radar_for(user: User) -> QuerySet[RadarEntry]:
    """Councils on the radar that this person may know of."""
    held = RadarEntry.objects.visible_to(user).standing()
    return held.select_related("council__region", "put_on_by")


def filtered_radar(
    user: User, *, region: Region | None = None, name: str = "", order: str = "date"
) -> QuerySet[RadarEntry]:
    """The same, narrowed to a region and to part of a name; `order` is date, region, adviser or name."""
    held = radar_for(user)
    if region:
        held = held.filter(council__region=region)
    if name:
        held = held.filter(council__name__icontains=name) | held.filter(council__short_name__icontains=name)
    return held.order_by(*ORDERS.get(order, ORDERS["date"]))


def last_off_for(user: User, limit: int = 10) -> QuerySet[RadarEntry]:
    """Councils lately taken off, latest first."""
    held = RadarEntry.objects.visible_to(user).filter(taken_off_at__isnull=False)
    return held.select_related("council__region", "taken_off_by").order_by("-taken_off_at")[:limit]


def radar_entry_for(user: User, pk: int) -> RadarEntry | None:
    """One entry, standing or taken off, or None."""
    held = RadarEntry.objects.visible_to(user).filter(pk=pk)
    return held.select_related("council__region", "put_on_by", "taken_off_by").first()


def councils_to_put_on(user: User, on: date) -> QuerySet[Council]:
    """Councils this principal adviser may put on the radar: of their regions, not on it, no interest."""
    if not user.has_role(Role.PRINCIPAL_ADVISER):
        return Council.objects.none()
    councils = councils_as_at(on).filter(region_id__in=region_ids_held_by(user, on))
    standing = RadarEntry.objects.standing().values("council")
    return councils.exclude(pk__in=standing).exclude(pk__in=recused_council_ids(user, on))


def is_on_radar(council: Council) -> bool:
    """Whether the council stands on the radar now (for rules; pages ask `council_radar`)."""
    return RadarEntry.objects.standing().filter(council=council).exists()


def council_radar(council: Council, user: User) -> RadarEntry | None:
    """The council's standing entry, for those who may know of it."""
    return radar_for(user).filter(council=council).first()


@dataclass(frozen=True)
class RadarLine:
    """A line of the radar's list: the entry, its open concerns, whether this person decides about it."""

    entry: RadarEntry
    concerns: tuple[LiveConcern, ...]
    decides: bool

    @property
    def next_on(self) -> date | None:
        """The next date anybody has set."""
        dates = [self.entry.next_look_on, *(concern.next_review_on for concern in self.concerns)]
        return min((each for each in dates if each), default=None)


def radar_lines(entries: QuerySet[RadarEntry], user: User, on: date, order: str) -> list[RadarLine]:
    """The entries with their concerns; by the earlier of their dates where dates are asked for.

    Of a concern at Stage 1 or 2 only advisers read the summary here (TRUST section 2).
    """
    held = list(entries)
    by_council: dict[int, list[LiveConcern]] = {}
    for concern in concerns_about(user, [entry.council for entry in held]):
        if not concern.in_full and not user.is_adviser:
            concern = replace(concern, summary="")
        by_council.setdefault(concern.council.pk, []).append(concern)
    regions = region_ids_held_by(user, on) if user.has_role(Role.PRINCIPAL_ADVISER) else frozenset()
    lines = [
        RadarLine(
            entry, tuple(by_council.get(entry.council_id, ())), decides=entry.council.region_id in regions
        )
        for entry in held
    ]
    if order == "date":
        lines.sort(key=lambda line: (line.next_on or date.max, line.entry.council.short_name))
    return lines


def timeline_entries(council: Council, user: User, limit: int = 50) -> list[Entry]:
    """When the council was put on the radar and taken off, for the council's page; newest first."""
    found: list[dict[str, Any]] = []
    held = RadarEntry.objects.visible_to(user).filter(council=council)
    for entry in held.select_related("put_on_by", "taken_off_by"):
        found.append(_entry("Put on the radar", entry.put_on_reason, entry.put_on_by, entry.put_on_at))
        if entry.taken_off_at and entry.taken_off_by:
            found.append(
                _entry("Taken off the radar", entry.taken_off_reason, entry.taken_off_by, entry.taken_off_at)
            )
    entries = [Entry(**said) for said in found]
    entries.sort(key=lambda entry: entry.recorded_at, reverse=True)
    return entries[:limit]


def _entry(title: str, text: str, by: User, at: datetime) -> dict[str, Any]:
    return {
        "mark": DECISION,
        "happened_on": timezone.localtime(at).date(),
        "recorded_at": at,
        "title": title,
        "text": text,
        "who": by.name,
    }
