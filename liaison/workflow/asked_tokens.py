"""A token takes two: an administrator proposes it, an information-governance officer issues it or refuses."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from liaison import access_tokens as access
from liaison.access import reason_lacking, token_cannot_be_issued
from liaison.models import ApiClient, Organisation, Scope, TokenProposal
from liaison.workflow.tokens import issue_token, networks


@transaction.atomic
def propose_token(
    *,
    by: User,
    at: datetime,
    organisation: Organisation,
    officer: str,
    purpose: str,
    scopes: Iterable[str],
    allowed_addresses: Iterable[str],
    days: int,
    is_sandbox: bool = False,
) -> TokenProposal:
    """Ask for a token. Nothing is issued by it: an information-governance officer decides."""
    forbid(access.may_not_propose(by))
    ends = at + timedelta(days=days)
    refuse(token_cannot_be_issued(at=at, officer=officer, purpose=purpose, expires_at=ends))
    wanted = sorted({Scope(scope).value for scope in scopes})
    refuse(access.scopes_lacking(wanted))
    proposal = TokenProposal.objects.create(
        organisation=organisation,
        officer=officer.strip(),
        purpose=purpose.strip(),
        scopes=wanted,
        allowed_addresses=networks(allowed_addresses),
        days=days,
        is_sandbox=is_sandbox,
        proposed_by=by,
        proposed_at=at,
    )
    record(by=by, act="propose_api_token", subject=proposal, details={"organisation": organisation.slug})
    return proposal


@transaction.atomic
def issue_proposed(*, by: User, at: datetime, proposal: TokenProposal) -> tuple[ApiClient, str]:
    """Issue what was proposed, as it stands; the token is given back this once and kept as an HMAC."""
    proposal = _locked(proposal)
    forbid(access.may_not_decide(by, proposal))
    refuse(access.is_decided(proposal))
    client, token = issue_token(
        by=by,
        at=at,
        organisation=proposal.organisation,
        officer=proposal.officer,
        purpose=proposal.purpose,
        scopes=proposal.scopes,
        allowed_addresses=proposal.allowed_addresses,
        expires_at=at + timedelta(days=proposal.days),
        is_sandbox=proposal.is_sandbox,
    )
    proposal.client, proposal.decided_by, proposal.decided_at = client, by, at
    proposal.save(update_fields=["client", "decided_by", "decided_at"])
    record(by=by, act="issue_proposed_token", subject=proposal, details={"client": client.pk})
    return client, token


@transaction.atomic
def refuse_proposed(*, by: User, at: datetime, proposal: TokenProposal, reason: str) -> TokenProposal:
    """Issue nothing, and say why."""
    proposal = _locked(proposal)
    forbid(access.may_not_decide(by, proposal))
    refuse(access.is_decided(proposal))
    refuse(reason_lacking(reason))
    proposal.refused_reason, proposal.decided_by, proposal.decided_at = reason.strip(), by, at
    proposal.save(update_fields=["refused_reason", "decided_by", "decided_at"])
    record(by=by, act="refuse_proposed_token", subject=proposal)
    return proposal


def _locked(proposal: TokenProposal) -> TokenProposal:
    rows = TokenProposal.objects.select_for_update(of=("self",)).select_related("organisation")
    return rows.filter(pk=proposal.pk).first() or not_found("The proposal")
