"""Addresses of published stories: unwrapped from Google, and reduced so that two of one story are the same.

Pure functions on text; nothing here is ever asked for.
"""

from __future__ import annotations

import hashlib
import re
from urllib.parse import SplitResult, parse_qsl, unquote, urlencode, urlsplit, urlunsplit

LONGEST = 2000
MOST_WRAPPED = 4
# What follows a reader about, and says nothing of which story it is.
TRACKING = re.compile(
    r"^(?:utm_\w+|fbclid|gclid|dclid|msclkid|yclid|igshid|mc_[ce]id|at_(?:medium|campaign|custom\d?|link_\w+|"
    r"ptr_name|bbc_team|format|campaign_type)|ns_(?:mchannel|source|campaign|linkname|fee)|cmp(?:id)?|cid|"
    r"ito|ref(?:_src|_url)?|referrer|source|spm|smid|soc_src|soc_trk|guccounter|guce_\w+|amp|outputtype|_ga|"
    r"wt\.mc_id|xtor|share|shared|__twitter_impression|intcmp|icid|ocid|rss|ct|cd|usg|ved)$",
    re.I,
)
MOBILE = re.compile(r"^(?:www\d?|m|mobile|amp|edition)\.")
AMP_HOST = re.compile(r"^(?:www\.)?google\.(?:com|co\.uk)$")
AMP_CACHE = re.compile(r"\.cdn\.ampproject\.org$")
WRAPPERS = ("/url", "/imgres")
CONTROL = re.compile(r"[\x00-\x20\x7f-\xa0\u2028\u2029\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff\\]")


def safe_link(link: str) -> str:
    """The link if a page may show it: http or https with a host and no name or password in it; else ""."""
    text = link.strip()
    if not text or len(text) > LONGEST or CONTROL.search(text):
        return ""
    parts = _split(text)
    if parts is None or parts.scheme not in ("http", "https") or not parts.hostname or "@" in parts.netloc:
        return ""
    try:
        host = parts.hostname.encode("idna").decode("ascii") if not parts.hostname.isascii() else None
    except UnicodeError:
        return ""
    if host:  # a host in another script is shown as what it is, so that it passes for no other
        port = f":{parts.port}" if parts.port else ""
        return urlunsplit(parts._replace(netloc=host + port))
    return text


def unwrapped(link: str) -> str:
    """The publisher's own address, out of Google's (google.com/url?url=…, /amp/s/…) and of AMP's cache."""
    for _ in range(MOST_WRAPPED):
        inner = _inner(link)
        if not inner or inner == link:
            break
        link = inner
    parts = _split(link)
    still = parts and parts.hostname and AMP_HOST.search(parts.hostname) and parts.path in WRAPPERS
    return "" if still else link


def _inner(link: str) -> str:
    parts = _split(link)
    if parts is None or not parts.hostname:
        return ""
    host = parts.hostname
    if AMP_HOST.search(host) and parts.path in WRAPPERS:
        given = dict(parse_qsl(parts.query))
        return safe_link(next((given[name] for name in ("url", "q", "u") if given.get(name)), ""))
    if AMP_HOST.search(host) and parts.path.startswith("/amp/"):
        rest = unquote(parts.path.removeprefix("/amp/"))
        secure = rest.startswith("s/")
        return safe_link(("https://" if secure else "http://") + rest.removeprefix("s/"))
    if AMP_CACHE.search(host):
        found = re.match(r"/[cvi]/(s/)?(.+)", parts.path)
        return safe_link(f"http{'s' if found[1] else ''}://{found[2]}") if found else ""
    return ""


def canonical(link: str) -> str:
    """What two links of one story have in common: host without www, m or amp, path, and what chooses it.

    "" for a link that may not be shown. The scheme, the case of the host, the fragment, a slash at the end,
    AMP's marks and what follows a reader about are gone. It is for comparing, not for opening.
    """
    parts = _split(unwrapped(safe_link(link)))
    if parts is None or not parts.hostname:
        return ""
    host = parts.hostname.lower().rstrip(".")
    while (shorter := MOBILE.sub("", host)) != host and "." in shorter:
        host = shorter
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    path = re.sub(r"/{2,}", "/", parts.path).rstrip("/")
    path = re.sub(r"(?:/amp|\.amp|/index\.(?:html?|php))$", "", path)
    path = re.sub(r"^/amp(?=/)", "", path)
    path = re.sub(r"\.amp(?=\.html?$)|-amp(?=\.html?$)", "", path)
    kept = sorted(
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.match(name)
    )
    return f"{host}{port}{path}" + (f"?{urlencode(kept)}" if kept else "")


def cleaned(link: str) -> str:
    """The link as a page shows and opens it: unwrapped, without what follows a reader about; "" if unsafe."""
    parts = _split(unwrapped(safe_link(link)))
    if parts is None or not parts.hostname:
        return ""
    pairs = parse_qsl(parts.query, keep_blank_values=True)
    kept = [(name, value) for name, value in pairs if not TRACKING.match(name)]
    query = parts.query if len(kept) == len(pairs) else urlencode(kept)
    shown = parts._replace(netloc=parts.netloc.lower(), query=query, fragment="")
    return urlunsplit(shown)[:LONGEST]


def link_key(link: str) -> str:
    """By which copies of one link are found: a hash of the canonical link, "" where there is none."""
    reduced = canonical(link)
    return hashlib.sha256(reduced.encode()).hexdigest() if reduced else ""


def host_of(link: str) -> str:
    """The host as a page prints it beside a link."""
    parts = _split(link)
    return (parts.hostname or "").removeprefix("www.") if parts else ""


def _split(link: str) -> SplitResult | None:
    try:
        parts = urlsplit(link)
        parts.port  # noqa: B018  (read, so that a port that is none is found out here)
    except ValueError:
        return None
    return parts
