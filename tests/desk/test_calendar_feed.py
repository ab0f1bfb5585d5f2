"""A calendar's secret address: who fetches it reads what its owner may read now, and no name unasked for."""

import logging
import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db import DatabaseError, transaction
from django.utils import timezone
from icalendar import Calendar

from accounts.access import MOST_FEEDS
from accounts.models import CalendarFeed
from accounts.workflow import make_feed, name_councils, revoke_feed
from audit.models import Event
from common.errors import NotPermitted, Refused
from common.masking import MaskedRecord
from desk.views import calendar as views
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def no_counts():
    cache.clear()


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def council():
    return CouncilFactory(
        short_name="Marchford, with Saltmarsh; and the longest of names that a line may fold"
    )


@pytest.fixture
def owner(council):
    return adviser_for(council)


@pytest.fixture
def made(owner, at):
    return make_feed(by=owner, at=at, name="My phone")


def fetch(client, secret):
    return client.get(f"/calendar/feed/{secret}.ics")


def events(response):
    return Calendar.from_ical(response.content).walk("VEVENT")


def test_a_calendar_fetches_what_is_due_without_signing_in(client, council, owner, made, on):
    ConcernFactory(council=council, owner=owner, summary="Savings slip", review_on=on + timedelta(days=3))
    NoteFactory(council=council, owner=owner, follow_up_on=on - timedelta(days=2))

    response = fetch(client, made[1])

    assert response.status_code == 200
    assert response["Content-Type"] == "text/calendar; charset=utf-8"
    assert response["Cache-Control"] == "no-store, private"
    assert response["Referrer-Policy"] == "no-referrer"
    assert not response.cookies
    said = events(response)
    assert [str(one["SUMMARY"]) for one in said] == ["Follow-up due", "Review due"]
    assert said[1].decoded("DTSTART") == on + timedelta(days=3)
    assert said[1].decoded("DTEND") == on + timedelta(days=4)
    assert said[1].decoded("DTSTAMP").utcoffset() == timedelta(0)


def test_no_name_no_code_and_no_word_leaves_unless_names_are_switched_on(
    client, council, owner, made, on, at
):
    ConcernFactory(council=council, owner=owner, summary="Savings slip", review_on=on, next_step="Ring her")
    NoteFactory(council=council, owner=owner, follow_up_on=on)

    without = fetch(client, made[1]).content.decode().replace("\r\n ", "")
    name_councils(by=owner, at=at, feed=made[0], names=True)
    named = fetch(client, made[1])

    for word in ("Marchford", council.code, "/cases/", "/intelligence/", "Savings", "Ring"):
        assert word not in without
    assert {str(one["SUMMARY"]) for one in events(named)} == {
        f"Review due: {council.short_name}",
        f"Follow-up due: {council.short_name}",
    }
    assert b"Savings" not in named.content
    assert council.code.encode() not in named.content


def test_it_is_folded_and_escaped_and_its_entries_keep_their_names(client, council, owner, made, on, at):
    concern = ConcernFactory(council=council, owner=owner, review_on=on)
    name_councils(by=owner, at=at, feed=made[0], names=True)

    first = fetch(client, made[1])
    concern.review_on = on + timedelta(days=30)
    concern.save()
    second = fetch(client, made[1])

    lines = first.content.split(b"\r\n")
    assert max(map(len, lines)) <= 75
    assert rb"Marchford\, with Saltmarsh\; and" in first.content
    (before,), (after,) = events(first), events(second)
    assert before["UID"] == after["UID"]
    assert before["DTSTART"].dt != after["DTSTART"].dt


def test_two_things_never_share_a_name(client, council, owner, made, on):
    for _ in range(3):
        ConcernFactory(council=council, owner=owner, review_on=on, next_step="Ring", next_step_on=on)
    uids = [str(one["UID"]) for one in events(fetch(client, made[1]))]
    assert len(set(uids)) == len(uids) == 6


def test_an_invented_council_is_called_so(client, on, at):
    council = CouncilFactory(is_fictional=True, code="X00000001", short_name="Nowhere")
    owner = adviser_for(council)
    ConcernFactory(council=council, owner=owner, review_on=on)
    _, secret = make_feed(by=owner, at=at, name="Mine", names_councils=True)
    assert [str(one["SUMMARY"]) for one in events(fetch(client, secret))] == [
        "Review due: Nowhere (fictional)"
    ]


def test_nothing_due_is_a_calendar_all_the_same(client, made):
    response = fetch(client, made[1])
    assert response.status_code == 200
    assert events(response) == []


def test_rights_are_asked_anew_at_every_fetch(client, council, owner, made, on):  # TRUST section 3, 22
    ConcernFactory(council=council, owner=owner, review_on=on)
    assert len(events(fetch(client, made[1]))) == 1
    InterestFactory(user=owner, council=council)
    assert events(fetch(client, made[1])) == []


@pytest.mark.parametrize("how", ["left", "lost their role"])
def test_who_has_left_or_lost_their_role_is_not_found_at_the_next_fetch(client, owner, made, on, how):
    assert fetch(client, made[1]).status_code == 200
    if how == "left":
        owner.is_active = False
        owner.save()
    else:
        owner.role_holdings.update(until_on=on - timedelta(days=1))
    assert fetch(client, made[1]).status_code == 404


def test_wrong_revoked_and_malformed_are_one_and_the_same_missing_page(client, owner, made, at):
    revoke_feed(by=owner, at=at, feed=made[0])
    missing = client.get("/no-such-page")
    for secret in (made[1], "x" * 43, "x", "%00", "é", made[1][:-1], "a" * 3000):
        response = fetch(client, secret)
        assert (response.status_code, response.content) == (404, missing.content), secret
        assert dict(response.headers) == dict(missing.headers)


def test_revoked_is_for_good(owner, made, at):
    revoke_feed(by=owner, at=at, feed=made[0])
    with pytest.raises(DatabaseError), transaction.atomic():
        CalendarFeed.objects.update(revoked_at=None)
    with pytest.raises(NotPermitted):
        name_councils(by=owner, at=at, feed=made[0], names=True)


def test_the_secret_is_kept_nowhere(owner, made):
    feed, secret = made
    assert len(secret) == 43  # 256 bits
    assert secret not in str(CalendarFeed.objects.values())
    assert secret not in str(Event.objects.values())
    assert re.fullmatch("[0-9a-f]{64}", feed.secret_hmac)


@pytest.mark.parametrize("logger", ["django.request", "gunicorn.error", "gunicorn.access", "anything"])
def test_no_line_of_any_log_holds_the_secret(logger, made, caplog):
    with caplog.at_level(logging.INFO):
        logging.getLogger(logger).warning("Not Found: %s", f"/calendar/feed/{made[1]}.ics")
        logging.getLogger(logger).error('"GET /calendar/feed/%s.ics HTTP/1.1" 500', made[1])
    assert logging.getLogRecordFactory() is MaskedRecord
    assert made[1] not in caplog.text
    assert caplog.text.count("/calendar/feed/(secret)") == 2


def test_a_missing_page_is_logged_without_the_secret(client, owner, made, at, caplog):
    revoke_feed(by=owner, at=at, feed=made[0])
    fetch(client, made[1])
    assert "/calendar/feed/(secret)" in caplog.text
    assert made[1] not in caplog.text


def test_it_is_asked_so_often_and_no_oftener(client, made, monkeypatch):
    monkeypatch.setattr(views._Fetches, "rate", "2/hour")
    monkeypatch.setattr(views._Failures, "rate", "3/min")
    assert [fetch(client, made[1]).status_code for _ in range(3)] == [200, 200, 429]
    assert [fetch(client, "wrong").status_code for _ in range(4)] == [404, 404, 404, 429]


def test_when_it_was_last_fetched_is_shown(client, sign_in, owner, made):
    assert "not yet" in sign_in(owner).get("/me").content.decode()
    client.logout()
    fetch(client, made[1])
    assert CalendarFeed.objects.get().last_fetched_at
    assert "not yet" not in sign_in(owner).get("/me").content.decode()


# The acts, and their pages.


def test_an_address_is_made_and_shown_once(sign_in, owner):
    client = sign_in(owner)
    page = client.post("/me/calendars", {"name": " My  phone ", "names_councils": "on"})
    secret = re.search(r"/calendar/feed/([\w-]{43})\.ics", page.content.decode())[1]
    assert page["Cache-Control"] == "no-store"
    assert fetch(client, secret).status_code == 200
    again = client.get("/me").content.decode()
    assert "My phone" in again
    assert secret not in again
    assert secret not in str(dict(client.session))
    assert CalendarFeed.objects.get().names_councils
    assert Event.objects.filter(act="make_calendar_address", by=owner).count() == 1


@pytest.mark.parametrize("name", ["", "   ", "x" * 61])
def test_without_a_name_or_with_a_long_one_none_is_made(sign_in, owner, name):
    response = sign_in(owner).post("/me/calendars", {"name": name})
    assert response.status_code == 422
    assert not CalendarFeed.objects.exists()


def test_there_are_a_few_and_no_more(sign_in, owner, at):
    for number in range(MOST_FEEDS):
        feed, _ = make_feed(by=owner, at=at, name=f"Phone {number}")
    with pytest.raises(Refused):
        make_feed(by=owner, at=at, name="One more")
    client = sign_in(owner)
    assert "no more can be made" in client.get("/me").content.decode()
    client.post(f"/me/calendars/{feed.pk}/revoke")
    assert "no more can be made" not in client.get("/me").content.decode()
    make_feed(by=owner, at=at, name="One more")


def test_names_are_switched_on_and_off_and_it_is_revoked_by_its_owner_alone(sign_in, owner, made):
    feed = made[0]
    stranger = sign_in(UserFactory(principal_adviser=True))
    for act in ("names", "revoke"):
        assert stranger.post(f"/me/calendars/{feed.pk}/{act}", {"names": "on"}).status_code == 404
    client = sign_in(owner)
    client.post(f"/me/calendars/{feed.pk}/names", {"names": "on"})
    assert CalendarFeed.objects.get().names_councils
    client.post(f"/me/calendars/{feed.pk}/names", {"names": "off"})
    assert not CalendarFeed.objects.get().names_councils
    client.post(f"/me/calendars/{feed.pk}/revoke")
    assert CalendarFeed.objects.get().revoked_at
    assert client.post(f"/me/calendars/{feed.pk}/revoke").status_code == 404
    assert Event.objects.filter(act__endswith="calendar_address").count() == 4


def test_nothing_is_made_or_revoked_where_the_record_cannot_be_written(owner, made, at, broken_audit):
    feed, _ = made
    for act in (
        lambda: make_feed(by=owner, at=at, name="Another"),
        lambda: name_councils(by=owner, at=at, feed=feed, names=True),
        lambda: revoke_feed(by=owner, at=at, feed=feed),
    ):
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    kept = CalendarFeed.objects.get()
    assert (kept.names_councils, kept.revoked_at) == (False, None)
