"""script/bench lists: pages that show notes, among few and among many: how many queries each, and seconds.

In a process and a database of its own. The number of queries must not grow with the notes.
"""

from __future__ import annotations

import json
import statistics
import subprocess
import sys
import time
from typing import Any

FEW, MANY = 2_000, 100_000
ROUNDS = 5


def lists() -> dict[str, Any]:
    """Every page at both sizes: queries, and milliseconds (median)."""
    done = subprocess.run(
        [sys.executable, "-m", "script.launcher.bench_lists"], stdout=subprocess.PIPE, text=True, check=True
    )
    found: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """One line of JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, setup_test_environment, teardown_databases

    from .prepare import static_files

    static_files()
    setup_test_environment(debug=False)
    held = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        print(json.dumps(_measured()))
    finally:
        connection.close()
        teardown_databases(held, verbosity=0)


def _measured() -> dict[str, Any]:
    from accounts.models import Role
    from councils.ingest import load_register
    from councils.models import Council, RegionHolding
    from councils.register import read_register
    from tests.factories.accounts import UserFactory
    from tests.factories.intelligence import SourceFactory

    from .bench_search import _load, _open_some, _words

    load_register(read_register())
    person: Any = UserFactory(role=Role.PRINCIPAL_ADVISER)
    sources = [SourceFactory() for _ in range(8)]
    councils = list(Council.objects.real().values_list("pk", flat=True))
    council = Council.objects.get(pk=councils[17])
    RegionHolding.objects.create(
        user=person, region=council.region, capacity="principal", since_on="2026-01-01"
    )
    words = _words()
    pages = {
        "council": f"/councils/{council.code}",
        "notes": "/intelligence",
        "notes, page 30": "/intelligence?page=30",
        "notes of a council": f"/intelligence?council={council.code}",
        "notes with a word": f"/intelligence?q={words[40]}",
        "notes, mine, oldest first": "/intelligence?mine=yes&order=oldest",
        "search": f"/search?all=1&q={words[40]}",
        "find or do": f"/find?part=1&q={words[40]}",
        "today": "/",
    }
    out: dict[str, Any] = {}
    for size in (FEW, MANY):
        _empty()
        _load(size, sources, councils, words)
        _open_some(size, [person], sources[0].owner)
        out[f"{size} notes"] = {name: _asked(person, page) for name, page in pages.items()}
    few, many = (out[f"{size} notes"] for size in (FEW, MANY))
    out["queries_constant"] = all(few[name]["queries"] >= many[name]["queries"] for name in pages)
    out["grew"] = [name for name in pages if few[name]["queries"] < many[name]["queries"]]
    return out


def _empty() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE intelligence_notereader DISABLE TRIGGER USER")
        cursor.execute("TRUNCATE intelligence_note CASCADE")
        cursor.execute("ALTER TABLE intelligence_notereader ENABLE TRIGGER USER")
        cursor.execute(
            "CREATE INDEX IF NOT EXISTS note_words ON intelligence_note "
            "USING gin (words) WITH (fastupdate = off)"
        )


def _asked(person: Any, page: str) -> dict[str, float]:
    from django.db import connection
    from django.test import Client
    from django.test.utils import CaptureQueriesContext

    client = Client()
    client.force_login(person)
    if client.get(page).status_code != 200:
        raise RuntimeError(f"{page} was not answered")
    took = []
    for _ in range(ROUNDS):
        begun = time.perf_counter()
        client.get(page)
        took.append((time.perf_counter() - begun) * 1000)
    with CaptureQueriesContext(connection) as asked:
        client.get(page)
    return {"queries": len(asked), "ms": round(statistics.median(took), 1)}


if __name__ == "__main__":
    main()
