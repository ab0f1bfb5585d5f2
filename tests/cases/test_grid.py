"""The picture: a square a council by region, and the bar of how long a concern stood at each stage."""

import re
from datetime import date, timedelta
from itertools import pairwise

import pytest

from cases.models import Concern, StageChange
from cases.queries import concern_page, council_grid, spans
from cases.stages import Stage
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, GroupOfficeFlagFactory, GroupOfficePostFactory
from tests.factories.councils import CouncilFactory, InterestFactory

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 1)


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def said(user):
    """What each square is called, in the order of the page."""
    return [square.said for held in council_grid(user, ON).regions for square in held.squares]


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


def test_a_square_a_council_by_region_and_name_and_never_by_stage(adviser):  # R004
    late = ConcernFactory(council=CouncilFactory(short_name="Aldford"), intervention=True)
    CouncilFactory(short_name="Zedford", region=late.council.region)
    ConcernFactory(council=CouncilFactory(short_name="Marchford", region=late.council.region))

    assert said(adviser) == [
        "Aldford: one open concern, Stage 5b",
        "Marchford: one open concern, Stage 1",
        "Zedford: no open concern",
    ]
    names = [held.region.name for held in council_grid(adviser, ON).regions]
    assert names == sorted(names)


def test_several_concerns_print_each_stage_once_and_closed_ones_nothing(adviser):
    council = CouncilFactory(short_name="Marchford", fictional=True)
    ConcernFactory(council=council, panel_support=True)
    ConcernFactory(council=council)
    ConcernFactory(council=council, wider_information=True)
    ConcernFactory(council=council)
    ConcernFactory(council=council, closed=True)

    (held,) = council_grid(adviser, ON).regions

    assert held.squares[0].digits == "1 2 4"
    assert held.squares[0].said == "Marchford (fictional): four open concerns, Stages 1, 2 and 4"


def test_one_square_says_as_much_of_one_concern_as_of_nine(adviser, sign_in):
    few, many = CouncilFactory(), CouncilFactory()
    ConcernFactory(council=few)
    for _ in range(9):
        ConcernFactory(council=many)

    page = sign_in(adviser).get("/cases/grid").content.decode()

    squares = re.findall(r'<a class="(s-square[^"]*)"', page)
    assert squares == ["s-square s-square--open"] * 2  # one tint, whatever the number
    assert "style=" not in page


def test_the_secretariat_and_the_governance_officer_know_of_council_and_stage():  # TRUST 2, note 4
    concern = ConcernFactory(council__short_name="Marchford")
    for role in ("secretariat", "governance_officer"):
        assert said(UserFactory(role=role)) == ["Marchford: one open concern, Stage 1"]
    assert concern.summary not in str(council_grid(UserFactory(role="secretariat"), ON))


def test_to_those_who_may_not_know_the_squares_are_outlined_to_the_byte(sign_in):
    CouncilFactory(short_name="Marchford")
    client = sign_in(UserFactory(analyst=True))

    def shown():
        return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", client.get("/cases/grid").content)

    before = shown()
    ConcernFactory(council=CouncilFactory._meta.model.objects.get(), panel_support=True)

    assert shown() == before
    assert b"No open concern is held that you may know of." in before


def test_a_declared_interest_outlines_the_square(adviser):  # R052
    concern = ConcernFactory(council__short_name="Marchford")
    InterestFactory(user=adviser, council=concern.council)
    secretary = UserFactory(secretariat=True)
    InterestFactory(user=secretary, council=concern.council)

    assert said(adviser) == said(secretary) == ["Marchford: no open concern"]


def test_a_group_office_knows_of_what_it_was_told():
    told = ConcernFactory(council_discussion=True, council__short_name="Toldham")
    ConcernFactory(council_discussion=True, council__short_name="Untoldham")
    user = GroupOfficePostFactory().user
    GroupOfficeFlagFactory(concern=told, group=user.group_office_posts.get().group)

    assert sorted(said(user)) == ["Toldham: one open concern, Stage 3", "Untoldham: no open concern"]


def test_a_council_that_is_no_more_stands_there_while_a_concern_is_open(adviser):
    gone = CouncilFactory(short_name="Goneham", existed_until_on=ON - timedelta(400))
    CouncilFactory(short_name="Longgone", existed_until_on=ON - timedelta(400))
    ConcernFactory(council=gone)

    assert said(adviser) == ["Goneham: one open concern, Stage 1"]


def test_the_page_links_each_square_by_name_and_says_it_as_a_table(adviser, sign_in):
    concern = ConcernFactory(
        council=CouncilFactory(short_name="Marchford", fictional=True), panel_support=True
    )
    other = CouncilFactory(short_name="Zedford")

    page = sign_in(adviser).get("/cases/grid")
    body = page.content.decode()

    for council, name in (
        (concern.council, "Marchford (fictional): one open concern, Stage 4"),
        (other, "Zedford"),
    ):
        assert re.search(rf'href="{council.get_absolute_url()}"\s+title="{re.escape(name)}', body)
    assert "That a concern is open is not in itself an indication of failure." in text(page)
    assert "1 of 2 councils has an open concern that you may know of: 1 open concern in all." in text(page)
    assert "Councils by region and name, with their open concerns" in text(page)
    assert concern.summary not in body
    assert "/cases/grid" in sign_in(adviser).get("/cases").content.decode()


def test_four_hundred_councils_take_as_many_queries_as_one(adviser, sign_in, django_assert_max_num_queries):
    region = CouncilFactory().region
    for _ in range(60):
        ConcernFactory(council=CouncilFactory(region=region), owner=adviser)
    client = sign_in(adviser)
    with django_assert_max_num_queries(11):
        client.get("/cases/grid")


# The history bar.


def moved(concern, *moves):
    """The concern as it went through these stages on these days after its opening."""
    before, changes = "", []
    for version, (stage, days) in enumerate(moves, 1):
        changes.append(
            StageChange(
                concern=concern,
                from_stage=before,
                to_stage=stage,
                version=version,
                basis="It was so.",
                by=concern.owner,
                happened_on=concern.opened_on + timedelta(days),
            )
        )
        before = stage
    return changes


def test_the_bar_of_one_stage_is_whole():
    concern = ConcernFactory()
    (span,) = spans(concern, moved(concern, (Stage.LOCAL_INTELLIGENCE, 0)), concern.opened_on)
    assert (span.x, span.width, span.days, span.until) == (0, 400, 1, None)
    assert span.label == "5 Jan 2026"


def test_twelve_moves_each_have_room_for_their_digit_and_dates_do_not_run_together():
    concern = ConcernFactory(council_discussion=True)
    to_and_fro = [
        (Stage.COUNCIL_DISCUSSION if place % 2 else Stage.PANEL_SUPPORT, place if place < 11 else 900)
        for place in range(12)
    ]
    bar = spans(concern, moved(concern, *to_and_fro), concern.opened_on + timedelta(1000))

    assert len(bar) == 12
    assert min(span.width for span in bar) >= 20
    assert sum(span.width for span in bar) == pytest.approx(400)
    labelled = [span.x for span in bar if span.label]
    assert labelled[0] == 0
    assert all(after - before >= 70 for before, after in pairwise(labelled))


def test_the_time_it_was_closed_is_a_gap_and_the_bar_ends_with_the_last_closing():
    concern = ConcernFactory(closed=True)
    Concern.objects.filter(pk=concern.pk).update(closed_on=concern.opened_on + timedelta(60))
    concern.refresh_from_db()
    changes = moved(
        concern,
        (Stage.COUNCIL_DISCUSSION, 0),
        (Stage.CLOSED, 10),
        (Stage.COUNCIL_DISCUSSION, 40),
        (Stage.CLOSED, 60),
    )
    bar = spans(concern, changes, concern.opened_on + timedelta(999))
    assert [span.stage for span in bar] == [Stage.COUNCIL_DISCUSSION, Stage.CLOSED, Stage.COUNCIL_DISCUSSION]
    assert bar[-1].until == concern.closed_on


def test_the_bar_says_its_sentence_prints_each_digit_and_stands_as_a_table(sign_in):
    concern = ConcernFactory(panel_support=True)
    page = sign_in(concern.owner).get(concern.get_absolute_url())
    body = page.content.decode()
    bar = body[body.index('<svg class="s-spans"') :].split("</svg>")[0]

    assert "How long it stood at each stage. Stage 1: local intelligence, from 5 January 2026, 1 day;" in bar
    assert re.findall(r'text-anchor="middle">(\w+)<', bar) == ["1", "2", "3", "4"]
    assert "today" in bar
    assert "Show as table : how long it stood at each stage" in text(page)


def test_the_page_of_a_concern_and_the_bar_agree():
    concern = ConcernFactory(council_discussion=True)
    bar = spans(concern, concern_page(concern, concern.owner).changes, concern.opened_on + timedelta(7))
    assert [(span.stage.digit, span.days) for span in bar] == [("1", 1), ("2", 1), ("3", 8)]
