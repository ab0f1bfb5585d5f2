"""Twelve months of concerns in counts, for the boards' papers: of councils it says no name and no order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from django.apps import apps
from django.db.models import Min, Q
from django.utils import timezone

from accounts.models import User
from cases.models import (
    Concern,
    Discussion,
    Ending,
    LookBack,
    LookBackPutOff,
    StageChange,
    SupportInput,
    SupportPackage,
)
from cases.stages import OPEN_STAGES, Origin, Stage
from councils.models import Council


@dataclass(frozen=True)
class YearLesson:
    """What an ending of Stage 4 or 5b, or a closing, left behind: its words, its area, its council."""

    pk: int
    area: str
    text: str
    council: Council


@dataclass(frozen=True, kw_only=True)
class YearOfConcerns:
    """The counts. `first_talks`: whole days from raising to the first talk, of those raised.

    `reviews` and `look_backs`: (kept or made, due in the twelve months). `leaves_out`: the person has a
    declared interest in a council that is counted otherwise.
    """

    open_or_ended: int
    raised: int
    closed: int
    by_area: dict[str, int]
    reached: dict[Stage, int]
    origins: dict[Origin, int]
    support: dict[str, int]
    providers: dict[str, int]
    first_talks: tuple[int, ...]
    reviews: tuple[int, int]
    look_backs: tuple[int, int]
    lessons: tuple[YearLesson, ...] = field(default=())
    fictional: bool = False
    leaves_out: bool = False


def year_of_concerns(
    user: User,
    since: date,
    until: date,
    *,
    on: date,
    areas: Collection[str] = (),
    hidden: Collection[int] = (),
) -> YearOfConcerns:
    """Concerns that were open on any day from `since` to `until`, in these service areas (none: in all).

    What is due on `on` or later is not counted as due. `hidden`: the councils from which the person is
    recused. At most 12 queries, however many concerns.
    """
    past = min(until, on - timedelta(days=1))
    within = Q(opened_on__lte=until) & (Q(closed_on__isnull=True) | Q(closed_on__gte=since))
    if areas:
        within &= Q(service_area__slug__in=areas)
    known = Concern.objects.known_to(user).filter(within)
    concerns = list(known.select_related("council", "service_area"))
    ids = [concern.pk for concern in concerns]
    raised = [concern for concern in concerns if concern.opened_on >= since]
    packages = SupportPackage.objects.filter(concern__in=ids, happened_on__range=(since, until))
    inputs = SupportInput.objects.filter(concern__in=ids, happened_on__range=(since, until))
    return YearOfConcerns(
        open_or_ended=len(concerns),
        raised=len(raised),
        closed=sum(bool(one.closed_on and since <= one.closed_on <= until) for one in concerns),
        by_area=dict(Counter(concern.about for concern in concerns)),
        reached=_furthest(ids, until),
        origins=dict(Counter(Origin(concern.origin) for concern in raised)),
        support=dict(Counter(one.get_weight_display() for one in packages)),
        providers=dict(Counter(one.get_kind_display() for one in inputs)),
        first_talks=_first_talks(raised),
        reviews=_reviews(ids, since, past),
        look_backs=_look_backs(ids, since, past),
        lessons=_lessons(user, ids, since, until),
        fictional=any(concern.council.is_fictional for concern in concerns),
        # Whether anything was left out is not asked: the answer would tell that there is something.
        leaves_out=bool(hidden),
    )


def _furthest(ids: list[int], until: date) -> dict[Stage, int]:
    """How far each had come by the day: of the stages it reached, the one furthest on."""
    place = {stage: number for number, stage in enumerate(OPEN_STAGES)}
    reached: dict[int, Stage] = {}
    changes = StageChange.objects.filter(concern__in=ids, happened_on__lte=until)
    for number, to in changes.values_list("concern_id", "to_stage"):
        stage = Stage(to)
        if stage in place and place[stage] >= place[reached.get(number, OPEN_STAGES[0])]:
            reached[number] = stage
    return dict(Counter(reached.values()))


def _first_talks(raised: list[Concern]) -> tuple[int, ...]:
    held = Discussion.objects.filter(concern__in=[one.pk for one in raised]).values("concern")
    first = {row["concern"]: row["first"] for row in held.annotate(first=Min("happened_on")).order_by()}
    return tuple(sorted(max((first[one.pk] - one.opened_on).days, 0) for one in raised if one.pk in first))


def _reviews(ids: list[int], since: date, until: date) -> tuple[int, int]:
    """Reviews due in the time, and those kept: another date set, or the concern closed, by the day."""
    events: Any = apps.get_model("cases", "ConcernEvent")
    kept = due = 0
    before: dict[int, date | None] = {}
    told = events.objects.filter(pgh_obj__in=ids).order_by("pgh_obj_id", "pgh_id")
    for number, at, review_on in told.values_list("pgh_obj_id", "pgh_created_at", "review_on"):
        was = before.get(number)
        if was and was != review_on and since <= was <= until:
            due += 1
            kept += timezone.localdate(at) <= was
        before[number] = review_on
    due += sum(bool(on and since <= on <= until) for on in before.values())
    return kept, due


def _look_backs(ids: list[int], since: date, until: date) -> tuple[int, int]:
    """Look-backs due in the time, and of them those made."""
    off = dict(LookBackPutOff.objects.filter(concern__in=ids).values_list("ending_id", "until_on"))
    endings = Ending.objects.filter(concern__in=ids, look_back_on__isnull=False)
    asked = {pk: off.get(pk) or on for pk, on in endings.values_list("pk", "look_back_on")}
    due = [pk for pk, on in asked.items() if on and since <= on <= until]
    made = LookBack.objects.filter(ending__in=due, corrects__isnull=True).count()
    return made, len(due)


def _lessons(user: User, ids: list[int], since: date, until: date) -> tuple[YearLesson, ...]:
    readable = Concern.objects.visible_to(user).filter(pk__in=ids).values("pk")
    held = Ending.objects.filter(concern__in=readable, happened_on__range=(since, until)).exclude(lessons="")
    held = held.select_related("concern__council", "concern__service_area")
    return tuple(
        YearLesson(one.pk, one.concern.about, one.lessons, one.concern.council)
        for one in held.prefetch_related("concern__council__names").order_by("happened_on", "pk")
    )
