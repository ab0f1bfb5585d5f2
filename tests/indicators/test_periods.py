"""Periods in every notation of the two wire formats, with a proper first and last day."""

from datetime import date

import pytest

from indicators.periods import PeriodError, from_interval, from_years


@pytest.mark.parametrize(
    ("text", "start", "end", "label"),
    [
        ("2004-01-01/P1Y", "2004-01-01", "2004-12-31", "2004"),
        ("2024-04-01/P1Y", "2024-04-01", "2025-03-31", "2024/25"),
        ("2024-08-01/P1Y", "2024-08-01", "2025-07-31", "2024/25"),
        ("2024-09-01/P1Y", "2024-09-01", "2025-08-31", "2024/25"),
        ("1999-09-01/P1Y", "1999-09-01", "2000-08-31", "1999/00"),
        ("2015-11-16/P1Y", "2015-11-16", "2016-11-15", "year to 15 November 2016"),
        ("2014-04-01/P3Y", "2014-04-01", "2017-03-31", "2014/15 to 2016/17"),
        ("2019-01-01/P5Y", "2019-01-01", "2023-12-31", "2019 to 2023"),
        ("2025-04-30", "2025-04-30", "2025-04-30", "30 April 2025"),
        ("2026-01-01/P3M", "2026-01-01", "2026-03-31", "January to March 2026"),
        ("2024-02-01/P1M", "2024-02-01", "2024-02-29", "February 2024"),
    ],
)
def test_an_interval_has_its_first_and_last_day(text, start, end, label):
    period = from_interval(text)
    assert (period.start_on, period.end_on, period.label) == (
        date.fromisoformat(start), date.fromisoformat(end), label,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("text", "year", "start", "end", "label"),
    [
        ("2015", "financial", "2015-01-01", "2015-12-31", "2015"),
        ("2010/11", "financial", "2010-04-01", "2011-03-31", "2010/11"),
        ("2022/23", "academic", "2022-09-01", "2023-08-31", "2022/23"),
        ("1999/00", "financial", "1999-04-01", "2000-03-31", "1999/00"),
        ("2014-16", "calendar", "2014-01-01", "2016-12-31", "2014 to 2016"),
        ("2014 - 2016", "calendar", "2014-01-01", "2016-12-31", "2014 to 2016"),
        ("2013/14-15/16", "financial", "2013-04-01", "2016-03-31", "2013/14 to 2015/16"),
        ("2020/21 - 24/25", "financial", "2020-04-01", "2025-03-31", "2020/21 to 2024/25"),
        ("1998-00", "calendar", "1998-01-01", "2000-12-31", "1998 to 2000"),
    ],
)
def test_years_as_fingertips_writes_them(text, year, start, end, label):
    period = from_years(text, year)
    assert (period.start_on, period.end_on, period.label) == (
        date.fromisoformat(start), date.fromisoformat(end), label,
    )  # fmt: skip


@pytest.mark.parametrize(
    "text",
    ["", "soon", "2004-01-01/P0Y", "2004-01-01/", "2004-13-01/P1Y", "2023-02-30", "2004-01-01/P1W", "25-Sep",
     "9999-01-01/P9Y"],
)  # fmt: skip
def test_what_is_no_interval_is_refused_with_a_sentence(text):
    with pytest.raises(PeriodError) as refused:
        from_interval(text)
    assert str(refused.value).endswith(".")


@pytest.mark.parametrize("text", ["", "20100000", "2022/24", "2014-16/17", "2013/14-15", "Q3 2022", "25-Sep"])
def test_what_is_no_year_is_refused_with_a_sentence(text):
    with pytest.raises(PeriodError) as refused:
        from_years(text, "financial")
    assert str(refused.value).endswith(".")


def test_a_split_year_is_never_guessed():
    with pytest.raises(PeriodError, match="financial or academic"):
        from_years("2022/23", "calendar")
