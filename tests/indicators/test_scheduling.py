"""An analyst says when a publisher is asked: as acts, on the pages, and as beat then does it."""

from datetime import date, time, timedelta

import pytest

from audit.models import Event
from common.clock import now, today
from common.errors import NotPermitted, Refused
from indicators import queries
from indicators.models import ScheduleEdit, Source
from indicators.schedules import Schedule
from indicators.timing import timing
from indicators.workflow import ask_now, pause_source, set_schedule, take_back_schedule
from ledger import workflow as ledger
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.indicators.conftest import AT, CLAIMANTS

pytestmark = pytest.mark.django_db
MONDAYS = Schedule("weekly", at_time=time(6), weekday=0)  # AT is Saturday 21 November 2026, 09:00
PAGE = f"/data/{CLAIMANTS}"


@pytest.fixture
def source(figures):
    Source.objects.filter(slug=CLAIMANTS).update(last_checked_at=AT)
    return Source.objects.get(slug=CLAIMANTS)


@pytest.fixture
def analyst(figures):
    return UserFactory(analyst=True)


@pytest.fixture
def adviser(figures):
    return UserFactory()


def due(after):
    return CLAIMANTS in queries.due_sources(AT + after)


def set_mondays(analyst, source, **more):
    told = {"by": analyst, "at": AT, "source": source, "schedule": MONDAYS, "reason": "It comes on Mondays."}
    return set_schedule(**told | more)


def paused(analyst, source, **more):
    told = {
        "by": analyst,
        "at": AT,
        "source": source,
        "until_on": date(2026, 11, 30),
        "reason": "It is moving.",
    }
    return pause_source(**told | more)


def test_the_definitions_hours_are_the_default_and_an_edit_takes_their_place(source, analyst):  # R099
    assert not due(timedelta(hours=23))
    assert due(timedelta(hours=24))
    edit = set_mondays(analyst, source)
    assert timing(source).schedule == MONDAYS
    assert not due(timedelta(hours=44))  # Monday, 05:00
    assert due(timedelta(hours=45))
    event = Event.objects.get(act="set_schedule")
    assert (event.by, event.subject_id) == (analyst, str(edit.pk))
    assert Source.objects.get(slug=CLAIMANTS).late_on == date(2026, 12, 13)


def test_an_edit_is_taken_back_to_what_stood_before_it(source, analyst):
    set_schedule(by=analyst, at=AT, source=source, schedule=Schedule("hours", every_hours=2), reason="Often.")
    edit = set_mondays(analyst, source)
    back = take_back_schedule(by=analyst, at=AT, edit=edit, reason="A mistake.")
    assert timing(source).schedule.every_hours == 2
    assert back.in_words == "Took back: asked every Monday at 06:00"
    with pytest.raises(Refused, match="taken back already"):
        take_back_schedule(by=analyst, at=AT, edit=edit, reason="Again.")
    with pytest.raises(Refused, match="taken back already"):
        take_back_schedule(by=analyst, at=AT, edit=back, reason="That too.")


def test_a_pause_holds_until_its_day_is_over_or_it_is_taken_back(source, analyst):
    pause = paused(analyst, source)
    assert not due(timedelta(days=9))
    assert not due(timedelta(days=9, hours=14, minutes=59))
    assert due(timedelta(days=9, hours=15))  # midnight in London
    assert timing(source).paused_until(AT) == date(2026, 11, 30)
    assert Source.objects.get(slug=CLAIMANTS).late_on == date(2026, 12, 4)
    take_back_schedule(by=analyst, at=AT, edit=pause, reason="It has moved.")
    assert due(timedelta(days=1))


@pytest.mark.parametrize(
    ("act", "change", "words"),
    [
        (set_mondays, {"reason": "  "}, "Say why"),
        (set_mondays, {"schedule": Schedule("hours", every_hours=0)}, "at most once an hour"),
        (set_mondays, {"schedule": Schedule("monthly", monthday=32)}, "from 1 to 31"),
        (paused, {"reason": ""}, "Say why"),
        (paused, {"until_on": date(2026, 11, 20)}, "is over"),
        (paused, {"until_on": date(2028, 11, 20)}, "a year at most"),
    ],
)
def test_what_cannot_be_is_refused_with_a_sentence(source, analyst, act, change, words):
    with pytest.raises(Refused, match=words):
        act(analyst, source, **change)
    assert not ScheduleEdit.objects.exists()


def test_it_is_the_analysts_to_say(source, adviser):
    for act in (set_mondays, paused):
        with pytest.raises(NotPermitted, match="research analyst"):
            act(adviser, source)
    with pytest.raises(NotPermitted):
        ask_now(by=adviser, at=AT, source=source)
    assert not ScheduleEdit.objects.exists()
    assert not Job.objects.exists()


def test_nothing_is_set_where_the_record_cannot_be_written(source, analyst, broken_audit):
    for act in (set_mondays, paused):
        with pytest.raises(broken_audit):
            act(analyst, source)
    with pytest.raises(broken_audit):
        ask_now(by=analyst, at=AT, source=source)
    assert not ScheduleEdit.objects.exists()
    assert not Job.objects.exists()


def test_asking_now_makes_one_job_and_never_a_second(source, analyst):
    job = ask_now(by=analyst, at=AT, source=source)
    with pytest.raises(Refused, match="waits already"):
        ask_now(by=analyst, at=AT, source=source)
    ledger.claim(kinds=["pull"], worker="w", lease=timedelta(minutes=1), at=AT)
    with pytest.raises(Refused, match="at this moment"):
        ask_now(by=analyst, at=AT, source=source)
    assert [job.pk] == list(Job.objects.values_list("pk", flat=True))
    assert Event.objects.filter(act="ask_publisher_now").count() == 1


def test_asking_now_brings_forward_what_waits_for_later_and_waits_where_the_publisher_asked(source, analyst):
    ledger.enqueue(kind="pull", key=CLAIMANTS, arguments={"source": CLAIMANTS}, at=AT + timedelta(hours=1))
    ask_now(by=analyst, at=AT, source=source)
    assert Job.objects.get().due_at == AT
    Job.objects.all().delete()
    Source.objects.filter(slug=CLAIMANTS).update(not_before_at=AT + timedelta(hours=2))
    with pytest.raises(Refused, match="not to be asked again before 11:00 on 21 November 2026"):
        ask_now(by=analyst, at=AT, source=source)


def test_a_source_brought_by_hand_has_no_times(figures, analyst, client):
    source = Source.objects.get(slug="dfe-lait")
    assert not source.address
    with pytest.raises(Refused, match="brought by hand"):
        set_mondays(analyst, source)
    client.force_login(analyst)
    assert "Ask now" not in client.get("/data/dfe-lait").content.decode()


# The pages.


def test_the_page_says_when_it_is_asked_and_offers_the_acts_to_an_analyst(source, analyst, client):
    client.force_login(analyst)
    page = client.get(PAGE).content.decode()
    assert "Every 24 hours, as its definition says." in page
    for words in ("Ask now", "Ask at other times", "Do not ask for a while"):
        assert words in page
    answer = client.post(
        f"{PAGE}/times", {"kind": "monthly", "at_time": "6.30", "monthday": "31", "reason": "Month’s end."}
    )
    assert answer.status_code == 302
    page = client.get(PAGE).content.decode()
    assert "On day 31 of each month at 06:30" in page
    assert "Month’s end." in page
    edit = ScheduleEdit.objects.get()
    assert client.post(f"{PAGE}/times/{edit.pk}/take-back", {"reason": "No."}).status_code == 302
    assert "Every 24 hours, as its definition says." in client.get(PAGE).content.decode()


def test_a_pause_stands_on_both_pages_and_is_ended_there(source, analyst, client):
    client.force_login(analyst)
    words = {"until_on_0": "31", "until_on_1": "12", "until_on_2": "2099", "reason": "It is moving."}
    assert "a year at most" in client.post(f"{PAGE}/pause", words).content.decode()
    soon = timing_day()
    words |= {"until_on_0": soon.day, "until_on_1": soon.month, "until_on_2": soon.year}
    assert client.post(f"{PAGE}/pause", words).status_code == 302
    Source.objects.update(last_checked_at=None, late_on=None)
    listed = client.get("/data").content.decode()
    assert "Paused – 1 source" in " ".join(listed.replace('<span class="s-h2__aside">', "").split())
    assert "It is moving." in listed
    assert "End the pause" in client.get(PAGE).content.decode()


def timing_day():
    return today() + timedelta(days=3)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"reason": "So."}, "Choose how often"),
        ({"kind": "hours"}, "Enter how many hours"),
        ({"kind": "hours", "every_hours": "0"}, "greater than or equal to 1"),
        ({"kind": "daily", "at_time": "25:00"}, "Enter a time such as 06:30"),
        ({"kind": "monthly", "at_time": "06:00"}, "Enter the day of the month"),
        ({"kind": "monthly", "at_time": "06:00", "monthday": "99"}, "less than or equal to 31"),
        ({"kind": "weekly", "at_time": "06:00", "weekday": "9"}, "Select a valid choice"),
        ({"kind": "daily", "at_time": "06:00"}, "Enter why"),
    ],
)
def test_a_box_that_is_wrong_says_so_and_keeps_what_was_typed(source, analyst, client, typed, words):
    client.force_login(analyst)
    answer = client.post(f"{PAGE}/times", typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not ScheduleEdit.objects.exists()


def test_to_others_the_page_says_whose_it_is(source, adviser, client):
    client.force_login(adviser)
    page = client.get(PAGE).content.decode()
    assert "set by a research analyst" in page
    assert "Ask now" not in page
    assert client.post(f"{PAGE}/ask").status_code == 403
    assert client.get(f"{PAGE}/ask").status_code == 405
    assert not Job.objects.exists()


def test_ask_now_is_one_post_and_the_page_then_shows_each_step(source, analyst, client, monkeypatch):
    sent = []
    monkeypatch.setattr("indicators.sources.waking.current_app.send_task", sent.append)
    client.force_login(analyst)
    assert client.post(f"{PAGE}/ask").status_code == 302
    page = client.get(PAGE).content.decode()
    assert "Waits to be pulled." in page
    assert 'hx-trigger="every 3s"' in page
    assert "Look again" in page  # where no script runs
    job = ledger.claim(kinds=["pull"], worker="w", lease=timedelta(minutes=1), at=now())
    steps = [
        {"step": "asking", "at": AT.isoformat(), "so_far": None},
        {"step": "loading", "at": AT.isoformat(), "so_far": 1234567},
    ]
    ledger.heartbeat(
        job_id=job.pk, token=job.token, lease=timedelta(minutes=1), progress="loading", steps=steps, at=AT
    )
    page = client.get(PAGE).content.decode()
    assert "Being pulled now: loading its figures." in page
    assert "1,234,567 figures" in page
    assert "Ask now" not in page
    assert "Being pulled now" in client.get("/data").content.decode()
