"""A radar report with thirty charts a council, as issued: what its structure says in print and in Word."""

import subprocess
from io import BytesIO
from itertools import pairwise

import pikepdf
import pytest
from docx import Document
from pikepdf import Name

from indicators.charts import range_bar
from papers.paper import Chart, Paper, Table
from papers.pdf import to_large_print, to_pdf
from papers.word import to_word
from tests.factories import papers as made_of
from tests.factories.papers import radar_paper
from tests.papers.reading import Tagged, read_pdf, read_word, word_xml

CHARTS = 30


@pytest.fixture(scope="module")
def paper() -> Paper:
    """Two councils, thirty indicators each, every drawing the range bar of the headline report."""
    plain = made_of.bar
    made_of.bar = lambda at, kind: range_bar(
        title="Burglary", bottom=0.0, top=1.0, decimals=2, local=at, type_average=kind, england=0.4,
        lower_quartile=0.3, upper_quartile=0.6, standalone=True,
    )  # fmt: skip
    try:
        return radar_paper(councils=2, metrics=CHARTS)
    finally:
        made_of.bar = plain


def sentences(paper: Paper) -> list[str]:
    """What stands for each picture, in order."""
    said = []
    for block in paper.blocks:
        if isinstance(block, Chart):
            said.append(block.alt)
        elif isinstance(block, Table):
            said += [cell.alt for row in block.rows for cell in row.cells if isinstance(cell, Chart)]
    return said


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_the_print_is_tagged_titled_and_says_its_charts(make, paper):
    made = make(paper)
    tagged = Tagged(made)

    with pikepdf.open(BytesIO(made)) as document:
        assert document.Root.MarkInfo.Marked
        assert str(document.Root.Lang) == "en-GB"
        assert document.Root.ViewerPreferences.DisplayDocTitle
        with document.open_metadata() as about:
            assert about["dc:title"] == paper.title
            assert about["pdfuaid:part"] == "1"
    assert [str(figure.Alt) for figure in tagged.elements("Figure")] == sentences(paper)
    assert len(sentences(paper)) == 2 * CHARTS + 1
    levels = [int(str(each.S)[2]) for each in _headings(tagged)]
    assert levels[0] == 1
    assert all(after - before <= 1 for before, after in pairwise(levels))


def _headings(tagged: Tagged, element=None) -> list:
    element = tagged.root if element is None else element
    found = [element] if str(element.get(Name.S, "")) in {"/H1", "/H2", "/H3"} else []
    for kid in tagged.kids(element):
        if isinstance(kid, pikepdf.Dictionary) and Name.S in kid:
            found += _headings(tagged, kid)
    return found


@pytest.mark.parametrize("make", [to_pdf, to_large_print])
def test_every_row_of_every_table_has_its_header_and_every_column_too(make, paper):
    tagged = Tagged(make(paper))
    held = tagged.elements("Table")

    assert len(held) >= 3
    for table in held:
        for head in tagged.elements("THead", table):
            cells = tagged.elements("TH", head)
            assert cells
            assert all(Name.Column in [each.get(Name.Scope) for each in cell.A] for cell in cells)
        for row in tagged.elements("TR", table):
            if Name.THead == row.P.S:
                continue
            first, *others = tagged.kids(row)
            assert first.S == Name.TH
            assert Name.Row in [each.get(Name.Scope) for each in first.A]
            assert all(cell.S == Name.TD for cell in others)
            assert all(Name.Headers not in each for cell in others for each in cell.A)


def test_word_has_heading_styles_numbers_and_words_for_each_picture(paper):
    made = to_word(paper)
    styles = [paragraph.style.name for paragraph in Document(BytesIO(made)).paragraphs]

    assert {"Heading 1", "Heading 2", "Heading 3", "Numbered1", "Numbered2", "Numbered3"} <= set(styles)
    alts = word_xml(made, "word/document.xml").xpath("//*[local-name()='docPr']/@descr")
    assert alts == sentences(paper)
    assert read_word(made) == read_pdf(to_pdf(paper))


@pytest.mark.office
def test_libreoffice_opens_the_word_file_and_finds_its_structure(paper, tmp_path):
    """Opened and written as tagged PDF: what it understood of headings, tables, numbers, pictures."""
    (tmp_path / "report.docx").write_bytes(to_word(paper))
    told = 'pdf:writer_pdf_Export:{"UseTaggedPDF":{"type":"boolean","value":"true"}}'
    subprocess.run(  # noqa: S603
        ["soffice", f"-env:UserInstallation=file://{tmp_path}/office", "--headless", "--convert-to", told,  # noqa: S607
         "--outdir", str(tmp_path), str(tmp_path / "report.docx")],
        check=True, timeout=180, capture_output=True,
    )  # fmt: skip

    made = (tmp_path / "report.pdf").read_bytes()
    tagged = Tagged(made)
    document = pytest.importorskip("pypdfium2").PdfDocument(made)
    said = " ".join(page.get_textpage().get_text_range() for page in document)
    assert [str(figure.Alt) for figure in tagged.elements("Figure")] == sentences(paper)
    assert len([each for each in _headings(tagged) if each.S == Name.H1]) == 3
    assert len([each for each in _headings(tagged) if each.S == Name.H2]) >= 8
    assert len(tagged.elements("Table")) >= 3
    for number in ("1.", "2.1.", "5.1.1."):
        assert number in said
    assert "Presence on the radar is not in itself an indication of failure." in said
