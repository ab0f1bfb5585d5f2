"""One small world to crawl: three councils, somebody of each role, and a unique word in everything kept back.

`Things` are what one council has; the same for the own region, another region and a fictional council.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from accounts.models import Role, User
from accounts.workflow import keep_draft, save_view
from cases.models import ConcernReader
from councils.models import PoliticalGroup
from indicators.asking import Rule
from indicators.catalogue.toml_text import toml_text
from indicators.ingest import sync_catalogue
from indicators.models import Comparison, FigureToAsk, Indicator, Period, Release, Series, Source
from indicators.schedules import Schedule
from indicators.sources.pulling import pull
from indicators.workflow import Wording, make_own_report, set_schedule
from indicators.workflow.bringing import use_upload
from indicators.workflow.defining import ToSave, save_definitions
from intelligence.models import Note, NoteReader, SourceType
from intelligence.workflow import (
    Told,
    ask_to_verify,
    begin_intake,
    keep_contact,
    log_note,
    log_spoken,
    look_for_person,
    open_request,
    place_hold,
    share_practice,
)
from panel.models import (
    AgendaItem,
    ChairDraft,
    Decision,
    Invitation,
    Meeting,
    Membership,
    Pack,
    Slot,
    Withdrawal,
)
from panel.queries import years_to
from panel.workflow import issue_pack, note_copy, print_copy, table_addendum
from papers import paper as papers
from papers.canonical import digest, to_json
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    BoardActionFactory,
    ConcernFactory,
    DiscussionFactory,
    ExplanationFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    ImprovementBoardFactory,
    NarrativeEntryFactory,
    PanelLineFactory,
    PanelParagraphFactory,
    PoliticalGroupFactory,
    SupportInputFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import (
    AllocatedLeadFactory,
    ChangeOfControlFactory,
    CouncilFactory,
    CoverFactory,
    InterestFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
)
from tests.factories.indicators import els, taken_in
from tests.factories.intakes import found_here
from tests.factories.intelligence import (
    AttachmentFactory,
    DraftFileFactory,
    FactorFactory,
    SourceTypeFactory,
)
from tests.factories.liaison import (
    OfficerFactory,
    OrganisationFactory,
    issued,
    proposed,
    published,
    released,
    told,
)
from tests.factories.panel import (
    BodyFactory,
    CouncilToldFactory,
    MeetingFactory,
    MembershipFactory,
    RadarEntryFactory,
)
from tests.factories.stories import FeedFactory, StoryFactory
from tests.factories.uploads import draft_of, visits
from tests.trust.planting import plant_everywhere, plant_in_meetings
from tests.trust.things import Things

PLACES = ("own", "other", "fictional")
# Everybody of TRUST section 2, and: OWNER, who owns what is held of the own region; RECUSED, a Principal
# Adviser of that region with a declared interest in its councils; PEER, to whom its things were opened.
ROLES = {
    "PA": Role.PRINCIPAL_ADVISER,
    "OWNER": Role.PRINCIPAL_ADVISER,
    "RECUSED": Role.PRINCIPAL_ADVISER,
    "SA": Role.SENIOR_ADVISER,
    "MP": Role.MEMBER_PEER,
    "PEER": Role.MEMBER_PEER,
    "GO": Role.GROUP_OFFICE,
    "HGO": Role.HEAD_OF_GROUP_OFFICE,
    "SEC": Role.SECRETARIAT,
    "PAN": Role.PANEL_MEMBER,
    "INV": Role.INVITED_MEMBER,
    "RI": Role.RESEARCH_ANALYST,
    "DCLG": Role.DCLG_LIAISON,
    "IGO": Role.GOVERNANCE_OFFICER,
    "ADM": Role.ADMINISTRATOR,
}


@dataclass
class World:
    """Everybody and everything; `token` is the API's of the department that was sent the releases."""

    people: dict[str, User]
    places: dict[str, Things]
    token: str = ""
    stranger_token: str = ""


def build(at: datetime) -> World:
    """The whole world, in the caller's transaction."""
    people = {name: UserFactory(role=role, name=f"Person {name}") for name, role in ROLES.items()}
    SourceTypeFactory()
    FactorFactory(slug="sign-here")
    places = _places(people)
    group = PoliticalGroupFactory(slug="group-here")
    for name in ("GO", "HGO"):
        GroupOfficePostFactory(user=people[name], group=group)
    indicator = _indicator()
    brought = _brought(people["RI"], at)
    source = _source(at)
    meetings = _meetings(people, places, group, at)
    department = OrganisationFactory(dclg=True)
    OfficerFactory(organisation=department, user=people["DCLG"], name="Person DCLG")
    for things in places.values():
        _notes(things, people, at)
        _stories(things, at)
        _concerns(things, people, group)
        _releases(things, department, at)
        things.held |= _radar(things) | {
            "indicator": indicator,
            "own_report": _own_report(things, at),
            **source,
        }
    loaded, waiting = _releases_of_data(places, at)
    for place, things in places.items():
        things.held |= brought | {"loaded_release": loaded, "waiting_release": waiting}
        things.held |= meetings["other" if place == "other" else "own"]
        things.held["figure_to_ask"] = indicator
        _to_ask(things, indicator, at)
        _draft(things)
        plant_everywhere(things, people, department, at)
        plant_in_meetings(things, at)
    return World(
        people,
        places,
        token=issued(at, organisation=department)[1],
        stranger_token=issued(at, organisation=OrganisationFactory(slug="elsewhere"))[1],
    )


def _places(people: dict[str, User]) -> dict[str, Things]:
    own = CouncilFactory(short_name="Ownford")
    other = CouncilFactory(short_name="Otherham")
    councils = {
        "own": own,
        "other": other,
        "fictional": CouncilFactory(short_name="Feignton", region=own.region, fictional=True),
    }
    away = UserFactory(principal_adviser=True, name="Person AWAY")
    RegionHoldingFactory(user=away, region=other.region)
    for name in ("PA", "OWNER", "RECUSED", "MP", "PEER"):
        RegionHoldingFactory(user=people[name], region=own.region)
    RegionHoldingFactory(user=people["SA"], region=own.region, capacity="senior")
    places = {
        place: Things(place, council, away if place == "other" else people["OWNER"])
        for place, council in councils.items()
    }
    lead = AllocatedLeadFactory(user=people["PA"])
    cover = CoverFactory(absent=people["OWNER"], deputy=people["PA"])
    for place, things in places.items():
        spare = CouncilFactory(region=things.council.region, fictional=place == "fictional")
        interest = InterestFactory(
            user=UserFactory() if place == "other" else people["RECUSED"], council=things.council
        )
        things.held |= {
            "code": things.council.code,
            "region": things.council.region.slug,
            "holding": things.council.region.holdings.first().pk,
            "spare": spare.code,
            "senior": UserFactory(senior_adviser=True).pk,
            "interest": interest.pk,
            "lead": lead.pk,
            "service_area": ServiceAreaFactory().pk,
            "cover": cover.pk,
            "change": ChangeOfControlFactory(council=things.council).pk,
        }
        if place != "other":
            InterestFactory(user=people["RECUSED"], council=spare)
    return places


def _notes(things: Things, people: dict[str, User], at: datetime) -> None:
    def note(right: str, **more: object):
        told_by = Told(
            type=SourceType.objects.get(),
            role=things.plant(more.pop("role_right", right)),
            identity=things.plant(f"{right}_identity"),
        )
        return log_note(
            by=things.owner,
            at=at,
            council=things.council,
            text=f"Heard: {things.plant(right)}",
            told=told_by,
            known="first_hand",
            **more,
        )

    open_to_peer = note("note_opened")
    NoteReader.objects.create(note=open_to_peer, user=people["PEER"], opened_by=things.owner)
    log_spoken(by=things.owner, at=at, council=things.council)
    draft = keep_draft(by=things.owner, at=at, form="/capture", fields={"text": [things.plant("own_report")]})
    plain, restricted = note("note"), note("restricted", marking="restricted")
    view = save_view(
        by=things.owner,
        at=at,
        page="/intelligence",
        name=things.plant("own_view"),
        query=f"q={things.plant('own_view')}",
    )
    things.held |= {
        "view": view.pk,
        "begun": str(draft.key),
        "draft_file": DraftFileFactory(
            draft=draft, name=things.plant("own_view"), took=[things.plant("own_view")]
        ).pk,
        "note": plain.pk,
        "restricted": restricted.pk,
        "good": note("note", kind="good_practice").pk,
        "practice": share_practice(
            by=things.owner,
            at=at,
            note=note("note", kind="good_practice"),
            title=f"Done well: {things.plant('practice')}",
            text=things.plant("practice"),
            agreed_by=things.plant("practice"),
            agreed_on=timezone.localdate(at),
        ).pk,
        **_personal(things, people["IGO"], note("note"), at),
        "intake": begin_intake(
            by=things.owner, at=at, file_name="log.xlsx", found=found_here(things.plant("intake"))
        ).pk,
        "file": AttachmentFactory(
            note=plain, name=f"{things.plant('note')}.txt", words=things.plant("note")
        ).pk,
        "restricted_file": AttachmentFactory(note=restricted, words=things.plant("restricted")).pk,
        "contact": keep_contact(
            by=things.owner,
            at=at,
            name=things.plant("contact"),
            network="council",
            council=things.council,
            phone=things.plant("contact"),
        ).pk,
        "asked": _asked(things, note("note"), people, at).pk,
        "protected": note("protected", role_right="protected_role", is_source_protected=True).pk,
        "note_opened": open_to_peer.pk,
    }


def _asked(things: Things, note, people: dict[str, User], at: datetime):
    """The peer is asked about a note that they may not read."""
    asked = ask_to_verify(
        by=things.owner,
        at=at,
        note=note,
        asked=people["PEER"],
        question=f"Is it so: {things.plant('asked')}",
        answer_by_on=at.date() + timedelta(days=7),
    )
    asked.refresh_from_db()
    return asked


def _stories(things: Things, at: datetime) -> None:
    """Two stories in the region's inbox, one of them decided, and a feed about the region."""
    waits = StoryFactory(council=things.council, title=f"Read: {things.plant('story')}")
    decided = StoryFactory(council=things.council, title=f"Read: {things.plant('story')}")
    decided.items.update(
        decision="dismissed", reason=things.plant("story"), decided_by=things.owner, decided_at=at
    )
    feed = FeedFactory(regions=[things.council.region], title=f"Feed {things.plant('feed')}")
    things.held |= {"story": waits.pk, "story_decided": decided.pk, "feed": feed.pk}


def _personal(things: Things, officer: User, old: Note, at: datetime) -> dict[str, object]:
    """A request whose search showed a note, a hold on somebody else, a note unchecked for long."""
    Note.objects.filter(pk=old.pk).update(recorded_at=at - timedelta(days=400))
    asked = open_request(
        by=officer,
        at=at,
        kind="access",
        names="Quentin Nobody",
        reference="SAR 1",
        received_on=timezone.localdate(at),
    )
    named = log_note(
        by=things.owner,
        at=at,
        council=things.council,
        text="Heard: Quentin Nobody was there.",
        told=Told(type=SourceType.objects.get(), role="A councillor"),
        known="first_hand",
    )
    look_for_person(by=officer, at=at, request=asked)
    hold = place_hold(by=officer, at=at, why="A claim", name="Ludmila Orlova")
    return {"personal": asked.pk, "named": named.pk, "hold": hold.pk, "old": old.pk}


def _concern(things: Things, right: str, **more: object):
    concern = ConcernFactory(
        council=things.council,
        owner=things.owner,
        summary=f"Summary {things.plant(f'{right}_summary')}",
        next_step=things.plant(right),
        **more,
    )
    NarrativeEntryFactory(concern=concern, text=things.plant(right))
    return concern


def _concerns(things: Things, people: dict[str, User], group) -> None:
    early = _concern(things, "early")
    later = _concern(things, "later", council_discussion=True)
    supported = _concern(things, "supported", panel_support=True)
    closed = _concern(things, "closed", closed=True)
    opened = _concern(things, "opened")
    ConcernReader.objects.create(concern=opened, user=people["PEER"], opened_by=things.owner)
    if things.place != "other":
        flag = GroupOfficeFlagFactory(concern=later, group=group, text=things.plant("later"))
        things.held["flag"] = flag.pk
    awareness = told(later, told=things.plant("awareness"), how=things.plant("awareness"))
    published(later, title=things.plant("awareness"))
    discussion = DiscussionFactory(concern=later, text=things.plant("later"))
    package = SupportPackageFactory(
        concern=supported, objectives=things.plant("supported"), board="voluntary"
    )
    SupportProgressFactory(package=package, text=things.plant("supported"))
    given = SupportInputFactory(package=package, gives=things.plant("supported"))
    board = ImprovementBoardFactory(package=package, name=things.plant("supported"))
    action = BoardActionFactory(board=board, what=things.plant("supported"))
    other = SupportPackageFactory(concern=supported, objectives=things.plant("supported"))
    line = PanelLineFactory(concern=supported, challenge=things.plant("supported"))
    explanation = ExplanationFactory(concern=later, text=things.plant("later"))
    paragraph = PanelParagraphFactory(concern=later, text=things.plant("later"))
    things.held |= {
        "line": line.pk,
        "explanation": explanation.pk,
        "paragraph": paragraph.pk,
        "early": early.number,
        "later": later.number,
        "supported": supported.number,
        "closed": closed.number,
        "opened": opened.number,
        "discussion": discussion.pk,
        "package": package.pk,
        "piece": later.narrative.get().pk,
        "awareness": awareness.pk,
        "concerns": {"early": early, "later": later, "supported": supported, "closed": closed},
        "package_object": package,
        "package_without_board": other.pk,
        "input": given.pk,
        "board": board.pk,
        "action": action.pk,
    }


def _releases(things: Things, department, at: datetime) -> None:
    later = things.held["concerns"]["later"]
    about = {"concern": later, "awareness": later.awareness.first(), "recipient": department}
    going = released(at, council=things.council, matter=things.plant("release"), **about)
    waiting = proposed(at, **about, matter=things.plant("proposal"), evidence=[published(later)])
    things.held |= {"release": going.number, "proposal": waiting.number}


def _radar(things: Things) -> dict[str, object]:
    entry = RadarEntryFactory(
        council=things.council, put_on_by=things.owner, put_on_reason=things.plant("radar")
    )
    return {"radar": entry.pk}


def _meetings(
    people: dict[str, User], places: dict[str, Things], group: PoliticalGroup, at: datetime
) -> dict[str, dict]:
    """Of the Panel, and of a board at which nobody here sits: a pack issued, and one being prepared."""
    secretary = people["SEC"]
    on = timezone.localdate(at)
    BodyFactory(psp=True)
    BodyFactory(slug="community-wellbeing")
    made: dict[str, dict] = {}
    for place in ("own", "other"):
        body = BodyFactory(psp=True) if place == "own" else BodyFactory()
        things = places[place]
        if place == "own":
            seats = [
                MembershipFactory(
                    body=body, user=people[name], capacity=Membership.Capacity.MEMBER, group=group
                )
                for name in ("PAN", "HGO")
            ]
        else:
            seats = [MembershipFactory(body=body)]
        before = MeetingFactory(
            body=body,
            held_on=on - timedelta(days=80),
            cut_off_on=on - timedelta(days=85),
            department_met_on=on - timedelta(days=84),
            planned_by=secretary,
        )
        Decision.objects.create(meeting=before, item="3", text="x", noted_by=secretary, noted_at=at)
        past = MeetingFactory(
            body=body,
            held_on=on - timedelta(days=30),
            cut_off_on=on - timedelta(days=35),
            venue=things.plant("meeting"),
            department_met_on=on - timedelta(days=34),
            planned_by=secretary,
        )
        council = CouncilFactory(region=things.council.region)
        reported = ConcernFactory(
            council=council, owner=things.owner, panel_support=True, summary=things.plant("pack")
        )
        CouncilToldFactory(meeting=past, council=council)
        pack = issue_pack(meeting=past, marking="IN CONFIDENCE", by=secretary, at=at)
        if place == "other":
            again = {"marking": "IN CONFIDENCE", "reason": things.plant("pack_words")}
            pack = issue_pack(meeting=past, by=secretary, at=at, **again)
        _after_issue(pack, council, things, secretary, at)
        reported.closed_from, reported.stage = reported.stage, "closed"
        reported.closed_on, reported.closed_at, reported.closed_by = on, at, things.owner
        reported.review_on = None
        reported.save()
        decision = Decision.objects.create(
            meeting=past,
            item="3",
            text=things.plant("meeting"),
            action_by="The secretariat",
            asked=secretary,
            noted_by=secretary,
            noted_at=at,
        )
        ahead = MeetingFactory(
            body=body,
            held_on=on + timedelta(days=20),
            cut_off_on=on + timedelta(days=15),
            planned_by=secretary,
        )
        item = AgendaItem.objects.create(
            meeting=ahead, title=things.plant("meeting"), place=1, written_by=secretary, written_at=at
        )
        # In the own region for the person invited; elsewhere for somebody who is not of this world.
        guest = people["INV"] if place == "own" else UserFactory(role=Role.INVITED_MEMBER)
        asked = {"user": guest, "invited_by": secretary, "invited_at": at}
        invitation = Invitation.objects.create(meeting=ahead, council=things.council, **asked)
        left = Withdrawal.objects.create(
            meeting=past, user=seats[0].user, item=3, noted_by=secretary, noted_at=at
        )
        made[place] = {
            "before": before.pk,
            "past": past.pk,
            "ahead": ahead.pk,
            "pack": pack.pk,
            "decision": decision.pk,
            "body": body.slug,
            "seat": seats[0].pk,
            "sitting": seats[0].user_id,
            "item": item.pk,
            "invitation": invitation.pk,
            "left": left.pk,
            "reported": council.code,
            "year": years_to(on)[0],
        }
        made[place]["sent"] = _sent(things, ahead, secretary, at).pk
    return made


def _sent(things: Things, meeting: Meeting, secretary: User, at: datetime) -> ChairDraft:
    """A draft that waits for a Chair."""
    contact = papers.Contact("The secretariat")
    paper = papers.Paper(
        title="Councils on the radar",
        body="Panel",
        item="3",
        held_on=meeting.held_on,
        marking="",
        purpose="For discussion.",
        summary=(papers.Note(things.plant("secretariat")),),
        asked="Members are asked to:",
        recommendations=(),
        action="As directed.",
        contact=contact,
        blocks=(),
    )
    frozen = to_json(paper)
    return ChairDraft.objects.create(
        meeting=meeting, paper=frozen, sha256=digest(frozen), sent_by=secretary, sent_at=at
    )


def _after_issue(pack: Pack, council: object, things: Things, secretary: User, at: datetime) -> None:
    """An update is tabled; where there are members, a copy is printed and handed over."""
    said = {"pack": pack, "council": council, "by": secretary, "at": at}
    table_addendum(kind="oral", text=things.plant("pack_words"), **said)
    if copy := pack.copies.filter(number=1).first():
        on = timezone.localdate(at)
        print_copy(copy=copy, form="pdf", by=secretary, at=at)
        whom = things.plant("readers")
        note_copy(copy=copy, kind="handed_over", happened_on=on, whom=whom, by=secretary, at=at)


def _draft(things: Things) -> None:
    """A paragraph of the report that nobody has issued yet."""
    Slot.objects.create(
        meeting_id=things.held["ahead"],
        council=things.council,
        name=Slot.Name.CONCERN,
        text=things.plant("draft"),
        written_by=things.owner,
        written_at=timezone.now(),  # noqa: TID251
    )


def _own_report(things: Things, at: datetime) -> str:
    """A report its owner put together for themselves."""
    themes = [(things.plant("own_report"), ["claimant-count"])]
    wording = Wording(things.plant("own_report"), things.plant("own_report"), themes, [things.council.key])
    return make_own_report(by=things.owner, at=at, wording=wording).slug


def _source(at: datetime) -> dict[str, object]:
    """A source whose times an analyst set."""
    analyst = UserFactory(analyst=True)
    source = Source.objects.get(slug="ons-els-claimant-count")
    edit = set_schedule(by=analyst, at=at, source=source, schedule=Schedule("daily"), reason="So.")
    return {"source": source.slug, "edit": edit.pk}


def _to_ask(things: Things, indicator: str, at: datetime) -> None:
    """The indicator, once a figure to ask the council about."""
    FigureToAsk.objects.create(
        council=things.council,
        series=Series.objects.get(indicator__slug=indicator, is_main=True),
        rule=Rule.SHIFT,
        period=Period.objects.get(label="2024"),
        found_at=at,
    )


def _brought(analyst: User, at: datetime) -> dict[str, object]:
    """A draft about an uploaded table, and a source saved in the browser from another."""
    used = draft_of(analyst, visits(), at)
    text = toml_text(
        {
            "slug": "saved-here",
            "title": "Saved here",
            "format": "described-table",
            "publisher": "An office",
            "through": "a file brought by hand",
            "year": "financial",
            "page": "https://example.org/",
            "licence": "Open Government Licence v3.0",
            "attribution": "An office",
            "run_against_publisher": False,
            "expects": {"councils": 1, "least": 0, "greatest": 100},
            "table": {
                "header_rows": [3],
                "code": "Area code",
                "values": [{"column": "Libraries open"}],
                "period": {"of": "file", "notation": "split year", "text": "2023/24"},
            },
        }
    )
    save_definitions(by=analyst, at=at, several=[ToSave("source", "saved-here", text)])
    use_upload(by=analyst, at=at, upload=used, source="saved-here", several=[])
    return {"upload": draft_of(analyst, visits(), at).pk, "saved": "saved-here"}


def _indicator() -> str:
    """An indicator with figures of England."""
    sync_catalogue()
    indicator = Indicator.objects.get(slug="claimant-count")
    series = Series.objects.filter(indicator=indicator, is_main=True).first()
    series = series or Series.objects.create(indicator=indicator, is_main=True)
    period = Period.objects.create(start_on=date(2024, 1, 1), end_on=date(2024, 12, 31), label="2024")
    since = taken_in(indicator.source)
    Comparison.objects.create(
        series=series, period=period, scope="england", councils=3, n=3, mean=4.0, since=since
    )
    return indicator.slug


def _releases_of_data(places: dict[str, Things], at: datetime) -> tuple[int, int]:
    """A release of figures that is loaded, and one that came after it and waits: it has too few councils."""
    codes = [things.council.code for things in places.values() if not things.council.is_fictional]
    file = Path(settings.RAW_FILES_DIR) / "given.csv"
    file.write_bytes(
        els({"areacd": code, "period": "2025-01-01/P1Y", "observation": "3.0"} for code in codes)
    )
    assert pull("ons-els-claimant-count", at=at, file=file).outcome == "quarantined"
    found = Release.objects.filter(source__slug="ons-els-claimant-count")
    return found.get(state="loaded").pk, found.get(state="quarantined").pk
