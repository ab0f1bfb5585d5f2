"""England as a square a council: which have an open concern, for those who may know (UI.md, Charts)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.models import Concern
from cases.stages import OPEN_STAGES, Stage
from councils.models import Council, Region
from councils.queries import councils_as_at

_NUMBERS = ("no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")


@dataclass(frozen=True, kw_only=True)
class Square:
    """One council and the stages of its open concerns, in the order of the stages: digits, never a shade."""

    council: Council
    stages: tuple[Stage, ...] = ()

    @property
    def name(self) -> str:
        """The council's name; an invented one is always called so."""
        return f"{self.council.short_name}{' (fictional)' if self.council.is_fictional else ''}"

    @property
    def digits(self) -> str:
        """As the square prints them: "3", "1 4", each stage once."""
        return " ".join(dict.fromkeys(stage.digit for stage in self.stages))

    @property
    def concerns_in_words(self) -> str:
        """ "one open concern, Stage 3"; "two open concerns, Stages 1 and 4"; "no open concern"."""
        number = len(self.stages)
        if not number:
            return "no open concern"
        counted = _NUMBERS[number] if number < len(_NUMBERS) else str(number)
        *most, last = dict.fromkeys(stage.digit for stage in self.stages)
        named = f"Stages {', '.join(most)} and {last}" if most else f"Stage {last}"
        return f"{counted} open concern{'' if number == 1 else 's'}, {named}"

    @property
    def said(self) -> str:
        """What it is called: "Marchford (fictional): one open concern, Stage 3"."""
        return f"{self.name}: {self.concerns_in_words}"


@dataclass(frozen=True, kw_only=True)
class GridRegion:
    """One of the nine regions: its councils by name."""

    region: Region
    squares: list[Square]

    @property
    def tinted(self) -> list[Square]:
        """Those with an open concern, by name."""
        return [square for square in self.squares if square.stages]


@dataclass(frozen=True, kw_only=True)
class Grid:
    """The whole picture, by region and name, and in one sentence."""

    regions: list[GridRegion]

    @property
    def sentence(self) -> str:
        """What the picture says, counted and not judged."""
        councils = sum(len(one.tinted) for one in self.regions)
        concerns = sum(len(square.stages) for one in self.regions for square in one.tinted)
        if not concerns:
            return "No open concern is held that you may know of. That is usual."
        of = sum(len(one.squares) for one in self.regions)
        return (
            f"{councils:,} of {of:,} councils {'has' if councils == 1 else 'have'} an open concern that you "
            f"may know of: {concerns:,} open concern{'' if concerns == 1 else 's'} in all."
        )


def council_grid(user: User | AnonymousUser, on: date) -> Grid:
    """Every council of the day with the stages of its open concerns that this person may know of.

    Two queries. Of each concern no more is read than its council and stage, which the secretariat and the
    governance officer may know (TRUST section 2); everybody else knows of what they may read. A council that
    is no more stands here while a concern about it is open.
    """
    known = Concern.objects.known_to(user).open().select_related("council__region")
    order = {stage: place for place, stage in enumerate(OPEN_STAGES)}
    stages: dict[int, list[Stage]] = {}
    councils = {council.pk: council for council in councils_as_at(on)}
    for concern in known:
        stages.setdefault(concern.council_id, []).append(concern.at_stage)
        councils.setdefault(concern.council_id, concern.council)
    squares = [
        Square(council=council, stages=tuple(sorted(stages.get(pk, ()), key=order.__getitem__)))
        for pk, council in councils.items()
    ]
    squares.sort(key=lambda one: (one.council.region.name, one.council.short_name, one.council.pk))
    return Grid(
        regions=[
            GridRegion(region=region, squares=list(held))
            for region, held in groupby(squares, key=lambda one: one.council.region)
        ]
    )
