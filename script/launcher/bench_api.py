"""The figure `api_figures`: a list of 100 observations beside a bare psycopg2 cursor and orjson, same rows.

`list` is what the address adds to the database's own answer: goal 2.5. `request` is the whole of it through
the server, with the token, the limit on requests and the record of the read, beside a view of the same
server that makes the bare list.
"""

from __future__ import annotations

import gc
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from typing import Any

ROWS = 100
TURNS = 300
COUNCILS, YEARS = 353, 10


def api_figures() -> dict[str, Any]:
    """Makes 100 rows in its own tables' terms inside a transaction that is taken back, and times both."""
    import orjson
    from django.db import connection, transaction
    from django.test import RequestFactory
    from rest_framework.request import Request

    from indicators import queries
    from liaison.api.keyset import ByNumbers

    with transaction.atomic():
        series = _made()
        statement, values = queries.observations_asked([series], limit=ROWS)
        connection.ensure_connection()
        raw = connection.connection

        def floor() -> bytes:
            with raw.cursor() as cursor:
                cursor.execute(statement, values)
                names = [column.name for column in cursor.description]
                return orjson.dumps([dict(zip(names, row, strict=True)) for row in cursor.fetchall()])

        def ours() -> bytes:
            request = Request(RequestFactory().get("/api/v1/observations/", {"limit": ROWS - 1}))
            pages = ByNumbers(request)
            rows = pages.page(queries.observations_served([series], limit=pages.limit + 1))
            body = {"next": pages.get_next_link(), "previous": pages.get_previous_link(), "results": rows}
            return orjson.dumps(body, option=orjson.OPT_UTC_Z)

        told = {"list_ms": 0.0, "floor_ms": 0.0, **_timed(ours, floor)}
        told["request_ms"] = _asked()
        transaction.set_rollback(True)
    return {"rows": ROWS, **told, "goal": 2.5}


def _timed(ours: Callable[[], bytes], floor: Callable[[], bytes]) -> dict[str, float]:
    """Turn about, so that a busy machine is busy for both; the medians and their ratio."""
    took: dict[str, list[float]] = {"list_ms": [], "floor_ms": []}
    for _ in range(20):
        ours(), floor()
    gc.collect()
    for _ in range(TURNS):
        for name, does in (("list_ms", ours), ("floor_ms", floor)):
            begun = time.perf_counter()
            does()
            took[name].append((time.perf_counter() - begun) * 1000)
    middle = {name: statistics.median(times) for name, times in took.items()}
    return {
        **{name: round(value, 2) for name, value in middle.items()},
        "ratio": round(middle["list_ms"] / middle["floor_ms"], 2),
    }


def _asked() -> float:
    """The whole request, as a receiving system makes it: the median of some."""
    from datetime import timedelta

    from django.conf import settings
    from django.test import Client

    from common.clock import now
    from liaison import queries, workflow
    from liaison.api.throttling import ByClient

    settings.ALLOWED_HOSTS = ["*"]
    ByClient.rate = "1000000/min"
    at = now()
    department = queries.organisation("dclg")
    if department is None:
        raise RuntimeError("DCLG is not held: the migrations have not run.")
    _, token = workflow.issue_token(
        by=None, at=at, organisation=department, officer="Bench", expires_at=at + timedelta(days=1)
    )
    client = Client(headers={"Authorization": f"Bearer {token}"})
    took = []
    for _ in range(60):
        begun = time.perf_counter()
        answer = client.get(f"/api/v1/observations/?limit={ROWS}")
        took.append((time.perf_counter() - begun) * 1000)
        if answer.status_code != 200:
            raise RuntimeError(answer.content)
    return round(statistics.median(took), 2)


def _made() -> int:
    """A series of 3,530 figures: 353 areas over ten years."""
    from django.db import connection

    from councils.models import Council, Region
    from indicators.models import Area, Change, Indicator, Observation, Period, Release, Series, Source

    at = datetime(2026, 1, 1, tzinfo=UTC)
    known = {"publisher": "Bench", "page": "/", "licence": "OGL"}
    source = Source.objects.create(
        slug="bench-api", title="Bench", through="", format="ons-els", address="/", attribution="",
        every_hours=24, **known,
    )  # fmt: skip
    indicator = Indicator.objects.create(
        slug="bench-api", source=source, title="Bench", theme="Bench", unit="%", decimals=1,
        polarity="none", why="", note="", checked_by="", checked_on=at.date(), **known,
    )  # fmt: skip
    series = Series.objects.create(indicator=indicator, is_main=True)
    release = Release.objects.create(
        source=source, sha256="b" * 64, size=1, came_from="bench", fetched_at=at, loaded_at=at, state="loaded"
    )
    change = Change.objects.create(kind="taken_in", release=release, at=at)
    region, _ = Region.objects.get_or_create(slug="bench", defaults={"name": "Bench", "gss": "E19999999"})
    councils = Council.objects.bulk_create(
        Council(key=f"BENCH{n}", code=f"E99{n:06}", name=f"Bench {n}", short_name=f"B{n}", kind="district",
                region=region)
        for n in range(COUNCILS)
    )  # fmt: skip
    areas = Area.objects.bulk_create(
        Area(kind="council", code=council.code, council=council) for council in councils
    )
    periods = [
        Period.objects.get_or_create(
            start_on=date(1900 + n, 1, 1), end_on=date(1900 + n, 12, 31), defaults={"label": str(1900 + n)}
        )[0]
        for n in range(YEARS)
    ]
    Observation.objects.bulk_create(
        Observation(
            series=series, area=area, period=period, value=area.pk / 7, status=0, existed=True,
            release=release, since=change,
        )
        for period in periods
        for area in areas
    )  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE indicators_observation, indicators_area, councils_council")
    return series.pk
