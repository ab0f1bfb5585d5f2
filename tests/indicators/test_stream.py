"""Figures in the stream of a council's page: new, revised, taken back; a first load is one entry."""

from datetime import timedelta

import pytest

from indicators import queries
from indicators.ingest import roll_back
from indicators.models import Release, Source
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, claimants

pytestmark = pytest.mark.django_db
CLAIMANTS = "Out of work benefits (claimant count)"
LATER, LATEST = AT + timedelta(days=30), AT + timedelta(days=60)


def told(council, at=LATEST):
    return [
        (entry.happened_on.isoformat(), entry.title, entry.text)
        for entry in queries.timeline_entries(council, at.date(), 50)
    ]


def test_a_first_load_of_some_years_is_one_entry(loaded, hartlepool):
    (entry,) = queries.timeline_entries(hartlepool, AT.date(), 50)
    assert entry.mark == "data"
    assert entry.title == f"New figures: {CLAIMANTS}, 2024: 2.5 (type average 4.0), and 1 period before it"
    assert (entry.who, entry.address) == ("Office for National Statistics", "/indicators/claimant-count")


def test_a_figure_revised_says_what_it_was(loaded, take, hartlepool):
    take(els(claimants(**{"E06000001 2023": {"observation": "2.9"}})), at=LATER)
    assert told(hartlepool)[0] == ("2026-12-21", f"Revised: {CLAIMANTS}, 2023: 2.9, was 2.0", "")


def test_another_councils_revision_is_no_entry_here(loaded, take, hartlepool):
    take(els(claimants(**{"E06000002 2023": {"observation": "2.9"}})), at=LATER)
    assert len(told(hartlepool)) == 1


def test_a_new_year_is_told_by_itself_and_withheld_with_its_meaning(loaded, take, hartlepool):
    year = [{**row, "period": "2025-01-01/P1Y"} for row in claimants() if row["period"].startswith("2024")]
    year = [
        {**row, "observation": "", "status": "[c]"} if row["areacd"] == "E06000001" else row for row in year
    ]
    done = take(els([*claimants(), *year]), at=LATER)
    assert done.outcome == "loaded", done.sentence
    assert told(hartlepool)[0][1] == (
        f"New figures: {CLAIMANTS}, 2025: NA (withheld by the publisher to protect confidentiality; "
        "type average 4.5)"
    )


def test_a_release_taken_back_says_what_is_held_again(loaded, take, hartlepool):
    take(els(claimants(**{"E06000001 2024": {"observation": "9.9"}})), at=LATER)
    _roll_back(Release.objects.order_by("-pk").first())
    assert told(hartlepool)[0] == ("2027-01-20", f"Figures taken back: {CLAIMANTS}, 2024: 2.5, was 9.9", "")


def test_a_first_release_taken_back_leaves_nothing_held(loaded, hartlepool):
    _roll_back(Release.objects.get())
    assert told(hartlepool)[0][1] == (
        f"Figures taken back: {CLAIMANTS}, 2024: no longer held, was 2.5, and 1 period before it"
    )


def _roll_back(release):
    roll_back(
        source=Source.objects.get(slug=release.source.slug),
        release=release,
        by=UserFactory(analyst=True),
        at=LATEST,
        reason="The columns had moved.",
    )


def test_after_two_years_it_is_told_no_more(loaded, hartlepool):
    assert told(hartlepool, AT + timedelta(days=700))
    assert not told(hartlepool, AT + timedelta(days=740))


def test_before_it_was_taken_in_nothing_is_told(loaded, hartlepool):
    assert not told(hartlepool, AT - timedelta(days=1))


def test_an_invented_council_has_entries_of_its_own_figures(register, take):
    invented = CouncilFactory(fictional=True, unitary=True)
    take(els(claimants()))
    (entry,) = queries.timeline_entries(invented, AT.date(), 50)
    assert entry.title.startswith(f"New figures: {CLAIMANTS}, 2024: ")


def test_it_stands_in_the_stream_of_the_page(loaded, hartlepool, client, monkeypatch):
    client.force_login(UserFactory(analyst=True))
    monkeypatch.setattr("desk.views.council.today", lambda: AT.date())
    page = client.get(hartlepool.get_absolute_url()).content.decode()
    assert f"New figures: {CLAIMANTS}, 2024: 2.5 (type average 4.0), and 1 period before it" in page
