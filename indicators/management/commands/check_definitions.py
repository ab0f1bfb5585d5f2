"""`manage.py check_definitions FILE`: our definitions beside what a publisher's metadata says."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.fetching import FetchFailed, fetch
from indicators import definitions
from indicators.sources import metadata
from indicators.sources.reading import UnusableFile


class Command(BaseCommand):
    """A line for each difference; exits 1 where there is one."""

    help = (
        "Compare the definitions with a publisher's own metadata: the CSV of Fingertips or the dictionary of "
        "the Local Authority Interactive Tool, as a file, or a source's name to ask its publisher."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("named", help="the file, or the name of a source whose metadata has an address")

    def handle(self, *args: Any, named: str, **options: Any) -> None:
        with tempfile.TemporaryDirectory() as folder:
            wire_format, said = self._read(named, Path(folder))
        sources, found, checked = definitions.sources(), [], 0
        for one in definitions.indicators().values():
            source = sources.get(one.source)
            if source and source.format == wire_format:
                checked += 1
                found += metadata.differences(one, source, said)
        for sentence in found:
            self.stdout.write(sentence)
        self.stdout.write(f"{checked} definitions compared, {len(found)} differences.")
        if found:
            raise SystemExit(1)

    def _read(self, named: str, folder: Path) -> tuple[str, dict[str, list[metadata.Said]]]:
        source = definitions.sources().get(named)
        path = Path(named)
        try:
            if source:
                address = str(source.asking.get("metadata", ""))
                if not address:
                    raise CommandError(f"{named} has no address of metadata under [asking].")
                path = fetch(address, folder).path or path
            if not path.is_file():
                raise CommandError(f"There is no file and no source called {named}.")
            return metadata.read(path)
        except (FetchFailed, UnusableFile) as failure:
            raise CommandError(failure.sentence) from failure
