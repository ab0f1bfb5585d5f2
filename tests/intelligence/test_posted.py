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
OURS = "Authentication-Results: mail.ours.example;"
VOUCHED = f"{OURS} dmarc=pass header.from=lga.example\n"


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
        (f"{OURS} dmarc=fail; dkim=pass header.d=lga.example\n", False),
        (f"{OURS} dmarc=none; dkim=pass header.i=@lga.example\n", True),
        (f"{OURS} spf=pass smtp.mailfrom=a@lga.example@evil.example\n", False),
        # An address may quote whatever its owner likes before the last @.
        (f'{OURS} spf=pass smtp.mailfrom="header.d=lga.example x"@evil.example\n', False),
        (f'{OURS} spf=pass smtp.mailfrom="x; dmarc=pass y"@evil.example\n', False),
        (f'{OURS} spf=pass smtp.mailfrom="\\"; dmarc=pass "@evil.example\n', False),
        (f'{OURS} spf=pass smtp.mailfrom="never ended; dmarc=pass\n', False),
        (f"{OURS} spf=pass smtp.mailfrom=header.d=lga.example@evil.example\n", False),
        (f"{OURS} spf=pass (a (b; dmarc=pass) c) smtp.mailfrom=evil.example\n", False),
        (f"{OURS} iprev=pass policy.iprev=dmarc=pass\n", False),
        (f"{OURS} dmarc=pass header.from=evil.example\n", False),
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


def test_a_mail_that_another_run_wrote_down_becomes_a_draft_and_is_not_lost(box, adviser, at, monkeypatch):
    """Two runs side by side: this one claims what the other has listed a moment after it looked."""
    listed = taking._written_down

    def listed_and_another_came(*words):
        waiting, before = listed(*words)
        box.add(sent("@Barchester: what came a moment later."))
        with monkeypatch.context() as other:
            other.setattr(taking.ledger, "claim", lambda **named: None)
            other.setattr(taking, "_written_down", listed)
            collected(at)  # the other run writes it down and is slow to claim it
        return waiting, before

    monkeypatch.setattr(taking, "_written_down", listed_and_another_came)
    box.add(sent())
    assert collected(at).drafts == 2
    assert Draft.objects.count() == 2
    assert list(box.keys()) == []


def test_a_mail_that_is_not_there_just_now_is_looked_for_again_and_taken_when_it_is(
    box, adviser, at, tmp_path
):
    key = box.add(sent())
    path = taking._path(box, tmp_path / "mail", key)
    taking._written_down(box, tmp_path / "mail", lambda: at)
    path.rename(tmp_path / "away")
    assert collected(at) == Counted()
    (tmp_path / "away").rename(path)
    assert collected(at + taking.LEASE).drafts == 1


def test_what_failed_without_being_put_aside_is_put_aside_and_never_deleted(box, adviser, at, tmp_path):
    box.add(sent())
    taking._written_down(box, tmp_path / "mail", lambda: at)
    Job.objects.update(state="failed", finished_at=at)
    assert collected(at) == Counted(before=1)
    (kept,) = box.get_folder("Refused")
    assert "the director leaves" in kept.as_string()
    assert list(box.keys()) == []


def test_a_mail_that_breaks_each_run_is_put_aside_after_some_and_holds_up_no_other(
    box, adviser, at, monkeypatch
):
    take = taking._take

    def breaks(path, key, at):
        if b"breaks" in path.read_bytes():
            raise ZeroDivisionError
        return take(path, key, at)

    monkeypatch.setattr(taking, "_take", breaks)
    box.add(sent("@Barchester: it breaks."))
    for attempt in range(taking.MOST_ATTEMPTS):
        with pytest.raises(ZeroDivisionError):
            collected(at + attempt * 2 * taking.LEASE)
    box.add(sent())
    counted = collected(at + taking.MOST_ATTEMPTS * 2 * taking.LEASE)
    assert (counted.drafts, counted.refused) == (1, 1)
    (kept,) = box.get_folder("Refused")
    assert "it breaks" in kept.as_string()
