"""Terms of Engagement: a Word document from what is held, and the text as agreed."""

import re
from datetime import date
from io import BytesIO

import pytest
from docx import Document

from audit.models import Event
from cases.models import SupportPackage
from cases.queries import package_of
from cases.terms import blanks_in, terms_paper
from cases.workflow import Terms, export_terms, keep_terms
from common.errors import NotFound, NotPermitted, Refused, Stale
from papers.word import to_word
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ActionReviewFactory,
    BoardActionFactory,
    BoardMeetingFactory,
    DiscussionFactory,
    ImprovementBoardFactory,
    NarrativeEntryFactory,
    SupportInputFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import InterestFactory, RegionHoldingFactory
from tests.factories.liaison import heard

pytestmark = pytest.mark.django_db

ON = date(2027, 1, 15)
TERMS = Terms(text="As in the agreed document.", agreed_on=date(2026, 3, 1), by_council="The leader")


def full():
    """A package of which everything the terms ask for is held."""
    package = SupportPackageFactory(
        objectives="A budget that balances.\nMembers who know what they are told.", board="formal"
    )
    SupportInputFactory(package=package, money=560_000, people="Two accountants")
    SupportInputFactory(package=package, kind="cib", name="", gives="A regional lead’s time")
    board = ImprovementBoardFactory(
        package=package,
        kind="formal",
        name="The Improvement Board",
        chair="A. Chair",
        members="The leader, the council\nA peer, LGA",
        next_meeting_on=date(2027, 2, 1),
    )
    BoardActionFactory(board=board, what="Close the accounts", due_on=date(2027, 3, 31))
    return package


def paper_of(package):
    held = package_of(package.concern, package.pk)
    return terms_paper(held, body="Sector support", marking="IN CONFIDENCE", on=ON)


def read(package):
    return Document(BytesIO(to_word(paper_of(package))))


def words_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_it_has_real_headings_and_really_numbered_paragraphs(at):  # R128
    document = read(full())
    headings = [p.text for p in document.paragraphs if p.style.name == "Heading 2"]
    assert headings == [
        "The council and the purpose",
        "What the support is for",
        "What is provided, and by whom",
        "The Improvement Board",
        "How progress is reviewed",
        "When the support comes to an end",
        "Confidentiality",
        "Agreed by",
    ]
    numbered = [p for p in document.paragraphs if p.style.name.startswith("Numbered")]
    assert len(numbered) > 12
    for paragraph in numbered:
        assert paragraph.style.element.pPr.numPr is not None
        assert not re.match(r"\d", paragraph.text)  # the number is Word's own, not typed
    assert next(p.text for p in document.paragraphs if p.style.name == "Heading 1").startswith(
        "Terms of Engagement: support for"
    )


def test_it_says_what_is_held_of_the_council_its_support_and_its_board():  # R129, R130
    package = full()
    words = words_of(read(package))
    for said in (
        package.concern.council.name,
        "A budget that balances.",
        "Members who know what they are told.",
        "Improvement East",
        "Two accountants",
        "CIB regional lead",
        "£560,000 known; 1 input without a sum",
        "In the chair: A. Chair",
        "A peer, LGA",
        "It meets next on 1 February 2027",
        "Close the accounts",
        "The support is no longer needed when: Two budgets in time.",
        "information is treated in confidence",
        "Members hold officers to account",
    ):
        assert said in words
    assert package.concern.owner.name in words


def test_what_is_not_held_stands_as_a_plain_blank():
    package = SupportPackageFactory(board="voluntary", people="")
    paper = paper_of(package)
    words = words_of(Document(BytesIO(to_word(paper))))
    blanks = blanks_in(paper)
    assert "who chairs the board and who sits on it" in blanks
    assert "who signs for the council" in blanks
    for blank in blanks:
        assert f"[to be written: {blank}]" in words


def test_it_holds_nothing_of_notes_sources_discussions_or_the_story():
    package = full()
    concern = package.concern
    heard(concern, text="zqheard", why="zqwhy", source__role="zqsource")
    DiscussionFactory(concern=concern, text="zqdiscussed")
    NarrativeEntryFactory(concern=concern, text="zqstory")
    SupportProgressFactory(package=package, text="zqprogress")
    board = package.boards.get()
    BoardMeetingFactory(board=board, text="zqmeeting")
    ActionReviewFactory(action=board.actions.get(), text="zqreview")
    concern.summary = "zqsummary"
    concern.save()
    made = to_word(paper_of(package))
    document = Document(BytesIO(made))
    everything = words_of(document) + "".join(
        part.blob.decode(errors="replace") for part in document.part.package.iter_parts()
    )
    assert "zq" not in everything


def test_the_same_paper_gives_the_same_bytes():
    package = full()
    assert to_word(paper_of(package)) == to_word(paper_of(package))


# The agreed text.


def keeping():
    package = SupportPackageFactory()
    said = {"package": package, "version": package.version, "terms": TERMS}
    return package, lambda by, at: keep_terms(by=by, at=at, **said)


def test_the_agreed_text_is_kept_with_the_day_and_who_agreed(at):  # R128
    package, keep = keeping()
    keep(package.by, at)
    package.refresh_from_db()
    assert (package.terms_of_engagement, package.terms_agreed_on, package.terms_agreed_by_council) == (
        "As in the agreed document.",
        date(2026, 3, 1),
        "The leader",
    )
    assert Event.objects.get(act="keep_terms").details == {"support": package.pk, "version": 2}


def test_terms_are_refused_without_a_text_or_agreed_on_a_day_to_come(at):
    package = SupportPackageFactory()
    for terms, sentence in (
        (Terms(text=" "), "Enter the terms"),
        (Terms(text="x", agreed_on=date(2099, 1, 1)), "has not come yet"),
    ):
        with pytest.raises(Refused, match=sentence):
            keep_terms(by=package.by, at=at, package=package, version=1, terms=terms)


def test_the_second_writer_of_terms_is_told_with_both_texts(at):
    package = SupportPackageFactory()
    said = {"by": package.by, "at": at, "package": package, "version": 1}
    keep_terms(**said, terms=Terms(text="Theirs."))
    with pytest.raises(Stale) as stale:
        keep_terms(**said, terms=Terms(text="Mine."))
    assert (stale.value.held, stale.value.typed) == ("Theirs.", "Mine.")


def test_changing_what_is_agreed_leaves_the_terms_as_they_are(sign_in):
    package = SupportPackageFactory(terms_of_engagement="As agreed.")
    said = {"weight": "full", "objectives": "A budget", "provider": "LGA", "board": "none", "version": 1}
    sign_in(package.by).post(f"{package.get_absolute_url()}/change", said)
    package.refresh_from_db()
    assert (package.objectives, package.terms_of_engagement) == ("A budget", "As agreed.")


def test_nothing_is_kept_where_the_record_cannot_be_written(at, broken_audit):
    package, keep = keeping()
    before = list(SupportPackage.objects.values())
    with pytest.raises(broken_audit):
        keep(package.by, at)
    assert list(SupportPackage.objects.values()) == before


def test_a_stranger_does_not_find_the_terms_and_a_senior_adviser_asks(at):
    package, keep = keeping()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=package.concern.council.region, capacity="senior")
    with pytest.raises(NotFound):
        keep(UserFactory(analyst=True), at)
    with pytest.raises(NotPermitted, match="Ask"):
        keep(senior, at)
    InterestFactory(user=package.by, council=package.concern.council)
    with pytest.raises(NotFound):
        keep(package.by, at)


# Through the page.


def test_the_draft_is_taken_out_as_word_and_the_record_says_so(sign_in):
    package = full()
    page = sign_in(package.by).get(f"{package.get_absolute_url()}/terms.docx")
    assert page["Content-Type"].endswith("wordprocessingml.document")
    assert page["Content-Disposition"] == f'attachment; filename="terms-of-engagement-{package.pk}.docx"'
    assert "A. Chair" in words_of(Document(BytesIO(page.content)))
    assert Event.objects.get(act="export_terms").details["support"] == package.pk


def test_whoever_does_not_work_on_the_concern_reads_the_draft_and_takes_nothing_out(sign_in, at):
    package = full()
    elsewhere = UserFactory(principal_adviser=True)
    client = sign_in(elsewhere)
    shown = client.get(f"{package.get_absolute_url()}/terms").content.decode()
    assert "Take the draft into Word" not in shown
    assert client.get(f"{package.get_absolute_url()}/terms.docx").status_code == 403
    with pytest.raises(NotPermitted):
        export_terms(by=elsewhere, at=at, package=package)


def test_the_page_names_what_is_still_to_be_written_and_keeps_the_agreed_text(sign_in):
    package = SupportPackageFactory(board="formal")
    client, address = sign_in(package.by), f"{package.get_absolute_url()}/terms"
    shown = client.get(address).content.decode()
    assert "who chairs the board and who sits on it" in shown
    client.post(
        address, {"text": "As agreed.", "agreed_on": "2026-03-01", "by_lga": "R. Okafor", "version": 1}
    )
    shown = client.get(package.get_absolute_url()).content.decode()
    assert "As agreed." in shown
    assert "agreed 1 March 2026" in shown
    assert "for the LGA: R. Okafor" in shown
    page = client.post(address, {"text": "Kept words", "agreed_on": "soon", "version": 2})
    assert page.status_code == 422
    assert "Kept words" in page.content.decode()
