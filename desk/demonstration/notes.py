"""The invented notes about fictional councils, and the two that quote Thurrock's public paper."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from councils import queries as councils
from councils.models import Council
from desk.demonstration.people import content
from intelligence import queries as intelligence
from intelligence.models import Note
from intelligence.workflow import Told, log_note, open_note_to, share_practice


def load_notes(people: dict[str, User], places: dict[str, Council], *, at: datetime) -> dict[str, Note]:
    """The notes by their key, each logged by its adviser."""
    today = timezone.localdate(at)
    notes = {}
    for row in content("notes"):
        follow_up_in = row.get("follow_up_in")
        note = _logged(
            row,
            by=people[row["by"]],
            council=places[row["council"]],
            at=at,
            happened_on=today - timedelta(days=row["days"]),
            follow_up_on=today + timedelta(days=follow_up_in) if follow_up_in else None,
        )
        if named := [people[key] for key in row.get("named", ())]:
            open_note_to(by=people[row["by"]], at=at, note=note, readers=named)
        if shared := row.get("shared"):
            share_practice(
                by=people[row["by"]],
                at=at,
                note=note,
                title=shared["title"],
                text=shared["text"],
                agreed_by=shared["agreed_by"],
                agreed_on=today - timedelta(days=shared["days"]),
                service_area=note.service_area,
            )
        notes[row["key"]] = note
    return notes


def load_thurrock_notes(adviser: User, thurrock: Council, *, at: datetime) -> dict[str, Note]:
    """What the paper says, as published material (R183-R184)."""
    return {
        row["key"]: _logged(
            row | {"how_known": "published", "marking": "open"},
            by=adviser,
            council=thurrock,
            at=at,
            happened_on=row["on"],
            follow_up_on=None,
        )
        for row in content("thurrock")
        if row["kind"] == "note"
    }


def _logged(row: dict[str, Any], *, by: User, council: Council, at: datetime, **days: Any) -> Note:
    factors = {factor.slug: factor for factor in intelligence.factors_offered()}
    types = {one.slug: one for one in intelligence.source_types_offered()}
    areas = {area.slug: area for area in councils.service_areas()}
    kind = row.get("kind", "sign")
    return log_note(
        by=by,
        at=at,
        council=council,
        text=row["text"],
        told=Told(type=types[row["source"]], role=row["role"], region=council.region),
        known=row["how_known"],
        kind="sign" if kind == "note" else kind,
        factors=[factors[slug] for slug in row["factors"]],
        service_area=areas.get(row.get("service", "")),
        marking=row.get("marking", "advisers"),
        is_source_protected="source_protected" in row.get("caveats", ()),
        **days,
    )
