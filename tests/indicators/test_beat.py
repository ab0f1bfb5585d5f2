"""Beat fires a pull while we watch: the real broker, a real worker and beat, a publisher on the loopback."""

import os
import re
import subprocess
import sys
import threading
import time
from datetime import timedelta
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connection

from common.clock import now
from councils.ingest import load_register
from councils.register import read_register
from indicators.demonstration.publisher import publisher
from indicators.ingest import sync_catalogue
from indicators.models import Check, Comparison, Observation, Source
from ledger.models import Job

ROOT = Path(__file__).resolve().parents[2]
CLAIMANTS = "ons-els-claimant-count"

pytestmark = [pytest.mark.servers, pytest.mark.django_db(transaction=True)]


def database_url() -> str:
    """The test's own database, for the processes it starts; the address may name its server after the `?`."""
    name = connection.settings_dict["NAME"]
    return re.sub(r"/[^/?]*(?=\?|$)", f"/{name}", settings.DATABASE_URL, count=1)


@pytest.fixture
def broker():
    """A broker that answers, or this test cannot run here."""
    try:
        with redis.Redis.from_url(settings.REDIS_URL) as client:
            client.ping()
    except redis.RedisError:
        pytest.skip("no broker answers at REDIS_URL")


@pytest.fixture
def published():
    """The demonstration's publisher, on any free port."""
    with publisher(0) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.fixture
def processes(broker, published, tmp_path):
    """A worker and a beat that see the test's database, the broker and the publisher."""
    environment = os.environ | {
        "SLIRISK_MODE": "test",
        "DATABASE_URL": database_url(),
        "REDIS_URL": settings.REDIS_URL,
        "INDICATOR_PUBLISHER": published,
        "PULLS_SCHEDULED_EVERY": "1",
        "LOG_LEVEL": "INFO",
    }
    celery = [sys.executable, "-m", "celery", "--quiet", "--app", "slirisk"]
    commands = {
        "worker": [*celery, "worker", "--concurrency", "1", "--without-gossip", "--without-mingle"],
        "beat": [*celery, "beat", "--schedule", str(tmp_path / "schedule"), "--pidfile", ""],
    }
    started = []
    for name, command in commands.items():
        with (tmp_path / f"{name}.log").open("wb") as log:
            started.append(
                subprocess.Popen(  # noqa: S603  (our own commands)
                    command, cwd=ROOT, env=environment, stdout=log, stderr=subprocess.STDOUT
                )
            )
    yield tmp_path
    for process in started:
        process.terminate()
    for process in started:
        process.wait(timeout=30)


def seen(outcome, logs, seconds=120):
    """The check with this outcome, as soon as it stands."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        check = Check.objects.filter(source__slug=CLAIMANTS, outcome=outcome).first()
        if check:
            return check
        time.sleep(0.2)
    told = "\n".join(path.read_text()[-2000:] for path in logs.glob("*.log"))
    return pytest.fail(f"No check with the outcome {outcome} within {seconds} s.\n{told}")


def test_beat_fires_a_pull_and_the_next_one_finds_nothing_new(processes):  # R099, R199
    load_register(read_register())
    sync_catalogue()
    Source.objects.exclude(slug=CLAIMANTS).update(last_checked_at=now())
    loaded = seen("loaded", processes)
    assert loaded.release.new == loaded.release.observations > 2000
    assert loaded.release.councils == 317
    england = Comparison.objects.get(
        series__indicator__slug="claimant-count", scope="england", period__label="2025"
    )
    assert (england.n, round(england.mean, 6), england.published) == (317, 3.446372, 4.0)
    held = Observation.objects.count()

    Source.objects.filter(slug=CLAIMANTS).update(last_checked_at=now() - timedelta(days=2))
    seen("unchanged", processes)
    assert Observation.objects.count() == held
    assert not Job.objects.filter(kind="pull", state="failed").exists()
