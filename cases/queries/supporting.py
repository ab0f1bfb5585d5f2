"""Support wherever it stands: the list of packages, and one Improvement Board as its page shows it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db.models import Case, Exists, F, OuterRef, Prefetch, Q, QuerySet, Subquery, When
from django.db.models.functions import Least

from accounts.models import User
from cases.models import (
    ActionReview,
    BoardAction,
    BoardMeeting,
    Concern,
    ImprovementBoard,
    SupportInput,
    SupportPackage,
)
from cases.queries.reading import inputs_in_order
from councils.models import Region

GOING, ENDED, ALL = "going", "ended", "all"


@dataclass(frozen=True, kw_only=True)
class SupportFilters:
    """What narrows the list of support; empty means all. `order`: date, region or council."""

    region: Region | None = None
    provider: str = ""
    board: str = ""
    mine: bool = False
    which: str = GOING
    order: str = "date"


# A list stands by next date, region or name, never by what might be read as seriousness (WORKFLOW section 5).
SUPPORT_ORDERS: dict[str, tuple[Any, ...]] = {
    "date": (F("next_day").asc(nulls_last=True), "concern__council__short_name", "pk"),
    "region": ("concern__council__region__name", "concern__council__short_name", "pk"),
    "council": ("concern__council__short_name", "pk"),
}


def support_for(
    user: User | AnonymousUser, filters: SupportFilters | None = None
) -> QuerySet[SupportPackage]:
    """Support on concerns the person may read, filtered and ordered; its inputs and boards come with it.

    `next_day` is the earliest of the concern's review, the board's next meeting and an input's end.
    """
    filters = filters or SupportFilters()
    visible = Concern.objects.visible_to(user)
    if filters.mine and isinstance(user, User):
        visible = visible.filter(Q(owner=user) | Q(deputy=user))
    if filters.region:
        visible = visible.filter(council__region=filters.region)
    held = SupportPackage.objects.filter(concern__in=visible.values("pk"))
    if filters.which in (GOING, ENDED):
        held = held.filter(ended_at__isnull=filters.which == GOING)
    if filters.board:
        held = held.filter(board=filters.board)
    inputs = SupportInput.objects.filter(package=OuterRef("pk"))
    if filters.provider:
        held = held.filter(Exists(inputs.filter(kind=filters.provider)))
    meets = ImprovementBoard.objects.filter(package=OuterRef("pk"), ended_at__isnull=True)
    ends = inputs.filter(ended_at__isnull=True, until_on__isnull=False).order_by("until_on")
    dates = Least(
        "concern__review_on",
        Subquery(meets.values("next_meeting_on")[:1]),
        Subquery(ends.values("until_on")[:1]),
    )
    held = held.annotate(next_day=Case(When(ended_at__isnull=True, then=dates)))
    held = held.select_related("concern__council__region", "concern__owner", "concern__deputy")
    held = held.prefetch_related(Prefetch("inputs", queryset=inputs_in_order()), "boards")
    return held.order_by(*SUPPORT_ORDERS.get(filters.order, SUPPORT_ORDERS["date"]))


@dataclass(frozen=True, kw_only=True)
class NextDate:
    """Something of a package that has a date: `what` in words."""

    what: str
    on: date
    is_past: bool


@dataclass(frozen=True, kw_only=True)
class SupportRow:
    """A package and what is next of it, the earliest first."""

    package: SupportPackage
    dates: list[NextDate]


def support_rows(packages: Iterable[SupportPackage], on: date) -> list[SupportRow]:
    """The packages of a page with their dates, from what was loaded with them."""
    return [SupportRow(package=package, dates=_dates(package, on)) for package in packages]


def _dates(package: SupportPackage, on: date) -> list[NextDate]:
    if not package.goes_on:
        return []
    found: list[tuple[date, str]] = []
    if package.concern.review_on:
        found.append((package.concern.review_on, "Review of the concern"))
    board = package.standing_board
    if board and board.next_meeting_on:
        found.append((board.next_meeting_on, "The board meets"))
    for one in package.inputs.all():
        if one.goes_on and one.until_on:
            found.append((one.until_on, f"{one.whose}: {one.gives} ends"))
    return [NextDate(what=what, on=day, is_past=day < on) for day, what in sorted(found)]


# One Improvement Board.


@dataclass(frozen=True, kw_only=True)
class BoardPage:
    """A board as its page shows it: meetings newest first; open actions by their day, then the others."""

    board: ImprovementBoard
    meetings: list[BoardMeeting]
    actions: list[BoardAction]

    @property
    def open_actions(self) -> list[BoardAction]:
        return [action for action in self.actions if action.is_open]

    @property
    def other_actions(self) -> list[BoardAction]:
        """Those done or stopped."""
        return [action for action in self.actions if not action.is_open]


def board_of(package: SupportPackage, pk: int) -> ImprovementBoard | None:
    """One board of the package."""
    held = package.boards.select_related("by", "acted_for", "ended_by", "package__concern")
    return cast("ImprovementBoard | None", held.filter(pk=pk).first())


def board_page(board: ImprovementBoard) -> BoardPage:
    """The parts of the page, in a number of queries that does not grow with what is held."""
    meetings = board.meetings.select_related("by", "acted_for").order_by("-happened_on", "-id")
    return BoardPage(
        board=board,
        meetings=list(meetings),
        actions=sorted(_actions(board), key=lambda one: (one.by_when or date.max, one.pk)),
    )


def action_of(board: ImprovementBoard, pk: int) -> BoardAction | None:
    """One action of the board, with its reviews."""
    return cast("BoardAction | None", _actions(board).filter(pk=pk).first())


def _actions(board: ImprovementBoard) -> Any:
    reviews = ActionReview.objects.select_related("by", "acted_for").order_by("-happened_on", "-id")
    actions = board.actions.select_related("by", "acted_for", "board")
    return actions.prefetch_related(Prefetch("reviews", queryset=reviews))
