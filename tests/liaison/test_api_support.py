"""Progress of support over REST: what two people agreed to share, frozen, and no more (R083)."""

import csv
import io

import pytest
from django.test import Client

from audit.models import Event
from liaison.models import Scope, SupportRead
from liaison.workflow import approve_support, refuse_support, withdraw_release, withdraw_support
from tests.factories.accounts import UserFactory
from tests.factories.cases import SupportPackageFactory, SupportProgressFactory
from tests.factories.councils import CouncilFactory
from tests.factories.liaison import (
    OrganisationFactory,
    issued,
    proposed,
    released,
    support_shared,
)

pytestmark = pytest.mark.django_db

SUPPORT = "/api/v1/support/"


@pytest.fixture
def api(at):
    """DCLG's own system."""
    return Client(headers={"Authorization": f"Bearer {issued(at)[1]}"})


def served(api, **asked):
    answer = api.get(SUPPORT, asked)
    assert answer.status_code == 200, answer.content
    return answer.json()["results"]


def test_the_support_and_its_newest_progress_are_served_as_they_were_agreed(api, at):  # R083
    release = released(at, council=CouncilFactory(code="E07000900", name="Barchester Testing Council"))
    shared = support_shared(
        at, release, text="The board met.", objectives="A balanced budget.", provider="LGA", money=60_000
    )
    (one,) = served(api)
    on = shared.progress_on.isoformat()
    said = one.pop("support")
    assert said.pop("shared_at") == one.pop("changed_at")
    assert one == {
        "id": 1,
        "release": release.number,
        "standing": "shared",
        "superseded_by": None,
        "withdrawn": None,
    }
    assert said == {
        "council": {"code": "E07000900", "name": "Barchester Testing Council", "fictional": False},
        "provider": "LGA",
        "objectives": "A balanced budget.",
        "ended_on": None,
        "progress": {"on": on, "text": "The board met."},
        "handling": "In confidence. Consult the originator before disclosure.",
    }


def test_nothing_is_served_that_two_people_did_not_agree_to(api, at):  # R083
    release = released(at)
    package = SupportPackageFactory(concern=release.concern, objectives="LIVE")
    SupportProgressFactory(package=package, text="LIVE TOO")
    support_shared(at, release, text="WAITS", approved=False)
    SupportPackageFactory(concern=proposed(at).concern)
    assert served(api) == []
    first = support_shared(at, release, text="Agreed.")
    SupportProgressFactory(package=first.package, text="LATER")
    assert "LATER" not in api.get(SUPPORT).content.decode()


def test_what_no_longer_stands_is_a_tombstone_for_whoever_keeps_up(api, at):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    support_shared(at, release, text="FIRST", package=package)
    held = served(api)[-1]["changed_at"]
    new = support_shared(at, release, text="SECOND", package=package)
    rows = {row["id"]: row for row in served(api, changed_since=held)}
    assert (rows[1]["standing"], rows[1]["superseded_by"]) == ("superseded", 2)
    assert rows[1]["support"] is None
    assert rows[2]["support"]["progress"]["text"] == "SECOND"
    withdraw_support(by=UserFactory(governance_officer=True), at=at, shared=new, reason="A slip.")
    row = {row["id"]: row for row in served(api)}[2]
    assert (row["standing"], row["support"]) == ("withdrawn", None)
    assert row["withdrawn"]["reason"] == "A slip."
    answer = api.get(SUPPORT).content.decode()
    assert "FIRST" not in answer
    assert "SECOND" not in answer


def test_with_its_release_it_is_withdrawn_or_superseded_too(api, at):
    release, other = released(at), released(at)
    support_shared(at, release, text="TAKEN BACK")
    support_shared(at, other, text="TAKEN OVER")
    before = max(row["changed_at"] for row in served(api))
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong.")
    released(at, council=other.council, concern=other.concern, awareness=other.awareness, supersedes=other)
    rows = served(api)
    assert [row["standing"] for row in rows] == ["withdrawn", "superseded"]
    assert rows[0]["withdrawn"]["reason"] == "Wrong."
    assert [(row["release"], row["id"]) for row in rows] == [(release.number, 1), (other.number, 1)]
    assert min(row["changed_at"] for row in rows) > before
    answer = api.get(SUPPORT).content.decode()
    assert release.council_code not in answer
    assert "TAKEN" not in answer


def test_only_the_recipient_is_served_and_with_the_scope(api, at):
    other = OrganisationFactory()
    support_shared(at, released(at, recipient=other))
    assert served(api) == []
    for scopes, status in (([Scope.READ_RELEASES], 403), ([Scope.READ_SUPPORT], 200)):
        token = issued(at, organisation=other, scopes=scopes)[1]
        answer = Client(headers={"Authorization": f"Bearer {token}"}).get(SUPPORT)
        assert answer.status_code == status
    assert Client().get(SUPPORT).status_code == 401
    assert api.post(SUPPORT, {}).status_code == 405


def test_a_token_of_the_sandbox_reads_of_fictional_councils_alone(at):
    support_shared(at, released(at))
    made_up = released(at, council=CouncilFactory(fictional=True, code="X00000001"))
    support_shared(at, made_up)
    api = Client(headers={"Authorization": f"Bearer {issued(at, is_sandbox=True)[1]}"})
    assert [(row["release"], row["id"]) for row in served(api)] == [(made_up.number, 1)]


def test_every_reading_is_kept_with_the_officer(api, at):
    shared = support_shared(at)
    api.get(SUPPORT)
    answer = api.get(SUPPORT)
    held = api.get(SUPPORT, headers={"If-None-Match": answer.headers["ETag"]})
    assert held.status_code == 304
    assert list(SupportRead.objects.values_list("shared", "officer", "times")) == [(shared.pk, "P. Lowe", 2)]
    assert Event.objects.filter(act="api_read_support").count() == 3


def test_it_comes_in_pages_by_council_and_as_csv(api, at):
    release = released(at, council=CouncilFactory(code="E07000900"))
    for text in ("=One", "Two", "Three"):
        support_shared(at, release, text=text)
    support_shared(at, released(at))
    first = api.get(SUPPORT, {"limit": 2}).json()
    second = api.get(first["next"]).json()
    ids = [(row["release"], row["id"]) for page in (first, second) for row in page["results"]]
    assert len(set(ids)) == 4
    assert ids == [*((release.number, place) for place in (1, 2, 3)), (ids[3][0], 1)]
    assert len(served(api, council="E07000900")) == 3
    lines = list(csv.DictReader(io.StringIO(api.get(SUPPORT, {"format": "csv"}).content.decode())))
    assert lines[0]["progress"] == "'=One"
    assert lines[0]["council_code"] == "E07000900"
    for asked in ({"limit": 0}, {"cursor": "x"}, {"council": "Barchester"}, {"changed_since": "May"}):
        assert api.get(SUPPORT, asked).status_code == 400


def test_a_support_without_progress_yet_is_served_as_such(api, at):
    support_shared(at, text="")
    assert served(api)[0]["support"]["progress"] is None


def test_what_was_refused_or_waits_leaves_no_gap_in_what_is_read(api, at):  # TRUST 1, 3 no. 2
    release = released(at)
    package, another = (SupportPackageFactory(concern=release.concern) for _ in range(2))
    late = support_shared(at, release, text="Late.", package=another, approved=False)
    for text in ("First.", "Second."):
        refused = support_shared(at, release, text="No.", package=package, approved=False)
        adviser = UserFactory(principal_adviser=True)
        refuse_support(by=adviser, at=at, shared=refused, reason="Not yet.")
        support_shared(at, release, text=text, package=package)
    waits = SupportPackageFactory(concern=release.concern)
    support_shared(at, release, text="Waits.", package=waits, approved=False)
    before = {row["id"]: row for row in served(api)}
    assert set(before) == {1, 2}
    assert before[1]["superseded_by"] == 2
    approve_support(by=adviser, at=at, shared=late)
    after = {row["id"]: row for row in served(api)}
    assert after == before | {3: after[3]}
    assert after[3]["support"]["progress"]["text"] == "Late."
    (last,) = served(api, changed_since=after[3]["changed_at"])
    assert last["id"] == 3
