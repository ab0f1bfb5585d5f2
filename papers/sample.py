"""One page that shows how a paper looks: each kind of block once, and no word about anybody."""

from datetime import date

from .paper import Column, Heading, Note, Paragraph, Row, Sheet, Table, numbered

RULE = "Presence on the radar is not in itself an indication of failure."


def sample_sheet(body: str, on: date, marking: str) -> Sheet:
    """The sample for a body on a day."""
    columns = (Column("Item", weight=3), Column("What it is", weight=5), Column("Page", align="right"))
    rows = (
        Row("1. Declarations of interest", ("Members say in what they have an interest.", "1")),
        Row("2. Note of the last meeting", ("For agreement.", "2")),
    )
    return numbered(
        Sheet(
            title="Sample paper",
            body=body,
            held_on=on,
            marking=marking,
            copy_line="Sample",
            blocks=(
                Note("This page shows how papers look. It says nothing of any council.", lead="Purpose:"),
                Heading("A section"),
                Paragraph("A paragraph is numbered, and the numbers go straight through the paper."),
                Paragraph("A point beneath it has a number of its own."),
                Paragraph("A point stands under its paragraph.", 2),
                Heading("A heading within a section", 3),
                Paragraph("What is said there.", lead="A lead:"),
                Table("A table with its caption", columns, rows),
                Note(RULE, small=True),
            ),
        )
    )
