"""Who may bring, read and answer an inbound concern, in sentences (TRUST section 2, WORKFLOW section 4)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from urllib.parse import urlsplit

from django.utils import timezone

from accounts.models import Role, User
from councils.models import Council
from liaison.models import (
    CouncilTold,
    InboundConcern,
    InboundEvidence,
    InboundStanding,
    InboundVersion,
    NetworkMembership,
    Organisation,
)
from liaison.submission import GivenEvidence, Originator, Submission

CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
LONGEST_TEXT, LONGEST_LINE, MOST_LINES = 20_000, 2_000, 20


def may_not_keep_network(by: User | None) -> str | None:
    """Information governance keeps who is in the Network and who speaks for it; None is the set-up."""
    if by is None or by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only an information-governance officer keeps the Information Sharing Network. Ask one to do it."


def is_not_in_network(organisation: Organisation, on: date) -> str | None:
    """Concerns are received from the Network (R081)."""
    if NetworkMembership.objects.filter(organisation=organisation).holding_on(on).exists():
        return None
    return (
        f"{organisation.name} is not in the Information Sharing Network today. "
        "Ask our information-governance officer."
    )


def speaks_for_nobody(originator: Originator) -> str | None:
    """Each officer is known by name."""
    if originator.name.strip() and (originator.officer or originator.client):
        return None
    return "Say which officer sends this. Each is known by name."


def submission_lacking(given: Submission, on: date) -> str | None:
    """The first thing that is missing or cannot be so, as a sentence."""
    return _texts_lacking(given) or _telling_lacking(given, on) or _evidence_lacking(given.evidence)


def _texts_lacking(given: Submission) -> str | None:
    if not given.matter.strip():
        return "Enter what the concern is."
    if not given.handling.strip():
        return "Enter the terms on which it may be used."
    if len(given.own_reference.strip()) > 100 or len(given.key) > 200:
        return "Keep your own reference to 100 characters, and an idempotency key to 200."
    texts = (given.matter, given.handling, given.told_reason)
    if any(len(text) > LONGEST_TEXT for text in texts):
        return f"A text is longer than {LONGEST_TEXT:,} characters. Shorten it, or link to where it stands."
    lines = (line for one in given.evidence for line in (one.line, one.link))
    if any(CONTROL.search(text) for text in (*texts, given.own_reference, given.key, *lines)):
        return "A text holds a character that cannot be kept. Type it again without control characters."
    return None


def _telling_lacking(given: Submission, on: date) -> str | None:
    if given.told not in CouncilTold.values:
        return "Say whether the council has been told: yes, no or not yet."
    if given.told == CouncilTold.YES:
        if given.told_on is None:
            return "Enter the day on which the council was told."
        if given.told_on > on:
            return "Enter the day on which the council was told: today or an earlier one."
        return None
    if given.told_on is not None:
        return "A day on which the council was told goes with “yes” alone. Leave it out."
    if not given.told_reason.strip():
        return "Say why the council has not been told."
    return None


def _evidence_lacking(evidence: Iterable[GivenEvidence]) -> str | None:
    held = list(evidence)
    if len(held) > MOST_LINES:
        return f"Give at most {MOST_LINES} lines of evidence."
    for one in held:
        if one.kind not in InboundEvidence.Kind.values:
            return "Say of each line of evidence whether it is hard or soft."
        if not one.line.strip():
            return "Enter what each line of evidence is."
        if len(one.line) > LONGEST_LINE:
            return f"Keep a line of evidence to {LONGEST_LINE:,} characters."
        if one.link and not _is_link(one.link):
            return "A link begins with https:// or http:// and has at most 500 characters."
    return None


def _is_link(link: str) -> bool:
    try:
        parts = urlsplit(link.strip())
    except ValueError:
        return False
    return (
        parts.scheme in ("http", "https")
        and bool(parts.hostname)
        and len(link) <= 500
        and " " not in link.strip()
    )


def council_unknown(code: str, council: Council | None) -> str | None:
    """One concern is about one council, named by its code."""
    if council is not None:
        return None
    if len([part for part in re.split(r"[,;\s]+", code.strip()) if part]) > 1:
        return "Send one concern for each council: each is received under its own number."
    return (
        f"No council has the code “{code.strip()[:40]}”. Codes are those of the Office for National "
        "Statistics, for example E06000034."
    )


def differs_from_held(held: InboundConcern, *, by_key: bool) -> str:
    """Another body under the same key is refused in words."""
    what = "idempotency key" if by_key else "own reference, for this council"
    return (
        f"Something else was received under the same {what}: {held.number}. Nothing was changed. "
        f"To correct {held.number}, send a new version of it; for another concern, use another one."
    )


def withdrawn_already(held: InboundConcern, standing: InboundStanding) -> str | None:
    """What its originator has withdrawn is not worked on."""
    if standing is not InboundStanding.WITHDRAWN:
        return None
    return f"{held.number} was withdrawn by its originator. Nothing more can be done with it."


def needs_no_consent(held: InboundConcern, recipient: Organisation | None) -> str | None:
    """An originator is not asked for what it holds itself."""
    if recipient is None or recipient.pk != held.organisation_id:
        return None
    return f"{held.organisation} sent this: its own words may go back to it. Choose another recipient."


def corrected_since(stands: InboundVersion) -> str:
    """What was read is no longer what stands."""
    at = timezone.localtime(stands.recorded_at)
    return (
        f"{stands.officer_name} corrected {stands.inbound.number} on {at:%-d %B %Y at %H:%M}: version "
        f"{stands.version} stands now. Your text is kept below."
    )


def may_not_triage(inbound: InboundConcern, *, is_theirs: bool) -> str | None:
    """The advisers of the region, and those who lead on its service area or its council's group."""
    if is_theirs:
        return None
    return (
        f"Only the advisers for {inbound.council.region}, and those who lead on what it is about, answer "
        "this. Ask one of them."
    )


READS_INBOUND = (
    Role.PRINCIPAL_ADVISER,
    Role.SENIOR_ADVISER,
    Role.SECRETARIAT,
    Role.GROUP_OFFICE,
    Role.HEAD_OF_GROUP_OFFICE,
)


def may_not_see_inbox(by: User) -> str | None:
    """Advisers, the secretariat, group offices; governance of the metadata."""
    if by.has_role(*READS_INBOUND, Role.GOVERNANCE_OFFICER):
        return None
    return "What government brings to us is read by advisers, the secretariat and group offices."


def knows_of_inbound_alone(by: User) -> bool:
    """Governance knows that something came, from whom and when, and not what it says (TRUST: M)."""
    return by.has_role(Role.GOVERNANCE_OFFICER) and not by.has_role(*READS_INBOUND)


def may_not_liaise(by: User) -> str | None:
    """An officer of an organisation who signs in here (TRUST: DCLG liaison)."""
    if by.has_role(Role.DCLG_LIAISON):
        return None
    return "Only a liaison officer of a department or an inspectorate may do this."
