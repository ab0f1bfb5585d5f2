"""Word files as a secretariat has them: a last paper, a template, and what is not taken."""

import io
from zipfile import ZIP_DEFLATED, ZipFile

from docx import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.shared import Cm, Pt
from PIL import Image

from tests.intelligence.brought_files import bomb, with_parts


def saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def last_paper(*, councils=("Marchford", "Oldcastle"), more=()) -> bytes:
    """A paper with a heading for each council, one named in a row of a table, and lines that name none."""
    document = Document()
    document.add_heading("Councils on the radar", 1)
    document.add_paragraph("This report draws together what is known.")
    for name in councils:
        document.add_heading(name, 3)
        document.add_paragraph(f"Savings at {name} slipped in the spring.")
        document.add_paragraph("A peer works there.")
    document.add_heading("Conclusion and next steps", 2)
    document.add_paragraph("Members are asked to note the report.")
    for text in more:
        document.add_paragraph(text)
    table = document.add_table(rows=2, cols=2)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Council", "Support"
    table.rows[1].cells[0].text, table.rows[1].cells[1].text = councils[0], "A mentor"
    document.sections[0].header.paragraphs[0].text = "Restricted"
    return saved(document)


def template(*, header="Council House", colour_of="Heading 1", picture=False, sizes=(21.6, 27.9)) -> bytes:
    """A house style: its own page, a header, blue-ish headings in Georgia, a style of its own."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(sizes[0]), Cm(sizes[1])
    section.header.paragraphs[0].text = header
    section.footer.paragraphs[0].text = "The house’s foot"
    document.styles["Normal"].font.name = "Georgia"
    document.styles[colour_of].font.size = Pt(19)
    document.styles.add_style("House box", WD_STYLE_TYPE.PARAGRAPH)
    document.add_paragraph("Words of the template that are nobody’s.")
    if picture:
        out = io.BytesIO()
        Image.new("RGB", (20, 10), "navy").save(out, "PNG")
        section.header.paragraphs[0].add_run().add_picture(io.BytesIO(out.getvalue()))
    return saved(document)


def part(content: bytes, name: str) -> str:
    with ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


def locked() -> bytes:
    """A Word file under a password is an older container with the file inside it."""
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def with_macros(content: bytes) -> bytes:
    return with_parts(content, {"word/vbaProject.bin": b"macro"})


def zipped(names: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as file:
        for name, content in names.items():
            file.writestr(name, content)
    return out.getvalue()


NOT_TAKEN = {  # what is brought, and words of the sentence that says why not
    "no Word file": (b"%PDF-1.7 hello", "no Word file"),
    "a programme": (b"MZ\x90" + b"\0" * 100, "no Word file"),
    "an archive": (zipped({"a.txt": b"a"}), "no Word file"),
    "a spreadsheet": (
        zipped({"[Content_Types].xml": b"<Types/>", "xl/workbook.xml": b"<a/>"}),
        "no Word file",
    ),
    "a bomb": (bomb(), "larger than"),
    "cut short": (template()[:2000], "damaged"),
    "under a password": (locked(), "under a password"),
    "macros": (with_macros(template()), "macros"),
}
