"""What may be asked of the API, as it is typed: a moment, a day, a council's code."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.dateparse import parse_date, parse_datetime
from rest_framework.exceptions import ValidationError

CODE = r"^[A-Z][0-9]{8}$"
DAY = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}$"
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt][0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,9})?([Zz]|[+-][0-9]{2}:[0-9]{2})",
    re.ASCII,
)


class Moment(forms.CharField):
    """A date and time with its offset (RFC 3339)."""

    default_error_messages = {
        "invalid": "Give a date and time with its offset, such as "
        "2026-11-02T09:30:00Z (in an address + is %2B)."
    }

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        moment = self.understood(text)
        if moment is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return moment

    def understood(self, text: str) -> datetime | None:
        """The moment meant, or None."""
        try:
            return in_utc(parse_datetime(text.upper())) if INSTANT.fullmatch(text) else None
        except ValueError:
            return None


class MomentOrDay(Moment):
    """As `Moment`; a day alone means its end, in London: all that was known on it."""

    default_error_messages = {
        "invalid": "Give a day such as 2026-11-02, or a date and time with its offset, such as "
        "2026-11-02T09:30:00Z (in an address + is %2B)."
    }

    def understood(self, text: str) -> datetime | None:
        day = day_meant(text)
        if day is None:
            moment = super().understood(text)
            return moment if _day_in_london(moment) else None
        return timezone.make_aware(datetime.combine(day, time.max))


class Day(forms.CharField):
    """A day (RFC 3339)."""

    default_error_messages = {"invalid": "Give a day such as 2026-11-02."}

    def clean(self, value: Any) -> Any:
        text = super().clean(value)
        if not text:
            return None
        day = day_meant(text)
        if day is None:
            raise forms.ValidationError(self.error_messages["invalid"])
        return day


class Code(forms.RegexField):
    """A council's code."""

    default_error_messages = {"invalid": "Give a council's code, such as E06000034."}

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(CODE, **kwargs)


def understood(form: forms.Form) -> dict[str, Any]:
    """What was asked, cleaned; what cannot be taken is named, each fault with its parameter."""
    if not form.is_valid():
        raise ValidationError(
            {name: [str(fault) for fault in faults] for name, faults in form.errors.items()}
        )
    return form.cleaned_data


def in_utc(moment: datetime | None) -> datetime | None:
    """The moment in UTC: an offset of more hours than the database knows is one too; None out of time."""
    try:
        return moment and moment.astimezone(UTC)
    except OverflowError:
        return None


def _day_in_london(moment: datetime | None) -> date | None:
    """Which day it is then; None where the calendar has none, in the first minutes of its first year."""
    try:
        return moment and timezone.localdate(moment)
    except OverflowError:
        return None


def is_position(text: str) -> bool:
    """Whether a cursor's position could be a moment as our own pages write it: in UTC."""
    try:
        moment = parse_datetime(text)
    except ValueError:
        return False
    return moment is not None and moment.utcoffset() == timedelta(0)


def day_meant(text: str) -> Any:
    """The day written as year-month-day, or None."""
    try:
        return parse_date(text) if re.fullmatch(DAY, text, re.ASCII) else None
    except ValueError:
        return None
