"""Files handed over with a note's words, in one submission: both are kept, or the words come back."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from accounts.models import Draft
from audit.models import Event
from intelligence.forms.attaching import AGAIN
from intelligence.models import Attachment, Note
from tests.factories.councils import CouncilFactory, adviser_for
from tests.factories.intelligence import NoteFactory, SourceTypeFactory
from tests.intelligence.scanner import HARM, scanner

pytestmark = pytest.mark.django_db
HEARD = "The finance director leaves at Christmas."


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


@pytest.fixture
def said(council):
    source = SourceTypeFactory()
    return lambda **more: (
        {
            "text": HEARD,
            "council": council.code,
            "source_type": str(source.pk),
            "known": "first_hand",
            "source_identity": "Ada Penrose",
        }
        | more
    )


def letter(name="letter.txt", content=b"Dear adviser"):
    return SimpleUploadedFile(name, content)


def words(response) -> str:
    return " ".join(response.content.decode().split())


def test_a_note_is_logged_with_its_files_in_one_go(sign_in, adviser, council, said):
    client = sign_in(adviser)
    page = words(client.get("/capture"))
    assert 'enctype="multipart/form-data"' in page
    assert 'type="file" name="attached"' in page
    answer = client.post("/capture", said(attached=[letter(), letter("b.txt", b"Other")]), follow=True)
    note = Note.objects.get()
    assert [one.name for one in note.attachments.all()] == ["letter.txt", "b.txt"]
    assert b"Dear" not in bytes(note.attachments.first().content.sealed)
    assert "letter.txt is attached" in words(answer)
    assert "b.txt is attached" in words(answer)
    assert "b.txt" in words(client.get(note.get_absolute_url()))
    assert [one.act for one in Event.objects.order_by("pk") if "note" in one.act or "file" in one.act][
        :2
    ] == [
        "log_note",
        "attach_files",
    ]


def test_the_same_draft_sent_twice_with_its_file_is_one_note_and_one_file(sign_in, adviser, said):
    key = "5f0c2b68-9d54-4a3e-8c0e-3a1c0d2f7a11"
    for _ in range(2):
        sign_in(adviser).post("/capture", said(attached=letter(), draft=key))
    assert (Note.objects.count(), Attachment.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    ("file", "why"),
    [
        (letter("tool.exe", b"MZ\x90\x00\x03" * 50), "tool.exe was not attached."),
        (letter("empty.txt", b""), "The file is empty. Choose another"),
    ],
)
def test_a_file_that_is_refused_costs_no_word(sign_in, adviser, said, file, why):
    page = sign_in(adviser).post("/capture", said(attached=file))
    assert page.status_code == 422
    text = words(page)
    assert why in text
    assert AGAIN in text
    assert HEARD in text
    assert 'value="Ada Penrose"' in text
    assert not Note.objects.exists()
    assert not Attachment.objects.exists()


def test_where_the_words_are_to_be_put_right_the_files_are_asked_for_again(sign_in, adviser, said):
    page = words(sign_in(adviser).post("/capture", said(known="", attached=letter())))
    assert "Choose how it is known" in page
    assert AGAIN in page
    assert AGAIN not in words(sign_in(adviser).post("/capture", said(known="")))


def test_too_many_files_and_a_harmful_one_are_refused_and_the_note_waits(sign_in, adviser, said, settings):
    many = [letter(f"{number}.txt", bytes([65 + number])) for number in range(6)]
    assert "A note may have 5 files" in words(sign_in(adviser).post("/capture", said(attached=many)))
    with scanner() as address:
        settings.CLAMAV_ADDRESS = address
        page = words(sign_in(adviser).post("/capture", said(attached=letter(content=HARM))))
    assert "the scanner knows it as harmful" in page
    assert HEARD in page
    assert not Note.objects.exists()
    assert Event.objects.filter(act="refuse_harmful_file").count() == 1


def test_nothing_is_kept_of_either_where_it_cannot_be_recorded(sign_in, adviser, said, broken_audit):
    with pytest.raises(broken_audit):
        sign_in(adviser).post("/capture", said(attached=letter()))
    assert not Note.objects.exists()
    assert not Attachment.objects.exists()


@pytest.mark.parametrize("checked", [False, True])
def test_a_correction_brings_its_files_and_a_refused_file_keeps_its_words(sign_in, adviser, council, checked):
    note = NoteFactory(council=council, owner=adviser, confirmed=checked)
    client, address = sign_in(adviser), f"{note.get_absolute_url()}/edit"
    given = {
        "version": note.version,
        "text": "She leaves in June.",
        "known": "first_hand",
        "kind": "sign",
        "marking": "advisers",
        "happened_on": "2026-03-02",
    }
    page = client.post(address, given | {"attached": letter("tool.exe", b"MZ\x90\x00\x03" * 50)})
    assert page.status_code == 422
    assert "She leaves in June." in words(page)
    assert "tool.exe was not attached." in words(page)
    assert not note.attachments.exists()
    answer = client.post(address, given | {"attached": letter()}, follow=True)
    assert "letter.txt is attached" in words(answer)
    assert "She leaves in June." in words(answer)
    assert note.attachments.count() == 1


def test_a_colleague_s_note_takes_neither(sign_in, adviser, council):
    note = NoteFactory(council=council)
    page = sign_in(adviser).post(
        f"{note.get_absolute_url()}/edit",
        {"version": 1, "text": "No.", "known": "first_hand", "kind": "sign", "marking": "advisers",
         "happened_on": "2026-03-02", "attached": letter()},
    )  # fmt: skip
    assert page.status_code == 422
    assert not Attachment.objects.exists()


def test_saved_as_a_draft_the_files_are_said_not_to_be_kept(sign_in, adviser, said):
    sent = said(draft_form="/capture", attached=letter())
    page = words(sign_in(adviser).post("/drafts/keep", sent, follow=True))
    assert "The files you chose are not kept with it" in page
    assert "letter.txt" not in str(Draft.objects.get().fields)
