"""A concern that a department or an inspectorate brings to us, and what we answer (WORKFLOW 4, R081-R082).

Every row is for good: a correction is a new version by the originator, an answer is an entry beside it.
"""

from __future__ import annotations

from enum import StrEnum

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q

from common.append_only import append_only
from common.fields import RecordedAt
from liaison.inbound_visible import InboundQuerySet
from liaison.models.client import ApiClient, Organisation
from liaison.models.network import Officer
from liaison.models.release import HANDLING

HASH_OF_THE_TEXT = pgtrigger.Trigger(
    name="hash_of_the_text",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    func="""
        IF NEW.sha256 <> encode(sha256(convert_to(NEW.canonical, 'UTF8')), 'hex') THEN
            RAISE EXCEPTION 'The hash is not of this text.';
        END IF;
        RETURN NEW;
    """,
)


# Questions from before this rule say it nowhere: a consent to such a one opens the words to nobody.
ASKS_ABOUT_ONE_RECIPIENT = pgtrigger.Trigger(
    name="asks_about_one_recipient",
    when=pgtrigger.Before,
    operation=pgtrigger.Insert,
    condition=pgtrigger.Q(new__kind="consent_asked"),
    func="""
        IF (NEW.recipient_id IS NOT NULL) = NEW.is_for_panel THEN
            RAISE EXCEPTION 'A question of consent says to whom the words would go.';
        END IF;
        RETURN NEW;
    """,
)


class CouncilTold(models.TextChoices):
    """Whether the originator has told the council."""

    YES = "yes", "Yes"
    NO = "no", "No"
    NOT_YET = "not_yet", "Not yet"


class InboundStanding(StrEnum):
    """Where it stands, read from its entries."""

    WAITING = "waiting"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class InboundConcern(models.Model):
    """What was received: from whom, about which council, under which number. Its words are its versions."""

    number = models.CharField(max_length=10, unique=True, help_text="Year and running number: 2011-G0001")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="concerns")
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="inbound")
    service_area = models.ForeignKey(
        "councils.ServiceArea", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    own_reference = models.CharField(max_length=100, blank=True, help_text="The originator's own")
    received_at = models.DateTimeField()
    recorded_at = RecordedAt()

    objects = InboundQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.CheckConstraint(
                condition=Q(number__regex=r"^[0-9]{4}-G[0-9]{4}$"), name="inbound_numbered_by_year"
            ),
            models.UniqueConstraint(
                fields=["organisation", "council", "own_reference"],
                condition=~Q(own_reference=""),
                name="inbound_once_by_own_reference",
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.number

    def get_absolute_url(self) -> str:
        return f"/inbound/{self.number}"


class InboundVersion(models.Model):
    """The words as the originator sent them: the first, or a correction of them. `canonical` is JSON with
    sorted keys of what was sent, `sha256` that of its UTF-8 bytes: by it a repeated posting is known."""

    inbound = models.ForeignKey(InboundConcern, on_delete=models.PROTECT, related_name="versions")
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    version = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=200, blank=True, help_text="The idempotency key it came under")
    matter = models.TextField(help_text="What the concern is")
    told = models.CharField(max_length=7, choices=CouncilTold.choices)
    told_on = models.DateField(null=True, blank=True, help_text="The day that is claimed")
    told_reason = models.TextField(blank=True, help_text="Why not, or not yet")
    handling = models.TextField(default=HANDLING, help_text="The originator's terms")
    is_originator_controlled = models.BooleanField("ORIGINATOR-CONTROLLED", default=True)
    is_urgent = models.BooleanField(default=False, help_text="Without waiting for a meeting (R082)")
    canonical = models.TextField()
    sha256 = models.CharField(max_length=64)
    officer_name = models.CharField(max_length=200, help_text="Who sent it, by name, as it stood then")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    sent_at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["inbound_id", "version"]
        constraints = [
            models.UniqueConstraint(fields=["inbound", "version"], name="inbound_version_in_order"),
            models.UniqueConstraint(
                fields=["organisation", "key"], condition=~Q(key=""), name="inbound_once_by_key"
            ),
            models.CheckConstraint(
                condition=~Q(matter="") & ~Q(handling="") & ~Q(officer_name=""),
                name="inbound_says_what_who_and_terms",
            ),
            models.CheckConstraint(
                condition=Q(told="yes", told_on__isnull=False)
                | Q(told__in=["no", "not_yet"], told_on__isnull=True) & ~Q(told_reason=""),
                name="inbound_told_when_or_why_not",
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=False) | Q(client__isnull=False), name="inbound_sent_by_somebody"
            ),
        ]
        triggers = [append_only(), HASH_OF_THE_TEXT]

    def __str__(self) -> str:
        return f"{self.inbound.number}, version {self.version}"


class InboundEvidence(models.Model):
    """One line of the originator's evidence."""

    class Kind(models.TextChoices):
        HARD = "hard", "Published or inspected"
        SOFT = "soft", "Heard"

    version = models.ForeignKey(InboundVersion, on_delete=models.PROTECT, related_name="evidence")
    position = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=4, choices=Kind.choices)
    line = models.TextField()
    link = models.URLField(max_length=500, blank=True, help_text="Where it is published")

    class Meta:
        ordering = ["version_id", "position"]
        constraints = [
            models.UniqueConstraint(fields=["version", "position"], name="inbound_evidence_in_order"),
            models.CheckConstraint(condition=~Q(line=""), name="inbound_evidence_says_something"),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return self.line


class EntryKind(models.TextChoices):
    """What was done with it, by which side."""

    NOTHING_HELD = "nothing", "We hold nothing"
    RESOLVED = "resolved", "Resolved, with reasons"
    ANSWERED = "answered", "Another answer"
    CONSENT_ASKED = "consent_asked", "Consent asked"
    NOTED = "noted", "Noted among ourselves"
    OPENED = "opened", "A concern was opened from it"
    ATTACHED = "attached", "Kept beside a concern"
    CONSENT_GIVEN = "consent_given", "Consent given"
    CONSENT_REFUSED = "consent_refused", "Consent not given"
    WITHDRAWN = "withdrawn", "Withdrawn by its originator"


ANSWERS = (EntryKind.NOTHING_HELD, EntryKind.RESOLVED, EntryKind.ANSWERED)
CONSENTS = (EntryKind.CONSENT_GIVEN, EntryKind.CONSENT_REFUSED)
LINKS = (EntryKind.OPENED, EntryKind.ATTACHED)
THEIRS = (*CONSENTS, EntryKind.WITHDRAWN)
# What the originator reads: our answers and questions, and what it said itself. Never our triage.
SEEN_BY_ORIGINATOR = (*ANSWERS, EntryKind.CONSENT_ASKED, *THEIRS)
FOR_PANEL = "the Performance Support Panel, in papers of our own"


class InboundEntry(models.Model):
    """One thing said or done about it, by a person here or by an officer of the originator."""

    inbound = models.ForeignKey(InboundConcern, on_delete=models.PROTECT, related_name="entries")
    kind = models.CharField(max_length=16, choices=EntryKind.choices)
    text = models.TextField(blank=True)
    concern = models.ForeignKey(
        "cases.Concern", null=True, blank=True, on_delete=models.PROTECT, related_name="inbound_entries"
    )
    about = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="answered_by"
    )
    recipient = models.ForeignKey(
        Organisation,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="To whom the words would go, of a question of consent",
    )
    is_for_panel = models.BooleanField(
        default=False, help_text="They would stand in papers of our own, of such a question"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    who = models.CharField(max_length=200, help_text="By name, as it stood then")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["inbound_id", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=THEIRS) & (Q(officer__isnull=False) | Q(client__isnull=False))
                | ~Q(kind__in=THEIRS) & Q(by__isnull=False, officer__isnull=True, client__isnull=True),
                name="inbound_entry_by_its_side",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=LINKS, concern__isnull=False)
                | ~Q(kind__in=LINKS) & Q(concern__isnull=True),
                name="inbound_entry_links_a_concern",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=CONSENTS, about__isnull=False)
                | ~Q(kind__in=CONSENTS) & Q(about__isnull=True),
                name="inbound_entry_answers_a_question",
            ),
            models.CheckConstraint(
                condition=Q(kind="consent_asked") & ~Q(recipient__isnull=False, is_for_panel=True)
                | ~Q(kind="consent_asked") & Q(recipient__isnull=True, is_for_panel=False),
                name="inbound_entry_asks_about_one",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=(*LINKS, *CONSENTS, EntryKind.NOTHING_HELD)) | ~Q(text=""),
                name="inbound_entry_says_something",
            ),
            models.UniqueConstraint(
                fields=["about"], condition=Q(about__isnull=False), name="inbound_consent_answered_once"
            ),
            models.UniqueConstraint(
                fields=["inbound"], condition=Q(kind="withdrawn"), name="inbound_withdrawn_once"
            ),
            models.UniqueConstraint(
                fields=["inbound", "concern"],
                condition=Q(concern__isnull=False),
                name="inbound_beside_a_concern_once",
            ),
        ]
        triggers = [append_only(), ASKS_ABOUT_ONE_RECIPIENT]

    def __str__(self) -> str:
        return f"{self.inbound.number}: {self.get_kind_display()}"

    @property
    def to_whom(self) -> str:
        """Of a question of consent: to whom the words would go; nothing where it did not say."""
        if self.is_for_panel:
            return FOR_PANEL
        return self.recipient.name if self.recipient else ""


class ReleaseAnswer(models.Model):
    """An officer of the recipient acknowledges a release, or answers it in words (R181)."""

    release = models.ForeignKey("liaison.Release", on_delete=models.PROTECT, related_name="answers")
    text = models.TextField(blank=True, help_text="Empty: acknowledged")
    officer = models.ForeignKey(Officer, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    client = models.ForeignKey(ApiClient, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    who = models.CharField(max_length=200)
    key = models.CharField(max_length=200, blank=True, help_text="The Idempotency-Key it came under")
    at = models.DateTimeField()
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["release_id", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["release", "key"], condition=~Q(key=""), name="release_answer_once_under_a_key"
            ),
            models.CheckConstraint(
                condition=Q(officer__isnull=False) | Q(client__isnull=False), name="release_answered_by_one"
            ),
        ]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"{self.release}, answered by {self.who}"
