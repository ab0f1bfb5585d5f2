"""The paragraph that may be shown to the chief executive before the Panel reads it (R121, R147, R180)."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import AwarenessRecord, PanelParagraph, ParagraphShown
from cases.queries import open_concern_for_panel, paragraphs_of
from cases.workflow import show_paragraph, write_paragraph
from common.errors import NotFound, NotPermitted, Refused
from panel.live import reported_concerns
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    PanelLineFactory,
    PanelParagraphFactory,
)

pytestmark = pytest.mark.django_db


def wrote(concern, at, said="A plan is in place."):
    return write_paragraph(by=concern.owner, at=at, concern=concern, text=said)


def showed(paragraph, at, **said):
    said = {"by": paragraph.concern.owner, "shown_to": "Chief executive", "how": "On paper", **said}
    return show_paragraph(at=at, paragraph=paragraph, **said)


def test_newer_versions_append_and_the_newest_stands(at):
    concern = ConcernFactory(council_discussion=True)
    first = wrote(concern, at)
    with pytest.raises(Refused, match="says the same"):
        wrote(concern, at)
    second = wrote(concern, at, "A plan is in place and works.")
    assert paragraphs_of(concern) == [second, first]
    assert Event.objects.filter(act="write_paragraph").count() == 2


def test_to_whom_it_was_shown_how_when_and_what_they_said_is_kept(at):
    shown = showed(PanelParagraphFactory(), at, reply="She would say “gap”, not “failure”.")
    assert (shown.shown_to, shown.how, shown.by) == ("Chief executive", "On paper", shown.concern.owner)
    assert shown.happened_on == timezone.localdate(at)
    assert shown.reply.startswith("She would say")


def test_awareness_is_asked_and_never_guessed(at):  # R180
    paragraph = PanelParagraphFactory()
    showed(paragraph, at)
    assert not AwarenessRecord.objects.exists()
    showed(paragraph, at, aware=True)
    told = AwarenessRecord.objects.get()
    assert (told.concern, told.told, told.how) == (paragraph.concern, "Chief executive", "On paper")


def test_it_belongs_to_the_time_from_stage_three_on_and_says_something(at):
    with pytest.raises(Refused, match="Move it there first"):
        wrote(ConcernFactory(wider_information=True), at)
    with pytest.raises(Refused, match="Reopen it first"):
        wrote(ConcernFactory(closed=True), at)
    with pytest.raises(Refused, match="Enter the paragraph"):
        wrote(ConcernFactory(council_discussion=True), at, " ")


def test_it_was_not_shown_before_it_was_written_nor_tomorrow(at):
    paragraph = PanelParagraphFactory()
    with pytest.raises(Refused, match="Enter that day or a later one"):
        showed(paragraph, at, happened_on=paragraph.happened_on - timedelta(days=1))
    with pytest.raises(Refused, match="has not come yet"):
        showed(paragraph, at, happened_on=timezone.localdate(at) + timedelta(days=1))
    with pytest.raises(Refused, match="to whom"):
        showed(paragraph, at, shown_to=" ")


def test_an_adviser_of_elsewhere_may_not_and_a_stranger_does_not_find_it(at):
    paragraph = PanelParagraphFactory()
    for act in (
        lambda by: write_paragraph(by=by, at=at, concern=paragraph.concern, text="Mine."),
        lambda by: showed(paragraph, at, by=by),
    ):
        with pytest.raises(NotPermitted):
            act(UserFactory(principal_adviser=True))
        with pytest.raises(NotFound):
            act(UserFactory(analyst=True))


def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(at, broken_audit):
    paragraph = PanelParagraphFactory()
    with pytest.raises(broken_audit):
        wrote(paragraph.concern, at)
    with pytest.raises(broken_audit):
        showed(paragraph, at, aware=True)
    assert PanelParagraph.objects.get() == paragraph
    assert not ParagraphShown.objects.exists()
    assert not AwarenessRecord.objects.exists()


def test_the_page_by_itself_holds_its_words_and_no_others(sign_in):
    paragraph = PanelParagraphFactory(text="A gap is known.\n\nA plan is in place.")
    page = sign_in(paragraph.by).get(paragraph.get_absolute_url())
    assert text(page) == "Words Words A gap is known. A plan is in place."
    for hidden in (paragraph.concern.summary, paragraph.concern.council.short_name, "Stage"):
        assert hidden not in page.content.decode()
    assert Event.objects.get(act="read_paragraph").details["form"] == "page"


def test_its_files_hold_its_words_and_no_others_and_are_taken_by_those_who_work_on_it(sign_in):
    paragraph = PanelParagraphFactory(text="A gap is known.\nA plan is in place.")
    client = sign_in(paragraph.by)
    plain = client.get(f"{paragraph.get_absolute_url()}/txt")
    assert plain.content.decode().split("\n\n") == ["A gap is known.", "A plan is in place.\n"]
    word = client.get(f"{paragraph.get_absolute_url()}/docx")
    with zipfile.ZipFile(io.BytesIO(word.content)) as file:
        said = file.read("word/document.xml").decode()
        everything = " ".join(file.read(name).decode("utf-8", "replace") for name in file.namelist())
    assert "A gap is known." in said
    for hidden in (paragraph.concern.council.short_name, paragraph.by.name, "CONFIDENCE"):
        assert hidden not in everything
    assert client.get(f"{paragraph.get_absolute_url()}/pdf").status_code == 404
    elsewhere = sign_in(UserFactory(principal_adviser=True))
    assert elsewhere.get(f"{paragraph.get_absolute_url()}/txt").status_code == 403


def test_the_box_begins_with_the_challenge_and_the_support(sign_in):  # R121
    line = PanelLineFactory(challenge="A gap of £2m.")
    page = sign_in(line.by).get(f"/cases/{line.concern.number}/paragraph")
    assert "A gap of £2m. Support: none yet." in text(page)


def test_it_is_written_and_recorded_as_shown_on_its_pages(sign_in):
    concern = ConcernFactory(council_discussion=True)
    client, address = sign_in(concern.owner), f"/cases/{concern.number}/paragraph"
    assert client.post(address, {"text": " "}).status_code == 422
    assert client.post(address, {"text": "A gap is known."}).status_code == 302
    paragraph = PanelParagraph.objects.get()
    page = client.get(f"{address}/{paragraph.pk}/shown")
    assert "checked" not in page.content.decode()
    said = {"shown_to": "Chief executive", "how": "In a meeting", "reply": "She agrees.", "aware": "on"}
    assert client.post(f"{address}/{paragraph.pk}/shown", said).status_code == 302
    shown = text(client.get(address))
    assert "Shown to Chief executive , in a meeting" in shown
    assert "She agrees." in shown
    assert "Chief executive , in a meeting" in text(client.get(f"/cases/{concern.number}"))


def test_the_pack_draws_on_the_newest_paragraph_and_says_whether_it_was_shown(at):
    line = PanelLineFactory()
    secretariat, concern = UserFactory(secretariat=True), line.concern
    paragraph = wrote(concern, at)
    (live,) = reported_concerns(secretariat)
    assert live.paragraph == "A plan is in place."
    assert live.shown == "It is not held that this paragraph was shown at the council."
    showed(paragraph, at)
    (live,) = reported_concerns(secretariat)
    assert live.shown.startswith("This paragraph was shown to Chief executive, on paper, on ")
    wrote(concern, at, "A plan is in place and works.")
    (live,) = reported_concerns(secretariat)
    assert live.paragraph == "A plan is in place and works."
    assert live.shown.startswith("An earlier paragraph was shown to")
    drawn = open_concern_for_panel(secretariat, concern.number)
    assert not drawn.shown_as_it_stands


@pytest.mark.parametrize("role", ["group_office", "head_of_group_office"])
def test_an_office_that_was_told_reads_its_words_in_the_pack_and_not_before(role, sign_in):
    notice = GroupOfficeFlagFactory(concern=ConcernFactory(panel_support=True))
    held = PanelParagraphFactory(concern=notice.concern, text="Only the Panel's writers read this yet.")
    ParagraphShown.objects.create(
        concern=notice.concern,
        paragraph=held,
        by=notice.concern.owner,
        happened_on=held.happened_on,
        shown_to="Chief executive",
        how="By e-mail",
        reply="We agree, in our own words.",
    )
    client = sign_in(GroupOfficePostFactory(group=notice.group, user__role=role).user)
    address = notice.concern.get_absolute_url()
    for path in ("/paragraph", f"/paragraph/{held.pk}"):
        assert client.get(address + path).status_code == 404
    for page in (address, f"{address}/timeline", notice.concern.council.get_absolute_url()):
        shown = text(client.get(page))
        assert "in our own words" not in shown
        assert "paragraph for the Panel" not in shown


def test_reading_the_page_of_the_paragraph_is_recorded(sign_in):
    held = PanelParagraphFactory()
    before = Event.objects.filter(act="read_concern").count()
    sign_in(held.concern.owner).get(f"{held.concern.get_absolute_url()}/paragraph")
    assert Event.objects.filter(act="read_concern").count() == before + 1
