"""The Celery application: it wakes workers up; what is to be done stands in the ledger."""

import multiprocessing.util
import os
import tempfile
from pathlib import Path

from celery import Celery
from celery.signals import celeryd_init, worker_process_init

from common import scratch
from common.dying import die_with

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")

app = Celery("slirisk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def _end_with_the_worker(**_: object) -> None:
    """A worker that is killed takes the processes that do its tasks with it."""
    die_with(os.getppid())


@celeryd_init.connect
def _let_nothing_be_left(**_: object) -> None:
    """The temporary folder of the pool stands in one of ours: killed with -9, it is swept with the rest."""
    before = tempfile.tempdir
    tempfile.tempdir = str(scratch.folder_for_good(Path(tempfile.gettempdir())))
    try:
        multiprocessing.util.get_temp_dir()  # made once for a process, and remembered
    finally:
        tempfile.tempdir = before
