"""A drawing is made a picture once, and is the same picture whenever it is made."""

import pytest

from papers import pictures
from papers.drawing import checked_svg
from tests.factories.papers import chart


@pytest.fixture(autouse=True)
def none_kept(monkeypatch):
    monkeypatch.setattr(pictures, "_kept", {})


@pytest.fixture
def asked(monkeypatch):
    """How many drawings the typesetter was given, each time."""
    given, draw = [], pictures._drawn

    def drawn(drawings):
        given.append(len(drawings))
        return draw(drawings)

    monkeypatch.setattr(pictures, "_drawn", drawn)
    return given


def drawing(place):
    box = f'<rect x="{place}" y="2" width="10" height="6" fill="#144a80"/>'
    return checked_svg(f'<svg xmlns="http://www.w3.org/2000/svg" width="60" height="10">{box}</svg>')


def test_only_what_was_not_drawn_before_is_drawn(asked):
    first = pictures.pictures_of([drawing(1), drawing(2), drawing(1)])
    second = pictures.pictures_of([drawing(3), drawing(2)])

    assert asked == [2, 1]
    assert list(first) == [drawing(1), drawing(2)]
    assert list(second) == [drawing(3), drawing(2)]
    assert second[drawing(2)] == first[drawing(2)]
    assert len({*first.values(), *second.values()}) == 3


def test_a_picture_is_the_same_whatever_is_drawn_with_it():
    together = pictures.pictures_of([drawing(place) for place in range(4)])
    pictures._kept.clear()

    assert pictures.pictures_of([drawing(2)])[drawing(2)] == together[drawing(2)]
    assert all(made.startswith(b"\x89PNG") for made in together.values())


def test_no_more_than_the_latest_are_kept_and_none_that_is_large(monkeypatch, asked):
    monkeypatch.setattr(pictures, "MOST", 2)
    pictures.pictures_of([drawing(1), drawing(2)])
    pictures.pictures_of([drawing(1)])
    pictures.pictures_of([drawing(3)])
    assert list(pictures._kept) == [drawing(1), drawing(3)]

    monkeypatch.setattr(pictures, "LARGEST", 10)
    large = chart("Large").svg
    assert pictures.pictures_of([large])[large].startswith(b"\x89PNG")
    assert large not in pictures._kept
