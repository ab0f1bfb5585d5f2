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
        ("-", "", Status.OTHER),
        ("[n]", "", Status.NOT_AVAILABLE),
        ("[Y]", "", Status.NOT_APPLICABLE),
        ("[note 3]", "", Status.EXPLAINED),
        ("[r1] [r2]", "", Status.EXPLAINED),
        ("[r] [x]", "", Status.NOT_AVAILABLE),
        ("NA", "", Status.NOT_AVAILABLE),
        ("null", "", Status.BLANK),
        ("provisional", "", Status.BLANK),
    ],
)
def test_a_marker_is_kept_with_its_meaning(marker, remark, status):
    assert status_of(marker, remark, has_value=False) is status


@pytest.mark.parametrize(
    ("marker", "remark", "status"),
    [
        ("", "Value for Cornwall and Isles of Scilly combined", Status.COMBINED),
        ("x", "", Status.PUBLISHED),
        ("u", "", Status.UNRELIABLE),
        ("[u] [r]", "", Status.UNRELIABLE),
        ("p", "", Status.PROVISIONAL),
        ("estimated", "", Status.ESTIMATED),
        ("[r]", "", Status.PUBLISHED),
        ("outturn", "", Status.PUBLISHED),
        ("[note 4]", "", Status.PUBLISHED),
    ],
)
def test_a_figure_with_a_note_beside_it_is_a_figure(marker, remark, status):
    assert status_of(marker, remark, has_value=True) is status


def test_one_sign_means_what_its_publisher_says():  # FORMATS 0.1: "-" means four things
    for meaning in (Status.SUPPRESSED, Status.NOT_AVAILABLE, Status.NOT_APPLICABLE):
        assert status_of(" - ", "", has_value=False, signs={"-": meaning}) is meaning
    assert status_of("x", "", has_value=False, signs={"x": Status.SUPPRESSED}) is Status.SUPPRESSED


def test_every_status_has_words():
    assert set(MEANINGS) == set(Status)
