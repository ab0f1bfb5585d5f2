"""manage.py verify_audit: walks the chain; exits 1 at a broken link, or where something is outside it."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from audit import queries


class Command(BaseCommand):
    help = "Walk the audit chain and say whether it is whole (one line of JSON)."

    def handle(self, *args: Any, **options: Any) -> None:
        report = queries.verify_chain()
        self.stdout.write(json.dumps(asdict(report)))
        if report.broken_at is not None:
            raise CommandError(f"The chain is broken at link {report.broken_at}.")
        if report.left_out:
            raise CommandError(
                f"{report.left_out} of what was recorded is outside the chain and waits for no link."
            )
