"""A paper cut to one item: theirs is whole, what is for everybody stays, everything else is absent."""

from papers.cutting import ANOTHER, cut
from papers.paper import Column, Heading, Note, Paragraph, Row, Table
from papers.text import to_text
from tests.factories.papers import radar_paper

OURS, OTHERS = "Penhallow Council", ("Ashcombe City", "Saltmarsh", "Wrenbury")


def whole_paper():
    """With an appendix whose tables say whom they are about, as the report's do."""
    paper = radar_paper()
    names = [each.header for each in paper.blocks[8].rows]
    tables = [
        block
        for name in names
        for block in (
            Heading(name, 2, about=(name,)),
            Table(f"Headline report: {name}", (Column("Metric"),), (Row("Burglary"),), (name,)),
        )
    ]
    appendix = next(each for each in paper.blocks if isinstance(each, Heading) and "Appendix" in each.text)
    return radar_paper(blocks=(*paper.blocks[: paper.blocks.index(appendix) + 1], *tables))


def cut_to(paper, **more):
    said = {
        "keys": [OURS],
        "own": [OURS, "Penhallow"],
        "absent": [name for each in OTHERS for name in (f"{each} Council", each)],
        "sections": ("Background", "Principles"),
    }
    return cut(paper, **{**said, **more})


def test_the_item_stays_whole_and_the_others_are_nowhere():
    said = to_text(cut_to(whole_paper()))

    for other in OTHERS:
        assert other not in said
    assert said.count("Penhallow") >= 4  # the table, the heading, the appendix and its caption
    assert "The concern: corporate governance inspection." in said
    assert "The Panel maintains an overview" in said
    assert "Councils are responsible for their own performance." in said
    assert "draws together those councils" not in said  # the summary counts
    assert "Members of the Panel are asked" not in said
    assert "Most councils stand in the middle half" not in said  # about nobody, and not for everybody


def test_paragraphs_are_numbered_anew_and_a_lone_sub_paragraph_comes_up():
    paper = radar_paper(
        blocks=(
            Heading("Came off"),
            Paragraph("These came off:"),
            Paragraph("Wrenbury;", 2, about=("Wrenbury Council",)),
            Paragraph("Penhallow.", 2, about=(OURS,)),
            Paragraph("Why.", 3, about=(OURS,)),
        )
    )

    held = [block for block in cut_to(paper).blocks if isinstance(block, Paragraph)]

    assert [(block.number, block.text) for block in held] == [("1", "Penhallow."), ("1.1", "Why.")]


def test_a_name_said_in_passing_is_another_council_and_a_longer_one_stays():
    paper = radar_paper(
        blocks=(
            Paragraph("With Nottingham, unlike Nottinghamshire.", about=("us",)),
            Table("Nottingham and others", (), (Row("Nottingham", (), ("them",)), Row("Us", (), ("us",)))),
            Note("About both.", about=("us", "them")),
        )
    )

    held = cut_to(paper, keys=["us"], own=["Nottinghamshire"], absent=["Nottingham"]).blocks

    assert held[0].text == f"With {ANOTHER}, unlike Nottinghamshire."
    assert [row.header for row in held[1].rows] == ["Us"]
    assert held[1].caption == f"{ANOTHER} and others"
    assert len(held) == 2


def test_headings_under_which_nothing_is_left_go():
    headings = [block.text for block in cut_to(whole_paper()).blocks if isinstance(block, Heading)]

    assert "Financial Implications" not in headings
    assert headings.count(OURS) == 2
    assert "Appendix A: headline reports" in headings
