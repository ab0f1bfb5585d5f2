"""Signs held about a council, and what is withheld from an adviser."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.contrib.postgres.aggregates import ArrayAgg
from django.db.models import Count, Max, OuterRef, Subquery
from django.db.models.functions import JSONObject

from councils.models import Council
from intelligence.independence import SEEN, Seen, told_apart
from intelligence.models import Checked, Factor, Kind, Note, NoteFactor, Outcome
from intelligence.queries.notes import Someone


@dataclass(frozen=True)
class SignHeld:
    """A sign, how many standing notes carry it, of how many sources that can be told apart, the latest day
    (None: nothing held)."""

    factor: Factor
    notes: int
    sources: int
    latest_on: date | None


@dataclass(frozen=True)
class Withheld:
    """How many notes about a council this adviser may not open, and whom to ask."""

    count: int
    ask: str


def signs_held(council: Council, user: Someone) -> list[SignHeld]:
    """Every sign with what is held on it, in the sources' order; good practice is not counted as a sign,
    nor is a note that was contradicted or resolved satisfactorily. One query."""
    notes = Note.objects.visible_to(user).standing().filter(council=council)
    notes = notes.exclude(kind=Kind.GOOD_PRACTICE).exclude(checked=Checked.CONTRADICTED)
    notes = notes.exclude(outcome=Outcome.SATISFACTORY)
    tagged = NoteFactor.objects.filter(note__in=notes.values("pk"), factor=OuterRef("pk"))
    source = JSONObject(**{name: f"note__source__{way}" for name, way in SEEN.items()})
    counted = (
        tagged.order_by()
        .values("factor")
        .annotate(
            held=JSONObject(
                notes=Count("note"),
                sources=ArrayAgg(source, distinct=True),
                latest_on=Max("note__happened_on"),
            )
        )
    )
    signs = []
    for factor in Factor.objects.annotate(held=Subquery(counted.values("held"))):
        held = factor.held
        if held:
            latest_on = date.fromisoformat(held["latest_on"])
            sources = told_apart(Seen(**one) for one in held["sources"])
            signs.append(SignHeld(factor, held["notes"], sources, latest_on))
        elif factor.is_offered:
            signs.append(SignHeld(factor, 0, 0, None))
    return signs


def withheld_from(user: Someone, council: Council) -> list[Withheld]:
    """How many notes about the council an adviser may not open, by whom to ask; for everyone else none."""
    notes = Note.objects.withheld_from(user).filter(council=council)
    counted = notes.order_by("owner__name").values("owner__name").annotate(count=Count("pk"))
    return [Withheld(count=row["count"], ask=row["owner__name"]) for row in counted]
