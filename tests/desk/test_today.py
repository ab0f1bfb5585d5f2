"""Today: what is due, what the next report lacks from the person, and nothing that the bar says already."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, RegionHoldingFactory, adviser_for
from tests.factories.panel import BodyFactory, CouncilToldFactory, MeetingFactory, RadarEntryFactory
from tests.factories.stories import StoryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Marchford")


@pytest.fixture
def meeting():
    on = timezone.localdate() + timedelta(days=20)
    return MeetingFactory(body=BodyFactory(psp=True), held_on=on, cut_off_on=on - timedelta(days=7))


def read(client):
    return client.get("/").content.decode()


def test_an_adviser_is_told_what_the_next_report_still_wants_from_them(sign_in, council, meeting):  # R178
    other = CouncilFactory(short_name="Saltmarsh")
    RadarEntryFactory(council=council)
    RadarEntryFactory(council=other)

    page = read(sign_in(adviser_for(council)))

    assert f'href="{meeting.get_absolute_url()}"' in page
    assert "It still wants from you whether these councils know that they are in it" in page
    assert f'href="/meetings/{meeting.pk}/pack/{council.code}/told"' in page
    assert other.short_name not in page


def test_an_adviser_who_has_said_it_all_is_told_so(sign_in, council, meeting):
    RadarEntryFactory(council=council)
    adviser = adviser_for(council)
    CouncilToldFactory(council=council, meeting=meeting, told_by=adviser)

    assert "It lacks nothing from you." in read(sign_in(adviser))


def test_the_secretariat_sees_of_whom_nobody_has_said_it(sign_in, council, meeting):
    RadarEntryFactory(council=council)

    page = read(sign_in(UserFactory(secretariat=True)))

    assert "The advisers have yet to say whether these councils know" in page
    assert council.short_name in page
    assert f"{council.code}/told" not in page


@pytest.mark.parametrize("role", ["research_analyst", "dclg_liaison", "administrator"])
def test_those_who_attend_nothing_are_told_of_no_meeting(role, sign_in, council, meeting):
    RadarEntryFactory(council=council)

    page = read(sign_in(UserFactory(role=role)))

    assert "The next meeting" not in page
    assert council.short_name not in page


def test_the_list_beside_does_not_say_the_bar_again(sign_in, council):
    adviser = adviser_for(council)

    page = read(sign_in(adviser))

    assert "Ways in" not in page
    assert f'href="{council.region.get_absolute_url()}"' in page
    assert 'href="/interests"' in page


def test_government_is_led_to_the_api(sign_in):
    assert 'href="/api/docs/start"' in read(sign_in(UserFactory(role="dclg_liaison")))
    assert 'href="/api/docs/start"' not in read(sign_in(UserFactory(role="research_analyst")))


def test_what_is_due_names_its_concern_and_an_invented_council_is_called_so(sign_in):
    council = CouncilFactory(is_fictional=True, code="X00000001")
    owner = adviser_for(council)
    ConcernFactory(
        council=council,
        owner=owner,
        summary="Savings that slip",
        review_on=timezone.localdate() + timedelta(3),
    )

    due = read(sign_in(owner)).split("Concerns by next date")[0]

    assert "Savings that slip" in due
    assert "fictional" in due.split("Due and late")[1]


def test_one_who_holds_no_region_is_not_offered_to_log_a_note(sign_in):
    peer = sign_in(UserFactory(role="member_peer"))

    assert "Log a note" not in read(peer)
    page = peer.get("/capture").content.decode()
    assert "No region is yours yet" in page
    assert 'name="text"' not in page


def test_one_who_holds_a_region_is(sign_in, council):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")

    assert "Log a note" in read(sign_in(senior))


def test_my_settings_lead_to_my_interests_and_to_what_i_did(sign_in):
    page = sign_in(UserFactory()).get("/me").content.decode()

    assert 'href="/interests"' in page
    assert 'href="/audit"' in page


def test_the_council_page_leads_to_its_people_and_to_what_came_after_it(sign_in):
    gone = CouncilFactory(existed_until_on=timezone.localdate() - timedelta(days=400))
    after = CouncilFactory(name="Cumberland Council")
    gone.successions_out.create(successor=after, on=timezone.localdate() - timedelta(days=399))

    page = sign_in(UserFactory(role="research_analyst")).get(gone.get_absolute_url()).content.decode()

    assert f'href="{gone.get_absolute_url()}/people"' in page
    said = page.split("Existed until")[1].split("</p>")[0]
    assert "its area is now" in said
    assert "Cumberland Council" in said


def test_what_may_be_done_stays_off_the_paper(sign_in):
    concern = ConcernFactory(council_discussion=True)
    page = sign_in(concern.owner).get(concern.get_absolute_url()).content.decode()

    for act in ("Close the concern", "Record a discussion", "Add evidence", "Name a deputy"):
        before = page.split(act)[0]
        assert "s-noprint" in before[before.rindex("<section") :], act


def test_an_adviser_is_told_how_many_stories_wait_in_the_inbox_of_their_regions(sign_in, council):
    StoryFactory(council=council)
    StoryFactory(council=council)
    StoryFactory(council=CouncilFactory())

    assert "2 stories wait" in read(sign_in(adviser_for(council)))
    assert "stories wait" not in read(sign_in(UserFactory(secretariat=True)))
