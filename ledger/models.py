"""A piece of background work."""

from django.db import models
from django.db.models import F, Q

from common.fields import RecordedAt


class Job(models.Model):
    """Work to do once: claimed with a lease and a fencing token, so that a late worker cannot finish it."""

    class State(models.TextChoices):
        WAITING = "waiting", "Waiting"
        RUNNING = "running", "Running"
        DONE = "done", "Done"
        FAILED = "failed", "Failed"

    kind = models.CharField(max_length=64)
    key = models.CharField(max_length=200, help_text="Two unfinished jobs of a kind never share a key")
    arguments = models.JSONField(default=dict)
    state = models.CharField(max_length=10, choices=State.choices, default=State.WAITING)
    due_at = models.DateTimeField()
    token = models.BigIntegerField(default=0)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=200, blank=True)
    leased_until_at = models.DateTimeField(null=True, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True, help_text="When the worker of now began")
    progress = models.CharField(max_length=200, blank=True)
    steps = models.JSONField(default=list, help_text="What this attempt has done: step, since when, how far")
    result = models.JSONField(null=True, blank=True)
    failure = models.TextField(blank=True)
    recorded_at = RecordedAt()
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "due_at"]), models.Index(fields=["kind", "key", "-id"])]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "key"],
                condition=Q(state__in=["waiting", "running"]),
                name="job_one_unfinished",
            ),
            models.CheckConstraint(
                condition=Q(state="running", leased_until_at__isnull=False) | ~Q(state="running"),
                name="job_running_has_lease",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["done", "failed"], finished_at__isnull=False)
                | Q(state__in=["waiting", "running"], finished_at__isnull=True),
                name="job_finished_when_finished",
            ),
            models.CheckConstraint(condition=Q(attempts__lte=F("token")), name="job_token_counts_claims"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.key} ({self.state})"
