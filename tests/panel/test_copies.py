"""A numbered copy on paper: printed for its holder, handed over, collected, destroyed; rows never changed."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from audit.models import Event
from common.errors import NotPermitted, Refused
from panel.models import CopyEvent, PackFile
from panel.workflow import note_copy, open_pack, print_copy
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import MembershipFactory, live
from tests.papers.reading import read_pdf

pytestmark = pytest.mark.django_db
Kind = CopyEvent.Kind


@pytest.fixture
def member(meeting):
    return MembershipFactory(body=meeting.body, user=UserFactory(panel_member=True, name="D. Lyle")).user


@pytest.fixture
def copy(member, marchford, saltmarsh, issue):
    """Copy 1, D. Lyle's."""
    return issue().copies.get()


@pytest.fixture
def note(copy, secretary, at):
    def noted(kind, whom="", days=0, by=None):
        on = timezone.localdate(at) - timedelta(days=days)
        return note_copy(copy=copy, kind=kind, happened_on=on, whom=whom, by=by or secretary, at=at)

    return noted


def test_a_copy_is_printed_with_its_holders_name_and_what_they_may_not_read_withheld(
    copy, member, marchford, secretary, at
):  # R052
    InterestFactory(user=member, council=marchford)

    file = print_copy(copy=copy, form="pdf", by=secretary, at=at)

    said = "\n".join(read_pdf(bytes(file.content)))
    assert "Marchford" not in said
    assert WITHHELD in said
    assert file.copy == copy
    event = copy.events.get()
    assert (event.kind, event.file, event.noted_by) == (Kind.PRINTED, file, secretary)
    kept = Event.objects.get(act="print_copy")
    assert kept.details == {"number": 1, "format": "pdf"}
    assert not Event.objects.filter(act="open_pack").exists()  # the holder has not read it


def test_its_life_is_kept_in_order(copy, note, secretary, at):
    print_copy(copy=copy, form="large-print", by=secretary, at=at)
    note(Kind.HANDED_OVER, "D. Lyle’s assistant")
    note(Kind.COLLECTED)
    note(Kind.DESTROYED)

    assert list(copy.events.order_by("id").values_list("kind", "whom")) == [
        ("printed", ""),
        ("handed_over", "D. Lyle’s assistant"),
        ("collected", ""),
        ("destroyed", ""),
    ]
    assert Event.objects.filter(act="note_copy").count() == 3
    assert "assistant" not in str(list(Event.objects.values_list("details", flat=True)))
    print_copy(copy=copy, form="pdf", by=secretary, at=at)  # once destroyed it can be printed again


def test_what_cannot_be_is_refused_with_a_sentence(copy, note, secretary, at):
    with pytest.raises(Refused, match="Copy 1 has not been printed"):
        note(Kind.HANDED_OVER, "D. Lyle")
    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    with pytest.raises(Refused, match="Copy 1 is on paper already: printed on"):
        print_copy(copy=copy, form="pdf", by=secretary, at=at)
    with pytest.raises(Refused, match="cannot be noted as collected now"):
        note(Kind.COLLECTED)
    with pytest.raises(Refused, match="Enter to whom"):
        note(Kind.HANDED_OVER)
    with pytest.raises(Refused, match="cannot lie ahead"):
        note(Kind.HANDED_OVER, "D. Lyle", days=-1)
    with pytest.raises(Refused, match="before what happened to the copy last"):
        note(Kind.HANDED_OVER, "D. Lyle", days=1)
    with pytest.raises(Refused, match="kept when it is printed here"):
        note(Kind.PRINTED)
    with pytest.raises(Refused, match="Choose the PDF or the large print"):
        print_copy(copy=copy, form="word", by=secretary, at=at)


def test_none_is_missing_before_the_meeting(copy, note, meeting, secretary, at):
    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    note(Kind.HANDED_OVER, "D. Lyle")
    meeting.held_on = timezone.localdate(at) + timedelta(days=9)
    meeting.save()

    with pytest.raises(Refused, match="after the meeting"):
        note(Kind.NOT_RETURNED)


def test_one_that_was_not_returned_can_still_be_collected(copy, note, meeting, secretary, at):
    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    note(Kind.HANDED_OVER, "D. Lyle")
    meeting.held_on = meeting.cut_off_on = timezone.localdate(at)
    meeting.save()

    note(Kind.NOT_RETURNED)
    note(Kind.COLLECTED)

    assert copy.events.order_by("-id").first().kind == Kind.COLLECTED


def test_only_the_secretariat_keeps_copies(copy, member, note, at):
    for by in (member, UserFactory(principal_adviser=True), UserFactory(governance_officer=True)):
        with pytest.raises(NotPermitted, match="Only the secretariat"):
            print_copy(copy=copy, form="pdf", by=by, at=at)
        with pytest.raises(NotPermitted, match="Only the secretariat"):
            note(Kind.DESTROYED, by=by)
    assert not CopyEvent.objects.exists()


def test_a_secretary_with_an_interest_prints_nobodys_copy(copy, marchford, secretary, at):  # R052
    InterestFactory(user=secretary, council=marchford)

    with pytest.raises(NotPermitted, match="Ask a colleague"):
        print_copy(copy=copy, form="pdf", by=secretary, at=at)


def test_nor_one_in_which_a_council_of_theirs_is_named_only_in_passing(
    member, marchford, live_concerns, issue, secretary, at
):  # R052
    live_concerns[0] = live(marchford, "4", summary="It shares a chief executive with Eastholt")
    copy = issue().copies.get()
    InterestFactory(user=secretary, council=CouncilFactory(short_name="Eastholt"))

    with pytest.raises(NotPermitted, match="Ask a colleague"):
        print_copy(copy=copy, form="pdf", by=secretary, at=at)


def test_a_copy_is_not_printed_for_somebody_who_may_no_longer_read_it(copy, member, meeting, secretary, at):
    member.board_memberships.update(until_on=meeting.held_on - timedelta(days=1))

    with pytest.raises(Refused, match="Lyle may no longer read this report"):
        print_copy(copy=copy, form="pdf", by=secretary, at=at)


def test_if_it_cannot_be_recorded_nothing_is_printed_or_noted(copy, secretary, at, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        print_copy(copy=copy, form="pdf", by=secretary, at=at)

    assert not CopyEvent.objects.exists()
    assert not PackFile.objects.filter(copy=copy).exists()


def test_the_database_holds_the_rows_and_their_shape(copy, secretary, at):
    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    for change in ("UPDATE panel_copyevent SET id = id", "DELETE FROM panel_copyevent"):
        with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
            connection.cursor().execute(change)
    for wrong in ({"kind": Kind.HANDED_OVER}, {"kind": Kind.COLLECTED, "whom": "x"}, {"kind": Kind.PRINTED}):
        with pytest.raises(IntegrityError), transaction.atomic():
            CopyEvent.objects.create(
                copy=copy, happened_on=date(2012, 11, 1), noted_by=secretary, noted_at=at, **wrong
            )


def test_the_packs_page_shows_each_copy_to_the_secretariat(copy, member, note, secretary, at, sign_in):
    open_pack(pack=copy.pack, form="word", by=member, at=at)
    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    note(Kind.HANDED_OVER, "the porter")

    page = sign_in(secretary).get(copy.pack.get_absolute_url()).content.decode()

    row = page[page.index('id="copies"') :]
    assert f'href="/packs/{copy.pack.pk}/copies/1"' in row
    for said in ("Copy 1 · D. Lyle", "word", "S. Ellery", "Handed over to the porter"):
        assert said in row
    officer = sign_in(UserFactory(governance_officer=True)).get(copy.pack.get_absolute_url()).content.decode()
    assert "Copy 1 · D. Lyle" in officer
    assert "/copies/1" not in officer
    assert "/copies/1" not in sign_in(member).get(copy.pack.get_absolute_url()).content.decode()


def test_it_is_printed_and_noted_through_its_page(copy, secretary, sign_in):
    client = sign_in(secretary)
    address = f"/packs/{copy.pack.pk}/copies/1"
    assert "It has not been printed." in client.get(address).content.decode()

    answer = client.post(f"{address}/print", {"form": "large-print"})
    assert answer["Content-Type"] == "application/pdf"
    assert "version-1-copy-1-large-print.pdf" in answer["Content-Disposition"]
    again = client.post(f"{address}/print", {"form": "pdf"})
    assert again.status_code == 422
    assert "on paper already" in again.content.decode()
    refused = client.post(address, {"kind": "collected", "happened_on": timezone.localdate().isoformat()})
    assert refused.status_code == 422
    assert "Choose from the list" in refused.content.decode()
    given = {"kind": "handed_over", "happened_on": timezone.localdate().isoformat(), "whom": "the porter"}
    assert client.post(address, given).status_code == 302
    page = client.get(address).content.decode()
    assert "Handed over to the porter" in page
    assert "Large print PDF" in page


def test_a_copys_page_is_the_secretariats(copy, member, sign_in):
    address = f"/packs/{copy.pack.pk}/copies/1"
    for user in (member, UserFactory(principal_adviser=True), UserFactory(governance_officer=True)):
        assert sign_in(user).get(address).status_code == 404
        assert sign_in(user).post(f"{address}/print", {"form": "pdf"}).status_code == 404
    assert sign_in(UserFactory(secretariat=True)).get(f"/packs/{copy.pack.pk}/copies/99").status_code == 404


def test_the_queries_of_the_packs_page_do_not_grow_with_copies(copy, meeting, secretary, at, issue, sign_in):
    def asked(pack):
        client = sign_in(secretary)
        with CaptureQueriesContext(connection) as held:
            client.get(pack.get_absolute_url())
        return len(held)

    print_copy(copy=copy, form="pdf", by=secretary, at=at)
    few = asked(copy.pack)
    for _ in range(4):
        MembershipFactory(body=meeting.body)
    more = issue(reason="More members")
    for each in more.copies.all():
        print_copy(copy=each, form="pdf", by=secretary, at=at)

    assert more.copies.count() == 5
    assert asked(more) == few
