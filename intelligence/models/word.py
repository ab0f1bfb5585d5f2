"""The words that stand in notes, for near spellings of what was asked for."""

from __future__ import annotations

from django.db import models


class Word(models.Model):
    """A word as notes spell it. Whether to offer it is asked of the notes the person may read, each time."""

    word = models.CharField(max_length=60, primary_key=True)
    length = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["length"])]

    def __str__(self) -> str:
        return self.word
