"""A name is found however people wrote it, and never inside another word."""

import pytest

from papers.cutting import ANOTHER, cut
from papers.naming import spelt
from papers.paper import Paragraph
from papers.withholding import WITHHELD, speaks_of, withhold
from tests.factories.papers import radar_paper


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Marchford", "what MARCHFORD has done"),
        ("Marchford", "marchford’s leader"),
        ("King's Lynn and West Norfolk", "a visit to King’s Lynn & West Norfolk"),
        ("King's Lynn and West Norfolk", "Kings Lynn and West\nNorfolk"),
        ("Bath and North East Somerset", "Bath & North East Somerset shares its treasurer"),
        ("Telford & Wrekin", "Telford and Wrekin"),
        ("Stoke-on-Trent", "Stoke on Trent"),
        ("Stoke-on-Trent", "Stoke\u2011on\u2011Trent"),
        ("South Hams", "South\u00a0Hams"),
        ("St. Helens", "St Helens"),
        ("Bournemouth, Christchurch and Poole", "Bournemouth Christchurch & Poole"),
        ("Reading", "it met Reading, READING and others"),
    ],
)
def test_a_name_is_found_as_people_write_it(name, written):  # R052
    assert speaks_of(written, [name])


@pytest.mark.parametrize(
    ("name", "written"),
    [
        ("Nottingham", "Nottinghamshire"),
        ("Reading", "after reading the report"),
        ("Bath and North East Somerset", "Bath, and Somerset"),
        ("South Hams", "southhams"),
        ("", "anything"),
    ],
)
def test_a_name_is_not_found_in_other_words(name, written):
    assert not speaks_of(written, [name])


def test_of_no_names_nothing_is_found():
    assert not spelt([]).search("Marchford")


def test_what_is_withheld_and_what_is_cut_find_the_same():  # R052
    paper = radar_paper(blocks=(Paragraph("With STOKE ON TRENT.", about=("us",)), Paragraph("With others.")))

    kept = withhold(paper, keys=["them"], names=["Stoke-on-Trent"]).blocks
    assert [block.text for block in kept] == [WITHHELD, "With others."]
    of = {"keys": ["us"], "sections": (), "summary": ()}
    theirs = cut(paper, own=["Us"], absent=["Stoke-on-Trent"], **of)
    assert [block.text for block in theirs.blocks] == [f"With {ANOTHER}."]
    ours = cut(paper, own=["Stoke-on-Trent"], absent=["Stoke"], **of)
    assert [block.text for block in ours.blocks] == ["With STOKE ON TRENT."]
