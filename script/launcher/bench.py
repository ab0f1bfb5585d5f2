"""script/bench: figures, each beside its floor in the same run, one line of JSON each.

`script/bench` runs all; `script/bench bar page pack` some. `page` reads the demonstration that script/server
loaded. No test is timed: a figure is for the closing note of an issue, and ratios are what to compare.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from .bench_api import api_figures
from .bench_api_requests import api
from .bench_charts import charts
from .bench_headline import headline
from .bench_indicators import figures as indicators
from .bench_lists import lists
from .bench_pack import pack
from .bench_search import search
from .servers import servers
from .telling import Failed, failures_told, keep_compiled

AT_ONCE = 8
REQUESTS = 400


def main() -> None:
    """Prints the figures asked for."""
    parser = argparse.ArgumentParser(prog="script/bench", description=__doc__)
    parser.add_argument("which", nargs="*", metavar="FIGURE", help="which figures; all where none is named")
    options = parser.parse_args()
    keep_compiled()
    with failures_told(), servers() as addresses:
        os.environ.setdefault("SLIRISK_MODE", "demonstration")
        os.environ.update(addresses)
        os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")
        import django

        django.setup()
        for name in options.which or FIGURES:
            print(json.dumps({"figure": name, **FIGURES[name]()}), flush=True)


def _bar() -> dict[str, Any]:
    """One range bar, drawn: goal 0.1 ms."""
    from indicators.charts import range_bar

    def draw() -> str:
        return range_bar(
            title="Burglary in a dwelling",
            bottom=0.0,
            top=11.46,
            decimals=2,
            local=3.76,
            type_average=5.96,
            england=3.91,
            lower_quartile=2.1,
            upper_quartile=5.0,
        )

    begun = time.perf_counter()
    for _ in range(10_000):
        draw()
    each = (time.perf_counter() - begun) / 10_000 * 1000
    return {"ms": round(each, 4), "bytes": len(draw().encode()), "goal_ms": 0.1}


def _page() -> dict[str, Any]:
    """The council page at eight at once, against one query and a template on the same server: goal 3."""
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from councils.models import Council

    settings.ROOT_URLCONF = "script.launcher.bench_floor"
    settings.ALLOWED_HOSTS = ["*"]
    adviser = User.objects.filter(is_demonstration=True).order_by("pk").first()
    council = Council.objects.filter(is_fictional=True).order_by("code").first()
    if adviser is None or council is None:
        raise Failed("The demonstration is not loaded. Start script/server once, then run this again.")
    client = Client()
    client.force_login(adviser)
    cookies = {key: morsel.value for key, morsel in client.cookies.items()}
    floor = _at_once("/floor", cookies)
    page = _at_once(council.get_absolute_url(), cookies)
    again = _at_once("/floor", cookies)
    base = statistics.mean([floor["p99_ms"], again["p99_ms"]])
    return {
        "page": page,
        "floor": floor,
        "floor_again": again,
        "p99_ratio": round(page["p99_ms"] / base, 2),
        "goal": 3,
        "at_once": AT_ONCE,
    }


def _at_once(address: str, cookies: dict[str, str]) -> dict[str, float]:
    from django.db import connection
    from django.test import Client

    def ask(_: int) -> float:
        client = Client()
        client.cookies.load(cookies)
        begun = time.perf_counter()
        answer = client.get(address)
        took = time.perf_counter() - begun
        if answer.status_code != 200:
            raise Failed(f"{address} answered {answer.status_code}.")
        connection.close_if_unusable_or_obsolete()
        return took * 1000

    with ThreadPoolExecutor(AT_ONCE) as pool:
        list(pool.map(ask, range(AT_ONCE * 2)))
        took = sorted(pool.map(ask, range(REQUESTS)))
        list(pool.map(lambda _: connection.close(), range(AT_ONCE)))
    return {
        "p50_ms": round(took[len(took) // 2], 1),
        "p99_ms": round(took[int(len(took) * 0.99) - 1], 1),
    }


FIGURES: dict[str, Callable[[], dict[str, Any]]] = {
    "api": api,
    "api_figures": api_figures,
    "bar": _bar,
    "charts": charts,
    "headline": headline,
    "indicators": indicators,
    "page": _page,
    "pack": pack,
    "search": search,
    "lists": lists,
}

if __name__ == "__main__":
    main()
