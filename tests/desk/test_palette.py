"""Find or do: what answers to a few letters, from what the person may see and nothing else."""

import pytest

from accounts.models import Role
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


@pytest.fixture
def lines(sign_in, adviser):
    def asked(q, who=None, **more):
        answer = sign_in(who or adviser).get("/find", {"q": q, "part": "1", **more})
        assert answer.status_code == 200
        assert "no-store" in answer["Cache-Control"]
        return answer.content.decode()

    return asked


def test_councils_places_acts_concerns_and_notes_are_found_by_a_few_letters(lines, adviser, council):
    concern = ConcernFactory(council=council, owner=adviser)
    note = NoteFactory(council=council, text="The reserves are spent.")
    said = lines("barch")
    assert f'href="/councils/{council.code}"' in said
    assert f'href="/cases/{concern.number}"' in said
    assert f'href="/cases/{concern.number}"' in lines(f"#{concern.number}")
    assert f'href="/intelligence/{note.pk}"' in lines("reserves")
    assert 'href="/radar"' in lines("rad")
    assert 'href="/capture"' in lines("log")
    assert "Nothing that you may see answers" in lines("qqqqqq")
    assert 'role="option"' in lines("")


def test_on_a_councils_page_what_may_be_done_about_it_comes_first(lines, council):
    code = council.code
    said = lines("", council=code)
    for address in (f"/capture?council={code}", f"/cases/new?council={code}", f"/councils/{code}/headline"):
        assert f'href="{address}"' in said
    stranger = lines("", who=UserFactory(analyst=True), council=code)
    assert f"/cases/new?council={code}" not in stranger
    assert f"/councils/{code}/headline" in stranger
    assert lines("", council="E99999999") == lines("", council="../../x") == lines("")


def test_nothing_is_offered_that_one_may_not_see(lines, council):
    ConcernFactory(council=council)
    NoteFactory(council=council, text="Zanzibar.", restricted=True)
    NoteFactory(council=council, text="Mozambique.")
    recused = adviser_for(council)
    InterestFactory(user=recused, council=council)
    for who in (recused, UserFactory(analyst=True), UserFactory(role=Role.MEMBER_PEER)):
        said = lines("barch", who=who) + lines("zanzibar", who=who) + lines("mozambique", who=who)
        assert "/cases/" not in said
        assert "/intelligence/" not in said
    assert "/intelligence/" not in lines("zanzibar")


def test_it_asks_as_much_of_many_as_of_few(lines, council, adviser, django_assert_max_num_queries):
    NoteFactory(council=council, text="Barchester spends its reserves.")
    lines("barchester")
    with django_assert_max_num_queries(16):
        lines("barchester")
    NoteFactory.create_batch(20, council=council, text="Barchester spends its reserves.")
    ConcernFactory.create_batch(8, council=council, owner=adviser)
    with django_assert_max_num_queries(16):
        lines("barchester")


def test_without_script_it_is_a_page_and_strange_letters_find_nothing(sign_in, adviser):
    browser = sign_in(adviser)
    assert "<h1" in browser.get("/find?q=log").content.decode()
    for strange in ("\x00", "' OR 1=1", "x" * 5_000, "((", "<script>"):
        assert browser.get("/find", {"q": strange, "part": "1"}).status_code == 200
