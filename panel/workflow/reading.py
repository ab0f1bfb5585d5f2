"""Opening what is issued, and taking what is not yet: the reader's own words, and a line in the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Role, User
from audit.workflow import record
from common.errors import forbid, not_found
from panel import access
from panel.copies import View, for_reader, rendered
from panel.models import Addendum, AddendumFile, Meeting, Pack, PackCopy, PackFile
from panel.queries.house import bytes_of
from panel.queries.views import view_of
from papers.canonical import digest


def locked(pack: Pack, by: User) -> Pack:
    """The pack, held until the act is over; not found for whoever may not know of it."""
    held = Pack.objects.visible_to(by).select_for_update(of=("self",)).select_related("meeting__body")
    return held.filter(pk=pack.pk).first() or not_found("The pack")


@transaction.atomic
def open_pack(*, pack: Pack, form: str, by: User, at: datetime) -> PackFile:
    """One format of an issued pack for this reader, from stored bytes; every opening is recorded by person.

    The secretariat reads the office copy as it was stored at issue; everyone else, and whoever has a
    declared interest, a copy of their own, made once from the frozen words.
    """
    pack = locked(pack, by)
    forbid(access.may_not_read_words(by, pack))
    view = view_of(pack, by, timezone.localtime(at).date())
    if by.has_role(Role.SECRETARIAT) and view.is_everything:
        file = pack.files.get(copy__isnull=True, format=form)
    else:
        file = own_file(pack, form, _copy_of(pack, by, at), view, at)
    record(
        by=by,
        act="open_pack",
        subject=pack,
        scope=pack.meeting.audit_scope,
        details=_said(form, file.copy, view),
    )
    return file


@transaction.atomic
def open_addendum(*, addendum: Addendum, form: str, by: User, at: datetime) -> AddendumFile:
    """One format of what was tabled to a pack, as `open_pack` gives the pack itself."""
    pack = locked(addendum.pack, by)
    held = Addendum.objects.visible_to(by).select_related("pack__meeting")
    addendum = held.filter(pk=addendum.pk, pack=pack).first() or not_found("The addendum")
    forbid(access.may_not_read_words(by, pack))
    view = view_of(pack, by, timezone.localtime(at).date())
    if by.has_role(Role.SECRETARIAT) and view.is_everything:
        file = addendum.files.get(copy__isnull=True, format=form)
    else:
        copy = _copy_of(pack, by, at)
        kept = {"addendum": addendum, "copy": copy, "format": form, "withheld": view.key}
        file = AddendumFile.objects.filter(**kept).first() or AddendumFile.objects.create(
            **kept, **_made(addendum.paper, form, copy, view), made_at=at
        )
    record(
        by=by,
        act="open_addendum",
        subject=addendum,
        scope=pack.meeting.audit_scope,
        details=_said(form, file.copy, view),
    )
    return file


@transaction.atomic
def take_file(*, meeting: Meeting, paper: str, form: str, content: bytes, by: User, at: datetime) -> bytes:
    """A paper that is not frozen leaves as a file: who took which, when, and the hash of what they got."""
    # Whose page it is found the meeting by its own rule: a group office's sheet is not the Panel's note.
    details = {"paper": paper, "format": form, "sha256": digest(content), "made_at": at.isoformat()}
    record(by=by, act="take_file", subject=meeting, scope=meeting.audit_scope, details=details)
    return content


def own_file(pack: Pack, form: str, copy: PackCopy, view: View, at: datetime) -> PackFile:
    """The bytes of somebody's own copy, made when first asked for and then kept. The pack is locked."""
    kept = {"pack": pack, "copy": copy, "format": form, "withheld": view.key}
    return PackFile.objects.filter(**kept).first() or PackFile.objects.create(
        **kept, **_made(pack.paper, form, copy, view), made_at=at
    )


def _copy_of(pack: Pack, by: User, at: datetime) -> PackCopy:
    copy = pack.copies.filter(holder=by).first()
    if copy is None:
        last = pack.copies.aggregate(last=Max("number"))["last"] or 0
        copy = PackCopy.objects.create(pack=pack, number=last + 1, holder=by, holder_name=by.name, made_at=at)
    return copy


def _made(frozen: str, form: str, copy: PackCopy, view: View) -> dict[str, str | bytes]:
    template = bytes_of(copy.pack.house_template) if form == PackFile.Format.WORD else b""
    content = rendered(for_reader(frozen, copy.line, view), form, template)
    return {"content": content, "sha256": digest(content)}


def _said(form: str, copy: PackCopy | None, view: View) -> dict[str, str | int]:
    """What the record keeps of an opening: format, number and how many were withheld; no names."""
    said: dict[str, str | int] = {
        "format": form,
        "copy": copy.number if copy else 0,
        "withheld": len(view.hidden),
    }
    return said if view.items is None else said | {"items": len(view.items)}
