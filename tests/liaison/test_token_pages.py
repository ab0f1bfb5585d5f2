"""Tokens on pages: one proposes, another issues, it is shown once, and a revocation is effective at once."""

import re

import pytest
from django.db import IntegrityError, InternalError, transaction
from django.test import Client

from audit.models import Event
from common.errors import NotPermitted, Refused
from liaison.models import ApiClient, Scope, TokenProposal
from liaison.workflow import issue_proposed, propose_token, refuse_proposed
from tests.factories.accounts import UserFactory
from tests.factories.liaison import OrganisationFactory, issued

pytestmark = pytest.mark.django_db

COUNCILS = "/api/v1/councils/"


@pytest.fixture
def quill():
    return UserFactory(administrator=True, name="Q. Quill")


@pytest.fixture
def hart():
    return UserFactory(governance_officer=True, name="H. Hart")


@pytest.fixture
def dclg():
    return OrganisationFactory(dclg=True)


def asked(dclg, **fields):
    return {
        "organisation": dclg.pk,
        "officer": "P. Lowe",
        "purpose": "The liaison team’s own list",
        "scopes": [Scope.READ_RELEASES, Scope.READ_COUNCILS],
        "allowed_addresses": "127.0.0.0/8\n192.0.2.7",
        "days": 30,
    } | fields


def proposed(by, at, dclg):
    fields = asked(dclg, organisation=dclg, allowed_addresses=[])
    return propose_token(by=by, at=at, **fields)


def test_an_administrator_proposes_and_governance_issues_a_token_that_is_shown_once(
    sign_in, quill, hart, dclg
):
    """TRUST section 2, "Users, roles, tokens": ADM proposes, IGO approves."""
    assert sign_in(quill).post("/sharing/clients/propose", asked(dclg)).status_code == 302
    proposal = TokenProposal.objects.get()
    assert proposal.allowed_addresses == ["127.0.0.0/8", "192.0.2.7/32"]
    assert not ApiClient.objects.exists()
    page = sign_in(hart).get("/sharing/clients").content.decode()
    assert "P. Lowe" in page
    answer = sign_in(hart).post(f"/sharing/clients/proposals/{proposal.pk}/issue")
    assert answer.status_code == 200
    assert "no-store" in answer.headers["Cache-Control"]
    (token,) = re.findall(r"slr_[\w-]{40,}", answer.content.decode())
    assert Client(headers={"Authorization": f"Bearer {token}"}).get(COUNCILS).status_code == 200
    client = ApiClient.objects.get()
    assert (client.issued_by, client.scopes) == (hart, ["councils:read", "releases:read"])
    assert (client.expires_at - client.issued_at).days == 30
    again = sign_in(hart).post(f"/sharing/clients/proposals/{proposal.pk}/issue")
    assert again.status_code == 422
    page = sign_in(hart).get("/sharing/clients").content.decode()
    assert token not in page + again.content.decode()
    assert "Last used on" in page
    assert [event.by for event in Event.objects.filter(act__contains="token").order_by("id")] == [
        quill,
        hart,
        hart,
    ]


def test_a_revocation_on_the_page_is_effective_at_the_next_request(sign_in, hart, quill, at):
    """TRUST section 3, 10; either of the two may stop a token."""
    for person in (hart, quill):
        client, token = issued(at)
        system = Client(headers={"Authorization": f"Bearer {token}"})
        assert system.get(COUNCILS).status_code == 200
        assert sign_in(person).post(f"/sharing/clients/{client.pk}/revoke").status_code == 302
        assert system.get(COUNCILS).status_code == 401
        assert f"revoked on {at:%-d %B %Y}" in sign_in(person).get("/sharing/clients").content.decode()


def test_what_is_not_issued_says_why(sign_in, quill, hart, at, dclg):
    proposal = proposed(quill, at, dclg)
    address = f"/sharing/clients/proposals/{proposal.pk}/refuse"
    assert sign_in(hart).post(address, {"reason": ""}).status_code == 422
    assert sign_in(hart).post(address, {"reason": "Its officer has left."}).status_code == 302
    assert "Its officer has left." in sign_in(quill).get("/sharing/clients").content.decode()
    with pytest.raises(Refused, match="Propose another"):
        issue_proposed(by=hart, at=at, proposal=proposal)
    assert not ApiClient.objects.exists()


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"days": 91}, "90 days at most"),
        ({"days": 0}, "1 day or more"),
        ({"days": "soon"}, "a whole number of days"),
        ({"officer": " "}, "Name the officer"),
        ({"purpose": ""}, "Say what the token is for"),
        ({"scopes": []}, "Choose what the token may be used for"),
        ({"scopes": ["everything"]}, "Choose from the list"),
        ({"allowed_addresses": "office"}, "“office” is no address"),
        ({"organisation": 0}, "Choose an organisation"),
    ],
)
def test_a_proposal_that_lacks_something_says_what_and_keeps_what_was_typed(
    sign_in, quill, dclg, fields, sentence
):
    page = sign_in(quill).post("/sharing/clients/propose", asked(dclg, **fields))
    assert page.status_code == 422
    text = page.content.decode()
    assert sentence in text
    assert "192.0.2.7" in text or ">office</textarea>" in text.replace("\n", "")
    assert not TokenProposal.objects.exists()


@pytest.mark.parametrize(
    "trait",
    ["principal_adviser", "senior_adviser", "secretariat", "panel_member", "dclg_liaison", "analyst"],
)
def test_to_everybody_else_there_is_no_such_page(sign_in, at, dclg, quill, trait):
    proposal, (client, _) = proposed(quill, at, dclg), issued(at)
    person = sign_in(UserFactory(**{trait: True}))
    assert person.get("/sharing/clients").status_code == 404
    assert person.get("/sharing/clients/propose").status_code == 404
    for address in (
        f"proposals/{proposal.pk}/issue",
        f"proposals/{proposal.pk}/refuse",
        f"{client.pk}/revoke",
    ):
        assert person.post(f"/sharing/clients/{address}").status_code == 404
    client.refresh_from_db()
    assert client.revoked_at is None


def test_neither_does_the_others_part(at, quill, hart, dclg):
    with pytest.raises(NotPermitted, match="technical administrator proposes"):
        proposed(hart, at, dclg)
    proposal = proposed(quill, at, dclg)
    with pytest.raises(NotPermitted, match="other than you"):
        issue_proposed(by=quill, at=at, proposal=proposal)
    # Who has since changed to the other role does not decide on what they proposed.
    own = TokenProposal.objects.create(
        **asked(dclg, organisation=dclg, allowed_addresses=[]), proposed_by=hart, proposed_at=at
    )
    with pytest.raises(NotPermitted, match="other than you"):
        issue_proposed(by=hart, at=at, proposal=own)
    with pytest.raises(NotPermitted, match="other than you"):
        refuse_proposed(by=hart, at=at, proposal=own, reason="No.")
    with pytest.raises(IntegrityError), transaction.atomic():
        TokenProposal.objects.filter(pk=own.pk).update(decided_by=hart, decided_at=at, refused_reason="No.")
    with pytest.raises(InternalError), transaction.atomic():
        TokenProposal.objects.filter(pk=own.pk).update(days=1)


def test_what_cannot_be_recorded_is_not_done(at, quill, hart, dclg, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        proposed(quill, at, dclg)
    assert not TokenProposal.objects.exists()
    proposal = TokenProposal.objects.create(
        **asked(dclg, organisation=dclg, allowed_addresses=[]), proposed_by=quill, proposed_at=at
    )
    with pytest.raises(broken_audit), transaction.atomic():
        issue_proposed(by=hart, at=at, proposal=proposal)
    assert not ApiClient.objects.exists()
