"""An indicator's page: series, periods, revisions, what was known on a day, one council named, its tables."""

import csv
import io
from datetime import UTC, datetime

import pytest

from councils.models import Council
from indicators import fiction, queries
from indicators.queries import Asked
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.indicators import els, fingertips
from tests.indicators.conftest import claimants

pytestmark = pytest.mark.django_db
LATER = datetime(2026, 12, 3, 9, 0, tzinfo=UTC)
BETWEEN = datetime(2026, 12, 1, 9, 0, tzinfo=UTC)
ADDRESS = "/indicators/claimant-count"


@pytest.fixture
def reader(client):
    """A signed-in person's client."""
    client.force_login(UserFactory())
    return client


@pytest.fixture
def revised(take, loaded):
    """Hartlepool's 2024 and England's 2023 published again, otherwise."""
    changed = {"E06000001 2024": {"observation": "3.5"}, "E92000001 2023": {"observation": "4.4"}}
    take(els(claimants(**changed)), at=LATER)


@pytest.fixture
def by_sex(take):
    """Injuries of children: everybody, girls and boys apart, and a division of England alone."""
    rows = [
        {"Area Code": code, "Time period": "2022/23", "Value": value + place, "Sex": sex}
        for sex, value in (("Persons", 50), ("Female", 40), ("Male", 60))
        for place, code in enumerate(("E06000001", "E06000002", "E06000003"))
    ]
    deprived = {"Category Type": "Deprivation deciles", "Category": "Most deprived decile"}
    rows.append(
        {"Area Code": "E92000001", "Time period": "2022/23", "Value": 99, "Sex": "Persons", **deprived}
    )
    take(fingertips(rows), source="fingertips-90284")


def page_of(**asked):
    as_at = asked.pop("as_at", None)
    return queries.indicator_page("claimant-count", as_at=as_at, asked=Asked(**asked))


def table(answer):
    return list(csv.DictReader(io.StringIO(answer.content.decode())))


def row(page, name="Hartlepool"):
    return next(one for one in page.every_council if one.council.short_name == name)


def test_the_newest_period_is_shown_and_any_held_can_be_chosen(loaded):
    newest = page_of()
    assert (newest.period, newest.before, row(newest).printed, row(newest).changed) == (
        "2024", "2023", "2.5", "+0.5",
    )  # fmt: skip
    assert [one.words for one in newest.periods] == ["2024", "2023"]
    older = page_of(period=newest.periods[1].key)
    assert (older.period, older.before, row(older).printed, row(older).changed) == ("2023", "", "2.0", "")


def test_england_is_shown_as_published_and_as_computed(loaded):
    page = page_of()
    assert page.england_words == "5.0 as published (4.5 computed, the mean of 5 councils)"
    assert (page.england.n, page.england.median, page.england.least, page.england.greatest) == (
        5, "4.5", "2.5", "6.5",
    )  # fmt: skip


def test_each_council_has_its_quarter_of_englands_values_by_name(loaded):
    assert {one.council.short_name: one.quarter_name for one in page_of().councils} == {
        "Adur": "highest quarter", "Hartlepool": "lowest quarter", "Middlesbrough": "lowest quarter",
        "Redcar and Cleveland": "second quarter", "Stockton-on-Tees": "third quarter",
    }  # fmt: skip


def test_figures_of_each_sex_are_chosen_apart_and_never_mixed(by_sex, reader):
    slug = "child-injury-admissions"
    main = queries.indicator_page(slug)
    assert [one.words for one in main.series] == [
        "Main figures (Persons, <15 yrs)", "Female, <15 yrs", "Male, <15 yrs",
    ]  # fmt: skip
    girls = queries.indicator_page(slug, asked=Asked(series="female-15-yrs"))
    assert ([one.value for one in main.councils], [one.value for one in girls.councils]) == (
        [50, 51, 52],
        [40, 41, 42],
    )
    page = reader.get(f"/indicators/{slug}?series=female-15-yrs").content.decode()
    assert "Female, &lt;15 yrs" in page
    rows = table(reader.get(f"/indicators/{slug}.csv?series=female-15-yrs"))
    assert {one["Figures of"] for one in rows} == {"Female, <15 yrs"}


def test_what_is_not_held_gives_way_to_what_is_usual_and_the_page_says_so(loaded, reader):
    page = reader.get(f"{ADDRESS}?series=nothing&period=2001&as_at=tomorrow&council=Atlantis&kind=x&region=y")
    said = page.content.decode()
    assert page.status_code == 200
    for words in (
        "There are no such figures of this indicator",
        "No figures of that period are held; these are the newest.",
        "Enter a day, for example 1 4 2026",
        "Atlantis",
        "There is no such type; all are shown.",
        "There is no such region; all are shown.",
    ):
        assert words in said, words
    assert "Hartlepool" in said
    assert "has not come yet" in reader.get(f"{ADDRESS}?as_at=2099-01-01").content.decode()
    assert reader.get(f"{ADDRESS}.csv?table=nothing").status_code == 404


def test_the_revisions_of_a_value_are_listed_in_words(revised, reader):
    page = page_of()
    assert row(page).revision.sentence == (
        "was 2.5 until 3 December 2026, then 3.5 (release taken in on 3 December 2026)"
    )
    assert row(page, "Adur").revision is None
    assert page.history[1].revision.sentence.startswith("was 4.0 until 3 December 2026, then 4.4")
    said = reader.get(f"{ADDRESS}?council=Hartlepool").content.decode()
    assert "Was 2.5 until 3 December 2026, then 3.5" in said
    assert "c-revised" in said
    steps = table(reader.get(f"{ADDRESS}.csv?table=revisions"))
    assert [(one["Of"], one["Value"], one["From"], one["Until"]) for one in steps] == [
        ("Hartlepool", "2.5", "2026-11-21", "2026-12-03"),
        ("Hartlepool", "3.5", "2026-12-03", ""),
    ]


def test_what_was_known_on_a_day_can_be_asked(revised, reader):  # as at
    then = page_of(as_at=BETWEEN)
    assert (row(then).printed, row(then).revision, then.england.mean) == ("2.5", None, "4.5")
    assert then.history[1].revision is None
    assert (row(page_of()).printed, page_of().england.mean) == ("3.5", "4.7")
    before = page_of(as_at=datetime(2026, 1, 1, tzinfo=UTC))
    assert (before.england, before.periods) == (None, ())
    assert (
        "Nothing of this indicator was held yet" in reader.get(f"{ADDRESS}?as_at=2025-01-01").content.decode()
    )


def test_a_revision_too_small_to_print_is_printed_in_full(take, loaded):
    take(els(claimants(**{"E06000001 2024": {"observation": "2.51"}})), at=LATER)
    assert row(page_of()).revision.sentence.startswith("was 2.5 until 3 December 2026, then 2.51 ")


def test_a_value_that_was_withheld_before_says_so(take):
    take(els(claimants(**{"E06000001 2024": {"observation": "", "status": "c"}})))
    take(els(claimants()), at=LATER)
    assert row(page_of()).revision.sentence.startswith("was NA (withheld by the publisher")


def test_a_council_named_is_marked_on_every_picture(loaded, reader):
    said = reader.get(f"{ADDRESS}?council=hartlepool").content.decode()
    assert "Hartlepool: 2.5, in the lowest quarter of England’s values." in said
    assert said.count('class="c-here"') == 2  # all of England, and its type
    assert said.count('class="c-chosen"') == 1
    assert "Unitary average" in said
    assert reader.get(f"{ADDRESS}?council=E06000001").content.decode().count('class="c-chosen"') == 1


def test_a_fictional_council_is_marked_and_on_no_strip_map_or_table(loaded, reader):
    invented = CouncilFactory(fictional=True, unitary=True)
    fiction.draw()
    said = reader.get(f"{ADDRESS}?council={invented.code}").content.decode()
    assert "(fictional)" in said
    assert 'class="c-here"' not in said
    for name in ("councils", "comparisons", "history", "revisions"):
        answer = reader.get(f"{ADDRESS}.csv?table={name}&council={invented.code}")
        assert invented.short_name not in answer.content.decode(), name


def test_the_map_says_what_it_does_not_draw(take, reader):
    rows = [
        {"areacd": "E10000016", "period": "2024-01-01/P1Y", "observation": "3.3"},
        {"areacd": "E07000187", "period": "2022-01-01/P1Y", "observation": "3.4"},
    ]
    take(els([*claimants(), *rows]))
    (counties,) = page_of().not_drawn
    assert (counties.why, counties.names) == ("1 county, drawn as districts", ("Kent",))
    past = next(one for one in page_of().periods if one.words == "2022")
    (gone,) = page_of(period=past.key).not_drawn
    assert (gone.why, gone.names) == ("1 council abolished before April 2023", ("Mendip",))
    assert "Not drawn: 1 county," in reader.get(ADDRESS).content.decode()


def test_the_table_narrows_by_type_and_region_without_scripts(loaded, reader):
    page = reader.get(f"{ADDRESS}?kind=district&region=south-east").content.decode()
    assert "1 council of 5" in page
    assert [one["Council"] for one in table(reader.get(f"{ADDRESS}.csv?kind=district"))] == ["Adur"]
    nobody = reader.get(f"{ADDRESS}?kind=county").content.decode()
    assert "No council of that type in that region has a figure" in nobody


def test_the_tables_carry_what_they_are_of_and_lists_stand_by_name(revised, reader):
    councils = table(reader.get(f"{ADDRESS}.csv"))
    assert [one["Council"] for one in councils] == sorted(one["Council"] for one in councils)
    first = next(one for one in councils if one["Council"] == "Hartlepool")
    assert (first["Value"], first["Change"], first["Since"], first["As it was known on"]) == (
        "3.5", "1.5", "2023", "now",
    )  # fmt: skip
    of = {(one["Of"], one["Name"]) for one in table(reader.get(f"{ADDRESS}.csv?table=comparisons"))}
    assert ("England", "England") in of
    assert ("Region", "North East") in of
    history = table(reader.get(f"{ADDRESS}.csv?table=history"))
    assert [(one["Period"], one["As published"]) for one in history] == [("2024", "5.0"), ("2023", "4.4")]


def test_the_page_asks_as_much_of_the_database_however_many_councils_there_are(
    take, django_assert_max_num_queries
):
    take(els(claimants()))
    hartlepool = Council.objects.get(code="E06000001")
    with django_assert_max_num_queries(9):
        page_of(council=hartlepool)
    more = Council.objects.real().filter(kind="unitary", existed_until_on=None).values_list("code", flat=True)
    rows = [
        {"areacd": code, "period": "2024-01-01/P1Y", "observation": str(2.5 + place / 20)}
        for place, code in enumerate(more[:40])
    ]
    known = {row["areacd"] for row in rows}
    rows += [row for row in claimants() if row["areacd"] not in known or row["period"] != rows[0]["period"]]
    assert take(els(rows), at=LATER).outcome == "loaded"
    with django_assert_max_num_queries(9):
        page = page_of(council=hartlepool)
        assert len(page.every_council) > 30
        assert page.map
        assert len(page.strips) > 1


def test_of_one_period_alone_nothing_is_drawn_over_time(take, reader):
    take(els([row for row in claimants() if row["period"].startswith("2024")]))
    page = reader.get(f"{ADDRESS}?council=Hartlepool").content.decode()
    assert 'class="chart trend"' not in page
    assert "Figures are held for one period so far, 2024." in page


def test_nothing_says_better_or_worse_and_nothing_is_ordered_by_value(loaded, reader):
    said = reader.get(ADDRESS).content.decode().lower()
    for word in ("best", "worst", "rank", "score"):
        assert f" {word}" not in said
