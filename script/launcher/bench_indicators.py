"""script/bench indicators: figures at national scale, each beside the database's own COPY in the same run.

A release of 850 indicators, every council of 2012 and ten years is set up as its parser leaves it, then taken
in as a pull does: read back, sifted, judged, set beside what is held, written, compared. Each size runs in a
process of its own, on a database of its own, so that its memory is its own.
"""

from __future__ import annotations

import dataclasses
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from .telling import Failed

COUNCILS, PERIODS = 353, 10
SIZES = {"1 million": 284, "3 million": 850, "10 million": 2833}  # indicators
SOURCE = "bench"
AT = datetime(2026, 1, 1, tzinfo=UTC)
GOALS = {"first": 3, "again": 1.3, "revised": 2, "compared": 0.5, "peak_mb": 1000}


def figures(which: tuple[str, ...] = tuple(SIZES)) -> dict[str, Any]:
    """Every size, each in its own process; the goals are for three million."""
    sizes = {}
    for name in which:
        done = subprocess.run(
            [sys.executable, "-m", "script.launcher.bench_indicators", str(SIZES[name])],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
        )
        sizes[name] = json.loads(done.stdout.splitlines()[-1])
    return {"sizes": sizes, "goals": GOALS}


def main() -> None:
    """One size, named by its number of indicators: one line of JSON."""
    import django

    django.setup()
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    held = setup_databases(verbosity=0, interactive=False, serialized_aliases=set())
    try:
        with tempfile.TemporaryDirectory() as folder:
            print(json.dumps(_measured(int(sys.argv[1]), Path(folder))))
    finally:
        connection.close()
        teardown_databases(held, verbosity=0)


def _measured(indicators: int, folder: Path) -> dict[str, Any]:
    from councils.ingest import load_register
    from councils.register import read_register
    from indicators.ingest import sync_catalogue

    load_register(read_register())
    _define(indicators)
    sync_catalogue()
    for name, changed in (("first", 0.0), ("again", 0.0), ("revised", 0.02)):
        subprocess.run(  # so that making the rows is in nobody's memory
            [sys.executable, "-c", "from script.launcher.bench_indicators"
             f" import write; write({indicators}, {changed}, {str(folder / name)!r})"],
            check=True,
        )  # fmt: skip
    before = _peak()
    taken = {name: _taken_in(folder / name, name) for name in ("first", "again", "revised")}
    peak = _peak()
    floor = _floor(folder / "floor")
    compared, unlike = _compared()
    return {
        "observations": indicators * COUNCILS * PERIODS,
        "floor_s": round(floor, 2),
        **{
            name: {
                "ratio": round((sum(parts.values()) - parts["compare"]) / floor, 2),
                "with_all_comparisons": round(sum(parts.values()) / floor, 2),
                "seconds": {part: round(seconds, 2) for part, seconds in parts.items()},
            }
            for name, parts in taken.items()
        },
        "latest_compared": {"ratio": round(compared / floor, 2), "seconds": round(compared, 2)},
        "furthest_from_sql": unlike,
        "peak_mb": round(peak),
        "before_mb": round(before),
    }


def _peak() -> float:
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def _define(indicators: int) -> None:
    """A source of so many indicators, in the catalogue of this process only."""
    from indicators import catalogue

    like = next(iter(catalogue.sources().values()))
    expects = dataclasses.replace(like.expects, councils=300, least=-1000, greatest=1000)
    catalogue.sources()[SOURCE] = dataclasses.replace(like, slug=SOURCE, title="Bench", expects=expects)
    one = next(iter(catalogue.indicators().values()))
    for number in range(indicators):
        slug = f"bench-{number:04}"
        catalogue.indicators()[slug] = dataclasses.replace(
            one, slug=slug, source=SOURCE, decimals=2, series=catalogue.SeriesKey(slug)
        )


def write(indicators: int, changed: float, path: str) -> None:
    """The rows as a parser leaves them: in the file's own order, one in a hundred without a value."""
    import numpy as np

    from councils.register import read_register
    from indicators.rows import Rows, Words

    then = date(2012, 4, 1)
    codes = [
        one.code
        for one in read_register().councils
        if (one.existed_from_on is None or one.existed_from_on <= then)
        and (one.existed_until_on is None or one.existed_until_on >= then)
    ]
    count = indicators * COUNCILS * PERIODS
    random = np.random.default_rng(1)
    # As councils' figures are: each has its own level, from which it moves a little every year.
    level = random.normal(50, 10, (indicators, 1, COUNCILS))
    value = np.round((level + random.normal(0, 2, (indicators, PERIODS, COUNCILS))).reshape(-1), 4)
    missing = random.random(count) < 0.01
    if changed:
        value = np.where(random.random(count) < changed, value + 0.5, value)
    value[missing] = np.nan
    row = np.arange(count)
    one = Words.constant("", count)
    Rows(
        text={
            "area": Words((row % COUNCILS).astype(np.int32), codes),
            "area_name": one,
            "indicator": Words(
                (row // (COUNCILS * PERIODS)).astype(np.int32), [f"bench-{n:04}" for n in range(indicators)]
            ),
            "period": Words(
                (row // COUNCILS % PERIODS).astype(np.int32),
                [f"{year}-01-01|{year}-12-31|{year}" for year in range(2009, 2009 + PERIODS)],
            ),
            "sex": one,
            "age": one,
            "category_type": one,
            "category": one,
            "status": Words(missing.astype(np.int32), ["0", "1"]),
            "remark": one,
        },
        number={"value": value, "lower": value - 1, "upper": value + 1},
        read=count,
    ).save(Path(path))


def _taken_in(path: Path, name: str) -> dict[str, float]:
    """What each part of taking a release in took, in seconds."""
    from django.db import transaction

    from councils.lookup import Resolver
    from indicators import catalogue, comparisons, differing, holding, ingest, plausibility, sifting
    from indicators.models import Source
    from indicators.rows import Rows

    parts: dict[str, float] = {}

    def timed(part: str, act: Any) -> Any:
        def measured(*args: Any, **kwargs: Any) -> Any:
            begun = time.perf_counter()
            done = act(*args, **kwargs)
            parts[part] = time.perf_counter() - begun
            return done

        return measured

    rebuild, take_in = comparisons.rebuild, holding.take_in
    comparisons.rebuild, holding.take_in = timed("compare", rebuild), timed("hold", take_in)
    source = Source.objects.get(slug=SOURCE)
    came = ingest.Came(sha256=name.ljust(64, "0"), size=1, came_from=name, fetched_at=AT)
    begun = time.perf_counter()
    with transaction.atomic():
        rows = timed("read", Rows.load)(path)
        resolver = Resolver.load()
        named = timed("name", list)(plausibility.disagreements(rows, resolver))
        sifted = timed("sift", sifting.sift)(rows, SOURCE, resolver)
        del rows
        judged = timed("judge", plausibility.judge)(sifted, catalogue.sources()[SOURCE], AT.date(), named)
        if judged.unusable or judged.suspicions:
            raise Failed(f"The bench's own file was held: {judged.unusable or judged.suspicions}")
        difference = timed("differ", differing.difference)(list(judged.found))
        ingest.load(source=source, came=came, sifted=sifted, read_with="bench", at=AT, difference=difference)
    parts["rest"] = time.perf_counter() - begun - sum(parts.values())
    comparisons.rebuild, holding.take_in = rebuild, take_in
    return parts


def _floor(path: Path) -> float:
    """The same observations by COPY from text into a plain table: the middle of three, in seconds."""
    from django.db import connection

    took = []
    with connection.cursor() as cursor:
        with path.open("wb") as out:
            cursor.cursor.copy_expert(
                "COPY (SELECT * FROM indicators_observation WHERE until_id IS NULL) TO STDOUT", out
            )
        for _ in range(3):
            cursor.execute("CREATE TABLE plain AS SELECT * FROM indicators_observation WHERE false")
            with path.open("rb") as text:
                begun = time.perf_counter()
                cursor.cursor.copy_expert("COPY plain FROM STDIN", text)
                took.append(time.perf_counter() - begun)
            cursor.execute("DROP TABLE plain")
    return sorted(took)[1]


SQL = """
WITH figures AS (
    SELECT o.series_id, o.value, c.kind, c.region_id FROM indicators_observation o
    JOIN indicators_area a ON a.id = o.area_id JOIN councils_council c ON c.id = a.council_id
    WHERE o.until_id IS NULL AND o.existed AND o.period_id = %s
), scoped AS (
    SELECT series_id, 'england' AS scope, '' AS member, value FROM figures
    UNION ALL SELECT series_id, 'type', kind, value FROM figures
    UNION ALL SELECT f.series_id, 'region', r.slug, f.value FROM figures f
        JOIN councils_region r ON r.id = f.region_id
), again AS (
    SELECT series_id, scope, member, count(*) AS councils, count(value) AS n, avg(value) AS mean,
        percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median, min(value) AS least,
        max(value) AS greatest, percentile_cont(0.25) WITHIN GROUP (ORDER BY value) AS lower_quartile,
        percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS upper_quartile
    FROM scoped GROUP BY 1, 2, 3
)
SELECT count(*), count(*) FILTER (WHERE c.id IS NULL OR again.series_id IS NULL OR c.n <> again.n
        OR c.councils <> again.councils),
    max(greatest(abs(c.mean - again.mean), abs(c.median - again.median), abs(c.least - again.least),
        abs(c.greatest - again.greatest), abs(c.lower_quartile - again.lower_quartile),
        abs(c.upper_quartile - again.upper_quartile)))
FROM again FULL JOIN (
    SELECT * FROM indicators_comparison WHERE until_id IS NULL AND period_id = %s
) c USING (series_id, scope, member)
"""


def _compared() -> tuple[float, float]:
    """Seconds to compute and store all comparisons of the latest period; how far any is from SQL's."""
    import numpy as np
    from django.db import connection, transaction

    from indicators import comparisons
    from indicators.models import Change, Period

    period = Period.objects.order_by("-end_on")[0].pk
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT DISTINCT series_id FROM indicators_comparison WHERE until_id IS NULL")
        series = np.array(sorted(one for (one,) in cursor.fetchall()), dtype=np.int32)
        cursor.execute("TRUNCATE indicators_comparison")
        begun = time.perf_counter()
        comparisons.rebuild(cursor, series, np.full_like(series, period), Change.objects.latest("pk"))
        took = time.perf_counter() - begun
        cursor.execute(SQL, [period, period])
        compared, lacking, furthest = cursor.fetchone()
        if not compared or lacking:
            raise Failed(f"Of {compared} comparisons {lacking} are not as SQL has them.")
        transaction.set_rollback(True)
    return took, furthest


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")
    main()
