"""A liaison officer reads, answers and sends in a browser, known by name; and nothing else (R081, R181)."""

import re
from datetime import date

import pytest
from django.db import transaction
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from liaison.models import (
    DeletionConfirmed,
    FreedomRequest,
    FreedomViews,
    InboundConcern,
    InboundVersion,
    ReleaseAnswer,
    ReleaseRead,
)
from liaison.submission import GivenEvidence
from liaison.workflow import answer_inbound, ask_consent, end_officer, note_inbound
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.liaison import OrganisationFactory, originator, proposed, received, released, withdrawn

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return originator(OrganisationFactory(dclg=True), name="L. Novak")


@pytest.fixture
def browser(sign_in, officer):
    return sign_in(officer.officer.user)


def words(page):
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return " ".join(said.split())


def typed(council, **fields):
    return {
        "key": "k-1",
        "council_code": council.code,
        "matter": "Savings are late.",
        "told": "not_yet",
        "told_reason": "We meet on Monday.",
        "handling": "In confidence.",
        "is_originator_controlled": "on",
        "kind_1": "hard",
        "line_1": "The audit letter",
        "link_1": "https://example.org/letter",
        **fields,
    }


def test_the_door_shows_what_was_released_to_the_organisation_alone(browser, at, officer):
    given, gone, unsaid = released(at), withdrawn(at, matter="TAKEN BACK"), proposed(at)
    other = released(at, recipient=OrganisationFactory())
    page = words(browser.get("/department"))
    for number in (given.number, gone.number):
        assert f'href="/department/releases/{number}"' in page
    for number in (unsaid.number, other.number):
        assert number not in page
        missing = words(browser.get("/department/releases/2012-9999"))
        assert words(browser.get(f"/department/releases/{number}")) == missing


def test_reading_is_kept_by_name_and_a_withdrawn_one_is_a_tombstone(browser, at, officer):
    """TRUST section 3, 9"""
    given, gone = released(at, matter="The reserves fell."), withdrawn(at, matter="TAKEN BACK")
    assert "The reserves fell." in words(browser.get(f"/department/releases/{given.number}"))
    page = words(browser.get(f"/department/releases/{gone.number}"))
    assert "TAKEN BACK" not in page
    assert gone.council_name not in page
    assert "Delete every copy" in page
    reads = ReleaseRead.objects.order_by("pk").values_list("officer", "organisation__slug", "was_withdrawn")
    assert list(reads) == [("L. Novak", "dclg", False), ("L. Novak", "dclg", True)]


def test_whatever_shows_a_release_is_a_reading_and_the_list_that_names_it_is_recorded(browser, at, officer):
    """TRUST section 3, 9"""
    given = released(at, matter="The reserves fell.")
    browser.get("/department")
    assert not ReleaseRead.objects.exists()
    refused = browser.post(f"/department/releases/{given.number}/asked", {})
    assert refused.status_code == 422
    assert "The reserves fell." in words(refused)
    reads = ReleaseRead.objects.values_list("release", "how", "officer", "times")
    assert list(reads) == [(given.pk, "read", "L. Novak", 1)]
    acts = Event.objects.filter(act__in=["list_releases", "read_release"]).order_by("pk")
    assert [event.act for event in acts] == ["list_releases", "read_release"]


def test_a_release_read_at_the_door_is_read_by_its_recipient(browser, sign_in, at, officer):
    given = released(at)
    released(at)
    browser.get(f"/department/releases/{given.number}")
    sharing = words(sign_in(given.proposed_by).get("/sharing"))
    assert "Read by DCLG 1 time" in sharing
    assert sharing.count("Not yet read by DCLG") == 1
    page = words(sign_in(given.proposed_by).get(f"/sharing/{given.number}"))
    assert "DCLG’s own door here" in page


def test_a_release_is_acknowledged_and_answered(browser, at):
    given = released(at)
    address = f"/department/releases/{given.number}/answer"
    assert browser.post(address, {}).status_code == 302
    assert "It has been acknowledged already" in words(browser.post(address, {}))
    assert browser.post(address, {"text": "Thank you: we wait."}).status_code == 302
    assert list(ReleaseAnswer.objects.values_list("text", "who")) == [
        ("", "L. Novak"),
        ("Thank you: we wait.", "L. Novak"),
    ]
    assert Notification.objects.filter(user=given.proposed_by).count() == 2
    gone = withdrawn(at)
    refused = browser.post(f"/department/releases/{gone.number}/answer", {"text": "x"})
    assert "there is nothing to answer" not in words(browser.get("/department"))
    assert refused.status_code == 422


def test_a_concern_is_sent_by_form_and_once(browser, at):
    council = CouncilFactory()
    assert browser.get("/department/concerns/new").status_code == 200
    first = browser.post("/department/concerns/new", typed(council))
    again = browser.post("/department/concerns/new", typed(council))
    inbound = InboundConcern.objects.get()
    assert first["Location"] == again["Location"] == f"/department/concerns/{inbound.number}"
    text = words(browser.get(first["Location"]))
    for said in (inbound.number, "Savings are late.", "The audit letter", "Not answered yet", "L. Novak"):
        assert said in text


def test_a_form_that_is_refused_keeps_every_word(browser):
    council = CouncilFactory()
    for fields, sentence in (
        ({"council_code": "E99999999"}, "No council has the code"),
        ({"told": ""}, "Say whether the council has been told"),
        ({"link_1": "ftp://x"}, "A link begins with"),
        ({"told": "yes"}, "Enter the day on which the council was told"),
    ):
        back = browser.post("/department/concerns/new", typed(council, **fields))
        assert back.status_code == 422
        assert sentence in words(back)
        assert "Savings are late." in words(back)
    assert not InboundConcern.objects.exists()


def test_our_answer_is_read_there_and_our_triage_is_not(browser, at, officer):
    council = CouncilFactory()
    adviser, inbound = adviser_for(council), received(at, council=council, by=officer)
    note_inbound(by=adviser, at=at, inbound=inbound, text="AMONG OURSELVES")
    answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="resolved", text="They explained it.")
    ask_consent(by=adviser, at=at, inbound=inbound, text="May we tell the Panel?", recipient=None)
    text = words(browser.get(f"/department/concerns/{inbound.number}"))
    assert "They explained it." in text
    assert "AMONG OURSELVES" not in text
    # Its place among what is seen there: our own note has none, and is no question to anybody.
    assert (
        browser.post(f"/department/concerns/{inbound.number}/consent/3", {"given": "yes"}).status_code == 404
    )
    address = f"/department/concerns/{inbound.number}/consent/2"
    assert browser.post(address, {"given": "perhaps"}).status_code == 422
    assert browser.post(address, {"given": "yes", "text": "With its name left out."}).status_code == 302
    assert "With its name left out." in words(browser.get(f"/department/concerns/{inbound.number}"))


def test_it_is_corrected_and_withdrawn_there(browser, at, officer):
    council = CouncilFactory()
    inbound = received(at, council=council, by=officer)
    address = f"/department/concerns/{inbound.number}"
    assert "Assessments of children are late." in words(browser.get(f"{address}/correct"))
    fixed = typed(council, version=1, matter="In May alone.")
    assert browser.post(f"{address}/correct", fixed).status_code == 302
    assert InboundVersion.objects.count() == 2
    assert browser.post(f"{address}/withdraw", {"reason": ""}).status_code == 422
    assert browser.post(f"{address}/withdraw", {"reason": "It was another."}).status_code == 302
    assert "Withdrawn" in words(browser.get(address))


def test_every_line_of_evidence_is_there_to_be_corrected(browser, at, officer):  # R081
    """What came over REST with eight lines keeps all of them, and one more may be added."""
    council = CouncilFactory()
    lines = tuple(GivenEvidence(kind="soft", line=f"Heard {number}") for number in range(1, 9))
    inbound = received(at, council=council, by=officer, evidence=lines)
    address = f"/department/concerns/{inbound.number}/correct"
    page = words(browser.get(address))
    assert 'value="Heard 8"' in page
    assert 'name="line_9"' in page
    assert 'name="line_10"' not in page

    held = {f"{name}_{row}": value for row in range(1, 9) for name, value in _typed_line(row)}
    fixed = (
        typed(council, version=1, matter="In May alone.") | held | {"kind_9": "hard", "line_9": "A letter"}
    )
    assert "Heard 8" in words(browser.post(address, fixed | {"told": ""}))
    assert browser.post(address, fixed).status_code == 302
    kept = inbound.versions.latest("version").evidence.order_by("position")
    assert [one.line for one in kept] == [*(one.line for one in lines), "A letter"]
    many = fixed | {"version": 2} | {f"line_{row}": f"Heard {row}" for row in range(1, 22)}
    assert "Give at most 20 lines" in words(browser.post(address, many))


def _typed_line(row):
    return ("kind", "soft"), ("line", f"Heard {row}"), ("link", "")


def test_a_colleagues_correction_is_not_written_over(browser, sign_in, at, officer):  # R081
    council = CouncilFactory()
    inbound = received(at, council=council, by=officer)
    address = f"/department/concerns/{inbound.number}/correct"
    assert 'name="version" value="1"' in words(browser.get(address))
    colleague = originator(officer.organisation, name="S. Whitlock")
    sign_in(colleague.officer.user).post(address, typed(council, key="k-2", version=1, matter="Since May."))

    back = sign_in(officer.officer.user).post(
        address, typed(council, key="k-3", version=1, matter="In June.")
    )

    assert back.status_code == 409
    for said in ("S. Whitlock corrected", "Since May.", "In June.", "We meet on Monday."):
        assert said in words(back)
    assert "k-3" not in words(back)
    assert inbound.versions.latest("version").matter == "Since May."


def test_nobody_else_has_such_a_door_and_an_officer_has_nothing_else(sign_in, browser, at, officer):
    other = received(at, by=originator())
    assert browser.get(f"/department/concerns/{other.number}").status_code == 404
    for address in ("/inbound", f"/inbound/{other.number}", "/sharing", "/network"):
        assert browser.get(address).status_code == 404
    assert other.council.short_name not in words(browser.get("/cases"))
    end_officer(by=None, at=at, officer=officer.officer)
    assert browser.get("/department").status_code == 404
    for trait in ("principal_adviser", "secretariat", "administrator"):
        assert sign_in(UserFactory(**{trait: True})).get("/department").status_code == 404


def test_governance_keeps_the_network_on_its_own_page(sign_in, at):
    """R062, R081"""
    governance, user = UserFactory(governance_officer=True), UserFactory(dclg_liaison=True, name="A. Marlow")
    browser = sign_in(governance)
    page = words(browser.get("/network"))
    for said in ("Ofsted", "Care Quality Commission", "From a day that is not stated", "our reading"):
        assert said in page or said in page.replace("Office for Standards in Education", "Ofsted")
    office = OrganisationFactory(in_network=False)
    named = {"organisation": office.pk, "name": "A. Marlow", "user": user.pk}
    assert browser.post("/network/join", {"organisation": office.pk, "source": ""}).status_code == 422
    assert browser.post("/network/join", {"organisation": office.pk, "source": "So"}).status_code == 302
    assert browser.post("/network/officers", named).status_code == 302
    assert browser.post("/network/officers", named).status_code == 422
    assert sign_in(user).get("/department").status_code == 200
    browser = sign_in(governance)
    assert browser.post(f"/network/officers/{office.officers.get().pk}/end").status_code == 302
    assert sign_in(user).get("/department").status_code == 404
    browser = sign_in(governance)
    leaves = {"organisation": office.pk, "until_on": str(at.date())}
    assert browser.post("/network/leave", leaves).status_code == 302
    for trait in ("principal_adviser", "secretariat", "administrator"):
        assert sign_in(UserFactory(**{trait: True})).get("/network").status_code == 404


# What follows a release at the recipient's own door.


def test_an_officer_confirms_that_a_withdrawn_release_is_deleted(browser, at, officer):  # WORKFLOW 4
    gone, given = withdrawn(at), released(at)
    address = f"/department/releases/{gone.number}"
    assert "We have deleted every copy" in words(browser.get(address))

    shown = words(browser.post(f"{address}/deleted", follow=True))

    assert "Every copy is deleted: L. Novak" in shown
    assert "We have deleted every copy" not in shown
    assert gone.deletion_confirmed.recorded_by == officer.officer.user
    assert Event.objects.filter(act="confirm_deletion", by=officer.officer.user).count() == 1
    told = Notification.objects.filter(user=gone.withdrawn_by, sentence__contains="is deleted")
    assert [one.address for one in told] == [f"/sharing/{gone.number}"]
    again = browser.post(f"{address}/deleted")
    assert again.status_code == 422
    assert "has been confirmed already" in words(again)
    standing = browser.post(f"/department/releases/{given.number}/deleted")
    assert "nobody was asked to delete it" in words(standing)


def test_an_officer_registers_a_request_and_reads_what_we_think(browser, at, officer):  # WORKFLOW 4
    given = released(at)
    address = f"/department/releases/{given.number}"
    on = timezone.localdate()
    missing = browser.post(f"{address}/asked", {"asked": "All of it.", "category": "public"})
    assert missing.status_code == 422
    assert "All of it." in words(missing)

    typed = {"asked": "All of it.", "category": "journalist", "received_on": on.isoformat()}
    shown = words(browser.post(f"{address}/asked", typed, follow=True))

    request = given.freedom_requests.get()
    assert (request.told_by, request.registered_by) == ("L. Novak", officer.officer.user)
    assert f"due by {request.due_on:%-d %B %Y}" in shown
    assert "has not said what it thinks yet" in shown
    assert Notification.objects.filter(user=given.proposed_by, address=request.get_absolute_url()).exists()
    assert Event.objects.filter(act="register_request", by=officer.officer.user).count() == 1
    FreedomViews.objects.create(
        request=request, text="Not the names.", given_to="L. Novak", given_on=on, given_by=given.proposed_by
    )
    assert "Not the names." in words(browser.get(address))


def test_neither_is_done_at_another_door_nor_without_the_record(at, officer, sign_in, request):
    gone, given = withdrawn(at), released(at)
    other = originator(OrganisationFactory(), name="A. Other").officer.user
    typed = {"asked": "x", "category": "public", "received_on": timezone.localdate().isoformat()}
    broken_audit = request.getfixturevalue("broken_audit")  # once there is something released
    for number, act, body in ((gone.number, "deleted", {}), (given.number, "asked", typed)):
        address = f"/department/releases/{number}/{act}"
        assert sign_in(other).post(address, body).status_code == 404
        assert sign_in(UserFactory(principal_adviser=True)).post(address, body).status_code == 404
        with pytest.raises(broken_audit), transaction.atomic():
            sign_in(officer.officer.user).post(address, body)
    assert not DeletionConfirmed.objects.exists()
    assert not FreedomRequest.objects.exists()


# What is typed too late.


def test_an_answer_to_what_was_withdrawn_meanwhile_is_kept(browser, at):
    gone = withdrawn(at)
    back = browser.post(f"/department/releases/{gone.number}/answer", {"text": "We meet them on Monday."})
    assert back.status_code == 422
    for said in ("there is nothing to answer", "What you wrote, kept here", "We meet them on Monday."):
        assert said in words(back)


def test_what_a_colleague_withdrew_or_answered_first_loses_no_word(browser, sign_in, at, officer):
    council = CouncilFactory()
    inbound = received(at, council=council, by=officer)
    adviser = adviser_for(council)
    for question in ("May we tell the Panel?", "May a peer read it?"):
        ask_consent(by=adviser, at=at, inbound=inbound, text=question, recipient=None)
    address = f"/department/concerns/{inbound.number}"
    assert '<option value="" selected>Choose</option>' in words(browser.get(address))  # nothing by default
    faulty = words(browser.post(f"{address}/consent/2", {"given": "", "text": "With care."}))
    assert faulty.count("With care.") == 1  # beside its own question alone
    assert "What you wrote, kept here" not in faulty
    assert browser.post(f"{address}/consent/1", {"given": "yes"}).status_code == 302
    late = browser.post(f"{address}/consent/1", {"given": "no", "text": "Not the names."})
    assert late.status_code == 422
    for said in ("has been answered already", "What you wrote, kept here", "Not the names."):
        assert said in words(late)

    assert browser.post(f"{address}/withdraw", {"reason": "It was another."}).status_code == 302
    late = browser.post(f"{address}/withdraw", {"reason": "It is settled now."})
    for said in ("was withdrawn by its originator", "It is settled now."):
        assert said in words(late)
    late = browser.post(f"{address}/consent/2", {"given": "yes", "text": "If they are told."})
    for said in ("was withdrawn by its originator", "If they are told."):
        assert said in words(late)


def test_the_day_on_which_the_council_was_told_stands_in_the_form_that_corrects_it(browser, at, officer):
    """A browser shows a held day in its own notation alone, and sends an empty box as none."""
    inbound = received(at, by=officer, told="yes", told_on=date(2012, 10, 1), told_reason="")
    page = browser.get(f"/department/concerns/{inbound.number}/correct").content.decode()
    assert 'name="told_on" value="2012-10-01"' in page
