"""`manage.py load_factors`: the signs and the source types, from their reviewed files."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from intelligence.ingest import ReviewedFileBroken, load_signs


class Command(BaseCommand):
    """Loads what a note may be tagged with; safe to run again."""

    help = "Load the signs and source types of soft intelligence from their reviewed files."

    def handle(self, *args: Any, **options: Any) -> None:
        """One line for each file."""
        try:
            loaded = load_signs()
        except ReviewedFileBroken as error:
            raise CommandError(error.sentence) from error
        for what, counts in loaded.items():
            self.stdout.write(
                f"{counts.standing} {what}: {counts.new} new, {counts.changed} changed, "
                f"{counts.ended} no longer offered."
            )
