"""To put evidence on a concern: notes, figures as they stand that day, published documents (R075)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, may_not_work_on
from cases.models import Concern, Evidence, EvidenceKind
from cases.workflow.locking import day_of, kept, line, locked, signed, wanted
from common.errors import forbid, refuse
from indicators.queries import headline_report
from intelligence.models import Note


@dataclass(frozen=True, kw_only=True)
class Document:
    """A published report or page, by its title; `link` is where it stands."""

    title: str
    publisher: str = ""
    link: str = ""
    published_on: date | None = None


@transaction.atomic
def add_evidence(
    *,
    by: User,
    at: datetime,
    concern: Concern,
    notes: Iterable[Note] = (),
    figures: Iterable[str] = (),
    document: Document | None = None,
    why: str = "",
) -> list[Evidence]:
    """Add notes one may read, lines of the headline report (by slug) as they stand today, a document.

    What the concern holds already is passed over. Raises NotPermitted, Refused.
    """
    on = day_of(at)
    held = locked(concern, by)
    forbid(may_not_work_on(by, held, on))
    refuse(is_closed(held))
    signature = signed(held, by, at, None) | {"why": kept(why)}
    added = add_notes(held, notes, signature)
    added += add_figures(held, figures, signature, on)
    if document:
        added.append(_add_document(document, signature))
    if not added:
        refuse("Nothing new was chosen: the concern holds what you chose, or nothing was.")
    record(
        by=by,
        act="add_evidence",
        subject=held,
        scope=held.council.audit_scope,
        details={"evidence": [one.pk for one in added], "kinds": sorted({one.kind for one in added})},
    )
    return added


def add_notes(held: Concern, notes: Iterable[Note], signature: dict[str, Any]) -> list[Evidence]:
    """Notes about the council that the person may read; one withdrawn or of another council is refused.

    They are locked: what is withdrawn or deleted at the same moment is no evidence.
    """
    by = signature["by"]
    chosen = [note.pk for note in notes]
    readable = Note.objects.visible_to(by).standing().filter(pk__in=chosen, council=held.council)
    held_already = set(held.evidence.filter(note__isnull=False).values_list("note_id", flat=True))
    found = {note.pk: note for note in readable.order_by("pk").select_for_update(of=("self",))}
    if missing := [pk for pk in chosen if pk not in found]:
        refuse(
            f"A note that was chosen was not found among those about {held.council.short_name}: {missing[0]}."
        )
    return [
        Evidence.objects.create(**signature, kind=EvidenceKind.NOTE, note=found[pk])
        for pk in chosen
        if pk not in held_already
    ]


def add_figures(held: Concern, figures: Iterable[str], signature: dict[str, Any], on: date) -> list[Evidence]:
    """Lines of the council's headline report, frozen as they stand on the day."""
    chosen = list(figures)
    if not chosen:
        return []
    report = headline_report(held.council, on)
    lines = {one.slug: one for one in report.lines}
    already = set(held.evidence.filter(kind=EvidenceKind.FIGURE).values_list("indicator", "period"))
    added = []
    for slug in chosen:
        if slug not in lines:
            refuse(f"There is no figure called {slug} in the headline report of {held.council.short_name}.")
        if (slug, lines[slug].period) not in already:
            added.append(_freeze(lines[slug], signature))
    return added


def _freeze(one: Any, signature: dict[str, Any]) -> Evidence:
    return Evidence.objects.create(
        **signature,
        kind=EvidenceKind.FIGURE,
        title=one.title,
        indicator=one.slug,
        value=one.local,
        value_text=one.local_text,
        unit=one.unit,
        period=one.period,
        type_average=one.type_average,
        type_average_text=one.type_text,
        england_text=one.england_text,
        publisher=one.publisher,
        link=one.page,
        source={
            "source": one.source,
            "licence": one.licence,
            "decimals": one.decimals,
            "why_na": one.why_na,
            "england_label": one.england_label,
            "type_name": one.type_name,
            "type_n": one.type_n,
            "n": one.n,
            "bottom": one.bottom,
            "top": one.top,
        },
    )


def _add_document(document: Document, signature: dict[str, Any]) -> Evidence:
    return Evidence.objects.create(
        **signature,
        kind=EvidenceKind.DOCUMENT,
        title=line(wanted(document.title, "Enter the title of the document."), 300, "The title"),
        publisher=line(document.publisher, 200, "The publisher"),
        link=document.link,
        published_on=document.published_on,
    )
