"""“Since you last met” beside a Word paper, which knows councils and no concerns: no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from panel.models import PackEntry
from panel.queries.drafting import Draft, DraftItem, named
from panel.queries.last_paper import Baseline
from panel.since_list import SinceThen, council_by_council
from papers.paper import Block, Paragraph, day

Since = PackEntry.Since
LONGEST = 600


def since_the_word_paper(draft: Draft, baseline: Baseline) -> Iterator[Block]:
    """Not in the last paper, in both, no longer in this one; by council, with the words that stood there."""
    when = day(baseline.held_on)
    yield Paragraph(
        f"No report was issued in this service before this one. The last paper was a Word paper for the "
        f"meeting on {when}, and this report is compared with it. That paper knows councils and not the "
        "concerns recorded here, so this says only which councils were in it and what it said of them."
    )
    changes = [_of_item(item) for item in draft.items]
    for entry, why in draft.off:
        was = quoted(baseline.said[entry.council_id][1])
        words = f"In the last paper, and no longer in this one. Then: {was} {why}"
        changes.append(SinceThen(entry.council, entry.name, Since.OFF, words))
    leads = {
        Since.NEW: f"Not in the last paper ({when}):",
        Since.IN_PAPER: "In the last paper, and in this one:",
        Since.OFF: "In the last paper, and no longer in this one:",
    }
    yield from council_by_council(changes, leads, f"What stands in this paper beside that of {when}:")


def _of_item(item: DraftItem) -> SinceThen:
    change, name = item.change, named(item.council)
    now = (change.now or item.radar_line).rstrip(".")
    said = {
        Since.NEW: f"Not in the last paper. Now: {now}.",
        Since.IN_PAPER: f"In the last paper. Then: {quoted(change.was)} Now: {now}.",
    }
    return SinceThen(item.council, name, change.since, said[change.since])


def quoted(words: str) -> str:
    """What stood in the paper, in quotation marks; of a long part its beginning, and that it goes on."""
    short = shorten(words, LONGEST, placeholder=" …")
    return f"“{short}”" if short == " ".join(words.split()) else f"“{short}” (it goes on there)."
