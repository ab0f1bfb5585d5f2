"""What came from outside, as plain text: no mark-up, nothing unseen, no longer than a page can bear."""

from __future__ import annotations

import html
import re
import unicodedata

import nh3

LONGEST_READ = 20_000  # of a text before it is cleaned: what follows is never shown
# Seen by nobody, or turning what is written round: control, format, surrogate and private characters.
UNSEEN = ("Cc", "Cf", "Cs", "Co", "Cn")
BREAKS = re.compile(r"<\s*(?:br|/p|/div|/li|/h\d|/td|/tr)\b[^>]*>", re.I)
TOKENS = re.compile(r"\s+")


def plain(text: object, most: int) -> str:
    """At most `most` characters of text without mark-up, cut at a word; "" for what is no text."""
    if not isinstance(text, str):
        return ""
    read = BREAKS.sub(" ", text[:LONGEST_READ])
    for _ in range(2):  # a feed's mark-up is often written as text, once more escaped
        if "<" not in read and "&" not in read:
            break
        read = html.unescape(nh3.clean(read, tags=set(), clean_content_tags=HIDDEN))
    read = read.replace("\x00", "")
    read = "".join(" " if one in "\t\n\r\x0b\x0c\x85\u2028\u2029" else one for one in read)
    read = "".join(one for one in read if unicodedata.category(one) not in UNSEEN)
    read = unicodedata.normalize("NFC", TOKENS.sub(" ", read)).strip()
    return cut(read, most)


HIDDEN = {"script", "style", "iframe", "svg", "math", "template", "noscript", "object", "title", "textarea"}


def cut(text: str, most: int) -> str:
    """The text, or its first words and an ellipsis."""
    if len(text) <= most:
        return text
    short = text[: most - 2]
    if " " in short[most // 2 :]:
        short = short.rsplit(" ", 1)[0]
    return short.rstrip(" ,;:.–-") + " …"
