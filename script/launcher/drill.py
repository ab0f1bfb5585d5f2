"""script/drill: what may go wrong, done on purpose in a database made for it; one line of JSON each.

`script/drill mutations` pulls some hundreds of spoilt releases of data and says how many were held. `--only`
takes a kind by name, `--of` a source, `--each` how many sources a kind is tried on, `--tell` prints a line
for each release.
`script/drill feeds` asks `--feeds` hostile feeds made from `--seed`, and looks at what the inbox then shows.
`script/drill api` asks every address of the API in `--requests` generated ways, as five principals.
`script/drill canaries` plants words in all that is kept back and looks for them as everybody, everywhere;
`--only story --only contact` asks what hangs on these rights of tests/trust/routes.toml alone.
`script/drill drafts` loses tabs, connections, sessions and the server under people who write, `--trials` of
each kind, or `--only` of one.
`script/drill histories` puts `--histories` random histories of a concern, of 50 acts each, to the application
and to an oracle, and lets eight people at once write on each of 20 concerns.
`script/drill gate` tries `--attempts` good and bad releases, and progress of support that follows one,
made from `--seed`, by every way there is.
`script/drill kills` kills workers, readers and beat with -9 while `--loads` releases are pulled by real ones.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator
from typing import Any

from .servers import servers
from .telling import failures_told

ACTS = 50
WRITERS, EDITS, CONCERNS = 8, 60, 20


def main() -> None:
    """Does the drills asked for, all where none is named; exits 1 where one failed."""
    parser = argparse.ArgumentParser(prog="script/drill", description=__doc__)
    parser.add_argument("which", nargs="*", metavar="DRILL", help="which drills; all where none is named")
    parser.add_argument("--each", type=int, default=6, help="how many sources each kind is tried on")
    parser.add_argument("--only", action="append", default=[], metavar="KIND", help="only this kind")
    parser.add_argument("--of", action="append", default=[], metavar="SOURCE", help="only this source")
    parser.add_argument("--loads", type=int, default=200, help="releases pulled in the drill of kills")
    parser.add_argument("--seconds", type=float, default=585, help="for the drill of kills, at most")
    parser.add_argument("--trials", type=int, default=50, help="of each kind in the drill of drafts")
    parser.add_argument("--seed", type=int, default=int(time.time()), help="for the moments of the kills")
    parser.add_argument("--feeds", type=int, default=300, help="how many hostile feeds are asked")
    parser.add_argument("--histories", type=int, default=2_000, help="random histories of a concern")
    parser.add_argument("--attempts", type=int, default=10_000, help="tried at the gate")
    parser.add_argument("--requests", type=int, default=50_000, help="generated requests to the API")
    parser.add_argument("--tell", action="store_true", help="a line for each release")
    options = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # so that what was begun is cleared up
    well = True
    with failures_told(), servers(durable=False) as addresses:
        os.environ.update(addresses)
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        import django

        django.setup()
        for name in options.which or DRILLS:
            line = DRILLS[name](options)
            well &= bool(line["well"])
            print(json.dumps({"drill": name, **line}), flush=True)
    sys.exit(0 if well else 1)


def _mutations(options: argparse.Namespace) -> dict[str, Any]:
    """Spoilt releases: at least 95 % of the harmful held, none published silently, all undone."""
    from tests.indicators import drilling

    def told(found: drilling.Found) -> None:
        if options.tell:
            case = found.case
            print(
                json.dumps(
                    [
                        case.kind,
                        case.slug,
                        case.held,
                        found.outcome,
                        found.verdict,
                        found.undone,
                        found.sentence,
                    ]
                ),
                flush=True,
            )

    begun = time.perf_counter()
    with _own_database("mutations"):
        drilling.prepare()
        line = drilling.figures(
            drilling.run(drilling.plan(options.each, tuple(options.only), tuple(options.of)), told)
        )
    well = (
        line["harmful_held_share"] >= 0.95
        and not line["silently_published"]
        and line["rolled_back"] == line["rolled_back_to_the_byte"]
        and not line["rolled_back_differently"]
    )
    return {"well": well, "seconds": round(time.perf_counter() - begun), **line}


@contextlib.contextmanager
def _own_database(name: str) -> Iterator[None]:
    """An empty database beside the one of the address, taken away afterwards."""
    from django.db import connection

    before = connection.settings_dict["NAME"]
    connection.settings_dict["TEST"]["NAME"] = f"{before}_drill_{name}"
    connection.creation.create_test_db(verbosity=0, autoclobber=True, serialize=False)
    try:
        yield
    finally:
        connection.creation.destroy_test_db(before, verbosity=0)


def _kills(options: argparse.Namespace) -> dict[str, Any]:
    """Worker, reader and beat killed at random moments while releases are loaded: nothing lost or doubled."""
    from . import drill_kills

    with _own_database("kills"):
        return drill_kills.kills(options.loads, options.seed, options.seconds)


def _feeds(options: argparse.Namespace) -> dict[str, Any]:
    """Hostile feeds: each refused with a sentence or cleaned, nothing asked for, nothing run in a page."""
    from . import drill_feeds

    with _own_database("feeds"):
        return drill_feeds.feeds(options.feeds, options.seed, tell=options.tell)


def _canaries(options: argparse.Namespace) -> dict[str, Any]:
    """The whole canary crawl: no word read by whoever may not, and no byte of a count that tells of it."""
    from . import drill_canaries

    with _own_database("canaries"):
        return drill_canaries.canaries(options.only)


def _drafts(options: argparse.Namespace) -> dict[str, Any]:
    """Crash, offline, expiry, restart, two tabs in a real browser: what of the typing is lost or doubled."""
    from . import drill_drafts

    with _own_database("drafts"):
        return drill_drafts.drafts(options.trials, options.seed, tuple(options.only))


def _histories(options: argparse.Namespace) -> dict[str, Any]:
    """Random histories: what happens is what WORKFLOW.md says, and no acknowledged edit is lost."""
    from tests.cases import drilling

    begun = time.perf_counter()
    with _own_database("histories"):
        compared = drilling.compare(options.histories, ACTS, options.seed)
        written = [drilling.write_at_once(WRITERS, EDITS, options.seed + place) for place in range(CONCERNS)]
        line = drilling.figures(compared, written)
    return {"seed": options.seed, "seconds": round(time.perf_counter() - begun), **line}


def _gate(options: argparse.Namespace) -> dict[str, Any]:
    """Releases and support tried by acts, pages, API, admin and raw SQL: each bad one refused by name."""
    from common.clock import now
    from tests.liaison import drilling

    begun = time.perf_counter()
    with _own_database("gate"):
        line = drilling.run(options.attempts, options.seed, now())
    return {"seed": options.seed, "seconds": round(time.perf_counter() - begun), **line}


def _api(options: argparse.Namespace) -> dict[str, Any]:
    """Generated requests to the API as five principals: no 500, none beside the document."""
    from common.clock import now
    from liaison.api.throttling import ByClient, FailedAttempts
    from tests.liaison import drilling_api

    ByClient.rate = FailedAttempts.rate = "1000000000/min"
    begun = time.perf_counter()
    with _own_database("api"):
        line = drilling_api.run(options.requests, options.seed, drilling_api.principals(now()))
    well = not line["failed"] and not line["deviating"] and line["requests"] >= options.requests * 0.9
    return {"well": well, "seconds": round(time.perf_counter() - begun), **line}


DRILLS: dict[str, Callable[[argparse.Namespace], dict[str, Any]]] = {
    "mutations": _mutations,
    "kills": _kills,
    "feeds": _feeds,
    "canaries": _canaries,
    "api": _api,
    "drafts": _drafts,
    "histories": _histories,
    "gate": _gate,
}

if __name__ == "__main__":
    main()
