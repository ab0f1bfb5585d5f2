"""What was asked of others about notes, and what they answered."""

from __future__ import annotations

from datetime import date

from django.db.models import QuerySet

from accounts.models import User
from intelligence.models import Note, NoteOutcome, VerificationRequest
from intelligence.queries.notes import Someone
from intelligence.visibility import NoteQuerySet


def verification_for(user: Someone, pk: int) -> VerificationRequest | None:
    """A question this person may know of, or None."""
    found = _loaded(VerificationRequest.objects.visible_to(user)).filter(pk=pk).first()
    return found if isinstance(found, VerificationRequest) else None


def verifications_of(note: Note) -> list[VerificationRequest]:
    """What was asked about a note that the person may read, in order."""
    return list(_loaded(VerificationRequest.objects.filter(note=note, taken_back_at__isnull=True)))


def answers_supporting(note: Note) -> list[VerificationRequest]:
    """The answers that may stand behind a check of the note."""
    return [one for one in verifications_of(note) if one.source_id]


def verifications_due(user: User, on: date) -> list[VerificationRequest]:
    """What the person has been asked and has not answered, to answer by the day, the earliest first."""
    open_ones = VerificationRequest.objects.visible_to(user).filter(
        asked=user, answered_at__isnull=True, taken_back_at__isnull=True, answer_by_on__lte=on
    )
    return list(_loaded(open_ones).order_by("answer_by_on", "pk"))


def may_read(user: Someone, note: Note) -> bool:
    """Whether the note itself is open to the person."""
    seen: NoteQuerySet = Note.objects.visible_to(user)
    return seen.filter(pk=note.pk).exists()


def outcomes_of(note: Note) -> QuerySet[NoteOutcome]:
    """What came of it over time, in order."""
    return note.outcomes.select_related("by")


def _loaded(requests: QuerySet[VerificationRequest]) -> QuerySet[VerificationRequest]:
    return requests.select_related("note__council__region", "asked", "by", "source__type", "source__region")
