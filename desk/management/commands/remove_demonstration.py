"""manage.py remove_demonstration: the one command that takes the demonstration away."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from desk.demonstration.removal import remove_demonstration


class Command(BaseCommand):
    help = "Remove the fictional councils and people, and Thurrock's story (one line of JSON: rows by kind)."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(json.dumps(remove_demonstration()))
