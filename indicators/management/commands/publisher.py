"""`manage.py publisher`: serves the demonstration's extract of published files on the loopback."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from indicators.demonstration.publisher import publisher


class Command(BaseCommand):
    """Runs until it is stopped; at the address of INDICATOR_PUBLISHER, which must be on 127.0.0.1."""

    help = "Serve the demonstration's extract of published files on the loopback (INDICATOR_PUBLISHER)."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        address = urlsplit(str(settings.INDICATOR_PUBLISHER or ""))
        if address.hostname != "127.0.0.1" or not address.port:
            raise CommandError(
                "INDICATOR_PUBLISHER must be an address on the loopback, such as http://127.0.0.1:9000."
            )
        try:
            server = publisher(address.port)
        except OSError as error:
            raise CommandError(
                f"Port {address.port} cannot be used ({error}). Set another in INDICATOR_PUBLISHER."
            ) from error
        with server:
            server.serve_forever()
