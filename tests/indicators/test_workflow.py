"""A council's own explanation, held beside its value (R111)."""

import datetime

import pytest
from django.db import DatabaseError, connection, transaction

from audit.models import Event
from common.errors import NotPermitted, Refused
from indicators import queries
from indicators.models import Indicator, Period, ValueExplanation
from indicators.workflow import explain_value
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory, adviser_for
from tests.indicators.conftest import AT

pytestmark = pytest.mark.django_db
ON = AT.date()
TYPED = {
    "text": "A large employer closed in May.",
    "given_by": "Chief executive",
    "given_on_0": "1",
    "given_on_1": "11",
    "given_on_2": "2026",
}


@pytest.fixture
def said(loaded, hartlepool):
    """Say it: `said(by=adviser)`."""

    def act(**changes):
        fields = {
            "at": AT,
            "council": hartlepool,
            "indicator": Indicator.objects.get(slug="claimant-count"),
            "period": Period.objects.get(label="2024"),
            "text": "A large employer closed in May.",
            "given_by": "Chief executive",
            "given_on": datetime.date(2026, 11, 1),
        }
        return explain_value(**{**fields, **changes})

    return act


def test_what_the_council_says_stands_beside_its_value(said, hartlepool, client):  # R111
    by = adviser_for(hartlepool)
    said(by=by)
    line = next(one for one in queries.headline_report(hartlepool, ON).lines if one.slug == "claimant-count")
    assert [(one.text, one.given_by) for one in line.explanations] == [
        ("A large employer closed in May.", "Chief executive")
    ]
    client.force_login(UserFactory())
    assert "The council says: A large employer closed in May." in (
        client.get("/councils/E06000001/headline").content.decode()
    )


def test_it_is_recorded_without_its_text(said, hartlepool):
    said(by=adviser_for(hartlepool))
    event = Event.objects.get(act="explain_value")
    assert event.scope == hartlepool.audit_scope
    assert "employer" not in str(event.details)


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"text": " "}, "Enter what the council says"),
        ({"given_by": ""}, "Enter who"),
        ({"given_on": datetime.date(2030, 1, 1)}, "has not come yet"),
    ],
)
def test_it_is_refused_by_the_rules(said, hartlepool, changes, words):
    with pytest.raises(Refused, match=words):
        said(by=adviser_for(hartlepool), **changes)


def test_it_is_refused_to_a_stranger_and_to_one_with_an_interest(said, hartlepool):
    with pytest.raises(NotPermitted, match="put down by an adviser of North East"):
        said(by=UserFactory(principal_adviser=True))
    interested = adviser_for(hartlepool)
    InterestFactory(user=interested, council=hartlepool)
    with pytest.raises(NotPermitted, match="declared interest"):
        said(by=interested)
    assert not ValueExplanation.objects.exists()


def test_the_research_team_may_put_it_down(said):
    assert said(by=UserFactory(analyst=True)).text


def test_if_the_record_cannot_be_written_nothing_is_kept(said, hartlepool, broken_audit):
    with pytest.raises(broken_audit):
        said(by=adviser_for(hartlepool))
    assert not ValueExplanation.objects.exists()


def test_it_is_never_changed(said, hartlepool):
    said(by=adviser_for(hartlepool))
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("UPDATE indicators_valueexplanation SET text = ''")


def test_the_form_puts_it_down_and_keeps_every_word_where_it_is_refused(loaded, hartlepool, client):
    client.force_login(adviser_for(hartlepool))
    address = "/councils/E06000001/headline/claimant-count/explain"
    assert "What the council says" in client.get(address).content.decode()
    refused = client.post(address, {**TYPED, "given_on_2": "2031"})
    assert refused.status_code == 422
    assert "A large employer closed in May." in refused.content.decode()
    answer = client.post(address, TYPED)
    assert (answer.status_code, answer["Location"]) == (302, "/councils/E06000001/headline")
    assert ValueExplanation.objects.count() == 1


def test_the_form_is_a_sentence_to_those_who_may_not(loaded, client):
    client.force_login(UserFactory())
    page = client.get("/councils/E06000001/headline/claimant-count/explain").content.decode()
    assert "Pass it on to one of them." in page
    assert "<textarea" not in page
    assert client.post("/councils/E06000001/headline/claimant-count/explain", TYPED).status_code == 422
    assert client.get("/councils/E06000001/headline/nothing/explain").status_code == 404
