"""Which kind a file is, by what it holds and never by its name; and the name it is kept under."""

from __future__ import annotations

import re
import unicodedata
from enum import StrEnum
from pathlib import PurePath

from common.parsing_child import ParsingFailed

HEAD = 8192
LONGEST_NAME = 120
TAKEN = (
    "Files that are taken: PDF, Word (.docx), Excel (.xlsx), ODT, ODS, PNG, JPEG, text and e-mails (.eml)."
)
OPENS_WEB = re.compile(rb"^\s*(<\?xml|<!doctype|<html|<head|<body|<script|<svg|<!--)", re.I)
HEADER = re.compile(
    r"^(from|to|cc|date|subject|received|message-id|return-path|mime-version|delivered-to):", re.I
)
PROGRAMMES = (
    b"MZ",
    b"\x7fELF",
    b"\xca\xfe\xba\xbe",
    b"\xcf\xfa\xed\xfe",
    b"\xce\xfa\xed\xfe",
    b"#!",
    b"\x00asm",
)
OTHERS = {
    b"\xd0\xcf\x11\xe0": "It is an older Word, Excel or Outlook file, or one under a password. Save it as "
    ".docx, .xlsx or PDF without a password, and attach that.",
    b"{\\rtf": "It is a rich-text file. Save it as .docx or PDF, and attach that.",
    b"GIF8": "It is a GIF picture. Save it as PNG or JPEG, and attach that.",
    b"Rar!": "It is a packed archive. Unpack it and attach the files themselves.",
    b"7z\xbc\xaf": "It is a packed archive. Unpack it and attach the files themselves.",
    b"\x1f\x8b": "It is a packed archive. Unpack it and attach the files themselves.",
}


class FileKind(StrEnum):
    """What is taken, by the ending it is kept under."""

    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    ODT = "odt"
    ODS = "ods"
    PNG = "png"
    JPEG = "jpg"
    TEXT = "txt"
    EML = "eml"


IN_WORDS = {
    FileKind.PDF: "PDF",
    FileKind.DOCX: "Word document",
    FileKind.XLSX: "Excel workbook",
    FileKind.ODT: "OpenDocument text",
    FileKind.ODS: "OpenDocument spreadsheet",
    FileKind.PNG: "PNG picture",
    FileKind.JPEG: "JPEG picture",
    FileKind.TEXT: "Text",
    FileKind.EML: "E-mail",
}
MEDIA = {
    FileKind.PDF: "application/pdf",
    FileKind.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    FileKind.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    FileKind.ODT: "application/vnd.oasis.opendocument.text",
    FileKind.ODS: "application/vnd.oasis.opendocument.spreadsheet",
    FileKind.PNG: "image/png",
    FileKind.JPEG: "image/jpeg",
    FileKind.TEXT: "text/plain; charset=utf-8",
    FileKind.EML: "message/rfc822",
}


def kind_of(content: bytes) -> FileKind | None:
    """The kind by the first bytes; None for a packed file, whose parts say more (`packed.kind_of`).

    Raises ParsingFailed with the sentence for what is not taken.
    """
    head = content[:HEAD]
    if not head.strip():
        raise ParsingFailed("It is empty.")
    if head.startswith(b"PK\x03\x04"):
        return None
    if b"%PDF-" in head[:1024]:
        return FileKind.PDF
    if head.startswith(b"\x89PNG\r\n\x1a\n"):
        return FileKind.PNG
    if head.startswith(b"\xff\xd8\xff"):
        return FileKind.JPEG
    for start, sentence in OTHERS.items():
        if head.startswith(start):
            raise ParsingFailed(sentence)
    if head.startswith(PROGRAMMES):
        raise ParsingFailed(f"It is a programme, and programmes are not kept. {TAKEN}")
    return _kind_of_text(content, head)


def _kind_of_text(content: bytes, head: bytes) -> FileKind:
    if OPENS_WEB.match(head.lstrip(b"\xef\xbb\xbf")):
        raise ParsingFailed(f"It is a web page or a drawing that could hold a programme. {TAKEN}")
    text = text_of(content)
    if text is None:
        raise ParsingFailed(f"It is of a kind that is not taken. {TAKEN}")
    found = {line.partition(":")[0].lower() for line in text[:4000].splitlines() if HEADER.match(line)}
    first = text.lstrip().partition("\n")[0]
    is_mail = re.match(r"[A-Za-z][A-Za-z0-9-]*:", first) and "from" in found and len(found) >= 3
    return FileKind.EML if is_mail else FileKind.TEXT


def text_of(content: bytes) -> str | None:
    """The text, in UTF-8, UTF-16 with its mark, or Windows-1252; None where it is no text."""
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return content.decode("utf-16")
        except UnicodeDecodeError:
            return None
    if b"\x00" in content:
        return None
    for encoding in ("utf-8-sig", "cp1252"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def plain_name(name: str) -> str:
    """A file's own name without folders, unseen signs or those a system forbids."""
    last = unicodedata.normalize("NFC", name.replace("\\", "/")).rsplit("/", 1)[-1]
    plain = "".join(sign if unicodedata.category(sign)[0] != "C" else "" for sign in last)
    return re.sub(r'[<>:"|?*;]', "-", plain)[: LONGEST_NAME + 10] or "The file"


def kept_name(name: str, kind: FileKind) -> str:
    """Its plain name under the ending of what it is."""
    plain = plain_name(name)
    stem = PurePath(plain).stem if "." in plain.strip(".") else plain
    ending = "csv" if kind == FileKind.TEXT and plain.lower().endswith(".csv") else kind.value
    stem = stem.strip(" .-")[:LONGEST_NAME].rstrip(" .")
    return f"{stem or 'file'}.{ending}"
