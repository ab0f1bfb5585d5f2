"""The pages of the register, as a person meets them."""

from datetime import date

import pytest
from django.db import connection
from django.template.loader import render_to_string
from django.test.utils import CaptureQueriesContext

from councils import queries
from councils.models import Officeholder
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, RegionHoldingFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(sign_in):
    """A person who signed in, whoever they are: the register is open to all."""
    return sign_in(UserFactory(panel_member=True))


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize(
    "address", ["/councils", "/councils/E08000017/history", "/regions", "/regions/london"]
)
def test_a_person_signs_in_first(client, loaded, address):
    assert client.get(address).status_code == 302


def test_the_list_counts_317_today_and_353_in_2012(loaded, reader):
    page = text(reader.get("/councils"))
    assert "317 councils" in page
    assert "Somerset Council" not in page  # short names in a list
    assert "/councils/E06000066" in page
    page = text(reader.get("/councils?as_at=2012-04-01"))
    assert "353 councils" in page
    assert "as at 1 April 2012" in page
    assert "/councils/E06000066" not in page


def test_the_filters_are_the_address(loaded, reader):
    page = text(reader.get("/councils?region=north-east&kind=unitary&as_at=2012-04-01"))
    assert "7 councils" in page
    assert '<option value="north-east" selected>' in page
    assert 'href="?kind=unitary&amp;as_at=2012-04-01"' in page  # the chip takes the region away


def test_a_fictional_council_is_shown_with_that_word_and_not_counted(loaded, reader):
    CouncilFactory(fictional=True, short_name="Marchford", region=queries.region_by_slug("london"))
    page = text(reader.get("/councils?region=london"))
    assert "33 councils, and 1 fictional" in page
    assert "s-chip--fictional" in page


def test_a_council_is_found_by_a_former_name_and_the_page_says_so(loaded, reader):
    page = text(reader.get("/councils?q=shepway"))
    assert "1 council answers to “shepway”" in page
    assert "Folkestone and Hythe District Council" in page
    assert "found as “Shepway”" in page


def test_one_that_is_gone_says_until_when(loaded, reader):
    page = text(reader.get("/councils?q=E07000190"))
    assert "Taunton Deane Borough Council" in page
    assert "existed until 31 March 2019" in page


def test_a_near_spelling_is_offered_and_nothing_is_pretended(loaded, reader):
    page = text(reader.get("/councils?q=donacster"))
    assert "No council answers to “donacster”. Did you mean:" in page
    assert "City of Doncaster Council" in page
    page = text(reader.get("/councils?q=zzzzzzz"))
    assert "No council answers to “zzzzzzz”." in page
    assert "Try part of the name" in page


def test_what_was_typed_is_shown_as_text_and_not_run(loaded, reader):
    page = reader.get("/councils", {"q": "<script>alert(1)</script>"}).content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_a_filter_that_is_no_choice_is_an_error_and_never_a_fault(loaded, reader):
    page = reader.get("/councils?region=atlantis&kind=parish&as_at=yesterday&q=leeds")
    assert page.status_code == 200
    assert "Select a valid choice" in text(page)


def test_the_empty_list_says_what_to_do(loaded, reader):
    page = text(reader.get("/councils?region=london&kind=county"))
    assert "No council is of that type in that region on that day" in page


def test_the_list_takes_as_many_queries_for_317_councils_as_for_12(loaded, reader):
    counts = []
    for address in ("/councils", "/councils?region=north-east", "/councils"):
        with CaptureQueriesContext(connection) as captured:
            reader.get(address)
        counts.append(len(captured))
    assert counts[2] <= counts[1] + 1  # naming the region chosen is one more either way
    assert max(counts[1:]) <= 10


def test_the_thousandth_row_is_there(loaded, reader):
    CouncilFactory.create_batch(1_000, region=queries.region_by_slug("london"), gss=None)
    page = text(reader.get("/councils"))
    assert "1317 councils" in page
    assert page.count("<tr>") > 1_317


def test_a_councils_history_shows_before_after_names_and_codes(loaded, reader):
    page = text(reader.get("/councils/E07000246/history"))
    for words in (
        "Somerset West and Taunton Council",
        "Taunton Deane Borough Council",
        "West Somerset District Council",
        "until 31 March 2019",
        "Somerset Council",
        "from 1 April 2023",
        "Somerset County Council",
        "existed from 1 April 2019 to 31 March 2023",
    ):
        assert words in page


def test_an_old_code_leads_to_the_present_address(loaded, reader):
    response = reader.get("/councils/E08000016/history")
    assert response.status_code == 302
    assert response["Location"] == "/councils/E08000038/history"
    assert "1 Jan 2009 to 31 Mar 2025" in text(reader.get("/councils/E08000038/history"))


@pytest.mark.parametrize(
    "address", ["/councils/E99999999/history", "/regions/atlantis", "/councils/x/history"]
)
def test_what_is_not_there_is_not_found(loaded, reader, address):
    assert reader.get(address).status_code == 404


def test_the_regions_of_2012_name_the_five_advisers(loaded, reader):  # R027 R028 R029 R030 R031 R032 R033
    page = text(reader.get("/regions?as_at=2012-04-01"))
    for name in ("Marianne Abley", "Howard Davis", "Mark Edgell", "Rachel Litherland", "Gill Taylor"):
        assert name in page
    assert "formerly called Regional Associates" in page
    page = text(reader.get("/regions"))
    assert "Marianne Abley" not in page
    assert page.count("Not held") == 9


def test_a_region_lists_who_holds_it_over_time(loaded, reader):  # R027 R031
    region = queries.region_by_slug("london")
    RegionHoldingFactory(
        region=region,
        user=UserFactory(principal_adviser=True, name="R. Okafor"),
        since_on=date(2024, 4, 1),
    )
    page = text(reader.get("/regions/london"))
    assert "Rachel Litherland" in page
    assert "named December 2011 to November 2012" in page
    assert "since 1 Apr 2024" in page
    assert page.index("R. Okafor") < page.index("Rachel Litherland")
    assert "R. Okafor" in text(reader.get("/regions"))


@pytest.fixture
def bar():
    """The identity bar of a council, as the council page includes it."""

    def drawn(council) -> str:
        held = queries.identity(council, date(2026, 11, 21))
        return " ".join(render_to_string("councils/_council_identity.html", {"identity": held}).split())

    return drawn


def test_the_identity_bar_says_not_held_for_each_thing_unknown(db, bar):  # R051
    drawn = bar(CouncilFactory())
    assert drawn.count("Not held") == 5
    for name in ("Leader", "Chief executive", "Control", "Principal Adviser", "Senior Adviser"):
        assert f"<dt>{name}</dt>" in drawn


def test_the_identity_bar_names_a_mayor_by_the_office(db, bar):
    council = CouncilFactory()
    office = {"council": council, "office": "mayor", "name": "P. Day", "since_on": date(2025, 5, 5)}
    mayor = Officeholder.objects.create(**office)
    assert "<dt>Mayor</dt> <dd>P. Day<small>since May 2025</small></dd>" in bar(council)
    mayor.title = "Directly elected Mayor"
    mayor.save()
    assert "<dt>Directly elected Mayor</dt>" in bar(council)


def test_a_region_nobody_holds_says_so(db, reader):
    region = CouncilFactory().region
    page = text(reader.get(f"/regions/{region.slug}"))
    assert "Nobody is recorded as looking after this region." in page


def test_without_a_register_the_pages_still_speak(db, reader):
    assert "has not been loaded yet" in text(reader.get("/regions"))
    assert reader.get("/councils").status_code == 200
