"""Who may do what here, in sentences (TRUST section 2, WORKFLOW section 4)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import Protocol

from accounts.models import Role, User
from cases.council_access import may_not_be_shared
from cases.models import AwarenessRecord, Concern, Evidence, EvidenceKind, Recipient
from councils.models import Council
from councils.queries import holds_region_of, principal_adviser_for
from intelligence.models import Checked, Marking
from liaison.models import Organisation, Release, ReleaseEvidence, Standing
from liaison.models.client import LONGEST

STANDING_WORDS = {
    Standing.PROPOSED: "proposed and not yet approved",
    Standing.RELEASED: "released",
    Standing.REFUSED: "not approved",
    Standing.WITHDRAWN: "withdrawn",
}


class EvidenceLine(Protocol):
    """What the rule needs to know of a line of evidence."""

    @property
    def kind(self) -> str: ...

    @property
    def source_key(self) -> str: ...


def may_not_manage_tokens(by: User | None) -> str | None:
    """An information-governance officer issues tokens; None is the command on the server."""
    if by is None or by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only an information-governance officer may issue a token. Ask one to do it."


def may_not_revoke_tokens(by: User | None) -> str | None:
    """Whoever finds a token misused should be able to stop it: governance or administration."""
    if by is None or by.has_role(Role.GOVERNANCE_OFFICER, Role.ADMINISTRATOR):
        return None
    return (
        "Only an information-governance officer or a technical administrator may revoke a token. "
        "Tell one of them now if it may be in the wrong hands."
    )


def token_cannot_be_issued(*, at: datetime, officer: str, purpose: str, expires_at: datetime) -> str | None:
    """A token names its officer and its purpose and ends within 90 days."""
    if not officer.strip():
        return "Name the officer who answers for this token."
    if not purpose.strip():
        return "Say what the token is for."
    if expires_at <= at:
        return "The token would have expired already. Give a later day."
    if expires_at > at + LONGEST:
        return f"A token lasts {LONGEST.days} days at most. Give an earlier day; it can be issued again then."
    return None


def may_not_see_sharing(user: User) -> str | None:
    """Who has a page of what is shared (TRUST section 2): advisers, the secretariat, governance."""
    if user.is_adviser or user.has_role(Role.SECRETARIAT, Role.GOVERNANCE_OFFICER):
        return None
    return "This page was not found."


def may_not_propose(by: User, council: Council, on: date) -> str | None:
    """An adviser of the council's region proposes; a Senior Adviser's goes to a Principal Adviser (R177)."""
    if by.is_adviser and holds_region_of(by, council, on):
        return None
    holder = principal_adviser_for(council, on)
    ask = f" Ask {holder.holder_name}." if holder else ""
    return f"Only an adviser for {council.region} may propose to share a concern about {council}.{ask}"


def council_not_told(concern: Concern, awareness: AwarenessRecord | None, on: date) -> str | None:
    """The council knows before the release: by a record of this concern that stands (R178, abuses 4-5)."""
    council = concern.council
    record = "Record who told it, how and when, then propose again."
    if awareness is None:
        return f"{council} has not been told of this concern. {record}"
    if awareness.concern_id != concern.pk:
        return f"That record says {council} was told of something else, not of this concern. {record}"
    if AwarenessRecord.objects.filter(supersedes=awareness).exists():
        return f"What was recorded of telling {council} has been corrected since. Use the record that stands."
    if awareness.happened_on > on:
        return (
            f"{council} is to be told on {awareness.happened_on:%-d %B %Y}. Propose again once it has been."
        )
    return None


def evidence_unusable(concern: Concern, evidence: Sequence[Evidence], readable: set[int]) -> str | None:
    """Evidence of this concern, that stands, and whose note its owner or originator has not kept closer.

    `readable` are the ids of the notes the proposer may read; wants `note` loaded.
    """
    for item in evidence:
        note = item.note
        if item.concern_id != concern.pk or (note and note.pk not in readable):
            return "An item of evidence was not found on this concern. Choose from the list."
        if sentence := _challenge_unusable(item):
            return sentence
        if note is None:
            continue
        if note.is_withdrawn:
            return f"{note} has been withdrawn. Leave it out."
        if note.checked == Checked.CONTRADICTED:
            return f"{note} has been contradicted. Leave it out."
        if note.marking == Marking.RESTRICTED:
            return f"{note} is RESTRICTED to named people. Leave it out, or ask its owner to mark it anew."
        if note.is_originator_controlled:
            return f"{note} is ORIGINATOR-CONTROLLED. Leave it out, or ask its originator first."
    return None


def _challenge_unusable(item: Evidence) -> str | None:
    """What an unpublished peer challenge says goes to government with its council's consent alone (R139)."""
    if item.kind != EvidenceKind.CHALLENGE or item.challenge is None:
        return None
    return may_not_be_shared(item.challenge, Recipient.GOVERNMENT)


def text_lacking(*, purpose: str, matter: str) -> str | None:
    """A purpose, and a concern said specifically (R177, R179)."""
    if not purpose.strip():
        return "Enter the purpose: what support the sharing makes possible."
    if not matter.strip():
        return "Enter what the concern is, specifically."
    return None


def evidence_lacking(lines: Sequence[EvidenceLine]) -> str | None:
    """At least one hard item, or soft intelligence from two independent sources (R179, abuse 6)."""
    hard = sum(line.kind == ReleaseEvidence.Kind.HARD for line in lines)
    sources = {line.source_key for line in lines if line.kind == ReleaseEvidence.Kind.SOFT}
    if hard or len(sources) >= 2:
        return None
    if not lines:
        return "No evidence is linked. Link at least one hard item, or soft intelligence from two sources."
    return (
        "The evidence is soft intelligence from one source. "
        "Link at least one hard item, or soft intelligence from another, independent source."
    )


def cannot_supersede(earlier: Release | None, *, recipient: Organisation, council: Council) -> str | None:
    """A release takes the place of one made to the same recipient about the same council, once."""
    if earlier is None:
        return None
    if earlier.recipient_id != recipient.pk or earlier.council_id != council.pk:
        return (
            f"{earlier} was about another council or to another recipient. It cannot be superseded by this."
        )
    if earlier.standing is not Standing.RELEASED:
        return f"{earlier} is {STANDING_WORDS[earlier.standing]}. Only what has been released is superseded."
    if earlier.replacements.filter(approved_at__isnull=False).exists():
        return f"{earlier} has been superseded already. Supersede the one that took its place."
    return None


def may_not_approve(by: User, release: Release) -> str | None:
    """Another Principal Adviser than the one who proposed it (abuse 7), and than who gave its exception."""
    if by.pk == release.proposed_by_id:
        return "You proposed this release. Another Principal Adviser has to approve it."
    if not by.has_role(Role.PRINCIPAL_ADVISER):
        return "Only a Principal Adviser, other than the one who proposed it, may approve a release."
    return None


def may_not_refuse(by: User, release: Release) -> str | None:
    """Whoever may approve it may refuse it; the proposer may take it back; governance, an exception."""
    if by.pk == release.proposed_by_id or by.has_role(Role.PRINCIPAL_ADVISER):
        return None
    if release.exception_ground and by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    return "Only a Principal Adviser, or the one who proposed it, may stop a release."


def cannot_be_decided(release: Release) -> str | None:
    """A proposal is decided on once."""
    if release.standing is Standing.PROPOSED:
        return None
    return f"{release} is {STANDING_WORDS[release.standing]}. It has been decided on already."


def may_not_withdraw(by: User, release: Release, on: date) -> str | None:
    """The Principal Adviser of the region, or information governance (TRUST section 2)."""
    if by.has_role(Role.GOVERNANCE_OFFICER):
        return None
    if by.has_role(Role.PRINCIPAL_ADVISER) and holds_region_of(by, release.council, on):
        return None
    return (
        f"Only the Principal Adviser for {release.council.region} or an information-governance officer "
        "may withdraw this release. Ask one of them."
    )


def cannot_be_withdrawn(release: Release) -> str | None:
    """What has been released can be withdrawn, once."""
    if release.standing is Standing.RELEASED:
        return None
    return f"{release} is {STANDING_WORDS[release.standing]}. There is nothing to withdraw."


def reason_lacking(reason: str) -> str | None:
    """A decision is given with its reason."""
    return None if reason.strip() else "Enter the reason."


def may_not_note_department(by: User) -> str | None:
    """The note of a meeting with the department is kept by the secretariat or a Principal Adviser (R082)."""
    if by.has_role(Role.SECRETARIAT, Role.PRINCIPAL_ADVISER):
        return None
    return "Only the secretariat or a Principal Adviser keeps the note of the meeting with the department."


def may_not_correct_note_of_interest(*, withheld: bool) -> str | None:
    """Whoever puts a note in the place of another can read the other (R052)."""
    if not withheld:
        return None
    return (
        "The note that stands speaks of a council in which you have a declared interest. Ask a colleague to "
        "correct it."
    )


def cannot_be_agreed_yet(met_on: date, agreed_on: date, on: date) -> str | None:
    """What was said there is agreed once the two have met, and not in the days to come."""
    if agreed_on < met_on:
        return f"The meeting with the department is on {met_on:%-d %B %Y}. Enter that day or a later one."
    if agreed_on > on:
        return "Enter the day on which it was agreed: today or an earlier one."
    return None
