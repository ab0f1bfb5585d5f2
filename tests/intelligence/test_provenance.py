"""Where a note came from and how it is known, read out of its own words."""

import pytest

from intelligence.ingest import load_signs
from intelligence.models import Note, SourceType
from intelligence.provenance import provenance
from tests.factories.councils import CouncilFactory, adviser_for

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def signs():
    load_signs()


def found(text):
    return provenance(text, types=SourceType.objects.all())


@pytest.mark.parametrize(
    ("text", "slug", "role", "known"),
    [
        ("Told by the scrutiny chair that it slips.", "own-network", "scrutiny chair", ""),
        ("Told by the chair of scrutiny, first-hand.", "own-network", "chair of scrutiny", "first_hand"),
        ("Per the chief executive: all is well.", "council-itself", "chief executive", ""),
        ("Spoke to the chief executive of @Thurrock.", "council-itself", "chief executive", ""),
        ("Spoke with the finance director of Barchester", "own-network", "finance director", ""),
        ("Heard from the leader of the opposition", "own-network", "leader of the opposition", ""),
        ("according to Ofsted inspectors", "department", "Ofsted inspectors", ""),
        ("told by a regional LGA colleague", "regional-partnership", "regional LGA colleague", ""),
        ("Told by the LGA’s peer challenge manager", "within-the-lga", "LGA’s peer challenge manager", ""),
        ("told by our lead peer in a call", "member-peer", "lead peer", ""),
        ("Told by the ADASS region", "sector-leads", "ADASS region", ""),
        ("source: union officer. I saw it.", "own-network", "union officer", "first_hand"),
        ("Heard that she leaves; told by a colleague who knows", "own-network", "colleague", "second_hand"),
        ("An anonymous letter came.", None, "", "anonymous"),
        ("Savings of 4 per cent per year", None, "", ""),
        ("The report is not yet published.", None, "", ""),
        ("It was published in March.", None, "", "published"),
        ("Nothing of the kind.", None, "", ""),
    ],
)
def test_people_and_bodies(text, slug, role, known):
    read = found(text)
    assert (read.source and read.source.slug, read.role, read.known) == (slug, role, known)
    assert not read.unread_source
    assert not read.unread_known


@pytest.mark.parametrize(
    ("text", "slug", "reference"),
    [
        ("Read in the Barchester Chronicle: cuts.", "media", "Barchester Chronicle"),
        ("According to the auditor’s report, reserves fell.", "published-report", "auditor’s report"),
        ("Read in the cabinet papers today", "council-publishes", "cabinet papers"),
        ("source: BBC", "media", "BBC"),
        ("Reported in The Guardian on Friday", "media", "Guardian"),
    ],
)
def test_what_was_published_has_its_title(text, slug, reference):
    read = found(text)
    assert (read.source.slug, read.reference, read.role, read.known) == (slug, reference, "", "published")


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Told by the leader; told by a friend.", "The box names “leader” and “friend” as sources."),
        ("Told by the milkman.", "What kind of source “milkman” is was not understood."),
        ("First-hand, and heard that too.", "The box says first-hand and second-hand."),
    ],
)
def test_what_may_be_read_in_two_ways_or_in_none_is_said_and_not_guessed(text, sentence):
    read = found(text)
    assert sentence in read.unread_source + read.unread_known
    assert not (read.source and read.known)


def test_a_very_long_text_is_read_at_once():
    text = ("told by the scrutiny chair " * 4_000)[:100_000]
    assert found(text).source.slug == "own-network"
    assert found("source: " + "a" * 99_000).source is None


def test_typing_and_saving_is_enough_for_a_whole_note(sign_in):
    council = CouncilFactory(short_name="Barchester")
    client = sign_in(adviser_for(council))
    text = "@Barchester #finance slips, told by the scrutiny chair, first-hand. Follow up in two weeks."
    chips = client.post("/capture/reading", {"text": text}).content.decode()
    for chip in (
        "Council <b>Barchester",
        "Role <b>scrutiny chair",
        "How known <b>First-hand",
        "Source <b>Own network",
    ):
        assert chip in chips
    assert "Still to say" not in chips
    assert not Note.objects.exists()
    page = client.post("/capture", {"text": text}, follow=True).content.decode()
    note = Note.objects.get()
    assert (note.council, note.known, note.source.role) == (council, "first_hand", "scrutiny chair")
    assert [sign.slug for sign in note.factors.all()] == ["finance"]
    assert note.follow_up_on is not None
    assert "Read from your words: Barchester" in page


def test_what_is_chosen_stands_before_what_was_read_and_is_not_mended_by_it(sign_in):
    council = CouncilFactory(short_name="Barchester")
    chosen = SourceType.objects.get(slug="media")
    sent = {
        "text": "@Barchester: told by the scrutiny chair, heard that.",
        "source_type": chosen.pk,
        "known": "first_hand",
    }
    sign_in(adviser_for(council)).post("/capture", sent)
    note = Note.objects.get()
    assert (note.source.type, note.source.role, note.known) == (chosen, "", "first_hand")


def test_while_one_types_it_says_what_is_still_to_say(sign_in):
    client = sign_in(adviser_for(CouncilFactory(short_name="Barchester")))
    said = client.post(
        "/capture/reading", {"text": "@Barchester told by the milkman <script>"}
    ).content.decode()
    assert "Still to say: " in said
    assert "<script" not in said
    assert "What kind of source “milkman" in said
    assert client.post("/capture/reading", {"text": ""}).status_code == 200
    assert client.post("/capture/reading", {"text": "a\x00", "source_type": "x"}).status_code == 200
