"""What is written down and who has been told: narrative, awareness, group offices, the Panel."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from cases.models.concern import Concern, Signed
from cases.stages import Stage
from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import PoliticalGroup
from councils.models.people import DatedQuerySet


class NarrativeEntry(Signed):
    """A piece of the concern's story, dated and signed. A correction is a new piece that points at the old.

    `proposes` is the stage a senior adviser would move it to: the principal adviser decides.
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="narrative")
    text = models.TextField()
    corrects = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrections"
    )
    proposes = models.CharField(max_length=24, blank=True, choices=Stage.choices)

    class Meta(Signed.Meta):
        verbose_name_plural = "narrative"
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="narrative_says_something"),
            models.CheckConstraint(
                condition=Q(corrects__isnull=True) | ~Q(corrects=F("id")), name="narrative_corrects_another"
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Narrative {self.pk} of concern {self.concern_id}"

    @property
    def proposes_words(self) -> str:
        """ "Stage 3: discussions with the council"."""
        return Stage(self.proposes).numbered if self.proposes else ""


class AwarenessRecord(Signed):
    """That the council was told of the concern: who there, by whom, how, on which day (claimed) and when that
    was taken in (`recorded_at`). Never changed, only superseded by another (WORKFLOW section 4)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="awareness")
    told = models.CharField(max_length=200, help_text="Who at the council")
    how = models.CharField(max_length=200)
    what = models.TextField(blank=True, help_text="What they were told")
    supersedes = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="superseded_by"
    )
    reason = models.TextField(blank=True, help_text="Why it supersedes the one before")

    class Meta(Signed.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(told="") & ~Q(how=""), name="awareness_says_who_and_how"),
            models.CheckConstraint(
                condition=Q(supersedes__isnull=True, reason="") | Q(supersedes__isnull=False) & ~Q(reason=""),
                name="awareness_superseded_with_reason",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Awareness {self.pk} of concern {self.concern_id}"

    @property
    def how_in_words(self) -> str:
        """How, as it goes on after a comma: only its first letter is made small, the rest may be names."""
        return self.how if self.how[:2].isupper() else f"{self.how[:1].lower()}{self.how[1:]}"


class GroupOfficePost(models.Model):
    """For which political group's office a person works, from and until when (R042-R043)."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="group_office_posts"
    )
    group = models.ForeignKey(PoliticalGroup, on_delete=models.PROTECT, related_name="office_posts")
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = DatedQuerySet.as_manager()

    class Meta:
        ordering = ["group__name", "user__name"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="group_office_until_after_since",
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.group}"


def ended_together(name: str) -> models.CheckConstraint:
    """When, by whom and why it ended live and die together."""
    return models.CheckConstraint(
        condition=Q(ended_at__isnull=True, ended_by__isnull=True, ended_reason="")
        | Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(ended_reason=""),
        name=name,
    )


class Notice(Signed):
    """Something told to members: it stands until it is taken back with a reason."""

    conclusion = models.ForeignKey(
        "cases.Conclusion", null=True, blank=True, on_delete=models.PROTECT, related_name="%(class)ss"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ended_reason = models.TextField(blank=True)

    class Meta(Signed.Meta):
        abstract = True

    @property
    def stands(self) -> bool:
        return self.ended_at is None


@pghistory.track(append_only=True)
class GroupOfficeFlag(Notice):
    """That a political group's office was told of the concern (R119, R121, R124)."""

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="group_office_notices")
    group = models.ForeignKey(PoliticalGroup, on_delete=models.PROTECT, related_name="notices")
    text = models.TextField(blank=True, help_text="What they were told")

    class Meta(Notice.Meta):
        constraints = [
            ended_together("group_office_notice_ended_by_whom_and_why"),
            models.UniqueConstraint(
                fields=["concern", "group"],
                condition=Q(ended_at__isnull=True),
                name="group_office_told_once",
            ),
        ]

    def __str__(self) -> str:
        return f"Concern {self.concern_id} told to {self.group}"


@pghistory.track(append_only=True)
class PanelLine(Notice):
    """A line to the Performance Support Panel: members are aware; it is not Stage 4 (WORKFLOW section 2).

    `support` empty means none yet (R121).
    """

    concern = models.ForeignKey(Concern, on_delete=models.PROTECT, related_name="panel_lines")
    challenge = models.TextField(help_text="The nature of the challenge")
    support = models.TextField(blank=True, help_text="The support being provided; empty: none yet")

    class Meta(Notice.Meta):
        constraints = [
            models.CheckConstraint(condition=~Q(challenge=""), name="panel_line_says_something"),
            ended_together("panel_line_ended_by_whom_and_why"),
            models.UniqueConstraint(
                fields=["concern"], condition=Q(ended_at__isnull=True), name="panel_line_stands_once"
            ),
        ]

    def __str__(self) -> str:
        return f"Line to PSP on concern {self.concern_id}"

    @property
    def support_in_words(self) -> str:
        return self.support or "none yet"
