"""What follows a release: its copies deleted after a withdrawal, and requests for it by law (WORKFLOW 4)."""

from __future__ import annotations

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import append_only
from common.fields import RecordedAt
from liaison.models.client import ApiClient
from liaison.models.release import Release

OWN_SYSTEM = "the recipient’s own system"

ONLY_OF_WITHDRAWN = pgtrigger.Trigger(
    name="only_of_withdrawn",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (SELECT 1 FROM liaison_release
                        WHERE id = NEW.release_id AND withdrawn_at IS NOT NULL) THEN
            RAISE EXCEPTION 'Only of a release that was withdrawn is the deletion confirmed.';
        END IF;
        RETURN NEW;
    """,
)

ONLY_OF_RELEASED = pgtrigger.Trigger(
    name="only_of_released",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    func="""
        IF NOT EXISTS (SELECT 1 FROM liaison_release
                        WHERE id = NEW.release_id AND approved_at IS NOT NULL) THEN
            RAISE EXCEPTION 'Nobody outside holds a release that was not approved.';
        END IF;
        RETURN NEW;
    """,
)


def _by_one(person: str) -> Q:
    """By a person who is signed in, or by the recipient's own system."""
    return Q(**{f"{person}__isnull": False}, client__isnull=True) | Q(
        **{f"{person}__isnull": True}, client__isnull=False
    )


class DeletionConfirmed(models.Model):
    """That the recipient has deleted every copy of a withdrawn release: who there said so, how, when."""

    release = models.OneToOneField(Release, on_delete=models.PROTECT, related_name="deletion_confirmed")
    confirmed_by = models.CharField(max_length=200, help_text="Who at the recipient")
    how = models.CharField(max_length=200, help_text="A letter, an e-mail, a call")
    confirmed_on = models.DateField(help_text="As claimed")
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=_by_one("recorded_by"), name="deletion_recorded_by_one"),
            models.CheckConstraint(
                condition=~Q(confirmed_by="") & ~Q(how=""), name="deletion_confirmed_by_whom_and_how"
            ),
        ]
        triggers = [append_only(), ONLY_OF_WITHDRAWN]

    def __str__(self) -> str:
        return f"Deletion of {self.release}"

    @property
    def signature(self) -> str:
        """Who recorded it, by name."""
        return self.recorded_by.name if self.recorded_by else OWN_SYSTEM


class FreedomRequest(models.Model):
    """A freedom-of-information request to the recipient that touches a release: "consult the LGA".

    It holds what kind of person asked and never their name. `due_on` is the recipient's last day to answer.
    """

    class Category(models.TextChoices):
        PUBLIC = "public", "A member of the public"
        JOURNALIST = "journalist", "A journalist"
        COUNCILLOR = "councillor", "A councillor or a Member of Parliament"
        RESEARCHER = "researcher", "A researcher or a student"
        BUSINESS = "business", "A business"
        CAMPAIGN = "campaign", "A charity or a campaign"
        UNKNOWN = "unknown", "Not known to us"

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="freedom_requests")
    received_on = models.DateField(help_text="The day the recipient received it")
    due_on = models.DateField(help_text="Twenty working days later")
    category = models.CharField(max_length=10, choices=Category.choices)
    asked = models.TextField(help_text="What is asked for, without the name of who asks")
    told_by = models.CharField(max_length=200, help_text="Who at the recipient told us")
    registered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    key = models.CharField(max_length=200, blank=True, help_text="The Idempotency-Key it came under")
    registered_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["due_on", "id"]
        constraints = [
            models.CheckConstraint(condition=_by_one("registered_by"), name="freedom_registered_by_one"),
            models.UniqueConstraint(
                fields=["release", "key"], condition=~Q(key=""), name="freedom_once_under_a_key"
            ),
            models.CheckConstraint(condition=~Q(asked="") & ~Q(told_by=""), name="freedom_says_what_and_by"),
            models.CheckConstraint(condition=Q(due_on__gt=F("received_on")), name="freedom_due_after"),
        ]
        triggers = [append_only(), ONLY_OF_RELEASED]

    def __str__(self) -> str:
        return f"Request {self.pk} for {self.release}"

    def get_absolute_url(self) -> str:
        return f"/sharing/requests/{self.pk}"

    @property
    def signature(self) -> str:
        """Who registered it, by name."""
        return self.registered_by.name if self.registered_by else OWN_SYSTEM

    @property
    def our_views(self) -> FreedomViews | None:
        """What we told the recipient, or None: nothing yet."""
        return getattr(self, "views", None)

    @property
    def answer(self) -> FreedomOutcome | None:
        """What became of it, or None: it is not answered."""
        return getattr(self, "outcome", None)


class FreedomViews(models.Model):
    """What the LGA, as the originator, told the recipient when it was consulted."""

    request = models.OneToOneField(FreedomRequest, on_delete=models.PROTECT, related_name="views")
    text = models.TextField()
    given_to = models.CharField(max_length=200, help_text="Who at the recipient")
    given_on = models.DateField(help_text="As claimed")
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        verbose_name_plural = "freedom views"
        constraints = [
            models.CheckConstraint(condition=~Q(text="") & ~Q(given_to=""), name="freedom_views_say_what")
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Views on request {self.request_id}"


class FreedomOutcome(models.Model):
    """What became of the request: the recipient decides, and tells us."""

    class Outcome(models.TextChoices):
        DISCLOSED = "disclosed", "Disclosed"
        PART = "part", "Disclosed in part"
        WITHHELD = "withheld", "Withheld, under an exemption"
        NOT_HELD = "not_held", "Answered: not held"
        DROPPED = "dropped", "The request was dropped"

    request = models.OneToOneField(FreedomRequest, on_delete=models.PROTECT, related_name="outcome")
    outcome = models.CharField(max_length=9, choices=Outcome.choices)
    text = models.TextField(blank=True, help_text="Under which exemption, or what was given")
    answered_on = models.DateField(help_text="As claimed")
    recorded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Outcome of request {self.request_id}"
