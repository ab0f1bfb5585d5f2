"""script/bench search: notes found by their words among a million, by role, a third of them RESTRICTED.

In a process and a database of its own. Words stand as in real text: few are common and most are rare.
"""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
import time
from datetime import date, timedelta
from typing import Any

NOTES, VOCABULARY, LENGTH = 1_000_000, 30_000, 40
RESTRICTED, OPENED = 0.3, 0.002
TIMES = 150
GOAL_MS = 50
COLUMNS = (
    "id, council_id, kind, text, known, source_id, marking, is_source_protected, is_originator_controlled, "
    "happened_on, owner_id, checked, confirmed_by, version, withdrawn_reason, outcome"
)


def search() -> dict[str, Any]:
    """Every role, one word, two words, and with a council: p50 and p95 in milliseconds; goal 50."""
    size = os.environ.get("BENCH_NOTES", str(NOTES))
    done = subprocess.run(
        [sys.executable, "-m", "script.launcher.bench_search", size],
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
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    held = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        print(json.dumps(_measured(int(sys.argv[1]))))
    finally:
        connection.close()
        teardown_databases(held, verbosity=0)


def _measured(size: int) -> dict[str, Any]:
    from accounts.models import Role
    from councils.ingest import load_register
    from councils.models import Council
    from councils.register import read_register
    from intelligence.models import NoteReader
    from tests.factories.accounts import UserFactory
    from tests.factories.intelligence import SourceFactory

    load_register(read_register())
    people = {
        "principal adviser": UserFactory(role=Role.PRINCIPAL_ADVISER),
        "senior adviser": UserFactory(role=Role.SENIOR_ADVISER),
        "member peer": UserFactory(role=Role.MEMBER_PEER),
    }
    owners = [SourceFactory() for _ in range(8)]
    councils = list(Council.objects.real().values_list("pk", flat=True))
    words = _words()
    loaded, indexed = _load(size, owners, councils, words)
    _open_some(size, list(people.values()), owners[0].owner)
    out: dict[str, Any] = {
        "notes": size,
        "restricted": RESTRICTED,
        "opened_to_each": NoteReader.objects.count() // len(people),
        "load_s": round(loaded, 1),
        "index_s": round(indexed, 1),
        "index_mb": _index_mb(),
        "goal_ms": GOAL_MS,
    }
    for role, person in people.items():
        out[role] = {
            "one word": _asked(person, [[word] for word in _chosen(words, 1)]),
            "two words": _asked(person, _pairs(words)),
            "one word, a council": _asked(person, [[word] for word in _chosen(words, 2)], councils[17]),
        }
    return out


def _words() -> list[str]:
    """Pronounceable words, the commonest first."""
    import numpy as np

    rng = np.random.default_rng(3)
    starts, vowels, ends = "bcdfghjklmnprstvw", "aeiou", ("n", "r", "st", "m", "ck", "l", "th", "sh")
    words: dict[str, None] = {}
    while len(words) < VOCABULARY:
        parts = [
            starts[int(rng.integers(len(starts)))] + vowels[int(rng.integers(len(vowels)))]
            for _ in range(int(rng.integers(1, 4)))
        ]
        words["".join(parts) + ends[int(rng.integers(len(ends)))]] = None
    return list(words)


def _load(size: int, sources: list[Any], councils: list[int], words: list[str]) -> tuple[float, float]:
    """Seconds to copy the notes in with their words, and to build the index."""
    import numpy as np
    from django.db import connection

    rng = np.random.default_rng(7)
    weights = 1 / (np.arange(1, len(words) + 1) + 2.7)
    weights /= weights.sum()
    vocabulary = np.array(words)
    begun = time.perf_counter()
    with connection.cursor() as cursor:
        cursor.execute("DROP INDEX note_words")
        cursor.execute("ALTER TABLE intelligence_note DISABLE TRIGGER USER")
        cursor.execute("CREATE TEMP TABLE coming (LIKE intelligence_note INCLUDING DEFAULTS)")
        for start in range(0, size, 50_000):
            count = min(50_000, size - start)
            drawn = vocabulary[rng.choice(len(words), size=(count, LENGTH), p=weights)]
            text = io.StringIO()
            for place in range(count):
                number = start + place + 1
                source = sources[number % len(sources)]
                council = councils[int(rng.integers(len(councils)))]
                # Heard on the day or some days before; one in twenty is about something long ago.
                ago = int(rng.integers(1000)) if rng.random() < 0.05 else int(rng.exponential(6))
                day = date(2024, 1, 1) + timedelta(days=number * 1000 // size - ago)
                marking = "restricted" if rng.random() < RESTRICTED else "advisers"
                text.write(
                    f"{number}\t{council}\tsign\t{' '.join(drawn[place])}\tfirst_hand\t{source.pk}\t{marking}"
                    f"\tf\tf\t{day}\t{source.owner_id}\tnot_yet\t0\t1\t\t\n"
                )
            text.seek(0)
            cursor.cursor.copy_expert(f"COPY coming ({COLUMNS}) FROM STDIN", text)
        cursor.execute(
            f"INSERT INTO intelligence_note ({COLUMNS}, words) "  # noqa: S608
            f"SELECT {COLUMNS}, to_tsvector('english', text) FROM coming ORDER BY id"
        )
        cursor.execute("DROP TABLE coming")
        cursor.execute("ALTER TABLE intelligence_note ENABLE TRIGGER USER")
        loaded = time.perf_counter() - begun
        begun = time.perf_counter()
        cursor.execute(
            "CREATE INDEX note_words ON intelligence_note USING gin (words) WITH (fastupdate = off)"
        )
        indexed = time.perf_counter() - begun
    return loaded, indexed


def _open_some(size: int, people: list[Any], owner: Any) -> None:
    """Some of the notes are opened to each person by name; then the planner is told of all of it."""
    import numpy as np
    from django.db import connection

    from intelligence.models import NoteReader

    rng = np.random.default_rng(11)
    for person in people:
        chosen = np.unique(rng.integers(1, size + 1, size=int(size * OPENED))).tolist()
        NoteReader.objects.bulk_create(
            [NoteReader(note_id=number, user=person, opened_by=owner) for number in chosen], batch_size=5_000
        )
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE intelligence_note")
        cursor.execute("ANALYZE intelligence_notereader")


def _index_mb() -> int:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_relation_size('note_words') / 1024 / 1024")
        return int(cursor.fetchone()[0])


def _chosen(words: list[str], seed: int) -> list[str]:
    """Words from the commonest to the rarest, each decade of them as often; and some that stand nowhere."""
    import numpy as np

    rng = np.random.default_rng(seed)
    places = np.exp(rng.uniform(0, np.log(len(words)), size=TIMES)).astype(int) - 1
    return [words[place] for place in places.tolist()] + ["xyzzyplugh"] * (TIMES // 20)


def _pairs(words: list[str]) -> list[list[str]]:
    return [list(pair) for pair in zip(_chosen(words, 5), reversed(_chosen(words, 6)), strict=True)]


def _asked(person: Any, searches: list[list[str]], council: int | None = None) -> dict[str, float]:
    """The first page of what is found and its count, as the list asks them."""
    from intelligence import queries, searching

    took = []
    for words in searches:
        said = " ".join(words)
        begun = time.perf_counter()
        notes = queries.notes_for(person)
        if council is not None:
            notes = notes.filter(council_id=council)
        found = searching.Found(notes, said)
        found.count()
        queries.shown(queries.notes_by_id(person, found[:25]), person, said)
        took.append((time.perf_counter() - begun) * 1000)
    took.sort()
    return {
        "p50_ms": round(took[len(took) // 2], 1),
        "p95_ms": round(took[int(len(took) * 0.95)], 1),
        "most_ms": round(took[-1], 1),
    }


if __name__ == "__main__":
    main()
