"""The drill of drafts: tabs crash, connections drop, sessions end, the server is killed, two tabs write one.

What was typed, with the moment of each word, is set beside what the server holds. Nothing is compressed: a
page that is offline is offline for 60 seconds.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from .drill_writing import BOX, EMAIL, PASSWORD, Server, Writer, asked, asked_no_more
from .look import QUIET, chromium

AT_ONCE = 10
OFFLINE = 60.0  # seconds
MOST_LOST = 5.0  # seconds of typing


@dataclass
class Figures:
    """What one kind of trial came to."""

    trials: int = 0
    lost: list[float] = field(default_factory=list)
    duplicates: int = 0
    notes: int = 0
    stored: int = 0
    faults: list[str] = field(default_factory=list)

    def told(self) -> dict[str, Any]:
        lost = sorted(self.lost) or [0.0]
        return {
            "trials": self.trials,
            "seconds_lost_most": round(lost[-1], 2),
            "seconds_lost_median": round(statistics.median(lost), 2),
            "notes": self.notes,
            "duplicates": self.duplicates,
            "kept_in_browser": self.stored,
            "faults": self.faults[:5],
        }


@dataclass
class Drill:
    """One run: the browser, the server, the dice."""

    browser: Any
    server: Server
    drawn: random.Random
    person: Any
    logins: asyncio.Lock = field(default_factory=asyncio.Lock)
    back: asyncio.Event = field(default_factory=asyncio.Event)
    begun: int = 0

    async def writer(self, kind: str, number: int) -> Writer:
        cookie = await asked(lambda: session_of(self.person))
        mark = f"zq{kind}{number}qz"
        dice = random.Random(self.drawn.random())  # noqa: S311  (no secret: a drill is repeated by its seed)
        return Writer(self.browser, self.server.at, cookie, dice, mark)

    async def finish(self, figures: Figures, one: Writer) -> None:
        """What holds after each trial."""
        notes = await asked(one.notes)
        figures.trials += 1
        figures.notes += notes
        figures.duplicates += max(0, notes - 1)
        with contextlib.suppress(Exception):
            stored = await one.storage()
            figures.stored += len(stored)
            figures.faults += stored
        await one.context.close()

    async def save(self, one: Writer) -> None:
        """Press the button, and wait for the council's page."""
        await one.page.locator("button:has-text('Save note')").first.click()
        await one.page.wait_for_url("**/councils/**", timeout=30_000)

    # The kinds.

    async def crash(self, figures: Figures, number: int) -> None:
        """The renderer is killed while somebody types; the draft is then gone on with and saved."""
        one = await self.writer("crash", number)
        await one.begin()
        await one.write_for(one.drawn.uniform(3, 8))
        moment = time.monotonic()
        probe = await one.context.new_cdp_session(one.page)
        with contextlib.suppress(Exception):
            await asyncio.wait_for(probe.send("Page.crash"), 2)
        await asyncio.sleep(1)
        figures.lost.append(await one.lost(moment))
        kept = await asked(one.kept)
        one.page = await one.context.new_page()
        await one.page.goto(f"{self.server.at}/capture?draft={one.key}")
        # A save that was on its way when the tab went may have come after all.
        if not (await one.page.locator(BOX).input_value()).strip().startswith(kept.strip()):
            figures.faults.append(f"{one.mark}: the draft did not come back")
        await self.save(one)
        await self.finish(figures, one)

    async def offline(self, figures: Figures, number: int) -> None:
        """Sixty seconds without a connection, in which somebody goes on and half of them press Save."""
        one = await self.writer("offline", number)
        await one.begin()
        await one.write_for(2)
        await one.context.set_offline(True)
        gone = time.monotonic()
        await one.write_for(one.drawn.uniform(5, 15))
        if number % 2:
            await one.page.locator("button:has-text('Save note')").first.click()
        if not await one.until_said("Not saved: no connection", 30):
            figures.faults.append(f"{one.mark}: it did not say that nothing is saved: {await one.said()}")
        await asyncio.sleep(max(0.0, OFFLINE - (time.monotonic() - gone)))
        if await one.page.locator(BOX).input_value() != one.typed:
            figures.faults.append(f"{one.mark}: the box lost words")
        await one.context.set_offline(False)
        await one.until_saved(30)
        figures.lost.append(await one.lost(time.monotonic()))
        await self.save(one)
        await self.finish(figures, one)

    async def expiry(self, figures: Figures, number: int) -> None:
        """The session ends on the server while somebody types; they sign in again in another tab."""
        from django.contrib.sessions.models import Session

        one = await self.writer("expiry", number)
        await one.begin()
        await one.write_for(2)
        await asked(Session.objects.filter(pk=one.cookie).delete)
        await one.write_for(one.drawn.uniform(2, 6))
        if not await one.until_said("you have been signed out", 30):
            figures.faults.append(f"{one.mark}: it did not say that the session ended: {await one.said()}")
        if number % 2:
            await one.page.locator("button:has-text('Save note')").first.click()
        async with self.logins:  # no faster than the service lets one address try
            await one.sign_in()
            await asyncio.sleep(2.2)
        await one.until_saved(30)
        figures.lost.append(await one.lost(time.monotonic()))
        await self.save(one)
        await self.finish(figures, one)

    async def restart(self, figures: Figures, number: int) -> None:
        """The server is killed by `restarts` while somebody types; the answer to the first save is lost."""
        one = await self.writer("restart", number)
        await one.begin()
        self.begun += 1
        while not self.back.is_set():
            await one.write_for(1)
        await one.write_for(1)
        await one.until_saved(120)
        figures.lost.append(await one.lost(time.monotonic()))
        fields = await one.page.evaluate(
            "Object.fromEntries(new FormData(document.querySelector('form[data-draft]')))"
        )
        # The note is made and the answer never comes; then the person presses the button.
        await one.context.request.post(
            f"{self.server.at}/capture", form=fields, headers={"Referer": self.server.at}, max_redirects=0
        )
        await self.save(one)
        await self.finish(figures, one)

    async def tabs(self, figures: Figures, number: int) -> None:
        """Two tabs with one draft: the same words sent twice at once, or other words in each."""
        one = await self.writer("tabs", number)
        await one.begin()
        await one.until_saved(20)
        other = Writer(self.browser, one.at, one.cookie, one.drawn, one.mark)
        other.context, other.key, other.page = one.context, one.key, await one.context.new_page()
        await other.page.goto(f"{one.at}/capture?draft={one.key}")
        other.typed = await other.page.locator(BOX).input_value()
        if number % 2:
            await other.page.locator(BOX).press("End")
            await other.page.keyboard.press("Control+End")
            await asyncio.gather(one.write_for(4), other.write_for(4))
        sends = [each.page.locator("button:has-text('Save note')").first.click() for each in (one, other)]
        await asyncio.gather(*sends)
        for each in (one, other):
            await each.answered(60)
        figures.lost.append(0.0 if await asked(lambda: self._stand((one, other))) else 999.0)
        await self.finish(figures, one)

    @staticmethod
    def _stand(windows: tuple[Writer, ...]) -> bool:
        """Whether each window's words are a note or a draft."""
        from accounts.models import Draft
        from intelligence.models import Note

        mark = windows[0].mark
        held = {note.text.strip() for note in Note.objects.filter(text__contains=mark)}
        held |= {draft.text.strip() for draft in Draft.objects.standing() if mark in draft.text}
        return all(window.typed.strip() in held for window in windows)

    async def restarts(self, going: asyncio.Event) -> None:
        """Killed and started again, once, when everybody of these has begun to write."""
        self.back.clear()
        self.begun, waited = 0, time.monotonic()
        while self.begun < AT_ONCE and time.monotonic() - waited < 60 and not going.is_set():
            await asyncio.sleep(0.2)
        await asyncio.sleep(3)
        await asyncio.to_thread(self.server.kill)
        await asyncio.sleep(1.5)
        await asyncio.to_thread(self.server.start)
        self.back.set()

    async def stopwatch(self) -> dict[str, Any]:
        """Sign-in done, at 390 px: a note with council, sign, source and how known, by taps and typing."""
        one = await self.writer("watch", 1)
        one.context = await self.browser.new_context(viewport={"width": 390, "height": 844}, has_touch=True)
        await one.context.add_cookies([{"name": "sessionid", "value": one.cookie, "url": one.at}])
        one.page = await one.context.new_page()
        await one.page.goto(one.at + "/")
        begun, inputs = time.monotonic(), 0
        for act in (
            lambda: one.page.locator("a[data-key=n]").tap(),
            lambda: one.page.locator(BOX).tap(),
            # Eight letters a second, as somebody types on a phone who is used to it.
            lambda: one.page.keyboard.type(
                f"@Barchester #finance {one.mark} slips, told by the scrutiny chair, first-hand.", delay=125
            ),
            lambda: one.page.locator("button:has-text('Save note')").first.tap(),
        ):
            await act()
            inputs += 1
            await one.page.wait_for_load_state()
        await one.page.wait_for_url("**/councils/**")
        seconds = time.monotonic() - begun
        whole = await asked(one.notes) == 1
        await one.context.close()
        return {"inputs": inputs, "seconds": round(seconds, 1), "note_whole": whole}


def session_of(person: Any) -> str:
    """A new session of that person, as signing in makes one."""
    from django.conf import settings
    from django.test import Client

    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


async def _all(
    trial: Callable[[Figures, int], Awaitable[None]], number: int, at_once: int, beside: Any = None
) -> Figures:
    """So many trials, so many at once; what goes wrong in one is a fault of it and of no other."""
    figures = Figures()

    async def one(which: int) -> None:
        try:
            await asyncio.wait_for(trial(figures, which), 240)
        except Exception as error:  # noqa: BLE001
            figures.trials += 1
            figures.faults.append(f"{which}: {type(error).__name__} {str(error)[:200]}")

    for first in range(0, number, at_once):
        batch = [one(which) for which in range(first, min(number, first + at_once))]
        if beside:
            going = asyncio.Event()
            beating = asyncio.create_task(beside(going))
            await asyncio.gather(*batch)
            going.set()
            await beating
        else:
            await asyncio.gather(*batch)
    return figures


async def _run(server: Server, person: Any, trials: int, seed: int, only: tuple[str, ...]) -> dict[str, Any]:
    from playwright.async_api import async_playwright

    async with async_playwright() as play:
        browser = await play.chromium.launch(executable_path=chromium(), args=QUIET)
        drill = Drill(browser, server, random.Random(seed), person)  # noqa: S311
        line: dict[str, Any] = {"stopwatch_390": await drill.stopwatch()}
        kinds: dict[str, Figures] = {}
        for name, trial, at_once, beside in (
            ("tab_crash", drill.crash, AT_ONCE, None),
            ("two_tabs", drill.tabs, AT_ONCE, None),
            ("session_expiry", drill.expiry, AT_ONCE, None),
            ("server_restart", drill.restart, AT_ONCE, drill.restarts),
            ("offline_60_s", drill.offline, AT_ONCE, None),
        ):
            if not only or name in only:
                kinds[name] = await _all(trial, trials, at_once, beside)
        await browser.close()
    return line | {name: figures.told() for name, figures in kinds.items()}


def drafts(trials: int, seed: int, only: tuple[str, ...] = ()) -> dict[str, Any]:
    """The drill in the database of this process, which is empty; the line it prints."""
    from django.db import connection

    from .drill_world import writer_and_council

    begun = time.perf_counter()
    person = writer_and_council(EMAIL, PASSWORD)
    held = connection.settings_dict
    host = held["HOST"] or held["OPTIONS"].get("host", "")  # a socket's folder stands among the options
    port = f":{held['PORT']}" if held["PORT"] else ""
    secret = f":{held['PASSWORD']}" if held["PASSWORD"] else ""
    environment = os.environ | {
        "DATABASE_URL": f"postgres://{held['USER']}{secret}@{host}{port}/{held['NAME']}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    if host.startswith("/"):
        environment["DATABASE_URL"] = f"postgres://{held['USER']}{secret}@/{held['NAME']}?host={host}"
    with tempfile.TemporaryDirectory() as folder:
        server = Server(environment, Path(folder) / "web.log")
        server.start()
        try:
            line = asyncio.run(_run(server, person, trials, seed, only))
        finally:
            server.stop()
            asked_no_more()
            connection.close()
    figures = [value for name, value in line.items() if name != "stopwatch_390"]
    well = (
        all(
            one["trials"] == trials
            and one["seconds_lost_most"] <= MOST_LOST
            and not (one["duplicates"] or one["kept_in_browser"] or one["faults"])
            for one in figures
        )
        and line["stopwatch_390"]["inputs"] <= 5
        and line["stopwatch_390"]["note_whole"]
    )
    return {"well": well, "seed": seed, "seconds": round(time.perf_counter() - begun), **line}
