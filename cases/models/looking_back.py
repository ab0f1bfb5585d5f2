"""The one look-back, twelve months after support ended: what lasted and what did not (R151)."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from cases.models.concern import Ending, Signed
from common.append_only import append_only


class LookBack(Signed):
    """What lasted and what did not. One for each ending; a correction is a new row that points at it."""

    ending = models.ForeignKey(Ending, on_delete=models.PROTECT, related_name="look_backs")
    lasted = models.TextField(blank=True, help_text="What lasted")
    did_not_last = models.TextField(blank=True, help_text="What did not")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(
                condition=~Q(lasted="") | ~Q(did_not_last=""), name="look_back_says_something"
            ),
            models.UniqueConstraint(
                fields=["ending"], condition=Q(corrects__isnull=True), name="look_back_one_an_ending"
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Look-back {self.pk} on concern {self.concern_id}"

    @property
    def in_words(self) -> str:
        """Both answers, as one text."""
        lines = [f"What lasted: {self.lasted}" if self.lasted else ""]
        lines.append(f"What did not: {self.did_not_last}" if self.did_not_last else "")
        return "\n".join(text for text in lines if text)


class LookBackPutOff(Signed):
    """The look-back waits until a later day, for a reason: once, so that it is not put off for ever."""

    ending = models.OneToOneField(Ending, on_delete=models.PROTECT, related_name="put_off")
    until_on = models.DateField()
    why = models.CharField(max_length=300, help_text="One line")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(why=""), name="look_back_put_off_says_why"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Look-back on concern {self.concern_id}, put off until {self.until_on}"
