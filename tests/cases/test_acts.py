"""Every act but moves: works, refused by rule and to a stranger, recorded, else nothing changed."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accounts.models import RoleHolding
from audit.models import Event
from cases.models import (
    AwarenessRecord,
    Concern,
    ConcernReader,
    Evidence,
    GovernmentAct,
    GroupOfficeFlag,
    NarrativeEntry,
    PanelLine,
    PoliticalAction,
    SupportPackage,
    SupportProgress,
)
from cases.stages import OPEN_STAGES, Origin, Stage
from cases.workflow import (
    Account,
    Document,
    Offer,
    add_evidence,
    add_narrative,
    agree_support,
    ask_for_attention,
    change_support,
    correct_narrative,
    end_group_office_post,
    end_support,
    name_deputy,
    open_concern_to,
    post_to_group_office,
    propose_move,
    raise_concern,
    read_concern,
    reassign,
    record_awareness,
    record_discussion,
    record_government_act,
    record_political_action,
    report_progress,
    set_review,
    take_back_panel_line,
    tell_group_office,
    tell_panel,
)
from common.errors import NotFound, NotPermitted, Refused, Stale
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    AwarenessRecordFactory,
    ConcernFactory,
    NarrativeEntryFactory,
    PanelLineFactory,
    PoliticalGroupFactory,
    SupportPackageFactory,
)
from tests.factories.councils import (
    CouncilFactory,
    InterestFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.intelligence import FactorFactory, NoteFactory

pytestmark = pytest.mark.django_db

OFFER = Offer(objectives="A budget that balances.", provider="LGA")
ACCOUNT = Account(department="DfE", legal_basis="Section 497A, Education Act 1996", body="A commissioner")


def talks():
    return ConcernFactory(council_discussion=True)


def by_owner(act, concern, **said):
    return lambda by, at: act(by=by, at=at, concern=concern, **said)


def of_package(act, **said):
    def prepared():
        package = SupportPackageFactory()
        said.setdefault("version", package.version) if act is change_support else None
        return package.concern, lambda by, at: act(by=by, at=at, package=package, **said)

    return prepared


def of(make, act, **said):
    def prepared():
        concern = make()
        if act in (set_review, reassign, name_deputy):
            said["version"] = concern.version
        if act is reassign:
            said["owner"] = UserFactory(principal_adviser=True)
        if act is name_deputy:
            said["deputy"] = UserFactory(senior_adviser=True)
        if act is tell_group_office:
            said["group"] = PoliticalGroupFactory()
        if act is open_concern_to:
            said["reader"] = UserFactory(role="member_peer")
        if act is add_evidence:
            said["notes"] = [NoteFactory(council=concern.council)]
        return concern, by_owner(act, concern, **said)

    return prepared


def correcting():
    piece = NarrativeEntryFactory()
    return piece.concern, lambda by, at: correct_narrative(by=by, at=at, corrects=piece, text="Not so.")


def taking_back():
    line = PanelLineFactory()
    return line.concern, by_owner(take_back_panel_line, line.concern, reason="It is past.")


ACTS = {
    "add_narrative": (of(ConcernFactory, add_narrative, text="It is so."), NarrativeEntry),
    "correct_narrative": (correcting, NarrativeEntry),
    "propose_move": (
        of(ConcernFactory, propose_move, to=Stage.WIDER_INFORMATION, basis="It is so."),
        NarrativeEntry,
    ),
    "record_awareness": (
        of(ConcernFactory, record_awareness, told="Leader", how="In a meeting"),
        AwarenessRecord,
    ),
    "add_evidence": (of(ConcernFactory, add_evidence), Evidence),
    "tell_group_office": (of(talks, tell_group_office), GroupOfficeFlag),
    "tell_panel": (of(talks, tell_panel, challenge="A gap."), PanelLine),
    "take_back_panel_line": (taking_back, PanelLine),
    "record_discussion": (
        of(talks, record_discussion, level="leader", who="Leader", text="Both see it."),
        None,
    ),
    "agree_support": (of(talks, agree_support, offer=OFFER), SupportPackage),
    "change_support": (of_package(change_support, offer=OFFER), SupportPackage),
    "report_progress": (of_package(report_progress, text="The board met."), SupportProgress),
    "ask_for_attention": (of_package(ask_for_attention, reason="One vote."), SupportPackage),
    "end_support": (of_package(end_support, reason="It is done."), SupportPackage),
    "record_political_action": (
        of(
            talks,
            record_political_action,
            blockage="Reserves",
            action="The leaders meet",
            whose="The lead peer",
        ),
        PoliticalAction,
    ),
    "set_review": (of(ConcernFactory, set_review, review_on=date(2099, 1, 1)), Concern),
    "reassign": (of(ConcernFactory, reassign), Concern),
    "name_deputy": (of(ConcernFactory, name_deputy), Concern),
    "open_concern_to": (of(ConcernFactory, open_concern_to), ConcernReader),
}
# What a senior adviser of the region may do (TRUST section 2); for the rest the principal adviser decides.
SENIORS = {
    "add_narrative",
    "correct_narrative",
    "propose_move",
    "record_awareness",
    "add_evidence",
    "record_discussion",
    "report_progress",
    "record_political_action",
    "set_review",
}


def rows(concern):
    """Everything held about the concern, to compare before and after."""
    tables = ("stage_changes", "evidence", "narrative", "awareness", "group_office_notices", "panel_lines")
    tables += ("discussions", "conclusions", "support", "progress", "political_actions", "government_acts")
    held = [list(getattr(concern, table).values()) for table in (*tables, "endings", "readers")]
    return [list(Concern.objects.filter(pk=concern.pk).values()), *held]


@pytest.mark.parametrize("act", ACTS)
def test_the_owner_does_it_and_it_is_recorded(act, at):
    concern, do = ACTS[act][0]()
    do(concern.owner, at)
    event = Event.objects.get(act=act)
    assert (event.by, event.subject_id, event.scope) == (
        concern.owner,
        str(concern.pk),
        concern.council.audit_scope,
    )


@pytest.mark.parametrize("act", ACTS)
def test_it_leaves_nothing_behind_where_the_record_cannot_be_written(act, at, broken_audit):
    concern, do = ACTS[act][0]()
    before = rows(concern)
    with pytest.raises(broken_audit):
        do(concern.owner, at)
    assert rows(concern) == before


@pytest.mark.parametrize("act", ACTS)
def test_a_stranger_does_not_find_it(act, at):
    concern, do = ACTS[act][0]()
    before = rows(concern)
    with pytest.raises(NotFound):
        do(UserFactory(analyst=True), at)
    assert rows(concern) == before


@pytest.mark.parametrize("act", ACTS)
def test_an_adviser_with_a_declared_interest_does_not_find_it(act, at):  # R052
    concern, do = ACTS[act][0]()
    InterestFactory(user=concern.owner, council=concern.council)
    with pytest.raises(NotFound):
        do(concern.owner, at)


@pytest.mark.parametrize("act", ACTS)
def test_an_adviser_of_another_region_is_told_whose_it_is(act, at):
    concern, do = ACTS[act][0]()
    with pytest.raises(NotPermitted, match=concern.owner.name):
        do(UserFactory(principal_adviser=True), at)


@pytest.mark.parametrize("act", ACTS)
def test_a_senior_adviser_of_the_region_works_on_it_and_the_principal_adviser_decides(act, at):
    concern, do = ACTS[act][0]()
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    if act in SENIORS:
        do(senior, at)
    else:
        with pytest.raises(NotPermitted):
            do(senior, at)


@pytest.mark.parametrize("act", [act for act in ACTS if act not in ("reassign", "name_deputy")])
def test_a_named_deputy_does_it_in_the_owners_place(act, at):
    concern, do = ACTS[act][0]()
    concern.deputy = UserFactory(senior_adviser=True)
    concern.save()
    do(concern.deputy, at)
    model = ACTS[act][1]
    if act not in ("set_review", "open_concern_to", "change_support", "ask_for_attention", "end_support"):
        made = (model or concern.discussions.model).objects.filter(concern=concern).order_by("-pk").first()
        assert act == "take_back_panel_line" or made.acted_for == concern.owner


# Raising.


def raised(council, by, at, **said):
    said = {"summary": "A gap.", "basis": "Two accounts.", "review_on": timezone.localdate(at)} | said
    return raise_concern(by=by, at=at, council=council, **said)


def test_a_concern_is_raised_from_notes_and_keeps_where_it_began(at):  # R015, R071
    council = CouncilFactory()
    by, factor, area = adviser_for(council), FactorFactory(), ServiceAreaFactory()
    note = NoteFactory(council=council)
    concern = raised(council, by, at, notes=[note], factors=[factor], service_area=area)
    assert (concern.at_stage, concern.owner, concern.about) == (Stage.LOCAL_INTELLIGENCE, by, area.name)
    assert list(concern.factors.all()) == [factor]
    assert concern.evidence.get().note == note
    assert concern.stage_changes.get().in_words == "Begun at Stage 1: local intelligence"
    assert Event.objects.get(act="raise_concern").details["stage"] == "local-intelligence"


def test_government_may_act_on_a_council_that_had_no_concern_at_all(at):  # R162
    council = CouncilFactory()
    said = {"stage": Stage.INTERVENTION, "origin": Origin.GOVERNMENT, "coming_off_point": "Practice is safe."}
    with pytest.raises(Refused, match="what government did"):
        raised(council, adviser_for(council), at, **said)
    raised(council, adviser_for(council), at, **said, government=ACCOUNT)
    assert GovernmentAct.objects.get().department == "DfE"


def test_raising_beside_an_open_concern_is_never_held_up(at):
    concern = ConcernFactory()
    raised(concern.council, concern.owner, at)
    assert concern.council.concerns.count() == 2


def test_another_regions_adviser_is_told_whom_to_ask(at):
    council = CouncilFactory()
    lead = adviser_for(council)
    with pytest.raises(NotPermitted, match=f"Ask {lead.name}"):
        raised(council, UserFactory(principal_adviser=True), at)


@pytest.mark.parametrize("role", ["research_analyst", "secretariat", "member_peer", "administrator"])
def test_only_advisers_raise_concerns(role, at):
    with pytest.raises(NotPermitted, match="principal and senior advisers"):
        raised(CouncilFactory(), UserFactory(role=role), at)


def test_one_with_a_declared_interest_raises_none(at):
    council = CouncilFactory()
    by = adviser_for(council)
    InterestFactory(user=by, council=council)
    with pytest.raises(NotPermitted, match="declared interest"):
        raised(council, by, at)


def test_a_senior_adviser_raises_at_one_and_the_principal_adviser_owns_it(at):
    council = CouncilFactory()
    lead, senior = adviser_for(council), UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    assert raised(council, senior, at).owner == lead
    with pytest.raises(NotPermitted, match="A senior adviser raises a concern at Stage 1"):
        raised(council, senior, at, stage=Stage.COUNCIL_DISCUSSION, origin=Origin.COUNCIL)


@pytest.mark.parametrize("said", [{"summary": " "}, {"basis": ""}, {"review_on": None}])
def test_what_is_missing_is_named(said, at):
    council = CouncilFactory()
    with pytest.raises(Refused, match=r"^Enter "):
        raised(council, adviser_for(council), at, **said)


def test_nothing_is_raised_where_the_record_cannot_be_written(at, broken_audit):
    council = CouncilFactory()
    with pytest.raises(broken_audit):
        raised(council, adviser_for(council), at)
    assert not Concern.objects.exists()


# Evidence, story, awareness, lines.


def test_a_note_one_may_not_read_is_no_evidence(at):
    concern = ConcernFactory()
    with pytest.raises(Refused, match="was not found"):
        add_evidence(
            by=concern.owner,
            at=at,
            concern=concern,
            notes=[NoteFactory(council=concern.council, restricted=True)],
        )


def test_a_published_document_is_hard_and_a_note_is_soft(at):  # R075
    concern = ConcernFactory()
    note = NoteFactory(council=concern.council)
    document = Document(title="The audit letter", published_on=date(2012, 10, 1))
    soft, hard = add_evidence(by=concern.owner, at=at, concern=concern, notes=[note], document=document)
    assert (soft.is_hard, hard.is_hard) == (False, True)


def test_the_same_note_twice_is_said_and_kept_once(at):
    concern = ConcernFactory()
    note = NoteFactory(council=concern.council)
    add_evidence(by=concern.owner, at=at, concern=concern, notes=[note])
    with pytest.raises(Refused, match="Nothing new"):
        add_evidence(by=concern.owner, at=at, concern=concern, notes=[note])


def test_a_correction_stands_beside_what_it_corrects(at):
    piece = NarrativeEntryFactory(text="As it was.")
    added = correct_narrative(by=piece.by, at=at, corrects=piece, text="Not so.")
    piece.refresh_from_db()
    assert (piece.text, added.corrects) == ("As it was.", piece)


def test_a_closed_concern_still_takes_a_piece_of_story_and_nothing_else(at):
    concern = ConcernFactory(closed=True)
    add_narrative(by=concern.owner, at=at, concern=concern, text="They wrote to us.")
    with pytest.raises(Refused, match="Reopen it first"):
        agree_support(by=concern.owner, at=at, concern=concern, offer=OFFER)


def test_an_account_of_telling_the_council_is_superseded_never_changed(at):
    first = AwarenessRecordFactory()
    said = {"by": first.by, "at": at, "concern": first.concern, "told": "Leader", "how": "By letter"}
    with pytest.raises(Refused, match="takes the place"):
        record_awareness(**said, supersedes=first)
    record_awareness(**said, supersedes=first, reason="It was the leader.")
    with pytest.raises(Refused, match="superseded already"):
        record_awareness(**said, supersedes=first, reason="Again.")
    first.refresh_from_db()
    assert first.told == "Chief executive"


def test_a_day_claimed_is_kept_beside_the_databases_clock(at):
    concern = ConcernFactory()
    said = {"by": concern.owner, "at": at, "concern": concern, "told": "Leader", "how": "By letter"}
    told = record_awareness(**said, happened_on=date(2026, 2, 1))
    assert (told.happened_on, told.recorded_at.year) == (date(2026, 2, 1), at.year)
    with pytest.raises(Refused, match="has not come yet"):
        record_awareness(**said, happened_on=timezone.localdate(at) + timedelta(days=1))


@pytest.mark.parametrize("stage", [Stage.LOCAL_INTELLIGENCE, Stage.WIDER_INFORMATION])
def test_before_stage_three_neither_members_are_told_nor_discussions_kept(stage, at):
    concern = ConcernFactory(stage=stage)
    said = {"by": concern.owner, "at": at, "concern": concern}
    for act in (
        lambda: tell_panel(**said, challenge="A gap."),
        lambda: tell_group_office(**said, group=PoliticalGroupFactory()),
        lambda: record_discussion(**said, level="leader", who="Leader", text="Both see it."),
        lambda: agree_support(**said, offer=OFFER),
    ):
        with pytest.raises(Refused, match="once it is at Stage 3: discussions with the council"):
            act()


def test_a_line_to_psp_is_not_stage_four_and_gives_way_to_a_newer_one(at):
    line = PanelLineFactory()
    concern = line.concern
    newer = tell_panel(by=concern.owner, at=at, concern=concern, challenge="A wider gap.")
    line.refresh_from_db()
    assert (line.stands, newer.stands, newer.support_in_words) == (False, True, "none yet")
    assert Concern.objects.get(pk=concern.pk).at_stage is Stage.COUNCIL_DISCUSSION


# Support.


def test_support_is_full_or_light_with_people_money_and_board(at):  # R035, R127, R129, R130
    concern = talks()
    offer = Offer(
        objectives="A budget that balances.",
        provider="LGA, CIB and TEASC",
        people="A finance peer",
        money=60_000,
        board="formal",
    )
    package = agree_support(by=concern.owner, at=at, concern=concern, offer=offer)
    assert (package.money_words, package.get_board_display()) == ("60,000", "Formal Improvement Board")


def test_a_stale_change_of_support_shows_both_texts(at):
    package = SupportPackageFactory()
    said = {"by": package.by, "at": at, "package": package, "version": package.version}
    change_support(**said, offer=Offer(objectives="Theirs.", provider="LGA"))
    with pytest.raises(Stale) as stale:
        change_support(**said, offer=Offer(objectives="Mine.", provider="LGA"))
    assert "Theirs." in stale.value.held
    assert "Mine." in stale.value.typed


def test_an_ended_package_takes_nothing_more(at):
    package = SupportPackageFactory()
    end_support(by=package.by, at=at, package=package, reason="Done.")
    with pytest.raises(Refused, match="This support ended on"):
        report_progress(by=package.by, at=at, package=package, text="More.")


def test_the_mark_for_attention_is_set_with_a_reason_and_taken_off(at):
    package = SupportPackageFactory()
    assert ask_for_attention(by=package.by, at=at, package=package, reason="One vote.").asks_for_attention
    assert not ask_for_attention(by=package.by, at=at, package=package, reason=" ").asks_for_attention


def test_political_action_says_blockage_action_and_whose(at):  # R150
    concern = talks()
    said = {"by": concern.owner, "at": at, "concern": concern}
    with pytest.raises(Refused, match="who sees to it"):
        record_political_action(**said, blockage="Reserves", action="Leaders meet", whose="")
    done = record_political_action(**said, blockage="Reserves", action="Leaders meet", whose="The lead peer")
    assert done.whose == "The lead peer"


# Government (R155-R162).


@pytest.mark.parametrize("stage", OPEN_STAGES[:4])
@pytest.mark.parametrize("step", [Stage.INSPECTION, Stage.INTERVENTION])
def test_government_acts_from_any_stage_and_no_expectation_holds_it_up(stage, step, at):  # R155, R158
    concern = ConcernFactory(stage=stage)
    act = record_government_act(
        by=concern.owner,
        at=at,
        concern=concern,
        version=concern.version,
        step=step,
        account=Account(department="DfE", legal_basis="s497A", body="A commissioner", time_allowed="not_met"),
        coming_off_point="Practice is safe.",
    )
    assert [answer for _, answer in act.expectations] == ["Not known", "Not known", "Not met"]  # R159, R160
    assert Concern.objects.get(pk=concern.pk).at_stage is step


@pytest.mark.parametrize("name", ["department", "legal_basis", "body"])
def test_department_legal_basis_and_body_are_wanted(name, at):
    concern = ConcernFactory(panel_support=True)
    account = Account(**{"department": "DfE", "legal_basis": "s497A", "body": "One", name: " "})
    with pytest.raises(Refused, match=r"^Enter the "):
        record_government_act(
            by=concern.owner,
            at=at,
            concern=concern,
            version=concern.version,
            step=Stage.INSPECTION,
            account=account,
        )
    assert Concern.objects.get(pk=concern.pk).at_stage is Stage.PANEL_SUPPORT


def test_a_newer_account_of_a_government_act_keeps_the_older(at):
    concern = ConcernFactory(inspection=True)
    said = {"by": concern.owner, "at": at, "concern": concern, "version": concern.version}
    first = record_government_act(**said, step=Stage.INSPECTION, account=ACCOUNT)
    second = record_government_act(**said, step=Stage.INSPECTION, account=ACCOUNT, supersedes=first)
    assert second.supersedes == first
    assert GovernmentAct.objects.count() == 2


# Looking after it.


def test_an_owner_or_deputy_is_an_adviser_without_an_interest(at):
    concern = ConcernFactory()
    said = {"by": concern.owner, "at": at, "concern": concern, "version": concern.version}
    with pytest.raises(Refused, match="looked after by an adviser"):
        reassign(**said, owner=UserFactory(analyst=True))
    recused = UserFactory(principal_adviser=True)
    InterestFactory(user=recused, council=concern.council)
    with pytest.raises(Refused, match="declared interest"):
        name_deputy(**said, deputy=recused)
    with pytest.raises(Refused, match="looks after this concern already"):
        name_deputy(**said, deputy=concern.owner)


def test_every_open_concern_keeps_a_review_date(at):
    concern = ConcernFactory()
    with pytest.raises(Refused, match="every open concern has a date"):
        set_review(by=concern.owner, at=at, concern=concern, version=concern.version, review_on=None)


def test_a_stale_change_of_the_next_date_shows_what_stands(at):
    concern = ConcernFactory()
    said = {"by": concern.owner, "at": at, "concern": concern, "version": concern.version}
    set_review(**said, review_on=date(2099, 1, 1), next_step="Ring the leader")
    with pytest.raises(Stale, match="Somebody else changed this concern") as stale:
        set_review(**said, review_on=date(2099, 2, 1), next_step="Write")
    assert "Ring the leader" in stale.value.held


def test_a_concern_is_opened_to_lead_member_peers_alone(at):
    concern = ConcernFactory()
    with pytest.raises(Refused, match="lead member peer"):
        open_concern_to(by=concern.owner, at=at, concern=concern, reader=UserFactory(analyst=True))


def test_an_administrator_says_for_whose_office_a_person_works(at):  # R042
    person, group = UserFactory(role="group_office"), PoliticalGroupFactory()
    with pytest.raises(NotPermitted, match="technical administrator"):
        post_to_group_office(by=UserFactory(principal_adviser=True), at=at, user=person, group=group)
    post_to_group_office(by=UserFactory(administrator=True), at=at, user=person, group=group)
    post = person.group_office_posts.get()
    assert post.group == group
    with pytest.raises(Refused, match="End that posting first"):
        post_to_group_office(by=UserFactory(administrator=True), at=at, user=person, group=group)
    with pytest.raises(NotPermitted, match="technical administrator"):
        end_group_office_post(by=person, at=at, post=post, until_on=at.date())
    with pytest.raises(Refused, match="so it cannot end on"):
        end_group_office_post(
            by=UserFactory(administrator=True), at=at, post=post, until_on=at.date() - timedelta(days=1)
        )
    end_group_office_post(by=UserFactory(administrator=True), at=at, post=post, until_on=at.date())
    post.refresh_from_db()
    assert post.until_on == at.date()
    assert Event.objects.get(act="end_group_office_post").details["group"] == group.slug


def test_nobody_posts_themselves_or_somebody_of_no_group_office(at):
    group, both = PoliticalGroupFactory(), UserFactory(administrator=True)
    RoleHolding.objects.create(user=both, role="group_office", since_on=at.date())
    with pytest.raises(NotPermitted, match="Nobody says for whose office they work themselves"):
        post_to_group_office(by=both, at=at, user=both, group=group)
    with pytest.raises(Refused, match="does not work in a political group office"):
        post_to_group_office(by=both, at=at, user=UserFactory(secretariat=True), group=group)


def test_reading_is_recorded(at):
    concern = ConcernFactory()
    read_concern(by=concern.owner, at=at, concern=concern)
    assert Event.objects.get().act == "read_concern"
