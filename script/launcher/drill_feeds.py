"""The drill of hostile feeds: asked by the real code, every page of the inbox read, some in a browser."""

from __future__ import annotations

import json
import time
from typing import Any, cast

PATIENCE = 2.0  # seconds a feed may drip in the drill, so that fifteen of them do not take ten minutes
SHOWN_IN_BROWSER = 40
MOST_STORIES = 120  # whose own pages are read; every page of the list is
LOOKED_FOR = "() => [window.__ran || 0, document.scripts.length]"


def feeds(count: int, seed: int, *, tell: bool) -> dict[str, Any]:
    """Ask them, read the pages; `well` where there is no fault."""
    from councils.models import RegionHolding
    from tests.factories.councils import RegionFactory, RegionHoldingFactory
    from tests.intelligence import feed_drilling

    begun = time.perf_counter()
    adviser = cast(RegionHolding, RegionHoldingFactory(region=RegionFactory())).user
    assert adviser  # noqa: S101  (for the type checker)

    def told(*words: Any) -> None:
        if tell:
            print(json.dumps(words), flush=True)

    line = feed_drilling.asked(seed, count, patience=PATIENCE, told=told)
    from django.test import Client

    client = Client()
    client.force_login(adviser)
    sent = dict(feed_drilling.pages(client, MOST_STORIES))
    for address, page in sent.items():
        line["faults"] += feed_drilling.harm_in(address, page)
    line["pages"] = len(sent)
    line |= {"browser_pages": 0}
    line["browser_pages"], faults = _in_browser(list(sent.values())[:SHOWN_IN_BROWSER])
    line["faults"] += faults
    seconds = round(time.perf_counter() - begun)
    return {"well": not line["faults"], "seed": seed, "seconds": seconds, **line}


def _in_browser(sent: list[str]) -> tuple[int, list[str]]:
    """The pages in Chromium without any policy to help: nothing may run, open a box or ask for anything."""
    from playwright.sync_api import Dialog, sync_playwright

    from .look import QUIET, chromium

    faults: list[str] = []
    with sync_playwright() as play, play.chromium.launch(executable_path=chromium(), args=QUIET) as browser:
        page = browser.new_page()

        def opened(box: Dialog) -> None:
            faults.append("a box opened in the browser")
            box.dismiss()

        page.on("dialog", opened)
        page.on("request", lambda request: faults.append(f"the browser asked for {request.url[:80]}"))
        page.route("**/*", lambda route: route.abort())
        for words in sent:
            page.set_content(words, wait_until="domcontentloaded")
            page.wait_for_timeout(20)
            if page.evaluate(LOOKED_FOR)[0]:
                faults.append("a script of a feed ran in the browser")
    return len(sent), faults
