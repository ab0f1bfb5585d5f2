"""The Celery application: it wakes workers up; what is to be done stands in the ledger."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "slirisk.settings")

app = Celery("slirisk")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
