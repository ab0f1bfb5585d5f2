"""Periods as Nomis, LAIT, Explore Education Statistics and LG Inform write them: days, or why not."""

import pytest

from indicators.periods import PeriodError
from indicators.sources.wire_periods import from_ees, from_lait, from_lg_inform, from_nomis


def days(period):
    return f"{period.start_on} {period.end_on} {period.label}"


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("2021", "2021-01-01 2021-12-31 2021"),
        ("2023-10", "2023-10-01 2023-10-31 October 2023"),
        ("October 2023", "2023-10-01 2023-10-31 October 2023"),
        ("Jan 2023-Dec 2023", "2023-01-01 2023-12-31 2023"),
        ("Apr 2023 - Mar 2024", "2023-04-01 2024-03-31 2023/24"),
        ("Oct 2022-Sep 2023", "2022-10-01 2023-09-30 year to 30 September 2023"),
        ("2021-03-21", "2021-03-21 2021-03-21 21 March 2021"),
    ],
)
def test_nomis(said, meant):
    assert days(from_nomis(said)) == meant


@pytest.mark.parametrize(
    "said", ["", "latest", "Dec 2023-Jan 2023", "Foo 2023", "2023-13", "25-Sep", "2021-02-30"]
)
def test_nomis_refuses(said):
    with pytest.raises(PeriodError):
        from_nomis(said)


@pytest.mark.parametrize(
    ("said", "kind", "meant"),
    [
        ("2016", "Calendar Year", "2016-01-01 2016-12-31 2016"),
        ("2025", "Financial Year", "2024-04-01 2025-03-31 2024/25"),
        ("2025", "Academic Year", "2024-09-01 2025-08-31 2024/25"),
        ("2025", "Annual (end of Sept)", "2024-10-01 2025-09-30 year to 30 September 2025"),
        ("2025", "Annual - January", "2025-01-01 2025-01-31 January 2025"),
        ("2014-16", "Calendar Year", "2014-01-01 2016-12-31 2014 to 2016"),
        ("2016-17 (OT)", "Financial Year", "2016-04-01 2017-03-31 2016/17"),
        ("2016-17", "Academic Year", "2016-09-01 2017-08-31 2016/17"),
        ("2016-17", "Calendar Year", "2016-01-01 2017-12-31 2016 to 2017"),
        ("2018 (Rev)", "Calendar Year", "2018-01-01 2018-12-31 2018"),
        ("2025 (prov)", "Academic Year", "2024-09-01 2025-08-31 2024/25"),
        ("2021 (Final)", "Academic Year", "2020-09-01 2021-08-31 2020/21"),
    ],
)
def test_lait_counts_a_year_in_its_measures_own_kind(said, kind, meant):
    assert days(from_lait(said, kind)) == meant


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("0", "Calendar Year"),
        ("2016", "Annual"),
        ("2016", ""),
        ("2016-14", "Calendar Year"),
        ("", "Calendar Year"),
        ("2016-17", "Annual - January"),
        ("Autumn", "Academic Year"),
    ],
)
def test_lait_refuses_what_does_not_say_when_it_begins(said, kind):
    with pytest.raises(PeriodError):
        from_lait(said, kind)


@pytest.mark.parametrize(
    ("said", "kind", "meant"),
    [
        ("202425", "Academic year", "2024-09-01 2025-08-31 2024/25"),
        ("201617", "academic year", "2016-09-01 2017-08-31 2016/17"),
        ("2022/2023", "AY", "2022-09-01 2023-08-31 2022/23"),
        ("2025", "Calendar year", "2025-01-01 2025-12-31 2025"),
        ("202324", "Financial year", "2023-04-01 2024-03-31 2023/24"),
        ("202324", "Tax year", "2023-04-06 2024-04-05 2023/24 (tax year)"),
        ("2025", "Reporting year", "2024-10-01 2025-09-30 year to 30 September 2025"),
        ("202324", "Autumn term", "2023-09-01 2023-12-31 Autumn term 2023/24"),
        ("202324", "Spring term", "2024-01-01 2024-03-31 Spring term 2023/24"),
        ("202324", "Financial year Q4", "2024-01-01 2024-03-31 January to March 2024"),
        ("202324", "Academic year Q1-Q2", "2023-09-01 2024-02-29 1 September 2023 to 29 February 2024"),
        ("2024", "Week 12", "2024-03-18 2024-03-24 week 12 of 2024"),
        ("2024", "February", "2024-02-01 2024-02-29 February 2024"),
        ("202324", "Part 2 (October to March)", "2023-10-01 2024-03-31 1 October 2023 to 31 March 2024"),
    ],
)
def test_ees(said, kind, meant):
    assert days(from_ees(said, kind, 9)) == meant


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("2025", "Reporting year"),
        ("2025", "Academic year"),
        ("202426", "Academic year"),
        ("202425", "Calendar year"),
        ("2025", "Fortnight"),
        ("", "Academic year"),
        ("2025", ""),
        ("2024", "Week 60"),
        ("20x5", "Calendar year"),
    ],
)
def test_ees_refuses_what_is_not_plain(said, kind):
    with pytest.raises(PeriodError):
        from_ees(said, kind)


@pytest.mark.parametrize(
    ("said", "label", "meant"),
    [
        ("sch_2018_19", "2018/19 (academic)", "2018-09-01 2019-08-31 2018/19"),
        ("fin_2018_19", "", "2018-04-01 2019-03-31 2018/19"),
        ("cal_2018", "", "2018-01-01 2018-12-31 2018"),
        ("odd_1", "2018/19 (financial)", "2018-04-01 2019-03-31 2018/19"),
        ("", "2018", "2018-01-01 2018-12-31 2018"),
    ],
)
def test_lg_inform(said, label, meant):
    assert days(from_lg_inform(said, label)) == meant


@pytest.mark.parametrize(
    ("said", "label"), [("odd_1", "2018/19"), ("sch_2018_20", ""), ("", ""), ("x", "Q3 2018")]
)
def test_lg_inform_refuses(said, label):
    with pytest.raises(PeriodError):
        from_lg_inform(said, label)
