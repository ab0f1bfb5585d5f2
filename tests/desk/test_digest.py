"""The weekly mail: to those who have something due, once for a week, and it says no more than that."""

from datetime import UTC, datetime, timedelta
from smtplib import SMTPServerDisconnected

import pytest
from django.core import mail

from accounts.models import User, WeeklyDigest
from accounts.workflow import want_digest
from audit.models import Event
from desk import tasks
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory

pytestmark = pytest.mark.django_db

MONDAY = datetime(2026, 11, 30, 7, 30, tzinfo=UTC)


@pytest.fixture(autouse=True)
def outbox(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    return mail.outbox


@pytest.fixture
def it_is(monkeypatch):
    def set_to(moment):
        monkeypatch.setattr(tasks, "now", lambda: moment)

    set_to(MONDAY)
    return set_to


@pytest.fixture
def concern(it_is):
    return ConcernFactory(
        council=CouncilFactory(short_name="Marchford"), review_on=MONDAY.date() + timedelta(days=6)
    )


def test_who_has_something_due_is_written_to_and_the_mail_says_only_that(concern, outbox, settings):
    settings.SERVICE_NAME = "Support desk"
    UserFactory(principal_adviser=True)

    tasks.mail_digest()

    (sent,) = outbox
    assert sent.to == [concern.owner.email]
    assert sent.body.startswith("There are things due this week in Support desk. Sign in to read them.")
    said = f"{sent.subject} {sent.body}"
    assert "Marchford" not in said
    assert concern.owner.name not in said
    assert not any(character.isdigit() for character in said)


@pytest.mark.parametrize(("days", "is_written_to"), [(-40, True), (0, True), (6, True), (7, False)])
def test_late_or_within_the_week_counts_and_later_does_not(it_is, outbox, days, is_written_to):
    ConcernFactory(review_on=MONDAY.date() + timedelta(days=days))
    tasks.mail_digest()
    assert bool(outbox) is is_written_to


def test_it_goes_once_a_week_however_often_the_task_runs(concern, outbox, it_is):
    tasks.mail_digest()
    tasks.mail_digest()
    it_is(MONDAY + timedelta(hours=9))
    tasks.mail_digest()
    assert len(outbox) == 1
    it_is(MONDAY + timedelta(days=7))
    tasks.mail_digest()
    assert len(outbox) == 2


def test_it_is_written_down_before_the_mail_goes_so_that_a_killed_worker_sends_no_second_one(
    concern, outbox, monkeypatch
):
    written = []

    def look(*_: object) -> None:
        written.append(WeeklyDigest.objects.get(user=concern.owner).mailed_at)

    with monkeypatch.context() as patched:
        patched.setattr("accounts.mailing.send_mail", look)
        tasks.mail_digest()
    assert written == [MONDAY]
    tasks.mail_digest()
    assert outbox == []


def test_where_the_mail_server_takes_none_it_is_tried_again(concern, outbox, monkeypatch):
    def refuse_it(*_: object) -> None:
        raise SMTPServerDisconnected

    with monkeypatch.context() as patched:
        patched.setattr("accounts.mailing.send_mail", refuse_it)
        tasks.mail_digest()
    assert not WeeklyDigest.objects.filter(user=concern.owner).exists()
    tasks.mail_digest()
    assert len(outbox) == 1


@pytest.mark.parametrize(
    "moment", [MONDAY - timedelta(hours=1), MONDAY + timedelta(days=1), MONDAY - timedelta(days=1)]
)
def test_it_goes_on_monday_morning_and_at_no_other_time(concern, outbox, it_is, moment):
    it_is(moment)
    tasks.mail_digest()
    assert outbox == []


def test_its_day_and_hour_are_settings(concern, outbox, it_is, settings):
    settings.DIGEST_WEEKDAY, settings.DIGEST_HOUR = 3, 15
    tasks.mail_digest()
    it_is(datetime(2026, 12, 2, 15, tzinfo=UTC))
    tasks.mail_digest()
    assert len(outbox) == 1


def test_who_has_left_holds_no_role_or_may_not_read_it_is_not_written_to(it_is, outbox):
    gone, idle, recused = (ConcernFactory(review_on=MONDAY.date()) for _ in range(3))
    User.objects.filter(pk=gone.owner_id).update(is_active=False)
    idle.owner.role_holdings.update(until_on=MONDAY.date() - timedelta(days=400))
    InterestFactory(user=recused.owner, council=recused.council)
    tasks.mail_digest()
    assert outbox == []


def test_it_is_switched_off_and_on_by_oneself(concern, outbox, sign_in):
    client = sign_in(concern.owner)
    assert (
        "written to weekly any more"
        in client.post("/me/digest", {"digest": "off"}, follow=True).content.decode()
    )
    tasks.mail_digest()
    assert outbox == []
    client.post("/me/digest", {"digest": "on"})
    tasks.mail_digest()
    assert len(outbox) == 1
    assert client.post("/me/digest", {"digest": "perhaps"}).status_code == 422
    assert Event.objects.filter(act__endswith="weekly_mail", by=concern.owner).count() == 2


def test_nothing_is_switched_where_the_record_cannot_be_written(concern, at, broken_audit):
    with pytest.raises(broken_audit):
        want_digest(by=concern.owner, at=at, wanted=False)
    assert User.objects.get(pk=concern.owner_id).wants_digest
