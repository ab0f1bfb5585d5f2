"""A list under a name: one's own, or shared with advisers; it shows nobody more than they may see."""

import pytest

from accounts.models import SavedView
from accounts.workflow import change_view, forget_view, save_view
from audit.models import Event
from common.errors import NotPermitted, Refused
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
LIST = "/intelligence"


@pytest.fixture
def owner():
    return UserFactory(principal_adviser=True)


@pytest.fixture
def saved(owner, at):
    def save(name="Finance", query="factor=finance", **more):
        return save_view(by=owner, at=at, page=LIST, name=name, query=query, **more)

    return save


def test_a_view_is_its_owners_and_a_shared_one_is_all_advisers(owner, saved):
    mine, shared = saved(), saved("All of finance", is_shared=True)
    seen = {
        "owner": {mine, shared},
        "adviser": {shared},
        "peer": set(),
    }
    people = {
        "owner": owner,
        "adviser": UserFactory(senior_adviser=True),
        "peer": UserFactory(role="member_peer"),
    }
    for who, views in seen.items():
        assert set(SavedView.objects.visible_to(people[who])) == views, who
    assert mine.address == "/intelligence?factor=finance"


def test_a_view_wants_a_name_of_its_own_and_something_to_save(saved):
    saved()
    for name, query, why in (
        ("  ", "a=b", "Enter a name"),
        ("Finance", "a=b", "already"),
        ("x" * 81, "a=b", "81 characters"),
        ("Nothing", "", "Nothing narrows"),
        ("a\x00b", "a=b", "Enter a name"),
    ):
        with pytest.raises(Refused, match=why):
            saved(name, query)
    with pytest.raises(Refused, match="stays yours"):
        saved("Shared", is_shared=True, why_own="It stays yours.")
    assert SavedView.objects.count() == 1


def test_it_is_renamed_and_removed_by_its_owner_alone_and_that_is_recorded(owner, saved, at):
    view = saved(is_shared=True)
    stranger = UserFactory(principal_adviser=True)
    with pytest.raises(NotPermitted, match=owner.name):
        change_view(by=stranger, at=at, view=view, name="Mine now", is_shared=True)
    with pytest.raises(NotPermitted):
        forget_view(by=stranger, at=at, view=view)
    changed = change_view(by=owner, at=at, view=view, name="Money", is_shared=False)
    assert (changed.name, changed.is_shared) == ("Money", False)
    forget_view(by=owner, at=at, view=view)
    assert not SavedView.objects.exists()
    acts = list(Event.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["save_view", "change_view", "forget_view"]
    assert "Money" not in str(list(Event.objects.values_list("details", flat=True)))


def test_nothing_is_saved_changed_or_removed_if_that_cannot_be_recorded(owner, saved, at, request):
    view = saved()
    broken = request.getfixturevalue("broken_audit")
    for act in (
        lambda: saved("Another"),
        lambda: change_view(by=owner, at=at, view=view, name="Money", is_shared=True),
        lambda: forget_view(by=owner, at=at, view=view),
    ):
        with pytest.raises(broken):
            act()
    assert [(one.name, one.is_shared) for one in SavedView.objects.all()] == [("Finance", False)]


def test_fifty_views_are_enough(monkeypatch, saved):
    monkeypatch.setattr("accounts.access.MOST_VIEWS", 1)
    saved()
    with pytest.raises(Refused, match="Remove one"):
        saved("Another")
