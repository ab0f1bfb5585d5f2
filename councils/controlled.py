"""Councils by who controls them today, as it was recorded."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from councils.models import PoliticalControl

LONGEST = 80


def controls_offered(on: date) -> list[tuple[str, str]]:
    """Every control some council has today, to choose from: published, and the same for everybody."""
    held = PoliticalControl.objects.holding_on(on).order_by("control")
    return [(name, name) for name in held.values_list("control", flat=True).distinct()]


def council_ids_controlled_by(control: str, on: date) -> QuerySet[PoliticalControl, int]:
    """The ids of the councils under this control on the day."""
    held = PoliticalControl.objects.holding_on(on).filter(control=control[:LONGEST])
    return held.values_list("council_id", flat=True)
