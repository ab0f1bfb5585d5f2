"""The pages of concerns: what they show, the sentence where a button would be, every word kept on refusal."""

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import Concern, ConclusionKind
from cases.stages import OPEN_STAGES, Stage
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    ConcernFactory,
    DiscussionFactory,
    GroupOfficeFlagFactory,
    GroupOfficePostFactory,
    NarrativeEntryFactory,
    PanelLineFactory,
    PoliticalGroupFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.intelligence import NoteFactory

pytestmark = pytest.mark.django_db


def text(page):
    """What a person reads of it."""
    return " ".join(re.sub(r"<[^>]*>", " ", page.content.decode()).split())


def without_token(page):
    """The bytes of it; the token of the form to sign out is new on every page."""
    return re.sub(rb'name="csrfmiddlewaretoken" value="\w+"', b"", page.content)


def soon(days=20):
    return str(timezone.localdate() + timedelta(days=days))


def senior_of(concern):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=concern.council.region, capacity="senior")
    return senior


# The list.


def test_the_list_stands_by_next_date_region_or_name_and_never_by_stage(sign_in):
    council = CouncilFactory(short_name="Aldford")
    later = ConcernFactory(council=council, intervention=True, review_on=timezone.localdate() + timedelta(90))
    sooner = ConcernFactory(summary="Sooner", council__short_name="Zedford")
    client = sign_in(UserFactory(principal_adviser=True))
    shown = client.get("/cases").content.decode()
    assert shown.index(sooner.summary) < shown.index(later.summary)
    shown = client.get("/cases?order=council").content.decode()
    assert shown.index(later.summary) < shown.index(sooner.summary)
    assert "order=stage" not in shown


def test_the_list_is_narrowed_by_the_address_and_says_so_when_nothing_answers(sign_in):
    mine = ConcernFactory(panel_support=True)
    other = ConcernFactory()
    client = sign_in(mine.owner)
    assert mine.summary in text(client.get("/cases?mine=yes"))
    assert other.summary not in text(client.get("/cases?mine=yes"))
    assert other.summary not in text(client.get("/cases?stage=panel-support"))
    assert mine.summary not in text(client.get(f"/cases?region={other.council.region.slug}"))
    assert other.summary in text(client.get(f"/cases?owner={other.owner.pk}"))
    assert "No concern answers to this." in text(client.get("/cases?stage=intervention"))


@pytest.mark.parametrize(
    "query", ["stage=9", "region=nowhere", "owner=x", "page=999", "order=%00", "mine=%00"]
)
def test_a_word_the_filters_do_not_know_narrows_nothing(query, sign_in):
    concern = ConcernFactory()
    page = sign_in(concern.owner).get(f"/cases?{query}")
    assert concern.summary in text(page)


def test_an_empty_list_says_that_is_usual(sign_in):
    assert "No concern is held. That is usual." in text(sign_in(UserFactory(analyst=True)).get("/cases"))


def test_the_secretariat_sees_of_an_early_concern_the_council_and_the_stage_alone(sign_in):
    concern = ConcernFactory()
    shown = text(sign_in(UserFactory(secretariat=True)).get("/cases"))
    assert concern.council.short_name in shown
    for hidden in (concern.summary, f"Concern {concern.number}", "Review"):
        assert hidden not in shown


def test_the_list_of_fifty_takes_as_many_queries_as_the_list_of_one(sign_in, django_assert_max_num_queries):
    client = sign_in(UserFactory(principal_adviser=True))
    concern = ConcernFactory()
    for _ in range(12):
        ConcernFactory(council=concern.council, owner=concern.owner)
    with django_assert_max_num_queries(13):
        client.get("/cases")


def test_the_hundredth_row_is_found_on_its_page(sign_in):
    first = ConcernFactory(
        summary="Concern of the last page", review_on=timezone.localdate() + timedelta(900)
    )
    fields = ("council", "owner", "opened_by", "opened_on", "stage")
    like = {name: getattr(first, name) for name in fields}
    rows = [Concern(**like, summary=f"Row {n}", review_on=timezone.localdate()) for n in range(119)]
    Concern.objects.bulk_create(rows)
    client = sign_in(first.owner)
    assert "120 concerns" in text(client.get("/cases"))
    assert first.summary in text(client.get("/cases?page=3"))


# One concern.


def test_the_page_of_a_concern_shows_what_it_rests_on_and_says_what_is_absent(sign_in):  # R075
    concern = ConcernFactory(council_discussion=True)
    shown = text(sign_in(concern.owner).get(f"/cases/{concern.number}"))
    assert "No soft intelligence is held on this concern." in shown
    assert "No published figure or document is held on this concern." in shown
    assert "It is not held that the council was told." in shown
    assert "Move to Stage 4: Performance Support Panel" in shown
    assert Event.objects.get(act="read_concern").subject_id == str(concern.number)


@pytest.mark.parametrize("stage", [*OPEN_STAGES, Stage.CLOSED])
def test_every_stage_has_its_page_for_everyone_who_may_see_it(stage, sign_in):
    concern = ConcernFactory(stage=stage, closed_from=Stage.PANEL_SUPPORT if stage is Stage.CLOSED else "")
    GroupOfficeFlagFactory(concern=concern)
    for user in (concern.owner, senior_of(concern), UserFactory(principal_adviser=True)):
        page = sign_in(user).get(concern.get_absolute_url())
        assert page.status_code == 200
        assert concern.standing.sentence in text(page)


@pytest.mark.parametrize(
    "path",
    [
        *("", "/conditions", "/close", "/reopen", "/move/wider-information", "/narrative/new"),
        *("/evidence/new", "/awareness/new", "/panel-line", "/panel-line/take-back", "/group-office"),
        *("/review", "/owner", "/deputy", "/open-to", "/support/new", "/discussions/new"),
        *("/political-action", "/government/inspection"),
    ],
)
@pytest.mark.parametrize("method", ["get", "post"])
def test_to_a_stranger_it_is_the_same_as_no_page_at_all(path, method, sign_in):
    concern = ConcernFactory()
    client = sign_in(UserFactory(analyst=True))
    hidden = getattr(client, method)(f"/cases/{concern.number}{path}")
    missing = getattr(client, method)(f"/cases/{concern.number + 1_000}{path}")
    assert (hidden.status_code, missing.status_code) in ((404, 404), (405, 405))
    assert without_token(hidden) == without_token(missing)


def test_a_declared_interest_hides_the_page_from_an_adviser(sign_in):  # R052
    concern = ConcernFactory()
    InterestFactory(user=concern.owner, council=concern.council)
    client = sign_in(concern.owner)
    assert client.get(concern.get_absolute_url()).status_code == 404
    assert concern.summary not in text(client.get("/cases"))


def test_where_one_may_do_nothing_one_sentence_stands_instead_of_buttons(sign_in):
    concern = ConcernFactory(council_discussion=True)
    shown = sign_in(UserFactory(principal_adviser=True)).get(concern.get_absolute_url()).content.decode()
    assert f"This concern is {concern.owner.name}’s." in shown
    assert f"/cases/{concern.number}/move/" not in shown
    assert f"/cases/{concern.number}/close" not in shown


def test_a_group_office_reads_what_it_was_told_of_and_no_note(sign_in):
    concern = ConcernFactory(council_discussion=True)
    note = NoteFactory(council=concern.council)
    concern.evidence.create(kind="note", note=note, by=concern.owner, happened_on=concern.opened_on)
    user = GroupOfficePostFactory().user
    GroupOfficeFlagFactory(concern=concern, group=user.group_office_posts.get().group)
    shown = text(sign_in(user).get(concern.get_absolute_url()))
    assert concern.summary in shown
    assert note.opening not in shown
    assert "No soft intelligence is held" not in shown


def test_an_adviser_knows_that_a_restricted_note_is_there_and_whom_to_ask(sign_in):
    concern = ConcernFactory()
    note = NoteFactory(council=concern.council, restricted=True)
    concern.evidence.create(kind="note", note=note, by=note.owner, happened_on=concern.opened_on)
    shown = text(sign_in(concern.owner).get(concern.get_absolute_url()))
    assert note.opening not in shown
    assert f"A note here is held by another adviser. Ask {note.owner.name}." in shown


def test_the_page_takes_as_many_queries_with_much_as_with_little(sign_in, django_assert_max_num_queries):
    concern = ConcernFactory(panel_support=True)
    for _ in range(8):
        NarrativeEntryFactory(concern=concern)
        DiscussionFactory(concern=concern)
        SupportProgressFactory(package=SupportPackageFactory(concern=concern))
    client = sign_in(concern.owner)
    with django_assert_max_num_queries(30):
        client.get(concern.get_absolute_url())


# Conditions in the paper.


def test_the_sheet_of_conditions_moves_nothing_and_recommends_nothing(sign_in):  # R154
    concern = ConcernFactory(council_discussion=True)
    page = sign_in(concern.owner).get(f"{concern.get_absolute_url()}/conditions")
    assert "little prospect of significant improvement in the short term" in text(page)
    assert "moves nothing and recommends nothing" in text(page)
    body = page.content.decode()
    assert 'method="post"' not in body[body.index("<main") : body.index("</main>")]


def test_before_stage_three_there_is_no_sheet(sign_in):
    concern = ConcernFactory()
    page = sign_in(concern.owner).get(f"{concern.get_absolute_url()}/conditions")
    assert "The sheet is shown once it is at Stage 3" in text(page)


# Raising.


def raising(**said):
    return {
        "summary": "A gap in the budget",
        "basis": "Two accounts.",
        "review_on": soon(),
        "nature": "performance",
        "origin": "intelligence",
    } | said


def test_a_concern_is_raised_from_notes_on_its_page(sign_in):
    council = CouncilFactory()
    note = NoteFactory(council=council)
    hidden = NoteFactory(council=council, restricted=True)
    client = sign_in(adviser_for(council))
    address = f"/cases/new?council={council.code}"
    shown = text(client.get(address))
    assert note.opening in shown
    assert hidden.opening not in shown
    page = client.post(address, raising(notes=[note.pk]))
    concern = Concern.objects.get()
    assert page["Location"] == concern.get_absolute_url()
    assert concern.evidence.get().note == note


def test_a_refused_form_keeps_every_word(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    page = client.post(f"/cases/new?council={council.code}", raising(review_on="", basis="Words I typed"))
    assert page.status_code == 422
    assert "Enter when it is next looked at" in text(page)
    assert "Words I typed" in page.content.decode()
    assert not Concern.objects.exists()


def test_raising_beside_an_open_concern_says_so(sign_in):
    concern = ConcernFactory()
    shown = text(sign_in(concern.owner).get(f"/cases/new?council={concern.council.code}"))
    assert concern.summary in shown


def test_a_self_referral_begins_at_stage_three_on_its_page(sign_in):  # R076
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    address = f"/cases/new?council={council.code}&begin=council-discussion"
    client.post(address, raising(origin="council"))
    assert Concern.objects.get().at_stage is Stage.COUNCIL_DISCUSSION


def test_an_act_of_government_without_any_concern_begins_one(sign_in):  # R162
    council = CouncilFactory()
    said = {
        "department": "DfE",
        "legal_basis": "s497A",
        "body": "A commissioner",
        "raised_with_council": "met",
        "raised_with_lga": "not_known",
        "time_allowed": "not_met",
        "coming_off_point": "Practice is safe.",
    }
    client = sign_in(adviser_for(council))
    client.post(f"/cases/new?council={council.code}&begin=intervention", raising(**said))
    concern = Concern.objects.get()
    assert (concern.at_stage, concern.origin) == (Stage.INTERVENTION, "government")
    assert concern.government_acts.get().time_allowed == "not_met"


def test_without_a_council_one_of_ones_own_regions_is_chosen(sign_in):
    council, other = CouncilFactory(), CouncilFactory()
    shown = text(sign_in(adviser_for(council)).get("/cases/new"))
    assert council.short_name in shown
    assert other.short_name not in shown


def test_an_unknown_council_is_not_found(sign_in):
    client = sign_in(UserFactory(principal_adviser=True))
    assert client.get("/cases/new?council=E99999999").status_code == 404
    assert client.get("/cases/new?council=%00").status_code == 200


# Moving and the rest, through their pages.


def posted(client, address, said):
    page = client.post(address, said)
    assert page.status_code == 302, text(page)[:1500]
    return client.get(page["Location"])


def test_two_goes_to_three_with_soft_and_hard_shown_and_a_line_on_what_is_absent(sign_in):  # R114
    concern = ConcernFactory(wider_information=True)
    client, address = sign_in(concern.owner), f"/cases/{concern.number}/move/council-discussion"
    shown = text(client.get(address))
    assert "No soft intelligence is held on this concern." in shown
    assert "do you have a line on that?" in shown
    posted(
        client,
        address,
        {"version": concern.version, "basis": "It appears so.", "hard_absent": "None exists."},
    )
    assert concern.stage_changes.last().hard_absent == "None exists."


def test_a_move_that_cannot_be_made_shows_the_sentence_and_no_form(sign_in):
    concern = ConcernFactory(wider_information=True)
    page = sign_in(concern.owner).get(f"/cases/{concern.number}/move/panel-support")
    assert "It cannot go to Stage 4: Performance Support Panel." in text(page)
    assert 'name="basis"' not in page.content.decode()


def test_a_refused_move_keeps_every_word(sign_in):
    concern = ConcernFactory(wider_information=True)
    page = sign_in(concern.owner).post(
        f"/cases/{concern.number}/move/council-discussion",
        {"version": concern.version, "basis": "My words", "review_on": "2001-01-01"},
    )
    assert page.status_code == 422
    assert "is past" in text(page)
    assert "My words" in page.content.decode()


def test_a_stale_move_shows_both_texts(sign_in):
    concern = ConcernFactory()
    said = {"version": concern.version, "basis": "First words"}
    address = f"/cases/{concern.number}/move/wider-information"
    sign_in(adviser_for(concern.council)).post(address, said)
    page = sign_in(concern.owner).post(address, said | {"basis": "Second words"})
    assert page.status_code == 409
    assert "First words" in text(page)
    assert "Second words" in text(page)


def test_a_senior_adviser_proposes_on_the_page_and_the_concern_shows_it(sign_in):
    concern = ConcernFactory()
    client = sign_in(senior_of(concern))
    shown = posted(
        client, f"/cases/{concern.number}/move/wider-information", {"basis": "Worth a wider look."}
    )
    assert "proposes Stage 2: wider information gathering" in text(shown)
    assert Concern.objects.get().at_stage is Stage.LOCAL_INTELLIGENCE


@pytest.mark.parametrize("word", ["closed", "inspection", "9", "nowhere"])
def test_what_is_no_advisers_move_has_no_page(word, sign_in):
    concern = ConcernFactory()
    assert sign_in(concern.owner).get(f"/cases/{concern.number}/move/{word}").status_code == 404


def test_closing_and_reopening_through_their_pages(sign_in):
    concern = ConcernFactory(panel_support=True)
    client = sign_in(concern.owner)
    left = {"lessons": "Peers helped.", "coming_off_point_met": "met", "look_back": "on"}
    shown = posted(
        client, f"/cases/{concern.number}/close", {"version": concern.version, "reason": "Done.", **left}
    )
    assert "Look back on" in text(shown)
    version = Concern.objects.get().version
    said = {"version": version, "reason": "It is back.", "review_on": soon()}
    shown = posted(client, f"/cases/{concern.number}/reopen", said)
    assert "Reopened at Stage 4: Performance Support Panel" in text(shown)


@pytest.mark.parametrize("kind", ConclusionKind)
def test_each_conclusion_has_its_page_and_is_kept(kind, sign_in):  # R118-R125
    discussion = DiscussionFactory()
    concern = discussion.concern
    client, address = sign_in(concern.owner), f"/cases/{concern.number}/discussions/{discussion.pk}/conclude"
    assert kind.label in text(client.get(address))
    assert client.get(f"{address}?kind={kind.value}").status_code == 200
    said = {"version": concern.version, "kind": kind.value, "text": "It is so.", "review_on": soon()}
    said |= {"objectives": "A session", "provider": "A peer"}
    said |= {"why": "otherwise", "council_view": "Leave us be.", "pursue_with": ""}
    shown = posted(client, address, said)
    assert kind.label in text(shown)


def test_a_conclusion_asks_for_what_is_missing_and_keeps_every_word(sign_in):
    discussion = DiscussionFactory()
    concern = discussion.concern
    page = sign_in(concern.owner).post(
        f"/cases/{concern.number}/discussions/{discussion.pk}/conclude",
        {"version": concern.version, "kind": "not_accepted", "text": "My words", "review_on": soon()},
    )
    assert page.status_code == 422
    assert "Enter the council&#x27;s view, in its own words" in page.content.decode()
    assert "My words" in page.content.decode()


def test_the_rest_of_the_acts_through_their_pages(sign_in):
    concern = ConcernFactory(council_discussion=True)
    group, peer = PoliticalGroupFactory(), UserFactory(role="member_peer")
    other, note = adviser_for(concern.council), NoteFactory(council=concern.council)
    client, at = sign_in(concern.owner), f"/cases/{concern.number}"

    def version():
        return Concern.objects.get().version

    posted(client, f"{at}/narrative/new", {"text": "The tracker was read."})
    piece = concern.narrative.get()
    shown = posted(client, f"{at}/narrative/{piece.pk}/correct", {"text": "Not that tracker."})
    assert "Not that tracker." in text(shown)
    posted(client, f"{at}/evidence/new", {"notes": [note.pk], "title": "The audit letter"})
    posted(client, f"{at}/awareness/new", {"told": "Leader", "how": "By letter"})
    account = concern.awareness.get()
    newer = {"told": "Chief executive", "how": "By letter", "reason": "It was the chief executive."}
    shown = posted(client, f"{at}/awareness/new?supersedes={account.pk}", newer)
    assert "Chief executive" in text(shown)
    posted(client, f"{at}/discussions/new", {"level": "leader", "who": "Leader", "text": "Both see it."})
    posted(client, f"{at}/panel-line", {"challenge": "A gap."})
    posted(client, f"{at}/panel-line/take-back", {"reason": "It is past."})
    posted(client, f"{at}/group-office", {"group": group.pk})
    posted(
        client, f"{at}/review", {"version": version(), "review_on": soon(), "next_step": "Ring the leader"}
    )
    posted(client, f"{at}/deputy", {"version": version(), "deputy": other.pk})
    posted(client, f"{at}/open-to", {"reader": peer.pk})
    posted(
        client, f"{at}/political-action", {"blockage": "Reserves", "action": "Leaders meet", "whose": "Peer"}
    )
    support = {
        "weight": "full",
        "objectives": "A budget",
        "provider": "LGA",
        "board": "none",
        "money": "60000",
    }
    posted(client, f"{at}/support/new", support)
    package = concern.support.get().get_absolute_url()
    posted(client, f"{package}/progress", {"text": "The board met."})
    posted(client, f"{package}/attention", {"reason": "One vote."})
    posted(
        client, f"{package}/change", support | {"version": concern.support.get().version, "money": "70000"}
    )
    shown = posted(client, f"{package}/end", {"reason": "It is done."})
    assert "£70,000" in text(shown)
    account = {"department": "DCLG", "legal_basis": "Section 10", "body": "Inspectors"}
    account |= {"raised_with_council": "met", "raised_with_lga": "met", "time_allowed": "not_known"}
    said = account | {"version": version(), "coming_off_point": "All answered."}
    posted(client, f"{at}/government/inspection", said)
    act = concern.government_acts.get()
    newer = account | {"version": version(), "text": "It was put off."}
    shown = posted(client, f"{at}/government/inspection?supersedes={act.pk}", newer)
    assert "It was put off." in text(shown)
    posted(client, f"{at}/owner", {"version": version(), "owner": other.pk})
    assert Concern.objects.get().owner == other


def test_the_stages_strip_prints_the_digits_of_this_concern(sign_in):
    concern = ConcernFactory(inspection=True)
    page = sign_in(concern.owner).get(concern.get_absolute_url())
    assert [step.digit for step in page.context["steps"]] == ["1", "2", "3", "4", "5a"]
    assert page.context["steps"][-1].place == "here"


def test_no_page_of_a_concern_says_what_the_house_never_says(sign_in):
    concern = ConcernFactory(panel_support=True)
    PanelLineFactory(concern=concern)
    shown = text(sign_in(concern.owner).get(concern.get_absolute_url())).lower()
    assert not re.search(r"\brisk\b|\bred\b|\bamber\b|\bscore\b|\branking\b", shown)


def test_a_word_the_filters_do_not_know_is_said_in_our_own_words(sign_in):
    page = text(sign_in(UserFactory(principal_adviser=True)).get("/cases?stage=zzz"))
    assert "That is not one of these, so it narrows nothing" in page
    assert "Select a valid choice" not in page


# Out of this room, and back.


def test_who_knows_leads_to_proposing_to_share_it_with_government(sign_in):  # R177
    concern = ConcernFactory(council_discussion=True)
    address = f'href="/sharing/propose?concern={concern.number}"'
    assert address in sign_in(concern.owner).get(concern.get_absolute_url()).content.decode()
    elsewhere = sign_in(UserFactory(principal_adviser=True)).get(concern.get_absolute_url())
    assert address not in elsewhere.content.decode()


def test_an_owner_from_another_region_reads_who_proposes_to_share_it(sign_in):
    concern = ConcernFactory(owner=UserFactory(principal_adviser=True))
    adviser_for(concern.council)
    page = sign_in(concern.owner).get(concern.get_absolute_url())
    assert "propose to share it with government" in text(page)
    assert "/sharing/propose" not in page.content.decode()


def test_a_concern_begun_from_a_note_has_it_ticked(sign_in):
    note = NoteFactory()
    client = sign_in(adviser_for(note.council))

    def ticked(said):
        page = client.get(f"/cases/new?council={note.council.code}&note={said}").content.decode()
        boxes = re.findall(r'<input[^>]*name="notes"[^>]*>', page)
        assert boxes
        return [box for box in boxes if "checked" in box]

    assert len(ticked(note.pk)) == 1
    for strange in ("999999", "x", "\u0663", "9" * 40):
        assert ticked(strange) == []


@pytest.mark.parametrize("written", ["12000", "£12,000", " 12 000 "])
def test_a_sum_is_read_as_people_write_it(written, sign_in):
    concern = ConcernFactory(council_discussion=True)
    said = {"weight": "full", "objectives": "A plan", "provider": "LGA", "money": written, "board": "none"}
    sign_in(concern.owner).post(f"{concern.get_absolute_url()}/support/new", said)
    assert concern.support.get().money == 12_000


def test_a_conclusion_without_words_is_asked_for_by_its_name(sign_in):
    discussion = DiscussionFactory(concern=ConcernFactory(council_discussion=True))
    concern = discussion.concern
    address = f"{concern.get_absolute_url()}/discussions/{discussion.pk}/conclude?kind=steps_in_place"
    page = sign_in(concern.owner).post(address, {"kind": "steps_in_place"})
    assert "Enter the steps the council has in place" in text(page)
