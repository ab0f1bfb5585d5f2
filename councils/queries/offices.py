"""Who leads a council, and who controls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import F, OuterRef, QuerySet
from django.db.models.functions import JSONObject

from accounts.models import User
from common.timeline import DECISION, Entry
from councils.access import recused_council_ids
from councils.models import ChangeOfControl, Council, Officeholder, PoliticalControl
from councils.queries.regions import region_ids_held_by

STALE = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class People:
    """Everybody held as leading the council, by office, and its control, the latest first."""

    officeholders: list[Officeholder]
    controls: list[PoliticalControl]
    changes: list[ChangeOfControl]


def people_of(council: Council) -> People:
    """Who leads and led the council, in three queries."""
    latest = F("until_on").desc(nulls_first=True), F("since_on").desc(nulls_last=True)
    return People(
        officeholders=list(council.officeholders.order_by("office", *latest, "name")),
        controls=list(council.controls.order_by(*latest)),
        changes=list(council.changes_of_control.select_related("answered_by")),
    )


def officeholders(council: Council, on: date) -> list[Officeholder]:
    """Whom one talks to at the council on the day, by office."""
    return list(council.officeholders.holding_on(on).order_by("office", "name"))


def change_by_id(pk: int) -> ChangeOfControl | None:
    """A change of control, or None."""
    return _changes().filter(pk=pk).first()


def changes_to_answer(user: User, on: date) -> list[ChangeOfControl]:
    """Changes within a year at councils of the person's regions of which nobody has said whether the free
    days were offered (R131), the longest ago first."""
    if not user.is_adviser:
        return []
    changes = _changes().filter(
        answer="", changed_on__gt=on - STALE, council__region__in=region_ids_held_by(user, on)
    )
    return list(changes.exclude(council__in=recused_council_ids(user, on)).order_by("changed_on", "pk"))


def changes_of(council: Council | OuterRef) -> QuerySet[ChangeOfControl, dict[str, Any]]:
    """Its changes of control, the newest first, as `change_entry` takes them; for a subquery too."""
    told = JSONObject(what="what", was="was", became="became", on="changed_on", at="recorded_at")
    return ChangeOfControl.objects.filter(council=council).values_list(told, flat=True)


def change_entry(council: Council, told: dict[str, Any]) -> Entry:
    """A change of control as an entry of the council's dated stream (■); it is published."""
    what = ChangeOfControl(what=told["what"], was=told["was"], became=told["became"])
    return Entry(
        mark=DECISION,
        happened_on=date.fromisoformat(told["on"]),
        recorded_at=datetime.fromisoformat(told["at"]),
        title=str(what),
        address=f"{council.get_absolute_url()}/people",
    )


def _changes() -> QuerySet[ChangeOfControl]:
    return ChangeOfControl.objects.select_related("council__region")
