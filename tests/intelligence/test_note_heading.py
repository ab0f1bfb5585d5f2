"""A note has no title: its own first words head it, and no word is said twice."""

from __future__ import annotations

import pytest

from intelligence.models import Note


@pytest.mark.parametrize(
    ("text", "heading", "rest"),
    [
        ("Leader spoke. They will not stand.", "Leader spoke.", "They will not stand."),
        ("One line without an end", "One line without an end", ""),
        ("First line\nsecond line", "First line", "second line"),
        ("Only this.", "Only this.", ""),
        ("word " * 40, ("word " * 18).strip() + " …", "… " + ("word " * 22).strip()),
    ],
)
def test_a_note_is_parted_without_losing_a_word(text: str, heading: str, rest: str) -> None:
    assert Note(text=text).parted == (heading, rest)
