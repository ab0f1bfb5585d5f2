"""Wake a worker up: by a message that may be lost, as the next tick of beat finds what waits anyway."""

from __future__ import annotations

import logging

from celery import current_app
from django.db import transaction
from kombu.exceptions import OperationalError

log = logging.getLogger(__name__)
RUN_PULLS = "indicators.tasks.run_pulls"


def wake_on_commit() -> None:
    """Once what was written stands."""
    transaction.on_commit(_wake)


def _wake() -> None:
    try:
        current_app.send_task(RUN_PULLS)
    except OperationalError:
        log.warning("no worker could be woken up; the next tick of beat does it")
