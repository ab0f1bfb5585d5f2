"""The one door to the outside: fetch an address to a file, politely, within caps (TRUST section 3, 18-19)."""

from __future__ import annotations

import hashlib
import time
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from pathlib import Path
from typing import Any

import requests
import urllib3
from django.conf import settings
from requests_hardened import Config, Manager

from common import scratch
from common.deadline import Deadline, DeadlineAdapter

USER_AGENT = "slirisk/0.1 (sector-led improvement; published figures)"
FIGURES_STAND = "The last good figures stand."
CHUNK = 64 * 1024


class FetchFailed(Exception):
    """The publisher could not be read; `sentence` says why, `retry_after` (seconds) when to try again.

    `answered` is the publisher's own answer (410: it is gone), None where there was none.
    """

    def __init__(self, sentence: str, *, retry_after: int | None = None, answered: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after
        self.answered = answered


@dataclass(frozen=True, kw_only=True)
class Fetched:
    """What came back. `path` is None where the publisher says nothing has changed (304)."""

    path: Path | None
    sha256: str
    size: int
    etag: str
    last_modified: str
    content_type: str


def fetch(
    address: str,
    folder: Path,
    *,
    etag: str = "",
    last_modified: str = "",
    body: bytes | None = None,
    max_bytes: int = 64 * 1024 * 1024,
    max_seconds: float = 120,
    redirects: int = 0,
    agent: str = USER_AGENT,
    stands: str = FIGURES_STAND,
) -> Fetched:
    """Fetch `address` into a file named by its hash in `folder` (temporary name, then rename).

    Inside addresses are refused (loopback only where FETCH_LOOPBACK is set: the demonstration and the
    tests); only https is asked, and http where the loopback is. Redirects are not followed, but for so many
    as `redirects` says, each address checked like the first. With a `body` (JSON) it is posted. What comes
    packed (gzip) is unpacked under the same cap of bytes; the whole ends within `max_seconds`. Raises
    `FetchFailed` with a sentence, in which no more of an address stands than its host: the rest may be signed
    with a key; `stands` says at its end what holds meanwhile.
    """
    headers = {"Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    if body is not None:
        headers["Content-Type"] = "application/json"
    may_be_asked(address)
    with Deadline(max_seconds) as deadline:
        try:
            with guarded_session(deadline, agent=agent) as session:
                way = "GET" if body is None else "POST"
                while True:
                    with session.request(way, address, headers=headers, data=body, stream=True) as response:
                        if not (response.is_redirect and redirects > 0 and body is None):
                            return _kept(
                                response, folder, max_bytes=max_bytes, deadline=deadline, stands=stands
                            )
                        address = requests.compat.urljoin(address, response.headers.get("Location", ""))
                    redirects -= 1
                    may_be_asked(address)
        except (requests.RequestException, urllib3.exceptions.HTTPError, ValueError) as error:
            if deadline.is_over:
                raise _too_slow(host_of(address), deadline) from error
            raise FetchFailed(
                f"{host_of(address)} could not be reached ({type(error).__name__}). {stands}"
            ) from error


def guarded_session(deadline: Deadline, *, agent: str) -> requests.Session:
    """A session whose every connection goes to the outside alone, and is cut when the time is up.

    A name is looked up once: the address that is looked at is the one that is connected to. The loopback is
    allowed where FETCH_LOOPBACK is set. No redirect is followed.
    """
    loopback = _loopback()
    config = Config(
        ip_filter_enable=True,
        ip_filter_allow_loopback_ips=loopback,
        never_redirect=True,
        default_timeout=(5, 20),
        user_agent_override=agent,
    )
    session: requests.Session = Manager(config).get_session()
    for scheme in ("http", "https"):
        session.mount(
            f"{scheme}://",
            DeadlineAdapter(deadline, is_https_proto=scheme == "https", allow_loopback=loopback),
        )
    # Asked where a redirect leads, the library would read the whole of its body.
    session.get_redirect_target = lambda resp: None  # type: ignore[method-assign]
    return session


def may_be_asked(address: str) -> None:
    """Raises `FetchFailed` where the address is not of https; the loopback's may be of http."""
    if not address.startswith(("https://", "http://") if _loopback() else "https://"):
        raise FetchFailed(f"{host_of(address)} is not asked: its address does not begin with https://.")


def _loopback() -> bool:
    return bool(getattr(settings, "FETCH_LOOPBACK", False))


def _kept(
    response: requests.Response, folder: Path, *, max_bytes: int, deadline: Deadline, stands: str
) -> Fetched:
    host = host_of(response.url)
    if response.status_code == 304:
        return Fetched(path=None, sha256="", size=0, **_headers(response))
    if response.status_code != 200:
        raise FetchFailed(
            _refusal(response, host, stands),
            retry_after=retry_after_of(response),
            answered=response.status_code,
        )
    digest, size = hashlib.sha256(), 0
    file, temporary = scratch.make(folder)
    try:
        with file:
            for chunk in _body(response, host, max_bytes, deadline):
                size += len(chunk)
                if size > max_bytes:
                    raise FetchFailed(f"{host} sent more than {max_bytes:,} bytes. Nothing was taken in.")
                digest.update(chunk)
                file.write(chunk)
            file.flush()
            path = folder / digest.hexdigest()
            temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)
    return Fetched(path=path, sha256=digest.hexdigest(), size=size, **_headers(response))


def _refusal(response: requests.Response, host: str, stands: str) -> str:
    """What an answer other than the file says."""
    where = response.headers.get("Location", "")
    if response.is_redirect and where:
        return (
            f"{host} answered {response.status_code} and points elsewhere ({host_of(where)}), "
            "which is not followed. If that is right, change the address at which it is asked. "
            f"{stands}"
        )
    return f"{host} answered {response.status_code}. {stands}"


def retry_after_of(response: requests.Response) -> int | None:
    """The seconds the publisher asks us to wait: given as seconds, or as a date beside its own clock."""
    wait = response.headers.get("Retry-After", "").strip()
    if wait.isascii() and wait.isdigit():
        return int(wait[:9])
    until = _date(wait)
    if until is None:
        return None
    said = _date(response.headers.get("Date", "")) or datetime.fromtimestamp(time.time(), UTC)
    return max(0, int((until - said).total_seconds()))


def _date(text: str) -> datetime | None:
    try:
        day = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return day if day.tzinfo else day.replace(tzinfo=UTC)


def _body(response: requests.Response, host: str, max_bytes: int, deadline: Deadline) -> Iterator[bytes]:
    """The file in pieces, unpacked where it came packed; its declared length is of what came."""
    packed = response.headers.get("Content-Encoding", "identity").strip().lower() or "identity"
    if packed not in ("identity", "gzip", "x-gzip"):
        raise FetchFailed(f"{host} sent its file packed as {packed[:20]}, which is not read here.")
    unpack = zlib.decompressobj(16 + zlib.MAX_WBITS) if packed != "identity" else None
    came = 0
    while chunk := response.raw.read1(CHUNK, decode_content=False):
        if deadline.is_over:
            raise _too_slow(host, deadline)
        came += len(chunk)
        if came > max_bytes:
            raise FetchFailed(f"{host} sent more than {max_bytes:,} bytes. Nothing was taken in.")
        yield from _unpacked(unpack, chunk, host) if unpack else (chunk,)
    declared = response.headers.get("Content-Length", "")
    if deadline.is_over:
        raise _too_slow(host, deadline)
    if declared.isdigit() and int(declared) != came:
        raise FetchFailed(f"{host} sent {came:,} of {int(declared):,} bytes. Nothing was taken in.")
    if unpack and not unpack.eof:
        raise FetchFailed(f"{host} sent a packed file that is cut short. Nothing was taken in.")


def _unpacked(unpack: Any, chunk: bytes, host: str) -> Iterator[bytes]:
    """Never more than a small piece at once, whatever it unpacks to: the caller counts."""
    try:
        while chunk and not unpack.eof:
            piece = unpack.decompress(chunk, CHUNK)
            chunk = unpack.unconsumed_tail
            if piece:
                yield piece
    except zlib.error as error:
        raise FetchFailed(
            f"{host} sent a packed file that cannot be unpacked. Nothing was taken in."
        ) from error


def _too_slow(host: str, deadline: Deadline) -> FetchFailed:
    return FetchFailed(f"{host} took longer than {deadline.seconds:.0f} s. Nothing was taken in.")


def _headers(response: requests.Response) -> dict[str, str]:
    return {
        "etag": response.headers.get("ETag", ""),
        "last_modified": response.headers.get("Last-Modified", ""),
        "content_type": response.headers.get("Content-Type", ""),
    }


def host_of(address: str) -> str:
    """The host alone: the rest of an address may be signed with a key."""
    try:
        return requests.utils.urlparse(address).hostname or "The publisher"
    except ValueError:
        return "The publisher"
