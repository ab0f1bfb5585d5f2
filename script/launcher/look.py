"""script/look: pictures of pages of the running service, at 1440 and 390 px, into var/look/.

`script/look / /councils/E06000034 --as someone@example.org`. The person signs in without a password: who may
run this can read the database anyhow. Errors in the page's console are printed and make it fail.
"""

import argparse
import os
import re
import shutil
import sys

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


def main() -> None:
    """One picture for each page and width."""
    parser = argparse.ArgumentParser(prog="script/look", description=__doc__)
    parser.add_argument("pages", nargs="+", metavar="PAGE", help="its address, such as /councils")
    parser.add_argument("--as", dest="email", help="whose eyes; none: a stranger's")
    parser.add_argument(
        "--at", default=f"http://127.0.0.1:{os.environ.get('PORT', '8000')}", help="the service"
    )
    parser.add_argument("--widths", default="1440,390", type=lambda text: [int(w) for w in text.split(",")])
    parser.add_argument("--dark", action="store_true", help="as someone who prefers dark")
    options = parser.parse_args()
    with failures_told():
        sys.exit(1 if _pictures(options) else 0)


def _pictures(options: argparse.Namespace) -> list[str]:
    from playwright.sync_api import sync_playwright

    path = chromium()
    if path is None:
        raise Failed("No Chromium was found on this machine. On Debian: apt install chromium")
    cookie = _session(options.email) if options.email else None
    faults: list[str] = []
    folder = VAR / "look"
    folder.mkdir(parents=True, exist_ok=True)
    with sync_playwright() as play, play.chromium.launch(executable_path=path, args=QUIET) as browser:
        for width in options.widths:
            context = browser.new_context(
                viewport={"width": width, "height": 900}, color_scheme="dark" if options.dark else "light"
            )
            if cookie:
                context.add_cookies(
                    [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": options.at}]
                )
            page = context.new_page()
            page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
            page.on("pageerror", lambda error: faults.append(str(error)))
            for address in options.pages:
                answer = page.goto(options.at + address, wait_until="networkidle")
                name = re.sub(r"[^\w-]+", "-", address.strip("/")) or "home"
                picture = folder / f"{name}-{width}{'-dark' if options.dark else ''}.png"
                page.screenshot(path=picture, full_page=True)
                overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
                wide = f", {overflow} px too wide" if overflow > 0 else ""
                say(f"{answer.status if answer else '?'} {address} at {width} px{wide}: {picture}")
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
