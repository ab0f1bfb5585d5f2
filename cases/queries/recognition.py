"""Councils on their way to recognition, and the public facts about the seven of 2012 (R172-R173)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Prefetch

from accounts.models import User
from cases.council_access import standing_of, what_is_missing
from cases.models import Recognition, RecognitionStep, Step
from cases.models.recognition import CONFIRMATIONS, ELEMENTS
from cases.register import RatedCouncil, rated_councils
from councils.models import Council


@dataclass(frozen=True, kw_only=True)
class AskedFor:
    """An element or a confirmation, and the step that stands for it (None: not held)."""

    kind: Step
    step: RecognitionStep | None


@dataclass(frozen=True, kw_only=True)
class Way:
    """A council's way to recognition as it stands."""

    recognition: Recognition
    elements: list[AskedFor]
    confirmations: list[AskedFor]
    missing: list[str]
    invited: RecognitionStep | None
    recognised: RecognitionStep | None
    learning: list[RecognitionStep]
    steps: list[RecognitionStep]

    @property
    def council(self) -> Council:
        return self.recognition.council

    @property
    def aligned(self) -> int:
        """How many of the five are held and align: a count of papers, not of the council's merit."""
        return len(self.elements) + len(self.confirmations) - len(self.missing)

    @property
    def stands(self) -> str:
        """Where it stands, in words."""
        if self.recognised:
            return "Recognised by the Board"
        if self.invited:
            return "Invited to present to the Board"
        if not self.missing:
            return "All five align: the council can be invited"
        if self.aligned == 1:
            return "One of the five is held and aligns"
        return f"{('None', 'One', 'Two', 'Three', 'Four')[self.aligned]} of the five are held and align"


def ways(user: User | AnonymousUser) -> list[Way]:
    """Every council on its way that the person may know of, by name."""
    held = _loaded(Recognition.objects.visible_to(user)).order_by("council__short_name")
    return [_way(one) for one in held]


def way_of(user: User | AnonymousUser, pk: int) -> Way | None:
    """One of them, or None where it is missing or may not be known."""
    held = _loaded(Recognition.objects.visible_to(user)).filter(pk=pk).first()
    return _way(held) if held else None


def recognition_about(council: Council, user: User | AnonymousUser) -> Way | None:
    """The council's own way, if it is on one."""
    held = _loaded(Recognition.objects.visible_to(user)).filter(council=council).first()
    return _way(held) if held else None


def rated_with_councils() -> list[tuple[RatedCouncil, Council | None]]:
    """The seven of 2012 with what documents say of them, and the council as the register holds it."""
    found = {one.code: one for one in Council.objects.filter(code__in=[one.code for one in rated_councils()])}
    return [(one, found.get(one.code)) for one in rated_councils()]


def rated_fact_of(council: Council) -> RatedCouncil | None:
    """What documents say of this council's recognition, if it is one of the seven."""
    return next((one for one in rated_councils() if one.code == council.code), None)


def _way(held: Recognition) -> Way:
    steps = list(held.steps.all())
    standing = standing_of(steps)
    return Way(
        recognition=held,
        elements=[AskedFor(kind=kind, step=standing.get(kind)) for kind in ELEMENTS],
        confirmations=[AskedFor(kind=kind, step=standing.get(kind)) for kind in CONFIRMATIONS],
        missing=what_is_missing(steps),
        invited=standing.get(Step.INVITED),
        recognised=standing.get(Step.RECOGNISED),
        learning=[step for step in steps if step.kind == Step.LEARNING],
        steps=steps,
    )


def _loaded(held: Any) -> Any:
    steps = RecognitionStep.objects.select_related("by", "challenge").prefetch_related("challenge__councils")
    return held.select_related("council__region", "by").prefetch_related(
        Prefetch("steps", queryset=cast(Any, steps.order_by("id")))
    )
