"""The boards' yearly papers: counts and no names, and no figure that singles a council out (R164-R168)."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from audit.models import Event
from cases.stages import Stage
from common.errors import NotPermitted, Refused
from councils.models import ServiceArea
from panel.ingest import load_bodies
from panel.models import Body, IssuedPaper
from panel.queries import year_of, years_to
from panel.small_numbers import FEWER
from panel.workflow import issue_year_paper, open_paper
from panel.yearly import YearPaper, year_paper
from papers.text import to_text
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    DiscussionFactory,
    EndingFactory,
    SupportPackageFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.papers.reading import read_pdf, read_word

pytestmark = pytest.mark.django_db
RAISED = date(2026, 1, 5)
SCOPE = {"scope": "service"}


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def remit_area():
    load_bodies()
    area, _ = ServiceArea.objects.get_or_create(slug="childrens-services", defaults={"name": "Children"})
    return area


@pytest.fixture
def board(remit_area):
    return Body.objects.get(slug="children-and-young-people")


def concerns(area, number, **more):
    return [
        ConcernFactory(
            council=CouncilFactory(short_name=f"Zedborough {place}"), service_area=area, **SCOPE, **more
        )
        for place in range(number)
    ]


def test_a_boards_report_is_about_its_remit_and_names_no_council(
    board, remit_area, secretary, at
):  # R164 R165 R166
    held = concerns(remit_area, 4, panel_support=True)
    ConcernFactory(summary="Of another service")
    for concern in held:
        SupportPackageFactory(concern=concern, happened_on=RAISED)
    ended = ConcernFactory(
        council=CouncilFactory(short_name="Marchford"),
        service_area=remit_area,
        closed=True,
        closed_from="panel-support",
        coming_off_point="x",
        **SCOPE,
    )
    EndingFactory(concern=ended, happened_on=RAISED, lessons="Peers helped most.")
    EndingFactory(
        concern=ended, change=ended.stage_changes.first(), happened_on=RAISED, lessons="Marchford led."
    )

    year = year_of("annual", board, 2026, secretary, timezone.localdate(at))
    said = YearPaper("Ask for mentors.", ("Peers helped most.",))
    paper = issue_year_paper(
        kind="annual", body=board, year=2026, said=said, marking="IN CONFIDENCE", by=secretary, at=at
    )

    assert year.counts.open_or_ended == 5
    assert [one.text for one in year.lessons] == ["Peers helped most."]  # the other names its council
    assert year.unfit == 1
    words = open_paper(paper=paper, form="text", by=secretary, at=at).decode()
    for part in ("Children and Young People's Board", "Purpose of report", "Implications for Wales"):
        assert part in words
    assert "Concerns that were open on any day of the year: 5." in words
    assert "Peers helped most." in words
    assert "Ask for mentors." in words
    assert "Significant concerns about individual councils go to the Performance Support Panel" in words
    assert "Zedborough" not in words
    assert "Marchford" not in words
    pdf = " ".join(read_pdf(open_paper(paper=paper, form="pdf", by=secretary, at=at)))
    word = " ".join(read_word(open_paper(paper=paper, form="word", by=secretary, at=at)))
    assert "Ask for mentors." in pdf
    assert "Ask for mentors." in word


def test_the_total_is_not_printed_where_it_would_give_a_small_number_away(board, secretary, at):  # R165
    year = year_of("annual", board, 2026, secretary, timezone.localdate(at))
    reached = {Stage.COUNCIL_DISCUSSION: 1, Stage.PANEL_SUPPORT: 3, Stage.INSPECTION: 3}
    counts = replace(year.counts, open_or_ended=7, reached=reached, by_area={"Children": 7})

    words = to_text(year_paper(replace(year, counts=counts), YearPaper(), "", secretary))

    assert "open on any day of the year: not given." in words
    assert FEWER in words
    for number in ("1", "3", "7"):
        assert f"Concerns: {number}" not in words


def test_the_process_measures_name_nobody_and_hide_small_numbers(secretary, remit_area, at):  # R167 R168
    body = Body.objects.get(slug="improvement-board")
    held = concerns(remit_area, 5, origin="intelligence", council_discussion=True)
    for days, concern in zip((2, 4, 9, 11), held, strict=False):
        DiscussionFactory(concern=concern, happened_on=RAISED + timedelta(days=days))
    ConcernFactory(council=CouncilFactory(short_name="Alone"), origin="council")

    paper = issue_year_paper(
        kind="measures", body=body, year=2026, said=YearPaper(), marking="", by=secretary, at=at
    )

    words = open_paper(paper=paper, form="text", by=secretary, at=at).decode()
    assert "Median time from raising a concern to first talking with the council\nFigure: 6.5 days" in words
    assert f"from the council itself coming forward\nFigure: {FEWER}" in words
    assert "Alone" not in words
    assert "Zedborough" not in words


def test_reviews_kept_and_not_kept_are_counted(secretary, remit_area, at):  # R167
    today = timezone.localdate(at)
    held = concerns(remit_area, 3)
    for concern in held:
        concern.review_on = today - timedelta(days=2)
        concern.save()
    held[0].review_on = today + timedelta(days=9)  # set again, after its day
    held[0].save()
    body = Body.objects.get(slug="improvement-board")

    year = year_of("measures", body, years_to(today)[0], secretary, today)

    assert year.counts.reviews == (0, 3)


def test_a_papers_words_may_name_no_council(board, secretary, at):
    CouncilFactory(short_name="Marchford")
    said = {"kind": "annual", "body": board, "year": 2026, "marking": "", "at": at}
    with pytest.raises(Refused, match="Take out: Marchford"):
        issue_year_paper(said=YearPaper("As in Marchford."), by=secretary, **said)
    with pytest.raises(NotPermitted):
        issue_year_paper(said=YearPaper(), by=UserFactory(principal_adviser=True), **said)
    issue_year_paper(said=YearPaper(), by=secretary, **said)
    with pytest.raises(Refused, match="Enter why another version"):
        issue_year_paper(said=YearPaper(), by=secretary, **said)
    second = issue_year_paper(said=YearPaper(), reason="A slip.", by=secretary, **said)
    assert "supersedes version 1" in second.paper
    assert Event.objects.filter(act="issue_paper").count() == 2


def test_a_version_names_the_day_on_which_the_one_before_was_issued_here(board, secretary, at):
    late = datetime(2026, 6, 30, 23, 30, tzinfo=UTC)  # half past midnight of 1 July, in London
    said = {"kind": "annual", "body": board, "year": 2026, "marking": "", "by": secretary}
    issue_year_paper(said=YearPaper(), at=late, **said)

    with pytest.raises(Refused, match="issued on 1 July 2026"):
        issue_year_paper(said=YearPaper(), at=at, **said)
    second = issue_year_paper(said=YearPaper(), reason="A slip.", at=at, **said)

    assert "issued on 1 July 2026: A slip." in second.paper


def test_neither_small_letters_nor_the_reason_of_a_version_name_a_council(board, secretary, at):  # R165
    CouncilFactory(short_name="Marchford")
    said = {"kind": "annual", "body": board, "year": 2026, "marking": "", "by": secretary, "at": at}
    for words in ("As in marchford.", "As in MARCHFORD."):
        with pytest.raises(Refused, match="Take out: Marchford"):
            issue_year_paper(said=YearPaper(words), **said)
    issue_year_paper(said=YearPaper(), **said)

    with pytest.raises(Refused, match="Take out: Marchford"):
        issue_year_paper(said=YearPaper(), reason="The figures of Marchford were late.", **said)

    assert IssuedPaper.objects.count() == 1


def test_a_name_that_is_an_ordinary_word_counts_where_it_is_written_as_a_name(board, secretary, at):  # R165
    CouncilFactory(short_name="Reading", name="Reading Borough Council")
    said = {"kind": "annual", "body": board, "year": 2026, "marking": "", "by": secretary, "at": at}
    for words in ("As in Reading.", "As in READING.", "As in reading borough council."):
        with pytest.raises(Refused, match="Take out: Reading"):
            issue_year_paper(said=YearPaper(words), **said)

    assert issue_year_paper(said=YearPaper("A second reading of the plan."), **said)


def test_whoever_has_an_interest_in_what_is_counted_does_not_issue(board, remit_area, secretary, at):  # R052
    held = concerns(remit_area, 3)
    InterestFactory(user=secretary, council=held[0].council)
    with pytest.raises(NotPermitted, match="declared interest"):
        issue_year_paper(
            kind="annual", body=board, year=2026, said=YearPaper(), marking="", by=secretary, at=at
        )
    assert year_of("annual", board, 2026, secretary, timezone.localdate(at)).counts.open_or_ended == 2


def test_the_secretariat_makes_and_issues_in_the_browser(board, remit_area, secretary, sign_in):
    concerns(remit_area, 3)
    client = sign_in(secretary)
    base = "/papers/annual/children-and-young-people/2026"
    assert base in client.get("/papers").content.decode()
    shown = client.post(base, {"considered": "More mentors.", "look": ""}).content.decode()
    assert shown.count("More mentors.") == 2  # in the form and in the paper
    assert not IssuedPaper.objects.exists()
    client.post(base, {"considered": "More mentors.", "issue": ""})
    paper = IssuedPaper.objects.get()
    assert "More mentors." in client.get(paper.get_absolute_url()).content.decode()
    assert client.get("/papers/annual/children-and-young-people/1999").status_code == 404
    assert client.get("/papers/annual/psp/2026").status_code == 404
    adviser = sign_in(UserFactory(principal_adviser=True))
    assert adviser.get(base).status_code == 404
    assert adviser.get(paper.get_absolute_url()).status_code == 200
    assert sign_in(UserFactory(panel_member=True)).get(paper.get_absolute_url()).status_code == 404


def test_the_queries_of_a_year_do_not_grow(board, remit_area, secretary, at, django_assert_max_num_queries):
    concerns(remit_area, 8, council_discussion=True)
    with django_assert_max_num_queries(24):
        year_of("annual", board, 2026, secretary, timezone.localdate(at))


def test_if_the_record_cannot_be_written_no_paper_is_issued(board, secretary, at, broken_audit):
    with pytest.raises(broken_audit), transaction.atomic():
        issue_year_paper(
            kind="annual", body=board, year=2026, said=YearPaper(), marking="", by=secretary, at=at
        )
    assert not IssuedPaper.objects.exists()
