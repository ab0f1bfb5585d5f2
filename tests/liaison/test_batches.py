"""The releases for one meeting, approved as one batch by somebody who proposed none of them (R082)."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import NotPermitted, Refused
from liaison.models import Release, ReleaseBatch, Standing
from liaison.workflow import approve_batch, approve_release, refuse_release
from panel.models import Meeting
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.liaison import concern_about, proposed, told
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def another():
    return UserFactory(principal_adviser=True, name="R. Okafor")


@pytest.fixture
def meeting(at):
    on = timezone.localdate(at)
    return MeetingFactory(
        held_on=on + timedelta(days=5), cut_off_on=on, department_met_on=on + timedelta(days=2)
    )


@pytest.fixture
def two(at, meeting):
    return [proposed(at, meeting=meeting) for _ in range(2)]


def numbers(releases):
    return [release.number for release in releases]


def test_all_that_waits_goes_out_together(at, meeting, two, another):  # R082
    apart = proposed(at)
    batch = approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two))
    assert (batch.size, batch.approved_by) == (2, another)
    for release in Release.objects.filter(pk__in=[each.pk for each in two]):
        assert (release.standing, release.batch) == (Standing.RELEASED, batch)
    apart.refresh_from_db()
    assert apart.standing is Standing.PROPOSED
    assert Event.objects.filter(act="approve_release").count() == 2
    event = Event.objects.get(act="approve_batch")
    assert (event.by, event.scope) == (another, meeting.audit_scope)
    assert event.details == {"numbers": numbers(two)}
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_one_whose_meeting_has_no_day_any_more_says_so_and_goes_out_by_no_other_door(
    sign_in, at, meeting, two, another
):
    Meeting.objects.filter(pk=meeting.pk).update(department_met_on=None)
    page = sign_in(another).get(f"/sharing/{two[0].number}").content.decode()
    assert "has no day now" in page
    assert f'action="/sharing/{two[0].number}/approve"' not in page
    held = sign_in(another).post(f"/sharing/{two[0].number}/approve")
    assert held.status_code == 422
    assert "has no day now" in held.content.decode()


def test_one_that_stands_in_the_way_holds_all_and_is_named(at, meeting, two, another):
    for_want_of_telling = two[1]
    told(for_want_of_telling.concern, supersedes=for_want_of_telling.awareness, reason="Nobody was reached.")
    with pytest.raises(Refused) as refusal:
        approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two))
    said = refusal.value.sentence
    assert said.startswith("None was approved, because not all of them can be.")
    assert f"{two[1].number} about {two[1].council_name}: What was recorded of telling" in said
    assert two[0].number not in said
    assert not Release.objects.filter(approved_at__isnull=False).exists()
    refuse_release(by=another, at=at, release=for_want_of_telling, reason="Not told.")
    assert approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two[:1])).size == 1


def test_whoever_proposed_one_of_them_approves_none(at, meeting, two):
    """TRUST section 3, 7."""
    with pytest.raises(NotPermitted, match=f"You proposed {two[0].number}"):
        approve_batch(by=two[0].proposed_by, at=at, meeting=meeting, numbers=numbers(two))
    senior = UserFactory(senior_adviser=True)
    with pytest.raises(NotPermitted, match="Only a Principal Adviser"):
        approve_batch(by=senior, at=at, meeting=meeting, numbers=numbers(two))


def test_what_is_approved_is_what_was_looked_at(at, meeting, two, another):
    late = proposed(at, meeting=meeting)
    with pytest.raises(Refused, match="not what it was when you opened the page"):
        approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two))
    assert approve_batch(by=another, at=at, meeting=meeting, numbers=numbers([*two, late])).size == 3
    with pytest.raises(Refused, match="No release waits"):
        approve_batch(by=another, at=at, meeting=meeting, numbers=[])


def test_one_alone_is_not_approved_out_of_its_batch(at, two, another):
    with pytest.raises(Refused, match="whose releases are approved together"):
        approve_release(by=another, at=at, release=two[0])


def test_a_release_is_proposed_for_a_meeting_to_come(at, meeting):
    on = timezone.localdate(at)
    over = MeetingFactory(
        body=meeting.body, held_on=on, cut_off_on=on, department_met_on=on - timedelta(days=1)
    )
    none = MeetingFactory(body=meeting.body, held_on=on + timedelta(days=40), cut_off_on=on)
    for wrong, sentence in ((over, "Choose another"), (none, "Set its day first")):
        with pytest.raises(Refused, match=sentence):
            proposed(at, meeting=wrong)


def test_one_of_a_council_of_ones_interest_waits_for_somebody_else(at, meeting, two, another):
    """R052: it is not theirs to see, in the batch or out of it."""
    InterestFactory(user=another, council=two[1].council)
    assert approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two[:1])).size == 1
    two[1].refresh_from_db()
    assert two[1].standing is Standing.PROPOSED


def test_the_database_takes_no_half_batch_and_no_release_beside_it(at, meeting, two, another):
    batch = approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    with pytest.raises(InternalError, match="together or not at all"), transaction.atomic():
        ReleaseBatch.objects.create(meeting=meeting, size=2, approved_by=another, approved_at=at)
    late = proposed(at, meeting=meeting)
    for columns in ({"batch": batch}, {}):
        with pytest.raises((IntegrityError, InternalError), match="its batch was not"), transaction.atomic():
            Release.objects.filter(pk=late.pk).update(
                approved_by=another, approved_at=at, canonical="{}", sha256="0" * 64, **columns
            )


def test_if_the_record_cannot_be_written_nothing_has_changed(at, meeting, two, another, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        approve_batch(by=another, at=at, meeting=meeting, numbers=numbers(two))
    assert not ReleaseBatch.objects.exists()
    assert not Release.objects.filter(approved_at__isnull=False).exists()


def test_the_page_shows_what_waits_and_approves_it(sign_in, at, meeting, two, another):
    client, address = sign_in(another), f"/sharing/meetings/{meeting.pk}/batch"
    assert "Look together at the 2 releases" in client.get(f"/sharing/meetings/{meeting.pk}").content.decode()
    assert address in client.get("/sharing").content.decode()
    page = client.get(address).content.decode()
    for release in two:
        assert release.number in page
    assert "Approve and share all 2" in page
    assert address in client.get(f"/sharing/{two[0].number}").content.decode()
    stale = client.post(f"{address}/approve", {"numbers": two[0].number})
    assert (stale.status_code, "not what it was when" in stale.content.decode()) == (422, True)
    answer = client.post(f"{address}/approve", {"numbers": ",".join(numbers(two))})
    assert answer.status_code == 302
    assert "No release waits for this meeting." in client.get(address).content.decode()


def test_the_page_says_which_one_stands_in_the_way(sign_in, at, meeting, two, another):
    told(two[1].concern, supersedes=two[1].awareness, reason="Nobody was reached.")
    page = sign_in(another).get(f"/sharing/meetings/{meeting.pk}/batch").content.decode()
    assert "1 of 2 cannot go out as it stands" in page
    assert "has been corrected since" in page
    assert "Approve and share all" not in page


def test_the_page_is_for_advisers(sign_in, meeting, two):
    address = f"/sharing/meetings/{meeting.pk}/batch"
    for person in (UserFactory(secretariat=True), UserFactory(governance_officer=True)):
        assert sign_in(person).get(address).status_code == 404
        assert sign_in(person).post(f"{address}/approve", {"numbers": ""}).status_code == 404
    own = sign_in(two[0].proposed_by).get(address).content.decode()
    assert "A Principal Adviser who proposed none of them has to approve" in own


def test_a_meeting_is_chosen_when_it_is_proposed(sign_in, at, meeting):
    council = CouncilFactory()
    concern = concern_about(council, owner=adviser_for(council))
    page = sign_in(concern.owner).get(f"/sharing/propose?concern={concern.pk}").content.decode()
    assert f"{meeting.department_met_on:%-d %B %Y}" in page


def test_where_the_meeting_with_the_department_lost_its_day_the_release_waits_for_one(
    sign_in, at, meeting, another
):
    """The database lets one made for a meeting out in its batch alone, whose page needs the day."""
    release = proposed(at, meeting=meeting)
    Meeting.objects.filter(pk=meeting.pk).update(department_met_on=None)
    client, batch = sign_in(another), f"/sharing/meetings/{meeting.pk}/batch"
    sentence = "has no day now. Set its day, or stop the release and propose it again."
    page = client.get(release.get_absolute_url()).content.decode()
    assert sentence in page
    assert "Approve and share" not in page
    for shown in (page, client.get("/sharing").content.decode()):
        assert batch not in shown
    answer = client.post(f"{release.get_absolute_url()}/approve")
    assert (answer.status_code, sentence in answer.content.decode()) == (422, True)
    assert client.get(batch).status_code == 404
    refuse_release(by=another, at=at, release=release, reason="It has no day.")
