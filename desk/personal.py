"""All the texts in which a person may be named, of every room that says which of its own may."""

from __future__ import annotations

from itertools import groupby

import accounts.personal_texts
import cases.personal_texts
import councils.personal_texts
import indicators.personal_texts
import intelligence.personal_texts
import liaison.personal_texts
import panel.personal_texts
from common.personal_texts import Place
from intelligence.queries.elsewhere import Elsewhere

PLACES: tuple[Place, ...] = (
    *cases.personal_texts.PLACES,
    *panel.personal_texts.PLACES,
    *liaison.personal_texts.PLACES,
    *intelligence.personal_texts.PLACES,
    *councils.personal_texts.PLACES,
    *indicators.personal_texts.PLACES,
    *accounts.personal_texts.PLACES,
)


def by_heading(found: list[Elsewhere]) -> list[tuple[str, list[Elsewhere]]]:
    """What was found under the headings of its rooms, in the rooms' order."""
    return [(heading, list(rows)) for heading, rows in groupby(found, key=lambda one: one.place.heading)]
