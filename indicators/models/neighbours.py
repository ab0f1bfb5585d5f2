"""Sets of councils that a publisher calls alike; the files of `indicators/neighbours` are the truth."""

from __future__ import annotations

from django.db import models


class NeighbourSet(models.Model):
    """Who says which councils are like which, and when (R109)."""

    slug = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=200)
    short = models.CharField(max_length=100, help_text="Inside a sentence: “statistical neighbours”")
    made = models.CharField(max_length=60, help_text="When, as the publisher dates it")
    publisher = models.CharField(max_length=200)
    source = models.CharField(max_length=300)
    page = models.CharField(max_length=500)
    licence = models.CharField(max_length=100)
    note = models.TextField()
    place = models.PositiveSmallIntegerField(help_text="The order in which sets are offered")

    class Meta:
        ordering = ["place"]

    def __str__(self) -> str:
        return self.title


class Neighbour(models.Model):
    """One council named among the neighbours of another. Likeness is one-way."""

    id = models.AutoField(primary_key=True)
    set = models.ForeignKey(NeighbourSet, on_delete=models.CASCADE, related_name="neighbours")
    council = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    place = models.PositiveSmallIntegerField(help_text="1 is the publisher’s closest")
    neighbour = models.ForeignKey("councils.Council", on_delete=models.PROTECT, related_name="+")
    closeness = models.CharField(max_length=40, blank=True, help_text="In the publisher’s word")

    class Meta:
        ordering = ["set_id", "council_id", "place"]
        constraints = [
            models.UniqueConstraint(fields=["council", "set", "place"], name="neighbour_place_once"),
            models.CheckConstraint(
                condition=~models.Q(council=models.F("neighbour")), name="neighbour_is_another"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.set_id}: {self.council_id} {self.place} {self.neighbour_id}"
