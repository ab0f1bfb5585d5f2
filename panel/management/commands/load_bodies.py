"""Loads the register of boards: manage.py load_bodies."""

from typing import Any

from django.core.management.base import BaseCommand

from panel.ingest import load_bodies


class Command(BaseCommand):
    """Makes the boards of panel/register/bodies.toml; safe to run again."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{load_bodies()} boards are in the register.")
