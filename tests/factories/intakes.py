"""What was found in a file that somebody brought in."""

from __future__ import annotations

from typing import Any


def found_here(text: str) -> dict[str, Any]:
    """One note, of which nothing but its words is known yet."""
    item = {
        "kind": "note",
        "where": "row 2 of the file",
        "said": {"text": text},
        "answers": {"text": text, "council": "", "day": "", "known": "", "source_type": "", "who": ""},
        "take": True,
        "same_as": "",
    }
    return {"items": [item], "unread": [], "left_out": 0, "usual": {}}
