"""Files from outside: what they are, what is taken out of them, what is not kept."""

import io
import zipfile

import pikepdf
import pytest
from docx import Document
from openpyxl import load_workbook
from PIL import Image

from common.errors import Refused
from common.parsing_child import ParsingFailed
from intelligence.files.cleaning import cleaned_of
from intelligence.files.kinds import FileKind, kept_name
from intelligence.files.receiving import receive
from intelligence.files.scanning import Scan, scan
from tests.intelligence import brought_files as brought
from tests.intelligence.scanner import HARM, scanner


def everything_in(content: bytes) -> bytes:
    """The bytes, unpacked as far as they can be."""
    if content.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            return content + b"".join(
                name.encode() + everything_in(file.read(name)) for name in file.namelist()
            )
    if content.startswith(b"%PDF"):
        with pikepdf.open(io.BytesIO(content)) as pdf:
            streams = [one for one in pdf.objects if isinstance(one, pikepdf.Stream)]
            return b"".join(
                [content, repr(list(pdf.objects)).encode(), *(one.read_raw_bytes() for one in streams)]
            )
    return content


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (brought.word(), FileKind.DOCX),
        (brought.excel(), FileKind.XLSX),
        (brought.opendocument(), FileKind.ODT),
        (brought.portable(), FileKind.PDF),
        (brought.picture("JPEG"), FileKind.JPEG),
        (brought.picture("PNG"), FileKind.PNG),
        (brought.LETTER, FileKind.EML),
        (brought.SAID.encode("utf-16"), FileKind.TEXT),
    ],
    ids=lambda one: one.value if isinstance(one, FileKind) else "",
)
def test_a_file_is_known_by_what_it_holds_and_says_nothing_of_its_makers(content, kind):
    assert brought.MAKER.encode() in everything_in(content) or kind == FileKind.TEXT
    found, kept, took = cleaned_of(content)
    assert found == kind
    assert brought.MAKER.encode() not in everything_in(kept)
    assert took or kind == FileKind.TEXT
    assert cleaned_of(kept)[0] == kind  # what is kept is such a file again


def test_what_a_file_says_is_left_as_it_was():
    document = Document(io.BytesIO(cleaned_of(brought.word())[1]))
    assert document.paragraphs[1].text == brought.SAID
    assert [one.text for one in document.comments] == ["Ask again"]
    sheet = load_workbook(io.BytesIO(cleaned_of(brought.excel())[1])).active
    assert (sheet["A1"].value, sheet["A1"].comment.text) == (brought.SAID, "Ask again")
    assert Image.open(io.BytesIO(cleaned_of(brought.picture("JPEG"))[1])).size == (20, 40)  # turned upright
    letter = cleaned_of(brought.LETTER)[1].decode()
    assert "£400,000" in letter
    assert "Ada Penrose" in letter
    with pikepdf.open(io.BytesIO(cleaned_of(brought.portable())[1])) as pdf:
        assert len(pdf.pages) == 1
        assert brought.SAID.encode() in pdf.pages[0].Contents.read_bytes()
        assert "/OpenAction" not in pdf.Root


@pytest.mark.parametrize(("name", "file"), brought.hostile().items())
def test_what_runs_hides_or_bursts_is_refused_with_a_sentence(name, file):
    content, said = file
    with pytest.raises(ParsingFailed) as refused:
        cleaned_of(content)
    assert said in refused.value.sentence, name


@pytest.mark.parametrize(
    ("name", "kind", "kept"),
    [
        ("C:\\Users\\me\\Budget 2026.docx", FileKind.DOCX, "Budget 2026.docx"),
        ("../../etc/passwd", FileKind.TEXT, "passwd.txt"),
        ("invoice.pdf.exe", FileKind.PDF, "invoice.pdf.pdf"),
        ("note\u202etxt.bat\r\nX: y", FileKind.TEXT, "notetxt.txt"),
        ("figures.CSV", FileKind.TEXT, "figures.csv"),
        ("", FileKind.PNG, "The file.png"),
        ("a" * 500 + ".png", FileKind.PNG, "a" * 120 + ".png"),
    ],
)
def test_a_name_is_kept_without_folders_or_unseen_signs_under_its_own_ending(name, kind, kept):
    assert kept_name(name, kind) == kept


def test_a_file_is_capped_cleaned_in_a_child_and_scanned_where_a_scanner_runs(settings):
    found = receive("letter.docx", [brought.word()])
    assert (found.kind, found.scan, found.name) == (FileKind.DOCX, Scan.NOT_SCANNED, "letter.docx")
    with pytest.raises(Refused, match=r"^macro\.docx was not attached\. It holds macros"):
        receive("macro.docx", [brought.hostile()["macro.docx"][0]])
    settings.ATTACHMENT_MOST_BYTES = 1024 * 1024
    with pytest.raises(Refused, match="larger than 1 MB"):
        receive("large.txt", [b"x" * 1_000_000, b"y" * 100_000])
    with scanner() as address:
        settings.CLAMAV_ADDRESS = address
        assert receive("letter.txt", [b"Dear adviser"]).scan == Scan.CLEAN
        harmful = receive("letter.txt", [b"Dear " + HARM])
        assert (harmful.scan, harmful.content) == (Scan.INFECTED, b"")
    assert scan(b"Dear adviser") == Scan.HELD  # it no longer answers
    settings.CLAMAV_ADDRESS = "unix:/nowhere/clamd.ctl"
    assert receive("letter.txt", [b"Dear adviser"]).scan == Scan.HELD
