"""What is found in advisers' own files: notes, people, meetings, and what was not understood and why."""

import pytest

from common.parsing_child import ParsingFailed
from intelligence.bringing.days import day_of
from intelligence.bringing.looking import found_in
from tests.intelligence import advisers_files as files
from tests.intelligence.brought_files import bomb, picture


def said(content, *names):
    return [tuple(item["said"].get(name, "") for name in names) for item in found_in(content).items]


def unread(content):
    return [f"{one['where']}: {one['why']}" for one in found_in(content).unread]


def test_a_table_in_word_is_read_by_its_headings():
    assert said(files.table_of_notes(), "day", "council", "text", "known") == [
        ("2 November 2026", "Barchester", "The finance director leaves at Christmas.", "first-hand"),
        ("03/11/26", "Newcastle", "The budget gap is said to be £4m.", "heard"),
    ]
    assert unread(files.table_of_notes()) == ["row 5 of table 1: It has neither a note nor a name."]


def test_paragraphs_stand_under_the_council_of_their_heading_with_the_day_they_begin_with():
    assert said(files.headed_paragraphs(), "council", "day", "text") == [
        ("", "", "These are mine alone and go back two years."),
        ("Barchester", "2026-10-12", "The scrutiny chair has resigned after the vote."),
        ("Barchester", "", "Then the deputy leader too."),
        ("Plumstead", "2026-10-19", "savings slip by a quarter, says the auditor."),
    ]
    assert unread(files.headed_paragraphs()) == ["paragraph 6: It is too short to be a note."]


def test_a_workbook_is_read_whatever_its_headings_are_called():
    found = found_in(files.odd_workbook())
    assert [(one["kind"], one["where"]) for one in found.items] == [
        *(("note", f"row {number} of sheet Soft intel") for number in range(4, 9)),
        ("person", "row 2 of sheet People"),
        ("person", "row 3 of sheet People"),
    ]
    days = [day_of(one["said"].get("day", "")) for one in found.items[:4]]
    assert [str(day) for day in days] == ["2026-10-01", "2026-10-05", "2026-10-05", "None"]
    assert found.items[5]["said"] == {
        "council": "Barchester",
        "name": "Ada Penrose",
        "title": "Chief Executive",
        "email": "ada@barchester.example",
    }
    assert [one["words"] for one in found.unread] == []


def test_days_written_month_first_are_asked_for_and_none_is_guessed():
    assert said(files.MONTH_FIRST, "day", "text") == [("", "Heard at the conference."), ("", "Heard.")]
    assert "month first" in unread(files.MONTH_FIRST)[0]


def test_a_forwarded_e_mail_is_what_was_forwarded():
    assert said(files.FORWARDED, "day", "who", "text") == [
        (
            "2026-11-02",
            "Ada Penrose <ada@barchester.example>",
            "The gap\n\nIt is £4m, and the reserves are gone.",
        )
    ]
    assert unread(files.FORWARDED) == [
        "what stood before the forwarded e-mail: Only the forwarded one was taken.",
        "inside the e-mail: Attach it to the note by itself, once the note is here.",
    ]


def test_meetings_are_read_with_their_day_in_london_and_what_repeats_is_said():
    assert said(files.CALENDAR, "day", "who", "text") == [
        (
            "2026-11-02",
            "Penrose, Ada",
            "Spoke with Penrose, Ada.\nCall with the leader, Barchester\n"
            "They are worried about the budget.\nAnd about staff.",
        ),
        ("2026-10-05", "", "Weekly with the chief executive"),
    ]
    assert unread(files.CALENDAR) == [
        "meeting 2: It repeats: only 5 October 2026 was read. Log the others by hand.",
        "meeting 3: It was cancelled.",
        "meeting 4: It has no day that can be read.",
    ]


def test_cards_of_every_version_are_read():
    assert said(files.CARDS, "name", "council", "title") == [
        ("Dr Ada Penrosé", "Barchester", "Chief Executive"),
        ("Ben Ash", "Barchester", "Leader of the Council"),
        ("Cy Dee, MBE", "Newcastle", "Friend"),
    ]
    assert unread(files.CARDS) == ["card 4: It names nobody."]
    assert said(files.CARDS, "phone")[0] == ("01632 960001",)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (picture("PNG"), "holds no list of notes"),
        (b"one line", "no table"),
        (bomb(), "larger than 150 MB"),
        (b"<html><table>", "web page"),
        (b'a,b\n"' + b"x" * 200_000, "Save it as CSV"),
    ],
)
def test_what_cannot_be_read_is_refused_with_a_sentence(content, why):
    with pytest.raises(ParsingFailed) as failure:
        found_in(content)
    assert why in failure.value.sentence


def test_a_list_past_the_cap_is_counted_and_not_read_for_ever():
    rows = "Council,Date,Note\n" + "Barchester,1/1/2026,Heard it again.\n" * 3_100
    found = found_in(rows.encode())
    assert found_in(b"BEGIN:VCALENDAR\r\n" + b"BEGIN:VEVENT\r\n" * 50_000).items == []
    assert (len(found.items), found.left_out) == (3_000, 100)
