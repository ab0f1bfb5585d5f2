"""A person's name as it may have been written."""

import pytest

from intelligence.spelling_of_people import near, sound, tokens

WORDS = [
    "penrose",
    "penrase",
    "pennrose",
    "penroes",
    "pinrose",
    "primrose",
    "pen",
    "rose",
    "robert",
    "bob",
    "rob",
    "smith",
    "smyth",
    "smythe",
    "schmidt",
    "clark",
    "clarke",
    "kathryn",
    "mohammed",
    "mohamed",
    "obrien",
    "obrian",
    "jones",
    "johns",
    "phillips",
    "philips",
    "budget",
]


@pytest.mark.parametrize(
    ("name", "found", "not_found"),
    [
        ("penrose", {"penrose", "penrase", "pennrose", "penroes", "pinrose"}, {"rose", "pen", "budget"}),
        ("robert", {"robert", "bob", "rob"}, {"rose"}),
        ("smith", {"smith", "smyth", "smythe"}, {"budget"}),
        ("clarke", {"clark", "clarke"}, {"smith"}),
        ("catherine", {"kathryn"}, {"clark"}),
        ("muhammad", {"mohammed", "mohamed"}, {"bob"}),
        ("phillips", {"phillips", "philips"}, {"jones"}),
    ],
)
def test_near_spellings_and_short_forms_are_found_and_others_not(name, found, not_found):
    assert found <= set(near(name, WORDS))
    assert not not_found & set(near(name, WORDS))


def test_a_name_is_parted_without_its_titles():
    assert tokens("Cllr Ada O’Brien-Smith, née Pénrosé") == ["ada", "obrien", "smith", "nee", "penrose"]
    assert tokens("Dr 12 !") == []
    assert sound("Knight") == sound("night")
    assert sound("") == "000"
