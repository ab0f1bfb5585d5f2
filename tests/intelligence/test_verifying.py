"""Asking others about a note, their answers, and the two exits of Stage 1."""

from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import Notification
from audit.models import Event
from common.errors import NotFound, NotPermitted, Refused, Stale
from intelligence import queries, workflow
from intelligence.models import NoteOutcome, VerificationRequest
from intelligence.workflow import Told
from tests.factories.accounts import UserFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def on():
    return timezone.localdate()


@pytest.fixture
def note():
    made = NoteFactory()
    RegionHoldingFactory(user=made.owner, region=made.council.region)
    return made


@pytest.fixture
def peer():
    return UserFactory(role="member_peer", name="P. Peer")


def asked(at, note, whom, by=None, **more):
    given = {"question": "Do you know more?", "answer_by_on": timezone.localdate(at) + timedelta(days=7)}
    return workflow.ask_to_verify(by=by or note.owner, at=at, note=note, asked=whom, **(given | more))


def text(response) -> str:
    return " ".join(response.content.decode().split())


def test_who_is_asked_reads_the_question_and_not_the_note_and_answers_it(note, peer, at, on, sign_in):  # R071
    client = sign_in(note.owner)
    client.post(
        f"/intelligence/{note.pk}/ask",
        {
            "asked": peer.pk,
            "question": "Has the leader said so?",
            "answer_by_on": str(on + timedelta(days=5)),
        },
    )
    request = VerificationRequest.objects.get()
    told = Notification.objects.get(user=peer)
    assert note.council.short_name not in told.sentence
    client = sign_in(peer)
    assert f"Answer what {note.owner.name} asks" in text(client.get("/"))
    page = text(client.get(request.get_absolute_url()))
    assert "Has the leader said so?" in page
    assert note.text not in page
    assert "is not open to you" in page
    assert client.get(note.get_absolute_url()).status_code == 404
    kind = SourceTypeFactory()
    answer = {"answer": "supports", "text": "She told me so in May.", "source_role": "leader"}
    refused = client.post(request.get_absolute_url(), answer)
    assert refused.status_code == 422
    assert "Choose where you know it from." in text(refused)
    client.post(request.get_absolute_url(), answer | {"source_type": kind.pk})
    request.refresh_from_db()
    assert request.source.owner == peer
    assert "You have answered this" not in text(client.get("/"))
    page = text(sign_in(note.owner).get(note.get_absolute_url()))
    assert "She told me so in May." in page
    assert {event.act for event in Event.objects.filter(act__contains="verif")} == {
        "ask_to_verify",
        "answer_verification",
    }


def test_an_answer_counts_once_and_only_when_the_check_is_recorded(note, peer, at, sign_in):  # R071
    request = asked(at, note, peer)
    told = Told(type=SourceTypeFactory(), role="leader")
    workflow.answer_verification(
        by=peer, at=at, request=request, answer="supports", text="It is so.", told=told
    )
    note.refresh_from_db()
    assert note.checked == "not_yet"
    client = sign_in(note.owner)
    assert "P. Peer: It is so." in text(client.get(f"/intelligence/{note.pk}/check"))
    body = {"version": note.version, "outcome": "confirmed", "found": "Two say so.", "answers": [request.pk]}
    client.post(f"/intelligence/{note.pk}/check", body)
    note.refresh_from_db()
    assert (note.checked, note.confirmed_by) == ("confirmed", 1)
    client.post(f"/intelligence/{note.pk}/check", body | {"version": note.version})
    note.refresh_from_db()
    assert note.confirmed_by == 1  # one source never counts twice


def test_an_answer_of_the_notes_own_source_never_counts(note, peer, at):
    same = Told(type=note.source.type, role=note.source.role, region=note.source.region)
    request = asked(at, note, peer)
    answered = workflow.answer_verification(
        by=peer, at=at, request=request, answer="supports", text="So I heard.", told=same
    )
    if note.source.region_id == answered.source.region_id:
        with pytest.raises(Refused, match="never counts twice"):
            workflow.check_note(
                by=note.owner,
                at=at,
                note=note,
                version=1,
                outcome="confirmed",
                found="So.",
                answers=[answered],
            )


def test_who_may_ask_and_who_may_be_asked(note, peer, at, on):
    other = UserFactory(principal_adviser=True)
    with pytest.raises(NotPermitted, match="asks others whether it is so"):
        asked(at, note, peer, by=other)
    with pytest.raises(NotFound):
        asked(at, note, peer, by=UserFactory(secretariat=True))
    with pytest.raises(Refused, match="so they were not asked"):
        asked(at, note, UserFactory(secretariat=True))
    InterestFactory(user=other, council=note.council, since_on=on)
    with pytest.raises(Refused, match="declared interest"):
        asked(at, note, other)
    with pytest.raises(Refused, match="Choose somebody else"):
        asked(at, note, note.owner)
    with pytest.raises(Refused, match="has not gone by"):
        asked(at, note, peer, answer_by_on=on - timedelta(days=1))
    with pytest.raises(Refused, match="Enter what you would like to know"):
        asked(at, note, peer, question="  ")
    asked(at, note, peer)
    with pytest.raises(Refused, match="has not answered yet"):
        asked(at, note, peer)


def test_of_a_restricted_note_only_its_owner_asks_somebody_it_is_not_open_to(at, peer):
    note = NoteFactory(restricted=True, is_originator_controlled=True)
    colleague = adviser_for(note.council)
    note.readers.create(user=colleague, opened_by=note.owner)
    with pytest.raises(Refused, match=f"Only {note.owner.name} may ask"):
        asked(at, note, peer, by=colleague)
    assert asked(at, note, peer).asked == peer


def test_a_question_is_seen_by_nobody_else_and_by_none_with_an_interest(note, peer, at, on, sign_in):
    request = asked(at, note, peer)
    assert sign_in(UserFactory(role="member_peer")).get(request.get_absolute_url()).status_code == 404
    assert sign_in(UserFactory(secretariat=True)).get(request.get_absolute_url()).status_code == 404
    InterestFactory(user=peer, council=note.council, since_on=on)
    assert sign_in(peer).get(request.get_absolute_url()).status_code == 404
    assert queries.verifications_due(peer, on + timedelta(days=30)) == []


def test_a_question_is_answered_once_by_whom_it_was_put_to_or_taken_back(note, peer, at):
    request = asked(at, note, peer)
    with pytest.raises(NotPermitted, match="who alone can answer it"):
        workflow.answer_verification(by=note.owner, at=at, request=request, answer="nothing", text="")
    with pytest.raises(NotPermitted, match="who alone can take it back"):
        workflow.take_back_verification(by=peer, at=at, request=request)
    workflow.take_back_verification(by=note.owner, at=at, request=request)
    with pytest.raises(NotPermitted, match="has taken this question back"):
        workflow.answer_verification(by=peer, at=at, request=request, answer="nothing", text="")
    again = asked(at, note, peer)
    with pytest.raises(Refused, match="Enter what you know"):
        workflow.answer_verification(by=peer, at=at, request=again, answer="contradicts", text=" ")
    workflow.answer_verification(by=peer, at=at, request=again, answer="nothing", text="")
    with pytest.raises(NotPermitted, match="You have answered this"):
        workflow.answer_verification(by=peer, at=at, request=again, answer="nothing", text="")
    with pytest.raises(NotPermitted, match="can no longer be taken back"):
        workflow.take_back_verification(by=note.owner, at=at, request=again)


def test_what_cannot_be_recorded_is_not_asked_answered_or_resolved(note, peer, at, broken_audit):
    with pytest.raises(broken_audit):
        asked(at, note, peer)
    assert not VerificationRequest.objects.exists()
    with pytest.raises(broken_audit):
        resolved(at, note)
    assert not NoteOutcome.objects.exists()


# The two exits (R072, R084).


def resolved(at, note, outcome="satisfactory", by=None, version=None, reasons="It was a clerk’s error."):
    return workflow.resolve_note(
        by=by or note.owner,
        at=at,
        note=note,
        version=version or note.version,
        outcome=outcome,
        reasons=reasons,
    )


def test_a_note_is_resolved_satisfactorily_with_reasons_and_is_no_sign_held_any_more(at, sign_in):  # R072
    sign = FactorFactory()
    note = NoteFactory(factors=[sign])
    adviser = adviser_for(note.council)
    assert [held.notes for held in queries.signs_held(note.council, adviser)] == [1]
    client = sign_in(adviser)
    body = {"version": 1, "outcome": "satisfactory", "reasons": ""}
    assert client.post(f"/intelligence/{note.pk}/outcome", body).status_code == 422
    client.post(f"/intelligence/{note.pk}/outcome", body | {"reasons": "The audit letter explains it."})
    page = text(client.get(note.get_absolute_url()))
    assert "Resolved satisfactorily" in page
    assert "The audit letter explains it." in page
    assert [held.notes for held in queries.signs_held(note.council, adviser)] == [0]
    assert Event.objects.get(act="resolve_note").details == {"outcome": "satisfactory"}


def test_a_note_is_confirmed_as_a_potential_issue_and_a_concern_offered(note, at, sign_in):  # R072 R084
    body = {"version": 1, "outcome": "confirmed", "reasons": "Two say so."}
    page = sign_in(note.owner).post(f"/intelligence/{note.pk}/outcome", body, follow=True)
    assert "A potential issue is taken to Stage 2 by raising a concern from it." in text(page)
    note.refresh_from_db()
    assert note.get_outcome_display() == "Confirmed as a potential issue"


def test_an_outcome_can_be_looked_into_again_and_what_was_decided_stands(note, at):
    resolved(at, note)
    note.refresh_from_db()
    with pytest.raises(Refused, match="already"):
        resolved(at, note)
    resolved(at, note, outcome="", reasons="It came up again.")
    assert [one.outcome for one in queries.outcomes_of(note)] == ["satisfactory", ""]


def test_an_outcome_is_refused_to_strangers_and_to_a_stale_reader(note, at):
    with pytest.raises(NotPermitted):
        resolved(at, note, by=UserFactory(principal_adviser=True))
    with pytest.raises(NotFound):
        resolved(at, note, by=UserFactory(secretariat=True))
    with pytest.raises(Stale, match="Your text is kept below"):
        resolved(at, note, version=9)
