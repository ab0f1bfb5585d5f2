"""Publishers as they are on a bad day: late, cut off, packed, endless; each a sentence, and no file left."""

import contextlib
import gzip
import socket
import threading
import time
from datetime import UTC, datetime
from email.utils import format_datetime

import pytest

from common.fetching import FetchFailed, fetch

BODY = b"code,value\r\nE06000034,1\r\n"
NOON = datetime(2026, 11, 21, 12, 0, tzinfo=UTC)


@contextlib.contextmanager
def answering(*pieces, pause=0.0):
    """A publisher that sends these bytes to whoever connects, then hangs up."""
    listening = socket.create_server(("127.0.0.1", 0))

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    connection.recv(65536)
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{listening.getsockname()[1]}/file.csv"
    finally:
        listening.close()


def answer(headers, body=b"", first="200 OK"):
    lines = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    return f"HTTP/1.1 {first}\r\n{lines}Connection: close\r\n\r\n".encode() + body


def failure(*pieces, tmp_path, pause=0.0, **limits):
    with answering(*pieces, pause=pause) as address, pytest.raises(FetchFailed) as caught:
        fetch(address, tmp_path, **limits)
    assert not list(tmp_path.iterdir())
    return caught.value


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"Retry-After": "120"}, 120),
        ({"Retry-After": format_datetime(NOON.replace(hour=14), usegmt=True),
          "Date": format_datetime(NOON, usegmt=True)}, 7200),
        ({"Retry-After": format_datetime(NOON.replace(hour=10), usegmt=True),
          "Date": format_datetime(NOON, usegmt=True)}, 0),
        ({"Retry-After": "next Tuesday"}, None),
        ({"Retry-After": "-5"}, None),
        ({"Retry-After": "9" * 40}, 999_999_999),
        ({}, None),
    ],
)  # fmt: skip
@pytest.mark.parametrize("first", ["429 Too Many Requests", "503 Service Unavailable"])
def test_when_to_try_again_is_read_as_seconds_and_as_a_date(tmp_path, headers, seconds, first):
    failed = failure(answer(headers, first=first), tmp_path=tmp_path)
    assert failed.retry_after == seconds
    assert f"answered {first[:3]}" in failed.sentence


def test_headers_that_drip_are_cut_off(tmp_path):
    begun = time.monotonic()
    failed = failure(
        *(bytes([byte]) for byte in answer({"X-Long": "x" * 400})),
        tmp_path=tmp_path,
        pause=0.05,
        max_seconds=0.5,
    )
    assert "took longer than" in failed.sentence
    assert time.monotonic() - begun < 3


def test_a_body_that_drips_is_cut_off(tmp_path):
    begun = time.monotonic()
    failed = failure(
        answer({"Content-Length": "400"}), *([b"x"] * 400), tmp_path=tmp_path, pause=0.05, max_seconds=0.5
    )
    assert "took longer than" in failed.sentence
    assert time.monotonic() - begun < 3


def test_a_packed_file_is_unpacked_and_its_length_is_of_what_came(tmp_path):
    packed = gzip.compress(BODY)
    headers = {"Content-Encoding": "gzip", "Content-Length": len(packed)}
    with answering(answer(headers, packed)) as address:
        fetched = fetch(address, tmp_path)
    assert fetched.path.read_bytes() == BODY
    assert fetched.size == len(BODY)


def test_a_gzip_bomb_is_stopped_at_the_cap(tmp_path):
    bomb = gzip.compress(b"\x00" * 30_000_000)
    headers = {"Content-Encoding": "gzip", "Content-Length": len(bomb)}
    failed = failure(answer(headers, bomb), tmp_path=tmp_path, max_bytes=100_000)
    assert "more than 100,000 bytes" in failed.sentence


@pytest.mark.parametrize(
    ("headers", "body", "words"),
    [
        ({"Content-Encoding": "gzip"}, b"not packed at all", "cannot be unpacked"),
        ({"Content-Encoding": "gzip"}, gzip.compress(BODY * 50, mtime=0)[:40], "cut short"),
        ({"Content-Encoding": "br"}, b"??", "packed as br"),
        ({"Content-Length": "500"}, BODY, "of 500 bytes|could not be reached"),
    ],
)
def test_what_cannot_be_unpacked_or_is_short_is_not_taken(tmp_path, headers, body, words):
    import re

    assert re.search(words, failure(answer(headers, body), tmp_path=tmp_path).sentence)


def test_a_connection_cut_before_and_within_the_answer_is_a_sentence(tmp_path):
    assert "could not be reached" in failure(tmp_path=tmp_path).sentence
    assert "could not be reached" in failure(b"HTT", tmp_path=tmp_path).sentence
    chunked = answer({"Transfer-Encoding": "chunked"}) + b"400\r\nabc"
    assert "could not be reached" in failure(chunked, tmp_path=tmp_path).sentence


def test_a_redirect_is_said_and_not_followed(tmp_path):
    moved = answer({"Location": "http://169.254.169.254/latest/?key=secret"}, first="302 Found")
    sentence = failure(moved, tmp_path=tmp_path).sentence
    assert "points elsewhere (169.254.169.254)" in sentence
    assert "change the address" in sentence
    assert "secret" not in sentence  # an address may be signed


def test_plain_http_is_asked_on_the_loopback_only(settings, tmp_path):
    settings.FETCH_LOOPBACK = False
    with pytest.raises(FetchFailed, match="does not begin with https"):
        fetch("http://example.org/file.csv", tmp_path)
