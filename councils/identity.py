"""Who leads a council and who looks after it on a day, in one query."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from django.db.models import BigIntegerField, F, Model, QuerySet, Value
from django.db.models.functions import Cast

from councils.models import Council, Office, Officeholder, PoliticalControl, RegionHolding

_Row = TypeVar("_Row", bound=Model)
_OFFICE, _CONTROL, _HOLDING = "office", "control", "holding"


@dataclass(frozen=True, slots=True)
class Identity:
    """Who leads a council and who looks after it on a day; None or [] where it is not held (R051)."""

    council: Council
    leader: Officeholder | None
    chief_executive: Officeholder | None
    control: PoliticalControl | None
    principal_adviser: RegionHolding | None
    senior_advisers: list[RegionHolding]
    others: list[Officeholder]


def identity(council: Council, on: date) -> Identity:
    """The identity bar's facts, in one query: the newest first, those who sign in before other advisers."""
    offices: list[Officeholder] = []
    controls: list[PoliticalControl] = []
    holdings: list[RegionHolding] = []
    for row in _rows(council, on):
        if row["of"] == _OFFICE:
            offices.append(
                _made(Officeholder, row, council_id=council.pk, office=row["what"], name=row["who"])
            )
        elif row["of"] == _CONTROL:
            controls.append(_made(PoliticalControl, row, council_id=council.pk, control=row["who"]))
        else:
            holdings.append(
                _made(
                    RegionHolding,
                    row,
                    region_id=council.region_id,
                    user_id=row["whose"],
                    holder_name=row["who"],
                    capacity=row["what"],
                )
            )
    offices.sort(key=lambda one: one.office)
    leader = next((one for one in offices if one.office in (Office.LEADER, Office.MAYOR)), None)
    chief_executive = next((one for one in offices if one.office == Office.CHIEF_EXECUTIVE), None)
    capacity = RegionHolding.Capacity
    return Identity(
        council=council,
        leader=leader,
        chief_executive=chief_executive,
        control=next(iter(controls), None),
        principal_adviser=next((one for one in holdings if one.capacity == capacity.PRINCIPAL), None),
        senior_advisers=[one for one in holdings if one.capacity == capacity.SENIOR],
        others=[one for one in offices if one not in (leader, chief_executive)],
    )


def _rows(council: Council, on: date) -> list[dict[str, Any]]:
    """The three tables' rows in common columns, in the order in which they are read."""
    nothing, nobody = Value(""), Cast(Value(None), BigIntegerField())
    offices = Officeholder.objects.filter(council=council).holding_on(on)
    controls = PoliticalControl.objects.filter(council=council).holding_on(on)
    holdings = RegionHolding.objects.filter(region_id=council.region_id).holding_on(on)
    return list(
        _columns(offices, _OFFICE, what=F("office"), called=F("title"), who=F("name"), whose=nobody)
        .union(
            _columns(controls, _CONTROL, what=nothing, called=nothing, who=F("control"), whose=nobody),
            _columns(
                holdings, _HOLDING, what=F("capacity"), called=nothing, who=F("holder_name"), whose=F("user")
            ),
            all=True,
        )
        .order_by(F("whose").asc(nulls_last=True), F("since_on").desc(nulls_last=True), "id")
    )


def _columns(rows: QuerySet[Any], of: str, **columns: Any) -> QuerySet[Any, dict[str, Any]]:
    told = rows.order_by().annotate(of=Value(of), **columns)
    return told.values(
        "of", "what", "called", "who", "whose", "id", "since_on", "until_on", "source", "recorded_at"
    )


def _made(model: type[_Row], row: dict[str, Any], **fields: Any) -> _Row:
    """The row as the model's own instance, as if the model had loaded it."""
    told = fields | {"title": row["called"]} | row
    names = [field.attname for field in model._meta.concrete_fields if field.attname in told]
    return model.from_db("default", names, [told[name] for name in names])
