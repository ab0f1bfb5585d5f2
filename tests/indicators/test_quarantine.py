"""Releases of data that wait for the analyst: held, released, refused, rolled back; nothing is silent."""

from datetime import timedelta

import pytest

from audit.models import Event
from common.errors import NotPermitted, Refused
from councils.models import Council
from indicators import queries
from indicators.models import Check, Decision, Observation, Release, Source
from indicators.sources import releasing
from indicators.workflow import refuse_from_quarantine, roll_back_release
from tests.factories.accounts import UserFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, CLAIMANTS, PERIODS, claimants
from tests.indicators.test_as_at import held

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)
WRONG_UNIT = claimants(**{"E06000001 2024": {"observation": "250"}})  # outside 0 to 100
WHY = "The publisher says so."


@pytest.fixture
def analyst(db):
    return UserFactory(analyst=True, name="A. Research")


@pytest.fixture
def source(loaded):
    return Source.objects.get(slug=CLAIMANTS)


@pytest.fixture
def waiting(source, take):
    """A release in which one figure lies outside what is possible."""
    assert take(els(WRONG_UNIT), at=LATER).outcome == "quarantined"
    return source.releases.get(state="quarantined")


def release(one, by, at=LATER, reason=WHY):
    return releasing.release_from_quarantine(by=by, at=at, release=one, reason=reason)


def test_a_suspicious_release_changes_no_figure_and_says_calmly_that_it_waits(loaded, take, client):
    before = held()
    pulled = take(els(WRONG_UNIT), at=LATER)
    assert pulled.outcome == "quarantined"
    assert "1 figure lies outside 0 to 100, such as 250." in pulled.sentence
    assert held() == before
    source = Source.objects.get(slug=CLAIMANTS)
    assert (source.failure, source.failing_since_at) == ("", None)
    client.force_login(UserFactory())
    for address in (
        "/councils/E06000001/headline",
        "/indicators/claimant-count",
        "/data",
        f"/data/{CLAIMANTS}",
    ):
        page = client.get(address).content.decode()
        assert "waits for the research team to look at it" in page, address
        assert "Figures may be old." not in page, address
    assert queries.banners(LATER.date()) == []


def test_the_same_file_offered_again_makes_no_second_entry(waiting, take):
    again = take(els(WRONG_UNIT), at=LATER + timedelta(days=1))
    assert again.outcome == "quarantined"
    assert "still waits for the analyst" in again.sentence
    assert Release.objects.filter(state="quarantined").count() == 1
    assert Check.objects.filter(outcome="quarantined").count() == 2


def test_a_sound_file_after_it_is_loaded_and_the_banner_stays_while_it_waits(waiting, take, source, analyst):
    take(els(claimants(**{"E06000001 2024": {"observation": "2.6"}})), at=LATER + timedelta(days=1))
    source.refresh_from_db()
    assert source.waiting
    with pytest.raises(Refused, match="would put older figures in its place"):
        release(waiting, analyst)
    refuse_from_quarantine(by=analyst, at=LATER, release=waiting, reason=WHY)
    source.refresh_from_db()
    assert source.waiting == ""


def test_the_analyst_releases_what_waits(waiting, source, analyst):
    release(waiting, analyst)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.loaded_at) == ("loaded", LATER)
    assert Observation.objects.get(until=None, area__code="E06000001", period__label="2024").value == 250
    source.refresh_from_db()
    assert (source.current_release, source.waiting) == (waiting, "")
    decision = waiting.decisions.get()
    assert (decision.kind, decision.by, decision.reason) == ("released", analyst, WHY)
    assert "outside 0 to 100" in decision.overridden[0]
    assert Event.objects.filter(act="release_from_quarantine", by=analyst).count() == 1
    assert waiting.changes.get().reason == WHY


def test_what_is_suspicious_in_another_way_than_was_shown_goes_on_waiting(waiting, analyst):
    Release.objects.filter(pk=waiting.pk).update(suspicions=["Another."])
    before = held()
    made = release(waiting, analyst)
    assert made.state == "quarantined"
    assert "outside 0 to 100" in made.suspicions[0]
    assert held() == before
    assert not Decision.objects.exists()


def test_the_analyst_refuses_what_waits_and_is_not_asked_again(waiting, take, source, analyst):
    before = held()
    refuse_from_quarantine(by=analyst, at=LATER, release=waiting, reason=WHY)
    again = take(els(WRONG_UNIT), at=LATER + timedelta(days=1))
    assert (again.outcome, held()) == ("refused", before)
    assert "that an analyst refused on 21 December 2026" in again.sentence
    assert Release.objects.filter(state="refused").count() == 1
    with pytest.raises(Refused, match=r"no longer waits: A\. Research decided"):
        refuse_from_quarantine(by=analyst, at=LATER, release=waiting, reason=WHY)


def test_a_refused_release_may_still_be_released(waiting, analyst):
    refuse_from_quarantine(by=analyst, at=LATER, release=waiting, reason=WHY)
    assert release(waiting, analyst).state == "loaded"


def test_a_release_rolled_back_is_not_loaded_again_until_it_is_released(source, take, analyst):
    before = held()
    changed = els(claimants(**{"E06000001 2024": {"observation": "2.6"}}))
    take(changed, at=LATER)
    one = source.releases.get(loaded_at=LATER)
    roll_back_release(by=analyst, at=LATER, release=one, reason=WHY)
    assert held() == before
    again = take(changed, at=LATER + timedelta(days=1))
    assert again.outcome == "quarantined"
    assert "is not loaded again until an analyst releases it" in again.sentence
    assert held() == before
    release(one, analyst, at=LATER + timedelta(days=2))
    assert held() != before


def test_rolling_back_says_and_takes_what_came_after(source, take, analyst):
    before = held()
    for days, value in ((30, "2.6"), (60, "2.7")):
        take(els(claimants(**{"E06000001 2024": {"observation": value}})), at=AT + timedelta(days=days))
    first, second = source.releases.order_by("loaded_at")[1:]
    roll_back_release(by=analyst, at=LATER, release=first, reason=WHY)
    assert held() == before
    assert [d.release for d in Decision.objects.order_by("pk")] == [first, second]


ACTS = {
    "release": release,
    "refuse": lambda one, by: refuse_from_quarantine(by=by, at=LATER, release=one, reason=WHY),
    "roll back": lambda one, by: roll_back_release(
        by=by, at=LATER, release=one.source.current_release, reason=WHY
    ),
}


@pytest.mark.parametrize("act", ACTS)
def test_only_a_research_analyst_decides(act, waiting):
    before = held()
    for stranger in (UserFactory(), UserFactory(principal_adviser=True)):
        with pytest.raises(NotPermitted, match="A research analyst decides"):
            ACTS[act](waiting, stranger)
    assert held() == before


@pytest.mark.parametrize("act", ACTS)
def test_without_its_record_nothing_is_done(act, waiting, analyst, broken_audit):
    before = held()
    with pytest.raises(broken_audit):
        ACTS[act](waiting, analyst)
    waiting.refresh_from_db()
    assert (waiting.state, held()) == ("quarantined", before)
    assert not Decision.objects.exists()


def test_a_reason_is_asked(waiting, analyst):
    with pytest.raises(Refused, match=r"Enter the reason\."):
        release(waiting, analyst, reason=" ")


def test_what_is_loaded_cannot_be_released_nor_refused_again(source, analyst):
    with pytest.raises(Refused, match="does not wait"):
        release(source.current_release, analyst)
    with pytest.raises(Refused, match="does not wait"):
        refuse_from_quarantine(by=analyst, at=LATER, release=source.current_release, reason=WHY)


def test_a_file_that_cannot_be_read_is_refused_and_cannot_be_released(take, source, analyst):
    take(b"<html>", at=LATER)
    with pytest.raises(Refused, match="web page"):
        release(source.releases.get(state="refused"), analyst)


def test_a_raw_file_that_is_gone_is_said(waiting, analyst, settings):
    (settings.RAW_FILES_DIR / waiting.sha256).unlink()
    with pytest.raises(Refused, match="no longer kept"):
        release(waiting, analyst)


# The pages.


def test_the_page_of_a_release_shows_why_it_waits_and_what_it_would_change(waiting, client, analyst):
    client.force_login(analyst)
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert "1 figure lies outside 0 to 100, such as 250." in page
    for words in ("Hartlepool", "2.5", "250.0", "Release it", "Refuse it", "The same, as held"):
        assert words in page, words
    assert "Roll it back" not in page
    table = client.get(f"{waiting.get_absolute_url()}/difference.csv").content.decode()
    assert "Hartlepool,E06000001,2024,2.5,250.0" in table


def test_the_page_of_a_loaded_release_and_its_table(source, client):
    one = source.current_release
    client.force_login(UserFactory())
    page = client.get(one.get_absolute_url()).content.decode()
    assert "Its figures are the ones held now." in page
    assert "A research analyst decides" in page
    assert "Roll it back" not in page
    table = client.get(f"{one.get_absolute_url()}/difference.csv").content.decode()
    assert table.count("\n") == 11  # the headings and ten councils' figures
    assert "Out of work benefits (claimant count),2024,Hartlepool,E06000001,,2.5" in table


def test_the_decisions_are_made_on_pages_of_their_own(waiting, client, analyst):
    client.force_login(analyst)
    address = f"{waiting.get_absolute_url()}/release"
    assert "You take it in although this was found" in client.get(address).content.decode()
    assert client.post(address, {"reason": ""}).status_code == 422
    Release.objects.filter(pk=waiting.pk).update(suspicions=["Another."])
    again = client.post(address, {"reason": WHY})
    assert again.status_code == 422
    assert "something that was not shown to you before" in again.content.decode()
    answer = client.post(address, {"reason": WHY})
    assert (answer.status_code, answer["Location"]) == (302, waiting.get_absolute_url())
    page = client.get(waiting.get_absolute_url()).content.decode()
    assert f"Released by A. Research. {WHY}" in page
    back = client.get(f"{waiting.get_absolute_url()}/roll-back").content.decode()
    assert "The figures of the release fetched on 21 November 2026 stand again" in back
    assert client.post(f"{waiting.get_absolute_url()}/roll-back", {"reason": WHY}).status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "rolled_back"


def test_rolling_back_names_the_later_releases_before_it_is_done(source, take, client, analyst):
    for days, value in ((30, "2.6"), (60, "2.7")):
        take(els(claimants(**{"E06000001 2024": {"observation": value}})), at=AT + timedelta(days=days))
    first, second = source.releases.order_by("loaded_at")[1:]
    client.force_login(analyst)
    page = client.get(f"{first.get_absolute_url()}/roll-back").content.decode()
    assert "1 later release of this source goes back with it" in page
    assert second.get_absolute_url() in page


def test_there_is_no_page_of_a_release_of_another_source(waiting, client):
    client.force_login(UserFactory())
    assert client.get(f"/data/fingertips-90284/releases/{waiting.pk}").status_code == 404
    assert client.get(f"/data/{CLAIMANTS}/releases/99999999999999999999").status_code == 404


def test_only_an_analyst_is_told_that_a_release_needs_them(waiting, client, analyst):
    for person, heading in ((analyst, "Needs you"), (UserFactory(), "Waits for the research team")):
        client.force_login(person)
        page = client.get("/data").content.decode()
        assert (f">{heading} <span" in page, "Needs you" in page) == (True, person == analyst)


def test_what_a_release_does_to_figures_held_stands_before_those_of_new_periods(loaded, take):
    rows = claimants(**{"E06000001 2024": {"observation": "3.5"}})
    rows += [
        {**row, "period": "2025-01-01/P1Y", "observation": f"{9 * float(row['observation']):.1f}"}
        for row in claimants()
        if row["period"].startswith("2024")
    ]
    take(els(rows), at=LATER)
    greatest = Release.objects.latest("pk").difference["greatest"]
    assert [(one["period"], one["code"]) for one in greatest[:2]] == [
        ("2024", "E06000001"), ("2025", greatest[1]["code"]),
    ]  # fmt: skip


def test_what_the_analyst_released_is_not_asked_about_again_until_a_figure_of_it_changes(take, analyst):
    codes = Council.objects.filter(kind="unitary", existed_until_on=None).values_list("code", flat=True)[:40]
    rows = [
        {"areacd": code, "period": period, "observation": f"{2 + place / 10 + year:.1f}"}
        for year, period in enumerate(PERIODS)
        for place, code in enumerate(codes)
    ]
    rows += [{"areacd": "E92000001", "period": period, "observation": "99.0"} for period in PERIODS]
    assert "lies outside its councils’" in take(els(rows)).sentence.replace("'", "’")
    release(Release.objects.get(state="quarantined"), analyst, at=AT)
    again = take(els(rows[::-1]), at=LATER)
    assert (again.outcome, again.new, again.revised) == ("loaded", 0, 0)
    rows[0] = rows[0] | {"observation": "2.1"}
    assert take(els(rows), at=LATER).outcome == "quarantined"
