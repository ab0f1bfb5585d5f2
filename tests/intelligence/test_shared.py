"""What is shared from another page or app becomes the beginning of a note."""

import json

import pytest
from django.test import Client

from accounts.models import Draft
from intelligence.models import Note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for

pytestmark = pytest.mark.django_db
SENT = {"title": "Budget <gap>", "text": "The council said …", "url": "https://paper.example/1?x=2"}


@pytest.fixture
def adviser():
    return adviser_for(CouncilFactory(short_name="Barchester"))


def test_what_a_phone_shares_fills_the_box_and_its_reference_and_saves_nothing(adviser):
    client = Client(enforce_csrf_checks=True)
    client.force_login(adviser)
    answer = client.post("/capture/shared", SENT)
    page = answer.content.decode()
    assert "Budget &lt;gap&gt;\nThe council said …</textarea>" in page
    assert 'value="https://paper.example/1?x=2"' in page
    assert 'name="draft_origin" value="shared"' in page
    assert not Note.objects.exists()
    assert not Draft.objects.exists()
    assert client.post("/capture", {"text": "x"}).status_code == 403  # the form itself asks for its token


@pytest.mark.parametrize("url", ["javascript:alert(1)", "file:///etc/passwd", "\x00", "x" * 5_000])
def test_a_strange_address_is_no_reference(sign_in, adviser, url):
    page = sign_in(adviser).post("/capture/shared", SENT | {"url": url}).content.decode()
    assert 'value="published" id="id_known_2" checked' not in page
    assert "Budget &lt;gap&gt;" in page


def test_who_has_not_signed_in_does_so_first_and_who_may_not_log_is_told_so(client, sign_in):
    assert client.post("/capture/shared", SENT).url == "/accounts/login/?next=/capture/shared"
    assert sign_in(UserFactory()).get("/capture/shared").url == "/capture"
    page = sign_in(UserFactory(secretariat=True)).post("/capture/shared", SENT).content.decode()
    assert "Notes are logged by principal advisers" in page


def test_a_shared_draft_says_where_it_came_from(sign_in, adviser):
    sent = {"text": "Budget gap", "draft_form": "/capture", "draft_origin": "shared"}
    sign_in(adviser).post("/drafts/keep", sent)
    assert Draft.objects.get().origin == "shared"
    assert "Shared from another page" in sign_in(adviser).get("/drafts").content.decode()


def test_the_manifest_shares_by_post_and_names_no_worker(client):
    told = json.loads(client.get("/manifest.webmanifest").content)
    assert told["share_target"]["method"] == "POST"
    assert told["share_target"]["action"] == "/capture/shared"
    assert "serviceworker" not in str(told).lower()


def test_the_bookmark_brings_its_words_behind_the_hash_which_no_server_sees(sign_in, adviser):
    page = sign_in(adviser).get("/me").content.decode()
    assert "/capture#" in page
    assert "/capture?" not in page
    assert "Log a note from here" not in sign_in(UserFactory(secretariat=True)).get("/me").content.decode()
