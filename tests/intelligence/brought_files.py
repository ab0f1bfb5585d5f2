"""Files as people have them, each with a word planted where a file speaks of its makers; and hostile ones."""

from __future__ import annotations

import io
import zipfile

import pikepdf
from docx import Document
from openpyxl import Workbook
from openpyxl.comments import Comment
from PIL import Image
from PIL.PngImagePlugin import PngInfo

MAKER = "Zqmakerqz"
SAID = "The finance director leaves at Christmas."
CORE = f"<x>{MAKER}</x>"


def picture(form: str) -> bytes:
    """A small picture with a place, a maker and a remark beside it."""
    image, out = Image.new("RGB", (40, 20), (200, 30, 30)), io.BytesIO()
    exif = Image.Exif()
    exif[0x013B], exif[0x010E], exif[0x0112] = MAKER, MAKER, 6
    exif.get_ifd(0x8825)[1] = "N"
    if form == "PNG":
        info = PngInfo()
        info.add_text("Author", MAKER)
        info.add_itxt("Comment", MAKER)
        image.save(out, "PNG", pnginfo=info, exif=exif)
    else:
        image.save(out, "JPEG", exif=exif, comment=MAKER.encode())
    return out.getvalue()


def with_parts(content: bytes, parts: dict[str, bytes | str]) -> bytes:
    """A packed file with parts added or put in the place of its own."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            if name not in parts:
                new.writestr(name, old.read(name))
        for name, part in parts.items():
            new.writestr(name, part)
    return out.getvalue()


def part_of(content: bytes, name: str) -> str:
    """One part of a packed file as text."""
    with zipfile.ZipFile(io.BytesIO(content)) as file:
        return file.read(name).decode()


def word(text: str = SAID) -> bytes:
    """A Word file: properties, a remark, a tracked change, a template's place, a picture."""
    document, out = Document(), io.BytesIO()
    document.core_properties.author = document.core_properties.last_modified_by = MAKER
    document.core_properties.title = MAKER
    paragraph = document.add_paragraph(text)
    document.add_comment(paragraph.runs, text="Ask again", author=MAKER, initials=MAKER)
    document.add_picture(io.BytesIO(picture("JPEG")))
    document.save(out)
    body = part_of(out.getvalue(), "word/document.xml")
    change = (
        f'<w:p><w:ins w:id="9" w:author="{MAKER}" w:date="2026-01-01T00:00:00Z"><w:r><w:t>Added.</w:t></w:r>'
        "</w:ins></w:p>"
    )
    rels = part_of(out.getvalue(), "word/_rels/document.xml.rels")
    return with_parts(
        out.getvalue(),
        {
            "word/document.xml": body.replace("<w:body>", f"<w:body>{change}"),
            "docProps/custom.xml": f"<Properties>{MAKER}</Properties>",
            "customXml/item1.xml": f"<a>{MAKER}</a>",
            "word/_rels/document.xml.rels": rels.replace(
                "</Relationships>",
                '<Relationship Id="rId98" Type="http://schemas.openxmlformats.org/officeDocument/2006/'
                f'relationships/attachedTemplate" Target="file:///C:/Users/{MAKER}/Normal.dotm" '
                'TargetMode="External"/></Relationships>',
            ),
        },
    )


def excel() -> bytes:
    """A workbook: properties, a remark with its writer, the place it was saved in."""
    book, out = Workbook(), io.BytesIO()
    book.properties.creator = book.properties.lastModifiedBy = MAKER
    book.active["A1"] = SAID
    book.active["A1"].comment = Comment("Ask again", MAKER)
    book.save(out)
    inside = part_of(out.getvalue(), "xl/workbook.xml")
    place = f'<x15ac:absPath xmlns:x15ac="urn:a" url="C:\\{MAKER}"/>'
    return with_parts(out.getvalue(), {"xl/workbook.xml": inside.replace("<sheets>", f"{place}<sheets>")})


def opendocument(text: str = SAID, **parts: str) -> bytes:
    """An OpenDocument text with its properties, a remark's writer and a printer."""
    out = io.BytesIO()
    office = 'xmlns:office="urn:o" xmlns:dc="urn:d" xmlns:text="urn:t" xmlns:config="urn:c"'
    held = {
        "content.xml": f"<office:document {office}><text:p>{text}</text:p><office:annotation>"
        f"<dc:creator>{MAKER}</dc:creator></office:annotation></office:document>",
        "meta.xml": f"<office:document {office}><dc:creator>{MAKER}</dc:creator></office:document>",
        "settings.xml": f'<office:document {office}><config:config-item config:name="PrinterName">{MAKER}'
        "</config:config-item></office:document>",
        "Thumbnails/thumbnail.png": MAKER,
        "META-INF/manifest.xml": '<m:manifest xmlns:m="urn:m"><m:file-entry m:full-path="content.xml"/>'
        '<m:file-entry m:full-path="Thumbnails/thumbnail.png"/></m:manifest>',
        **parts,
    }
    with zipfile.ZipFile(out, "w") as file:
        file.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        for name, part in held.items():
            file.writestr(name, part)
    return out.getvalue()


def portable() -> bytes:
    """A PDF with properties, a script, a file inside, a remark's writer, and a picture with its maker."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page(page_size=(200, 200))
    with pdf.open_metadata() as about:
        about["dc:creator"] = [MAKER]
    pdf.docinfo["/Author"] = MAKER
    page = pdf.pages[0]
    photo = pdf.make_stream(picture("JPEG"))
    photo.Type, photo.Subtype = pikepdf.Name.XObject, pikepdf.Name.Image
    photo.Width, photo.Height, photo.BitsPerComponent = 40, 20, 8
    photo.ColorSpace, photo.Filter = pikepdf.Name.DeviceRGB, pikepdf.Name.DCTDecode
    page.Resources = pikepdf.Dictionary(XObject=pikepdf.Dictionary(Im1=photo))
    page.Contents = pdf.make_stream(f"q 40 0 0 20 10 10 cm /Im1 Do Q % {SAID}".encode())
    page.Annots = pikepdf.Array(
        [
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, T=MAKER, Contents="Ask", Rect=[0, 0, 9, 9]
            ),
            pikepdf.Dictionary(
                Type=pikepdf.Name.Annot,
                Subtype=pikepdf.Name.Link,
                Rect=[0, 0, 9, 9],
                A=pikepdf.Dictionary(S=pikepdf.Name.Launch, F=MAKER),
            ),
        ]
    )
    pdf.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=f"app.alert('{MAKER}')")
    pdf.attachments["inside.txt"] = MAKER.encode()
    pdf.save(out)
    return out.getvalue()


LETTER = f"""Received: from {MAKER} by mail.example
From: Ada Penrose <ada@barchester.example>
To: adviser@example.org
Date: Mon, 2 Nov 2026 10:00:00 +0000
Subject: =?utf-8?q?The_budget_=E2=80=93_in_short?=
MIME-Version: 1.0
X-Mailer: {MAKER}
Content-Type: multipart/mixed; boundary=b

--b
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

{SAID} =A3400,000.
--b
Content-Type: application/octet-stream
Content-Disposition: attachment; filename={MAKER}.exe

MZ
--b--
""".replace("\n", "\r\n").encode()


def locked_pdf() -> bytes:
    """A PDF under a password."""
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page()
    pdf.save(out, encryption=pikepdf.Encryption(owner="a", user="b"))
    return out.getvalue()


def bomb() -> bytes:
    """A packed file that is small and would be 160 MB."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        with file.open("word/document.xml", "w") as part:
            for _ in range(160):
                part.write(b"\0" * 1024 * 1024)
    return out.getvalue()


def hostile() -> dict[str, tuple[bytes, str]]:
    """What is not kept, by name, and words of the sentence that says so."""
    plain = word()
    rels = part_of(plain, "word/_rels/document.xml.rels")
    remote = rels.replace(
        "</Relationships>",
        '<Relationship Id="rId99" Type="x/image" Target="https://b.example/a.png" TargetMode="External"/>'
        "</Relationships>",
    )
    types = part_of(plain, "[Content_Types].xml")
    entity = '<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a author="x">&b;</a>'
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        file.writestr("a.txt", "a")
    return {
        "programme.pdf": (b"MZ\x90\x00" + b"\0" * 200, "programme"),
        "script.txt": (b"#!/bin/sh\nrm -rf /\n", "programme"),
        "page.txt": (b"\xef\xbb\xbf <!DOCTYPE html><script>alert(1)</script>", "web page"),
        "drawing.png": (b'<svg xmlns="http://www.w3.org/2000/svg" onload="x()"/>', "web page"),
        "old.docx": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, "older Word"),
        "rich.docx": (b"{\\rtf1 hello}", "rich-text"),
        "archive.docx": (packed.getvalue(), "no Word, Excel or OpenDocument"),
        "cut.docx": (plain[:1500], "cut short"),
        "macro.docx": (with_parts(plain, {"word/vbaProject.bin": b"\0"}), "macros"),
        "macro2.docx": (
            with_parts(plain, {"[Content_Types].xml": types.replace("document.main", "macroEnabled.main")}),
            "macros",
        ),
        "object.docx": (with_parts(plain, {"word/embeddings/oleObject1.bin": b"\0"}), "another file"),
        "remote.docx": (with_parts(plain, {"word/_rels/document.xml.rels": remote}), "another file"),
        "entity.docx": (
            with_parts(plain, {"word/comments.xml": entity}),
            "no ordinary document",
        ),
        "bomb.docx": (bomb(), "larger than 150 MB"),
        "basic.odt": (opendocument(**{"Basic/Standard/a.xml": "<a/>"}), "macros"),
        "locked.pdf": (locked_pdf(), "password"),
        "cut.pdf": (b"%PDF-1.7\nnothing", "damaged"),
        "cut.png": (picture("PNG")[:60], "damaged"),
        "parts.eml": (
            b"From: a@b.example\nTo: c@d.example\nSubject: x\nContent-Type: multipart/mixed; boundary=b\n\n"
            + b"--b\n\na\n" * 9_000,
            "more parts",
        ),
        "null.txt": (b"a\x00b", "not taken"),
        "empty.txt": (b"  ", "empty"),
    }
