"""What is due of concerns and of what stands around them: Today and the calendar show it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from accounts.models import User
from cases.models import BoardAction, Concern, ImprovementBoard, SupportInput
from cases.queries.concerns import loaded
from cases.queries.due_of_councils import dates_of_challenges, dates_of_offers
from cases.queries.looking_back import endings_to_look_back
from councils.models import Council
from councils.queries import stands_in_for


@dataclass(frozen=True, kw_only=True)
class Due:
    """One thing due: `what` in words, `about` what, of which council, on which day, and where it is.

    `what` and `about` may name what only its reader may know; `plainly` says what kind of thing it is and
    nothing more, for what leaves the service (UI.md, Habits).
    """

    what: str
    about: str = ""
    council: Council | None
    on: date
    is_late: bool
    address: str
    plainly: str = "Something due"
    concern: Concern | None = None

    @property
    def place(self) -> tuple[date, str, str, str]:
        """Where it stands in a list: by date, then council; never by what it is."""
        return (self.on, self.council.short_name if self.council else "", self.address, self.what)


def due_for(user: User | AnonymousUser, on: date) -> list[Due]:
    """What is due of what the person looks after, late ones first, by date and council.

    Of somebody who is away it is their deputy's too. Each part answers of what the person may read alone,
    in a number of queries that does not grow.
    """
    if not isinstance(user, User):
        return []
    parts: tuple[Iterable[Due], ...] = (
        _of_concerns(user, on),
        _of_support(user, on),
        _of_councils(user, on),
    )
    due = [one for part in parts for one in part]
    return sorted(due, key=lambda one: one.place)


def looked_after_by(user: User, on: date) -> Q:
    """Concerns of which the person is the owner or the deputy, or whose owner is away and left them so."""
    return Q(owner=user) | Q(deputy=user) | Q(owner__in=stands_in_for(user, on))


def _of_concerns(user: User, on: date) -> Iterable[Due]:
    """Reviews, next steps, and looks back at what was closed: at most three queries."""
    mine = looked_after_by(user, on)
    for concern in loaded(Concern.objects.visible_to(user)).filter(mine).open():
        if concern.review_on:
            yield _due(concern, "Review", concern.review_on, on, "Review due")
        if concern.next_step_on:
            yield _due(concern, concern.next_step or "Next step", concern.next_step_on, on, "Next step due")
    theirs = Concern.objects.visible_to(user).filter(mine).values("pk")
    for ending in endings_to_look_back(theirs):
        if day := ending.looks_back_on:
            address = ending.get_absolute_url()
            yield _due(ending.concern, "Look back: what lasted?", day, on, "Look back due", address)


def _of_support(user: User, on: date) -> Iterable[Due]:
    """Boards' meetings, their actions, and what a provider gives until a day: four queries."""
    theirs = Concern.objects.visible_to(user).filter(looked_after_by(user, on)).values("pk")
    going = {"package__ended_at__isnull": True, "ended_at__isnull": True, "concern__in": theirs}
    boards = ImprovementBoard.objects.filter(**going, next_meeting_on__isnull=False)
    for board in boards.select_related("concern__council__region"):
        if board.next_meeting_on:
            what, day = f"{board.name} meets", board.next_meeting_on
            yield _due(board.concern, what, day, on, "Board meeting", board.get_absolute_url())
    inputs = SupportInput.objects.filter(**going, until_on__isnull=False)
    for one in inputs.select_related("concern__council__region"):
        if one.until_on:
            what, address = (
                f"{one.whose}: {one.gives} ends",
                f"/cases/{one.concern_id}/support/{one.package_id}",
            )
            yield _due(one.concern, what, one.until_on, on, "Support ends", address)
    actions = BoardAction.objects.filter(
        concern__in=theirs, board__ended_at__isnull=True, board__package__ended_at__isnull=True
    )
    held = actions.select_related("concern__council__region", "board").prefetch_related("reviews")
    for action in held:
        if action.is_open and action.by_when:
            what, address = f"{action.whose}: {action.what}", action.board.get_absolute_url()
            yield _due(action.concern, what, action.by_when, on, "Board action due", address)


def _of_councils(user: User, on: date) -> Iterable[Due]:
    """Planned days of offers, and the days of peer challenges, of councils in the person's regions."""
    if user.is_adviser:
        for kept in (*dates_of_offers(user, on), *dates_of_challenges(user, on)):
            yield Due(**vars(kept), is_late=kept.on < on)


def _due(concern: Concern, what: str, day: date, on: date, plainly: str, address: str = "") -> Due:
    return Due(
        what=what,
        about=concern.summary,
        council=concern.council,
        on=day,
        is_late=day < on,
        address=address or concern.get_absolute_url(),
        plainly=plainly,
        concern=concern,
    )
