"""How the support goes is shared with the recipient of a release: by two, as recorded, frozen (R083)."""

import re
from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from cases.models import SupportPackage
from cases.workflow import Offer, change_support, end_support
from common.errors import NotFound, NotPermitted, Refused
from liaison.meeting_sheet import department_sheet
from liaison.models import Scope, SharedSupport, SupportRead
from liaison.queries import department_meeting, shareable
from liaison.workflow import (
    approve_support,
    note_support_read,
    propose_support,
    refuse_support,
    withdraw_release,
    withdraw_support,
)
from papers.paper import Note
from tests.factories.accounts import UserFactory
from tests.factories.cases import SupportPackageFactory, SupportProgressFactory
from tests.factories.councils import InterestFactory, adviser_for
from tests.factories.liaison import (
    OrganisationFactory,
    ReleaseFactory,
    issued,
    originator,
    received,
    released,
    support_shared,
    withdrawn,
)
from tests.factories.panel import MeetingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def another():
    return UserFactory(principal_adviser=True, name="R. Okafor")


def words(page):
    return " ".join(re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode()).split())


def propose(release, package, at, by=None, progress=None):
    by = by or release.concern.owner
    return propose_support(
        by=by, at=at, release=release, package=package, version=package.version, looked_at=progress
    )


def test_it_is_proposed_by_one_and_approved_by_another_on_the_releases_page(sign_in, at, another):  # R083
    release = released(at)
    package = SupportPackageFactory(concern=release.concern, objectives="A balanced budget", provider="LGA")
    progress = SupportProgressFactory(package=package, text="The board met.")
    address = release.get_absolute_url()
    owner = sign_in(release.concern.owner)
    page = words(owner.get(address))
    assert "Propose to share progress of support" in page
    assert f'name="version" value="{package.version}"' in page

    body = {"package": package.pk, "version": package.version, "progress": progress.pk}
    assert owner.post(f"{address}/support", body).status_code == 302

    shared = SharedSupport.objects.get()
    assert (shared.objectives, shared.progress_text) == ("A balanced budget", "The board met.")
    page = words(owner.get(address))
    assert "You proposed this. Another Principal Adviser has to approve it." in page
    assert "Propose to share progress" not in page
    assert "Progress of support waits for another Principal Adviser." in words(owner.get("/sharing"))
    own = owner.post(f"{address}/support/{shared.pk}/approve")
    assert own.status_code == 422
    approver = sign_in(another)
    assert "waits for another" in words(approver.get("/sharing"))
    assert approver.post(f"{address}/support/{shared.pk}/approve").status_code == 302
    shown = words(approver.get(address))
    assert f"What {release.recipient.short_name} reads" in shown
    assert "approved by R. Okafor" in shown
    assert "Progress of support</a> shared" in words(approver.get("/sharing"))
    acts = Event.objects.filter(act__endswith="_support").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["propose_support", "approve_support"]


def test_what_is_shared_stands_as_it_was_and_newer_words_take_its_place(at):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    first = support_shared(at, release, package=package, text="The board met.")
    with pytest.raises(Refused, match="Nothing is recorded of this support since"):
        propose(release, package, at, progress=package.progress.get().pk)
    second = support_shared(at, release, package=package, text="The budget was agreed.")
    first.refresh_from_db()
    assert first.progress_text == "The board met."
    assert list(SharedSupport.objects.shared()) == [second]
    withdraw_support(by=UserFactory(governance_officer=True), at=at, shared=second, reason="A slip.")
    assert not SharedSupport.objects.shared().exists()


def test_words_of_before_may_be_shared_again_when_those_that_took_their_place_are_withdrawn(at):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern, provider="A peer")
    support_shared(at, release, package=package, text="")
    SupportPackage.objects.filter(pk=package.pk).update(provider="Somebody else")
    package.refresh_from_db()
    wrong = support_shared(at, release, package=package, text="")
    withdraw_support(by=release.concern.owner, at=at, shared=wrong, reason="The wrong name.")
    SupportPackage.objects.filter(pk=package.pk).update(provider="A peer")
    package.refresh_from_db()
    assert [one.is_new for one in shareable(release, release.concern.owner)] == [True]
    assert propose(release, package, at).provider == "A peer"


def test_newer_progress_than_was_looked_at_is_read_first(at):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    old = SupportProgressFactory(package=package)
    SupportProgressFactory(package=package, text="UNREAD")
    with pytest.raises(Refused, match="Newer progress was recorded"):
        propose(release, package, at, progress=old.pk)
    waiting = support_shared(at, release, approved=False)
    with pytest.raises(Refused, match="waits already"):
        propose(release, waiting.package, at, progress=waiting.package.progress.get().pk)


def test_a_package_that_was_changed_meanwhile_is_read_first(sign_in, at):
    release = released(at)
    owner = release.concern.owner
    package = SupportPackageFactory(concern=release.concern)
    offer = Offer(objectives="UNSEEN AIM", provider="Another provider")
    body = {"package": package.pk, "version": package.version}
    changed = change_support(by=owner, at=at, package=package, version=package.version, offer=offer)
    with pytest.raises(Refused, match="This support was changed since you opened the page"):
        propose(release, package, at)
    person, address = sign_in(owner), f"{release.get_absolute_url()}/support"
    answer = person.post(address, body)
    assert answer.status_code == 422
    assert "This support was changed since you opened the page. Read it, then propose." in words(answer)
    assert "UNSEEN AIM" in words(answer)
    assert person.post(address, {"package": package.pk}).status_code == 422
    end_support(by=owner, at=at, package=changed, reason="It is done.")
    with pytest.raises(Refused, match="This support was changed"):
        propose(release, changed, at)
    assert not SharedSupport.objects.exists()
    package.refresh_from_db()
    assert propose(release, package, at).objectives == "UNSEEN AIM"


def test_our_page_alone_says_which_officers_read_it_over_the_api(sign_in, at):
    release = released(at)
    shared, unread = support_shared(at, release), support_shared(at, release, objectives="Another aim")
    reader = issued(at, organisation=release.recipient, scopes=[Scope.READ_SUPPORT])[0]
    for officer in ("FIRST READER", "BETWEEN", "LAST READER", "BETWEEN", "LAST READER"):
        reader.officer = officer
        note_support_read(client=reader, shared=[shared.pk], unchanged=False)
    assert SupportRead.objects.count() == 3
    page = words(sign_in(release.concern.owner).get(release.get_absolute_url()))
    assert page.count("Read through the API first by FIRST READER,") == 1
    assert page.count("last by LAST READER,") == 1
    assert "BETWEEN" not in page
    assert unread.objectives in page
    officer = originator(release.recipient, name="L. Novak")
    door = words(sign_in(officer.officer.user).get(f"/department/releases/{release.number}"))
    assert shared.objectives in door
    assert "READER" not in door


def test_it_follows_a_release_that_stands_and_of_which_the_council_was_told(at, another):
    proposal, gone = ReleaseFactory(), withdrawn(at)
    for release, sentence in ((proposal, "is proposed and not yet approved"), (gone, "is withdrawn")):
        package = SupportPackageFactory(concern=release.concern)
        with pytest.raises(Refused, match=sentence):
            propose(release, package, at)
    early = released(at)
    waiting = support_shared(at, early, approved=False)
    released(at, council=early.council, concern=early.concern, awareness=early.awareness, supersedes=early)
    with pytest.raises(Refused, match="Another release took the place"):
        approve_support(by=another, at=at, shared=waiting)


def test_a_support_of_another_concern_is_not_found(at):
    with pytest.raises(NotFound):
        propose(released(at), SupportPackageFactory(), at)


def test_originator_controlled_words_are_not_passed_on(at):  # R182
    text = "The treasurer has told us that the savings were never real at all."
    release = released(at)
    received(at, council=release.council, by=originator(OrganisationFactory()), matter=text)
    package = SupportPackageFactory(concern=release.concern)
    progress = SupportProgressFactory(package=package, text=text)
    with pytest.raises(Refused, match="ORIGINATOR-CONTROLLED"):
        propose(release, package, at, progress=progress.pk)


def test_who_may_not(at, another):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    with pytest.raises(NotPermitted, match="Only an adviser for"):
        propose(release, package, at, by=UserFactory(principal_adviser=True))
    waiting = support_shared(at, release, approved=False)
    with pytest.raises(NotPermitted, match="You proposed this"):
        approve_support(by=release.concern.owner, at=at, shared=waiting)
    with pytest.raises(NotPermitted, match="Only a Principal Adviser"):
        approve_support(by=UserFactory(senior_adviser=True), at=at, shared=waiting)
    with pytest.raises(NotPermitted, match="Only a Principal Adviser"):
        refuse_support(by=UserFactory(senior_adviser=True), at=at, shared=waiting, reason="No.")
    InterestFactory(user=another, council=release.council)
    with pytest.raises(NotFound):
        approve_support(by=another, at=at, shared=waiting)
    approve_support(by=UserFactory(principal_adviser=True), at=at, shared=waiting)
    with pytest.raises(NotPermitted, match="may withdraw"):
        withdraw_support(by=UserFactory(senior_adviser=True), at=at, shared=waiting, reason="No.")


def test_it_is_stopped_or_withdrawn_with_a_reason_on_the_page(sign_in, at, another):
    release = released(at)
    waiting = support_shared(at, release, approved=False)
    address = f"{release.get_absolute_url()}/support/{waiting.pk}"
    approver = sign_in(another)
    assert approver.post(f"{address}/refuse", {"reason": ""}).status_code == 422
    assert "kept here" not in words(approver.post(f"{address}/refuse", {"reason": ""}))
    assert approver.post(f"{address}/refuse", {"reason": "It is a week old."}).status_code == 302
    assert approver.post(f"{address}/approve").status_code == 422
    assert "It is a week old." in words(approver.get(release.get_absolute_url()))
    shared = support_shared(at, release)
    governance = sign_in(UserFactory(governance_officer=True))
    assert governance.get(f"{address}/withdraw").status_code == 405
    assert governance.post(f"{address}/refuse", {"reason": "x"}).status_code == 404
    address = f"{release.get_absolute_url()}/support/{shared.pk}"
    assert "Withdraw this" in words(governance.get(release.get_absolute_url()))
    assert governance.post(f"{address}/withdraw", {"reason": "A slip."}).status_code == 302
    again = governance.post(f"{address}/withdraw", {"reason": "AGAIN AND AGAIN"})
    assert again.status_code == 422
    assert "There is nothing to withdraw" in words(again)
    assert "What you wrote, kept here" in words(again)
    assert words(again).count("AGAIN AND AGAIN") == 1
    officer = originator(OrganisationFactory(dclg=True))
    door = words(sign_in(officer.officer.user).get(f"/department/releases/{release.number}"))
    assert "A slip. Delete every copy." in door
    assert sign_in(UserFactory()).post(f"{address}/withdraw").status_code == 404


def test_the_officer_reads_it_at_the_door_and_the_sheet_says_so(sign_in, at):  # R082, R083
    officer = originator(OrganisationFactory(dclg=True), name="L. Novak")
    release = released(at)
    door = sign_in(officer.officer.user)
    support_shared(at, release, text="WAITS", approved=False, objectives="Another aim")
    assert "Progress of support" not in words(door.get(f"/department/releases/{release.number}"))
    package = SupportPackageFactory(concern=release.concern)
    progress = SupportProgressFactory(package=package, text="The budget was agreed.")
    proposer = adviser_for(release.council, name="PROPOSED THE SUPPORT")
    shared = propose(release, package, at, by=proposer, progress=progress.pk)
    approver = UserFactory(principal_adviser=True, name="APPROVED THE SUPPORT")
    approve_support(by=approver, at=at, shared=shared)
    page = words(door.get(f"/department/releases/{release.number}"))
    assert "The budget was agreed." in page
    assert "WAITS" not in page
    assert "Approved by R. Okafor" in page
    assert proposer.name not in page
    assert approver.name not in page
    with CaptureQueriesContext(connection) as asked:
        assert release.number in words(door.get("/department"))
    assert not any("liaison_sharedsupport" in one["sql"] for one in asked.captured_queries)
    on = timezone.localdate(at)
    meeting = MeetingFactory(held_on=on, cut_off_on=on, department_met_on=on)
    held = department_meeting(UserFactory(secretariat=True), meeting.pk, on)
    lines = [block.text for block in department_sheet(held, marking="x").blocks if isinstance(block, Note)]
    assert sum("Shared with the department already: the progress of" in line for line in lines) == 1
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong.")
    assert "The budget was agreed." not in words(door.get(f"/department/releases/{release.number}"))
    assert shared in SharedSupport.objects.all()


def test_nothing_happens_that_cannot_be_recorded(at, another, request):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    waiting = support_shared(at, release, approved=False)
    shared = support_shared(at, release)
    broken = request.getfixturevalue("broken_audit")
    acts = (
        lambda: propose(release, package, at),
        lambda: approve_support(by=another, at=at, shared=waiting),
        lambda: refuse_support(by=another, at=at, shared=waiting, reason="No."),
        lambda: withdraw_support(by=UserFactory(governance_officer=True), at=at, shared=shared, reason="No."),
    )
    for act in acts:
        with pytest.raises(broken), transaction.atomic():
            act()
    assert SharedSupport.objects.count() == 2
    waiting.refresh_from_db()
    shared.refresh_from_db()
    assert (waiting.standing, shared.standing) == ("proposed", "released")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ("objectives = 'Other words'", "stands as it was proposed"),
        ("approved_at = NULL, approved_by_id = NULL, approval_recorded_at = NULL", "can only be withdrawn"),
        ("approved_by_id = proposed_by_id", "can only be withdrawn"),
    ],
)
def test_the_database_keeps_what_was_shared_as_it_was(at, change, sentence):
    shared = support_shared(at)
    with pytest.raises(DatabaseError, match=sentence), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(f"UPDATE liaison_sharedsupport SET {change} WHERE id = %s", [shared.pk])  # noqa: S608
    with pytest.raises(DatabaseError, match="Cannot delete"), transaction.atomic():
        SharedSupport.objects.filter(pk=shared.pk).delete()


def test_the_database_itself_takes_no_other_words_and_no_single_person(at, another):
    release = released(at)
    package = SupportPackageFactory(concern=release.concern)
    row = {
        "release": release,
        "package": package,
        "objectives": package.objectives,
        "provider": package.provider,
        "proposed_by": release.concern.owner,
        "proposed_at": at,
    }
    decided = {"approved_by": another, "approved_at": at, "approval_recorded_at": at}
    for fields, sentence in (
        ({"objectives": "Never recorded"}, "is what is recorded of it"),
        ({"progress_text": "Invented", "progress_on": timezone.localdate()}, "is what is recorded of it"),
        ({"package": SupportPackageFactory()}, "is what is recorded of it"),
        (decided, "is proposed before it is shared"),
    ):
        with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
            SharedSupport.objects.create(**row | fields)
    waiting = SharedSupport.objects.create(**row)
    for person, sentence in (
        (release.concern.owner, "shared_support_approved_by_another"),
        (UserFactory(senior_adviser=True), "A Principal Adviser without an interest"),
    ):
        with pytest.raises(DatabaseError, match=sentence), transaction.atomic():
            SharedSupport.objects.filter(pk=waiting.pk).update(approved_by=person, approved_at=at)
    withdraw_release(by=UserFactory(governance_officer=True), at=at, release=release, reason="Wrong.")
    with pytest.raises(DatabaseError, match="a release that stands"), transaction.atomic():
        SharedSupport.objects.filter(pk=waiting.pk).update(approved_by=another, approved_at=at)


def test_the_database_takes_nothing_back_that_was_never_shared_and_no_approval_before_its_proposal(
    at, another
):
    waiting = support_shared(at, approved=False)
    rows = SharedSupport.objects.filter(pk=waiting.pk)
    taken_back = {"withdrawn_by": another, "withdrawn_at": at, "withdrawn_reason": "Wrong."}
    with pytest.raises(DatabaseError, match="shared_support_withdrawn_whole"), transaction.atomic():
        rows.update(**taken_back)
    with pytest.raises(DatabaseError, match="shared_support_approved_whole"), transaction.atomic():
        rows.update(approved_by=another, approved_at=at - timedelta(seconds=1))
