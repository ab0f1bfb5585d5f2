"""Feeds that mean harm, made from a seed, and a publisher on the loopback that gives them out.

Each says what may come of it: REFUSED (with a sentence), CLEANED (items without what was harmful), or EITHER.
Whatever an item points to stands at the trap, which must never be asked.
"""

from __future__ import annotations

import contextlib
import gzip
import random
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

REFUSED, CLEANED, EITHER = "refused", "cleaned", "either"
TRAP = "http://127.0.0.1:1"  # replaced by the trap's own address
INSIDE = (
    "http://169.254.169.254/latest/meta-data/",
    "http://10.0.0.1/",
    "http://192.168.1.1/admin",
    "http://[::ffff:169.254.169.254]/",
    "http://2852039166/",
    "http://0xa9fea9fe/",
    "http://[fd00::1]/",
    "http://172.16.0.9:6379/",
    "file:///etc/passwd",
    "gopher://127.0.0.1:6379/_FLUSHALL",
    "ftp://10.0.0.1/x",
    "http://100.64.0.1/",
    "http://[fe80::1]/",
)
SCRIPTS = (
    "<script>window.__ran=1;alert(1)</script>",
    "<img src=x onerror=window.__ran=1>",
    "<svg onload=window.__ran=1>",
    '<iframe src="javascript:parent.__ran=1"></iframe>',
    '<a href="javascript:window.__ran=1">x</a>',
    "<style>@import url(TRAP/s.css);*{background:url(TRAP/b)}</style>",
    '"><script>window.__ran=1</script>',
    "' autofocus onfocus=window.__ran=1 x='",
    "<img src=TRAP/pixel.gif>",
    "<math><mtext><script>window.__ran=1</script>",
    "<object data=TRAP/o></object>",
    "<body onload=window.__ran=1>",
    "{{7*7}}{% debug %}",
    "<link rel=stylesheet href=TRAP/l>",
    "<base href=TRAP/>",
    "<meta http-equiv=refresh content='0;url=TRAP/m'>",
    "]]><script>window.__ran=1</script>",
)
FIELDS = ("title", "description", "link", "guid", "author", "source", "category", "content")
LINKS = (
    "javascript:window.__ran=1",
    "JaVaScRiPt:window.__ran=1",
    "java\tscript:window.__ran=1",
    "data:text/html,<script>1</script>",
    "vbscript:x",
    " javascript:1",
    "https://a:b@TRAPHOST/",
    "//TRAPHOST/x",
    "https://www.google.com/url?url=javascript:1",
    "file:///etc/passwd",
    "http://\u202eexample.org/",
    "blob:x",
    'https://x.example/"onmouseover=window.__ran=1',
)
DATES = (
    "9999-12-31T23:59:59Z",
    "0000-00-00T00:00:00Z",
    "Mon, 99 Foo 20x6",
    "-5",
    "1e400",
    "2026-02-30",
    "now()",
    "0001-01-01T00:00:00+23:59",
    "9" * 400,
    "Thu, 01 Jan 1970 00:00:00 +9999",
    "",
)


@dataclass
class Hostile:
    """One feed: what is given out, and what may come of it."""

    kind: str
    may: str
    body: bytes = b""
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    drips: bool = False
    cut: bool = False
    raw: bytes = b""
    asked_as: str = ""  # another address than the publisher's


def rss(*items: str, head: str = "", encoding: str = "utf-8") -> str:
    """A feed of these items."""
    said = f'<?xml version="1.0" encoding="{encoding}"?>{head}'
    return f'{said}<rss version="2.0"><channel><title>Feed</title>{"".join(items)}</channel></rss>'


def item(n: object, **fields: str) -> str:
    """An item, fields as given over plain ones; written into the feed as they are."""
    said = {"title": f"Council matter {n}", "link": f"https://p.example/{n}", "guid": f"g{n}"} | fields
    tags = {"content": "content:encoded"}
    inside = "".join(
        f"<{tags.get(name, name)}>{value}</{tags.get(name, name)}>" for name, value in said.items()
    )
    return f"<item>{inside}</item>"


def escaped(text: str) -> str:
    """As text of XML."""
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _plain(kind: str, may: str, text: str | bytes, **more: Any) -> Hostile:
    body = text if isinstance(text, bytes) else text.encode("utf-8", errors="surrogatepass")
    return Hostile(kind, may, body, **more)


def _entities(d: random.Random, n: int) -> Hostile:
    heads = (
        '<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE r [<!ENTITY x SYSTEM "TRAP/xxe">]>',
        '<!DOCTYPE r [<!ENTITY % p SYSTEM "TRAP/p.dtd"> %p;]>',
        "<!DOCTYPE r ["
        + "".join(f'<!ENTITY l{k} "{f"&l{k - 1};" * 10 if k else "ha"}">' for k in range(10))
        + "]>",
        '<!DOCTYPE r [<!ENTITY x "' + "A" * 50_000 + '">]>',
        '<!doctype r [<!entity x "lower">]>',
        '<!DOCTYPE r SYSTEM "x" [ <!ENTITY x PUBLIC "a" "TRAP/pub">]>',
    )
    text = rss(item(n, title="&x;&l9;" * d.randint(1, 40)), head=heads[n % len(heads)])
    return _plain("entities", REFUSED, text.encode(d.choice(("utf-8", "utf-16"))))


def _outside_dtd(d: random.Random, n: int) -> Hostile:
    return _plain("a DTD elsewhere", EITHER, rss(item(n), head='<!DOCTYPE rss SYSTEM "TRAP/rss.dtd">'))


def _nested(d: random.Random, n: int) -> Hostile:
    deep = d.choice((300, 5_000, 200_000))
    return _plain(
        "nested", REFUSED, rss("<item><title>" + "<b>" * deep + "x" + "</b>" * deep + "</title></item>")
    )


def _packed(d: random.Random, n: int) -> Hostile:
    if n % 2:
        whole = gzip.compress(rss(*(item(k) for k in range(20))).encode())
        return Hostile("packed, cut short", REFUSED, whole[: d.randint(20, len(whole) - 9)], headers=PACKED)
    bomb = gzip.compress(b"<rss>" + b" " * d.choice((30_000_000, 80_000_000)), 1)
    return Hostile("packed bomb", REFUSED, bomb, headers=PACKED)


PACKED = {"Content-Encoding": "gzip"}


def _script(d: random.Random, n: int) -> Hostile:
    payload, where = SCRIPTS[n % len(SCRIPTS)], d.choice(FIELDS)
    shape = d.choice(
        (escaped, lambda t: escaped(escaped(t)), lambda t: f"<![CDATA[{t.replace(']]>', '')}]]>", str)
    )
    return _plain(
        "script", EITHER if shape is str else CLEANED, rss(item(n, **{where: shape(payload)}), item(f"{n}b"))
    )


def _links(d: random.Random, n: int) -> Hostile:
    link = LINKS[n % len(LINKS)]
    atom = (
        f'<feed xmlns="http://www.w3.org/2005/Atom"><title>F</title><entry><title>Council link {n}</title>'
        f'<link href="{escaped(link).replace(chr(34), "&quot;")}"/><id>i{n}</id></entry></feed>'
    )
    return _plain("links", CLEANED, atom if d.random() < 0.5 else rss(item(n, link=escaped(link), guid="g")))


def _inside_links(d: random.Random, n: int) -> Hostile:
    return _plain(
        "links to the inside",
        CLEANED,
        rss(item(n, link=escaped(INSIDE[n % len(INSIDE)])), item("t", link="TRAP/x")),
    )


def _redirect(d: random.Random, n: int) -> Hostile:
    to = INSIDE[n % len(INSIDE)]
    return Hostile(
        "redirect to the inside", REFUSED, status=d.choice((301, 302, 307, 308)), headers={"Location": to}
    )


def _asked_inside(d: random.Random, n: int) -> Hostile:
    return Hostile("an inside address", REFUSED, asked_as=INSIDE[n % len(INSIDE)])


def _endless(d: random.Random, n: int) -> Hostile:
    return Hostile(
        "endless redirect", REFUSED, status=302, headers={"Location": d.choice(("", "?a=1", "SELF"))}
    )


def _drip(d: random.Random, n: int) -> Hostile:
    return Hostile("drip", REFUSED, body=rss(*(item(k) for k in range(200))).encode(), drips=True)


def _encoding(d: random.Random, n: int) -> Hostile:
    said = rss(
        item(n, title="Café council £20m – ‘no’"),
        encoding=d.choice(("utf-16", "utf-7", "x-none", "idna", "utf-8", "ebcdic-cp-be")),
    )
    return _plain(
        "encoding",
        EITHER,
        said.encode(d.choice(("utf-8", "cp1252", "utf-16", "utf-32", "latin-1")), errors="replace"),
    )


def _nulls(d: random.Random, n: int) -> Hostile:
    body = bytearray(rss(item(n), item(f"{n}b", description="x\x00y\x01z\x1b[31m")).encode())
    for _ in range(d.randint(1, 30)):
        body.insert(d.randint(0, len(body)), d.choice((0, 1, 8, 255)))
    return _plain("null characters", EITHER, bytes(body))


def _line(d: random.Random, n: int) -> Hostile:
    return _plain(
        "one line without end",
        REFUSED,
        b"<rss><channel><item><title>" + b"A" * d.choice((4_300_000, 9_000_000)),
    )


def _kind_said(d: random.Random, n: int) -> Hostile:
    kinds = ("image/png", "text/html; charset=utf-7", "application/zip", "", "x" * 3_000)
    return _plain("content type", CLEANED, rss(item(n)), headers={"Content-Type": kinds[n % len(kinds)]})


def _truncated(d: random.Random, n: int) -> Hostile:
    whole = rss(*(item(f"{n}-{k}") for k in range(9))).encode()
    return Hostile("cut short", EITHER, whole[: d.randint(1, len(whole) - 1)], cut=bool(n % 2))


def _many(d: random.Random, n: int) -> Hostile:
    return _plain(
        "very many items",
        EITHER,
        rss(*(f"<item><title>M{n} {k}</title></item>" for k in range(d.choice((700, 100_000))))),
    )


def _dates(d: random.Random, n: int) -> Hostile:
    return _plain("dates", CLEANED, rss(item(n, pubDate=escaped(DATES[n % len(DATES)]))))


def _ids(d: random.Random, n: int) -> Hostile:
    return _plain(
        "ids", CLEANED, rss(*(item(f"{n}-{k}", guid=d.choice(("", "same", "x" * 5_000))) for k in range(6)))
    )


def _formula(d: random.Random, n: int) -> Hostile:
    said = d.choice(("=cmd|' /C calc'!A0", "+1+1", "@SUM(1)", "-2+3", '=HYPERLINK("TRAP","x")', "\t=1"))
    return _plain("formula", CLEANED, rss(item(n, title=escaped(said), description=escaped(said))))


def _turned(d: random.Random, n: int) -> Hostile:
    said = "".join(d.choice("\u202e\u2066\u200b\ufeff\u200fabc \u0301") for _ in range(80)) + " council"
    return _plain("turned letters", CLEANED, rss(item(n, title=said)))


def _headers(d: random.Random, n: int) -> Hostile:
    body = rss(item(n)).encode()
    marks = (
        b'ETag: "x\r\n Set-Cookie: a=b"\r\n',
        b"ETag: " + b"e" * 9_000 + b"\r\n",
        b"Last-Modified: \xff\xfe\x01\r\n",
        b"X: y\r\n" * 300,
        b'ETag: "a\x0bb"\r\nRetry-After: -1\r\n',
    )
    raw = b"HTTP/1.1 200 OK\r\n" + marks[n % len(marks)] + b"Content-Length: %d\r\n\r\n" % len(body) + body
    return Hostile("headers", EITHER, raw=raw)


def _page(d: random.Random, n: int) -> Hostile:
    pages = (
        "<!DOCTYPE html><html><body onload=alert(1)><h1>Sign in</h1></body></html>",
        "{}",
        "%PDF-1.4",
        "\x89PNG",
        "<a>b</a>",
        " ",
    )
    return _plain("no feed", REFUSED, pages[n % len(pages)])


def _status(d: random.Random, n: int) -> Hostile:
    code = (500, 403, 410, 429, 404, 204, 206)[n % 7]
    wait = {"Retry-After": d.choice(("99999999999999999999", "-1", "Fri, 99 Foo", "60"))}
    return Hostile("answers", REFUSED, b"<h1>no</h1>" if code != 204 else b"", status=code, headers=wait)


def _long(d: random.Random, n: int) -> Hostile:
    return _plain(
        "long fields",
        EITHER,
        rss(item(n, title="council " * 40_000, description="<b>" * 20_000 if n % 2 else "x" * 900_000)),
    )


MAKERS: tuple[Callable[[random.Random, int], Hostile], ...] = (
    _entities,
    _outside_dtd,
    _nested,
    _packed,
    _script,
    _links,
    _inside_links,
    _redirect,
    _asked_inside,
    _endless,
    _drip,
    _encoding,
    _nulls,
    _line,
    _kind_said,
    _truncated,
    _many,
    _dates,
    _ids,
    _formula,
    _turned,
    _headers,
    _page,
    _status,
    _long,
    _script,
    _script,
    _links,
    _truncated,
    _entities,
)
SLOW = {"drip", "very many items", "nested", "packed bomb", "one line without end", "long fields"}


def made(seed: int, count: int, trap: str) -> list[Hostile]:
    """`count` feeds from the seed, their addresses at the trap."""
    drawn = random.Random(seed)  # noqa: S311
    found = []
    for n in range(count):
        one = MAKERS[n % len(MAKERS)](drawn, n // len(MAKERS) * 3 + n)
        host = trap.removeprefix("http://")
        one.body = one.body.replace(b"TRAPHOST", host.encode()).replace(b"TRAP", trap.encode())
        found.append(one)
    return found


@contextlib.contextmanager
def serving(handle: Callable[[BaseHTTPRequestHandler], None]) -> Iterator[str]:
    """A server on the loopback that answers so; its base address."""

    class Handler(BaseHTTPRequestHandler):
        timeout = 10

        def do_GET(self) -> None:
            with contextlib.suppress(OSError):
                handle(self)

        def log_message(self, *words: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def give(handler: BaseHTTPRequestHandler, one: Hostile) -> None:
    """Answer with this feed."""
    if one.raw:
        handler.wfile.write(one.raw)
        handler.close_connection = True
        return
    handler.send_response(one.status)
    for name, value in one.headers.items():
        handler.send_header(name, handler.path if value == "SELF" else value or handler.path)
    handler.send_header("Content-Length", str(len(one.body) + (500 if one.cut else 0)))
    handler.end_headers()
    if one.drips:
        for place in range(0, len(one.body), 40):
            handler.wfile.write(one.body[place : place + 40])
            handler.wfile.flush()
            time.sleep(0.05)
        return
    handler.wfile.write(one.body)
