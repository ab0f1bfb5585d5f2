"""Look-backs: those asked for and not made yet, one with what it looks back on, what was found (R151)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, QuerySet

from cases.models import Concern, Ending, LookBack, LookBackPutOff, SupportPackage
from cases.queries.reading import packages


def endings_to_look_back(concerns: Any) -> QuerySet[Ending]:
    """Of these concerns, the endings on which somebody meant to look back and nobody has yet."""
    asked = Ending.objects.filter(concern__in=concerns, look_back_on__isnull=False, look_backs__isnull=True)
    return asked.select_related("concern__council__region", "put_off")


def ending_of(concern: Concern, pk: int) -> Ending | None:
    """One ending of the concern, whole."""
    return _whole(Ending.objects.filter(concern=concern, pk=pk)).first()


def look_back_of(concern: Concern, pk: int) -> LookBack | None:
    """One look-back of the concern that nothing corrects."""
    held = LookBack.objects.filter(concern=concern, pk=pk, corrected_by__isnull=True)
    return held.select_related("by", "acted_for", "ending__put_off", "ending__change").first()


def _whole(endings: QuerySet[Ending]) -> QuerySet[Ending]:
    looked = LookBack.objects.select_related("by", "acted_for").order_by("-id")
    return endings.select_related(
        "by", "acted_for", "change", "put_off__by", "put_off__acted_for"
    ).prefetch_related(Prefetch("look_backs", queryset=looked))


@dataclass(frozen=True, kw_only=True)
class LookingBack:
    """The page of one look-back. `support` had ended by then; `done`: what stands, `earlier`: before it."""

    ending: Ending
    support: list[SupportPackage]
    done: LookBack | None
    earlier: list[LookBack]
    put_off: LookBackPutOff | None


def looking_back(concern: Concern, ending: Ending) -> LookingBack:
    """What the ending left behind, the support that ended with it or before, and what was found since."""
    done = list(ending.look_backs.all())
    ended = [one for one in packages(concern) if one.ended_on and one.ended_on <= ending.happened_on]
    return LookingBack(
        ending=ending,
        support=ended,
        done=done[0] if done else None,
        earlier=done[1:],
        put_off=getattr(ending, "put_off", None),
    )
