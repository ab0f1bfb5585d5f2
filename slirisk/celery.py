"""The Celery application: it wakes workers up; what is to be done stands in the ledger."""

import os

from celery import Celery
from celery.signals import worker_process_init

from common.dying import die_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")

app = Celery("slirisk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def _end_with_the_worker(**_: object) -> None:
    """A worker that is killed takes the processes that do its tasks with it."""
    die_with(os.getppid())
