"""What is read out of a note's words: councils, signs, the day to come back."""

from datetime import date

import pytest

from accounts.models import User
from councils.lookup import resolver
from intelligence.ingest import load_signs
from intelligence.models import Factor
from intelligence.reading import read
from tests.register import register_loaded

ON = date(2026, 11, 21)  # a Saturday


def reading(text):
    return read(text, on=ON, factors=Factor.objects.all(), resolve=resolver(fictional=True).resolve)


def no_council(text):
    raise AssertionError(f"Nothing here names a council: {text}")


@pytest.fixture
def known(db):
    """The register of councils and the signs."""
    register_loaded()
    load_signs()


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Spoke to the chief executive of @Thurrock. All well.", ["Thurrock"]),
        ("@King's Lynn and West Norfolk said so", ["King's Lynn and West Norfolk"]),
        ("@E06000034 again", ["Thurrock"]),
        ("@Bournemouth, Christchurch and Poole council", ["Bournemouth, Christchurch and Poole"]),
        ("@Adur, and @Adur's neighbour @Worthing!", ["Adur", "Worthing"]),
        ("write to j.marsh@adur.gov.uk", []),
        ("no council @ all", []),
    ],
)
def test_councils_are_read_by_name_and_code_and_addresses_of_mail_are_none(text, names):
    said = reading(text)
    assert [one.short_name.replace("’", "'") for one in said.councils] == names
    assert not said.unread


@pytest.mark.usefixtures("known")
def test_a_name_of_two_councils_and_one_of_none_are_said_to_be_so():
    said = reading("Heard about @Newcastle and @Nowhereville.")
    assert not said.councils
    assert len(said.unread) == 2
    assert "Newcastle" in said.unread[0]
    assert said.unread[1] == "“@Nowhereville” is not a council’s name or code."


@pytest.mark.usefixtures("known")
def test_signs_are_read_by_their_names_and_beginnings():
    assert [one.slug for one in reading("#finance and #trust, #finance").factors] == ["finance", "trust"]
    assert [one.slug for one in reading("#political").factors] == ["political-stability"]
    said = reading("#corp #zebra #financial-r a#trust &#trust;")
    assert [one.slug for one in said.factors] == ["corporate-capacity", "financial-resilience"]
    assert said.unread == ("“#zebra” is not one of the signs. Choose from those below, or leave it.",)
    assert "may be" in reading("#lead").unread[0]


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("Follow up 9 Dec.", date(2026, 12, 9)),
        ("follow up on 9 November", date(2027, 11, 9)),
        ("Follow-up: 1/12/2026", date(2026, 12, 1)),
        ("come back to it on the 3rd of January 2027", date(2027, 1, 3)),
        ("chase him on Friday", date(2026, 11, 27)),
        ("ring back on Saturday", date(2026, 11, 28)),
        ("follow up in two weeks", date(2026, 12, 5)),
        ("follow up in a month", date(2026, 12, 21)),
        ("follow up tomorrow", date(2026, 11, 22)),
        ("follow up next week", date(2026, 11, 28)),
        ("follow up 31 February", None),
        ("follow up 1 March 2020", None),
        ("follow up with care", None),
        ("It was said on 9 December.", None),
        ("They will follow up.", None),
    ],
)
def test_the_day_to_come_back_is_read_as_people_write_it(text, day):
    assert read(text, on=ON, factors=[], resolve=no_council).follow_up_on == day


def test_a_month_after_the_31st_is_the_last_day_of_a_shorter_one():
    on = date(2027, 1, 31)
    assert read("follow up in a month", on=on, factors=[], resolve=no_council).follow_up_on == date(
        2027, 2, 28
    )


@pytest.mark.usefixtures("known")
def test_a_colleague_is_named_by_name_or_by_a_surname_that_is_nobody_elses():
    ruth, jo, other = (User(pk=n, name=name) for n, name in enumerate(("R. Okafor", "J. Zeal", "A. Zeal"), 1))
    said = read(
        "@Okafor look, @J. Zeal too, and @Zeal about @Thurrock.",
        on=ON,
        factors=[],
        resolve=resolver(fictional=True).resolve,
        people=[ruth, jo, other],
    )
    assert said.people == (ruth, jo)
    assert [one.short_name for one in said.councils] == ["Thurrock"]
    assert said.unread == ("“@Zeal” is not a council’s name or code.",)
