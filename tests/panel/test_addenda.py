"""Tabled after issue: numbered, frozen, in every format, by the report's rules; the report untouched."""

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from panel.copies import RENDERERS
from panel.models import Addendum, AddendumFile
from panel.queries import is_whole
from panel.workflow import open_addendum, record_told, table_addendum
from papers.canonical import digest
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import MembershipFactory, live
from tests.panel.exits import everything, exits

pytestmark = pytest.mark.django_db
SAID = "The budget was not agreed on Tuesday.\nThe council meets again on Friday."


@pytest.fixture
def pack(marchford, saltmarsh, issue):
    return issue()


@pytest.fixture
def table(pack, marchford, secretary, at):
    def tabled(council=None, text=SAID, by=None, to=None, kind="oral"):
        return table_addendum(
            pack=to or pack, kind=kind, council=council or marchford, text=text, by=by or secretary, at=at
        )

    return tabled


def test_it_is_frozen_in_every_format_and_the_pack_stays_as_it_was(pack, table, secretary):
    before = {file.format: bytes(file.content) for file in pack.files.all()}

    made = table()

    assert made.title == "Addendum 1 to version 1"
    assert made.sha256 == digest(made.paper)
    files = {file.format: bytes(file.content) for file in made.files.all()}
    assert set(files) == set(RENDERERS)
    for form, content in files.items():
        said = everything(content)
        for words in ("Addendum 1 to version 1", "Oral update", "Marchford", "meets again on Friday"):
            assert words in said, form
        assert "Told on 1 November 2012" in said, form
        assert "The record stood at" in said, form
    assert {file.format: bytes(file.content) for file in pack.files.all()} == before
    assert is_whole(pack)
    kept = Event.objects.get(act="table_addendum")
    assert kept.by == secretary
    assert kept.details == {"version": 1, "number": 1, "sha256": made.sha256}


def test_they_are_numbered_in_the_order_they_are_tabled(table, saltmarsh):
    assert [table().number, table(saltmarsh, kind="tabled").number] == [1, 2]


def test_the_regions_adviser_tables_and_no_other(table, marchford, at):
    assert table(by=adviser_for(marchford, name="R. Okafor")).number == 1
    with pytest.raises(NotPermitted, match="advisers for"):
        table(by=UserFactory(principal_adviser=True))
    with pytest.raises(NotPermitted, match="Only the secretariat and the advisers"):
        table(by=UserFactory(governance_officer=True))
    with pytest.raises(NotFound):
        table(by=UserFactory(analyst=True))
    own = adviser_for(marchford)
    InterestFactory(user=own, council=marchford)
    with pytest.raises(NotPermitted, match="declared interest"):
        table(by=own)
    assert Addendum.objects.count() == 1


def test_an_urgent_item_on_another_council_waits_until_it_is_said_whether_it_knows(
    pack, table, live_concerns, at
):  # WORKFLOW 4
    council = CouncilFactory(short_name="Penhallow")
    live_concerns.append(live(council, "3", 7))
    with pytest.raises(Refused, match="Nobody has said whether Penhallow knows"):
        table(council, kind="correspondence")

    record_told(
        meeting=pack.meeting, council=council, whom="The leader", how="By letter",
        happened_on=at.date(), by=adviser_for(council), at=at,
    )  # fmt: skip
    made = table(council, kind="correspondence")

    assert "Told on" in made.paper
    assert "Urgent item by correspondence" in made.paper


def test_of_an_early_concern_it_gives_one_line(pack, table, marchford, live_concerns):  # WORKFLOW 1
    live_concerns[0] = live(marchford, "2", 1)
    with pytest.raises(Refused, match="one line of 300 characters"):
        table()

    assert table(text="The leader has resigned.").number == 1


def test_it_is_tabled_to_the_version_that_holds_and_says_something(pack, table, issue):
    with pytest.raises(Refused, match="Enter what is reported"):
        table(text="  \n")
    issue(reason="A figure was wrong")
    with pytest.raises(Refused, match="Version 2 has taken the place of version 1"):
        table()


def test_if_it_cannot_be_recorded_nothing_is_tabled(pack, table, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        table()
    assert not Addendum.objects.exists()


def test_the_database_holds_it(table):
    table()
    for rows in (Addendum, AddendumFile):
        table_ = rows._meta.db_table
        for change in (f"UPDATE {table_} SET id = id", f"DELETE FROM {table_}"):  # noqa: S608
            with pytest.raises(DatabaseError, match="Cannot"), transaction.atomic():
                connection.cursor().execute(change)


def test_a_member_reads_it_in_a_copy_of_their_own_and_the_opening_is_kept(pack, table, meeting, at):
    made = table()
    member = MembershipFactory(body=meeting.body, user__name="D. Lyle").user

    file = open_addendum(addendum=made, form="text", by=member, at=at)

    assert b"Copy 1 \xc2\xb7 D. Lyle" in bytes(file.content)
    assert open_addendum(addendum=made, form="text", by=member, at=at) == file
    opened = Event.objects.filter(act="open_addendum")
    assert opened.count() == 2
    assert opened.first().details == {"format": "text", "copy": 1, "withheld": 0}
    with pytest.raises(NotFound):
        open_addendum(addendum=made, form="text", by=UserFactory(panel_member=True), at=at)


def test_it_is_withheld_from_whoever_has_an_interest(pack, table, meeting, marchford, sign_in):  # R052
    table()
    member = MembershipFactory(body=meeting.body).user
    InterestFactory(user=member, council=marchford)

    given = exits(sign_in(member), pack)

    assert len(given) == 10
    for address, said in given.items():
        assert "Marchford" not in said, address
        assert "not agreed on Tuesday" not in said, address
        assert WITHHELD in said, address


def test_the_governance_officer_sees_its_hash_and_not_its_words(pack, table, sign_in):
    made = table()
    client = sign_in(UserFactory(governance_officer=True))

    page = client.get(made.get_absolute_url()).content.decode()

    assert made.sha256 in page
    assert "not agreed on Tuesday" not in page
    assert client.get(f"{made.get_absolute_url()}/pdf").status_code == 403


def test_it_is_tabled_through_its_page(pack, marchford, secretary, sign_in):
    client = sign_in(secretary)
    address = f"{pack.get_absolute_url()}/addenda"
    assert address in client.get(pack.get_absolute_url()).content.decode()

    empty = client.post(address, {"kind": "oral", "council": marchford.code, "text": ""})
    assert empty.status_code == 422
    assert "Enter what is reported." in empty.content.decode()
    answer = client.post(address, {"kind": "oral", "council": marchford.code, "text": SAID}, follow=True)

    assert "Addendum 1 to version 1 is tabled." in answer.content.decode()
    listed = client.get(pack.get_absolute_url()).content.decode()
    assert "Tabled after it was issued" in listed
    assert "Addendum 1 to version 1</a>: Marchford" in listed
    for form in ("pdf", "large-print", "word", "text"):
        file = client.get(f"{pack.get_absolute_url()}/addenda/1/{form}")
        assert file.status_code == 200
        assert "-report-version-1-addendum-1" in file["Content-Disposition"]
    assert client.get(f"{pack.get_absolute_url()}/addenda/1/page").status_code == 404
    assert client.get(f"{pack.get_absolute_url()}/addenda/2").status_code == 404
    stranger = sign_in(UserFactory(analyst=True))
    assert stranger.get(address).status_code == 404
    assert stranger.get(f"{address}/1").status_code == 404
