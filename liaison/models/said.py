"""What was said aloud at a meeting with the department: a disclosure like a release (WORKFLOW 4)."""

from __future__ import annotations

from datetime import date, timedelta

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from common.append_only import append_only
from common.fields import RecordedAt
from liaison.models.client import Organisation
from liaison.visibility import said_visible_to

LOG_WITHIN = timedelta(days=5)

# What the log says of the council's awareness is a record about that very council (R178).
OF_THIS_COUNCIL = pgtrigger.Trigger(
    name="told_of_this_council",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NEW.awareness_id IS NOT NULL AND NOT EXISTS (
               SELECT 1 FROM cases_awarenessrecord told
                 JOIN cases_concern concern ON concern.number = told.concern_id
                WHERE told.id = NEW.awareness_id AND concern.council_id = NEW.council_id) THEN
            RAISE EXCEPTION 'That record is of telling another council.';
        END IF;
        RETURN NEW;
    """,
)


class SaidQuerySet(models.QuerySet["SaidAloud"]):
    """What was said, by who may read of it."""

    def visible_to(self, user: User) -> SaidQuerySet:
        """What this person may see, recusals taken out."""
        return self.filter(said_visible_to(user))

    def standing(self) -> SaidQuerySet:
        """Without those that a later entry put right."""
        return self.filter(corrected_by__isnull=True)


class SaidAloud(models.Model):
    """One thing said aloud about one council: who said it, to whom, what, when.

    Never changed: a later entry corrects it and says so. `awareness`: the record of telling the council that
    stood when it was said; None: it had not been told, and the entry says so.
    """

    meeting = models.ForeignKey("panel.Meeting", on_delete=models.PROTECT, related_name="said_aloud")
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="said_aloud")
    to_organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="heard")
    said_by = models.CharField(max_length=200, help_text="Who said it, by name")
    to_whom = models.CharField(max_length=300, help_text="Who heard it")
    text = models.TextField()
    said_on = models.DateField(help_text="The day of the meeting, as claimed")
    awareness = models.ForeignKey(
        "cases.AwarenessRecord", null=True, blank=True, on_delete=models.PROTECT, related_name="said_after"
    )
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    logged_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    logged_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = SaidQuerySet.as_manager()

    class Meta:
        ordering = ["-said_on", "-id"]
        verbose_name_plural = "said aloud"
        constraints = [
            models.CheckConstraint(
                condition=~Q(said_by="") & ~Q(to_whom="") & ~Q(text=""), name="said_who_to_whom_and_what"
            )
        ]
        triggers = [append_only(), OF_THIS_COUNCIL]

    def __str__(self) -> str:
        return f"Said on {self.said_on:%-d %B %Y}"

    def get_absolute_url(self) -> str:
        return f"/sharing/said/{self.pk}"

    @property
    def telling(self) -> SaidTold | None:
        """That the council was told afterwards, also of an account that this one puts right; or None."""
        told: SaidTold | None = getattr(self, "told_since", None)
        if told or self.corrects is None or self.corrects.council_id != self.council_id:
            return told
        return self.corrects.telling

    @property
    def days_late(self) -> int:
        """How many days after the five it was logged; 0: in time."""
        logged_on = timezone.localdate(self.recorded_at)
        return max(0, (logged_on - log_by(self.said_on)).days)


class SaidTold(models.Model):
    """That the council was told afterwards of what had been said: whom, how, on which day, by whom."""

    said = models.OneToOneField(SaidAloud, on_delete=models.PROTECT, related_name="told_since")
    told = models.CharField(max_length=200, help_text="Who at the council")
    how = models.CharField(max_length=200)
    happened_on = models.DateField(help_text="As claimed")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(told="") & ~Q(how=""), name="said_told_whom_and_how")
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Told of account {self.said_id}"


class NothingSaid(models.Model):
    """That nothing was said aloud of a council at a meeting beyond what had been released."""

    meeting = models.OneToOneField("panel.Meeting", on_delete=models.PROTECT, related_name="nothing_said")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    said_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        verbose_name_plural = "nothing said"
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Nothing said at meeting {self.meeting_id}"


def log_by(said_on: date) -> date:
    """The last day on which what was said is logged in time."""
    return said_on + LOG_WITHIN
