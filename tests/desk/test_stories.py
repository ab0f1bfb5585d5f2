"""Stories told through the screens alone: Thurrock from 2008 to 2011, a direction, views that differ."""

from __future__ import annotations

import re
from datetime import date, timedelta

import pytest
from django.core.management import call_command

from cases.models import Concern
from common.clock import today
from councils.models import Council, Region
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, RegionHoldingFactory, ServiceAreaFactory, adviser_for
from tests.factories.panel import MeetingFactory
from tests.register import register_loaded
from tests.screens import BrowserScreens, Screens

SOON = str(today() + timedelta(days=30))

# Thurrock, from the paper "Sector-led Improvement" to the LGA Executive (Item 2), paragraphs 14 to 18 and
# nothing beyond them (R183-R188). It names months: each date is the first of its month. It speaks of no
# stage: where one is given, that is our reading, and the words say so.

THURROCK = "E06000034"
NOVEMBER_2008, DECEMBER_2008 = "2008-11-01", "2008-12-01"
AUGUST_2010, DECEMBER_2011 = "2010-08-01", "2011-12-01"
PROFILE = (
    "Thurrock lies to the east of London on the river Thames, with over 18 miles of riverfront; 70 per cent "
    "of the borough is green belt and the population is 152,000. Labour 24 seats, Conservative 22, "
    "Independent 2, 1 vacant; Labour controlled. (paragraph 14)"
)
NOTICE = (
    "The council came to notice in November 2008: the final CPA was to be 2 star but not improving "
    "adequately, and the Use of Resources score was 1. It had parted company with its chief executive; an "
    "internal acting up arrangement was in place. (paragraph 15)"
)


def heard_in_the_paper(screens, text, on):
    screens.open(f"/capture?council={THURROCK}").press(
        "Save note",
        text=text,
        source_type="Published report",
        source_role="Paper to the LGA Executive",
        known="published",
        marking="open",
        happened_on=on,
    )


def it_comes_to_notice(screens):  # R183, R184
    heard_in_the_paper(screens, PROFILE, DECEMBER_2011)
    heard_in_the_paper(screens, NOTICE, NOVEMBER_2008)
    note = re.search(r"/intelligence/\d+", first_note_of(screens))[0]
    screens.open(note).follow("Raise a concern from it").press(
        "Raise the concern",
        summary="2 star, not improving adequately; a voluntary improvement board",
        basis="Our reading, Stage 1: the council came to notice in November 2008 (paragraph 15).",
        opened_on=NOVEMBER_2008,
        review_on=SOON,
    )
    concern = screens.address
    screens.follow("Move to Stage 2").press(
        "Move it",
        basis="Our reading, Stage 2: the CPA and the Use of Resources score stand beside it (paragraph 15).",
        happened_on=NOVEMBER_2008,
    )
    return concern


def first_note_of(screens):
    """The address of the notice, as the council's page leads to it."""
    screens.open(f"/intelligence?council={THURROCK}")
    if isinstance(screens, Screens):
        links = [a.get("href") for a in screens.main.iter("a") if "2 star" in a.text_content()]
    else:
        found = screens.page.get_by_role("main").get_by_role("link", name=re.compile("came to notice"))
        links = [found.first.get_attribute("href")]
    assert links, screens.says
    return links[0]


def the_leader_meets(screens, concern):  # R185
    screens.open(concern).follow("Move to Stage 3").press(
        "Move it",
        basis=(
            "Our reading, Stage 3: at the initiation of the then IDeA the leader agreed to meet the IDeA and "
            "the RIEP in early December 2008 (paragraph 16)."
        ),
        happened_on=DECEMBER_2008,
    )
    screens.follow("Record that the council was told").press(
        "Save",
        told="Leader of the council",
        how="In a meeting with the IDeA and the RIEP (paragraph 16)",
        happened_on=DECEMBER_2008,
    )
    screens.open(concern).follow("Record a discussion").press(
        "Save the discussion",
        level="leader",
        who="Leader of the council",
        peers="IDeA",
        regional_bodies="RIEP",
        text="It confirmed the situation and agreed to a Voluntary Improvement Board (paragraph 16).",
        happened_on=DECEMBER_2008,
    )
    screens.open(concern).follow("What did it lead to?").follow("A bigger degree of support").press(
        "Save the conclusion",
        text="Our reading: a bigger degree of support was needed (paragraph 16).",
        happened_on=DECEMBER_2008,
    )
    screens.open(concern).follow("Move to Stage 4").press(
        "Move it",
        basis="Our reading, Stage 4: there was support, a Voluntary Improvement Board (paragraph 16).",
        coming_off_point="The paper states none.",
        happened_on=DECEMBER_2008,
    )


def support_is_given(screens, concern):  # R129, R130, R137, R186
    screens.open(concern).follow("Agree support").press(
        "Save the support",
        objectives=(
            "To address the CPA and Use of Resources recommendations and to demonstrate a commitment to "
            "improvement (paragraph 16)."
        ),
        provider="Improvement East; IDeA",
        board="voluntary",
        happened_on=DECEMBER_2008,
    )
    support_of(screens, concern).follow("Say who sits on the board").press(
        "Save the board", name="Voluntary Improvement Board (paragraph 16)", happened_on=DECEMBER_2008
    )
    for said in (
        {
            "kind": "regional",
            "name": "Improvement East",
            "gives": "Some £560k of support (paragraph 17)",
            "money": "£560,000",
        },
        {"kind": "other", "name": "IDeA", "gives": "Support on member relationships (paragraph 17)"},
        {
            "kind": "other",
            "name": "Seconded staff",
            "gives": "Corporate capacity; an interim chief executive (paragraph 17)",
            "people": "Bob Coomber, interim chief executive (paragraph 17)",
        },
    ):
        support_of(screens, concern).follow("Add what a provider gives").press(
            "Save", **said, happened_on=DECEMBER_2008
        )
    support_of(screens, concern).press(
        "Save",
        text="Graham Farrant took over as permanent chief executive in August 2010 (paragraph 17).",
        happened_on=AUGUST_2010,
    )


def support_of(screens, concern):
    return screens.open(concern).follow("Improvement East; IDeA")


def peers_challenge_it(screens, concern):  # R138, R187
    screens.open(f"/peer-challenges/new?council={THURROCK}").press(
        "Keep it", kind="corporate", on_site_from_on=DECEMBER_2011
    )
    support_of(screens, concern).press(
        "Save",
        text="It has continued to make significant progress; in December 2011 it had a corporate peer "
        "challenge (paragraph 18).",
        happened_on=DECEMBER_2011,
    )


def it_ends_with_lessons(screens, concern):
    screens.open(concern).follow("Close the concern").press(
        "Close it",
        reason="Our reading: significant progress was made where there had been difficulties (paragraph 18).",
        lessons="Our reading: a key issue was managerial stability; seconded staff strengthened corporate "
        "capacity (paragraph 17).",
        coming_off_point_met="not_known",
        happened_on=DECEMBER_2011,
    )


def tell_thurrocks_story(screens):
    concern = it_comes_to_notice(screens)
    the_leader_meets(screens, concern)
    support_is_given(screens, concern)
    peers_challenge_it(screens, concern)
    it_ends_with_lessons(screens, concern)
    return concern


def ready():
    """The register, the signs, and a fictional adviser for the council's region."""
    register_loaded()
    call_command("load_factors")
    adviser = UserFactory(principal_adviser=True, name="Ada Okafor")
    region = Region.objects.get(councils__code=THURROCK)
    RegionHoldingFactory(user=adviser, region=region, since_on=today())
    return adviser


def it_is_the_papers_story(adviser):  # R188
    concern = Concern.objects.get(council=Council.objects.get(code=THURROCK))
    changes = concern.stage_changes.order_by("pk")
    assert [(one.to_stage, str(one.happened_on)) for one in changes] == [
        ("local-intelligence", NOVEMBER_2008),
        ("wider-information", NOVEMBER_2008),
        ("council-discussion", DECEMBER_2008),
        ("panel-support", DECEMBER_2008),
        ("closed", DECEMBER_2011),
    ]
    package, talk = concern.support.get(), concern.discussions.get()
    assert (package.board, str(package.ended_on)) == ("voluntary", DECEMBER_2011)
    board, inputs = package.boards.get(), list(package.inputs.order_by("pk"))
    assert (board.kind, str(board.happened_on)) == ("voluntary", DECEMBER_2008)
    assert [(one.whose, one.money) for one in inputs] == [
        ("Improvement East", 560_000),
        ("IDeA", None),
        ("Seconded staff", None),
    ]
    challenge = concern.council.peer_challenges.get()
    assert (challenge.kind, str(challenge.on_site_from_on)) == ("corporate", DECEMBER_2011)
    assert str(talk.conclusion.happened_on) == str(talk.happened_on) == DECEMBER_2008
    ending = concern.endings.get()
    said = {
        **{f"stage {one.version}": one.basis for one in changes},
        "told": concern.awareness.get().how,
        "talk": talk.text,
        "conclusion": talk.conclusion.text,
        "objectives": package.objectives,
        "board": board.name,
        **{f"input {one.pk}": one.gives for one in inputs},
        "people": inputs[-1].people,
        **{f"progress {one.pk}": one.text for one in package.progress.all()},
        **{f"note {one.pk}": one.text for one in concern.council.notes.all()},
        "lessons": ending.lessons,
    }
    for what, words in said.items():
        cited = [int(number) for number in re.findall(r"paragraph (\d+)", words)]
        assert cited, f"{what} cites no paragraph"
        assert all(14 <= number <= 18 for number in cited), what
    assert all("Our reading" in one.basis for one in changes)
    assert str(max(one.happened_on for one in package.progress.all())) == DECEMBER_2011
    # Each is dated as claimed, and by the database's own clock; one person signs it all.
    assert {one.recorded_at.date() for one in changes} <= {today(), today() - timedelta(days=1)}
    assert {one.by for one in changes} == {adviser}


@pytest.mark.django_db
def test_thurrock_from_2008_to_2011_through_the_screens_alone(client):  # R183-R188
    adviser = ready()
    client.force_login(adviser)
    screens = Screens(client)
    concern = tell_thurrocks_story(screens)
    it_is_the_papers_story(adviser)
    said = screens.open(concern).says
    for words in (
        *("1 November 2008", "1 December 2008", "1 December 2011", "£560,000", "Voluntary Improvement Board"),
        *("Graham Farrant", "significant progress", "managerial stability", "Our reading"),
    ):
        assert words in said or words in screens.open(concern).follow("Improvement East").says, words


@pytest.mark.browser
@pytest.mark.django_db(transaction=True)
def test_the_same_steps_in_a_browser(browse, holds):  # R188
    adviser = ready()
    page = browse("/", as_=adviser)
    concern = tell_thurrocks_story(BrowserScreens(page))
    it_is_the_papers_story(adviser)
    page.goto(page.url.split("/cases")[0] + concern)
    holds(page)


# Government acts on a council of which no concern is held: "from any stage or none" (WORKFLOW section 1).


@pytest.mark.django_db
def test_a_direction_by_another_department_on_a_council_without_any_concern(client):  # R155, R158, R162
    council, service = CouncilFactory(), ServiceAreaFactory(name="Children’s services")
    client.force_login(adviser_for(council))
    screens = Screens(client).open(council.get_absolute_url())
    assert not Concern.objects.exists()
    screens.open(f"/cases/new?council={council.code}").follow("Government acted: intervention").press(
        "Raise the concern",
        summary="A direction on children’s services",
        basis="The direction was published.",
        department="Department for Education",
        legal_basis="Section 497A, Education Act 1996",
        body="A commissioner for children’s services",
        text="The Secretary of State directed the council to work with a commissioner.",
        raised_with_council="met",
        time_allowed="not_met",
        proportionate="The LGA asked that it look forward.",
        coming_off_point="The direction is lifted.",
        service_area=service.name,
        opened_on=str(today() - timedelta(days=3)),
        review_on=SOON,
    )
    for words in (
        "is at Stage 5b: intervention, by government.",
        "Department for Education · Section 497A, Education Act 1996 · A commissioner",
        "Any concern was raised with the council met",
        "Any concern was raised with the LGA not known",  # R159
        "Sufficient time was allowed to show improvement not met",  # R160
        "To keep it proportionate: The LGA asked that it look forward.",  # R161
        service.name,
    ):
        assert words in screens.says
    concern = Concern.objects.get()
    change = concern.stage_changes.get()
    assert (change.from_stage, change.to_stage) == ("", "intervention")
    assert change.happened_on == concern.government_acts.get().happened_on == today() - timedelta(days=3)


@pytest.mark.django_db
def test_an_inspection_leaves_a_further_chance_or_is_followed_by_intervention(client):  # R156, R157
    concern = ConcernFactory(council_discussion=True)
    client.force_login(concern.owner)
    screens = Screens(client).open(concern.get_absolute_url())
    screens.follow("Record an inspection by government").press(
        "Record it",
        department="DCLG",
        body="The Audit Commission",
        coming_off_point="The recommendations are met.",
    )
    act = concern.government_acts.get()
    assert act.legal_basis == "Section 10, Local Government Act 1999"  # as the page has it
    shown = screens.says
    for further in ("Move to Stage 3", "Move to Stage 4", "Record an intervention by government"):
        assert further in shown


# The council does not accept it (WORKFLOW section 2, 5).


def not_accepted(client, concern, **said):
    client.force_login(concern.owner)
    screens = Screens(client).open(concern.get_absolute_url())
    screens.follow("Record a discussion").press(
        "Save the discussion", level="both", who="Leader and chief executive", text="They see no challenge."
    )
    screens.open(concern.get_absolute_url()).follow("What did it lead to?").follow("does not accept")
    return screens.press(
        "Save the conclusion", text="Whether the library hours matter.", council_view="Leave us be.", **said
    )


@pytest.mark.django_db
def test_a_view_that_differs_closes_where_local_choice_explains_it_and_else_goes_to_the_panel(
    client,
):  # R122, R123, R124
    explained = ConcernFactory(council_discussion=True, council__short_name="Aldford")
    refused = ConcernFactory(council_discussion=True, council__short_name="Brackwell")

    screens = not_accepted(client, explained, why="not_a_priority", closes=True)
    for words in ("Concern", "is closed.", "Leave us be.", "it is no longer a priority"):
        assert words in screens.says
    closed = Concern.objects.get(pk=explained.pk)
    assert (closed.stage, closed.closed_from) == ("closed", "council-discussion")

    with pytest.raises(AssertionError, match="It closes where local choice explains the difference"):
        not_accepted(client, refused, why="members_refuse", closes=True)
    screens.open(refused.get_absolute_url()).follow("What did it lead to?").follow("does not accept").press(
        "Save the conclusion",
        text="Members see no gap in the budget.",
        why="members_refuse",
        council_view="Our reserves cover it.",
        pursue_with="The group office and the lead member peer",
        panel_line=True,
        review_on=SOON,
    )
    assert "Drawn in: The group office and the lead member peer" in screens.says
    assert Concern.objects.get(pk=refused.pk).stage == "council-discussion"  # a line is not Stage 4

    # The secretariat, as it builds the radar report.
    meeting = MeetingFactory(held_on=today() + timedelta(days=20), cut_off_on=today() + timedelta(days=10))
    client.force_login(UserFactory(secretariat=True))
    said = Screens(client).open(f"/meetings/{meeting.pk}/pack").says
    assert "Brackwell" in said
    assert "Members see no gap in the budget." in said
    assert "Aldford" not in said
    assert date.fromisoformat(SOON).strftime("%B %Y") in said


# A council that CQC had rated "adequate" is recognised (R172): three elements, two confirmations, the Board.


@pytest.mark.django_db
def test_a_council_is_recognised_through_the_screens_alone(client):  # R138, R139, R172
    council = CouncilFactory()
    client.force_login(adviser_for(council))
    screens = Screens(client)
    screens.open(f"/peer-challenges/new?council={council.code}").press(
        "Keep it",
        kind="adult",
        on_site_from_on="2012-01-16",
        on_site_until_on="2012-01-19",
        team="A director of adult social services from another council",
    )
    challenge = screens.address
    screens.open(f"{challenge}/given").press(
        "Keep it", given_to="Director of adult social services", happened_on="2012-02-06"
    )
    screens.open("/recognition").open(f"/recognition/new?council={council.code}").press(
        "Begin", happened_on="2012-01-03"
    )
    way = screens.address
    assert "Keep the invitation" not in [link.text_content().strip() for link in screens.main.iter("a")]
    assert "What is missing" in screens.says
    for kind, said in (
        ("progress_report", {"who": "The council"}),
        ("peer_challenge", {"challenge": challenge.rsplit("/", 1)[-1]}),
        ("peer_director", {"who": "A director of another council"}),
        ("department", {"who": "The deputy regional director"}),
        ("principal_adviser", {}),
    ):
        screens.open(f"{way}/elements/{kind}").press("Keep it", **said, happened_on="2012-02-20")
    screens.open(way).follow("Keep the invitation").press("Keep the invitation", happened_on="2012-03-05")
    screens.follow("Recognised by the Board").press("Keep it", happened_on="2012-04-02")
    screens.follow("Share what was learnt").press(
        "Keep it",
        line_of="How members followed the improvement plan; told to the region’s directors.",
        happened_on="2012-04-16",
    )
    said = screens.open(way).says
    for words in ("16 April 2012", "5 March 2012", "2 April 2012", "followed the improvement plan"):
        assert words in said, words
    stream = screens.open(f"{council.get_absolute_url()}?stream=all").says
    for words in ("Recognised by the Board", "Invited to present to the Board"):
        assert words in stream, words
