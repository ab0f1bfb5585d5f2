"""Good practice shared out to the offer, as the person may read it."""

from __future__ import annotations

from typing import cast

from django.db.models import Q

from accounts.models import User
from intelligence.models import Note, Practice
from intelligence.models.practice import PracticeQuerySet

MOST_WORDS = 6


def practices_for(user: User) -> PracticeQuerySet:
    """What stands, the last shared first."""
    standing = Practice.objects.visible_to(user).standing()
    return standing.select_related("council", "service_area", "by").prefetch_related("factors")


def practices_with_words(practices: PracticeQuerySet, words: str) -> PracticeQuerySet:
    """Those in which each of the words stands somewhere."""
    for word in words.split()[:MOST_WORDS]:
        practices = practices.filter(
            Q(title__icontains=word) | Q(text__icontains=word) | Q(council__short_name__icontains=word)
        )
    return practices


def practice_for(user: User, pk: int) -> Practice | None:
    """One of them; of a withdrawn one advisers see that it stood."""
    seen = Practice.objects.visible_to(user).filter(pk=pk)
    return cast(
        "Practice | None",
        seen.select_related("council__region", "service_area", "by", "withdrawn_by", "note").first(),
    )


def practices_of(note: Note, user: User) -> list[Practice]:
    """What was shared out of a note, the newest first, withdrawn ones among it."""
    return list(Practice.objects.visible_to(user).filter(note=note).select_related("by"))
