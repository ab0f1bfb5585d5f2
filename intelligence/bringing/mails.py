"""An e-mail (.eml): one note of what it says, from whom, on its day; a forwarded one is the inner one's."""

from __future__ import annotations

import re
from email.utils import parsedate_to_datetime
from zoneinfo import ZoneInfo

from intelligence.bringing.days import day_at_start
from intelligence.bringing.found import NOTE, Found
from intelligence.files import letters

FORWARDED = re.compile(
    r"^(?:-{2,}\s*(?:Forwarded message|Original Message)\s*-{2,}|Begin forwarded message:)\s*$", re.I | re.M
)
FIELD = re.compile(r"^>?\s*\*?(From|Sent|Date|To|Cc|Subject)\*?:\s*(.*)$", re.I)


def read_mail(content: bytes, found: Found) -> None:
    """Add it."""
    message = letters.read(content)
    subject, who = letters.header(message, "Subject"), letters.header(message, "From")
    day, text = _day(letters.header(message, "Date")), letters.text_in(message).strip()
    inner = FORWARDED.search(text)
    if inner:
        before, (fields, text) = text[: inner.start()].strip(), _inner(text[inner.end() :])
        who, day = fields.get("from", who), _inner_day(fields) or day
        subject = fields.get("subject", subject)
        if before:
            found.pass_over(
                "what stood before the forwarded e-mail", "Only the forwarded one was taken.", before
            )
    if text:
        found.add(NOTE, "the e-mail", day=day, text=f"{subject}\n\n{text}" if subject else text, who=who)
    else:
        found.pass_over("the e-mail", "It holds no text.", subject)
    for inside in message.iter_attachments() if message.is_multipart() else ():
        name = inside.get_filename() or inside.get_content_type()
        found.pass_over(
            "inside the e-mail", "Attach it to the note by itself, once the note is here.", str(name)
        )


def _inner(text: str) -> tuple[dict[str, str], str]:
    """The fields at the head of what was forwarded, and what follows them."""
    fields: dict[str, str] = {}
    lines = text.lstrip("\n").split("\n")
    for number, line in enumerate(lines):
        match = FIELD.match(line.strip())
        if match:
            fields[match[1].lower()] = match[2].strip()
        elif line.strip() or fields:
            return fields, "\n".join(lines[number:]).strip()
    return fields, ""


def _inner_day(fields: dict[str, str]) -> str:
    said = fields.get("date") or fields.get("sent") or ""
    day = day_at_start(said)[0]
    return day.isoformat() if day else _day(said)


def _day(said: str) -> str:
    try:
        moment = parsedate_to_datetime(said)
    except (ValueError, TypeError, IndexError, OverflowError):
        return ""
    try:
        return (moment.astimezone(ZoneInfo("Europe/London")) if moment.tzinfo else moment).date().isoformat()
    except (ValueError, OverflowError):
        return ""
