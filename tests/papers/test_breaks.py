"""Where pages break: a group's name in a table never stands alone at the foot of one."""

from dataclasses import replace
from datetime import date

import pytest
from pikepdf import Name

from papers.paper import Column, Row, Sheet, Table
from papers.pdf import to_pdf
from tests.factories.papers import chart
from tests.papers.reading import Tagged

COLUMNS = (Column("Metric"), Column("Local value", "right"), Column("England range"))


def pages_of_rows(made):
    """Each row's words and the page on which it stands."""
    tagged = Tagged(made)
    pages = {page.objgen[0]: number for number, page in enumerate(tagged.pdf.pages)}

    def page(element):
        if Name.Pg in element:
            return pages[element.Pg.objgen[0]]
        found = [page(kid) for kid in tagged.kids(element) if hasattr(kid, "get") and Name.S in kid]
        return next((number for number in found if number is not None), None)

    (head,) = tagged.elements("THead")
    assert len(tagged.elements("TR", head)) == 1
    return [(tagged.text(row), page(row)) for row in tagged.elements("TR")]


@pytest.mark.parametrize("before", range(14, 26))
def test_a_groups_name_stands_on_the_page_of_its_first_row(before):
    rows = [Row("A safe place to live")]
    rows += [Row(f"Row {number}", ("4.1", chart(f"Row {number}"))) for number in range(before)]
    rows += [Row("Opportunity for all")]
    rows += [Row(f"Last {number}", ("4.1", chart(f"Last {number}"))) for number in range(3)]
    table = Table("Headline report", COLUMNS, tuple(rows))
    sheet = Sheet(
        title="Headline report", body="Sector support", held_on=date(2026, 11, 21), marking="", blocks=()
    )

    stood = pages_of_rows(to_pdf(replace(sheet, blocks=(table,))))

    place = next(place for place, (text, _) in enumerate(stood) if text == "Opportunity for all")
    assert stood[place + 1][0].startswith("Last 0")
    assert stood[place][1] == stood[place + 1][1]


def pages_of_cells(made):
    """For each row, the pages on which the words of its cells are drawn."""
    tagged = Tagged(made)
    pages = {page.objgen[0]: number for number, page in enumerate(tagged.pdf.pages)}

    def drawn(element):
        found = set()
        for kid in tagged.kids(element):
            if hasattr(kid, "get"):
                if Name.Pg in kid:
                    found.add(pages[kid.Pg.objgen[0]])
                found |= drawn(kid) if Name.S in kid else set()
        return found | ({pages[element.Pg.objgen[0]]} if Name.Pg in element else set())

    return [drawn(row) for row in tagged.elements("TR")]


@pytest.mark.parametrize("before", range(14, 26))
def test_a_row_with_a_picture_stands_on_one_page(before):
    rows = [Row(f"Row {number}", ("4.1", chart(f"Row {number}"))) for number in range(before)]
    rows += [Row("Hospital admissions caused by injuries, " * 8, ("4.1", chart("Long")))]
    table = Table("Headline report", COLUMNS, tuple(rows))
    sheet = Sheet(
        title="Headline report",
        body="Sector support",
        held_on=date(2026, 11, 21),
        marking="",
        blocks=(table,),
    )
    stood = pages_of_cells(to_pdf(sheet))
    assert len(stood[-1]) == 1
