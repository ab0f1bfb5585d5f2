"""A soft-intelligence note: what was heard, about whom, how it is known, and who may read it."""

from __future__ import annotations

import re
from typing import Any, ClassVar

import pghistory
import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import F, Q

from common.append_only import append_only
from common.fields import RecordedAt
from councils.models import Council, ServiceArea
from intelligence.models.outcome import Outcome
from intelligence.models.sign import Factor
from intelligence.models.source import Source
from intelligence.models.verification import Checked
from intelligence.visibility import NoteQuerySet

# What is searched: the note with its corrections, word for word as they stand. The column `words` is kept by
# the database alone and known to no model, so that no list reads it.
KEPT_WORDS = """
NEW.words := to_tsvector('english', NEW.text || coalesce(
    (SELECT string_agg(' ' || text, '') FROM intelligence_correction WHERE note_id = NEW.id), ''));
RETURN NEW;
"""
OPENING = 90
LONGEST_HEADING = 130


class Kind(models.TextChoices):
    """What a note brings. Good practice and a council's own word count as much as a sign (R036, R076)."""

    SIGN = "sign", "Something to look into"
    GOOD_PRACTICE = "good_practice", "Good or innovative practice"
    SELF_REFERRAL = "self_referral", "The council came to us"


class Known(models.TextChoices):
    """How it is known: about the note, never a mark on a person (WORKFLOW section 5)."""

    FIRST_HAND = "first_hand", "First-hand"
    SECOND_HAND = "second_hand", "Second-hand"
    PUBLISHED = "published", "Published"
    ANONYMOUS = "anonymous", "Anonymous"


class Marking(models.TextChoices):
    """Who may read it (TRUST section 2): each wider than the next."""

    OPEN = "open", "OPEN – already published"
    ADVISERS = "advisers", "ADVISERS – principal and senior advisers"
    RESTRICTED = "restricted", "RESTRICTED – people you name"


@pghistory.track(append_only=True)
class Note(models.Model):
    """A note about a council. Its owner may rewrite it until it is checked; every version is kept.

    `version` goes up with each change that another writer must not miss. `checked` and `confirmed_by`
    repeat what the newest check said, for lists.
    """

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=16, choices=Kind.choices, default=Kind.SIGN)
    text = models.TextField()
    known = models.CharField("how known", max_length=12, choices=Known.choices)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="notes")
    factors = models.ManyToManyField(Factor, through="NoteFactor", blank=True, related_name="notes")
    service_area = models.ForeignKey(
        ServiceArea, null=True, blank=True, on_delete=models.PROTECT, related_name="notes"
    )
    marking = models.CharField(max_length=12, choices=Marking.choices, default=Marking.ADVISERS)
    is_source_protected = models.BooleanField("SOURCE-PROTECTED", default=False)
    is_originator_controlled = models.BooleanField("ORIGINATOR-CONTROLLED", default=False)
    happened_on = models.DateField(help_text="When it happened or was said, as claimed")
    recorded_at = RecordedAt()
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes")
    passed_on_to = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="notes_passed_on",
        help_text="The council's own principal adviser, where another adviser logged it",
    )
    follow_up_on = models.DateField(null=True, blank=True)
    checked = models.CharField("how checked", max_length=14, choices=Checked.choices, default=Checked.NOT_YET)
    confirmed_by = models.PositiveSmallIntegerField(default=0, help_text="Independent sources")
    outcome = models.CharField(
        "what came of it", max_length=12, choices=Outcome.choices, default=Outcome.OPEN, blank=True
    )
    version = models.PositiveIntegerField(default=1)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdrawn_reason = models.TextField(blank=True)

    # Laid on by queries for lists and pages, and by the history.
    factor_names: list[str]
    is_named: bool
    events: ClassVar[Any]

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        triggers = [
            pgtrigger.Trigger(
                name="words",
                when=pgtrigger.Before,
                operation=pgtrigger.Insert | pgtrigger.Update,
                func=KEPT_WORDS,
            )
        ]
        indexes = [
            models.Index(fields=["council", "-happened_on", "-id"]),
            models.Index(fields=["-happened_on", "-id"]),
            models.Index(
                fields=["owner", "follow_up_on"],
                condition=Q(follow_up_on__isnull=False),
                name="note_follow_up",
            ),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="note_says_something"),
            models.CheckConstraint(
                condition=Q(checked=Checked.CONFIRMED, confirmed_by__gte=1)
                | (~Q(checked=Checked.CONFIRMED) & Q(confirmed_by=0)),
                name="note_confirmed_by_someone",
            ),
            models.CheckConstraint(
                condition=Q(withdrawn_at__isnull=True, withdrawn_by__isnull=True, withdrawn_reason="")
                | (Q(withdrawn_at__isnull=False, withdrawn_by__isnull=False) & ~Q(withdrawn_reason="")),
                name="note_withdrawn_by_whom_and_why",
            ),
            models.CheckConstraint(
                condition=Q(passed_on_to__isnull=True) | ~Q(passed_on_to=F("owner")),
                name="note_passed_on_to_another",
            ),
        ]

    def __str__(self) -> str:
        return f"Note {self.pk}"

    def get_absolute_url(self) -> str:
        return f"/intelligence/{self.pk}"

    @property
    def is_withdrawn(self) -> bool:
        return self.withdrawn_at is not None

    @property
    def opening(self) -> str:
        """The first line, cut at a word: what a list calls the note."""
        first = self.text.strip().split("\n", 1)[0].strip()
        if len(first) <= OPENING:
            return first
        return first[:OPENING].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"

    @property
    def parted(self) -> tuple[str, str]:
        """A heading and what follows it, no word twice: the first sentence if short, else the opening."""
        text = self.text.strip()
        sentence = re.match(r"([^\n]+?[.!?])(?:\s+|$)", text)
        if sentence and len(sentence[1]) <= LONGEST_HEADING:
            return sentence[1], text[sentence.end() :].lstrip()
        if self.opening.endswith(" …"):
            return self.opening, "… " + text[len(self.opening) - 2 :].lstrip(" ,;:.")
        return self.opening, text[len(self.opening) :].lstrip()

    @property
    def checked_in_words(self) -> str:
        """How it is checked, with the number of independent sources."""
        if self.checked != Checked.CONFIRMED:
            return self.get_checked_display()
        sources = "source" if self.confirmed_by == 1 else "sources"
        return f"Confirmed by {self.confirmed_by} independent {sources}"


@pghistory.track(pghistory.InsertEvent(), pghistory.DeleteEvent(), append_only=True)
class NoteFactor(models.Model):
    """One sign a note is tagged with."""

    note = models.ForeignKey(Note, on_delete=models.CASCADE, related_name="+")
    factor = models.ForeignKey(Factor, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["note", "factor"], name="note_factor_once")]

    def __str__(self) -> str:
        return f"{self.note_id} {self.factor_id}"


class NoteReader(models.Model):
    """A person a note was opened to by name."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="readers")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="notes_opened")
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        constraints = [models.UniqueConstraint(fields=["note", "user"], name="note_reader_once")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Note {self.note_id} opened to {self.user}"


class Correction(models.Model):
    """What the owner adds to a note that has been checked: the note itself stands as it was."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="corrections")
    text = models.TextField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    recorded_at = RecordedAt()

    class Meta:
        ordering = ["id"]
        constraints = [models.CheckConstraint(condition=~Q(text=""), name="correction_says_something")]
        triggers = [append_only()]

    def __str__(self) -> str:
        return f"Correction {self.pk} of note {self.note_id}"
