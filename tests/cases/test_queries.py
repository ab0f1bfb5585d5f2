"""What is read of concerns: what is due, what the Panel and liaison draw on, figures, the stream."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from cases.models import Ending
from cases.queries import (
    Filters,
    awareness_about,
    balance,
    concern_page,
    concerns_about,
    concerns_for,
    concerns_for_panel,
    due_for,
    ground_of,
    open_concern_for_panel,
    steps,
    support_about,
    timeline_entries,
)
from cases.stages import Stage
from cases.workflow import (
    Document,
    add_evidence,
    close,
    record_awareness,
    tell_panel,
)
from common.errors import Refused
from indicators.queries import HeadlineReport, Line, Theme
from intelligence.queries import signs_held
from liaison.lines import lines_of
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    AwarenessRecordFactory,
    ConcernFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    PanelLineFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceFactory, SourceTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def report(monkeypatch):
    """A headline report of one line, whose value a test may revise."""
    shown = {"local": 66.6}

    def headline_report(council, on):
        line = Line(
            number=1,
            slug="employment-rate",
            title="Employment rate",
            unit="%",
            decimals=1,
            note="",
            publisher="ONS",
            page="https://www.ons.gov.uk/",
            licence="OGL",
            polarity="none",
            period="2011",
            local=shown["local"],
            type_average=66.3,
            type_n=55,
            england=71.9,
            n=353,
        )
        theme = Theme("Opportunity", (line,))
        return HeadlineReport("core", "Core", council.name, "Unitary average", False, on, (theme,), ())

    monkeypatch.setattr("cases.workflow.evidence.headline_report", headline_report)
    monkeypatch.setattr("cases.forms.moving.headline_report", headline_report)
    return shown


def test_a_figure_is_kept_as_it_stood_that_day(at, report):  # R075
    concern = ConcernFactory()
    said = {"by": concern.owner, "at": at, "concern": concern}
    (figure,) = add_evidence(**said, figures=["employment-rate"])
    report["local"] = 60.0
    figure.refresh_from_db()
    assert (figure.value, figure.value_text, figure.unit, figure.period) == (66.6, "66.6", "%", "2011")
    assert (figure.type_average, figure.type_average_text, figure.england_text) == (66.3, "66.3", "71.9")
    assert (figure.publisher, figure.source["licence"], figure.source["type_n"]) == ("ONS", "OGL", 55)
    with pytest.raises(Refused, match="Nothing new"):
        add_evidence(**said, figures=["employment-rate"])
    with pytest.raises(Refused, match="no figure called"):
        add_evidence(**said, figures=["happiness"])


def test_figures_and_notes_stand_side_by_side_on_the_page(at, report, sign_in):  # R075
    concern = ConcernFactory()
    client = sign_in(concern.owner)
    page = client.get(f"{concern.get_absolute_url()}/evidence/new")
    assert "Employment rate: 66.6 %, 2011 (type average 66.3)" in page.content.decode()
    client.post(f"{concern.get_absolute_url()}/evidence/new", {"figures": ["employment-rate"]})
    shown = client.get(concern.get_absolute_url()).content.decode()
    assert "<strong>66.6</strong>" in shown
    assert "No soft intelligence is held on this concern." in shown


def test_two_notes_of_one_source_count_once(at):
    concern = ConcernFactory()
    source = SourceFactory()
    notes = [NoteFactory(council=concern.council, source=source) for _ in range(2)]
    add_evidence(by=concern.owner, at=at, concern=concern, notes=notes)
    assert balance(concern, concern.owner).independent_sources == 1
    ground = ground_of(concern, concern.owner)
    assert (ground.independent_sources, ground.is_enough) == (1, False)
    add_evidence(by=concern.owner, at=at, concern=concern, notes=[NoteFactory(council=concern.council)])
    assert ground_of(concern, concern.owner).is_enough


def test_a_page_a_release_and_a_sign_count_what_cannot_be_told_apart_once_as_a_check_does(at):  # R179
    concern, kind, factor = ConcernFactory(), SourceTypeFactory(), FactorFactory()
    notes = [
        NoteFactory(
            council=concern.council,
            owner=concern.owner,
            source=SourceFactory(owner=concern.owner, type=kind, role="scrutiny chair"),
            factors=[factor],
        )
        for _ in range(2)
    ]
    evidence = add_evidence(by=concern.owner, at=at, concern=concern, notes=notes)
    ground = ground_of(concern, concern.owner)
    assert balance(concern, concern.owner).independent_sources == 1
    assert (ground.independent_sources, ground.is_enough) == (1, False)
    assert {line.source_key for line in lines_of(evidence)} == {"source-1"}
    held = {sign.factor: (sign.notes, sign.sources) for sign in signs_held(concern.council, concern.owner)}
    assert held[factor] == (2, 1)


def test_one_published_document_is_ground_enough_and_a_hidden_note_is_none(at):
    concern = ConcernFactory()
    hidden = NoteFactory(council=concern.council, restricted=True)
    concern.evidence.create(kind="note", note=hidden, by=hidden.owner, happened_on=concern.opened_on)
    assert ground_of(concern, concern.owner).soft == ()
    document = Document(title="The audit letter")
    (letter,) = add_evidence(by=concern.owner, at=at, concern=concern, document=document)
    assert ground_of(concern, concern.owner).is_enough
    assert not ground_of(concern, concern.owner, among=[]).is_enough
    assert ground_of(concern, concern.owner, among=[letter.pk]).hard == (letter,)


# Due.


def test_what_is_due_stands_by_date_late_ones_first_and_is_ones_own(at):
    today = timezone.localdate(at)
    owner = ConcernFactory(review_on=today + timedelta(3)).owner
    late = ConcernFactory(owner=owner, review_on=today - timedelta(2), next_step="Ring", next_step_on=today)
    ConcernFactory()
    due = due_for(owner, today)
    assert [(one.what, one.is_late) for one in due] == [("Review", True), ("Ring", False), ("Review", False)]
    assert due[0].address == late.get_absolute_url()


def test_a_deputy_is_told_what_is_due_and_a_look_back_comes_up(at):
    deputy = UserFactory(senior_adviser=True)
    concern = ConcernFactory(deputy=deputy, closed=True)
    Ending.objects.create(
        concern=concern,
        change=concern.stage_changes.last(),
        by=concern.owner,
        happened_on=concern.opened_on,
        look_back_on=timezone.localdate(at),
    )
    assert [one.what for one in due_for(deputy, timezone.localdate(at))] == ["Look back: what lasted?"]


def test_what_is_due_takes_as_many_queries_for_ten_as_for_one(at, django_assert_max_num_queries):
    owner = ConcernFactory().owner
    for _ in range(9):
        ConcernFactory(owner=owner)
    with django_assert_max_num_queries(10):
        assert len(due_for(owner, timezone.localdate(at))) == 10


# The Panel.


def test_the_panel_draws_on_stage_four_and_five_and_on_lines(at):  # R121, R127, R147
    support = SupportProgressFactory().package
    line = PanelLineFactory()
    by_government = ConcernFactory(inspection=True)
    ConcernFactory(council_discussion=True)
    drawn = concerns_for_panel(UserFactory(secretariat=True))
    assert {one.concern for one in drawn} == {support.concern, line.concern, by_government}
    held = next(one for one in drawn if one.concern == support.concern)
    assert held.support[0].progress.all()[0].text == "The board met."
    assert next(one for one in drawn if one.concern == line.concern).line == line
    assert all(one.reported_to_panel for one in drawn)


def test_of_the_radars_councils_an_early_concern_gives_its_one_line_alone(at):
    concern = ConcernFactory()
    AwarenessRecordFactory(concern=concern)
    (drawn,) = concerns_for_panel(UserFactory(secretariat=True), [concern.council])
    assert (drawn.summary, drawn.is_early, drawn.awareness, drawn.changes) == (
        concern.summary,
        True,
        None,
        (),
    )


def test_whether_the_council_knows_is_told_by_the_newest_account_that_stands(at):
    first = AwarenessRecordFactory()
    concern = first.concern
    said = {"by": concern.owner, "at": at, "concern": concern, "told": "Leader", "how": "By letter"}
    newer = record_awareness(**said, supersedes=first, reason="It was the leader.")
    drawn = open_concern_for_panel(concern.owner, concern.number)
    assert (drawn.council_knows, drawn.awareness) == (True, newer)
    assert awareness_about(concern) == [newer, first]


def test_a_closed_concern_leaves_the_panels_list_unless_asked_for(at):
    line = PanelLineFactory()
    concern = line.concern
    close(by=concern.owner, at=at, concern=concern, version=concern.version, reason="It is resolved.")
    assert concerns_for_panel(concern.owner) == []
    assert [one.concern for one in concerns_for_panel(concern.owner, closed=True)] == [concern]
    assert open_concern_for_panel(concern.owner, concern.number) is None


def test_panel_members_analysts_and_government_draw_on_nothing_live(at):
    PanelLineFactory()
    for role in ("panel_member", "invited_member", "dclg_liaison", "research_analyst", "governance_officer"):
        assert concerns_for_panel(UserFactory(role=role)) == []


def test_a_pack_of_twenty_takes_as_many_queries_as_one_of_two(at, django_assert_max_num_queries):
    user = UserFactory(secretariat=True)
    for _ in range(12):
        concern = SupportProgressFactory().package.concern
        AwarenessRecordFactory(concern=concern)
        PanelLineFactory(concern=concern)
    with django_assert_max_num_queries(14):
        drawn = concerns_for_panel(user)
        assert all(one.council_knows and one.line and one.support[0].progress.all() for one in drawn)


def test_the_mark_for_attention_shows_while_the_support_goes_on(at):
    package = SupportPackageFactory()
    package.attention_reason, package.attention_at, package.attention_by = "One vote.", at, package.by
    package.save()
    (drawn,) = concerns_for_panel(package.by)
    assert drawn.asks_for_attention


# The council's page and the strip.


def test_the_stream_of_a_council_tells_what_happened_newest_first(at):
    package = SupportProgressFactory().package
    concern = package.concern
    AwarenessRecordFactory(concern=concern, happened_on=date(2026, 3, 1))
    entries = timeline_entries(concern.council, concern.owner, 20)
    assert entries[0].title == "Chief executive was told, by telephone"
    assert {entry.mark for entry in entries} == {"decision"}
    assert "How the support goes" in {entry.title for entry in entries}
    assert all(entry.address == concern.get_absolute_url() for entry in entries)
    assert len(timeline_entries(concern.council, concern.owner, 3)) == 3


def test_the_stream_takes_as_many_queries_for_much_as_for_little(django_assert_max_num_queries):
    concern = ConcernFactory(intervention=True)
    for _ in range(5):
        SupportProgressFactory(package=SupportPackageFactory(concern=concern))
    user = UserFactory(principal_adviser=True)
    assert user.roles
    with django_assert_max_num_queries(8):
        timeline_entries(concern.council, user, 20)


def test_a_councils_concerns_stand_by_next_date_and_closed_ones_last(at):
    today = timezone.localdate(at)
    later = ConcernFactory(review_on=today + timedelta(9))
    closed = ConcernFactory(council=later.council, owner=later.owner, closed=True)
    sooner = ConcernFactory(council=later.council, owner=later.owner, review_on=today + timedelta(2))
    assert concerns_about(later.council, later.owner) == [sooner, later, closed]


def test_a_councils_support_stands_with_what_goes_on_first(at):
    package = SupportPackageFactory()
    ended = SupportPackageFactory(
        concern=package.concern, ended_at=at, ended_on=at.date(), ended_by=package.by, ended_reason="Done."
    )
    assert support_about(package.concern.council, package.by) == [package, ended]


def test_the_strip_says_when_each_stage_began_and_what_was_not_gone_through(at):
    concern = ConcernFactory(panel_support=True)
    page = concern_page(concern, concern.owner)
    strip = steps(concern, page.changes, concern.opened_on + timedelta(days=9))
    assert [step.place for step in strip] == ["past", "past", "past", "here"]
    assert strip[-1].when == "5 January 2026 · day 10"
    skipped = steps(concern, page.changes[-1:], concern.opened_on)
    assert skipped[0].when == "not gone through"


# The secretariat's metadata, and a notice's end.


def test_no_date_or_owner_is_to_be_had_of_what_may_only_be_known(at):
    early = ConcernFactory(review_on=timezone.localdate(at))
    secretariat = UserFactory(secretariat=True)
    (row,) = concerns_for(secretariat)
    assert (row.is_readable, row.next_day) == (False, None)
    assert not concerns_for(secretariat, Filters(owner=early.owner))


def test_a_group_office_reads_it_for_twelve_months_after_it_closed(at):
    concern = ConcernFactory(closed=True, closed_at=at - timedelta(days=360))
    notice = GroupOfficeFlagFactory(concern=concern)
    user = GroupOfficePostFactory(group=notice.group).user
    assert concerns_about(concern.council, user) == [concern]
    concern.closed_at = at - timedelta(days=370)
    concern.save()
    assert concerns_about(concern.council, user) == []


def test_a_line_is_told_from_stage_three_on_and_never_moves_the_concern(at):
    concern = ConcernFactory(council_discussion=True)
    tell_panel(by=concern.owner, at=at, concern=concern, challenge="A gap.")
    (drawn,) = concerns_for_panel(concern.owner)
    assert drawn.stage is Stage.COUNCIL_DISCUSSION
