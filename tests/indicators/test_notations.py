"""Every notation a period was seen in, with its first and last day; what is refused is never guessed."""

from datetime import date

import pytest

from indicators.notations import NOTATIONS, fitting, read_period
from indicators.periods import PeriodError


@pytest.mark.parametrize(
    ("text", "notation", "year", "first", "last", "label"),
    [
        ("2016-17", "split year", "financial", "2016-04-01", "2017-03-31", "2016/17"),
        ("201617", "split year", "academic", "2016-09-01", "2017-08-31", "2016/17"),
        ("2016/2017", "split year", "financial", "2016-04-01", "2017-03-31", "2016/17"),
        ("1999-00", "split year", "financial", "1999-04-01", "2000-03-31", "1999/00"),
        ("2016\N{EN DASH}17", "split year", "financial", "2016-04-01", "2017-03-31", "2016/17"),
        ("2016", "split year", "financial", "2016-01-01", "2016-12-31", "2016"),
        ("2014-16", "years", "calendar", "2014-01-01", "2016-12-31", "2014 to 2016"),
        ("2020/21 - 24/25", "years", "financial", "2020-04-01", "2025-03-31", "2020/21 to 2024/25"),
        ("sch_2018_19", "LG Inform", "calendar", "2018-09-01", "2019-08-31", "2018/19"),
        ("2018/19 (academic)", "LG Inform", "calendar", "2018-09-01", "2019-08-31", "2018/19"),
        ("2019 (calendar)", "LG Inform", "calendar", "2019-01-01", "2019-12-31", "2019"),
        ("2019-01-01/P5Y", "ISO", "calendar", "2019-01-01", "2023-12-31", "2019 to 2023"),
        ("As at 31 December 2022 (Q3)", "day", "financial", "2022-12-31", "2022-12-31", "31 December 2022"),
        ("31 December 2022 (Q4)", "day", "calendar", "2022-12-31", "2022-12-31", "31 December 2022"),
        ("31/12/2022", "day", "calendar", "2022-12-31", "2022-12-31", "31 December 2022"),
        ("2022-12-31 00:00:00", "day", "calendar", "2022-12-31", "2022-12-31", "31 December 2022"),
        ("31-Mar-2025", "day", "calendar", "2025-03-31", "2025-03-31", "31 March 2025"),
        ("at 1st March 2025", "day", "calendar", "2025-03-01", "2025-03-01", "1 March 2025"),
        ("March 31, 2025", "day", "calendar", "2025-03-31", "2025-03-31", "31 March 2025"),
        ("45809", "serial", "calendar", "2025-06-01", "2025-06-01", "1 June 2025"),
        ("45809.0", "serial", "calendar", "2025-06-01", "2025-06-01", "1 June 2025"),
        ("202212", "month", "calendar", "2022-12-01", "2022-12-31", "December 2022"),
        ("Oct-11", "month", "calendar", "2011-10-01", "2011-10-31", "October 2011"),
        ("Oct-98", "month", "calendar", "1998-10-01", "1998-10-31", "October 1998"),
        ("2024 Feb", "month", "calendar", "2024-02-01", "2024-02-29", "February 2024"),
        ("2023-10", "month", "calendar", "2023-10-01", "2023-10-31", "October 2023"),
        ("202503", "year ending", "calendar", "2024-04-01", "2025-03-31", "2024/25"),
        ("year ending 31 March 2025", "year ending", "calendar", "2024-04-01", "2025-03-31", "2024/25"),
        ("year_ending 202503", "year ending", "calendar", "2024-04-01", "2025-03-31", "2024/25"),
        ("12 months to June 2023", "year ending", "calendar", "2022-07-01", "2023-06-30",
         "year to 30 June 2023"),
        ("202212", "quarter ending", "calendar", "2022-10-01", "2022-12-31", "October to December 2022"),
        ("quarter ending February 2023", "quarter ending", "calendar", "2022-12-01", "2023-02-28",
         "1 December 2022 to 28 February 2023"),
        ("Oct-Dec 2022", "from and to", "calendar", "2022-10-01", "2022-12-31", "October to December 2022"),
        ("Jan 2023-Dec 2023", "from and to", "calendar", "2023-01-01", "2023-12-31", "2023"),
        ("April 2022 to March 2023", "from and to", "calendar", "2022-04-01", "2023-03-31", "2022/23"),
        ("1 April 2022 to 31 March 2023", "from and to", "calendar", "2022-04-01", "2023-03-31", "2022/23"),
        ("2 May 2022 to 9 May 2022", "from and to", "calendar", "2022-05-02", "2022-05-09",
         "2 May 2022 to 9 May 2022"),
        ("2014Q3", "quarter", "calendar", "2014-07-01", "2014-09-30", "July to September 2014"),
        ("2022/23 Q3", "quarter", "financial", "2022-10-01", "2022-12-31", "October to December 2022"),
        ("Q4 2022-23", "quarter", "financial", "2023-01-01", "2023-03-31", "January to March 2023"),
    ],
)  # fmt: skip
def test_a_notation_has_its_first_and_last_day(text, notation, year, first, last, label):  # FORMATS 0.2
    period, mark = read_period(text, notation, year=year)
    assert (period.start_on, period.end_on) == (date.fromisoformat(first), date.fromisoformat(last))
    assert (period.label, mark) == (label, "")


@pytest.mark.parametrize(
    ("text", "identifier", "first", "last"),
    [
        ("201617", "academic year", "2016-09-01", "2017-08-31"),
        ("202425", "Financial year", "2024-04-01", "2025-03-31"),
        ("2022/2023", "AY", "2022-09-01", "2023-08-31"),
        ("2025", "Reporting year", "2025-01-01", "2025-12-31"),
        ("2021", "Calendar year", "2021-01-01", "2021-12-31"),
        ("202425", "Financial Year Q3", "2024-10-01", "2024-12-31"),
    ],
)
def test_the_kind_of_year_stands_in_a_second_column(text, identifier, first, last):
    period, _ = read_period(text, "year and kind", identifier=identifier)
    assert (period.start_on.isoformat(), period.end_on.isoformat()) == (first, last)


@pytest.mark.parametrize(
    ("text", "notation", "mark"),
    [
        ("2016-17 (OT)", "split year", "outturn"),
        ("2018 (Rev)", "split year", "revised"),
        ("2025 (prov)", "years", "provisional"),
        ("2021 (Final)", "years", "final"),
        ("2023-24 provisional", "split year", "provisional"),
        ("2023 [p]", "years", "provisional"),
        ("2023-24 (budget)", "split year", "budget"),
    ],
)
def test_the_mark_beside_a_period_is_handed_back_with_it(text, notation, mark):
    assert read_period(text, notation, year="financial")[1] == mark


@pytest.mark.parametrize(
    ("text", "notation", "sentence"),
    [
        ("25-Sep", "month", "not guessed"),
        ("5-Feb", "day", "not guessed"),
        ("0", "years", "is not a year"),
        ("2016-18", "split year", "does not run from one year to the next"),
        ("2016-17", "split year", "the source must say whether"),
        ("31 December 2022 (Q2)", "day", "contradicts itself"),
        ("30 February 2022", "day", "no such day"),
        ("12/31/2022", "day", "no such day"),
        ("202213", "month", "there is no month 13"),
        ("9999-12", "month", "no year of any publisher"),
        ("1", "serial", "not a spreadsheet's number"),
        ("2022 Q3", "quarter", "names two years"),
        ("Nov-Jan 2023", "from and to", "of which year is Nov"),
        ("Dec 2023-Jan 2023", "from and to", "ends before it begins"),
        ("year ending 15 March 2025", "year ending", "does not end with a month"),
        ("quarter ending March 2025", "year ending", "is not a year"),
        ("year ending March 2025", "quarter ending", "is not a quarter"),
        ("sch_2018_20", "LG Inform", "does not run from one year to the next"),
        ("2018/19", "LG Inform", "is not a period such as"),
        ("", "month", "is not a month"),
        ("2011 Month", "month", "names no month"),
    ],
)
def test_what_cannot_be_told_is_refused_with_a_sentence(text, notation, sentence):
    year = "financial" if notation == "quarter" else "calendar"
    with pytest.raises(PeriodError) as refused:
        read_period(text, notation, year=year)
    assert sentence in str(refused.value)


@pytest.mark.parametrize(
    ("text", "identifier"),
    [("2016", "academic year"), ("201617", "calendar year"), ("201617", ""), ("2016", "fortnight")],
)
def test_a_year_that_does_not_fit_its_kind_is_refused(text, identifier):
    with pytest.raises(PeriodError):
        read_period(text, "year and kind", identifier=identifier)


def test_an_analyst_is_offered_the_notations_that_read_every_period():
    assert fitting(["2016-17", "2017-18 (OT)"], year="financial") == ["years", "split year"]
    assert fitting(["2016-17", "2017-18 (OT)", "201819"], year="financial") == ["split year"]
    assert fitting(["Oct-Dec 2022", ""]) == ["from and to"]
    assert fitting(["202212"]) == ["month", "quarter ending", "year ending"]
    assert fitting(["Doncaster"]) == []
    assert fitting([""]) == []


@pytest.mark.parametrize("name", NOTATIONS)
def test_the_examples_of_a_notation_are_read_by_it(name):
    for example in NOTATIONS[name].examples:
        identifier = "academic year" if len(example) == 6 else "calendar year"
        split = "Q3 2014" != example != "2014Q3" and any(sign in example for sign in ("/", "2016", "202425"))
        read_period(example, name, year="financial" if split else "calendar", identifier=identifier)
