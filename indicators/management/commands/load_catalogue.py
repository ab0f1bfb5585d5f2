"""`manage.py load_catalogue`: makes the database hold the indicators, sources and sets of similar
councils as their files say."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators import definitions
from indicators.catalogue import CatalogueError
from indicators.ingest import sync_catalogue
from indicators.neighbours.loading import sync_neighbours


class Command(BaseCommand):
    """Safe to run again; a fault in a definition is said in a sentence."""

    help = "Load the catalogue of indicators and sources from its reviewed files and the saved definitions."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sync_catalogue()
            sets = sync_neighbours()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        for sentence in definitions.faults():
            self.stderr.write(sentence)
        if options["verbosity"]:
            count, of = len(definitions.indicators()), len(definitions.sources())
            self.stdout.write(f"{count} indicators from {of} sources. {sets}")
