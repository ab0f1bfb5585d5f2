"""manage.py verify_audit: walks the chain; exits 1 at the first broken link."""

import json
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import queries


class Command(BaseCommand):
    help = "Walk the audit chain and say whether it is whole (one line of JSON)."

    def handle(self, *args: Any, **options: Any) -> None:
        report = queries.verify_chain()
        self.stdout.write(
            json.dumps({"links": report.links, "head": report.head, "broken_at": report.broken_at})
        )
        if report.broken_at is not None:
            raise CommandError(f"The chain is broken at link {report.broken_at}.")
