"""What each provider gives to a package: its acts, its sum, and how the page says it."""

import re
from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import SupportInput
from cases.workflow import Giving, Offer, add_input, agree_support, change_input, end_input
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, SupportInputFactory, SupportPackageFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory

pytestmark = pytest.mark.django_db

GIVING = Giving(kind="regional", name="Improvement East", gives="Financial support", money=560_000)


def text(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def adding():
    package = SupportPackageFactory()
    return package.concern, lambda by, at: add_input(by=by, at=at, package=package, giving=GIVING)


def changing():
    held = SupportInputFactory()
    said = {"support_input": held, "version": held.version, "giving": GIVING}
    return held.concern, lambda by, at: change_input(by=by, at=at, **said)


def ending():
    held = SupportInputFactory()
    return held.concern, lambda by, at: end_input(by=by, at=at, support_input=held, reason="It is done.")


ACTS = {"add_input": adding, "change_input": changing, "end_input": ending}


def rows():
    return list(SupportInput.objects.values())


@pytest.mark.parametrize("act", ACTS)
def test_the_principal_adviser_does_it_and_it_is_recorded_without_its_words(act, at):  # R130
    concern, do = ACTS[act]()
    do(concern.owner, at)
    event = Event.objects.get(act=act)
    assert (event.by, event.subject_id) == (concern.owner, str(concern.pk))
    assert "Improvement East" not in str(event.details)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_left_behind_where_the_record_cannot_be_written(act, at, broken_audit):
    concern, do = ACTS[act]()
    before = rows()
    with pytest.raises(broken_audit):
        do(concern.owner, at)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_and_one_with_an_interest_do_not_find_it(act, at):  # R052
    concern, do = ACTS[act]()
    InterestFactory(user=concern.owner, council=concern.council)
    for by in (UserFactory(analyst=True), concern.owner):
        with pytest.raises(NotFound):
            do(by, at)


@pytest.mark.parametrize("act", ACTS)
def test_a_senior_adviser_asks_the_principal_adviser(act, at):
    concern, do = ACTS[act]()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    with pytest.raises(NotPermitted, match=f"Ask {concern.owner.name}"):
        do(senior, at)


def test_thurrocks_support_is_recorded_as_the_paper_tells_it(at):  # R137
    concern = ConcernFactory(panel_support=True)
    package = agree_support(
        by=concern.owner,
        at=at,
        concern=concern,
        offer=Offer(objectives="To show a commitment to improvement.", provider="Improvement East; IDeA"),
    )
    for giving in (
        GIVING,
        Giving(kind="lga", name="IDeA", gives="Support on member relationships"),
        Giving(kind="lga", name="IDeA", gives="Seconded staff"),
        Giving(kind="other", gives="An interim chief executive", people="Bob Coomber"),
    ):
        add_input(by=concern.owner, at=at, package=package, giving=giving, happened_on=date(2008, 12, 1))
    assert [one.whose for one in package.inputs.all()] == [
        "Improvement East",
        "IDeA",
        "IDeA",
        "Somebody else",
    ]
    assert package.known_money == "£560,000 known; 3 inputs without a sum"


@pytest.mark.parametrize(
    ("sums", "said"),
    [
        ([], ""),
        ([560_000], "£560,000 known"),
        ([560_000, 40_000, None], "£600,000 known; 1 input without a sum"),
        ([None, None], "No sum is known; 2 inputs without a sum"),
    ],
)
def test_the_sum_of_what_is_known_is_said_plainly(sums, said):
    package = SupportPackageFactory()
    for money in sums:
        SupportInputFactory(package=package, money=money)
    assert package.known_money == said


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"gives": " "}, "Enter what it gives"),
        ({"kind": "friend"}, "Choose what kind of body"),
        ({"money": 0}, "whole pounds"),
        ({"from_on": date(2027, 2, 1), "until_on": date(2027, 1, 1)}, "before it begins on 1 February 2027"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(wrong, sentence, at):
    package = SupportPackageFactory()
    giving = Giving(**{"kind": "lga", "gives": "Mentoring"} | wrong)
    with pytest.raises(Refused, match=sentence):
        add_input(by=package.by, at=at, package=package, giving=giving)


def test_an_input_that_ended_is_not_changed_and_ends_once(at):
    held = SupportInputFactory()
    end_input(by=held.by, at=at, support_input=held, reason="The money was spent.")
    held.refresh_from_db()
    assert (held.goes_on, held.ended_by, held.ended_reason) == (False, held.by, "The money was spent.")
    for act, said in (
        (end_input, {"reason": "x"}),
        (change_input, {"version": held.version, "giving": GIVING}),
    ):
        with pytest.raises(Refused, match="This input ended on"):
            act(by=held.by, at=at, support_input=held, **said)


def test_the_second_writer_is_told_with_both_texts(at):
    held = SupportInputFactory()
    said = {"by": held.by, "at": at, "support_input": held, "version": held.version}
    change_input(**said, giving=Giving(kind="cib", gives="Theirs"))
    with pytest.raises(Stale) as stale:
        change_input(**said, giving=Giving(kind="teasc", gives="Mine"))
    assert ("Theirs" in stale.value.held, stale.value.typed) == (True, "Mine")


def test_every_version_of_an_input_is_kept(at):
    held = SupportInputFactory(gives="Two days a week")
    change_input(by=held.by, at=at, support_input=held, version=1, giving=GIVING)
    assert set(held.events.values_list("gives", flat=True)) == {"Two days a week", "Financial support"}


# Through the page.


def test_the_page_shows_who_gives_what_and_the_sum(sign_in):
    package = SupportPackageFactory(provider="LGA, with others")
    SupportInputFactory(package=package, name="", kind="cib", gives="A regional lead’s time")
    SupportInputFactory(package=package, gives="Money", money=560_000)
    client = sign_in(package.by)
    shown = text(client.get(package.get_absolute_url()))
    for said in (
        "CIB regional lead",
        "Improvement East",
        "£560,000 known; 1 input without a sum",
        "not known",
    ):
        assert said in shown
    assert "LGA, with others" in shown


def test_an_input_is_added_changed_and_ended_through_its_pages(sign_in):
    package = SupportPackageFactory()
    client, at = sign_in(package.by), package.get_absolute_url()
    client.post(
        f"{at}/inputs/new", {"kind": "council", "name": "Aldford", "gives": "A treasurer", "money": "£12,000"}
    )
    held = package.inputs.get()
    assert (held.money, held.happened_on) == (12_000, timezone.localdate())
    client.post(
        f"{held.get_absolute_url()}/change",
        {"kind": "council", "gives": "A treasurer, two days", "version": 1},
    )
    page = client.post(f"{held.get_absolute_url()}/end", {"reason": "Their own is here."}, follow=True)
    assert "A treasurer, two days" in text(page)
    assert "Their own is here." in text(page)


def test_a_refused_form_keeps_every_word(sign_in):
    package = SupportPackageFactory()
    page = sign_in(package.by).post(
        f"{package.get_absolute_url()}/inputs/new",
        {"kind": "lga", "gives": "", "people": "Kept people", "money": "much", "name": "Kept name"},
    )
    assert page.status_code == 422
    shown = page.content.decode()
    for kept in ("Kept people", "Kept name", "much", "Enter what it gives", "enter whole pounds"):
        assert kept in shown


def test_an_input_of_another_package_is_not_found(sign_in):
    held, other = SupportInputFactory(), SupportPackageFactory()
    client = sign_in(other.by)
    assert client.get(f"{other.get_absolute_url()}/inputs/{held.pk}/change").status_code == 404


def test_what_a_provider_gives_until_a_day_is_due_on_it(at):
    from cases.queries import due_for

    on = timezone.localdate(at)
    held = SupportInputFactory(until_on=on + timedelta(days=5))
    due = [one for one in due_for(held.concern.owner, on) if one.on == held.until_on]
    assert [(one.what, one.address) for one in due] == [
        ("Improvement East: Seconded staff ends", held.package.get_absolute_url())
    ]
    end_input(by=held.by, at=at, support_input=held, reason="Done.")
    assert held.until_on not in [one.on for one in due_for(held.concern.owner, on)]
