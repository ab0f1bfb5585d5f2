"""The drawings: the headline extract to the figure, NA without a marker, gaps, contrast."""

import re
import timeit
from pathlib import Path
from xml.etree import ElementTree

import pytest

from indicators import charts

# R105: theme, title, decimals, local, type, England, bottom, top, the printed figures, the two positions.
EXTRACT = [
    ("Temporary accommodation", 1, 0.1, 0.3, 1.7, 0.0, 33.6, "0.1 0.3 1.7 0.0 33.6", 0.3, 0.9),
    ("Burglary in a dwelling", 2, 3.76, 5.96, 3.91, 0.0, 11.46, "3.76 5.96 3.91 0.00 11.46", 32.8, 52.0),
    ("Violence with injury", 2, 6.52, 6.75, 6.19, 0.48, 21.54, "6.52 6.75 6.19 0.48 21.54", 28.7, 29.8),
    ("Alcohol related hospital admissions", 0, 575, 599, 445, 33, 826, "575 599 445 33 826", 68.3, 71.4),
    ("Road traffic accidents (KSI)", 0, 106, 126, 76, 0, 789, "106 126 76 0 789", 13.4, 16.0),
    (
        "People satisfied with their local area",
        1,
        None,
        74.7,
        81.2,
        56.0,
        94.2,
        "NA 74.7 81.2 56.0 94.2",
        None,
        49.0,
    ),
    ("Employment rate", 1, 66.6, 66.3, 71.9, 46.2, 87.0, "66.6 66.3 71.9 46.2 87.0", 50.0, 49.3),
    ("Out of work benefits", 1, 17.4, 15.8, 10.7, 2.0, 22.2, "17.4 15.8 10.7 2.0 22.2", 76.2, 68.3),
]


def draw(row, **more):
    title, decimals, local, type_average, england, bottom, top = row[:7]
    return charts.range_bar(
        title=title,
        decimals=decimals,
        local=local,
        type_average=type_average,
        england=england,
        bottom=bottom,
        top=top,
        why_no_local="the survey did not cover it",
        **more,
    )


def place(svg, kind):
    """Where a marker's point stands, in per cent of the bar, read back out of the drawing."""
    tip = re.search(rf'class="c-{kind}"[^>]* d="M([\d.]+),', svg)
    return None if tip is None else float(tip.group(1)) / charts.WIDTH * 100


@pytest.mark.parametrize("row", EXTRACT, ids=lambda row: row[0])
def test_the_headline_extract_is_drawn_to_the_figure(row):  # R102 R103 R104 R105
    svg = draw(row)
    decimals, values, printed, local_at, type_at = row[1], row[2:7], row[7], row[8], row[9]
    assert " ".join(charts.figure(v, decimals) for v in values) == printed
    for kind, expected in (("local", local_at), ("type", type_at)):
        found = place(svg, kind)
        if expected is None:
            assert found is None
        else:
            assert found == pytest.approx(expected, abs=0.1)
    for value, expected in ((row[2], local_at), (row[3], type_at)):
        exact = charts.position(value, row[5], row[6])
        assert (exact if exact is None else f"{exact:.1f}") == (
            expected if expected is None else f"{expected:.1f}"
        )


def test_the_council_points_down_from_above_and_its_type_up_from_below():  # R103
    svg = draw(EXTRACT[6])
    assert 'class="c-local" d="M100,12l6,-10h-12z"' in svg  # the point at the bar, the base above it
    assert 'class="c-type" d="M98.5,22l6,10h-12z"' in svg  # the point at the bar, the base below it


def test_na_draws_no_marker_and_the_title_says_why():  # R105
    svg = draw(EXTRACT[5])
    assert "c-local" not in svg
    assert "this council NA (the survey did not cover it)" in svg


def test_the_title_is_a_sentence_that_says_the_position():
    svg = draw(EXTRACT[6])
    assert (
        "<title>Employment rate: this council 66.6, type average 66.3, England 71.9; "
        "England range 46.2 to 87.0; 50.0 per cent of the way up it.</title>"
    ) in svg


def test_names_from_outside_are_escaped():
    svg = charts.range_bar(title='<script>"&', bottom=0, top=1, decimals=0, local=1)
    assert "<script>" not in svg
    ElementTree.fromstring(svg)  # noqa: S314 our own markup


@pytest.mark.parametrize("standalone", [True, False])
def test_a_drawing_is_well_formed_and_carries_no_style(standalone):
    for svg in (
        draw(EXTRACT[1], lower_quartile=2.6, upper_quartile=5.1, standalone=standalone),
        charts.sparkline(title="A", periods=["1", "2"], local=[1.0, None], standalone=standalone),
    ):
        ElementTree.fromstring(svg)  # noqa: S314 our own markup
        assert "style" not in svg
        assert ("fill=" in svg) is standalone


def test_nothing_in_england_is_said_and_an_equal_range_does_not_divide_by_nothing():
    assert "no council in England has a figure" in charts.range_bar(
        title="A", bottom=None, top=None, decimals=1
    )
    assert place(charts.range_bar(title="A", bottom=2, top=2, decimals=0, local=2), "local") == 50


def test_a_published_england_outside_the_councils_range_stays_on_the_bar():
    svg = charts.range_bar(title="A", bottom=10, top=20, decimals=0, england=25)
    assert 'd="M200,11v12"' in svg


def test_minus_nothing_is_nothing_and_thousands_are_parted():
    assert charts.figure(-0.04, 1) == "0.0"
    assert charts.figure(-0.06, 1) == "-0.1"
    assert charts.figure(5174.0, 0) == "5,174"
    assert charts.figure(float("nan"), 1) == "NA"


def test_a_missing_period_leaves_a_gap_and_a_lone_point_a_dot():
    svg = charts.sparkline(
        title="Employment rate",
        periods=["2019", "2020", "2021", "2022", "2023"],
        local=[70.0, 71.0, None, 73.0, None],
        type_average=[69.0, 70.0, 71.0, 72.0, 73.0],
    )
    line = re.search(r'class="c-local-line" d="([^"]+)"', svg).group(1)
    assert line.count("M") == 1
    assert line.count("L") == 1
    assert svg.count("c-local-dot") == 2  # the lone one, and the last
    assert "from 70.0 in 2019 to 73.0 in 2022" in svg
    assert "no figure for 2 of 5 periods" in svg


def contrast(one, two):
    def light(colour):
        parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
        r, g, b = (p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
        return 0.2126 * r + 0.7152 * g + 0.0722 * b

    high, low = sorted((light(one), light(two)), reverse=True)
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("palette", [charts.LIGHT, charts.DARK], ids=["light", "dark"])
def test_what_carries_meaning_stands_out_from_what_it_lies_on(palette):
    for mark, ground in (
        ("local", "paper"),
        ("edge", "paper"),
        ("england", "track"),
        ("england", "half"),
        ("england", "paper"),
    ):
        assert contrast(palette[mark], palette[ground]) >= 3, (mark, ground)
    # The type's triangle is seen by its fill or by its outline, whichever stands out.
    assert (
        max(contrast(palette["type"], palette["paper"]), contrast(palette["type-edge"], palette["paper"]))
        >= 3
    )


def test_the_stylesheet_uses_these_very_colours():
    sheet = (Path(__file__).parents[2] / "static/src/indicators.scss").read_text()
    for colour in {*charts.LIGHT.values(), *charts.DARK.values()}:
        assert colour in sheet, colour


def test_a_bar_is_small_and_quick():
    row = EXTRACT[1]
    svg = draw(row, lower_quartile=2.6, upper_quartile=5.1)
    assert len(svg.encode()) < 800
    each = (
        min(timeit.repeat(lambda: draw(row, lower_quartile=2.6, upper_quartile=5.1), number=200, repeat=5))
        / 200
    )
    assert each < 0.0005  # a fifth of this on a quiet core; the bench holds the tighter figure
