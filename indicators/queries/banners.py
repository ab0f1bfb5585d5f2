"""What every page says of the sources it uses, where there is something to say; in calm words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from indicators.models import Source

if TYPE_CHECKING:
    from indicators.queries.loading import SourceHeld


@dataclass(frozen=True)
class Banner:
    """One thing to know of a source before reading its figures."""

    source: str
    title: str
    sentence: str
    attend: bool = True
    mark: str = "Figures may be old."

    @property
    def address(self) -> str:
        """The source's own page, which says more."""
        return f"/data/{self.source}"

    @classmethod
    def of(cls, source: Source | SourceHeld, on: date) -> tuple[Banner, ...]:
        """What there is to say of a source on a day, if anything: the gravest of what is wrong, said once,
        and, calmly, that a release waits."""
        sentence = source.failure or late(source, on) or stale(source, on)
        said: tuple[Banner, ...] = (cls(source.slug, source.title, sentence),) if sentence else ()
        if source.waiting:
            waits = "A newer release waits."
            said += (cls(source.slug, source.title, source.waiting, attend=False, mark=waits),)
        return said


def late(source: Source | SourceHeld, on: date) -> str:
    """Whether it has not been asked in three times its time, as a sentence."""
    last = source.last_checked_at
    if source.late_on is None or source.late_on > on or last is None:
        return ""
    return (
        f"The publisher has not been asked since {last.day} {last:%B %Y}. The figures are those held then, "
        "and newer ones may be out."
    )


def stale(source: Source | SourceHeld, on: date) -> str:
    """Whether the publisher should have given newer figures by now, as a sentence."""
    if source.stale_on is None or source.stale_on > on:
        return ""
    return (
        "The publisher has given nothing newer for longer than usual. The figures are the newest there are "
        "as far as we know."
    )


def banners_of(sources: Iterable[Source | SourceHeld], on: date) -> tuple[Banner, ...]:
    """The banners of these sources, each once, by title."""
    each = {source.slug: source for source in sources}
    by_title = sorted(each.values(), key=lambda source: source.title)
    return tuple(banner for source in by_title for banner in Banner.of(source, on))
