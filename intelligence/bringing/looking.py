"""What the child does with a file that is brought in: find its kind, read it, write down what was found."""

from __future__ import annotations

import json
import re
from pathlib import Path

from common.parsing_child import ParsingFailed
from intelligence.bringing.calendars import read_calendar
from intelligence.bringing.cards import read_cards
from intelligence.bringing.documents import read_document
from intelligence.bringing.found import Found
from intelligence.bringing.mails import read_mail
from intelligence.bringing.sheets import read_csv, read_workbook
from intelligence.files import packed
from intelligence.files.kinds import FileKind, kind_of, text_of

CANNOT = "What is read here: Word (.docx), Excel (.xlsx), ODS, CSV, e-mail (.eml), .ics and .vcf."


def look(out: str, path: str) -> None:
    """Write what is found in the file as JSON (`Found`). Raises ParsingFailed with the sentence."""
    found = found_in(Path(path).read_bytes())
    Path(out).write_text(json.dumps(found.written()), encoding="utf-8")


def found_in(content: bytes) -> Found:
    """What a file holds, by what it is and never by its name."""
    found = Found()
    kind = kind_of(content)
    if kind is None:
        kind = packed.kind_of(packed.unpacked(content))  # within bounds, before any other reader unpacks it
    if kind == FileKind.DOCX:
        read_document(content, found)
    elif kind in (FileKind.XLSX, FileKind.ODS):
        read_workbook(content, found)
    elif kind == FileKind.EML:
        read_mail(content, found)
    elif kind == FileKind.TEXT:
        _read_text(text_of(content) or "", found)
    else:
        raise ParsingFailed(f"It is of a kind that holds no list of notes. {CANNOT}")
    return found


def _read_text(text: str, found: Found) -> None:
    begins = text.lstrip()[:40].upper()
    if re.match(r"BEGIN:VCALENDAR", begins):
        read_calendar(text, found)
    elif re.match(r"BEGIN:VCARD", begins):
        read_cards(text, found)
    elif "\n" in text.strip():
        read_csv(text, found)
    else:
        raise ParsingFailed(f"It is text, and no table. {CANNOT}")
