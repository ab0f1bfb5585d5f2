"""An Improvement Board over a package of support: who sits on it, meetings, actions (R128-R129, R149).

On-track words are for actions alone: there is none for a council, a concern or a board (WORKFLOW section 5).
"""

from __future__ import annotations

from datetime import date

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Signed, in_any_case
from cases.models.support import Board, SupportPackage
from cases.models.telling import ended_together
from common.append_only import append_only


@pghistory.track(append_only=True)
class ImprovementBoard(Signed):
    """Formed on `happened_on`, as claimed; it stands until it is stood down with a reason.

    `members` has a line each: who, and from which body. `next_meeting_on` is None where none is planned.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="boards")
    package = models.ForeignKey(SupportPackage, on_delete=models.PROTECT, related_name="boards")
    name = models.CharField(max_length=200)
    kind = models.CharField(
        max_length=9, choices=[(kind.value, kind.label) for kind in Board if kind is not Board.NONE]
    )
    chair = models.CharField(max_length=200, blank=True)
    members = models.TextField(blank=True, help_text="A line each: who, and from which body")
    next_meeting_on = models.DateField(null=True, blank=True)
    ended_on = models.DateField(null=True, blank=True, help_text="Stood down on, as claimed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(name=""), name="board_has_a_name"),
            in_any_case("board_kind_known", "kind", [Board.VOLUNTARY, Board.FORMAL]),
            models.UniqueConstraint(
                fields=["package"], condition=Q(ended_at__isnull=True), name="board_one_stands"
            ),
            ended_together("board_stood_down_by_whom_and_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True)
                | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="board_stood_down_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/support/{self.package_id}/boards/{self.pk}"

    @property
    def stands(self) -> bool:
        return self.ended_at is None

    @property
    def who_sits(self) -> list[str]:
        """Its members, a line each."""
        return [line.strip() for line in self.members.splitlines() if line.strip()]


class BoardMeeting(Signed):
    """One meeting, held on `happened_on`: what was said. `planned_on`: for which day it had been planned."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="board_meetings")
    board = models.ForeignKey(ImprovementBoard, on_delete=models.PROTECT, related_name="meetings")
    planned_on = models.DateField(null=True, blank=True)
    text = models.TextField(help_text="What was said")

    class Meta(Signed.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="board_meeting_says_something")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Meeting {self.pk} of board {self.board_id}"


class BoardAction(Signed):
    """What a board wants done, whose it is, and by when it was to be done when it was agreed."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="board_actions")
    board = models.ForeignKey(ImprovementBoard, on_delete=models.PROTECT, related_name="actions")
    what = models.CharField(max_length=300)
    whose = models.CharField(max_length=200, help_text="Who does it")
    due_on = models.DateField(null=True, blank=True, help_text="By when")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(what="") & ~Q(whose=""), name="board_action_says_what_and_whose"
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Action {self.pk} of board {self.board_id}"

    def get_absolute_url(self) -> str:
        return f"{self.board.get_absolute_url()}/actions/{self.pk}"

    @property
    def latest(self) -> ActionReview | None:
        """The newest review; `reviews` come newest first, as the queries fetch them."""
        return next(iter(self.reviews.all()), None)

    @property
    def is_open(self) -> bool:
        """Neither done nor stopped, as last reviewed."""
        return self.latest is None or self.latest.word in OPEN_WORDS

    @property
    def by_when(self) -> date | None:
        """By when it is to be done now: what the newest review that named a day said, else as agreed."""
        return next((review.due_on for review in self.reviews.all() if review.due_on), self.due_on)


class OnTrack(models.TextChoices):
    """How an action goes; never said of a council or a concern."""

    DONE = "done", "Done"
    ON_TRACK = "on_track", "On track"
    BEHIND = "behind", "Behind"
    STOPPED = "stopped", "Stopped"


OPEN_WORDS = frozenset({OnTrack.ON_TRACK.value, OnTrack.BEHIND.value})


class ActionReview(Signed):
    """A review of one action: one word, a line, a day. `due_on`: by when now, where that has changed."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="action_reviews")
    action = models.ForeignKey(BoardAction, on_delete=models.PROTECT, related_name="reviews")
    word = models.CharField(max_length=8, choices=OnTrack.choices)
    text = models.CharField(max_length=500)
    due_on = models.DateField(null=True, blank=True)

    class Meta(Signed.Meta):
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="action_review_says_something"),
            in_any_case("action_review_word_known", "word", OnTrack.values),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Review {self.pk} of action {self.action_id}"
