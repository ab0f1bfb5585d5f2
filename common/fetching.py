"""The one door to the outside: fetch an address to a file, politely, within caps (TRUST section 3, 18-19)."""

from __future__ import annotations

import hashlib
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import requests
from django.conf import settings
from requests_hardened import Config, Manager

USER_AGENT = "slirisk/0.1 (sector-led improvement; published figures)"
CHUNK = 64 * 1024


class FetchFailed(Exception):
    """The publisher could not be read; `sentence` says why, `retry_after` (seconds) when to try again."""

    def __init__(self, sentence: str, *, retry_after: int | None = None) -> None:
        super().__init__(sentence)
        self.sentence = sentence
        self.retry_after = retry_after


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
    max_bytes: int = 64 * 1024 * 1024,
    max_seconds: float = 120,
) -> Fetched:
    """Fetch `address` into a file named by its hash in `folder` (temporary name, then rename).

    Inside addresses are refused (loopback only where FETCH_LOOPBACK is set: the demonstration and the
    tests). Redirects are not followed. Raises `FetchFailed` with a sentence.
    """
    loopback = bool(getattr(settings, "FETCH_LOOPBACK", False))
    manager = Manager(
        Config(
            ip_filter_enable=True,
            ip_filter_allow_loopback_ips=loopback,
            never_redirect=True,
            default_timeout=(5, 20),
            user_agent_override=USER_AGENT,
        )
    )
    headers = {"Accept-Encoding": "identity"}
    if etag:
        headers["If-None-Match"] = etag
    if last_modified:
        headers["If-Modified-Since"] = last_modified
    try:
        with (
            manager.get_session() as session,
            session.request("GET", address, headers=headers, stream=True) as response,
        ):
            return _kept(response, folder, max_bytes=max_bytes, max_seconds=max_seconds)
    except requests.RequestException as error:
        raise FetchFailed(
            f"{_host(address)} could not be reached ({type(error).__name__}). The last good figures stand."
        ) from error


def _kept(response: requests.Response, folder: Path, *, max_bytes: int, max_seconds: float) -> Fetched:
    host = _host(response.url)
    if response.status_code == 304:
        return Fetched(path=None, sha256="", size=0, **_headers(response))
    if response.status_code != 200:
        wait = response.headers.get("Retry-After", "")
        raise FetchFailed(
            f"{host} answered {response.status_code}. The last good figures stand.",
            retry_after=int(wait) if wait.isdigit() else None,
        )
    folder.mkdir(parents=True, exist_ok=True)
    digest, size, deadline = hashlib.sha256(), 0, time.monotonic() + max_seconds
    handle, temporary = tempfile.mkstemp(dir=folder, prefix=".fetching-")
    try:
        with os.fdopen(handle, "wb") as file:
            for chunk in response.iter_content(CHUNK):
                size += len(chunk)
                if size > max_bytes:
                    raise FetchFailed(f"{host} sent more than {max_bytes:,} bytes. Nothing was taken in.")
                if time.monotonic() > deadline:
                    raise FetchFailed(f"{host} took longer than {max_seconds:.0f} s. Nothing was taken in.")
                digest.update(chunk)
                file.write(chunk)
        declared = response.headers.get("Content-Length", "")
        if declared.isdigit() and int(declared) != size:
            raise FetchFailed(f"{host} sent {size:,} of {int(declared):,} bytes. Nothing was taken in.")
        path = folder / digest.hexdigest()
        Path(temporary).replace(path)
    finally:
        Path(temporary).unlink(missing_ok=True)
    return Fetched(path=path, sha256=digest.hexdigest(), size=size, **_headers(response))


def _headers(response: requests.Response) -> dict[str, str]:
    return {
        "etag": response.headers.get("ETag", ""),
        "last_modified": response.headers.get("Last-Modified", ""),
        "content_type": response.headers.get("Content-Type", ""),
    }


def _host(address: str) -> str:
    return requests.utils.urlparse(address).hostname or "The publisher"
