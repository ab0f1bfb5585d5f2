"""How often each token, or address with a wrong one, has asked in the minute that runs."""

from __future__ import annotations

from django.db import models


class RequestCount(models.Model):
    """One row a caller, counted up by one statement (`workflow.count_request`).

    The table is UNLOGGED (by its migration): counting waits for no disc, and a crash begins the minute anew.
    """

    key = models.CharField(max_length=80, primary_key=True)
    began_at = models.DateTimeField()
    count = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.key}: {self.count}"
