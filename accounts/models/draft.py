"""A draft: what a person has begun to write, and nobody else ever reads."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID, uuid4

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.sealing import Fields, seal_fields, unseal_fields
from common.errors import Refused
from common.fields import RecordedAt

# An unused draft is deleted so many days after it was last saved, and its owner is told this long before.
KEPT = timedelta(days=30)
TOLD_BEFORE = timedelta(days=7)
OPENING = 60


class DraftQuerySet(models.QuerySet["Draft"]):
    """Drafts by whose they are."""

    def visible_to(self, user: Any) -> DraftQuerySet:
        """A person's own and nobody else's, whatever their role (TRUST section 2: ADM never sees content)."""
        return self.filter(owner=user)

    def standing(self) -> DraftQuerySet:
        """Those that have not become what they were a draft of."""
        return self.filter(used_at__isnull=True)


class Draft(models.Model):
    """The fields of one form as they were last saved, sealed with a key the database does not hold.

    `key` is made with the page, before anything is saved: what is made of the draft is made once for it.
    `family` is the key of the draft it began as: two windows that went different ways are two drafts of one
    family. `page` is the window that saved last, and `step` the number of that window's save, so that a
    retry, and an answer that was lost, are no conflict. A used draft keeps no word.
    """

    class Origin(models.TextChoices):
        TYPED = "typed", "Typed"
        SHARED = "shared", "Shared from another page"
        MAILED = "mailed", "Sent by e-mail"
        IMPORTED = "imported", "Brought from a file"

    key = models.UUIDField(unique=True, default=uuid4, editable=False)
    family = models.UUIDField(db_index=True, editable=False)
    owner = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="drafts")
    origin = models.CharField(max_length=10, choices=Origin.choices, default=Origin.TYPED)
    form = models.CharField(max_length=200, help_text="The address of the page on which it is filled in")
    sealed = models.TextField(blank=True)
    page = models.UUIDField(null=True, blank=True, editable=False)
    step = models.PositiveIntegerField(default=0)
    version = models.PositiveIntegerField(default=1)
    recorded_at = RecordedAt()
    saved_at = models.DateTimeField()
    told_at = models.DateTimeField(null=True, blank=True, help_text="That it will be deleted")
    used_at = models.DateTimeField(null=True, blank=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        ordering = ["-saved_at", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(used_at__isnull=True) | Q(sealed=""), name="draft_used_keeps_no_word"
            ),
        ]
        indexes = [
            models.Index(
                fields=["owner", "-saved_at"], condition=Q(used_at__isnull=True), name="draft_standing"
            ),
            models.Index(fields=["saved_at"], name="draft_saved_at"),
        ]

    def __str__(self) -> str:
        return f"Draft {self.key}"

    @property
    def fields(self) -> Fields:
        """What was typed and chosen, by the form's names. Raises Refused under another key."""
        return unseal_fields(self.sealed)

    @fields.setter
    def fields(self, given: Fields) -> None:
        self.sealed = seal_fields(given)

    @property
    def text(self) -> str:
        """The long text among the fields."""
        return text_of(self.fields)

    @property
    def about(self) -> str:
        """What its owner's list calls it: the council it names, or the words with which it opens."""
        try:
            fields = self.fields
        except Refused as error:
            return error.sentence
        council = next(iter(fields.get("council", [])), "").strip()
        opening = " ".join(text_of(fields).split())
        if len(opening) > OPENING:
            opening = opening[:OPENING].rsplit(" ", 1)[0].rstrip(" ,;:.") + " …"
        return " – ".join(part for part in (council.split(" (")[0][:OPENING], opening) if part)

    @property
    def is_longer(self) -> bool:
        """Whether it has more words than its owner's list shows of it."""
        return self.about.endswith(" …")

    @property
    def is_of_a_note(self) -> bool:
        """Whether it is a new note, and not the correction of something."""
        return self.form == "/capture"

    @property
    def is_parted(self) -> bool:
        """Whether it went another way than the draft it began as."""
        return self.family != self.key

    @property
    def deleted_at(self) -> datetime:
        """When it is deleted, if nothing more is saved."""
        return self.saved_at + KEPT

    def get_absolute_url(self) -> str:
        return f"{self.form}?draft={self.key}"


def text_of(fields: Fields) -> str:
    """The first of the long texts a form of ours has, or the longest of one that calls them otherwise."""
    called = [name for name in ("text", "found") if name in fields]
    if called:
        return next((value for name in called for value in fields[name] if value), "")
    return max((value for values in fields.values() for value in values), key=len, default="")


def key_from(said: str) -> UUID | None:
    """A draft's key as it stands in an address or a form; None for what is none."""
    try:
        return UUID(said)
    except ValueError:
        return None
