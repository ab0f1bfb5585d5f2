"""Tabling after issue: an oral update, a paper at the meeting, an urgent item by correspondence."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from audit.queries import chain_head
from audit.workflow import record
from common.errors import Refused, forbid, refuse
from councils.models import Council
from panel import access
from panel.addendum_paper import addendum_paper
from panel.copies import being_set
from panel.live import concerns_about
from panel.models import Addendum, AddendumFile, Pack
from panel.queries.house import bytes_of
from panel.queries.tabling import what_it_knows
from panel.workflow.reading import locked
from papers.canonical import digest, to_json


@transaction.atomic
def table_addendum(*, pack: Pack, kind: str, council: Council, text: str, by: User, at: datetime) -> Addendum:
    """Freeze what is said of one council after issue and table it, numbered; the pack is not touched.

    The rules of the report hold: whether the council knows is said, and of a concern at Stage 1 or 2 one
    line and no more.
    """
    pack = locked(pack, by)
    forbid(access.may_not_table(by, council, timezone.localtime(at).date()))
    refuse(access.may_not_table_to(pack, Pack.objects.filter(supersedes=pack).first()))
    if not text.strip():
        raise Refused("Enter what is reported.")
    in_full = any(concern.in_full for concern in concerns_about(by, [council]))
    refuse(access.may_not_table_more(council, text, in_full=in_full))
    knows = what_it_knows(pack, council)
    refuse(access.may_not_table_unsaid(council, said=bool(knows)))
    position, head = chain_head()
    number = pack.addenda.count() + 1
    paper = addendum_paper(
        pack=pack,
        number=number,
        kind=Addendum.Kind(kind),
        council=council,
        text=text,
        knows=knows,
        by=by,
        head=f"The record stood at {position} events, {head[:16]}…{head[-16:]}.",
    )
    with being_set(paper, bytes_of(pack.house_template)) as made:
        frozen = to_json(paper)
        addendum = Addendum.objects.create(
            pack=pack,
            number=number,
            kind=kind,
            council=council,
            paper=frozen,
            sha256=digest(frozen),
            tabled_by=by,
            tabled_at=at,
        )
        AddendumFile.objects.bulk_create(
            AddendumFile(addendum=addendum, format=form, content=content, sha256=digest(content), made_at=at)
            for form, content in made
        )
    details: dict[str, str | int] = {"version": pack.version, "number": number, "sha256": addendum.sha256}
    record(by=by, act="table_addendum", subject=addendum, scope=pack.meeting.audit_scope, details=details)
    return addendum
