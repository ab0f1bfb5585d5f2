"""What an originator does: bring a concern, correct it, withdraw it, answer what we ask (R081-R082, R182)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime

from django.db import connection, transaction
from django.utils import timezone

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from common.errors import Refused, Stale, forbid, not_found, refuse
from councils.models import Council, ServiceArea
from councils.queries import council_by_code, service_areas
from ledger.workflow import leave
from liaison import access_inbound as access
from liaison.models import (
    EntryKind,
    InboundConcern,
    InboundEntry,
    InboundEvidence,
    InboundVersion,
)
from liaison.queries.inbound import standing_of, who_triages
from liaison.submission import Originator, Receipt, Submission, canonical_submission, sha256_of
from liaison.workflow.announcing import announce_concern
from liaison.workflow.order import in_order

RECEIVING_LOCK = 0x5EA3
# What a person is told: no council, no content (TRUST section 2).
RECEIVED = "Something came from government about a council."
RECEIVED_URGENTLY = "Something came from government about a council, without waiting for a meeting."
TELLING = "liaison.tell"  # a job of the ledger
CHANGED = "Something that came from government was changed by its originator."
CHANGED_URGENTLY = (
    "Something that came from government was changed by its originator, and does not wait for a meeting."
)


@in_order
def receive(*, by: User | None, at: datetime, originator: Originator, given: Submission) -> Receipt:
    """A concern is received, numbered and acknowledged at once; `by` is None over the API.

    The same body under the same key, or under the same own reference for the council, gives the receipt of
    before. Raises `Refused` with what is missing, or where another body came under it before.
    """
    on = _may_send(by, originator, at)
    council, area = _about(given)
    refuse(access.submission_lacking(given, on))
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [RECEIVING_LOCK])
    canonical = canonical_submission(given, originator.organisation, council.code)
    if held := _received_before(originator, council, given, sha256_of(canonical)):
        return held
    inbound = InboundConcern.objects.create(
        number=_next_number(on.year),
        organisation=originator.organisation,
        council=council,
        service_area=area,
        own_reference=given.own_reference.strip(),
        received_at=at,
    )
    inbound.refresh_from_db(fields=["recorded_at"])
    version = _keep(inbound, 1, originator, given, canonical, at)
    _tell(inbound, originator, RECEIVED_URGENTLY if given.is_urgent else RECEIVED, "received", at)
    _record(by, "receive_concern", inbound, originator, version=1)
    return Receipt(inbound=inbound, version=version, is_new=True)


@in_order
def correct_inbound(
    *,
    by: User | None,
    at: datetime,
    originator: Originator,
    inbound: InboundConcern,
    version: int,
    given: Submission,
) -> Receipt:
    """The originator puts a new version in the place of `version`, which it read; every earlier one is kept.

    Raises `Stale`, with both texts, where another officer or system of theirs has corrected it since.
    Council, service and own reference stay as they were: for another council it sends another concern.
    """
    on = _may_send(by, originator, at)
    held = _own(originator, inbound)
    refuse(access.withdrawn_already(held, standing_of(held)))
    council, area = _about(given)
    if council != held.council or (area and area.pk) != held.service_area_id:
        raise Refused(
            f"{held.number} is about {held.council.short_name}. For another council or service, send another "
            "concern and withdraw this one."
        )
    given = replace(given, own_reference=held.own_reference)
    refuse(access.submission_lacking(given, on))
    canonical = canonical_submission(given, originator.organisation, council.code)
    last = held.versions.order_by("-version").first() or not_found("The concern")
    if last.sha256 == sha256_of(canonical):
        return Receipt(inbound=held, version=last, is_new=False)
    if last.version != version:
        raise Stale(access.corrected_since(last), held=_as_it_stands(last), typed=_as_typed(given))
    if given.key:
        used = InboundVersion.objects.filter(organisation=originator.organisation, key=given.key).first()
        if used:
            raise Refused(access.differs_from_held(used.inbound, by_key=True))
    kept = _keep(held, last.version + 1, originator, given, canonical, at)
    sentence = CHANGED_URGENTLY if given.is_urgent and not last.is_urgent else CHANGED
    _tell(held, originator, sentence, f"version:{kept.version}", at)
    _record(by, "correct_inbound_concern", held, originator, version=kept.version)
    return Receipt(inbound=held, version=kept, is_new=True)


@in_order
def withdraw_inbound(
    *, by: User | None, at: datetime, originator: Originator, inbound: InboundConcern, reason: str
) -> InboundEntry:
    """The originator withdraws it, and why; what was received is kept."""
    _may_send(by, originator, at)
    held = _own(originator, inbound)
    refuse(access.withdrawn_already(held, standing_of(held)))
    if not reason.strip():
        raise Refused("Enter why it is withdrawn.")
    entry = _entry(held, EntryKind.WITHDRAWN, reason, originator, at)
    _tell(held, originator, CHANGED, "withdrawn", at)
    _record(by, "withdraw_inbound_concern", held, originator)
    return entry


@in_order
def answer_consent(
    *, by: User | None, at: datetime, originator: Originator, asked: InboundEntry, given: bool, text: str = ""
) -> InboundEntry:
    """The originator says whether its words may go further, as it was asked; once.

    The same answer again by the same token gives the one of before.
    """
    _may_send(by, originator, at)
    held = _own(originator, asked.inbound)
    refuse(access.withdrawn_already(held, standing_of(held)))
    question = held.entries.filter(pk=asked.pk, kind=EntryKind.CONSENT_ASKED).first()
    if question is None:
        not_found("The question")
    kind = EntryKind.CONSENT_GIVEN if given else EntryKind.CONSENT_REFUSED
    if before := question.answered_by.first():
        said = (originator.name.strip(), kind, text.strip())
        same = (before.who, before.kind, before.text) == said
        if same and originator.client and originator.client.pk == before.client_id:
            return before
        raise Refused("This question has been answered already. Ask us to put it again.")
    entry = _entry(held, kind, text, originator, at, about=question)
    _tell(held, originator, CHANGED, f"consent:{entry.pk}", at)
    _record(by, "answer_consent", held, originator)
    return entry


def _may_send(by: User | None, originator: Originator, at: datetime) -> date:
    """The day, or a refusal: a person speaks for the organisation whose officer they are."""
    on = timezone.localdate(at)
    if by is not None:
        forbid(access.may_not_liaise(by))
        if originator.officer is None or originator.officer.user_id != by.pk:
            not_found("The organisation")
    refuse(access.speaks_for_nobody(originator))
    refuse(access.is_not_in_network(originator.organisation, on))
    return on


def _about(given: Submission) -> tuple[Council, ServiceArea | None]:
    council = council_by_code(given.council_code.strip()) if given.council_code.strip() else None
    refuse(access.council_unknown(given.council_code, council))
    areas = {area.slug: area for area in service_areas()}
    if given.service_area and given.service_area not in areas:
        raise Refused(f"Choose the service from: {', '.join(sorted(areas))}. Or leave it out.")
    if council is None:
        not_found("The council")
    return council, areas.get(given.service_area)


def _own(originator: Originator, inbound: InboundConcern) -> InboundConcern:
    held = (
        InboundConcern.objects.select_for_update(of=("self",))
        .select_related("council__region", "organisation", "service_area")
        .filter(pk=inbound.pk, organisation=originator.organisation)
        .first()
    )
    return held or not_found("The concern")


def _as_it_stands(last: InboundVersion) -> str:
    lines = [" ".join((one.line, one.link)).strip() for one in last.evidence.order_by("position")]
    return "\n".join((last.matter, *lines))


def _as_typed(given: Submission) -> str:
    lines = [" ".join((one.line, one.link)).strip() for one in given.evidence]
    return "\n".join((given.matter, *lines))


def _received_before(
    originator: Originator, council: Council, given: Submission, digest: str
) -> Receipt | None:
    organisation, version, by_key = originator.organisation, None, True
    versions = InboundVersion.objects.select_related("inbound__council", "inbound__organisation")
    if given.key:
        version = versions.filter(organisation=organisation, key=given.key).first()
    if version is None and given.own_reference.strip():
        reference, by_key = given.own_reference.strip(), False
        version = versions.filter(
            inbound__organisation=organisation, inbound__council=council, inbound__own_reference=reference
        ).first()
    if version is None:
        return None
    if version.sha256 != digest:
        raise Refused(access.differs_from_held(version.inbound, by_key=by_key))
    return Receipt(inbound=version.inbound, version=version, is_new=False)


def _keep(
    inbound: InboundConcern,
    number: int,
    originator: Originator,
    given: Submission,
    canonical: str,
    at: datetime,
) -> InboundVersion:
    version = InboundVersion.objects.create(
        inbound=inbound,
        organisation=originator.organisation,
        version=number,
        key=given.key,
        matter=given.matter.strip(),
        told=given.told,
        told_on=given.told_on,
        told_reason=given.told_reason.strip(),
        handling=given.handling.strip(),
        is_originator_controlled=given.is_originator_controlled,
        is_urgent=given.is_urgent,
        canonical=canonical,
        sha256=sha256_of(canonical),
        officer_name=originator.name.strip(),
        officer=originator.officer,
        client=originator.client,
        sent_at=at,
    )
    InboundEvidence.objects.bulk_create(
        InboundEvidence(
            version=version, position=position, kind=one.kind, line=one.line.strip(), link=one.link.strip()
        )
        for position, one in enumerate(given.evidence, start=1)
    )
    version.refresh_from_db(fields=["recorded_at"])
    if number > 1:
        announce_concern(inbound, at, but=originator.client)
    return version


def _entry(
    held: InboundConcern,
    kind: EntryKind,
    text: str,
    originator: Originator,
    at: datetime,
    about: InboundEntry | None = None,
) -> InboundEntry:
    entry = InboundEntry.objects.create(
        inbound=held,
        kind=kind,
        text=text.strip(),
        about=about,
        who=originator.name.strip(),
        officer=originator.officer,
        client=originator.client,
        at=at,
    )
    announce_concern(held, at, but=originator.client)
    return entry


def _tell(inbound: InboundConcern, originator: Originator, sentence: str, which: str, at: datetime) -> None:
    """Whoever triages it is told: at once, or by a worker where the API received it.

    The API's own role in the database does not know who works here (liaison/api_role.py).
    """
    if originator.client is None:
        tell_of_inbound(by=None, at=at, inbound=inbound, sentence=sentence, which=which)
    else:
        told = {"inbound": inbound.pk, "sentence": sentence, "which": which}
        leave(kind=TELLING, key=f"{inbound.pk}:{which}", arguments=told, at=at)


@transaction.atomic
def tell_of_inbound(
    *, by: User | None, at: datetime, inbound: InboundConcern, sentence: str, which: str
) -> None:
    """Tell who triages it, once for each change of it; `by` nobody: it follows from the change."""
    people = who_triages(inbound, timezone.localdate(at))
    about = f"liaison.inbound:{inbound.pk}:{which}"
    tell_people(people=people, about=about, sentence=sentence, address=inbound.get_absolute_url(), at=at)


def _next_number(year: int) -> str:
    last = InboundConcern.objects.filter(number__startswith=f"{year}-").order_by("-number").first()
    return f"{year}-G{int(last.number[6:]) + 1 if last else 1:04}"


def _record(
    by: User | None, act: str, inbound: InboundConcern, originator: Originator, **details: object
) -> None:
    record(
        by=by,
        act=act,
        subject=inbound,
        scope=inbound.council.audit_scope,
        details={"number": inbound.number, "organisation": originator.organisation.slug, **details},
    )
