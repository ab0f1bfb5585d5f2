"""A client generated from the committed document, as a department makes one, against a service that runs."""

import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from shutil import which

import pytest

from liaison.models import InboundConcern, ReleaseAnswer
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import OrganisationFactory, issued, released, support_shared, withdrawn
from tests.liaison.test_api_start import commands, run
from tests.liaison.test_schema import COMMITTED

pytestmark = [pytest.mark.generator, pytest.mark.django_db(transaction=True)]
PACKAGE = "sharing_with_us"


@pytest.fixture(scope="module")
def generated(tmp_path_factory):
    """The package that the generator makes of docs/openapi.yaml, imported; a warning of its is a fault."""
    folder = tmp_path_factory.mktemp("client")
    made = [sys.executable, "-m", "openapi_python_client", "generate", "--fail-on-warning", "--meta", "none"]
    path = f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(  # noqa: S603
        [*made, "--path", str(COMMITTED), "--output-path", str(folder / PACKAGE)],
        capture_output=True,
        text=True,
        timeout=180,
        check=False,
        env={**os.environ, "PATH": path},
    )
    assert done.returncode == 0, done.stdout + done.stderr
    sys.path.insert(0, str(folder))
    yield import_module(PACKAGE)
    sys.path.remove(str(folder))
    for name in [name for name in sys.modules if name.split(".")[0] == PACKAGE]:
        del sys.modules[name]


@pytest.fixture
def system(generated, at, live_server):
    """DCLG's own system, with a token of its own, on a service that runs."""
    token = issued(at, organisation=OrganisationFactory(dclg=True))[1]
    with generated.AuthenticatedClient(
        base_url=live_server.url, token=token, raise_on_unexpected_status=True
    ) as made:
        yield made


def operation(name):
    return import_module(f"{PACKAGE}.api.{name}")


def model(name):
    return getattr(import_module(f"{PACKAGE}.models"), name)


def test_it_reads_what_is_released_and_keeps_up_with_it(system, at):  # R200
    given = released(at, matter="The reserves fell.")
    releases = operation("releases.list_releases")
    first = releases.sync_detailed(client=system)
    (one,) = first.parsed.results
    assert (one.number, one.standing, one.withdrawn) == (given.number, "released", None)
    assert one.release.concern == "The reserves fell."
    assert one.release.council.code == given.council_code
    held = releases.sync_detailed(client=system, if_none_match=first.headers["ETag"])
    assert (held.status_code, held.parsed) == (304, None)

    gone = withdrawn(at)
    second = releases.sync_detailed(client=system, changed_since=one.changed_at)
    told = {each.number: each for each in second.parsed.results}
    assert told[gone.number].release is None
    assert told[gone.number].withdrawn.reason == "A figure was wrong."
    latest = max(each.changed_at for each in told.values())
    again = releases.sync(client=system, changed_since=latest)
    assert [each.number for each in again.results] == [gone.number]
    missing = operation("releases.read_release").sync(client=system, number="2012-9999")
    assert (missing.status, missing.title) == (404, "Not Found")


def test_it_answers_a_release_and_reads_how_the_support_goes(system, at):  # R083, R181
    given = released(at)
    support_shared(at, given, text="The board met.")
    (one,) = operation("support.list_support").sync(client=system).results
    assert (one.release, one.id, one.support.progress.text) == (given.number, 1, "The board met.")
    answer = operation("releases.answer_release")
    body = model("SentAnswer")(text="Thank you: we wait.")
    sent = answer.sync_detailed(client=system, number=given.number, body=body, idempotency_key="one")
    assert (sent.status_code, sent.parsed.kind, sent.parsed.by) == (201, "answered", "P. Lowe")
    again = answer.sync_detailed(client=system, number=given.number, body=body, idempotency_key="one")
    assert (again.status_code, again.content) == (200, sent.content)
    listed = operation("releases.list_answers").sync(client=system, number=given.number)
    assert [each.text for each in listed.results] == [ReleaseAnswer.objects.get().text]


def test_it_brings_a_concern_and_reads_the_acknowledgement(system):  # R081
    CouncilFactory(code="E07000900", name="Barchester Testing Council")
    kinds, told = model("EvidenceKind"), model("AnswerEnum")
    body = model("SentConcern")(
        council="E07000900",
        concern="Assessments of children are late.",
        council_told=model("SentTold")(answer=told("not_yet"), reason="It is being checked."),
        evidence=[model("SentEvidence")(kind=kinds("hard"), line="The inspection of June")],
    )
    send = operation("concerns.send_concern")
    sent = send.sync_detailed(client=system, body=body, idempotency_key="our-own")
    inbound = InboundConcern.objects.get()
    assert sent.status_code == 201, sent.content
    assert (sent.parsed.number, sent.parsed.standing) == (inbound.number, "waiting")
    assert sent.parsed.received_at == inbound.recorded_at
    read = operation("concerns.read_concern").sync(client=system, number=inbound.number)
    assert (read.council.name, read.council_told.answer) == ("Barchester Testing Council", "not_yet")
    refused = send.sync(client=system, body=body, idempotency_key="a b")
    assert (refused.status, list(refused.errors.to_dict())) == (400, ["Idempotency-Key"])


@pytest.mark.skipif(not (which("bash") and which("curl")), reason="no curl on this machine")
def test_the_page_for_developers_makes_one_by_copy_and_paste(at, live_server, sign_in, tmp_path):
    """The page's own commands, without the installation, and its own program."""
    given = released(at)
    token = issued(at)[1]
    page = sign_in(UserFactory()).get("/api/docs/start").content.decode()
    (making,) = [one for one in commands(page) if "openapi-python-client generate" in one]
    install, *rest = making.splitlines()
    assert install.startswith("pip install openapi-python-client")
    run("\n".join(rest), token, live_server.url, tmp_path)
    (program,) = [one for one in commands(page) if "from sharing import" in one]
    (tmp_path / "read.py").write_text(program)
    printed = run("SERVICE=$SERVICE TOKEN=$TOKEN python3 read.py", token, live_server.url, tmp_path)
    assert printed.startswith(f"{given.number} released ")
