"""Puts the sets of similar councils into the database, as their files say; a second run changes nothing."""

from __future__ import annotations

from dataclasses import asdict

from django.db import transaction

from councils.models import Council
from indicators import neighbours
from indicators.models import Neighbour, NeighbourSet

REGISTER_FIRST = (
    "No set of similar councils: the register of councils is not loaded (manage.py load_register)."
)


@transaction.atomic
def sync_neighbours() -> str:
    """Make the rows say what the files say; what is held now, as a sentence."""
    ids = dict(Council.objects.real().values_list("key", "pk"))
    if not ids:
        return REGISTER_FIRST
    for place, facts in enumerate(neighbours.sets().values(), start=1):
        one, _ = NeighbourSet.objects.update_or_create(
            slug=facts.slug, defaults={**asdict(facts), "place": place}
        )
        fields = ("council_id", "place", "neighbour_id", "closeness")
        held = set(one.neighbours.order_by().values_list(*fields))
        said = {
            (ids[pair.council], pair.place, ids[pair.neighbour], pair.closeness)
            for pair in neighbours.pairs(facts.slug)
            if pair.council in ids and pair.neighbour in ids
        }
        if held != said:
            one.neighbours.all().delete()
            rows = (Neighbour(set=one, **dict(zip(fields, row, strict=True))) for row in sorted(said))
            Neighbour.objects.bulk_create(rows, batch_size=2000)
    NeighbourSet.objects.exclude(slug__in=neighbours.sets()).delete()
    return f"{len(neighbours.sets())} sets of similar councils."
