"""The files of a note sent by e-mail: they wait with its draft, sealed, and go where the draft goes."""

import json
import mailbox
from datetime import timedelta
from email.message import EmailMessage

import pytest
from django.db import connection

from accounts.models import Draft
from accounts.workflow import clear_drafts, keep_draft
from audit.models import Event
from common.errors import NotFound, Refused
from common.parsing_child import ParserKilled
from intelligence import queries, workflow
from intelligence.models import Attachment, DraftFile, Note
from intelligence.posted import letter, taking
from intelligence.posted.taking import Counted, collect
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import DraftFileFactory, SourceTypeFactory
from tests.intelligence.scanner import HARM, scanner

pytestmark = pytest.mark.django_db
VOUCHED = "mail.ours.example; dmarc=pass header.from=lga.example"


@pytest.fixture
def box(tmp_path, settings):
    settings.MAIL_IN_MAILDIR = str(tmp_path / "mail")
    settings.MAIL_IN_TRUSTED_HOST = "mail.ours.example"
    return mailbox.Maildir(settings.MAIL_IN_MAILDIR)


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, email="okafor@lga.example")


@pytest.fixture(autouse=True)
def letter_in_this_process(monkeypatch):
    """The letter is read without its child; its files are cleaned in theirs."""

    def run(target, arguments, *, folder, max_seconds):
        out = folder / "out"
        letter.read(str(out), **arguments)
        return out

    monkeypatch.setattr(taking, "run_parser", run)


def mail(*files, text="@Barchester: the director leaves.", subject="Heard"):
    message = EmailMessage()
    message["Authentication-Results"] = VOUCHED
    message["From"], message["Subject"] = "okafor@lga.example", subject
    message.set_content(text)
    for name, content in files:
        message.add_attachment(content, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def collected(at):
    return collect(clock=lambda: at, worker="test")


def words(response) -> str:
    return " ".join(response.content.decode().split())


def sent(council, draft, **more):
    return {
        "text": draft.text,
        "council": council.code,
        "source_type": SourceTypeFactory().pk,
        "known": "first_hand",
        "draft": str(draft.key),
        "draft_version": draft.version,
        "draft_form": "/capture",
    } | more


def test_they_wait_with_the_draft_sealed_and_go_to_the_note_that_is_made_of_it(
    box, sign_in, adviser, council, at
):
    box.add(mail(("letter.txt", b"Dear adviser"), ("again.txt", b"Dear adviser"), ("b.txt", b"Other")))
    assert collected(at) == Counted(drafts=1)
    draft = Draft.objects.get()
    assert "file" not in draft.text
    assert [one.name for one in queries.draft_files(adviser, draft.key)] == ["letter.txt", "b.txt"]
    with connection.cursor() as cursor:
        cursor.execute("SELECT sealed_name, encode(sealed, 'escape') FROM intelligence_draftfile")
        assert not [one for row in cursor.fetchall() for one in row if "letter" in one or "Dear" in one]
    client = sign_in(adviser)
    page = words(client.get(draft.get_absolute_url()))
    assert "Came with the e-mail" in page
    assert "letter.txt" in page
    assert "letter.txt" not in words(client.get("/capture"))
    answer = client.post("/capture", sent(council, draft), follow=True)
    note = Note.objects.get()
    assert [one.name for one in note.attachments.all()] == ["letter.txt", "b.txt"]
    assert workflow.fetch_attachment(by=adviser, at=at, note=note, number=note.attachments.first().pk)[1] == (
        b"Dear adviser"
    )
    assert "letter.txt is attached" in words(answer)
    assert not DraftFile.objects.exists()
    assert "letter" not in json.dumps([one.details for one in Event.objects.all()])


def test_nobody_but_the_draft_s_owner_sees_them(box, sign_in, adviser, council, at):
    box.add(mail(("letter.txt", b"Dear adviser")))
    collected(at)
    draft, file = Draft.objects.get(), DraftFile.objects.get()
    for who in (adviser_for(council), UserFactory(administrator=True), UserFactory(governance_officer=True)):
        assert queries.draft_files(who, draft.key) == []
        client = sign_in(who)
        assert client.get(draft.get_absolute_url()).status_code == 404
        assert client.post(f"/capture/files/{file.pk}/leave-out").status_code == 404
        with pytest.raises(NotFound):
            workflow.leave_draft_file_out(by=who, at=at, number=file.pk)
        with pytest.raises(NotFound):
            workflow.keep_draft_files(by=who, at=at, draft=draft, files=[])
    assert DraftFile.objects.count() == 1


def test_one_is_left_out_and_what_was_typed_meanwhile_stays(box, sign_in, adviser, council, at):
    box.add(mail(("letter.txt", b"Dear adviser"), ("b.txt", b"Other")))
    collected(at)
    draft, file = Draft.objects.get(), DraftFile.objects.first()
    client = sign_in(adviser)
    answer = client.post(
        f"/capture/files/{file.pk}/leave-out", sent(council, draft, text="She leaves in June."), follow=True
    )
    page = words(answer)
    assert "letter.txt is left out" in page
    assert "She leaves in June." in page
    assert [one.name for one in DraftFile.objects.all()] == ["b.txt"]
    assert Event.objects.filter(act="leave_draft_file_out").count() == 1


def test_they_go_with_the_draft_when_it_is_discarded_or_left(box, sign_in, adviser, at):
    box.add(mail(("letter.txt", b"Dear adviser")))
    collected(at)
    sign_in(adviser).post(f"/drafts/{Draft.objects.get().key}/discard")
    assert not DraftFile.objects.exists()
    box.add(mail(("letter.txt", b"Dear adviser"), subject="Again"))
    collected(at)
    clear_drafts(by=None, at=at + timedelta(days=25))
    clear_drafts(by=None, at=at + timedelta(days=40))
    assert not Draft.objects.exists()
    assert not DraftFile.objects.exists()


def test_what_is_refused_is_said_in_the_draft_and_costs_nothing_else(box, adviser, at, settings):
    many = [(f"{number}.txt", bytes([65 + number])) for number in range(5)]
    with scanner() as address:
        settings.CLAMAV_ADDRESS = address
        box.add(mail(("tool.exe", b"MZ\x90" * 99), ("harm.txt", HARM), *many))
        assert collected(at) == Counted(drafts=1)
    text = Draft.objects.get().text
    for said in ("tool.exe was not attached.", "harm.txt was not attached: the scanner", "2 more files came"):
        assert said in text
    assert text.startswith("Heard\n\n@Barchester: the director leaves.")
    assert [one.name for one in DraftFile.objects.all()] == ["0.txt", "1.txt", "2.txt"]
    assert Event.objects.filter(act="refuse_harmful_file").count() == 1


def test_a_photograph_sent_without_a_word_is_a_draft_too(box, adviser, at):
    box.add(mail(("letter.txt", b"Dear adviser"), text="", subject=""))
    assert collected(at) == Counted(drafts=1)
    assert Draft.objects.get().text == "(Sent by e-mail without words: letter.txt)"


def test_where_one_cannot_be_looked_at_just_now_the_mail_waits_whole(box, adviser, at, monkeypatch):
    def killed(name, chunks):
        raise Refused("Not now.") from ParserKilled("killed")

    box.add(mail(("letter.txt", b"Dear adviser")))
    with monkeypatch.context() as patched:
        patched.setattr(taking, "receive", killed)
        assert collected(at) == Counted()
    assert not Draft.objects.exists()
    assert len(box) == 1
    assert collected(at + timedelta(minutes=6)) == Counted(drafts=1)
    assert DraftFile.objects.count() == 1


def test_with_a_file_too_many_the_note_waits_and_all_of_it_stays(sign_in, adviser, council, at):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": ["The director leaves."]})
    for number in range(6):
        DraftFileFactory(draft=draft, content=bytes([65 + number]))
    page = sign_in(adviser).post("/capture", sent(council, draft))
    assert page.status_code == 422
    assert "this one would have 6" in words(page)
    assert DraftFile.objects.count() == 6
    assert not Note.objects.exists()


def test_nothing_moves_where_it_cannot_be_recorded(sign_in, adviser, council, at, monkeypatch):
    draft = keep_draft(by=adviser, at=at, form="/capture", fields={"text": ["The director leaves."]})
    DraftFileFactory(draft=draft)

    def broken(**fields):
        raise RuntimeError("broken")

    monkeypatch.setattr(Event.objects, "create", broken)
    with pytest.raises(RuntimeError):
        sign_in(adviser).post("/capture", sent(council, draft))
    assert DraftFile.objects.count() == 1
    assert not Attachment.objects.exists()
    assert Draft.objects.standing().count() == 1


def test_pictures_within_the_words_are_no_files(box, adviser, at):
    message = EmailMessage()
    message["Authentication-Results"], message["From"] = VOUCHED, "okafor@lga.example"
    message["Subject"] = "Heard"
    message.set_content("The director leaves.")
    message.add_alternative("<p>The director leaves.</p><img src='cid:logo'>", subtype="html")
    message.get_payload()[1].add_related(b"PNG", "image", "png", cid="<logo>", filename="logo.png")
    box.add(message.as_bytes())
    assert collected(at) == Counted(drafts=1)
    assert Draft.objects.get().text == "Heard\n\nThe director leaves."
