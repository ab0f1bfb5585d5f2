"""What is done with what government brings: seen by whom, taken up, answered through the same door (R084)."""

import re
from datetime import timedelta
from functools import partial

import pgtrigger
import pytest
from django.db import IntegrityError, InternalError, transaction

from accounts.models import Notification
from audit.models import Event
from cases.stages import Stage
from common.errors import NotFound, NotPermitted, Refused
from desk.due import due_for
from liaison.models import InboundConcern, InboundEntry
from liaison.queries import standing_of
from liaison.workflow import (
    answer_consent,
    answer_inbound,
    approve_release,
    ask_consent,
    correct_inbound,
    keep_beside,
    note_inbound,
    open_from_inbound,
    withdraw_inbound,
)
from tests.factories.accounts import UserFactory
from tests.factories.cases import GroupOfficeFlagFactory, GroupOfficePostFactory, PoliticalGroupFactory
from tests.factories.councils import (
    AllocatedLeadFactory,
    CouncilFactory,
    InterestFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    handed_in,
    originator,
    proposed,
    published,
    received,
)

pytestmark = pytest.mark.django_db
WORDS = "Assessments of children have been late in every month since the summer."


def test_the_page_of_a_concern_leads_to_what_it_was_opened_from(sign_in, at, council, adviser):
    """For whoever reads it: not for an adviser of another region, nor where no department raised it."""
    brought = received(at, council=council)
    opened = open_from_inbound(
        by=adviser,
        at=at,
        inbound=brought,
        summary="Late.",
        basis="So it was heard.",
        review_on=at.date() + timedelta(days=30),
    )
    link = f'href="/inbound?concern={opened.number}"'
    for person, shown in (
        (adviser, True),
        (UserFactory(secretariat=True), True),
        (adviser_for(CouncilFactory()), False),
    ):
        page = sign_in(person).get(opened.get_absolute_url())
        assert (link in page.content.decode()) is shown, person.roles
    assert brought.number in sign_in(adviser).get(f"/inbound?concern={opened.number}").content.decode()
    other = concern_about(council, owner=adviser)
    assert "/inbound?concern=" not in sign_in(adviser).get(other.get_absolute_url()).content.decode()


def test_a_group_office_does_not_learn_of_a_concern_it_was_not_told_of(sign_in, at, council, adviser):
    """TRUST 3, 2: neither by asking for its number, nor beside what it may read."""
    group = PoliticalGroupFactory()
    office = GroupOfficePostFactory(user=UserFactory(role="group_office"), group=group).user
    told_of, untold = concern_about(council, owner=adviser), concern_about(council, owner=adviser)
    GroupOfficeFlagFactory(concern=told_of, group=group, by=adviser)
    brought = received(at, council=council)
    keep_beside(by=adviser, at=at, inbound=brought, concern=told_of, text="Of this one.")
    keep_beside(by=adviser, at=at, inbound=brought, concern=untold, text="OF THE OTHER")

    browser = sign_in(office)
    page = words(browser.get(f"/inbound/{brought.number}"))
    assert "Of this one." in page
    assert "OF THE OTHER" not in page
    assert page.count("Kept beside a concern") == 1
    assert browser.get(f"/inbound?concern={told_of.number}").status_code == 200
    hidden = browser.get(f"/inbound?concern={untold.number}")
    missing = browser.get("/inbound?concern=999999")
    assert hidden.status_code == missing.status_code == 404
    assert words(hidden) == words(missing)
    mine = words(sign_in(adviser).get(f"/inbound/{brought.number}"))
    assert mine.count("Kept beside a concern") == 2


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester", name="Barchester District Council")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


@pytest.fixture
def sender():
    return originator(name="E. Hale")


@pytest.fixture
def inbound(at, council, adviser, sender):
    return received(at, council=council, by=sender, matter=WORDS)


def words(page):
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return " ".join(said.split())


def test_who_sees_it(at, council, adviser, inbound):
    """TRUST section 2, "Inbound concern · view, triage"."""
    seen = lambda user: InboundConcern.objects.visible_to(user).filter(pk=inbound.pk).exists()  # noqa: E731
    assert seen(adviser)
    assert seen(adviser_for(council, role="senior_adviser"))
    assert seen(UserFactory(secretariat=True))
    others = ("principal_adviser", "member_peer", "panel_member", "invited_member", "analyst")
    for trait in (*others, "group_office", "dclg_liaison", "governance_officer", "administrator"):
        assert not seen(UserFactory(role="member_peer") if trait == "member_peer" else _person(trait))
    InterestFactory(user=adviser, council=council)
    assert not seen(adviser)


def _person(trait):
    roles = {"group_office": "group_office", "invited_member": "invited_member"}
    return UserFactory(role=roles[trait]) if trait in roles else UserFactory(**{trait: True})


def test_allocated_leads_and_a_told_group_office_see_it(at, council, adviser, sender):
    area, group = ServiceAreaFactory(slug="children"), PoliticalGroupFactory()
    lead = AllocatedLeadFactory(user=UserFactory(principal_adviser=True), service_area=area, group=None).user
    about = received(at, council=council, by=sender, service_area="children")
    plain = received(at, council=council, by=sender, matter="Another.")
    assert set(InboundConcern.objects.visible_to(lead)) == {about}
    assert Notification.objects.filter(user=lead).count() == 1

    office = GroupOfficePostFactory(user=UserFactory(role="group_office"), group=group).user
    concern = concern_about(council, owner=adviser)
    keep_beside(by=adviser, at=at, inbound=plain, concern=concern)
    assert not InboundConcern.objects.visible_to(office).exists()
    GroupOfficeFlagFactory(concern=concern, group=group, by=adviser)
    assert set(InboundConcern.objects.visible_to(office)) == {plain}


def test_it_is_taken_up_as_a_concern_a_department_raised(at, council, adviser, inbound):
    """R084, our reading: what appears to indicate a potential concern begins at Stage 3."""
    concern = open_from_inbound(
        by=adviser,
        at=at,
        inbound=inbound,
        summary="Timeliness in children's services.",
        basis="The council's own figures say so too.",
        review_on=at.date() + timedelta(days=30),
    )
    assert (concern.stage, concern.origin) == (Stage.COUNCIL_DISCUSSION, "department")
    assert inbound.entries.get().concern == concern
    with pytest.raises(Refused, match="begins at Stage 1 or at Stage 3"):
        open_from_inbound(
            by=adviser, at=at, inbound=inbound, summary="x", basis="y", review_on=None, stage=Stage.INSPECTION
        )


def test_an_originators_words_go_no_further_without_its_consent(at, council, adviser, inbound, sender):
    """R182: not in a concern's line, not in a release to another; back to itself they may go."""
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        open_from_inbound(
            by=adviser, at=at, inbound=inbound, summary="So.", basis=f"They say: {WORDS}", review_on=at.date()
        )
    concern = concern_about(council, owner=adviser)
    with pytest.raises(Refused, match="word for word"):
        proposed(at, concern=concern, matter=f"We hear: {WORDS.upper()}")
    with pytest.raises(Refused, match="word for word"):
        proposed(at, concern=concern, evidence=[published(concern, title=WORDS)])
    assert proposed(at, concern=concern, matter=WORDS, recipient=sender.organisation)

    by = sender.officer.user
    dclg = OrganisationFactory(dclg=True)
    ask = partial(ask_consent, by=adviser, at=at, inbound=inbound, recipient=dclg)
    asked = ask(text="May DCLG read this sentence?")
    answer_consent(by=by, at=at, originator=sender, asked=asked, given=False, text="Not yet.")
    with pytest.raises(Refused, match="word for word"):
        proposed(at, concern=concern, matter=WORDS)
    with pytest.raises(Refused, match="has been answered already"):
        answer_consent(by=by, at=at, originator=sender, asked=asked, given=True)
    again = ask(text="And now?")
    answer_consent(by=by, at=at, originator=sender, asked=again, given=True)
    assert proposed(at, concern=concern, matter=WORDS)


GRAVER = "A child was hurt in the first week of October and nobody came."


def agreed(at, adviser, inbound, sender, recipient, *, given=True):
    """Its originator's word, when it was asked about this recipient now."""
    asked = ask_consent(by=adviser, at=at, inbound=inbound, text="May they read it?", recipient=recipient)
    by = sender.officer.user
    return answer_consent(by=by, at=at, originator=sender, asked=asked, given=given)


def test_a_consent_is_to_one_recipient(at, council, adviser, inbound, sender):  # R182
    dclg, other, concern = OrganisationFactory(dclg=True), OrganisationFactory(), concern_about(council)
    agreed(at, adviser, inbound, sender, dclg)
    assert proposed(at, concern=concern, by=adviser, matter=WORDS)
    open_it = partial(
        open_from_inbound, by=adviser, at=at, inbound=inbound, summary="So.", review_on=at.date(), basis=WORDS
    )
    for kept in (partial(proposed, at, concern=concern, by=adviser, matter=WORDS, recipient=other), open_it):
        with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
            kept()
    agreed(at, adviser, inbound, sender, None)
    assert open_it()
    with pytest.raises(Refused, match="may go back to it"):
        ask_consent(by=adviser, at=at, inbound=inbound, text="So?", recipient=sender.organisation)


def test_a_consent_is_to_the_words_as_they_stood_when_it_was_asked(at, council, adviser, inbound, sender):
    """R182: what is corrected after the question is asked about again; what it opened stays open."""
    dclg, concern = OrganisationFactory(dclg=True), concern_about(council)
    propose = partial(proposed, at, concern=concern, by=adviser)
    asked = ask_consent(by=adviser, at=at, inbound=inbound, text="May they?", recipient=dclg)
    corrected(at, inbound, sender, matter=f"{WORDS} {GRAVER}")
    answer_consent(by=sender.officer.user, at=at, originator=sender, asked=asked, given=True)
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        propose(matter=GRAVER)
    assert propose(matter=WORDS)

    agreed(at, adviser, inbound, sender, dclg)
    assert propose(matter=GRAVER)
    agreed(at, adviser, inbound, sender, OrganisationFactory(), given=False)
    assert propose(matter=GRAVER)
    agreed(at, adviser, inbound, sender, dclg, given=False)
    for words_of in (WORDS, GRAVER):
        with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
            propose(matter=words_of)


def test_a_question_says_to_whom_and_the_database_holds_to_it(at, adviser, inbound, sender):  # R182
    row = {"inbound": inbound, "text": "May they?", "by": adviser, "who": "A", "at": at}
    dclg = OrganisationFactory(dclg=True)
    with pytest.raises(InternalError, match="says to whom"), transaction.atomic():
        InboundEntry.objects.create(kind="consent_asked", **row)
    with pytest.raises(InternalError), transaction.atomic():
        InboundEntry.objects.create(kind="consent_asked", recipient=dclg, is_for_panel=True, **row)
    with pytest.raises(IntegrityError), transaction.atomic():
        InboundEntry.objects.create(kind="noted", recipient=dclg, **row)


def test_a_consent_from_before_it_was_said_to_whom_opens_the_words_to_nobody(
    sign_in, at, council, adviser, inbound, sender
):  # R182
    with pgtrigger.ignore("liaison.InboundEntry:asks_about_one_recipient"):
        asked = InboundEntry.objects.create(
            inbound=inbound, kind="consent_asked", text="May it?", by=adviser, who="A", at=at
        )
    answer_consent(by=sender.officer.user, at=at, originator=sender, asked=asked, given=True)
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        proposed(at, concern=concern_about(council), by=adviser, matter=WORDS)
    assert "did not say to whom" in words(sign_in(adviser).get(f"/inbound/{inbound.number}"))
    theirs = sign_in(sender.officer.user).get(f"/department/concerns/{inbound.number}")
    assert "We did not say to whom" in words(theirs)


def test_another_originators_words_are_in_no_answer_and_no_question(at, council, adviser, inbound):
    """R182: what Ofsted said goes to DCLG as little in an answer as in a release; its own may go back."""
    theirs = received(at, council=council, by=originator(OrganisationFactory(dclg=True)), matter=GRAVER)
    answer = partial(answer_inbound, by=adviser, at=at, version=1, kind="answered", text=f"We hear: {WORDS}")
    ask = partial(ask_consent, by=adviser, at=at, recipient=None, text=f"May we add: {WORDS}")
    for act in (answer, ask):
        with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
            act(inbound=theirs)
        assert act(inbound=inbound)


def test_words_that_came_after_the_proposal_stop_its_approval(at, council, adviser, sender):
    release = proposed(at, concern=concern_about(council, owner=adviser), matter=WORDS)
    received(at, council=council, by=sender, matter=WORDS)
    with pytest.raises(Refused, match="word for word"):
        approve_release(by=UserFactory(principal_adviser=True), at=at, release=release)


def test_it_is_answered_through_the_same_door_and_nothing_is_an_answer(at, inbound, adviser, sender):
    note_inbound(by=adviser, at=at, inbound=inbound, text="Ask the member peer.")
    assert standing_of(inbound) == "waiting"
    with pytest.raises(Refused, match="with its reasons"):
        answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="resolved")
    with pytest.raises(Refused, match="Choose the answer"):
        answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="noted", text="x")
    answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="nothing")
    assert standing_of(inbound) == "answered"
    told = Notification.objects.get(user=sender.officer.user)
    assert told.address == f"/department/concerns/{inbound.number}"
    assert Event.objects.filter(act="answer_inbound_concern", by=adviser).count() == 1


def test_a_stranger_answers_nothing_and_the_secretariat_reads_alone(at, inbound, sender):
    with pytest.raises(NotFound):
        answer_inbound(
            by=UserFactory(principal_adviser=True), at=at, inbound=inbound, version=1, kind="nothing"
        )
    with pytest.raises(NotPermitted, match="Only the advisers for"):
        answer_inbound(by=UserFactory(secretariat=True), at=at, inbound=inbound, version=1, kind="nothing")
    withdraw_inbound(by=sender.officer.user, at=at, originator=sender, inbound=inbound, reason="An error.")
    with pytest.raises(NotFound):
        ask_consent(by=UserFactory(panel_member=True), at=at, inbound=inbound, text="x", recipient=None)
    assert InboundEntry.objects.count() == 1


def test_what_was_withdrawn_is_not_worked_on(at, inbound, adviser, sender):
    withdraw_inbound(by=sender.officer.user, at=at, originator=sender, inbound=inbound, reason="An error.")
    with pytest.raises(Refused, match="was withdrawn by its originator"):
        answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="nothing")


@pytest.mark.parametrize("act", [answer_inbound, note_inbound, ask_consent])
def test_if_the_record_cannot_be_written_nothing_was_done(at, inbound, adviser, broken_audit, act):
    more = {answer_inbound: {"kind": "answered", "version": 1}, ask_consent: {"recipient": None}}.get(act, {})
    with pytest.raises(broken_audit), transaction.atomic():
        act(by=adviser, at=at, inbound=inbound, text="So.", **more)
    assert not InboundEntry.objects.exists()


def test_it_stands_on_today_at_once_and_silence_is_shown(sign_in, at, council, adviser, inbound):
    """R082; within a minute of its coming."""
    page = words(sign_in(adviser).get("/"))
    assert f"Answer {inbound.number} from" in page
    later = at.date() + timedelta(days=9)
    due = next(one for one in due_for(adviser, later, later) if inbound.number in one.what)
    assert due.about == "Unanswered for 9 days"
    assert due.is_late
    assert due.plainly == "Answer to government due"
    secretary = UserFactory(secretariat=True)
    assert not [one for one in due_for(secretary, at.date(), later) if inbound.number in one.what]
    assert [one for one in due_for(secretary, later, later) if inbound.number in one.what]
    answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="nothing")
    assert not [one for one in due_for(adviser, later, later) if inbound.number in one.what]


def test_what_does_not_wait_for_a_meeting_is_due_the_next_day(at, council, adviser, sender):
    received(at, council=council, by=sender, is_urgent=True)
    due = next(
        one for one in due_for(adviser, at.date(), at.date() + timedelta(days=2)) if "Answer" in one.what
    )
    assert "without waiting for a meeting" in due.about


def test_the_inbox_shows_originator_and_terms_and_governance_the_metadata_alone(
    sign_in, at, council, adviser, inbound
):
    page = words(sign_in(adviser).get("/inbound"))
    assert inbound.number in page
    text = words(sign_in(adviser).get(f"/inbound/{inbound.number}"))
    for said in (WORDS, "E. Hale", "ORIGINATOR-CONTROLLED", "In confidence. Consult the originator"):
        assert said in text
    governance = UserFactory(governance_officer=True)
    page = words(sign_in(governance).get("/inbound"))
    assert inbound.number in page
    assert "Assessments" not in page
    assert sign_in(governance).get(f"/inbound/{inbound.number}").status_code == 404
    for trait in ("panel_member", "analyst", "dclg_liaison", "administrator"):
        assert sign_in(UserFactory(**{trait: True})).get("/inbound").status_code == 404
    far = sign_in(UserFactory(principal_adviser=True))
    assert inbound.number not in words(far.get("/inbound"))
    assert words(far.get(f"/inbound/{inbound.number}")) == words(far.get("/inbound/2012-G9999"))


def test_it_is_worked_on_in_the_browser_and_every_word_typed_is_kept(sign_in, at, council, adviser, inbound):
    client, address = sign_in(adviser), f"/inbound/{inbound.number}"
    concern = concern_about(council, owner=adviser)
    assert client.post(f"{address}/note", {"text": "Ask her."}).status_code == 302
    assert client.post(f"{address}/ask", {"text": "May it go to DCLG?"}).status_code == 422
    asks = {"text": "May it go to DCLG?", "to": OrganisationFactory(dclg=True).pk}
    assert client.post(f"{address}/ask", asks).status_code == 302
    assert client.post(f"{address}/beside", {"concern": concern.pk, "text": "The same."}).status_code == 302
    assert words(client.get(f"/inbound?concern={concern.pk}")).count(inbound.number) == 2
    back = client.post(
        f"{address}/open",
        {"summary": "Kept words", "basis": WORDS, "stage": "discussions", "review_on": "no day"},
    )
    assert back.status_code == 422
    assert "Kept words" in words(back)
    opened = {"summary": "Late.", "basis": "So.", "stage": Stage.COUNCIL_DISCUSSION.value}
    kept = client.post(f"{address}/open", opened | {"review_on": str(at.date()), "basis": WORDS})
    assert "ORIGINATOR-CONTROLLED. Say it in words of your own" in words(kept)
    assert client.post(f"{address}/open", opened | {"review_on": str(at.date())}).status_code == 302
    assert client.post(f"{address}/answer", {"version": 1, "kind": "answered", "text": ""}).status_code == 422
    assert (
        client.post(f"{address}/answer", {"version": 1, "kind": "answered", "text": "We look."}).status_code
        == 302
    )
    text = words(client.get(address))
    for said in (
        "Ask her.",
        "May it go to DCLG?",
        "Recipient: Department for Communities",
        "The same.",
        "We look.",
        "among ourselves",
    ):
        assert said in text


def test_an_earlier_version_is_kept_and_read_here(sign_in, at, council, adviser, inbound, sender):
    given = handed_in(council, matter="It was May alone.")
    correct_inbound(by=sender.officer.user, at=at, originator=sender, inbound=inbound, version=1, given=given)
    text = words(sign_in(adviser).get(f"/inbound/{inbound.number}"))
    assert text.index("It was May alone.") < text.index(WORDS)


def test_another_organisation_has_no_part_in_it(at, inbound, adviser):
    asked = ask_consent(by=adviser, at=at, inbound=inbound, text="May we?", recipient=None)
    other = originator(OrganisationFactory())
    with pytest.raises(NotFound):
        answer_consent(by=other.officer.user, at=at, originator=other, asked=asked, given=True)


def corrected(at, inbound, sender, **fields):
    given = handed_in(inbound.council, **fields)
    version = inbound.versions.count()
    by = sender.officer.user
    return correct_inbound(
        by=by, at=at, originator=sender, inbound=inbound, version=version, given=given
    ).version


def test_what_is_corrected_after_our_answer_waits_again(sign_in, at, council, adviser, inbound, sender):
    """R082: an answer is to the words that were read, not to graver ones that came after it."""
    answer_inbound(by=adviser, at=at, inbound=inbound, version=1, kind="nothing")
    assert standing_of(inbound) == "answered"
    corrected(at, inbound, sender, matter="A child was hurt.", is_urgent=True)

    assert standing_of(inbound) == "waiting"
    assert list(InboundConcern.objects.waiting()) == [inbound]
    later = at.date() + timedelta(days=9)
    due = next(one for one in due_for(adviser, later, later) if inbound.number in one.what)
    assert due.about == "Corrected 9 days ago, after our answer; sent without waiting for a meeting"
    client = sign_in(adviser)
    page = words(client.get("/inbound"))
    assert page.index(inbound.number) < page.find('id="ended"') or 'id="ended"' not in page
    assert "Corrected today, after our answer" in page
    assert "Corrected by its originator today, after our answer" in words(
        client.get(f"/inbound/{inbound.number}")
    )
    assert "Corrected since our answer" in words(
        sign_in(sender.officer.user).get(f"/department/concerns/{inbound.number}")
    )

    answer_inbound(by=adviser, at=at, inbound=inbound, version=2, kind="answered", text="We go there today.")
    assert standing_of(inbound) == "answered"
    assert not InboundConcern.objects.waiting().exists()


def test_a_correction_before_any_answer_does_not_hide_how_long_it_was_silent(
    at, adviser, inbound, sender
):  # R082
    corrected(at, inbound, sender, matter="It was May alone.")
    later = at.date() + timedelta(days=9)
    due = next(one for one in due_for(adviser, later, later) if inbound.number in one.what)
    assert due.about == "Unanswered for 9 days"


def test_words_that_nobody_read_are_not_answered(sign_in, at, adviser, inbound, sender):  # R082
    """The page carries the version that was read; every word of the answer is kept."""
    client, address = sign_in(adviser), f"/inbound/{inbound.number}"
    assert 'name="version" value="1"' in words(client.get(address))
    corrected(at, inbound, sender, matter="A child was hurt.")

    back = client.post(f"{address}/answer", {"version": 1, "kind": "answered", "text": "All is well there."})

    assert back.status_code == 409
    for said in ("version 2 stands now", "A child was hurt.", "All is well there."):
        assert said in words(back)
    assert not inbound.entries.exists()
    unsaid = client.post(f"{address}/answer", {"kind": "answered", "text": "All is well there."})
    assert unsaid.status_code == 422
    for said in ("did not say which version you read", "All is well there."):
        assert said in words(unsaid)


def test_what_was_typed_while_its_originator_withdrew_it_is_kept(
    sign_in, at, council, adviser, inbound, sender
):
    """The page has no form any more: the error and every word stand on it all the same."""
    concern = concern_about(council, owner=adviser)
    withdraw_inbound(by=sender.officer.user, at=at, originator=sender, inbound=inbound, reason="An error.")
    client, address = sign_in(adviser), f"/inbound/{inbound.number}"
    for act, typed in (
        ("answer", {"version": 1, "kind": "answered", "text": "A long answer."}),
        ("note", {"text": "Rung the leader."}),
        ("ask", {"to": "panel", "text": "May we quote it?"}),
        ("beside", {"concern": concern.pk, "text": "The same late forms."}),
        ("open", {"summary": "Late forms.", "basis": "So.", "stage": Stage.COUNCIL_DISCUSSION.value}),
    ):
        back = client.post(f"{address}/{act}", typed | {"review_on": "2099-01-15"})
        assert back.status_code == 422
        page = words(back)
        assert "was withdrawn by its originator" in page.split("</h1>")[0]
        for said in [said for name, said in typed.items() if name in ("text", "summary", "basis")]:
            assert said in page, act
    assert "Another answer" in words(
        client.post(f"{address}/answer", {"version": 1, "kind": "answered", "text": "A"})
    )
