"""Notes sent by e-mail, in a real maildir: drafts of those who may log notes, everything else put aside."""

import json
import mailbox
import tempfile
from pathlib import Path

import pytest

from accounts.models import Draft
from common.errors import Refused
from common.parsing_child import ParsingFailed
from intelligence.models import DraftFile, Note, Story
from intelligence.posted import letter, taking
from intelligence.posted.taking import Counted, collect
from intelligence.sources.reading_mail import read_mail
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.councils import RegionHoldingFactory
from tests.intelligence.brought_files import hostile
from tests.intelligence.test_feeds import MAIL

pytestmark = pytest.mark.django_db
VOUCHED = "Authentication-Results: mail.ours.example; dmarc=pass header.from=lga.example\n"


@pytest.fixture
def box(tmp_path, settings):
    settings.MAIL_IN_MAILDIR = str(tmp_path / "mail")
    settings.MAIL_IN_TRUSTED_HOST = "mail.ours.example"
    return mailbox.Maildir(settings.MAIL_IN_MAILDIR)


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True, email="okafor@lga.example")


@pytest.fixture
def in_a_child():
    """The reader runs as it does for real."""


@pytest.fixture(autouse=True)
def in_this_process(monkeypatch, request):
    """The reader without its child, but where a test asks for it: a child takes a second."""
    if "in_a_child" in request.fixturenames:
        return

    def run(target, arguments, *, folder, max_seconds):
        out = folder / "out"
        letter.read(str(out), **arguments)
        return out

    monkeypatch.setattr(taking, "run_parser", run)


def sent(
    text="@Barchester: the director leaves.",
    head=VOUCHED,
    sender="R. Okafor <Okafor@lga.example>",
    subject="Heard",
):
    return f"{head}From: {sender}\nTo: notes@ours.example\nSubject: {subject}\n\n{text}\n".encode()


def collected(at):
    return collect(clock=lambda: at, worker="test")


def test_a_mail_becomes_a_draft_of_its_sender_once_and_nothing_is_left_of_it(box, adviser, at):
    box.add(sent("@Barchester: the director leaves.\n\nOn Mon, Ada wrote:\n> Is it so?\n-- \nR. Okafor"))
    box.add(sent("@Barchester: the director leaves.\n\nOn Mon, Ada wrote:\n> Is it so?\n-- \nR. Okafor"))
    assert collected(at) == Counted(drafts=1, before=1)
    draft = Draft.objects.get()
    assert (draft.owner, draft.origin, draft.form) == (adviser, "mailed", "/capture")
    assert draft.fields == {"text": ["Heard\n\n@Barchester: the director leaves."]}
    assert not Note.objects.exists()
    assert list(box.keys()) == []
    box.add(sent("@Barchester: the director leaves.\n\nOn Mon, Ada wrote:\n> Is it so?\n-- \nR. Okafor"))
    assert collected(at) == Counted(before=1)
    assert collected(at) == Counted()


@pytest.mark.parametrize(
    ("head", "is_taken"),
    [
        (VOUCHED, True),
        ("Authentication-Results: mail.ours.example 1; dkim=pass (good) header.d=lga.example\n", True),
        ("Authentication-Results: mail.ours.example; spf=pass smtp.mailfrom=okafor@lga.example\n", True),
        ("", False),
        (
            "Authentication-Results: mail.ours.example; dkim=pass header.d=elsewhere.example; dmarc=fail\n",
            False,
        ),
        (
            "Authentication-Results: mail.ours.example; spf=pass smtp.mailfrom=a@lga.example.evil.example\n",
            False,
        ),
        ("Authentication-Results: mail.ours.example; none (dmarc=pass)\n", False),
        ("Authentication-Results: evil.example; dmarc=pass\n", False),
        (
            f"Authentication-Results: mail.ours.example; dmarc=fail\n{VOUCHED}",
            False,
        ),  # what the sender wrote stands below
    ],
)
def test_only_a_sender_our_own_mail_host_vouches_for_is_believed(box, adviser, at, head, is_taken):
    box.add(sent(head=head))
    counted = collected(at)
    assert (counted.drafts, counted.refused) == ((1, 0) if is_taken else (0, 1))
    assert Draft.objects.exists() == is_taken
    if not is_taken:
        assert len(box.get_folder("Refused")) == 1


@pytest.mark.parametrize(
    "mail",
    [
        sent(sender="stranger@lga.example"),
        sent(sender="analyst@lga.example"),
        sent(sender="left@lga.example"),
        sent(sender="okafor@lga.example, other@lga.example"),
        sent(sender="okafor@lga.example\nFrom: other@lga.example"),
        sent(" ", subject=""),
        hostile()["parts.eml"][0],
        b"\x00" * 50,
        b"no mail at all",
    ],
)
def test_strangers_leavers_and_hostile_mails_are_put_aside_with_a_line_and_no_answer(
    box, adviser, at, mail, mailoutbox, caplog
):
    UserFactory(analyst=True, email="analyst@lga.example")
    UserFactory(principal_adviser=True, email="left@lga.example", is_active=False)
    box.add(mail)
    assert collected(at).refused == 1
    assert not Draft.objects.exists()
    assert mailoutbox == []
    assert "a mail was put aside" in caplog.text
    assert "director" not in caplog.text
    assert Job.objects.get(kind="mail").state == "failed"
    assert collected(at) == Counted()


@pytest.mark.usefixtures("in_a_child")
def test_strange_letters_null_signs_and_files_are_read_in_the_child_for_what_they_are(box, adviser, at):
    box.add(
        VOUCHED.encode() + b"From: okafor@lga.example\nSubject: =?utf-8?q?Caf=C3=A9?=\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain; charset=no-such\n\n"
        b"a\x00b \xc2\xa34m\n--b\nContent-Disposition: attachment; filename=a.pdf\n\n%PDF\n--b--\n"
    )
    assert collected(at).drafts == 1
    assert Draft.objects.get().fields["text"] == ["Café\n\nab £4m"]
    file = DraftFile.objects.get()
    assert (file.name, file.content.strip()) == ("a.txt", b"%PDF")  # what it is, not what it says it is


def test_nothing_is_done_where_no_maildir_is_set(settings, at):
    assert collected(at) == Counted()
    settings.MAIL_IN_MAILDIR = "/nowhere/mail"
    assert collected(at) == Counted()


def test_an_e_alert_that_an_adviser_sends_on_goes_to_the_inbox_once(box, adviser, at, monkeypatch):  # R070
    monkeypatch.setattr(taking, "alerts_from_mail", alerts_without_a_child)
    RegionHoldingFactory(user=adviser)
    alert = MAIL.replace("Google Alerts <alerts@example.org>", "R. Okafor <okafor@lga.example>")
    box.add((VOUCHED + alert).encode())
    box.add(sent("Nothing of note in it.", subject="Alert from the chair"))
    assert collected(at) == Counted(drafts=1, alerts=1)
    assert Story.objects.get().copies.get().came_by == "mail"
    assert Draft.objects.get().fields["text"][0].startswith("Alert from the chair")
    box.add((VOUCHED + alert).encode())
    assert collected(at) == Counted(before=1)


def alerts_without_a_child(content):
    """Read in this process."""
    with tempfile.TemporaryDirectory() as folder:
        place, out = Path(folder) / "in", Path(folder) / "out"
        place.write_bytes(content)
        try:
            read_mail(str(out), str(place))
        except ParsingFailed as none:
            raise Refused(none.sentence) from none
        return json.loads(out.read_text())
