"""Everything that happened to one concern as one dated list, by kind, from either end."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from django.db import models

from cases.models import Evidence, SupportPackage
from cases.queries.reading import ConcernPage
from common.timeline import DATA, DECISION, NOTE, Entry


class Told(models.TextChoices):
    """The kinds of thing that happen to a concern; the value is the word in the address."""

    MOVES = "moves", "Moves"
    EVIDENCE = "evidence", "Evidence"
    DISCUSSIONS = "discussions", "Discussions and conclusions"
    SUPPORT = "support", "Support"
    KNOWS = "told", "Who was told"
    GOVERNMENT = "government", "Government"
    STORY = "story", "The story"


def whole_timeline(page: ConcernPage, kind: str = "", *, oldest_first: bool = False) -> list[Entry]:
    """What its page holds, dated, the newest first unless asked otherwise; no query of its own.

    What the person may not read (a note held by another adviser) is not in the page, and not here.
    """
    kinds = [Told(kind)] if kind in Told.values else list(Told)
    entries = [entry for one in kinds for entry in _TELLS[one](page)]
    entries.sort(key=lambda entry: (entry.happened_on, entry.recorded_at), reverse=not oldest_first)
    return entries


def _entry(
    row: Any, title: str, text: str = "", mark: str = DECISION, address: str = "", **more: Any
) -> Entry:
    return Entry(
        **{
            "mark": mark,
            "happened_on": row.happened_on,
            "recorded_at": row.recorded_at,
            "title": title,
            "text": text,
            "who": row.signature,
            "address": address,
            **more,
        }
    )


def _lines(*parts: tuple[str, str]) -> str:
    """Each part that says something on a line of its own, after its word."""
    return "\n".join(f"{word}{text}" for word, text in parts if text)


def _moves(page: ConcernPage) -> Iterator[Entry]:
    for change in page.changes:
        step = change.next_step
        text = _lines(
            ("", change.basis),
            ("Without soft intelligence: ", change.soft_absent),
            ("Without a published figure: ", change.hard_absent),
            ("Told: ", change.told),
            ("Next step: ", step),
        )
        yield _entry(change, change.in_words, text)
    for ending in page.endings:
        met = ending.get_coming_off_point_met_display().lower() if ending.coming_off_point_met else ""
        if ending.lessons or met:
            yield _entry(ending, "Lessons", _lines(("", ending.lessons), ("Coming-off point: ", met)))
        for looked in ending.look_backs.all():
            title = "Look-back, corrected" if looked.corrects_id else "Look-back"
            yield _entry(looked, title, looked.in_words, address=ending.get_absolute_url())
        if put_off := getattr(ending, "put_off", None):
            yield _entry(put_off, f"Look-back put off until {_day(put_off.until_on)}", put_off.why)


def _evidence(page: ConcernPage) -> Iterator[Entry]:
    for one in page.balance.soft:
        if one.note:
            title = f"Note: {one.note.opening}"
            yield _entry(one, title, one.why, NOTE, one.note.get_absolute_url())
    for one in page.balance.challenges:
        if one.challenge:
            yield _entry(one, f"{one.title}, not published", one.why, NOTE, one.challenge.get_absolute_url())
    for one in page.balance.hard:
        yield _hard(one)


def _hard(one: Evidence) -> Entry:
    if one.kind == "figure":
        value = f"{one.value_text} {one.unit}".strip()
        title = f"{one.title}: {value}, {one.period}"
        return _entry(one, title, one.why, DATA, f"/indicators/{one.indicator}")
    by = f", {one.publisher}" if one.publisher else ""
    return _entry(one, f"{one.title}{by}", one.why, DATA)


def _discussions(page: ConcernPage) -> Iterator[Entry]:
    for talk in page.discussions:
        text = _lines(("", talk.text), ("Liaised with ", ", ".join(talk.liaised_with)))
        yield _entry(talk, f"Discussion with {_begun(talk.who)}", text)
        if conclusion := getattr(talk, "conclusion", None):
            text = _lines(
                ("", conclusion.text),
                ("In the council’s own words: ", conclusion.council_view),
                ("Drawn in: ", conclusion.pursue_with),
                ("To correct the appearance of a concern: ", conclusion.correct_appearance),
            )
            yield _entry(conclusion, str(conclusion.get_kind_display()), text)


def _support(page: ConcernPage) -> Iterator[Entry]:
    for package in page.support:
        address = package.get_absolute_url()
        yield _entry(package, f"Support agreed: {package.provider}", package.objectives, address=address)
        for piece in package.progress.all():
            title = f"How the support goes: {package.provider}"
            yield _entry(piece, title, piece.text, address=address)
        if package.ended_on and package.ended_at:
            yield _ended(package)
    for done in page.political_actions:
        text = _lines(("", done.action), ("Sees to it: ", done.whose))
        yield _entry(done, f"Political action: {done.blockage}", text)


def _ended(package: SupportPackage) -> Entry:
    return _entry(
        package,
        f"Support ended: {package.provider}",
        package.ended_reason,
        happened_on=package.ended_on,
        recorded_at=package.ended_at,
        who=package.ended_by.name if package.ended_by else "",
        address=package.get_absolute_url(),
    )


def _told(page: ConcernPage) -> Iterator[Entry]:
    for account in page.awareness:
        yield _entry(account, f"{account.told} was told, {account.how_in_words}", account.what)
    for line in page.panel_lines:
        text = _lines(
            ("", line.challenge), ("Support: ", line.support_in_words), ("Taken back: ", line.ended_reason)
        )
        yield _entry(line, "A line to the Performance Support Panel", text)
        yield from _answers(line, "the line to the Panel")
    for notice in page.group_offices or ():
        text = _lines(("", notice.text), ("Taken back: ", notice.ended_reason))
        yield _entry(notice, f"Group office told: {notice.group}", text)
        yield from _answers(notice, f"what the {notice.group} office was told")
    for paragraph in page.paragraphs or ():
        for shown in paragraph.shown.all():
            title = f"The paragraph for the Panel was shown to {_begun(shown.shown_to)}, {shown.how_in_words}"
            yield _entry(shown, title, shown.reply)


def _answers(told: Any, what: str) -> Iterator[Entry]:
    for answer in told.answers.all():
        verb = "Acknowledged" if answer.acknowledges else "Answered"
        yield _entry(answer, f"{verb}: {what}", answer.text)


def _government(page: ConcernPage) -> Iterator[Entry]:
    for act in page.government_acts:
        text = _lines(("", f"{act.body}, {act.legal_basis}"), ("", act.text))
        yield _entry(act, f"{act.department}: {act.at_step.numbered}", text, address=act.get_absolute_url())
    for one in page.what_followed:
        answer = f": {one.answer}" if one.answer else ""
        address = f"/cases/{one.concern_id}/government/{one.act_id}"
        yield _entry(one, f"{one.get_kind_display()}{answer}", one.text, address=address)


def _story(page: ConcernPage) -> Iterator[Entry]:
    for piece in page.narrative:
        title = "Written"
        if piece.corrects:
            title = f"Correction of what {piece.corrects.by.name} wrote"
        elif piece.proposes:
            title = f"Proposed {piece.proposes_words}"
        yield _entry(piece, title, piece.text, NOTE)


_TELLS: dict[Told, Callable[[ConcernPage], Iterator[Entry]]] = {
    Told.MOVES: _moves,
    Told.EVIDENCE: _evidence,
    Told.DISCUSSIONS: _discussions,
    Told.SUPPORT: _support,
    Told.KNOWS: _told,
    Told.GOVERNMENT: _government,
    Told.STORY: _story,
}


def _day(day: Any) -> str:
    return f"{day.day} {day:%B %Y}"


def _begun(text: str) -> str:
    return text if text[:2].isupper() else f"{text[:1].lower()}{text[1:]}"
