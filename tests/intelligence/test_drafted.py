"""A note made of a draft: once, however often it is sent; and no word lost where two windows differ."""

from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection

from accounts.models import Draft
from accounts.queries import draft_for, drafts_of
from accounts.workflow import Begun, keep_draft
from audit.models import Event
from common.errors import NotFound, Stale
from intelligence.models import Note
from intelligence.workflow import Told, log_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db
TEXT = "The finance director leaves at Christmas."


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def typed(council):
    """What the form sends, of one window."""
    words = {
        "text": TEXT,
        "council": council.code,
        "source_type": str(SourceTypeFactory().pk),
        "known": "first_hand",
        "draft": str(uuid4()),
        "draft_page": str(uuid4()),
        "draft_version": "0",
        "draft_form": "/capture",
    }
    return lambda **more: words | more


def test_a_form_sent_twice_makes_one_note_and_the_draft_is_gone(sign_in, adviser, council, typed):
    client = sign_in(adviser)
    client.post("/drafts/keep", typed(draft_step="1"))
    for _ in range(2):
        answer = client.post("/capture", typed())
        assert (answer.status_code, answer.url) == (302, council.get_absolute_url())
    assert Note.objects.count() == Event.objects.filter(act="log_note").count() == 1
    assert drafts_of(adviser) == []
    client.post("/drafts/keep", typed(draft_step="2"))
    assert drafts_of(adviser) == []


def test_a_draft_gone_on_with_in_another_window_fills_the_form_again(sign_in, adviser, council, typed):
    factors = FactorFactory.create_batch(2)
    client = sign_in(adviser)
    more = {"factors": [one.pk for one in factors], "is_source_protected": "on", "happened_on": "2026-03-02"}
    client.post("/drafts/keep", typed(source_role="scrutiny chair", source_identity="Ada Penrose", **more))
    page = client.get(f"/capture?draft={typed()['draft']}").content.decode()
    for held in (TEXT, 'value="scrutiny chair"', 'value="Ada Penrose"', 'value="2026-03-02"', council.code):
        assert held in page
    assert page.count(" checked") == 2 + 1 + 1 + 2  # signs, how known, protected; the usual kind and marking
    client.post("/capture", typed(draft_page=str(uuid4()), draft_version="1"))
    assert Note.objects.count() == 1


def test_a_form_with_something_to_put_right_goes_on_with_the_same_draft(sign_in, adviser, typed):
    client = sign_in(adviser)
    client.post("/drafts/keep", typed(known="", draft_step="7"))
    page = client.post("/capture", typed(known="", draft_version="1"))
    assert page.status_code == 422
    said = page.content.decode()
    assert typed()["draft"] in said
    assert typed()["draft_page"] not in said  # the window's saves are counted anew
    assert 'name="draft_version" value="1"' in said


def test_two_windows_with_other_words_are_shown_both_and_make_one_note(sign_in, adviser, typed):
    client = sign_in(adviser)
    client.post("/capture", typed())
    other = typed(text="The finance director stays.", draft_page=str(uuid4()))
    client.post("/drafts/keep", other | {"draft_step": "1"})
    page = client.post("/capture", other)
    assert page.status_code == 409
    assert TEXT in page.content.decode()
    assert "The finance director stays." in page.content.decode()
    assert Note.objects.count() == 1
    kept = drafts_of(adviser)[0]
    page = client.get(kept.get_absolute_url()).content.decode()
    assert "A note was logged from another version of this draft." in page
    assert 'name="draft_apart" value="yes"' in page
    apart = other | {"draft": str(kept.key), "draft_version": "1", "draft_apart": "yes"}
    for _ in range(2):
        assert client.post("/capture", apart).status_code == 302
    assert Note.objects.count() == 2
    assert drafts_of(adviser) == []


def test_a_window_left_behind_is_shown_both_texts(adviser, council, at):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": ["newer"]}, page=uuid4(), step=1)
    told = Told(type=SourceTypeFactory())
    with pytest.raises(Stale):
        log_note(
            by=adviser,
            at=at,
            council=council,
            text="older",
            told=told,
            known="first_hand",
            begun=Begun(key=draft.key),
        )
    assert not Note.objects.exists()
    assert draft_for(adviser, draft.key).text == "newer"


def test_anothers_draft_makes_no_note(adviser, council, at):
    draft = keep_draft(by=UserFactory(), at=at, form="/capture", fields={"text": ["x"]})
    told = Told(type=SourceTypeFactory())
    with pytest.raises(NotFound):
        log_note(
            by=adviser,
            at=at,
            council=council,
            text="x",
            told=told,
            known="first_hand",
            begun=Begun(key=draft.key),
        )
    assert not Note.objects.exists()


def test_if_the_note_cannot_be_recorded_the_draft_stands(adviser, council, at, request):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": [TEXT]})
    told = Told(type=SourceTypeFactory())
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken):
        log_note(
            by=adviser,
            at=at,
            council=council,
            text=TEXT,
            told=told,
            known="first_hand",
            begun=Begun(key=draft.key),
        )
    assert not Note.objects.exists()
    assert Draft.objects.get().text == TEXT


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_sent_four_times_at_the_same_moment_it_is_one_note(at):
    council = CouncilFactory()
    adviser, told, begun = adviser_for(council), Told(type=SourceTypeFactory()), Begun(key=uuid4())
    ready, made = Barrier(4), []

    def send():
        try:
            ready.wait()
            note = log_note(
                by=adviser, at=at, council=council, text=TEXT, told=told, known="first_hand", begun=begun
            )
            made.append(note.pk)
        finally:
            connection.close()

    threads = [Thread(target=send) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(made), len(set(made)), Note.objects.count()) == (4, 1, 1)


@pytest.mark.parametrize(
    ("act", "more"),
    [
        (
            "edit",
            {"text": "It was in November.", "known": "first_hand", "kind": "sign", "marking": "advisers"},
        ),
        ("check", {"found": "The minutes say otherwise.", "outcome": "contradicted"}),
    ],
)
def test_what_is_written_about_a_note_that_stands_is_drafted_too(sign_in, adviser, council, act, more):
    note = NoteFactory(council=council, owner=adviser)
    address, client = f"{note.get_absolute_url()}/{act}", sign_in(adviser)
    sent = {"version": "1", "happened_on": "2026-03-02", "draft": str(uuid4()), "draft_form": address, **more}
    client.post("/drafts/keep", sent)
    (draft,) = drafts_of(adviser)
    assert draft.get_absolute_url() in client.get("/").content.decode()
    assert draft.text in client.get(draft.get_absolute_url()).content.decode()
    assert client.post(address, sent | {"draft_version": "1"}).status_code == 302
    assert drafts_of(adviser) == []
    note.refresh_from_db()
    assert note.version == 2
