"""Words taken out of texts of other rooms, their earlier versions among them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.db import models

from common.errors import refuse
from common.personal_texts import Place, Thing
from common.retention import lifted
from intelligence.queries.elsewhere import Row

TAKEN_OUT = "[taken out]"
Patterns = Sequence[re.Pattern[str]]


def without(text: str, patterns: Patterns) -> str:
    """The text with each of them replaced."""
    for pattern in patterns:
        text = pattern.sub(TAKEN_OUT, text)
    return text


def key_of(one: Row) -> str:
    """How the record names it."""
    place, row, _ = one
    return f"{place.key}:{row.pk}"


def texts_elsewhere(place: Place, row: Any) -> list[str]:
    """Its texts as they stand."""
    return [str(getattr(row, column) or "") for column in place.texts]


def as_it_would_stand(place: Place, row: Any, thing: Thing, patterns: Patterns) -> dict[str, str]:
    """The columns that would change, and how they would read. Refused where it stays as it was issued."""
    if thing.stays:
        refuse(f"{thing.what}: {thing.stays} Nothing was taken out of anything. Leave it out.")
    return _changed(place, row, patterns)


def taken_out_elsewhere(place: Place, row: Any, thing: Thing, patterns: Patterns) -> int:
    """Rewrite the row and its earlier versions; in how many places."""
    held = place.table._base_manager.select_for_update(of=("self",)).get(pk=row.pk)
    changed = as_it_would_stand(place, held, thing, patterns)
    versions = place.history()
    guarded = any(trigger.name == "append_only" for trigger in getattr(place.table._meta, "triggers", ()))
    counted = "version" in {field.name for field in place.table._meta.fields} and not guarded
    places = 0
    with lifted(place.table, *versions):
        if changed:
            more: dict[str, Any] = {"version": models.F("version") + 1} if counted else {}
            place.table._base_manager.filter(pk=held.pk).update(**changed, **more)
            places += len(changed)
        for table in versions:
            for version in table._base_manager.filter(pgh_obj_id=held.pk):
                said = _changed(place, version, patterns)
                if said:
                    table._base_manager.filter(pk=version.pk).update(**said)
                    places += 1
    return places


def _changed(place: Place, row: Any, patterns: Patterns) -> dict[str, str]:
    changed = {}
    for column in place.texts:
        text = str(getattr(row, column, None) or "")
        new = without(text, patterns)
        if new != text:
            most = getattr(place.table._meta.get_field(column), "max_length", None)
            changed[column] = new[:most] if most else new
    return changed
