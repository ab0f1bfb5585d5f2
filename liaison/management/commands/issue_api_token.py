"""manage.py issue_api_token: a token for an organisation's system, shown once."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from common.clock import now
from common.errors import DomainError
from liaison import queries, workflow
from liaison.models import Scope


class Command(BaseCommand):
    help = "Issue an API token to an organisation. The token is printed once and kept only as an HMAC."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("organisation", help="its short code, e.g. dclg")
        parser.add_argument("officer", help="the person at the organisation who answers for the token")
        parser.add_argument("--purpose", default="Reading the releases made to the organisation")
        parser.add_argument("--days", type=int, default=90, help="how long it lasts, 90 at most")
        parser.add_argument(
            "--scope", action="append", choices=Scope.values, help="may be repeated; default all"
        )
        parser.add_argument(
            "--address", action="append", default=[], help="an allowed network; may be repeated"
        )
        parser.add_argument("--name", default="", help="the organisation's full name, where it is new here")

    def handle(self, *args: Any, **options: Any) -> None:
        at = now()
        organisation = queries.organisation(options["organisation"])
        if organisation is None and not options["name"]:
            raise CommandError(
                f"{options['organisation']!r} is not known. Known: "
                f"{', '.join(queries.organisation_slugs())}. Give --name with its full name to add it."
            )
        try:
            if organisation is None:
                organisation = workflow.add_organisation(
                    by=None,
                    at=at,
                    slug=options["organisation"],
                    name=options["name"],
                )
            client, token = workflow.issue_token(
                by=None,
                at=at,
                organisation=organisation,
                officer=options["officer"],
                purpose=options["purpose"],
                expires_at=at + timedelta(days=options["days"]),
                scopes=options["scope"] or Scope.values,
                allowed_addresses=options["address"],
            )
        except DomainError as error:
            raise CommandError(error.sentence) from error
        self.stdout.write(f"Token for {client.officer}, {organisation.name}:")
        self.stdout.write(token)
        self.stdout.write(
            f"It is not shown again. It ends on {client.expires_at:%-d %B %Y}. "
            f"To revoke it: manage.py revoke_api_token {client.token_prefix}"
        )
