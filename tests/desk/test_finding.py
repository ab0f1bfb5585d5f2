"""Find: a council by name, former name or code; straight there where one answers."""

import pytest
from django.core.management import call_command

from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory

pytestmark = pytest.mark.django_db

EXACT = {
    "Thurrock": "/councils/E06000034",
    "thurrock council": "/councils/E06000034",
    "E07000100": "/councils/E07000240",
    "E08000016": "/councils/E08000038",
    "Kent CC": "/councils/E10000016",
    "Bedford_UA": "/councils/E06000055",
}
ODD = ["", "   ", "\x00", "<script>alert(1)</script>", "é" * 500, "'; DROP TABLE"]


@pytest.fixture
def page(sign_in):
    call_command("load_register")
    return sign_in(UserFactory(principal_adviser=True))


def test_a_council_that_answers_exactly_is_opened(page):
    answers = {asked: page.get("/search", {"q": asked}).headers.get("Location") for asked in EXACT}
    assert answers == EXACT


def test_words_that_may_mean_two_councils_list_both_and_an_unknown_code_says_so(page):
    text = page.get("/search", {"q": "Newcastle"}).content.decode()
    assert "/councils/E08000021" in text
    assert "/councils/E07000195" in text
    answer = page.get("/search", {"q": "E07999999"})
    assert answer.status_code == 200
    assert "E07999999" in answer.content.decode()


def test_any_words_get_a_page(page):
    for asked in ODD:
        answer = page.get("/search", {"q": asked})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.content.decode()


def test_an_old_code_leads_to_the_councils_own_address_and_an_unknown_one_nowhere(page):
    answer = page.get("/councils/E07000100")
    assert (answer.status_code, answer.url) == (302, "/councils/E07000240")
    assert page.get("/councils/E07999999").status_code == 404


@pytest.mark.parametrize("asked", ["🎉", "…", "-", "()"])
def test_signs_alone_answer_to_no_council(asked, sign_in) -> None:
    CouncilFactory(name="Adur District Council", short_name="Adur")

    page = sign_in(UserFactory()).get("/search", {"q": asked}).content.decode()

    assert "No council answers to that." in page
    assert "Adur" not in page
