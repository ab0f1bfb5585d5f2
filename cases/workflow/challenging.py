"""To arrange a peer challenge, and to keep what its council decides about the report (R138-R142)."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, cast

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from cases.access import is_closed, may_not_work_on
from cases.council_access import is_called_off, is_not_given, may_not_keep_for
from cases.models import (
    ChallengeConsent,
    Concern,
    Evidence,
    EvidenceKind,
    OfferUse,
    PeerChallenge,
    Publication,
    Recipient,
)
from cases.register import challenge_kinds, offers
from cases.workflow.locking import day_of, in_words, kept, line, locked, signed, wanted
from cases.workflow.offering import past
from common.errors import Stale, forbid, not_found, refuse
from councils.models import Council


@dataclass(frozen=True, kw_only=True)
class Arranged:
    """When, what about besides the core, and by whom."""

    asked_on: date | None = None
    scoping_on: date | None = None
    on_site_from_on: date | None = None
    on_site_until_on: date | None = None
    report_due_on: date | None = None
    partners: str = ""
    local_focus: str = ""
    team: str = ""


@transaction.atomic
def record_challenge(
    *,
    by: User,
    at: datetime,
    kind: str,
    councils: Collection[Council],
    arranged: Arranged,
    use: OfferUse | None = None,
) -> PeerChallenge:
    """A peer challenge that one council, or several, asked for. `use`: the offer it comes of."""
    councils = list(Council.objects.filter(pk__in=[one.pk for one in councils]).select_related("region"))
    if not councils:
        refuse("Choose the council, or the councils.")
    forbid(may_not_keep_for(by, councils, day_of(at)))
    if kind not in challenge_kinds():
        refuse("Choose the kind of peer challenge.")
    if use is not None:
        # Locked: of two who record it at once, the second is told that it is held.
        use = OfferUse.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=use.pk).first()
        refuse(_is_not_of(use, kind, councils) if use else "That offer was not found. Choose another.")
    challenge = PeerChallenge(kind=kind, use=use, recorded_by=by)
    _arrange(challenge, arranged)
    challenge.save()
    challenge.councils.set(councils)
    _record(challenge, "record_challenge", by, {"kind": kind, "councils": sorted(one.pk for one in councils)})
    return challenge


@transaction.atomic
def change_challenge(
    *, by: User, at: datetime, challenge: PeerChallenge, version: int, arranged: Arranged
) -> PeerChallenge:
    """The days, the focus and the team as they are now; every version is kept. Raises Stale."""
    held = _locked(challenge, by, at)
    if held.version != version:
        raise Stale(
            "Somebody else changed this peer challenge while you were writing. Your text is kept below.",
            held=f"{held.local_focus}\n{held.team}".strip(),
            typed=f"{arranged.local_focus}\n{arranged.team}".strip(),
        )
    refuse(is_called_off(held))
    _arrange(held, arranged)
    _keep(held, "change_challenge", by)
    return held


@transaction.atomic
def give_report(
    *, by: User, at: datetime, challenge: PeerChallenge, given_to: str, happened_on: date | None = None
) -> PeerChallenge:
    """The results were fed back to the council, which owns them from then on (R139)."""
    held = _locked(challenge, by, at)
    refuse(is_called_off(held))
    if held.given_on:
        refuse(f"It is held that the report was given on {in_words(held.given_on)}.")
    held.given_to = line(wanted(given_to, "Enter who at the council was given it."), 200, "Who was given it")
    held.given_on, held.given_at, held.given_by = past(happened_on, at), at, by
    _keep(held, "give_report", by)
    return held


@transaction.atomic
def record_publication(
    *,
    by: User,
    at: datetime,
    challenge: PeerChallenge,
    version: int,
    publication: str,
    published_on: date | None = None,
    link: str = "",
    said: str = "",
) -> PeerChallenge:
    """What the council chose: it published its report, or it does not; it may choose otherwise later."""
    held = _locked(challenge, by, at)
    if held.version != version:
        raise Stale(
            "Somebody else changed this peer challenge while you were writing. Your text is kept below.",
            held=f"{held.report_stands}\n{held.publication_line}".strip(),
            typed=said,
        )
    refuse(is_not_given(held))
    if publication not in Publication.values:
        refuse("Choose what the council decided.")
    published = publication == Publication.PUBLISHED
    if held.is_published and not published:
        refuse("The report has been published: it is known, and cannot be made unknown.")
    if published and published_on is None:
        refuse("Enter the day on which the council published it.")
    if published_on and published_on > day_of(at):
        refuse("Enter the day on which the council published it: it cannot be one to come.")
    held.publication, held.publication_at, held.publication_by = publication, at, by
    held.published_on, held.link = (published_on, link) if published else (None, "")
    held.publication_line = kept(said)
    _keep(held, "record_publication", by, {"publication": publication})
    return held


@transaction.atomic
def record_consent(
    *,
    by: User,
    at: datetime,
    challenge: PeerChallenge,
    council: Council,
    agreed_by: str,
    recipient: str,
    to_whom: str = "",
    what: str = "",
    happened_on: date | None = None,
) -> ChallengeConsent:
    """The council agreed that its report goes to somebody: who there, to whom, when (R139)."""
    held = _locked(challenge, by, at)
    refuse(is_not_given(held))
    if council.pk not in {one.pk for one in held.councils.all()}:
        refuse("Choose a council of this peer challenge.")
    if recipient not in Recipient.values:
        refuse("Choose to whom it may go.")
    if recipient == Recipient.ANOTHER and not to_whom.strip():
        refuse("Enter to whom it may go.")
    consent = ChallengeConsent.objects.create(
        challenge=held,
        council=council,
        by=by,
        happened_on=past(happened_on, at),
        agreed_by=line(wanted(agreed_by, "Enter who at the council agreed."), 200, "Who agreed"),
        recipient=recipient,
        to_whom=line(to_whom, 200, "To whom"),
        what=kept(what),
    )
    _record(held, "record_consent", by, {"consent": consent.pk, "recipient": recipient})
    return consent


@transaction.atomic
def end_consent(*, by: User, at: datetime, consent: ChallengeConsent, reason: str) -> ChallengeConsent:
    """The council takes back what it agreed to: from now on the report goes there no more."""
    held = _locked(consent.challenge, by, at)
    standing = held.consents.filter(pk=consent.pk, ended_at__isnull=True).first()
    if standing is None:
        refuse("This has been taken back already.")
    standing = cast(ChallengeConsent, standing)
    standing.ended_reason = wanted(reason, "Enter what the council said.")
    standing.ended_at, standing.ended_by = at, by
    standing.save()
    _record(held, "end_consent", by, {"consent": standing.pk})
    return standing


@transaction.atomic
def call_off(*, by: User, at: datetime, challenge: PeerChallenge, reason: str) -> PeerChallenge:
    """It does not come about. It is voluntary: nothing follows from that (R140)."""
    held = _locked(challenge, by, at)
    refuse(is_called_off(held))
    if held.given_on:
        refuse("Its report has been given to the council. It has come about and cannot be called off.")
    held.called_off_reason = wanted(reason, "Enter why it does not come about. One line will do.")
    held.called_off_at, held.called_off_by = at, by
    _keep(held, "call_off", by)
    return held


@transaction.atomic
def take_as_evidence(
    *, by: User, at: datetime, challenge: PeerChallenge, concern: Concern, why: str
) -> Evidence:
    """What the results say, as evidence of a concern about one of its councils (R142).

    Of a published report it is a published document. Of another it is for advisers alone, and goes into no
    pack and no release without the council's consent (`council_access.may_not_be_shared`).
    """
    held_concern = locked(concern, by)
    forbid(may_not_work_on(by, held_concern, day_of(at)))
    refuse(is_closed(held_concern))
    held = _seen(challenge, by)
    refuse(is_not_given(held))
    if held_concern.council_id not in {one.pk for one in held.councils.all()}:
        refuse(f"This peer challenge was not of {held_concern.council.short_name}.")
    when = held.on_site_from_on or held.given_on
    evidence = Evidence.objects.create(
        **signed(held_concern, by, at, None),
        kind=EvidenceKind.DOCUMENT if held.is_published else EvidenceKind.CHALLENGE,
        challenge=held,
        title=f"{held.name}, {when:%B %Y}" if when else held.name,
        publisher=held.whose[:200] if held.is_published else "",
        link=held.link,
        published_on=held.published_on,
        why=wanted(why, "Enter what in the results bears on the concern."),
    )
    record(
        by=by,
        act="add_evidence",
        subject=held_concern,
        scope=held_concern.council.audit_scope,
        details={"evidence": [evidence.pk], "kinds": [evidence.kind], "challenge": held.pk},
    )
    return evidence


def _arrange(held: PeerChallenge, arranged: Arranged) -> None:
    first, last = arranged.on_site_from_on, arranged.on_site_until_on
    if last and not first:
        refuse("Enter the first day on site.")
    if first and last and last < first:
        refuse("The last day on site is before the first.")
    if first and arranged.report_due_on and arranged.report_due_on < first:
        refuse("The report cannot be due before the peers are on site.")
    for name, value in asdict(arranged).items():
        setattr(held, name, kept(value) if isinstance(value, str) else value)
    held.partners = line(held.partners, 300, "Partners")


def _is_not_of(use: OfferUse, kind: str, councils: Collection[Council]) -> str | None:
    if offers()[use.offer].challenge != kind:
        return f"{use.name} is not an offer of this kind of peer challenge."
    if use.council_id not in {one.pk for one in councils}:
        return "That offer was made to another council."
    if PeerChallenge.objects.filter(use=use).exists():
        return "A peer challenge of that offer is held already."
    return None


def _seen(challenge: PeerChallenge, by: User) -> PeerChallenge:
    """The peer challenge as it now stands, locked; not found where it is missing or unseen."""
    seen = PeerChallenge.objects.visible_to(by).select_for_update(of=("self",))
    held = seen.prefetch_related("councils__region").filter(pk=challenge.pk).first()
    return cast(PeerChallenge, held) if held else not_found("The peer challenge")


def _locked(challenge: PeerChallenge, by: User, at: datetime) -> PeerChallenge:
    """The same, for who may change it."""
    held = _seen(challenge, by)
    forbid(may_not_keep_for(by, list(held.councils.all()), day_of(at)))
    return held


def _keep(held: PeerChallenge, act: str, by: User, details: dict[str, Any] | None = None) -> None:
    held.version += 1
    held.save()
    _record(held, act, by, details or {})


def _record(held: PeerChallenge, act: str, by: User, details: dict[str, Any]) -> None:
    """One line in the record of each of its councils."""
    for council in held.councils.all():
        record(by=by, act=act, subject=held, scope=council.audit_scope, details=details)
