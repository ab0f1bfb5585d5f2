"""What was known on any date, and releases taken back: nothing that was ever held is lost."""

from datetime import timedelta

import pytest
from django.db import connection

from audit.models import Event
from councils.models import Council
from indicators import queries
from indicators.fiction import draw
from indicators.ingest import NothingToTakeBack, roll_back
from indicators.models import Change, Comparison, Observation, Release, Source
from indicators.queries.headline import headline_reports
from indicators.queries.report_changes import figures_changed
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els
from tests.indicators.conftest import AT, CLAIMANTS, claimants

pytestmark = pytest.mark.django_db

LATER = AT + timedelta(days=30)
LATEST = AT + timedelta(days=60)
TODAY = (AT + timedelta(days=90)).date()


@pytest.fixture
def source(loaded):
    return Source.objects.get(slug=CLAIMANTS)


def second_file(**changed):
    rows = claimants(
        **{
            "E06000001 2024": {"observation": "9.9"},
            "E06000002 2024": {"observation": "", "status": "c"},
            **changed,
        }
    )
    return [*rows, {"areacd": "E08000016", "period": "2024-01-01/P1Y", "observation": "7.7"}]


@pytest.fixture
def revised(source, take):
    """A second release: one value revised, a council new, a marker in place of a value."""
    take(els(second_file()), at=LATER)
    return source.releases.get(loaded_at=LATER)


def held():
    """Everything that is current, in one order, without when it came."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT series_id, period_id, area_id, value, lower, upper, status, existed, remark_id, "
            "release_id FROM indicators_observation WHERE until_id IS NULL ORDER BY 1, 2, 3"
        )
        figures = cursor.fetchall()
        cursor.execute(
            "SELECT series_id, period_id, scope, member, councils, n, mean, median, least, greatest, "
            "lower_quartile, upper_quartile, published FROM indicators_comparison WHERE until_id IS NULL "
            "ORDER BY 1, 2, 3, 4"
        )
        return repr((figures, cursor.fetchall())).encode()


def said():
    """Every current figure, whichever release gave it."""
    return list(
        Observation.objects.as_at(None)
        .order_by("series_id", "period_id", "area_id")
        .values_list("series_id", "period_id", "area_id", "value", "lower", "upper", "status", "remark_id")
    )


def take_back(source, release, at=LATEST):
    return roll_back(source=source, release=release, by=UserFactory(), at=at, reason="The file was wrong.")


def claimant_line(as_at=None):
    council = Council.objects.get(code="E06000001")
    report = queries.headline_report(council, TODAY, as_at=as_at)
    return next(line for line in report.lines if line.slug == "claimant-count")


def test_a_value_a_comparison_and_a_report_can_be_asked_as_at_any_time(revised):  # R099
    value = {"area__code": "E06000001", "period__label": "2024"}
    england = {"scope": "england", "period__label": "2024"}
    assert Observation.objects.as_at(AT).get(**value).value == 2.5
    assert Observation.objects.as_at(LATER).get(**value).value == 9.9
    assert Comparison.objects.as_at(AT).get(**england).greatest == 6.5
    assert Comparison.objects.as_at(None).get(**england).greatest == 9.9
    assert (claimant_line(AT).local_text, claimant_line(AT).top_text) == ("2.5", "6.5")
    assert (claimant_line().local_text, claimant_line().top_text) == ("9.9", "9.9")


def test_before_the_first_release_nothing_was_known(revised):
    before = AT - timedelta(seconds=1)
    assert not Observation.objects.as_at(before).exists()
    assert claimant_line(before).why_na == "no figures are held for a period that had ended by then"


def test_what_was_known_is_asked_in_the_same_number_of_queries(revised, django_assert_num_queries):
    council = Council.objects.get(code="E06000001")
    with django_assert_num_queries(2):
        queries.headline_report(council, TODAY, as_at=AT)


@pytest.mark.parametrize("as_at", [None, AT, LATEST])
def test_the_reports_of_several_councils_are_those_of_each(revised, as_at, django_assert_num_queries):
    """Real ones, one that was abolished, and invented ones: in two questions, and the same to the figure."""
    real = Council.objects.filter(code__in=["E06000001", "E06000002", "E08000016", "E07000187"])
    invented = [CouncilFactory(fictional=True, unitary=True) for _ in range(2)]
    draw()
    several = [*real.select_related("region"), *invented]
    one_by_one = {each.pk: queries.headline_report(each, TODAY, as_at=as_at) for each in several}

    with django_assert_num_queries(2):
        together = headline_reports(several, TODAY, as_at=as_at)

    assert together == one_by_one
    assert sum(report.has_figures for report in together.values()) >= 3


def test_a_release_taken_back_leaves_what_was_held_before_to_the_byte(loaded, source, take):
    before = held()
    take(els(claimants(**{"E06000001 2024": {"observation": "9.9"}})), at=LATER)
    assert held() != before
    take_back(source, source.releases.get(loaded_at=LATER))
    assert held() == before


def test_what_was_known_meanwhile_can_still_be_asked(source, revised):
    take_back(source, revised)
    assert claimant_line(LATER).local_text == "9.9"
    assert claimant_line().local_text == "2.5"
    assert not Observation.objects.as_at(None).filter(area__code="E08000038", period__label="2024").exists()


def test_taking_a_release_back_takes_the_later_ones_of_its_source_with_it(source, revised, take):
    before = held()
    for days, value in ((1, "1.1"), (2, "1.2")):
        changed = second_file(**{"E06000003 2024": {"observation": value}})
        take(els(changed), at=LATER + timedelta(days=days))
    first, second = source.releases.filter(loaded_at__gt=LATER).order_by("loaded_at")
    source.refresh_from_db()
    take_back(source, first)
    assert held() == before
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.state == second.state == Release.State.ROLLED_BACK
    assert first.sentence == "Rolled back: The file was wrong."
    source.refresh_from_db()
    assert source.current_release == revised


def test_the_first_release_of_all_can_be_taken_back(source):
    take_back(source, source.current_release)
    assert not Observation.objects.as_at(None).exists()
    assert not Comparison.objects.as_at(None).exists()
    source.refresh_from_db()
    assert source.current_release is None
    assert Observation.objects.as_at(AT).exists()


def test_a_release_loaded_again_after_it_was_taken_back_can_be_taken_back_again(source, revised, take):
    changes = Change.objects.count()
    take_back(source, revised)
    first = source.releases.get(loaded_at=AT)
    assert held()
    take(els(claimants(**{"E06000004 2023": {"observation": "4.4"}})), at=LATEST + timedelta(days=1))
    assert Change.objects.count() == changes + 2
    before = Observation.objects.as_at(LATEST).count()
    source.refresh_from_db()
    take_back(source, source.current_release, at=LATEST + timedelta(days=2))
    assert Observation.objects.as_at(None).count() == before
    source.refresh_from_db()
    assert source.current_release == first


def test_a_release_that_is_not_held_cannot_be_taken_back(source, revised):
    take_back(source, revised)
    revised.refresh_from_db()
    with pytest.raises(NothingToTakeBack):
        take_back(source, revised)


def test_taking_back_is_recorded_and_without_its_record_is_not_done(source, revised, broken_audit):
    before = held()
    with pytest.raises(broken_audit):
        take_back(source, revised)
    assert held() == before
    assert not Event.objects.filter(act="roll_back_release").exists()


def test_the_record_of_taking_back_holds_numbers_and_the_reason_stands_beside_it(source, revised):
    change = take_back(source, revised)
    event = Event.objects.get(act="roll_back_release")
    assert event.details == {"source": source.slug, "releases": [revised.sha256], "change": change.pk}
    assert change.reason == "The file was wrong."


def test_what_was_taken_back_is_taken_in_again_and_the_same_again_changes_nothing(source, revised, take):
    stood = said()
    take_back(source, revised)
    assert take(els(second_file(), bom=True), at=LATEST).revised == 2
    assert said() == stood
    same = take(els(second_file(), ends="\r\n"), at=LATEST + timedelta(days=1))
    assert (same.outcome, same.new, same.revised) == ("loaded", 0, 0)
    assert said() == stood


def test_a_series_that_goes_to_and_fro_is_held_as_it_was_last_given(loaded, take):
    other = claimants(**{"E06000001 2024": {"observation": "3.1"}})
    given = ((claimants(), 2.5), (other, 3.1), (claimants(), 2.5), (other, 3.1))
    for place, (rows, value) in enumerate(given):
        take(
            els(rows, bom=bool(place % 3), ends="\n" if place % 2 else "\r\n"),
            at=LATER + timedelta(days=place),
        )
        held_now = Observation.objects.as_at(None).get(area__code="E06000001", period__label="2024")
        assert held_now.value == value


def test_what_changed_in_a_report_since_it_was_known_says_both_figures_and_the_day(revised):
    council = Council.objects.get(code="E06000001")
    now = queries.headline_report(council, TODAY)

    found = figures_changed([(council, now)], "core", was_on=TODAY, known_at=AT)

    (change,) = found[council.pk]
    assert (change.before, change.before_period, change.now, change.now_period) == (
        "2.5", "2024", "9.9", "2024",
    )  # fmt: skip
    assert change.taken_in_on == LATER.date()
    assert figures_changed([(council, now)], "core", was_on=TODAY, known_at=LATER) == {}
