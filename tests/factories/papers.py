"""A radar report as the papers room would be given it; councils and people are invented."""

from datetime import date

from papers.paper import (
    Block,
    Chart,
    Column,
    Contact,
    Heading,
    Note,
    Paper,
    Paragraph,
    Recommendation,
    Row,
    Table,
    numbered,
)

STANDING = "Presence on the radar is not in itself an indication of failure."


def bar(at: float, kind_at: float) -> str:
    """A range bar as indicators draws it: marker above, marker below, no words."""
    x, y = 2 + at * 196, 2 + kind_at * 196
    return (
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 24" width="200" height="24">'
        '<title>gone</title><rect x="2" y="9" width="196" height="6" fill="#eef1f4" stroke="#5b6770"/>'
        f'<rect x="60" y="9" width="50" height="6" fill="#b6bfc8"/>'
        f'<path d="M{x:.1f} 9l-4 -7h8z" fill="#0b3c6f"/><path d="M{y:.1f} 15l-4 7h8z" fill="#b3541e"/></svg>'
    )


def chart(name: str, at: float = 0.3, kind_at: float = 0.5, as_words: str = "") -> Chart:
    return Chart(
        svg=bar(at, kind_at),
        alt=f"{name}: this council stands {at * 100:.1f} per cent along the England range.",
        as_words=as_words,
    )


def headline_table(council: str, metrics: int = 8) -> Table:
    columns = (
        Column("Metric"),
        Column("Local value", "right"),
        Column("Type average", "right"),
        Column("England average", "right"),
        Column("England bottom", "right"),
        Column("England range"),
        Column("England top", "right"),
    )
    rows = [Row("A safe place to live")]
    for place in range(metrics):
        name = ("Temporary accommodation", "Burglary in a dwelling", "Employment rate")[place % 3]
        value = "NA" if place == 5 else f"{place + 0.1:.1f}"
        drawing = chart(f"{council} {name}", (place % 10) / 10, 0.5)
        cells = (value, "5.96", "3.91", "0.00", drawing, "11.46")
        rows.append(Row(f"{name} ({place + 1})", cells))
    return Table(f"Headline report: {council}, published data to 31 October 2012", columns, tuple(rows))


def radar_paper(councils: int = 4, metrics: int = 8, **changes: object) -> Paper:
    """A whole paper, numbered, with a table, charts and an appendix for each council."""
    names = [f"{name} Council" for name in ("Ashcombe City", "Penhallow", "Saltmarsh", "Wrenbury")]
    names = [names[place % 4] + (f" {place // 4}" if place > 3 else "") for place in range(councils)]
    rows = tuple(
        Row(name, ("Unitary", "Adults, CQC adequate", "Peer director; progress report", "No change"), (name,))
        for name in names
    )
    blocks: list[Block] = [
        Heading("Background"),
        Paragraph("The Panel maintains an overview of performance for the Improvement Board."),
        Paragraph("The report is based on:"),
        Paragraph("intelligence gathered by principal advisers to 11 January 2013;", 2),
        Paragraph("published data as set out in Appendix A; and", 2),
        Paragraph("the meeting with the Department for Communities and Local Government.", 2),
        Heading("Overview"),
        Paragraph("The table below shows all councils on the radar."),
        Table(
            "Table 1: councils on the radar, 11 January 2013",
            tuple(map(Column, ("Council", "Type", "Concern", "Support", "Since last meeting"))),
            rows,
        ),
        Heading("Councils receiving support"),
    ]
    for name in names:
        blocks += [
            Heading(name, 3, about=(name,)),
            Paragraph("corporate governance inspection.", lead="The concern:", about=(name,)),
            Paragraph("terms of engagement were signed.", lead="Support and progress:", about=(name,)),
            Paragraph("since the last meeting: no change. Next step: 8 November;", 2, about=(name,)),
            Paragraph("an Improvement Board meets monthly.", 3, about=(name,)),
        ]
    blocks += [
        chart("Councils by type", as_words="Most councils stand in the middle half."),
        Heading("Conclusion and next steps"),
        Paragraph("Members’ views are sought on the recommendations."),
        Heading("Financial Implications"),
        Paragraph("There are no additional financial implications arising from this report."),
        Heading("Implications for Wales"),
        Paragraph("These arrangements apply to England only."),
    ]
    for place, name in enumerate(names):
        title = "Appendix A: headline reports" if place == 0 else ""
        if title:
            blocks.append(Heading(title, 1, new_page=True))
        blocks += [Heading(name, 2, about=(name,)), headline_table(name, metrics)]
    blocks.append(Note("For a copy in Braille or audio, please contact the secretariat.", small=True))
    said: dict[str, object] = {
        "title": "Councils on the radar",
        "body": "Performance Support Panel",
        "item": "3",
        "held_on": date(2013, 1, 15),
        "marking": "IN CONFIDENCE",
        "purpose": "For discussion and direction.",
        "summary": (Note(f"This report draws together those councils where there are concerns. {STANDING}"),),
        "asked": "Members of the Panel are asked to:",
        "recommendations": (
            Recommendation("note the councils on the radar and the progress described;"),
            Recommendation("agree that Saltmarsh leaves the radar; and", about=("Saltmarsh Council",)),
            Recommendation("comment on the support being provided."),
        ),
        "action": "As directed by Members.",
        "contact": Contact("R. Okafor", "Principal Adviser", "020 7946 0123", "r.okafor@example.gov.uk"),
        "blocks": tuple(blocks),
        "front": (Heading("Principles"), Note("Councils are responsible for their own performance.")),
        "copy_line": "Copy 4 · D. Lyle",
        "standing_line": STANDING,
    }
    return numbered(Paper(**{**said, **changes}))  # type: ignore[arg-type]
