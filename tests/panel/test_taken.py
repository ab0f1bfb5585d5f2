"""A paper that is not frozen leaves with a line in the record, or not at all."""

import hashlib
from datetime import date

import pytest

from audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db
LIVE = {
    "note-draft": "/meetings/{}/note/{}",
    "action-monitor-schedule": "/meetings/{}/schedule/{}",
    "agenda": "/meetings/{}/agenda/files/{}",
    "attendance": "/meetings/{}/attendance/files/{}",
    "with-the-department": "/sharing/meetings/{}/{}",
}


@pytest.fixture
def meeting():
    return MeetingFactory(department_met_on=date(2026, 11, 5))


@pytest.mark.parametrize("paper", LIVE)
def test_who_took_what_and_the_hash_of_what_they_got_are_recorded(sign_in, meeting, paper):
    secretary = UserFactory(secretariat=True)
    answer = sign_in(secretary).get(LIVE[paper].format(meeting.pk, "text"))

    assert answer.status_code == 200
    assert f"-{paper}." in answer["Content-Disposition"]
    event = Event.objects.get(act="take_file")
    assert (event.subject_kind, event.subject_id) == ("panel.meeting", str(meeting.pk))
    assert event.details["paper"] == paper
    assert event.details["sha256"] == hashlib.sha256(answer.content).hexdigest()


@pytest.mark.parametrize("paper", LIVE)
def test_nothing_leaves_where_it_cannot_be_recorded(sign_in, meeting, paper, broken_audit):
    with pytest.raises(broken_audit):
        sign_in(UserFactory(secretariat=True)).get(LIVE[paper].format(meeting.pk, "text"))


@pytest.mark.parametrize("paper", LIVE)
def test_a_stranger_takes_nothing_and_leaves_no_line(sign_in, meeting, paper):
    assert sign_in(UserFactory(analyst=True)).get(LIVE[paper].format(meeting.pk, "text")).status_code == 404
    assert not Event.objects.filter(act="take_file").exists()
