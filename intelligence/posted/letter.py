"""What the child makes of one e-mail: who sent it, whether our mail host vouches for it, what it says."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from collections.abc import Iterator
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from common.parsing_child import ParsingFailed
from intelligence.files import letters

MOST_TEXT = 100_000
RESULT = re.compile(r"\s*(dmarc|dkim|spf)(?:/\d+)?\s*=\s*(\w+)(.*)", re.I | re.S)
# What each method found out about whom (RFC 8601, section 2.7).
FOUND_OF = {"dmarc": ("header.from",), "dkim": ("header.d", "header.i"), "spf": ("smtp.mailfrom",)}
SIGNATURE = re.compile(r"^-- ?$", re.M)
QUOTED = re.compile(
    r"^(?:On .{5,120} wrote:|-{2,} ?Original Message ?-{2,}|_{20,}\s*\nFrom: |From: .+\n(?:Sent|Date): )",
    re.M,
)


def read(out: str, path: str, trusted_host: str, most_files: int = 0) -> None:
    """Write it as JSON: `sender`, `is_vouched`, `subject`, `text`, `files`, `more`. Raises ParsingFailed.

    `files`: the name and, in base64, the bytes of the first `most_files`; `more`: how many others there are.
    """
    message = letters.read(Path(path).read_bytes())
    senders = [address for _, address in getaddresses([letters.header(message, "From")]) if "@" in address]
    if len(senders) != 1 or len(message.get_all("From", [])) != 1:
        raise ParsingFailed("It does not name one sender.")
    sender = senders[0].strip().lower()
    text = letters.text_in(message)
    files = list(_files(message))
    Path(out).write_text(
        json.dumps(
            {
                "sender": sender,
                "is_vouched": is_vouched(message, sender, trusted_host),
                "subject": letters.header(message, "Subject"),
                "text": own_words(text)[:MOST_TEXT],
                "files": [
                    {"name": name, "content": b64encode(content).decode()}
                    for name, content in files[:most_files]
                ],
                "more": max(0, len(files) - most_files),
            }
        ),
        encoding="utf-8",
    )


def _files(message: Any) -> Iterator[tuple[str, bytes]]:
    """What came with it: parts with a name, or said to be attached; never the pictures within its words."""
    if not message.is_multipart() or message.get_content_subtype() == "related":
        return
    for part in message.iter_attachments():
        try:
            name = part.get_filename() or ""
            letter = part.get_content_type() == "message/rfc822"
            if not (name or letter or part.get_content_disposition() == "attachment"):
                continue
            content = part.get_payload(0).as_bytes() if letter else part.get_payload(decode=True)
        except (ValueError, IndexError, TypeError, AttributeError, KeyError, LookupError):
            name, content, letter = "", b"", False  # of a part that is none it is said that it was not taken
        ending = ".eml" if letter and not name.lower().endswith(".eml") else ""
        yield (" ".join(name.split()) or "file")[:300] + ending, content or b""


def is_vouched(message: Any, sender: str, trusted_host: str) -> bool:
    """Whether our own mail host found that the mail is truly from the sender's domain.

    Only the topmost Authentication-Results (RFC 8601) is read, and only where it is our host's: a host puts
    its own above whatever the sender wrote. DMARC passed, or DKIM or SPF for the sender's very domain and
    DMARC did not fail.
    """
    if not trusted_host:
        return False
    said = _without_free_text(str((message.get_all("Authentication-Results", []) or [""])[0]))
    host, _, results = said.partition(";")
    words = host.split()
    if not words or words[0].lower() != trusted_host.lower():
        return False
    domain = sender.rpartition("@")[2]
    found = [RESULT.fullmatch(one) for one in results.split(";")]
    read = [(one[1].lower(), one[2].lower(), _named(one[1], one[3])) for one in found if one]
    if any((method, result) == ("dmarc", "fail") for method, result, _ in read):
        return False
    passed = [(method, named) for method, result, named in read if result == "pass"]
    return any(domain in named or (method == "dmarc" and not named) for method, named in passed)


def _named(method: str, properties: str) -> set[str]:
    """The domains a result was found of: what stands after the last @ of the method's own properties."""
    words = [word.partition("=") for word in re.sub(r"\s*=\s*", "=", properties).split()]
    of = FOUND_OF[method.lower()]
    return {value.rpartition("@")[2].lower() for name, _, value in words if name.lower() in of}


def _without_free_text(header: str) -> str:
    """Without comments, and with a Q for each quoted string: both may hold whatever the sender likes."""
    kept, comments, is_quoted, is_escaped = [], 0, False, False
    for sign in header:
        if is_escaped:
            is_escaped = False
        elif sign == "\\" and (comments or is_quoted):
            is_escaped = True
        elif sign == '"' and not comments:
            is_quoted = not is_quoted
            kept.append("Q" if is_quoted else "")
        elif not is_quoted and (sign == "(" or (comments and sign == ")")):
            comments += 1 if sign == "(" else -1
            kept.append(" ")
        elif not comments and not is_quoted:
            kept.append(sign)
    return "".join(kept)


def own_words(text: str) -> str:
    """Without a signature after its mark and what is quoted; all of it where neither is surely there."""
    kept = text
    for pattern in (QUOTED, SIGNATURE):
        found = pattern.search(kept)
        if found and kept[: found.start()].strip():
            kept = kept[: found.start()]
    lines = kept.split("\n")
    while lines and (not lines[-1].strip() or lines[-1].startswith(">")):
        lines.pop()
    return "\n".join(lines).strip() or text.strip()
