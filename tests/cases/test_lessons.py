"""What helped: found by words and by what it was about, never ordered by how a council did."""

import re
from datetime import date, timedelta

import pytest

from accounts.models import ADVISERS, Role
from cases.forms import LessonFilter
from cases.models import LookBack, SupportPackage
from cases.queries import LessonFilters, ended_support, lessons_of, support_to_start_from
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    EndingFactory,
    LookBackFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory, ServiceAreaFactory
from tests.factories.intelligence import FactorFactory

pytestmark = pytest.mark.django_db
ENDED_ON = date(2026, 3, 1)


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


@pytest.fixture
def ended(at):
    """Makes support that has ended, with what it left behind."""

    def make(*, concern=None, ended_on=ENDED_ON, lessons="Peers helped.", met="met", **more):
        concern = concern or ConcernFactory(closed=True)
        package = SupportPackageFactory(
            concern=concern,
            ended_on=ended_on,
            ended_at=at,
            ended_by=concern.owner,
            ended_reason="It is done.",
            **more,
        )
        if lessons is not None:
            EndingFactory(concern=concern, happened_on=ended_on, lessons=lessons, coming_off_point_met=met)
        return package

    return make


def found(user, like=None, **filters):
    return list(ended_support(user, LessonFilters(**filters), like))


def test_support_that_ended_is_read_with_its_lessons_and_what_lasted(ended, adviser):  # R151
    package = ended()
    SupportPackageFactory()
    looked = LookBackFactory(ending=package.concern.endings.get())

    (lesson,) = lessons_of(ended_support(adviser))

    assert lesson.package == package
    assert lesson.ending.lessons == "Peers helped."
    assert lesson.looked == looked


def test_the_correction_of_a_look_back_takes_its_place(ended, adviser):
    first = LookBackFactory(ending=ended().concern.endings.get(), lasted="Thirst")
    LookBack.objects.create(
        ending=first.ending,
        concern=first.concern,
        by=first.by,
        happened_on=first.happened_on,
        lasted="Trust",
        corrects=first,
    )

    (lesson,) = lessons_of(ended_support(adviser))

    assert lesson.looked.lasted == "Trust"
    assert found(adviser, words="trust")
    assert not found(adviser, words="thirst")


def test_its_lessons_are_those_of_the_end_that_followed_it(ended, adviser):
    concern = ConcernFactory(closed=True)
    early = ended(concern=concern, ended_on=date(2026, 2, 1), lessons=None)
    EndingFactory(
        concern=concern,
        change=concern.stage_changes.first(),
        happened_on=date(2026, 1, 1),
        lessons="Of before.",
    )
    late = ended(concern=concern, lessons="Of the end.")

    lessons = {one.package.pk: one.ending.lessons for one in lessons_of(ended_support(adviser))}

    assert lessons == {early.pk: "Of the end.", late.pk: "Of the end."}


def test_it_is_for_advisers_alone(ended):
    ended()
    for role in set(Role) - ADVISERS:
        assert not ended_support(UserFactory(role=role)).exists()
    assert ended_support(UserFactory(senior_adviser=True)).exists()


def test_a_declared_interest_hides_it_and_its_number(ended, adviser, sign_in):  # R052
    package = ended()
    InterestFactory(user=adviser, council=package.concern.council)

    page = sign_in(adviser).get("/lessons")

    assert not ended_support(adviser).exists()
    assert support_to_start_from(adviser, package.pk) is None
    assert "Support that has ended: 0" in text(page)
    assert "No support has ended yet." in text(page)


@pytest.mark.parametrize(
    "words",
    ["mentor", "MENTORING", "budget solace", "peers", "held", "scrutiny", "sessions", "slipping"],
)
def test_it_is_found_by_words_wherever_they_stand(ended, adviser, words):
    concern = ConcernFactory(closed=True, summary="Savings are slipping")
    package = ended(
        concern=concern,
        objectives="Mentoring for the leader; a budget.",
        provider="SOLACE",
        lessons="Peers helped.",
    )
    SupportProgressFactory(package=package, text="Two sessions so far.")
    LookBackFactory(ending=concern.endings.get(), lasted="The plan held.", did_not_last="Scrutiny.")
    ended(lessons="Nothing.")

    assert found(adviser, words=words) == [package]


def test_it_is_narrowed_by_sign_area_type_board_provider_and_coming_off_point(ended, adviser):  # R152
    factor, area = FactorFactory(), ServiceAreaFactory()
    concern = ConcernFactory(
        closed=True, scope="service", service_area=area, council=CouncilFactory(kind="county")
    )
    concern.factors.add(factor)
    package = ended(concern=concern, board="voluntary", provider="SOLACE", met="not_met")
    other = ended(concern=ConcernFactory(closed=True, council=CouncilFactory(kind="district")))
    silent = ended(lessons=None)

    for narrowed in (
        {"factor": factor},
        {"area": area.slug},
        {"kind": "county"},
        {"board": "voluntary"},
        {"provider": "solace"},
        {"met": "not_met"},
    ):
        assert found(adviser, **narrowed) == [package], narrowed
    assert set(found(adviser, area="corporate")) == {other, silent}
    assert found(adviser, met="not_said") == [silent]
    assert found(adviser, met="not_known") == []


def test_it_stands_by_how_lately_it_ended_or_by_name(ended, adviser):  # R004
    lately = ended(concern=ConcernFactory(closed=True, council=CouncilFactory(short_name="Zedworth")))
    before = ended(
        concern=ConcernFactory(closed=True, council=CouncilFactory(short_name="Abbotsea")),
        ended_on=ENDED_ON - timedelta(90),
    )

    assert found(adviser) == [lately, before]
    assert found(adviser, order="name") == [before, lately]
    assert found(adviser, order="met") == [lately, before]  # not understood: the last ended first
    assert {word for word, _ in LessonFilter().fields["order"].choices} == {"ended", "name"}


def test_similar_is_the_same_service_area_or_a_sign_in_common_named_in_words(ended, adviser):  # R152
    finance, change, stability = (
        FactorFactory(short_name=name) for name in ("finance", "change", "stability")
    )
    area = ServiceAreaFactory(name="Planning")
    like = ConcernFactory(scope="service", service_area=area)
    like.factors.add(finance, change)
    both = ConcernFactory(closed=True)
    both.factors.add(finance, change, stability)
    same = ConcernFactory(closed=True, scope="service", service_area=area)
    same.factors.add(stability)
    neither = ConcernFactory(closed=True)
    neither.factors.add(stability)
    older = ended(concern=both, ended_on=ENDED_ON - timedelta(90))
    newer, _ = ended(concern=same), ended(concern=neither)
    ended(concern=like)

    lessons = lessons_of(ended_support(adviser, None, like), like)

    assert [one.package for one in lessons] == [newer, older]  # by date, whoever shares more
    assert lessons[0].shares_in_words == "The same service area: Planning."
    assert re.fullmatch(r"Shares 2 signs: (finance, change|change, finance)\.", lessons[1].shares_in_words)


def test_what_shares_two_signs_stands_once(ended, adviser):
    like, other = ConcernFactory(), ConcernFactory(closed=True)
    for factor in (FactorFactory(), FactorFactory()):
        like.factors.add(factor)
        other.factors.add(factor)
    package = ended(concern=other)

    assert found(adviser, like=like) == [package]


def test_the_page_begins_a_package_from_what_helped(ended, sign_in):  # R151
    like = ConcernFactory(panel_support=True)
    factor = FactorFactory()
    like.factors.add(factor)
    package = ended(
        objectives="A peer for finance.", provider="SOLACE", people="J. Marsh", money=60000, board="formal"
    )
    package.concern.factors.add(factor)
    client = sign_in(like.owner)
    assert f"/lessons?like={like.number}" in client.get(like.get_absolute_url()).content.decode()
    form = f"{like.get_absolute_url()}/support/new"
    assert f"/lessons?like={like.number}" in client.get(form).content.decode()

    listed = client.get(f"/lessons?like={like.number}").content.decode()
    assert f"{form}?start={package.pk}" in listed
    begun = client.get(f"{form}?start={package.pk}").content.decode()

    assert "A peer for finance." in begun
    assert "SOLACE" in begun
    for other in ("J. Marsh", "60000", package.concern.council.short_name, package.concern.summary):
        assert other not in begun
    assert re.search(r'value="none" checked', begun)  # nor whether a board stood over it
    client.post(
        f"{form}?start={package.pk}",
        {
            "weight": "full",
            "objectives": "Ours.",
            "provider": "LGA",
            "board": "none",
        },
    )
    assert SupportPackage.objects.get(concern=like).objectives == "Ours."


def test_nothing_is_begun_from_what_one_may_not_read(ended, sign_in):  # R052
    like = ConcernFactory(panel_support=True)
    hidden = ended()
    InterestFactory(user=like.owner, council=hidden.concern.council)
    client = sign_in(like.owner)
    form = f"{like.get_absolute_url()}/support/new"

    assert client.get(f"{form}?start={hidden.pk}").status_code == 404
    assert client.get(f"{form}?start=999999999").status_code == 404
    assert client.get(f"{form}?start=x").status_code == 200


def test_whoever_may_not_agree_support_there_is_offered_no_start(ended, adviser, sign_in):
    like = ConcernFactory(panel_support=True)
    factor = FactorFactory()
    like.factors.add(factor)
    ended().concern.factors.add(factor)

    page = sign_in(adviser).get(f"/lessons?like={like.number}").content.decode()

    assert "Shares 1 sign" in page
    assert "Start from this" not in page


def test_a_concern_one_may_not_read_is_like_none(ended, adviser, sign_in):
    like = ConcernFactory(summary="Hidden from one with an interest")
    InterestFactory(user=adviser, council=like.council)
    ended()
    client = sign_in(adviser)

    for number in (like.number, 999_999, "x", 2**70):
        page = text(client.get(f"/lessons?like={number}"))
        assert like.summary not in page
        assert "Support that has ended: 1" in page


@pytest.mark.parametrize("query", ["q=%00", "factor=x", "kind=9", "met=x", "page=99", "order=x", "area=%00"])
def test_a_word_the_filters_do_not_know_narrows_nothing(ended, adviser, sign_in, query):
    package = ended()
    page = sign_in(adviser).get(f"/lessons?{query}")
    assert page.status_code == 200
    assert package.objectives in text(page)


def test_the_filters_are_chips_that_can_be_taken_away(ended, adviser, sign_in):
    ended()
    page = sign_in(adviser).get("/lessons?q=zebra&kind=county")
    assert "No support that has ended answers to this." in text(page)
    assert 'href="?kind=county"' in page.content.decode()


@pytest.mark.parametrize("role", sorted(set(Role) - ADVISERS))
def test_to_everyone_else_there_is_no_such_page(sign_in, role):
    client = sign_in(UserFactory(role=role))
    assert client.get("/lessons").status_code == 404
    assert "/lessons" not in client.get("/practice").content.decode()


def test_thirty_take_as_many_queries_as_one_and_stand_on_two_pages(
    ended, adviser, sign_in, django_assert_max_num_queries
):
    for _ in range(30):
        concern = ConcernFactory(closed=True)
        concern.factors.add(FactorFactory())
        LookBackFactory(ending=ended(concern=concern).concern.endings.get())
    client = sign_in(adviser)
    with django_assert_max_num_queries(16):
        page = client.get("/lessons")
    assert "Page 1 of 2" in text(page)
    assert client.get("/lessons?page=2").content.decode().count("s-note__what") == 10
