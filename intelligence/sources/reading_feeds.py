"""From the bytes of an Atom or RSS feed to plain items; run in a child process, and trusting nothing.

Strictly first (defusedxml, which refuses declared entities); a feed that is not well-formed is read again by
a parser that mends it, with entities, the network and huge texts switched off. feedparser is not used: it
needs sgmllib3k, which has no wheel, and set-up takes wheels only.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import defusedxml.ElementTree
from defusedxml.common import DTDForbidden, EntitiesForbidden, ExternalReferenceForbidden
from lxml import etree

from common.parsing_child import ParsingFailed
from intelligence.cleaning import plain
from intelligence.links import safe_link

MOST_ITEMS = 200
MOST_LOOKED_AT = 5_000  # elements that may be items
DEEPEST = 200
MOST_BYTES = 4 * 1024 * 1024
TITLE, EXCERPT, NAME = 300, 400, 120
ENTITY = re.compile(r"<!\s*(?:ENTITY|DOCTYPE[^>\[]{0,2000}\[)", re.I)
DECLARED = re.compile(r"^\s*<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]{1,40})[\"']", re.I)
MARKS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
ROOTS = {"feed", "rss", "rdf", "channel"}
SENTIMENTS = {"positive", "negative", "neutral", "mixed"}
REFUSED_ENTITIES = (
    "The feed declares entities of its own, which are not read: they are a way to fill a machine’s memory or "
    "to read its files. Ask its publisher for a plain feed."
)


def read_feed(out: str, path: str, address: str = "") -> None:
    """Read the feed at `path` and write {"title", "items", "left"} as JSON; raises `ParsingFailed`."""
    read = parsed(Path(path).read_bytes(), address)
    Path(out).write_text(json.dumps(read), encoding="utf-8")


def parsed(content: bytes, address: str = "") -> dict[str, Any]:
    """The items of a feed, at most MOST_ITEMS, and how many were left. `address` makes links whole."""
    if len(content) > MOST_BYTES:
        raise ParsingFailed(f"The feed has more than {MOST_BYTES:,} bytes. Nothing was taken in.")
    text = decoded(content)
    if not text.strip():
        raise ParsingFailed("The feed is empty.")
    root = _root(text)
    if _name(root) not in ROOTS:
        what = "a web page" if _name(root) == "html" else f"“{plain(_name(root), 30)}”"
        raise ParsingFailed(
            f"The address gives {what} and no Atom or RSS feed. Look for the feed’s own address."
        )
    items: list[dict[str, str]] = []
    left = 0
    for number, element in enumerate(_items(root)):
        if number >= MOST_LOOKED_AT or len(items) >= MOST_ITEMS:
            left += 1
            continue
        item = _item(element, address)
        if item["title"] or item["link"]:
            items.append(item)
    return {"title": plain(_first(root, "title") or _channel_title(root), NAME), "items": items, "left": left}


def decoded(content: bytes) -> str:
    """The text: by its mark, its declaration, UTF-8, and at last windows-1252; null characters are gone."""
    for mark, name in MARKS:
        if content.startswith(mark):
            return _cleared(content.decode(name, errors="replace"))
    if content[:2] in (b"\x00<", b"<\x00"):
        name = "utf-16-be" if content[:1] == b"\x00" else "utf-16-le"
        return _cleared(content.decode(name, errors="replace"))
    said = DECLARED.match(content[:200].decode("ascii", errors="replace"))
    names = [said[1].lower()] if said else []
    for name in [*names, "utf-8", "cp1252"]:
        try:
            if name.replace("-", "").replace("_", "") in (
                "utf7",
                "unicodeescape",
                "rawunicodeescape",
                "idna",
            ):
                continue
            return _cleared(content.decode(name))
        except (LookupError, UnicodeError, ValueError):
            continue
    return _cleared(content.decode("latin-1"))


def _cleared(text: str) -> str:
    return re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]|[\ud800-\udfff]", "", text)


def _root(text: str) -> Any:
    if ENTITY.search(text):
        raise ParsingFailed(REFUSED_ENTITIES)
    body = re.sub(r"^\s*<\?xml.*?\?>", "", text, count=1, flags=re.S)
    # The depth is looked at first: a tree is taken down by calls within calls.
    if _is_too_deep(body):
        raise ParsingFailed("The feed is nested too deeply to be one. Nothing was taken in.")
    try:
        return defusedxml.ElementTree.fromstring(body, forbid_dtd=False)
    except (EntitiesForbidden, ExternalReferenceForbidden, DTDForbidden) as error:
        raise ParsingFailed(REFUSED_ENTITIES) from error
    except Exception:  # noqa: BLE001  (not well-formed, in whatever way the parser says it)
        return _mended(body)


def _mended(body: str) -> Any:
    """What can be read of a feed that is not well-formed: cut short, with bare signs, unclosed."""
    parser = etree.XMLParser(
        recover=True,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(body.encode("utf-8"), parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise ParsingFailed("This is no Atom or RSS feed: it could not be read as one.") from error
    if root is None:
        raise ParsingFailed("This is no Atom or RSS feed: it could not be read as one.")
    return root


def _is_too_deep(body: str) -> bool:
    """By counting openings and closings, without building anything."""
    depth = 0
    plain_body = re.sub(r"<!\[CDATA\[.*?(?:\]\]>|\Z)", "", body, flags=re.S)
    for found in re.finditer(r"<(/?)[A-Za-z_][^<>]*?(/?)>", plain_body):
        if found[1]:
            depth -= 1
        elif not found[2]:
            depth += 1
            if depth > DEEPEST:
                return True
    return False


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    return tag.rsplit("}", 1)[-1].rsplit(":", 1)[-1].lower()


def _items(root: Any) -> Iterator[Any]:
    for element in root.iter():
        if _name(element) in ("item", "entry"):
            yield element


def _channel_title(root: Any) -> str:
    for element in root:
        if _name(element) == "channel":
            return _first(element, "title")
    return ""


def _first(element: Any, *names: str) -> str:
    """The text of the first child of one of these names, in their order."""
    for name in names:
        for child in element:
            if _name(child) == name:
                said = _text(child)
                if said.strip():
                    return said
    return ""


def _text(element: Any) -> str:
    """All the text within, mark-up that stands as elements (Atom's xhtml) left out."""
    hidden = {"script", "style", "svg", "iframe", "object"}
    said = [element.text or ""]
    for child in element:
        if isinstance(child.tag, str) and _name(child) not in hidden:
            said.append(" " + _text(child))
        said.append(child.tail or "")
    return "".join(said)


def _item(element: Any, address: str) -> dict[str, str]:
    source = next((child for child in element if _name(child) == "source"), None)
    publisher = ""
    if source is not None:
        publisher = (source.text or "").strip() or _first(source, "title")
    title = plain(_first(element, "title"), TITLE)
    excerpt = plain(_first(element, "description", "summary", "content", "encoded"), EXCERPT)
    return {
        "key": plain(_first(element, "id", "guid"), 500),
        "title": title,
        "link": _link(element, address),
        "publisher": plain(publisher, NAME),
        "published": _when(_first(element, "published", "pubdate", "date", "issued", "created", "updated")),
        "excerpt": "" if excerpt == title else excerpt,
        "sentiment": _sentiment(element),
    }


def _link(element: Any, address: str) -> str:
    """The item's own page: Atom's alternate link, RSS's link, else a guid that is an address."""
    found = []
    for child in element:
        if _name(child) == "link":
            rel = child.get("rel", "alternate")
            if rel in ("alternate", ""):
                found.append(child.get("href") or _text(child))
        elif _name(child) in ("guid", "id") and child.get("isPermaLink", "").lower() != "false":
            found.append(_text(child) if re.match(r"\s*https?://", _text(child)) else "")
    for link in found:
        said = link.strip()
        if said and address and not re.match(r"[a-z][a-z0-9+.-]*:", said, re.I):
            try:
                said = urljoin(address, said)
            except ValueError:
                continue
        if safe := safe_link(said):
            return safe
    return ""


def _when(said: str) -> str:
    """A day and time as ISO 8601 in UTC; "" where it is none, or of no year a story may be of."""
    text = said.strip()[:60]
    moment = None
    try:
        moment = datetime.fromisoformat(re.sub(r"(?<=\d)[zZ]$", "+00:00", text))
    except ValueError:
        try:
            moment = parsedate_to_datetime(text)
        except (ValueError, TypeError, OverflowError, IndexError):
            return ""
    try:
        moment = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return ""
    return moment.isoformat() if 1990 <= moment.year <= 2100 else ""


def _sentiment(element: Any) -> str:
    """What the feed says of the item, where it says one of four words; a number is left unread."""
    for child in element:
        name = _name(child)
        if name.endswith("sentiment") or name == "tone":
            said = _text(child).strip().casefold()
            return said if said in SENTIMENTS else ""
        if name == "category":
            scheme = (child.get("scheme") or child.get("domain") or "").casefold()
            term = (child.get("term") or _text(child)).strip().casefold()
            if "sentiment" in scheme or term.startswith("sentiment:"):
                said = term.removeprefix("sentiment:").strip()
                return said if said in SENTIMENTS else ""
    return ""
