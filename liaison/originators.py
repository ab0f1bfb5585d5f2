"""What an originator keeps in its own hands: its words go no further until it consents (R182, TRUST 2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from councils.models import Council
from liaison.models import EntryKind, InboundConcern, InboundVersion, Organisation
from liaison.models.inbound import CONSENTS

RUN = 7  # our reading: so many words in a row are the originator's and nobody else's
WORD = re.compile(r"\w+")


def words_kept(council: Council, texts: Iterable[str], recipient: Organisation | None = None) -> str | None:
    """Why these texts may not go to this recipient, or None: they repeat an ORIGINATOR-CONTROLLED account.

    Without a recipient they would stand in papers of our own, which the Panel reads. Nothing is kept from
    the originator itself, nor what it consented to: words as they stood when it was asked, for the recipient
    it was asked about.
    """
    ours = set(_runs(texts))
    if not ours:
        return None
    for inbound in _brought(council, recipient):
        versions = list(inbound.versions.all())
        kept = _runs_of(one for one in versions if one.is_originator_controlled)
        if ours.intersection(kept) - _runs_of(_opened(inbound, versions, recipient)):
            # Whoever typed the words may not know of the account: its number and originator are not named.
            return (
                "This repeats, word for word, something that is ORIGINATOR-CONTROLLED. Say it in words of "
                f"your own, or ask the advisers for {council.region} for its originator’s consent first."
            )
    return None


def _brought(council: Council, recipient: Organisation | None) -> Iterator[InboundConcern]:
    """Every account of which some words are kept; what its originator withdrew among them."""
    rows = InboundConcern.objects.filter(council=council, versions__is_originator_controlled=True).distinct()
    if recipient is not None:
        rows = rows.exclude(organisation=recipient)
    return rows.order_by("pk").prefetch_related("versions__evidence", "entries__about").iterator(100)


def _opened(
    inbound: InboundConcern, versions: list[InboundVersion], recipient: Organisation | None
) -> list[InboundVersion]:
    """The versions that may go to this recipient: of each question about it the one that stood when it was
    asked, where the answer was yes. A later no takes back what was given before it.
    """
    opened: list[InboundVersion] = []
    for answer in sorted(inbound.entries.all(), key=lambda one: one.pk):
        asked = answer.about
        if answer.kind not in CONSENTS or asked is None:
            continue
        if not (asked.recipient_id == recipient.pk if recipient else asked.is_for_panel):
            continue
        if answer.kind == EntryKind.CONSENT_REFUSED:
            opened = []
        else:
            stood = [one for one in versions if one.recorded_at <= asked.recorded_at]
            opened += [max(stood, key=lambda one: one.version)]
    return opened


def _runs_of(versions: Iterable[InboundVersion]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for version in versions:
        lines = [one.line for one in version.evidence.all()]
        found.update(_runs((version.matter, version.told_reason, *lines)))
    return found


def _runs(texts: Iterable[str]) -> Iterator[tuple[str, ...]]:
    for text in texts:
        words = [word.casefold() for word in WORD.findall(text)]
        for start in range(len(words) - RUN + 1):
            yield tuple(words[start : start + RUN])
