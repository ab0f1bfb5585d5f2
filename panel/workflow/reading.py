"""Opening a pack: the reader's own numbered copy, interests withheld, and a line in the record."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from accounts.models import Role, User
from audit.workflow import record
from common.errors import forbid, not_found
from councils.access import recused_council_ids
from councils.models import Council
from panel import access
from panel.copies import RENDERERS, for_reader
from panel.models import Pack, PackCopy, PackFile
from papers.canonical import digest


@transaction.atomic
def open_pack(*, pack: Pack, form: str, by: User, at: datetime) -> PackFile:
    """One format of an issued pack for this reader, from stored bytes; every opening is recorded by person.

    The secretariat reads the office copy as it was stored at issue; everyone else, and whoever has a
    declared interest, a copy of their own, made once from the frozen words.
    """
    held = Pack.objects.visible_to(by).select_for_update(of=("self",)).select_related("meeting")
    pack = held.filter(pk=pack.pk).first() or not_found("The pack")
    forbid(access.may_not_read_words(by, pack))
    hidden = recused_council_ids(by, timezone.localtime(at).date())
    # Every council the person may not read of, so that one named in passing is withheld as well.
    councils = list(Council.objects.filter(pk__in=hidden).prefetch_related("names").order_by("code"))
    if by.has_role(Role.SECRETARIAT) and not councils:
        file = pack.files.get(copy__isnull=True, format=form)
    else:
        file = _own(pack, form, councils, by, at)
    record(
        by=by,
        act="open_pack",
        subject=pack,
        scope=pack.meeting.audit_scope,
        details={"format": form, "copy": file.copy.number if file.copy else 0, "withheld": len(councils)},
    )
    return file


def _own(pack: Pack, form: str, hidden: list[Council], by: User, at: datetime) -> PackFile:
    copy = pack.copies.filter(holder=by).first()
    if copy is None:
        last = pack.copies.aggregate(last=Max("number"))["last"] or 0
        copy = PackCopy.objects.create(pack=pack, number=last + 1, holder=by, holder_name=by.name, made_at=at)
    withheld = " ".join(council.code for council in hidden)
    file = pack.files.filter(copy=copy, format=form, withheld=withheld).first()
    if file is None:
        content = RENDERERS[form](for_reader(pack.paper, copy.line, hidden))
        file = PackFile.objects.create(
            pack=pack,
            copy=copy,
            format=form,
            withheld=withheld,
            content=content,
            sha256=digest(content),
            made_at=at,
        )
    return file
