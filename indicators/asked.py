"""Whether a source can be asked at all here, and where: the publisher, or what stands in its place."""

from __future__ import annotations

from django.conf import settings

from indicators.catalogue import SourceDefinition

BY_HAND = "Brought by hand: each new file is handed over by the research team."


def stand_in() -> str:
    """The base address that stands in for every publisher (the demonstration's, the tests'), else nothing."""
    return str(getattr(settings, "INDICATOR_PUBLISHER", "") or "").rstrip("/")


def address_of(source: SourceDefinition) -> str:
    """Where to ask: the publisher's own address, or `<base>/<slug>.csv` where another stands in its place."""
    base = stand_in()
    return f"{base}/{source.slug}.csv" if base else source.address


def key_and_secret() -> tuple[str, str]:
    """What LG Inform gave this service to sign with; never written down anywhere."""
    return str(getattr(settings, "LG_INFORM_KEY", "")), str(getattr(settings, "LG_INFORM_SECRET", ""))


def lacks_key(source: SourceDefinition) -> bool:
    """Whether a source is asked under a key that has not been set."""
    return source.asking.get("how") == "lg-inform" and not all(key_and_secret()) and not stand_in()


def why_not(source: SourceDefinition) -> str:
    """The sentence that says why a source is not asked; nothing where it is."""
    if stand_in():
        if source.from_documentation:
            return "Not asked in the demonstration, which holds no file of it."
        return ""
    if source.by_hand:
        return BY_HAND
    if lacks_key(source):
        return "It needs a key: nobody is asked until LG_INFORM_KEY and LG_INFORM_SECRET are set."
    return ""
