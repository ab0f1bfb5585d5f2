"""When regions change hands, concerns are handed over in one act, never silently (WORKFLOW section 3)."""

import pytest

from audit.models import Event
from cases.models import Concern, NarrativeEntry
from cases.queries import to_hand_over
from cases.workflow import Handed, hand_over
from common.errors import NotPermitted, Refused
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db


@pytest.fixture
def left_behind():
    """Two concerns of a region whose former adviser still owns them, and one who holds it now."""
    before = UserFactory(principal_adviser=True, name="A. Former")
    first = ConcernFactory(owner=before)
    return [first, ConcernFactory(council=first.council, owner=before)]


def handed(*concerns):
    return [Handed(number=one.number, version=one.version) for one in concerns]


def now_of(concern):
    return adviser_for(concern.council)


def test_what_another_looks_after_in_my_regions_and_mine_elsewhere_are_found(left_behind, at):
    now, on = now_of(left_behind[0]), at.date()
    ConcernFactory(council=left_behind[0].council, owner=now)
    held = to_hand_over(now, on)
    assert (held.theirs, held.mine) == (left_behind, [])
    assert to_hand_over(left_behind[0].owner, on).mine == left_behind
    assert to_hand_over(UserFactory(administrator=True), on).all == []


def test_several_are_handed_on_in_one_act_each_with_its_row_and_a_line_in_its_story(left_behind, at):
    now = now_of(left_behind[0])
    hand_over(by=now, at=at, concerns=handed(*left_behind), why="The region changed hands.")
    assert set(Concern.objects.values_list("owner", flat=True)) == {now.pk}
    assert Event.objects.filter(act="reassign").count() == 2
    piece = NarrativeEntry.objects.filter(concern=left_behind[0]).get()
    assert piece.text == f"Handed on from A. Former to {now.name}. The region changed hands."


def test_the_former_adviser_hands_theirs_to_whoever_holds_the_region(left_behind, at):
    now = now_of(left_behind[0])
    hand_over(by=left_behind[0].owner, at=at, concerns=handed(left_behind[0]))
    assert Concern.objects.get(pk=left_behind[0].pk).owner == now


def test_a_deputy_who_becomes_owner_is_deputy_no_longer(left_behind, at):
    now = now_of(left_behind[0])
    left_behind[0].deputy = now
    left_behind[0].save()
    hand_over(by=now, at=at, concerns=handed(left_behind[0]))
    assert Concern.objects.get(pk=left_behind[0].pk).deputy is None


def test_all_or_none_and_those_that_could_not_are_named(left_behind, at):
    now, elsewhere = now_of(left_behind[0]), ConcernFactory()
    stale = Handed(number=left_behind[1].number, version=left_behind[1].version + 1)
    with pytest.raises(Refused) as refused:
        hand_over(
            by=now,
            at=at,
            concerns=[*handed(left_behind[0], elsewhere), stale],
            to=UserFactory(senior_adviser=True),
        )
    said = refused.value.sentence
    assert said.startswith("None was handed on.")
    assert f"Concern {elsewhere.number} about {elsewhere.council.short_name}: This concern is" in said
    assert f"Concern {stale.number} about" in said
    assert f"Concern {left_behind[0].number} about" not in said
    assert Concern.objects.get(pk=left_behind[0].pk).owner == left_behind[0].owner
    assert not Event.objects.filter(act="reassign").exists()


def test_one_with_an_interest_and_one_who_is_no_adviser_do_not_take_it(left_behind, at):
    now, council = now_of(left_behind[0]), left_behind[0].council
    recused = InterestFactory(user=UserFactory(principal_adviser=True), council=council).user
    for person, why in ((recused, "declared interest"), (UserFactory(analyst=True), "is not one")):
        with pytest.raises(Refused, match=why):
            hand_over(by=now, at=at, concerns=handed(left_behind[0]), to=person)


def test_what_one_may_not_see_is_not_found_among_them(left_behind, at):
    now = now_of(left_behind[0])
    InterestFactory(user=now, council=left_behind[0].council)
    with pytest.raises(Refused, match=rf"Concern {left_behind[0].number} was not found\."):
        hand_over(by=now, at=at, concerns=handed(left_behind[0]))


def test_only_principal_advisers_hand_over_and_nothing_is_chosen_is_said(left_behind, at):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=left_behind[0].council.region, capacity="senior")
    with pytest.raises(NotPermitted):
        hand_over(by=senior, at=at, concerns=handed(left_behind[0]))
    with pytest.raises(Refused, match="at least one"):
        hand_over(by=now_of(left_behind[0]), at=at, concerns=[])


def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(left_behind, at, broken_audit):
    with pytest.raises(broken_audit):
        hand_over(by=now_of(left_behind[0]), at=at, concerns=handed(*left_behind))
    assert set(Concern.objects.values_list("owner", flat=True)) == {left_behind[0].owner_id}
    assert not NarrativeEntry.objects.exists()


def test_today_says_so_and_the_page_hands_them_on(left_behind, sign_in):
    now = now_of(left_behind[0])
    client = sign_in(now)
    assert "2 concerns are in your regions and another adviser’s" in text(client.get("/"))
    page = text(client.get("/cases/hand-over"))
    assert left_behind[0].summary in page
    assert "A. Former" in page
    assert client.post("/cases/hand-over", {"why": "Kept."}).status_code == 422
    said = {"concerns": [f"{left_behind[0].number}-99"], "why": "Kept words."}
    stale = client.post("/cases/hand-over", said)
    assert stale.status_code == 422
    assert "None was handed on." in text(stale)
    assert "Kept words." in text(stale)
    assert client.post("/cases/hand-over", {"concerns": ["x", "9" * 40]}).status_code == 422
    said = {"concerns": [one.as_read for one in left_behind], "why": ""}
    assert client.post("/cases/hand-over", said).status_code == 302
    assert "That is usual." in text(client.get("/cases/hand-over"))
    assert "To hand over" not in text(client.get("/"))


def test_others_read_why_there_is_nothing_for_them(sign_in):
    page = text(sign_in(UserFactory(administrator=True)).get("/cases/hand-over"))
    assert "Concerns are handed over by principal advisers." in page


def test_the_page_of_many_takes_as_many_queries_as_of_one(left_behind, at, django_assert_max_num_queries):
    now = now_of(left_behind[0])
    for _ in range(8):
        ConcernFactory(council=left_behind[0].council, owner=left_behind[0].owner)
    assert now.roles
    with django_assert_max_num_queries(2):
        assert len(to_hand_over(now, at.date()).all) == 10
