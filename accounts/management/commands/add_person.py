"""manage.py add_person: the first administrator, and anyone else, from the server's own command line."""

from getpass import getpass
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import Role, User
from accounts.workflow import add_person
from common.clock import now


class Command(BaseCommand):
    help = "Add a person who can sign in, with a role. The password is asked for, never given as an argument."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("role", choices=Role.values)

    def handle(self, *args: Any, **options: Any) -> None:
        if User.objects.filter(email__iexact=options["email"]).exists():
            raise CommandError(f"{options['email']} is here already. Nothing was changed.")
        password = getpass("Password (12 characters or more): ")
        if len(password) < 12:
            raise CommandError("The password is shorter than 12 characters. Nothing was changed.")
        user = add_person(
            by=None,
            at=now(),
            email=options["email"],
            name=options["name"],
            password=password,
            roles=(options["role"],),
        )
        self.stdout.write(f"Added {user.name} as {Role(options['role']).label}.")
