"""Overdue reviews: those who look after a concern are told, once; silence closes and moves nothing."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.mailing import mail_what_was_told
from accounts.models import Notification
from cases import tasks
from cases.models import Concern
from cases.workflow import tell_of_overdue_reviews
from councils.models import Cover
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def concern(on):
    council = CouncilFactory(short_name="Marchford")
    return ConcernFactory(council=council, summary="Savings slip", review_on=on - timedelta(days=1))


def told():
    return {one.user for one in Notification.objects.all()}


def tell(at, on):
    return tell_of_overdue_reviews(by=None, at=at, on=on)


def test_the_owner_is_told_once_for_a_date_and_the_sentence_names_nothing(concern, at, on):
    assert tell(at, on) == 1
    assert tell(at, on + timedelta(days=3)) == 0

    one = Notification.objects.get()
    assert one.user == concern.owner
    assert one.address == concern.get_absolute_url()
    assert "Marchford" not in one.sentence
    assert "Savings" not in one.sentence

    Concern.objects.update(review_on=on + timedelta(days=5))
    assert tell(at, on + timedelta(days=5)) == 0
    assert tell(at, on + timedelta(days=6)) == 1


def test_a_review_due_today_is_not_overdue(at, on):
    ConcernFactory(review_on=on)
    ConcernFactory(closed=True)
    assert tell(at, on) == 0


def test_a_named_deputy_and_whoever_stands_in_are_told_too_while_they_do(concern, at, on):
    deputy, stand_in = UserFactory(senior_adviser=True), UserFactory(principal_adviser=True)
    Concern.objects.update(deputy=deputy)
    cover = Cover.objects.create(
        absent=concern.owner, deputy=stand_in, since_on=on, until_on=on, arranged_by=concern.owner
    )
    tell(at, on + timedelta(days=1))
    assert told() == {concern.owner, deputy}
    tell(at, on)
    assert told() == {concern.owner, deputy, cover.deputy}


def test_who_may_not_read_it_is_not_told(concern, at, on):
    InterestFactory(user=concern.owner, council=concern.council)
    assert tell(at, on) == 0
    gone = ConcernFactory(review_on=on - timedelta(days=1)).owner
    gone.is_active = False
    gone.save()
    assert tell(at, on) == 0


def test_the_mail_carries_nothing_of_it(concern, at, on, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    tell(at, on)
    mail_what_was_told(at)
    (sent,) = mail.outbox
    assert "review" not in f"{sent.subject} {sent.body}".lower()
    assert "Marchford" not in sent.body


def test_silence_closes_and_moves_nothing(concern, on, monkeypatch):  # WORKFLOW section 3
    Concern.objects.update(review_on=on - timedelta(days=4_000), next_step_on=on - timedelta(days=4_000))
    before = Concern.objects.values().get()
    for _ in range(2):
        tasks.tell_of_overdue_reviews()
    assert Concern.objects.values().get() == before
    assert concern.stage_changes.count() == 1
    assert Notification.objects.count() == 1


def test_fifty_take_as_many_readings_as_one(concern, at, on, django_assert_max_num_queries):
    for _ in range(9):
        ConcernFactory(council=concern.council, owner=concern.owner, review_on=on - timedelta(days=1))
    tell(at, on)
    # Told already: two for the concerns and those who stand in, two for the person and what they may read.
    with django_assert_max_num_queries(2 + 2 + 4 + 2 * 10):
        assert tell(at, on) == 0
