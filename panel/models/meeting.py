"""A meeting, who is invited for one item, and what was decided (R146, R190-R193)."""

from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council
from panel.models.body import Body
from panel.visibility import InvitationQuerySet, MeetingQuerySet


@pghistory.track()
class Meeting(models.Model):
    """One meeting of one body. `cut_off_on` is the day by which what its report should say is wanted.

    `with_bodies`: those that meet jointly with it (R190); members of either attend. `ends` and `begins` are
    of the day, London time. `item` is where the radar report stands on the agenda, as the agenda numbers it.
    """

    body = models.ForeignKey(Body, on_delete=models.PROTECT, related_name="meetings")
    with_bodies = models.ManyToManyField(Body, blank=True, related_name="joint_meetings")
    held_on = models.DateField()
    begins = models.TimeField(null=True, blank=True)
    ends = models.TimeField(null=True, blank=True)
    venue = models.CharField(max_length=300, blank=True)
    cut_off_on = models.DateField()
    # R082: the LGA and the department meet shortly before each meeting of the Panel.
    department_met_on = models.DateField(null=True, blank=True)
    item = models.CharField(max_length=5, default="3", help_text="The radar report's place on the agenda")
    # Which of the reports that everyone may choose stands in Appendix A.
    headline_report = models.CharField(max_length=60, default="core")
    version = models.PositiveIntegerField(default=1)
    planned_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    planned_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["-held_on", "id"]
        constraints = [
            models.UniqueConstraint(fields=["body", "held_on"], name="meeting_once_a_day"),
            models.CheckConstraint(
                condition=Q(cut_off_on__lte=F("held_on")), name="meeting_cut_off_before_held"
            ),
            models.CheckConstraint(
                condition=Q(ends__isnull=True) | Q(begins__isnull=True) | Q(ends__gt=F("begins")),
                name="meeting_ends_after_it_begins",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.body} · {self.held_on:%d %b %Y}"

    def get_absolute_url(self) -> str:
        return f"/meetings/{self.pk}"

    @property
    def audit_scope(self) -> str:
        """The opaque key under which the record keeps what was done about this meeting."""
        return f"meeting:{self.pk}"

    @property
    def body_name(self) -> str:
        """What the body was called on the day; of a joint meeting, each of them."""
        return " and ".join(body.name_on(self.held_on) for body in self.bodies)

    @property
    def bodies(self) -> list[Body]:
        """The body whose meeting it is, then those that meet with it."""
        return [self.body, *self.with_bodies.all()]

    @property
    def is_joint(self) -> bool:
        """Whether another body meets with it."""
        return len(self.bodies) > 1

    @property
    def has_report(self) -> bool:
        """Whether the radar report stands on its agenda: where the Panel meets."""
        return any(body.slug == Body.PSP for body in self.bodies)


class MeetingChange(models.Model):
    """What a meeting was before it was changed, and why: printed on its agenda. Never changed itself.

    Of the first changes nothing was kept but the day, the beginning and the place: `was_cut_off_on` is empty.
    """

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="changes")
    was_held_on = models.DateField()
    was_begins = models.TimeField(null=True, blank=True)
    was_ends = models.TimeField(null=True, blank=True)
    was_venue = models.CharField(max_length=300, blank=True)
    was_cut_off_on = models.DateField(null=True, blank=True)
    was_department_met_on = models.DateField(null=True, blank=True)
    reason = models.CharField(max_length=300)
    changed_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    changed_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.meeting} · changed"


class Invitation(models.Model):
    """A member of another board, asked in for one council's item (R146). It stands until it is withdrawn."""

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="invitations")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="invitations")
    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="+")
    invited_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    objects = InvitationQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.user} · {self.meeting}"


class InvitationEnd(models.Model):
    """An invitation was withdrawn, and why: from now on the person finds nothing of it."""

    invitation = models.OneToOneField(Invitation, on_delete=models.PROTECT, related_name="end")
    reason = models.CharField(max_length=300)
    ended_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    ended_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["-id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.invitation} · withdrawn"


class Decision(models.Model):
    """A line of the note: Item · Decisions and actions · Action by (R192).

    It is never changed: a correction is a line of its own that points at the one it takes the place of.
    """

    class Verb(models.TextChoices):
        NOTED = "noted", "noted"
        AGREED = "agreed", "agreed"

    meeting = models.ForeignKey(Meeting, on_delete=models.PROTECT, related_name="decisions")
    item = models.CharField(max_length=200)
    verb = models.CharField(max_length=6, choices=Verb.choices, blank=True)
    text = models.TextField()
    action_by = models.CharField(max_length=200, blank=True, help_text="Empty: nothing more to do")
    # Who of those who sign in here is asked how the action goes.
    asked = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="actions"
    )
    # A line about one council is withheld from those with an interest in it.
    council = models.ForeignKey(Council, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    corrects = models.OneToOneField(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="corrected_by"
    )
    noted_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    noted_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["meeting_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.item} · {self.meeting}"

    @property
    def in_words(self) -> str:
        """The line as it is printed: "The Panel noted the progress." Wants `meeting.body` loaded."""
        return f"The {self.meeting.body.called} {self.verb} {self.text}" if self.verb else self.text


class ActionProgress(models.Model):
    """A line of the Action Monitor Schedule: what has come of an action, carried forward (R193)."""

    decision = models.ForeignKey(Decision, on_delete=models.PROTECT, related_name="progress")
    text = models.TextField()
    is_done = models.BooleanField(default=False)
    reported_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    reported_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["decision_id", "id"]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.decision} · {self.text[:40]}"
