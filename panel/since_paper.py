"""“Since you last met” beside a Word paper, which knows councils and no concerns: no more than that."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import shorten

from panel.models import PackEntry
from panel.queries.drafting import Draft, named
from panel.queries.last_paper import Baseline
from papers.paper import Block, Paragraph, day

Since = PackEntry.Since
LONGEST = 600


def since_the_word_paper(draft: Draft, baseline: Baseline) -> Iterator[Block]:
    """Not in the last paper, in both, no longer in this one: by council, with the words that stood there."""
    when = day(baseline.held_on)
    yield Paragraph(
        f"No report was issued in this service before this one. The last paper was a Word paper for the "
        f"meeting on {when}, and this report is compared with it. That paper knows councils and not the "
        "concerns recorded here, so this says only which councils were in it and what it said of them."
    )
    new = [item for item in draft.items if item.change.since == Since.NEW]
    yield Paragraph(
        f"Not in the last paper ({when}):"
        if new
        else f"Every council in this report was in the paper of {when}."
    )
    for item in new:
        said = item.change.now or item.radar_line
        yield Paragraph(f"{named(item.council)}. Now: {said.rstrip('.')}.", 2, about=(item.council.code,))
    both = [item for item in draft.items if item.change.since == Since.IN_PAPER]
    yield Paragraph(
        f"In the last paper ({when}), and in this one:"
        if both
        else f"None of them was in the paper of {when}."
    )
    for item in both:
        now = (item.change.now or item.radar_line).rstrip(".")
        yield Paragraph(
            f"{named(item.council)}. Then: {quoted(item.change.was)} Now: {now}.",
            2,
            about=(item.council.code,),
        )
    yield Paragraph(
        f"In the last paper ({when}), and no longer in this one:"
        if draft.off
        else f"No council that was in the paper of {when} is missing from this one."
    )
    for entry, why in draft.off:
        was = baseline.said[entry.council_id][1]
        yield Paragraph(f"{entry.name}. Then: {quoted(was)} {why}", 2, about=(entry.council.code,))


def quoted(words: str) -> str:
    """What stood in the paper, in quotation marks; of a long part its beginning, and that it goes on."""
    short = shorten(words, LONGEST, placeholder=" …")
    return f"“{short}”" if short == " ".join(words.split()) else f"“{short}” (it goes on there)."
