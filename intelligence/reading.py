"""What a note says of itself: `@council`, `#sign`, and when to come back to it, read out of its own words.

Nothing is guessed: what can be read in two ways is said to be so, and the words stay as they were typed.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import islice

from accounts.models import User
from councils.models import Council
from councils.resolution import Resolution
from intelligence.models import Factor

Resolve = Callable[[str], Resolution]

MOST_READ = 6  # mentions, and signs: a text of thousands is no note, and each mention costs a search
LONGEST = 60  # letters of a mention that a sentence repeats
MOST_WORDS = 7  # of a council's name: Bournemouth, Christchurch and Poole has four
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
NUMBERS = {"a": 1, "one": 1, "two": 2, "three": 3, "four": 4, "five": 5, "six": 6}
MENTION = re.compile(r"(?<![\w@.])@(?=[^\W_])")
SIGN = re.compile(r"(?<![\w#&/])#([^\W\d_][\w-]*)")
COME_BACK = re.compile(
    r"\b(?:follow[ -]?up|come back|chase|ring (?:back|again)|call (?:back|again)|look again)"
    r"(?: (?:to )?(?:it|this|them|him|her))?(?: (?:on|by|in|at))?[ :]+",
    re.I,
)
NUMERIC = re.compile(r"(\d{1,2})[/.](\d{1,2})(?:[/.](\d{4}|\d{2}))?(?!\d)")
NAMED = re.compile(r"(?:(?:the )?(\d{1,2})(?:st|nd|rd|th)?(?: of)? ([a-z]{3,9})\b\.?(?:,? (\d{4}))?)", re.I)
WEEKDAY = re.compile(r"(next |this )?([a-z]{3})[a-z]*", re.I)
AFTER = re.compile(r"(\d{1,2}|a|one|two|three|four|five|six) (day|week|month)s?\b", re.I)


class CannotBeRead(Exception):
    """A mention can be read in no way or in more than one; `sentence` says so."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class Reading:
    """What was read: each council and sign once, the day to come back; sentences say what could not be."""

    councils: tuple[Council, ...] = ()
    factors: tuple[Factor, ...] = ()
    follow_up_on: date | None = None
    unread_councils: tuple[str, ...] = ()
    unread_signs: tuple[str, ...] = ()
    people: tuple[User, ...] = ()

    @property
    def unread(self) -> tuple[str, ...]:
        """All that could not be read."""
        return (*self.unread_councils, *self.unread_signs)


def read(
    text: str, *, on: date, factors: Iterable[Factor], resolve: Resolve, people: Iterable[User] = ()
) -> Reading:
    """Read a note's words as on a day. `resolve` is the register's: a name or a code to a council or none.

    `people` are those a note may be pointed out to, by `@` and their name; a council of that name goes first.
    """
    no_councils: list[str] = []
    no_signs: list[str] = []
    councils: dict[int, Council] = {}
    named: dict[int, User] = {}
    for place in islice(MENTION.finditer(text), MOST_READ):
        try:
            council = _council(text[place.end() :], resolve)
            councils[council.pk] = council
        except CannotBeRead as why:
            if person := _person(text[place.end() :], people):
                named[person.pk] = person
            else:
                no_councils.append(why.sentence)
    offered, signs = list(factors), {}
    for tagged in islice(SIGN.finditer(text), MOST_READ):
        try:
            sign = _sign(tagged[1], offered)
            signs[sign.pk] = sign
        except CannotBeRead as why:
            no_signs.append(why.sentence)
    return Reading(
        tuple(councils.values()),
        tuple(signs.values()),
        _come_back(text, on),
        tuple(no_councils),
        tuple(no_signs),
        tuple(named.values()),
    )


def _council(after: str, resolve: Resolve) -> Council:
    """The council whose name or code stands next: the longest run of words that is one."""
    line = after.split("\n", 1)[0]
    words = re.findall(r"\S+", line)[:MOST_WORDS]
    why = ""
    for count in range(len(words), 0, -1):
        said = " ".join(words[:count])
        for text in dict.fromkeys((said, said.rstrip(".,;:!?)]"), re.sub(r"[’']s$", "", said))):
            found = resolve(text)
            if found.council:
                return found.council
            if found.meant and count == 1:
                why = found.sentence
    said = words[0].rstrip(".,;:!?") if words else ""
    raise CannotBeRead(why or f"“@{said[:LONGEST]}” is not a council’s name or code.")


def _person(after: str, people: Iterable[User]) -> User | None:
    """The person whose name stands next, or whose surname does and nobody else's."""
    said = after.casefold()
    whole = [one for one in people if re.match(rf"{re.escape(one.name.casefold())}\b", said)]
    if whole:
        return whole[0]
    by_surname = [one for one in people if re.match(rf"{re.escape(one.name.split()[-1].casefold())}\b", said)]
    return by_surname[0] if len(by_surname) == 1 else None


def _sign(tag: str, offered: list[Factor]) -> Factor:
    """The sign of that name, or the one whose words begin so."""
    said = tag.casefold().replace("_", "-").strip("-")
    exact = [one for one in offered if one.slug == said]
    begun = exact or [one for one in offered if one.slug.startswith(said)]
    begun = begun or [
        one
        for one in offered
        if any(word.startswith(said) for word in re.findall(r"\w+", one.short_name.casefold()))
    ]
    if len(begun) == 1:
        return begun[0]
    if begun:
        raise CannotBeRead(
            f"“#{tag[:LONGEST]}” may be {_listed(one.short_name for one in begun)}. Choose below."
        )
    raise CannotBeRead(f"“#{tag[:LONGEST]}” is not one of the signs. Choose from those below, or leave it.")


def _listed(names: Iterable[str]) -> str:
    *most, last = (f"“{name}”" for name in names)
    return f"{', '.join(most)} or {last}"


def _come_back(text: str, on: date) -> date | None:
    """The last day that stands after words such as “follow up”; None where there is none to come."""
    found = None
    for place in COME_BACK.finditer(text):
        day = _day(text[place.end() :], on)
        found = day if day and day >= on else found
    return found


def _day(said: str, on: date) -> date | None:
    """The day with which the words begin; a year that is not said is the next such day to come."""
    if said[:8].casefold().startswith("tomorrow"):
        return on + timedelta(days=1)
    if numeric := NUMERIC.match(said):
        return _dated(int(numeric[1]), int(numeric[2]), numeric[3], on)
    if (named := NAMED.match(said)) and named[2][:3].casefold() in MONTHS:
        return _dated(int(named[1]), MONTHS.index(named[2][:3].casefold()) + 1, named[3], on)
    if after := AFTER.match(said):
        return _later(on, NUMBERS.get(after[1].casefold()) or int(after[1]), after[2].casefold())
    if (weekday := WEEKDAY.match(said)) and weekday[2].casefold() in DAYS:
        ahead = (DAYS.index(weekday[2].casefold()) - on.weekday()) % 7 or 7
        return on + timedelta(days=ahead)
    if said.casefold().startswith("next week"):
        return on + timedelta(days=7)
    return None


def _dated(day: int, month: int, year: str | None, on: date) -> date | None:
    try:
        if year:
            return date(int(year) + (2000 if len(year) == 2 else 0), month, day)
        here = date(on.year, month, day)
        return here if here >= on else date(on.year + 1, month, day)
    except ValueError:
        return None


def _later(on: date, number: int, unit: str) -> date | None:
    if unit != "month":
        return on + timedelta(days=number * (7 if unit == "week" else 1))
    month = on.month - 1 + number
    for day in range(on.day, 27, -1):  # a month later than the 31st is its last day
        try:
            return date(on.year + month // 12, month % 12 + 1, day)
        except ValueError:
            continue
    return date(on.year + month // 12, month % 12 + 1, on.day)
