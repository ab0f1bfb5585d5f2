"""The composition root: settings, addresses, the queue."""

from slirisk.celery import app as celery_app

__all__ = ["celery_app"]
