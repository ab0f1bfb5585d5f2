"""Everything that happened to one concern as one dated list: whole, by kind, no more than its page."""

import re
from datetime import timedelta

import pytest

from audit.models import Event
from cases.models import ConclusionKind, GovernmentAct, LookBackPutOff, PoliticalAction
from cases.queries import Told, concern_page, whole_timeline
from cases.stages import Stage
from common.timeline import DATA, DECISION, NOTE
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    OPENED_ON,
    AwarenessRecordFactory,
    ConcernFactory,
    DiscussionFactory,
    EndingFactory,
    GroupOfficeFlagFactory,
    LookBackFactory,
    NarrativeEntryFactory,
    PanelLineFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import InterestFactory
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


@pytest.fixture
def rich(at):
    """A concern to which everything has happened."""
    concern = ConcernFactory(closed=True, closed_from=Stage.PANEL_SUPPORT)
    signed = {"by": concern.owner, "happened_on": OPENED_ON}
    talk = DiscussionFactory(concern=concern)
    concern.conclusions.create(
        discussion=talk, kind=ConclusionKind.ANOTHER, text="So.", review_on=OPENED_ON, **signed
    )
    package = SupportPackageFactory(
        concern=concern,
        ended_on=OPENED_ON + timedelta(9),
        ended_at=at,
        ended_by=concern.owner,
        ended_reason="It is done.",
    )
    SupportProgressFactory(package=package)
    PoliticalAction.objects.create(concern=concern, blockage="A split", action="Talk", whose="She", **signed)
    AwarenessRecordFactory(concern=concern)
    PanelLineFactory(concern=concern)
    GroupOfficeFlagFactory(concern=concern)
    GovernmentAct.objects.create(
        concern=concern,
        step=Stage.INSPECTION,
        department="DCLG",
        legal_basis="s10",
        body="The inspectors",
        **signed,
    )
    NarrativeEntryFactory(concern=concern)
    note = NoteFactory(council=concern.council)
    concern.evidence.create(kind="note", note=note, **signed)
    concern.evidence.create(kind="document", title="A letter", publisher="The auditor", **signed)
    ending = EndingFactory(concern=concern)
    LookBackPutOff.objects.create(
        concern=concern, ending=ending, until_on=OPENED_ON, why="Elections.", **signed
    )
    LookBackFactory(ending=ending, happened_on=OPENED_ON + timedelta(400))
    return concern


def titles(concern, user=None, kind="", **more):
    page = concern_page(concern, user or concern.owner)
    return [entry.title for entry in whole_timeline(page, kind, **more)]


def test_everything_is_there_once_the_newest_first(rich):
    told = titles(rich)
    assert told[0] == "Look-back"
    assert told[1] == "Support ended: LGA"
    for title in (
        "Begun at Stage 1: local intelligence",
        "Closed from Stage 4: Performance Support Panel",
        "Lessons",
        "Look-back put off until 5 January 2026",
        "A letter, The auditor",
        "Discussion with the chief executive",
        "Another, because …",
        "Support agreed: LGA",
        "How the support goes: LGA",
        "Political action: A split",
        "Chief executive was told, by telephone",
        "A line to the Performance Support Panel",
        "DCLG: Stage 5a: inspection, by government",
        "Written",
    ):
        assert told.count(title) == 1, title


def test_from_its_beginning_it_is_the_same_list_the_other_way(rich):
    assert titles(rich, oldest_first=True) == titles(rich)[::-1]


def test_each_kind_by_itself_and_together_they_are_all(rich):
    parts = {kind: titles(rich, kind=kind) for kind in Told.values}
    assert all(parts.values())
    assert sorted(title for part in parts.values() for title in part) == sorted(titles(rich))
    assert titles(rich, kind="x") == titles(rich)


def test_the_marks_are_those_of_the_councils_stream(rich):
    marks = {one.title: one.mark for one in whole_timeline(concern_page(rich, rich.owner))}
    assert marks["A letter, The auditor"] == DATA
    assert marks["Written"] == NOTE
    assert marks["Discussion with the chief executive"] == DECISION


def test_a_note_one_may_not_read_is_not_in_it(rich, sign_in):
    hidden = NoteFactory(council=rich.council, restricted=True)
    rich.evidence.create(kind="note", note=hidden, by=rich.owner, happened_on=OPENED_ON)

    page = text(sign_in(rich.owner).get(f"{rich.get_absolute_url()}/timeline"))

    assert hidden.opening not in page
    assert f"A note here is held by another adviser. Ask {hidden.owner.name}." in page
    secretary = UserFactory(secretariat=True)
    shown = text(sign_in(secretary).get(f"{rich.get_absolute_url()}/timeline"))
    assert "held by another adviser" not in shown
    assert rich.evidence.filter(kind="note").first().note.opening not in shown


def test_the_page_is_narrowed_and_turned_by_the_address_and_reading_it_is_kept(rich, sign_in):
    client = sign_in(rich.owner)
    address = f"{rich.get_absolute_url()}/timeline"

    whole = client.get(address)
    support = client.get(f"{address}?kind=support&order=oldest")

    assert "Support agreed: LGA" in text(whole)
    assert text(support).index("Support agreed: LGA") < text(support).index("Support ended: LGA")
    assert "A letter, The auditor" not in text(support)
    assert Event.objects.filter(act="read_concern", subject_id=str(rich.number)).count() == 2
    for query in ("kind=%00", "order=x", "page=99"):
        assert client.get(f"{address}?{query}").status_code == 200
    assert f"{address}" in client.get(rich.get_absolute_url()).content.decode()


def test_a_kind_of_which_there_is_nothing_says_so(sign_in):
    concern = ConcernFactory()
    page = sign_in(concern.owner).get(f"{concern.get_absolute_url()}/timeline?kind=government")
    assert "Nothing of this kind is held." in text(page)


def test_a_stranger_and_one_with_an_interest_do_not_find_it(rich, sign_in):  # R052
    InterestFactory(user=rich.owner, council=rich.council)
    for user in (rich.owner, UserFactory(analyst=True)):
        assert sign_in(user).get(f"{rich.get_absolute_url()}/timeline").status_code == 404


def test_a_hundred_things_more_take_as_many_queries(rich, sign_in, django_assert_max_num_queries):
    for _ in range(60):
        NarrativeEntryFactory(concern=rich)
        DiscussionFactory(concern=rich)
    client = sign_in(rich.owner)
    with django_assert_max_num_queries(34):
        page = client.get(f"{rich.get_absolute_url()}/timeline")
    assert "Page 1 of 2" in text(page)
