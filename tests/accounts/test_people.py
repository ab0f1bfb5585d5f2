"""People who sign in: added by one, given roles by two, shut out at their next request."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.core import mail
from django.test import Client

from accounts.models import Notification, Role, RoleHolding, RoleProposal, User
from accounts.queries import feed_by_secret
from accounts.workflow import (
    add_person,
    close_sign_in,
    end_role,
    give_proposed_role,
    give_role,
    make_feed,
    open_sign_in,
    propose_role,
    refuse_proposed_role,
)
from audit.models import Event
from common.errors import NotPermitted, Refused
from tests.factories.accounts import UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "a long enough pass phrase"


@pytest.fixture
def administrator():
    return UserFactory(administrator=True)


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True)


@pytest.fixture
def person():
    return UserFactory(name="Ada Adviser")


@pytest.fixture
def proposal(administrator, person, at):
    return propose_role(by=administrator, at=at, user=person, role=Role.PRINCIPAL_ADVISER, since_on=at.date())


def now_is(user):
    """The person as the next request finds them."""
    return User.objects.get(pk=user.pk)


def test_an_administrator_adds_a_person_who_chooses_a_password_by_a_link(administrator, at, settings, client):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    added = add_person(by=administrator, at=at, email="New@Example.org", name=" Nia  New ")
    assert (added.name, added.email, added.roles) == ("Nia New", "new@example.org", frozenset())
    assert Event.objects.get(act="add_person").by == administrator
    client.post("/accounts/password/reset/", {"email": "new@example.org"})
    (sent,) = mail.outbox
    assert sent.to == ["new@example.org"]
    link = next(word for word in sent.body.split() if "/password/reset/key/" in word)
    form = client.get(link, follow=True)
    chosen = {"password1": PASSWORD, "password2": PASSWORD}
    client.post(form.redirect_chain[-1][0], chosen)
    signed_in = Client().post("/accounts/login/", {"login": "new@example.org", "password": PASSWORD})
    assert (signed_in.status_code, signed_in.url) == (302, "/")


def test_only_an_administrator_adds_people_and_nobody_twice(administrator, person, officer, at):
    for by in (officer, UserFactory(principal_adviser=True)):
        with pytest.raises(NotPermitted, match="Only a technical administrator may add people"):
            add_person(by=by, at=at, email="new@example.org", name="Nia")
    with pytest.raises(Refused, match="Ada Adviser has this e-mail address"):
        add_person(by=administrator, at=at, email=person.email.upper(), name="Ada")
    with pytest.raises(NotPermitted, match="proposed by a technical administrator"):
        add_person(by=administrator, at=at, email="x@example.org", name="X", roles=(Role.ADMINISTRATOR,))
    assert not User.objects.filter(email="x@example.org").exists()


def test_a_role_takes_two_and_holds_from_the_next_request(administrator, officer, person, proposal, at):
    assert not now_is(person).roles
    told = Notification.objects.get()
    assert (told.user, told.address) == (officer, f"/people/{person.pk}")
    assert person.name not in told.sentence
    give_proposed_role(by=officer, at=at, proposal=proposal)
    assert now_is(person).roles == {Role.PRINCIPAL_ADVISER}
    events = Event.objects.filter(act__in=("propose_role", "give_role")).order_by("pk")
    assert [(one.act, one.by, one.details["role"]) for one in events] == [
        ("propose_role", administrator, "principal_adviser"),
        ("give_role", officer, "principal_adviser"),
    ]
    with pytest.raises(Refused, match="was given on"):
        give_proposed_role(by=officer, at=at, proposal=proposal)


def test_a_second_role_is_given_to_somebody_who_has_one(administrator, officer, at):
    peer = UserFactory(role="member_peer")
    asked = propose_role(by=administrator, at=at, user=peer, role=Role.PANEL_MEMBER, since_on=at.date())
    give_proposed_role(by=officer, at=at, proposal=asked)
    assert now_is(peer).roles == {Role.MEMBER_PEER, Role.PANEL_MEMBER}


def test_nobody_alone_gives_a_role_whatever_they_hold(administrator, person, at):
    both = UserFactory(administrator=True)
    RoleHolding.objects.create(user=both, role=Role.GOVERNANCE_OFFICER, since_on=at.date())
    asked = propose_role(by=both, at=at, user=person, role=Role.SECRETARIAT, since_on=at.date())
    with pytest.raises(NotPermitted, match="You proposed this role"):
        give_proposed_role(by=now_is(both), at=at, proposal=asked)
    with pytest.raises(NotPermitted, match="Only an information-governance officer"):
        give_proposed_role(by=administrator, at=at, proposal=asked)
    for by in (administrator, UserFactory(governance_officer=True), UserFactory(principal_adviser=True)):
        with pytest.raises(NotPermitted, match="proposed by a technical administrator"):
            give_role(by=by, at=at, user=person, role=Role.SECRETARIAT, since_on=at.date())
    assert not now_is(person).roles


def test_nobody_changes_their_own_roles(administrator, officer, at):
    def proposed(by, user):
        return propose_role(by=by, at=at, user=user, role=Role.PRINCIPAL_ADVISER, since_on=at.date())

    with pytest.raises(NotPermitted, match="Nobody changes their own roles"):
        proposed(administrator, administrator)
    with pytest.raises(NotPermitted, match="A technical administrator proposes"):
        proposed(officer, officer)
    of_officer = proposed(administrator, officer)
    for act in (give_proposed_role, refuse_proposed_role):
        with pytest.raises(NotPermitted, match="Nobody changes their own roles"):
            act(by=officer, at=at, proposal=of_officer)
    for own in (administrator, officer):
        with pytest.raises(NotPermitted, match="Nobody changes their own roles or closes their own"):
            end_role(by=own, at=at, holding=own.role_holdings.get(), until_on=at.date())
        with pytest.raises(NotPermitted, match="Nobody changes their own roles or closes their own"):
            close_sign_in(by=own, at=at, user=own)


def test_a_role_is_not_proposed_twice_nor_held_twice(administrator, officer, person, proposal, at):
    def again(since_on):
        propose_role(by=administrator, at=at, user=person, role=Role.PRINCIPAL_ADVISER, since_on=since_on)

    with pytest.raises(Refused, match="is proposed for Ada Adviser already"):
        again(at.date())
    holding = give_proposed_role(by=officer, at=at, proposal=proposal)
    with pytest.raises(Refused, match="Ada Adviser is Principal Adviser already, since"):
        again(at.date())
    end_role(by=officer, at=at, holding=holding, until_on=at.date() + timedelta(days=3))
    with pytest.raises(Refused, match="Let it begin after that day"):
        again(at.date() + timedelta(days=3))
    again(at.date() + timedelta(days=4))


def test_a_role_that_is_refused_is_not_held_and_may_be_proposed_again(
    administrator, officer, person, proposal, at
):
    refuse_proposed_role(by=officer, at=at, proposal=proposal)
    assert not now_is(person).roles
    assert Event.objects.get(act="refuse_proposed_role").by == officer
    propose_role(by=administrator, at=at, user=person, role=Role.PRINCIPAL_ADVISER, since_on=at.date())
    assert RoleProposal.objects.count() == 2


def test_a_role_ends_by_its_day_and_one_given_by_mistake_at_once(administrator, officer, at):
    adviser = UserFactory(principal_adviser=True)
    today, yesterday = at.date(), at.date() - timedelta(days=1)
    holding = adviser.role_holdings.get()
    end_role(by=administrator, at=at, holding=holding, until_on=today)
    assert now_is(adviser).roles
    end_role(by=officer, at=at, holding=holding, until_on=yesterday)
    assert not now_is(adviser).roles
    with pytest.raises(Refused, match="It ends on"):
        end_role(by=administrator, at=at, holding=holding, until_on=today)
    mistaken = RoleHolding.objects.create(user=adviser, role=Role.SECRETARIAT, since_on=today)
    assert end_role(by=administrator, at=at, holding=mistaken, until_on=yesterday) is None
    assert not now_is(adviser).roles
    said = Event.objects.filter(act="end_role").order_by("pk").last().details
    assert said == {"role": "secretariat", "since_on": str(today), "until_on": str(yesterday)}
    for stranger in (UserFactory(principal_adviser=True), UserFactory(secretariat=True)):
        with pytest.raises(NotPermitted, match="may end a role or close a sign-in"):
            end_role(by=stranger, at=at, holding=holding, until_on=yesterday - timedelta(days=1))


@pytest.fixture
def leaver(at, settings):
    """An adviser with a session, a second factor and a calendar."""
    user = add_person(
        by=None,
        at=at,
        email="leaver@example.org",
        name="Lee Leaver",
        password=PASSWORD,
        roles=(Role.PRINCIPAL_ADVISER, Role.SECRETARIAT),
        since_on=at.date() - timedelta(days=30),
    )
    give_role(by=None, at=at, user=user, role=Role.PANEL_MEMBER, since_on=at.date() + timedelta(days=9))
    TOTP.activate(user, generate_totp_secret())
    return user


def test_a_closed_sign_in_is_out_at_the_next_request_and_nothing_of_it_is_a_way_in(
    leaver, administrator, at
):  # TRUST, abuse 22
    client = Client()
    client.force_login(leaver)
    _, secret = make_feed(by=leaver, at=at, name="My phone")
    assert client.get("/").status_code == 200
    assert feed_by_secret(secret)
    assert client.get(f"/calendar/feed/{secret}.ics").status_code == 200

    close_sign_in(by=administrator, at=at, user=leaver)

    assert client.get("/").url.startswith("/accounts/login/")
    assert client.post("/me/told").status_code == 302
    assert client.get(f"/calendar/feed/{secret}.ics").status_code == 404
    refused = Client().post("/accounts/login/", {"login": leaver.email, "password": PASSWORD})
    assert (refused.status_code, refused.headers.get("Location")) != (302, "/")
    assert not RoleHolding.objects.current().filter(user=leaver).exists()
    event = Event.objects.get(act="close_sign_in")
    assert (event.by, event.subject_id) == (administrator, str(leaver.pk))
    assert event.details == {
        "roles": ["panel_member", "principal_adviser", "secretariat"],
        "calendars": 1,
        "second_factors": 1,
    }
    with pytest.raises(Refused, match="closed already"):
        close_sign_in(by=administrator, at=at, user=leaver)


def test_opened_again_they_hold_no_role_and_neither_an_old_session_nor_password_is_good(
    leaver, administrator, officer, at
):
    client = Client()
    client.force_login(leaver)
    _, secret = make_feed(by=leaver, at=at, name="My phone")
    close_sign_in(by=officer, at=at, user=leaver)
    with pytest.raises(Refused, match="Open it again first"):
        propose_role(by=administrator, at=at, user=leaver, role=Role.SECRETARIAT, since_on=at.date())
    with pytest.raises(NotPermitted):
        open_sign_in(by=officer, at=at, user=leaver)

    open_sign_in(by=administrator, at=at, user=leaver)

    assert now_is(leaver).is_active
    assert not now_is(leaver).roles
    assert not Authenticator.objects.filter(user=leaver).exists()
    assert client.get("/").url.startswith("/accounts/login/")
    assert feed_by_secret(secret) is None
    assert Client().post("/accounts/login/", {"login": leaver.email, "password": PASSWORD}).status_code == 200
    assert Event.objects.get(act="open_sign_in").by == administrator
    with pytest.raises(Refused, match="is open"):
        open_sign_in(by=administrator, at=at, user=leaver)


def test_a_link_to_choose_a_password_made_before_the_closing_is_no_way_in_after_it(
    leaver, administrator, at, settings, client
):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    client.post("/accounts/password/reset/", {"email": leaver.email})
    link = next(word for word in mail.outbox[0].body.split() if "/password/reset/key/" in word)
    close_sign_in(by=administrator, at=at, user=leaver)
    open_sign_in(by=administrator, at=at, user=leaver)
    page = client.get(link, follow=True)
    assert page.context["token_fail"]


ACTS = {
    "add": lambda by, at, user, asked: add_person(by=by, at=at, email="n@example.org", name="N"),
    "propose": lambda by, at, user, asked: propose_role(
        by=by, at=at, user=user, role=Role.RESEARCH_ANALYST, since_on=at.date()
    ),
    "give": lambda by, at, user, asked: give_proposed_role(
        by=UserFactory(governance_officer=True), at=at, proposal=asked
    ),
    "refuse": lambda by, at, user, asked: refuse_proposed_role(
        by=UserFactory(governance_officer=True), at=at, proposal=asked
    ),
    "end": lambda by, at, user, asked: end_role(
        by=by, at=at, holding=user.role_holdings.first(), until_on=at.date()
    ),
    "close": lambda by, at, user, asked: close_sign_in(by=by, at=at, user=user),
}


@pytest.mark.parametrize("act", ACTS)
def test_what_cannot_be_recorded_is_not_done(act, administrator, leaver, person, proposal, at, request):
    before = _all_said()
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken):
        ACTS[act](administrator, at, leaver, proposal)
    assert _all_said() == before


def _all_said():
    people = User.objects.exclude(role_holdings__role=Role.GOVERNANCE_OFFICER)
    return (
        list(people.order_by("pk").values_list("email", "is_active", "password")),
        list(
            RoleHolding.objects.exclude(role=Role.GOVERNANCE_OFFICER)
            .order_by("pk")
            .values_list("pk", "role", "until_on")
        ),
        list(RoleProposal.objects.order_by("pk").values_list("pk", "is_given")),
        Authenticator.objects.count(),
    )
