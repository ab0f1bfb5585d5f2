"""Reports people put together: for everyone by the research team, for themselves by anyone (R100, R106)."""

import re

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from councils.models import Council
from indicators import definitions, queries
from indicators.models import OwnReport, OwnReportVersion, SavedDefinition
from indicators.workflow import (
    Wording,
    change_own_report,
    make_own_report,
    publish_report,
    share_own_report,
    stop_sharing_own_report,
    withdraw_own_report,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory
from tests.indicators.conftest import AT

pytestmark = pytest.mark.django_db
WORDS = Wording("Work near me", "For the visit in May.", [("Work", ["claimant-count", "employment-rate"])])
FORM = {
    "title": "Work near me",
    "purpose": "For the visit in May.",
    "theme": ["Work", "More"],
    "of": ["0:claimant-count", "0:employment-rate", "1:smoking"],
}


@pytest.fixture
def owner(figures):
    """Somebody with a report of their own to make; figures are defined."""
    return UserFactory(principal_adviser=True)


@pytest.fixture
def report(owner):
    """Their report."""
    return make_own_report(by=owner, at=AT, wording=WORDS)


def said(page):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_it_is_its_owners_alone_until_shared_by_its_link(report, owner):  # R106
    other = UserFactory()
    assert queries.report_for(owner, report.slug).indicators == ("claimant-count", "employment-rate")
    assert queries.report_for(other, report.slug) is None
    share_own_report(by=owner, at=AT, slug=report.slug)
    assert queries.report_for(other, report.slug).title == "Work near me"
    assert [group.heading for group in queries.reports_to_choose(other)] == ["For every council"]
    stopped = stop_sharing_own_report(by=owner, at=AT, slug=report.slug)
    assert stopped.slug != report.slug
    assert queries.report_for(other, stopped.slug) is queries.report_for(other, report.slug) is None


def test_every_version_is_kept_and_none_is_changed(report, owner):
    again = Wording("Work", "", [("Work", ["claimant-count"])])
    change_own_report(by=owner, at=AT, slug=report.slug, version=1, wording=again)
    assert list(report.versions.values_list("number", "title")) == [(2, "Work"), (1, "Work near me")]
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_ownreportversion SET title = ''")


def test_a_stale_version_is_refused_with_both_texts(report, owner):
    change_own_report(by=owner, at=AT, slug=report.slug, version=1, wording=WORDS)
    with pytest.raises(Stale, match="saved again since you opened it") as stale:
        change_own_report(by=owner, at=AT, slug=report.slug, version=1, wording=WORDS)
    assert stale.value.held == "claimant-count, employment-rate"


@pytest.mark.parametrize(
    ("wording", "words"),
    [
        (Wording(" ", "", [("Work", ["claimant-count"])]), "Enter a title"),
        (Wording("A" * 101, "", [("Work", ["claimant-count"])]), "100 letters"),
        (Wording("A", "", [("Work", [])]), "at least one indicator"),
        (Wording("A", "", [(" ", ["claimant-count"])]), "Enter a heading"),
        (Wording("A", "", [("Work", ["claimant-count", "claimant-count"])]), "more than once"),
        (Wording("A", "", [("Work", ["nothing"])]), "no indicator nothing any more"),
        (Wording("A", "", [("Work", [f"n{n}" for n in range(61)])]), "a report takes 60"),
        (Wording("A", "", [("Work", ["claimant-count"])], ["X"] * 13), "12 can stand side by side"),
        (Wording("A", "", [("Work", ["claimant-count"])], ["THR", "THR"]), "more than once"),
        (Wording("A", "", [("Work", ["claimant-count"])], ["???"]), "not in the register"),
    ],
)
def test_what_cannot_be_saved_is_refused_with_a_sentence(owner, wording, words):
    with pytest.raises(Refused, match=words):
        make_own_report(by=owner, at=AT, wording=wording)
    assert not OwnReport.objects.exists()


@pytest.mark.parametrize("act", [share_own_report, stop_sharing_own_report, withdraw_own_report])
def test_another_may_not_act_on_it(report, owner, act):
    with pytest.raises(NotFound):
        act(by=UserFactory(analyst=True), at=AT, slug=report.slug)
    share_own_report(by=owner, at=AT, slug=report.slug)
    with pytest.raises(NotPermitted, match="who shares it with you"):
        act(by=UserFactory(analyst=True), at=AT, slug=report.slug)
    assert OwnReport.objects.get().is_shared


def test_one_withdrawn_is_found_no_more_and_stays_held(report, owner):
    share_own_report(by=owner, at=AT, slug=report.slug)
    withdraw_own_report(by=owner, at=AT, slug=report.slug)
    assert queries.report_for(owner, report.slug) is None
    assert OwnReportVersion.objects.count() == 1


def test_each_act_is_recorded_without_its_words(report, owner):
    share_own_report(by=owner, at=AT, slug=report.slug)
    change_own_report(by=owner, at=AT, slug=report.slug, version=1, wording=WORDS)
    acts = Event.objects.filter(subject_kind="indicators.ownreport").order_by("id")
    assert [one.act for one in acts] == ["make_own_report", "share_own_report", "change_own_report"]
    assert "visit" not in str([one.details for one in acts])


def test_if_the_record_cannot_be_written_nothing_is_kept(report, owner, broken_audit):
    for act in (
        lambda: make_own_report(by=owner, at=AT, wording=WORDS),
        lambda: change_own_report(by=owner, at=AT, slug=report.slug, version=1, wording=WORDS),
        lambda: share_own_report(by=owner, at=AT, slug=report.slug),
        lambda: withdraw_own_report(by=owner, at=AT, slug=report.slug),
    ):
        with pytest.raises(broken_audit):
            act()
    kept = OwnReport.objects.get()
    assert (kept.version, kept.is_shared, kept.withdrawn_at) == (1, False, None)


def test_the_research_team_makes_one_for_everyone_and_others_may_not(owner):  # R046, R100
    analyst = UserFactory(analyst=True)
    publish_report(by=analyst, at=AT, slug="work-near-me", version=0, wording=WORDS)
    assert definitions.report("work-near-me").themes[0].title == "Work"
    assert ("work-near-me", "Work near me") in queries.reports_to_choose(owner)[0].reports
    with pytest.raises(NotPermitted, match="put together by the research team"):
        publish_report(by=owner, at=AT, slug="another", version=0, wording=WORDS)
    for slug, words in (("", "no letter"), ("new", "something else"), ("my-own", "something else")):
        with pytest.raises(Refused, match=words):
            publish_report(by=analyst, at=AT, slug=slug, version=0, wording=WORDS)


# The pages.


def test_a_report_is_put_together_without_a_script(owner, client):
    client.force_login(owner)
    page = client.get("/reports/new")
    assert "None yet. Find indicators below" in said(page)
    found = client.post("/reports/new", {"title": "Work", "find": "claimant", "do": "find"})
    assert "Out of work benefits" in said(found)
    assert "Employment rate" not in said(found)
    added = client.post("/reports/new", {"title": "Work", "tick": ["claimant-count"], "do": "add"})
    assert 'value="0:claimant-count"' in added.content.decode()
    assert 'value="Work"' in added.content.decode()
    assert not OwnReport.objects.exists()


@pytest.mark.parametrize(
    ("button", "order"),
    [
        ("up:employment-rate", ["0:employment-rate", "0:claimant-count", "1:smoking"]),
        ("down:employment-rate", ["0:claimant-count", "1:employment-rate", "1:smoking"]),
        ("up:smoking", ["0:claimant-count", "0:employment-rate", "0:smoking"]),
        ("up:claimant-count", ["0:claimant-count", "0:employment-rate", "1:smoking"]),
        ("down:smoking", ["0:claimant-count", "0:employment-rate", "1:smoking"]),
        ("out:claimant-count", ["0:employment-rate", "1:smoking"]),
        ("drop:0", ["0:smoking", "0:claimant-count", "0:employment-rate"]),
        ("drop:9", ["0:claimant-count", "0:employment-rate", "1:smoking"]),
        ("up:nothing", ["0:claimant-count", "0:employment-rate", "1:smoking"]),
        ("nonsense", ["0:claimant-count", "0:employment-rate", "1:smoking"]),
    ],
)
def test_the_buttons_move_and_take_out(owner, client, button, order):
    client.force_login(owner)
    page = client.post("/reports/new", {**FORM, "do": button}).content.decode()
    assert re.findall(r'name="of"\s+value="([^"]+)"', page) == order


def test_saving_leads_to_the_report_and_it_may_be_chosen_for_any_council(owner, client, loaded):
    client.force_login(owner)
    saved = client.post("/reports/new", {**FORM, "councils": "Hartlepool\nE06000002", "do": "save"})
    report = OwnReport.objects.get()
    assert saved["Location"] == f"/reports/{report.slug}"
    assert report.versions.get().councils == ["HPL", "MDB"]
    page = said(client.get(saved["Location"]))
    assert "Side by side" in page
    assert re.search(r"Out of work benefits \(claimant count\) % · 2024 5.0 2.5 3.5", page)
    chosen = said(client.get("/councils/E06000001/headline", {"report": report.slug}))
    assert "Work near me: Hartlepool Borough Council" in chosen
    assert "Work near me" in said(client.get("/reports"))


def test_what_is_wrong_is_said_and_nothing_typed_is_lost(owner, client):
    client.force_login(owner)
    page = client.post("/reports/new", {**FORM, "title": "", "councils": "Nowhere-on-Sea", "do": "save"})
    assert page.status_code == 422
    assert "“Nowhere-on-Sea”:" in said(page)
    assert "For the visit in May." in said(page)
    assert 'value="1:smoking"' in page.content.decode()
    page = client.post("/reports/new", {**FORM, "title": "", "do": "save"})
    assert "Enter a title." in said(page)


def test_strange_fields_are_no_fault(owner, client):
    client.force_login(owner)
    strange = {
        "of": ["9:x", "x", "0:", "²:y", "0:claimant-count"],
        "theme": ["A"],
        "version": "²",
        "under": "²",
    }
    for button in ("save", "add", "drop:²", "up:", ""):
        assert client.post("/reports/new", {**strange, "do": button}).status_code in (200, 422)


def test_an_analyst_makes_one_for_everyone_changes_it_and_withdraws_it(figures, client):
    client.force_login(UserFactory(analyst=True))
    saved = client.post("/reports/new", {**FORM, "for": "everyone", "do": "save"})
    assert saved["Location"] == "/reports/work-near-me"
    edit = "/reports/work-near-me/edit"
    assert "Change Work near me" in said(client.get(edit))
    assert client.post(edit, {**FORM, "purpose": "Anew.", "version": "1", "do": "save"}).status_code == 302
    assert definitions.report("work-near-me").purpose == "Anew."
    stale = client.post(edit, {**FORM, "version": "1", "do": "save"})
    assert "saved the report work-near-me on" in said(stale)
    withdrawn = client.post("/reports/work-near-me/withdraw", {"reason": "Nobody reads it."})
    assert withdrawn["Location"] == "/reports"
    assert definitions.report("work-near-me") is None
    assert SavedDefinition.objects.filter(kind="report").count() == 3


def test_one_who_is_no_analyst_is_told_why_and_may_make_another_from_it(owner, client):
    client.force_login(owner)
    page = said(client.get("/reports/core"))
    assert "one of the catalogue’s files" in page
    assert client.post("/reports/core/withdraw", {"reason": "x"}).status_code == 403
    begun = client.get("/reports/new", {"from": "core"}).content.decode()
    assert 'value="1:employment-rate"' in begun
    sneaked = client.post("/reports/new", {**FORM, "for": "everyone", "do": "save"})
    assert "put together by the research team" in said(sneaked)


def test_who_was_given_the_link_reads_it_and_changes_nothing(report, owner, client):
    client.force_login(UserFactory())
    address = f"/reports/{report.slug}"
    assert client.get(address).status_code == 404
    assert client.get(f"{address}/edit").status_code == 404
    share_own_report(by=owner, at=AT, slug=report.slug)
    page = said(client.get(address))
    assert f"{owner}’s own report" in page
    assert "who shares it with you" in page
    assert client.post(f"{address}/edit", {**FORM, "version": "1", "do": "save"}).status_code == 422
    assert client.post(f"{address}/withdraw").status_code == 403
    assert report.versions.count() == 1
    council = Council.objects.get(code="E06000001")
    chosen = client.get(f"{council.get_absolute_url()}/headline", {"report": report.slug})
    assert "Shared with you" in chosen.content.decode()


def test_a_report_is_shown_for_a_council_by_its_name(report, owner, client):
    client.force_login(owner)
    answer = client.get(f"/reports/{report.slug}", {"council": "Hartlepool"})
    assert answer["Location"] == f"/councils/E06000001/headline?report={report.slug}"
    assert "Nowhere" in client.get(f"/reports/{report.slug}", {"council": "Nowhere"}).content.decode()


def test_side_by_side_asks_as_much_of_twelve_councils_as_of_two(loaded, owner, django_assert_max_num_queries):
    invented = CouncilFactory(fictional=True, unitary=True)
    councils = [*Council.objects.filter(is_fictional=False)[:11], invented]
    definition = definitions.report("core")
    with django_assert_max_num_queries(3):
        side = queries.side_by_side(councils, definition, AT.date())
    assert [one.pk for one in side.councils] == [one.pk for one in councils]
    assert len(side.themes) == len(definition.themes)


@pytest.mark.parametrize("address", ["/reports", "/reports/new", "/reports/core"])
def test_a_stranger_is_asked_to_sign_in(address, register, client):
    assert client.get(address)["Location"].startswith("/accounts/login")
