"""A mail server that hangs or refuses loses nobody's message, and doubles nobody's."""

import pytest
from celery.exceptions import SoftTimeLimitExceeded
from django.core import mail

from accounts.mailing import mail_digest, mail_what_was_told
from accounts.models import Notification, Role, WeeklyDigest
from accounts.workflow import tell_people
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def people(settings, at):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    people = [UserFactory() for _ in range(4)]
    for about in ("one", "two"):
        tell_people(people=people, about=about, sentence="Something came.", address="/", at=at)
    return people


@pytest.fixture
def time_is_up_at_the_third(monkeypatch):
    """As a worker's time limit strikes while a mail server hangs: no server's error, and no OSError."""

    def arm():
        def hangs(*words):
            if len(mail.outbox) == 2:
                raise SoftTimeLimitExceeded
            mail.send_mail(*words)

        monkeypatch.setattr("accounts.mailing.send_mail", hangs)

    yield arm
    monkeypatch.undo()


def written_to():
    return sorted(one.to[0] for one in mail.outbox)


def test_a_mail_server_is_not_waited_for_without_end(settings):
    assert 0 < settings.EMAIL_TIMEOUT <= 30


def test_where_the_time_is_up_on_the_way_the_rest_is_written_to_at_the_next_tick(
    people, at, time_is_up_at_the_third, monkeypatch
):
    time_is_up_at_the_third()
    with pytest.raises(SoftTimeLimitExceeded):
        mail_what_was_told(at)
    assert Notification.objects.filter(mailed_at__isnull=True).count() == 4

    monkeypatch.undo()
    assert mail_what_was_told(at) == 2
    assert written_to() == sorted(person.email for person in people)
    assert not Notification.objects.filter(mailed_at__isnull=True).exists()


def test_the_weekly_mail_is_not_lost_where_the_time_is_up_on_the_way(
    people, at, time_is_up_at_the_third, monkeypatch
):
    for person in people:
        person.role_holdings.create(role=Role.SENIOR_ADVISER, since_on=at.date())

    def due():
        return mail_digest(at, week_on=at.date(), has_something_due=lambda person: True)

    time_is_up_at_the_third()
    with pytest.raises(SoftTimeLimitExceeded):
        due()
    assert WeeklyDigest.objects.count() == 2

    monkeypatch.undo()
    assert due() == 2
    assert written_to() == sorted(person.email for person in people)
