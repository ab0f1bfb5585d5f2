"""Drafts: kept, discarded, used once; a person's own alone, and sealed."""

from datetime import timedelta
from threading import Barrier, Thread
from uuid import uuid4

import pytest
from django.db import connection, transaction

from accounts.models import Draft, Notification
from accounts.queries import draft_for, drafts_of
from accounts.workflow import Begun, clear_drafts, discard_draft, keep_draft, use_draft
from audit.models import Event
from common.errors import NotFound, Refused, Stale
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return UserFactory(principal_adviser=True)


def kept(by, at, text="The finance director leaves.", **more):
    fields = more.pop("fields", {"text": [text], "council": ["Barchester (E07000001)"]})
    return keep_draft(by=by, at=at, fields=fields, **{"form": "/capture", **more})


def test_a_draft_is_kept_sealed_for_its_owner_alone_and_recorded_once(writer, at):
    draft = kept(writer, at, page=(page := uuid4()), step=1)
    again = kept(writer, at, "The finance director stays.", key=draft.key, page=page, step=2)
    assert (again.pk, again.version, draft_for(writer, draft.key).text) == (
        draft.pk,
        2,
        "The finance director stays.",
    )
    assert again.about == "Barchester – The finance director stays."
    assert again.get_absolute_url() == f"/capture?draft={draft.key}"
    with connection.cursor() as cursor:
        cursor.execute("SELECT d::text FROM accounts_draft d")
        assert "director" not in cursor.fetchone()[0]
    event = Event.objects.get(act="keep_draft")
    assert (event.by, event.subject_id, event.details) == (writer, str(draft.pk), {"origin": "typed"})


@pytest.mark.parametrize("role", ["principal_adviser", "administrator", "governance_officer"])
def test_to_everybody_else_it_is_not_there(writer, at, role):
    draft, other = kept(writer, at), UserFactory(role=role)
    assert draft_for(other, draft.key) is None
    assert drafts_of(other) == []
    for act in (
        lambda: kept(other, at, key=draft.key),
        lambda: discard_draft(by=other, at=at, key=draft.key),
        lambda: use_draft(by=other, at=at, begun=Begun(key=draft.key), text=""),
    ):
        with pytest.raises(NotFound):
            act()
    assert draft_for(writer, draft.key).text == "The finance director leaves."


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"form": "https://elsewhere.example/"}, "belongs to a page of this service"),
        ({"form": "//elsewhere"}, "belongs to a page of this service"),
        ({"form": "/capture?x=1"}, "belongs to a page of this service"),
        ({"fields": {"text": [" "], "known": [""]}}, "nothing to keep yet"),
        ({"fields": {}}, "nothing to keep yet"),
        ({"text": "x" * 400_001}, "may have 400,000"),
        ({"fields": {str(n): ["x"] for n in range(201)}}, "It was not saved"),
    ],
)
def test_what_is_no_draft_is_refused_with_a_sentence(writer, at, more, said):
    with pytest.raises(Refused, match=said):
        kept(writer, at, **more)
    assert not Draft.objects.exists()


def test_there_is_an_end_to_how_many(writer, at, monkeypatch):
    monkeypatch.setattr("accounts.access.MOST_DRAFTS", 2)
    first = kept(writer, at)
    kept(writer, at)
    with pytest.raises(Refused, match="Log or discard some"):
        kept(writer, at)
    assert kept(writer, at, "More.", key=first.key, version=1).text == "More."


def test_a_retry_an_older_save_and_a_lost_answer_of_one_window_are_no_conflict(writer, at):
    page = uuid4()
    draft = kept(writer, at, "one", page=page, step=1)
    kept(writer, at, "one two three", key=draft.key, page=page, step=3)
    kept(writer, at, "one two", key=draft.key, page=page, step=2)
    kept(writer, at, "one two three", key=draft.key, page=page, step=3, version=1)
    held = Draft.objects.get()
    assert (held.text, held.version, held.step) == ("one two three", 2, 3)


def test_two_windows_that_went_different_ways_are_two_drafts_and_nothing_is_lost(writer, at):
    here, there = uuid4(), uuid4()
    draft = kept(writer, at, "begun", page=here, step=1)
    kept(writer, at, "begun and on", key=draft.key, page=there, step=1, version=1)
    parted = kept(writer, at, "begun otherwise", key=draft.key, page=here, step=2, version=1)
    assert parted.is_parted
    assert parted.family == draft.key
    again = kept(writer, at, "begun otherwise still", key=draft.key, page=here, step=3, version=1)
    assert again.pk == parted.pk
    assert sorted(one.text for one in drafts_of(writer)) == ["begun and on", "begun otherwise still"]


def test_one_window_after_another_goes_on_with_the_same_draft(writer, at):
    draft = kept(writer, at, "begun", page=uuid4(), step=9)
    kept(writer, at, "begun and on", key=draft.key, page=uuid4(), step=1, version=1)
    assert [one.text for one in drafts_of(writer)] == ["begun and on"]


def test_a_discarded_draft_is_gone_and_recorded_and_a_second_time_not_found(writer, at):
    draft = kept(writer, at)
    discard_draft(by=writer, at=at, key=draft.key)
    assert not Draft.objects.exists()
    assert Event.objects.get(act="discard_draft").by == writer
    with pytest.raises(NotFound):
        discard_draft(by=writer, at=at, key=draft.key)


def test_nothing_is_kept_or_discarded_if_it_cannot_be_recorded(writer, at, request):
    draft = kept(writer, at)
    clear_drafts(by=None, at=at + timedelta(days=40))
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken):
        kept(writer, at, "another")
    with pytest.raises(broken):
        discard_draft(by=writer, at=at, key=draft.key)
    with pytest.raises(broken):
        clear_drafts(by=None, at=at + timedelta(days=60))
    assert [one.text for one in drafts_of(writer)] == ["The finance director leaves."]


def test_a_used_draft_keeps_no_word_and_a_late_save_of_its_window_brings_none_back(writer, at):
    page = uuid4()
    draft = kept(writer, at, "all", page=page, step=4)
    used = use_draft(by=writer, at=at, begun=Begun(key=draft.key, page=page), text="all")
    assert (used.once, used.draft.sealed) == (draft.key, "")
    kept(writer, at, "all", key=draft.key, page=page, step=5)
    assert drafts_of(writer) == []
    other = kept(writer, at, "all and more", key=draft.key, page=uuid4(), step=1)
    assert (other.family, [one.text for one in drafts_of(writer)]) == (draft.key, ["all and more"])


def test_a_draft_that_was_never_saved_may_be_used_and_its_key_is_taken(writer, at):
    key = uuid4()
    use_draft(by=writer, at=at, begun=Begun(key=key), text="all")
    assert Draft.objects.get(key=key).used_at == at
    with pytest.raises(NotFound):
        use_draft(by=UserFactory(), at=at, begun=Begun(key=key), text="all")


def test_a_window_that_has_not_seen_the_last_save_is_shown_both_texts(writer, at):
    draft = kept(writer, at, "newer", page=uuid4(), step=1)
    begun = Begun(key=draft.key, page=uuid4(), version=0)
    with pytest.raises(Stale) as stale, transaction.atomic():
        use_draft(by=writer, at=at, begun=begun, text="older")
    assert (stale.value.held, stale.value.typed) == ("newer", "older")
    assert draft_for(writer, draft.key).text == "newer"
    assert use_draft(by=writer, at=at, begun=begun, text=" newer\r\n").once == draft.key


def test_drafts_parted_and_used_share_what_is_made_once_unless_wanted_apart(writer, at):
    here = uuid4()
    draft = kept(writer, at, "begun", page=here, step=1)
    kept(writer, at, "on", key=draft.key, page=uuid4(), step=1, version=1)
    parted = kept(writer, at, "on otherwise", key=draft.key, page=here, step=2, version=1)
    begun = Begun(key=parted.key, page=here)
    assert use_draft(by=writer, at=at, begun=begun, text="on otherwise").once == draft.key
    apart = Begun(key=parted.key, page=here, is_apart=True)
    assert use_draft(by=writer, at=at, begun=apart, text="on otherwise").once == parted.key
    assert [one.text for one in drafts_of(writer)] == ["on"]


def test_a_draft_unused_for_thirty_days_goes_and_its_owner_was_told_a_week_before(writer, at):
    draft = kept(writer, at)
    assert clear_drafts(by=None, at=at + timedelta(days=22)) == (0, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=23, hours=1)) == (1, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=24)) == (0, 0)
    told = Notification.objects.get()
    assert told.user == writer
    assert "director" not in told.sentence
    kept(writer, at + timedelta(days=25), "touched again", key=draft.key, version=1)
    assert clear_drafts(by=None, at=at + timedelta(days=31)) == (0, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=50)) == (1, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=57)) == (0, 1)
    assert not Draft.objects.exists()
    assert Event.objects.get(act="delete_unused_draft").by is None


def test_one_that_nobody_was_told_of_is_kept_a_week_longer(writer, at):
    kept(writer, at)
    assert clear_drafts(by=None, at=at + timedelta(days=90)) == (1, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=96)) == (0, 0)
    assert clear_drafts(by=None, at=at + timedelta(days=97)) == (0, 1)


def test_under_another_key_the_list_still_stands_and_says_why(writer, at, settings):
    kept(writer, at)
    settings.SOURCE_KEY = "another key, which was never used to seal anything"
    assert "SOURCE_KEY" in drafts_of(writer)[0].about


@pytest.mark.servers
@pytest.mark.django_db(transaction=True)
def test_first_saves_of_one_key_at_the_same_moment_make_one_draft(at):
    writer, key, page, ready, faults = UserFactory(), uuid4(), uuid4(), Barrier(4), []

    def save(step):
        try:
            ready.wait()
            kept(writer, at, f"step {step}", key=key, page=page, step=step)
        except Exception as error:  # noqa: BLE001
            faults.append(repr(error))
        finally:
            connection.close()

    threads = [Thread(target=save, args=(step,)) for step in range(1, 5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert Draft.objects.get().text == "step 4"
