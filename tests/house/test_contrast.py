"""Contrast of the colours, light and dark, computed from their files: axe cannot see inside SVG."""

import re

import pytest

from indicators.charts import DARK, LIGHT
from tests.house.house import ROOT

SOURCE = ROOT / "static" / "src"


def tokens(file, mixin):
    """The colours of one mixin of a Sass file: name to #rrggbb."""
    text = (SOURCE / file).read_text()
    block = re.search(rf"{mixin} \{{(.*?)\n\}}", text, re.DOTALL)
    assert block is not None, f"{file} has no {mixin}"
    return dict(re.findall(r"--([\w-]+):\s*(#[0-9a-f]{6});", block[1]))


def luminance(colour):
    """Relative luminance, as WCAG 2 defines it."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def ratio(one, other):
    """Contrast of two colours, from 1 to 21."""
    brighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (brighter + 0.05) / (darker + 0.05)


MODES = {"light": tokens("_tokens.scss", "@mixin light"), "dark": tokens("_tokens.scss", "@mixin dark")}
TEXT = [  # 4.5:1
    ("ink", "page"), ("ink", "soft"), ("ink", "tint"), ("ink", "raised"), ("ink", "range"), ("ink", "middle"),
    ("muted", "page"), ("muted", "soft"), ("link", "page"), ("link", "soft"), ("link", "tint"),
    ("link-hover", "page"), ("error", "page"), ("strip-ink", "strip"), ("bar-ink", "bar"),
    ("go-ink", "go"), ("go-ink", "go-hover"), ("stage-ink", "stage"),
]  # fmt: skip
SHAPES = [  # 3:1
    ("edge", "page"), ("edge", "soft"), ("tint-edge", "page"), ("past-edge", "page"), ("stage-edge", "page"),
    ("bar-edge", "bar"), ("mark", "bar"), ("outline", "page"), ("local", "page"), ("range-edge", "page"),
]  # fmt: skip
CHART_SHAPES = [  # 3:1: what carries the figure, against what it lies on
    ("edge", "paper"), ("edge", "track"), ("england", "track"), ("england", "half"), ("local", "paper"),
    ("type-edge", "type"),
]  # fmt: skip


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("front", "back"), TEXT)
def test_words_are_read_easily(mode, front, back):
    colours = MODES[mode]

    assert ratio(colours[front], colours[back]) >= 4.5


@pytest.mark.parametrize("mode", MODES)
@pytest.mark.parametrize(("front", "back"), SHAPES)
def test_shapes_are_told_apart(mode, front, back):
    colours = MODES[mode]

    assert ratio(colours[front], colours[back]) >= 3


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "back"), CHART_SHAPES)
def test_the_marks_of_a_chart_are_told_apart(colours, front, back):
    assert ratio(colours[front], colours[back]) >= 3


def test_the_focus_is_seen_on_both_pages():
    for colours in MODES.values():
        assert max(ratio("#ffdd00", colours["page"]), ratio("#0b0c0c", colours["page"])) >= 3


def test_light_and_dark_have_the_same_colours_by_name():
    assert set(MODES["light"]) == set(MODES["dark"])
