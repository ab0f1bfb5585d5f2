"""Moves: who makes them, what they keep and leave behind, two at once. Pairs and gates: test_law.py."""

import threading
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from cases.models import Concern, Ending, StageChange
from cases.stages import MOVES, OPEN_STAGES, Kind, Stage
from cases.workflow import Account, Left, close, move, record_government_act, reopen
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, SupportPackageFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory, adviser_for

pytestmark = pytest.mark.django_db

ACCOUNT = Account(
    department="DCLG", legal_basis="Section 10, Local Government Act 1999", body="The inspectors"
)
LEFT = Left(lessons="Peers helped most.", coming_off_point_met="met", look_back=True)


def _days(at, days):
    return timezone.localdate(at) + timedelta(days=days)


def moved(concern, to, by, at, **said):
    """The act that leads there, as a person would choose it."""
    said = {"by": by, "at": at, "concern": concern, "version": concern.version} | said
    kind = MOVES[concern.at_stage].get(to)
    if kind is Kind.GOVERNMENTS or (kind is None and to.is_governments):
        said.pop("left", None)
        return record_government_act(step=to, account=ACCOUNT, coming_off_point="All answered.", **said)
    if to is Stage.CLOSED:
        return close(reason="It is resolved.", **said)
    return move(to=to, basis="It is so.", coming_off_point="Two budgets agreed.", **said)


@pytest.mark.parametrize("stands", OPEN_STAGES)
def test_a_closed_concern_reopens_at_the_stage_it_had(stands, at):
    concern = ConcernFactory(stage=Stage.CLOSED, closed_from=stands)
    soon = _days(at, 14)
    change = reopen(
        by=concern.owner,
        at=at,
        concern=concern,
        version=concern.version,
        reason="It is back.",
        review_on=soon,
    )
    held = Concern.objects.get(pk=concern.pk)
    assert (held.at_stage, held.closed_at, held.review_on) == (stands, None, soon)
    assert change.in_words == f"Reopened at {stands.numbered}"


# Who may.


def test_a_senior_adviser_of_the_region_proposes_and_does_not_move(at):
    concern = ConcernFactory()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    with pytest.raises(NotPermitted, match="proposes a move"):
        moved(concern, Stage.WIDER_INFORMATION, senior, at)


def test_a_named_deputy_moves_it_and_it_shows(at):
    deputy = UserFactory(senior_adviser=True)
    concern = ConcernFactory(deputy=deputy)
    change = moved(concern, Stage.WIDER_INFORMATION, deputy, at)
    assert change.signature == f"{deputy.name} for {concern.owner.name}"


def test_the_regions_new_principal_adviser_moves_it_in_their_own_right(at):
    concern = ConcernFactory()
    change = moved(concern, Stage.WIDER_INFORMATION, adviser_for(concern.council), at)
    assert change.acted_for is None


def test_a_declared_interest_hides_it_even_from_its_owner(at):  # R052
    concern = ConcernFactory()
    InterestFactory(user=concern.owner, council=concern.council)
    with pytest.raises(NotFound):
        moved(concern, Stage.WIDER_INFORMATION, concern.owner, at)


# Gates (WORKFLOW section 3).


def test_one_line_takes_it_from_one_to_two(at):  # R071, R074
    concern = ConcernFactory()
    said = {"by": concern.owner, "at": at, "concern": concern, "version": concern.version}
    with pytest.raises(Refused, match="One line will do"):
        move(**said, to=Stage.WIDER_INFORMATION, basis=" ")
    move(**said, to=Stage.WIDER_INFORMATION, basis="x")
    assert Concern.objects.get(pk=concern.pk).at_stage is Stage.WIDER_INFORMATION


def test_two_to_three_is_never_held_up_by_absent_evidence_and_keeps_the_line_about_it(at):  # R075, R114
    concern = ConcernFactory(wider_information=True)
    change = moved(
        concern, Stage.COUNCIL_DISCUSSION, concern.owner, at, hard_absent="No figure exists for this."
    )
    assert change.hard_absent == "No figure exists for this."


def test_from_stage_four_a_coming_off_point_is_wanted(at):
    concern = ConcernFactory(council_discussion=True)
    said = {"by": concern.owner, "at": at, "concern": concern, "version": concern.version}
    with pytest.raises(Refused, match="coming-off point"):
        move(**said, to=Stage.PANEL_SUPPORT, basis="Support begins.")
    move(**said, to=Stage.PANEL_SUPPORT, basis="Support begins.", coming_off_point="Two budgets agreed.")
    assert Concern.objects.get(pk=concern.pk).coming_off_point == "Two budgets agreed."


@pytest.mark.parametrize("to", [Stage.COUNCIL_DISCUSSION, Stage.CLOSED])
def test_ending_stage_four_wants_lessons_and_whether_the_coming_off_point_was_met(to, at):  # R151
    concern = ConcernFactory(panel_support=True)
    with pytest.raises(Refused, match="lessons"):
        moved(concern, to, concern.owner, at)
    with pytest.raises(Refused, match="coming-off point was met"):
        moved(concern, to, concern.owner, at, left=Left(lessons="Peers helped."))
    moved(concern, to, concern.owner, at, left=LEFT)
    ending = Ending.objects.get()
    assert (ending.lessons, ending.coming_off_point_met) == ("Peers helped most.", "met")
    assert ending.look_back_on.year == ending.happened_on.year + 1


def test_the_look_back_is_offered_and_may_be_declined(at):
    concern = ConcernFactory(panel_support=True)
    moved(
        concern, Stage.CLOSED, concern.owner, at, left=Left(lessons="None.", coming_off_point_met="not_known")
    )
    assert Ending.objects.get().look_back_on is None


def test_support_ends_with_the_stage_and_says_why(at):
    package = SupportPackageFactory()
    concern = package.concern
    moved(concern, Stage.COUNCIL_DISCUSSION, concern.owner, at, left=LEFT)
    package.refresh_from_db()
    assert (package.goes_on, package.ended_reason) == (False, "It is so.")


def test_light_support_goes_on_when_stage_four_ends_and_the_discussion_does_not(at):
    package = SupportPackageFactory(weight="light")
    moved(package.concern, Stage.COUNCIL_DISCUSSION, package.concern.owner, at, left=LEFT)
    package.refresh_from_db()
    assert package.goes_on


def test_it_closes_at_two_with_reasons_and_that_is_our_reading(at):  # R072, R084
    concern = ConcernFactory(wider_information=True)
    with pytest.raises(Refused, match="Enter the reasons"):
        close(by=concern.owner, at=at, concern=concern, version=concern.version, reason="")
    change = moved(concern, Stage.CLOSED, concern.owner, at)
    held = Concern.objects.get(pk=concern.pk)
    assert (held.held_stage, held.closed_by, held.review_on) == (Stage.WIDER_INFORMATION, concern.owner, None)
    assert change.in_words == "Closed from Stage 2: wider information gathering"


@pytest.mark.parametrize("field", ["review_on", "next_step_on"])
def test_a_date_that_is_past_is_refused(field, at):
    concern = ConcernFactory()
    with pytest.raises(Refused, match="is past"):
        moved(
            concern,
            Stage.WIDER_INFORMATION,
            concern.owner,
            at,
            **{field: timezone.localdate(at) - timedelta(1)},
        )


def test_a_move_that_has_not_happened_yet_or_came_before_the_last_is_refused(at):
    concern = ConcernFactory()
    before = concern.opened_on - timedelta(days=1)
    with pytest.raises(Refused, match="has not come yet"):
        moved(concern, Stage.WIDER_INFORMATION, concern.owner, at, happened_on=_days(at, 1))
    with pytest.raises(Refused, match="that day or a later one"):
        moved(concern, Stage.WIDER_INFORMATION, concern.owner, at, happened_on=before)


def test_a_move_keeps_the_day_claimed_and_the_databases_own_clock(at):
    concern = ConcernFactory()
    change = moved(concern, Stage.WIDER_INFORMATION, concern.owner, at, happened_on=concern.opened_on)
    assert change.happened_on == concern.opened_on
    assert change.recorded_at.date() >= at.date()


# Two people at once.


def test_the_second_of_two_is_told_who_came_first_and_sees_both_texts(at):
    concern = ConcernFactory()
    other = adviser_for(concern.council)
    moved(concern, Stage.WIDER_INFORMATION, other, at)
    with pytest.raises(Stale) as stale:
        move(
            by=concern.owner,
            at=at,
            concern=concern,
            version=concern.version,
            to=Stage.WIDER_INFORMATION,
            basis="My own words.",
        )
    assert stale.value.sentence.startswith(f"{other.name} got there first: moved to Stage 2")
    assert (stale.value.held, stale.value.typed) == ("It is so.", "My own words.")


@pytest.mark.django_db(transaction=True)
def test_two_who_move_it_in_the_same_moment_make_one_move_and_one_refusal(at):
    concern = ConcernFactory()
    movers = [concern.owner, adviser_for(concern.council)]
    start, came = threading.Barrier(2), []

    def go(by):
        start.wait()
        try:
            came.append(moved(concern, Stage.WIDER_INFORMATION, by, at))
        except Stale as stale:
            came.append(stale)
        finally:
            connection.close()

    threads = [threading.Thread(target=go, args=(by,)) for by in movers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    assert {type(one) for one in came} == {StageChange, Stale}
    assert Concern.objects.get(pk=concern.pk).version == concern.version + 1
    assert StageChange.objects.filter(concern=concern).count() == 2


def test_history_is_never_changed_by_anyone(at):
    change = ConcernFactory().stage_changes.get()
    change.basis = "Otherwise."
    with pytest.raises(Exception, match="append_only"):
        change.save()
