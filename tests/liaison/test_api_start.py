"""A developer's first hour: the page's own examples, as they stand, against a service that runs (R200)."""

import contextlib
import html
import json
import os
import re
import socket
import subprocess
import sys
import time
from pathlib import Path
from shutil import which

import pytest

from audit.models import Event
from councils.models import Council
from liaison.models import InboundConcern
from liaison.tasks import send_webhooks
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import OrganisationFactory, issued, released

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (which("bash") and which("curl")), reason="no curl on this machine"),
]
BASH = which("bash") or "bash"


@pytest.fixture
def sandbox(at):
    """DCLG's token for trying, two fictional councils, and what was released about one."""
    council = CouncilFactory(fictional=True, code="X00000001")
    real = CouncilFactory(code="E07000900")
    released(at, number="2012-0001", council=council)
    released(at, number="2012-0002", council=real)
    return issued(at, organisation=OrganisationFactory(dclg=True), is_sandbox=True)[1]


def commands(page):
    """The examples of the page, as somebody copies them."""
    return [html.unescape(one) for one in re.findall(r"<pre[^>]*><code>(.*?)</code></pre>", page, re.DOTALL)]


def run(command, token, service, folder=None):
    """As typed in a shell; gives what was printed."""
    script = f"TOKEN={token}\nSERVICE={service}\n{command}"
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603  (the page's own examples)
        [BASH, "-c", script],
        capture_output=True,
        text=True,
        timeout=120,
        check=True,
        cwd=folder,
        env={**os.environ, "PATH": path},
    )
    return done.stdout.replace("\r", "")


def test_the_first_hour_works_by_copy_and_paste(sandbox, live_server, sign_in):
    page = sign_in(UserFactory()).get("/api/docs/start").content.decode()
    examples = [one for one in commands(page) if one.startswith("curl")]
    answers = {}
    for example in examples:
        if "sha256sum" in example:
            continue  # jq is not on every machine; the hash is held in test_api_releases
        answers[example] = run(example, sandbox, live_server.url)
        if "-i" not in example and "format=csv" not in example:
            assert "results" in json.loads(answers[example]), example

    def of(words):
        return next(answer for example, answer in answers.items() if words in example)

    assert [one["number"] for one in json.loads(of('/releases/"'))["results"]] == ["2012-0001"]
    assert [one["code"] for one in json.loads(of("councils/?limit=1"))["results"]] == ["X00000001"]
    tag = re.search(r'^etag: (".*")$', of("releases/2012-0001"), re.IGNORECASE | re.MULTILINE)[1]
    again = next(one for one in examples if "If-None-Match" in one).replace('"the-etag"', tag)
    assert run(again, sandbox, live_server.url).startswith("HTTP/1.1 304")
    brought = next(one for one in examples if "our-first-concern" in one)
    assert answers[brought].startswith("HTTP/1.1 201")
    assert run(brought, sandbox, live_server.url).startswith("HTTP/1.1 200")
    listed = run(next(one for one in examples if one.endswith('/concerns/"')), sandbox, live_server.url)
    assert [one["number"] for one in json.loads(listed)["results"]] == [InboundConcern.objects.get().number]
    unchanged = Event.objects.filter(act="api_read_releases", details__how="unchanged")
    assert unchanged.count() == 1


@contextlib.contextmanager
def receiver_running(code, port, folder):
    """The page's own receiver, as a process; gives it when it listens."""
    (folder / "receive.py").write_text(code)
    with subprocess.Popen(
        [sys.executable, "receive.py"], cwd=folder, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            for _ in range(100):
                with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port)):
                    break
                time.sleep(0.1)
            yield process
        finally:
            process.kill()


def test_a_webhook_is_received_by_copy_and_paste(sandbox, live_server, sign_in, tmp_path, at):
    """Issue 7: added, verified by the page's own receiver, told of; nothing is changed but the port."""
    page = sign_in(UserFactory()).get("/api/docs/start").content.decode()
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    section = page[page.index('id="webhooks"') : page.index('id="client"')].replace("9000", str(port))
    adding, code, ping, deliveries = commands(section)
    assert run(adding, sandbox, live_server.url, tmp_path).strip() == "201"
    with receiver_running(code, port, tmp_path) as process:
        assert run(ping, sandbox, live_server.url, tmp_path).startswith("HTTP/1.1 202")
        send_webhooks()
        assert json.loads(process.stdout.readline().partition(" ")[2])["type"] == "ping"
        council = Council.objects.get(code="X00000001")
        released(at, number="2012-0003", council=council)
        send_webhooks()
        told = process.stdout.readline()
        assert '"type":"release.released"' in told
        assert '"data":{"number":"2012-0003"}' in told
        forging = f'curl -s -o answer -w "%{{http_code}}" http://127.0.0.1:{port}/ --data "{{}}"'
        assert run(forging, sandbox, live_server.url, tmp_path) == "401"
    listed = json.loads(run(deliveries, sandbox, live_server.url, tmp_path))["results"]
    assert [(one["type"], one["outcome"], one["last_status"]) for one in listed] == [
        ("release.released", "delivered", 204),
        ("ping", "delivered", 204),
    ]
