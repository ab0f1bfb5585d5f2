"""manage.py load_demonstration: fictional councils and people, and Thurrock's public story."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clock import now
from desk.demonstration.loading import is_begun, is_loaded, load_demonstration
from desk.demonstration.removal import remove_demonstration


class Command(BaseCommand):
    help = "Load the demonstration, once (one line of JSON: how many of each kind)."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--few-figures",
            action="store_true",
            help="only the published figures on which evidence rests: faster, and enough for tests",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration has sign-ins that everybody knows, so it is never loaded in production."
            )
        if is_loaded():
            self.stdout.write(json.dumps({"loaded": "already"}))
            return
        if is_begun():
            remove_demonstration()
        made = load_demonstration(at=now(), all_figures=not options["few_figures"])
        self.stdout.write(json.dumps(made))
