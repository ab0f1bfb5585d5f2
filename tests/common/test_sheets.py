"""Values for a spreadsheet: never a formula."""

import csv
import io

import pytest

from common.sheets import csv_text, neutral


@pytest.mark.parametrize("text", ["=1+1", "+44", "-cmd", "@SUM(A1)", "\t=1", " =HYPERLINK()", "\r=1"])
def test_text_that_a_spreadsheet_would_run_is_neutralised(text):
    assert neutral(text) == "'" + text


@pytest.mark.parametrize("value", [-1.5, 3, "Doncaster", "", None])
def test_numbers_and_plain_text_stay_as_they_are(value):
    assert neutral(value) == value


def test_a_sheet_has_its_header_its_rows_and_empty_cells_for_none():
    text = csv_text(["Council", "Value"], [["Bristol, City of", 1.5], ["=1", None]])
    assert list(csv.reader(io.StringIO(text))) == [
        ["Council", "Value"],
        ["Bristol, City of", "1.5"],
        ["'=1", ""],
    ]
