"""From an e-mail of an alert, or a list of headings and links that was pasted, to plain items; in a child."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path
from typing import Any, cast

from lxml import etree

from common.parsing_child import ParsingFailed
from intelligence.cleaning import plain
from intelligence.links import host_of, safe_link, unwrapped
from intelligence.sources import reading_feeds
from intelligence.sources.reading_feeds import EXCERPT, MOST_BYTES, MOST_ITEMS, NAME, TITLE

MOST_PARTS = 60
INLINE = {"b", "i", "em", "strong", "span", "font", "u", "mark", "small"}
MOST_LINES = 20_000
LINK = re.compile(r"<?(https?://[^\s<>\"']{4,2000})>?", re.I)
MARKED = re.compile(r"\[([^\]\n]{3,300})\]\((https?://[^\s)]{4,2000})\)")
BULLET = re.compile(r"^\s*(?:[-*•·–]|\d{1,3}[.)])\s+")
HEADER = re.compile(
    r"^(?:from|to|subject|date|received|mime-version|return-path|message-id)\s*:", re.I | re.M
)
# What an alert's e-mail says of itself: not a story.
NOT_STORIES = re.compile(
    r"(?:^|\.)(?:google\.[a-z.]+|googleusercontent\.com|gstatic\.com|mailchi\.mp|list-manage\.com)$", re.I
)
FURNITURE = re.compile(
    r"^(?:unsubscribe|see (?:more|all) results|edit (?:this|your) alert|view (?:this|in)|receive this alert|"
    r"manage|full coverage|flag as irrelevant|facebook|twitter|share|send feedback|you have received)\b|^===",
    re.I,
)
NONE = "No heading with a link was found in it. Paste the e-alert itself, or headings each with its link."


def read_mail(out: str, path: str) -> None:
    """Read the e-mail at `path`; {"title", "items", "left"} as JSON."""
    _write(out, alerts(Path(path).read_bytes()))


def read_brought(out: str, path: str) -> None:
    """Read what somebody pasted or uploaded: a feed, an e-mail, or a list; with "came_by"."""
    content = Path(path).read_bytes()
    if len(content) > MOST_BYTES:
        raise ParsingFailed(f"This has more than {MOST_BYTES:,} bytes. Nothing was taken in.")
    text = reading_feeds.decoded(content)
    opening = text.lstrip("\ufeff \t\r\n")[:600]
    if re.match(r"<\?xml|<rss|<feed|<rdf:|<!DOCTYPE (?!html)", opening, re.I):
        read = reading_feeds.parsed(content) | {"came_by": "file"}
    elif len(HEADER.findall(opening)) >= 2 and "\n" in opening:
        read = alerts(content) | {"came_by": "mail"}
    else:
        items = from_html(text) if re.search(r"<a\s[^>]*href", text[:200_000], re.I) else from_text(text)
        read = _kept("", items) | {"came_by": "paste"}
    _write(out, read)


def alerts(content: bytes) -> dict[str, Any]:
    """The stories of an alert's e-mail: of its HTML where it has some, else of its plain text."""
    if len(content) > MOST_BYTES:
        raise ParsingFailed(f"The e-mail has more than {MOST_BYTES:,} bytes. Nothing was taken in.")
    try:
        message = cast(EmailMessage, BytesParser(policy=policy.default).parsebytes(content))
        subject, sent = str(message.get("subject", "")), reading_feeds._when(str(message.get("date", "")))
        sender = parseaddr(str(message.get("from", "")))[0]
        texts = dict(_texts(message))
    except (ValueError, LookupError, TypeError, IndexError, AttributeError, RecursionError) as error:
        raise ParsingFailed(
            "This could not be read as an e-mail. Save it again as .eml, or paste it."
        ) from error
    items = from_html(texts["text/html"]) if texts.get("text/html") else []
    items = items or from_text(texts.get("text/plain", ""))
    for item in items:
        item["published"] = item["published"] or sent
    return _kept(plain(subject or sender, NAME), items)


def _texts(message: EmailMessage) -> Iterator[tuple[str, str]]:
    """The first HTML and the first plain text; attachments are left."""
    seen: set[str] = set()
    for number, part in enumerate(message.walk()):
        kind = part.get_content_type()
        if number >= MOST_PARTS:
            return
        if kind not in ("text/html", "text/plain") or kind in seen or part.get_filename():
            continue
        body = part.get_payload(decode=True)
        if not isinstance(body, bytes):
            continue
        seen.add(kind)
        charset = part.get_content_charset() or "utf-8"
        try:
            yield kind, body[:MOST_BYTES].decode(charset, errors="replace")
        except LookupError:
            yield kind, reading_feeds.decoded(body[:MOST_BYTES])


def from_html(text: str) -> list[dict[str, str]]:
    """Each link with a heading for its words; what follows it up to the next is its publisher and excerpt."""
    parser = etree.HTMLParser(recover=True, no_network=True, huge_tree=False, remove_comments=True)
    try:
        root = etree.fromstring(text.encode("utf-8", errors="replace"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return []
    if root is None:
        return []
    items: list[dict[str, str]] = []
    lines: list[str] = []
    for kind, said, link in _runs(root):
        if kind == "more" and items and lines:
            lines[-1] = f"{lines[-1]} {said}"
        elif kind == "link":
            title, address = plain(said, TITLE), unwrapped(safe_link(link))
            if _is_story(title, address):
                _finish(items, lines)
                items.append(_new(title, safe_link(link)))
            elif items and title:
                lines.append(title)
        elif items:
            lines.append(said)
    _finish(items, lines)
    return items


def _runs(root: Any) -> Iterator[tuple[str, str, str]]:
    """Links and the text between them, in the order of the page."""
    skip = {"script", "style", "head", "title", "svg"}
    hidden = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        tag = element.tag if isinstance(element.tag, str) else ""
        if event == "start":
            hidden += tag in skip or bool(hidden and tag != "a")
            if hidden:
                continue
            if tag == "a":
                yield "link", " ".join(element.itertext()), element.get("href", "")
            elif (element.text or "").strip() and not any(True for _ in element.iterancestors("a")):
                yield ("more" if tag in INLINE else "text"), element.text, ""
        else:
            hidden = max(0, hidden - (tag in skip or bool(hidden and tag != "a")))
            inside = any(True for _ in element.iterancestors("a"))
            if not hidden and not inside and (element.tail or "").strip():
                yield ("more" if tag in INLINE and tag != "a" else "text"), element.tail, ""


def from_text(text: str) -> list[dict[str, str]]:
    """Headings and links as a person or a plain e-mail writes them: on one line, or one under another."""
    items: list[dict[str, str]] = []
    for block in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        heads: list[str] = []
        for line in block.split("\n")[:MOST_LINES]:
            found = MARKED.search(line) or LINK.search(line)
            if not found:
                said = plain(BULLET.sub("", line), EXCERPT)
                if said and not FURNITURE.match(said):
                    heads.append(said)
                continue
            marked = found.re is MARKED
            link = safe_link((found[2] if marked else found[1]).rstrip(".,;)"))
            beside = found[1] if marked else (line[: found.start()] + " " + line[found.end() :])
            said = plain(BULLET.sub("", beside).strip(" \t-–—|:<>*"), TITLE)
            title, under = (
                (said, heads) if len(said.split()) >= 2 else (heads[0] if heads else said, heads[1:])
            )
            title = title or host_of(unwrapped(link))
            if _is_story(title, unwrapped(link), words=1):
                item = _new(plain(title, TITLE), link)
                items.append(item)
                _finish(items, list(under))
            heads = []
    return items


def _is_story(title: str, link: str, words: int = 3) -> bool:
    host = host_of(link)
    known = bool(link) and len(title.split()) >= words and not FURNITURE.match(title)
    return known and not NOT_STORIES.search(host)


def _new(title: str, link: str) -> dict[str, str]:
    return {
        "key": "",
        "title": title,
        "link": link,
        "publisher": "",
        "published": "",
        "excerpt": "",
        "sentiment": "",
    }


def _finish(items: list[dict[str, str]], lines: list[str]) -> None:
    """What followed the last heading: a short first line is its publisher, the rest its excerpt."""
    said = [one for one in (plain(line, EXCERPT) for line in lines[:40]) if one and not FURNITURE.match(one)]
    lines.clear()
    if not items or not said:
        return
    if len(said[0].split()) <= 6 and not said[0].endswith((".", "…", "...")):
        items[-1]["publisher"] = plain(said.pop(0), NAME)
    items[-1]["excerpt"] = plain(" ".join(said), EXCERPT)


def _kept(title: str, items: list[dict[str, str]]) -> dict[str, Any]:
    if not items:
        raise ParsingFailed(NONE)
    return {"title": title, "items": items[:MOST_ITEMS], "left": max(0, len(items) - MOST_ITEMS)}


def _write(out: str, read: dict[str, Any]) -> None:
    Path(out).write_text(json.dumps(read), encoding="utf-8")
