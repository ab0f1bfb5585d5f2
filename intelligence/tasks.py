"""Background work of notes."""

import logging

from celery import shared_task

from intelligence import ingest

log = logging.getLogger(__name__)


@shared_task(soft_time_limit=9 * 60, time_limit=10 * 60)
def refresh_words() -> None:
    """Which words stand in notes, for near spellings of what is searched for."""
    log.info("%s words stand in notes", ingest.refresh_words())
