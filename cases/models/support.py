"""Support that is offered, how it goes, and what government does, which is only recorded."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pghistory
from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Met, Signed, in_any_case
from cases.models.telling import ended_together
from cases.stages import GOVERNMENTS, Stage
from common.append_only import append_only

if TYPE_CHECKING:
    from cases.models.board import ImprovementBoard


class Weight(models.TextChoices):
    """How much of it there is (R120-R121)."""

    LIGHT = "light", "Light: good practice, a one-off session, mentoring"
    FULL = "full", "A package of support"


class Board(models.TextChoices):
    """Whether an Improvement Board stands over it (R128-R129)."""

    NONE = "none", "None"
    VOLUNTARY = "voluntary", "Voluntary Improvement Board"
    FORMAL = "formal", "Formal Improvement Board"


@pghistory.track(append_only=True)
class SupportPackage(Signed):
    """What is provided, by whom, for how much (R127-R130). `money` is in whole pounds; None: not known.

    `attention_*`: people ask for the Panel's attention to this package, with a reason; it is a mark on
    the package, never on the council.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="support")
    weight = models.CharField(max_length=5, choices=Weight.choices, default=Weight.FULL)
    objectives = models.TextField(help_text="What it is for")
    provider = models.CharField(
        max_length=300, help_text="Who provides it: LGA, CIB, TEASC, regional bodies …"
    )
    people = models.TextField(blank=True)
    money = models.PositiveIntegerField(null=True, blank=True, validators=[MinValueValidator(1)])
    money_from = models.CharField(max_length=200, blank=True)
    board = models.CharField(max_length=9, choices=Board.choices, default=Board.NONE)
    terms_of_engagement = models.TextField(blank=True)
    terms_agreed_on = models.DateField(null=True, blank=True)
    terms_agreed_by_council = models.CharField(max_length=200, blank=True)
    terms_agreed_by_lga = models.CharField(max_length=200, blank=True)
    attention_reason = models.TextField(blank=True)
    attention_at = models.DateTimeField(null=True, blank=True)
    attention_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_on = models.DateField(null=True, blank=True, help_text="As claimed")
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True)
    version = models.PositiveIntegerField(default=1)

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(objectives="") & ~Q(provider=""), name="support_says_what_and_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(attention_reason="", attention_at__isnull=True, attention_by__isnull=True)
                | Q(attention_at__isnull=False, attention_by__isnull=False) & ~Q(attention_reason=""),
                name="support_attention_by_whom_and_why",
            ),
            ended_together("support_ended_by_whom_and_why"),
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_on__isnull=True)
                | Q(ended_at__isnull=False, ended_on__isnull=False),
                name="support_ended_on_a_day",
            ),
        ]

    def __str__(self) -> str:
        return f"Support {self.pk} of concern {self.concern_id}"

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/support/{self.pk}"

    @property
    def asks_for_attention(self) -> bool:
        return self.attention_at is not None

    @property
    def goes_on(self) -> bool:
        return self.ended_at is None

    @property
    def money_words(self) -> str:
        """ "60,000"; empty where it is not known."""
        return f"{self.money:,}" if self.money else ""

    @property
    def known_money(self) -> str:
        """ "£560,000 known; 2 inputs without a sum", of all its inputs; empty where there are none."""
        inputs = self.inputs.all()
        if not inputs:
            return ""
        sums = [one.money for one in inputs if one.money]
        without = len(inputs) - len(sums)
        words = f"{without} {'input' if without == 1 else 'inputs'} without a sum"
        if not sums:
            return f"No sum is known; {words}"
        return f"£{sum(sums):,} known; {words}" if without else f"£{sum(sums):,} known"

    @property
    def givers(self) -> list[str]:
        """Who gives something to it and goes on doing so, each once."""
        return list(dict.fromkeys(one.whose for one in self.inputs.all() if one.goes_on or not self.goes_on))

    @property
    def standing_board(self) -> ImprovementBoard | None:
        """The Improvement Board that stands over it, if who sits on it is held."""
        return next((board for board in self.boards.all() if board.stands), None)

    @property
    def in_a_line(self) -> str:
        """What the Panel reads where there is room for one line."""
        return f"{self.provider}: {self.objectives}"


class SupportProgress(Signed):
    """What has come of a package so far, dated and signed; read by the Panel (R127, R147)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="progress")
    package = models.ForeignKey(SupportPackage, on_delete=models.PROTECT, related_name="progress")
    text = models.TextField()

    class Meta(Signed.Meta):
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="progress_says_something")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Progress {self.pk} of support {self.package_id}"


class PoliticalAction(Signed):
    """What politicians do where the blockage is political (R150)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="political_actions")
    blockage = models.TextField(help_text="What stands in the way")
    action = models.TextField()
    whose = models.CharField(max_length=200, help_text="Who sees to it")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(blockage="") & ~Q(action="") & ~Q(whose=""),
                name="political_action_says_what_and_whose",
            )
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Political action {self.pk} on concern {self.concern_id}"


class GovernmentAct(Signed):
    """What government did: recorded as it is, with what the sources expect of it (R155-R163).

    Department, legal basis and body are words, for they change. A later account supersedes an earlier one.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="government_acts")
    step = models.CharField(
        max_length=24, choices=[(stage.value, stage.label) for stage in Stage if stage in GOVERNMENTS]
    )
    department = models.CharField(max_length=200)
    legal_basis = models.CharField(max_length=300)
    body = models.CharField(max_length=300, help_text="Which body inspects, or takes the functions over")
    text = models.TextField(blank=True)
    raised_with_council = models.CharField(max_length=9, choices=Met.choices, default=Met.NOT_KNOWN)
    raised_with_lga = models.CharField(max_length=9, choices=Met.choices, default=Met.NOT_KNOWN)
    time_allowed = models.CharField(max_length=9, choices=Met.choices, default=Met.NOT_KNOWN)
    expectations_note = models.TextField(blank=True)
    proportionate = models.TextField(
        blank=True, help_text="What is done to keep it proportionate and focused on improvement (R161)"
    )
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(department="") & ~Q(legal_basis="") & ~Q(body=""),
                name="government_act_says_who_and_by_what_power",
            ),
            in_any_case("government_act_is_governments", "step", sorted(GOVERNMENTS)),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Government act {self.pk} on concern {self.concern_id}"

    @property
    def at_step(self) -> Stage:
        return Stage(self.step)

    def get_absolute_url(self) -> str:
        return f"/cases/{self.concern_id}/government/{self.pk}"

    @property
    def expectations(self) -> list[tuple[str, str]]:
        """The sources' expectations and whether each was met (R159-R160)."""
        return [
            ("Any concern was raised with the council", self.get_raised_with_council_display()),
            ("Any concern was raised with the LGA", self.get_raised_with_lga_display()),
            ("Sufficient time was allowed to show improvement", self.get_time_allowed_display()),
        ]
