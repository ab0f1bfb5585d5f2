"""Files brought in: looked at, corrected, made into notes once; who may, what is recorded, what is kept."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from councils.models import CouncilName, Officeholder
from intelligence.models import BroughtItem, Contact, Intake, Note, SourceIdentity
from intelligence.workflow import (
    NoteToBring,
    Told,
    begin_intake,
    bring_in,
    empty_old_intakes,
    found_of,
    keep_intake,
    put_intake_away,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import SourceTypeFactory
from tests.intelligence import advisers_files as files

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    council = CouncilFactory(short_name="Barchester", name="Barchester Council")
    CouncilName.objects.create(council=council, name=council.name, kind=CouncilName.Kind.OFFICIAL)
    return council


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture(autouse=True)
def register(monkeypatch, council):
    """The register as it stands in this test, not as another test left it."""
    from councils.lookup import Resolver
    from intelligence.forms import fields
    from intelligence.views import bringing

    for module in (fields, bringing):
        monkeypatch.setattr(module, "resolver", lambda *, fictional=False: Resolver.load(fictional=fictional))


def found(**said):
    return {"items": [{"kind": "note", "where": "row 2", "said": said}], "unread": [], "left_out": 0}


def to_bring(council, words="a", **more):
    given = {"text": "Heard.", "known": "first_hand", "marking": "advisers", "happened_on": date(2026, 11, 2)}
    told = Told(type=SourceTypeFactory())
    return NoteToBring(where="row 2", words=words, council=council, told=told, **{**given, **more})


def begun(by, at):
    return begin_intake(by=by, at=at, file_name="log.xlsx", found=found(text="Heard."))


def test_what_was_found_is_sealed_its_owners_alone_and_recorded_without_a_word(adviser, council, at):
    intake = begun(adviser, at)
    assert b"Heard" not in bytes(intake.sealed)
    assert found_of(intake)["items"][0]["said"]["text"] == "Heard."
    assert "log" not in str(Event.objects.get(act="begin_intake").details)
    other = adviser_for(council)
    for act in (
        lambda: keep_intake(by=other, at=at, intake=intake, version=1, found={}),
        lambda: bring_in(by=other, at=at, intake=intake, notes=[to_bring(council)]),
        lambda: put_intake_away(by=other, at=at, intake=intake),
    ):
        with pytest.raises(NotFound):
            act()
    with pytest.raises(NotPermitted):
        begun(UserFactory(analyst=True), at)
    with pytest.raises(Refused, match="Nothing that could be a note"):
        begin_intake(by=adviser, at=at, file_name="a", found={"items": [], "unread": [], "left_out": 0})
    with pytest.raises(Stale):
        keep_intake(by=adviser, at=at, intake=intake, version=9, found={})


def test_its_items_become_notes_all_or_none_each_once_and_nothing_else_is_kept(adviser, council, at):
    intake = begun(adviser, at)
    with pytest.raises(Refused, match=r"^row 2: Enter what you heard\. Nothing was brought in\.$"):
        bring_in(
            by=adviser, at=at, intake=intake, notes=[to_bring(council), to_bring(council, "b", text=" ")]
        )
    assert not Note.objects.exists()
    made = bring_in(by=adviser, at=at, intake=intake, notes=[to_bring(council), to_bring(council)])
    assert [one.note.text for one in made] == ["Heard."]
    assert Intake.objects.get().sealed is None
    assert bring_in(by=adviser, at=at, intake=begun(adviser, at), notes=[to_bring(council)]) == []
    assert Note.objects.count() == 1
    with pytest.raises(NotFound):
        bring_in(by=adviser, at=at, intake=intake, notes=[to_bring(council)])
    with pytest.raises(Refused, match="Tick what is"):
        bring_in(by=adviser, at=at, intake=begun(adviser, at))


def test_nothing_changes_where_it_cannot_be_recorded(adviser, council, at, request):
    intake = begun(adviser, at)
    broken = request.getfixturevalue("broken_audit")
    for act in (
        lambda: begun(adviser, at),
        lambda: bring_in(by=adviser, at=at, intake=intake, notes=[to_bring(council)]),
        lambda: put_intake_away(by=adviser, at=at, intake=intake),
    ):
        with pytest.raises(broken):
            act()
    assert not Note.objects.exists()
    assert Intake.objects.get().ended_at is None


def test_what_nobody_decides_for_thirty_days_is_deleted(adviser, at):
    intake = begun(adviser, at)
    assert empty_old_intakes(by=None, at=at + timedelta(days=29)) == 0
    assert empty_old_intakes(by=None, at=at + timedelta(days=31)) == 1
    intake.refresh_from_db()
    assert intake.sealed is None


def upload(client, content, name):
    return client.post("/intelligence/import", {"file": SimpleUploadedFile(name, content)})


def test_a_workbook_is_looked_at_corrected_and_brought_in_and_not_doubled_the_second_time(
    sign_in, adviser, council
):
    client, kind = sign_in(adviser), SourceTypeFactory(name="Own network")
    page = upload(client, files.odd_workbook(), "log.xlsx")["Location"]
    shown = client.get(page).content.decode()
    assert "7 found, 6 ticked" in shown
    assert "not understood" not in shown
    assert "The same words as row 6 of sheet Soft intel" in shown
    assert "The file says “soon”" in shown
    assert "Say where they came from and how they are known" in shown
    assert "Choose where it came from" not in shown  # asked once, above
    usual = {"usual-source_type": kind.pk, "usual-known": "first_hand", "usual-marking": "restricted"}
    said = {"version": 1, **usual, "do": "bring"}
    answer = client.post(page, said)
    assert answer.status_code == 422
    assert "row 7 of sheet Soft intel (page 1): " in answer.content.decode()
    assert not Note.objects.exists()
    row = {
        "3-take": "on",
        "3-council": "Barchester",
        "3-text": "The date is not known.",
        "3-day": "2026-10-09",
    }
    person = {"6-council": "Barchester", "6-name": "Ben Ash", "6-office": "", "6-title": "Neighbour"}
    answer = client.post(page, {**said, "version": 2, **row, **person}, follow=True)
    assert "5 items of log.xlsx brought in" in answer.content.decode()
    assert sorted(str(note.happened_on) for note in Note.objects.all()) == [
        "2026-10-01",
        "2026-10-05",
        "2026-10-05",
        "2026-10-09",
    ]
    assert {note.marking for note in Note.objects.all()} == {"restricted"}
    assert SourceIdentity.objects.count() == 1  # J. Marsh, sealed
    assert Officeholder.objects.get().name == "Ada Penrose"
    assert Contact.objects.get().email == "ada@barchester.example"  # she can be reached: into the network too
    note = Note.objects.get(text="Two directors are on leave.")
    assert (
        "log.xlsx, row 4 of sheet Soft intel, on" in client.get(f"/intelligence/{note.pk}").content.decode()
    )
    assert client.get(page).status_code == 404
    again = upload(client, files.odd_workbook(), "log again.xlsx")["Location"]
    assert client.get(again).content.decode().count("Already brought in on") == 6
    assert client.post(f"{again}/put-away", {}).status_code == 302
    assert BroughtItem.objects.count() == 5


def test_cards_without_an_office_go_into_ones_own_network(sign_in, adviser, council):
    card = (
        b"BEGIN:VCARD\r\nVERSION:4.0\r\nFN:%s\r\nORG:%s\r\nROLE:%s\r\nTEL:tel:01632 960002\r\nEND:VCARD\r\n"
    )
    people = card % (b"Di Ely", b"Barchester", b"Scrutiny chair") + card % (b"Ed Fox", b"CIB", b"Broker")
    page = upload(sign_in(adviser), people, "people.vcf")["Location"]
    answer = sign_in(adviser).post(page, {"version": 1, "do": "bring"}, follow=True)
    assert "2 items of people.vcf brought in" in answer.content.decode()
    kept = {one.name: one for one in Contact.objects.filter(owner=adviser)}
    assert (kept["Di Ely"].council, kept["Di Ely"].what) == (council, "Scrutiny chair, Barchester")
    assert (kept["Ed Fox"].council, kept["Ed Fox"].what) == (None, "Broker, CIB")
    assert kept["Ed Fox"].phone == "01632 960002"
    assert not Officeholder.objects.exists()


def test_a_council_that_can_be_read_in_two_ways_is_asked(sign_in, adviser):
    for name in ("Newcastle upon Tyne", "Newcastle-under-Lyme"):
        one = CouncilFactory(short_name=name, name=f"{name} Council", key=name[-6:])
        CouncilName.objects.create(council=one, name=one.name, kind=CouncilName.Kind.OFFICIAL)
    page = upload(sign_in(adviser), files.table_of_notes(), "log.docx")["Location"]
    shown = sign_in(adviser).get(page).content.decode()
    assert 'value="Newcastle"' in shown
    assert "“Newcastle” " in shown


def test_what_is_no_list_is_refused_and_others_are_told_why(sign_in, adviser):
    answer = upload(sign_in(adviser), b"\x89PNG\r\n\x1a\n", "a.png")
    assert answer.status_code == 422
    assert "a.png was not read" in answer.content.decode()
    stranger = sign_in(UserFactory(analyst=True))
    assert "Notes are logged by" in stranger.get("/intelligence/import").content.decode()
    assert upload(stranger, files.CARDS, "a.vcf").status_code == 403
    assert not Intake.objects.exists()
