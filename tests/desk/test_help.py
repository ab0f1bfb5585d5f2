"""Help says what the sources say: each statement is looked for by its substance, under its row."""

from __future__ import annotations

import re
from html import unescape
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client
from django.utils.html import strip_tags

from desk.context import GO
from desk.glossary import terms

pytestmark = pytest.mark.django_db


def words_of(client: Client, address: str) -> str:
    """The words on a page, on one line."""
    return " ".join(unescape(strip_tags(client.get(address).content.decode())).split())


# R001-R018: a row of the acceptance list, and phrases without which Help would not say it.
SUBSTANCE = {
    "R001": (
        "Councils are responsible for their own performance",
        "accountability to local people, and not to government or inspectorates",
        "collective responsibility for performance in the sector as a whole",
        "The LGA’s role is to support councils and to provide the tools",
    ),
    "R002": ("maintains an overview of the sector’s performance",),
    "R003": ("at the earliest opportunity", "support can be offered and intervention by government avoided"),
    "R004": ("It is not an inspectorate", "does not mark, order or certify councils"),
    "R005": ("Improvement-focused", "not about making judgements"),
    "R006": ("Built on what exists", "kept as dated facts"),
    "R007": ("small number of high-level factors, and no bureaucracy", "No council has to fill in anything"),
    "R008": ("soft intelligence, reinforced by hard published data",),
    "R009": ("remaining inspectorates and government departments",),
    "R010": ("Regional and sub-regional bodies that support improvement are partners",),
    "R011": ("what is done in practice to manage risk",),
    "R012": ("could not prevent every failure, and neither can this", "Nothing here predicts anything"),
    "R013": (
        "in political networks, in regional and sub-regional groupings, in professional associations",
        "to share good practice, to spot trends, to see where things may be beginning to go wrong",
    ),
    "R014": ("does not say what is poor", "is for councils, their communities and their electors"),
    "R015": ("about one service area or about the council as a corporate body", "in extremis"),
    "R016": ("it hurts local people, it hurts the council, and it harms the good name of every council",),
    "R018": ("Serious failure is very rare", "causes are usually few"),
}


@pytest.mark.parametrize("row", SUBSTANCE)
def test_help_says_what_the_source_says(client: Client, row: str) -> None:
    said = words_of(client, "/help")

    assert [phrase for phrase in SUBSTANCE[row] if phrase not in said] == []


def test_the_radar_sentence_and_its_proportion_are_told(client: Client) -> None:  # R148
    said = words_of(client, "/help")

    assert "Presence on the radar is not in itself an indication of failure." in said
    assert "three or four that face acute difficulty" in said
    assert "twenty or thirty" in said


def test_the_three_rules_of_sharing_are_told(client: Client) -> None:  # R177 R178 R179 R180
    said = words_of(client, "/help")

    assert "timely, appropriate and effective support" in said
    assert "the council will be aware that information about it is being shared" in said
    assert "concerns are specific and evidence-based" in said
    assert "information is treated in confidence" in said


def test_our_readings_and_what_is_missing_are_owned_up_to(client: Client) -> None:  # R073 R084 R126
    said = words_of(client, "/help")

    assert "The demonstration fills them with the public story of Thurrock Council" in said
    assert "is our reading: the source is silent" in said
    assert "Annex A" in said
    assert "Nothing was invented in its place." in said


def test_stage_five_is_told_as_5a_and_5b(client: Client) -> None:  # R154 R163
    said = words_of(client, "/help")

    assert "5a an inspection, 5b an intervention" in said
    assert "Government retains the right to intervene" in said
    assert "and block nothing" in said


def test_the_glossary_of_help_is_the_document(client: Client) -> None:
    said = words_of(client, "/help")

    assert len(terms()) > 40
    assert [word for word, meaning in terms() if meaning not in said] == []


def test_the_glossary_has_each_word_once_and_in_order() -> None:
    words = [word.lower() for word, _ in terms()]

    assert words == sorted(set(words))


def test_privacy_says_to_write_as_if_they_will_read_it(client: Client) -> None:
    said = words_of(client, "/help/privacy")

    assert "Write as if they will read it." in said
    assert "special-category data" in said
    assert "Nothing confidential is stored on your device" in said


def test_the_keys_that_are_listed_are_the_keys_that_work(client: Client) -> None:
    script = (Path(settings.BASE_DIR) / "static" / "js" / "start.js").read_text()
    held = re.search(r"var places = \{(.*?)\};", script)
    assert held is not None
    letters = {letter.upper() for letter in re.findall(r"(\w): \"/", held[1])}

    assert letters == {letter for letter, _ in GO}


@pytest.mark.parametrize("address", ["/help", "/help/shortcuts", "/help/privacy", "/help/accessibility"])
def test_help_is_open_to_one_who_has_not_signed_in(client: Client, address: str) -> None:
    assert client.get(address).status_code == 200


def test_the_patterns_stay_where_the_service_is_made(client: Client, settings) -> None:
    settings.DEBUG = settings.TESTING = False

    assert client.get("/help/patterns").status_code == 404
