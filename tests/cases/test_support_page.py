"""Where all support stands: what one may read of it, by next date, region or name."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from cases.queries import SupportFilters, support_for, support_rows
from panel.live import reported_concerns
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    ImprovementBoardFactory,
    PoliticalGroupFactory,
    SupportInputFactory,
    SupportPackageFactory,
)
from tests.factories.councils import InterestFactory

pytestmark = pytest.mark.django_db


def text(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def soon(days):
    return timezone.localdate() + timedelta(days=days)


def package_at(name, days=30, **said):
    concern = ConcernFactory(panel_support=True, council__short_name=name, review_on=soon(days))
    return SupportPackageFactory(concern=concern, provider=f"Provider of {name}", **said)


def ended(package):
    package.ended_on, package.ended_at, package.ended_by = soon(0), timezone.now(), package.by  # noqa: TID251
    package.ended_reason = "It is done."
    package.save()
    return package


def test_it_stands_by_the_earliest_of_review_meeting_and_end_of_an_input(sign_in):
    last, second, first = package_at("Aldford", 40), package_at("Beeford"), package_at("Ceeford")
    ImprovementBoardFactory(package=second, next_meeting_on=soon(9))
    SupportInputFactory(package=first, until_on=soon(4))
    adviser = UserFactory(principal_adviser=True)
    assert list(support_for(adviser)) == [first, second, last]
    assert list(support_for(adviser, SupportFilters(order="council"))) == [last, second, first]
    (row,) = support_rows([support_for(adviser)[1]], soon(0))
    assert [(date.what, date.on) for date in row.dates] == [
        ("The board meets", soon(9)),
        ("Review of the concern", soon(30)),
    ]


def test_a_stood_down_board_and_an_ended_input_give_no_date():
    package = package_at("Aldford")
    end = {"ended_at": timezone.now(), "ended_on": soon(0), "ended_by": package.by, "ended_reason": "Done."}  # noqa: TID251
    SupportInputFactory(package=package, until_on=soon(1), **end)
    (row,) = support_rows(support_for(package.by), soon(0))
    assert [date.what for date in row.dates] == ["Review of the concern"]


def test_one_reads_of_support_only_on_concerns_one_may_read(sign_in):
    package = package_at("Aldford")
    seen = {
        "adviser": UserFactory(principal_adviser=True),
        "secretariat": UserFactory(role="secretariat"),
    }
    unseen = {role: UserFactory(role=role) for role in ("member_peer", "research_analyst", "panel_member")}
    InterestFactory(user=(recused := UserFactory(principal_adviser=True)), council=package.concern.council)
    for user in seen.values():
        assert package.provider in text(sign_in(user).get("/support"))
    for user in (*unseen.values(), recused):
        shown = text(sign_in(user).get("/support"))
        assert package.provider not in shown
        assert "0 packages" in shown


def test_a_group_office_reads_of_what_its_group_was_told(sign_in):
    group = PoliticalGroupFactory()
    user = GroupOfficePostFactory(group=group).user
    package, other = package_at("Aldford"), package_at("Beeford")
    GroupOfficeFlagFactory(concern=package.concern, group=group)
    shown = text(sign_in(user).get("/support"))
    assert package.provider in shown
    assert other.provider not in shown


def test_it_is_narrowed_by_region_provider_board_mine_and_what_has_ended(sign_in):
    mine, other, gone = (
        package_at("Aldford", board="formal"),
        package_at("Beeford"),
        ended(package_at("Ceeford")),
    )
    SupportInputFactory(package=mine, kind="teasc")
    client = sign_in(mine.concern.owner)
    for query, shown, not_shown in (
        (f"region={mine.concern.council.region.slug}", mine, other),
        ("provider=teasc", mine, other),
        ("board=formal", mine, other),
        ("board=none", other, mine),
        ("mine=yes", mine, other),
        ("which=ended", gone, mine),
        ("", other, gone),
        ("which=all", gone, None),
        ("board=large&region=nowhere", other, gone),  # what is not understood narrows nothing
    ):
        words = text(client.get(f"/support?{query}"))
        assert shown.provider in words, query
        assert not_shown is None or not_shown.provider not in words, query
    assert "No support answers to this" in text(client.get("/support?provider=cib"))


def test_an_empty_list_says_where_support_is_agreed(sign_in):
    shown = text(sign_in(UserFactory(principal_adviser=True)).get("/support"))
    assert "No support goes on. It is agreed on the page of a concern" in shown


def test_a_row_says_who_gives_what_the_known_sum_and_the_board(sign_in):
    package = package_at("Aldford")
    SupportInputFactory(package=package, money=560_000)
    SupportInputFactory(package=package, kind="lga", name="")
    ImprovementBoardFactory(package=package, name="The VIB")
    shown = text(sign_in(package.by).get("/support"))
    for said in ("Improvement East , LGA", "£560,000 known; 1 input without a sum", "The VIB", "Voluntary"):
        assert said.replace(" ,", ",") in shown.replace(" ,", ",")


def test_no_column_or_order_speaks_of_how_serious_it_is(sign_in):  # WORKFLOW section 5
    package_at("Aldford")
    page = sign_in(UserFactory(principal_adviser=True)).get("/support").content.decode()
    assert re.findall(r'<option value="(\w+)"', page[page.index('name="order"') :])[:3] == [
        "date",
        "region",
        "council",
    ]
    assert "Stage" not in re.sub(r"<[^>]*>", " ", page[page.index("<table") : page.index("</table>")])


def test_many_packages_come_in_pages_and_ask_no_more_than_few(sign_in, django_assert_num_queries):
    for number in range(2):
        SupportInputFactory(package=package_at(f"Town {number}"))
    client = sign_in(UserFactory(principal_adviser=True))
    client.get("/support")
    with django_assert_num_queries(len(_queries(client))):
        client.get("/support")
    before = len(_queries(client))
    for number in range(2, 55):
        package = package_at(f"Town {number}")
        SupportInputFactory(package=package, until_on=soon(3))
        ImprovementBoardFactory(package=package)
    assert len(_queries(client)) == before
    shown = text(client.get("/support?page=2"))
    assert "Page 2 of 2" in shown


def _queries(client):
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as asked:
        client.get("/support")
    return asked.captured_queries


# The words for the Panel.


def test_the_panel_reads_who_gives_it_and_when_the_board_meets():  # R127, R147
    package = package_at("Aldford")
    SupportInputFactory(package=package)
    ImprovementBoardFactory(package=package, name="Aldford Board", next_meeting_on=soon(9))
    (concern,) = reported_concerns(UserFactory(role="secretariat"))
    (support,) = concern.support
    assert support.by_whom == "Provider of Aldford; with Improvement East"
    assert re.fullmatch(r"Overseen by the Aldford Board, which meets next on \d+ \w+ \d{4}", support.board)


def test_a_provider_named_in_the_line_is_not_named_twice():
    package = package_at("Aldford")
    package.provider = "LGA and Improvement East"
    package.save()
    SupportInputFactory(package=package)
    (concern,) = reported_concerns(UserFactory(role="secretariat"))
    assert (concern.support[0].by_whom, concern.support[0].board) == ("LGA and Improvement East", "")
