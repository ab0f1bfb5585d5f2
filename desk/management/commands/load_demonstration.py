"""manage.py load_demonstration: fictional councils and people, and Thurrock's public story."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from common.clock import now
from desk.demonstration.loading import is_loaded, load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration, once (one line of JSON: how many of each kind)."

    def handle(self, *args: Any, **options: Any) -> None:
        if settings.PRODUCTION:
            raise CommandError(
                "The demonstration has sign-ins that everybody knows, so it is never loaded in production."
            )
        if is_loaded():
            self.stdout.write(json.dumps({"loaded": "already"}))
            return
        self.stdout.write(json.dumps(load_demonstration(at=now())))
