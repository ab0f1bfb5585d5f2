"""A word in every other column that keeps one back: reasons, answers, files' names, titles, earlier versions.

`tests/trust/test_columns.py` fails where a column of text has none and nobody has said why it needs none.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import SavedView, User
from accounts.workflow import keep_draft, make_feed
from cases.models import (
    Answer,
    AwarenessRecord,
    Concern,
    Conclusion,
    ConclusionKind,
    Ending,
    ExplanationGround,
    ExplanationOutcome,
    GovernmentAct,
    LookBack,
    LookBackPutOff,
    ParagraphShown,
    PoliticalAction,
    SupportPackage,
    WhatFollowed,
)
from councils.models import Interest, Officeholder, PoliticalControl, PoliticalGroup
from indicators.models import Indicator, MutedFigure, Period, Series, ValueExplanation
from intelligence.models import (
    BriefingPrint,
    BroughtItem,
    Checked,
    Contact,
    Copy,
    Factor,
    Intake,
    LegalHold,
    Note,
    NoteCheck,
    NoteExport,
    NoteOutcome,
    NoteReview,
    PersonalRequest,
    SourceReading,
    SourceType,
    Story,
    StoryCouncil,
    StorySign,
)
from intelligence.workflow import (
    Told,
    answer_verification,
    ask_to_verify,
    attach_story,
    begin_intake,
    correct_note,
    dismiss_story,
    log_note,
    note_story,
    share_practice,
    undo_decision,
    withdraw_note,
    withdraw_practice,
)
from liaison.models import DepartmentNote
from liaison.workflow import refuse_release, withdraw_release
from panel.models import (
    ActionProgress,
    AdviserWord,
    AgendaItem,
    Body,
    Clearance,
    CouncilTold,
    Decision,
    Invitation,
    InvitationEnd,
    IssuedPaper,
    Meeting,
    MeetingChange,
    PackReason,
    RadarExport,
    RecommendationOutcome,
    Slot,
)
from panel.workflow.freezing import frozen
from papers.paper import Note as PaperNote
from papers.paper import Sheet
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ActionReviewFactory,
    BoardActionFactory,
    BoardMeetingFactory,
    ConcernFactory,
    DiscussionFactory,
    ExplanationFactory,
    GroupOfficeFlagFactory,
    ImprovementBoardFactory,
    PanelLineFactory,
    PanelParagraphFactory,
    SupportInputFactory,
    SupportPackageFactory,
)
from tests.factories.intakes import found_here
from tests.factories.intelligence import AttachmentFactory
from tests.factories.liaison import heard, proposed, published, released, told
from tests.factories.panel import MembershipFactory, RadarEntryFactory
from tests.factories.stories import FeedFactory, StoryFactory
from tests.trust.of_councils import plant_of_councils
from tests.trust.of_government import plant_inbound
from tests.trust.of_people import plant_people
from tests.trust.of_sharing import plant_of_sharing
from tests.trust.of_tokens import plant_tokens
from tests.trust.of_word_files import plant_word_files
from tests.trust.things import Things

LATER = timedelta(days=7)


def plant_everywhere(things: Things, people: dict[str, User], department: Any, at: datetime) -> None:
    """Every column of text that what is held of one council has, filled with words of its own."""
    _notes(things, people, at)
    plant_tokens(things, people, department, at)
    plant_people(things, people, at)
    _files(things, at)
    _stories(things, at)
    _network(things, at)
    _lists(things, at)
    _personal(things, people["IGO"], at)
    full = _concern(things, at)
    _support(things, full, at)
    _releases(things, full, department, at)
    plant_of_sharing(things, people, department, at)
    _councils(things, at)
    plant_of_councils(things, people, at)
    _figures(things, at)


def _papers(things: Things, at: datetime) -> None:
    """A schedule issued twice, and what became of a recommendation."""
    held = Meeting.objects.select_related("body").get(pk=things.held["past"])
    about = {"kind": "schedule", "body": held.body, "meeting": held, "by": things.owner, "at": at}
    last = IssuedPaper.objects.filter(meeting=held).order_by("-version").first()
    for _ in range(2):
        words = PaperNote(things.plant("notes"))
        sheet = Sheet("Schedule", "Panel", held.held_on, "IN CONFIDENCE", (words,))
        last = frozen(sheet=sheet, last=last, reason=things.plant("unread"), **about)
    things.held["paper"] = last.pk
    RecommendationOutcome.objects.create(
        pack_id=things.held["pack"],
        number=1,
        became="amended",
        text=things.plant("pack_words"),
        said_by=things.owner,
        said_at=at,
    )


def plant_in_meetings(things: Things, at: datetime) -> None:
    """What is said at a meeting and while its report is written."""
    owner, council, ahead = things.owner, things.council, things.held["ahead"]
    Decision.objects.create(
        meeting_id=things.held["past"],
        item=things.plant("meeting"),
        text=things.plant("meeting"),
        action_by=things.plant("meeting"),
        noted_by=owner,
        noted_at=at,
    )
    line = Decision.objects.create(
        meeting_id=things.held["past"],
        item="3",
        text="That they meet.",
        council=council,
        noted_by=owner,
        noted_at=at,
    )
    _papers(things, at)
    things.held["note_line"] = line.pk
    ActionProgress.objects.create(
        decision_id=things.held["decision"], text=things.plant("meeting"), reported_by=owner, reported_at=at
    )
    CouncilTold.objects.create(
        meeting_id=ahead,
        council=council,
        whom=things.plant("preparing_council"),
        how=things.plant("preparing_council"),
        happened_on=at.date(),
        told_by=owner,
        told_at=at,
    )
    PackReason.objects.create(
        meeting_id=ahead,
        council=council,
        reason=things.plant("preparing_council"),
        signed_by=owner,
        signed_at=at,
    )
    Slot.objects.create(
        meeting_id=ahead,
        council=council,
        name=Slot.Name.PROGRESS,
        text=things.plant("draft"),
        said_live=things.plant("draft"),
        written_by=owner,
        written_at=at,
    )
    AdviserWord.objects.create(
        meeting_id=ahead,
        council=council,
        kind=AdviserWord.Kind.NOT_CONFIRMED,
        texts={"progress": {"text": things.plant("draft"), "version": 1}},
        sentence=things.plant("draft"),
        said_by=owner,
        said_at=at,
    )
    Clearance.objects.create(
        draft_id=things.held["sent"],
        is_cleared=False,
        given_by=things.plant("secretariat"),
        how=things.plant("secretariat"),
        remarks=things.plant("secretariat"),
        recorded_by=owner,
        given_at=at,
    )
    RadarEntryFactory(
        council=council,
        put_on_by=owner,
        put_on_reason=things.plant("radar"),
        off=True,
        taken_off_reason=things.plant("radar"),
    )
    RadarExport.objects.create(rows=1, reason=things.plant("unread"), exported_by=owner, exported_at=at)
    _round_a_meeting(things, at)
    plant_word_files(things, at)


def _round_a_meeting(things: Things, at: datetime) -> None:
    """Its agenda, that it was moved, a seat and an invitation that ended, what was agreed before."""
    owner, ahead = things.owner, things.held["ahead"]
    AgendaItem.objects.create(
        meeting_id=ahead,
        title=things.plant("meeting"),
        about=things.plant("meeting"),
        leads=things.plant("meeting"),
        place=2,
        written_by=owner,
        written_at=at,
    )
    AgendaItem.objects.create(
        meeting_id=ahead,
        title=things.plant("agenda_of_council"),
        council=things.council,
        place=3,
        written_by=owner,
        written_at=at,
    )
    MeetingChange.objects.create(
        meeting_id=ahead,
        was_held_on=at.date(),
        was_venue=things.plant("meeting"),
        reason=things.plant("meeting"),
        changed_by=owner,
        changed_at=at,
    )
    MembershipFactory(
        body=Body.objects.get(slug=things.held["body"]),
        until_on=at.date() - LATER,
        ended_reason=things.plant("secretariat"),
        ended_by=owner,
        ended_at=at,
    )
    asked = Invitation.objects.create(
        meeting_id=ahead,
        user=UserFactory(),
        council=things.council,
        invited_by=owner,
        invited_at=at,
    )
    InvitationEnd.objects.create(invitation=asked, reason=things.plant("unread"), ended_by=owner, ended_at=at)
    DepartmentNote.objects.create(
        meeting_id=things.held["past"],
        corrects=DepartmentNote.objects.filter(meeting=things.held["past"]).order_by("-pk").first(),
        text=things.plant("department"),
        agreed_with=things.plant("department"),
        agreed_on=at.date(),
        written_by=owner,
        written_at=at,
    )


def _note(things: Things, at: datetime, right: str = "note", known: str = "first_hand", **more: Any) -> Note:
    return log_note(
        by=things.owner,
        at=at,
        council=things.council,
        text=things.plant("protected" if right == "protected_role" else right),
        told=Told(type=SourceType.objects.get(), role=things.plant(right), reference=things.plant(right)),
        known=known,
        **more,
    )


def _notes(things: Things, people: dict[str, User], at: datetime) -> None:
    """What was found of a note, decided about it, asked and answered, and its earlier words."""
    note, owner = _note(things, at, known="published"), things.owner
    note = correct_note(by=owner, at=at, note=note, version=1, text=things.plant("note"))
    NoteCheck.objects.create(
        note=note,
        outcome=Checked.CONTRADICTED,
        independent_sources=0,
        found=things.plant("note"),
        happened_on=at.date(),
        by=owner,
    )
    Note.objects.filter(pk=note.pk).update(checked=Checked.CONTRADICTED)
    correct_note(by=owner, at=at, note=note, version=2, text=things.plant("note"))
    NoteOutcome.objects.create(note=note, outcome="satisfactory", reasons=things.plant("note"), by=owner)
    NoteReview.objects.create(note=note, reason=things.plant("note"), by=owner)
    SourceReading.objects.create(source=note.source, by=owner, reason=things.plant("unread"))
    _note(things, at, "protected_role", is_source_protected=True)
    gone = _note(things, at, "unread")
    withdraw_note(by=owner, at=at, note=gone, reason=things.plant("note"))
    shared = share_practice(
        by=owner,
        at=at,
        note=_note(things, at, kind="good_practice"),
        title=things.plant("unread"),
        text=things.plant("unread"),
        agreed_by=things.plant("unread"),
        agreed_on=timezone.localdate(at),
    )
    withdraw_practice(by=owner, at=at, practice=shared, reason=things.plant("note"))
    asked = ask_to_verify(
        by=owner,
        at=at,
        note=note,
        asked=people["PEER"],
        question=things.plant("asked"),
        answer_by_on=timezone.localdate(at) + LATER,
    )
    answer_verification(
        by=people["PEER"],
        at=at,
        request=asked,
        answer="supports",
        text=things.plant("asked"),
        told=Told(type=SourceType.objects.get(), role=things.plant("asked")),
    )
    things.held |= {"checked": note.pk, "gone": gone.pk, "answered": asked.pk, "practice_gone": shared.pk}


def _files(things: Things, at: datetime) -> None:
    """Files attached and taken away, and files brought in."""
    AttachmentFactory(
        note=Note.objects.get(pk=things.held["restricted"]),
        name=f"{things.plant('restricted')}.txt",
        took=[things.plant("restricted")],
    )
    AttachmentFactory(
        note=Note.objects.get(pk=things.held["checked"]),
        name=f"{things.plant('note')}.txt",
        took=[things.plant("note")],
        words=things.plant("unread"),
        taken_away_at=at,
        taken_away_by=things.owner,
        taken_away_reason=things.plant("note"),
    )
    found = found_here(things.plant("intake"))
    found["items"][0]["where"] = f"row 2 of {things.plant('intake')}"
    found["unread"] = [{"where": things.plant("intake"), "why": "No day.", "words": things.plant("intake")}]
    waits = begin_intake(by=things.owner, at=at, file_name=f"{things.plant('intake')}.xlsx", found=found)
    ended = Intake.objects.create(
        owner=things.owner, file_name=f"{things.plant('note')}.xlsx", ended_at=at, brought=1
    )
    BroughtItem.objects.create(
        intake=ended,
        owner=things.owner,
        mark=str(things.held["checked"]),
        where=f"row 2 of {things.plant('note')}",
        note_id=things.held["checked"],
    )
    things.held["intake_more"] = waits.pk


def _stories(things: Things, at: datetime) -> None:
    """Stories noted, attached, taken back, of no council; their copies; and feeds that are off."""
    owner = things.owner

    def story(right: str = "story", council: Any = things.council) -> Story:
        made = StoryFactory(
            council=council,
            title=things.plant(right),
            excerpt=things.plant(right),
            publisher=things.plant(right),
            link=f"https://courier.example/{things.plant(right)}",
        )
        Copy.objects.create(
            story=made,
            came_by="paste",
            title=things.plant(right),
            excerpt=things.plant(right),
            publisher=things.plant(right),
            link=f"https://courier.example/{things.plant(right)}",
            title_key=things.place,
        )
        return made

    noted = story()
    StoryCouncil.objects.filter(story=noted).update(why=things.plant("story"))
    StorySign.objects.create(story=noted, factor=Factor.objects.first(), words=things.plant("story"))
    note_story(
        by=owner,
        at=at,
        story=noted,
        council=things.council,
        text=things.plant("restricted"),
        told=Told(type=SourceType.objects.get(), role=things.plant("restricted")),
        known="first_hand",
        marking="restricted",
    )
    attach_story(by=owner, at=at, story=story("note"), councils=[things.council])
    undone = story()
    dismiss_story(by=owner, at=at, story=undone, reason=things.plant("unread"))
    undo_decision(by=owner, at=at, story=undone)
    story("brings", council=None)
    FeedFactory(
        regions=[things.council.region],
        title=things.plant("feed"),
        address=f"https://monitor.example/{things.plant('feed')}",
        is_on=False,
        off_because=things.plant("feed"),
        last_error=things.plant("feed"),
    )
    things.held["story_noted"] = noted.pk


def _network(things: Things, at: datetime) -> None:
    """Of whom an adviser knows: what they are and where; those who are kept no longer, too."""
    for more in ({}, {"ended_at": at}):
        right = "unread" if more else "contact"
        Contact.objects.create(
            owner=things.owner,
            network="council",
            council=things.council,
            name=things.plant(right),
            role=things.plant(right),
            body=things.plant("unread"),
            email=f"{things.plant(right)}@example.org",
            phone=things.plant(right),
            **more,
        )


def _lists(things: Things, at: datetime) -> None:
    """A shared view, a calendar's address, exports' reasons, and drafts of what is not a new note."""
    feed, _ = make_feed(by=things.owner, at=at, name=things.plant("own_report"))
    things.held["calendar_feed"] = feed.pk
    SavedView.objects.create(
        owner=things.owner,
        page="/intelligence",
        name=things.plant("advisers"),
        query=f"q={things.plant('advisers')}",
        is_shared=True,
    )
    radar_view = SavedView.objects.create(
        owner=things.owner, page="/radar", name=things.plant("own_view"), query="by=name"
    )
    things.held["radar_view"] = radar_view.pk
    NoteExport.objects.create(rows=1, reason=things.plant("unread"), exported_by=things.owner)
    BriefingPrint.objects.create(
        council=things.council, entries=1, reason=things.plant("unread"), printed_by=things.owner
    )
    for form in (f"/intelligence/{things.held['note']}/edit", f"/intelligence/{things.held['note']}/check"):
        fields = {"text": [things.plant("own_report")], "found": [things.plant("own_report")]}
        keep_draft(by=things.owner, at=at, form=form, fields=fields)


def _personal(things: Things, officer: User, at: datetime) -> None:
    """Requests and holds: theirs who keep them."""
    right = "keeps_personal"
    asked = PersonalRequest.objects.create(
        kind="access",
        names=things.plant(right),
        reference=things.plant(right),
        received_on=at.date(),
        due_on=at.date() + LATER,
        opened_by=officer,
        closed_at=at,
        closed_by=officer,
        outcome=things.plant(right),
    )
    LegalHold.objects.create(name=things.plant(right), why=things.plant(right), placed_by=officer)
    LegalHold.objects.create(
        name=things.plant(right),
        why=things.plant(right),
        placed_by=officer,
        lifted_at=at,
        lifted_by=officer,
        lifted_why=things.plant(right),
    )
    things.held["personal_closed"] = asked.pk


def _concern(things: Things, at: datetime) -> Concern:
    """A concern at Stage 4 of which everything was said; what government did; and one that ended."""
    right, by = "supported", things.owner
    moves = {
        f"changes__{name}": things.plant(right)
        for name in ("basis", "told", "next_step", "soft_absent", "hard_absent")
    }
    full = ConcernFactory(
        council=things.council,
        owner=by,
        panel_support=True,
        summary=things.plant(right),
        next_step=things.plant(right),
        coming_off_point=things.plant(right),
        **moves,
    )
    signed = {"concern": full, "by": by, "happened_on": at.date()}
    discussion = DiscussionFactory(
        concern=full,
        who=things.plant(right),
        text=things.plant(right),
        peers=things.plant(right),
        regional_bodies=things.plant(right),
    )
    Conclusion.objects.create(
        discussion=discussion,
        kind=ConclusionKind.NOT_ACCEPTED,
        text=things.plant(right),
        review_on=at.date() + LATER,
        why_differ="otherwise",
        council_view=things.plant(right),
        pursue_with=things.plant(right),
        **signed,
    )
    Conclusion.objects.create(
        discussion=DiscussionFactory(concern=full),
        kind=ConclusionKind.SATISFACTORY_EXPLANATION,
        text=things.plant(right),
        review_on=at.date() + LATER,
        correct_appearance=things.plant(right),
        **signed,
    )
    PoliticalAction.objects.create(
        blockage=things.plant(right), action=things.plant(right), whose=things.plant(right), **signed
    )
    act = GovernmentAct.objects.create(
        step="inspection",
        **{
            name: things.plant(right)
            for name in (
                "department",
                "legal_basis",
                "body",
                "text",
                "expectations_note",
                "proportionate",
            )
        },
        **signed,
    )
    _said_of(things, full, act, signed)
    closed = things.held["concerns"]["closed"]
    ending = Ending.objects.create(
        concern=closed,
        by=by,
        happened_on=at.date(),
        change=closed.stage_changes.last(),
        coming_off_point_met="met",
        lessons=things.plant("closed"),
        look_back_on=at.date() + LATER,
    )
    later = {"concern": closed, "by": by, "happened_on": at.date()}
    look_back = LookBack.objects.create(
        ending=Ending.objects.create(change=closed.stage_changes.first(), **later),
        lasted=things.plant("closed"),
        did_not_last=things.plant("closed"),
        **later,
    )
    LookBackPutOff.objects.create(
        ending=look_back.ending, until_on=at.date() + LATER, why=things.plant("closed"), **later
    )
    things.held["ending"], things.held["look_back"] = ending.pk, look_back.pk
    things.held["full"] = full.number
    return full


def _said_of(things: Things, full: Concern, act: GovernmentAct, signed: dict[str, Any]) -> None:
    """What followed government's act, what would explain it, the paragraph for the Panel, an answer."""
    right = "supported"
    WhatFollowed.objects.create(
        act=act, kind="functions", text=things.plant(right), body=things.plant(right), **signed
    )
    explanation = ExplanationFactory(concern=full, text=things.plant(right))
    ExplanationGround.objects.create(explanation=explanation, side="for", line=things.plant(right), **signed)
    ExplanationOutcome.objects.create(
        explanation=explanation, comes_to="set_aside", line=things.plant(right), **signed
    )
    paragraph = PanelParagraphFactory(concern=full, text=things.plant(right))
    ParagraphShown.objects.create(
        paragraph=paragraph,
        shown_to=things.plant(right),
        how=things.plant(right),
        reply=things.plant(right),
        **signed,
    )
    line = things.held["concerns"]["supported"].panel_lines.get()
    Answer.objects.create(
        **{**signed, "concern": line.concern}, line=line, acknowledges=True, text=things.plant(right)
    )
    things.held["act"] = act.pk


def _support(things: Things, full: Concern, at: datetime) -> None:
    """Who helps and what became of it; who was told, of what, on which evidence."""
    right, by = "supported", things.owner
    package = SupportPackageFactory(
        concern=full,
        objectives=things.plant(right),
        provider=things.plant(right),
        people=things.plant(right),
        money_from=things.plant(right),
        terms_of_engagement=things.plant(right),
        terms_agreed_by_council=things.plant(right),
        terms_agreed_by_lga=things.plant(right),
        attention_reason=things.plant(right),
        attention_at=at,
        attention_by=by,
        ended_on=at.date(),
        ended_at=at,
        ended_by=by,
        ended_reason=things.plant(right),
    )
    ended = {"ended_at": at, "ended_by": by}
    _board(things, package, ended | {"ended_on": at.date()})
    GroupOfficeFlagFactory(
        concern=full,
        group=PoliticalGroup.objects.get(),
        text=things.plant(right),
        ended_reason=things.plant(right),
        **ended,
    )
    PanelLineFactory(
        concern=full,
        challenge=things.plant(right),
        support=things.plant(right),
        ended_reason=things.plant(right),
        **ended,
    )
    first = told(full, told=things.plant(right), what=things.plant(right))
    AwarenessRecord.objects.create(
        concern=full,
        by=by,
        happened_on=at.date(),
        told=things.plant(right),
        how=things.plant(right),
        what=things.plant(right),
        supersedes=first,
        reason=things.plant(right),
    )
    published(
        full,
        why=things.plant(right),
        title=things.plant(right),
        publisher=things.plant(right),
        link=f"https://example.org/{things.plant(right)}",
        value_text=things.plant(right),
        unit=things.plant(right)[:20],
    )
    heard(
        full,
        why=things.plant(right),
        text=things.plant("restricted"),
        restricted=True,
        owner=by,
        source__type=SourceType.objects.get(),
        source__role=things.plant("restricted"),
    )


def _board(things: Things, package: SupportPackage, ended: dict[str, Any]) -> None:
    """A provider’s part that ended, and a board that was stood down, with all that was said at it."""
    right = "supported"
    SupportInputFactory(
        package=package,
        name=things.plant(right),
        gives=things.plant(right),
        people=things.plant(right),
        ended_reason=things.plant(right),
        **ended,
    )
    board = ImprovementBoardFactory(
        package=package,
        name=things.plant(right),
        chair=things.plant(right),
        members=things.plant(right),
        ended_reason=things.plant(right),
        **ended,
    )
    BoardMeetingFactory(board=board, text=things.plant(right))
    action = BoardActionFactory(board=board, what=things.plant(right), whose=things.plant(right))
    ActionReviewFactory(action=action, text=things.plant(right))
    things.held |= {"package_full": package.pk, "board_full": board.pk}


def _releases(things: Things, full: Concern, department: Any, at: datetime) -> None:
    """Shares refused and withdrawn: of one withdrawn the department reads that it was, and why, alone."""
    later = things.held["concerns"]["later"]
    about = {"concern": later, "awareness": later.awareness.first(), "recipient": department}
    officer = later.owner
    refused = proposed(
        at,
        **about,
        purpose=things.plant("proposal"),
        matter=things.plant("proposal"),
        evidence=[published(later, title=things.plant("awareness"))],
    )
    refuse_release(by=officer, at=at, release=refused, reason=things.plant("proposal"))
    going = released(
        at,
        council=things.council,
        purpose=things.plant("withdrawn_release"),
        matter=things.plant("withdrawn_release"),
        **about,
    )
    withdraw_release(by=officer, at=at, release=going, reason=things.plant("withdrawn_why"))
    things.held |= {"release_refused": refused.number, "release_withdrawn": going.number}
    plant_inbound(things, later, department, at)


def _councils(things: Things, at: datetime) -> None:
    """What everybody who signs in reads of a council, and why support was not offered after a change."""
    Officeholder.objects.create(
        council=things.council,
        office="director",
        title=things.plant("council"),
        name=things.plant("council"),
        source=things.plant("council"),
    )
    PoliticalControl.objects.create(
        council=things.council,
        control=things.plant("council"),
        source=things.plant("council"),
        since_on=date(2000, 5, 1),
        until_on=date(2004, 5, 1),
    )
    Interest.objects.filter(pk=things.held["interest"]).update(nature=things.plant("interest"))
    things.council.changes_of_control.create(
        what="leader",
        was=things.plant("council"),
        became=things.plant("council"),
        changed_on=at.date() - LATER,
        answer="not_offered",
        reason=things.plant("note"),
        answered_on=at.date(),
        answered_at=at,
        answered_by=things.owner,
    )


def _figures(things: Things, at: datetime) -> None:
    """What a council said of a figure, and why an adviser did not ask about one for a time."""
    indicator = Indicator.objects.get(slug=things.held["indicator"])
    ValueExplanation.objects.create(
        council=things.council,
        indicator=indicator,
        period=Period.objects.get(label="2024"),
        text=things.plant("council"),
        given_by=things.plant("council"),
        given_on=at.date(),
        recorded_by=things.owner,
    )
    MutedFigure.objects.create(
        council=things.council,
        series=Series.objects.get(indicator=indicator, is_main=True),
        reason=things.plant("council"),
        until_on=at.date() + LATER,
        muted_by=things.owner,
        muted_at=at,
        ended_by=things.owner,
        ended_at=at,
    )
