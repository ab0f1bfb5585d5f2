"""An e-mail as its words: who wrote to whom, when, about what, and the text; nothing else of it is kept."""

from __future__ import annotations

import html
import re
from email import message_from_bytes, policy
from email.message import EmailMessage
from typing import Any

import nh3

from common.parsing_child import ParsingFailed

HEADERS = ("From", "To", "Cc", "Date", "Subject", "Message-ID", "In-Reply-To")
MOST_PARTS = 500
MOST_TEXT = 2_000_000
BREAKS = re.compile(r"<(br|/p|/div|/tr|/li|/h\d)\b[^>]*>", re.I)


def read(content: bytes) -> Any:
    """The e-mail, if it has an ordinary number of parts. Raises ParsingFailed with a sentence."""
    if content.count(b"\n--") > 4 * MOST_PARTS:
        raise ParsingFailed("The e-mail has more parts than any letter has.")
    message = message_from_bytes(content, policy=policy.default.clone(raise_on_defect=False))
    for number, _ in enumerate(message.walk(), 1):
        if number > MOST_PARTS:
            raise ParsingFailed("The e-mail has more parts than any letter has.")
    return message


def text_in(message: Any) -> str:
    """Its text; that of its HTML, without anything but words, where it has no other."""
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        return ""
    text = decoded(body)
    if body.get_content_type() == "text/html":
        text = plain(text)
    return text.replace("\x00", "").replace("\r\n", "\n")[:MOST_TEXT]


def decoded(part: Any) -> str:
    """A part's text, whatever it says its letters are."""
    raw = part.get_payload(decode=True) or b""
    for charset in (part.get_content_charset() or "utf-8", "utf-8", "cp1252"):
        try:
            return str(raw.decode(charset))
        except (LookupError, UnicodeDecodeError, ValueError):
            continue
    return str(raw.decode("latin-1"))


def plain(markup: str) -> str:
    """The words of HTML."""
    markup = re.sub(r"<(script|style|head)\b.*?</\1\s*>", " ", markup, flags=re.S | re.I)
    text = html.unescape(nh3.clean(BREAKS.sub("\n", markup), tags=set()))
    return re.sub(r"\n\s*\n\s*", "\n\n", re.sub(r"[ \t\xa0]+", " ", text)).strip()


def header(message: Any, name: str) -> str:
    """A header in words; empty where it is missing or cannot be read."""
    try:
        said = str(message.get(name, ""))
    except (ValueError, IndexError, TypeError, AttributeError, KeyError):
        return ""
    return " ".join(said.replace("\x00", "").encode("utf-8", "replace").decode().split())[:1000]


def cleaned(content: bytes) -> tuple[bytes, list[str]]:
    """The letter as text, and in words what was left out of it."""
    message = read(content)
    plainly = EmailMessage(policy=policy.SMTP)
    for name in HEADERS:
        said = header(message, name)
        if said:
            plainly[name if name != "Message-ID" else "X-Message-ID"] = said
    plainly.set_content(text_in(message))
    took = ["the way it travelled"]
    inside = sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0
    if inside:
        took.append(f"{inside} file{'s' if inside != 1 else ''} inside it (attach them by themselves)")
    return plainly.as_bytes(), took
