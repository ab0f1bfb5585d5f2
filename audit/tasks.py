"""Background work of the record."""

import logging

from celery import shared_task

from audit import workflow

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=60, time_limit=90)
def seal_events() -> None:
    """Seal what was recorded since the last beat."""
    sealed = workflow.seal_events()
    if sealed:
        log.info("sealed %s events", sealed)
