"""Posting to an address that somebody outside named: in time, outside alone, nothing of the answer read."""

import contextlib
import gzip
import socket
import threading
import time

import pytest
from django.test import override_settings

from common.posting import PostFailed, post

WORDS = {"body": b"{}", "headers": {"Content-Type": "application/json"}, "agent": "a test"}


@contextlib.contextmanager
def answering(*pieces, pause=0.0):
    """A receiver that sends these bytes to whoever connects; gives its port and what it was sent."""
    listening, came = socket.create_server(("127.0.0.1", 0)), []

    def serve():
        with contextlib.suppress(OSError):
            while True:
                connection, _ = listening.accept()
                with connection, contextlib.suppress(OSError):
                    came.append(connection.recv(65536))
                    for piece in pieces:
                        connection.sendall(piece)
                        time.sleep(pause)

    threading.Thread(target=serve, daemon=True).start()
    try:
        yield listening.getsockname()[1], came
    finally:
        listening.close()


def test_the_status_and_the_wait_come_back():
    answer = b"HTTP/1.1 429 Later\r\nRetry-After: 30\r\nContent-Length: 0\r\n\r\n"
    with answering(answer) as (port, came):
        said = post(f"http://127.0.0.1:{port}/hook", max_seconds=5, **WORDS)
    assert (said.status, said.retry_after) == (429, 30)
    assert came[0].startswith(b"POST /hook HTTP/1.1\r\n")


def test_an_endless_answer_is_not_read():
    """Its status is known by its first lines; however much follows, the connection is closed."""
    with answering(b"HTTP/1.1 200 OK\r\n\r\n", *[b"x" * 65536] * 600, pause=0.1) as (port, _):
        assert post(f"http://127.0.0.1:{port}/", max_seconds=10, **WORDS).status == 200


def test_nor_is_the_body_of_a_redirect():
    """Packed to burst or endless: where it leads is not asked, and the library is kept from reading it."""
    head = b"HTTP/1.1 302 Found\r\nLocation: http://127.0.0.1:1/\r\nContent-Encoding: gzip\r\n\r\n"
    packed = gzip.compress(b"x" * 1_000_000)
    began = time.monotonic()
    with answering(head, *[packed] * 600, pause=0.1) as (port, _):
        assert post(f"http://127.0.0.1:{port}/", max_seconds=20, **WORDS).status == 302
    assert time.monotonic() - began < 15  # of 60


@pytest.mark.parametrize(
    ("scheme", "pieces"),
    [
        ("http", [b"HTTP/1.1 200 OK\r\n", *[b"X-More: 1\r\n"] * 90]),
        ("http", [b"H", b"T"] * 50),
        ("https", [b"\x16\x03\x03\x3f\xff", *[b"\x02"] * 90]),  # a handshake
    ],
)
def test_one_that_drips_is_cut_when_the_time_is_up(scheme, pieces):
    with answering(*pieces, pause=0.5) as (port, _):
        began = time.monotonic()
        with pytest.raises(PostFailed, match="did not answer within 1 seconds"):
            post(f"{scheme}://127.0.0.1:{port}/", max_seconds=1, **WORDS)
    assert time.monotonic() - began < 20  # of 45


def test_the_address_that_is_looked_at_is_the_one_that_is_connected_to(monkeypatch):
    """A name that leads outside when it is looked at and inside a moment later is looked up once."""
    asked, connected = [], []

    def leads(host, *words, **options):
        asked.append(host)
        inside = len(asked) > 1 and host == "hooks.example.gov.uk"
        address = "10.0.0.7" if inside else ("93.184.215.14" if host == "hooks.example.gov.uk" else host)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]

    def connect(self, address):
        connected.append(address)
        raise OSError

    monkeypatch.setattr(socket, "getaddrinfo", leads)
    monkeypatch.setattr(socket.socket, "connect", connect)
    with pytest.raises(PostFailed, match=r"^hooks\.example\.gov\.uk could not be reached\.$"):
        post("https://hooks.example.gov.uk/", max_seconds=5, **WORDS)
    assert connected
    assert {address[0] for address in connected} == {"93.184.215.14"}
    assert asked.count("hooks.example.gov.uk") == 1


@override_settings(FETCH_LOOPBACK=False)
@pytest.mark.parametrize(
    "address",
    ["http://hooks.example.gov.uk/", "https://127.0.0.1/", "https://10.1.1.1/", "file:///etc/passwd"],
)
def test_an_inside_address_or_another_kind_is_not_asked(address, monkeypatch):
    monkeypatch.setattr(socket.socket, "connect", lambda *words: pytest.fail("It was connected to."))
    with pytest.raises(PostFailed):
        post(address, max_seconds=5, **WORDS)


def test_no_passwords_of_the_machine_are_sent(tmp_path, monkeypatch):
    (tmp_path / ".netrc").write_text("machine 127.0.0.1 login somebody password secret\n")
    monkeypatch.setenv("NETRC", str(tmp_path / ".netrc"))
    with answering(b"HTTP/1.1 204 No Content\r\n\r\n") as (port, came):
        post(f"http://127.0.0.1:{port}/", max_seconds=5, **WORDS)
    assert b"uthorization" not in came[0]
