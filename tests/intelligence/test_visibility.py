"""Who may read a note: each role, marking, region, relation and interest (TRUST section 2)."""

from itertools import product

import pytest

from accounts.models import Role
from intelligence.models import Note
from intelligence.queries import note_for, withheld_from
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory
from tests.factories.intelligence import NoteFactory, SourceFactory

pytestmark = pytest.mark.django_db

ADVISERS = (Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER)
NAMEABLE = (*ADVISERS, Role.MEMBER_PEER)
MARKINGS = ("published", "advisers", "restricted", "originator_controlled", "source_protected")
RELATIONS = ("none", "named", "owner")


def may_read(role, marking, relation, recused) -> bool:
    """The table, said once more and independently of the code."""
    if recused or role not in NAMEABLE:
        return False
    if relation != "none":
        return True
    return role in ADVISERS and marking != "restricted"


@pytest.mark.parametrize("role", [*Role, None])
def test_the_matrix_of_reading(role):
    """Each marking and caveat × own or another region × no relation, named, owner × recused or not."""
    user, keeper = UserFactory(role=role), UserFactory(principal_adviser=True)
    source = SourceFactory(owner=keeper)
    cells, councils = {}, {}
    for region, recused in product(("own region", "another region"), (False, True)):
        council = councils[region, recused] = CouncilFactory()
        if region == "own region":
            RegionHoldingFactory(user=user, region=council.region)
        if recused:
            InterestFactory(user=user, council=council)
        for marking, relation in product(MARKINGS, RELATIONS):
            note = NoteFactory(
                council=council,
                owner=user if relation == "owner" else keeper,
                source=source,
                readers=[user] if relation == "named" else [],
                **({} if marking == "advisers" else {marking: True}),
            )
            cells[region, marking, relation, recused] = note.pk
    seen = set(Note.objects.visible_to(user).values_list("pk", flat=True))
    expected = {cell: may_read(role, cell[1], cell[2], cell[3]) for cell in cells}
    assert {cell: pk in seen for cell, pk in cells.items()} == expected
    assert all((note_for(user, pk) is not None) is expected[cell] for cell, pk in cells.items())
    # Presence without substance: to advisers alone, and only of what they may not open.
    for (region, recused), council in councils.items():
        hidden = sum(not can for cell, can in expected.items() if cell[0] == region and cell[3] is recused)
        present = hidden if role in ADVISERS and not recused else 0
        assert sum(one.count for one in withheld_from(user, council)) == present


def test_nobody_signed_in_sees_nothing(client):
    from django.contrib.auth.models import AnonymousUser

    NoteFactory(published=True)
    assert not Note.objects.visible_to(AnonymousUser()).exists()
    assert not Note.objects.withheld_from(AnonymousUser()).exists()


def test_one_who_has_left_sees_nothing_of_their_own():
    user = UserFactory(principal_adviser=True)
    NoteFactory(owner=user)
    user.is_active = False
    user.save()
    assert not Note.objects.visible_to(type(user).objects.get(pk=user.pk)).exists()


def test_an_interest_that_has_ended_no_longer_recuses():
    user = UserFactory(principal_adviser=True)
    note = NoteFactory()
    InterestFactory(user=user, council=note.council, until_on="2013-01-01")
    assert Note.objects.visible_to(user).get() == note


def test_an_interest_in_one_council_hides_only_that_council():
    user = UserFactory(principal_adviser=True)
    hidden, seen = NoteFactory(), NoteFactory()
    InterestFactory(user=user, council=hidden.council)
    assert list(Note.objects.visible_to(user)) == [seen]


def test_what_is_withheld_is_counted_by_whom_to_ask_and_not_what_was_withdrawn():
    user, okafor = UserFactory(principal_adviser=True), UserFactory(principal_adviser=True, name="R. Okafor")
    council = CouncilFactory()
    NoteFactory.create_batch(2, council=council, owner=okafor, restricted=True)
    NoteFactory(council=council, owner=okafor, restricted=True, withdrawn=True)
    NoteFactory(council=council, owner=okafor)
    assert [(one.count, one.ask) for one in withheld_from(user, council)] == [(2, "R. Okafor")]


def test_reading_asks_the_database_once(django_assert_num_queries):
    user = UserFactory(principal_adviser=True)
    NoteFactory.create_batch(3)
    assert user.roles
    with django_assert_num_queries(1):
        assert len(list(Note.objects.visible_to(user))) == 3
