"""A packed file (Word, Excel, OpenDocument): its parts within bounds, and which kind they make it."""

from __future__ import annotations

import io
import zipfile
import zlib
from dataclasses import dataclass, field

from common.parsing_child import ParsingFailed
from intelligence.files.kinds import TAKEN, FileKind

MOST_PARTS = 3000
MOST_UNPACKED = 150 * 1024 * 1024
DAMAGED = "It is damaged or cut short: it cannot be unpacked. Save it again and attach that."
ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
}


@dataclass
class Parts:
    """The parts by name, in their order, and in words what was taken out of them."""

    held: dict[str, bytes]
    took: set[str] = field(default_factory=set)

    def packed(self) -> bytes:
        """The file again; an OpenDocument's `mimetype` comes first and unpacked, as it must."""
        out = io.BytesIO()
        with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
            for name, content in self.held.items():
                part = zipfile.ZipInfo(name)  # its day is 1980 for every part: nothing is said of when
                part.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
                file.writestr(part, content)
        return out.getvalue()


def unpacked(content: bytes) -> Parts:
    """Its parts, all of them read within bounds. Raises ParsingFailed with a sentence."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as file:
            listed = [one for one in file.infolist() if not one.is_dir()]
            if len(listed) > MOST_PARTS or len({one.filename for one in listed}) < len(listed):
                raise ParsingFailed(f"It is packed in a way no document is. {TAKEN}")
            if any(one.flag_bits & 1 for one in listed):
                raise ParsingFailed("It is locked with a password. Save it without one and attach that.")
            held, left = {}, MOST_UNPACKED
            for one in listed:
                with file.open(one) as part:
                    held[one.filename] = part.read(left + 1)
                left -= len(held[one.filename])
                if left < 0:
                    raise ParsingFailed(
                        f"Unpacked it is larger than {MOST_UNPACKED // 1024**2} MB, which no document is."
                    )
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, zlib.error, ValueError, OSError) as error:
        raise ParsingFailed(DAMAGED) from error
    return Parts(held)


def kind_of(parts: Parts) -> FileKind:
    """Which document its parts make. Raises ParsingFailed with a sentence for any other packed file."""
    if b"macroEnabled" in parts.held.get("[Content_Types].xml", b"") or any(
        name.lower().endswith("vbaproject.bin") for name in parts.held
    ):
        raise ParsingFailed("It holds macros. Save it without them (.docx or .xlsx) and attach that.")
    if parts.held.get("mimetype", b"").strip() in ODF and "content.xml" in parts.held:
        return ODF[parts.held["mimetype"].strip()]
    if "[Content_Types].xml" in parts.held and "word/document.xml" in parts.held:
        return FileKind.DOCX
    if "[Content_Types].xml" in parts.held and "xl/workbook.xml" in parts.held:
        return FileKind.XLSX
    raise ParsingFailed(
        "It is packed, and it is no Word, Excel or OpenDocument file. Unpack it and attach what is in it. "
        f"{TAKEN}"
    )
