"""Figures to ask about: found once, shown with their rule and values, muted with a reason; never a score."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from audit.models import Event
from common.errors import NotPermitted, Refused
from indicators import looking, queries
from indicators.ingest import sync_catalogue
from indicators.models import (
    Area,
    Change,
    Comparison,
    FictionalFigure,
    FigureToAsk,
    Indicator,
    MutedFigure,
    Observation,
    Period,
    Series,
)
from indicators.workflow import ask_again, mute_figure, note_figures_to_ask
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.indicators import taken_in

pytestmark = pytest.mark.django_db
AT = datetime(2026, 11, 21, 9, tzinfo=UTC)
ON = AT.date()
YEARS = range(2020, 2026)
UNTIL = date(2027, 4, 1)


@pytest.fixture
def council():
    return CouncilFactory(code="E07000900", short_name="Wexmoor")


@pytest.fixture
def held(council):
    """Hold six years of a figure: `held("children-in-poverty", [1, 2, 3, 4, 5, 6])`, the type's median 3."""
    sync_catalogue()
    changes = {}

    def hold(slug, values, whose=council, median=3.0):
        indicator = Indicator.objects.get(slug=slug)
        series, _ = Series.objects.get_or_create(indicator=indicator, is_main=True)
        if indicator.source not in changes:
            changes[indicator.source] = taken_in(indicator.source)
        change = changes[indicator.source]
        area, _ = Area.objects.get_or_create(
            code=whose.code, defaults={"kind": Area.Kind.COUNCIL, "council": whose}
        )
        for year, value in zip(YEARS, values, strict=True):
            period, _ = Period.objects.get_or_create(
                start_on=date(year, 1, 1), end_on=date(year, 12, 31), label=str(year)
            )
            Comparison.objects.get_or_create(
                series=series,
                period=period,
                scope="type",
                member=whose.kind,
                defaults={
                    "since": change, "councils": 9, "n": 9, "mean": median, "median": median, "least": 0,
                    "greatest": 9, "lower_quartile": median - 1, "upper_quartile": median + 1,
                },
            )  # fmt: skip
            if whose.is_fictional:
                FictionalFigure.objects.create(council=whose, series=series, period=period, value=value)
            else:
                Observation.objects.create(
                    series=series,
                    period=period,
                    area=area,
                    value=value,
                    status=0 if value is not None else 1,
                    existed=True,
                    release=change.release,
                    since=change,
                )
        return series

    return hold


@pytest.fixture
def worsening(held):
    """Children in poverty (lower is better): above the median and rising for three years."""
    return held("children-in-poverty", [3, 3, 3, 3.1, 3.3, 3.9])


@pytest.fixture
def figure(worsening):
    """The same, written down."""
    look()
    return FigureToAsk.objects.get()


def look():
    """As beat and a worker do it."""
    looking.enqueue_due(AT)
    while looking.do_one("test", lambda: AT):
        pass


def page_of(council, client, user=None):
    client.force_login(user or UserFactory())
    answer = client.get(f"/councils/{council.code}/figures-to-ask-about")
    assert answer.status_code == 200
    return " ".join(re.sub(r"<[^>]*>", " ", answer.content.decode()).split())


def revise(series, council, year, value):
    """Another value takes the place of the one held; the change that did it."""
    held = Observation.objects.get(
        series=series, area__council=council, period__label=str(year), until__isnull=True
    )
    change = Change.objects.create(kind="taken_in", release=held.release, at=AT)
    Observation.objects.filter(series=series, area=held.area, period=held.period, until__isnull=True).update(
        until=change
    )
    Observation.objects.create(
        series=series, area=held.area, period=held.period, value=value, status=0, existed=True,
        release=held.release, since=change,
    )  # fmt: skip
    compared = Comparison.objects.get(series=series, period=held.period, until__isnull=True)
    Comparison.objects.filter(series=series, period=held.period, until__isnull=True).update(until=change)
    for name in ("pk", "id"):
        setattr(compared, name, None)
    compared.since, compared.until = change, None
    compared._state.adding = True
    compared.save(force_insert=True)
    return change


# -- what is found ---------------------------------------------------------------------------------------


def test_a_figure_that_moves_away_from_its_type_is_found(figure, council):
    assert (figure.council, figure.rule, figure.period.label) == (council, "worsening", "2025")
    assert figure.series.indicator.slug == "children-in-poverty"
    assert figure.found_at == AT


def test_a_lasting_shift_is_found(held):
    held("key-stage-2", [3, 3, 3, 1, 1, 1])  # higher is better
    look()
    assert FigureToAsk.objects.get().rule == "shift"


@pytest.mark.parametrize(
    ("slug", "values"),
    [
        ("children-in-poverty", [9, 8, 7, 6, 5, 4]),  # above its type, and falling
        ("children-in-poverty", [1, 1, 1, 1.1, 1.3, 1.9]),  # rising, below its type
        ("children-in-poverty", [3, 3, 3, 3.1, None, 3.9]),  # one is not available
        ("claimant-count", [3, 3, 3, 3.1, 3.3, 3.9]),  # nobody says which way is better
    ],
)
def test_nothing_else_is_found(held, slug, values):
    held(slug, values)
    look()
    assert not FigureToAsk.objects.exists()


def test_an_invented_council_has_its_own(held):
    invented = CouncilFactory(fictional=True)
    held("children-in-poverty", [3, 3, 3, 3.1, 3.3, 3.9], whose=invented)
    look()
    assert FigureToAsk.objects.get().council == invented


def test_a_council_is_compared_with_its_own_type(held):
    held("children-in-poverty", [3, 3, 3, 3.1, 3.3, 3.9])
    unitary = CouncilFactory(unitary=True)
    held("children-in-poverty", [3, 3, 3, 3.1, 3.3, 3.9], whose=unitary, median=8)
    look()
    assert FigureToAsk.objects.get().council != unitary


# -- once and for good -----------------------------------------------------------------------------------


def test_looking_again_makes_no_second_one(figure, worsening):
    assert note_figures_to_ask(by=None, at=AT + timedelta(days=1), series=[worsening.pk]) == 0
    assert FigureToAsk.objects.get().found_at == AT


def test_each_change_is_looked_through_once(figure):
    assert looking.enqueue_due(AT) == 0
    job = Job.objects.get(kind="ask")
    assert (job.state, job.result) == ("done", {"series": 1, "new": 1})


def test_rolled_back_it_is_not_asked_and_loaded_again_it_is_no_second_one(figure, worsening, council):
    revise(worsening, council, 2025, 3.2)
    look()
    page = queries.figures_to_ask(council, ON)
    assert (page.asked, page.figures) == ((), 0)
    assert page.before[0].why_not_now == "its figures have been revised or taken back since"
    revise(worsening, council, 2025, 3.9)
    look()
    assert FigureToAsk.objects.get() == figure
    assert [one.title for one in queries.figures_to_ask(council, ON).asked]


def test_a_worker_that_dies_leaves_the_change_to_another(worsening, monkeypatch):
    looking.enqueue_due(AT)
    with monkeypatch.context() as broken:
        broken.setattr(looking.workflow, "note_figures_to_ask", lambda **_: 1 / 0)
        assert looking.do_one("test", lambda: AT)
    job = Job.objects.get(kind="ask")
    assert (job.state, job.failure) == (
        "waiting",
        "It stopped by a fault of this service (ZeroDivisionError).",
    )
    assert looking.do_one("test", lambda: AT + timedelta(hours=1))
    assert FigureToAsk.objects.count() == 1


def test_what_is_written_down_is_never_changed(figure):
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_figuretoask SET rule = 'shift'")


# -- the page --------------------------------------------------------------------------------------------


def test_the_page_explains_the_rule_with_its_values(figure, council, client):
    page = page_of(council, client)
    assert "A figure to ask about is a question, not a finding." in page
    assert "1 of 1 figure with a stated direction; 0 more have none and are never asked about." in page
    assert "In each of the last 3 periods it was above the median of councils of its type (district)" in page
    assert "(district), and higher than the period before." in page
    assert "2022 3.0 3.0 2.0 to 4.0 9 2023 3.1 3.0 2.0 to 4.0 9 2024 3.3 3.0" in page
    assert "2025 3.9 3.0 2.0 to 4.0 9" in page
    assert "Lower is better, stated by: Department for Education, Local Authority Interactive Tool" in page
    assert "noted 21 November 2026" in page


def test_the_page_says_how_many_there_were_in_all(held, council, client):
    held("children-in-poverty", [3, 3, 3, 3.1, 3.3, 3.9])
    held("key-stage-2", [3, 3, 3, 3, 3, 3])
    held("child-injury-admissions", [3, 3, 3, None, 3, 3])
    held("claimant-count", [3, 3, 3, 3.1, 3.3, 3.9])
    held("employment-rate", [3, 3, 3, 3, 3, 3])
    look()
    page = page_of(council, client)
    assert "1 of 3 figures with a stated direction; 2 more have none and are never asked about." in page
    assert "1 of the 3 could not be looked at: a value is not available, or too few periods are held." in page


def test_they_stand_by_theme_and_title(held, council):
    for slug in ("persistent-absence-looked-after", "children-in-poverty", "child-injury-admissions"):
        held(slug, [3, 3, 3, 3.1, 3.3, 9 if slug == "persistent-absence-looked-after" else 3.9])
    look()
    asked = queries.figures_to_ask(council, ON).asked
    assert [(one.theme, one.title) for one in asked] == sorted((one.theme, one.title) for one in asked)
    assert len(asked) == 3


def test_with_nothing_to_ask_the_page_says_so(council, client):
    assert "No figure meets a rule now. That is usual." in page_of(council, client)


def test_the_page_takes_the_same_queries_however_many_there_are(held, council, client):
    client.force_login(UserFactory())
    counts = []
    for slug in ("children-in-poverty", "child-injury-admissions", "persistent-absence-looked-after"):
        held(slug, [3, 3, 3, 3.1, 3.3, 3.9])
        look()
        with CaptureQueriesContext(connection) as asked:
            client.get(f"/councils/{council.code}/figures-to-ask-about")
        counts.append(len(asked))
    assert len(set(counts)) == 1
    assert counts[0] <= 12


def test_the_council_page_and_the_headline_report_lead_to_it(figure, council, client):
    client.force_login(UserFactory())
    Comparison.objects.create(
        series=figure.series, period=figure.period, scope="england", since=Change.objects.get(), councils=9,
        n=9, mean=3, median=3, least=0, greatest=9, lower_quartile=2, upper_quartile=4,
    )  # fmt: skip
    for address in (council.get_absolute_url(), f"{council.get_absolute_url()}/headline"):
        assert f"/councils/{council.code}/figures-to-ask-about" in client.get(address).content.decode()


# -- muting ----------------------------------------------------------------------------------------------


def muted(figure, by, **changes):
    return mute_figure(
        **{
            "by": by,
            "at": AT,
            "figure": figure,
            "reason": "A new estate opened.",
            "until_on": UNTIL,
            **changes,
        }
    )


def test_a_muted_figure_is_listed_as_such(figure, council, client):
    by = adviser_for(council)
    muted(figure, by)
    page = queries.figures_to_ask(council, ON)
    assert (page.asked, page.figures, len(page.muted)) == ((), 0, 1)
    assert f"Muted until 1 April 2027 by {by.name}: A new estate opened." in page_of(council, client, by)
    assert queries.figures_to_ask(council, UNTIL).muted
    assert queries.figures_to_ask(council, UNTIL + timedelta(days=1)).asked


def test_the_reason_is_an_advisers_word_for_advisers(figure, council, client):
    by = adviser_for(council)
    muted(figure, by)
    recused = adviser_for(council)
    InterestFactory(user=recused, council=council)
    for reader in (UserFactory(dclg_liaison=True), UserFactory(analyst=True), recused):
        page = page_of(council, client, reader)
        assert "Muted until 1 April 2027" in page
        assert "estate" not in page


def test_muting_is_recorded_without_its_reason(figure, council):
    muted(figure, adviser_for(council))
    event = Event.objects.get(act="mute_figure_to_ask")
    assert event.scope == council.audit_scope
    assert "estate" not in str(event.details)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"reason": "  "}, "Enter why"),
        ({"until_on": ON}, "Enter a later day"),
        ({"until_on": date(2028, 1, 1)}, "a year at most"),
    ],
)
def test_muting_is_refused_by_the_rules(figure, council, changes, words):
    with pytest.raises(Refused, match=words):
        muted(figure, adviser_for(council), **changes)
    assert not MutedFigure.objects.exists()


def test_what_is_muted_is_not_muted_twice(figure, council):
    by = adviser_for(council)
    muted(figure, by)
    with pytest.raises(Refused, match="muted already, until 1 April 2027"):
        muted(figure, by)


def test_muting_is_for_the_advisers_of_the_region(figure, council):
    recused = adviser_for(council)
    InterestFactory(user=recused, council=council)
    with pytest.raises(NotPermitted, match="muted by an adviser of"):
        muted(figure, UserFactory(principal_adviser=True))
    with pytest.raises(NotPermitted, match="declared interest"):
        muted(figure, recused)
    with pytest.raises(NotPermitted):
        ask_again(by=UserFactory(analyst=True), at=AT, figure=figure)
    assert not MutedFigure.objects.exists()


def test_if_the_record_cannot_be_written_nothing_is_muted(figure, council, broken_audit):
    with pytest.raises(broken_audit):
        muted(figure, adviser_for(council))
    assert not MutedFigure.objects.exists()


def test_if_the_record_cannot_be_written_it_stays_muted(figure, council, monkeypatch):
    by = adviser_for(council)
    muted(figure, by)
    monkeypatch.setattr(Event.objects, "create", lambda **_: 1 / 0)
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        ask_again(by=by, at=AT, figure=figure)
    assert MutedFigure.objects.get().ended_at is None


def test_it_can_be_asked_about_again_and_that_is_recorded(figure, council):
    by = adviser_for(council)
    muted(figure, by)
    ask_again(by=by, at=AT + timedelta(days=1), figure=figure)
    assert queries.figures_to_ask(council, ON).asked
    assert (
        MutedFigure.objects.get().ended_by,
        Event.objects.filter(act="ask_again_about_figure").count(),
    ) == (
        by,
        1,
    )
    ask_again(by=by, at=AT + timedelta(days=2), figure=figure)  # nothing is left to end
    assert Event.objects.filter(act="ask_again_about_figure").count() == 1


def test_the_form_mutes_and_keeps_every_word_where_it_is_refused(figure, council, client):
    client.force_login(adviser_for(council))
    address = f"/councils/{council.code}/figures-to-ask-about/children-in-poverty/mute"
    assert "Why it need not be asked about" in client.get(address).content.decode()
    typed = {"reason": "A new estate opened.", "until_on_0": "1", "until_on_1": "4", "until_on_2": "2001"}
    refused = client.post(address, typed)
    assert refused.status_code == 422
    assert "A new estate opened." in refused.content.decode()
    coming = datetime.now(tz=UTC).date() + timedelta(days=60)  # noqa: TID251
    day = {"until_on_0": coming.day, "until_on_1": coming.month, "until_on_2": coming.year}
    answer = client.post(address, {**typed, **day})
    assert (answer.status_code, answer["Location"]) == (302, f"/councils/{council.code}/figures-to-ask-about")
    again = client.post(f"/councils/{council.code}/figures-to-ask-about/children-in-poverty/ask")
    assert again.status_code == 302
    assert MutedFigure.objects.get().ended_at


def test_the_form_is_a_sentence_to_those_who_may_not(figure, council, client):
    client.force_login(UserFactory())
    address = f"/councils/{council.code}/figures-to-ask-about/children-in-poverty"
    page = client.get(f"{address}/mute").content.decode()
    assert "Ask one of them." in page
    assert "<textarea" not in page
    assert client.post(f"{address}/ask").status_code == 403
    missing = f"/councils/{council.code}/figures-to-ask-about/nothing/mute"
    assert client.get(missing).status_code == 404
