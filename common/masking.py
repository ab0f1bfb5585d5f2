"""What a log line never holds: an address that opens something to whoever has it."""

from __future__ import annotations

import logging
import re

# A calendar's address is all that a fetch of it needs (accounts.models.CalendarFeed).
SECRET_ADDRESS = re.compile(r"(/calendar/feed/)[^\s\"'?#]+")


def masked(text: str) -> str:
    """The text without the secret of any address in it."""
    return SECRET_ADDRESS.sub(r"\1(secret)", text)


class MaskedRecord(logging.LogRecord):
    """A log record whose message is masked, whoever wrote it: Django, gunicorn, a library or we."""

    def getMessage(self) -> str:  # noqa: N802  (logging's own name)
        return masked(super().getMessage())
