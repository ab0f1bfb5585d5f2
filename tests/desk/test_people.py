"""The pages of the people who sign in: for those who look after people, and to everybody else not there."""

from datetime import date

import pytest

from accounts.models import Role, RoleProposal, User
from audit.models import Event
from tests.factories.accounts import UserFactory
from tests.factories.cases import GroupOfficePostFactory, PoliticalGroupFactory
from tests.factories.councils import RegionHoldingFactory

pytestmark = pytest.mark.django_db
DAY = {"since_on_0": "1", "since_on_1": "4", "since_on_2": "2012"}
LAST_DAY = {"until_on_0": "1", "until_on_1": "4", "until_on_2": "2012"}


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def administrator():
    return UserFactory(administrator=True, name="Una Technical")


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True, name="Gil Governance")


@pytest.fixture
def ada():
    return UserFactory(
        senior_adviser=True, name="Ada Adviser", email="ada@example.org", position="North East"
    )


def test_an_administrator_adds_somebody_proposes_a_role_and_an_officer_gives_it(
    sign_in, administrator, officer
):
    client = sign_in(administrator)
    assert ("People", "/people") in [(one.name, one.address) for one in client.get("/").context["places"]]
    form = client.post("/people/add", {"name": "Nia New", "email": "not an address"})
    assert form.status_code == 422
    assert 'value="Nia New"' in text(form)
    added = client.post("/people/add", {"name": "Nia New", "email": "nia@example.org"}, follow=True)
    nia = User.objects.get(email="nia@example.org")
    assert added.redirect_chain == [(f"/people/{nia.pk}", 302)]
    assert "Nia New is added." in text(added)
    assert "No role is held" in text(added)
    again = client.post("/people/add", {"name": "Nia Again", "email": "NIA@example.org"})
    assert again.status_code == 422
    assert "Nia New has this e-mail address." in text(again)

    unsaid = client.post(f"/people/{nia.pk}/role", {"role": "", **DAY})
    assert unsaid.status_code == 422
    assert "Choose the role" in text(unsaid)
    proposed = client.post(f"/people/{nia.pk}/role", {"role": "secretariat", **DAY}, follow=True)
    assert "Proposed: PSP secretariat from 1 April 2012" in text(proposed)
    assert "You proposed this role." in text(proposed)
    assert "Give it" not in text(proposed)
    proposal = RoleProposal.objects.get()
    assert client.post(f"/people/proposed/{proposal.pk}/give").status_code == 403

    client = sign_in(officer)
    assert "A role is proposed for somebody" in text(client.get("/"))
    assert "Nia New</a>: PSP secretariat" in text(client.get("/people"))
    given = client.post(f"/people/proposed/{proposal.pk}/give", follow=True)
    assert "Nia New is PSP secretariat." in text(given)
    assert User.objects.get(pk=nia.pk).roles == {Role.SECRETARIAT}
    assert client.post(f"/people/proposed/{proposal.pk}/refuse").status_code == 422


def test_a_role_is_not_given(sign_in, administrator, officer, ada):
    sign_in(administrator).post(f"/people/{ada.pk}/role", {"role": "principal_adviser", **DAY})
    proposal = RoleProposal.objects.get()
    page = sign_in(officer).post(f"/people/proposed/{proposal.pk}/refuse", follow=True)
    assert "Principal Adviser was not given to Ada Adviser." in text(page)
    assert "Proposed:" not in text(page)


def test_a_role_is_ended_by_its_last_day(sign_in, officer, ada):
    client, holding = sign_in(officer), ada.role_holdings.get()
    assert f"/people/roles/{holding.pk}/end" in text(client.get(f"/people/{ada.pk}"))
    assert client.post(f"/people/roles/{holding.pk}/end", {"until_on_0": ""}).status_code == 422
    far = {"until_on_0": "9" * 40, "until_on_1": "4", "until_on_2": "2012"}
    assert client.post(f"/people/roles/{holding.pk}/end", far).status_code == 422
    ended = client.post(f"/people/roles/{holding.pk}/end", LAST_DAY | {"until_on_2": "2020"}, follow=True)
    assert "to 1 Apr 2020" in text(ended)
    assert not User.objects.get(pk=ada.pk).roles
    assert Event.objects.get(act="end_role").by == officer


def test_a_sign_in_is_closed_and_opened_again_and_the_page_says_what_goes_with_it(
    sign_in, administrator, ada, client
):
    region = RegionHoldingFactory(user=ada, capacity="senior").region
    client = sign_in(administrator)
    page = text(client.get(f"/people/{ada.pk}"))
    assert f'They look after <a class="s-link" href="{region.get_absolute_url()}">' in page
    assert "With it end every role they hold" in text(client.get(f"/people/{ada.pk}/close"))
    closed = client.post(f"/people/{ada.pk}/close", follow=True)
    assert "The sign-in is closed." in text(closed)
    assert "Closed <span" in text(client.get("/people"))
    assert client.post(f"/people/{ada.pk}/close").status_code == 422
    assert "They hold no role until" in text(client.get(f"/people/{ada.pk}/open"))
    opened = client.post(f"/people/{ada.pk}/open", follow=True)
    assert "The sign-in is closed." not in text(opened)
    assert not User.objects.get(pk=ada.pk).roles


def test_somebody_is_posted_to_a_group_office_and_the_posting_ends(sign_in, administrator):  # R042
    group, person = PoliticalGroupFactory(name="Independent"), UserFactory(role="group_office")
    client = sign_in(administrator)
    page = client.post(f"/people/{person.pk}/office", {"group": group.pk, **DAY}, follow=True)
    assert "Independent, since 1 Apr 2012" in text(page)
    post = person.group_office_posts.get()
    client.post(f"/people/offices/{post.pk}/end", LAST_DAY | {"until_on_2": "2020"})
    post.refresh_from_db()
    assert post.until_on == date(2020, 4, 1)
    assert "1 Apr 2012 to 1 Apr 2020" in text(client.get(f"/people/{person.pk}"))


def test_nobody_finds_a_button_to_change_themselves_and_no_address_does_it(sign_in, administrator, officer):
    for own in (administrator, officer):
        client, holding = sign_in(own), own.role_holdings.get()
        page = text(client.get(f"/people/{own.pk}"))
        for button in ("/close", "/role", "/office", f"/people/roles/{holding.pk}/end"):
            assert f'{button}"' not in page
        assert "Nobody changes their own roles or closes their own sign-in." in page
        assert client.post(f"/people/{own.pk}/close").status_code in (403, 422)
        client.post(f"/people/roles/{holding.pk}/end", LAST_DAY)
        client.post(f"/people/{own.pk}/role", {"role": "principal_adviser", **DAY})
        assert User.objects.get(pk=own.pk).is_active
        assert User.objects.get(pk=own.pk).roles == own.roles
    assert not RoleProposal.objects.exists()


@pytest.mark.parametrize("role", sorted(set(Role) - {Role.ADMINISTRATOR, Role.GOVERNANCE_OFFICER}))
def test_to_everybody_else_there_are_no_such_pages(sign_in, role, ada):
    client, holding = sign_in(UserFactory(role=role)), ada.role_holdings.get()
    post = GroupOfficePostFactory()
    for address in (
        "/people",
        "/people/add",
        f"/people/{ada.pk}",
        f"/people/{ada.pk}/role",
        f"/people/{ada.pk}/close",
        f"/people/{ada.pk}/open",
        f"/people/{ada.pk}/office",
        f"/people/roles/{holding.pk}/end",
        f"/people/offices/{post.pk}/end",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post(f"/people/{ada.pk}/close").status_code == 404
    assert User.objects.get(pk=ada.pk).is_active


def test_what_is_not_there_is_not_found(sign_in, administrator):
    client = sign_in(administrator)
    for address in (
        "/people/0",
        "/people/99999999999999999999",
        "/people/roles/0/end",
        "/people/offices/0/end",
    ):
        assert client.get(address).status_code == 404, address
    assert client.post("/people/proposed/0/give").status_code == 404
