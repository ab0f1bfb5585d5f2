"""To keep a draft, to discard it, to make of it what it was a draft of."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.access import cannot_be_drafted, may_not_begin_another, says_nothing
from accounts.models import Draft, Notification, User
from accounts.models.draft import KEPT, TOLD_BEFORE, text_of
from accounts.sealing import Fields
from audit.workflow import record
from common.errors import Stale, not_found, refuse

BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Begun:
    """The draft that a form was filled in from, as the form says it.

    `page` and `version`: the window, and what it had before it. `is_apart`: the person has seen that another
    draft of the same family was used, and wants a second thing made of this one.
    """

    key: UUID
    page: UUID | None = None
    version: int = 0
    is_apart: bool = False


@dataclass(frozen=True, kw_only=True)
class Used:
    """What `use_draft` found: `once` is the key under which one thing may be made, and one only."""

    draft: Draft
    once: UUID


@dataclass(frozen=True)
class _Save:
    """One save, as it came."""

    by: User
    at: datetime
    form: str
    fields: Fields
    page: UUID | None
    step: int
    origin: str


@transaction.atomic
def keep_draft(
    *,
    by: User,
    at: datetime,
    form: str,
    fields: Fields,
    key: UUID | None = None,
    page: UUID | None = None,
    step: int = 0,
    version: int = 0,
    origin: str = Draft.Origin.TYPED,
) -> Draft:
    """The fields of a form as they now stand, saved for the person alone; the first time and each time after.

    `version` is the one the window had before it. Where another window has saved since, or the draft has been
    used, nothing is overwritten: what comes back is a draft of its own, of the same family. The first save
    and the discarding are recorded; the saves between, every few seconds, are not.
    Raises NotFound where the key is another person's, Refused where it is no draft.
    """
    refuse(cannot_be_drafted(form, fields))
    now = _Save(by, at, form, fields, page, step, origin)
    key = key or uuid4()
    held = _locked(key, by)
    if held is None and (begun := _begun(now, key, family=key)):
        return begun
    held = held or _locked(key, by) or not_found("The draft")
    if page and held.page == page:
        # The window's own saves, in whatever order they came; after its submit there are none.
        return _saved(held, now) if held.used_at is None and step > held.step else held
    if held.used_at is None and (held.version == version or held.fields == fields):
        return _saved(held, now)
    own = _of_the_window(held, page)
    if own:
        return _saved(own, now) if step > own.step else own
    return _begun(now, uuid4(), family=held.family) or not_found("The draft")


@transaction.atomic
def discard_draft(*, by: User, at: datetime, key: UUID) -> None:
    """The draft is gone, and its words with it."""
    held = _locked(key, by)
    if held is None or held.used_at is not None:
        not_found("The draft")
    record(by=by, act="discard_draft", subject=held)
    held.delete()


@transaction.atomic
def use_draft(*, by: User, at: datetime, begun: Begun, text: str) -> Used:
    """The draft becomes what it was a draft of, in the caller's transaction, which records that act.

    Whoever comes second with a key of the same family waits here until the first is done: the caller then
    finds what was made under `once`. Raises Stale, with both texts, where another window has saved something
    else under the key; NotFound where the key is another person's.
    """
    Draft.objects.bulk_create(
        [Draft(key=begun.key, family=begun.key, owner=by, form="/", saved_at=at)], ignore_conflicts=True
    )
    held = _locked(begun.key, by)
    if held is None:
        not_found("The draft")
    family = list(
        Draft.objects.visible_to(by).filter(family=held.family).order_by("pk").select_for_update(of=("self",))
    )
    held = next(one for one in family if one.pk == held.pk)
    elsewhere = begun.page is None or held.page != begun.page
    kept = text_of(held.fields) if held.used_at is None and held.sealed and elsewhere else ""
    if kept and held.version != begun.version and kept.split() != text.split():
        raise Stale(
            "This draft was changed in another window while you wrote here, so it has not been logged yet.",
            held=kept,
            typed=text,
        )
    for one in family:
        if one.used_at is None and (one.pk == held.pk or one.text.split() == text.split()):
            one.used_at, one.sealed, one.page = at, "", begun.page or one.page
            one.save(update_fields=["used_at", "sealed", "page"])
    return Used(draft=held, once=held.key if begun.is_apart else held.family)


@transaction.atomic
def clear_drafts(*, by: User | None, at: datetime) -> tuple[int, int]:
    """Tell owners which drafts go in a week; delete those told of then, and what is left of used ones.

    Returns how many were told of and how many went. Safe to do again at any time.
    """
    unused = Draft.objects.standing().select_for_update(of=("self",), skip_locked=True)
    told = list(unused.filter(saved_at__lte=at - KEPT + TOLD_BEFORE, told_at__isnull=True)[:BATCH])
    Notification.objects.bulk_create([_will_go(draft, at) for draft in told], ignore_conflicts=True)
    Draft.objects.filter(pk__in=[draft.pk for draft in told]).update(told_at=at)
    gone = list(unused.filter(saved_at__lte=at - KEPT, told_at__lte=at - TOLD_BEFORE)[:BATCH])
    for draft in gone:
        record(by=by, act="delete_unused_draft", subject=draft, details={"owner": draft.owner_id})
    Draft.objects.filter(pk__in=[draft.pk for draft in gone]).delete()
    used = Draft.objects.filter(used_at__lte=at - KEPT).values("pk")[:BATCH]
    Draft.objects.filter(pk__in=list(used.values_list("pk", flat=True))).delete()
    return len(told), len(gone)


def _locked(key: UUID, by: User) -> Draft | None:
    """The person's draft of this key, locked; None where there is none. Another's is not found."""
    held = Draft.objects.select_for_update(of=("self",)).filter(key=key).first()
    if held is not None and held.owner_id != by.pk:
        not_found("The draft")
    return held


def _of_the_window(held: Draft, page: UUID | None) -> Draft | None:
    """The draft of the same family that this window has kept before."""
    if page is None:
        return None
    family = Draft.objects.standing().filter(family=held.family, owner=held.owner_id, page=page)
    return family.select_for_update(of=("self",)).first()


def _begun(now: _Save, key: UUID, *, family: UUID) -> Draft | None:
    """A new draft; None where one of that key was saved meanwhile."""
    refuse(says_nothing(now.fields) or may_not_begin_another(now.by))
    draft = Draft(
        key=key,
        family=family,
        owner=now.by,
        form=now.form,
        page=now.page,
        step=now.step,
        saved_at=now.at,
        origin=now.origin,
    )
    draft.fields = now.fields
    try:
        with transaction.atomic():
            draft.save(force_insert=True)
    except IntegrityError:
        return None
    record(by=now.by, act="keep_draft", subject=draft, details={"origin": draft.origin})
    return draft


def _saved(held: Draft, now: _Save) -> Draft:
    held.form, held.fields = now.form, now.fields
    held.page, held.step, held.saved_at, held.told_at = now.page, now.step, now.at, None
    held.version += 1
    held.save()
    return held


def _will_go(draft: Draft, at: datetime) -> Notification:
    day = timezone.localtime(max(draft.deleted_at, at + TOLD_BEFORE))
    return Notification(
        user=draft.owner,
        about=f"draft {draft.key} {draft.saved_at:%Y-%m-%d}",
        sentence=f"A draft of yours has not been touched for weeks. It is deleted on {day.day} {day:%B %Y}.",
        address=draft.get_absolute_url(),
        told_at=at,
    )
