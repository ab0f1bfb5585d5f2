"""A published table as an analyst brings it, and what they say of it."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import tempfile
from datetime import datetime
from pathlib import Path

from indicators.models import Upload
from indicators.sources import looking
from indicators.workflow.bringing import Brought, bring_file

COUNCILS = (
    ("E06000001", "Hartlepool"),
    ("E06000002", "Middlesbrough"),
    ("E06000003", "Redcar and Cleveland"),
    ("E06000004", "Stockton-on-Tees"),
    ("E06000005", "Darlington"),
    ("E07000223", "Adur"),
)


def visits(*, period: str = "2023/24", add: float = 0, marker: str = "..") -> bytes:
    """Visits to libraries: a title, a blank row, headings in row 3, England first, notes below."""
    rows: list[list[object]] = [
        [f"Table 1: Visits to libraries, England, {period}"],
        [],
        ["Area code", "Area", "Visits per 1,000", "Libraries open"],
        ["E92000001", "England", 12.5 + add, 300],
    ]
    for place, (code, name) in enumerate(COUNCILS):
        rate: object = marker if place == 1 else round(4.1 + place + add, 1)
        rows.append([code, name, rate, 3 + place])
    rows += [["W06000015", "Cardiff", 9.9, 5], [], ["Notes: .. not available"]]
    out = io.StringIO()
    csv.writer(out).writerows(rows)
    return out.getvalue().encode()


def seen_of(content: bytes, *, known_as: str = "visits") -> dict:
    """What the reader makes of a file, read in this process."""
    with tempfile.TemporaryDirectory() as folder:
        file, out = Path(folder) / "file", Path(folder) / "out"
        file.write_bytes(content)
        looking.look(str(out), str(file), known_as=known_as)
        return json.loads(out.read_text())


def draft_of(by, content: bytes, at: datetime) -> Upload:
    """A draft about a file that was looked at."""
    file = Brought("visits.csv", Upload.Kind.CSV, hashlib.sha256(content).hexdigest(), len(content))
    return bring_file(by=by, at=at, file=file, seen=seen_of(content))


def table_said(**changes: object) -> dict[str, object]:
    """Step 2 as the form of `visits()` sends it: the guess, with the first column of figures ticked."""
    return {
        "header_rows": "3",
        "code": "0",
        "name": "1",
        "values": ["2"],
        "period_of": "file",
        "period_column": "",
        "period_text": "2023/24",
        "notation": "split year",
        "year": "financial",
        "england": "",
        "stop_at": "Notes: .. not available",
        "act": "on",
        **changes,
    }


def figures_said(**changes: object) -> dict[str, object]:
    """Step 3 as it is sent for the one column of `visits()`."""
    return {
        "title": "Visits to libraries",
        "publisher": "Library Statistics Office",
        "page": "https://www.example.org/libraries",
        "licence": "Open Government Licence v3.0",
        "address": "",
        "every_hours": "24",
        "councils": "4",
        "least": "0",
        "greatest": "100",
        "v2_title": "Visits to libraries per 1,000",
        "v2_unit": "per 1,000 people",
        "v2_decimals": "1",
        "v2_theme": "Culture",
        "v2_note": "Visits in person in the year.",
        "v2_why": "It shows how much libraries are used.",
        "v2_polarity": "none",
        "v2_polarity_source": "",
        "m_0": "not available",
        **changes,
    }
