"""Texts of what was proposed or released to government in which somebody may be named."""

from __future__ import annotations

from common.personal_texts import Place, Thing, each
from liaison.models import (
    ApiClient,
    DeletionConfirmed,
    DepartmentNote,
    FreedomOutcome,
    FreedomRequest,
    FreedomViews,
    InboundConcern,
    InboundEntry,
    InboundEvidence,
    InboundVersion,
    Officer,
    Release,
    ReleaseAnswer,
    ReleaseEvidence,
    SaidAloud,
    SaidTold,
    SharedSupport,
    TokenProposal,
    Webhook,
)
from liaison.models.by_two import Standing

HEADING = "Releases to government"
INBOUND = "Concerns from government"


def _release(row: Release) -> Thing:
    who = row.recipient.short_name
    stays = {
        Standing.PROPOSED: "Proposed: its words are fixed. The proposer takes it back and proposes another.",
        Standing.REFUSED: "Refused: it did not go out, and stands as it was proposed.",
        Standing.RELEASED: (
            f"Issued to {who} on {row.approved_at:%-d %B %Y}: it cannot be changed. It can be withdrawn, "
            "and a superseding release made without the name."
            if row.approved_at
            else ""
        ),
        Standing.WITHDRAWN: f"Withdrawn: {who} reads why and no more. What was sent is kept as it was.",
    }[row.standing]
    return Thing(
        f"Release {row.number} about {row.council_name}", row.get_absolute_url(), row.council_id, stays
    )


def _evidence(row: ReleaseEvidence) -> Thing:
    return _release(row.release)


def _support(row: SharedSupport) -> Thing:
    stays = {
        Standing.PROPOSED: "Proposed: its words are those of the package. The proposer takes it back.",
        Standing.REFUSED: "Refused: it did not go out, and stands as it was proposed.",
        Standing.RELEASED: (
            "Shared: it cannot be changed. It can be withdrawn, and newer progress shared without the name."
        ),
        Standing.WITHDRAWN: "Withdrawn: its recipient reads why and no more. It is kept as it was.",
    }[row.standing]
    release = row.release
    return Thing(f"Support shared with {release}", row.get_absolute_url(), release.council_id, stays)


def _department_note(row: DepartmentNote) -> Thing:
    return Thing(
        f"Agreed note of the meeting with the department, {row.agreed_on:%-d %B %Y}",
        f"/sharing/meetings/{row.meeting_id}",
    )


def _inbound(row: InboundConcern) -> Thing:
    who = row.organisation.short_name
    stays = f"It is {who}’s own account and cannot be changed here. Ask {who} to correct or withdraw it."
    return Thing(f"Inbound concern {row.number} from {who}", row.get_absolute_url(), row.council_id, stays)


def _version(row: InboundVersion) -> Thing:
    return _inbound(row.inbound)


def _inbound_evidence(row: InboundEvidence) -> Thing:
    return _inbound(row.version.inbound)


def _entry(row: InboundEntry) -> Thing:
    return _inbound(row.inbound)


def _answer(row: ReleaseAnswer) -> Thing:
    return _release(row.release)


def _officer(row: Officer) -> Thing:
    stays = "Each officer is known by name. End the officer where they have left; what they sent keeps it."
    return Thing(f"An officer of {row.organisation.short_name}", stays=stays)


def _said(row: SaidAloud) -> Thing:
    stays = "What was said is kept as it was logged. An account without the name takes its place."
    return Thing(
        f"Said aloud of {row.council} on {row.said_on:%-d %B %Y}",
        row.get_absolute_url(),
        row.council_id,
        stays,
    )


def _said_told(row: SaidTold) -> Thing:
    return _said(row.said)


def _of_release(row: DeletionConfirmed) -> Thing:
    return Thing(f"Deletion of {row.release}", row.release.get_absolute_url(), row.release.council_id)


def _asked(row: FreedomRequest) -> Thing:
    return Thing(
        f"Freedom-of-information request for {row.release}", row.get_absolute_url(), row.release.council_id
    )


def _of_asked(row: FreedomViews | FreedomOutcome) -> Thing:
    return _asked(row.request)


def _client(row: ApiClient) -> Thing:
    stays = "A token names the officer it was given to. Revoke it and give another."
    return Thing(f"A token of {row.organisation.short_name}", stays=stays)


def _webhook(row: Webhook) -> Thing:
    stays = "A webhook stands where its client put it. End it, and it is told nothing more."
    return Thing(f"A webhook of {row.client.organisation.short_name}", "/sharing/clients", stays=stays)


def _asked_token(row: TokenProposal) -> Thing:
    stays = "It stands as it was proposed. What it names is the officer of another organisation."
    return Thing(f"A proposal of a token for {row.organisation.short_name}", "/sharing/clients", stays=stays)


PLACES = (
    Place(
        HEADING,
        TokenProposal,
        {"officer": "the officer", "purpose": "what it is for", "refused_reason": "why it was not issued"},
        each(_asked_token),
        ("organisation",),
    ),
    Place(
        HEADING,
        Release,
        {
            "purpose": "its purpose",
            "matter": "the matter",
            "told_whom": "who at the council was told",
            "told_how": "how it was told",
            "refused_reason": "why it was refused",
            "withdrawn_reason": "why it was withdrawn",
            "excepted_reason": "why the council was not told first",
        },
        each(_release),
        ("recipient",),
    ),
    Place(
        HEADING, ReleaseEvidence, {"line": "a line of its evidence"}, each(_evidence), ("release__recipient",)
    ),
    Place(
        HEADING,
        SharedSupport,
        {
            "objectives": "what the support is for",
            "provider": "who gives it",
            "progress_text": "its progress",
            "refused_reason": "why it was refused",
            "withdrawn_reason": "why it was withdrawn",
        },
        each(_support),
        ("release",),
    ),
    Place(
        HEADING,
        DepartmentNote,
        {"text": "what was agreed", "agreed_with": "who agreed it"},
        each(_department_note),
    ),
    Place(
        HEADING,
        SaidAloud,
        {"said_by": "who said it", "to_whom": "who heard it", "text": "what was said"},
        each(_said),
        ("council",),
    ),
    Place(
        HEADING,
        SaidTold,
        {"told": "who at the council was told", "how": "how it was told"},
        each(_said_told),
        ("said__council",),
    ),
    Place(
        HEADING,
        DeletionConfirmed,
        {"confirmed_by": "who confirmed it", "how": "how it was confirmed"},
        each(_of_release),
        ("release",),
    ),
    Place(
        HEADING,
        FreedomRequest,
        {"asked": "what is asked for", "told_by": "who told us"},
        each(_asked),
        ("release",),
    ),
    Place(
        HEADING,
        FreedomViews,
        {"text": "what we think", "given_to": "to whom it was said"},
        each(_of_asked),
        ("request__release",),
    ),
    Place(HEADING, FreedomOutcome, {"text": "what was answered"}, each(_of_asked), ("request__release",)),
    Place(
        HEADING,
        ApiClient,
        {"officer": "the officer", "purpose": "what it is for"},
        each(_client),
        ("organisation",),
    ),
    Place(
        HEADING,
        Webhook,
        {"address": "where it is sent"},
        each(_webhook),
        ("client__organisation",),
    ),
    Place(
        INBOUND,
        InboundConcern,
        {"own_reference": "its originator’s reference"},
        each(_inbound),
        ("organisation",),
    ),
    Place(
        INBOUND,
        InboundVersion,
        {
            "matter": "what the concern is",
            "told_reason": "why the council was not told",
            "handling": "its terms",
            "officer_name": "the officer who sent it",
        },
        each(_version),
        ("inbound__organisation",),
    ),
    Place(
        INBOUND,
        InboundEvidence,
        {"line": "a line of its evidence", "link": "a link of its evidence"},
        each(_inbound_evidence),
        ("version__inbound__organisation",),
    ),
    Place(
        INBOUND,
        InboundEntry,
        {"text": "what was said of it", "who": "who said it"},
        each(_entry),
        ("inbound__organisation",),
    ),
    Place(
        HEADING,
        ReleaseAnswer,
        {"text": "an answer to it", "who": "who answered"},
        each(_answer),
        ("release__recipient",),
    ),
    Place(
        INBOUND,
        Officer,
        {"name": "an officer’s name", "position": "an officer’s position"},
        each(_officer),
        ("organisation",),
    ),
)
