"""A person found in every room, however spelt: redacted where that can be, said plainly where it cannot."""

import io
from datetime import timedelta

import pytest
from django.db import transaction
from docx import Document

from accounts.models import SavedView
from accounts.workflow import keep_draft
from audit.models import Event
from common.errors import Refused
from desk.personal import PLACES
from intelligence.models import BriefingPrint, Contact, Intake, NoteExport, Story
from intelligence.queries.elsewhere import chosen_rows
from intelligence.queries.personal import BESIDES
from intelligence.workflow import begin_intake, look_for_person, open_request, place_hold, redact
from panel.workflow import issue_pack
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, NarrativeEntryFactory
from tests.factories.councils import ChangeOfControlFactory, CouncilFactory, adviser_for
from tests.factories.intakes import found_here
from tests.factories.intelligence import AttachmentFactory, DraftFileFactory, NoteFactory
from tests.factories.liaison import ReleaseFactory, released
from tests.factories.panel import BodyFactory, CouncilToldFactory, MeetingFactory
from tests.factories.stories import StoryFactory
from tests.trust.test_columns import NEED_NONE, columns

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(governance_officer=True, name="G. Officer")


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def asked(officer, at):
    return open_request(
        by=officer,
        at=at,
        kind="erasure",
        names="Zelda Penrose",
        reference="SAR 7",
        received_on=at.date() - timedelta(days=1),
    )


@pytest.fixture
def found(sign_in, officer, asked):
    """The page of what is held, asked anew."""
    return lambda: sign_in(officer).post(f"{asked.get_absolute_url()}/search").content.decode()


def test_a_misspelt_name_is_found_in_a_concerns_words_and_narrative(found, council, adviser):
    concern = ConcernFactory(council=council, owner=adviser, summary="Zelda Penrrose may leave")
    NarrativeEntryFactory(concern=concern, text="The leader and Mrs Penroze do not speak.")
    page = found()
    assert f"Concern {concern.number} about Barchester" in page
    assert "Zelda Penrrose may leave" in page
    assert "Mrs Penroze do not speak" in page
    event = Event.objects.get(act="look_for_person")
    assert f"cases.concern:{concern.pk}" in event.details["elsewhere"]
    assert "Penrose" not in str(event.details)


def test_stories_reasons_views_contacts_and_changes_are_found(found, council, adviser):
    story = StoryFactory(council=council, title="Penrose resigns as leader")
    NoteExport.objects.create(rows=1, reason="For Zelda Penrose’s lawyer", exported_by=adviser)
    BriefingPrint.objects.create(
        council=council, entries=3, reason="Z. Penrose asked what we know", printed_by=adviser
    )
    SavedView.objects.create(owner=adviser, page="/intelligence", name="All on Penrose", query="q=penrose")
    Contact.objects.create(owner=adviser, network="other", name="A. Clerk", role="aide to Z. Penrose")
    ChangeOfControlFactory(council=council, what="leader", was="Zelda Penrose", became="A. Other")
    page = found()
    for said in (
        f"Story {story.pk}, as it was published",
        "Penrose resigns as leader",
        "For Zelda Penrose’s lawyer",
        "Z. Penrose asked what we know",
        "All on Penrose",
        "aide to Z. Penrose",
        "who it was",
    ):
        assert said in page, said


def test_of_drafts_waiting_files_and_attached_texts_it_is_said_whose_and_how_many_and_no_word(
    found, council, adviser, at
):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": ["Secretly, Penrose drinks."]})
    DraftFileFactory(draft=draft, content=b"Secretly, Penrose smokes.")
    begin_intake(by=adviser, at=at, file_name="log.xlsx", found=found_here("Secretly, Penrose gambles."))
    note = NoteFactory(council=council, owner=adviser)
    AttachmentFactory(note=note, words="Secretly, Penrose lies.")
    page = found()
    assert "1 draft of R. Okafor" in page
    assert "2 files that R. Okafor brought in" in page
    assert f"A file attached to note {note.pk}" in page
    assert "Secretly" not in page
    assert Intake.objects.count() == 1


def test_a_report_that_was_issued_is_found_and_stays_and_its_words_are_not_shown(
    found, council, at, monkeypatch
):
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)
    secretary = UserFactory(secretariat=True)
    past = MeetingFactory(
        body=BodyFactory(psp=True), held_on=at.date(), cut_off_on=at.date(), planned_by=secretary
    )
    ConcernFactory(council=council, panel_support=True, summary="Zelda Penrose hides the budget")
    CouncilToldFactory(meeting=past, council=council)
    issue_pack(meeting=past, marking="IN CONFIDENCE", by=secretary, at=at)
    page = found()
    issued = page[page.index("Issued reports") :]
    assert "it cannot be changed, and its words are not shown here" in issued
    assert "issues a further version without the name" in issued
    assert page.count("hides the budget") == 1  # in the concern; in the report it is not shown
    assert 'value="panel.pack:' not in page


def test_a_release_is_found_and_says_that_it_was_issued_and_cannot_be_changed(found, officer, asked, at):
    release = released(at, matter="Zelda Penrose signed it.")
    page = found()
    assert f"Release {release.number}" in page
    assert "it cannot be changed. It can be withdrawn, and a superseding release made" in page
    assert "Zelda Penrose signed it." in page
    look_for_person(by=officer, at=at, request=asked, places=PLACES)
    rows = chosen_rows(PLACES, [f"liaison.release:{release.pk}"])
    with pytest.raises(Refused, match="it cannot be changed"):
        redact(by=officer, at=at, request=asked, notes=[], words=["Penrose"], elsewhere=rows)


def test_words_are_taken_out_of_a_concern_and_its_history_after_a_last_look_and_recorded_without_them(
    sign_in, officer, asked, council, adviser, at
):
    concern = ConcernFactory(council=council, owner=adviser, summary="Zelda Penrose may leave")
    entry = NarrativeEntryFactory(concern=concern, text="Penrose was seen.")
    look_for_person(by=officer, at=at, request=asked, places=PLACES)
    keys = [f"cases.concern:{concern.pk}", f"cases.narrativeentry:{entry.pk}"]
    client, page = sign_in(officer), asked.get_absolute_url()
    look = client.post(f"{page}/redact", {"elsewhere": keys, "words": "Zelda Penrose\nPenrose"})
    assert "[taken out] may leave" in look.content.decode()
    concern.refresh_from_db()
    assert "Penrose" in concern.summary
    sure = {"elsewhere": keys, "words": "Zelda Penrose\nPenrose", "sure": "1"}
    assert client.post(f"{page}/redact", sure).status_code == 302
    concern.refresh_from_db()
    entry.refresh_from_db()
    assert concern.summary == "[taken out] may leave"
    assert entry.text == "[taken out] was seen."
    event_model = next(place for place in PLACES if place.key == "cases.concern").history()[0]
    said = event_model.objects.filter(pgh_obj_id=concern.pk).values_list("summary", flat=True)
    assert said
    assert not any("Penrose" in one for one in said)
    acts = Event.objects.filter(act="redact_text")
    assert acts.count() == 2
    assert "Penrose" not in str(list(acts.values_list("details", flat=True)))


def test_stories_are_redacted_in_every_copy_and_what_is_on_hold_is_refused_by_name(
    officer, asked, council, at
):
    story = StoryFactory(council=council, title="Penrose resigns")
    concern = ConcernFactory(council=council, summary="Penrose again")
    look_for_person(by=officer, at=at, request=asked, places=PLACES)
    keys = [f"intelligence.story:{story.pk}", f"intelligence.copy:{story.copies.get().pk}"]
    taken = {"by": officer, "at": at, "request": asked, "notes": [], "words": ["Penrose"]}
    assert redact(**taken, elsewhere=chosen_rows(PLACES, keys)) == 2
    assert Story.objects.get().title == story.copies.get().title == "[taken out] resigns"
    place_hold(by=officer, at=at, why="A claim", council=council)
    with pytest.raises(Refused, match="Everything about Barchester"):
        redact(**taken, elsewhere=chosen_rows(PLACES, [f"cases.concern:{concern.pk}"]))
    with pytest.raises(Refused, match="Tick that from which"):
        redact(**taken, elsewhere=chosen_rows(PLACES, ["cases.concern:x", "nowhere:1", "nonsense"]))


def test_the_copy_holds_what_is_ticked_elsewhere_and_of_an_issued_report_only_that_it_was(
    sign_in, officer, asked, council, at
):
    concern = ConcernFactory(council=council, summary="Zelda Penrose told Ada Quick")
    look_for_person(by=officer, at=at, request=asked, places=PLACES)
    client = sign_in(officer)
    given = {"elsewhere": [f"cases.concern:{concern.pk}"], "hidden": "Ada Quick"}
    copy = client.post(f"{asked.get_absolute_url()}/copy", given)
    said = "\n".join(one.text for one in Document(io.BytesIO(copy.content)).paragraphs)
    assert "Its summary: Zelda Penrose told [another person]" in said


def test_an_open_request_is_no_key_to_what_its_search_did_not_show(sign_in, officer, asked, at):
    note = NoteFactory(text="Ada Quick hides the budget.", marking="restricted")
    concern = ConcernFactory(summary="Ada Quick may leave")
    look_for_person(by=officer, at=at, request=asked, places=PLACES)
    client, page = sign_in(officer), asked.get_absolute_url()
    for ticked in ({"notes": [note.pk]}, {"elsewhere": [f"cases.concern:{concern.pk}"]}):
        for act, said in (
            ("copy", {}),
            ("redact", {"words": "Quick"}),
            ("redact", {"words": "Quick", "sure": "1"}),
        ):
            answer = client.post(f"{page}/{act}", ticked | said)
            assert answer.status_code == 422
            assert "was not shown by a search of this request" in answer.content.decode()
            assert "Ada" not in answer.content.decode()
    note.refresh_from_db()
    assert note.text == "Ada Quick hides the budget."


def test_whoever_does_not_keep_personal_data_finds_no_such_page(sign_in, adviser, asked):
    client = sign_in(adviser)
    for act in ("search", "copy", "redact"):
        assert client.post(f"{asked.get_absolute_url()}/{act}").status_code == 404


def test_a_proposal_that_was_not_released_says_what_can_be_done(found):
    release = ReleaseFactory(matter="Penrose again.")
    assert f"Release {release.number}" in found()
    assert "The proposer takes it back and proposes another." in found()


NOT_SEARCHED = {
    # Searched in a way of their own: notes, their sources, and people by their names.
    "councils.Officeholder.name",
    "intelligence.Note.text",
    "intelligence.Note.withdrawn_reason",
    "intelligence.Source.reference",
    "intelligence.Source.role",
    # The keeping of requests and holds itself.
    "intelligence.LegalHold.lifted_why",
    "intelligence.LegalHold.name",
    "intelligence.LegalHold.why",
    "intelligence.PersonalRequest.names",
    "intelligence.PersonalRequest.outcome",
    "intelligence.PersonalRequest.reference",
    # The words of what is searched: a release's, a report's.
    "liaison.InboundVersion.canonical",
    "liaison.Release.canonical",
    "liaison.WebhookDelivery.failure",
    "panel.PackEntry.concerns",
    # Numbers, places and settings.
    "cases.Evidence.unit",
    "cases.Evidence.value_text",
    "intelligence.Attachment.took",
    "liaison.FreedomRequest.key",
    "liaison.InboundVersion.key",
    "liaison.ReleaseAnswer.key",
    "intelligence.DraftFile.took",
    "intelligence.Feed.address",
    "intelligence.Feed.last_error",
    "panel.Meeting.venue",
}


def test_every_text_that_somebody_writes_is_searched_or_named_here_with_why_not():
    searched = {f"{place.table._meta.label}.{column}" for place in PLACES for column in place.texts}
    searched |= {f"{table._meta.label}.{column}" for table, column, _ in BESIDES}
    written = {said for said, _, _ in columns()} - NEED_NONE
    assert sorted(written - searched - NOT_SEARCHED) == []
