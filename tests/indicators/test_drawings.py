"""The strip, the spine, the quarters, the trend and the map: what they say and where they draw it."""

import json
import re
from xml.etree import ElementTree

import pytest

from councils.register import read_register
from indicators import charts
from indicators.charts.spines import spine_place
from indicators.places import places
from tests.indicators.test_charts import contrast

MARKS = charts.Marks(2.0, 4.0, 5.0, 8.0, 20.0)


def strip(**changes):
    given = {
        "title": "Unitary", "values": [2.0, 3.5, None, 3.5, 6.0], "bottom": 2.0, "top": 10.0, "decimals": 1,
        "england": 4.0, "median": 3.5, "local": 6.0, "local_name": "Hartlepool",
    }  # fmt: skip
    return charts.strip(**{**given, **changes})


def spine(**changes):
    given = {
        "title": "Smoking", "marks": MARKS, "decimals": 1, "local": 6.5, "local_name": "Hartlepool",
        "type_average": 4.5, "type_name": "unitary average",
    }  # fmt: skip
    return charts.spine(**{**given, **changes})


def trend(**changes):
    given = {
        "title": "Smoking",
        "periods": ["2019", "2020", "2021", "2022"],
        "courses": [
            charts.Course("Hartlepool", "local", (14.0, None, 12.0, 11.0), frozenset({2})),
            charts.Course("England", "england", (13.0, 12.5, 12.0, 11.5)),
        ],
        "decimals": 1,
        "middle_half": [(11.0, 14.0), (10.5, 13.5), (None, None), (10.0, 13.0)],
    }
    return charts.trend(**{**given, **changes})


def tile_map(**changes):
    tiles = [
        charts.Tile(0, 0, "North", 1, "Ayton: 2.0, lowest quarter"),
        charts.Tile(1, 0, "North", 4, "Beeton: 9.0, highest quarter", chosen=True),
        charts.Tile(0, 1, "South", None, "Ceeton: no figure"),
    ]
    return charts.tile_map(**{"title": "Smoking, 2023", "tiles": tiles, **changes})


DRAWN = [strip, spine, trend, tile_map]


def title(svg):
    return ElementTree.fromstring(svg).find(".//{*}title").text  # noqa: S314 our own markup


def test_two_long_names_of_periods_do_not_lie_on_one_another():
    def heights(*periods):
        svg = charts.trend(
            title="Posts",
            periods=periods,
            courses=[charts.Course("England", "england", (1.0, 2.0))],
            decimals=0,
        )
        return [re.search(rf'y="([\d.]+)"[^>]*>{period}<', svg)[1] for period in periods]

    first, last = heights("year to 30 September 2018", "year to 30 September 2025")
    assert float(last) - float(first) >= 11
    assert len(set(heights("2018", "2025"))) == 1


def test_a_strip_draws_each_value_once_and_says_where_the_chosen_one_stands():  # R103
    svg = strip()
    assert re.search(r'class="c-tick" d="([^"]+)"', svg).group(1).count("M") == 3
    assert 'class="c-local" d="M200,11' in svg
    assert title(svg) == (
        "Unitary: 4 councils from 2.0 to 6.0, median 3.5; England 4.0; Hartlepool 6.0, 50.0 per cent of the "
        "way up the England range of 2.0 to 10.0."
    )


def test_a_strip_of_nothing_says_so_and_one_without_a_choice_draws_no_triangle():
    assert title(strip(values=[None])) == "Unitary: no council has a figure."
    assert "c-local" not in strip(local=None, local_name="")


def test_a_spine_gives_each_quarter_of_englands_values_the_same_width():
    assert [spine_place(value, MARKS) for value in (1, 2, 3, 4, 5, 6.5, 8, 14, 20, 25)] == [
        0, 0, 12.5, 25, 50, 62.5, 75, 87.5, 100, 100,
    ]  # fmt: skip
    assert spine_place(2, charts.Marks(2, 2, 2, 2, 2)) == 50
    assert spine_place(3, charts.Marks(2, 2, 2, 4, 4)) == 62.5
    assert spine_place(None, MARKS) is None
    assert spine_place(2, charts.Marks()) is None


def test_a_spine_says_the_quarter_by_name_and_not_what_it_is_worth():
    assert title(spine()) == (
        "Smoking: Hartlepool 6.5, in the third quarter of England’s values; unitary average 4.5; bottom 2.0, "
        "lower quartile 4.0, median 5.0, upper quartile 8.0, top 20.0."
    )
    absent = spine(local=None, why_no_local="withheld")
    assert "Hartlepool NA (withheld);" in title(absent)
    assert "c-local" not in absent
    assert title(spine(marks=charts.Marks())) == "Smoking: no council in England has a figure."


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (1.0, 1),
        (4.0, 1),
        (4.1, 2),
        (5.0, 2),
        (8.0, 3),
        (8.1, 4),
        (99.0, 4),
        (None, None),
        (float("nan"), None),
    ],
)
def test_a_value_on_a_boundary_is_in_the_quarter_below(value, expected):
    assert charts.quarter(value, MARKS) == expected


def test_there_are_no_quarters_where_all_of_england_has_one_value():
    assert charts.quarter(2.0, charts.Marks(2, 2, 2, 2, 2)) is None
    assert charts.quarter(2.0, charts.Marks(2, None, 2, 3, 4)) is None


def test_the_quarters_are_named_without_judging():
    assert list(charts.QUARTERS.values()) == [
        "lowest quarter", "second quarter", "third quarter", "highest quarter",
    ]  # fmt: skip


def test_a_trend_leaves_gaps_and_rings_what_was_revised():
    svg = trend()
    assert re.search(r'class="c-local-line" d="([^"]+)"', svg).group(1).count("M") == 1
    assert svg.count("c-local-dot") == 1
    assert svg.count("c-revised") == 1
    assert title(svg) == (
        "Smoking: Hartlepool from 14.0 in 2019 to 11.0 in 2022, no figure for 1 of 4 periods; England from "
        "13.0 in 2019 to 11.5 in 2022; 1 value revised since first published."
    )
    assert ">14.0<" in svg
    assert ">10.0<" in svg


def test_a_trend_of_nothing_and_of_one_period_are_drawn_without_fault():
    nothing = trend(courses=[charts.Course("Hartlepool", "local", (None,))], periods=["2019"], middle_half=[])
    assert title(nothing) == "Smoking: no figure is held in these periods."
    one = trend(courses=[charts.Course("Hartlepool", "local", (3.0,))], periods=["2019"], middle_half=[])
    assert "Hartlepool 3.0 in 2019" in title(one)
    assert one.count("<text") == 2


def test_the_map_prints_each_quarters_digit_parts_the_regions_and_outlines_the_chosen():
    svg = tile_map()
    assert re.findall(r'class="c-q(\d)"', svg) == ["0", "1", "4"]
    assert re.findall(r">(\d)</text>", svg) == ["1", "4"]
    assert "<title>Ceeton: no figure</title>" in svg
    assert svg.count("c-chosen") == 1
    # Three hexagons of six sides: one shared within a region (no border), two between regions (drawn once).
    border = re.search(r'class="c-region" d="([^"]+)"', svg).group(1)
    assert border.count("M") == 18 - 2 - 2
    assert title(svg) == (
        "Smoking, 2023: of 3 councils, in the lowest quarter of England’s values 1, in the second 0, in the "
        "third 0, in the highest 1, without a figure 1. Beeton: 9.0, highest quarter."
    )


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
@pytest.mark.parametrize("standalone", [True, False])
def test_each_drawing_is_well_formed_and_carries_no_style(draw, standalone):
    svg = draw(standalone=standalone)
    ElementTree.fromstring(svg)  # noqa: S314 our own markup
    assert "style" not in svg
    assert ("fill=" in svg) is standalone


@pytest.mark.parametrize("draw", DRAWN, ids=lambda draw: draw.__name__)
def test_what_comes_from_outside_is_escaped(draw):
    assert "<script>" not in draw(title='<script>"&')


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_a_figure_is_read_on_every_quarters_tint(palette):
    for number in (1, 2, 3):
        assert contrast(palette["quarter-ink"], palette[f"quarter-{number}"]) >= 4.5, number
    assert contrast(palette["quarter-4-ink"], palette["quarter-4"]) >= 4.5
    assert contrast(palette["edge"], palette["paper"]) >= 3


def test_every_english_council_of_today_but_the_counties_has_a_place_of_its_own():
    today = {one.code: one for one in read_register().councils if one.existed_until_on is None}
    assert set(places()) == {code for code, one in today.items() if one.kind != "county"}
    assert len({(place.column, place.row) for place in places().values()}) == 296


@pytest.mark.shared_data
def test_the_places_are_those_published(shared_data):
    published = json.loads((shared_data / "map" / "oi_uk_lad_2023.hexjson").read_text())["hexes"]
    moved = {"E08000016": "E08000038", "E08000019": "E08000039"}  # Barnsley and Sheffield, 1 April 2025
    expected = {
        moved.get(code, code): (one["q"] + 6, 20 - one["r"])
        for code, one in published.items()
        if code.startswith("E")
    }
    assert {code: (place.column, place.row) for code, place in places().items()} == expected


def test_the_file_of_places_names_councils_and_regions_as_the_register_does():
    facts = {one.code: (one.short_name, one.region) for one in read_register().councils}
    assert all(facts[code] == (place.council, place.region) for code, place in places().items())
