"""The headline report's page in script/bench: thirty indicators, beside one query and a template."""

from __future__ import annotations

import statistics
import time
from typing import Any

from .telling import Failed

TIMES = 120
ADDRESSES = ("/floor", "{council}/headline", "{council}/headline?compare={set}&order=furthest")


def headline() -> dict[str, Any]:
    """The page one at a time, in turns with its floor, and how much it asks: goal 3 times the floor.

    Processor time is what is compared: what else the machine does in between is nobody's cost.
    """
    from django.conf import settings
    from django.test import Client

    from accounts.models import User
    from councils.models import Council
    from indicators.models import NeighbourSet

    settings.ROOT_URLCONF = "script.launcher.bench_floor"
    settings.ALLOWED_HOSTS = ["*"]
    adviser = User.objects.filter(is_demonstration=True).order_by("pk").first()
    chosen = NeighbourSet.objects.first()
    council = Council.objects.filter(is_fictional=False, code="E06000034").first()
    if adviser is None or council is None or chosen is None:
        raise Failed("The demonstration is not loaded. Start script/server once, then run this again.")
    client = Client()
    client.force_login(adviser)
    pages = [each.format(council=council.get_absolute_url(), set=chosen.slug) for each in ADDRESSES]
    took: dict[str, list[float]] = {page: [] for page in pages}
    for _ in range(TIMES):
        for page in pages:
            begun = time.process_time()
            if client.get(page).status_code != 200:
                raise Failed(f"{page} did not answer.")
            took[page].append((time.process_time() - begun) * 1000)
    floor, plain, beside = (statistics.median(took[page][10:]) for page in pages)
    return {
        "indicators": _asked(client, pages[1])[1],
        "queries": {"type": _asked(client, pages[1])[0], "neighbours": _asked(client, pages[2])[0]},
        "floor_ms": round(floor, 1),
        "page_ms": round(plain, 1),
        "beside_neighbours_ms": round(beside, 1),
        "ratio": round(plain / floor, 2),
        "ratio_beside_neighbours": round(beside / floor, 2),
        "goal": 3,
    }


def _asked(client: Any, page: str) -> tuple[int, int]:
    """How many queries the page makes, and how many indicators stand on it."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as held:
        answer = client.get(page)
    return len(held), answer.content.decode().count('class="s-footnote"')
