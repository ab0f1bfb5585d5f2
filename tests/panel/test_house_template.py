"""The secretariat's own Word template: taken or refused, written into, kept as it stood at issue."""

import io
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, transaction
from docx import Document
from docx.shared import Pt

from audit.models import Event
from common.errors import NotPermitted, Refused
from panel.models import HouseTemplate, PackFile
from panel.queries import template_of
from panel.word_files.receiving import receive_template
from panel.workflow import bring_template, open_pack, remove_template
from papers.word import to_word
from tests.factories.accounts import UserFactory
from tests.factories.panel import BodyFactory
from tests.factories.papers import radar_paper
from tests.intelligence.brought_files import with_parts
from tests.panel.word_papers import NOT_TAKEN, part, template
from tests.papers.reading import read_word

pytestmark = pytest.mark.django_db


def made(content: bytes) -> bytes:
    return receive_template("House.dotx", [content]).content


@pytest.fixture
def bring(secretary, at):
    def brought(content=None, *, body=None, by=None):
        received = receive_template("House.dotx", [content or template()])
        return bring_template(
            body=body or BodyFactory(psp=True), received=received, by=by or secretary, at=at
        )

    return brought


def with_link(content: bytes, where: str, kind: str, target: str) -> bytes:
    rels = part(content, where)
    link = (
        f'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/{kind}"'
        f' Target="{target}" TargetMode="External"/></Relationships>'
    )
    return with_parts(content, {where: rels.replace("</Relationships>", link)})


def in_header(content: bytes, inside: str) -> bytes:
    name = next(one for one in ZipFile(io.BytesIO(content)).namelist() if "word/header" in one)
    return with_parts(content, {name: part(content, name).replace("</w:p>", f"{inside}</w:p>", 1)})


# What is taken.


def test_the_word_format_is_written_into_the_template_with_the_same_words():  # R189
    paper = radar_paper()
    house = made(template(picture=True))

    content = to_word(paper, house)

    assert read_word(content) == read_word(to_word(paper))
    assert content == to_word(paper, house)
    document = Document(io.BytesIO(content))
    section = document.sections[0]
    assert round(section.page_width.cm, 1) == 21.6
    assert document.styles["Heading 1"].font.size == Pt(19)
    assert document.styles["Normal"].font.name == "Georgia"
    head = " ".join(one.text for one in section.header.paragraphs)
    assert "Council House" in head
    assert paper.marking in head
    foot = " ".join(one.text for one in section.footer.paragraphs)
    assert "The house’s foot" in foot
    assert paper.standing_line in foot
    assert paper.copy_line in foot
    assert "nobody’s" not in part(content, "word/document.xml")
    assert part(content, "[Content_Types].xml").count('Extension="png"') == 1
    names = [one.style.name for one in document.paragraphs]
    assert {"Heading 1", "Heading 2", "Caption", "Numbered1", "Numbered2", "Recommendation"} <= set(names)
    assert part(content, "word/document.xml").count("descr=") == part(
        to_word(paper), "word/document.xml"
    ).count("descr=")


def test_only_what_makes_a_look_is_kept_of_a_template():
    names = set(ZipFile(io.BytesIO(made(template(picture=True)))).namelist())

    assert names == {
        "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/styles.xml", "word/numbering.xml",
        "word/_rels/document.xml.rels", "word/theme/theme1.xml", "word/header1.xml", "word/footer1.xml",
        "word/_rels/header1.xml.rels", "word/media/image1.png",
    }  # fmt: skip


def test_a_dotx_is_taken_and_its_missing_styles_are_named():
    content = template()
    types = part(content, "[Content_Types].xml").replace("document.main+xml", "template.main+xml")
    styles = part(content, "word/styles.xml")
    for name in ("heading 3", "caption"):
        assert f'w:val="{name}"' in styles.lower()
        start = styles.lower().index(f'w:name w:val="{name}"')
        styles = styles[:start] + styles[start:].replace('w:val="', 'w:val="Was ', 1)
    received = receive_template(
        "House.dotx", [with_parts(content, {"[Content_Types].xml": types, "word/styles.xml": styles})]
    )

    assert received.said["lacks"] == ["Heading 3", "Caption"]
    document = Document(io.BytesIO(to_word(radar_paper(), received.content)))
    assert document.styles["Heading 3"].font.bold
    assert document.styles["Caption"].font.size == Pt(9.5)


def test_a_page_is_not_numbered_twice_and_a_templates_own_lists_are_not_taken():
    content = in_header(template(), "")
    name = next(one for one in ZipFile(io.BytesIO(content)).namelist() if "word/footer" in one)
    field = '<w:fldSimple w:instr=" PAGE "><w:r><w:t>1</w:t></w:r></w:fldSimple></w:p>'
    content = with_parts(content, {name: part(content, name).replace("</w:p>", field, 1)})

    written = to_word(radar_paper(), made(content))

    foot = next(one for one in ZipFile(io.BytesIO(written)).namelist() if "word/footer" in one)
    assert part(written, foot).count("PAGE ") == 1
    assert "NUMPAGES" not in part(written, foot)


@pytest.mark.parametrize("name", NOT_TAKEN)
def test_what_is_no_template_is_refused_with_a_sentence(name):
    content, said = NOT_TAKEN[name]

    with pytest.raises(Refused, match=said):
        receive_template("house.docx", [content])


OF_THE_TEXT = "word/_rels/document.xml.rels"
FETCHES = '<w:fldSimple w:instr=" INCLUDEPICTURE x "><w:r/></w:fldSimple>'
ENTITY = "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>"


@pytest.mark.parametrize(
    ("spoil", "said"),
    [
        (lambda c: with_link(c, OF_THE_TEXT, "image", "https://b.example/a.png"), "fetches"),
        (lambda c: with_link(c, OF_THE_TEXT, "hyperlink", "https://b.example"), "outside it"),
        (lambda c: in_header(c, FETCHES), "INCLUDEPICTURE"),
        (lambda c: in_header(c, "<w:r><w:instrText>DATE</w:instrText></w:r>"), "field .DATE."),
        (lambda c: with_parts(c, {"word/embeddings/a.bin": b"x"}), "another file"),
        (lambda c: with_parts(c, {"word/styles.xml": ENTITY}), "no ordinary"),
        (lambda c: template(sizes=(8, 20)), "too little room"),
        (lambda c: b"", "empty"),
    ],
)
def test_what_fetches_runs_or_cannot_hold_a_table_is_refused(spoil, said):
    with pytest.raises(Refused, match=said):
        receive_template("house.docx", [spoil(template())])


def test_a_large_template_is_refused(monkeypatch):
    monkeypatch.setattr("panel.word_files.receiving.MOST_TEMPLATE", 10)

    with pytest.raises(Refused, match="larger than"):
        receive_template("house.docx", [template()])


# The acts.


def test_versions_are_kept_and_removing_goes_back_to_our_own(bring, secretary, at):
    first = bring()
    with pytest.raises(Refused, match="used already"):
        bring()
    second = bring(template(header="Another house"))
    body = first.body

    assert (first.number, second.number) == (1, 2)
    assert template_of(body) == bytes(second.content)
    with pytest.raises(DatabaseError), transaction.atomic():
        HouseTemplate.objects.update(content=b"")
    remove_template(body=body, by=secretary, at=at)
    assert template_of(body) == b""
    with pytest.raises(Refused, match="own styles already"):
        remove_template(body=body, by=secretary, at=at)
    assert HouseTemplate.objects.count() == 2
    acts = list(Event.objects.order_by("id").values_list("act", flat=True))
    assert acts == ["bring_template", "bring_template", "remove_template"]
    assert bring().number == 3


def test_only_the_secretariat_brings_or_removes_it(bring, at):
    adviser = UserFactory(principal_adviser=True)
    with pytest.raises(NotPermitted):
        bring(by=adviser)
    body = bring().body
    with pytest.raises(NotPermitted):
        remove_template(body=body, by=adviser, at=at)


def test_nothing_is_brought_or_removed_if_the_record_cannot_be_written(bring, secretary, at, request):
    body = bring().body
    broken = request.getfixturevalue("broken_audit")

    with pytest.raises(broken), transaction.atomic():
        bring(template(header="Another house"))
    with pytest.raises(broken), transaction.atomic():
        remove_template(body=body, by=secretary, at=at)

    assert HouseTemplate.objects.get().removed_at is None


def test_a_pack_keeps_the_template_as_it_stood_at_issue(
    marchford, bring, issue, secretary, at, meeting
):  # R189
    first = bring(body=meeting.body)
    pack = issue()
    bring(template(header="Another house"), body=meeting.body)
    reader = UserFactory(principal_adviser=True)

    office = bytes(pack.files.get(copy=None, format=PackFile.Format.WORD).content)
    own = bytes(open_pack(pack=pack, form=PackFile.Format.WORD, by=reader, at=at).content)

    assert pack.house_template == first
    for content in (office, own):
        heads = " ".join(one.text for one in Document(io.BytesIO(content)).sections[0].header.paragraphs)
        assert "Council House" in heads
        assert "Another house" not in heads
    remove_template(body=meeting.body, by=secretary, at=at)
    again = issue(reason="A name was wrong.")
    assert again.house_template is None
    plain = bytes(again.files.get(copy=None, format=PackFile.Format.WORD).content)
    assert round(Document(io.BytesIO(plain)).sections[0].page_width.cm, 1) == 21


# The page.


def test_the_secretariat_brings_tries_and_removes_it_in_the_browser(sign_in, secretary, meeting):
    client = sign_in(secretary)
    address = f"/bodies/{meeting.body.slug}/template"
    assert "in our own styles" in client.get(address).content.decode()
    assert client.get(f"{address}/0/try").content[:2] == b"PK"

    bad = client.post(address, {"file": SimpleUploadedFile("a.docx", NOT_TAKEN["macros"][0])})
    assert bad.status_code == 422
    assert "macros" in bad.content.decode()
    assert "Choose the file" in client.post(address, {}).content.decode()
    done = client.post(address, {"file": SimpleUploadedFile("House.docx", template())}, follow=True)
    assert "Version 1 of the template is used from now on." in done.content.decode()
    sample = Document(io.BytesIO(client.get(f"{address}/1/try").content))
    assert "Council House" in sample.sections[0].header.paragraphs[0].text
    agenda = client.get(f"/meetings/{meeting.pk}/agenda/files/word").content
    assert "Council House" in Document(io.BytesIO(agenda)).sections[0].header.paragraphs[0].text
    note = client.get(f"/meetings/{meeting.pk}/note/word").content
    assert "Council House" in Document(io.BytesIO(note)).sections[0].header.paragraphs[0].text
    assert client.get(f"{address}/9/try").status_code == 404
    gone = client.post(f"{address}/remove", follow=True)
    assert "in our own styles from now on" in gone.content.decode()
    assert "removed by S. Ellery" in gone.content.decode()


def test_to_everybody_else_there_is_no_such_page(sign_in, bring):
    bring()
    for person in (UserFactory(principal_adviser=True), UserFactory(panel_member=True)):
        client = sign_in(person)
        assert client.get("/bodies/psp/template").status_code == 404
        assert client.get("/bodies/psp/template/1/try").status_code == 404
        assert client.post("/bodies/psp/template/remove").status_code == 404
        assert "Word template" not in client.get("/bodies/psp").content.decode()
