"""What every page is told about the service and the person."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest


def service(request: HttpRequest) -> dict[str, object]:
    """The service's name, its marking and whether this is the demonstration."""
    return {
        "service_name": settings.SERVICE_NAME,
        "marking": settings.MARKING,
        "demonstration": settings.DEMONSTRATION,
        "radar_sentence": "Presence on the radar is not in itself an indication of failure.",
        "version": "0.1",
    }
