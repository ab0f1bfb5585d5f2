"""The look-back: one for each ending, in words; put off once; how long a concern is kept counts from it."""

import re
from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone

from audit.models import Event
from cases.models import LookBack, LookBackPutOff
from cases.queries import due_for, kept_until, past_keeping
from cases.workflow import correct_look_back, look_back, put_off_look_back
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, EndingFactory, LookBackFactory, SupportPackageFactory
from tests.factories.councils import InterestFactory

pytestmark = pytest.mark.django_db


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.fixture
def ending(at):
    """Support that ended a year ago, with a look-back due in three days."""
    today = timezone.localdate(at)
    return EndingFactory(happened_on=today - timedelta(362), look_back_on=today + timedelta(3))


@pytest.fixture
def owner(ending):
    return ending.concern.owner


# The act.


def test_it_is_recorded_what_lasted_and_what_did_not_by_whom_and_when(ending, owner, at):  # R151
    done = look_back(
        by=owner, at=at, ending=ending, lasted=" The budget balances. ", did_not_last="The chair left."
    )

    assert (done.lasted, done.did_not_last) == ("The budget balances.", "The chair left.")
    assert (done.by, done.happened_on, done.concern) == (owner, timezone.localdate(at), ending.concern)
    event = Event.objects.get(act="look_back")
    assert event.scope == ending.concern.council.audit_scope
    assert event.details == {"ending": ending.pk, "look_back": done.pk}


def test_one_of_the_two_will_do_and_neither_will_not(ending, owner, at):
    with pytest.raises(Refused, match="One of the two will do"):
        look_back(by=owner, at=at, ending=ending, lasted="  ")
    look_back(by=owner, at=at, ending=ending, did_not_last="None of it.")
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBackFactory(lasted="", did_not_last="")


def test_it_is_no_earlier_than_the_end_and_not_to_come(ending, owner, at):
    today = timezone.localdate(at)
    with pytest.raises(Refused, match="The support ended on"):
        look_back(by=owner, at=at, ending=ending, lasted="x", happened_on=ending.happened_on - timedelta(1))
    with pytest.raises(Refused, match="has not come yet"):
        look_back(by=owner, at=at, ending=ending, lasted="x", happened_on=today + timedelta(1))
    assert not LookBack.objects.exists()


def test_a_second_look_back_is_refused_with_both_texts(ending, owner, at):
    look_back(by=owner, at=at, ending=ending, lasted="The budget balances.")

    with pytest.raises(Stale, match=r"looked back on .* already") as refused:
        look_back(by=owner, at=at, ending=ending, lasted="The plan holds.")

    assert refused.value.held == "What lasted: The budget balances."
    assert refused.value.typed == "The plan holds."
    with pytest.raises(IntegrityError), transaction.atomic():
        LookBackFactory(ending=ending)


def test_a_correction_is_a_new_row_that_points_at_the_first(ending, owner, at):
    first = look_back(by=owner, at=at, ending=ending, lasted="The budget balances.")

    second = correct_look_back(by=owner, at=at, corrects=first, lasted="The budget balanced for a year.")

    assert second.corrects == first
    assert second.happened_on == first.happened_on
    first.refresh_from_db()
    assert first.lasted == "The budget balances."
    with pytest.raises(Stale, match="corrected this while you were writing") as refused:
        correct_look_back(by=owner, at=at, corrects=first, lasted="Mine.")
    assert refused.value.held == "What lasted: The budget balanced for a year."


def test_what_was_written_is_never_changed():
    done = LookBackFactory()
    for change in (
        lambda: LookBack.objects.update(lasted="x"),
        lambda: LookBack.objects.filter(pk=done.pk).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert LookBack.objects.get().lasted == done.lasted


def test_an_adviser_of_another_region_does_not_and_to_a_stranger_there_is_none(ending, at):
    elsewhere = UserFactory(principal_adviser=True)
    first = LookBackFactory()
    for act in (
        lambda by: look_back(by=by, at=at, ending=ending, lasted="x"),
        lambda by: correct_look_back(by=by, at=at, corrects=first, lasted="x"),
        lambda by: put_off_look_back(by=by, at=at, ending=ending, until_on=date(2999, 1, 1), why="x"),
    ):
        with pytest.raises(NotPermitted, match="may add to it"):
            act(elsewhere)
        with pytest.raises(NotFound):
            act(UserFactory(analyst=True))


def test_if_the_record_cannot_be_written_nothing_has_changed(ending, owner, at, broken_audit):
    first = LookBackFactory()
    until = ending.look_back_on + timedelta(90)
    for act in (
        lambda: look_back(by=owner, at=at, ending=ending, lasted="x"),
        lambda: correct_look_back(by=first.concern.owner, at=at, corrects=first, lasted="x"),
        lambda: put_off_look_back(by=owner, at=at, ending=ending, until_on=until, why="x"),
    ):
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    assert LookBack.objects.count() == 1
    assert not LookBackPutOff.objects.exists()


# Put off.


def test_it_is_put_off_once_with_a_line(ending, owner, at):
    until = ending.look_back_on + timedelta(90)

    put_off_look_back(by=owner, at=at, ending=ending, until_on=until, why="Elections in May.")

    assert Event.objects.get(act="put_off_look_back").details["until"] == until.isoformat()
    with pytest.raises(Refused, match="It is put off once only"):
        put_off_look_back(by=owner, at=at, ending=ending, until_on=until + timedelta(9), why="Again")


@pytest.mark.parametrize(
    ("days", "why", "sentence"),
    [(90, " ", "Enter why"), (0, "x", "Enter a later day"), (400, "x", "at the latest")],
)
def test_it_is_put_off_to_a_later_day_by_a_year_at_most(ending, owner, at, days, why, sentence):
    with pytest.raises(Refused, match=sentence):
        put_off_look_back(
            by=owner, at=at, ending=ending, until_on=ending.look_back_on + timedelta(days), why=why
        )


def test_what_was_not_asked_for_or_is_done_is_not_put_off(owner, ending, at):
    LookBackFactory(ending=ending)
    declined = EndingFactory(look_back_on=None)
    until = date(2999, 1, 1)
    with pytest.raises(Refused, match="Somebody has looked back already"):
        put_off_look_back(by=owner, at=at, ending=ending, until_on=until, why="x")
    with pytest.raises(Refused, match="No look-back was asked for"):
        put_off_look_back(by=declined.concern.owner, at=at, ending=declined, until_on=until, why="x")


# Today.


def test_it_is_due_then_late_and_no_longer_once_somebody_has_looked_back(ending, owner, at):
    today = timezone.localdate(at)

    assert [(one.on, one.is_late) for one in due_for(owner, today)] == [(ending.look_back_on, False)]
    (late,) = due_for(owner, today + timedelta(9))
    assert late.is_late
    assert late.address == ending.get_absolute_url()
    until = ending.look_back_on + timedelta(90)
    put_off_look_back(by=owner, at=at, ending=ending, until_on=until, why="Elections.")
    assert [one.on for one in due_for(owner, today)] == [until]
    look_back(by=owner, at=at, ending=ending, lasted="x")
    assert due_for(owner, today + timedelta(900)) == []


# The pages.


def test_one_looks_back_in_the_browser_beside_what_was_left_behind(ending, owner, at, sign_in):  # R151
    package = SupportPackageFactory(
        concern=ending.concern,
        ended_on=ending.happened_on,
        ended_at=at,
        ended_by=owner,
        ended_reason="Done.",
    )
    client = sign_in(owner)
    page = client.get(ending.get_absolute_url())
    assert "Peers helped most." in text(page)
    assert package.objectives in text(page)

    refused = client.post(ending.get_absolute_url(), {"lasted": "", "did_not_last": ""})
    assert refused.status_code == 422
    assert "One of the two will do" in text(refused)
    client.post(ending.get_absolute_url(), {"lasted": "The budget balances."})
    done = LookBack.objects.get()
    shown = text(client.get(ending.get_absolute_url()))
    assert "The budget balances." in shown
    correct = f"{ending.concern.get_absolute_url()}/look-backs/{done.pk}/correct"
    client.post(correct, {"lasted": "It balanced for a year.", "did_not_last": ""})
    shown = text(client.get(ending.get_absolute_url()))
    assert "It balanced for a year." in shown
    assert "As it was written before" in shown
    assert client.get(correct).status_code == 404
    concern = text(client.get(ending.concern.get_absolute_url()))
    assert "It balanced for a year." in concern
    assert "The budget balances." not in concern


def test_two_people_at_once_get_one_look_back_and_one_plain_refusal(ending, owner, sign_in):
    LookBackFactory(ending=ending, lasted="Theirs.")
    page = sign_in(owner).post(ending.get_absolute_url(), {"lasted": "Mine."})
    assert page.status_code == 409
    assert "Theirs." in text(page)
    assert "Mine." in text(page)


def test_the_concern_says_when_somebody_means_to_look_back(ending, owner, sign_in):
    client = sign_in(owner)
    put_off = f"{ending.get_absolute_url()}/put-off"
    until = ending.look_back_on + timedelta(60)
    assert "To look back on" in text(client.get(ending.concern.get_absolute_url()))
    assert client.get(put_off).status_code == 200
    client.post(put_off, {"until_on": until.isoformat(), "why": "Elections in May."})
    assert "put off: Elections in May." in text(client.get(ending.concern.get_absolute_url()))
    again = client.post(put_off, {"until_on": (until + timedelta(1)).isoformat(), "why": "Again."})
    assert again.status_code == 422
    assert "It is put off once only" in text(again)


@pytest.mark.parametrize("method", ["get", "post"])
def test_to_a_stranger_and_to_one_with_an_interest_there_is_no_such_page(
    ending, owner, sign_in, method
):  # R052
    InterestFactory(user=owner, council=ending.concern.council)
    done = LookBackFactory(ending=ending)
    addresses = (
        ending.get_absolute_url(),
        f"{ending.get_absolute_url()}/put-off",
        f"/cases/{ending.concern_id}/look-backs/{done.pk}/correct",
    )
    for user in (owner, UserFactory(analyst=True)):
        client = sign_in(user)
        assert {getattr(client, method)(address).status_code for address in addresses} == {404}


# How long it is kept.


def closed_at(concern, moment):
    type(concern).objects.filter(pk=concern.pk).update(closed_at=moment)
    return concern


def noon(year, month, day):
    return timezone.make_aware(timezone.datetime(year, month, day, 12))


def test_a_closed_concern_is_kept_two_years_and_an_open_one_has_no_end():
    assert kept_until(ConcernFactory()) is None
    assert kept_until(closed_at(ConcernFactory(closed=True), noon(2024, 2, 29))) == date(2026, 2, 28)


def test_a_year_from_the_look_back_where_that_is_later():  # R151
    concern = closed_at(ConcernFactory(closed=True), noon(2024, 3, 1))
    ending = EndingFactory(concern=concern, look_back_on=date(2025, 3, 1))
    assert kept_until(concern) == date(2026, 3, 1)

    EndingFactory(
        concern=ConcernFactory(closed=True), look_back_on=None
    )  # declined: it counts from the closing
    LookBackPutOff.objects.create(
        concern=concern,
        ending=ending,
        by=concern.owner,
        happened_on=date(2025, 2, 1),
        until_on=date(2025, 9, 1),
        why="Elections.",
    )
    assert kept_until(concern) == date(2026, 9, 1)
    done = LookBackFactory(ending=ending, happened_on=date(2025, 1, 1))
    assert kept_until(concern).year == done.recorded_at.year + 1  # as taken in, not as claimed


def test_those_whose_time_has_run_out_are_found_on_the_day_and_not_before():
    old = closed_at(ConcernFactory(closed=True), noon(2020, 5, 4))
    closed_at(ConcernFactory(closed=True), noon(2021, 5, 4))
    ConcernFactory()

    assert list(past_keeping(date(2022, 5, 3))) == []
    assert list(past_keeping(date(2022, 5, 4))) == [old]
