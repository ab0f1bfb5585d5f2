"""The figure `api`: lists of 100 rows as whole requests, beside a cursor and orjson in the same run.

A receiving system's request looks the token up, counts it, filters the rows, keeps the read and is
committed. The floor does the same by nothing but a psycopg2 cursor and orjson (`same_work_ms`); the goal of
`ratio`, the one to the other, is 2.5. `list_only_ms` is a cursor and orjson that make the list and nothing
else. In a process and a database of its own; the application is the API's own process as gunicorn calls it.
"""

from __future__ import annotations

import gc
import hashlib
import json
import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from io import BytesIO
from typing import Any

ROWS = 100
TURNS = 150


def api() -> dict[str, Any]:
    """Each list's request and floors, in milliseconds, and what they are to one another."""
    done = subprocess.run(
        [sys.executable, "-m", "script.launcher.bench_api_requests"],
        # The role that makes the database asks here: the API's own may not make one.
        env={**os.environ, "SLIRISK_PROCESS": "api", "API_DATABASE_URL": os.environ["DATABASE_URL"]},
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """One line of JSON."""
    import django

    django.setup()
    from django.conf import settings
    from django.test.utils import setup_databases, teardown_databases

    from liaison.api.throttling import ByClient

    settings.ALLOWED_HOSTS = ["*"]
    settings.SECURE_SSL_REDIRECT = False
    ByClient.rate = "1000000/min"
    held = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        print(json.dumps({"rows": ROWS, "goal": 2.5, **_figures()}), flush=True)
    finally:
        teardown_databases(held, verbosity=0)


def _figures() -> dict[str, Any]:
    from django.core.wsgi import get_wsgi_application
    from django.db import connection

    from common.clock import now
    from liaison import queries
    from tests.factories.liaison import issued

    from .bench_api import _made

    at = now()
    client, token = issued(at)
    _releases(at)
    series = _made()
    application = get_wsgi_application()
    lists = {
        "releases": (queries.served_to(client)[:ROWS].query.sql_with_params(), True),
        "councils": (queries.councils_asked(limit=ROWS), False),
        "observations": (_observations(series), False),
    }
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    return {name: _one(application, token, client, name, asked) for name, asked in lists.items()}


def _observations(series: int) -> Any:
    from indicators import queries

    return queries.observations_asked([series], limit=ROWS)


def _releases(at: Any) -> None:
    from liaison.workflow import approve_release
    from tests.factories.accounts import UserFactory
    from tests.factories.councils import CouncilFactory
    from tests.factories.liaison import ReleaseFactory, concern_about, told

    approver: Any = UserFactory(principal_adviser=True)
    council = CouncilFactory()
    concern = concern_about(council)
    known = told(concern)
    for number in range(1, ROWS + 11):
        release: Any = ReleaseFactory(
            number=f"2012-{number:04}",
            council=council,
            concern=concern,
            awareness=known,
            matter="What. " * 100,
        )
        approve_release(by=approver, at=at, release=release)


CLIENT = """
SELECT client.id, client.officer, client.scopes, client.allowed_addresses, client.expires_at,
       client.revoked_at, client.organisation_id, organisation.slug
FROM liaison_apiclient client
JOIN liaison_organisation organisation ON organisation.id = client.organisation_id
WHERE client.token_hmac = %s
"""
EVENT = """
INSERT INTO audit_event (act, subject_kind, subject_id, scope, details, salt)
VALUES ('api_read', 'liaison.apiclient', %s, '', '{}', %s) RETURNING id
"""


def _one(application: Any, token: str, client: Any, name: str, asked: Any) -> dict[str, float]:
    import orjson
    import psycopg2
    from django.db import connection

    from common.clock import now
    from liaison.workflow import token_hmac
    from liaison.workflow.counting import COUNTED
    from liaison.workflow.reading import READ

    (statement, values), keeps_readings = asked
    raw = psycopg2.connect(**connection.get_connection_params())
    raw.autocommit = True

    # As another officer's, so that the two keep readings of their own.
    reader = {
        "how": "listed",
        "organisation": client.organisation_id,
        "client": client.pk,
        "user": None,
        "officer": "The floor",
        "withdrawn": [False] * ROWS,
    }

    def rows(cursor: Any) -> list[dict[str, Any]]:
        cursor.execute(statement, values)
        names = [column.name for column in cursor.description]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]

    def listed() -> bytes:
        with raw.cursor() as cursor:
            return orjson.dumps(rows(cursor))

    def same_work() -> bytes:
        at = now()
        with raw.cursor() as cursor:
            cursor.execute(CLIENT, [token_hmac(token)])
            cursor.fetchone()
            cursor.execute(COUNTED, {"key": "floor", "at": at, "since": at - timedelta(minutes=1)})
            cursor.fetchone()
        raw.autocommit = False
        try:
            with raw.cursor() as cursor:
                found = rows(cursor)
                body = orjson.dumps(found)
                hashlib.sha256(body).hexdigest()
                if keeps_readings:
                    cursor.execute(READ, {**reader, "ids": [row["id"] for row in found]})
                cursor.execute(EVENT, [str(client.pk), "0" * 32])
                cursor.fetchone()
            raw.commit()
        finally:
            raw.autocommit = True
        return body

    def request() -> bytes:
        return _answered(application, token, f"/api/v1/{name}/")

    took = _timed({"request": request, "same_work": same_work, "list_only": listed})
    raw.close()
    return {
        **{f"{what}_ms": round(value, 2) for what, value in took.items()},
        "ratio": round(took["request"] / took["same_work"], 2),
        "to_list_only": round(took["request"] / took["list_only"], 2),
    }


def _answered(application: Any, token: str, path: str) -> bytes:
    """One request as a WSGI server makes it; anything but 200 stops the bench."""
    said: list[str] = []
    environ = {
        "REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": f"limit={ROWS}", "SERVER_NAME": "bench",
        "SERVER_PORT": "80", "SERVER_PROTOCOL": "HTTP/1.1", "REMOTE_ADDR": "127.0.0.1", "SCRIPT_NAME": "",
        "HTTP_AUTHORIZATION": f"Bearer {token}", "HTTP_HOST": "bench", "wsgi.input": BytesIO(),
        "wsgi.errors": sys.stderr, "wsgi.url_scheme": "http", "wsgi.version": (1, 0),
        "wsgi.multithread": False, "wsgi.multiprocess": True, "wsgi.run_once": False,
    }  # fmt: skip
    answer = application(environ, lambda status, headers, exc_info=None: said.append(status))
    try:
        body = b"".join(answer)
    finally:
        answer.close()
    if said[0] != "200 OK":
        raise RuntimeError(body)
    return body


def _timed(works: dict[str, Callable[[], bytes]]) -> dict[str, float]:
    """Turn about, so that a busy machine is busy for all; the medians."""
    took: dict[str, list[float]] = {name: [] for name in works}
    for _ in range(10):
        for does in works.values():
            does()
    gc.collect()
    for _ in range(TURNS):
        for name, does in works.items():
            begun = time.perf_counter()
            does()
            took[name].append((time.perf_counter() - begun) * 1000)
    return {name: statistics.median(times) for name, times in took.items()}


if __name__ == "__main__":
    main()
