"""`manage.py pull SOURCE [--file PATH]`: ask a publisher now, or take a file in its place."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clock import now
from indicators import definitions, queries
from indicators.ingest import sync_catalogue
from indicators.sources.pulling import NOT_ASKED, as_line, pull


class Command(BaseCommand):
    """Ends by printing one line of JSON; exits 1 where the file was refused or could not be fetched."""

    help = "Pull a source's published figures (--list prints the sources, one line of JSON each)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("source", nargs="?", help="the source's name, as --list prints it; or “all”")
        parser.add_argument("--file", help="a file to take in place of asking the publisher")
        parser.add_argument("--list", action="store_true", dest="listed", help="print the sources")

    def handle(self, *args: Any, source: str | None, file: str | None, listed: bool, **options: Any) -> None:
        sync_catalogue()
        if listed:
            for line in queries.sources_listed():
                self.stdout.write(as_line(line))
            return
        if not source:
            raise CommandError("Name a source, or --list to see them.")
        known = definitions.sources()
        if source not in known and source != "all":
            raise CommandError(f"There is no source called {source}. --list prints them.")
        if file and not Path(file).is_file():
            raise CommandError(f"There is no file {file}.")
        if file and source == "all":
            raise CommandError("A file belongs to one source: name it.")
        done = []
        for slug in known if source == "all" else [source]:
            done.append(pull(slug, at=now(), file=Path(file) if file else None))
            self.stdout.write(as_line(done[-1]))
        if not all(one.went_well or (source == "all" and one.outcome == NOT_ASKED) for one in done):
            raise SystemExit(1)
