"""The notations publishers write periods in, by name: a described table says which is its own.

What a text means is never guessed: 2014-16 is three years in one notation and 2016-17 one year in another,
so the definition names the notation. A mark beside the period, "(prov)" or "(OT)", is handed back with it.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from .periods import MONTHS, YEAR_BEGINS, Period, PeriodError, from_interval, from_years, lasting

MONTH_NUMBERS = {name.lower(): n for n, name in enumerate(MONTHS, 1)} | {
    name[:3].lower(): n for n, name in enumerate(MONTHS, 1)
} | {"sept": 9}  # fmt: skip
MARKS = {
    "ot": "outturn", "outturn": "outturn",
    "prov": "provisional", "p": "provisional", "provisional": "provisional",
    "rev": "revised", "r": "revised", "revised": "revised", "final": "final", "f": "final",
    "est": "estimated", "e": "estimated", "estimate": "estimated", "estimated": "estimated",
    "budget": "budget", "forecast": "forecast",
}  # fmt: skip
MARK = re.compile(
    r"^(.*\d.*?)\s*(?:\(\s*([a-z]+)\.?\s*\)|\[\s*([a-z]+)\.?\s*\]|\s([a-z]{4,}))$", re.IGNORECASE
)
# Two-figure years as spreadsheets take them: 00 to 69 are of this century.
CENTURY_TURNS = 70
SERIALS = range(20_000, 80_000)  # 1954 to 2119: a smaller or greater number is no day anybody publishes


@dataclass(frozen=True)
class Notation:
    """How a period is written; `year` says what 2022/23 means, `identifier` is the column beside it."""

    said: str
    examples: tuple[str, ...]
    read: Callable[[str, str, str], Period]


def read_period(
    text: str, notation: str, *, year: str = "calendar", identifier: str = ""
) -> tuple[Period, str]:
    """The period a text means in a notation, and the mark beside it: "provisional", "revised", … or ""."""
    plain, mark = without_mark(text)
    if CORRUPTED.fullmatch(plain):
        raise PeriodError(
            f'"{plain}" may be a day, or figures such as 2-5 that a spreadsheet took for one: not guessed.'
        )
    return NOTATIONS[notation].read(plain, year, identifier), mark


def fitting(words: Iterable[str], *, year: str = "calendar") -> list[str]:
    """The notations that read every one of these texts, for an analyst to choose from."""
    told = [word for word in words if word.strip()]
    found = []
    for name in NOTATIONS:
        try:
            for word in told:
                read_period(word, name, year=year)
        except PeriodError:
            continue
        found += [name] if told else []
    return found


def without_mark(text: str) -> tuple[str, str]:
    """A period's text in plain spaces and hyphens, and the mark that stood behind it."""
    plain = " ".join(text.replace("\N{EN DASH}", "-").replace("\N{EM DASH}", "-").split())
    found = MARK.match(plain)
    mark = MARKS.get(next(filter(None, found.groups()[1:])).lower(), "") if found else ""
    return (found[1], mark) if found and mark else (plain, "")


CORRUPTED = re.compile(r"\d{1,2}-[A-Za-z]{3}")


# Years.

SPLIT = re.compile(r"(\d{4})(?:\s*[-/_]\s*|\s+to\s+|)(\d{4}|\d{2})?")


def split_year(text: str, year: str, identifier: str = "") -> Period:
    """`2016-17`, `2016/17`, `201617`, `2016/2017`: one financial or academic year; `2016` a calendar year."""
    del identifier
    found = SPLIT.fullmatch(text)
    if not found:
        raise PeriodError(f'"{text}" is not a year such as 2016-17 or 201617.')
    first = _year(found[1])
    if found[2] is None:
        return lasting(date(first, 1, 1), 12)
    if int(found[2]) != (first + 1 if len(found[2]) == 4 else (first + 1) % 100):
        raise PeriodError(f'"{text}" does not run from one year to the next.')
    if year == "calendar":
        raise PeriodError(f'"{text}" spans two years; the source must say whether financial or academic.')
    return lasting(date(first, YEAR_BEGINS[year], 1), 12)


def with_identifier(text: str, year: str, identifier: str) -> Period:
    """`201617` with `academic year`, `2025` with `Reporting year` (Explore Education Statistics)."""
    kind = " ".join(identifier.lower().split())
    kind = {"ay": "academic year", "fy": "financial year", "cy": "calendar year", "ry": "reporting year"}.get(
        kind, kind
    )
    found = re.fullmatch(r"(academic|financial|calendar|reporting) year(?: q([1-4]))?", kind)
    if not found:
        said = (
            f'"{identifier}" is not a kind of period such as "academic year".' if kind else "No kind is said."
        )
        raise PeriodError(f'"{text}": {said}')
    split = found[1] in ("academic", "financial")
    if split != (len(re.sub(r"\D", "", text)) > 4):
        raise PeriodError(f'"{text}" is not how {identifier} is written: which two years, or which one?')
    whole = split_year(text, found[1] if split else year)
    if found[2]:
        start = _add_months(whole.start_on, 3 * (int(found[2]) - 1))
        return lasting(start, 3)
    return whole


LG_INFORM = re.compile(r"sch_(\d{4})_(\d{2})")
LABELLED = re.compile(r"(\d{4})(?:/(\d{2}))? \((academic|financial|calendar)(?: year)?\)")


def lg_inform(text: str, year: str, identifier: str = "") -> Period:
    """`sch_2018_19` and its label `2018/19 (academic)`."""
    del year, identifier
    found = LG_INFORM.fullmatch(text)
    if found:
        return split_year(f"{found[1]}/{found[2]}", "academic")
    labelled = LABELLED.fullmatch(text)
    if not labelled or (labelled[3] == "calendar") == bool(labelled[2]):
        raise PeriodError(f'"{text}" is not a period such as sch_2018_19 or 2018/19 (academic).')
    return split_year(text.partition(" ")[0], labelled[3])


# Days.

DAY_WORDS = re.compile(
    r"(?:as at |as of |at |on )?(?:(\d{1,2})(?:st|nd|rd|th)?[ -]([a-z]+)\.?[ ,-]+(\d{4})|"
    r"([a-z]+) (\d{1,2})(?:st|nd|rd|th)?,? (\d{4}))(?:[ T]00:00:00)?(?: \(?(q[1-4])\)?)?",
    re.IGNORECASE,
)
DAY_FIGURES = re.compile(r"(\d{1,2})[/.](\d{1,2})[/.](\d{4})(?: 00:00(?::00)?)?")
DAY_ISO = re.compile(r"(\d{4})-(\d{2})-(\d{2})(?:[ T]00:00:00(?:\.0+)?Z?)?")


def day(text: str, year: str, identifier: str = "") -> Period:
    """`31 December 2022`, `As at 31 December 2022 (Q3)`, `31/12/2022`, `2022-12-31`: one day.

    The quarter beside it is checked: of the financial year, unless the source's year is the calendar's
    and it fits that.
    """
    del identifier
    on, quarter = _day(text)
    financial, calendar = (on.month - 4) // 3 % 4 + 1, (on.month - 1) // 3 + 1
    if quarter and quarter != financial and not (year == "calendar" and quarter == calendar):
        raise PeriodError(f'"{text}" contradicts itself: that day is not in quarter {quarter}.')
    return Period(on, on, f"{on.day} {MONTHS[on.month - 1]} {on.year}")


def _day(text: str) -> tuple[date, int]:
    words, figures, iso = (form.fullmatch(text) for form in (DAY_WORDS, DAY_FIGURES, DAY_ISO))
    if iso:
        return _date(int(iso[1]), int(iso[2]), int(iso[3]), text), 0
    if figures:
        return _date(int(figures[3]), int(figures[2]), int(figures[1]), text), 0
    if not words:
        raise PeriodError(f'"{text}" is not a day such as 31 December 2022 or 31/12/2022.')
    month = _month(words[2] or words[4], text)
    on = _date(int(words[3] or words[6]), month, int(words[1] or words[5]), text)
    return on, int(words[7][1]) if words[7] else 0


def serial(text: str, year: str, identifier: str = "") -> Period:
    """A spreadsheet's number for a day, `45809`, counted from 30 December 1899."""
    found = re.fullmatch(r"(\d{5})(?:\.0+)?", text)
    if not found or int(found[1]) not in SERIALS:
        raise PeriodError(f'"{text}" is not a spreadsheet\'s number for a day, such as 45809.')
    on = date(1899, 12, 30) + timedelta(days=int(found[1]))
    return day(on.isoformat(), year, identifier)


# Months and quarters.

MONTH_FIGURES = re.compile(r"(\d{4})[-/]?(\d{2})")
MONTH_WORDS = re.compile(r"([a-z]{3,9})\.?[ -]?(\d{4}|\d{2})|(\d{4})[ -]([a-z]{3,9})", re.IGNORECASE)
UP_TO = re.compile(
    r"^(?:(?:the )?(?:12|twelve|3|three) months (?:to|ending)(?: the end of)?|"
    r"(?:the )?(?:year|quarter)[ _]?(?:to|ending|ended)|y/?e|q/?e)[ :_]*(?:(\d{1,2})(?:st|nd|rd|th)? )?",
    re.IGNORECASE,
)
TO = re.compile(r"\s*(?:-|\bto\b|\buntil\b)\s*", re.IGNORECASE)


def month(text: str, year: str, identifier: str = "") -> Period:
    """`202212`, `2023-10`, `Oct-11`, `October 2011`, `2011 Oct`: one month."""
    del year, identifier
    of, number = _month_of_year(text)
    return lasting(date(of, number, 1), 1)


def year_ending(text: str, year: str, identifier: str = "") -> Period:
    """`202503`, `year ending March 2025`, `12 months to June 2023`: the twelve months that end with it."""
    del year, identifier
    return _ending(text, 12, "quarter", "q/e", "qe", "3 ", "three")


def quarter_ending(text: str, year: str, identifier: str = "") -> Period:
    """`202212`, `quarter ending December 2022`: the three months that end with it."""
    del year, identifier
    return _ending(text, 3, "year", "y/e", "ye", "12 ", "twelve")


def _ending(text: str, months: int, *others: str) -> Period:
    found = UP_TO.match(text)
    if found and text.lower().removeprefix("the ").startswith(others):
        raise PeriodError(f'"{text}" is not {"a year" if months == 12 else "a quarter"}.')
    of, number = _month_of_year(text[found.end() :] if found else text)
    last = monthrange(of, number)[1]
    # A year to 28 February of a leap year is written so, and means the month's end.
    if found and found[1] and int(found[1]) != last and not (number == 2 and int(found[1]) == 28):
        raise PeriodError(f'"{text}" does not end with a month.')
    return lasting(_add_months(date(of, number, 1), 1 - months), months)


def span(text: str, year: str, identifier: str = "") -> Period:
    """`Jan 2023-Dec 2023`, `Oct-Dec 2022`, `April 2022 to March 2023`, `1 April 2022 to 31 March 2023`."""
    del year, identifier
    ends = TO.split(text)
    if len(ends) != 2:
        raise PeriodError(f'"{text}" is not a period such as Oct-Dec 2022 or Jan 2023-Dec 2023.')
    if re.match(r"\d{1,2}\b", ends[1]):
        first, last = _day(ends[0])[0], _day(ends[1])[0]
        after = last + timedelta(days=1)
        whole = first.day == after.day == 1
        months = 12 * (after.year - first.year) + after.month - first.month
        if whole and months > 0:
            return lasting(first, months)
        return Period(first, last, f"{_said(first)} to {_said(last)}")
    of, number = _month_of_year(ends[1])
    if ends[0].lower() in MONTH_NUMBERS:
        # The year is said once, behind the last month: a period across New Year would be said in two.
        first_of, first_number = of, MONTH_NUMBERS[ends[0].lower()]
        if first_number > number:
            raise PeriodError(f'"{text}": of which year is {ends[0]}?')
    else:
        first_of, first_number = _month_of_year(ends[0])
    months = 12 * (of - first_of) + number - first_number + 1
    if months < 1:
        raise PeriodError(f'"{text}" ends before it begins.')
    return lasting(date(first_of, first_number, 1), months)


QUARTER = re.compile(
    r"(?:(?P<y1>\d{4})(?:[/-](?P<s1>\d{2}))?[ -]?q(?:uarter )?(?P<q1>[1-4])|"
    r"q(?:uarter )?(?P<q2>[1-4])[ -]*(?P<y2>\d{4})(?:[/-](?P<s2>\d{2}))?)",
    re.IGNORECASE,
)


def quarter(text: str, year: str, identifier: str = "") -> Period:
    """`2014Q3`, `Q3 2014`: of the calendar year; `2022/23 Q3`, `Q3 2022-23`: of the source's year."""
    del identifier
    found = QUARTER.fullmatch(text)
    if not found:
        raise PeriodError(f'"{text}" is not a quarter such as 2014 Q3 or 2022/23 Q3.')
    of, short = found["y1"] or found["y2"], found["s1"] or found["s2"]
    number = int(found["q1"] or found["q2"])
    if not short and year != "calendar":
        raise PeriodError(f'"{text}": a quarter of a {year} year names two years, as 2022/23 Q3 does.')
    whole = split_year(f"{of}/{short}" if short else of, year)
    return lasting(_add_months(whole.start_on, 3 * (number - 1)), 3)


# What they share.


def _month_of_year(text: str) -> tuple[int, int]:
    figures = MONTH_FIGURES.fullmatch(text)
    if figures:
        if not 1 <= int(figures[2]) <= 12:
            raise PeriodError(f'"{text}": there is no month {figures[2]}.')
        return _year(figures[1]), int(figures[2])
    words = MONTH_WORDS.fullmatch(text)
    if not words:
        raise PeriodError(f'"{text}" is not a month such as 202212, Oct-11 or October 2011.')
    number = _month(words[1] or words[4], text)
    of = words[2] or words[3]
    if len(of) == 2:
        of = f"{'20' if int(of) < CENTURY_TURNS else '19'}{of}"
    return _year(of), number


def _month(word: str, text: str) -> int:
    try:
        return MONTH_NUMBERS[word.lower()]
    except KeyError:
        raise PeriodError(f'"{text}" names no month.') from None


def _year(text: str) -> int:
    number = int(text)
    if not 1800 <= number <= 2200:
        raise PeriodError(f"{text} is no year of any publisher.")
    return number


def _date(of: int, number: int, on: int, text: str) -> date:
    try:
        return date(_year(str(of)), number, on)
    except PeriodError:
        raise
    except ValueError as error:
        raise PeriodError(f'"{text}" has no such day in the calendar.') from error


def _said(on: date) -> str:
    return f"{on.day} {MONTHS[on.month - 1]} {on.year}"


def _add_months(start: date, months: int) -> date:
    years, number = divmod(start.month - 1 + months, 12)
    return start.replace(year=start.year + years, month=number + 1)


NOTATIONS: dict[str, Notation] = {
    "years": Notation(
        "a year, or years taken together", ("2015", "2022/23", "2014-16", "2020/21 - 24/25"),
        lambda text, year, _: from_years(text, year),
    ),
    "split year": Notation(
        "one financial or academic year", ("2016-17", "2016/17", "201617", "2016-17 (OT)"), split_year
    ),
    "year and kind": Notation(
        "a year, its kind in another column", ("201617", "202425", "2025"), with_identifier
    ),
    "LG Inform": Notation("as LG Inform names it", ("sch_2018_19", "2018/19 (academic)"), lg_inform),
    "ISO": Notation(
        "as ISO 8601 has it", ("2004-01-01/P1Y", "2025-04-30"), lambda text, *_: from_interval(text)
    ),
    "day": Notation("one day", ("As at 31 December 2022 (Q3)", "31/12/2022", "2022-12-31"), day),
    "serial": Notation("a spreadsheet's number for a day", ("45809",), serial),
    "month": Notation("one month", ("202212", "2023-10", "Oct-11", "October 2011"), month),
    "quarter": Notation("a quarter", ("2014Q3", "Q3 2014", "2022/23 Q3"), quarter),
    "quarter ending": Notation(
        "three months, by the last", ("202212", "quarter ending December 2022"), quarter_ending
    ),
    "year ending": Notation("twelve months, by the last", ("202503", "year ending March 2025"), year_ending),
    "from and to": Notation(
        "the first and the last month or day", ("Oct-Dec 2022", "Jan 2023-Dec 2023"), span
    ),
}  # fmt: skip
