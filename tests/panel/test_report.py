"""The report's words as they are printed, where what is recorded needs care."""

from datetime import date

import pytest

from panel.live import LiveLesson
from panel.queries import draft_of
from panel.report import Imprint, radar_paper
from papers.paper import Note, Paragraph, Table
from tests.factories.panel import live, package

pytestmark = pytest.mark.django_db


@pytest.fixture
def paper(meeting, secretary):
    """The report as it would be issued now."""

    def made():
        return radar_paper(draft_of(meeting, secretary), Imprint("", secretary, 0, "", date(2012, 11, 19)))

    return made


def test_a_blank_line_in_what_is_recorded_makes_no_empty_point(
    meeting, marchford, live_concerns, paper, monkeypatch
):
    live_concerns[0] = live(
        marchford,
        "3",
        conclusion="A hung council.\n\n \nIt meets in May.",
        paragraph="\nTrust has gone.\r\n\r\nBoth know it.",
        support=(package("A mentor"),),
    )
    taught = LiveLesson(marchford, date(2012, 11, 2), "Stage 4", "\nBegin earlier.\n\nEnd later.")
    monkeypatch.setattr("panel.queries.drafting.lessons_since", lambda user, since: [taught])

    said = [each for each in paper().blocks if isinstance(each, Paragraph | Note)]

    assert [each for each in said if not each.text.strip()] == []
    for lead, first, then in (
        ("The concern:", "Trust has gone.", "Both know it."),
        ("Support and progress:", "A hung council.", "It meets in May."),
        ("Stage 4, ended on 2 November 2012:", "Begin earlier.", "End later."),
    ):
        (place,) = [place for place, each in enumerate(said) if each.lead == lead]
        assert [each.text for each in said[place : place + 2]] == [first, then]


def test_it_says_the_day_on_which_it_was_issued_and_not_the_cut_off_before_it(meeting, paper, marchford):
    said = paper().blocks  # on 19 November; the cut-off was the 15th

    words = "\n".join(each.text for each in said if isinstance(each, Paragraph))
    assert "intelligence gathered by principal advisers to 19 November 2012" in words
    (first, *_) = [each for each in said if isinstance(each, Table)]
    assert first.caption == "Table 1: councils in this report, 19 November 2012"
    assert "15 November" not in words
