"""What a room says of its texts in which a person may be named: what each is, and what may be done.

Each room gives its own (`PLACES` in its `personal_texts.py`); the search is made of all of them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models


@dataclass(frozen=True)
class Thing:
    """A row as the search shows it.

    `stays` says why no word can be taken out of it and what can be done instead; empty where words can.
    `is_told`: the words themselves may be shown inside an open request (TRUST section 2).
    """

    what: str
    address: str = ""
    council: int | None = None
    stays: str = ""
    is_told: bool = True


@dataclass(frozen=True)
class Place:
    """A table whose `texts` (column: where, in words) may name somebody; `things` says what its rows are."""

    heading: str
    table: type[models.Model]
    texts: Mapping[str, str]
    things: Callable[[Sequence[Any]], list[Thing]]
    joined: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """How a form names the table."""
        return self.table._meta.label_lower

    def rows(self, keys: Sequence[int]) -> list[Any]:
        """These rows, the newest first, with what their things are made of."""
        return list(self.table._base_manager.filter(pk__in=keys).select_related(*self.joined).order_by("-pk"))

    def history(self) -> list[type[models.Model]]:
        """The tables of its earlier versions."""
        from django.apps import apps

        return [each for each in apps.get_models() if getattr(each, "pgh_tracked_model", None) is self.table]


def each(thing: Callable[[Any], Thing]) -> Callable[[Sequence[Any]], list[Thing]]:
    """`things` of what says for one row what it is."""
    return lambda rows: [thing(row) for row in rows]
