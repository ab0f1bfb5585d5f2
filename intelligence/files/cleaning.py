"""What the child does with a file: find its kind, clean it, and write it down."""

from __future__ import annotations

import json
from pathlib import Path

from intelligence.files import letters, office, opendocument, packed, pictures, portable
from intelligence.files.kinds import FileKind, kind_of


def clean(out: str, path: str) -> None:
    """Write to `out` one line of JSON (`kind`, `took`: what was taken out, in words) and then the bytes.

    Raises ParsingFailed with the sentence where the file is not one that is kept.
    """
    content = Path(path).read_bytes()
    kind, cleaned, took = cleaned_of(content)
    with Path(out).open("wb") as file:
        file.write(json.dumps({"kind": kind.value, "took": took}).encode() + b"\n")
        file.write(cleaned)


def cleaned_of(content: bytes) -> tuple[FileKind, bytes, list[str]]:
    """Its kind, its bytes as they are kept, and in words what was taken out."""
    kind = kind_of(content)
    if kind is None:
        parts = packed.unpacked(content)
        kind = packed.kind_of(parts)
        room = office if kind in (FileKind.DOCX, FileKind.XLSX) else opendocument
        room.cleaned(parts)
        return kind, parts.packed(), sorted(parts.took)
    if kind == FileKind.PDF:
        return (kind, *portable.cleaned(content))
    if kind in (FileKind.PNG, FileKind.JPEG):
        form = "PNG" if kind == FileKind.PNG else "JPEG"
        return kind, pictures.redrawn(content, form), ["what was written beside the picture"]
    if kind == FileKind.EML:
        return (kind, *letters.cleaned(content))
    return kind, content, []
