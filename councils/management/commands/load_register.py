"""manage.py load_register: put the register of councils into the database; safe to run again."""

from __future__ import annotations

import json
from typing import Any

from django.core.management.base import BaseCommand

from councils.ingest import load_register
from councils.register import read_register


class Command(BaseCommand):
    """Ends by printing one line of JSON: rows new, changed, removed, and what the register holds."""

    help = "Put the register of councils into the database. A second run changes nothing."

    def handle(self, *args: Any, **options: Any) -> None:
        done = load_register(read_register())
        line = {"new": done.new, "changed": done.changed, "removed": done.removed, "register": done.held}
        self.stdout.write(json.dumps(line))
