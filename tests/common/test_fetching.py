"""Fetching: to a file by its hash, within caps, never to an inside address, each failure a sentence."""

import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from common.fetching import FetchFailed, fetch

BODY = b"code,value\r\nE06000034,1\r\n"


class Publisher(BaseHTTPRequestHandler):
    """A publisher with one good file and several bad habits."""

    def do_GET(self):
        getattr(self, self.path.strip("/"))()

    def good(self):
        if self.headers.get("If-None-Match") == '"one"':
            self.send_response(304)
            self.end_headers()
            return
        self.whole(BODY, {"ETag": '"one"', "Content-Type": "text/csv"})

    def whole(self, body, headers):
        self.send_response(200)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def large(self):
        self.whole(b"x" * 5_000, {})

    def truncated(self):
        self.send_response(200)
        self.send_header("Content-Length", "500")
        self.end_headers()
        self.wfile.write(BODY)

    def busy(self):
        self.send_response(503)
        self.send_header("Retry-After", "120")
        self.end_headers()

    def elsewhere(self):
        self.send_response(302)
        self.send_header("Location", "/good")
        self.end_headers()

    def drip(self):
        self.send_response(200)
        self.end_headers()
        for _ in range(40):
            self.wfile.write(b"x" * 70_000)
            time.sleep(0.05)

    def log_message(self, *args):
        """Say nothing."""


@pytest.fixture
def publisher():
    server = ThreadingHTTPServer(("127.0.0.1", 0), Publisher)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def test_a_file_is_kept_under_its_hash(publisher, tmp_path):
    fetched = fetch(f"{publisher}/good", tmp_path)
    assert fetched.path.read_bytes() == BODY
    assert fetched.path.name == fetched.sha256
    assert (fetched.size, fetched.etag, fetched.content_type) == (len(BODY), '"one"', "text/csv")
    assert [path.name for path in tmp_path.iterdir()] == [fetched.sha256]


def test_what_has_not_changed_is_not_sent_again(publisher, tmp_path):
    assert fetch(f"{publisher}/good", tmp_path, etag='"one"').path is None


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("truncated", "The last good figures stand|of 500 bytes"),
        ("busy", "answered 503. The last good figures stand"),
        ("elsewhere", "The last good figures stand"),
    ],
)
def test_each_failure_is_a_sentence_and_leaves_no_file(publisher, tmp_path, address, sentence):
    with pytest.raises(FetchFailed, match=sentence):
        fetch(f"{publisher}/{address}", tmp_path)
    assert not list(tmp_path.iterdir())


def test_more_than_the_cap_is_refused(publisher, tmp_path):
    with pytest.raises(FetchFailed, match="more than 1,000 bytes"):
        fetch(f"{publisher}/large", tmp_path, max_bytes=1_000)
    assert not list(tmp_path.iterdir())


def test_a_drip_feed_is_cut_off(publisher, tmp_path):
    with pytest.raises(FetchFailed, match="took longer"):
        fetch(f"{publisher}/drip", tmp_path, max_seconds=0.2)


def test_the_publisher_says_when_to_try_again(publisher, tmp_path):
    with pytest.raises(FetchFailed) as caught:
        fetch(f"{publisher}/busy", tmp_path)
    assert caught.value.retry_after == 120


def test_a_publisher_that_is_away_is_a_sentence(tmp_path):
    with pytest.raises(FetchFailed, match="could not be reached"):
        fetch("http://127.0.0.1:9/good", tmp_path)


@pytest.mark.parametrize(
    "address",
    [
        "http://127.0.0.1:6379/",
        "http://[::1]:5432/",
        "http://10.0.0.1/",
        "http://192.168.1.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://0.0.0.0:8000/",
        "file:///etc/passwd",
        "gopher://127.0.0.1/",
    ],
)
def test_an_inside_address_is_refused_without_a_connection(settings, tmp_path, address):
    settings.FETCH_LOOPBACK = False
    with pytest.raises(FetchFailed):
        fetch(address, tmp_path)
    assert not list(tmp_path.iterdir())
