"""The pages of what goes to government, through the browser's own requests."""

import re
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.db.models import F
from django.test import Client

from cases.models import NarrativeEntry
from cases.workflow import end_support
from intelligence.workflow import withdraw_note
from liaison.models import Release, ReleaseAnswer, ReleaseRead, Standing
from liaison.workflow import approve_release
from tests.factories.accounts import UserFactory
from tests.factories.cases import GovernmentActFactory, SupportPackageFactory, SupportProgressFactory
from tests.factories.councils import CouncilFactory, InterestFactory
from tests.factories.liaison import (
    OrganisationFactory,
    concern_about,
    heard,
    issued,
    proposed,
    published,
    released,
    told,
    withdrawn,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def concern():
    return concern_about(CouncilFactory(short_name="Barchester", name="Barchester District Council"))


@pytest.fixture
def another():
    return UserFactory(principal_adviser=True, name="R. Okafor")


def words(page):
    """What the page says, without the token that differs each time."""
    said = re.sub(r'name="csrfmiddlewaretoken" value="\w+"', "", page.content.decode())
    return " ".join(said.split())


def test_with_nothing_shared_the_page_says_so(sign_in, another):
    page = sign_in(another).get("/sharing")
    assert page.status_code == 200
    assert "Nothing has been shared with government. That is usual." in words(page)
    assert "Nothing is waiting." in words(page)


def test_sharing_shows_what_is_proposed_made_and_withdrawn_in_words(sign_in, another, at):
    """R082-R083, R181: both ways, and who has read it."""
    proposal, release, gone = proposed(at), released(at), withdrawn(at)
    _, token = issued(at)
    cache.clear()
    Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/releases/{release.number}/")
    text = words(sign_in(another).get("/sharing"))
    for number in (proposal.number, release.number, gone.number):
        assert f'href="/sharing/{number}"' in text
    assert "Not yet approved: nobody outside has seen it." in text
    assert "Read by DCLG 1 time, last on" in text
    assert "asked to delete every copy" in text
    assert "From government" in text


@pytest.mark.parametrize(
    ("trait", "sees_proposals", "sees_releases"),
    [
        ("principal_adviser", True, True),
        ("senior_adviser", True, True),
        ("secretariat", False, True),
        ("governance_officer", False, True),
        ("panel_member", False, False),
        ("analyst", False, False),
        ("dclg_liaison", False, False),
        ("administrator", False, False),
    ],
)
def test_who_sees_what(sign_in, at, trait, sees_proposals, sees_releases):
    """TRUST section 2, "Shared snapshot · view": what one may not see is not found."""
    proposal, release = proposed(at), released(at)
    client = sign_in(UserFactory(**{trait: True}))
    assert client.get("/sharing").status_code == (200 if sees_releases else 404)
    assert client.get(f"/sharing/{release.number}").status_code == (200 if sees_releases else 404)
    hidden = client.get(f"/sharing/{proposal.number}")
    assert hidden.status_code == (200 if sees_proposals else 404)
    if not sees_proposals:
        assert words(hidden) == words(client.get("/sharing/2012-9999"))


def test_a_declared_interest_overrides_every_role(sign_in, at, another):
    release = released(at)
    InterestFactory(user=another, council=release.council)
    client = sign_in(another)
    assert client.get(f"/sharing/{release.number}").status_code == 404
    assert release.number not in words(client.get("/sharing"))


def test_sharing_is_narrowed_by_organisation_and_council(sign_in, another, at, concern):  # R181 R182
    mine = released(at, council=concern.council, concern=concern)
    elsewhere = released(at, recipient=OrganisationFactory(slug="cqc", short_name="CQC"))
    client = sign_in(another)
    page = words(client.get("/sharing"))
    assert "What each holds" in page
    assert "CQC" in page
    for query, seen, unseen in (
        (f"council={concern.council.code}", mine, elsewhere),
        ("organisation=cqc", elsewhere, mine),
    ):
        page = words(client.get(f"/sharing?{query}"))
        assert f'href="/sharing/{seen.number}"' in page
        assert f'href="/sharing/{unseen.number}"' not in page
    none = words(client.get(f"/sharing?council={concern.council.code}&organisation=cqc"))
    assert "Nothing that was released fits what you chose." in none
    assert "Choose a council from the list." in words(client.get("/sharing?council=E99"))


def test_the_list_says_by_which_officer_it_was_read(sign_in, another, at):
    release, (_, token) = released(at), issued(at)
    cache.clear()
    Client(headers={"Authorization": f"Bearer {token}"}).get(f"/api/v1/releases/{release.number}/")
    assert "by P. Lowe." in words(sign_in(another).get("/sharing"))


def test_the_list_says_what_was_answered_and_what_is_silent(sign_in, another, at):  # R181
    release, (token, _) = released(at), issued(at)
    assert "No answer." in words(sign_in(another).get("/sharing"))
    ReleaseAnswer.objects.create(release=release, text="", client=token, who="P. Lowe", at=at)
    assert "Acknowledged by P. Lowe" in words(sign_in(another).get("/sharing"))
    ReleaseAnswer.objects.create(release=release, text="We can help.", client=token, who="P. Lowe", at=at)
    assert "Answered by P. Lowe" in words(sign_in(another).get("/sharing"))


def test_a_stranger_is_asked_to_sign_in(client, at):
    for address in ("/sharing", "/sharing/propose?concern=1", "/sharing/2012-0001"):
        assert client.get(address).status_code == 302


def test_a_release_page_says_all_of_it_and_its_reading_is_kept(sign_in, another, at, concern):
    release = released(at, council=concern.council, concern=concern)
    text = words(sign_in(another).get(f"/sharing/{release.number}"))
    for said in (
        "In confidence. Consult the originator before disclosure.",
        release.purpose,
        "Annual audit letter 2011-12. The auditor.",
        "The leader",
        "1 October 2012",
        "by the service’s own clock",
        "days after the day it names",
        release.sha256,
    ):
        assert said in text, said
    read = ReleaseRead.objects.get()
    assert (read.user, read.officer, read.client, read.organisation) == (another, "R. Okafor", None, None)


def test_a_release_shown_again_because_an_act_was_refused_is_read_again(sign_in, another, at, concern):
    release = released(at, council=concern.council, concern=concern)
    assert sign_in(another).post(f"/sharing/{release.number}/withdraw", {}).status_code == 422
    assert ReleaseRead.objects.get().officer == "R. Okafor"


def test_a_change_of_the_concern_marks_it_changed_since_and_changes_nothing(sign_in, another, at):
    release = released(at)
    client = sign_in(another)
    assert "Changed since" not in words(client.get(f"/sharing/{release.number}"))
    before = Release.objects.values().get()
    NarrativeEntry.objects.create(
        concern=release.concern, by=another, happened_on=at.date(), text="The leader wrote."
    )
    for address in ("/sharing", f"/sharing/{release.number}"):
        assert "Changed since" in words(client.get(address))
    assert Release.objects.values().get() == before


@pytest.mark.parametrize(
    "recorded",
    [
        lambda concern: SupportProgressFactory(package=SupportPackageFactory(concern=concern)),
        lambda concern: GovernmentActFactory(concern=concern),
    ],
)
def test_whatever_is_recorded_of_the_concern_counts_as_a_change(sign_in, another, at, recorded):
    release = released(at)
    recorded(release.concern)
    assert "Changed since" in words(sign_in(another).get("/sharing"))


@pytest.mark.django_db(transaction=True)
def test_a_package_that_is_ended_and_a_note_that_is_withdrawn_count_as_changes(sign_in, another, at):
    """History is stamped when a transaction begins, so each has to be one of its own."""
    concern = concern_about(CouncilFactory())
    package, line = SupportPackageFactory(concern=concern), heard(concern)
    release = proposed(at, concern=concern, evidence=[published(concern), line])
    release = approve_release(by=another, at=at, release=release)
    client = sign_in(another)
    assert "Changed since" not in words(client.get("/sharing"))
    end_support(by=concern.owner, at=at, package=package, reason="It is done.")
    assert "Changed since" in words(client.get("/sharing"))
    again = proposed(at, concern=concern, awareness=release.awareness, evidence=[published(concern), line])
    approve_release(by=another, at=at, release=again)
    assert words(client.get("/sharing")).count("Changed since") == 1
    withdraw_note(by=line.note.owner, at=at, note=line.note, reason="It was about somebody else.")
    assert words(client.get("/sharing")).count("Changed since") == 2


def typed(concern, awareness, evidence, **fields):
    return {
        "recipient": "",
        "purpose": "So that help can be found.",
        "matter": "The reserves fell.",
        "awareness": awareness.pk if awareness else "",
        "evidence": [item.pk for item in evidence],
    } | fields


def test_an_adviser_proposes_another_approves_and_government_reads_it(sign_in, another, at, concern):
    """R054, R200: the whole way, in the browser and over the API."""
    client, token = issued(at)
    awareness, evidence = told(concern), [published(concern), heard(concern, owner=concern.owner)]
    address = f"/sharing/propose?concern={concern.pk}"
    page = sign_in(concern.owner).get(address)
    assert "Annual audit letter 2011-12. The auditor." in words(page)
    fields = typed(concern, awareness, evidence, recipient=client.organisation_id)
    answer = sign_in(concern.owner).post(address, fields)
    release = Release.objects.get()
    assert (answer.status_code, answer.url) == (302, f"/sharing/{release.number}")
    assert "You proposed this release. Another Principal Adviser has to approve it." in words(
        sign_in(concern.owner).get(answer.url)
    )
    page = sign_in(another).get(answer.url)
    assert "Approve and share" in words(page)
    assert sign_in(another).post(f"{answer.url}/approve").status_code == 302
    cache.clear()
    api = Client(headers={"Authorization": f"Bearer {token}"})
    served = api.get("/api/v1/releases/").json()["results"]
    assert [one["release"]["concern"] for one in served] == ["The reserves fell."]
    assert sign_in(concern.owner).post(f"{answer.url}/withdraw", {"reason": "Wrong."}).status_code == 302
    assert api.get("/api/v1/releases/").json()["results"][0]["release"] is None


def test_what_is_missing_stands_where_the_button_would(sign_in, concern):
    text = words(sign_in(concern.owner).get(f"/sharing/propose?concern={concern.pk}"))
    assert (
        "Barchester has not been told of this concern. "
        "Record who told it, how and when, then propose again." in text
    )
    assert "No evidence is linked." in text
    assert "Propose it</button>" not in text


def test_an_adviser_of_another_region_is_told_whom_to_ask(sign_in, another, concern):
    text = words(sign_in(another).get(f"/sharing/propose?concern={concern.pk}"))
    assert f"Ask {concern.owner.name}." in text
    assert "<textarea" not in text


def test_what_a_proposal_lacks_is_one_link_away(sign_in, concern):  # R178 R179
    page = sign_in(concern.owner).get(f"/sharing/propose?concern={concern.pk}").content.decode()

    assert f'href="/cases/{concern.pk}/awareness/new"' in page
    assert f'href="/cases/{concern.pk}/evidence/new"' in page


def test_a_refused_proposal_keeps_every_word(sign_in, concern, at):
    awareness = told(concern)
    item = heard(concern, owner=concern.owner)
    published(concern)
    client, _ = issued(at)
    fields = typed(concern, awareness, [item], recipient=client.organisation_id, matter="Kept words.")
    answer = sign_in(concern.owner).post(f"/sharing/propose?concern={concern.pk}", fields)
    assert answer.status_code == 422
    assert "soft intelligence from one source" in words(answer)
    assert "Kept words." in words(answer)
    assert not Release.objects.exists()


def test_an_empty_proposal_is_told_each_thing_to_enter(sign_in, concern):
    told(concern)
    published(concern)
    text = words(sign_in(concern.owner).post(f"/sharing/propose?concern={concern.pk}", {}))
    for said in (
        "Choose who it is for.",
        "Enter the purpose",
        "Enter what the concern is",
        "Choose the evidence.",
    ):
        assert said in text


@pytest.mark.parametrize("number", ["", "x", "999999", "٣", "1" * 30])
def test_a_concern_that_is_not_there_is_not_found(sign_in, another, number):
    assert sign_in(another).get(f"/sharing/propose?concern={number}").status_code == 404


def test_ones_own_approval_is_refused_with_the_sentence(sign_in, at):
    release = proposed(at)
    answer = sign_in(release.proposed_by).post(f"/sharing/{release.number}/approve")
    assert answer.status_code == 422
    assert "You proposed this release." in words(answer)
    release.refresh_from_db()
    assert release.standing is Standing.PROPOSED


@pytest.mark.parametrize(("act", "make"), [("refuse", proposed), ("withdraw", released)])
def test_a_decision_needs_its_reason(sign_in, at, act, make):
    release = make(at)
    client = sign_in(release.proposed_by)
    answer = client.post(f"/sharing/{release.number}/{act}", {"reason": " "})
    assert answer.status_code == 422
    assert "Enter the reason." in words(answer)
    assert (
        client.post(f"/sharing/{release.number}/{act}", {"reason": "A figure was wrong."}).status_code == 302
    )
    assert "A figure was wrong." in words(client.get(f"/sharing/{release.number}"))


@pytest.mark.parametrize("act", ["approve", "refuse", "withdraw"])
def test_an_act_on_what_one_may_not_see_is_not_found(sign_in, at, act):
    release = proposed(at)
    client = sign_in(UserFactory(secretariat=True))
    assert client.post(f"/sharing/{release.number}/{act}", {"reason": "No."}).status_code == 404
    assert client.get(f"/sharing/{release.number}/{act}").status_code == 405


def test_the_list_takes_as_many_queries_for_many_as_for_one(
    sign_in, another, at, django_assert_max_num_queries
):
    for _ in range(6):
        released(at)
    client = sign_in(another)
    client.get("/sharing")
    with django_assert_max_num_queries(24):
        client.get("/sharing")


def test_the_page_of_a_release_holds_no_words_of_a_note(sign_in, at, concern):
    """Whoever may read the release need not be one who may read the note (WORKFLOW section 5)."""
    item = heard(concern, owner=concern.owner, text="Canary-note-words")
    release = proposed(at, concern=concern, evidence=[published(concern), item])
    assert "Canary" not in words(sign_in(concern.owner).get(f"/sharing/{release.number}"))


def test_release_order_is_by_number_and_nothing_else(sign_in, another, at):
    first, second = released(at), released(at + timedelta(seconds=1))
    text = words(sign_in(another).get("/sharing"))
    assert text.index(second.number) < text.index(first.number)
    assert list(Release.objects.order_by(F("number").desc())) == list(Release.objects.all())


def test_a_number_that_no_release_has_takes_the_place_of_none(sign_in, at):
    """What an address is given is not put to the database as it stands."""
    concern = concern_about(CouncilFactory())
    for number in ("%00", "2012-9999%00", "2012-9999", "x"):
        page = sign_in(concern.owner).get(f"/sharing/propose?concern={concern.number}&supersedes={number}")
        assert page.status_code == 200, number


def test_what_is_typed_of_a_release_that_was_decided_on_meanwhile_is_kept(sign_in, at):
    """Two people at once: one act, one plain refusal, and every word."""
    on = at.date().isoformat()
    asked = {"asked": "All of the letters.", "category": "public", "told_by": "L. Novak", "received_on": on}
    confirmed = {"confirmed_by": "L. Novak", "how": "By letter", "confirmed_on": on}
    for release, act, typed in (
        (released(at), "refuse", {"reason": "It is of last year."}),
        (withdrawn(at), "withdraw", {"reason": "It is of last year."}),
        (released(at), "deletion", confirmed),
        (proposed(at), "requests", asked),
    ):
        back = sign_in(release.proposed_by).post(f"/sharing/{release.number}/{act}", typed)
        page = " ".join(back.content.decode().split())
        assert back.status_code == 422, act
        assert "There is something to put right" in page, act
        kept = page.partition("What you wrote, kept here")[2].partition("</section>")[0]
        assert kept, act
        for said in typed.values():
            assert said in kept or said == "public", (act, said)
        assert ("A member of the public" in kept) is (act == "requests")
