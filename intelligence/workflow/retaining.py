"""What nobody has checked: kept by its owner with a reason, or deleted by the governance officer."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import forbid, refuse
from common.retention import lifted
from intelligence.access import may_not_correct, may_not_keep_personal_data
from intelligence.models import (
    Attachment,
    AttachmentContent,
    Checked,
    Note,
    NoteCheck,
    NoteRemoval,
    NoteReview,
    Source,
    SourceIdentity,
    VerificationRequest,
)
from intelligence.queries.personal import BESIDES, DELETED_AFTER, REVIEWED_AFTER, held_by, notes_to_review
from intelligence.workflow.locking import locked
from intelligence.workflow.writing import cannot_be_kept

DELETED = "Deleted: it was not checked for 12 months."


@transaction.atomic
def keep_note(*, by: User, at: datetime, note: Note, reason: str) -> NoteReview:
    """Its owner keeps a note that nobody has checked for another 90 days, and says why."""
    held = locked(note, by)
    forbid(may_not_correct(by, held))
    if held.checked != Checked.NOT_YET:
        refuse("This note has been checked, so it needs no such review.")
    if not reason.strip():
        refuse("Enter why it is kept.")
    refuse(cannot_be_kept(reason))
    review = NoteReview.objects.create(note=held, reason=reason, by=by)
    record(by=by, act="keep_note", subject=held, scope=held.council.audit_scope)
    return review


@transaction.atomic
def tell_of_reviews(*, by: User | None, at: datetime) -> int:
    """Tell owners that notes of theirs have stood unchecked for 90 days, once for each that comes up.

    The sentence names no council and no note: the page it leads to asks who reads.
    """
    due = Note.objects.standing().filter(checked=Checked.NOT_YET, recorded_at__lte=at - REVIEWED_AFTER)
    told = 0
    for owner in User.objects.filter(pk__in=due.values("owner"), is_active=True):
        notes = notes_to_review(owner, at)
        if notes:
            newest = notes[-1]
            told += tell_people(
                people=[owner],
                about=f"review:{newest.pk}:{newest.reviews.count()}",
                sentence="Notes of yours have not been checked for 90 days: look at them again",
                address="/intelligence/review",
                at=at,
            )
    return told


@transaction.atomic
def delete_unchecked_notes(
    *, by: User, at: datetime, notes: Sequence[int], tied: Callable[[], Collection[int]]
) -> list[NoteRemoval]:
    """Delete the words of notes that nobody checked for 12 months, withdrawn or not; all of them or none.

    What is left of each says that it stood and is gone. `tied` tells which notes a concern rests on, which
    the caller knows; it is asked once the notes are locked, so that none can come to be one meanwhile. Those,
    those on hold and those checked or younger are refused by number.
    """
    forbid(may_not_keep_personal_data(by))
    rows = list(
        Note.objects.filter(pk__in=notes)
        .exclude(removals__kind=NoteRemoval.Kind.DELETED)
        .select_for_update(of=("self",))
        .select_related("council", "source")
        .order_by("pk")
    )
    if not rows:
        refuse("Tick the notes that are to be deleted.")
    rested_on = frozenset(tied())
    made = []
    for note in rows:
        refuse(_cannot_go(note, at, rested_on))
        places = _emptied(note, by, at)
        made.append(
            NoteRemoval.objects.create(note=note, kind=NoteRemoval.Kind.DELETED, places=places, by=by)
        )
        record(
            by=by, act="delete_note", subject=note, scope=note.council.audit_scope, details={"places": places}
        )
    return made


def _cannot_go(note: Note, at: datetime, rested_on: Collection[int]) -> str | None:
    if note.checked != Checked.NOT_YET:
        return f"Note {note.pk} has been checked since. Nothing was deleted: look at the list again."
    if note.recorded_at > at - DELETED_AFTER:
        return f"Note {note.pk} is not 12 months old yet. Nothing was deleted."
    if note.pk in rested_on:
        return f"Note {note.pk} is what a concern rests on, so it stays. Nothing was deleted."
    if note.practices.filter(withdrawn_at__isnull=True).exists():
        return f"Note {note.pk} is shared out to the offer, so it stays. Nothing was deleted."
    hold = held_by(note)
    if hold:
        return f"Note {note.pk} is on hold ({hold.of_what}). Nothing was deleted. Lift the hold first."
    return None


def _emptied(note: Note, by: User, at: datetime) -> int:
    """Every text is replaced; its files go and, where no other note has them, what is held of its sources:
    who each is, its role, where it was published."""
    event = note.events.model
    places = 1
    tables = {table for table, _, _ in BESIDES}
    sources = _sources_of_it_alone(note)
    with lifted(event, AttachmentContent, Source, SourceIdentity, *tables):
        for table, column, way in BESIDES:
            text = "" if (table, column) == (Attachment, "taken_away_reason") else "Deleted"
            rows = table._default_manager.filter(**{way: note.pk}).exclude(**{column: ""})
            places += rows.update(**{column: text}) if text else 0
        AttachmentContent.objects.filter(attachment__note=note).delete()
        note.attachments.update(taken_away_at=at, taken_away_by=by, taken_away_reason=DELETED)
        SourceIdentity.objects.filter(source__in=sources).delete()
        Source.objects.filter(pk__in=sources).update(role="", reference="")
        note.text = note.withdrawn_reason = DELETED
        if not note.is_withdrawn:
            note.withdrawn_at, note.withdrawn_by = at, by
        note.follow_up_on = None
        note.version += 1
        note.save()
        versions = event.objects.filter(pgh_obj_id=note.pk)
        places += versions.exclude(text=DELETED).update(text=DELETED)
        versions.exclude(withdrawn_reason="").update(withdrawn_reason=DELETED)
    return places


def _sources_of_it_alone(note: Note) -> list[int]:
    """The note's source, those that stood behind its checks, and those of the answers about it; none that
    another note has, or a check or an answer of another."""
    its = Source.objects.filter(Q(notes=note) | Q(checks__note=note) | Q(verifications__note=note))
    alone = (
        its.distinct()
        .exclude(pk__in=Note.objects.exclude(pk=note.pk).values("source"))
        .exclude(pk__in=NoteCheck.objects.exclude(note=note).filter(sources__isnull=False).values("sources"))
        .exclude(
            pk__in=VerificationRequest.objects.exclude(note=note)
            .filter(source__isnull=False)
            .values("source")
        )
    )
    return list(alone.values_list("pk", flat=True))
