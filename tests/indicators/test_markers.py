"""Markers are kept as what they mean, and a figure stays a figure."""

import pytest

from indicators.markers import MEANINGS, Status, status_of


@pytest.mark.parametrize(
    ("marker", "remark", "status"),
    [
        ("x", "", Status.NOT_AVAILABLE),
        ("[x]", "", Status.NOT_AVAILABLE),
        ("c", "", Status.SUPPRESSED),
        ("[Z]", "", Status.NOT_APPLICABLE),
        ("u", "", Status.UNRELIABLE),
        ("low", "", Status.ROUNDS_TO_ZERO),
        ("", "Not presented due to incomplete records", Status.EXPLAINED),
        ("", "Value suppressed for disclosure control due to small count", Status.SUPPRESSED),
        ("", "Value for Hackney and City of London combined", Status.COMBINED),
        ("", "", Status.BLANK),
        ("§", "", Status.OTHER),
    ],
)
def test_a_marker_is_kept_with_its_meaning(marker, remark, status):
    assert status_of(marker, remark, has_value=False) is status


def test_a_figure_with_a_note_beside_it_is_a_figure():
    assert (
        status_of("", "Value for Cornwall and Isles of Scilly combined", has_value=True) is Status.PUBLISHED
    )
    assert status_of("x", "", has_value=True) is Status.PUBLISHED
    assert status_of("u", "", has_value=True) is Status.UNRELIABLE


def test_every_status_has_words():
    assert set(MEANINGS) == set(Status)
