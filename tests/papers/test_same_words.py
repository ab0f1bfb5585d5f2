"""All formats of a paper say the same words, in the same order, under the same headers."""

import re
from dataclasses import replace

import pytest

from papers.page import to_page
from papers.paper import Heading, Note, Paper, Paragraph, Row, Table, numbered
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.word import to_word
from tests.factories.papers import radar_paper
from tests.papers.reading import Tagged, read_page, read_pdf, read_text, read_word, word_xml

HOSTILE = [
    '#panic("x") $1+1$ *bold* _it_ `raw` @ref <label> \\n // note /* c */ = Heading #include "/etc/passwd"',
    "<script>alert(1)</script> & <b>bold</b> ]]> <!-- --> &amp; \"q\" 'q' {{ 7*7 }} {% now %}",
    "bell\x07 null\x00 escape\x1b vertical\x0b noncharacter\ufffe \ufdd0 line\u2028end",
    "W" * 400 + " " + "supercalifragilistic" * 12,
    "שלום עולם and مرحبا بالعالم",
    "turned \u202egnp.exe\u202c round \u2066isolate\u2069",
    "emoji 😀👩‍👩‍👧‍👦🏴󠁧󠁢󠁥󠁮󠁧󠁿 and 中文 and हिन्दी",
    "e\u0301 composed, soft\u00adhyphen, zero\u200bwidth, ﬁ ligature, 10 °C, £1–2k …",
]


def lines(paper: Paper) -> dict[str, list[str]]:
    running = [line for line in (paper.copy_line, paper.standing_line) if line]
    text, page = read_text(to_text(paper)), read_page(to_page(paper))
    assert text[: len(running)] == running
    assert page[: len(running) + 1] == ["<running>", *running]
    return {
        "text": text[len(running) :],
        "page": page[len(running) + 1 :],
        "word": read_word(to_word(paper)),
        "pdf": read_pdf(to_pdf(paper)),
        "large print": read_pdf(to_large_print(paper)),
    }


def letters(said: list[str]) -> str:
    """The words run together: where a line is broken in print is not a word."""
    return re.sub(r"\s", "", "".join(said))


def test_page_print_word_and_linear_text_say_the_same_words():
    said = lines(radar_paper())

    assert said["page"] == said["text"]
    assert said["word"] == said["text"]
    assert said["pdf"] == said["text"]
    assert letters(said["large print"]) == letters(said["text"])


def test_the_anatomy_of_a_committee_paper_stands_in_order():  # R189 R194
    said = read_text(to_text(radar_paper()))

    wanted = [
        "Performance Support Panel", "15 January 2013", "Item 3", "IN CONFIDENCE", "Councils on the radar",
        "Purpose of report", "For discussion and direction.", "Summary", "Recommendations",
        "Members of the Panel are asked to:", "1. note the councils on the radar and the progress described;",
        "Action", "Contact officer: R. Okafor", "Position: Principal Adviser", "Phone no: 020 7946 0123",
        "E-mail: r.okafor@example.gov.uk", "Councils on the radar", "Background", "Conclusion and next steps",
        "Financial Implications", "Implications for Wales", "Appendix A: headline reports",
    ]  # fmt: skip
    places = []
    for line in wanted:
        places.append(said.index(line, places[-1] + 1 if places else 0))
    assert places == sorted(places)


def test_paragraphs_are_numbered_straight_through_the_whole_paper():  # R189
    paper = radar_paper()

    found = [block.number for block in paper.blocks if isinstance(block, Paragraph)]

    assert found[:9] == ["1", "2", "2.1", "2.2", "2.3", "3", "4", "5", "5.1"]
    assert "5.1.1" in found
    assert [number for number in found if "." not in number] == [str(n) for n in range(1, 15)]


def test_a_sub_paragraph_needs_a_paragraph_above_it():
    with pytest.raises(ValueError, match="nothing stands above it"):
        radar_paper(blocks=(Paragraph("alone", 2),))


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_text_breaks_no_format_and_acts_in_none(text: str):
    table = Table(
        text, radar_paper().blocks[8].columns, (Row(text, (text, text, text, text)), Row(text)), about=()
    )
    paper = radar_paper(
        councils=1,
        title=text,
        summary=(Note(text),),
        copy_line=text,
        standing_line=text,
        marking=text,
        blocks=(Heading(text, 2), Paragraph(text, lead=text), Paragraph(text, 2), table),
    )

    said = lines(paper)

    assert said["page"] == said["text"]
    assert said["word"] == said["text"]
    for each in ("pdf", "large print"):
        # Right-to-left runs are drawn in visual order and hold the same letters.
        if re.search(r"[\u0590-\u06ff]", text):
            assert sorted(letters(said[each])) == sorted(letters(said["text"]))
        else:
            assert letters(said[each]) == letters(said["text"])
    assert "<script" not in to_page(paper)
    assert "passwd" not in text or "root:" not in letters(said["pdf"])


def test_a_very_long_word_stays_on_the_paper():
    paper = radar_paper(blocks=(Paragraph("W" * 600), Paragraph("b", lead="L" * 300)))
    for made in (to_pdf(paper), to_large_print(paper)):
        document = pytest.importorskip("pypdfium2").PdfDocument(made)
        for page in document:
            text = page.get_textpage()
            for at in range(text.count_chars()):
                _, _, right, _ = text.get_charbox(at)
                assert right <= page.get_width() - 20


def test_what_stands_on_every_page_stands_on_every_page():  # R148
    paper = radar_paper()
    for made in (to_pdf(paper), to_large_print(paper)):
        pages = Tagged(made)
        for place, aside in enumerate(pages.artifacts):
            assert "Presenceontheradarisnotinitselfanindicationoffailure." in letters([aside])
            assert "Copy4·D.Lyle" in letters([aside])
            assert f"{place + 1}of{len(pages.artifacts)}" in letters([aside])
            if place:
                assert "INCONFIDENCE" in letters([aside])
                assert "Item3" in letters([aside])
    for part in ("word/footer1.xml", "word/footer2.xml"):
        said = "".join(word_xml(to_word(paper), part).itertext())
        assert "Presence on the radar is not in itself an indication of failure." in said
        assert "Copy 4 · D. Lyle" in said
        assert word_xml(to_word(paper), part).xpath("//*[local-name()='fldSimple']")
    header = "".join(word_xml(to_word(paper), "word/header1.xml").itertext())
    assert "IN CONFIDENCE" in header
    assert "Item 3" in header


def test_a_paper_without_copy_or_standing_line_leaves_no_gap():
    paper = replace(radar_paper(1), copy_line="", standing_line="", marking="", item="")

    said = lines(numbered(paper))

    assert said["text"][:2] == ["Performance Support Panel", "15 January 2013"]
    assert said["word"] == said["page"] == said["pdf"] == said["text"]
