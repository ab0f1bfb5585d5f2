"""The law of stages: every pair, every gate and every beginning, against tables written by hand in `law.py`.

Each: works, by the act and through its page · refused with the sentence that says what is possible · refused
to everybody else, and not found where they may not see · recorded · nothing changed where the record fails.
"""

import re
from datetime import timedelta
from itertools import product

import pytest
from django.apps import apps
from django.utils import timezone

from audit.models import Event
from cases.models import Concern, StageChange
from cases.stages import BEGINNINGS, MOVES, Kind, Origin, Stage
from cases.workflow import Account, Left, close, move, raise_concern, record_government_act, reopen
from common.errors import NotFound, NotPermitted, Refused
from tests.cases import law, oracle
from tests.cases.law import AGAIN, CLOSE, GATES, GOVERNMENT, MOVE, OTHERS, PAIRS, PLACES, REOPEN, SOON
from tests.cases.oracle import CLOSED, S1, S2, S3, S4, S5A, S5B, STAGES
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, GroupOfficeFlagFactory, GroupOfficePostFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.house.house import name as named
from tests.house.house import tracked

pytestmark = pytest.mark.django_db

LEADS = [pair for pair in PAIRS if law.works(pair)]
GOES = [pair for pair in PAIRS if law.goes(pair)]
ALL_OF_IT = {
    "basis": "It is so.",
    "reason": "It is so.",
    "review_on": SOON,
    "department": "DCLG",
    "legal_basis": "Section 15",
    "body": "The inspectors",
    "coming_off_point": "Two budgets agreed.",
    "lessons": "Peers helped most.",
    "coming_off_point_met": "met",
}


def standing_at(place):
    return ConcernFactory(stage=place.stage, closed_from=place.had)


def begins_about(concern):
    return f"Concern {concern.number} about {concern.council.short_name}"


def tables():
    """Every row of every table of concerns, and of the record."""
    models = [*apps.get_app_config("cases").get_models(include_auto_created=True), Event]
    return {model._meta.label: list(model._base_manager.order_by("pk").values()) for model in models}


def soon(at):
    return timezone.localdate(at) + timedelta(days=14)


def act(how, concern, to, by, at, said):
    """The act itself, as the workflow takes it."""
    said = {name: soon(at) if value == SOON else value for name, value in said.items()}
    who = {"by": by, "at": at, "concern": concern, "version": concern.version}
    left = Left(lessons=said.get("lessons", ""), coming_off_point_met=said.get("coming_off_point_met", ""))
    point = said.get("coming_off_point", "")
    if how == MOVE:
        return move(**who, to=Stage(to), basis=said.get("basis", ""), coming_off_point=point, left=left)
    if how == CLOSE:
        return close(**who, reason=said.get("reason", ""), left=left)
    if how == REOPEN:
        return reopen(**who, reason=said.get("reason", ""), review_on=said.get("review_on"))
    account = Account(**{name: said.get(name, "") for name in ("department", "legal_basis", "body")})
    return record_government_act(**who, step=Stage(to), account=account, coming_off_point=point)


def address(how, concern, to):
    """The page of the act."""
    path = {MOVE: f"move/{to}", CLOSE: "close", REOPEN: "reopen"}.get(how, f"government/{to}")
    return f"/cases/{concern.number}/{path}"


EXPECTATIONS = dict.fromkeys(("raised_with_council", "raised_with_lga", "time_allowed"), "not_known")


def typed(how, concern, said, at):
    """What a person sends from the page: what the form holds already, and what they filled in."""
    said = {name: str(soon(at)) if value == SOON else value for name, value in said.items()}
    holds = {"version": concern.version, "coming_off_point": concern.coming_off_point}
    return holds | (EXPECTATIONS if how in (GOVERNMENT, AGAIN) else {}) | said


# The tables agree: by hand here, in the oracle of the histories, and in the room itself.


def test_the_three_tables_of_moves_say_the_same():
    kinds = {Kind.ADVISERS: MOVE, Kind.GOVERNMENTS: GOVERNMENT, Kind.CLOSING: CLOSE}
    for place, to in PAIRS:
        how = law.kind(place, to)
        if place.stage == CLOSED:
            continue
        held = MOVES[Stage(place.stage)].get(Stage(to))
        assert (kinds[held] if held else law.REFUSED) == (law.REFUSED if how == AGAIN else how)
        assert (to in oracle.ADVISERS[place.stage]) == (how == MOVE)
        assert (to in oracle.GOVERNMENTS[place.stage]) == (how in (GOVERNMENT, AGAIN))
    assert {origin: set(stages) for origin, stages in law.BEGINS.items()} == oracle.BEGINNINGS


# Every pair: 12 places (open at six stages, closed from six) by seven stages. The conditions in the paper
# block none of them (R154); an inspection leaves a further chance to engage, or is followed by intervention
# (R155-R158); inside stage five the steps are 5a and 5b (R163).


@pytest.mark.parametrize(("place", "to"), PAIRS, ids=str)
def test_every_pair_works_and_is_recorded_or_is_refused_and_changes_nothing(place, to, at):
    concern = standing_at(place)
    before = tables()
    done = law.kind(place, to)
    for how in (MOVE, CLOSE, REOPEN, GOVERNMENT):  # every act that could be meant to lead there
        if (how == CLOSE and to != CLOSED) or (how == REOPEN and to != place.had):
            continue
        if how == done or (how == GOVERNMENT and done == AGAIN):
            continue
        with pytest.raises(Refused) as refused:
            act(how, concern, to, concern.owner, at, ALL_OF_IT)
        assert refused.value.sentence == sentence_of(how, place, to, begins_about(concern))
        assert tables() == before
    if law.works((place, to)):
        act(done, concern, to, concern.owner, at, law.needs(place, to))
        it_is_recorded(concern, place, to, before, at)


def sentence_of(how, place, to, about):
    if how == GOVERNMENT:
        return law.refused_government(place, to, about)
    return law.refused_move(place, to, about)  # closing and reopening say the same of what is so already


def it_is_recorded(concern, place, to, before, at):
    held = Concern.objects.get(pk=concern.pk)
    goes = law.goes((place, to))
    assert (held.stage, held.closed_from) == (to, place.stage if to == CLOSED and goes else "")
    assert held.version == concern.version + goes
    # The move, in a row that is never changed.
    changes = list(StageChange.objects.filter(concern=held).order_by("pk"))
    assert len(changes) == len(before["cases.StageChange"]) + goes
    if goes:
        last, today = changes[-1], timezone.localdate(at)
        assert (last.from_stage, last.to_stage, last.version) == (place.stage, to, held.version)
        assert (last.by, last.acted_for, last.happened_on) == (concern.owner, None, today)
        assert last.basis
        # The concern as it now is, in its own history.
        assert held.events.latest("pgh_id").stage == to
        assert held.events.count() == len(before["cases.ConcernEvent"]) + 1
    # The act, in the record: codes and ids and nothing that was written.
    events = list(Event.objects.filter(subject_kind="cases.concern", subject_id=str(held.pk)))
    assert len(events) == 1
    names = {MOVE: "move", CLOSE: "close", REOPEN: "reopen"}
    assert events[0].act == names.get(law.kind(place, to), "record_government_act")
    assert events[0].by == concern.owner
    written = str(events[0].details)
    assert not [said for said in law.needs(place, to).values() if len(said) > 4 and said in written]
    assert (held.government_acts.count() == 1) == (law.kind(place, to) in (GOVERNMENT, AGAIN))


@pytest.mark.parametrize(("place", "to"), LEADS, ids=str)
def test_nothing_at_all_is_changed_where_the_record_cannot_be_written(place, to, at, broken_audit):
    concern = standing_at(place)
    before = tables()
    with pytest.raises(broken_audit):
        act(law.kind(place, to), concern, to, concern.owner, at, ALL_OF_IT)
    assert tables() == before


@pytest.mark.parametrize(("place", "to"), PAIRS, ids=str)
def test_every_pair_through_its_page(place, to, at, sign_in):
    concern = standing_at(place)
    client, done = sign_in(concern.owner), law.kind(place, to)
    how = done if done != law.REFUSED else GOVERNMENT if to in (S5A, S5B) else CLOSE if to == CLOSED else MOVE
    page = client.get(address(how, concern, to))
    body = page.content.decode()
    if law.works((place, to)):
        assert page.status_code == 200
        assert 'name="version"' in body
        sent = client.post(address(how, concern, to), typed(how, concern, law.needs(place, to), at))
        assert sent.status_code == 302, text(sent)[:1500]
        shown = text(client.get(sent["Location"]))
        after = law.Place(to, place.stage if to == CLOSED else "")
        assert law.standing(after, begins_about(concern)) in shown
        return
    assert page.status_code == 200
    assert "What one may do" not in body
    assert 'name="version"' not in body, "a form stands where there should be a sentence"
    before = tables()
    said = ALL_OF_IT | {"basis": "My own words", "reason": "My own words", "text": "My own words"}
    sent = client.post(address(how, concern, to), typed(how, concern, said, at))
    assert sent.status_code == 422
    assert sentence_of(how, place, to, begins_about(concern)) in text(sent).replace("&#x27;", "'")
    assert "My own words" in sent.content.decode()
    assert tables() == before


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_no_page_of_moving_does_what_another_act_does(place, sign_in):
    """A stage that is closed or government's has no page of moving; others say which page it is."""
    concern = standing_at(place)
    client = sign_in(concern.owner)
    for to in STAGES:
        page = client.get(f"/cases/{concern.number}/move/{to}")
        if to in (S5A, S5B, CLOSED):
            assert page.status_code == 404
        elif law.kind(place, to) != MOVE:
            assert law.refused_move(place, to, begins_about(concern)) in text(page)
            assert 'name="version"' not in page.content.decode()


# Everybody else.


def people_around(concern):
    """One of each who neither decides nor stands in, by the words of the table."""
    group = GroupOfficeFlagFactory(concern=concern).group
    told = {}
    for role in ("group_office", "head_of_group_office"):
        told[role] = GroupOfficePostFactory(group=group, user=UserFactory(role=role)).user
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    peer = UserFactory(role="member_peer")
    concern.readers.create(user=peer, opened_by=concern.owner)
    torn = adviser_for(concern.council)
    InterestFactory(user=torn, council=concern.council)
    return {
        "a senior adviser of the region": senior,
        "a principal adviser of elsewhere": UserFactory(principal_adviser=True),
        "a senior adviser of elsewhere": UserFactory(senior_adviser=True),
        "a member peer to whom it was opened": peer,
        "a group office that was told": told["group_office"],
        "a head of a group office that was told": told["head_of_group_office"],
        "the secretariat": UserFactory(secretariat=True),
        "a member peer": UserFactory(role="member_peer"),
        "a group office": GroupOfficePostFactory().user,
        "a head of a group office": UserFactory(role="head_of_group_office"),
        "a panel member": UserFactory(panel_member=True),
        "an invited member": UserFactory(role="invited_member"),
        "an analyst": UserFactory(analyst=True),
        "the DCLG liaison": UserFactory(dclg_liaison=True),
        "a governance officer": UserFactory(governance_officer=True),
        "an administrator": UserFactory(administrator=True),
        "a principal adviser of the region with an interest": torn,
        "somebody without a role": UserFactory(),
    }


@pytest.mark.parametrize("place", PLACES, ids=str)
def test_everybody_else_is_told_whose_it_is_or_does_not_find_it(place, at):  # R040-R045, R052
    concern = standing_at(place)
    people = people_around(concern)
    assert set(people) == set(OTHERS)
    before = tables()
    for to, (who, person) in product(STAGES, people.items()):
        done = law.kind(place, to)
        how = done if done != law.REFUSED else MOVE
        with pytest.raises(NotPermitted if law.finds(who, place) else NotFound) as refused:
            act(how, concern, to, person, at, ALL_OF_IT)
        if law.finds(who, place):
            assert concern.owner.name in refused.value.sentence, who
    assert tables() == before


EARLY_AND_LATER = [law.Place(S2), law.Place(CLOSED, S4)]


@pytest.mark.parametrize("place", EARLY_AND_LATER, ids=str)
def test_everybody_else_at_the_pages(place, at, client):
    concern = standing_at(place)
    people = people_around(concern)
    before = tables()
    for who, person in people.items():
        client.force_login(person)
        for how, to in ((CLOSE, CLOSED), (REOPEN, place.had or S2), (GOVERNMENT, S5B), (MOVE, S3)):
            if how == MOVE and who == "a senior adviser of the region":
                continue  # proposes there: test_pages.py
            sent = client.post(address(how, concern, to), typed(how, concern, ALL_OF_IT, at))
            assert sent.status_code == (422 if law.finds(who, place) else 404), (who, how)
        shown = client.get(address(MOVE, concern, S3))
        assert shown.status_code == (200 if law.finds(who, place) else 404), who
        if not law.finds(who, place):
            assert concern.summary not in text(shown) + text(sent)
    assert tables() == before


# Every gate.


@pytest.mark.parametrize(("place", "to", "name"), GATES, ids=str)
def test_every_gate_names_what_is_missing_and_loses_nothing_typed(place, to, name, at, sign_in):
    concern = standing_at(place)
    how = law.kind(place, to)
    said = law.needs(place, to)
    by_act, by_page = law.missing(place, to, name)
    before = tables()
    with pytest.raises(Refused) as refused:
        act(how, concern, to, concern.owner, at, said | {name: "" if said[name] != SOON else None})
    assert refused.value.sentence == by_act
    sent = sign_in(concern.owner).post(address(how, concern, to), typed(how, concern, said | {name: ""}, at))
    assert sent.status_code == 422
    assert by_page in text(sent)
    body = sent.content.decode()
    for other in said:
        assert other == name or typed(how, concern, said, at)[other] in body, other
    assert tables() == before


@pytest.mark.parametrize(("place", "to"), GOES, ids=str)
def test_no_move_asks_a_person_for_more_than_three_things(place, to, at, sign_in):
    """Light touch, measured: what must be filled in beyond what the concern and the form already hold."""
    concern = standing_at(place)
    form = sign_in(concern.owner).get(address(law.kind(place, to), concern, to)).context["form"]
    asked = [field.name for field in form.visible_fields() if field.field.required and not field.value()]
    assert len(asked) <= 3, f"{place} to {to}: {len(asked)} inputs, {', '.join(asked)}"
    needed = set(law.needs(place, to))
    assert set(asked) <= needed, f"{place} to {to}: {set(asked) - needed} asked for beyond the law"
    held = {field.name for field in form.visible_fields() if field.value()}
    assert needed <= set(asked) | held, f"{place} to {to}: {needed} wanted, {asked} asked for"


def test_a_named_deputy_passes_every_gate_and_it_shows(at):
    deputy = UserFactory(senior_adviser=True)
    for place, to in LEADS:
        concern = ConcernFactory(stage=place.stage, closed_from=place.had, deputy=deputy)
        done = act(law.kind(place, to), concern, to, deputy, at, law.needs(place, to))
        assert (done.by, done.acted_for) == (deputy, concern.owner), (place, to)


def test_an_open_concern_keeps_its_owner_and_its_next_date_through_every_move(at):
    for place, to in GOES:
        concern = standing_at(place)
        act(law.kind(place, to), concern, to, concern.owner, at, law.needs(place, to))
        held = Concern.objects.get(pk=concern.pk)
        assert held.owner == concern.owner
        assert (held.review_on is None) == (to == CLOSED), (place, to)
        assert bool(held.coming_off_point) or to not in (S4, S5A, S5B)


def test_silence_closes_nothing():
    """Nothing moves a concern but the acts of the workflow, and nothing calls them but a person's page."""
    acts = r"(change_stage|close_held|close|move|reopen)"  # called, or handed to what calls them
    moving = re.compile(rf"\b{acts}\(by=|\bworkflow\.{acts}\b|\.stage = |stage=Stage\.CLOSED")
    found = [
        named(path)
        for path in tracked("*.py")
        if not named(path).startswith(("tests/", "cases/workflow/", "desk/demonstration/", "script/"))
        if "/migrations/" not in named(path) and "cases" in path.read_text()
        if moving.search(path.read_text())
    ]
    assert found == ["cases/models/concern.py", "cases/views/moving.py"]  # a constraint, and the pages
    (tasks,) = tracked("cases/tasks*", "cases/**/tasks*")
    assert set(re.findall(r"workflow\.(\w+)", tasks.read_text())) == {"tell_of_overdue_reviews"}


# Every beginning: seven stages by five ways in which a concern comes.


@pytest.mark.parametrize(("stage", "origin"), list(product(STAGES, law.BEGINS)))
def test_every_beginning_works_and_is_recorded_or_is_refused(stage, origin, at):
    council = CouncilFactory()
    adviser = adviser_for(council)
    if stage not in law.BEGINS[origin]:
        with pytest.raises(Refused) as refused:
            begun(adviser, at, council, stage, origin)
        sentence = f"A concern cannot begin at {law.WORDS[stage]} where it came like this: "
        assert refused.value.sentence == sentence + law.CANNOT_BEGIN[origin]
        assert not Concern.objects.exists()
        return
    concern = begun(adviser, at, council, stage, origin)
    assert concern.self_referred is (origin == "council")  # R076, R077
    change = concern.stage_changes.get()
    assert (concern.stage, concern.origin, concern.owner) == (stage, origin, adviser)
    assert (change.from_stage, change.to_stage, change.by) == ("", stage, adviser)
    assert concern.events.get().stage == stage
    assert Event.objects.get(act="raise_concern").subject_id == str(concern.pk)


def begun(by, at, council, stage, origin, **said):
    governments = {"department": "DCLG", "legal_basis": "Section 15", "body": "A commissioner"}
    return raise_concern(
        **{
            "by": by,
            "at": at,
            "council": council,
            "stage": Stage(stage),
            "origin": origin,
            "summary": "Savings that slip",
            "basis": "It is so.",
            "review_on": soon(at),
            "coming_off_point": "Two budgets agreed." if stage in (S4, S5A, S5B) else "",
            "government": Account(**governments) if origin == "government" else None,
        }
        | said
    )


BEGINNINGS_THERE_ARE = [(stage, origin) for origin, stages in law.BEGINS.items() for stage in stages]


@pytest.mark.parametrize(("stage", "origin"), BEGINNINGS_THERE_ARE)
def test_nothing_is_begun_where_the_record_cannot_be_written(stage, origin, at, broken_audit):
    council = CouncilFactory()
    adviser = adviser_for(council)
    before = tables()
    with pytest.raises(broken_audit):
        begun(adviser, at, council, stage, origin)
    assert tables() == before


@pytest.mark.parametrize(("stage", "origin"), BEGINNINGS_THERE_ARE)
def test_nobody_else_begins_one(stage, origin, at):
    council = CouncilFactory()
    lead = adviser_for(council)
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    torn = adviser_for(council)
    InterestFactory(user=torn, council=council)
    others = [torn, UserFactory(principal_adviser=True), *([] if stage == S1 else [senior])]
    advisers = ("principal_adviser", "senior_adviser")
    others += [UserFactory(role=role) for role in Roles if role not in advisers]
    for person in others:
        with pytest.raises(NotPermitted):
            begun(person, at, council, stage, origin)
    assert not Concern.objects.exists()
    assert begun(senior if stage == S1 else lead, at, council, stage, origin).owner == lead


Roles = [
    *("principal_adviser", "senior_adviser", "member_peer", "group_office", "head_of_group_office"),
    *("secretariat", "panel_member", "invited_member", "research_analyst", "dclg_liaison"),
    *("governance_officer", "administrator"),
]


@pytest.mark.parametrize(("stage", "origin"), BEGINNINGS_THERE_ARE)
def test_every_beginning_through_its_page(stage, origin, at, sign_in):
    council = CouncilFactory()
    client, page = sign_in(adviser_for(council)), f"/cases/new?council={council.code}&begin={stage}"
    assert f"It begins at {law.WORDS[stage]}." in text(client.get(page))
    said = {"summary": "Savings that slip", "basis": "It is so.", "review_on": str(soon(at))}
    said |= {"nature": "performance", "origin": origin, "coming_off_point": "Two budgets agreed."}
    said |= EXPECTATIONS | {"department": "DfE", "legal_basis": "Section 497A", "body": "A commissioner"}
    sent = client.post(page, said)
    assert sent.status_code == 302, text(sent)[:1500]
    concern = Concern.objects.get()
    assert (concern.stage, concern.origin) == (stage, origin)
    assert concern.government_acts.count() == (origin == "government")


@pytest.mark.parametrize("origin", law.BEGINS)
def test_its_page_takes_no_other_way_in_which_it_came(origin, at, sign_in):
    council = CouncilFactory()
    said = {"summary": "Savings that slip", "basis": "It is so.", "review_on": str(soon(at))}
    said |= {"nature": "performance", "origin": origin}
    page = f"/cases/new?council={council.code}&begin={S3}"
    sent = sign_in(adviser_for(council)).post(page, said)
    assert sent.status_code == (302 if S3 in law.BEGINS[origin] else 422)
    assert Concern.objects.exists() == (S3 in law.BEGINS[origin])


def test_the_tables_of_beginnings_say_the_same():
    assert {stage.value: {str(Origin(one)) for one in came} for stage, came in BEGINNINGS.items()} == {
        stage: {origin for origin, stages in law.BEGINS.items() if stage in stages}
        for stage in (S1, S3, S4, S5A, S5B)
    }
