"""The exception to a council's awareness: off by default, with a named officer's reason where it is on."""

import csv
import io
import json
import re
from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import InternalError, connection, transaction
from django.test import Client

from accounts.models import Role, RoleHolding
from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from liaison.document import canonical_json, digest
from liaison.models import Release, Standing
from liaison.workflow import (
    approve_release,
    give_exception,
    propose_release,
    refuse_release,
    withdraw_release,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    issued,
    proposed,
    published,
    received,
    told,
)

pytestmark = pytest.mark.django_db
REASON = "Telling it could warn the person whom the police look for."


@pytest.fixture
def switched_on(settings):
    settings.RELEASE_WITHOUT_AWARENESS = True


@pytest.fixture
def another():
    return UserFactory(principal_adviser=True, name="R. Okafor")


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True, name="A. Hart")


@pytest.fixture
def concern():
    return concern_about(CouncilFactory(short_name="Barchester"))


def ask(at, concern, **fields):
    fields = {"awareness": None, "exception": "crime"} | fields
    return propose_release(
        by=concern.owner,
        at=at,
        concern=concern,
        recipient=OrganisationFactory(dclg=True),
        purpose="Support.",
        matter="Payments were made twice.",
        evidence=[published(concern)],
        **fields,
    )


def test_it_is_off_unless_the_service_was_set_up_with_it(at, concern, settings):
    assert settings.RELEASE_WITHOUT_AWARENESS is False
    with pytest.raises(Refused, match="is switched off"):
        ask(at, concern)
    assert not Release.objects.exists()


@pytest.mark.usefixtures("switched_on")
def test_with_a_named_officers_reason_it_goes_out_and_says_so(at, concern, officer, another):  # R178
    release = ask(at, concern)
    with pytest.raises(Refused, match="no information-governance officer has given the reason"):
        approve_release(by=another, at=at, release=release)
    given = give_exception(by=officer, at=at, release=release, reason=REASON)
    assert (given.excepted_by, given.excepted_reason) == (officer, REASON)
    event = Event.objects.get(act="give_exception")
    assert (event.by, event.details) == (officer, {"number": release.number, "ground": "crime"})
    done = approve_release(by=another, at=at, release=release)
    text = json.loads(done.canonical)
    assert text["awareness"] is None
    assert text["exception"]["ground"] == "crime"
    assert (text["exception"]["reason"], text["exception"]["by"]) == (REASON, "A. Hart")
    _, token = issued(at)
    cache.clear()
    system = Client(headers={"Authorization": f"Bearer {token}"})
    assert system.get(f"/api/v1/releases/{done.number}/").json()["release"] == text
    table = system.get("/api/v1/releases/?format=csv").content.decode()
    line = next(csv.DictReader(io.StringIO(table)))
    assert (line["told"], line["exception_ground"]) == ("", "crime")
    assert (line["exception_reason"], line["exception_by"]) == (REASON, "A. Hart")


@pytest.mark.usefixtures("switched_on")
def test_it_is_for_a_council_that_was_not_told_and_on_one_of_three_grounds(at, concern):
    with pytest.raises(Refused, match="Choose the ground"):
        ask(at, concern, exception="convenience")
    telling = told(concern)
    for awareness in (None, telling):
        with pytest.raises(Refused, match="no exception is needed"):
            ask(at, concern, awareness=awareness)
    with pytest.raises(Refused, match="has not been told"):
        ask(at, concern_about(CouncilFactory()), exception="")


@pytest.mark.usefixtures("switched_on")
def test_only_an_officer_gives_it_once_and_with_a_reason(at, concern, officer, another):
    release = ask(at, concern)
    with pytest.raises(NotPermitted, match="Only an information-governance officer"):
        give_exception(by=another, at=at, release=release, reason=REASON)
    with pytest.raises(NotFound):
        give_exception(by=UserFactory(secretariat=True), at=at, release=release, reason=REASON)
    with pytest.raises(Refused, match="Enter the reason"):
        give_exception(by=officer, at=at, release=release, reason=" ")
    give_exception(by=officer, at=at, release=release, reason=REASON)
    with pytest.raises(Refused, match="given already"):
        give_exception(by=officer, at=at, release=release, reason="Another.")
    with pytest.raises(InternalError, match="stands as it was given"), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(excepted_reason="Another.")
    plain = proposed(at)
    with pytest.raises(NotFound):
        give_exception(by=officer, at=at, release=plain, reason=REASON)


@pytest.mark.usefixtures("switched_on")
def test_no_originators_words_go_out_as_the_reason(at, concern, officer, another):  # R182
    """The recipient reads the reason, and the words may have come after it was given."""
    kept = "She was told on Monday that nobody may speak of it before the trial."
    release = ask(at, concern)
    give_exception(by=officer, at=at, release=release, reason=kept)
    received(at, council=concern.council, matter=kept)
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        approve_release(by=another, at=at, release=release)
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        give_exception(by=officer, at=at, release=ask(at, concern), reason=kept)
    gone = approve_release(by=another, at=at, release=excepted(at, concern, officer))
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        withdraw_release(by=officer, at=at, release=gone, reason=kept)


def excepted(at, concern, officer):
    return give_exception(by=officer, at=at, release=ask(at, concern), reason=REASON)


@pytest.mark.usefixtures("switched_on")
def test_the_officer_may_stop_it_instead(at, concern, officer):
    release = refuse_release(by=officer, at=at, release=ask(at, concern), reason="The council can be told.")
    assert release.standing is Standing.REFUSED


@pytest.mark.usefixtures("switched_on")
def test_whoever_gave_the_reason_does_not_approve_it(at, concern):
    both = UserFactory(principal_adviser=True)
    RoleHolding.objects.create(user=both, role=Role.GOVERNANCE_OFFICER, since_on=date(2012, 4, 1))
    release = ask(at, concern)
    give_exception(by=both, at=at, release=release, reason=REASON)
    with pytest.raises(Refused, match="You gave the reason"):
        approve_release(by=both, at=at, release=release)


@pytest.mark.usefixtures("switched_on")
def test_switched_off_again_nothing_goes_out(at, concern, officer, another, settings):
    release = ask(at, concern)
    give_exception(by=officer, at=at, release=release, reason=REASON)
    settings.RELEASE_WITHOUT_AWARENESS = False
    with pytest.raises(Refused, match="is switched off"):
        approve_release(by=another, at=at, release=release)


@pytest.mark.usefixtures("switched_on")
def test_the_database_accepts_exactly_that_and_nothing_less(at, concern, officer, another):
    release = ask(at, concern)

    none = UserFactory(senior_adviser=True)
    made_up = {"excepted_by": none, "excepted_at": at, "excepted_reason": REASON}
    for columns in ({}, made_up):
        with pytest.raises(InternalError, match="no information-governance officer gave"):
            approve_in_sql(release, another, at, **columns)
    give_exception(by=officer, at=at, release=release, reason=REASON)
    with pytest.raises(InternalError, match="no exception is on"):
        approve_in_sql(release, another, at, switched="")
    approve_in_sql(release, another, at)
    release.refresh_from_db()
    assert release.standing is Standing.RELEASED


@transaction.atomic
def approve_in_sql(release, by, at, *, switched="on", **columns):
    """The update that the act makes, past the act; the columns are put on the row before it."""
    if columns:
        Release.objects.filter(pk=release.pk).update(**columns)
    held = Release.objects.get(pk=release.pk)
    text = canonical_json(held, list(held.evidence.all()), approved_by=by.name, approved_at=at)
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('slirisk.release_without_awareness', %s, true)", [switched])
    Release.objects.filter(pk=release.pk).update(
        approved_by=by, approved_at=at, canonical=text, sha256=digest(text)
    )


@pytest.mark.usefixtures("switched_on")
def test_the_page_asks_the_officer_and_then_shows_the_reason(sign_in, at, concern, officer, another):
    address = f"/sharing/propose?concern={concern.pk}"
    page = sign_in(concern.owner).get(address).content.decode()
    assert "Why the council is not told first" in page
    typed = {
        "recipient": OrganisationFactory(dclg=True).pk,
        "purpose": "Support.",
        "matter": "Payments were made twice.",
        "evidence": [published(concern).pk],
        "exception": "safeguarding",
    }
    assert sign_in(concern.owner).post(address, typed).status_code == 302
    release = Release.objects.get()
    held = f"/sharing/{release.number}"
    assert "has given the reason for that yet" in sign_in(another).get(held).content.decode()
    page = sign_in(officer).get(held).content.decode()
    assert "Give this reason" in page
    ids = re.findall(r' id="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    assert "Give the reason for not telling the council first" in sign_in(officer).get("/").content.decode()
    assert sign_in(officer).post(f"{held}/exception", {"reason": ""}).status_code == 422
    assert sign_in(officer).post(f"{held}/exception", {"reason": REASON}).status_code == 302
    assert REASON in sign_in(another).get(held).content.decode()
    assert sign_in(another).post(f"{held}/approve").status_code == 302
    assert "The council was not told first" in sign_in(another).get("/sharing").content.decode()


def test_it_is_not_offered_where_it_is_off(sign_in, concern):
    page = sign_in(concern.owner).get(f"/sharing/propose?concern={concern.pk}").content.decode()
    assert "Why the council is not told first" not in page


@pytest.mark.usefixtures("switched_on")
def test_an_interest_hides_it_from_the_officer_too(at, concern, officer):
    release = ask(at, concern)
    InterestFactory(user=officer, council=concern.council)
    with pytest.raises(NotFound):
        give_exception(by=officer, at=at + timedelta(seconds=1), release=release, reason=REASON)


@pytest.mark.usefixtures("switched_on")
def test_if_the_record_cannot_be_written_nothing_has_changed(at, concern, officer, request):
    release = ask(at, concern)
    broken = request.getfixturevalue("broken_audit")
    with pytest.raises(broken), transaction.atomic():
        give_exception(by=officer, at=at, release=release, reason=REASON)
    release.refresh_from_db()
    assert release.excepted_at is None
