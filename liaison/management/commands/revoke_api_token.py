"""manage.py revoke_api_token: the token is refused from the next request on."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clock import now
from liaison import queries, workflow


class Command(BaseCommand):
    help = "Revoke an API token, named by the prefix it was issued with."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("prefix")

    def handle(self, *args: Any, **options: Any) -> None:
        client = queries.client_by_prefix(options["prefix"])
        if client is None:
            raise CommandError(f"No token begins with {options['prefix']!r}. Nothing was changed.")
        workflow.revoke_token(by=None, at=now(), client=client)
        self.stdout.write(f"Revoked: {client}. It is refused from the next request on.")
