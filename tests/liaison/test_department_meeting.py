"""The meeting with the department before the Panel's: what each side shares, and the agreed note (R082)."""

from datetime import date, timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from liaison.models import DepartmentNote
from liaison.queries import department_meeting
from liaison.workflow import keep_department_note, withdraw_inbound
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.cases import SupportPackageFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    originator,
    received,
    released,
    withdrawn,
)
from tests.factories.panel import MeetingFactory, MembershipFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def meeting(at):
    on = timezone.localdate(at)
    return MeetingFactory(
        held_on=on + timedelta(days=3), cut_off_on=on, department_met_on=on - timedelta(days=1)
    )


@pytest.fixture
def said(meeting, at):
    return {
        "meeting": meeting,
        "text": "Support goes on at Marchford.",
        "agreed_with": "P. Lowe",
        "agreed_on": timezone.localdate(at),
        "at": at,
    }


def test_the_sheet_has_what_is_released_and_its_support_and_no_live_concern(
    sign_in, meeting, secretary, at
):  # R082
    council = CouncilFactory(short_name="Marchford")
    release = released(at, council=council, matter="The reserves fell.")
    SupportPackageFactory(concern=release.concern, objectives="A balanced budget")
    live = concern_about(CouncilFactory(short_name="Farwick"), summary="UNSAID")
    SupportPackageFactory(concern=live, objectives="UNSAID AS WELL")
    withdrawn(at, matter="TAKEN BACK")

    page = sign_in(secretary).get(f"/sharing/meetings/{meeting.pk}").content.decode()

    for text in (
        "The reserves fell.",
        "A balanced budget",
        "Nothing has come from the department. That is usual.",
    ):
        assert text in page
    for text in ("UNSAID", "Farwick", "TAKEN BACK"):
        assert text not in page
    for form in ("pdf", "word", "text", "large-print"):
        assert sign_in(secretary).get(f"/sharing/meetings/{meeting.pk}/{form}").status_code == 200
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=council)
    assert "Marchford" not in sign_in(recused).get(f"/sharing/meetings/{meeting.pk}").content.decode()


def test_ten_releases_take_as_many_queries_as_one(meeting, secretary, at, django_assert_max_num_queries):
    def share():
        SupportPackageFactory(concern=released(at).concern)

    def read():
        sheet = department_meeting(secretary, meeting.pk, timezone.localdate(at))
        assert all(len(each.support) == 1 for each in sheet.shared)
        return len(sheet.shared)

    share()
    with CaptureQueriesContext(connection) as of_one:
        assert read() == 1
    for _ in range(9):
        share()
    with django_assert_max_num_queries(len(of_one)):
        assert read() == 10


def test_the_sheet_has_what_the_department_shared_for_those_who_may_read_it(
    sign_in, meeting, secretary, at
):  # R082, R181
    council = CouncilFactory(short_name="Marchford")
    dclg = originator(OrganisationFactory(dclg=True))
    inbound = received(at, council=council, by=dclg, matter="Savings are late.", told="no")
    received(at, council=council, matter="OF ANOTHER DEPARTMENT")
    gone = received(at, council=council, by=dclg, matter="TAKEN BACK")
    withdraw_inbound(
        by=dclg.officer.user, at=at, originator=dclg, inbound=gone, reason="It was another council."
    )

    page = sign_in(secretary).get(f"/sharing/meetings/{meeting.pk}").content.decode()

    for text in (inbound.number, "Savings are late.", "ORIGINATOR-CONTROLLED", "Not answered yet"):
        assert text in page
    for text in ("OF ANOTHER DEPARTMENT", "TAKEN BACK"):
        assert text not in page
    far = sign_in(UserFactory(principal_adviser=True)).get(f"/sharing/meetings/{meeting.pk}")
    assert "Savings are late." not in far.content.decode()
    assert (
        "Savings are late." in sign_in(secretary).get(f"/sharing/meetings/{meeting.pk}/text").content.decode()
    )


def test_who_finds_the_sheet(sign_in, meeting, adviser):
    member = MembershipFactory(body=meeting.body).user
    for person in (member, UserFactory(role=Role.GROUP_OFFICE), UserFactory(dclg_liaison=True)):
        assert sign_in(person).get(f"/sharing/meetings/{meeting.pk}").status_code == 404
    assert sign_in(adviser).get(f"/sharing/meetings/{meeting.pk}").status_code == 200
    assert (
        f"/sharing/meetings/{meeting.pk}" in sign_in(adviser).get(f"/meetings/{meeting.pk}").content.decode()
    )
    none = MeetingFactory(body=meeting.body)
    assert sign_in(adviser).get(f"/sharing/meetings/{none.pk}").status_code == 404


def test_the_note_is_agreed_and_corrected_in_the_browser(sign_in, meeting, secretary, at):
    client, address = sign_in(secretary), f"/sharing/meetings/{meeting.pk}/note"
    today = str(timezone.localdate(at))
    assert client.post(address, {"text": "Half", "agreed_with": "", "agreed_on": today}).status_code == 422

    client.post(address, {"text": "Agreed so.", "agreed_with": "P. Lowe", "agreed_on": today})
    first = DepartmentNote.objects.get()
    client.post(
        address,
        {"text": "Agreed thus.", "agreed_with": "P. Lowe", "agreed_on": today, "corrects": first.pk},
    )

    page = client.get(f"/sharing/meetings/{meeting.pk}").content.decode()
    assert page.index("Agreed thus.") < page.index("Agreed so.")
    assert "It takes the place of an earlier note" in page
    assert Event.objects.filter(act="keep_department_note").count() == 2
    stale = {"text": "x", "agreed_with": "P. Lowe", "agreed_on": today, "corrects": first.pk}
    assert client.post(address, stale).status_code == 409


def test_a_note_is_withheld_where_it_names_a_council_of_ones_interest(meeting, secretary, said, at):
    keep_department_note(by=secretary, **said)
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=CouncilFactory(short_name="Marchford"))

    on = timezone.localdate(at)
    assert department_meeting(recused, meeting.pk, on).notes[0].text == WITHHELD
    assert department_meeting(secretary, meeting.pk, on).notes[0].text == said["text"]


def test_nobody_puts_a_note_in_the_place_of_one_withheld_from_them(
    sign_in, meeting, secretary, said, at
):  # R052
    keep_department_note(by=secretary, **said)
    recused = UserFactory(secretariat=True)
    InterestFactory(user=recused, council=CouncilFactory(short_name="Marchford"))
    client, address = sign_in(recused), f"/sharing/meetings/{meeting.pk}"
    typed = {"text": WITHHELD, "agreed_with": "P. Lowe", "agreed_on": str(timezone.localdate(at))}

    page = client.get(address).content.decode()
    assert "Ask a colleague to correct it" in page
    assert "Keep the note</button>" not in page
    for corrects in ({}, {"corrects": DepartmentNote.objects.get().pk}):
        answer = client.post(f"{address}/note", typed | corrects)
        assert "Ask a colleague to correct it" in answer.content.decode()
        assert said["text"] not in answer.content.decode()
        with pytest.raises(NotPermitted, match="declared interest"):
            keep_department_note(by=recused, **{**said, "text": WITHHELD, **corrects})
    assert DepartmentNote.objects.count() == 1


def test_what_the_rules_refuse(meeting, secretary, adviser, said):
    with pytest.raises(NotPermitted, match="keeps the note of the meeting"):
        keep_department_note(by=UserFactory(senior_adviser=True), **said)
    with pytest.raises(NotFound):
        keep_department_note(by=UserFactory(panel_member=True), **said)
    with pytest.raises(Refused, match="Enter that day or a later one"):
        keep_department_note(by=secretary, **{**said, "agreed_on": date(2012, 1, 1)})
    with pytest.raises(Refused, match="today or an earlier one"):
        keep_department_note(by=secretary, **{**said, "agreed_on": date(2090, 1, 1)})
    with pytest.raises(Refused, match="No meeting with the department is set"):
        keep_department_note(by=secretary, **{**said, "meeting": MeetingFactory(body=meeting.body)})
    keep_department_note(by=adviser, **said)
    with pytest.raises(Stale):
        keep_department_note(by=secretary, **said)


def test_if_the_record_cannot_be_written_nothing_has_changed(secretary, said, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        keep_department_note(by=secretary, **said)
    assert not DepartmentNote.objects.exists()
