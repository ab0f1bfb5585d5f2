"""Logging a note in the browser: without a script, in few inputs, and no word lost."""

import re
from datetime import timedelta

import pytest

from audit.models import Event
from common.clock import today
from intelligence.ingest import load_signs
from intelligence.models import Note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import FactorFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


def typed(about, **more):
    """What a person fills in at least."""
    words = {
        "text": "The finance director leaves at Christmas.",
        "council": f"{about.short_name} ({about.code})",
        "source_type": SourceTypeFactory().pk,
        "known": "first_hand",
    }
    return words | more


def test_the_page_says_write_as_if_they_will_read_it_and_knows_the_council(sign_in, adviser, council):
    page = sign_in(adviser).get(f"/capture?council={council.code}").content.decode()
    assert "Write as if they will read it." in page
    assert f'value="Barchester ({council.code})"' in page
    assert f'<option value="Barchester ({council.code})">' in page


def test_a_note_is_saved_with_five_inputs_and_one_is_back_at_the_council(sign_in, adviser, council):
    answer = sign_in(adviser).post("/capture", typed(council))
    assert (answer.status_code, answer.url) == (302, council.get_absolute_url())
    note = Note.objects.get()
    assert (note.council, note.owner, note.marking, note.kind) == (council, adviser, "advisers", "sign")
    page = sign_in(adviser).get("/intelligence").content.decode()
    assert "Your note about Barchester is logged." in page


@pytest.mark.parametrize(
    "said", ["{code}", "barchester", " Barchester District Council ", "BARCHESTER ({code})"]
)
def test_a_council_is_understood_by_code_or_name(sign_in, adviser, council, said):
    sign_in(adviser).post("/capture", typed(council, council=said.format(code=council.code)))
    assert Note.objects.get().council == council


def test_everything_else_a_note_may_carry_is_kept(sign_in, adviser, council):
    factors = FactorFactory.create_batch(2)
    sign_in(adviser).post(
        "/capture",
        typed(
            council,
            factors=[one.pk for one in factors],
            kind="good_practice",
            marking="restricted",
            source_role="scrutiny chair",
            source_identity="Ada Penrose",
            is_source_protected="on",
            is_originator_controlled="on",
            happened_on="2026-03-02",
            follow_up_on="9/11/2099",
        ),
    )
    note = Note.objects.get()
    assert set(note.factors.all()) == set(factors)
    assert (note.kind, note.marking, str(note.happened_on)) == ("good_practice", "restricted", "2026-03-02")
    assert (str(note.follow_up_on), note.source.role) == ("2099-11-09", "scrutiny chair")
    assert note.is_source_protected
    assert note.is_originator_controlled
    assert "Penrose" not in str(Event.objects.get(act="log_note").details)


def test_a_councils_own_word_is_welcomed(sign_in, adviser, council):  # R076, R077
    answer = sign_in(adviser).post("/capture", typed(council, kind="self_referral"), follow=False)
    assert answer.status_code == 302
    assert (
        "It is welcome that Barchester came to us." in sign_in(adviser).get("/intelligence").content.decode()
    )


def test_a_note_about_anothers_council_is_passed_on(sign_in, adviser, council):
    sign_in(other := UserFactory(principal_adviser=True)).post("/capture", typed(council))
    assert "passed on to R. Okafor" in sign_in(other).get("/intelligence").content.decode()


@pytest.mark.parametrize(
    ("more", "said"),
    [
        ({"text": ""}, "Enter what you heard"),
        ({"text": " \n "}, "Enter what you heard"),
        ({"text": "a\x00b"}, "null character"),
        ({"council": ""}, "Enter the council’s name or code"),
        ({"council": "Nowhere at all"}, "is not a name this register knows"),
        ({"council": "E07123456"}, "is not a code this register knows"),
        ({"council": "\x00"}, "null character"),
        ({"council": "'; DROP TABLE councils_council; --"}, "is not a name this register knows"),
        ({"source_type": ""}, "Choose where it came from"),
        ({"source_type": "99999999999999999999999"}, "from the list"),
        ({"source_type": "x' OR '1'='1"}, "from the list"),
        ({"known": ""}, "Choose how it is known"),
        ({"known": "gossip"}, "choose from the list"),
        ({"factors": ["x"]}, "Choose signs from the list"),
        ({"factors": ["\x00"]}, "Null characters are not allowed"),
        ({"marking": "public"}, "choose from the list"),
        ({"marking": "open"}, "OPEN is for what has already been published"),
        ({"happened_on": "the other day"}, "Enter a day, such as 9/11/2026"),
        ({"happened_on": "2999-01-01"}, "1 January 2999 has not come yet"),
        ({"follow_up_on": "2001-01-01"}, "1 January 2001 is past"),
        ({"source_role": "x" * 121}, "too many characters"),
        ({"known": "anonymous", "source_identity": "Ada"}, "An anonymous source has no name to keep"),
    ],
)
def test_a_refused_form_says_why_and_keeps_every_word(sign_in, adviser, council, more, said):
    words = typed(council, **{"source_role": "scrutiny chair", "reference": "The Barchester Post"} | more)
    answer = sign_in(adviser).post("/capture", words)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page.replace("&#x27;", "'")
    assert not Note.objects.exists()
    for kept in ("The finance director leaves", "The Barchester Post", "scrutiny chair"):
        if not (kept.startswith("The fin") and "text" in more) and "source_role" not in more:
            assert kept in page


def test_a_refused_form_keeps_what_was_ticked(sign_in, adviser, council):
    factor = FactorFactory()
    words = typed(council, text="", factors=[factor.pk], known="published", is_source_protected="on")
    page = sign_in(adviser).post("/capture", words).content.decode()
    for field, value in (("factors", factor.pk), ("known", "published")):
        assert re.search(rf'name="{field}" value="{value}"[^>]* checked', page)
    assert re.search(r'name="is_source_protected"[^>]* checked', page)
    assert '<details class="govuk-details" open>' in page


def test_a_refusal_of_the_act_keeps_every_word_too(sign_in, council):
    senior = UserFactory(senior_adviser=True)
    answer = sign_in(senior).post("/capture", typed(council))
    assert answer.status_code == 422
    assert "not one of your regions" in answer.content.decode()
    assert "The finance director leaves" in answer.content.decode()


@pytest.mark.parametrize(
    "text", ["x" * 20_000, "👩🏽‍💼 שלום مرحبا", "<b>bold</b> & 'quoted'", "line\r\nline"]
)
def test_long_and_strange_texts_are_kept_whole(sign_in, adviser, council, text):
    sign_in(adviser).post("/capture", typed(council, text=text))
    assert Note.objects.get().text == text
    page = sign_in(adviser).get(Note.objects.get().get_absolute_url())
    assert page.status_code == 200
    assert b"<b>bold" not in page.content


def test_one_who_logs_no_notes_is_told_so_in_place_of_the_form(sign_in, council):
    clerk = UserFactory(secretariat=True)
    page = sign_in(clerk).get("/capture").content.decode()
    assert "Notes are logged by principal advisers" in page
    assert "<textarea" not in page
    answer = sign_in(clerk).post("/capture", typed(council))
    assert answer.status_code == 422
    assert not Note.objects.exists()


def test_one_with_an_interest_is_refused_and_keeps_their_words(sign_in, adviser, council):  # R052
    InterestFactory(user=adviser, council=council)
    answer = sign_in(adviser).post("/capture", typed(council))
    assert answer.status_code == 422
    assert "declared interest in Barchester" in answer.content.decode()


def test_a_strange_council_in_the_address_is_no_error(sign_in, adviser):
    for strange in ("nowhere", "%00", "'" * 50, "E0", "%F0%9F%99%82"):
        assert sign_in(adviser).get(f"/capture?council={strange}").status_code == 200


def test_a_stranger_is_sent_to_sign_in(client, council):
    for address in ("/capture", "/intelligence", "/intelligence/1"):
        assert client.get(address).status_code == 302
    assert client.post("/capture", typed(council)).status_code == 302
    assert not Note.objects.exists()


def test_what_was_just_logged_is_one_link_away(sign_in, adviser, council):
    page = sign_in(adviser).post("/capture", typed(council), follow=True).content.decode()

    note = Note.objects.get()
    assert f'is logged. <a href="{note.get_absolute_url()}">Read it</a>' in page


# What the box says of itself.


@pytest.fixture
def signs(db):
    load_signs()


def boxed(text, **given):
    told = SourceTypeFactory()
    return {"text": text, "source_type": told.pk, "known": "first_hand", **given}


@pytest.mark.usefixtures("signs")
def test_the_page_says_that_signs_surface_in_what_people_say_before_they_show_in_returns(sign_in):  # R025
    answer = sign_in(UserFactory(principal_adviser=True)).get("/capture").content.decode()
    assert "surface more often in what people say than in statistical returns" in answer


@pytest.mark.usefixtures("signs")
def test_the_box_alone_names_the_council_its_signs_and_the_day_to_come_back(sign_in):
    council = CouncilFactory(short_name="Barchester", name="Barchester Borough Council")
    adviser = adviser_for(council)
    answer = sign_in(adviser).post(
        "/capture", boxed("@Barchester: #finance worries. Follow up in two weeks."), follow=True
    )
    note = Note.objects.get()
    assert note.council == council
    assert [sign.slug for sign in note.factors.all()] == ["finance"]
    assert (note.follow_up_on - today()).days == 14
    assert f"come back on {note.follow_up_on:%a %-d %b %Y}" in answer.content.decode()
    assert note.text == "@Barchester: #finance worries. Follow up in two weeks."


@pytest.mark.usefixtures("signs")
def test_what_is_chosen_stands_before_what_is_read(sign_in):
    council = CouncilFactory(short_name="Barchester")
    other = CouncilFactory(short_name="Plumstead Episcopi", region=council.region)
    adviser = adviser_for(council)
    day = today() + timedelta(days=3)
    given = boxed(
        "@Barchester again. Follow up in two weeks.", council=other.code, follow_up_on=day.isoformat()
    )
    sign_in(adviser).post("/capture", given)
    note = Note.objects.get()
    assert (note.council, note.follow_up_on) == (other, day)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("No council at all.", "Enter the council’s name or code"),
        ("About @Nowhereville.", "“@Nowhereville” is not a council’s name or code."),
        ("About @Barchester and @Framley.", "The box names Barchester and Framley."),
    ],
)
def test_a_box_that_names_no_council_or_two_is_asked_which_and_loses_nothing(sign_in, text, sentence):
    council = CouncilFactory(short_name="Barchester")
    CouncilFactory(short_name="Framley", region=council.region)
    answer = sign_in(adviser_for(council)).post("/capture", boxed(text))
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert text in answer.content.decode()
    assert not Note.objects.exists()


@pytest.mark.usefixtures("signs")
def test_a_sign_that_is_none_is_said_after_the_note_is_kept(sign_in):
    council = CouncilFactory(short_name="Barchester")
    answer = sign_in(adviser_for(council)).post("/capture", boxed("@Barchester #zebra"), follow=True)
    assert Note.objects.count() == 1
    assert "“#zebra” is not one of the signs" in answer.content.decode()


def test_what_is_said_after_a_note_is_saved_stands_in_no_cookie(sign_in, adviser, council):
    answer = sign_in(adviser).post("/capture", typed(council))
    assert answer.status_code == 302
    assert set(answer.client.cookies) <= {"sessionid", "csrftoken"}
    assert "Barchester" in answer.client.get("/").content.decode()
