"""The last Word paper: read, asked about, confirmed, and what the first report then says beside it."""

from datetime import date, datetime, time

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from intelligence.sealing import unseal_bytes
from panel.models import LastPaper, LastPaperAnswer, LastPaperLine, PackEntry
from panel.queries import draft_of, lines_shown
from panel.word_files.receiving import receive_paper
from panel.workflow import answer_last_paper, open_last_paper, take_in_last_paper, take_out_last_paper
from papers.canonical import from_json
from papers.text import to_text
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.panel import BodyFactory, MeetingFactory
from tests.panel.word_papers import NOT_TAKEN, last_paper

pytestmark = pytest.mark.django_db
DAY = date(2012, 9, 4)
ABOUT, OVER, ASKED = LastPaperLine.Reading.ABOUT, LastPaperLine.Reading.PASSED_OVER, "asked"


@pytest.fixture
def oldcastle():
    return CouncilFactory(short_name="Oldcastle")


@pytest.fixture
def take_in(secretary, at):
    def taken(content=None, *, body=None, held_on=DAY, by=None, **more):
        received = receive_paper("Radar paper.docx", [content or last_paper(**more)])
        body = body or BodyFactory(psp=True)
        return take_in_last_paper(body=body, held_on=held_on, received=received, by=by or secretary, at=at)

    return taken


def answered(paper, by, at, answers=None, *, confirm=True, **more):
    said = {"held_on": paper.held_on, "version": paper.version, **more}
    return answer_last_paper(paper=paper, answers=answers or {}, by=by, at=at, confirm=confirm, **said)


def read_of(paper) -> list[tuple[str, str]]:
    return [(one.reading, one.council.short_name if one.council else "") for one in paper.lines.all()]


# Reading.


def test_every_line_of_the_paper_is_there_with_its_council_or_why_it_is_passed_over(
    marchford, oldcastle, take_in
):  # R147
    paper = take_in()

    assert [(one.text.split("\n")[0], one.reading) for one in paper.lines.all()] == [
        ("Councils on the radar", OVER),
        ("This report draws together what is known.", OVER),
        ("Marchford", OVER),
        ("Savings at Marchford slipped in the spring.", ABOUT),
        ("A peer works there.", ABOUT),
        ("Oldcastle", OVER),
        ("Savings at Oldcastle slipped in the spring.", ABOUT),
        ("A peer works there.", ABOUT),
        ("Conclusion and next steps", OVER),
        ("Members are asked to note the report.", OVER),
        ("Council | Support", OVER),
        ("Marchford | A mentor", ABOUT),
        ("Restricted", OVER),
    ]
    assert {one.council for one in paper.lines.all() if one.council} == {marchford, oldcastle}
    assert all(one.why for one in paper.lines.all())
    assert paper.lines.last().why == "It is a header, and no part of the text."


def test_what_may_mean_two_councils_is_asked_and_never_guessed(take_in, secretary, at):
    for name in ("Newbury", "Newbury"):
        council = CouncilFactory(short_name=name)
        council.names.update(name="Newbury Council")
    paper = take_in(councils=("Newbury",))

    asked = [one for one in paper.lines.all() if one.reading == ASKED]

    assert len(asked) == 3  # two paragraphs and a row
    assert all("may mean" in one.why for one in asked)
    assert not any(one.council for one in paper.lines.all())
    with pytest.raises(Refused, match="3 lines are not answered yet"):
        answered(paper, secretary, at)


def test_words_taken_out_are_not_read_and_those_in_boxes_and_controls_are(take_in):
    from tests.intelligence.brought_files import with_parts
    from tests.panel.word_papers import part

    content = last_paper(councils=("Marchford",))
    body = part(content, "word/document.xml")
    space = "<w:p><w:del><w:r><w:t>Gone</w:t></w:r></w:del><w:r><w:t>Stays</w:t></w:r></w:p>"
    control = "<w:sdt><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>"
    inside = "<w:txbxContent><w:p><w:r><w:t>In a box</w:t></w:r></w:p></w:txbxContent>"
    box = f"<w:p><w:r><w:pict>{inside}</w:pict></w:r></w:p>"
    paper = take_in(
        with_parts(content, {"word/document.xml": body.replace("<w:body>", f"<w:body>{space}{control}{box}")})
    )

    assert [one.text for one in paper.lines.all()][:3] == ["Stays", "In a control", "In a box"]


def test_rows_and_cells_in_controls_are_read_as_the_others_are(take_in):
    from tests.intelligence.brought_files import with_parts
    from tests.panel.word_papers import part

    def cell(words):
        return f"<w:tc><w:p><w:r><w:t>{words}</w:t></w:r></w:p></w:tc>"

    def control(inside):
        return f"<w:sdt><w:sdtContent>{inside}</w:sdtContent></w:sdt>"

    plain = f"<w:tr>{cell('Council')}{cell('Support')}</w:tr>"
    repeated = control(control(f"<w:tr>{cell('Marchford')}{control(cell('A mentor'))}</w:tr>"))
    added = f"<w:ins><w:tr>{cell('Marchford')}{cell('A peer')}</w:tr></w:ins>"
    content = last_paper(councils=("Marchford",))
    body = part(content, "word/document.xml")
    table = f"<w:body><w:tbl>{plain}{repeated}{added}</w:tbl>"
    paper = take_in(with_parts(content, {"word/document.xml": body.replace("<w:body>", table)}))

    rows = [(one.where, one.text) for one in paper.lines.all()][:3]
    assert rows == [
        ("row 1 of table 1", "Council | Support"),
        ("row 2 of table 1", "Marchford | A mentor"),
        ("row 3 of table 1", "Marchford | A peer"),
    ]


@pytest.mark.parametrize("name", [*NOT_TAKEN, "empty", "no words", "too large"])
def test_what_is_no_paper_is_refused_with_a_sentence(name, monkeypatch):
    from docx import Document

    from tests.panel.word_papers import saved

    content, said = NOT_TAKEN.get(name, (b"", ""))
    if name == "empty":
        content, said = b"", "It is empty"
    if name == "no words":
        content, said = saved(Document()), "no words in it"
    if name == "too large":
        monkeypatch.setattr("panel.word_files.receiving.MOST_PAPER", 10)
        content, said = last_paper(), "larger than"

    with pytest.raises(Refused, match=said):
        receive_paper("paper.docx", [content])


def test_what_a_scanner_knows_is_refused(monkeypatch):
    from intelligence.files.scanning import Scan

    for answer, said in ((Scan.INFECTED, "do harm"), (Scan.HELD, "does not answer")):
        monkeypatch.setattr("panel.word_files.receiving.scan", lambda content, answer=answer: answer)
        with pytest.raises(Refused, match=said):
            receive_paper("paper.docx", [last_paper()])


# The acts.


def test_the_original_is_kept_sealed_and_each_opening_is_recorded(take_in, secretary, at, marchford):
    paper = take_in()

    sealed = bytes(paper.content.sealed)
    assert b"word/document.xml" not in sealed
    assert unseal_bytes(sealed) == open_last_paper(paper=paper, by=secretary, at=at)
    acts = list(Event.objects.order_by("id").values_list("act", flat=True))
    assert acts[-2:] == ["take_in_last_paper", "open_last_paper"]
    with pytest.raises(DatabaseError), transaction.atomic():
        paper.lines.update(text="Another")


def test_only_the_secretariat_takes_it_in_once_of_a_meeting_that_was_held(take_in, secretary, at, marchford):
    with pytest.raises(NotPermitted):
        take_in(by=UserFactory(principal_adviser=True))
    with pytest.raises(Refused, match="cannot lie ahead"):
        take_in(held_on=date(2200, 1, 1))
    paper = take_in()
    with pytest.raises(Refused, match="is held already"):
        take_in()

    take_out_last_paper(paper=paper, reason="The wrong one.", by=secretary, at=at)
    assert take_in().pk != paper.pk
    assert Event.objects.filter(act="take_out_last_paper").count() == 1
    with pytest.raises(NotFound):
        answered(paper, secretary, at)
    with pytest.raises(NotFound):
        answered(LastPaper.objects.first(), UserFactory(senior_adviser=True), at)


def test_nothing_is_taken_in_or_said_if_the_record_cannot_be_written(
    take_in, secretary, at, marchford, request
):
    paper = take_in()
    broken = request.getfixturevalue("broken_audit")

    with pytest.raises(broken), transaction.atomic():
        take_in(body=BodyFactory(slug="another"))
    line = paper.lines.get(text="Members are asked to note the report.")
    with pytest.raises(broken), transaction.atomic():
        answered(paper, secretary, at, {line.number: marchford})
    with pytest.raises(broken), transaction.atomic():
        take_out_last_paper(paper=paper, reason="Wrong.", by=secretary, at=at)

    assert LastPaper.objects.count() == 1
    assert not LastPaperAnswer.objects.exists()
    held = LastPaper.objects.get()
    assert held.confirmed_at is None
    assert held.taken_out_at is None


def test_what_was_said_before_of_a_line_stays_and_the_newest_stands(take_in, secretary, at, marchford):
    paper = take_in()
    line = paper.lines.get(text="Members are asked to note the report.")
    paper = answered(paper, secretary, at, {line.number: marchford})
    paper = answered(paper, secretary, at, {line.number: None}, confirm=False, held_on=date(2012, 9, 5))

    assert [one.council for one in line.answers.all()] == [marchford, None]
    shown = next(one for one in lines_shown(paper, secretary, at.date()) if one.line == line)
    assert (shown.reading, shown.why) == (OVER, "Passed over by S. Ellery.")
    last = Event.objects.order_by("id").filter(act="answer_last_paper").last()
    assert last.details == {"lines": [line.number], "confirmed": False, "was_on": "2012-09-04"}
    with pytest.raises(Refused, match="Somebody else answered"):
        answered(paper, secretary, at, version=1)


# What the report says.


def words_of(pack) -> str:
    return to_text(from_json(pack.paper))


def test_the_first_report_says_what_the_word_paper_can_say_and_cites_it(
    marchford, saltmarsh, oldcastle, take_in, secretary, at, issue
):  # R147 R151
    answered(take_in(), secretary, at)

    pack = issue()
    said = " ".join(words_of(pack).split())

    for words in (
        "a Word paper for the meeting on 4 September 2012, and this report is compared with it",
        "Saltmarsh. Not in the last paper. Now: Stage 4",
        "Not in the last paper (4 September 2012): Saltmarsh.",
        "In the last paper, and in this one: Marchford.",
        "In the last paper, and no longer in this one: Oldcastle.",
        "Marchford. In the last paper. Then: “Savings at Marchford slipped in the spring. A peer works "
        "there. Marchford | A",
        "Oldcastle. In the last paper, and no longer in this one. Then: “Savings at Oldcastle "
        "slipped in the spring. A peer works there.” No concern",
        "1 of them not in the last paper, a Word paper for the meeting on 4 September 2012.",
    ):
        assert words in said, words
    assert "every council in it is new" not in said
    assert "No change" not in said
    entries = dict(pack.entries.values_list("name", "since"))
    assert entries == {"Marchford": "in_paper", "Saltmarsh": "new", "Oldcastle": "off"}
    assert Event.objects.filter(act="issue_pack").last().details["last_paper"] == LastPaper.objects.get().pk


def test_the_first_report_tells_lessons_since_the_meeting_of_the_word_paper(
    marchford, take_in, secretary, at, issue, monkeypatch
):
    answered(take_in(), secretary, at)
    asked = []
    monkeypatch.setattr("panel.queries.drafting.lessons_since", lambda user, since: asked.append(since) or [])

    issue()

    assert {timezone.localtime(since) for since in asked} == {
        timezone.make_aware(datetime.combine(DAY, time.min))
    }


def test_a_paper_that_is_not_confirmed_or_was_taken_out_is_no_baseline(
    marchford, oldcastle, take_in, secretary, at, issue
):
    paper = take_in()
    paper = answered(paper, secretary, at, confirm=False)
    take_out_last_paper(paper=paper, reason="The wrong one.", by=secretary, at=at)
    take_in()

    assert "every council in it is new" in words_of(issue())


def test_after_the_first_report_nothing_of_it_changes_and_the_next_is_compared_with_the_report(
    marchford, saltmarsh, oldcastle, take_in, secretary, at, issue, meeting
):
    paper = answered(take_in(), secretary, at)
    first = issue()

    with pytest.raises(Refused, match="can no longer be taken in or changed"):
        answered(paper, secretary, at, confirm=False)
    with pytest.raises(Refused, match="can no longer be taken in or changed"):
        take_out_last_paper(paper=paper, reason="Late.", by=secretary, at=at)
    second = issue(reason="A name was wrong.")
    assert "Word paper for the meeting on 4 September 2012" in words_of(second)
    later = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 10))
    from tests.factories.panel import CouncilToldFactory

    for council in (marchford, saltmarsh):
        CouncilToldFactory(meeting=later, council=council)
    third = issue(later)
    assert "Word paper" not in words_of(third)
    since = dict(third.entries.values_list("council", "since"))
    assert since[marchford.pk] == PackEntry.Since.UNCHANGED
    assert first.entries.count() == 3
    with pytest.raises(Refused, match="can no longer be taken in"):
        take_in()


def test_another_bodys_paper_is_no_baseline(marchford, take_in, secretary, at, issue):
    answered(take_in(body=BodyFactory(slug="another")), secretary, at)

    assert "every council in it is new" in words_of(issue())


# Interests.


def test_a_declared_interest_withholds_its_lines_the_original_and_the_act(
    marchford, oldcastle, take_in, at, secretary, meeting
):  # R052
    paper = take_in(more=["Oldcastle is spoken of in passing at the council of Marchford."])
    other = UserFactory(secretariat=True)
    InterestFactory(user=other, council=oldcastle)

    shown = lines_shown(paper, other, at.date())

    assert not any("Oldcastle" in one.line.text for one in shown if not one.withheld)
    assert sum(one.withheld for one in shown) == 4
    with pytest.raises(NotPermitted, match="withheld from you"):
        open_last_paper(paper=paper, by=other, at=at)
    with pytest.raises(Refused, match="withheld from you"):
        answered(paper, other, at, {shown[-3].line.number: None})
    hidden = next(one.line for one in shown if one.withheld)
    with pytest.raises(NotFound):
        answered(paper, other, at, {hidden.number: marchford}, confirm=False)
    asked = [one.line.number for one in lines_shown(paper, secretary, at.date()) if one.is_asked]
    answered(paper, secretary, at, dict.fromkeys(asked))
    assert [entry.name for entry, _ in draft_of(meeting, secretary).off] == ["Oldcastle"]
    assert not draft_of(meeting, other).off


# The page.


def test_the_secretariat_takes_a_paper_in_answers_and_confirms_it_in_the_browser(
    sign_in, secretary, marchford, oldcastle, meeting
):
    client = sign_in(secretary)
    assert "/bodies/psp/last-paper" in client.get("/bodies/psp").content.decode()
    assert "The last paper in Word" in client.get("/bodies/psp/last-paper").content.decode()
    day = {"held_on_0": "4", "held_on_1": "9", "held_on_2": "2012", "held_on": "2012-09-04"}

    bad = client.post("/bodies/psp/last-paper", {"file": SimpleUploadedFile("a.docx", b"%PDF-"), **day})
    assert bad.status_code == 422
    assert "no Word file" in bad.content.decode()
    none = client.post("/bodies/psp/last-paper", day)
    assert "Choose the file" in none.content.decode()
    sent = client.post("/bodies/psp/last-paper", {"file": SimpleUploadedFile("a.docx", last_paper()), **day})
    assert sent.status_code == 302
    page = client.get("/bodies/psp/last-paper").content.decode()
    for said in (
        "2 councils in it",
        "Savings at Oldcastle slipped",
        "It names no one council.",
        "Pass it over",
    ):
        assert said in page
    paper = LastPaper.objects.get()
    fields = {"version": paper.version, **day}
    for one in paper.lines.all():
        if one.council:
            fields[f"council_{one.number}"] = f"{one.council.short_name} ({one.council.code})"
        else:
            fields[f"over_{one.number}"] = "on"

    wrong = client.post(
        "/bodies/psp/last-paper/lines", fields | {"council_4": "Nowhere at all", "do": "confirm"}
    )
    assert wrong.status_code == 422
    assert "Nowhere at all" in wrong.content.decode()
    both = client.post("/bodies/psp/last-paper/lines", fields | {"over_4": "on", "do": "next"})
    assert "not both" in both.content.decode()
    stale = client.post("/bodies/psp/last-paper/lines", fields | {"version": "99", "do": "next"})
    assert "Somebody else answered" in stale.content.decode()
    done = client.post("/bodies/psp/last-paper/lines", fields | {"do": "confirm"}, follow=True)
    assert "The first report is compared with it." in done.content.decode()
    assert LastPaper.objects.get().confirmed_by == secretary
    assert client.get("/bodies/psp/last-paper/file").content[:2] == b"PK"
    prepared = client.get(f"/meetings/{meeting.pk}/pack").content.decode()
    assert "compares with the Word paper of 4 September 2012" in prepared
    assert client.post("/bodies/psp/last-paper/take-out", {"reason": ""}).status_code == 422
    client.post("/bodies/psp/last-paper/take-out", {"reason": "The wrong one."})
    assert "The wrong one." in client.get("/bodies/psp/last-paper").content.decode()


def test_to_everybody_else_there_is_no_such_page(sign_in, take_in, marchford):
    take_in()
    for person in (UserFactory(principal_adviser=True), UserFactory(panel_member=True)):
        client = sign_in(person)
        for address in ("", "/file", "/take-out"):
            assert client.get(f"/bodies/psp/last-paper{address}").status_code == 404
        assert client.post("/bodies/psp/last-paper/lines", {}).status_code == 404


def test_the_page_withholds_what_the_person_may_not_read(sign_in, take_in, marchford, oldcastle):
    take_in()
    other = UserFactory(secretariat=True)
    InterestFactory(user=other, council=oldcastle)

    page = sign_in(other).get("/bodies/psp/last-paper").content.decode()

    assert WITHHELD in page
    assert "Savings at Oldcastle" not in page
    assert "Savings at Marchford" in page
    assert "Fetch it" not in page
