"""Notes, people and meetings as advisers keep them today, in several layouts, written by the tests."""

from __future__ import annotations

import io
from datetime import date

from docx import Document
from openpyxl import Workbook


def _saved(document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def table_of_notes() -> bytes:
    """A Word file with one table."""
    document = Document()
    document.add_paragraph("Intelligence log", style="Title")
    rows = [
        ("Date heard", "Local authority", "Intelligence", "Source", "How known"),
        (
            "2 November 2026",
            "Barchester",
            "The finance director leaves at Christmas.",
            "Own network",
            "first-hand",
        ),
        ("03/11/26", "Newcastle", "The budget gap is said to be £4m.", "", "heard"),
        ("", "", "", "", ""),
        ("4.11.2026", "Barchester DC", "", "", ""),
    ]
    table = document.add_table(rows=0, cols=5)
    for row in rows:
        for cell, words in zip(table.add_row().cells, row, strict=True):
            cell.text = words
    return _saved(document)


def headed_paragraphs() -> bytes:
    """A Word file with a heading for each council, days before what was heard, a bold line as a heading."""
    document = Document()
    document.add_heading("Notes of the region", 0)
    document.add_paragraph("These are mine alone and go back two years.")
    document.add_heading("Barchester", 1)
    document.add_paragraph("12 October 2026 – The scrutiny chair has resigned after the vote.")
    document.add_paragraph("Then the deputy leader too.")
    document.add_paragraph("n/a")
    document.add_paragraph().add_run("Plumstead").bold = True
    document.add_paragraph("Mon 19/10/2026: savings slip by a quarter, says the auditor.")
    return _saved(document)


def odd_workbook() -> bytes:
    """Odd headings in row 3; days as text, as days and as numbers; people on a second sheet."""
    book = Workbook()
    notes = book.active
    notes.title = "Soft intel"
    for row in (
        ["My log"],
        [],
        ["WHEN", "L.A.", "Soft Intelligence", "Spoke to"],
        [date(2026, 10, 1), "Barchester", "Two directors are on leave.", "J. Marsh"],
        [46300, "Barchester", "The leader is under pressure.", ""],
        ["5th Oct 2026", "Barchester", "The peer challenge was welcomed.", ""],
        ["soon", "Barchester", "The date is not known.", ""],
        ["5th Oct 2026", "Barchester", "The peer challenge was welcomed.", ""],
    ):
        notes.append(row)
    people = book.create_sheet("People")
    for row in (
        ["First name", "Surname", "Organisation", "Job title", "E-mail"],
        ["Ada", "Penrose", "Barchester", "Chief Executive", "ada@barchester.example"],
        ["Ben", "Ash", "Barchester", "Neighbour", ""],
    ):
        people.append(row)
    return _saved(book)


MONTH_FIRST = (
    b"Date;Council;Note\n11/25/2026;Barchester;Heard at the conference.\n11/02/2026;Barchester;Heard.\n"
)

FORWARDED = (
    b"From: me@example.org\r\nTo: me@example.org\r\nSubject: Fwd: Budget\r\n"
    b"Date: Tue, 3 Nov 2026 08:00:00 +0000\r\nMIME-Version: 1.0\r\n"
    b"Content-Type: multipart/mixed; boundary=x\r\n\r\n--x\r\n"
    b"Content-Type: multipart/alternative; boundary=y\r\n\r\n--y\r\n"
    b"Content-Type: text/plain; charset=windows-1252\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n"
    b"See below\r\n\r\n"
    b"---------- Forwarded message ---------\r\nFrom: Ada Penrose <ada@barchester.example>\r\n"
    b"Date: Mon, 2 Nov 2026 at 23:30\r\nSubject: The gap\r\n\r\n"
    b"It is =A34m, and the reserves are=\r\n gone.\r\n--y\r\n"
    b"Content-Type: text/html\r\n\r\n<p>x</p>\r\n--y--\r\n--x\r\n"
    b"Content-Type: application/pdf\r\n"
    b"Content-Disposition: attachment; filename=gap.pdf\r\n\r\n%PDF\r\n--x--\r\n"
)

CALENDAR = """BEGIN:VCALENDAR
VERSION:2.0
BEGIN:VTIMEZONE
TZID:GMT Standard Time
BEGIN:STANDARD
DTSTART:16010101T020000
END:STANDARD
END:VTIMEZONE
BEGIN:VEVENT
DTSTART;TZID=America/New_York:20261101T230000
SUMMARY:Call with the leader\\, Barchester
ATTENDEE;CN="Penrose, Ada";ROLE=REQ-PARTICIPANT:mailto:ada@barchester.example
DESCRIPTION:They are worried about the
  budget.\\nAnd about staff.
BEGIN:VALARM
DESCRIPTION:Reminder
END:VALARM
END:VEVENT
BEGIN:VEVENT
DTSTART;TZID=GMT Standard Time:20261005T090000
RRULE:FREQ=WEEKLY
SUMMARY:Weekly with the chief executive
END:VEVENT
BEGIN:VEVENT
DTSTART;VALUE=DATE:20261006
STATUS:CANCELLED
SUMMARY:Peer review
END:VEVENT
BEGIN:VEVENT
SUMMARY:No day
END:VEVENT
END:VCALENDAR
""".replace("\n", "\r\n").encode()

CARDS = (
    b"BEGIN:VCARD\r\nVERSION:2.1\r\nN;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:Penros=E9;Ada;;Dr\r\n"
    b"ORG:Barchester\r\nTITLE;ENCODING=QUOTED-PRINTABLE:Chief=20=\r\nExecutive\r\n"
    b"TEL;WORK;VOICE:01632 960001\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Ben Ash\r\nN:Ash;Ben;;;\r\nORG:Barchester;Scrutiny\r\n"
    b"TITLE:Leader of the\r\n  Council\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:Cy Dee\\, MBE\r\nitem1.ORG:Newcastle\r\nROLE:Friend\r\nEND:VCARD\r\n"
    b"BEGIN:VCARD\r\nVERSION:4.0\r\nORG:Nobody\r\nEND:VCARD\r\n"
)  # fmt: skip
