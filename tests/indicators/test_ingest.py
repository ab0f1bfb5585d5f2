"""From a file to figures: kept with every revision, compared only where a council existed."""

import json

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from indicators import catalogue
from indicators.ingest import sync_catalogue
from indicators.markers import Status
from indicators.models import (
    Area,
    Check,
    Comparison,
    FictionalFigure,
    Indicator,
    Observation,
    Period,
    Release,
    Remark,
    Series,
    Source,
)
from tests.factories.indicators import els, fingertips
from tests.indicators.conftest import AT, CLAIMANTS, claimants

pytestmark = pytest.mark.django_db


def current(code, year="2024", slug="claimant-count"):
    return Observation.objects.get(
        area__code=code, period__label=year, series__indicator__slug=slug, series__is_main=True,
        until=None,
    )  # fmt: skip


def counts():
    models = (Area, Comparison, FictionalFigure, Observation, Period, Release, Remark, Series, Event)
    return {model.__name__: model.objects.count() for model in models}


def test_a_first_file_is_all_new_and_is_recorded(loaded):
    assert (loaded.outcome, loaded.observations, loaded.new, loaded.revised) == ("loaded", 14, 14, 0)
    assert loaded.councils == 5
    assert Source.objects.get(slug=CLAIMANTS).current_release.sha256 == loaded.release
    assert Event.objects.filter(act="load_release").count() == 1


def test_the_raw_file_is_kept_by_its_hash(loaded, settings):
    assert (settings.RAW_FILES_DIR / loaded.release).is_file()


def test_the_same_file_again_changes_nothing_but_the_history(loaded, take):
    before = counts()
    again = take(els(claimants()))
    assert (again.outcome, again.new, again.revised, again.unchanged) == ("unchanged", 0, 0, 14)
    assert counts() == before
    assert Check.objects.count() == 2


def test_a_revised_value_is_a_new_row_and_the_old_one_says_what_superseded_it(loaded, take):
    later = take(els(claimants(**{"E06000001 2024": {"observation": "9.9"}})))
    assert (later.new, later.revised, later.unchanged) == (0, 1, 13)
    old, new = Observation.objects.filter(area__code="E06000001", period__label="2024").order_by("since_id")
    assert (old.value, new.value) == (2.5, 9.9)
    assert old.until.release.sha256 == new.since.release.sha256 == later.release
    assert new.until is None
    assert old.since.at == AT


def test_a_revision_changes_only_the_comparisons_it_is_in_and_ends_the_old_ones(loaded, take):
    before = set(Comparison.objects.values_list("pk", flat=True))
    take(els(claimants(**{"E06000001 2024": {"observation": "9.9"}})))
    ended = Comparison.objects.filter(until__isnull=False)
    assert {(one.scope, one.member, one.period.label) for one in ended} == {
        ("england", "", "2024"), ("type", "unitary", "2024"), ("region", "north-east", "2024")
    }  # fmt: skip
    assert set(ended.values_list("pk", flat=True)) < before
    assert Comparison.objects.as_at(None).count() == len(before)


def test_the_database_refuses_to_rewrite_or_delete_a_figure(loaded):
    for statement in (
        "UPDATE indicators_observation SET value = 1",
        "UPDATE indicators_comparison SET mean = 1",
        "DELETE FROM indicators_comparison",
        "DELETE FROM indicators_change",
        "DELETE FROM indicators_observation",
        "UPDATE indicators_check SET sentence = 'x'",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement)


def test_england_is_kept_as_published_beside_what_is_computed(loaded):
    england = Comparison.objects.as_at(None).get(scope="england", period__label="2024")
    assert england.published == 5.0
    assert england.mean == pytest.approx((2.5 + 3.5 + 4.5 + 5.5 + 6.5) / 5)
    north_east = Comparison.objects.as_at(None).get(scope="region", member="north-east", period__label="2024")
    assert (north_east.published, north_east.n) == (6.0, 4)


def test_a_marker_is_a_status_and_no_number(take):  # NA is NA
    take(els(claimants(**{"E06000002 2024": {"observation": "", "status": "c"},
                          "E06000003 2024": {"observation": "[x]"}})))  # fmt: skip
    assert (current("E06000002").value, current("E06000002").status) == (None, Status.SUPPRESSED)
    assert (current("E06000003").value, current("E06000003").status) == (None, Status.NOT_AVAILABLE)
    unitaries = Comparison.objects.as_at(None).get(scope="type", member="unitary", period__label="2024")
    assert (unitaries.n, unitaries.councils, unitaries.least) == (2, 4, 2.5)


def test_nothing_and_a_real_nought_are_different(take):
    take(els(claimants(**{"E06000001 2024": {"observation": "0"}, "E06000002 2024": {"observation": ""}})))
    assert current("E06000001").value == 0.0
    assert current("E06000002").value is None
    assert Comparison.objects.as_at(None).get(scope="england", period__label="2024").least == 0.0


def test_rows_that_are_no_english_council_are_rejected_with_their_reasons(take):
    more = [
        {"areacd": code, "period": "2024-01-01/P1Y", "observation": "1.0"}
        for code in ("W06000001", "K02000001", "E47000006", "E67000001")
    ]
    pulled = take(els(claimants() + more))
    said = {reason["reason"]: reason["count"] for reason in pulled.rejected}
    assert said == {
        "the area is in another country": 1,
        "the area is not an English council, a region or England": 2,
        "two councils published as one area": 1,
    }
    assert pulled.observations == 14


def test_an_unknown_code_is_rejected_and_the_last_figure_of_the_council_stands(loaded, take):
    rows = claimants(**{"E06000001 2024": {"areacd": "E06000999"}})
    for code in range(5, 40):  # a file of many councils, of which one code is wrong
        rows.append({"areacd": f"E060000{code:02}", "period": "2024-01-01/P1Y", "observation": "3.0"})
    pulled = take(els(rows))
    assert {
        "reason": "the code is not in the register of councils",
        "count": 1,
        "examples": ["E06000999"],
    } in (pulled.rejected)
    assert current("E06000001").value == 2.5


def test_a_council_under_its_old_and_its_new_code_is_taken_once(take):  # Barnsley
    rows = [
        {"areacd": code, "period": "2024-01-01/P1Y", "observation": value}
        for code, value in (("E08000016", "3.0"), ("E08000038", "3.1"))
    ]
    pulled = take(els(claimants() + rows))
    barnsley = current("E08000038")
    assert barnsley.value == 3.1
    assert ["E08000016"] in [reason["examples"] for reason in pulled.rejected]


def test_the_old_code_alone_is_the_same_council(take):
    take(els([*claimants(), {"areacd": "E08000016", "period": "2024-01-01/P1Y", "observation": "3.0"}]))
    assert current("E08000038").value == 3.0


def test_a_back_cast_figure_is_kept_and_not_compared(take):  # Somerset Council began on 1 April 2023
    rows = [
        {"areacd": "E06000066", "period": "2022-01-01/P1Y", "observation": "9.0"},
        {"areacd": "E07000187", "period": "2022-01-01/P1Y", "observation": "3.0"},
        {"areacd": "E06000066", "period": "2024-01-01/P1Y", "observation": "9.0"},
        {"areacd": "E07000187", "period": "2024-01-01/P1Y", "observation": "3.0"},
    ]
    take(els(claimants() + rows))
    assert current("E06000066", "2022").existed is False
    assert current("E07000187", "2022").existed is True
    assert current("E06000066", "2024").existed is True
    assert current("E07000187", "2024").existed is False  # Mendip, abolished
    then = Comparison.objects.as_at(None).get(scope="england", period__label="2022")
    assert (then.n, then.greatest) == (1, 3.0)


def test_sexes_ages_and_categories_are_dimensions_and_never_mixed(take):
    area = {"Area Code": "E06000001", "Time period": "2022/23"}
    rows = [
        {**area, "Area Code": code, "Value": "10"} for code in ("E06000001", "E06000002", "E06000003")
    ] + [
        {**area, "Sex": "Male", "Value": "20"},
        {**area, "Sex": "Female", "Value": "30", "Lower CI 95.0 limit": "-1", "Upper CI 95.0 limit": "-1"},
        {"Area Code": "E92000001", "Time period": "2022/23", "Value": "11"},
        {"Area Code": "E92000001", "Time period": "2022/23", "Value": "11", "Parent Code": "E92000001"},
        {"Area Code": "E92000001", "Time period": "2022/23", "Value": "99", "Category Type": "Decile",
         "Category": "Most deprived"},
        {"Area Code": "E06000052", "Time period": "2022/23", "Value": "12",
         "Value note": "Value for Cornwall and Isles of Scilly combined"},
        {"Area Code": "E06000053", "Time period": "2022/23", "Value": "",
         "Value note": "Value for Cornwall and Isles of Scilly combined"},
    ]  # fmt: skip
    pulled = take(fingertips(rows), "fingertips-90284")
    assert pulled.outcome == "loaded", pulled.sentence
    assert Series.objects.filter(indicator__slug="child-injury-admissions").count() == 4
    main = Comparison.objects.as_at(None).get(scope="england", series__is_main=True)
    assert (main.n, main.councils, main.published) == (4, 5, 11.0)
    female = Observation.objects.get(series__sex="Female")
    assert (female.value, female.lower, female.upper) == (30.0, None, None)
    scilly = Observation.objects.get(area__code="E06000053")
    assert (scilly.value, scilly.status) == (None, Status.COMBINED)
    assert pulled.rejected == [
        {"reason": "the same row stands twice in the file", "count": 1, "examples": ["E92000001, 2022/23"]}
    ]
    period = Period.objects.get()
    assert (period.start_on.isoformat(), period.end_on.isoformat()) == ("2022-04-01", "2023-03-31")


def test_a_fictional_council_is_never_counted(loaded, take):
    from tests.factories.councils import CouncilFactory

    invented = CouncilFactory(fictional=True, unitary=True)
    FictionalFigure.objects.create(
        council=invented, series=Series.objects.get(), period=Period.objects.first(), value=1000.0
    )
    row = {"areacd": invented.code, "period": "2024-01-01/P1Y", "observation": "99"}
    pulled = take(els([*claimants(**{"E06000001 2024": {"observation": "9.9"}}), row]))
    assert pulled.rejected[0]["count"] == 1
    assert Comparison.objects.as_at(None).get(scope="england", period__label="2024").greatest == 9.9


def test_what_is_computed_equals_the_same_in_sql(loaded):
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT o.period_id, c.kind, count(o.value), avg(o.value), min(o.value), max(o.value),
                   percentile_cont(0.25) WITHIN GROUP (ORDER BY o.value),
                   percentile_cont(0.5) WITHIN GROUP (ORDER BY o.value),
                   percentile_cont(0.75) WITHIN GROUP (ORDER BY o.value)
            FROM indicators_observation o JOIN indicators_area a ON a.id = o.area_id
            JOIN councils_council c ON c.id = a.council_id
            WHERE o.until_id IS NULL AND o.existed GROUP BY 1, 2
            """
        )
        rows = cursor.fetchall()
    assert rows
    for period, kind, *figures in rows:
        one = Comparison.objects.as_at(None).get(period_id=period, scope="type", member=kind)
        held = (one.n, one.mean, one.least, one.greatest, one.lower_quartile, one.median, one.upper_quartile)
        assert held == pytest.approx(figures, abs=1e-9)


def test_if_the_record_cannot_be_written_no_figure_is(take, broken_audit):
    with pytest.raises(broken_audit):
        take(els(claimants()))
    assert not Observation.objects.exists()
    assert Source.objects.get(slug=CLAIMANTS).current_release is None


def test_the_command_ends_with_one_line_of_json(figures, tmp_path, capsys):
    file = tmp_path / "claimants.csv"
    file.write_bytes(els(claimants(), bom=True, ends="\r\n"))
    call_command("pull", CLAIMANTS, "--file", str(file))
    said = json.loads(capsys.readouterr().out.splitlines()[-1])
    assert (said["source"], said["observations"], said["councils"]) == (CLAIMANTS, 14, 5)
    assert (said["new"], said["revised"], said["unchanged"], said["rejected"]) == (14, 0, 0, [])
    assert len(said["release"]) == 64


def test_the_command_lists_its_sources_as_lines_of_json(db, capsys):
    call_command("pull", "--list")
    lines = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert len(lines) == len(catalogue.sources())
    assert {"fingertips-90284", CLAIMANTS, "ons-els-employment-rate"} <= {line["source"] for line in lines}


def test_syncing_the_catalogue_twice_writes_nothing_the_second_time(db, django_assert_num_queries):
    sync_catalogue()
    assert Indicator.objects.count() == len(catalogue.indicators())
    with django_assert_num_queries(5):
        sync_catalogue()


def test_a_file_that_holds_an_indicator_of_others_than_it_counts_says_so(take):
    rows = [{"Area Code": "E06000001", "Time period": "2022/23", "Value": 40, "Sex": "Female"}]
    refused = take(fingertips(rows), source="fingertips-90284")
    assert refused.outcome == "refused"
    assert "but no row of it is with sex “Persons”" in refused.sentence
