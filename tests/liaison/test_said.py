"""What was said aloud at a meeting with the department: logged within five days, as a disclosure is."""

from datetime import timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from desk.due import due_for
from liaison.models import NothingSaid, SaidAloud, SaidTold
from liaison.workflow import log_said, record_telling, say_nothing_said
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.liaison import OrganisationFactory, concern_about, told
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(at):
    return timezone.localdate(at)


@pytest.fixture
def meeting(on):
    return met(on, 2)


@pytest.fixture
def council():
    return CouncilFactory(short_name="Marchford")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="J. Marsh")


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def said(meeting, council, at, on):
    return {
        "meeting": meeting,
        "council": council,
        "to_organisation": OrganisationFactory(dclg=True),
        "said_by": "J. Marsh",
        "to_whom": "P. Lowe",
        "text": "The section 151 officer is leaving.",
        "said_on": on - timedelta(days=2),
        "awareness": None,
        "at": at,
    }


def met(on, days_ago, **fields):
    """A meeting with the department so many days ago."""
    return MeetingFactory(
        held_on=on + timedelta(days=20 - days_ago),
        cut_off_on=on,
        department_met_on=on - timedelta(days=days_ago),
        **fields,
    )


def test_it_says_who_to_whom_of_what_and_that_the_council_knew(meeting, council, adviser, said):  # R178
    awareness = told(concern_about(council, owner=adviser))
    entry = log_said(by=adviser, **{**said, "awareness": awareness})
    assert (entry.council, entry.awareness, entry.days_late) == (council, awareness, 0)
    event = Event.objects.get(act="log_said")
    assert (event.by, event.scope) == (adviser, council.audit_scope)
    assert event.details == {"days_late": 0, "council_knew": True}


def test_late_is_taken_and_says_how_late(adviser, said, on, sign_in):
    late = met(on, 12)
    fields = {**said, "meeting": late, "said_on": on - timedelta(days=12)}
    entry = log_said(by=adviser, **fields)
    assert entry.days_late == 7
    assert "7 days later than the five" in sign_in(adviser).get(f"/sharing/said/{entry.pk}").content.decode()


def test_what_the_rules_refuse(meeting, council, adviser, said, on):
    with pytest.raises(NotPermitted, match="Only an adviser or the secretariat"):
        log_said(by=UserFactory(governance_officer=True), **said)
    with pytest.raises(NotFound):
        log_said(by=UserFactory(panel_member=True), **said)
    with pytest.raises(Refused, match="Enter who said it"):
        log_said(by=adviser, **{**said, "text": " "})
    with pytest.raises(Refused, match="Enter the day on which it was said"):
        log_said(by=adviser, **{**said, "said_on": on - timedelta(days=3)})
    to_come = met(on, -2, body=meeting.body)
    with pytest.raises(Refused, match="once it was held"):
        log_said(by=adviser, **{**said, "meeting": to_come})
    other = told(concern_about(CouncilFactory()))
    with pytest.raises(Refused, match="telling another council"):
        log_said(by=adviser, **{**said, "awareness": other})
    after = told(concern_about(council, owner=adviser), happened_on=on)
    with pytest.raises(Refused, match="after this was said"):
        log_said(by=adviser, **{**said, "awareness": after})
    assert not SaidAloud.objects.exists()


def test_a_declared_interest_hides_it_and_nothing_is_logged_of_that_council(
    sign_in, council, adviser, said, meeting
):
    entry = log_said(by=adviser, **said)
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council)
    with pytest.raises(NotFound):
        log_said(by=recused, **said)
    client = sign_in(recused)
    assert client.get(f"/sharing/said/{entry.pk}").status_code == 404
    for address in ("/sharing", f"/sharing/meetings/{meeting.pk}"):
        assert said["text"] not in client.get(address).content.decode()


def test_an_entry_is_put_right_by_another_and_kept(adviser, said):
    first = log_said(by=adviser, **said)
    second = log_said(by=adviser, **{**said, "text": "The treasurer is leaving.", "corrects": first})
    assert list(SaidAloud.objects.visible_to(adviser).standing()) == [second]
    with pytest.raises(Refused, match="put this account right already"):
        log_said(by=adviser, **{**said, "corrects": first})
    with pytest.raises(InternalError), transaction.atomic():
        SaidAloud.objects.filter(pk=first.pk).update(text="x")


def test_the_database_knows_no_telling_of_another_council(adviser, said):
    other = told(concern_about(CouncilFactory()))
    fields = {**said, "logged_by": adviser, "logged_at": said["at"], "awareness": other}
    del fields["at"]
    with pytest.raises(InternalError, match="telling another council"), transaction.atomic():
        SaidAloud.objects.create(**fields)


def test_it_is_due_until_it_is_logged_or_nothing_was_said(meeting, secretary, adviser, said, on, at):
    what = "Log what was said at the meeting with the department, or that nothing was"

    def due(day):
        return [one for one in due_for(secretary, day, day + timedelta(days=28)) if one.what == what]

    assert [(one.on, one.is_late) for one in due(on)] == [(on + timedelta(days=3), False)]
    assert due(on + timedelta(days=9))[0].is_late
    log_said(by=adviser, **said)
    assert due(on) == []


def test_nothing_was_said_is_kept_once(meeting, secretary, adviser, said, on, at):
    say_nothing_said(by=secretary, at=at, meeting=meeting)
    assert Event.objects.get(act="say_nothing_said").scope == meeting.audit_scope
    assert not [one for one in due_for(secretary, on, on) if one.address.endswith("#said")]
    with pytest.raises(Refused, match="is kept already"):
        say_nothing_said(by=secretary, at=at, meeting=meeting)
    log_said(by=adviser, **said)  # it comes back to somebody: taken, and both are shown
    with pytest.raises(NotPermitted):
        say_nothing_said(by=UserFactory(governance_officer=True), at=at, meeting=meeting)


def test_nothing_said_is_refused_where_something_was(meeting, secretary, adviser, said, at):
    log_said(by=adviser, **said)
    with pytest.raises(Refused, match="has been logged"):
        say_nothing_said(by=secretary, at=at, meeting=meeting)


def test_where_the_council_had_not_been_told_it_says_so_and_asks_for_the_telling(
    sign_in, adviser, said, on, at
):  # R178
    entry = log_said(by=adviser, **said)
    asked = [
        one for one in due_for(adviser, on, on + timedelta(days=28)) if one.address.endswith(str(entry.pk))
    ]
    assert [(one.what, one.on) for one in asked] == [
        ("Tell the council what was said of it to government", entry.said_on + timedelta(days=5))
    ]
    for address in ("/sharing", f"/sharing/said/{entry.pk}"):
        assert "Marchford had not been told" in sign_in(adviser).get(address).content.decode()
    elsewhere = UserFactory(principal_adviser=True)
    day = on
    with pytest.raises(NotPermitted, match="records that Marchford was told"):
        record_telling(by=elsewhere, at=at, said=entry, told="The leader", how="By letter", happened_on=day)
    with pytest.raises(Refused, match="Enter the day on which the council was told"):
        record_telling(
            by=adviser, at=at, said=entry, told="The leader", how="By letter", happened_on=on - timedelta(9)
        )
    answer = sign_in(adviser).post(
        f"/sharing/said/{entry.pk}/told",
        {"told": "The leader", "how": "By letter", "happened_on": on.isoformat()},
    )
    assert answer.status_code == 302
    assert "It was told on" in sign_in(adviser).get(f"/sharing/said/{entry.pk}").content.decode()
    with pytest.raises(Refused, match="that is recorded"):
        record_telling(by=adviser, at=at, said=entry, told="The leader", how="By letter", happened_on=day)
    assert not [one for one in due_for(adviser, on, on) if one.address == entry.get_absolute_url()]


def test_the_pages_log_it(sign_in, meeting, council, adviser, on):
    client, address = sign_in(adviser), f"/sharing/meetings/{meeting.pk}/said"
    assert "Nothing is logged yet." in client.get(f"/sharing/meetings/{meeting.pk}").content.decode()
    assert "About which council?" in client.get(address).content.decode()
    assert "Choose a council from the list." in client.get(f"{address}?council=E99").content.decode()
    awareness = told(concern_about(council, owner=adviser))
    address = f"{address}?council={council.code}"
    assert "told by J. Marsh on 1 October 2012" in client.get(address).content.decode()
    typed = {
        "to_organisation": OrganisationFactory(dclg=True).pk,
        "said_by": "J. Marsh",
        "to_whom": "P. Lowe",
        "text": "Kept words.",
        "said_on": "",
        "awareness": awareness.pk,
    }
    refused = client.post(address, typed)
    assert (refused.status_code, "Kept words." in refused.content.decode()) == (422, True)
    assert client.post(address, typed | {"said_on": on.isoformat()}).status_code == 302
    entry = SaidAloud.objects.get()
    for shown in (f"/sharing/meetings/{meeting.pk}", "/sharing", f"/sharing?council={council.code}"):
        assert "Kept words." in client.get(shown).content.decode()
    form = client.get(f"{address}&corrects={entry.pk}").content.decode()
    assert "In place of an earlier account." in form
    assert client.post(f"{address}&corrects={entry.pk}", typed | {"said_on": str(on)}).status_code == 302
    assert "Put right since." in client.get(entry.get_absolute_url()).content.decode()
    assert client.get(f"{address}&corrects=x").status_code == 404


def test_nothing_said_has_its_button(sign_in, meeting, secretary):
    client = sign_in(secretary)
    assert "Nothing was said</button>" in client.get(f"/sharing/meetings/{meeting.pk}").content.decode()
    assert client.post(f"/sharing/meetings/{meeting.pk}/nothing-said").status_code == 302
    page = client.get(f"/sharing/meetings/{meeting.pk}").content.decode()
    assert "nothing was said of any council" in page
    assert client.post(f"/sharing/meetings/{meeting.pk}/nothing-said").status_code == 422


@pytest.mark.parametrize("act", ["log", "nothing", "telling"])
def test_if_the_record_cannot_be_written_nothing_has_changed(adviser, said, on, at, act, request):
    entry = log_said(by=adviser, **said) if act == "telling" else None
    broken = request.getfixturevalue("broken_audit")
    acts = {
        "log": lambda: log_said(by=adviser, **said),
        "nothing": lambda: say_nothing_said(by=adviser, at=at, meeting=said["meeting"]),
        "telling": lambda: record_telling(
            by=adviser, at=at, said=entry, told="The leader", how="By letter", happened_on=on
        ),
    }
    with pytest.raises(broken), transaction.atomic():
        acts[act]()
    assert SaidAloud.objects.count() == (1 if entry else 0)
    assert not NothingSaid.objects.exists()
    assert not SaidTold.objects.exists()


def test_a_council_that_was_told_stays_told_when_a_word_of_the_account_is_put_right(
    sign_in, said, adviser, at, on, council
):
    entry = log_said(by=adviser, **said)
    record_telling(by=adviser, at=at, said=entry, told="The leader", how="By letter", happened_on=on)
    second = log_said(by=adviser, **said | {"text": "The finance director is leaving."}, corrects=entry)
    third = log_said(by=adviser, **said | {"text": "The treasurer is leaving."}, corrects=second)
    assert third.telling.told == "The leader"
    assert not [
        due
        for due in due_for(adviser, on, on + timedelta(days=9))
        if due.what.startswith("Tell the council what was said")
    ]
    page = " ".join(sign_in(adviser).get(third.get_absolute_url()).content.decode().split())
    assert "It was told on" in page
    assert "It has to be told" not in page
    for late in (second, third):
        with pytest.raises(Refused):
            record_telling(by=adviser, at=at, said=late, told="The leader", how="By letter", happened_on=on)


def test_an_account_put_right_meanwhile_takes_no_telling(said, adviser, at, on):
    entry = log_said(by=adviser, **said)
    log_said(by=adviser, **said | {"text": "The treasurer is leaving."}, corrects=entry)
    with pytest.raises(Refused, match="Record the telling of the one that stands"):
        record_telling(by=adviser, at=at, said=entry, told="The leader", how="By letter", happened_on=on)
