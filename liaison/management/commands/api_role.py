"""manage.py api_role: the API's own role in the database, made and given exactly what it may do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError, connection, transaction

from liaison.api_role import statements


class Command(BaseCommand):
    help = "Make the database role of the API's process where it is not there, and grant it what it may do."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("role", nargs="?", default="slirisk_api")
        parser.add_argument("--sql", action="store_true", help="print what would be done, for a person to do")

    def handle(self, *args: Any, **options: Any) -> None:
        role = options["role"]
        make = f"CREATE ROLE {connection.ops.quote_name(role)} LOGIN"
        if options["sql"]:
            self.stdout.write(";\n".join([make, *statements(role)]) + ";")
            return
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role])
            known = cursor.fetchone() is not None
        try:
            with transaction.atomic(), connection.cursor() as cursor:
                if not known:
                    cursor.execute(make)
                for statement in statements(role):
                    cursor.execute(statement)
        except DatabaseError as error:
            raise CommandError(
                f"The role {role} could not be made or granted its rights: {str(error).strip()}\n"
                f"Somebody who may can do it: manage.py api_role {role} --sql | psql (docs/operating.md)."
            ) from error
        self.stdout.write(f"The role {role} may do what liaison/api_role.py says, and nothing else.")
