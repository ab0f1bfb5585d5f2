"""script/look: pictures of pages of the running service, at 1440 and 390 px, into var/look/.

`script/look / /councils/E06000034 --as someone@example.org`. The person signs in without a password: who may
run this can read the database anyhow. Errors in the page's console are printed and make it fail.
"""

import argparse
import os
import re
import shutil
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import django
from django.conf import settings

from .telling import VAR, Failed, failures_told, say

CHROMIUM = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
QUIET = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def chromium() -> str | None:
    """The path of the machine's Chromium; None where it has none."""
    return next(filter(None, map(shutil.which, CHROMIUM)), None)


@dataclass(frozen=True)
class Picture:
    """A page as somebody sees it (None: a stranger) in a window of that size, in pixels."""

    name: str
    address: str
    email: str | None
    width: int
    height: int = 900
    dark: bool = False


def main() -> None:
    """One picture for each page and width."""
    parser = argparse.ArgumentParser(prog="script/look", description=__doc__)
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="its address, such as /councils")
    parser.add_argument("--as", dest="email", help="whose eyes; none: a stranger's")
    parser.add_argument(
        "--at", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}", help="the service"
    )
    parser.add_argument("--widths", default=[1440, 390], type=lambda text: [int(w) for w in text.split(",")])
    parser.add_argument("--dark", action="store_true", help="as someone who prefers dark")
    options = parser.parse_args()
    pictures = [
        Picture(
            f"{_name(page)}-{width}{'-dark' if options.dark else ''}",
            page,
            options.email,
            width,
            dark=options.dark,
        )
        for page in options.pages
        for width in options.widths
    ]
    with failures_told():
        sys.exit(1 if take(pictures, at=options.at, into=VAR / "look", whole=True) else 0)


def _name(address: str) -> str:
    return re.sub(r"[^\w-]+", "-", address.strip("/")) or "home"


def take(pictures: Sequence[Picture], *, at: str, into: Path, whole: bool, strict: bool = False) -> list[str]:
    """Takes each (the whole page, or what the window shows) and gives what the consoles complained of.

    Raises Failed without Chromium, and, if strict, at a page that does not answer with 200.
    """
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise Failed("No Chromium was found on this machine. On Debian: apt install chromium")
    cookies = {email: _session(email) for email in {picture.email for picture in pictures} if email}
    faults: list[str] = []
    into.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play, play.chromium.launch(executable_path=path, args=QUIET) as browser:
        for picture in pictures:
            context = browser.new_context(
                viewport={"width": picture.width, "height": picture.height},
                color_scheme="dark" if picture.dark else "light",
            )
            if picture.email:
                value = cookies[picture.email]
                context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": value, "url": at}])
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            answer = page.goto(at + picture.address, wait_until="networkidle")
            status = answer.status if answer else 0
            if strict and status != 200:
                raise Failed(
                    f"{picture.address} answered {status} for {picture.email}; no picture was taken."
                )
            target = into / f"{picture.name}.png"
            page.screenshot(path=target, full_page=whole)
            over = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
            wide = f", {over} px too wide" if over > 0 else ""
            say(f"{status} {picture.address} at {picture.width} px{wide}: {target}")
            context.close()
    for fault in faults:
        say(f"console: {fault}")
    return faults


def _session(email: str) -> str:
    """A session of that person in the running service's database."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")
    django.setup()
    from django.contrib.auth import get_user_model
    from django.test import Client

    people = get_user_model()
    try:
        person = people.objects.get(email=email)
    except people.DoesNotExist as error:
        known = ", ".join(people.objects.order_by("email").values_list("email", flat=True)[:20]) or "nobody"
        raise Failed(f"Nobody signs in as {email}. These do: {known}") from error
    client = Client()
    client.force_login(person)
    return client.cookies[settings.SESSION_COOKIE_NAME].value


if __name__ == "__main__":
    main()
