"""What an organisation's system is served of its own concerns: their words, and what was answered to them."""

from __future__ import annotations

from typing import Any

from django.db.models import DateTimeField, Max, OuterRef, Prefetch, QuerySet, Subquery
from django.db.models.functions import Greatest

from liaison.document import instant
from liaison.models import ApiClient, EntryKind, InboundConcern, InboundEntry, InboundEvidence, InboundVersion
from liaison.models.inbound import SEEN_BY_ORIGINATOR
from liaison.queries.inbound import standing_by

INBOUND_NUMBER = r"^[0-9]{4}-G[0-9]{4}$"


def concerns_served(client: ApiClient) -> QuerySet[InboundConcern]:
    """Those of this client's organisation, with `changed_at`; in the sandbox those about fictional councils.

    Our own triage is never read: of the entries only what passed through the door.
    """
    seen = InboundEntry.objects.filter(kind__in=SEEN_BY_ORIGINATOR)
    versions = InboundVersion.objects.order_by("version").prefetch_related(
        Prefetch("evidence", InboundEvidence.objects.order_by("position"))
    )
    rows = InboundConcern.objects.filter(organisation=client.organisation)
    if client.is_sandbox:
        rows = rows.filter(council__is_fictional=True)
    return (
        rows.annotate(
            changed_at=Greatest(
                _latest(InboundVersion.objects.all()), _latest(seen), output_field=DateTimeField()
            )
        )
        .select_related("council", "service_area")
        .prefetch_related(
            Prefetch("versions", versions),
            Prefetch("entries", seen.select_related("recipient").order_by("pk"), to_attr="seen"),
        )
    )


def question_at(row: Any, place: int) -> InboundEntry | None:
    """The question of consent at this place, from 1, among what the originator sees of one of
    `concerns_served`; None where something else stands there, or nothing."""
    seen: list[InboundEntry] = row.seen[place - 1 : place] if place > 0 else []
    return next((one for one in seen if one.kind == EntryKind.CONSENT_ASKED), None)


def inbound_by_id(pk: int) -> InboundConcern:
    """The concern of this id, for a worker that was told of it."""
    return InboundConcern.objects.select_related("council__region", "organisation", "service_area").get(pk=pk)


def _latest(rows: QuerySet[Any]) -> Subquery:
    of_one = rows.filter(inbound=OuterRef("pk")).order_by().values("inbound")
    return Subquery(of_one.annotate(latest=Max("recorded_at")).values("latest"))


def concern_served(row: Any) -> dict[str, Any]:
    """One of `concerns_served` as it is given out: the version that stands, and the answers."""
    versions = list(row.versions.all())
    last = versions[-1]
    places = {entry.pk: place for place, entry in enumerate(row.seen, start=1)}
    return {
        "number": row.number,
        "standing": standing_by(versions, row.seen).value,
        "received_at": instant(row.recorded_at),
        "changed_at": instant(row.changed_at),
        "council": {
            "code": row.council.code,
            "name": row.council.name,
            "fictional": row.council.is_fictional,
        },
        "service_area": row.service_area.slug if row.service_area else "",
        "own_reference": row.own_reference,
        "version": last.version,
        "sha256": last.sha256,
        "sent_by": last.officer_name,
        "concern": last.matter,
        "council_told": {
            "answer": last.told,
            "on": last.told_on.isoformat() if last.told_on else None,
            "reason": last.told_reason,
        },
        "evidence": [{"kind": one.kind, "line": one.line, "link": one.link} for one in last.evidence.all()],
        "handling": last.handling,
        "originator_controlled": last.is_originator_controlled,
        "urgent": last.is_urgent,
        "answers": [
            {
                # Its place: a gap in the table's own ids would tell of our triage.
                "id": places[one.pk],
                "kind": str(one.kind),
                "to": one.to_whom,
                "text": one.text,
                "by": one.who,
                "at": instant(one.recorded_at),
                "about": places[one.about_id] if one.about_id else None,
            }
            for one in row.seen
        ],
    }


# The columns of the list as CSV.
CONCERN_COLUMNS = (
    *("number", "standing", "received_at", "changed_at", "council_code", "council_name", "council_fictional"),
    *("service_area", "own_reference", "version", "sha256", "sent_by", "concern"),
    *("council_told", "council_told_on", "council_told_reason", "evidence", "handling"),
    *("originator_controlled", "urgent", "answers"),
)


def concern_flat(served: dict[str, Any]) -> dict[str, Any]:
    """The same as one line."""
    told, council = served["council_told"], served["council"]
    return {
        **{name: served[name] for name in CONCERN_COLUMNS if name in served},
        **{f"council_{name}": council[name] for name in ("code", "name", "fictional")},
        "council_told": told["answer"],
        "council_told_on": told["on"],
        "council_told_reason": told["reason"],
        "evidence": "\n".join(
            f"{one['kind']}: {one['line']} {one['link']}".strip() for one in served["evidence"]
        ),
        "answers": "\n".join(map(_answer_line, served["answers"])),
    }


def _answer_line(one: dict[str, Any]) -> str:
    to = f" (to {one['to']})" if one["to"] else ""
    return f"{one['kind']}{to}: {one['text']}".strip()
