"""People who write in a real browser for the drill of drafts: what they typed, when, and what is left."""

from __future__ import annotations

import asyncio
import os
import random
import signal
import socket
import subprocess
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from .telling import PYTHON, ROOT

if TYPE_CHECKING:
    from playwright.async_api import Browser, BrowserContext, Page

T = TypeVar("T")
EMAIL, PASSWORD = "writer@drill.example", "a drill's own long password"
WORDS = ("budget", "gap", "slips", "again", "cabinet", "split", "savings", "late", "audit", "letter", "talks")
BOX = "#id_text"
SAID = "[data-draft-said]"
# Everything in which a browser could keep a word.
KEPT = """async () => JSON.stringify([
  Object.entries(localStorage), Object.entries(sessionStorage), await indexedDB.databases(),
  await caches.keys(), (await navigator.serviceWorker.getRegistrations()).length, document.cookie,
  history.state])"""
NOTHING = '[[],[],[],[],0,"",null]'


class Server:
    """The real web server on a port of its own, killed and started at will."""

    def __init__(self, environment: dict[str, str], log: Path) -> None:
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            self.port = probe.getsockname()[1]
        self.at = f"http://127.0.0.1:{self.port}"
        self._environment, self._log = environment, log
        self._running: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, and wait until it answers."""
        command = [str(PYTHON), "-m", "gunicorn", "slirisk.wsgi", "--bind", f"127.0.0.1:{self.port}"]
        command += ["--workers", "2", "--threads", "4", "--preload", "--log-level", "warning"]
        with self._log.open("ab") as log:
            self._running = subprocess.Popen(
                [*command, "--no-control-socket"],
                cwd=ROOT,
                env=self._environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        until = time.monotonic() + 60
        while time.monotonic() < until:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise RuntimeError(f"The web server did not start: {self._log.read_text(errors='replace')[-2000:]}")

    def stop(self) -> None:
        """End it in order, so that it leaves no connection."""
        if self._running and self._running.poll() is None:
            self._running.terminate()
            try:
                self._running.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.kill()

    def kill(self) -> None:
        """kill -9 to all of it."""
        if self._running and self._running.poll() is None:
            os.killpg(self._running.pid, signal.SIGKILL)
            self._running.wait()


# Where loops run, each task would have a connection of its own: the drill asks the database in one thread.
_ASKING = ThreadPoolExecutor(max_workers=1)


async def asked(question: Callable[[], T]) -> T:
    """The answer of a question to the database."""
    return await asyncio.get_running_loop().run_in_executor(_ASKING, question)


def asked_no_more() -> None:
    """Close that thread's connection."""
    from django.db import connection

    _ASKING.submit(lambda: connection.close()).result()  # the thread's own, looked up there


@dataclass
class Writer:
    """One person in one window: each word with the moment at which it was begun."""

    browser: Browser
    at: str
    cookie: str
    drawn: random.Random
    mark: str
    typed: str = ""
    log: list[tuple[float, str]] = field(default_factory=list)
    context: BrowserContext = field(init=False)
    page: Page = field(init=False)
    key: str = ""

    async def begin(self, address: str = "/capture", width: int = 1280) -> None:
        """Signed in, before an empty box, with the words that every note of the drill begins with."""
        self.context = await self.browser.new_context(viewport={"width": width, "height": 844})
        await self.context.add_cookies([{"name": "sessionid", "value": self.cookie, "url": self.at}])
        self.page = await self.context.new_page()
        await self.page.goto(self.at + address)
        self.key = await self.page.locator("form[data-draft] [name=draft]").first.input_value()
        await self.write(f"@Barchester {self.mark} told by the scrutiny chair, first-hand: ")

    async def write(self, words: str) -> None:
        """Type these words into the box."""
        self.typed += words
        self.log.append((time.monotonic(), self.typed))
        await self.page.locator(BOX).press_sequentially(words, delay=15)

    async def write_for(self, seconds: float) -> None:
        """Go on typing, a word at a time."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            await self.write(self.drawn.choice(WORDS) + " ")
            await self.page.wait_for_timeout(self.drawn.randint(60, 500))

    async def said(self) -> str:
        """What stands under the box."""
        return (await self.page.locator(SAID).first.inner_text()).strip()

    async def until_said(self, words: str, seconds: float) -> bool:
        """Wait until it says so."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if words in await self.said():
                return True
            await self.page.wait_for_timeout(100)
        return False

    async def until_saved(self, seconds: float) -> bool:
        """Wait until the server has every word."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if await asked(self.kept) == self.typed:
                return True
            await self.page.wait_for_timeout(150)
        return False

    async def answered(self, seconds: float) -> None:
        """Wait until the form was answered by another page: the council's, or the one with both texts."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            if not self.page.url.endswith("/capture") and "/capture?" not in self.page.url:
                return
            if not await self.page.locator(BOX).count():
                return
            await self.page.wait_for_timeout(150)

    def kept(self) -> str:
        """The text that the server holds under this window's key."""
        from accounts.models import Draft

        draft = Draft.objects.filter(key=self.key).first()
        return draft.text if draft else ""

    async def lost(self, moment: float) -> float:
        """Seconds of typing that the server does not have of what was typed until the moment."""
        kept = await asked(self.kept)
        if not self.typed.startswith(kept):
            return 999.0
        missing = [begun for begun, text in self.log if len(text) > len(kept)]
        return max(0.0, moment - missing[0]) if missing else 0.0

    def notes(self) -> int:
        """How many notes were made of it."""
        from intelligence.models import Note

        return Note.objects.filter(text__contains=self.mark).count()

    async def storage(self) -> list[str]:
        """What of all this the browser keeps, in sentences; nothing is right."""
        page = await self.context.new_page()
        await page.goto(self.at + "/help")
        held = await page.evaluate(KEPT)
        await page.close()
        faults = [] if held == NOTHING else [f"kept in the browser: {held[:200]}"]
        cookies: list[Any] = await self.context.cookies()
        told = " ".join(f"{one['name']}={one['value']}" for one in cookies)
        if {one["name"] for one in cookies} - {"sessionid", "csrftoken", "theme", "keys"}:
            faults.append(f"cookies besides the usual: {[one['name'] for one in cookies]}")
        if self.mark in told or self.mark in held:
            faults.append("a typed word stands in the browser's storage")
        return faults

    async def sign_in(self) -> None:
        """In another tab, as a person does, by the link that the page gave."""
        tab = await self.context.new_page()
        await tab.goto(self.at + "/accounts/login/?next=/drafts/signed-in")
        await tab.locator("#id_login").fill(EMAIL)
        await tab.locator("#id_password").fill(PASSWORD)
        await tab.locator("form button:has-text('Sign in')").last.click()
        await tab.wait_for_url("**/drafts/signed-in")
        await tab.close()
