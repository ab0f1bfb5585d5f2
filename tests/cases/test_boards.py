"""Improvement Boards: who sits on them, their meetings, and how their actions go."""

import re
from datetime import date, timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone

from audit.models import Event
from cases.models import ActionReview, BoardAction, BoardMeeting, ImprovementBoard, OnTrack, SupportPackage
from cases.queries import board_page, due_for
from cases.workflow import (
    Offer,
    Sitting,
    add_board_action,
    change_board,
    change_support,
    form_board,
    record_board_meeting,
    review_action,
    stand_board_down,
)
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ActionReviewFactory,
    BoardActionFactory,
    BoardMeetingFactory,
    ImprovementBoardFactory,
    SupportPackageFactory,
)
from tests.factories.councils import InterestFactory, RegionHoldingFactory

pytestmark = pytest.mark.django_db

SITTING = Sitting(name="Marchford Improvement Board", kind="formal", members="A leader, Aldford\nA peer, LGA")


def text(page):
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def forming():
    package = SupportPackageFactory()
    return package.concern, lambda by, at: form_board(by=by, at=at, package=package, sitting=SITTING)


def of_board(act, **said):
    def prepared():
        board = ImprovementBoardFactory()
        more = {"version": board.version} if act in (change_board, record_board_meeting) else {}
        return board.concern, lambda by, at: act(by=by, at=at, board=board, **said, **more)

    return prepared


def reviewing():
    action = BoardActionFactory()
    said = {"action": action, "word": "behind", "text": "Two posts are empty."}
    return action.concern, lambda by, at: review_action(by=by, at=at, **said)


ACTS = {
    "form_board": forming,
    "change_board": of_board(change_board, sitting=SITTING),
    "stand_board_down": of_board(stand_board_down, reason="Its work is done."),
    "record_board_meeting": of_board(record_board_meeting, text="The plan was read."),
    "add_board_action": of_board(add_board_action, what="Close the accounts", whose="The treasurer"),
    "review_action": reviewing,
}
SENIORS = {"record_board_meeting", "add_board_action", "review_action"}


def rows():
    tables = (ImprovementBoard, BoardMeeting, BoardAction, ActionReview, SupportPackage)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("act", ACTS)
def test_the_owner_does_it_and_it_is_recorded_without_its_words(act, at):
    concern, do = ACTS[act]()
    do(concern.owner, at)
    event = Event.objects.filter(act=act).first()
    assert (event.by, event.subject_id, event.scope) == (
        concern.owner,
        str(concern.pk),
        concern.council.audit_scope,
    )
    assert not re.search("Marchford|treasurer|plan|posts", str(event.details))


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_left_behind_where_the_record_cannot_be_written(act, at, broken_audit):
    concern, do = ACTS[act]()
    before = rows()
    with pytest.raises(broken_audit):
        do(concern.owner, at)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_and_one_with_an_interest_do_not_find_it(act, at):  # R052
    concern, do = ACTS[act]()
    InterestFactory(user=concern.owner, council=concern.council)
    for by in (UserFactory(analyst=True), concern.owner):
        with pytest.raises(NotFound):
            do(by, at)


@pytest.mark.parametrize("act", ACTS)
def test_senior_advisers_write_of_meetings_and_actions_and_the_principal_adviser_forms_the_board(act, at):
    concern, do = ACTS[act]()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    if act in SENIORS:
        do(senior, at)
    else:
        with pytest.raises(NotPermitted, match=f"Ask {concern.owner.name}"):
            do(senior, at)


@pytest.mark.parametrize("act", ACTS)
def test_an_adviser_of_another_region_is_told_whose_it_is(act, at):
    concern, do = ACTS[act]()
    with pytest.raises(NotPermitted, match=concern.owner.name):
        do(UserFactory(principal_adviser=True), at)


# The board.


@pytest.mark.parametrize("kind", ["voluntary", "formal"])
def test_a_board_is_voluntary_or_formal_and_its_package_says_so(kind, at):  # R128, R129
    package = SupportPackageFactory()
    sitting = Sitting(
        name="The board", kind=kind, chair="A peer", members="A leader, Aldford\n\nA peer, LGA "
    )
    board = form_board(by=package.by, at=at, package=package, sitting=sitting, happened_on=date(2026, 2, 1))
    package.refresh_from_db()
    assert (package.board, board.happened_on, board.stands) == (kind, date(2026, 2, 1), True)
    assert board.who_sits == ["A leader, Aldford", "A peer, LGA"]


def test_one_board_stands_over_a_package_at_a_time(at):
    board = ImprovementBoardFactory()
    with pytest.raises(Refused, match="Voluntary Improvement Board stands over this support"):
        form_board(by=board.by, at=at, package=board.package, sitting=SITTING)
    stand_board_down(by=board.by, at=at, board=board, reason="A formal one takes its place.")
    form_board(by=board.by, at=at, package=board.package, sitting=SITTING)
    board.package.refresh_from_db()
    assert board.package.board == "formal"


def test_a_board_is_stood_down_with_a_reason_on_a_day_and_the_support_goes_on(at):
    board = ImprovementBoardFactory(next_meeting_on=date(2099, 1, 1))
    with pytest.raises(Refused, match="Enter why"):
        stand_board_down(by=board.by, at=at, board=board, reason=" ")
    with pytest.raises(Refused, match="was formed on"):
        stand_board_down(by=board.by, at=at, board=board, reason="x", happened_on=date(2000, 1, 1))
    stand_board_down(by=board.by, at=at, board=board, reason="Its work is done.")
    board.refresh_from_db()
    assert (board.stands, board.ended_reason, board.next_meeting_on) == (False, "Its work is done.", None)
    assert (board.package.goes_on, board.package.board) == (True, "none")
    with pytest.raises(Refused, match="was stood down on"):
        add_board_action(by=board.by, at=at, board=board, what="x", whose="y")


def test_what_is_agreed_does_not_say_otherwise_than_the_board_that_stands(at):
    board = ImprovementBoardFactory()
    offer = Offer(objectives="A budget.", provider="LGA", board="none")
    with pytest.raises(Refused, match="Stand it down, or change it, on its own page"):
        change_support(by=board.by, at=at, package=board.package, version=board.package.version, offer=offer)


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Enter what the board is called"),
        ({"kind": "none"}, "voluntary or formal"),
        ({"next_meeting_on": date(2001, 1, 1)}, "is past"),
    ],
)
def test_a_board_that_cannot_be_is_refused(wrong, sentence, at):
    package = SupportPackageFactory()
    with pytest.raises(Refused, match=sentence):
        form_board(
            by=package.by,
            at=at,
            package=package,
            sitting=Sitting(**{"name": "The board", "kind": "formal"} | wrong),
        )


def test_the_second_writer_about_a_board_is_told_with_both_texts(at):
    board = ImprovementBoardFactory()
    said = {"by": board.by, "at": at, "board": board, "version": board.version}
    record_board_meeting(**said, text="Theirs was written first.")
    with pytest.raises(Stale) as stale:
        record_board_meeting(**said, text="Mine came second.")
    assert "Theirs was written first." in stale.value.held
    assert stale.value.typed == "Mine came second."
    assert BoardMeeting.objects.count() == 1


def test_a_board_of_support_that_ended_takes_nothing_more(at):
    board = ImprovementBoardFactory()
    package = board.package
    package.ended_on, package.ended_at, package.ended_by, package.ended_reason = (
        at.date(),
        at,
        board.by,
        "Done.",
    )
    package.save()
    with pytest.raises(Refused, match="This support ended on"):
        record_board_meeting(by=board.by, at=at, board=board, version=board.version, text="It met.")


# Meetings.


def test_a_meeting_keeps_what_was_planned_and_says_when_the_next_is(at):  # R129
    on = timezone.localdate(at)
    board = ImprovementBoardFactory(next_meeting_on=on - timedelta(days=2))
    meeting = record_board_meeting(
        by=board.by,
        at=at,
        board=board,
        version=board.version,
        text="The plan was read.",
        happened_on=on - timedelta(days=1),
        next_meeting_on=on + timedelta(days=30),
    )
    board.refresh_from_db()
    assert (meeting.planned_on, meeting.happened_on) == (on - timedelta(days=2), on - timedelta(days=1))
    assert board.next_meeting_on == on + timedelta(days=30)


def test_a_meeting_still_to_come_is_not_recorded_as_held(at):
    board = ImprovementBoardFactory()
    said = {"by": board.by, "at": at, "board": board, "version": 1, "text": "It met."}
    with pytest.raises(Refused, match="has not come yet"):
        record_board_meeting(**said, happened_on=date(2099, 1, 1))


# Actions.


def test_an_action_is_reviewed_with_one_of_four_words_and_nothing_is_written_over(at):
    action = BoardActionFactory(due_on=date(2027, 1, 31))
    said = {"by": action.by, "at": at, "action": action}
    review_action(**said, word="on_track", text="Half is done.")
    review_action(**said, word="behind", text="Two posts are empty.", due_on=date(2027, 3, 31))
    shown = board_page(action.board).actions[0]
    assert [str(word) for word in OnTrack.labels] == ["Done", "On track", "Behind", "Stopped"]
    assert [review.word for review in shown.reviews.all()] == ["behind", "on_track"]
    assert (shown.latest.text, shown.by_when, shown.due_on) == (
        "Two posts are empty.",
        date(2027, 3, 31),
        date(2027, 1, 31),
    )
    with pytest.raises(DatabaseError), transaction.atomic():
        ActionReview.objects.update(text="Otherwise.")


@pytest.mark.parametrize(("word", "text_said"), [("red", "A line."), ("", "A line."), ("done", " ")])
def test_a_review_without_a_word_or_a_line_is_refused(word, text_said, at):
    action = BoardActionFactory()
    with pytest.raises(Refused, match=r"Choose how the action goes|Enter a line"):
        review_action(by=action.by, at=at, action=action, word=word, text=text_said)


def test_on_track_words_are_of_actions_alone():  # WORKFLOW section 5
    holding = [
        model.__name__
        for model in apps.get_app_config("cases").get_models()
        for field in model._meta.concrete_fields
        if field.choices and dict(field.choices).keys() == dict(OnTrack.choices).keys()
    ]
    assert holding == ["ActionReview"]


def test_the_page_shows_each_action_with_its_latest_word_and_its_history_and_totals_nothing(sign_in):
    board = ImprovementBoardFactory(chair="A. Chair", members="A leader, Aldford")
    action = BoardActionFactory(board=board)
    ActionReviewFactory(action=action, happened_on=date(2026, 2, 1), text="It began.")
    ActionReviewFactory(action=action, happened_on=date(2026, 3, 1), word="behind", text="It slipped.")
    done = BoardActionFactory(board=board)
    ActionReviewFactory(action=done, word="done", text="Closed.")
    BoardMeetingFactory(board=board)
    shown = text(sign_in(board.by).get(board.get_absolute_url()))
    for said in ("A. Chair", "A leader, Aldford", "Behind It slipped.", "On track It began.", "Done Closed."):
        assert said in shown
    assert shown.index(action.what) < shown.index("Done or stopped") < shown.index(done.what)
    assert not re.search(r"\d+ (of \d+ )?actions|\d+ ?%", shown)


def test_the_page_of_a_board_asks_as_much_for_ten_actions_as_for_one(
    sign_in, django_assert_max_num_queries, django_assert_num_queries
):
    board = ImprovementBoardFactory()
    client = sign_in(board.by)
    ActionReviewFactory(action=BoardActionFactory(board=board))
    with django_assert_max_num_queries(40) as first:
        client.get(board.get_absolute_url())
    for _ in range(9):
        ActionReviewFactory(action=BoardActionFactory(board=board))
        BoardMeetingFactory(board=board)
    with django_assert_num_queries(len(first)):
        client.get(board.get_absolute_url())


def test_a_board_lives_through_its_pages(sign_in):
    package = SupportPackageFactory(board="voluntary")
    client, on = sign_in(package.by), timezone.localdate()
    at = package.get_absolute_url()
    assert "its name and who sits on it are not held" in text(client.get(at))
    client.post(f"{at}/boards/new", {"name": "The VIB", "kind": "voluntary", "next_meeting_on": str(on)})
    board = package.boards.get()
    page = client.get(f"{board.get_absolute_url()}/meetings/new")
    assert f'value="{on}"' in page.content.decode()
    client.post(
        f"{board.get_absolute_url()}/meetings/new",
        {"text": "It met.", "version": board.version, "next_meeting_on": str(on + timedelta(days=30))},
    )
    client.post(
        f"{board.get_absolute_url()}/actions/new", {"what": "Close the year", "whose": "The treasurer"}
    )
    action = board.actions.get()
    client.post(f"{action.get_absolute_url()}/review", {"word": "stopped", "text": "Not needed."})
    board.refresh_from_db()
    said = {"name": "The VIB", "kind": "formal", "chair": "A. Chair", "version": board.version}
    client.post(f"{board.get_absolute_url()}/change", said)
    shown = text(client.get(board.get_absolute_url()))
    for words in ("It met.", "Stopped Not needed.", "Formal Improvement Board", "A. Chair"):
        assert words in shown
    page = client.post(f"{board.get_absolute_url()}/stand-down", {"reason": "Its work is done."}, follow=True)
    assert "Its work is done." in text(page)
    assert "No board stands over this support" in text(client.get(at))


def test_a_refused_review_keeps_every_word(sign_in):
    action = BoardActionFactory()
    page = sign_in(action.by).post(f"{action.get_absolute_url()}/review", {"text": "Kept line"})
    assert page.status_code == 422
    assert "Kept line" in page.content.decode()
    assert "Choose how the action goes" in page.content.decode()


def test_a_sentence_stands_where_one_may_not_write(sign_in):
    board = ImprovementBoardFactory()
    shown = text(sign_in(UserFactory(principal_adviser=True)).get(board.get_absolute_url()))
    assert f"This concern is {board.concern.owner.name}’s." in shown
    assert "Record a meeting" not in shown


def test_a_board_or_an_action_of_another_is_not_found(sign_in):
    board, other = ImprovementBoardFactory(), BoardActionFactory()
    client = sign_in(board.by)
    at = board.package.get_absolute_url()
    assert client.get(f"{at}/boards/{other.board.pk}").status_code == 404
    assert client.get(f"{board.get_absolute_url()}/actions/{other.pk}/review").status_code == 404


def test_meetings_and_open_actions_are_due_until_they_are_done(at):
    on = timezone.localdate(at)
    board = ImprovementBoardFactory(next_meeting_on=on + timedelta(days=3))
    action = BoardActionFactory(board=board, due_on=on - timedelta(days=1))
    owner = board.concern.owner
    due = {one.what: (one.on, one.is_late, one.address) for one in due_for(owner, on)}
    assert due[f"{board.name} meets"] == (on + timedelta(days=3), False, board.get_absolute_url())
    assert due[f"{action.whose}: {action.what}"] == (on - timedelta(days=1), True, board.get_absolute_url())
    review_action(by=owner, at=at, action=action, word="done", text="It is done.")
    assert f"{action.whose}: {action.what}" not in [one.what for one in due_for(owner, on)]


def test_members_hold_officers_to_account_by_whose_each_action_is():  # R149
    action = BoardActionFactory(whose="The chief executive")
    assert board_page(action.board).actions[0].whose == "The chief executive"
