"""After a meeting: the note, its agreement, the schedule, recommendations, political action."""

from datetime import date, timedelta

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from accounts.models import Notification, Role, RoleHolding
from audit.models import Event
from cases.models import PoliticalAction
from common.errors import NotFound, NotPermitted, Refused
from panel.copies import without
from panel.models import Decision, IssuedPaper, Pack, RecommendationOutcome
from panel.queries import action_monitor, agreed_note, note_of, packs_for, paper_for
from panel.queries.recommendations import became_of, became_shown
from panel.workflow import (
    Line,
    agree_note,
    ask_for_progress,
    correct_decision,
    issue_pack,
    issue_schedule,
    note_decision,
    open_paper,
    report_progress,
    say_what_became,
    take_up_politically,
)
from papers.canonical import digest, from_json, to_json
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import (
    CouncilToldFactory,
    InvitationFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
)
from tests.papers.reading import read_pdf, read_word

pytestmark = pytest.mark.django_db
FILES = ("pdf", "large-print", "word", "text")


@pytest.fixture(autouse=True)
def inside_the_test(monkeypatch):
    monkeypatch.setattr("panel.workflow.issue.one_snapshot", transaction.atomic)


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True, name="S. Ellery")


@pytest.fixture
def meetings(at):
    """Three meetings of the Panel: the last but one, the last, and the next."""
    today = timezone.localdate(at)
    days = (today - timedelta(days=70), today - timedelta(days=10), today + timedelta(days=40))
    return [MeetingFactory(held_on=day, cut_off_on=day) for day in days]


@pytest.fixture
def noted(meetings, secretary, at):
    def line(text="to write to the leader.", item="Radar", verb="agreed", meeting=None, **more):
        return note_decision(
            meeting=meeting or meetings[0], item=item, text=text, verb=verb, by=secretary, at=at, **more
        )

    return line


@pytest.fixture
def agreed(meetings, secretary, at):
    def paper(meeting=None):
        return agree_note(meeting=meeting or meetings[0], marking="IN CONFIDENCE", by=secretary, at=at)

    return paper


@pytest.fixture
def pack(meetings, secretary, live_concerns, at):
    """A report about Marchford, issued for the first meeting."""
    council = CouncilFactory(short_name="Marchford")
    RadarEntryFactory(council=council)
    CouncilToldFactory(meeting=meetings[0], council=council)
    live_concerns.append(live(council, "3"))
    return issue_pack(meeting=meetings[0], marking="IN CONFIDENCE", by=secretary, at=at)


def test_a_line_says_what_the_panel_noted_or_agreed(noted, meetings, secretary, at):  # R192
    noted()
    noted(text="the progress described.", verb="noted")
    noted(text="Members discussed it.", verb="")

    said = [line.text for line in note_of(meetings[0], secretary, timezone.localdate(at))]
    assert said == [
        "The Panel agreed to write to the leader.",
        "The Panel noted the progress described.",
        "Members discussed it.",
    ]
    with pytest.raises(Refused, match="noted or agreed"):
        noted(verb="praised")
    with pytest.raises(Refused, match="not at the table"):
        noted(asked=UserFactory(panel_member=True, name="D. Lyle"))


def test_a_line_is_corrected_and_the_first_words_are_kept(noted, meetings, secretary, at):
    first, second = noted(), noted(item="Other")
    said = Line(item="Radar", text="to telephone the leader.", verb="agreed")
    corrected = correct_decision(decision=first, said=said, marking="", by=secretary, at=at)

    lines = note_of(meetings[0], secretary, timezone.localdate(at))
    assert [line.decision for line in lines] == [corrected, second]  # where the first stood
    assert Decision.objects.get(pk=first.pk).text == "to write to the leader."
    with pytest.raises(Refused, match="corrected “Radar” already"):
        correct_decision(decision=first, said=said, marking="", by=secretary, at=at)
    with pytest.raises(NotPermitted):
        correct_decision(decision=second, said=said, marking="", by=UserFactory(), at=at)
    with pytest.raises(DatabaseError), transaction.atomic():
        Decision.objects.filter(pk=first.pk).update(text="Nothing.")


def test_many_corrected_lines_are_read_with_as_many_questions_as_one(
    noted, meetings, secretary, at, django_assert_num_queries, django_assert_max_num_queries
):
    def corrected():
        said = Line(item="Radar", text="to telephone the leader.", verb="agreed")
        correct_decision(decision=noted(), said=said, marking="", by=secretary, at=at)

    def read():
        note_of(meetings[0], secretary, timezone.localdate(at))
        action_monitor(meetings[1], secretary, timezone.localdate(at))

    corrected()
    with django_assert_max_num_queries(40) as of_one:
        read()
    for _ in range(3):
        corrected()
    with django_assert_num_queries(len(of_one)):
        read()


def test_a_line_is_corrected_and_taken_up_at_the_address_of_its_own_meeting_alone(noted, meetings, sign_in):
    concern = ConcernFactory(council_discussion=True)
    carried = noted(action_by="R. Okafor", council=concern.council)

    for person, act in ((UserFactory(secretariat=True), "correct"), (concern.owner, "political-action")):
        client = sign_in(person)
        for meeting, status in ((meetings[0], 200), (meetings[1], 404)):
            address = f"/meetings/{meeting.pk}/decisions/{carried.pk}/{act}"
            assert client.get(address).status_code == status, address


def test_only_who_reads_the_note_is_asked_to_act(noted, meetings):
    seat = MembershipFactory(body=meetings[0].body)
    invited = InvitationFactory(meeting=meetings[0])

    assert noted(asked=seat.user).asked == seat.user
    with pytest.raises(Refused, match="so cannot be asked here"):
        noted(asked=invited.user)


def test_the_next_meeting_agrees_the_note_and_it_is_frozen(noted, agreed, meetings, secretary, at):  # R192
    noted()
    with pytest.raises(Refused, match="has not been held yet"):
        agreed(noted(meeting=meetings[1]).meeting)

    paper = agreed()

    assert paper.agreed_at_meeting == meetings[1]
    assert paper.sha256 == digest(paper.paper)
    today = timezone.localdate(at)
    assert note_of(meetings[1], secretary, today)[-1].text.startswith("The Panel agreed the note of the")
    with pytest.raises(Refused, match="was agreed at the meeting on"):
        agreed()
    with pytest.raises(Refused, match="Correct a line of it instead"):
        noted()
    with pytest.raises(NotPermitted):
        agree_note(meeting=meetings[1], marking="", by=UserFactory(principal_adviser=True), at=at)
    assert Event.objects.filter(act="agree_note").count() == 1


def test_correcting_an_agreed_note_freezes_a_version_that_says_why(noted, agreed, secretary, at):
    first = noted()
    before = agreed()
    said = Line(item="Radar", text="to telephone the leader.", verb="agreed")
    with pytest.raises(Refused, match="Enter why"):
        correct_decision(decision=first, said=said, marking="", by=secretary, at=at)

    correct_decision(decision=first, said=said, marking="", reason="A slip.", by=secretary, at=at)

    after = agreed_note(before.meeting)
    assert (after.version, after.supersedes) == (2, before)
    words = open_paper(paper=after, form="text", by=secretary, at=at).decode()
    assert "telephone the leader" in words
    assert "takes the place of version 1, agreed before: A slip." in words
    assert "to write to the leader" in open_paper(paper=before, form="text", by=secretary, at=at).decode()


def test_every_format_says_the_same_and_withholds_the_same(noted, agreed, meetings, at, sign_in):  # R052
    seat = MembershipFactory(body=meetings[0].body)
    council = CouncilFactory(short_name="Marchford")
    noted(council=council, text="to help.")
    noted(item="Other", text="that Marchford be thanked.")
    noted(item="Third", text="to meet again.")
    InterestFactory(user=seat.user, council=council)
    client = sign_in(seat.user)

    def exits(base):
        made = {form: client.get(f"{base}/{form}", follow=True).content for form in FILES}
        yield client.get(base).content.decode()
        yield " ".join(read_pdf(made["pdf"]))
        yield " ".join(read_pdf(made["large-print"]))
        yield " ".join(read_word(made["word"]))
        yield made["text"].decode()

    drafted = list(exits(f"/meetings/{meetings[0].pk}/note"))
    paper = agreed()
    for said in [*drafted, *exits(paper.get_absolute_url())]:
        assert "Marchford" not in said
        assert said.count(WITHHELD) == 1
        assert "to meet again." in said


def test_a_members_packs_close_when_the_next_meetings_note_is_agreed(
    pack, noted, agreed, meetings, sign_in, at
):  # TRUST section 2
    seat = MembershipFactory(body=meetings[0].body)
    head = MembershipFactory(body=meetings[0].body, user=UserFactory(role="head_of_group_office"))
    keep = [UserFactory(secretariat=True), UserFactory(principal_adviser=True), head.user]
    noted()
    agreed()
    assert list(packs_for(seat.user)) == [pack]  # the note of the pack's own meeting is agreed

    meetings[2].held_on = meetings[2].cut_off_on = timezone.localdate(at)
    meetings[2].save()
    agreed(meetings[1])

    assert list(packs_for(seat.user)) == []
    assert sign_in(seat.user).get(pack.get_absolute_url()).status_code == 404
    assert sign_in(seat.user).get(f"{pack.get_absolute_url()}/pdf").status_code == 404
    assert all(list(packs_for(person)) == [pack] for person in keep)


def test_whoever_is_invited_for_an_item_reads_no_recommendations_once_their_access_has_ended(
    pack, noted, agreed, meetings, sign_in, at
):  # R146
    seat = MembershipFactory(body=meetings[0].body)
    RoleHolding.objects.create(user=seat.user, role=Role.INVITED_MEMBER, since_on=date(2012, 4, 1))
    InvitationFactory(meeting=meetings[0], user=seat.user, council=pack.entries.get().council)
    noted()
    agreed()
    client, address = sign_in(seat.user), f"/meetings/{meetings[0].pk}/note"
    assert "comment on the support being provided" in client.get(address).content.decode()

    meetings[2].held_on = meetings[2].cut_off_on = timezone.localdate(at)
    meetings[2].save()
    agreed(meetings[1])

    assert client.get(pack.get_absolute_url()).status_code == 200  # their item
    assert "comment on the support being provided" not in client.get(address).content.decode()


def test_who_may_read_a_note(noted, agreed, meetings, sign_in, at):
    noted()
    paper = agreed()
    seat = MembershipFactory(body=meetings[0].body)
    reads = {
        UserFactory(secretariat=True): 200,
        UserFactory(principal_adviser=True): 200,
        UserFactory(senior_adviser=True): 200,
        seat.user: 200,
        UserFactory(panel_member=True): 404,
        UserFactory(analyst=True): 404,
        UserFactory(administrator=True): 404,
    }
    for user, status in reads.items():
        client = sign_in(user)
        assert client.get(f"/meetings/{meetings[0].pk}/note").status_code == status, user.role_names
        assert client.get(paper.get_absolute_url()).status_code == status, user.role_names
    officer = UserFactory(governance_officer=True)
    page = sign_in(officer).get(paper.get_absolute_url()).content.decode()
    assert paper.sha256 in page
    assert "write to the leader" not in page
    assert sign_in(officer).get(f"/meetings/{meetings[0].pk}/note").status_code == 404
    with pytest.raises(NotPermitted):
        open_paper(paper=paper, form="pdf", by=officer, at=at)
    with pytest.raises(NotFound):
        open_paper(paper=paper, form="pdf", by=UserFactory(panel_member=True), at=at)
    assert paper_for(UserFactory(panel_member=True), paper.pk) is None


def test_what_is_done_is_shown_once_as_done_and_drops_off(noted, meetings, secretary, at):  # R193
    _, second, third = meetings
    asked = noted(action_by="R. Okafor")
    today = timezone.localdate(at)
    assert [line.decision for line in action_monitor(second, secretary, today)] == [asked]

    report_progress(decision=asked, text="Answered.", is_done=True, by=secretary, at=at)

    assert action_monitor(third, secretary, today)[0].is_done  # reported after the second met
    after = MeetingFactory(held_on=third.held_on + timedelta(days=50), cut_off_on=third.held_on)
    assert action_monitor(after, secretary, today) == []


def test_progress_is_asked_of_whom_it_is_and_they_say_it(noted, meetings, secretary, sign_in, at):
    seat = MembershipFactory(body=meetings[0].body)
    asked = noted(asked=seat.user)
    assert asked.action_by == seat.user.name
    with pytest.raises(Refused, match="nobody to ask"):
        ask_for_progress(meeting=meetings[0], by=secretary, at=at)

    assert ask_for_progress(meeting=meetings[1], by=secretary, at=at) == 1
    assert ask_for_progress(meeting=meetings[1], by=secretary, at=at) == 0  # once for each meeting

    told = Notification.objects.get(user=seat.user)
    assert "leader" not in told.sentence
    client = sign_in(seat.user)
    client.post(told.address, {"text": "The letter has gone."})
    assert asked.progress.get().reported_by == seat.user
    other = MembershipFactory(body=meetings[0].body).user
    assert "the person who was asked" in sign_in(other).get(told.address).content.decode()
    assert sign_in(other).post(told.address, {"text": "x"}).status_code in (403, 422)
    with pytest.raises(NotPermitted):
        ask_for_progress(meeting=meetings[1], by=other, at=at)


def test_whoever_does_not_sit_next_time_answers_at_the_meeting_that_asked_them(
    noted, meetings, secretary, sign_in, at
):
    seat = MembershipFactory(body=meetings[0].body, until_on=meetings[0].held_on)
    asked = noted(asked=seat.user)

    ask_for_progress(meeting=meetings[1], by=secretary, at=at)

    told = Notification.objects.get(user=seat.user)
    client = sign_in(seat.user)
    assert client.get(f"/meetings/{meetings[1].pk}/schedule").status_code == 404
    assert client.get(told.address).status_code == 200
    answer = client.post(told.address, {"text": "The letter has gone."}, follow=True)
    assert answer.status_code == 200
    assert "The letter has gone." in [one.text for one in asked.progress.all()]


def test_who_cannot_open_the_line_is_not_asked(noted, meetings, secretary, sign_in, at):
    body, council = meetings[0].body, CouncilFactory()
    officer = MembershipFactory(body=body, user=UserFactory(role=Role.GROUP_OFFICE)).user
    with pytest.raises(Refused, match="reads no note"):
        noted(asked=officer)
    gone, left, recused = (MembershipFactory(body=body).user for _ in range(3))
    for user in (gone, left, recused):
        noted(asked=user, council=council)
    RoleHolding.objects.filter(user=gone).update(until_on=date(2020, 1, 1))
    left.is_active = False
    left.save()
    InterestFactory(user=recused, council=council)

    assert "nobody to ask" in sign_in(secretary).get(f"/meetings/{meetings[1].pk}/schedule").content.decode()
    with pytest.raises(Refused, match="nobody to ask"):
        ask_for_progress(meeting=meetings[1], by=secretary, at=at)


def test_the_schedule_is_issued_and_stays_as_it_was(noted, meetings, secretary, sign_in, at):  # R193
    asked = noted(action_by="R. Okafor")
    client = sign_in(secretary)
    base = f"/meetings/{meetings[1].pk}/schedule"
    answer = client.post(f"{base}/issue", {"reason": ""})
    paper = IssuedPaper.objects.get(kind="schedule")
    assert answer["Location"] == paper.get_absolute_url()
    report_progress(decision=asked, text="Answered.", by=secretary, at=at)

    assert "Answered." in client.get(f"{base}/text").content.decode()
    assert "Answered." not in client.get(f"/papers/{paper.pk}/text").content.decode()
    refused = client.post(f"{base}/issue", {"reason": ""})
    assert refused.status_code == 409 or "Enter why another version" in refused.content.decode()
    with pytest.raises(NotPermitted):
        issue_schedule(meeting=meetings[1], marking="", by=UserFactory(principal_adviser=True), at=at)


def test_what_became_of_each_recommendation_stands_in_the_next_report(
    pack, noted, meetings, secretary, sign_in, live_concerns, at
):
    line = noted(text="the councils on the radar.", verb="noted")
    client = sign_in(secretary)
    client.post(
        f"/meetings/{meetings[0].pk}/recommendations/1", {"became": "noted", "decision": line.pk, "text": ""}
    )
    client.post(
        f"/meetings/{meetings[0].pk}/recommendations/2", {"became": "amended", "text": "Peers as well"}
    )

    said = [one.in_words for one in became_of(pack)]
    assert said == ["Noted. The Panel noted the councils on the radar.", "Amended. Peers as well."]
    council = live_concerns[0].council
    CouncilToldFactory(meeting=meetings[1], council=council)
    following = issue_pack(meeting=meetings[1], marking="IN CONFIDENCE", by=secretary, at=at)
    words = bytes(following.files.get(format="text", copy=None).content).decode()
    assert "What became of the last report's recommendations" in words
    assert "Amended. Peers as well." in words
    said = {"pack": pack, "by": secretary, "at": at}
    with pytest.raises(Refused, match="how it was amended"):
        say_what_became(number=1, became="amended", **said)
    with pytest.raises(NotFound):
        say_what_became(number=9, became="noted", **said)
    with pytest.raises(NotPermitted):
        say_what_became(number=1, became="noted", pack=pack, by=UserFactory(), at=at)
    assert RecommendationOutcome.objects.count() == 2


def test_what_became_is_told_with_the_line_that_was_put_in_its_place(
    pack, noted, meetings, secretary, live_concerns, at
):  # R052
    other = CouncilFactory(short_name="Saltmarsh")
    reader = UserFactory(principal_adviser=True)
    InterestFactory(user=reader, council=other)
    line = noted(text="to write to the leader.")
    say_what_became(pack=pack, number=1, became="agreed", decision=line, by=secretary, at=at)
    for text in ("to telephone the leader.", "to visit the leader."):
        said = Line(item="Radar", text=text, verb="agreed", council=other)
        line = correct_decision(decision=line, said=said, marking="", by=secretary, at=at)

    assert became_of(pack)[0].in_words == "Agreed. The Panel agreed to visit the leader."
    assert became_shown(pack, reader, timezone.localdate(at))[0].in_words == WITHHELD
    CouncilToldFactory(meeting=meetings[1], council=live_concerns[0].council)
    following = issue_pack(meeting=meetings[1], marking="IN CONFIDENCE", by=secretary, at=at)
    assert "to visit the leader" in following.paper
    assert "visit the leader" not in to_json(without(from_json(following.paper), [other]))


def test_nothing_is_said_in_the_next_report_where_nothing_was_recorded(pack, meetings, secretary, at):
    council = pack.entries.get().council
    CouncilToldFactory(meeting=meetings[1], council=council)
    following = issue_pack(meeting=meetings[1], marking="IN CONFIDENCE", by=secretary, at=at)
    words = bytes(following.files.get(format="text", copy=None).content).decode()
    assert "What became of the last report's recommendations" not in words
    assert Pack.objects.count() == 2


def test_political_action_of_the_reports_councils_begins_a_line(pack, meetings, secretary, sign_in):  # R150
    council = pack.entries.get().council
    concern = ConcernFactory(council=council, council_discussion=True)
    action = PoliticalAction.objects.create(
        concern=concern,
        blockage="Two groups do not talk.",
        action="The group leaders meet.",
        whose="The Chair",
        by=concern.owner,
        happened_on=date(2026, 2, 1),
    )
    client = sign_in(secretary)

    page = client.get(f"/meetings/{meetings[0].pk}/note").content.decode()
    assert "Two groups do not talk." in page
    form = client.get(f"/meetings/{meetings[0].pk}/decisions?action={action.pk}").content.decode()
    assert "The group leaders meet." in form
    assert not Decision.objects.exists()


def test_an_adviser_keeps_a_decision_as_political_action_by_hand(pack, noted, meetings, sign_in, at):  # R150
    council = pack.entries.get().council
    concern = ConcernFactory(council=council, council_discussion=True)
    adviser = concern.owner
    line = noted(council=council, text="that the leaders meet.", action_by="The Chair")
    assert not PoliticalAction.objects.exists()  # never by itself
    address = f"/meetings/{meetings[0].pk}/decisions/{line.pk}/political-action"
    client = sign_in(adviser)
    assert "that the leaders meet." in client.get(address).content.decode()

    said = {"which": concern.pk, "blockage": "Two groups", "action": "They meet", "whose": "The Chair"}
    assert client.post(address, said)["Location"] == concern.get_absolute_url()

    assert PoliticalAction.objects.get().concern == concern
    assert sign_in(UserFactory(secretariat=True)).get(address).status_code == 404
    about = {"blockage": "x", "action": "x", "whose": "x", "at": at, "decision": line}
    with pytest.raises(NotPermitted):
        take_up_politically(concern=concern, by=UserFactory(secretariat=True), **about)
    elsewhere = ConcernFactory(council_discussion=True)
    with pytest.raises(Refused, match="the line names"):
        take_up_politically(concern=elsewhere, by=adviser_for(elsewhere.council), **about)


def test_if_the_record_cannot_be_written_nothing_has_changed(
    pack, noted, meetings, secretary, at, broken_audit, monkeypatch
):
    line = Decision.objects.create(
        meeting=meetings[0], item="x", text="x", action_by="x", noted_by=secretary, noted_at=at
    )
    said = Line(item="y", text="y")
    acts = (
        lambda: correct_decision(decision=line, said=said, marking="", by=secretary, at=at),
        lambda: agree_note(meeting=meetings[0], marking="", by=secretary, at=at),
        lambda: issue_schedule(meeting=meetings[1], marking="", by=secretary, at=at),
        lambda: say_what_became(pack=pack, number=1, became="noted", by=secretary, at=at),
    )
    for act in acts:
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    assert Decision.objects.count() == 1
    assert not IssuedPaper.objects.exists()
    assert not RecommendationOutcome.objects.exists()
