"""The list of notes: its filters, saved views, acts on those ticked, and the file that leaves."""

import csv
import io
import re
import zipfile
from datetime import timedelta

import pytest
from openpyxl import load_workbook

from accounts.models import Role, SavedView
from audit.models import Event
from common.errors import NotPermitted, Refused
from councils.models import PoliticalControl, PoliticalGroup
from intelligence import workflow
from intelligence.models import Note, NoteExport
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    AllocatedLeadFactory,
    CouncilFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.intelligence import FactorFactory, NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def browser(sign_in, adviser):
    return sign_in(adviser)


def shown(browser, **given):
    page = browser.get("/intelligence", given)
    assert page.status_code == 200
    return set(re.findall(r"\bOF[A-Z]+\b", page.content.decode()))  # never inside a form’s token


def test_what_one_leads_on_is_a_view_besides_the_regions(browser, adviser, council):  # R039
    group = PoliticalGroup.objects.create(slug="labour", name="Labour")
    area, away = ServiceAreaFactory(), CouncilFactory()
    PoliticalControl.objects.create(council=away, control="Labour")
    NoteFactory(text="OFHERE", council=council)
    NoteFactory(text="OFLABOUR", council=away)
    NoteFactory(text="OFTHEAREA", service_area=area)
    assert shown(browser, mine="leads") == set()
    AllocatedLeadFactory(user=adviser, service_area=None, group=group)
    assert shown(browser, mine="leads") == {"OFLABOUR"}
    AllocatedLeadFactory(user=adviser, service_area=area)
    assert shown(browser, mine="leads") == {"OFLABOUR", "OFTHEAREA"}


def test_each_filter_narrows_the_list_and_stands_in_its_address(browser, adviser, council):  # R039
    away = CouncilFactory(short_name="Elsewhere")
    PoliticalControl.objects.create(council=away, control="No overall control")
    PoliticalControl.objects.create(council=council, control="Labour")
    NoteFactory(text="OFBARCHESTER", council=council, owner=adviser, marking="restricted")
    NoteFactory(text="OFELSEWHERE", council=away)
    both = {"OFBARCHESTER", "OFELSEWHERE"}
    assert shown(browser) == both
    for given, found in (
        ({"mine": "yes"}, {"OFBARCHESTER"}),
        ({"region": away.region.slug}, {"OFELSEWHERE"}),
        ({"control": "No overall control"}, {"OFELSEWHERE"}),
        ({"marking": "restricted"}, {"OFBARCHESTER"}),
        ({"order": "oldest"}, both),
        ({"area": "nothing-such"}, both),
    ):
        assert shown(browser, **given) == found, given
    page = browser.get("/intelligence?control=No+overall+control&order=oldest").content.decode()
    assert "Controlled by <b>No overall control</b>" in page
    assert 'href="?order=oldest"' in page


def test_a_list_is_saved_shared_renamed_and_removed_on_its_pages(browser, sign_in, adviser):
    answer = browser.post("/intelligence/views/save?known=anonymous&page=3", {"name": "Unnamed sources"})
    assert answer["Location"] == "/intelligence?known=anonymous"
    view = SavedView.objects.get()
    assert "Unnamed sources" in browser.get("/intelligence").content.decode()
    assert browser.post("/intelligence/views/save", {"name": "Nothing"}).status_code == 422
    renamed = browser.post(f"/intelligence/views/{view.pk}", {"name": "Unnamed", "is_shared": "on"})
    assert renamed.status_code == 302
    other = sign_in(UserFactory(senior_adviser=True))
    assert "Unnamed" in other.get("/intelligence").content.decode()
    assert "alone changes this view" in other.get(f"/intelligence/views/{view.pk}").content.decode()
    assert other.post(f"/intelligence/views/{view.pk}/remove").status_code == 403
    assert (
        sign_in(UserFactory(role=Role.MEMBER_PEER)).get(f"/intelligence/views/{view.pk}").status_code == 404
    )
    assert sign_in(adviser).post(f"/intelligence/views/{view.pk}/remove").status_code == 302
    assert not SavedView.objects.exists()


def test_no_view_that_is_shared_says_which_council_somebody_looks_at(browser, council):
    form = {"name": "Mine", "is_shared": "on"}
    for address, given, why in (
        (f"?council={council.code}", form, "stays yours"),
        ("?q=barchester", form, "stays yours"),
        ("?known=anonymous", form | {"name": "Trouble at BARCHESTER!"}, "The name says"),
    ):
        page = browser.post(f"/intelligence/views/save{address}", given)
        assert page.status_code == 422
        assert why in page.content.decode()
    assert (
        browser.post(f"/intelligence/views/save?council={council.code}", {"name": "Mine"}).status_code == 302
    )


def test_an_act_on_several_is_done_where_it_may_be_and_says_why_not_elsewhere(browser, adviser, council):
    mine = NoteFactory(text="My own.", council=council, owner=adviser)
    another = NoteFactory(text="Not mine.", council=council)
    hidden = NoteFactory(text="Unseen.", restricted=True)
    factor = FactorFactory(short_name="Trust")
    ticked = {"note": [mine.pk, another.pk, hidden.pk, "x", "9" * 30], "back": "known=first_hand"}
    asked = browser.post("/intelligence/ticked/tag", ticked).content.decode()
    assert "2 notes ticked" in asked
    assert "Unseen" not in asked
    done = browser.post(
        "/intelligence/ticked/tag", ticked | {"sure": "yes", "factor": factor.pk}
    ).content.decode()
    assert "One note has the sign now." in done
    assert f"Ask {another.owner.name}" not in done
    assert f"This note is {another.owner.name}’s." in done
    assert [list(note.factors.all()) for note in (mine, another, hidden)] == [[factor], [], []]
    again = browser.post("/intelligence/ticked/tag", ticked | {"sure": "yes", "factor": factor.pk})
    assert "already" in again.content.decode()
    nothing = browser.post(
        "/intelligence/ticked/withdraw", {"note": [hidden.pk], "sure": "yes", "reason": "So."}
    )
    assert nothing["Location"] == "/intelligence"
    assert (
        browser.post("/intelligence/ticked/withdraw", ticked | {"sure": "yes", "reason": ""}).status_code
        == 422
    )
    withdrawn = browser.post(
        "/intelligence/ticked/withdraw", {"note": mine.pk, "sure": "yes", "reason": "Wrong."}
    )
    assert withdrawn["Location"] == "/intelligence"
    assert list(Note.objects.filter(withdrawn_at__isnull=False)) == [mine]


def test_several_are_opened_and_come_back_on_a_day(browser, adviser, council, at):
    notes = NoteFactory.create_batch(2, council=council, owner=adviser)
    reader = UserFactory(role=Role.MEMBER_PEER)
    ticked = {"note": [note.pk for note in notes], "sure": "yes"}
    day = at.date() + timedelta(days=9)
    assert browser.post("/intelligence/ticked/open", ticked | {"reader": reader.pk}).status_code == 302
    assert browser.post("/intelligence/ticked/follow-up", ticked | {"follow_up_on": day}).status_code == 302
    assert browser.post("/intelligence/ticked/follow-up", ticked | {"follow_up_on": ""}).status_code == 422
    assert Note.objects.visible_to(reader).filter(follow_up_on=day).count() == 2


def test_nothing_of_several_is_kept_if_one_cannot_be_recorded(adviser, council, at, request):
    notes = NoteFactory.create_batch(2, council=council, owner=adviser)
    factor = FactorFactory()
    with pytest.raises(request.getfixturevalue("broken_audit")):
        workflow.tag_several(by=adviser, at=at, notes=notes, factor=factor)
    assert not Note.objects.filter(factors=factor).exists()


def test_a_note_that_was_checked_takes_no_sign_and_one_no_longer_offered_is_refused(adviser, council, at):
    checked = NoteFactory(council=council, owner=adviser, checked="contradicted")
    with pytest.raises(Refused, match="has been checked"):
        workflow.tag_note(by=adviser, at=at, note=checked, factor=FactorFactory())
    with pytest.raises(Refused, match="no longer offered"):
        workflow.tag_note(
            by=adviser, at=at, note=NoteFactory(owner=adviser), factor=FactorFactory(is_offered=False)
        )
    assert not Event.objects.exists()


def test_a_list_leaves_as_it_is_shown_with_a_reason_and_without_what_must_stay(browser, adviser, council):
    NoteFactory(text='=HYPERLINK("http://x")', council=council)
    NoteFactory(text="Kept here.", council=council, owner=adviser, restricted=True)
    NoteFactory(text="Invented.", council=CouncilFactory(fictional=True))
    NoteFactory(text="Its originator’s.", council=council, is_originator_controlled=True)
    refused = browser.post("/intelligence/export", {"reason": " ", "file": "csv"})
    assert refused.status_code == 422
    assert "Enter why these notes leave" in refused.content.decode()
    file = browser.post("/intelligence/export", {"reason": "For the visit.", "file": "csv"})
    head, row, last = csv.reader(io.StringIO(file.content.decode("utf-8-sig")))
    assert (head[0], row[0], row[5]) == ("Council", council.name, '\'=HYPERLINK("http://x")')
    for why in ("RESTRICTED notes never leave", "invented councils", "ORIGINATOR-CONTROLLED"):
        assert why in last[0]
    export = NoteExport.objects.get()
    assert (export.rows, export.reason, export.exported_by) == (1, "For the visit.", adviser)
    event = Event.objects.get(act="export_notes")
    assert event.details == {"notes": [Note.objects.get(text__startswith="=").pk]}
    book = browser.post("/intelligence/export", {"reason": "For the visit.", "file": "xlsx"}).content
    sheet = load_workbook(io.BytesIO(book))
    assert sheet.sheetnames == ["Notes"]
    assert sheet["Notes"]["F2"].data_type == "s"
    whole = b"".join(
        zipfile.ZipFile(io.BytesIO(book)).read(name) for name in zipfile.ZipFile(io.BytesIO(book)).namelist()
    )
    for kept in (b"Kept here", b"Invented.", b"Its originator", b"<f>", b"openpyxl"):
        assert kept not in whole, kept


def test_too_many_are_not_exported_nor_for_those_who_may_not(
    browser, sign_in, adviser, council, at, monkeypatch
):
    monkeypatch.setattr("intelligence.list_access.MOST_EXPORTED", 1)
    NoteFactory.create_batch(2, council=council)
    page = browser.get("/intelligence/export").content.decode()
    assert "This list has 2 notes, and at most 1 leave at a time" in page
    assert browser.post("/intelligence/export", {"reason": "So.", "file": "csv"}).status_code == 422
    assert NoteExport.objects.count() == 0
    peer = sign_in(UserFactory(role=Role.MEMBER_PEER))
    assert "Only principal and senior advisers" in peer.get("/intelligence/export").content.decode()
    assert "Export this list" not in peer.get("/intelligence").content.decode()
    assert sign_in(UserFactory(analyst=True)).get("/intelligence/export").status_code == 404
    with pytest.raises(NotPermitted):
        workflow.export_notes(by=UserFactory(role=Role.MEMBER_PEER), at=at, pks=[], more=False, reason="So.")


def test_a_senior_adviser_exports_their_own_regions(council, at):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    near, far = NoteFactory(council=council), NoteFactory()
    leave, stay = workflow.export_notes(by=senior, at=at, pks=[far.pk, near.pk], more=False, reason="So.")
    assert leave == [near]
    assert stay == ["1 left out: a senior adviser exports notes about councils of their own regions."]


def test_nothing_leaves_if_that_cannot_be_recorded(adviser, council, at, request):
    note = NoteFactory(council=council)
    with pytest.raises(request.getfixturevalue("broken_audit")):
        workflow.export_notes(by=adviser, at=at, pks=[note.pk], more=False, reason="So.")
    assert not NoteExport.objects.exists()
