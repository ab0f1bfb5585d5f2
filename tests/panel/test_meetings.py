"""Bodies, meetings, the report while it is prepared, the note and the Action Monitor Schedule."""

import re
from datetime import date

import pytest
from django.core.management import call_command
from django.db import transaction

from audit.models import Event
from common.errors import NotPermitted, Refused, Stale
from panel.ingest import load_bodies
from panel.models import Body, CouncilTold, Decision, Meeting, Membership, PackReason, Slot
from panel.queries import action_monitor, draft_of, members_on, note_of
from panel.workflow import (
    add_member,
    note_decision,
    plan_meeting,
    record_told,
    report_progress,
    sign_reason,
)
from papers.withholding import WITHHELD
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.panel import (
    BodyFactory,
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
    live,
    write_paragraph,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def secretary():
    return UserFactory(secretariat=True)


@pytest.fixture
def meeting():
    return MeetingFactory()


@pytest.fixture
def marchford(live_concerns):
    council = CouncilFactory(short_name="Marchford")
    RadarEntryFactory(council=council)
    live_concerns.append(live(council, "3"))
    return council


def test_a_board_that_changed_its_name_is_one_board():  # R055 R056 R058
    load_bodies()
    call_command("load_bodies", verbosity=0)

    board = Body.objects.get(slug="improvement-board")
    assert board.names.count() == 3
    assert board.name_on(date(2012, 3, 1)) == "LGA Improvement Board"
    assert board.name_on(date(2012, 11, 2)) == "Improvement and Innovation Board"
    panel = Body.objects.get(slug="psp")
    assert panel.acts_for == board
    assert panel.name_on(date(2012, 11, 2)) == "Performance Support Panel"
    assert {"children-and-young-people", "community-wellbeing"} <= set(
        Body.objects.values_list("slug", flat=True)
    )


def test_each_board_of_the_sources_has_its_remit_and_who_made_it():  # R057 R060 R061
    load_bodies()
    remits = dict(Body.objects.values_list("slug", "remit"))

    for programme in ("children-and-young-people", "community-wellbeing"):
        assert remits[programme].startswith("Oversight of performance in")
    for_children = remits["childrens-improvement-board"]
    for maker in ("LGA", "ADCS", "SOLACE", "Department for Education"):
        assert maker in for_children
    assert "reports to the Community Wellbeing Board" in remits["teasc"]


def test_the_panel_has_its_six_members_and_those_in_attendance(secretary, at):  # R144 R145
    load_bodies()
    panel = Body.objects.get(slug="psp")
    reasons = ["Lead member"] * 4 + [
        "Chair, Children and Young People's Board",
        "Chair, Community Wellbeing Board",
    ]
    for place, reason in enumerate(reasons):
        add_member(
            body=panel, user=UserFactory(panel_member=True), capacity="chair" if not place else "member",
            reason=reason, since_on=date(2012, 4, 1), by=secretary, at=at,
        )  # fmt: skip
    adviser = UserFactory(principal_adviser=True)
    add_member(
        body=panel, user=adviser, capacity="in_attendance", since_on=date(2012, 4, 1), by=secretary, at=at
    )

    seats = members_on(panel, date(2012, 11, 20))

    assert [seat.capacity for seat in seats] == ["chair", *["member"] * 5, "in_attendance"]
    with pytest.raises(Refused, match="sits there already"):
        add_member(
            body=panel, user=adviser, capacity="member", since_on=date(2012, 5, 1), by=secretary, at=at
        )
    with pytest.raises(NotPermitted):
        add_member(
            body=panel, user=UserFactory(), capacity="member", since_on=date(2012, 5, 1), by=adviser, at=at
        )
    assert Event.objects.filter(act="add_member").count() == 7


def test_the_secretariat_plans_a_meeting_and_nobody_else(secretary, at):  # R190
    body = BodyFactory(psp=True)
    said = {"body": body, "held_on": date(2013, 1, 15), "cut_off_on": date(2013, 1, 11), "at": at}

    meeting = plan_meeting(by=secretary, **said)

    assert Event.objects.get(act="plan_meeting").scope == meeting.audit_scope
    with pytest.raises(Refused, match="already has a meeting that day"):
        plan_meeting(by=secretary, **said)
    with pytest.raises(Refused, match="cut-off day cannot be after"):
        plan_meeting(by=secretary, **{**said, "held_on": date(2013, 1, 10)})
    with pytest.raises(NotPermitted, match="Only the secretariat plans"):
        plan_meeting(by=UserFactory(principal_adviser=True), **{**said, "held_on": date(2013, 3, 1)})


def test_a_meeting_is_planned_in_the_browser(sign_in, secretary):
    BodyFactory(psp=True)
    client = sign_in(secretary)

    refused = client.post("/meetings/plan", {"held_on": "", "venue": "Smith Square"})
    assert refused.status_code == 422
    assert "Enter the day of the meeting." in refused.content.decode()
    assert "Smith Square" in refused.content.decode()
    said = {
        "body": "psp",
        "held_on": "2027-01-15",
        "cut_off_on": "2027-01-11",
        "begins": "11:00",
        "venue": "Smith Square",
        "item": "3",
    }
    page = client.post("/meetings/plan", said, follow=True).content.decode()
    assert "Friday 15 January 2027" in page
    assert "1. Declarations of interest" in page  # R190
    assert page.index("Declarations of interest") < page.index("Date of next meeting: to be set")
    assert "Friday 15 January 2027" in client.get("/meetings").content.decode()


def test_who_may_know_of_a_meeting(meeting, sign_in):
    seat = MembershipFactory(body=meeting.body)
    sees = {
        UserFactory(principal_adviser=True): 200,
        UserFactory(senior_adviser=True): 200,
        UserFactory(secretariat=True): 200,
        UserFactory(governance_officer=True): 200,
        seat.user: 200,
        UserFactory(panel_member=True): 404,
        UserFactory(analyst=True): 404,
        UserFactory(administrator=True): 404,
    }
    for user, status in sees.items():
        client = sign_in(user)
        assert client.get(f"/meetings/{meeting.pk}").status_code == status, user.role_names
        assert (str(meeting.held_on.year) in client.get("/meetings").content.decode()) == (status == 200)
        prepares = user.is_adviser or user.has_role("secretariat")
        assert client.get(f"/meetings/{meeting.pk}/pack").status_code == (200 if prepares else 404)
        plans = user.has_role("secretariat")
        assert client.get("/meetings/plan").status_code == (200 if plans else 404)


def test_the_secretariat_prepares_all_and_an_adviser_their_own_regions(
    sign_in, meeting, marchford, secretary
):
    elsewhere = CouncilFactory(short_name="Farwick")
    RadarEntryFactory(council=elsewhere)
    own, both = adviser_for(marchford), adviser_for(marchford)
    InterestFactory(user=both, council=marchford)

    def seen(user):
        return sign_in(user).get(f"/meetings/{meeting.pk}/pack").content.decode()

    assert "Farwick" in seen(secretary)
    assert "Marchford" in seen(secretary)
    assert "Marchford" in seen(own)
    assert "Farwick" not in seen(own)
    assert "Marchford" not in seen(both)
    assert WITHHELD not in seen(both)  # before issue that would tell them of the radar
    assert sign_in(both).get(f"/meetings/{meeting.pk}/pack/{marchford.code}/concern").status_code == 404


def test_whoever_has_an_interest_reads_the_same_whether_or_not_their_council_is_in_the_report(
    meeting, marchford, secretary, live_concerns, sign_in, at
):  # R052
    quiet, client = CouncilFactory(short_name="Quietford"), sign_in(secretary)
    InterestFactory(user=secretary, council=quiet)

    def pages():
        named = ("", "/issue", "/chair", "/summary", "/ask")
        said = [client.get(f"/meetings/{meeting.pk}/pack{page}") for page in named]
        return [
            re.sub(r'name="csrfmiddlewaretoken" value="[^"]*"', "", each.content.decode()) for each in said
        ]

    without = pages()
    RadarEntryFactory(council=quiet)
    live_concerns.append(live(quiet, "4", 9))
    other = UserFactory(secretariat=True)
    assert any(item.council == quiet for item in draft_of(meeting, other).items)
    said = {"meeting": meeting, "council": None, "name": "summary", "text": "Quietford is new.", "version": 0}
    write_paragraph(**said, by=other, at=at)

    assert pages() == without
    assert all(WITHHELD not in page for page in without)
    for page in without[:3]:
        assert "and a report may speak of any council. Ask a colleague" in page
    with pytest.raises(NotPermitted, match="this paragraph may speak of any council"):
        write_paragraph(**said | {"version": 1}, by=secretary, at=at)


def test_a_paragraph_is_edited_kept_and_marked_when_the_concern_changes_beneath(
    meeting, marchford, secretary, live_concerns, sign_in, at
):
    client = sign_in(secretary)
    address = f"/meetings/{meeting.pk}/pack/{marchford.code}/concern"
    assert "Trust between leader" in client.get(address).content.decode()

    client.post(address, {"text": "A hung council.", **read(client, address)})

    item = draft_of(meeting, secretary).items[0]
    assert item.text("concern") == "A hung council."
    assert not item.changed_beneath("concern")
    live_concerns[0] = live(marchford, "4")
    item = draft_of(meeting, secretary).items[0]
    assert item.text("concern") == "A hung council."
    assert item.changed_beneath("concern")
    assert "Changed beneath." in client.get(f"/meetings/{meeting.pk}/pack").content.decode()
    assert "Changed beneath." in client.get(address).content.decode()
    client.post(address, {"text": "", **read(client, address)})
    assert "Stage 4" in draft_of(meeting, secretary).items[0].text("concern")
    assert Event.objects.filter(act="write_slot").count() == 2


def test_words_written_over_live_ones_that_changed_meanwhile_are_refused_with_both_texts(
    meeting, marchford, secretary, live_concerns, sign_in
):
    client, address = sign_in(secretary), f"/meetings/{meeting.pk}/pack/{marchford.code}/concern"
    before = read(client, address)
    live_concerns[0] = live(marchford, "4", summary="The budget was not agreed")

    answer = client.post(address, {"text": "A hung council.", **before})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "The live concerns say something else now" in page
    assert "The budget was not agreed" in page
    assert "A hung council." in page
    assert before["seal"] not in page
    assert not Slot.objects.exists()
    assert client.post(address, {"text": "A hung council.", **read(client, address)}).status_code == 302

    # Nor is it kept, or the live words taken, by who has not read what stands beneath it now.
    before = read(client, address)
    live_concerns[0] = live(marchford, "5a")
    for text in ("A hung council.", ""):
        assert client.post(address, {"text": text, **before}).status_code == 409
    assert "Changed beneath." in client.get(address).content.decode()
    assert client.post(address, {"text": "A hung council.", "version": 1}).status_code == 422


def test_the_reports_own_paragraph_is_not_written_over_a_count_that_changed(
    meeting, marchford, secretary, sign_in
):
    client, address = sign_in(secretary), f"/meetings/{meeting.pk}/pack/summary"
    before = read(client, address)
    RadarEntryFactory()

    assert client.post(address, {"text": "One council.", **before}).status_code == 409


def read(client, address):
    """What the paragraph's page hands back beside the words."""
    return {name: client.get(address).context["form"][name].value() for name in ("version", "seal")}


def test_a_second_writers_stale_save_is_refused_with_both_texts(meeting, marchford, secretary, sign_in, at):
    write_paragraph(
        meeting=meeting, council=marchford, name="concern", text="First", version=0, by=secretary, at=at
    )

    client, address = sign_in(secretary), f"/meetings/{meeting.pk}/pack/{marchford.code}/concern"
    with pytest.raises(Stale) as refused:
        write_paragraph(
            meeting=meeting, council=marchford, name="concern", text="Mine", version=0, by=secretary, at=at
        )
    assert (refused.value.held, refused.value.typed) == ("First", "Mine")
    answer = client.post(address, {"text": "Mine", **read(client, address), "version": 0})
    assert answer.status_code == 409
    assert "First" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_who_writes_paragraphs(meeting, marchford, secretary, at):
    said = {"meeting": meeting, "council": marchford, "name": "concern", "text": "x", "at": at}
    with pytest.raises(NotPermitted, match="Only the secretariat and the advisers for"):
        write_paragraph(version=0, by=UserFactory(principal_adviser=True), **said)
    with pytest.raises(NotPermitted):
        write_paragraph(version=0, by=UserFactory(panel_member=True), **said)
    write_paragraph(version=0, by=adviser_for(marchford), **said)
    with pytest.raises(NotPermitted, match="Only the secretariat writes this paragraph"):
        write_paragraph(
            meeting=meeting,
            council=None,
            name="summary",
            text="x",
            version=0,
            by=adviser_for(marchford),
            at=at,
        )
    write_paragraph(
        meeting=meeting, council=None, name="summary", text="In short.", version=0, by=secretary, at=at
    )
    assert draft_of(meeting, secretary).text("summary") == "In short."


def test_of_an_early_concern_nobody_writes_more_than_its_line(
    meeting, marchford, secretary, live_concerns, at
):
    live_concerns[0] = live(marchford, "2")

    with pytest.raises(Refused, match="one-line summary and no more"):
        write_paragraph(
            meeting=meeting, council=marchford, name="concern", text="x", version=0, by=secretary, at=at
        )

    # Nor does what was written while it stood at Stage 3.
    Slot.objects.create(
        meeting=meeting, council=marchford, name="concern", text="LONG", written_by=secretary, written_at=at
    )
    assert "LONG" not in draft_of(meeting, secretary).items[0].text("concern")


def test_an_adviser_says_whether_the_council_knows(meeting, marchford, secretary, sign_in, at):
    adviser = adviser_for(marchford)
    said = {"meeting": meeting, "council": marchford, "at": at}

    with pytest.raises(NotPermitted, match="Only an adviser for"):
        record_told(whom="x", how="y", happened_on=date(2012, 11, 1), by=secretary, **said)
    with pytest.raises(NotPermitted, match="Only an adviser for"):
        sign_reason(reason="x", by=UserFactory(principal_adviser=True), **said)
    with pytest.raises(Refused, match="cannot lie ahead"):
        record_told(whom="x", how="y", happened_on=date(2999, 1, 1), by=adviser, **said)
    with pytest.raises(Refused, match="Enter who was told"):
        record_told(whom=" ", how="y", happened_on=date(2012, 11, 1), by=adviser, **said)
    client = sign_in(adviser)
    client.post(f"/meetings/{meeting.pk}/pack/{marchford.code}/reason", {"reason": "The leader is away"})
    assert "The leader is away" in draft_of(meeting, secretary).items[0].knows
    client.post(
        f"/meetings/{meeting.pk}/pack/{marchford.code}/told",
        {"whom": "the leader", "how": "in person", "happened_on": "2012-11-06"},
    )
    assert (
        draft_of(meeting, secretary)
        .items[0]
        .knows.startswith("Told on 6 November 2012: the leader, in person")
    )
    assert draft_of(meeting, secretary).unsaid == []


def test_what_was_told_holds_while_the_council_stays_on_the_radar(meeting, marchford, secretary, at):
    adviser = adviser_for(marchford)
    record_told(
        meeting=meeting, council=marchford, whom="the leader", how="in person", happened_on=date(2012, 11, 6),
        by=adviser, at=at,
    )  # fmt: skip
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))

    assert draft_of(after, secretary).unsaid == []


def test_the_note_and_the_actions_carried_forward(meeting, secretary, sign_in, at):  # R192 R193 R149
    after = MeetingFactory(body=meeting.body, held_on=date(2013, 1, 15), cut_off_on=date(2013, 1, 11))
    said = {"meeting": meeting, "item": "Radar", "by": secretary, "at": at}
    asked = note_decision(text="Agreed to write to the leader.", action_by="R. Okafor", **said)
    plain = note_decision(text="Noted.", **said)

    assert [line.text for line in note_of(meeting, secretary, after.held_on)] == [asked.text, "Noted."]
    assert [line.decision for line in action_monitor(after, secretary, after.held_on)] == [asked]
    report_progress(decision=asked, text="Written.", by=secretary, at=at)
    assert action_monitor(after, secretary, after.held_on)[0].latest.text == "Written."
    report_progress(decision=asked, text="Answered.", is_done=True, by=secretary, at=at)
    assert action_monitor(after, secretary, after.held_on)[0].is_done  # shown once as done
    with pytest.raises(Refused, match="done already"):
        report_progress(decision=asked, text="Again", by=secretary, at=at)
    with pytest.raises(Refused, match="Nobody was asked"):
        report_progress(decision=plain, text="x", by=secretary, at=at)
    with pytest.raises(NotPermitted):
        note_decision(**{**said, "text": "x", "by": UserFactory(panel_member=True)})
    page = sign_in(secretary).get(f"/meetings/{meeting.pk}").content.decode()
    assert "Agreed to write to the leader." in page


def test_the_note_is_kept_in_the_browser_and_withheld_from_an_interest(meeting, secretary, sign_in, at):
    council = CouncilFactory(short_name="Marchford")
    client = sign_in(secretary)
    refused = client.post(f"/meetings/{meeting.pk}/decisions", {"item": "Radar", "text": ""})
    assert refused.status_code == 422
    client.post(
        f"/meetings/{meeting.pk}/decisions", {"item": "Radar", "text": "Agreed.", "action_by": "D. Lyle"}
    )
    decision = Decision.objects.get()
    client.post(f"/meetings/{meeting.pk}/decisions/{decision.pk}/progress", {"text": "Begun."})
    assert decision.progress.count() == 1
    note_decision(meeting=meeting, item="Marchford", text="x", council=council, by=secretary, at=at)
    member = MembershipFactory(body=meeting.body).user
    InterestFactory(user=member, council=council)
    page = sign_in(member).get(f"/meetings/{meeting.pk}").content.decode()
    assert WITHHELD in page
    assert "Marchford" not in page


def test_if_the_record_cannot_be_written_nothing_has_changed(meeting, marchford, secretary, at, broken_audit):
    adviser = adviser_for(marchford)
    decision = Decision.objects.create(
        meeting=meeting, item="x", text="x", action_by="x", noted_by=secretary, noted_at=at
    )
    about = {"meeting": meeting, "council": marchford, "at": at}
    acts = (
        lambda: plan_meeting(
            body=meeting.body, held_on=date(2014, 1, 1), cut_off_on=date(2014, 1, 1), by=secretary, at=at
        ),
        lambda: add_member(
            body=meeting.body, user=adviser, capacity="member", since_on=date(2012, 1, 1), by=secretary, at=at
        ),
        lambda: write_paragraph(name="concern", text="x", version=0, by=secretary, **about),
        lambda: record_told(whom="x", how="x", happened_on=date(2012, 1, 1), by=adviser, **about),
        lambda: sign_reason(reason="x", by=adviser, **about),
        lambda: note_decision(meeting=meeting, item="x", text="x", by=secretary, at=at),
        lambda: report_progress(decision=decision, text="x", by=secretary, at=at),
    )
    for act in acts:
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    assert Meeting.objects.count() == 1
    assert not Membership.objects.exists()
    assert not Slot.objects.exists()
    assert not CouncilTold.objects.exists()
    assert not PackReason.objects.exists()
    assert Decision.objects.count() == 1
    assert not decision.progress.exists()


@pytest.mark.parametrize(
    ("how", "printed"), [("By telephone", "Leader, by telephone"), ("MS Teams", "Leader, MS Teams")]
)
def test_how_a_council_was_told_stands_within_its_sentence(how, printed, meeting, marchford, secretary):
    CouncilToldFactory(council=marchford, meeting=meeting, whom="Leader", how=how)

    assert printed in draft_of(meeting, secretary).items[0].knows


def test_the_concerns_paragraph_ends_as_a_sentence(meeting, marchford, live_concerns, secretary):
    first = draft_of(meeting, secretary).items[0]

    concern, radar = first.live("concern").split("\n")
    assert concern == f"{live_concerns[0].at_stage}. {live_concerns[0].summary.rstrip('.')}."
    assert radar == "On the radar since 1 October 2012: A new leader and no agreed budget."
