"""Recognition in adult social care: three elements, two confirmations, then the invitation (R172)."""

import pytest

from audit.models import Event
from cases.models import ASKED, Recognition, RecognitionStep, Step
from cases.queries import rated_with_councils, timeline_entries, way_of
from cases.register import board_names, rated_councils, rated_words
from cases.workflow import (
    begin_recognition,
    invite_to_present,
    record_element,
    record_recognised,
    share_learning,
)
from common.errors import NotFound, NotPermitted, Refused
from councils.register import read_register
from tests.cases.test_offers import senior_for
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.of_councils import PeerChallengeFactory, RecognitionFactory

pytestmark = pytest.mark.django_db


def beginning():
    council = CouncilFactory()
    return council, lambda by, at: begin_recognition(by=by, at=at, council=council, rated="“adequate”, CQC")


def of(act, having, **said):
    def prepared():
        held = RecognitionFactory(having=having)
        return held.council, lambda by, at: act(by=by, at=at, recognition=held, **said)

    return prepared


ACTS = {
    "begin": (beginning, "begin_recognition"),
    "element": (of(record_element, (), kind="progress_report", aligns=True), "recognition_step"),
    "invite": (of(invite_to_present, ASKED), "recognition_step"),
    "recognise": (of(record_recognised, (*ASKED, Step.INVITED)), "recognition_step"),
    "learning": (
        of(share_learning, (*ASKED, Step.INVITED, Step.RECOGNISED), line_of="How."),
        "recognition_step",
    ),
}


def rows():
    return [list(table.objects.order_by("pk").values()) for table in (Recognition, RecognitionStep)]


@pytest.mark.parametrize("act", ACTS)
def test_the_principal_adviser_of_the_region_does_it_and_it_is_recorded(act, at):
    council, do = ACTS[act][0]()
    before = rows()
    by = adviser_for(council)
    do(by, at)
    assert rows() != before
    assert Event.objects.get(act=ACTS[act][1], by=by).scope == council.audit_scope


@pytest.mark.parametrize("act", ACTS)
def test_it_is_refused_to_an_adviser_of_another_region_and_to_a_stranger(act, at):
    council, do = ACTS[act][0]()
    before = rows()
    with pytest.raises(NotPermitted):
        do(UserFactory(principal_adviser=True), at)
    with pytest.raises((NotPermitted, NotFound)):
        do(UserFactory(secretariat=True), at)
    recused = adviser_for(council)
    InterestFactory(user=recused, council=council)
    with pytest.raises((NotPermitted, NotFound)):
        do(recused, at)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_changed_where_the_record_cannot_be_written(act, at, broken_audit):
    council, do = ACTS[act][0]()
    before = rows()
    with pytest.raises(broken_audit):
        do(adviser_for(council), at)
    assert rows() == before


def test_the_invitation_names_what_is_missing_until_all_five_are_there_in_any_order(at):  # R172
    held = RecognitionFactory()
    by = adviser_for(held.council)
    for left, kind in zip(range(4, -1, -1), reversed(ASKED), strict=True):
        with pytest.raises(Refused) as refused:
            invite_to_present(by=by, at=at, recognition=held)
        assert refused.value.sentence.count(";") == left
        record_element(
            by=by, at=at, recognition=held, kind=kind, aligns=True, who="D. Irector", line_of="It does."
        )
    invite_to_present(by=by, at=at, recognition=held)
    record_recognised(by=by, at=at, recognition=held)
    share_learning(by=by, at=at, recognition=held, line_of="How the plan was led.")
    way = way_of(by, held.pk)
    assert (way.stands, len(way.learning)) == ("Recognised by the Board", 1)


def test_what_does_not_align_is_missing_until_a_newer_one_does(at):
    held = RecognitionFactory(having=ASKED)
    by = adviser_for(held.council)
    said = {"by": by, "at": at, "recognition": held, "kind": Step.PEER_DIRECTOR, "who": "D. Irector"}
    record_element(**said, aligns=False, line_of="The plan is behind.")
    with pytest.raises(Refused, match="it does not align"):
        invite_to_present(by=by, at=at, recognition=held)
    record_element(**said, aligns=True)
    invite_to_present(by=by, at=at, recognition=held)
    assert RecognitionStep.objects.filter(recognition=held, kind=Step.PEER_DIRECTOR).count() == 3


def test_neither_recognition_nor_learning_comes_before_its_time(at):
    held = RecognitionFactory(having=ASKED)
    by = adviser_for(held.council)
    with pytest.raises(Refused, match="after it has been invited"):
        record_recognised(by=by, at=at, recognition=held)
    with pytest.raises(Refused, match="once the council has been recognised"):
        share_learning(by=by, at=at, recognition=held, line_of="How.")


def test_the_principal_advisers_feedback_is_theirs_and_a_senior_adviser_keeps_the_rest(at):
    held = RecognitionFactory()
    senior = senior_for(held.council)
    record_element(by=senior, at=at, recognition=held, kind="progress_report", aligns=True)
    with pytest.raises(NotPermitted, match="Principal Adviser’s"):
        record_element(by=senior, at=at, recognition=held, kind="principal_adviser", aligns=True)


def test_its_peer_challenge_is_one_of_the_council_whose_report_was_given(at):
    held = RecognitionFactory()
    by = adviser_for(held.council)
    said = {"by": by, "at": at, "recognition": held, "kind": "peer_challenge", "aligns": True}
    with pytest.raises(Refused, match="Choose the peer challenge"):
        record_element(**said)
    with pytest.raises(Refused, match="not found among those"):
        record_element(**said, challenge=PeerChallengeFactory(given=True))
    with pytest.raises(Refused, match="not been given"):
        record_element(**said, challenge=PeerChallengeFactory(councils=[held.council]))
    with pytest.raises(Refused, match="of adult social care"):  # R172
        record_element(
            **said, challenge=PeerChallengeFactory(councils=[held.council], kind="fire", given=True)
        )
    given = PeerChallengeFactory(councils=[held.council], kind="adult", given=True)
    assert record_element(**said, challenge=given).challenge == given


def test_the_seven_of_2012_are_public_facts_with_their_citation(sign_in):  # R173, R061
    real = {one.code: one.short_name for one in read_register().councils}
    assert [real[one.code] for one in rated_councils()] == [
        "Cornwall",
        "Central Bedfordshire",
        "South Tyneside",
        "Wirral",
        "Solihull",
        "Gateshead",
        "Redcar and Cleveland",
    ]
    assert "“adequate”" in rated_words()
    assert "Care Quality Commission" in rated_words()
    assert [one.name.split()[0] for one in board_names()] == ["Promoting", "Towards"]
    cornwall = CouncilFactory(code="E06000052", short_name="Cornwall")
    assert dict(rated_with_councils())[rated_councils()[0]] == cornwall
    shown = text(sign_in(UserFactory(analyst=True)).get("/recognition"))
    assert "Cornwall" in shown
    assert "as at April 2012" in shown


def test_recognition_goes_its_whole_way_on_the_pages(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    made = client.post(f"/recognition/new?council={council.code}", {"rated": rated_words()})
    held = Recognition.objects.get()
    assert made.url == held.get_absolute_url()
    shown = text(client.get(made.url))
    assert "What is missing: progress report against the improvement plan; results of" in shown
    for kind in ASKED:
        page = client.post(
            f"{made.url}/elements/{kind}", {"aligns": "yes", "who": "D. Irector", "line_of": "It does."}
        )
        assert page.status_code == 302, kind
    for act, field in (("invite", ""), ("recognise", ""), ("learning", "How the plan was led.")):
        assert client.post(f"{made.url}/{act}", {"line_of": field}).status_code == 302
    shown = text(client.get(made.url))
    assert "Recognised by the Board" in shown
    assert "How the plan was led." in shown
    titles = [entry.title for entry in timeline_entries(council, adviser_for(council), 10)]
    assert titles == ["Recognised by the Board", "Invited to present to the Board"]


def test_one_who_may_not_know_of_it_does_not_find_it(sign_in):
    held = RecognitionFactory()
    assert sign_in(UserFactory(secretariat=True)).get(held.get_absolute_url()).status_code == 404
    recused = adviser_for(held.council)
    InterestFactory(user=recused, council=held.council)
    assert sign_in(recused).get(held.get_absolute_url()).status_code == 404
    assert held.council.short_name not in text(sign_in(recused).get("/recognition"))


@pytest.mark.parametrize("kind", ["invited", "nothing"])
def test_what_is_no_element_is_not_found(kind, sign_in):
    held = RecognitionFactory()
    client = sign_in(held.by)
    assert client.get(f"{held.get_absolute_url()}/elements/{kind}").status_code == 404


def test_it_is_begun_once(at):
    held = RecognitionFactory()
    with pytest.raises(Refused, match="on its way to recognition already"):
        begin_recognition(by=held.by, at=at, council=held.council, rated="“adequate”, CQC")
