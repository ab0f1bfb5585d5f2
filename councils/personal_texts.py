"""Texts about councils in which somebody may be named."""

from __future__ import annotations

from common.personal_texts import Place, Thing, each
from councils.models import ChangeOfControl, Interest, Officeholder, PoliticalControl


def _officeholder(row: Officeholder) -> Thing:
    return Thing(
        f"{row.title or row.get_office_display()} of {row.council.short_name}",
        f"{row.council.get_absolute_url()}/people",
        row.council_id,
    )


def _control(row: PoliticalControl) -> Thing:
    return Thing(f"Who controls {row.council.short_name}", row.council.get_absolute_url(), row.council_id)


def _change(row: ChangeOfControl) -> Thing:
    return Thing(
        f"A change at {row.council.short_name} on {row.changed_on:%-d %B %Y}",
        row.council.get_absolute_url(),
        row.council_id,
    )


def _interest(row: Interest) -> Thing:
    stays = "A declared interest stands as it was declared. An administrator ends it and declares another."
    return Thing(f"An interest of {row.user.name} in {row.council.short_name}", "/interests", stays=stays)


PLACES = (
    Place(
        "Councils and their people",
        Officeholder,
        {"title": "the title", "source": "where it is known from"},
        each(_officeholder),
        ("council",),
    ),
    Place(
        "Councils and their people",
        PoliticalControl,
        {"control": "who controls it", "source": "where it is known from"},
        each(_control),
        ("council",),
    ),
    Place(
        "Councils and their people",
        ChangeOfControl,
        {"was": "who it was", "became": "who it became", "reason": "why support was not offered"},
        each(_change),
        ("council",),
    ),
    Place(
        "Councils and their people",
        Interest,
        {"nature": "its nature"},
        each(_interest),
        ("council", "user"),
    ),
)
