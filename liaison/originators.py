"""What an originator keeps in its own hands: its words go no further until it consents (R182, TRUST 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from councils.models import Council
from liaison.models import EntryKind, InboundConcern, InboundEvidence, InboundVersion, Organisation

RUN = 7  # our reading: so many words in a row are the originator's and nobody else's
WORD = re.compile(r"\w+")


def words_kept(council: Council, texts: Iterable[str], recipient: Organisation | None = None) -> str | None:
    """Why these texts may not go further, or None: they repeat an ORIGINATOR-CONTROLLED account.

    Nothing is kept from the originator itself, nor where it consented last.
    """
    ours = set(_runs(texts))
    if not ours:
        return None
    for version in _controlled(council, recipient):
        lines = InboundEvidence.objects.filter(version=version).values_list("line", flat=True)
        if ours.intersection(_runs((version.matter, version.told_reason, *lines))):
            # Whoever typed the words may not know of the account: its number and originator are not named.
            return (
                "This repeats, word for word, something that is ORIGINATOR-CONTROLLED. Say it in words of "
                f"your own, or ask the advisers for {council.region} for its originator’s consent first."
            )
    return None


def consents(inbound: InboundConcern) -> bool:
    """Whether the originator said, when it was last asked, that its words may go further."""
    kinds = (EntryKind.CONSENT_GIVEN, EntryKind.CONSENT_REFUSED)
    answers = inbound.entries.filter(kind__in=kinds).order_by("-pk")
    last = answers.values_list("kind", flat=True).first()
    return last == EntryKind.CONSENT_GIVEN


def _controlled(council: Council, recipient: Organisation | None) -> Iterator[InboundVersion]:
    """Every version whose words are kept; what its originator withdrew among them."""
    rows = InboundVersion.objects.filter(inbound__council=council, is_originator_controlled=True)
    if recipient is not None:
        rows = rows.exclude(organisation=recipient)
    for version in rows.select_related("inbound__organisation").order_by("pk"):
        if not consents(version.inbound):
            yield version


def _runs(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        words = [word.casefold() for word in WORD.findall(text)]
        for start in range(len(words) - RUN + 1):
            yield tuple(words[start : start + RUN])
