"""The list of notes, a note's page, and the pages of its acts."""

import re
from datetime import date, timedelta

import pytest
from django.template.loader import render_to_string

from audit.models import Event
from intelligence import queries
from intelligence.forms import capture_box
from intelligence.models import Note, NoteReader
from intelligence.workflow import correct_note
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db
STRANGE = (
    "'; DROP TABLE intelligence_note; --",
    "' OR 1=1 --",
    "\x00",
    "x" * 5000,
    "9" * 30,
    "-1",
    "🙂",
    "{{7*7}}",
    "\u202eא",
    "2026-02-31",
)
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="\w+"')


@pytest.fixture
def council():
    return CouncilFactory(short_name="Barchester")


@pytest.fixture
def adviser(council):
    return adviser_for(council, name="R. Okafor")


def words(answer) -> str:
    """The page without the one thing that differs each time."""
    return TOKEN.sub("", answer.content.decode()).replace("&#x27;", "'")


# The list.


def test_the_list_shows_what_one_may_read_and_says_when_nothing_is_held(sign_in, adviser):
    assert "Nothing is held. That is usual." in words(sign_in(adviser).get("/intelligence"))
    NoteFactory(text="The finance director leaves.")
    NoteFactory(text="Hidden from you.", restricted=True)
    page = words(sign_in(adviser).get("/intelligence"))
    assert "The finance director leaves." in page
    assert "Hidden from you" not in page
    assert "1 note" in page


def narrowed():
    """Each filter, with what matches it and what does not."""
    council, factor, source = CouncilFactory(short_name="Barchester"), FactorFactory(), SourceFactory()
    seen = NoteFactory(
        text="The one wanted",
        council=council,
        factors=[factor, FactorFactory()],
        source=source,
        owner=source.owner,
        known="published",
        confirmed=True,
        good_practice=True,
        happened_on=date(2026, 2, 1),
    )
    NoteFactory(text="Another note")
    return {
        "council": council.code,
        "factor": factor.slug,
        "source": source.type.slug,
        "known": "published",
        "checked": "confirmed",
        "kind": "good_practice",
        "owner": seen.owner_id,
        "until": "2026-02-01",
    }


@pytest.mark.parametrize(
    "name", ["council", "factor", "source", "known", "checked", "kind", "owner", "until", "since"]
)
def test_the_address_narrows_the_list_and_a_chip_takes_it_away(sign_in, adviser, name):
    given = narrowed()
    if name == "since":
        page = words(sign_in(adviser).get("/intelligence", {"since": "2026-02-02"}))
        assert "Another note" in page
        assert "The one wanted" not in page
        return
    page = words(sign_in(adviser).get("/intelligence", {name: given[name], "page": "1"}))
    assert "The one wanted" in page
    assert "Another note" not in page
    assert '<a class="s-chip__off" href="?"' in page


def test_filters_work_together_and_one_chip_leaves_the_rest(sign_in, adviser):
    given = narrowed()
    page = words(sign_in(adviser).get("/intelligence", given))
    assert "1 note" in page
    assert page.count("s-chip__off") == len(given)
    assert f'href="?{"&amp;".join(f"{k}={v}" for k, v in given.items() if k != "known")}"' in page


@pytest.mark.parametrize(
    "name", ["council", "factor", "source", "known", "checked", "kind", "owner", "since", "page"]
)
def test_no_strange_filter_is_an_error(sign_in, adviser, name):
    NoteFactory()
    for value in STRANGE:
        assert sign_in(adviser).get("/intelligence", {name: value}).status_code == 200, value
    assert Note.objects.count() == 1


def test_a_filter_that_is_not_understood_says_so(sign_in, adviser):
    page = words(sign_in(adviser).get("/intelligence", {"council": "Nowhere", "since": "soon", "known": "x"}))
    assert "“Nowhere” is not a name this register knows" in page
    assert "Enter a day, such as 9/11/2026" in page
    assert "Choose from the list" in page


def test_a_thousand_notes_are_paged_to_the_last_at_the_same_cost(
    sign_in, adviser, council, django_assert_max_num_queries
):
    source = SourceFactory(owner=adviser)
    Note.objects.bulk_create(
        Note(
            council=council,
            text=f"Heard {n}",
            known="first_hand",
            source=source,
            owner=adviser,
            happened_on=date(2020, 1, 1) + timedelta(days=n),
        )
        for n in range(1000)
    )
    client = sign_in(adviser)
    with django_assert_max_num_queries(15):
        page = words(client.get("/intelligence", {"council": council.code, "page": 40}))
    assert "Heard 0<" in page
    assert "Heard 24<" in page
    assert "Heard 25<" not in page
    assert "Page 40 of 40" in page
    assert "1,000 notes" in page


def test_an_adviser_is_told_that_there_is_more_and_whom_to_ask(sign_in, adviser, council):
    NoteFactory(council=council, restricted=True, owner__name="J. Marsh")
    page = words(sign_in(adviser).get("/intelligence", {"council": council.code}))
    assert "1 more note you may not open: ask J. Marsh." in page
    InterestFactory(user=adviser, council=council)
    assert "J. Marsh." not in words(sign_in(adviser).get("/intelligence", {"council": council.code}))


# As if it were not there, to the byte.


@pytest.mark.parametrize(
    "role",
    ["secretariat", "analyst", "panel_member", "dclg_liaison", "administrator", "governance_officer", "peer"],
)
def test_to_everyone_else_hidden_notes_are_not_there_to_the_byte(sign_in, council, role):
    user = UserFactory(role="member_peer") if role == "peer" else UserFactory(**{role: True})
    factor, kind, adviser = FactorFactory(), SourceTypeFactory(), adviser_for(council)
    addresses = [
        "/intelligence",
        f"/intelligence?council={council.code}",
        f"/intelligence?factor={factor.slug}&page=2",
        f"/intelligence?owner={adviser.pk}&checked=confirmed&known=first_hand&source={kind.slug}",
        f"/capture?council={council.code}",
        "/intelligence/987654321",
    ]
    client = sign_in(user)
    before = [words(client.get(address)) for address in addresses]
    source = SourceFactory(owner=adviser, type=kind)
    notes = [
        NoteFactory(council=council, owner=adviser, source=source, factors=[factor], **traits)
        for traits in (
            {},
            {"restricted": True},
            {"published": True},
            {"confirmed": True},
            {"withdrawn": True},
        )
    ]
    after = [words(client.get(address)) for address in addresses]
    assert after == before
    missing, hidden = client.get("/intelligence/987654321"), client.get(notes[0].get_absolute_url())
    assert (hidden.status_code, dict(hidden.headers)) == (missing.status_code, dict(missing.headers))
    assert words(hidden).replace(notes[0].get_absolute_url(), "") == words(missing).replace(addresses[-1], "")
    assert queries.notes_about(council, user).total == 0
    assert queries.withheld_from(user, council) == []
    assert queries.timeline_entries(council, user) == []
    assert {sign.notes for sign in queries.signs_held(council, user)} == {0}


@pytest.mark.parametrize(
    "act", ["", "/edit", "/check", "/open", "/follow-up", "/withdraw", "/source", "/deputy"]
)
def test_every_address_of_a_hidden_note_is_not_found(sign_in, act):
    note = NoteFactory(restricted=True)
    for user in (UserFactory(secretariat=True), UserFactory(principal_adviser=True)):
        client = sign_in(user)
        assert client.get(note.get_absolute_url() + act).status_code == 404
        if act:
            assert client.post(note.get_absolute_url() + act, {"text": "x"}).status_code == 404
    assert Note.objects.get().version == 1


# One note.


def test_a_note_shows_its_words_source_marking_and_who_may_read_it(sign_in, adviser, council):
    note = NoteFactory(
        council=council, text="As heard.\nSecond line.", factors=[FactorFactory(short_name="Trust")]
    )
    page = words(sign_in(adviser).get(note.get_absolute_url()))
    for said in ("As heard.", note.source.in_words, "Trust", "ADVISERS", "Principal and senior advisers"):
        assert said in page
    assert f"This note is {note.owner.name}’s. Ask them to correct it." in page
    assert Event.objects.get(act="read_note").by == adviser


def test_the_owner_corrects_the_note_and_the_versions_are_shown(sign_in, adviser, council):
    note = NoteFactory(council=council, owner=adviser, text="First words.")
    client = sign_in(adviser)
    form = client.get(note.get_absolute_url() + "/edit").context["form"]
    answer = client.post(
        note.get_absolute_url() + "/edit",
        {
            "version": form.initial["version"],
            "text": "Second words.",
            "known": "second_hand",
            "kind": "sign",
            "marking": "restricted",
            "happened_on": "2026-03-01",
        },
    )
    assert (answer.status_code, answer.url) == (302, note.get_absolute_url())
    page = words(client.get(note.get_absolute_url()))
    for said in ("First words.", "Second words.", "text, how known, marking, day changed", "RESTRICTED"):
        assert said in page


def test_a_stale_save_shows_both_texts(sign_in, adviser, council, at):
    note = NoteFactory(council=council, owner=adviser, text="First.")
    correct_note(by=adviser, at=at, note=note, version=1, text="From the other window.")
    told = {"version": 1, "text": "From this window.", "known": "first_hand", "kind": "sign"}
    told |= {"marking": "advisers", "happened_on": "2026-03-01"}
    answer = sign_in(adviser).post(note.get_absolute_url() + "/edit", told)
    assert answer.status_code == 409
    assert "From the other window." in words(answer)
    assert "From this window." in words(answer)
    assert Note.objects.get().text == "From the other window."


def test_what_has_been_checked_takes_a_correction(sign_in, adviser, council):
    note = NoteFactory(council=council, owner=adviser, text="As it was.", confirmed=True)
    client = sign_in(adviser)
    assert "so it stands as it is" in words(client.get(note.get_absolute_url() + "/edit"))
    client.post(note.get_absolute_url() + "/edit", {"version": 1, "text": "It was Easter."})
    page = words(client.get(note.get_absolute_url()))
    assert "As it was." in page
    assert "It was Easter." in page


def test_a_check_is_recorded_on_its_page(sign_in, adviser, council):
    note, other = (
        NoteFactory(council=council, owner=adviser),
        NoteFactory(council=council, text="Heard it too."),
    )
    client, address = sign_in(adviser), note.get_absolute_url() + "/check"
    assert "Heard it too." in words(client.get(address))
    refused = client.post(address, {"version": 1, "outcome": "confirmed", "found": "The auditor agrees."})
    assert refused.status_code == 422
    assert "Choose the notes that confirm it" in words(refused)
    assert "The auditor agrees." in words(refused)
    client.post(
        address, {"version": 1, "outcome": "confirmed", "found": "The auditor agrees.", "notes": [other.pk]}
    )
    assert "Confirmed by 1 independent source" in words(client.get(note.get_absolute_url()))


def test_a_note_is_opened_followed_up_and_withdrawn_on_its_pages(sign_in, adviser, council):
    note = NoteFactory(council=council, owner=adviser, restricted=True)
    peer = UserFactory(role="member_peer", name="P. Peer")
    client, address = sign_in(adviser), note.get_absolute_url()
    client.post(address + "/open", {"reader": peer.pk})
    assert NoteReader.objects.get().user == peer
    client.post(address + "/follow-up", {"follow_up_on": "2099-11-09"})
    page = words(client.get(address))
    assert "P. Peer, and nobody else" in page
    assert "9 Nov 2099" in page
    assert client.post(address + "/withdraw", {"reason": ""}).status_code == 422
    assert client.post(address + "/withdraw", {"reason": "Wrong council."}).url == council.get_absolute_url()
    page = words(client.get(address))
    assert "Wrong council." in page
    assert note.text not in page
    assert note.source.role not in page  # only that it stood
    assert note.source.type.name in page


def test_who_the_source_is_is_shown_once_asked_for_and_recorded(sign_in, adviser, council):
    client = sign_in(adviser)
    told = {"text": "Heard.", "council": council.code, "source_type": SourceTypeFactory().pk}
    client.post("/capture", told | {"known": "first_hand", "source_identity": "Ada Penrose"})
    address = Note.objects.get().get_absolute_url()
    for page in (address, "/intelligence", address + "/edit", address + "/source"):
        assert "Penrose" not in words(client.get(page))
    assert "Ada Penrose" in words(client.post(address + "/source"))
    assert Event.objects.filter(act="read_source_identity").count() == 1
    other = adviser_for(council)
    refused = sign_in(other).post(address + "/source", {"reason": "curious"})
    assert refused.status_code == 422
    assert "Penrose" not in words(refused)
    client = sign_in(adviser)
    client.post(address + "/deputy", {"deputy": other.pk})
    assert "Ada Penrose" in words(sign_in(other).post(address + "/source", {"reason": "Leave cover"}))


# What the council's page takes from here.


def council_page_parts(council, user):
    return "".join(
        render_to_string(f"intelligence/{part}.html", context | {"council": council})
        for part, context in {
            "_council_notes": {
                "notes": queries.notes_about(council, user),
                "withheld": queries.withheld_from(user, council),
            },
            "_council_signs": {"signs": queries.signs_held(council, user)},
            "_capture_box": {"capture": capture_box(council, date(2026, 3, 2))},
        }.items()
    )


def test_the_council_page_costs_the_same_at_5_notes_and_at_500(
    adviser, council, django_assert_num_queries, django_assert_max_num_queries
):
    factor = FactorFactory()
    NoteFactory.create_batch(5, council=council, factors=[factor])
    assert adviser.roles
    with django_assert_max_num_queries(5) as few:
        council_page_parts(council, adviser)
        cost = len(few.captured_queries)
    first = NoteFactory(council=council)
    Note.objects.bulk_create(
        Note(
            council=council,
            text=f"Heard {n}",
            known="first_hand",
            source=first.source,
            owner=first.owner,
            happened_on=date(2026, 4, 1),
        )
        for n in range(494)
    )
    with django_assert_num_queries(cost):
        page = council_page_parts(council, adviser)
    assert page.count('class="s-note"') == 10
    assert "Show all 500 notes" in page


def test_signs_held_say_how_many_notes_of_how_many_sources_and_the_latest_day(adviser, council):
    factor, empty = FactorFactory(short_name="Trust"), FactorFactory(short_name="Finances")
    source = SourceFactory()
    for day in (1, 5):
        NoteFactory(council=council, factors=[factor], source=source, happened_on=date(2026, 3, day))
    NoteFactory(council=council, factors=[factor], restricted=True)
    NoteFactory(council=council, factors=[factor, empty], good_practice=True)
    NoteFactory(council=council, factors=[factor], contradicted=True)
    page = council_page_parts(council, adviser)
    assert "2 notes of 1 source · latest 5 Mar 2026" in page
    assert "nothing held" in page
    assert "1 more note you may not open" in page


def test_the_stream_carries_each_note_with_how_it_is_known(adviser, council):
    NoteFactory(council=council, text="Line one.\nLine two.", factors=[FactorFactory(short_name="Trust")])
    entry = queries.timeline_entries(council, adviser)[0]
    assert (entry.mark, entry.title, entry.labels) == (
        "note",
        "Line one.",
        ("First-hand", "Not yet checked", "Trust"),
    )


def test_a_note_leads_to_raising_a_concern_from_it(sign_in, adviser, council):  # R071
    note = NoteFactory(council=council, owner=adviser)
    address = f"/cases/new?council={council.code}&amp;note={note.pk}"

    assert address in sign_in(adviser).get(note.get_absolute_url()).content.decode()
    elsewhere = UserFactory(principal_adviser=True)
    assert address not in sign_in(elsewhere).get(note.get_absolute_url()).content.decode()
