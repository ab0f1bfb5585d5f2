"""Fields that several rooms share."""

from typing import Any

from django.db import models
from django.db.models.functions import Now


class RecordedAt(models.DateTimeField):
    """When the database took the row in: its own clock, which the rules go by."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["db_default"] = Now()
        kwargs["editable"] = False
        super().__init__(*args, **kwargs)
