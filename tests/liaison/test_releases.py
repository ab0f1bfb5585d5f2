"""A release: proposed on evidence, approved by another, frozen, withdrawn (WORKFLOW section 4)."""

import json
from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import IntegrityError, InternalError, connection, transaction

from audit.models import Event
from cases.models import AwarenessRecord, ChallengeConsent, Evidence
from common.errors import NotFound, NotPermitted, Refused
from liaison.document import canonical_json, digest
from liaison.models import HANDLING, Release, ReleaseEvidence, Standing
from liaison.workflow import approve_release, propose_release, refuse_release, withdraw_release
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.intelligence import SourceFactory
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    heard,
    proposed,
    published,
    released,
    told,
    withdrawn,
)
from tests.factories.of_councils import ConsentFactory, PeerChallengeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern():
    return concern_about(CouncilFactory(short_name="Barchester"))


@pytest.fixture
def another():
    """A Principal Adviser of another region."""
    return UserFactory(principal_adviser=True, name="R. Okafor")


def propose(at, concern, **fields):
    fields = {
        "by": concern.owner,
        "recipient": OrganisationFactory(dclg=True),
        "purpose": "Support.",
        "matter": "Reserves.",
        "awareness": None,
        "evidence": [],
    } | fields
    return propose_release(at=at, concern=concern, **fields)


def test_a_release_is_proposed_with_all_it_needs(at, concern):
    """R177-R180"""
    awareness = told(concern)
    release = proposed(at, concern=concern, awareness=awareness)
    assert release.standing is Standing.PROPOSED
    assert release.number == f"{at:%Y}-0001"
    assert release.handling == HANDLING == "In confidence. Consult the originator before disclosure."
    assert (release.told_whom, release.told_how, release.told_on, release.told_recorded_at) == (
        "The leader",
        "By telephone",
        date(2012, 10, 1),
        awareness.recorded_at,
    )
    assert [line.line for line in release.evidence.all()] == ["Annual audit letter 2011-12. The auditor."]
    event = Event.objects.get(act="propose_release")
    assert (event.by, event.scope) == (concern.owner, concern.council.audit_scope)
    assert event.details == {"number": release.number, "recipient": "dclg"}


def test_numbers_run_through_the_year(at):
    assert [proposed(at).number[5:] for _ in range(3)] == ["0001", "0002", "0003"]


def test_a_senior_adviser_of_the_region_may_propose(at, concern):
    senior = adviser_for(concern.council, role="senior_adviser")
    assert proposed(at, concern=concern, by=senior).proposed_by == senior


def test_an_adviser_of_another_region_may_not_propose(at, concern, another):
    with pytest.raises(NotPermitted, match=f"Ask {concern.owner.name}"):
        propose(at, concern, by=another, awareness=told(concern), evidence=[published(concern)])


@pytest.mark.parametrize("trait", ["secretariat", "governance_officer", "panel_member", "analyst"])
def test_nobody_but_an_adviser_may_propose(at, trait):
    held = concern_about(CouncilFactory())
    with pytest.raises((NotFound, NotPermitted)):
        propose(at, held, by=UserFactory(**{trait: True}), awareness=told(held), evidence=[published(held)])


def test_a_declared_interest_makes_it_not_found(at, concern, another):
    release = proposed(at, concern=concern)
    for person in (concern.owner, another):
        InterestFactory(user=person, council=concern.council)
    with pytest.raises(NotFound):
        propose(at, concern, awareness=told(concern), evidence=[published(concern)])
    with pytest.raises(NotFound):
        approve_release(by=another, at=at, release=release)


def test_abuse_4_government_is_not_told_before_the_council(at, concern):
    """TRUST section 3, 4; R178: no record, another concern's, a superseded one, one of a day to come."""
    evidence = [published(concern)]
    with pytest.raises(Refused) as refusal:
        propose(at, concern, evidence=evidence)
    assert refusal.value.sentence == (
        "Barchester has not been told of this concern. Record who told it, how and when, then propose again."
    )
    with pytest.raises(Refused, match="something else"):
        propose(at, concern, evidence=evidence, awareness=told(concern_about(concern.council)))
    superseded = told(concern)
    told(concern, supersedes=superseded, reason="It was the chief executive.")
    with pytest.raises(Refused, match="corrected since"):
        propose(at, concern, evidence=evidence, awareness=superseded)
    to_come = told(concern, happened_on=at.date() + timedelta(days=3))
    with pytest.raises(Refused, match="is to be told on"):
        propose(at, concern, evidence=evidence, awareness=to_come)
    assert not Release.objects.exists()


def test_abuse_4_a_record_corrected_after_the_proposal_stops_the_approval(at, concern, another):
    awareness = told(concern)
    release = proposed(at, concern=concern, awareness=awareness)
    told(concern, supersedes=awareness, reason="Nobody was reached.")
    with pytest.raises(Refused, match="corrected since"):
        approve_release(by=another, at=at, release=release)


def test_abuse_5_the_time_of_telling_is_the_databases_and_both_times_are_kept(at, concern, another):
    """TRUST section 3, 5: a back-dated record keeps when it was really made, and shows how late."""
    awareness = told(concern, happened_on=at.date() - timedelta(days=40))
    release = approve_release(by=another, at=at, release=proposed(at, concern=concern, awareness=awareness))
    assert release.told_on == at.date() - timedelta(days=40)
    assert release.days_to_record >= 39
    said = json.loads(release.canonical)["awareness"]
    assert said["on"] == release.told_on.isoformat()
    assert said["recorded_at"][:10] == awareness.recorded_at.date().isoformat()
    for change in ({"recorded_at": at - timedelta(days=40)}, {"happened_on": date(2012, 1, 1)}):
        with pytest.raises(InternalError), transaction.atomic():
            AwarenessRecord.objects.filter(pk=awareness.pk).update(**change)


def test_abuse_6_gossip_is_not_shared(at, concern):
    """TRUST section 3, 6; R179: nothing linked, one source, one source twice, no specifics, no purpose."""
    awareness = told(concern)
    same = SourceFactory(owner=concern.owner)
    with pytest.raises(Refused, match="No evidence is linked"):
        propose(at, concern, awareness=awareness)
    twice = [heard(concern, source=same, owner=concern.owner) for _ in range(2)]
    for evidence in (twice[:1], twice):
        with pytest.raises(Refused, match="from one source"):
            propose(at, concern, awareness=awareness, evidence=evidence)
    for nothing in ({"purpose": " "}, {"matter": ""}):
        with pytest.raises(Refused, match="Enter"):
            propose(at, concern, awareness=awareness, evidence=[published(concern)], **nothing)
    assert not Release.objects.exists()
    two = [*twice, heard(concern, source=SourceFactory(owner=concern.owner, role="a neighbour"))]
    assert propose(at, concern, awareness=awareness, evidence=two).evidence.count() == 3


@pytest.mark.parametrize(
    ("trait", "sentence"),
    [
        ("withdrawn", "has been withdrawn"),
        ("contradicted", "has been contradicted"),
        ("restricted", "RESTRICTED to named people"),
        ("originator_controlled", "ask its originator"),
    ],
)
def test_a_note_that_may_not_go_further_is_left_out(at, concern, trait, sentence):
    item = heard(concern, owner=concern.owner, **{trait: True})
    with pytest.raises(Refused, match=sentence):
        propose(at, concern, awareness=told(concern), evidence=[published(concern), item])


def test_a_note_one_may_not_read_and_evidence_of_another_concern_are_not_found(at, concern):
    others = heard(concern, restricted=True)
    elsewhere = published(concern_about(concern.council))
    for item in (others, elsewhere):
        with pytest.raises(Refused, match="was not found on this concern"):
            propose(at, concern, awareness=told(concern), evidence=[published(concern), item])


def test_no_line_names_a_source_or_repeats_a_note(at, concern):
    secret = SourceFactory(owner=concern.owner, role="Canary-role")
    item = heard(concern, source=secret, text="Canary-words", why="two projects have stopped", confirmed=True)
    release = proposed(at, concern=concern, evidence=[published(concern), item])
    line = release.evidence.get(kind="soft").line
    assert line == (
        "Soft intelligence of 2 March 2026, first-hand; confirmed by 1 independent source. "
        "Two projects have stopped."
    )


def test_abuse_7_nobody_approves_their_own(at, concern):
    """TRUST section 3, 7: the act refuses, and so does the database."""
    release = proposed(at, concern=concern)
    with pytest.raises(NotPermitted) as refusal:
        approve_release(by=concern.owner, at=at, release=release)
    assert refusal.value.sentence == (
        "You proposed this release. Another Principal Adviser has to approve it."
    )
    with pytest.raises(IntegrityError, match="release_approved_by_another"), transaction.atomic():
        approve_in_sql(release, concern.owner, at)


@pytest.mark.parametrize("trait", ["senior_adviser"])
def test_only_a_principal_adviser_approves(at, trait):
    with pytest.raises(NotPermitted, match="Only a Principal Adviser"):
        approve_release(by=UserFactory(**{trait: True}), at=at, release=proposed(at))


def test_those_who_may_not_see_a_proposal_do_not_find_it(at):
    release = proposed(at)
    for trait in ("secretariat", "governance_officer", "panel_member", "analyst", "administrator"):
        with pytest.raises(NotFound):
            approve_release(by=UserFactory(**{trait: True}), at=at, release=release)


def test_approval_freezes_hashes_and_records(at, another):
    release = approve_release(by=another, at=at, release=proposed(at))
    assert release.standing is Standing.RELEASED
    assert release.sha256 == digest(release.canonical)
    assert release.approval_recorded_at is not None
    event = Event.objects.get(act="approve_release")
    assert event.details == {"number": release.number, "sha256": release.sha256}
    with pytest.raises(Refused, match="decided on already"):
        approve_release(by=another, at=at, release=release)
    with pytest.raises(Refused, match="decided on already"):
        refuse_release(by=another, at=at, release=release, reason="Too late.")


def test_a_proposal_may_be_refused_with_a_reason_and_taken_back(at, another):
    release = proposed(at)
    with pytest.raises(Refused, match="Enter the reason"):
        refuse_release(by=another, at=at, release=release, reason=" ")
    refused = refuse_release(by=another, at=at, release=release, reason="The figure is of last year.")
    assert (refused.standing, refused.refused_reason) == (Standing.REFUSED, "The figure is of last year.")
    with pytest.raises(Refused, match="decided on already"):
        approve_release(by=another, at=at, release=release)
    own = proposed(at)
    assert (
        refuse_release(by=own.proposed_by, at=at, release=own, reason="Mine.").refused_by == own.proposed_by
    )
    assert Event.objects.filter(act="refuse_release").count() == 2


def test_withdrawal_needs_a_reason_and_happens_once(at):
    release = released(at)
    officer = UserFactory(governance_officer=True)
    with pytest.raises(Refused, match="Enter the reason"):
        withdraw_release(by=officer, at=at, release=release, reason="")
    done = withdraw_release(by=officer, at=at, release=release, reason="A figure was wrong.")
    assert (done.standing, done.withdrawn_reason) == (Standing.WITHDRAWN, "A figure was wrong.")
    assert Event.objects.get(act="withdraw_release").by == officer
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw_release(by=officer, at=at, release=release, reason="Again.")
    proposal = proposed(at)
    with pytest.raises(Refused, match="nothing to withdraw"):
        withdraw_release(by=proposal.proposed_by, at=at, release=proposal, reason="Early.")


def test_withdrawal_is_for_the_regions_principal_adviser_and_governance(at, another):
    release = released(at)
    with pytest.raises(NotPermitted, match="Only the Principal Adviser for"):
        withdraw_release(by=another, at=at, release=release, reason="No.")
    with pytest.raises(NotPermitted, match="Ask one of them"):
        withdraw_release(by=UserFactory(secretariat=True), at=at, release=release, reason="No.")
    withdraw_release(by=release.concern.owner, at=at, release=release, reason="A figure was wrong.")


def test_a_release_takes_the_place_of_one_to_the_same_recipient_once(at, another):
    first = released(at)
    second = proposed(at, concern=first.concern, supersedes=first)
    third = proposed(at, concern=first.concern, supersedes=first)
    approve_release(by=another, at=at, release=second)
    with pytest.raises(Refused, match="superseded already"):
        approve_release(by=another, at=at, release=third)
    with pytest.raises(Refused, match="another council or to another recipient"):
        proposed(at, supersedes=first)
    with pytest.raises(Refused, match="Only what has been released"):
        proposed(at, concern=first.concern, supersedes=third)


@pytest.mark.parametrize("act", ["propose", "approve", "refuse", "withdraw"])
def test_if_the_record_cannot_be_written_nothing_has_changed(at, another, request, act):
    release = released(at) if act == "withdraw" else proposed(at)
    concern = release.concern
    before = list(Release.objects.values())
    awareness, evidence = told(concern), [published(concern)]
    broken = request.getfixturevalue("broken_audit")
    acts = {
        "propose": lambda: propose(at, concern, awareness=awareness, evidence=evidence),
        "approve": lambda: approve_release(by=another, at=at, release=release),
        "refuse": lambda: refuse_release(by=another, at=at, release=release, reason="No."),
        "withdraw": lambda: withdraw_release(by=concern.owner, at=at, release=release, reason="No."),
    }
    with pytest.raises(broken), transaction.atomic():
        acts[act]()
    assert list(Release.objects.values()) == before


# The database's own gate, whoever asks.


def approve_in_sql(release, by, at, **columns):
    """The update that the act makes, with some of its columns changed."""
    text = canonical_json(release, list(release.evidence.all()), approved_by=by.name, approved_at=at)
    columns = {
        "approved_by_id": by.pk,
        "approved_at": at,
        "canonical": text,
        "sha256": digest(columns.get("canonical", text)),
    } | columns
    in_sql(release, **columns)


def in_sql(release, **columns):
    setting = ", ".join(f"{column} = %s" for column in columns)
    with connection.cursor() as cursor:
        cursor.execute(
            f"UPDATE liaison_release SET {setting} WHERE id = %s",  # noqa: S608
            [*columns.values(), release.pk],
        )


def test_the_database_lets_a_good_approval_through(at, another):
    release = proposed(at)
    approve_in_sql(release, another, at)
    release.refresh_from_db()
    assert release.standing is Standing.RELEASED


@pytest.mark.parametrize(
    ("columns", "sentence"),
    [
        ({"canonical": "{}"}, "is not what was proposed"),
        ({"sha256": "0" * 64}, "not of this text"),
        ({"approved_by_id": None}, "release_approved_whole"),
        ({"purpose": "Another"}, "stands as it was proposed"),
        ({"told_on": date(2012, 1, 1)}, "was not told before"),
        ({"approved_at": "2012-09-30T12:00:00Z"}, "was not told before"),
    ],
)
def test_the_database_refuses_a_bad_approval(at, another, columns, sentence):
    release = proposed(at)
    with pytest.raises((IntegrityError, InternalError), match=sentence), transaction.atomic():
        approve_in_sql(release, another, at, **columns)


def test_the_database_knows_whose_a_peer_challenge_is(at, another, concern):  # R139
    challenge = PeerChallengeFactory(councils=[concern.council], given=True)
    consent = ConsentFactory(challenge=challenge, council=concern.council)
    item = Evidence.objects.create(
        concern=concern,
        by=concern.owner,
        happened_on=date(2026, 4, 3),
        kind="challenge",
        challenge=challenge,
        title="Peer challenge",
        why="It bears on the savings.",
    )
    release = proposed(at, concern=concern, evidence=[published(concern), item])
    ChallengeConsent.objects.filter(pk=consent.pk).update(
        ended_at=at, ended_by=concern.owner, ended_reason="Taken back."
    )
    with pytest.raises(InternalError, match="its council has not agreed"), transaction.atomic():
        approve_in_sql(release, another, at)
    with pytest.raises(Refused, match="has not published it"):
        approve_release(by=another, at=at, release=release)
    ConsentFactory(challenge=challenge, council=concern.council)
    approve_in_sql(release, another, at)


@pytest.mark.parametrize(
    ("trait", "sentence"),
    [("senior_adviser", "no Principal Adviser"), ("interest", "has a declared interest")],
)
def test_the_database_knows_who_may_approve(at, concern, another, trait, sentence):
    """TRUST section 3, 7; R052."""
    by = another if trait == "interest" else UserFactory(**{trait: True})
    release = proposed(at, concern=concern)
    if trait == "interest":
        InterestFactory(user=by, council=concern.council)
    with pytest.raises(InternalError, match=sentence), transaction.atomic():
        approve_in_sql(release, by, at)


@pytest.mark.parametrize("field", ["handling", "evidence", "awareness", "exception", "recipient", "more"])
def test_the_database_lets_out_no_text_that_differs_in_any_field(at, another, field):
    release = proposed(at)
    text = json.loads(
        canonical_json(release, list(release.evidence.all()), approved_by=another.name, approved_at=at)
    )
    text[field] = {"kind": "other"}
    said = json.dumps(text)
    with pytest.raises(InternalError, match="is not what was proposed"), transaction.atomic():
        approve_in_sql(release, another, at, canonical=said)


def test_how_late_a_telling_was_recorded_is_counted_in_london(at):
    """Abuse 5: half past midnight in summer is the next day there, and not yet in Greenwich."""
    release = Release(told_on=date(2012, 7, 1), told_recorded_at=datetime(2012, 7, 2, 23, 30, tzinfo=UTC))
    assert release.days_to_record == 2


def test_the_database_refuses_an_approval_without_evidence_or_awareness(at, another, concern):
    """Abuses 4 and 6 in raw SQL: rows made behind the acts' back do not go out."""
    awareness = told(concern)
    item = heard(concern, owner=concern.owner)
    good = proposed(at, concern=concern, awareness=awareness)

    def copied(number, **fields):
        values = Release.objects.filter(pk=good.pk).values().get()
        release = Release.objects.create(**{**values, "id": None, "number": number, **fields})
        return Release.objects.get(pk=release.pk)

    bare = copied("2012-0901")
    with pytest.raises(InternalError, match="too little evidence"), transaction.atomic():
        approve_in_sql(bare, another, at)
    # One note, twice, under two made-up keys; and a note passed off as a published figure.
    ReleaseEvidence.objects.create(
        release=bare, position=1, kind="soft", line="Heard.", source_key="a", evidence=item
    )
    again = heard(concern, owner=concern.owner, source=item.note.source)
    ReleaseEvidence.objects.create(
        release=bare, position=2, kind="soft", line="Heard.", source_key="b", evidence=again
    )
    posing = heard(concern, owner=concern.owner, source=item.note.source)
    ReleaseEvidence.objects.create(
        release=bare, position=3, kind="hard", line="Published.", source_key="c", evidence=posing
    )
    with pytest.raises(InternalError, match="too little evidence"), transaction.atomic():
        approve_in_sql(bare, another, at)

    other = concern_about(CouncilFactory())
    elsewhere = copied("2012-0902", awareness_id=told(other).pk)
    ReleaseEvidence.objects.create(
        release=elsewhere,
        position=1,
        kind="hard",
        line="Published.",
        source_key="a",
        evidence=published(concern),
    )
    with pytest.raises(InternalError, match="was not told before"), transaction.atomic():
        approve_in_sql(elsewhere, another, at)


def test_the_database_keeps_an_approved_release_as_it_is(at):
    release = released(at)
    for columns in (
        {"matter": "Another"},
        {"canonical": release.canonical + " "},
        {"approved_by_id": None, "approved_at": None, "canonical": "", "sha256": ""},
        {"number": "2012-9999"},
        {"refused_by_id": release.approved_by_id, "refused_at": at, "refused_reason": "No."},
    ):
        with pytest.raises((IntegrityError, InternalError)), transaction.atomic():
            in_sql(release, **columns)
    with pytest.raises(IntegrityError), transaction.atomic():
        in_sql(release, withdrawn_at=at)
    with pytest.raises(InternalError), transaction.atomic():
        Release.objects.filter(pk=release.pk)._raw_delete("default")
    with pytest.raises(InternalError, match="decided on"), transaction.atomic():
        ReleaseEvidence.objects.create(
            release=release,
            position=9,
            kind="hard",
            line="Late.",
            source_key="z",
            evidence=published(release.concern, title="Late"),
        )
    with pytest.raises(InternalError), transaction.atomic():
        release.evidence.update(line="Another")


def test_the_database_keeps_a_withdrawal_for_good(at):
    release = withdrawn(at)
    undone = {
        "withdrawn_by_id": None,
        "withdrawn_at": None,
        "withdrawal_recorded_at": None,
        "withdrawn_reason": "",
    }
    for columns in (undone, {"withdrawn_reason": "Another"}):
        with pytest.raises(InternalError, match="for good"), transaction.atomic():
            in_sql(release, **columns)


def test_the_database_takes_nothing_back_that_never_went_out(at):
    """A proposal is stopped with a reason; a tombstone would say that its recipient had it (WORKFLOW 4)."""
    release = proposed(at)
    columns = {
        "withdrawn_at": at,
        "withdrawn_by_id": release.proposed_by_id,
        "withdrawn_reason": "Wrong.",
    }
    with pytest.raises(IntegrityError, match="release_withdrawn_whole"), transaction.atomic():
        in_sql(release, **columns)


def test_the_database_takes_no_release_that_begins_approved(at):
    release = released(at)
    values = Release.objects.filter(pk=release.pk).values().get()
    with pytest.raises(InternalError, match="begins as a proposal"), transaction.atomic():
        Release.objects.create(**{**values, "id": None, "number": "2012-9999"})
