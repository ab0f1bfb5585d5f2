"""The clock, read by interfaces only; the domain is told the time."""

from datetime import date, datetime, time

from django.utils import timezone


def now() -> datetime:
    """This moment, aware, UTC."""
    return timezone.now()  # noqa: TID251  (the one place)


def today() -> date:
    """Today's date in London."""
    return timezone.localdate()


def end_of(day: date) -> datetime:
    """The last moment of a day in London."""
    return timezone.make_aware(datetime.combine(day, time.max))
