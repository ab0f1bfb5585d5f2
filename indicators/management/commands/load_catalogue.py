"""`manage.py load_catalogue`: makes the database hold the indicators and sources as their files say."""

from __future__ import annotations

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from indicators import catalogue
from indicators.catalogue import CatalogueError
from indicators.ingest import sync_catalogue


class Command(BaseCommand):
    """Safe to run again; a fault in a definition is said in a sentence."""

    help = "Load the catalogue of indicators and sources from its reviewed files."

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            sync_catalogue()
        except CatalogueError as error:
            raise CommandError(str(error)) from error
        if options["verbosity"]:
            self.stdout.write(
                f"{len(catalogue.indicators())} indicators from {len(catalogue.sources())} sources."
            )
