"""What the child makes of one e-mail: who sent it, whether our mail host vouches for it, what it says."""

from __future__ import annotations

import json
import re
from email.utils import getaddresses
from pathlib import Path
from typing import Any

from common.parsing_child import ParsingFailed
from intelligence.files import letters

MOST_TEXT = 100_000
RESULT = re.compile(r"\b(dmarc|dkim|spf)\s*=\s*(\w+)([^;]*)", re.I)
DOMAIN = re.compile(r"(?:header\.(?:d|i)|smtp\.mailfrom)\s*=\s*(?:[^\s;@]*@)?([\w.-]+)", re.I)
SIGNATURE = re.compile(r"^-- ?$", re.M)
QUOTED = re.compile(
    r"^(?:On .{5,120} wrote:|-{2,} ?Original Message ?-{2,}|_{20,}\s*\nFrom: |From: .+\n(?:Sent|Date): )",
    re.M,
)


def read(out: str, path: str, trusted_host: str) -> None:
    """Write it as JSON: `sender`, `is_vouched`, `subject`, `text`, `files`, `alert`. Raises ParsingFailed."""
    message = letters.read(Path(path).read_bytes())
    senders = [address for _, address in getaddresses([letters.header(message, "From")]) if "@" in address]
    if len(senders) != 1 or len(message.get_all("From", [])) != 1:
        raise ParsingFailed("It does not name one sender.")
    sender = senders[0].strip().lower()
    text = letters.text_in(message)
    Path(out).write_text(
        json.dumps(
            {
                "sender": sender,
                "is_vouched": is_vouched(message, sender, trusted_host),
                "subject": letters.header(message, "Subject"),
                "text": own_words(text)[:MOST_TEXT],
                "files": sum(1 for _ in message.iter_attachments()) if message.is_multipart() else 0,
            }
        ),
        encoding="utf-8",
    )


def is_vouched(message: Any, sender: str, trusted_host: str) -> bool:
    """Whether our own mail host found that the mail is truly from the sender's domain.

    Only the topmost Authentication-Results (RFC 8601) is read, and only where it is our host's: a host puts
    its own above whatever the sender wrote. DMARC passed, or DKIM or SPF for the sender's very domain.
    """
    if not trusted_host:
        return False
    said = str((message.get_all("Authentication-Results", []) or [""])[0])
    host, _, results = said.partition(";")
    words = host.split()
    if not words or words[0].lower() != trusted_host.lower():
        return False
    domain = sender.rpartition("@")[2]
    for method, result, rest in RESULT.findall(re.sub(r"\([^()]*\)", " ", results)):
        if result.lower() != "pass":
            continue
        if method.lower() == "dmarc":
            return True
        if any(named.lower() == domain for named in DOMAIN.findall(rest)):
            return True
    return False


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
