"""Drafts through their pages: saved by a script or a button, found again, refused to everybody else."""

from uuid import uuid4

import pytest

from accounts.models import Draft
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
JSON = {"Accept": "application/json"}


@pytest.fixture
def writer():
    return UserFactory(principal_adviser=True, name="R. Okafor")


def form(text="The finance director leaves.", **more):
    return {
        "text": text,
        "council": "",
        "draft": str(uuid4()),
        "draft_page": str(uuid4()),
        "draft_version": "0",
        "draft_step": "1",
        "draft_form": "/capture",
        **more,
    }


def test_a_script_saves_and_is_told_in_words(sign_in, writer):
    sent = form(draft_for=writer.pk)
    told = sign_in(writer).post("/drafts/keep", sent, headers=JSON).json()
    assert told["said"].startswith("Draft saved ")
    assert (told["key"], told["version"], told["parted"]) == (sent["draft"], 1, False)
    held = Draft.objects.get()
    assert held.fields == {"text": ["The finance director leaves."], "council": [""]}
    other = form("Otherwise.", draft=sent["draft"])
    told = sign_in(writer).post("/drafts/keep", other, headers=JSON).json()
    assert told["parted"]
    assert "changed in another window" in told["said"]


def test_a_person_without_a_script_saves_by_a_button_and_finds_all_of_it_again(sign_in, writer):
    client = sign_in(writer)
    page = client.post(
        "/drafts/keep", form("A <b>bold</b> word, and\nmore of it than a list shows at once."), follow=True
    )
    said = page.content.decode()
    assert "Your draft is saved. It is kept until" in said
    assert "A &lt;b&gt;bold" in said
    draft = Draft.objects.get()
    for address in ("/", "/capture", "/drafts/signed-in"):
        assert draft.get_absolute_url() in client.get(address).content.decode()
    client.post(f"/drafts/{draft.key}/discard")
    assert not Draft.objects.exists()
    assert "You have no drafts" in client.get("/drafts").content.decode()


def test_nobody_else_finds_it_and_a_stranger_signs_in(client, sign_in, writer):
    sent = form()
    sign_in(writer).post("/drafts/keep", sent, headers=JSON)
    key = sent["draft"]
    for role in ("administrator", "principal_adviser"):
        other = sign_in(UserFactory(role=role))
        for answer in (
            other.get(f"/capture?draft={key}"),
            other.post(f"/drafts/{key}/discard"),
            other.post("/drafts/keep", sent, headers=JSON),
        ):
            assert answer.status_code == 404
        assert b"finance director" not in other.get("/drafts").content
    client.logout()
    assert client.post("/drafts/keep", sent).status_code == 302
    assert client.get("/drafts/ready").status_code == 302
    assert Draft.objects.get().text == "The finance director leaves."


def test_what_one_person_typed_is_never_saved_as_anothers(sign_in, writer):
    answer = sign_in(UserFactory()).post("/drafts/keep", form(draft_for=writer.pk), headers=JSON)
    assert answer.status_code == 403
    assert "Somebody else has signed in" in answer.json()["said"]
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("more", "status"),
    [
        ({"draft": "no key", "text": ""}, 422),
        ({"draft_form": "https://elsewhere.example"}, 422),
        ({"draft_form": "/capture?draft=x"}, 422),
        ({"draft_step": "-1", "draft_version": "x" * 50, "draft_page": "'"}, 200),
        ({"draft_step": "9" * 30}, 200),
        ({"text": "a\x00b"}, 200),
    ],
)
def test_a_strange_form_is_answered_with_a_sentence(sign_in, writer, more, status):
    answer = sign_in(writer).post("/drafts/keep", form(**more), headers=JSON)
    assert (answer.status_code, bool(answer.json()["said"])) == (status, True)


def test_strange_keys_in_addresses_are_not_found(sign_in, writer):
    client = sign_in(writer)
    for strange in ("x", str(uuid4()), "%27", "0" * 32):
        assert client.get(f"/capture?draft={strange}").status_code == 404
        assert client.post(f"/drafts/{strange}/discard").status_code == 404


def test_a_page_that_outlived_its_session_is_told_who_is_signed_in_and_takes_a_new_token(sign_in, writer):
    told = sign_in(writer).get("/drafts/ready").json()
    assert told["for"] == str(writer.pk)
    assert len(told["token"]) == 64


def test_one_whose_session_ended_comes_back_to_where_they_were(sign_in, writer, settings):
    settings.SESSION_IDLE_SECONDS = -1
    answer = sign_in(writer).get("/capture?draft=x")
    assert answer.url == "/accounts/login/?next=/capture%3Fdraft%3Dx"
