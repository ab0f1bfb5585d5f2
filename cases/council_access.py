"""Who may do what with offers, peer challenges and recognition: None, or the sentence in the button's place.

TRUST section 2 has no row of its own for these. They are what advisers do with a council daily, as contacts
and awareness records are ("Council contact, awareness record · create": principal and senior advisers of the
region), so both act here. What recognition asks of the Principal Adviser, and what rests on it, is theirs.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from accounts.models import Role, User
from cases.models import ASKED, OfferUse, PeerChallenge, Publication, Recipient, RecognitionStep, Step
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import principal_adviser_for, region_ids_held_by


def may_not_keep_for(user: User, councils: Collection[Council], on: date) -> str | None:
    """An adviser of the region of one of the councils, without an interest in any of them."""
    if not user.is_adviser:
        return "Offers, peer challenges and recognition are kept by principal and senior advisers."
    recused = recused_council_ids(user, on)
    for council in councils:
        if council.pk in recused:
            return f"You have a declared interest in {council.short_name}, so another adviser keeps this."
    held = region_ids_held_by(user, on)
    if any(council.region_id in held for council in councils):
        return None
    first = next(iter(councils))
    return (
        f"{first.short_name} is in {first.region}, which is not one of your regions. "
        f"{_ask(first, on)} to keep this."
    )


def may_not_keep_at_all(user: User) -> str | None:
    """Whether the person keeps any of it, whichever council it is about."""
    if user.is_adviser:
        return None
    return "Offers, peer challenges and recognition are kept by principal and senior advisers."


def may_not_decide_recognition(user: User, council: Council, on: date) -> str | None:
    """The Principal Adviser of the region: their own feedback, and the invitation that rests on all five."""
    if sentence := may_not_keep_for(user, [council], on):
        return sentence
    if user.has_role(Role.PRINCIPAL_ADVISER):
        return None
    return f"This is the Principal Adviser’s to record. {_ask(council, on)}."


def knows_challenges_fully(user: User) -> bool:
    """Whether the person reads more of a peer challenge than that it was, and where its report stands."""
    return user.is_adviser


# An offer.


def is_over(use: OfferUse) -> str | None:
    """Nothing more is planned or used of what has ended or was declined."""
    if use.ended_at:
        return "This has ended. Record a new offer if it is made again."
    if not use.goes_on:
        return "The council declined this. Record a new offer if it is made again."
    return None


def is_not_taken_up(use: OfferUse) -> str | None:
    """Days are used, and something comes, of what was taken up."""
    if sentence := is_over(use):
        return sentence
    return None if use.is_taken_up else "The council has not taken this up yet. Record its answer first."


def is_answered(use: OfferUse) -> str | None:
    """An offer is answered once; what it became stays."""
    if not use.answer:
        return None
    return f"The council’s answer is held already: {use.get_answer_display().lower()}."


# A peer challenge, whose report is the council's (R139).


def is_called_off(challenge: PeerChallenge) -> str | None:
    """Nothing more is done with one that did not come about."""
    return "This peer challenge was called off. Record a new one." if challenge.is_called_off else None


def is_not_given(challenge: PeerChallenge) -> str | None:
    """What becomes of a report is decided once the council has it."""
    if sentence := is_called_off(challenge):
        return sentence
    if challenge.given_on:
        return None
    return "The report has not been given to the council yet. Record that first."


def may_not_be_shared(challenge: PeerChallenge, recipient: str) -> str | None:
    """The one rule of whether a report may be passed on (R139, WORKFLOW section 4).

    Published: to anybody. Otherwise each of its councils must have agreed that this recipient gets it, and
    not taken that back. Whatever leaves here asks this: pages, exports, packs and releases.
    """
    if challenge.is_published:
        return None
    agreed = {
        consent.council_id
        for consent in challenge.consents.all()
        if consent.stands and consent.recipient == recipient
    }
    missing = [council.short_name for council in challenge.councils.all() if council.pk not in agreed]
    if not missing:
        return None
    to = _TO[Recipient(recipient)]
    if len(missing) == 1:
        return (
            f"{challenge.name}: the report belongs to {missing[0]}, which has not published it and has not "
            f"agreed that it goes to {to}. Ask the council first, or leave it out."
        )
    whose = f"{', '.join(missing[:-1])} and {missing[-1]}"
    return (
        f"{challenge.name}: the report belongs to {whose}, which have not published it and have not agreed "
        f"that it goes to {to}. Ask the councils first, or leave it out."
    )


def is_shareable(challenge: PeerChallenge, recipient: str) -> bool:
    """Whether the report may be passed on to this recipient."""
    return may_not_be_shared(challenge, recipient) is None


_TO = {
    Recipient.PANEL: "the Panel",
    Recipient.GOVERNMENT: "government",
    Recipient.BOARD: "a programme board",
    Recipient.GROUP_OFFICE: "a group office",
    Recipient.ANOTHER: "them",
}


def publication_words(challenge: PeerChallenge) -> str:
    """How far the report may go, for the page."""
    if challenge.publication == Publication.PUBLISHED:
        return "The council has published its report. Anybody may be shown it."
    if challenge.publication == Publication.NOT_PUBLISHED:
        return (
            "The council has chosen not to publish. What its report says is for advisers alone, and goes to "
            "nobody without the council’s consent."
        )
    return (
        "The report belongs to the council. Until it is published, what it says is for advisers alone, and "
        "goes to nobody without the council’s consent."
    )


# Recognition.


def standing_of(steps: Collection[RecognitionStep]) -> dict[str, RecognitionStep]:
    """The newest step of each kind."""
    return {step.kind: step for step in sorted(steps, key=lambda one: one.pk)}


def what_is_missing(steps: Collection[RecognitionStep]) -> list[str]:
    """Of the three elements and two confirmations, those not held or not aligned, in words (R172)."""
    held = standing_of(steps)
    missing = []
    for kind in ASKED:
        step = held.get(kind)
        if step is None:
            missing.append(Step(kind).label)
        elif not step.aligns:
            missing.append(f"{Step(kind).label} (held, and it does not align)")
    return missing


def cannot_be_invited(steps: Collection[RecognitionStep]) -> str | None:
    """All five align, and only then the council is invited to present to the Board (R172)."""
    if Step.INVITED in standing_of(steps):
        return "The council has been invited already."
    if missing := what_is_missing(steps):
        named = "; ".join(one[:1].lower() + one[1:] for one in missing)
        return f"The council is invited once all five align. What is missing: {named}."
    return None


def cannot_be_recognised(steps: Collection[RecognitionStep]) -> str | None:
    """The Board recognises what was presented to it."""
    held = standing_of(steps)
    if Step.RECOGNISED in held:
        return "The council has been recognised already."
    if Step.INVITED not in held:
        return "The council is recognised after it has been invited to present to the Board."
    return None


def cannot_be_asked(steps: Collection[RecognitionStep]) -> str | None:
    """Elements are recorded until the council has been recognised."""
    return "The council has been recognised." if Step.RECOGNISED in standing_of(steps) else None


def cannot_be_learnt_from(steps: Collection[RecognitionStep]) -> str | None:
    """What was learnt is shared after recognition."""
    if Step.RECOGNISED in standing_of(steps):
        return None
    return "What was learnt is shared once the council has been recognised."


def _ask(council: Council, on: date) -> str:
    lead = principal_adviser_for(council, on)
    return f"Ask {lead.holder_name}" if lead else "Ask the principal adviser for it"
