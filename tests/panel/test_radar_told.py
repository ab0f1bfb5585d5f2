"""On and off the radar: the Panel is told at its next meeting, and two people at once lose no word."""

import re
from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from common.errors import NotPermitted, Refused, Stale
from panel.models import RadarEntry
from panel.queries import draft_of
from panel.since import compared
from panel.workflow import issue_pack, put_on_radar, set_next_look, take_off_radar
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, SupportPackageFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import CouncilToldFactory, MeetingFactory, RadarEntryFactory

pytestmark = pytest.mark.django_db
SENTENCE = "Presence on the radar is not in itself an indication of failure."


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.fixture(autouse=True)
def inside_the_test(monkeypatch):
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def council():
    return CouncilFactory(short_name="Marchford")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


@pytest.fixture
def met(secretary, at):
    """A report issued a month ago about one council, and the next meeting."""
    first = MeetingFactory()
    standing = RadarEntryFactory(council__short_name="Langmoor")
    CouncilToldFactory(meeting=first, council=standing.council)
    month_ago = at - timedelta(30)
    issue_pack(meeting=first, marking="", by=secretary, at=month_ago)
    return MeetingFactory(body=first.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11)), standing


def item_of(meeting, secretary, name):
    """The words of a council in the report being prepared."""
    draft = draft_of(meeting, secretary)
    (item,) = (each for each in draft.items if each.council.short_name == name)
    return item


# The Panel is told at its next meeting.


def test_a_council_put_on_beside_a_concern_is_told_with_its_line(secretary, council, adviser, at):  # R148
    ConcernFactory(council=council, wider_information=True, summary="Savings slip")
    put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)

    item = item_of(MeetingFactory(), secretary, "Marchford")

    lines = item.live("concern").split("\n")
    assert lines[0] == "Stage 2: wider information gathering. Savings slip."
    assert re.fullmatch(r"On the radar since \d+ \w+ \d{4}: No agreed budget\.", lines[1])
    assert not item.in_full  # the concern itself is still told in one line


def test_a_council_put_on_and_taken_off_between_two_meetings_is_told(
    met, secretary, council, adviser, at
):  # R148
    meeting, _ = met
    entry = put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at - timedelta(9))
    take_off_radar(entry=entry, reason="A budget is agreed", by=adviser, at=at)

    item = item_of(meeting, secretary, "Marchford")

    assert item.change.words == "Put on the radar and taken off again"
    assert "No agreed budget" in item.text("concern")
    assert "A budget is agreed" in item.text("concern")
    with pytest.raises(Refused, match="Marchford"):  # nor is it named before it is said whether it knows
        issue_pack(meeting=meeting, marking="", by=secretary, at=at)
    CouncilToldFactory(meeting=meeting, council=council)
    pack = issue_pack(meeting=meeting, marking="", by=secretary, at=at)
    said = bytes(pack.files.get(format="text", copy=None).content).decode()
    assert "A budget is agreed" in " ".join(said.split())
    later = MeetingFactory(body=meeting.body, held_on=date(2013, 3, 1), cut_off_on=date(2013, 2, 20))
    assert [each.council.short_name for each in draft_of(later, secretary).items] == ["Langmoor"]


def test_one_taken_off_while_its_concern_is_reported_is_told_with_the_line(met, secretary, at):  # R148
    meeting, standing = met
    ConcernFactory(council=standing.council, panel_support=True)
    by = adviser_for(standing.council)
    take_off_radar(entry=standing, reason="The steps have worked.", by=by, at=at)

    words = item_of(meeting, secretary, "Langmoor").change.words

    assert words.endswith("taken off the radar (The steps have worked)")


def test_one_taken_off_and_put_on_again_is_told(met, secretary, at):  # R148
    meeting, standing = met
    by = adviser_for(standing.council)
    take_off_radar(entry=standing, reason="The steps have worked", by=by, at=at - timedelta(9))
    put_on_radar(council=standing.council, reason="They did not last", by=by, at=at)

    item = item_of(meeting, secretary, "Langmoor")

    assert item.change.words == "Moved: taken off the radar and put on again"
    assert item.text("concern") == "They did not last"


def test_before_any_report_nothing_past_is_told(secretary):
    RadarEntryFactory(off=True)
    assert draft_of(MeetingFactory(), secretary).items == ()
    assert compared([], on_radar=True, last=None, again=True).words == "New"


def test_a_secretary_with_an_interest_in_what_came_off_leaves_the_issue_to_another(
    met, secretary, council, adviser, at
):  # R052
    meeting, standing = met
    entry = put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at - timedelta(9))
    take_off_radar(entry=entry, reason="A budget is agreed", by=adviser, at=at)
    InterestFactory(user=secretary, council=council)

    with pytest.raises(NotPermitted, match="You have a declared interest"):
        issue_pack(meeting=meeting, marking="", by=secretary, at=at)
    other = UserFactory(secretariat=True)
    take_off_radar(entry=standing, reason="Done", by=adviser_for(standing.council), at=at)
    InterestFactory(user=other, council=standing.council)
    with pytest.raises(NotPermitted, match="You have a declared interest"):
        issue_pack(meeting=meeting, marking="", by=other, at=at)


# Two people at once.


def test_whoever_puts_it_on_second_gets_both_lines(council, adviser, at, sign_in):
    put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)

    with pytest.raises(Stale, match=f"{adviser.name} put it there") as refused:
        put_on_radar(council=council, reason="The auditor's letter", by=adviser, at=at)

    assert (refused.value.held, refused.value.typed) == ("No agreed budget", "The auditor's letter")
    assert RadarEntry.objects.count() == 1
    page = sign_in(adviser).post(f"/radar/put-on/{council.code}", {"reason": "Mine"})
    assert page.status_code == 409
    assert "No agreed budget" in text(page)
    assert "Mine" in text(page)
    again = text(sign_in(adviser).get(f"/radar/put-on/{council.code}"))
    assert "is on the radar already" in again
    assert "Put on the radar" not in again


def test_whoever_takes_it_off_second_gets_both_lines_and_no_missing_page(council, adviser, at, sign_in):
    entry = put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)
    take_off_radar(entry=entry, reason="A budget is agreed", by=adviser, at=at)
    client = sign_in(adviser)

    page = client.post(f"/radar/{entry.pk}/take-off", {"reason": "The gap is closed"})

    assert page.status_code == 409
    assert "A budget is agreed" in text(page)
    assert "The gap is closed" in text(page)
    shown = client.get(f"/radar/{entry.pk}/take-off")
    assert shown.status_code == 200
    assert "was taken off the radar on" in text(shown)
    entry.refresh_from_db()
    assert entry.taken_off_reason == "A budget is agreed"


def test_a_date_set_meanwhile_is_not_written_over(council, adviser, at, sign_in):
    today = timezone.localdate(at)
    entry = put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)
    client = sign_in(adviser)
    before = client.get(f"/radar/{entry.pk}/next-look").content.decode()
    assert re.search(r'<input type="hidden" name="before"', before)
    set_next_look(entry=entry, on=today + timedelta(30), by=adviser, at=at)

    page = client.post(
        f"/radar/{entry.pk}/next-look", {"next_look_on": (today + timedelta(5)).isoformat(), "before": ""}
    )

    assert page.status_code == 409
    entry.refresh_from_db()
    assert entry.next_look_on == today + timedelta(30)
    later = today + timedelta(60)
    set_next_look(entry=entry, on=later, before=entry.next_look_on, by=adviser, at=at)
    entry.refresh_from_db()
    assert entry.next_look_on == later


def test_one_looks_again_on_a_day_to_come(council, adviser, at):
    yesterday = timezone.localdate(at) - timedelta(1)
    with pytest.raises(Refused, match="is past"):
        put_on_radar(council=council, reason="x", by=adviser, at=at, next_look_on=yesterday)
    entry = put_on_radar(council=council, reason="x", by=adviser, at=at)
    with pytest.raises(Refused, match="is past"):
        set_next_look(entry=entry, on=yesterday, by=adviser, at=at)


# Every screen of it.


def test_it_is_put_on_and_taken_off_from_the_councils_page_whatever_the_stage(
    council, adviser, sign_in
):  # R148
    client = sign_in(adviser)
    page = client.get(council.get_absolute_url()).content.decode()
    assert f'href="/radar/put-on/{council.code}"' in page
    client.post(f"/radar/put-on/{council.code}", {"reason": "No agreed budget"})
    entry = RadarEntry.objects.get()
    page = client.get(council.get_absolute_url()).content.decode()
    assert "No agreed budget" in page
    assert f'href="/radar/{entry.pk}/take-off"' in page
    assert f"/radar/put-on/{council.code}" not in page


def test_others_read_that_it_is_there_and_are_offered_no_act(council, sign_in):
    RadarEntryFactory(council=council)
    for role in ("principal_adviser", "senior_adviser", "secretariat"):
        page = sign_in(UserFactory(role=role)).get(council.get_absolute_url()).content.decode()
        assert "A new leader and no agreed budget" in page
        assert "/take-off" not in page
    for role in ("research_analyst", "panel_member", "governance_officer"):
        page = sign_in(UserFactory(role=role)).get(council.get_absolute_url()).content.decode()
        assert "A new leader and no agreed budget" not in page
        assert 'id="radar"' not in page


def test_an_interest_leaves_nothing_of_it_on_the_councils_page(council, adviser, sign_in):  # R052
    entry = RadarEntryFactory(council=council)
    InterestFactory(user=adviser, council=council)
    client = sign_in(adviser)

    page = client.get(council.get_absolute_url()).content.decode()

    assert 'id="radar"' not in page
    assert client.get(f"/radar/{entry.pk}/take-off").status_code == 404
    assert "declared interest" in text(client.get(f"/radar/put-on/{council.code}"))
    assert "is on the radar already" not in text(client.get(f"/radar/put-on/{council.code}"))


def test_every_screen_of_the_radar_carries_the_sentence_before_its_foot(council, adviser, sign_in):  # R148
    entry = RadarEntryFactory(council=council)
    other = CouncilFactory(region=council.region)
    client = sign_in(adviser)
    for address in (
        "/radar",
        f"/radar/put-on/{other.code}",
        f"/radar/{entry.pk}/take-off",
        f"/radar/{entry.pk}/next-look",
        council.get_absolute_url(),
    ):
        page = client.get(address).content.decode()
        assert SENTENCE in page.split("<footer")[0], address


def test_both_guides_are_printed_and_the_attention_asked_for_is_a_mark_on_support(sign_in, at):  # R148
    concern = ConcernFactory(panel_support=True)
    RadarEntryFactory(council=concern.council)
    client = sign_in(UserFactory(secretariat=True))
    before = text(client.get("/radar"))
    assert "perhaps 20 to 30 councils stand on the radar at a time, to find the 3 or 4" in before
    assert "It is not a cap." in before
    assert "Asks for the Panel’s attention" not in before

    SupportPackageFactory(
        concern=concern, attention_reason="It stalls.", attention_at=at, attention_by=concern.owner
    )

    assert "Asks for the Panel’s attention" in text(client.get("/radar"))
