"""The Chair's clearance: the draft as it stood, what is said of it, and what changes afterwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from common.errors import NotPermitted, Refused
from desk.due import due_for
from panel.models import ChairDraft, Clearance, Membership
from panel.queries import chair_draft_for, clearance_of, draft_of
from panel.workflow import agree_note, clear_draft, note_decision, open_chair_draft, send_to_chair
from papers.canonical import digest
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import (
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
    package,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def on(at):
    return timezone.localdate(at)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True, name="S. Ellery")


@pytest.fixture
def meeting(on):
    return MeetingFactory(held_on=on + timedelta(days=20), cut_off_on=on + timedelta(days=10))


@pytest.fixture
def marchford(meeting, live_concerns):
    council = CouncilFactory(short_name="Marchford")
    RadarEntryFactory(council=council)
    CouncilToldFactory(meeting=meeting, council=council)
    live_concerns.append(live(council, "4", 1, support=(package(),)))
    return council


@pytest.fixture
def chair(meeting):
    user = UserFactory(panel_member=True, name="Cllr D. Lyle")
    MembershipFactory(body=meeting.body, user=user, capacity=Membership.Capacity.CHAIR)
    return user


@pytest.fixture
def send(meeting, marchford, secretary, at):
    return lambda by=None: send_to_chair(meeting=meeting, marking="IN CONFIDENCE", by=by or secretary, at=at)


def clear(draft, by, at, cleared=True, **more):
    return clear_draft(draft=draft, is_cleared=cleared, by=by, at=at, **{"remarks": "", **more})


def stands(meeting, user):
    return clearance_of(meeting, draft_of(meeting, user), user, timezone.localdate())


def words(meeting, user):
    return stands(meeting, user).words


def test_the_chair_clears_the_draft_as_it_stood(meeting, chair, send, secretary, at, on):
    draft = send()
    assert draft.sha256 == digest(draft.paper)
    assert "Marchford" not in Notification.objects.get(user=chair).sentence
    assert [one.plainly for one in due_for(chair, on, on + timedelta(days=30))] == ["Draft to clear"]
    assert "not cleared yet" in words(meeting, secretary)

    clear(draft, chair, at)

    assert words(meeting, secretary).startswith("Cleared by Cllr D. Lyle on ")
    assert not due_for(chair, on, on + timedelta(days=30))
    event = Event.objects.get(act="clear_draft")
    assert event.details == {"sha256": draft.sha256, "cleared": True}


def test_what_changes_afterwards_is_said_with_both_texts_and_holds_nothing_up(
    meeting, chair, send, secretary, live_concerns, marchford, at, client
):
    clear(send(), chair, at)
    live_concerns[0] = live(marchford, "5a", 1, support=(package(),))

    found = stands(meeting, secretary)
    assert "Changed since the Chair cleared it" in found.words
    assert "Marchford" in [part.heading for part in found.parts]
    client.force_login(secretary)
    page = client.get(f"/meetings/{meeting.pk}/pack/issue").content.decode()
    assert "Changed since the Chair cleared it" in page
    assert "Issue the report</button>" in page
    assert "As cleared" in client.get(f"/meetings/{meeting.pk}/pack/chair").content.decode()


def test_that_another_day_has_come_is_no_change(meeting, marchford, chair, secretary, at):
    before = at - timedelta(days=3)
    clear(send_to_chair(meeting=meeting, marking="IN CONFIDENCE", by=secretary, at=before), chair, at)

    assert stands(meeting, secretary).parts == ()


def test_remarks_are_kept_where_it_is_not_cleared(meeting, chair, send, secretary, at):
    draft = send()
    with pytest.raises(Refused, match="what is to be changed"):
        clear(draft, chair, at, cleared=False)

    clear(draft, chair, at, cleared=False, remarks="Say who leads.")

    assert "has not cleared it yet" in words(meeting, secretary)


def test_the_secretariat_records_it_for_the_chair_and_says_how(meeting, send, secretary, at):
    draft = send()
    with pytest.raises(Refused, match="who cleared it"):
        clear(draft, secretary, at)
    with pytest.raises(Refused, match="how you were told"):
        clear(draft, secretary, at, given_by="Cllr D. Lyle")

    said = clear(draft, secretary, at, given_by="Cllr D. Lyle", how="By telephone")

    assert said.recorded_by == secretary
    assert words(meeting, secretary).startswith("Cleared by Cllr D. Lyle")


def test_only_the_secretariat_sends_and_only_the_chair_or_it_clears(meeting, chair, send, at):
    with pytest.raises(NotPermitted):
        send(by=chair)
    draft = send()
    member = UserFactory(panel_member=True)
    with pytest.raises(NotPermitted):
        clear(draft, member, at)
    assert not Clearance.objects.exists()


def test_nothing_is_sent_or_cleared_if_the_record_cannot_be_written(
    meeting, marchford, chair, secretary, at, broken_audit
):
    with pytest.raises(broken_audit):
        send_to_chair(meeting=meeting, marking="", by=secretary, at=at)
    assert not ChairDraft.objects.exists()
    assert not Notification.objects.exists()


def test_a_chair_with_an_interest_reads_a_withheld_item(meeting, marchford, chair, send, at):
    draft = send()
    InterestFactory(user=chair, council=marchford)

    page = open_chair_draft(draft=draft, by=chair, at=at)

    assert WITHHELD in page
    assert "Marchford" not in page
    assert Event.objects.get(act="open_chair_draft").details == {"withheld": 1}


def test_a_chair_is_sent_nothing_about_a_council_of_theirs_before_somebody_says_whether_it_knows(
    meeting, marchford, chair, send, secretary, client, live_concerns
):  # R052
    eastholt = CouncilFactory(short_name="Eastholt")
    live_concerns.append(live(eastholt, "4", 2))
    InterestFactory(user=chair, council=eastholt)
    client.force_login(secretary)
    where = f"/meetings/{meeting.pk}/pack/chair"

    with pytest.raises(Refused, match="of which nobody has said whether it knows: Eastholt"):
        send()
    page = client.get(where).content.decode()
    assert "The draft would tell them that it is in the report" in page
    assert "Send the Chair the draft" not in page
    assert not ChairDraft.objects.exists()

    CouncilToldFactory(meeting=meeting, council=eastholt)
    assert "Send the Chair the draft" in client.get(where).content.decode()
    send()


def test_a_secretary_with_an_interest_does_not_send_it(meeting, marchford, send, secretary):
    InterestFactory(user=secretary, council=marchford)
    with pytest.raises(NotPermitted):
        send()


def test_nor_where_a_council_of_theirs_is_named_only_in_passing(
    marchford, send, live_concerns, secretary
):  # R052
    live_concerns[0] = live(marchford, "4", summary="It shares a chief executive with Eastholt")
    InterestFactory(user=secretary, council=CouncilFactory(short_name="Eastholt"))

    with pytest.raises(NotPermitted, match="declared interest"):
        send()

    assert not ChairDraft.objects.exists()


def test_what_changed_is_not_shown_to_whom_the_cleared_draft_is_withheld(
    meeting, chair, send, live_concerns, secretary, at, client
):  # R052
    saltmarsh = CouncilFactory(short_name="Saltmarsh")
    CouncilToldFactory(meeting=meeting, council=saltmarsh)
    live_concerns.append(live(saltmarsh, "4", 2))
    clear(send(), chair, at)
    live_concerns.pop()  # Saltmarsh is in the cleared draft alone
    where = f"/meetings/{meeting.pk}/pack/chair"
    client.force_login(secretary)
    assert "Saltmarsh" in client.get(where).content.decode()

    InterestFactory(user=secretary, council=saltmarsh)

    for address in (where, f"/meetings/{meeting.pk}/pack", f"/meetings/{meeting.pk}/pack/issue"):
        assert "Saltmarsh" not in client.get(address).content.decode(), address


def test_remarks_that_name_a_council_of_ones_interest_are_withheld(
    meeting, chair, send, secretary, at, client
):  # R052
    draft = send()
    said = {"remarks": "Say more of Eastholt.", "given_by": "Cllr D. Lyle", "how": "After the Eastholt visit"}
    clear(draft, secretary, at, cleared=False, **said)
    eastholt = CouncilFactory(short_name="Eastholt")
    pages = [(secretary, f"/meetings/{meeting.pk}/pack/chair"), (chair, draft.get_absolute_url())]
    for user, address in pages:
        client.force_login(user)
        assert "Say more of Eastholt." in client.get(address).content.decode()

        InterestFactory(user=user, council=eastholt)

        page = client.get(address).content.decode()
        assert "Eastholt" not in page, address
        assert page.count(WITHHELD) == 2


def test_a_chair_reads_the_draft_until_the_next_note_is_agreed(meeting, chair, send, secretary, at, on):
    draft = send()
    days = (60, 20, 10)
    held = [on - timedelta(days=each) for each in days]
    meeting.held_on = meeting.cut_off_on = held[0]
    meeting.save()
    after, _ = (MeetingFactory(body=meeting.body, held_on=day, cut_off_on=day) for day in held[1:])
    assert chair_draft_for(chair, draft.pk)

    note_decision(meeting=after, item="Radar", text="to meet.", verb="agreed", by=secretary, at=at)
    agree_note(meeting=after, marking="", by=secretary, at=at)

    assert chair_draft_for(chair, draft.pk) is None
    assert chair_draft_for(secretary, draft.pk)


def test_the_pages_send_show_and_clear(meeting, marchford, chair, secretary, client):
    client.force_login(secretary)
    where = f"/meetings/{meeting.pk}/pack/chair"
    assert "has not been sent" in client.get(where).content.decode()
    assert client.post(f"{where}/send").status_code == 302
    draft = ChairDraft.objects.get()
    assert client.post(f"{draft.get_absolute_url()}/clear", {"is_cleared": "yes"}).status_code == 422

    client.force_login(chair)
    page = client.get(draft.get_absolute_url()).content.decode()
    assert "Marchford" in page
    assert "Who said so" not in page
    no = client.post(f"{draft.get_absolute_url()}/clear", {"is_cleared": "no", "remarks": ""})
    assert no.status_code == 422
    assert client.post(f"{draft.get_absolute_url()}/clear", {"is_cleared": "yes"}).status_code == 302
    assert "<strong>Cleared</strong> by Cllr D. Lyle" in client.get(draft.get_absolute_url()).content.decode()
    assert client.get(where).status_code == 404


def test_a_member_who_does_not_chair_does_not_find_the_draft(meeting, send, client):
    draft = send()
    member = UserFactory(panel_member=True)
    MembershipFactory(body=meeting.body, user=member)
    client.force_login(member)
    assert client.get(draft.get_absolute_url()).status_code == 404
    client.force_login(UserFactory(principal_adviser=True))
    assert client.get(draft.get_absolute_url()).status_code == 404
