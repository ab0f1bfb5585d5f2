"""The radar's list: by adviser too, what changed since the last meeting, and views kept under a name."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import SavedView
from panel.queries import radar_since
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import MeetingFactory, RadarEntryFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


def on_radar(name, by, **more):
    council = CouncilFactory(short_name=name)
    return RadarEntryFactory(council=council, put_on_by=UserFactory(principal_adviser=True, name=by), **more)


def test_the_radar_stands_by_adviser_where_it_is_asked_for(adviser, live_concerns, sign_in):  # R148
    on_radar("Aldwick", "Z. Marsh")
    on_radar("Zelston", "A. Okafor")
    page = sign_in(adviser).get("/radar?by=adviser").content.decode()
    assert page.index(">Zelston<") < page.index(">Aldwick<")
    assert "in order of adviser" in page


def test_what_changed_since_the_last_meeting_is_told(adviser, live_concerns, sign_in, at):
    today = timezone.localdate(at)
    assert radar_since(adviser, today) is None
    MeetingFactory(held_on=today - timedelta(days=9), cut_off_on=today - timedelta(days=9))
    on_radar("Before", "A. Marsh", put_on_at=at - timedelta(days=20))
    assert radar_since(adviser, today).nothing
    assert "No council was put on or taken off." in sign_in(adviser).get("/radar").content.decode()
    new = on_radar("Newham", "A. Marsh", put_on_at=at - timedelta(days=2))
    gone = on_radar(
        "Gone", "A. Marsh", off=True, put_on_at=at - timedelta(days=30), taken_off_at=at - timedelta(days=1)
    )

    since = radar_since(adviser, today)
    assert (since.put_on, since.taken_off) == ((new,), (gone,))
    InterestFactory(user=adviser, council=new.council)
    assert radar_since(adviser, today).put_on == ()
    assert "Newham" not in sign_in(adviser).get("/radar").content.decode()


def test_a_view_of_the_radar_is_kept_and_removed(adviser, live_concerns, sign_in):
    client = sign_in(adviser)
    refused = client.post("/radar/views/save", {"name": "All"})
    assert refused.status_code in (409, 422)  # nothing narrows or orders it
    client.post("/radar/views/save?by=adviser&junk=1", {"name": "By adviser"})
    view = SavedView.objects.get()
    assert view.address == "/radar?by=adviser"
    assert "By adviser" in client.get("/radar").content.decode()
    other = sign_in(UserFactory(principal_adviser=True))
    assert other.post(f"/radar/views/{view.pk}/remove").status_code == 404
    sign_in(adviser).post(f"/radar/views/{view.pk}/remove")
    assert not SavedView.objects.exists()
    assert sign_in(UserFactory(panel_member=True)).get("/radar/views/save").status_code == 404


def test_a_shared_view_names_no_council(adviser, live_concerns, sign_in):
    client = sign_in(adviser)
    shared = {"name": "Mine", "is_shared": "on"}
    assert client.post("/radar/views/save?q=March", shared).status_code in (409, 422)
    client.post("/radar/views/save?by=name", shared)
    assert SavedView.objects.get().is_shared
