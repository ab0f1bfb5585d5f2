"""One true path through every room, as people walk it: a real browser and real published figures."""

from __future__ import annotations

import re
from datetime import timedelta
from io import BytesIO

import pytest
from django.core.management import call_command
from docx import Document
from pypdf import PdfReader

from cases.models import Concern
from common.clock import today
from councils.models import Council
from desk.demonstration.people import PASSWORD
from desk.demonstration.sharing import TOKEN
from intelligence.models import Note
from panel.models import Meeting, Pack
from tests.browser import WIDTHS
from tests.factories.liaison import in_the_network

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

THURROCK, EASTHOLT, ALLERDALE = "/councils/E06000034", "/councils/X00000009", "/councils/E07000026"
HEARD = "The monitoring officer says that two groups have begun talks, and that a budget is being drafted."
SENTENCE = "Presence on the radar is not in itself an indication of failure."


@pytest.fixture
def demonstration(settings):
    """The demonstration as script/server loads it; the figures on which its evidence rests."""
    settings.DEMONSTRATION = True
    for command in ("load_register", "load_factors", "load_bodies"):
        call_command(command)
    in_the_network("dclg")  # as the migrations leave it
    call_command("load_demonstration", "--few-figures")


def words(page) -> str:
    return page.get_by_role("main").inner_text()


def at(page, address):
    """Go on to another address of the service."""
    page.goto(re.match(r"https?://[^/]+", page.url).group(0) + address)
    return page


def signs_in(browse, key):
    page = browse("/accounts/login/")
    page.get_by_label("E-mail address").fill(f"{key}@demonstration.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("main").get_by_role("button", name="Sign in").click()
    page.get_by_role("heading", name="Today", level=1).wait_for()
    return page


def test_the_main_job_from_signing_in_to_what_government_reads(browse, holds, demonstration):
    adviser = signs_in(browse, "okafor")
    sees_today_and_whose_regions_these_are(adviser)
    finds_councils_old_and_new(adviser)
    reads_a_council_and_its_headline_report(adviser)
    note = logs_a_note_and_corrects_it(adviser)
    concern = raises_a_concern_and_moves_it(adviser, note)
    reads_thurrocks_story(adviser)
    reads_help(adviser)

    meeting = Meeting.objects.latest("held_on")
    signs_for_the_councils_that_do_not_know(adviser, meeting)
    secretary = signs_in(browse, "pryce")
    pack = issues_the_radar_report(secretary, meeting)
    it_stays_as_it_was_issued(adviser, secretary, concern, pack)

    government_reads_what_was_released_and_nothing_else(adviser)

    pages = [
        "/",
        "/councils",
        THURROCK,
        EASTHOLT,
        f"{THURROCK}/headline",
        f"{ALLERDALE}/history",
        "/data",
        "/capture",
        "/intelligence",
        f"/intelligence/{note.pk}",
        "/cases",
        concern.get_absolute_url(),
        f"/cases/{concern.number}/move/panel-support",
        "/radar",
        f"/meetings/{meeting.pk}",
        f"/meetings/{meeting.pk}/pack",
        f"/packs/{pack.pk}",
        "/sharing",
        "/audit",
        "/help",
    ]
    for address in pages:
        at(adviser, address)
        for width in WIDTHS:
            adviser.set_viewport_size({"width": width, "height": 900})
            holds(adviser)


def sees_today_and_whose_regions_these_are(page):  # 1: R027, R031
    assert "East of England and London" in page.get_by_role("banner").inner_text()
    assert "One weekend for the whole of customer services" in words(page)


def finds_councils_old_and_new(page):  # 2
    page.get_by_role("searchbox", name=re.compile("Find a council")).fill("E07000100")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name=re.compile("St Albans")).wait_for()
    assert page.url.endswith("/councils/E07000240")

    at(page, f"{ALLERDALE}/history")
    said = words(page)
    assert "Cumberland" in said
    assert "1 April 2023" in said
    at(page, "/councils?as_at=2012-04-01")
    assert "353" in words(page)
    at(page, "/councils")
    assert "317" in words(page)


def reads_a_council_and_its_headline_report(page):  # 3, 4: R097, R102, R103
    at(page, THURROCK)
    said = words(page)
    for part in ("Principal Adviser", "Concerns", "Headline report", "Signs held", "What has happened"):
        assert part in said
    row = page.get_by_role("row", name=re.compile("^Employment rate")).first
    # ONS, 2023: Thurrock 78.1, England 76.0, from Pendle 53.0 to Epsom and Ewell 91.7.
    for figure in ("78.1", "76.0", "53.0", "91.7"):
        assert figure in row.inner_text()
    chart = row.locator("svg.range-bar")
    assert chart.is_visible()
    assert "78.1" in chart.locator("title").text_content()
    at(page, "/data")
    assert "Office for National Statistics" in words(page)


def sends(button):
    """Press it and wait: the draft of what is typed is kept first, then the form goes."""
    with button.page.expect_navigation():
        button.click()


def logs_a_note_and_corrects_it(page):  # 5: R067
    at(page, EASTHOLT)
    page.get_by_role("button", name="Save note").click()
    page.get_by_role("alert").wait_for()  # nothing was typed: a sentence, not a loss
    at(page, EASTHOLT)
    box = page.locator("form[action='/capture']")
    box.locator("[name=text]").fill(HEARD)
    box.locator("[name=source_type]").select_option(label="Own network of contacts")
    box.locator("[name=known]").select_option(label="First-hand")
    with page.expect_navigation():  # sent by the page itself, so that no word is lost where nothing answers
        box.get_by_role("button", name="Save note").click()
    if "/capture" in page.url:
        raise AssertionError(words(page))
    assert HEARD[:40] in words(page)

    note = Note.objects.latest("pk")
    at(page, f"/intelligence/{note.pk}/edit")
    page.locator("main [name=text]").fill(HEARD.replace("two groups", "three groups"))
    sends(page.get_by_role("main").get_by_role("button", name="Save", exact=True))
    at(page, f"/intelligence/{note.pk}")
    assert "three groups" in words(page)
    note.refresh_from_db()
    assert note.version == 2
    return note


def raises_a_concern_and_moves_it(page, note):  # 6: R071, R114, R119
    at(page, "/cases/new?council=X00000009")
    page.get_by_label(re.compile("in one line", re.I)).first.fill("Talks begun while nobody leads the budget")
    page.locator("[name=basis]").fill("The monitoring officer's own account.")
    page.locator(f"[name=notes][value='{note.pk}']").check()
    page.locator("[name=figures][value='employment-rate']").check()
    page.locator("[name=review_on]").fill(str(today() + timedelta(days=14)))
    sends(page.get_by_role("button", name="Raise the concern"))
    concern = Concern.objects.latest("number")
    assert page.url.endswith(f"/cases/{concern.number}")
    assert "Stage 1: local intelligence" in words(page)

    at(page, f"/cases/{concern.number}/move/panel-support")
    assert f"Concern {concern.number} about Eastholt is at Stage 1: local intelligence." in words(page)
    assert "It cannot go to Stage 4: Performance Support Panel." in words(page)
    assert not page.get_by_role("button", name="Move it").is_visible()

    for stage, basis in (
        ("wider-information", "Worth a wider word."),
        ("council-discussion", "Two accounts and the figures appear to indicate a potential concern."),
    ):
        at(page, f"/cases/{concern.number}/move/{stage}")
        page.locator("[name=basis]").fill(basis)
        sends(page.get_by_role("button", name="Move it"))
    assert "Stage 3: discussions with the council" in words(page)

    at(page, f"/cases/{concern.number}/awareness/new")
    page.locator("[name=told]").fill("Chief executive")
    page.locator("[name=how]").fill("By telephone")
    sends(page.get_by_role("main").get_by_role("button", name="Save", exact=True))

    at(page, f"/cases/{concern.number}/discussions/new")
    page.locator("[name=level][value=chief_executive]").check()
    page.locator("[name=who]").fill("Chief executive")
    page.locator("[name=text]").fill("A cross-party group meets weekly; the budget timetable is agreed.")
    sends(page.get_by_role("button", name="Save the discussion"))
    discussion = concern.discussions.get()
    at(page, f"/cases/{concern.number}/discussions/{discussion.pk}/conclude")
    page.get_by_role("link", name=re.compile("appropriate steps in place")).click()
    page.locator("main [name=text]").fill("The council is aware, and a cross-party group is in place.")
    page.locator("[name=review_on]").fill(str(today() + timedelta(days=21)))
    page.locator("[name=panel_line]").check()
    sends(page.get_by_role("main").get_by_role("button").last)
    assert "The council is aware and has appropriate steps in place" in words(
        at(page, concern.get_absolute_url())
    )
    return concern


def signs_for_the_councils_that_do_not_know(page, meeting):
    """The paper says for each council whether it knows; where nobody was told, its adviser signs why."""
    for code in ("X00000009", "X00000002", "E06000034"):
        at(page, f"/meetings/{meeting.pk}/pack/{code}/reason")
        page.locator("main [name=reason]").fill("To be told this week, before the papers go out.")
        page.get_by_role("main").get_by_role("button").last.click()


def issues_the_radar_report(page, meeting):  # 7: R147, R148, R189
    at(page, f"/meetings/{meeting.pk}/pack")
    assert "Eastholt" in words(page)
    at(page, f"/meetings/{meeting.pk}/pack/issue")
    page.get_by_role("main").get_by_role("button").last.click()
    pack = meeting.packs.get()
    said = words(at(page, f"/packs/{pack.pk}"))
    for part in (
        "Purpose of report",
        "Recommendations",
        "Financial Implications",
        "Implications for Wales",
        SENTENCE,
    ):
        assert part in said
    return pack


def it_stays_as_it_was_issued(adviser, secretary, concern, pack):
    base = re.match(r"https?://[^/]+", secretary.url).group(0)

    def taken(form):
        answer = secretary.request.get(f"{base}/packs/{pack.pk}/{form}")
        assert answer.status == 200
        return answer.body()

    before = {form: taken(form) for form in ("pdf", "word", "text")}
    reader = PdfReader(BytesIO(before["pdf"]))
    assert all(SENTENCE in page.extract_text() for page in reader.pages)
    said = " ".join(paragraph.text for paragraph in Document(BytesIO(before["word"])).paragraphs)
    assert "a cross-party group is in place" in said
    assert SENTENCE in before["text"].decode()

    at(adviser, f"/cases/{concern.number}/narrative/new")
    adviser.locator("main [name=text]").fill("Written after the report was issued.")
    sends(adviser.get_by_role("main").get_by_role("button").last)

    assert {form: taken(form) for form in before} == before
    assert Pack.objects.get(pk=pack.pk).sha256 == pack.sha256


def government_reads_what_was_released_and_nothing_else(page):  # 8: R178, R200
    base = re.match(r"https?://[^/]+", page.url).group(0)
    token = {"Authorization": f"Bearer {TOKEN}"}
    answer = page.request.get(f"{base}/api/v1/releases/", headers=token)
    assert answer.status == 200
    released = {one["number"]: one["standing"] for one in answer.json()["results"]}
    assert sorted(released.values()) == ["released", "withdrawn"]
    assert page.request.get(f"{base}/api/v1/releases/").status == 401
    for address in ("notes", "concerns", "packs", "releases/2026-9999/"):
        assert page.request.get(f"{base}/api/v1/{address}", headers=token).status == 404
    text = answer.text()
    for secret in (HEARD[:30], "Eastholt", "Thorley"):
        assert secret not in text
    assert page.request.get(f"{base}/api/schema/", headers=token).status == 200
    at(page, "/api/docs/")
    page.get_by_role("heading").first.wait_for()


def reads_thurrocks_story(page):  # 9: R183-R188
    at(page, THURROCK)
    page.get_by_role("link", name="Show what is older too").click()
    said = words(page)
    assert "2 star but not improving adequately" in said
    story = Concern.objects.get(council=Council.objects.get(code="E06000034"))
    said = words(at(page, story.get_absolute_url()))
    for words_of_the_paper in ("Voluntary Improvement Board", "paragraph 16", "Our reading", "December 2011"):
        assert words_of_the_paper in said


def reads_help(page):  # 10: R001, R004
    said = words(at(page, "/help"))
    assert "responsible for their own performance" in said
