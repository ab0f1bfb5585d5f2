"""Competing explanations side by side, before a conversation and after it (R075, R114, R118)."""

import pytest

from audit.models import Event
from cases.models import ComesTo, Explanation, ExplanationGround, ExplanationOutcome, Side
from cases.queries import balance, explanations
from cases.workflow import Grounds, add_grounds, explain, say_what_it_comes_to
from common.errors import NotFound, NotPermitted, Refused
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    ExplanationFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
)
from tests.factories.councils import InterestFactory, RegionHoldingFactory
from tests.factories.liaison import heard, published

pytestmark = pytest.mark.django_db


def weighed(concern, user=None):
    return explanations(concern, balance(concern, user or concern.owner))


def senior_of(concern):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    return senior


def test_an_explanation_stands_with_what_speaks_for_and_against_it(at):  # R075
    concern = ConcernFactory(wider_information=True)
    letter, note = published(concern, title="The auditor's letter"), heard(concern, owner=concern.owner)
    explain(
        by=senior_of(concern),
        at=at,
        concern=concern,
        text="The savings were counted twice.",
        grounds=Grounds(
            speaks_for=[letter], speaks_against=[note], line_against="The tracker says otherwise."
        ),
    )
    (one,) = weighed(concern)
    assert [ground.evidence for ground in one.speaks_for] == [letter]
    assert [ground.evidence or ground.line for ground in one.speaks_against] == [
        note,
        "The tracker says otherwise.",
    ]
    assert Event.objects.get(act="explain").scope == concern.council.audit_scope


def test_one_text_is_enough_and_more_is_added_later_beside_it(at):
    concern = ConcernFactory()
    explanation = explain(by=concern.owner, at=at, concern=concern, text="They count twice.")
    letter = published(concern)
    add_grounds(by=concern.owner, at=at, explanation=explanation, grounds=Grounds(speaks_for=[letter]))
    with pytest.raises(Refused, match="Nothing new"):
        add_grounds(by=concern.owner, at=at, explanation=explanation, grounds=Grounds(speaks_for=[letter]))
    assert [ground.evidence for ground in weighed(concern)[0].speaks_for] == [letter]


def test_an_empty_explanation_and_evidence_of_another_concern_are_refused(at):
    concern = ConcernFactory()
    with pytest.raises(Refused, match="Enter the explanation"):
        explain(by=concern.owner, at=at, concern=concern, text=" ")
    elsewhere = published(ConcernFactory(council=concern.council))
    with pytest.raises(Refused, match="not held on this concern"):
        explain(by=concern.owner, at=at, concern=concern, text="So.", grounds=Grounds(speaks_for=[elsewhere]))
    assert not Explanation.objects.exists()


def test_after_the_conversation_one_is_what_the_council_said_and_another_set_aside(at):  # R118
    concern = ConcernFactory(council_discussion=True)
    first, second = ExplanationFactory.create_batch(2, concern=concern)
    by = {"by": concern.owner, "at": at}
    say_what_it_comes_to(**by, explanation=first, comes_to=ComesTo.COUNCIL_SAID)
    with pytest.raises(Refused, match="Another is marked as what the council said"):
        say_what_it_comes_to(**by, explanation=second, comes_to=ComesTo.COUNCIL_SAID)
    with pytest.raises(Refused, match="marked as what the council said already"):
        say_what_it_comes_to(**by, explanation=first, comes_to=ComesTo.COUNCIL_SAID)
    with pytest.raises(Refused, match="Enter why it is set aside"):
        say_what_it_comes_to(**by, explanation=second, comes_to=ComesTo.SET_ASIDE)
    say_what_it_comes_to(**by, explanation=second, comes_to=ComesTo.SET_ASIDE, line="The figure was revised.")
    say_what_it_comes_to(**by, explanation=first, comes_to=ComesTo.SET_ASIDE, line="They took it back.")
    one, other = weighed(concern)
    assert [outcome.comes_to for outcome in one.outcomes] == [ComesTo.COUNCIL_SAID, ComesTo.SET_ASIDE]
    assert one.is_set_aside
    assert other.outcome.line == "The figure was revised."
    say_what_it_comes_to(**by, explanation=second, comes_to=ComesTo.COUNCIL_SAID)


def test_before_stage_three_the_council_has_said_nothing(at):
    explanation = ExplanationFactory(concern=ConcernFactory(wider_information=True))
    with pytest.raises(Refused, match="Move it there first"):
        say_what_it_comes_to(by=explanation.by, at=at, explanation=explanation, comes_to=ComesTo.COUNCIL_SAID)


@pytest.mark.parametrize("act", ["explain", "add_grounds", "say_what_it_comes_to"])
def test_an_adviser_of_elsewhere_may_not_and_a_stranger_does_not_find_it(act, at):
    explanation = ExplanationFactory()
    do = ACTS[act]
    with pytest.raises(NotPermitted):
        do(explanation, by=UserFactory(principal_adviser=True), at=at)
    recused = InterestFactory(user=UserFactory(principal_adviser=True), council=explanation.concern.council)
    for stranger in (recused.user, UserFactory(analyst=True)):
        with pytest.raises(NotFound):
            do(explanation, by=stranger, at=at)


@pytest.mark.parametrize("act", ["explain", "add_grounds", "say_what_it_comes_to"])
def test_on_a_closed_concern_nothing_is_set_down(act, at):
    explanation = ExplanationFactory(concern=ConcernFactory(closed=True))
    with pytest.raises(Refused, match="Reopen it first"):
        ACTS[act](explanation, by=explanation.by, at=at)


@pytest.mark.parametrize("act", ["explain", "add_grounds", "say_what_it_comes_to"])
def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(act, at, broken_audit):
    explanation = ExplanationFactory()
    with pytest.raises(broken_audit):
        ACTS[act](explanation, by=explanation.by, at=at)
    assert Explanation.objects.get() == explanation
    assert not ExplanationGround.objects.exists()
    assert not ExplanationOutcome.objects.exists()


ACTS = {
    "explain": lambda one, **who: explain(**who, concern=one.concern, text="It is seasonal."),
    "add_grounds": lambda one, **who: add_grounds(
        **who, explanation=one, grounds=Grounds(line_for="It was so last year.")
    ),
    "say_what_it_comes_to": lambda one, **who: say_what_it_comes_to(
        **who, explanation=one, comes_to=ComesTo.SET_ASIDE, line="It is not."
    ),
}


def test_who_may_not_read_a_note_does_not_read_that_an_explanation_rests_on_it(sign_in):  # TRUST 3, 1
    explanation = ExplanationFactory()
    note = heard(explanation.concern, owner=explanation.by, text="Zebra said so.")
    signed = {"concern": explanation.concern, "by": explanation.by, "happened_on": explanation.happened_on}
    ExplanationGround.objects.create(**signed, explanation=explanation, side=Side.FOR, evidence=note)
    told = GroupOfficeFlagFactory(concern=explanation.concern)
    office = GroupOfficePostFactory(group=told.group).user
    address = f"/cases/{explanation.concern.number}/explanations"
    assert "Zebra" in text(sign_in(explanation.by).get(address))
    shown = text(sign_in(office).get(address))
    assert explanation.text in shown
    assert "Zebra" not in shown


def test_the_page_takes_an_explanation_and_keeps_every_word_where_it_is_refused(sign_in):
    concern = ConcernFactory(council_discussion=True)
    letter = published(concern, title="The auditor's letter")
    client = sign_in(concern.owner)
    page = client.post(f"/cases/{concern.number}/explanations/new", {"text": "", "line_for": "Kept words."})
    assert page.status_code == 422
    assert "Kept words." in text(page)
    said = {"text": "They count twice.", "speaks_for": [letter.pk], "line_against": "Not in May."}
    assert client.post(f"/cases/{concern.number}/explanations/new", said).status_code == 302
    explanation = Explanation.objects.get()
    shown = text(client.get(f"/cases/{concern.number}/explanations"))
    for word in ("They count twice.", "The auditor's letter", "Not in May."):
        assert word.replace("'", "&#x27;") in shown
    address = f"/cases/{concern.number}/explanations/{explanation.pk}"
    assert client.post(f"{address}/grounds", {"line_for": "It was revised."}).status_code == 302
    assert client.post(f"{address}/outcome", {"comes_to": "set_aside"}).status_code == 422
    assert client.post(f"{address}/outcome", {"comes_to": "council_said"}).status_code == 302
    assert "this is what the council said" in text(client.get(f"/cases/{concern.number}"))


def test_the_page_of_many_takes_as_many_queries_as_of_one(sign_in, django_assert_max_num_queries):
    concern = ConcernFactory(council_discussion=True)
    for explanation in ExplanationFactory.create_batch(6, concern=concern):
        ExplanationGround.objects.create(
            concern=concern,
            by=concern.owner,
            happened_on=explanation.happened_on,
            explanation=explanation,
            side=Side.FOR,
            line="So.",
        )
    client = sign_in(concern.owner)
    with django_assert_max_num_queries(14):
        client.get(f"/cases/{concern.number}/explanations")
