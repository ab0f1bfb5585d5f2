"""A table of which rows are withheld can be drawn, wherever they stand."""

from datetime import date

import pytest

from papers.paper import Column, Row, Sheet, Table
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.withholding import WITHHELD, withhold

ROWS = tuple(Row(name, ("said",), about=(key,)) for name, key in (("a", "A"), ("b", "B"), ("c", "C")))


@pytest.mark.parametrize(("keys", "lines"), [("A", 1), ("AB", 1), ("C", 1), ("AC", 2), ("B", 1), ("ABC", 1)])
def test_withheld_rows_stand_first_last_together_or_alone(keys, lines):
    table = Table("Lines", (Column("Item"), Column("What")), ROWS)
    sheet = withhold(Sheet("Note", "Panel", date(2026, 1, 5), "IN CONFIDENCE", (table,)), keys=keys)

    assert to_text(sheet).count(WITHHELD) == lines
    assert to_pdf(sheet).startswith(b"%PDF")
    assert to_large_print(sheet).startswith(b"%PDF")
