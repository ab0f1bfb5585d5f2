"""What each format must be beside its words: tagged, titled, numbered, deterministic, quick."""

import time
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from django.test import override_settings
from docx import Document
from pikepdf import Name

from papers.characters import clean, drawn
from papers.paper import Chart, Table
from papers.pdf import to_large_print, to_pdf
from papers.text import to_text
from papers.typesetting import TypefaceMissingError, fonts_folder
from papers.word import to_word
from tests.factories.papers import bar, radar_paper
from tests.papers.reading import Tagged, word_xml


def charts(paper) -> list[str]:
    found = []
    for block in paper.blocks:
        if isinstance(block, Chart):
            found.append(block.alt)
        elif isinstance(block, Table):
            found += [cell.alt for row in block.rows for cell in row.cells if isinstance(cell, Chart)]
    return found


def drawings(paper) -> list[str]:
    rows = [row for block in paper.blocks if isinstance(block, Table) for row in block.rows]
    cells = [cell.svg for row in rows for cell in row.cells if isinstance(cell, Chart)]
    return cells + [block.svg for block in paper.blocks if isinstance(block, Chart)]


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_the_pdf_is_tagged_titled_and_says_its_language(make):
    paper = radar_paper()

    with pikepdf.open(BytesIO(make(paper))) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["dc:title"] == "Councils on the radar"
            assert about["pdfuaid:part"] == "1"
        for page in document.pages:
            assert page.get(Name.Tabs) == Name.S


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_the_pdf_has_headings_that_skip_no_level(make):
    tagged = Tagged(make(radar_paper()))

    levels = []

    def walk(element):
        kind = str(element.get(Name.S, ""))
        if kind in {"/H1", "/H2", "/H3"}:
            levels.append(int(kind[2]))
        for kid in tagged.kids(element):
            if isinstance(kid, pikepdf.Dictionary) and Name.S in kid:
                walk(kid)

    walk(tagged.root)
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))
    assert {1, 2, 3} == set(levels)


def test_every_table_in_the_pdf_has_headers_of_columns_and_of_rows():
    paper = radar_paper()
    tagged = Tagged(to_pdf(paper))

    tables = tagged.elements("Table")

    assert len(tables) == 5
    for table in tables:
        heads = tagged.elements("TH", tagged.elements("THead", table)[0])
        assert heads
        assert all(Name.Column in [each.get(Name.Scope) for each in cell.A] for cell in heads)
        for row in tagged.elements("TR", tagged.elements("TBody", table)[0]):
            first, *others = tagged.kids(row)
            assert first.S == Name.TH
            assert Name.Row in [each.get(Name.Scope) for each in first.A]
            assert all(cell.S == Name.TD for cell in others)
            assert all(Name.Headers not in each for cell in row.K for each in cell.A)


def test_in_large_print_each_row_of_a_table_is_named_and_each_value_has_its_heading():
    paper = radar_paper(councils=2, metrics=6)
    tagged = Tagged(to_large_print(paper))
    wide = [block for block in paper.blocks if isinstance(block, Table) and len(block.columns) > 4]

    tables = [table for table in tagged.elements("Table") if not tagged.elements("THead", table)]

    assert len(tables) == len(wide)
    for table, laid in zip(tables, wide, strict=True):
        said = []
        for row in tagged.elements("TR", table):
            name, *values = tagged.kids(row)
            assert name.S == Name.TH
            assert Name.Row in [each.get(Name.Scope) for each in name.A]
            assert [value.S for value in values] in ([], [Name.TD])
            said.append("".join(tagged.text(name).split()))
        headings = [column.heading for column in laid.columns[1:]]
        named = [[row.header, *(headings if row.cells else [])] for row in laid.rows]
        assert said == ["".join(each.split()) for row in named for each in row]


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_the_pdf_is_whole_by_a_checker_of_its_syntax(make):
    with pikepdf.open(BytesIO(make(radar_paper()))) as document:
        assert document.check_pdf_syntax() == []


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_every_chart_in_print_has_the_sentence_that_stands_for_it(make):
    paper = radar_paper()

    tagged = Tagged(make(paper))

    assert [str(figure.Alt) for figure in tagged.elements("Figure")] == charts(paper)


def test_large_print_sets_no_word_under_18_points():
    document = pytest.importorskip("pypdfium2").PdfDocument(to_large_print(radar_paper()))
    raw = pytest.importorskip("pypdfium2.raw")
    for page in document:
        text = page.get_textpage()
        sizes = {round(raw.FPDFText_GetFontSize(text, at), 1) for at in range(text.count_chars())}
        assert min(size for size in sizes if size > 1) >= 18


def test_word_has_real_headings_numbers_and_words_for_every_picture():
    paper = radar_paper()
    made = to_word(paper)
    document = Document(BytesIO(made))

    styles = [paragraph.style.name for paragraph in document.paragraphs]
    numbered = [name for name in styles if name.startswith("Numbered")]

    assert styles.count("Heading 1") == 3
    assert {"Heading 2", "Heading 3"} <= set(styles)
    assert len(numbered) == 6 + 4 * 4 + 3
    assert word_xml(made, "word/numbering.xml").xpath("//*[local-name()='lvlText']/@*")[:3] == [
        "%1.", "%1.%2.", "%1.%2.%3."
    ]  # fmt: skip
    alts = word_xml(made, "word/document.xml").xpath("//*[local-name()='docPr']/@descr")
    assert alts == charts(paper)
    assert document.core_properties.title == "Councils on the radar"
    assert document.core_properties.language == "en-GB"
    assert document.core_properties.author == "Performance Support Panel"


def test_every_picture_in_word_is_there_once_for_each_drawing():
    paper = radar_paper(councils=2, metrics=6)
    made = to_word(paper)
    parts = Document(BytesIO(made)).part.related_parts

    embedded = word_xml(made, "word/document.xml").xpath("//*[local-name()='blip']/@*")
    shapes = word_xml(made, "word/document.xml").xpath("//*[local-name()='svgBlip']/@*")

    assert len(embedded) == len(shapes) == len(charts(paper))
    assert len(set(embedded)) == len(set(shapes)) == len(set(drawings(paper)))
    assert all(parts[name].blob.startswith(b"\x89PNG") for name in embedded)
    assert sorted(parts[name].blob.decode() for name in shapes) == sorted(drawings(paper))
    assert {parts[name].content_type for name in shapes} == {"image/svg+xml"}


@pytest.mark.parametrize("make", [to_pdf, to_large_print, to_word, to_text])
def test_the_same_paper_gives_the_same_bytes(make):
    first = make(radar_paper())
    time.sleep(1.1)  # a second hand that crept into a file would show

    assert make(radar_paper()) == first


def test_a_paper_is_printed_within_half_a_second():
    paper = radar_paper(councils=6, metrics=12)
    to_pdf(radar_paper(1, 1))  # the typeface is read once a process

    begun = time.perf_counter()
    to_pdf(paper)

    assert time.perf_counter() - begun <= 0.5


def test_no_typeface_says_what_to_do(tmp_path):
    with override_settings(PAPER_FONTS=tmp_path), pytest.raises(TypefaceMissingError, match="script/setup"):
        to_pdf(radar_paper(1, 1))


def test_the_repertoire_is_the_typefaces_own():
    font = pytest.importorskip("PIL.ImageFont").truetype(str(fonts_folder() / "DejaVuSans.ttf"), 20)
    missing = bytes(font.getmask("\U0010fffe"))

    for code in [*range(0x21, 0x17F), 0x5D0, 0x627, 0x2013, 0x2026, 0x1F600]:
        if code in {0x7F, 0xA0, 0xAD} or 0x7F <= code < 0xA0:
            continue
        assert (bytes(font.getmask(chr(code))) != missing) == (code in drawn()), hex(code)
    assert 0x4E2D not in drawn()


def test_what_cannot_be_printed_is_spelt_out_for_every_format():
    assert clean("tea 🫖 now") == "tea [teapot] now"
    assert clean("a\x00b\u202ec \n d\u00a0e") == "abc d e"
    assert clean("e\u0301") == "é"


@pytest.mark.parametrize(
    "svg",
    [
        "<svg",
        "<p/>",
        '<svg viewBox="0 0 1 1"><script>x</script></svg>',
        '<svg viewBox="0 0 1 1" onload="x()"/>',
        '<svg viewBox="0 0 1 1"><image href="http://x/"/></svg>',
        '<svg viewBox="0 0 1 1"><rect style="fill:red"/></svg>',
        '<svg viewBox="0 0 1 1"><rect fill="url(http://x/)"/></svg>',
        '<svg viewBox="0 0 1 1"><foreignObject/></svg>',
        "<svg/>",
        '<!DOCTYPE svg [<!ENTITY a "b">]><svg viewBox="0 0 1 1">&a;</svg>',
    ],
)
def test_a_drawing_that_is_more_than_shapes_is_refused(svg: str):
    with pytest.raises(ValueError, match=r"A chart in a paper"):
        Chart(svg=svg, alt="x")


def test_a_chart_must_say_what_it_shows():
    with pytest.raises(ValueError, match="sentence"):
        Chart(svg=bar(0.1, 0.2), alt="")
