"""What stands before and behind the report's body: since the last meeting; figures, what changed, lessons."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone

from councils.models import Council
from indicators.queries.headline import HeadlineReport
from panel.appendix import KEY, FigureChange, changes_in, headline_table, headlines_of, notes_of
from panel.models import PackEntry
from panel.queries.drafting import Draft, DraftItem, named
from panel.since_list import SinceThen, council_by_council
from panel.since_paper import since_the_word_paper
from papers.paper import Block, Column, Heading, Note, Paragraph, Row, Table, day, short_day

Since = PackEntry.Since
CHANGED = ("Council", "Metric", "Last report", "This report", "Published by")


def keys(item: DraftItem) -> tuple[str, ...]:
    """The key by which a copy withholds this council's blocks."""
    return (item.council.code,)


def points(text: str) -> list[str]:
    """A text's lines; a blank one, typed to set two apart, is no point of its own."""
    return [line.strip() for line in text.splitlines() if line.strip()]


def since_last_met(draft: Draft) -> Iterator[Block]:
    """What is new, moved, off and unchanged, then each council with before and after; first in the body.

    The councils stand by name in one list, each with its change in its own sentence: where a copy withholds
    one, its place says nothing of how it has changed. Who is counted under which word is withheld as a whole.
    """
    yield Heading("Since you last met")
    if draft.baseline:
        yield from since_the_word_paper(draft, draft.baseline)
        return
    if draft.last is None:
        yield Paragraph("No report was issued before this one, so every council in it is new.")
        return
    met = day(draft.last.meeting.held_on)
    changes = [_of_item(item) for item in draft.items]
    changes += [
        SinceThen(entry.council, entry.name, Since.OFF, f"Came off: {why}") for entry, why in draft.off
    ]
    leads = {
        Since.NEW: f"New since the last meeting on {met}:",
        Since.MOVED: "Moved:",
        Since.OFF: "Came off:",
        Since.UNCHANGED: "No change:",
    }
    yield from council_by_council(changes, leads, f"What has changed since the last meeting on {met}:")


def _of_item(item: DraftItem) -> SinceThen:
    change, name = item.change, named(item.council)
    was, now = change.was or "nothing more", change.now or "no concern reported"
    said = {
        Since.NEW: f"New. Now: {(change.now or item.radar_line).rstrip('.')}.",
        Since.MOVED: f"{change.words}. Before: {was}. Now: {now}.",
        Since.OFF: f"Came off: {item.radar_line}",
        Since.UNCHANGED: "No change.",
    }
    return SinceThen(item.council, name, change.since, said[change.since])


def appendices(draft: Draft) -> Iterator[Block]:
    """Headline reports; figures changed since the last report; lessons of support that ended."""
    meeting = draft.meeting
    held = headlines_of((item.council for item in draft.items), meeting.cut_off_on, meeting.headline_report)
    reports = [(item, held.get(item.council.pk)) for item in draft.items]
    yield from _headlines(reports)
    if draft.last:
        yield from _figures(draft, [(item.council, report) for item, report in reports if report])
    yield from lessons(draft)


def _headlines(reports: list[tuple[DraftItem, HeadlineReport | None]]) -> Iterator[Block]:
    yield Heading("Appendix A: headline reports", 1, new_page=True)
    yield Note(KEY, small=True)
    spoken = None
    for place, (item, report) in enumerate(reports):
        name = named(item.council)
        yield Heading(name, 2, new_page=bool(place and report), about=keys(item))
        if report is None:
            yield Note("No published figures are held.", about=keys(item))
        else:
            spoken = spoken or report
            yield headline_table(report, name, keys(item))
    if spoken:
        yield Heading("Notes to the headline reports")
        yield from notes_of(spoken)


def _figures(draft: Draft, reports: list[tuple[Council, HeadlineReport]]) -> Iterator[Block]:
    assert draft.last is not None  # noqa: S101 - the caller asked
    last, meeting = draft.last, draft.meeting
    changed = changes_in(
        reports, meeting.headline_report, was_on=last.meeting.cut_off_on, known_at=last.issued_at
    )
    issued = day(timezone.localdate(last.issued_at))
    yield Heading("Appendix B: figures changed since the last report", 1, new_page=True)
    if not changed:
        yield Note(f"No figure of these councils’ headline reports has changed since {issued}.")
        return
    yield Note(
        "A figure stands here where a newer period or a revision was published. What changed says nothing by "
        "itself of how good it is.",
        small=True,
    )
    rows = tuple(_row(council, change) for council, _ in reports for change in changed.get(council.pk, ()))
    yield Table(
        f"Table B1: figures changed since the report issued on {issued}", tuple(map(Column, CHANGED)), rows
    )


def _row(council: Council, change: FigureChange) -> Row:
    unit = f", {change.unit}" if change.unit else ""
    by = change.publisher
    if change.taken_in_on:
        by += f", taken in on {short_day(change.taken_in_on)}"
    before, now = _figure(change.before, change.before_period), _figure(change.now, change.now_period)
    return Row(named(council), (f"{change.title}{unit}", before, now, by), (council.code,))


def _figure(printed: str, period: str) -> str:
    return f"{printed} ({period})" if printed else "None shown"


def lessons(draft: Draft) -> Iterator[Block]:
    """What support that ended has taught; nothing where none ended with lessons."""
    if not draft.lessons:
        return
    letter = "C" if draft.last else "B"
    yield Heading(f"Appendix {letter}: lessons of support that ended", 1, new_page=True)
    spoken = None
    for lesson in draft.lessons:
        about = (lesson.council.code,)
        if spoken != lesson.council.pk:
            yield Heading(named(lesson.council), 2, about=about)
            spoken = lesson.council.pk
        lead = f"{lesson.at_stage}, ended on {day(lesson.ended_on)}:"
        for place, line in enumerate(points(lesson.lessons)):
            yield Note(line, lead="" if place else lead, about=about)
