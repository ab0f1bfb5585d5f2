"""What a note may be tagged with, and where notes come from: both loaded from reviewed files."""

from __future__ import annotations

from django.db import models


class Factor(models.Model):
    """A sign of potential failure, in its source's own words (R019-R024, R026).

    `short_name` is what a chip says: plain enough to be read over the adviser's shoulder.
    """

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=300)
    short_name = models.CharField(max_length=80)
    source = models.CharField(max_length=300, help_text="Who said it, where")
    row = models.CharField(max_length=8, help_text="The rule's number, e.g. R019")
    position = models.PositiveSmallIntegerField(help_text="The order of the source")
    is_offered = models.BooleanField(default=True, help_text="False once it has left the reviewed file")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.short_name


class SourceType(models.Model):
    """Where intelligence comes from (R068-R070, R076-R081): names are data, for bodies change (R006)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=120)
    rows = models.CharField(max_length=40, help_text="The rules' numbers")
    position = models.PositiveSmallIntegerField()
    is_offered = models.BooleanField(default=True, help_text="False once it has left the reviewed file")

    class Meta:
        ordering = ["position"]

    def __str__(self) -> str:
        return self.name
