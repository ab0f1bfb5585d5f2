"""What is frozen at issue comes back whole; what is withheld is gone from every format."""

import json

import pytest

from papers.canonical import digest, from_json, to_json
from papers.page import to_page
from papers.paper import Paragraph
from papers.pdf import to_pdf
from papers.text import to_text
from papers.withholding import WITHHELD, withhold
from papers.word import to_word
from tests.factories.papers import radar_paper
from tests.papers.reading import read_page, read_pdf, read_text, read_word


def test_a_paper_comes_back_from_its_frozen_text_word_for_word():
    paper = radar_paper()
    frozen = to_json(paper)

    assert from_json(frozen) == paper
    assert to_json(from_json(frozen)) == frozen
    assert to_pdf(from_json(frozen)) == to_pdf(paper)
    assert len(digest(frozen)) == 64
    assert "\n" not in frozen


def test_a_frozen_text_of_another_form_is_refused():
    frozen = json.loads(to_json(radar_paper(1, 1)))
    frozen["form"] = 2

    with pytest.raises(ValueError, match="form 2"):
        from_json(json.dumps(frozen))


def test_withholding_nothing_changes_nothing():
    paper = radar_paper()

    assert withhold(paper, keys=()) is paper


def test_a_withheld_council_is_in_no_format_and_the_others_stay_as_they_were():
    paper = radar_paper()
    copy = withhold(paper, keys={"Saltmarsh Council"}, names=("Saltmarsh Council", "Saltmarsh"))

    page, word, print_, text = (
        read_page(to_page(copy)),
        read_word(to_word(copy)),
        read_pdf(to_pdf(copy)),
        read_text(to_text(copy)),
    )

    assert page[3:] == word == print_ == text[2:]
    assert not any("Saltmarsh" in line for line in text)
    assert "Saltmarsh" not in to_json(copy)
    assert text.count(WITHHELD) >= 3
    assert f"2. {WITHHELD}" in text  # the recommendation about it
    numbers = {block.number: block for block in paper.blocks if isinstance(block, Paragraph)}
    for block in copy.blocks:  # every number is the one issued
        if isinstance(block, Paragraph) and block.text != WITHHELD:
            assert numbers[block.number] == block


def test_a_name_said_elsewhere_is_withheld_too():
    paper = radar_paper(
        blocks=(
            Paragraph("Penhallow shares its finance team with Saltmarsh."),
            Paragraph("Wrenbury does not."),
            Paragraph("Its neighbours are:"),
            Paragraph("Saltmarsh; and", 2),
            Paragraph("Penhallow.", 2),
        )
    )

    copy = withhold(paper, keys={"Saltmarsh Council"}, names=("Saltmarsh",))

    said = [(block.number, block.text) for block in copy.blocks]
    assert said == [
        ("1", WITHHELD),
        ("2", "Wrenbury does not."),
        ("3", "Its neighbours are:"),
        ("3.1", WITHHELD),
        ("3.2", "Penhallow."),
    ]
