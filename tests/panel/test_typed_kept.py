"""Where a rule has changed while somebody typed, the page comes back with every word of theirs."""

from datetime import timedelta

import pytest
from django.utils import timezone

from panel.models import Decision
from panel.queries import note_of
from panel.workflow import (
    Line,
    agree_note,
    correct_decision,
    note_decision,
    report_progress,
)
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import MeetingFactory, RadarEntryFactory, live

pytestmark = pytest.mark.django_db
TYPED = "Four words of mine"


@pytest.fixture
def kept(sign_in):
    """Sends a form, and sees that it came back with the sentence and all that was typed."""

    def sent(user, address, sentence, **typed):
        answer = sign_in(user).post(address, typed)
        page = answer.content.decode()
        assert answer.status_code == 422, page
        assert sentence in page
        for word in typed.values():
            assert str(word) in page, word

    return sent


@pytest.fixture
def held(at):
    """Two meetings that were held: the second agrees the first's note."""
    today = timezone.localdate(at)
    days = (today - timedelta(days=70), today - timedelta(days=10))
    return [MeetingFactory(held_on=day, cut_off_on=day) for day in days]


@pytest.fixture
def noted(held, secretary, at):
    return note_decision(
        meeting=held[0],
        item="Radar",
        text="to write to the leader.",
        verb="agreed",
        action_by="S. Ellery",
        by=secretary,
        at=at,
    )


def test_a_paragraph_whose_concern_went_back_to_an_early_stage(
    meeting, marchford, secretary, live_concerns, kept
):
    address = f"/meetings/{meeting.pk}/pack/{marchford.code}/concern"
    live_concerns[0] = live(marchford, "2")

    kept(secretary, address, "one-line summary and no more", text=TYPED, version=0, seal="x")


def test_the_reports_own_paragraph_and_who_was_told_in_the_wrong_hands(meeting, marchford, secretary, kept):
    own, declared = f"/meetings/{meeting.pk}/pack", UserFactory(secretariat=True)
    InterestFactory(user=declared, council=marchford)
    signing = f"{own}/{marchford.code}"

    may = "this paragraph may speak of any council"
    kept(declared, f"{own}/summary", may, text=TYPED, version=0, seal="x")
    kept(secretary, f"{signing}/told", "Only an adviser", whom=TYPED, how="By post", happened_on="2012-11-01")
    kept(secretary, f"{signing}/reason", "Only an adviser", reason=TYPED)


def test_the_radar_in_the_hands_of_who_does_not_decide_any_more(kept):
    council, senior = CouncilFactory(short_name="Marchford"), UserFactory(senior_adviser=True)
    who = "Only a principal adviser for"
    kept(senior, f"/radar/put-on/{council.code}", who, reason=TYPED)

    entry = RadarEntryFactory(council=council)
    kept(senior, f"/radar/{entry.pk}/take-off", who, reason=TYPED)
    kept(senior, f"/radar/{entry.pk}/next-look", who, next_look_on="2027-01-09")


def test_a_line_of_a_note_that_was_agreed_meanwhile(held, noted, secretary, at, kept):
    agree_note(meeting=held[0], marking="", by=secretary, at=at)

    kept(secretary, f"/meetings/{held[0].pk}/decisions", "was agreed", item="Radar", text=TYPED)


def test_a_line_that_somebody_corrected_meanwhile(held, noted, secretary, at, kept, sign_in):
    said = Line(item="Radar", text="to telephone the leader.", verb="agreed", action_by="S. Ellery")
    correct_decision(decision=noted, said=said, marking="", by=secretary, at=at)
    address = f"/meetings/{held[0].pk}/decisions/{noted.pk}"

    kept(secretary, f"{address}/correct", "corrected “Radar” already", item="Radar", text=TYPED)
    assert Decision.objects.count() == 2

    # What has come of the action is said of the line as it stands now.
    assert sign_in(secretary).post(f"{address}/progress", {"text": TYPED}).status_code == 302
    (line,) = note_of(held[0], secretary, timezone.localdate(at))
    assert line.latest.text == TYPED


def test_an_action_that_somebody_reported_as_done_meanwhile(held, noted, secretary, at, kept):
    report_progress(decision=noted, text="All done.", is_done=True, by=secretary, at=at)

    kept(secretary, f"/meetings/{held[0].pk}/decisions/{noted.pk}/progress", "done already", text=TYPED)


def test_what_became_of_a_recommendation_and_an_issue_in_the_wrong_hands(marchford, meeting, issue, kept):
    issue()
    adviser = adviser_for(marchford)

    kept(
        adviser,
        f"/meetings/{meeting.pk}/recommendations/1",
        "Only the secretariat",
        became="agreed",
        text=TYPED,
    )
    declared = UserFactory(secretariat=True)
    InterestFactory(user=declared, council=marchford)
    kept(declared, f"/meetings/{meeting.pk}/pack/issue", "may speak of", reason=TYPED)
