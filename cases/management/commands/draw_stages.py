"""Draw docs/stages.md from the table of stages, or check that it is drawn."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from cases.stages import drawn


class Command(BaseCommand):
    help = "Draw docs/stages.md from the table of stages."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail where it differs.")

    def handle(self, *args: Any, **options: Any) -> None:
        path = settings.BASE_DIR / "docs" / "stages.md"
        text = drawn()
        if options["check"]:
            if not path.is_file() or path.read_text() != text:
                raise CommandError(
                    "docs/stages.md is out of step with cases/stages.py: run manage.py draw_stages"
                )
            self.stdout.write("docs/stages.md is as cases/stages.py has it.")
            return
        path.write_text(text)
        self.stdout.write(f"Drew {path.relative_to(settings.BASE_DIR)}.")
