"""Files of a note: attached, fetched, taken away; who may, what is recorded, and what a late scan does."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction

from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused
from intelligence import attaching
from intelligence.files.kinds import FileKind
from intelligence.files.receiving import Received
from intelligence.files.scanning import Scan
from intelligence.models import Attachment, AttachmentContent
from intelligence.workflow import attach_files, fetch_attachment, take_attachment_away, withdraw_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory, adviser_for
from tests.factories.intelligence import AttachmentFactory, NoteFactory
from tests.intelligence.scanner import HARM, scanner

pytestmark = pytest.mark.django_db


@pytest.fixture
def note():
    return NoteFactory()


def file(name="letter.txt", content=b"Dear adviser"):
    return Received(name, FileKind.TEXT, content, (), Scan.NOT_SCANNED)


def sent(content=b"Dear adviser", name="letter.txt"):
    return SimpleUploadedFile(name, content)


def test_its_owner_attaches_files_which_are_sealed_and_recorded(note, at):
    kept = attach_files(
        by=note.owner, at=at, note=note, files=[file(), file("again.txt"), file("b.txt", b"Other")]
    )
    assert [one.name for one in kept] == ["again.txt", "b.txt"]  # the same bytes once
    assert attach_files(by=note.owner, at=at, note=note, files=[file()]) == []
    assert b"Dear" not in bytes(kept[0].content.sealed)
    event = Event.objects.filter(act="attach_files").first()
    assert (event.by, event.scope) == (note.owner, note.council.audit_scope)
    assert "again" not in str(event.details)


def test_others_do_not_attach_and_a_note_has_five_files_at_most(note, at):
    with pytest.raises(NotPermitted, match="Ask them to attach"):
        attach_files(by=adviser_for(note.council), at=at, note=note, files=[file()])
    with pytest.raises(NotFound):
        attach_files(by=UserFactory(analyst=True), at=at, note=note, files=[file()])
    with pytest.raises(Refused, match="may have 5 files, and this one would have 6"):
        attach_files(by=note.owner, at=at, note=note, files=[file(content=bytes([n])) for n in range(6)])
    assert not Attachment.objects.exists()


def test_whoever_reads_the_note_fetches_it_asked_anew_each_time_and_recorded(note, at):
    attachment = AttachmentFactory(note=note, words="Dear adviser")
    reader = UserFactory(senior_adviser=True)
    assert fetch_attachment(by=reader, at=at, note=note, number=attachment.pk)[1] == b"Dear adviser"
    assert Event.objects.get(act="fetch_attachment").by == reader
    InterestFactory(user=reader, council=note.council)  # R052: from one moment to the next
    with pytest.raises(NotFound):
        fetch_attachment(by=reader, at=at, note=note, number=attachment.pk)
    with pytest.raises(NotFound):
        fetch_attachment(by=note.owner, at=at, note=note, number=attachment.pk + 1)
    restricted = AttachmentFactory(note=NoteFactory(restricted=True))
    with pytest.raises(NotFound):
        fetch_attachment(
            by=UserFactory(principal_adviser=True), at=at, note=restricted.note, number=restricted.pk
        )
    withdraw_note(by=note.owner, at=at, note=note, reason="Wrong")
    with pytest.raises(NotFound):
        fetch_attachment(by=note.owner, at=at, note=note, number=attachment.pk)


def test_its_owner_takes_a_file_away_with_a_reason(note, at):
    attachment = AttachmentFactory(note=note)
    with pytest.raises(Refused, match="Enter why"):
        take_attachment_away(by=note.owner, at=at, note=note, number=attachment.pk, reason=" ")
    with pytest.raises(NotPermitted):
        take_attachment_away(
            by=adviser_for(note.council), at=at, note=note, number=attachment.pk, reason="No"
        )
    take_attachment_away(by=note.owner, at=at, note=note, number=attachment.pk, reason="The wrong file")
    with pytest.raises(NotFound):
        fetch_attachment(by=note.owner, at=at, note=note, number=attachment.pk)
    assert not AttachmentContent.objects.exists()
    assert Event.objects.filter(act="take_attachment_away").count() == 1


def test_nothing_changes_where_it_cannot_be_recorded(note, at, broken_audit):
    attachment = AttachmentFactory(note=note)
    for act in (
        lambda: attach_files(by=note.owner, at=at, note=note, files=[file()]),
        lambda: fetch_attachment(by=note.owner, at=at, note=note, number=attachment.pk),
        lambda: take_attachment_away(by=note.owner, at=at, note=note, number=attachment.pk, reason="No"),
    ):
        with pytest.raises(broken_audit):
            act()
    assert Attachment.objects.filter(taken_away_at__isnull=True).count() == 1


def test_the_database_keeps_what_was_attached_as_it_was(note):
    attachment = AttachmentFactory(note=note)
    for change in (
        lambda: Attachment.objects.filter(pk=attachment.pk).update(name="other.txt"),
        lambda: AttachmentContent.objects.filter(attachment=attachment).update(sealed=b""),
        lambda: AttachmentContent.objects.filter(attachment=attachment).delete(),
    ):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_a_harmful_file_is_refused_and_recorded_and_nothing_of_it_kept(note, at, settings):
    with scanner() as address:
        settings.CLAMAV_ADDRESS = address
        with pytest.raises(Refused, match="the scanner knows it as harmful"):
            attaching.attach(by=note.owner, at=at, note=note, files=[sent(HARM)])
    assert not Attachment.objects.exists()
    assert Event.objects.get(act="refuse_harmful_file").by == note.owner


def test_a_file_waits_for_a_scanner_that_does_not_answer_and_is_let_through_or_deleted(note, at, settings):
    settings.CLAMAV_ADDRESS = "unix:/nowhere/clamd.ctl"
    waits, harmful = attaching.attach(by=note.owner, at=at, note=note, files=[sent(), sent(HARM, "b.txt")])
    with pytest.raises(NotPermitted, match="waits to be scanned"):
        fetch_attachment(by=note.owner, at=at, note=note, number=waits.pk)
    assert attaching.scan_held(at=at) == {}
    with scanner() as address:
        settings.CLAMAV_ADDRESS = address
        assert attaching.scan_held(at=at) == {"clean": 1, "infected": 1}
        assert attaching.scan_held(at=at) == {}
    assert fetch_attachment(by=note.owner, at=at, note=note, number=waits.pk)[1] == b"Dear adviser"
    with pytest.raises(NotPermitted, match="no longer kept"):
        fetch_attachment(by=note.owner, at=at, note=note, number=harmful.pk)
    assert [one.attachment for one in AttachmentContent.objects.all()] == [waits]


def test_the_pages_attach_list_fetch_and_take_away(sign_in, note):
    client = sign_in(note.owner)
    page = f"/intelligence/{note.pk}"
    answer = client.post(f"{page}/attach", {"attached": [sent(), sent(b"<svg/>", "b.svg")]})
    assert answer.status_code == 422
    assert "b.svg was not attached. It is a web page" in answer.content.decode()
    assert not Attachment.objects.exists()
    assert client.post(f"{page}/attach", {}).status_code == 422
    assert (
        client.post(f"{page}/attach", {"attached": [sent(), sent(b"x,y\n1,2", "b.csv")]}).status_code == 302
    )
    shown = client.get(page).content.decode()
    assert "letter.txt" in shown
    assert "Text, 12\xa0bytes · Not scanned" in shown
    attachment = Attachment.objects.first()
    fetched = client.get(attachment.get_absolute_url())
    assert fetched.content == b"Dear adviser"
    assert fetched["Content-Disposition"] == 'attachment; filename="letter.txt"'
    assert fetched["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (fetched["X-Content-Type-Options"], fetched["Cache-Control"]) == ("nosniff", "no-store")
    away = f"{attachment.get_absolute_url()}/take-away"
    assert "letter.txt" in client.get(away).content.decode()
    assert client.post(away, {"reason": ""}).status_code == 422
    assert client.post(away, {"reason": "Wrong"}).status_code == 302
    assert client.get(attachment.get_absolute_url()).status_code == 404
    assert "letter.txt" not in client.get(page).content.decode().partition("Files")[2]
