"""Times in London: clocks that change, months that end, and the next time after the last."""

from datetime import UTC, datetime, time, timedelta

import pytest

from indicators.schedules import LONDON, Schedule


def london(*parts, fold=0):
    return datetime(*parts, tzinfo=LONDON, fold=fold)


def following(schedule, moment, times):
    found = []
    for _ in range(times):
        moment = schedule.next_after(moment)
        found.append(moment.astimezone(LONDON).strftime("%Y-%m-%d %H:%M"))
    return found


def test_every_so_many_hours_goes_by_the_hours_and_not_by_the_clock():  # R099
    before = london(2026, 3, 28, 12)
    assert Schedule("hours", every_hours=24).next_after(before) - before.astimezone(UTC) == timedelta(
        hours=24
    )
    assert Schedule("hours", every_hours=1).in_words == "every hour"


def test_a_time_that_spring_leaves_out_is_the_hour_after_and_comes_once():
    daily = Schedule("daily", at_time=time(1, 30))
    found = following(daily, london(2026, 3, 27, 12), 3)
    assert found == ["2026-03-28 01:30", "2026-03-29 02:30", "2026-03-30 01:30"]


def test_a_time_that_comes_twice_in_autumn_is_the_first_and_comes_once():
    daily = Schedule("daily", at_time=time(1, 30))
    first = daily.next_after(london(2026, 10, 24, 12))
    assert first == datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    assert daily.next_after(first) == datetime(2026, 10, 26, 1, 30, tzinfo=UTC)


def test_the_31st_of_a_shorter_month_is_its_last_day_and_a_leap_day_is_one():
    monthly = Schedule("monthly", at_time=time(6), monthday=31)
    assert following(monthly, london(2028, 1, 30, 12), 5) == [
        "2028-01-31 06:00", "2028-02-29 06:00", "2028-03-31 06:00", "2028-04-30 06:00", "2028-05-31 06:00",
    ]  # fmt: skip
    assert following(monthly, london(2026, 12, 31, 7), 2) == ["2027-01-31 06:00", "2027-02-28 06:00"]
    assert "or its last day" in monthly.in_words


def test_a_weekly_time_is_this_week_or_the_next():
    monday = Schedule("weekly", at_time=time(6), weekday=0)  # 23 November 2026 is a Monday
    assert following(monday, london(2026, 11, 23, 5, 59), 2) == ["2026-11-23 06:00", "2026-11-30 06:00"]
    assert following(monday, london(2026, 11, 23, 6), 1) == ["2026-11-30 06:00"]
    assert monday.in_words == "every Monday at 06:00"


@pytest.mark.parametrize("kind", ["hours", "daily", "weekly", "monthly"])
@pytest.mark.parametrize("hour", [0, 1, 2, 6, 23])
def test_the_next_time_is_always_later_and_never_further_than_the_rhythm(kind, hour):
    schedule = Schedule(kind, every_hours=7, at_time=time(hour, 30), weekday=6, monthday=31)
    moment = london(2026, 1, 1)
    for _ in range(800 if kind == "daily" else 60):
        later = schedule.next_after(moment)
        assert moment < later <= moment + schedule.rhythm + timedelta(hours=2)
        moment = later
