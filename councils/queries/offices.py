"""Who leads a council, and who controls it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import F, QuerySet

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


def timeline_entries(council: Council, limit: int = 20) -> list[Entry]:
    """Who came to lead and to control the council, as entries of its dated stream (■), in one query."""
    return [
        Entry(
            mark=DECISION,
            happened_on=change.changed_on,
            recorded_at=change.recorded_at,
            title=str(change),
            address=f"{council.get_absolute_url()}/people",
        )
        for change in council.changes_of_control.all()[:limit]
    ]


def _changes() -> QuerySet[ChangeOfControl]:
    return ChangeOfControl.objects.select_related("council__region")
