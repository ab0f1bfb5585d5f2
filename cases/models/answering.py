"""What those who were told of a concern answer: that they have read it, and their words (TRUST section 2)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.concern import Concern, Signed
from cases.models.telling import GroupOfficeFlag, PanelLine
from common.append_only import append_only


class Answer(Signed):
    """An answer to what a group office or the Panel was told: with or without words, never changed.

    `acknowledges`: it comes from those who were told; an adviser's own words in between do not.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="answers")
    flag = models.ForeignKey(
        GroupOfficeFlag, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    line = models.ForeignKey(
        PanelLine, null=True, blank=True, on_delete=models.PROTECT, related_name="answers"
    )
    acknowledges = models.BooleanField()
    text = models.TextField(blank=True)

    class Meta(Signed.Meta):
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(flag__isnull=True, line__isnull=False) | Q(flag__isnull=False, line__isnull=True),
                name="answer_is_to_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(acknowledges=True) | ~Q(text=""), name="answer_acknowledges_or_says_something"
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Answer {self.pk} on concern {self.concern_id}"
