"""The inbox: what waits for whom, each act on a story, and what nobody else learns of it."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from desk.queries import council_page
from intelligence import queries
from intelligence.filing import file_items
from intelligence.models import AttachedStory, InboxItem, Note, StoryCouncil, StoryNote
from intelligence.workflow import (
    attach_story,
    dismiss_stories,
    dismiss_story,
    note_story,
    snooze_story,
    undo_decision,
)
from intelligence.workflow.writing import Told
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import FactorFactory, SourceTypeFactory
from tests.factories.stories import FeedFactory, StoryFactory

pytestmark = pytest.mark.django_db
INBOX = "/intelligence/inbox"


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def colleague(council):
    """Another adviser of the same region."""
    return adviser_for(council, name="J. Marsh")


def waiting(user, at):
    return list(queries.inbox_of(user, timezone.localdate(at)))


def words(answer) -> str:
    return re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", answer.content.decode())


def noted(by, at, story, council, **more):
    told = Told(type=SourceTypeFactory(), reference=story.link)
    return note_story(
        by=by, at=at, story=story, council=council, text="They met.", told=told, known="published", **more
    )


# Who sees what.


def test_the_inbox_is_its_regions_advisers_and_nobody_elses(sign_in, adviser, council, at):  # R070
    story = StoryFactory(council=council, title="Budget gap at Barchester")
    common = StoryFactory(title="Settlement awaited")
    assert set(waiting(adviser, at)) == {story, common}
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    assert set(waiting(senior, at)) == {story, common}
    away = adviser_for(CouncilFactory())
    assert waiting(away, at) == [common]
    for role in ("analyst", "secretariat", "administrator", "governance_officer", "panel_member"):
        other = UserFactory(**{role: True})
        assert waiting(other, at) == []
        page = words(sign_in(other).get(INBOX))
        assert "The inbox is for principal and senior advisers" in page
        assert "Budget gap" not in page
        assert sign_in(other).get(story.get_absolute_url()).status_code == 404
    assert sign_in(away).get(story.get_absolute_url()).status_code == 404


def test_a_declared_interest_hides_a_story_that_is_or_may_be_about_the_council(adviser, council, at):  # R052
    other = CouncilFactory(region=council.region)
    story = StoryFactory(council=council)
    StoryCouncil.objects.create(story=story, council=other, certainty="ambiguous", why="It may be.")
    InterestFactory(user=adviser, council=other)
    assert waiting(adviser, at) == []
    with pytest.raises(NotFound):
        dismiss_story(by=adviser, at=at, story=story, reason="So")


# Acts.


def test_nothing_to_act_on_stays_away_when_it_comes_again_and_can_be_taken_back(
    adviser, colleague, council, at
):
    feed = FeedFactory()
    given = [{"title": f"{council.name} agrees a plan for its roads", "link": "https://p.example/1"}]
    file_items(given, came_by="feed", feed=feed, at=at)
    (story,) = waiting(adviser, at)
    dismiss_story(by=adviser, at=at, story=story, reason=" Routine news ")
    item = story.items.get()
    assert (item.decision, item.reason, item.decided_by) == ("dismissed", "Routine news", adviser)
    file_items(
        [given[0] | {"link": "https://p.example/1?utm_source=x"}], came_by="feed", feed=FeedFactory(), at=at
    )
    file_items([given[0] | {"link": "https://q.example/2"}], came_by="paste", at=at)
    assert story.copies.count() == 3
    assert waiting(adviser, at) == waiting(colleague, at) == []
    assert list(queries.inbox_of(colleague, timezone.localdate(at), "dismissed")) == [story]
    undo_decision(by=colleague, at=at, story=story)
    assert waiting(adviser, at) == [story]
    events = Event.objects.filter(subject_kind="intelligence.story").order_by("pk")
    assert [(one.act, one.by) for one in events] == [("dismiss_story", adviser), ("undo_decision", colleague)]
    assert "Routine" not in str([one.details for one in events])
    with pytest.raises(Refused, match="nothing to take back"):
        undo_decision(by=adviser, at=at, story=story)


def test_attached_it_stands_in_each_councils_stream_and_what_was_ambiguous_is_settled(adviser, council, at):
    twin, far = CouncilFactory(region=council.region), CouncilFactory()
    story = StoryFactory(council=council, council__certainty="ambiguous", title="Two of them meet")
    StoryCouncil.objects.create(story=story, council=far, certainty="ambiguous", why="It may be.")
    InboxItem.objects.create(story=story, region=far.region)
    with pytest.raises(NotPermitted, match="not one of your regions"):
        attach_story(by=adviser, at=at, story=story, councils=[far])
    with pytest.raises(Refused, match="at least one council"):
        attach_story(by=adviser, at=at, story=story, councils=[])
    made = attach_story(by=adviser, at=at, story=story, councils=[council, twin])
    assert {one.council for one in made} == {council, twin}
    assert {(row.council, row.certainty) for row in story.about.all()} == {
        (council, "certain"),
        (twin, "certain"),
    }
    assert not story.items.filter(region=far.region).exists()
    on = timezone.localdate(at)
    away = adviser_for(far)
    for reader in (adviser, away):  # OPEN: advisers of every region
        stream = council_page(council, reader, on).stream.entries
        assert [(entry.mark, entry.title, entry.labels) for entry in stream] == [
            ("note", "Two of them meet", ("Published", "OPEN"))
        ]
        assert queries.story_for(reader, story.pk) == story
    with pytest.raises(NotPermitted, match="which you do not look after"):
        dismiss_story(by=away, at=at, story=story, reason="So")
    for role in ("member_peer", "secretariat"):
        reader = UserFactory(role=role)
        assert queries.besides_notes(council, reader, on).entries == []
    InterestFactory(user=away, council=twin)
    assert queries.besides_notes(council, away, on).entries == []
    assert not attach_story(by=adviser, at=at, story=story, councils=[council])  # a second time: nothing new
    undo_decision(by=adviser, at=at, story=story)
    assert queries.besides_notes(council, adviser, on).entries == []
    assert not AttachedStory.objects.filter(ended_at=None).exists()


def test_put_off_it_is_back_on_its_day(adviser, council, at):
    story, on = StoryFactory(council=council), timezone.localdate(at)
    for day, why in ((on, "has come already"), (on + timedelta(days=400), "within a year")):
        with pytest.raises(Refused, match=why):
            snooze_story(by=adviser, at=at, story=story, until_on=day)
    snooze_story(by=adviser, at=at, story=story, until_on=on + timedelta(days=3))
    assert waiting(adviser, at) == []
    assert waiting(adviser, at + timedelta(days=2)) == []
    assert waiting(adviser, at + timedelta(days=3)) == [story]


def test_of_a_note_made_of_a_story_nobody_learns_who_may_not_read_it(
    sign_in, adviser, colleague, council, at
):
    story = StoryFactory(council=council, title="Budget gap at Barchester")
    before = {path: words(sign_in(colleague).get(path)) for path in (INBOX, story.get_absolute_url())}
    note = noted(adviser, at, story, council, marking="restricted")
    assert StoryNote.objects.get().note == note
    assert waiting(adviser, at) == []
    assert list(queries.inbox_of(adviser, timezone.localdate(at), "noted")) == [story]
    assert "A note was made of it" in words(sign_in(adviser).get(story.get_absolute_url()))
    assert story.title in words(sign_in(adviser).get(note.get_absolute_url()))
    # To the byte as before, in the list, on its page and by every filter.
    assert before == {path: words(sign_in(colleague).get(path)) for path in before}
    assert waiting(colleague, at) == [story]
    assert "Budget gap" not in words(sign_in(colleague).get(INBOX, {"kept": "noted"}))


@pytest.mark.parametrize("act", ["note", "attach", "dismiss", "snooze", "undo", "many"])
def test_nothing_changes_where_the_record_cannot_be_written(adviser, council, at, broken_audit, act):
    story = StoryFactory(council=council)
    if act == "undo":
        story.items.update(decision="dismissed", reason="So", decided_by=adviser, decided_at=at)
    acts = {
        "note": lambda: noted(adviser, at, story, council),
        "attach": lambda: attach_story(by=adviser, at=at, story=story, councils=[council]),
        "dismiss": lambda: dismiss_story(by=adviser, at=at, story=story, reason="So"),
        "many": lambda: dismiss_stories(by=adviser, at=at, stories=[story], reason="So"),
        "snooze": lambda: snooze_story(
            by=adviser, at=at, story=story, until_on=timezone.localdate(at) + timedelta(days=1)
        ),
        "undo": lambda: undo_decision(by=adviser, at=at, story=story),
    }
    with pytest.raises(broken_audit):
        acts[act]()
    assert story.items.get().decision == ("dismissed" if act == "undo" else "")
    assert not any(model.objects.exists() for model in (Note, AttachedStory, StoryNote))


# Pages.


def test_each_act_by_its_page_and_back_to_the_inbox_as_it_was_narrowed(sign_in, adviser, council, at):
    media = SourceTypeFactory(slug="media", name="E-alert or media")
    sign = FactorFactory(slug="finance")
    made = [StoryFactory(council=council, title=f"Overspend number {n}") for n in range(4)]
    made[0].signs.create(factor=sign, words="overspend")
    client = sign_in(adviser)
    page = words(client.get(made[0].get_absolute_url() + "/note?sure=certain"))
    assert f"{council.short_name} ({council.code})" in page
    assert made[0].link in page
    assert re.search(rf'value="{sign.pk}"[^>]* checked', page)
    assert re.search(r'value="published"[^>]* checked', page)
    told = {
        "council": council.code,
        "text": "Read of it.",
        "source_type": media.pk,
        "known": "published",
        "reference": made[0].link,
        "back": "sure=certain&next=https://evil.example",
    }
    answer = client.post(made[0].get_absolute_url() + "/note", told)
    assert answer.status_code == 302, words(answer)
    assert answer["Location"].startswith(f"{INBOX}?sure=certain")
    assert Note.objects.get().source.reference == made[0].link
    day = timezone.localdate(at) + timedelta(days=9)
    sent = {
        "attach": {"councils": [council.code]},
        "dismiss": {"reason": "Nothing new to us"},
        "snooze": {"until_on": day.isoformat()},
    }
    for story, (name, body) in zip(made[1:], sent.items(), strict=True):
        wrong = client.post(f"{story.get_absolute_url()}/{name}", {"another": "Nowhere", "until_on": "x"})
        assert wrong.status_code == 422
        assert client.get(f"{story.get_absolute_url()}/{name}").status_code == 200
        assert client.post(f"{story.get_absolute_url()}/{name}", body).status_code == 302
    assert waiting(adviser, at) == []
    assert "Nothing waits to be looked through" in words(client.get(INBOX))
    for kept, story in zip(("noted", "attached", "dismissed", "snoozed"), made, strict=True):
        found = words(client.get(INBOX, {"kept": kept}))
        assert story.title in found
        assert "1 story" in found
    assert client.post(made[3].get_absolute_url() + "/undo", {}).status_code == 302
    assert waiting(adviser, at) == [made[3]]


def test_several_are_dismissed_at_once_and_none_of_anothers(sign_in, adviser, council, at):
    mine = [StoryFactory(council=council) for _ in range(3)]
    theirs = StoryFactory(council=CouncilFactory())
    ticked = {
        "story": [*(story.pk for story in mine[:2]), theirs.pk, "x", "9" * 30, "9" * 5000],
        "reason": "Routine news",
    }
    client = sign_in(adviser)
    assert client.post(f"{INBOX}/dismiss", ticked | {"reason": " "}).status_code == 422
    assert client.post(f"{INBOX}/dismiss", {"reason": "So"}).status_code == 422
    assert client.post(f"{INBOX}/dismiss", ticked).status_code == 302
    assert waiting(adviser, at) == [mine[2]]
    assert theirs.items.get().decision == ""


def test_the_address_narrows_the_inbox_and_no_strange_filter_is_an_error(sign_in, adviser, council):
    feed = FeedFactory(title="Town Monitor")
    one = StoryFactory(council=council, title="The one wanted", copy__feed=feed, copy__sentiment="negative")
    StoryFactory(council=council, council__certainty="ambiguous", title="Another story")
    StoryFactory(title="About nobody")
    client = sign_in(adviser)
    page = words(client.get(INBOX))
    assert "3 stories" in page
    assert "No council matched" in page
    assert "Negative, says Town Monitor" in page  # R086: the feed's word, said to be the feed's
    for given in (
        {"council": council.code, "sure": "certain"},
        {"sentiment": "negative"},
        {"feed": feed.pk},
        {"q": "one wanted"},
    ):
        page = words(client.get(INBOX, given))
        assert one.title in page, given
        assert "Another story" not in page
        assert "s-chip__off" in page
    assert "About nobody" in words(client.get(INBOX, {"sure": "none"}))
    assert "The one wanted" not in words(client.get(INBOX, {"sure": "ambiguous"}))
    for name in ("kept", "region", "council", "sure", "sentiment", "feed", "q", "page"):
        for value in ("\x00", "x" * 3000, "-1", "9" * 30, "' OR 1=1 --", "\u202eא"):
            assert client.get(INBOX, {name: value}).status_code == 200, (name, value)


def test_the_inbox_asks_as_often_of_3_stories_as_of_25(
    sign_in, adviser, council, django_assert_max_num_queries
):
    client = sign_in(adviser)

    def asked(number):
        for _ in range(number):
            StoryFactory(council=council)
        with CaptureQueriesContext(connection) as held:
            assert client.get(INBOX).status_code == 200
        return len(held)

    asked(1)
    assert asked(2) == asked(22)
