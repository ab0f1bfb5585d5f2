"""What has changed on the radar since the Panel last met: put on, taken off, as one person may see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time

from django.utils import timezone

from accounts.models import User
from panel.models import Body, Meeting, RadarEntry


@dataclass(frozen=True)
class RadarSince:
    """The last meeting, and the entries put on and taken off after its day, each by council's name."""

    met_on: date
    put_on: tuple[RadarEntry, ...]
    taken_off: tuple[RadarEntry, ...]

    @property
    def nothing(self) -> bool:
        """Whether the radar stands as it did."""
        return not self.put_on and not self.taken_off


def radar_since(user: User, on: date) -> RadarSince | None:
    """Changes after the Panel's last meeting; None before it has met. What ended again stands under both."""
    met = Meeting.objects.filter(body__slug=Body.PSP, held_on__lt=on).order_by("-held_on").first()
    if met is None:
        return None
    after = timezone.make_aware(datetime.combine(met.held_on, time.max))
    held = RadarEntry.objects.visible_to(user).select_related("council__region", "put_on_by", "taken_off_by")
    named = held.order_by("council__short_name", "pk")
    return RadarSince(
        met.held_on,
        tuple(named.filter(put_on_at__gt=after)),
        tuple(named.filter(taken_off_at__gt=after)),
    )
