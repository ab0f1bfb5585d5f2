"""What is typed into the form of an act on a concern is kept as it is typed, and found again."""

from uuid import uuid4

import pytest

from accounts.models import Draft
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, adviser_for

pytestmark = pytest.mark.django_db
WORDS = "The chief executive said more than fits on a train.\nAnd more of it."


@pytest.fixture
def concern():
    return ConcernFactory()


def sheet(form, **fields):
    """What the script sends as one types."""
    return {
        "draft": str(uuid4()),
        "draft_page": str(uuid4()),
        "draft_version": "0",
        "draft_step": "1",
        "draft_form": form,
        **fields,
    }


def test_words_for_the_story_outlive_the_session_they_were_typed_in(sign_in, client, concern):
    """WORKFLOW section 3: nothing typed is lost."""
    address = f"/cases/{concern.number}/narrative/new"
    sent = sheet(address, text=WORDS, happened_on="2012-11-01")
    owner = sign_in(concern.owner)
    assert "data-draft" in owner.get(address).content.decode()
    owner.post("/drafts/keep", sent, headers={"Accept": "application/json"})
    owner.session.flush()
    assert client.post(address, sent).status_code == 302  # to sign in
    again = sign_in(concern.owner)
    listed = again.get("/drafts").content.decode()
    assert "more than fits on a train" in listed
    page = again.get(f"{address}?draft={sent['draft']}").content.decode()
    assert WORDS.replace("\n", "\r\n") in page or WORDS in page
    assert 'value="2012-11-01"' in page
    assert again.post(address, sent).status_code == 302
    assert concern.narrative.get().text.split() == WORDS.split()
    assert Draft.objects.get().used_at is not None
    assert "more than fits on a train" not in again.get("/drafts").content.decode()


def test_an_act_that_is_refused_keeps_its_draft(sign_in, concern):
    address = f"/cases/{concern.number}/narrative/new"
    sent = sheet(address, text=WORDS, happened_on="2999-01-01")
    owner = sign_in(concern.owner)
    owner.post("/drafts/keep", sent, headers={"Accept": "application/json"})
    assert owner.post(address, sent).status_code == 422
    assert Draft.objects.get().used_at is None


def test_a_concern_half_raised_is_taken_up_about_the_same_council(sign_in):
    council = CouncilFactory()
    owner = sign_in(adviser_for(council))
    address = f"/cases/new?council={council.code}&begin=council-discussion"
    assert f'name="about" value="{council.code}"' in owner.get(address).content.decode()
    sent = sheet("/cases/new", summary="Reserves", about=council.code, begin="council-discussion")
    owner.post("/drafts/keep", sent, headers={"Accept": "application/json"})
    page = owner.get(f"/cases/new?draft={sent['draft']}", follow=True)
    assert page.redirect_chain[0][0].startswith(f"/cases/new?council={council.code}&begin=council-discussion")
    assert 'value="Reserves"' in page.content.decode()


def test_a_draft_of_somebody_else_is_not_found(sign_in, concern):
    address = f"/cases/{concern.number}/narrative/new"
    sent = sheet(address, text=WORDS)
    sign_in(concern.owner).post("/drafts/keep", sent, headers={"Accept": "application/json"})
    other = UserFactory(principal_adviser=True)
    assert sign_in(other).get(address).status_code == 200
    assert sign_in(other).get(f"{address}?draft={sent['draft']}").status_code == 404


def test_a_draft_that_names_no_council_asks_for_one(sign_in):
    owner = sign_in(adviser_for(CouncilFactory()))
    sent = sheet("/cases/new", summary="Reserves")
    owner.post("/drafts/keep", sent, headers={"Accept": "application/json"})
    page = owner.get(f"/cases/new?draft={sent['draft']}")
    assert page.status_code == 200
