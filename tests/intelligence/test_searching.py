"""Notes found by their words: over what one may read, with corrections, near spellings and capped counts."""

from datetime import timedelta

import pytest
from django.db import connection

from accounts.models import Role
from intelligence import searching
from intelligence.ingest import refresh_words
from intelligence.models import Correction, Note
from intelligence.workflow import check_note, correct_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


@pytest.fixture
def page(sign_in, adviser):
    """The list of notes as the adviser reads it: `page(q="reserves")`."""

    def asked(who=adviser, **given):
        answer = sign_in(who).get("/intelligence", given)
        assert answer.status_code == 200
        return answer.content.decode()

    return asked


def found(user, words):
    return set(searching.with_words(Note.objects.visible_to(user), words).values_list("pk", flat=True))


def test_a_note_is_found_by_a_word_in_any_of_its_forms_and_by_words_in_a_row(adviser):
    note = NoteFactory(text="The council is spending its reserves; the leader resigned.")
    NoteFactory(text="Nothing of the kind.")
    for words in (
        "reserves",
        "reserve",
        "RESIGNING",
        '"spending its reserves"',
        "leader -budget",
        "spend or tax",
    ):
        assert found(adviser, words) == {note.pk}, words
    for words in ("leader budget", '"reserves spending"', "leader -reserves"):
        assert not found(adviser, words), words


def test_a_correction_is_found_with_its_note_and_a_rewritten_word_no_longer(adviser, council, at):
    note = NoteFactory(council=council, owner=adviser, text="The treasurer left.")
    correct_note(by=adviser, at=at, note=note, version=1, text="The monitoring officer left.")
    assert not found(adviser, "treasurer")
    assert found(adviser, "monitoring") == {note.pk}
    note.refresh_from_db()
    other = NoteFactory(council=council, text="The same from elsewhere.")
    check_note(
        by=adviser, at=at, note=note, version=note.version, outcome="confirmed", found="Yes.", notes=[other]
    )
    note.refresh_from_db()
    correct_note(by=adviser, at=at, note=note, version=note.version, text="It was the solicitor.")
    assert Correction.objects.count() == 1
    assert found(adviser, "solicitor") == found(adviser, "monitoring") == {note.pk}


def test_the_words_of_a_note_are_no_version_of_it(adviser, council, at):
    note = NoteFactory(council=council, owner=adviser)
    assert note.events.count() == 1
    correct_note(by=adviser, at=at, note=note, version=1, text="Otherwise.")
    assert note.events.count() == 2


def test_nobody_finds_what_they_may_not_read(adviser, page):
    NoteFactory(text="Zanzibar is restricted.", restricted=True)
    NoteFactory(text="Zanzibar was withdrawn.", withdrawn=True)
    recused = CouncilFactory()
    InterestFactory(user=adviser, council=recused)
    NoteFactory(text="Zanzibar, in which one has an interest.", council=recused)
    assert "Zanzibar" not in page(q="zanzibar")
    assert "No note answers to this" in page(q="zanzibar")
    peer = UserFactory(role=Role.MEMBER_PEER)
    opened = NoteFactory(text="Zanzibar, opened to a peer.", readers=[peer])
    NoteFactory(text="Zanzibar, for advisers.")
    assert found(peer, "zanzibar") == {opened.pk}


def test_a_near_spelling_is_offered_from_what_one_may_read_alone(adviser, page):
    NoteFactory(text="The resilience of the budget.")
    secret = NoteFactory(text="The whistleblower came.", restricted=True)
    refresh_words()
    assert 'Did you mean <a class="s-link" href="/intelligence?q=budget">budget</a>' in page(q="budgte")
    assert "Did you mean" not in page(q="whistleblowr")
    assert "Did you mean" not in page(who=secret.owner, q="qqqqqq")


def test_a_word_that_only_others_may_read_is_not_offered_even_if_it_was_written_down(adviser, page):
    note = NoteFactory(text="The whistleblower came.")
    refresh_words()
    Note.objects.filter(pk=note.pk).update(marking="restricted")
    assert "Did you mean" not in page(q="whistleblowr")


def test_the_words_asked_for_are_marked_and_markup_in_a_note_stays_text(adviser, page):
    NoteFactory(text="<b>Reserves</b> are <script>alert(1)</script> spent.")
    said = page(q="reserves")
    assert "<mark>Reserves</mark>" in said
    assert "<script>alert" not in said
    assert "&lt;b&gt;" in said


@pytest.mark.parametrize(
    "words", ["'; DROP TABLE x; --", "\x00", "((((", '"', "& | !", "🙂", "x" * 5000, "<->", "-"]
)
def test_strange_words_find_nothing_and_fail_nothing(adviser, page, words):
    NoteFactory()
    assert "<main" in page(q=words)


def test_the_count_stops_at_a_thousand_and_the_last_page_says_so(monkeypatch, adviser, page):
    monkeypatch.setattr(searching, "MOST_COUNTED", 27)
    NoteFactory.create_batch(30, text="Of reserves.")
    assert "27+ notes" in page(q="reserves")
    assert "These are the first" not in page(q="reserves")
    last = page(q="reserves", page=2)
    assert "Page 2 of 2" in last
    assert "These are the first 27 notes." in last


@pytest.mark.parametrize(
    ("often", "few", "way"),
    [
        (10**9, 0, searching.Way.BY_INDEX),
        (0, 10**9, searching.Way.ONE_BY_ONE),
        (0, 0, searching.Way.LATELY),
    ],
)
def test_each_way_of_looking_finds_the_same_in_the_same_order(monkeypatch, adviser, at, often, few, way):
    days = [at.date() - timedelta(days=(number * 7) % 40) for number in range(40)]
    for number, day in enumerate(days):
        NoteFactory(text="Of reserves." if number % 2 else "Of nothing.", happened_on=day)
    NoteFactory(text="Of reserves.", restricted=True)
    for name, value in {"OFTEN": often, "FEW": few, "LOOKED_AT": 5, "RECORDED_LATELY": 12}.items():
        monkeypatch.setattr(searching, name, value)
    notes = Note.objects.visible_to(adviser).standing()
    every = list(notes.filter(text__contains="reserves").values_list("pk", flat=True))
    for most in (6, 19, 1000):
        monkeypatch.setattr(searching, "MOST_COUNTED", most)
        found = searching.Found(notes, "reserve")
        assert found._way is way
        assert (found.count(), found.has_more) == (min(most, 20), most < 20)
        assert [found[0:4], found[4:6]] == [every[:4], every[4:6]]
    oldest = searching.Found(notes.order_by("happened_on", "pk"), "reserve")
    assert oldest[0:9] == every[::-1][:9]


def test_the_list_asks_as_much_of_five_notes_as_of_fifty(
    adviser, page, django_assert_max_num_queries, council
):
    NoteFactory.create_batch(5, text="Of reserves.", council=council)
    page(q="reserves")
    with django_assert_max_num_queries(18):
        page(q="reserves")
    NoteFactory.create_batch(45, text="Of reserves.", council=council)
    with django_assert_max_num_queries(18):
        page(q="reserves")


def test_a_word_is_looked_up_in_its_index(adviser):
    with connection.cursor() as cursor:
        cursor.execute("SELECT indexdef FROM pg_indexes WHERE indexname = 'note_words'")
        (said,) = cursor.fetchone()
    assert "USING gin (words)" in said


def test_find_shows_notes_to_those_who_read_them_and_councils_to_everyone(sign_in, adviser):
    NoteFactory.create_batch(6, text="The reserves are spent.")
    said = sign_in(adviser).get("/search?all=1&q=reserves").content.decode()
    assert said.count("<mark>reserves</mark>") == 5
    assert 'href="/intelligence?q=reserves">All 6 notes</a>' in said
    analyst = sign_in(UserFactory(analyst=True)).get("/search?all=1&q=reserves").content.decode()
    assert "reserves are spent" not in analyst
    assert "Notes with these words" not in analyst
