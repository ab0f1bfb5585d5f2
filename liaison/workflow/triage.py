"""What is done here with an inbound concern: kept, taken up, asked about, answered (R084, WORKFLOW 4)."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from accounts.workflow import tell_people
from audit.workflow import record
from cases.models import Concern
from cases.stages import Origin, Stage
from cases.workflow import raise_concern
from common.errors import Refused, Stale, forbid, not_found, refuse
from liaison import access_inbound as access
from liaison.models import EntryKind, InboundConcern, InboundEntry, Organisation
from liaison.models.inbound import ANSWERS, SEEN_BY_ORIGINATOR
from liaison.originators import words_kept
from liaison.queries.inbound import standing_of, triages
from liaison.workflow.announcing import announce_concern
from liaison.workflow.order import in_order

ANSWERED = "There is an answer to something your organisation sent."
ASKED = "There is a question about something your organisation sent."
BEGINS_AT = (Stage.LOCAL_INTELLIGENCE, Stage.COUNCIL_DISCUSSION)


@in_order
def answer_inbound(
    *, by: User, at: datetime, inbound: InboundConcern, version: int, kind: str, text: str = ""
) -> InboundEntry:
    """The answer that its originator reads: "we hold nothing" needs no words, every other does.

    `version` is the one that was read. Raises `Stale` where its originator has corrected it since.

    What is held of a concern goes to government by a release; an answer may name one. R084 (our reading):
    what does not appear to indicate a potential concern is resolved with reasons.
    """
    held = _locked(by, inbound)
    stands = held.versions.latest("version")
    if stands.version != version:
        raise Stale(access.corrected_since(stands), held=stands.matter, typed=text)
    if kind not in ANSWERS:
        raise Refused("Choose the answer.")
    if kind != EntryKind.NOTHING_HELD and not text.strip():
        raise Refused("Enter the answer, with its reasons.")
    # Another originator's words go to this one no more than to anybody else.
    refuse(words_kept(held.council, (text,), held.organisation))
    entry = _keep(held, kind, text, by, at)
    _tell_officers(held, ANSWERED, f"answer:{entry.pk}", at)
    _record(by, "answer_inbound_concern", held, kind=kind)
    return entry


@transaction.atomic
def note_inbound(*, by: User, at: datetime, inbound: InboundConcern, text: str) -> InboundEntry:
    """A line among ourselves; its originator does not read it."""
    held = _locked(by, inbound)
    if not text.strip():
        raise Refused("Enter what is to be noted.")
    entry = _keep(held, EntryKind.NOTED, text, by, at)
    _record(by, "note_inbound_concern", held)
    return entry


@in_order
def ask_consent(
    *, by: User, at: datetime, inbound: InboundConcern, text: str, recipient: Organisation | None
) -> InboundEntry:
    """Ask its originator whether its words, as they stand, may go to the recipient: in which words, and why.

    Without a recipient they would stand in papers of our own, which the Panel reads.
    """
    held = _locked(by, inbound)
    if not text.strip():
        raise Refused("Enter what you ask to pass on, and why.")
    refuse(access.needs_no_consent(held, recipient))
    refuse(words_kept(held.council, (text,), held.organisation))
    about = {"recipient": recipient, "is_for_panel": recipient is None}
    entry = _keep(held, EntryKind.CONSENT_ASKED, text, by, at, **about)
    _tell_officers(held, ASKED, f"consent:{entry.pk}", at)
    _record(by, "ask_consent", held, recipient=recipient.slug if recipient else "panel")
    return entry


@transaction.atomic
def open_from_inbound(
    *,
    by: User,
    at: datetime,
    inbound: InboundConcern,
    summary: str,
    basis: str,
    review_on: date | None,
    stage: Stage = Stage.COUNCIL_DISCUSSION,
) -> Concern:
    """It appears to indicate a potential concern: one is opened that a department raised (R084, our reading).

    Its words are our own: the originator's stay here while they are ORIGINATOR-CONTROLLED.
    """
    held = _locked(by, inbound)
    if stage not in BEGINS_AT:
        raise Refused("A concern that a department raised begins at Stage 1 or at Stage 3.")
    refuse(words_kept(held.council, (summary, basis)))
    concern = raise_concern(
        by=by,
        at=at,
        council=held.council,
        service_area=held.service_area,
        summary=summary,
        basis=basis,
        review_on=review_on,
        stage=stage,
        origin=Origin.DEPARTMENT,
    )
    _keep(held, EntryKind.OPENED, "", by, at, concern=concern)
    _record(by, "open_concern_from_inbound", held, concern=concern.pk)
    return concern


@transaction.atomic
def keep_beside(
    *, by: User, at: datetime, inbound: InboundConcern, concern: Concern, text: str = ""
) -> InboundEntry:
    """It bears on a concern that is open already; it stands beside it, not in it, and goes nowhere by it."""
    held = _locked(by, inbound)
    found = Concern.objects.visible_to(by).filter(pk=concern.pk, council=held.council).first()
    if found is None:
        not_found("The concern")
    if held.entries.filter(concern=found).exists():
        raise Refused(f"{held.number} stands beside this concern already.")
    entry = _keep(held, EntryKind.ATTACHED, text, by, at, concern=found)
    _record(by, "keep_inbound_beside", held, concern=found.pk)
    return entry


def _locked(by: User, inbound: InboundConcern) -> InboundConcern:
    """As it stands now, locked; not found where this person may not see it."""
    held = (
        InboundConcern.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region", "organisation", "service_area")
        .filter(pk=inbound.pk)
        .first()
    )
    if held is None:
        not_found("The concern")
    forbid(access.may_not_triage(held, is_theirs=triages(by, held)))
    refuse(access.withdrawn_already(held, standing_of(held)))
    return held


def _keep(held: InboundConcern, kind: str, text: str, by: User, at: datetime, **about: Any) -> InboundEntry:
    entry = InboundEntry.objects.create(
        inbound=held, kind=kind, text=text.strip(), by=by, who=by.name, at=at, **about
    )
    if kind in SEEN_BY_ORIGINATOR:
        announce_concern(held, at)
    return entry


def _tell_officers(held: InboundConcern, sentence: str, which: str, at: datetime) -> None:
    officers = held.organisation.officers.filter(user__is_active=True, until_on__isnull=True)
    tell_people(
        people=[officer.user for officer in officers.select_related("user") if officer.user],
        about=f"liaison.inbound:{held.pk}:{which}",
        sentence=sentence,
        address=f"/department/concerns/{held.number}",
        at=at,
    )


def _record(by: User, act: str, held: InboundConcern, **details: object) -> None:
    record(
        by=by,
        act=act,
        subject=held,
        scope=held.council.audit_scope,
        details={"number": held.number, **details},
    )
