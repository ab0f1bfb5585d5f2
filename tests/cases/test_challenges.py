"""Peer challenges: voluntary, and the report is the council's; nothing of it goes on without its consent."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from audit.models import Event
from cases.council_access import is_shareable, may_not_be_shared
from cases.models import ChallengeConsent, Evidence, PeerChallenge, Recipient
from cases.queries import balance, due_for, ground_of, timeline_entries
from cases.register import challenge_facts, challenge_kinds
from cases.workflow import (
    Arranged,
    call_off,
    change_challenge,
    end_consent,
    give_report,
    record_challenge,
    record_consent,
    record_publication,
    take_as_evidence,
)
from common.errors import NotFound, NotPermitted, Refused, Stale
from liaison.access import evidence_unusable
from liaison.queries import ground_for
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory
from tests.factories.councils import CouncilFactory, InterestFactory, adviser_for
from tests.factories.of_councils import ConsentFactory, OfferUseFactory, PeerChallengeFactory, soon

pytestmark = pytest.mark.django_db
FOCUS = "How the new cabinet decides"


def of(act, trait="given", **said):
    def prepared():
        challenge = PeerChallengeFactory(**({trait: True} if trait else {}))
        council = challenge.councils.get()
        more = {"council": council} if act is record_consent else {}
        more |= {"version": 1} if act in (change_challenge, record_publication) else {}
        return council, lambda by, at: act(by=by, at=at, challenge=challenge, **more, **said)

    return prepared


def recording():
    council = CouncilFactory()
    return council, lambda by, at: record_challenge(
        by=by, at=at, kind="corporate", councils=[council], arranged=Arranged(local_focus=FOCUS)
    )


def taking_back():
    consent = ConsentFactory()
    return consent.council, lambda by, at: end_consent(
        by=by, at=at, consent=consent, reason="It thought anew."
    )


def finding():
    concern = ConcernFactory(council_discussion=True)
    challenge = PeerChallengeFactory(councils=[concern.council], given=True)
    return concern.council, lambda by, at: take_as_evidence(
        by=by, at=at, challenge=challenge, concern=concern, why="Savings rest on one plan."
    )


ACTS = {
    "record_challenge": recording,
    "change_challenge": of(change_challenge, "", arranged=Arranged(local_focus=FOCUS)),
    "give_report": of(give_report, "", given_to="The leader"),
    "record_publication": of(record_publication, publication="not_published"),
    "record_consent": of(record_consent, agreed_by="The leader", recipient="panel"),
    "end_consent": taking_back,
    "call_off": of(call_off, "", reason="Another year."),
    "add_evidence": finding,
}


def rows():
    tables = (PeerChallenge, ChallengeConsent, Evidence)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("act", ACTS)
def test_an_adviser_of_the_region_does_it_and_it_is_recorded(act, at):
    council, do = ACTS[act]()
    before = rows()
    by = adviser_for(council)
    do(by, at)
    assert rows() != before
    assert Event.objects.get(act=act, by=by).scope == council.audit_scope


@pytest.mark.parametrize("act", ACTS)
def test_it_is_refused_to_an_adviser_of_another_region_and_to_a_stranger(act, at):
    _, do = ACTS[act]()
    before = rows()
    with pytest.raises(NotPermitted):
        do(UserFactory(principal_adviser=True), at)
    with pytest.raises((NotPermitted, NotFound)):
        do(UserFactory(secretariat=True), at)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_changed_where_the_record_cannot_be_written(act, at, broken_audit):
    council, do = ACTS[act]()
    before = rows()
    with pytest.raises(broken_audit):
        do(adviser_for(council), at)
    assert rows() == before


# The record (R138, R140, R141).


def test_the_kinds_and_the_core_are_those_of_the_sources():  # R026, R138
    held = challenge_kinds()
    assert list(held) == ["corporate", "adult", "safeguarding", "planning", "fire"]
    assert held["corporate"].core == ("leadership", "corporate capacity", "financial resilience")


def test_what_was_said_of_all_of_them_is_dated_and_cited():  # R141, R170
    said = " ".join(fact.text for fact in challenge_facts())
    for figure in ("16", "40", "24", "70", "100", "79", "97", "31 December 2012"):
        assert figure in said
    assert all(fact.as_at and fact.source for fact in challenge_facts())


def test_one_may_be_for_several_councils_and_each_has_it_in_its_record(at):  # R140
    first = CouncilFactory()
    second = CouncilFactory(region=first.region)
    by = adviser_for(first)
    held = record_challenge(by=by, at=at, kind="fire", councils=[first, second], arranged=Arranged())
    assert set(held.councils.all()) == {first, second}
    assert Event.objects.filter(act="record_challenge").count() == 2


@pytest.mark.parametrize(
    ("arranged", "said"),
    [
        (Arranged(on_site_until_on=date(2026, 1, 1)), "first day on site"),
        (Arranged(on_site_from_on=date(2026, 1, 2), on_site_until_on=date(2026, 1, 1)), "before the first"),
        (Arranged(on_site_from_on=date(2026, 1, 2), report_due_on=date(2026, 1, 1)), "cannot be due before"),
    ],
)
def test_days_that_cannot_be_are_refused(arranged, said, at):
    council = CouncilFactory()
    with pytest.raises(Refused, match=said):
        record_challenge(
            by=adviser_for(council), at=at, kind="corporate", councils=[council], arranged=arranged
        )


def test_it_comes_of_an_offer_of_its_kind_once(at):  # R132
    use = OfferUseFactory(offer="corporate-peer-challenge", taken_up=True)
    said = {"by": use.by, "at": at, "councils": [use.council], "arranged": Arranged(), "use": use}
    with pytest.raises(Refused, match="not an offer of this kind"):
        record_challenge(**said, kind="fire")
    held = record_challenge(**said, kind="corporate")
    assert held.use == use
    with pytest.raises(Refused, match="held already"):
        record_challenge(**said, kind="corporate")


def test_the_second_of_two_writers_is_told_with_both_texts(at):
    held = PeerChallengeFactory()
    by = adviser_for(held.councils.get())
    change_challenge(by=by, at=at, challenge=held, version=1, arranged=Arranged(team="Cllr First"))
    with pytest.raises(Stale) as stale:
        change_challenge(by=by, at=at, challenge=held, version=1, arranged=Arranged(team="Cllr Second"))
    assert (stale.value.held, stale.value.typed) == ("Cllr First", "Cllr Second")


# The report is the council's (R139).


def test_nothing_is_decided_of_a_report_that_was_not_given(at):
    held = PeerChallengeFactory()
    council = held.councils.get()
    by = adviser_for(council)
    with pytest.raises(Refused, match="has not been given"):
        record_publication(by=by, at=at, challenge=held, version=1, publication="not_published")
    with pytest.raises(Refused, match="has not been given"):
        record_consent(
            by=by, at=at, challenge=held, council=council, agreed_by="Leader", recipient="government"
        )


def test_the_council_may_choose_not_to_publish_and_later_to(at):
    held = PeerChallengeFactory(given=True)
    by = adviser_for(held.councils.get())
    said = {"by": by, "at": at, "challenge": held}
    record_publication(**said, version=1, publication="not_published", said="The leader")
    record_publication(**said, version=2, publication="published", published_on=date(2026, 6, 1))
    with pytest.raises(Refused, match="cannot be made unknown"):
        record_publication(**said, version=3, publication="not_published")


@pytest.mark.parametrize("recipient", Recipient.values)
def test_an_unpublished_one_goes_to_nobody_without_consent(recipient):
    held = PeerChallengeFactory(not_published=True)
    sentence = may_not_be_shared(held, recipient)
    assert held.councils.get().short_name in sentence
    assert "has not published it" in sentence
    assert is_shareable(PeerChallengeFactory(published=True), recipient)


def test_consent_is_to_one_recipient_of_each_council_and_is_taken_back(at):
    first, second = CouncilFactory(), CouncilFactory()
    held = PeerChallengeFactory(councils=[first, second], given=True)
    consent = ConsentFactory(challenge=held, council=first)
    assert second.short_name in may_not_be_shared(held, "government")
    assert first.short_name not in may_not_be_shared(held, "government")
    ConsentFactory(challenge=held, council=second)
    assert is_shareable(PeerChallenge.objects.get(pk=held.pk), "government")
    assert not is_shareable(PeerChallenge.objects.get(pk=held.pk), "panel")
    end_consent(by=adviser_for(first), at=at, consent=consent, reason="It thought anew.")
    assert not is_shareable(PeerChallenge.objects.get(pk=held.pk), "government")


def test_who_is_no_adviser_sees_published_ones_and_no_more_of_them(sign_in):
    published = PeerChallengeFactory(published=True, local_focus=FOCUS, team="Cllr P. Eer")
    hidden = PeerChallengeFactory(not_published=True)
    client = sign_in(UserFactory(secretariat=True))
    shown = text(client.get(published.get_absolute_url()))
    assert "The council’s report" in shown
    assert FOCUS not in shown
    assert "Cllr P. Eer" not in shown
    assert client.get(hidden.get_absolute_url()).status_code == 404
    listed = text(client.get("/peer-challenges"))
    assert published.whose in listed
    assert hidden.whose not in listed
    assert "1 peer challenge" in listed


@pytest.mark.parametrize("trait", ["published", "not_published"])
def test_one_with_an_interest_in_one_of_its_councils_does_not_find_it(trait, sign_in):
    first, second = CouncilFactory(), CouncilFactory()
    held = PeerChallengeFactory(councils=[first, second], **{trait: True})
    by = adviser_for(first)
    InterestFactory(user=by, council=second)
    assert sign_in(by).get(held.get_absolute_url()).status_code == 404


# Its results feed the adviser (R142), and go no further.


def taken(trait, at):
    concern = ConcernFactory(council_discussion=True)
    held = PeerChallengeFactory(councils=[concern.council], **{trait: True})
    evidence = take_as_evidence(
        by=concern.owner, at=at, challenge=held, concern=concern, why="Savings rest on one plan."
    )
    return concern, held, evidence


def test_a_published_one_is_a_published_document_of_the_concern(at):  # R142
    concern, held, evidence = taken("published", at)
    assert (evidence.is_hard, evidence.link, evidence.published_on) == (True, held.link, held.published_on)
    assert balance(concern, concern.owner).hard == [evidence]


def test_an_unpublished_one_is_read_by_advisers_and_by_nobody_else(at, sign_in):  # R139, R142
    concern, _, evidence = taken("not_published", at)
    assert evidence.is_hard is False
    assert balance(concern, concern.owner).challenges == [evidence]
    secretariat = UserFactory(secretariat=True)
    assert balance(concern, secretariat).challenges == []
    assert evidence.why in text(sign_in(concern.owner).get(concern.get_absolute_url()))
    assert evidence.why not in text(sign_in(secretariat).get(concern.get_absolute_url()))


def test_what_was_written_for_advisers_stays_theirs_once_the_report_is_published(at):  # R139
    concern, held, evidence = taken("not_published", at)
    record_publication(
        by=concern.owner,
        at=at,
        challenge=held,
        version=held.version,
        publication="published",
        published_on=timezone.localdate(at),
    )
    assert balance(concern, UserFactory(secretariat=True)).challenges == []
    assert balance(concern, concern.owner).challenges == [evidence]


def test_an_unpublished_one_goes_into_no_release_without_consent(at):  # R139
    concern, held, evidence = taken("not_published", at)
    assert "has not published it" in evidence_unusable(concern, [evidence], set())
    ground = ground_for(concern, concern.owner, timezone.localdate())
    assert evidence not in [line.evidence for line in ground.lines]
    assert evidence not in [*ground_of(concern, concern.owner).hard, *ground_of(concern, concern.owner).soft]
    ConsentFactory(challenge=held, recipient="government")
    evidence = Evidence.objects.get(pk=evidence.pk)
    assert evidence_unusable(concern, [evidence], set()) is None


def test_it_is_evidence_of_a_concern_about_its_own_council_alone(at):
    concern = ConcernFactory()
    held = PeerChallengeFactory(given=True)
    with pytest.raises(Refused, match="was not of"):
        take_as_evidence(by=concern.owner, at=at, challenge=held, concern=concern, why="So.")


# Pages, what is due, and the stream.


def test_a_peer_challenge_goes_its_whole_way_on_the_pages(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    assert "Continue" in text(client.get("/peer-challenges/new"))
    made = client.post(
        f"/peer-challenges/new?council={council.code}",
        {"kind": "corporate", "on_site_from_on": "2026-03-03", "local_focus": FOCUS, "team": "Cllr P. Eer"},
    )
    held = PeerChallenge.objects.get()
    assert made.url == held.get_absolute_url()
    client.post(f"{made.url}/change", {"version": 1, "on_site_from_on": "2026-03-04", "local_focus": FOCUS})
    client.post(f"{made.url}/given", {"given_to": "The leader"})
    client.post(f"{made.url}/publication", {"version": 3, "publication": "not_published"})
    client.post(f"{made.url}/consent", {"agreed_by": "The leader", "recipient": "board"})
    shown = text(client.get(made.url))
    for said in (FOCUS, "chosen not to publish", "leadership, corporate capacity", "The council agreed."):
        assert said.lower() in shown.lower()
    consent = ChallengeConsent.objects.get()
    client.post(f"{made.url}/consent/{consent.pk}/end", {"reason": "It thought anew."})
    assert "It thought anew." in text(client.get(made.url))
    client.post(
        f"{made.url}/publication",
        {
            "version": 4,
            "publication": "published",
            "published_on": "2026-06-01",
            "link": "https://example.org/r",
        },
    )
    assert "The council’s report" in text(client.get(made.url))


def test_every_word_is_kept_where_it_is_refused(sign_in):
    held = PeerChallengeFactory(given=True)
    page = sign_in(adviser_for(held.councils.get())).post(
        f"{held.get_absolute_url()}/publication",
        {"version": 1, "publication": "published", "said_by": "The chief executive said so"},
    )
    assert page.status_code == 422
    assert "The chief executive said so" in page.content.decode()
    assert "Enter the day on which the council published it" in text(page)


@pytest.mark.parametrize(
    "query", ["report=9", "kind=x", "region=nowhere", "page=99", "order=%00", "mine=%00"]
)
def test_a_word_that_the_filters_do_not_know_narrows_nothing(query, sign_in):
    held = PeerChallengeFactory()
    assert held.whose in text(sign_in(UserFactory(principal_adviser=True)).get(f"/peer-challenges?{query}"))


def test_the_list_of_many_takes_no_more_queries_than_of_one(sign_in, django_assert_max_num_queries):
    for _ in range(6):
        PeerChallengeFactory(published=True)
    client = sign_in(UserFactory(principal_adviser=True))
    for query in ("", "?order=council", "?report=published"):
        with django_assert_max_num_queries(13):
            client.get(f"/peer-challenges{query}")


def test_its_days_are_due_until_the_council_has_the_report():
    held = PeerChallengeFactory(
        on_site_from_on=soon(), report_due_on=timezone.localdate() - timedelta(days=3), scoping_on=soon(2)
    )
    by = adviser_for(held.councils.get())
    due = [(one.what, one.is_late) for one in due_for(by, timezone.localdate())]
    assert due == [
        ("Corporate peer challenge: report due", True),
        ("Corporate peer challenge: scoping", False),
        ("Corporate peer challenge: on site", False),
    ]
    assert due_for(UserFactory(principal_adviser=True), timezone.localdate()) == []


def test_the_stream_tells_the_days_and_no_word_of_a_report():  # R139
    held = PeerChallengeFactory(published=True, local_focus=FOCUS)
    council = held.councils.get()
    PeerChallengeFactory(councils=[council], on_site_from_on=soon())
    entries = timeline_entries(council, adviser_for(council), 10)
    assert [one.title for one in entries] == [
        "Corporate peer challenge: report published",
        "Corporate peer challenge: on site",
    ]
    assert [one.text for one in entries] == ["", ""]
    outside = timeline_entries(council, UserFactory(secretariat=True), 10)
    assert len(outside) == 2
