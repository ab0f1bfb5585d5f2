"""What support helped before: support that ended, with its lessons and what lasted (R151, R152)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from accounts.models import User
from cases.models import (
    Board,
    Concern,
    ConcernFactor,
    Ending,
    LookBack,
    Met,
    SupportPackage,
    SupportProgress,
)
from intelligence.models import Factor

MOST_WORDS = 10
CORPORATE = "corporate"
NOTHING_SAID = "not_said"


@dataclass(frozen=True, kw_only=True)
class LessonFilters:
    """What narrows what helped; empty means all. `area`: a service area's slug, or "corporate"."""

    words: str = ""
    factor: Factor | None = None
    area: str = ""
    kind: str = ""
    board: str = ""
    provider: str = ""
    met: str = ""
    order: str = "ended"


# By how lately it ended or by name: never by how well a council did (WORKFLOW section 5).
LESSON_ORDERS: dict[str, tuple[Any, ...]] = {
    "ended": ("-ended_on", "-pk"),
    "name": ("concern__council__short_name", "-ended_on", "-pk"),
}
# Where a word may stand: on the package, on its concern, in how it went, in what it left behind.
_OF_PACKAGE = ("objectives", "provider", "people", "ended_reason", "terms_of_engagement", "concern__summary")


def ended_support(
    user: User | AnonymousUser, filters: LessonFilters | None = None, like: Concern | None = None
) -> QuerySet[SupportPackage]:
    """Support that has ended on concerns the person may read; for advisers alone.

    With `like`: of other concerns in the same service area, or with a sign in common. Each row has
    `ending_id`, the ending that followed it first, and `lesson_of` makes words of it.
    """
    if not isinstance(user, User) or not user.is_adviser:
        return SupportPackage.objects.none()
    visible = Concern.objects.visible_to(user).values("pk")
    after = Ending.objects.filter(concern=OuterRef("concern"), happened_on__gte=OuterRef("ended_on"))
    first = Subquery(after.order_by("happened_on", "id").values("pk")[:1])
    held = SupportPackage.objects.filter(concern__in=visible, ended_at__isnull=False)
    held = _narrowed(held.annotate(ending_id=first), filters or LessonFilters())
    if like is not None:
        held = held.filter(_like(like)).exclude(concern=like)
    order = LESSON_ORDERS.get(filters.order if filters else "ended", LESSON_ORDERS["ended"])
    return held.order_by(*order)


def _like(concern: Concern) -> Q:
    """The same service area, or a sign in common."""
    shared = ConcernFactor.objects.filter(
        concern=OuterRef("concern"), factor__in=concern.factors.values("pk")
    )
    alike = Q(Exists(shared))
    return alike | Q(concern__service_area=concern.service_area) if concern.service_area_id else alike


def _narrowed(held: QuerySet[SupportPackage], filters: LessonFilters) -> QuerySet[SupportPackage]:
    for word in filters.words.split()[:MOST_WORDS]:
        held = held.filter(_says(word))
    if filters.factor:
        held = held.filter(concern__factors=filters.factor)
    if filters.area == CORPORATE:
        held = held.filter(concern__service_area__isnull=True)
    elif filters.area:
        held = held.filter(concern__service_area__slug=filters.area)
    if filters.kind:
        held = held.filter(concern__council__kind=filters.kind)
    if filters.board in Board.values:
        held = held.filter(board=filters.board)
    if filters.provider:
        held = held.filter(provider__icontains=filters.provider)
    ending = Ending.objects.filter(pk=OuterRef("ending_id"))
    if filters.met in Met.values:
        held = held.filter(Exists(ending.filter(coming_off_point_met=filters.met)))
    elif filters.met == NOTHING_SAID:
        held = held.exclude(Exists(ending.exclude(coming_off_point_met="")))
    return held


def _says(word: str) -> Q:
    said = Q()
    for name in _OF_PACKAGE:
        said |= Q(**{f"{name}__icontains": word})
    progress = SupportProgress.objects.filter(package=OuterRef("pk"), text__icontains=word)
    lessons = Ending.objects.filter(pk=OuterRef("ending_id"), lessons__icontains=word)
    looked = LookBack.objects.filter(ending=OuterRef("ending_id"), corrected_by__isnull=True)
    looked = looked.filter(Q(lasted__icontains=word) | Q(did_not_last__icontains=word))
    return said | Q(Exists(progress)) | Q(Exists(lessons)) | Q(Exists(looked))


@dataclass(frozen=True, kw_only=True)
class Lesson:
    """Support that ended, as it is read: what was provided, what it left behind, what it shares."""

    package: SupportPackage
    concern: Concern
    factors: list[Factor]
    ending: Ending | None
    looked: LookBack | None
    shares: list[str] = field(default_factory=list)

    @property
    def shares_in_words(self) -> str:
        """ "Shares 2 signs: finance, high-risk change; the same service area: planning."."""
        said = "; ".join(self.shares)
        return f"{said[:1].upper()}{said[1:]}." if said else ""


def lessons_of(packages: Iterable[SupportPackage], like: Concern | None = None) -> list[Lesson]:
    """The rows of a page made into words, in a number of queries that does not grow with them."""
    held = list(packages)
    ids = {one.pk for one in held}
    loaded = {
        one.pk: one
        for one in SupportPackage.objects.filter(pk__in=ids)
        .select_related("by", "acted_for", "concern__council__region", "concern__service_area")
        .prefetch_related("concern__factors")
    }
    newest = LookBack.objects.filter(corrected_by__isnull=True).select_related("by", "acted_for")
    wanted = {cast(Any, one).ending_id for one in held if cast(Any, one).ending_id}
    endings = {
        one.pk: one
        for one in Ending.objects.filter(pk__in=wanted).prefetch_related(Prefetch("look_backs", newest))
    }
    own = {factor.pk for factor in like.factors.all()} if like else set()
    lessons = []
    for row in held:
        package = loaded[row.pk]
        ending = endings.get(cast(Any, row).ending_id)
        factors = list(package.concern.factors.all())
        lessons.append(
            Lesson(
                package=package,
                concern=package.concern,
                factors=factors,
                ending=ending,
                looked=next(iter(ending.look_backs.all()), None) if ending else None,
                shares=_shared(package.concern, factors, like, own) if like else [],
            )
        )
    return lessons


def _shared(concern: Concern, factors: list[Factor], like: Concern, own: set[int]) -> list[str]:
    common = [str(factor.short_name or factor.name) for factor in factors if factor.pk in own]
    said = []
    if common:
        said.append(f"shares {len(common)} sign{'' if len(common) == 1 else 's'}: {', '.join(common)}")
    if concern.service_area and concern.service_area == like.service_area:
        said.append(f"the same service area: {concern.service_area}")
    return said


def support_to_start_from(user: User | AnonymousUser, pk: int) -> SupportPackage | None:
    """Ended support that the person found here, to begin another from; None where it may not be read."""
    return ended_support(user).filter(pk=pk).first()
