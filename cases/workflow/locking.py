"""A concern locked for an act, and what every act asks of texts and days."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, cast

from django.utils import timezone

from accounts.models import User
from cases.access import decides, is_deputy, works_on
from cases.models import Concern
from common.errors import Stale, not_found, refuse

LONGEST = 100_000
# Nothing that is kept here happened before: an earlier day is a year half typed.
EARLIEST = date(1974, 4, 1)


def locked(concern: Concern, by: User) -> Concern:
    """The concern as it now stands, locked; NotFound, in the same words, where it is missing or unseen."""
    held = (
        Concern.objects.visible_to(by)
        .select_for_update(of=("self",))
        .select_related("council__region", "owner", "deputy", "service_area")
        .filter(pk=concern.pk)
        .first()
    )
    return cast(Concern, held) if held else not_found("The concern")


def day_of(at: datetime) -> date:
    """The day in London."""
    return timezone.localdate(at)


def signed_by_decider(held: Concern, by: User, at: datetime, happened_on: date | None) -> dict[str, Any]:
    """Who did it, in whose place, on which day: for what only the principal adviser or a deputy does."""
    on = day_of(at)
    own = decides(by, held, on)
    return _signed(held, by, on, happened_on, own=own)


def signed(held: Concern, by: User, at: datetime, happened_on: date | None) -> dict[str, Any]:
    """Who did it, in whose place, on which day: for what every adviser of the region does."""
    on = day_of(at)
    return _signed(held, by, on, happened_on, own=works_on(by, held, on))


def _signed(held: Concern, by: User, on: date, happened_on: date | None, *, own: bool) -> dict[str, Any]:
    happened_on = happened_on or on
    refuse(is_no_day_of_it(happened_on, on))
    acted_for = held.owner if not own and is_deputy(by, held) else None
    return {"concern": held, "by": by, "happened_on": happened_on, "acted_for": acted_for}


def is_no_day_of_it(day: date, on: date) -> str | None:
    """Why it cannot have happened on the day: it is to come, or so early that a year was mistyped."""
    if day > on:
        return f"{in_words(day)} has not come yet. Enter the day on which it happened."
    if day < EARLIEST:
        return f"{in_words(day)} is long past. Enter the day on which it happened, with its whole year."
    return None


def check_version(held: Concern, version: int, typed: str) -> None:
    """Raise Stale, with both texts, where another writer came first."""
    if held.version == version:
        return
    change = held.stage_changes.select_related("by").filter(version__gt=version).order_by("-id").first()
    if change:
        when = timezone.localtime(change.recorded_at)
        done = f"{change.in_words[:1].lower()}{change.in_words[1:]}"
        sentence = (
            f"{change.by.name} got there first: {done}, at {when:%H:%M} on {in_words(when.date())}. "
            "Your text is kept below."
        )
        raise Stale(sentence, held=change.basis, typed=typed)
    raise Stale(
        "Somebody else changed this concern while you were writing. Your text is kept below.",
        held=_as_it_stands(held),
        typed=typed,
    )


def _as_it_stands(held: Concern) -> str:
    lines = [held.standing.sentence, f"Owner: {held.owner.name}"]
    if held.deputy:
        lines.append(f"Deputy: {held.deputy.name}")
    if held.review_on:
        lines.append(f"Next review: {in_words(held.review_on)}")
    if held.next_step:
        lines.append(f"Next step: {held.next_step}")
    return "\n".join(lines)


def wanted(text: str, otherwise: str) -> str:
    """The text, without the blanks around it; refused with the sentence where it says nothing."""
    text = kept(text)
    if not text:
        refuse(otherwise)
    return text


def kept(text: str) -> str:
    """The text, without the blanks around it; refused where it cannot be kept whole."""
    if "\x00" in text:
        refuse(
            "The text holds a null character, which cannot be kept. It cannot be seen: copy the text through "
            "a plain-text editor, or type that part again."
        )
    if len(text) > LONGEST:
        refuse(f"The text has {len(text):,} characters and may have {LONGEST:,}. Shorten it.")
    return text.strip()


def line(text: str, longest: int, what: str) -> str:
    """A text that has to fit on a line."""
    text = kept(text)
    if len(text) > longest:
        refuse(f"{what} has {len(text):,} characters and may have {longest:,}. Shorten it.")
    return text


def coming(day: date | None, at: datetime, what: str) -> date | None:
    """A day that is not past, or None."""
    if day is not None and day < day_of(at):
        refuse(f"{what}: {in_words(day)} is past. Enter a day from today on.")
    return day


def in_words(day: date) -> str:
    """ "12 March 2012"."""
    return f"{day.day} {day:%B %Y}"
