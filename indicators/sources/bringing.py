"""A file from the browser: its kind by its content, kept by its hash, looked at in the child."""

from __future__ import annotations

import hashlib
import json
import zipfile
import zlib
from collections.abc import Iterable, Sequence
from pathlib import Path, PurePath
from typing import Any

from django.conf import settings

from common import scratch
from common.errors import Refused
from common.parsing_child import ParsingFailed, run_parser
from indicators.models import Upload
from indicators.sources.locked import is_locked
from indicators.workflow.bringing import Brought

MOST_BYTES = 20 * 1024 * 1024
MOST_LISTED = 1024 * 1024  # bytes of the list of a packed file's parts; a workbook's is a few thousand
LOOK_BYTES = 1024 * 1024 * 1024
LOOK_SECONDS = 40
ODS = b"application/vnd.oasis.opendocument.spreadsheet"
OLD_EXCEL = b"\xd0\xcf\x11\xe0"
SAVE_AS = "Open it in a spreadsheet and save the sheet as CSV, ODS or XLSX."


def keep(name: str, chunks: Iterable[bytes]) -> Brought:
    """Keep an uploaded file by its hash; refused with a sentence where it is too large or no table."""
    folder = Path(settings.RAW_FILES_DIR)
    digest, size = hashlib.sha256(), 0
    file, temporary = scratch.make(folder)
    with file:
        try:
            for chunk in chunks:
                size += len(chunk)
                if size > MOST_BYTES:
                    raise Refused(
                        f"The file is larger than {MOST_BYTES // 1024**2} MB. Bring only the table that is "
                        f"wanted. {SAVE_AS}"
                    )
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            kind = _kind(temporary)
            temporary.replace(folder / digest.hexdigest())
        finally:
            temporary.unlink(missing_ok=True)
    return Brought(_plain(name), kind, digest.hexdigest(), size)


def path_of(upload: Upload | Brought) -> Path:
    """Where the file's bytes are kept."""
    path = Path(settings.RAW_FILES_DIR) / upload.sha256
    if not path.is_file():
        raise Refused("The file is no longer kept here. Bring it again.")
    return path


def look(file: Upload | Brought, *, sheet: str = "", header_rows: Sequence[int] = ()) -> dict[str, Any]:
    """What the file seems to be; refused with the reader's sentence where it is no table."""
    name = file.file_name if isinstance(file, Upload) else file.name
    try:
        out = run_parser(
            "indicators.sources.looking:look",
            {
                "path": str(path_of(file).resolve()),
                "sheet": sheet,
                "header_rows": list(header_rows),
                "known_as": PurePath(name).stem,
            },
            folder=Path(settings.RAW_FILES_DIR),
            max_bytes=LOOK_BYTES,
            max_seconds=LOOK_SECONDS,
        )
    except ParsingFailed as failure:
        raise Refused(failure.sentence) from failure
    try:
        seen: dict[str, Any] = json.loads(out.read_text(encoding="utf-8"))
    finally:
        out.unlink(missing_ok=True)
    return seen


def _kind(path: Path) -> str:
    """What the file is by its bytes, whatever it is called."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head.strip():
        raise Refused("The file is empty. Choose the file that holds the table.")
    if head.startswith(b"PK\x03\x04"):
        return _packed(path)
    if head.startswith(OLD_EXCEL):
        if is_locked(path):
            raise Refused(f"The workbook is locked with a password. {SAVE_AS}")
        raise Refused(f"The file is an old Excel workbook (.xls), which is not read here. {SAVE_AS}")
    if head.startswith(b"%PDF"):
        raise Refused("The file is a PDF. Ask the publisher's page for the table as CSV, ODS or XLSX.")
    if head.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<"):
        raise Refused("The file is a web page, not a table. Download the table itself from that page.")
    if b"\x00" in head and not head.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise Refused(f"The file is neither a workbook nor text. {SAVE_AS}")
    return Upload.Kind.CSV


def _packed(path: Path) -> str:
    """Which workbook a packed file is, by the names of its parts; none of them is unpacked but a word.

    A list of parts longer than any workbook's is not read here, outside the child.
    """
    with path.open("rb") as file:
        file.seek(max(0, path.stat().st_size - 65_557))
        tail = file.read()
    end = tail.rfind(b"PK\x05\x06")
    listed = int.from_bytes(tail[end + 12 : end + 16], "little") if end >= 0 else 0
    if listed > MOST_LISTED or b"PK\x06\x07" in tail:
        raise Refused(f"The file is packed, but it is no ODS or XLSX workbook. {SAVE_AS}")
    try:
        with zipfile.ZipFile(path) as packed:
            names = set(packed.namelist())
            said = b""
            if "mimetype" in names:
                with packed.open("mimetype") as part:
                    said = part.read(len(ODS))
    except (zipfile.BadZipFile, ValueError, NotImplementedError, RuntimeError, zlib.error, OSError) as error:
        raise Refused(
            "The workbook is damaged, or cut short on its way here: it cannot be unpacked. Download it again."
        ) from error
    if said == ODS:
        return Upload.Kind.ODS
    if "xl/workbook.xml" in names:
        return Upload.Kind.XLSX
    raise Refused(f"The file is packed, but it is no ODS or XLSX workbook. {SAVE_AS}")


def _plain(name: str) -> str:
    """The file's name without a folder or signs that no name needs."""
    last = name.replace("\\", "/").rsplit("/", 1)[-1]
    return "".join(sign for sign in last if sign.isprintable()).strip()[-200:] or "a file without a name"
