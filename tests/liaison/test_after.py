"""What follows a release: its deletion confirmed, and freedom-of-information requests (WORKFLOW 4)."""

import re
from datetime import date, timedelta

import pytest
from django.db import InternalError, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from desk.due import due_for
from liaison.models import DeletionConfirmed, FreedomOutcome, FreedomRequest, FreedomViews
from liaison.workflow import confirm_deletion, give_views, record_outcome, register_request
from liaison.working_days import easter_sunday, is_working_day, working_days_after
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory
from tests.factories.liaison import proposed, released, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(at):
    return timezone.localdate(at)


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True)


def confirm(at, release, by, **fields):
    fields = {"confirmed_by": "P. Lowe", "how": "A letter", "confirmed_on": timezone.localdate(at)} | fields
    return confirm_deletion(by=by, at=at, release=release, **fields)


def register(at, release, by, **fields):
    fields = {
        "received_on": timezone.localdate(at),
        "category": "journalist",
        "asked": "All that is held of the council.",
        "told_by": "P. Lowe",
    } | fields
    return register_request(by=by, at=at, release=release, **fields)


def addresses(user, on):
    return [one.address for one in due_for(user, on, on + timedelta(days=28))]


def test_the_recipient_confirms_and_until_then_it_is_chased(sign_in, at, on, officer):  # R180
    release = withdrawn(at)
    due = f"{release.get_absolute_url()}#deletion"
    for person in (officer, release.concern.owner):
        assert due in addresses(person, on)
    assert [one.is_late for one in due_for(officer, on + timedelta(days=11), on) if one.address == due] == []
    late = due_for(officer, on + timedelta(days=11), on + timedelta(days=11))
    assert [one.is_late for one in late if one.address == due] == [True]
    page = sign_in(officer).get(release.get_absolute_url()).content.decode()
    assert "was asked to delete every copy, and has not confirmed it" in page
    assert "has not confirmed that it is deleted" in sign_in(officer).get("/sharing").content.decode()
    typed = {"confirmed_by": "P. Lowe", "how": "A letter", "confirmed_on": on.isoformat()}
    address = f"{release.get_absolute_url()}/deletion"
    assert sign_in(officer).post(address, typed | {"how": ""}).status_code == 422
    assert sign_in(officer).post(address, typed).status_code == 302
    assert due not in addresses(officer, on)
    page = sign_in(officer).get(release.get_absolute_url()).content.decode()
    assert "confirmed that every copy is deleted: P. Lowe" in page
    event = Event.objects.get(act="confirm_deletion")
    assert (event.by, event.details) == (officer, {"number": release.number})


def test_what_the_rules_refuse_of_a_confirmation(at, on, officer):
    release = withdrawn(at)
    with pytest.raises(NotPermitted, match="keeps what follows this release"):
        confirm(at, release, UserFactory(secretariat=True))
    with pytest.raises(NotPermitted, match="keeps what follows this release"):
        confirm(at, release, UserFactory(principal_adviser=True))
    with pytest.raises(NotFound):
        confirm(at, release, UserFactory(panel_member=True))
    with pytest.raises(Refused, match="Enter who at the recipient"):
        confirm(at, release, officer, how=" ")
    for day in (on - timedelta(days=1), on + timedelta(days=1)):
        with pytest.raises(Refused, match="Enter the day on which it was confirmed"):
            confirm(at, release, officer, confirmed_on=day)
    confirm(at, release, officer)
    with pytest.raises(Refused, match="confirmed already"):
        confirm(at, release, officer)
    with pytest.raises(Refused, match="has not been withdrawn"):
        confirm(at, released(at), officer)
    with pytest.raises(InternalError, match="Only of a release that was withdrawn"), transaction.atomic():
        DeletionConfirmed.objects.create(
            release=released(at), confirmed_by="x", how="x", confirmed_on=on, recorded_by=officer
        )


def test_a_request_is_registered_consulted_on_and_answered(sign_in, at, on, officer):  # R180
    release = released(at)
    client = sign_in(officer)
    typed = {
        "received_on": on.isoformat(),
        "category": "researcher",
        "asked": "Everything.",
        "told_by": "P. Lowe",
    }
    address = f"{release.get_absolute_url()}/requests"
    refused = client.post(address, typed | {"told_by": ""})
    assert (refused.status_code, "Everything." in refused.content.decode()) == (422, True)
    assert client.post(address, typed).status_code == 302
    asked = FreedomRequest.objects.get()
    assert asked.due_on == working_days_after(on, 20)
    assert asked.get_absolute_url() in addresses(release.concern.owner, on)
    for shown in ("/sharing", release.get_absolute_url()):
        assert f"{asked.due_on:%-d %B %Y}" in client.get(shown).content.decode()
    page = client.get(asked.get_absolute_url()).content.decode()
    assert "Consult the LGA before disclosure." in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    views = {"text": "Names are not to go.", "given_to": "P. Lowe", "given_on": on.isoformat()}
    assert client.post(f"{asked.get_absolute_url()}/views", views | {"text": ""}).status_code == 422
    assert client.post(f"{asked.get_absolute_url()}/views", views).status_code == 302
    waits = [one for one in due_for(officer, on, asked.due_on) if one.address == asked.get_absolute_url()]
    assert [one.on for one in waits] == [asked.due_on]
    outcome = {"outcome": "part", "text": "Without names.", "answered_on": on.isoformat()}
    assert client.post(f"{asked.get_absolute_url()}/outcome", outcome | {"outcome": ""}).status_code == 422
    assert client.post(f"{asked.get_absolute_url()}/outcome", outcome).status_code == 302
    page = client.get(asked.get_absolute_url()).content.decode()
    for said in ("Names are not to go.", "Disclosed in part", "Without names."):
        assert said in page
    assert asked.get_absolute_url() not in addresses(officer, on)
    acts = Event.objects.filter(by=officer).values_list("act", flat=True)
    assert {"register_request", "give_views", "record_outcome"} <= set(acts)


def test_what_the_rules_refuse_of_a_request(at, on, officer):
    release = released(at)
    with pytest.raises(NotPermitted, match="keeps what follows"):
        register(at, release, UserFactory(principal_adviser=True))
    with pytest.raises(NotFound):
        register(at, release, UserFactory(analyst=True))
    proposal = proposed(at)
    with pytest.raises(Refused, match="has not been released"):
        register(at, proposal, proposal.proposed_by)
    with pytest.raises(Refused, match="Enter what is asked for"):
        register(at, release, officer, asked=" ")
    with pytest.raises(Refused, match="what kind of person"):
        register(at, release, officer, category="Mr Smith")
    with pytest.raises(Refused, match="Enter the day on which the recipient received it"):
        register(at, release, officer, received_on=on - timedelta(days=1))
    asked = register(at, release, officer)
    record_outcome(by=officer, at=at, request=asked, outcome="withheld", text="", answered_on=on)
    asked = FreedomRequest.objects.get()
    for again in (
        lambda: record_outcome(by=officer, at=at, request=asked, outcome="withheld", text="", answered_on=on),
        lambda: give_views(by=officer, at=at, request=asked, text="No.", given_to="P. Lowe", given_on=on),
    ):
        with pytest.raises(Refused, match="has been answered"):
            again()
    with pytest.raises(InternalError), transaction.atomic():
        FreedomRequest.objects.filter(pk=asked.pk).update(asked="x")


def test_an_interest_hides_a_request(sign_in, at, officer):
    asked = register(at, released(at), officer)
    InterestFactory(user=officer, council=asked.release.council)
    assert sign_in(officer).get(asked.get_absolute_url()).status_code == 404
    with pytest.raises(NotFound):
        record_outcome(
            by=officer, at=at, request=asked, outcome="part", text="", answered_on=asked.received_on
        )


@pytest.mark.parametrize("act", ["confirm", "register", "views", "outcome"])
def test_if_the_record_cannot_be_written_nothing_has_changed(at, on, officer, act, request):
    gone = withdrawn(at)
    asked = register(at, released(at), officer)
    broken = request.getfixturevalue("broken_audit")
    acts = {
        "confirm": lambda: confirm(at, gone, officer),
        "register": lambda: register(at, gone, officer),
        "views": lambda: give_views(
            by=officer, at=at, request=asked, text="No.", given_to="P. Lowe", given_on=on
        ),
        "outcome": lambda: record_outcome(
            by=officer, at=at, request=asked, outcome="part", text="", answered_on=on
        ),
    }
    with pytest.raises(broken), transaction.atomic():
        acts[act]()
    assert FreedomRequest.objects.count() == 1
    for model in (DeletionConfirmed, FreedomViews, FreedomOutcome):
        assert not model.objects.exists()


@pytest.mark.parametrize(
    ("received", "due"),
    [
        (date(2012, 11, 1), date(2012, 11, 29)),
        (date(2012, 11, 5), date(2012, 12, 4)),  # over St Andrew's Day, a holiday in Scotland
        (date(2012, 12, 14), date(2013, 1, 17)),  # over Christmas, New Year and 2 January
        (date(2013, 3, 20), date(2013, 4, 19)),  # over Good Friday and Easter Monday
        (date(2012, 5, 20), date(2012, 6, 19)),  # over the two days of June that were proclaimed
        (date(2021, 12, 17), date(2022, 1, 20)),  # both pairs moved from a weekend
    ],
)
def test_twenty_working_days_leave_out_every_holiday_of_the_kingdom(received, due):
    assert working_days_after(received, 20) == due


def test_what_a_working_day_is():
    assert [easter_sunday(year) for year in (2012, 2013, 2025, 2026)] == [
        date(2012, 4, 8),
        date(2013, 3, 31),
        date(2025, 4, 20),
        date(2026, 4, 5),
    ]
    assert is_working_day(date(2012, 5, 28))  # the spring holiday went to 4 June that year
    for day in (date(2026, 12, 28), date(2027, 3, 17), date(2027, 7, 12), date(2022, 9, 19)):
        assert not is_working_day(day)
