"""Concerns about one council beside each other: said with a link, never blocked, never merged (R152)."""

from datetime import timedelta

import pytest
from django.utils import timezone

from cases.models import Concern, Discussion
from cases.workflow import record_discussion
from common.errors import Refused
from tests.cases.test_discussing import concluded
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.cases import ConcernFactory, DiscussionFactory
from tests.factories.councils import InterestFactory, RegionHoldingFactory, ServiceAreaFactory
from tests.factories.intelligence import FactorFactory

pytestmark = pytest.mark.django_db


def raised(client, council, **said):
    review = timezone.localdate() + timedelta(days=30)
    said = {"summary": "Costs rise", "basis": "So.", "review_on": review, "nature": "performance", **said}
    return client.post(f"/cases/new?council={council.code}", said | {"origin": "intelligence"}, follow=True)


def test_one_about_the_same_service_or_sign_is_said_with_a_link_and_blocks_nothing(sign_in):
    area, factor = ServiceAreaFactory(), FactorFactory()
    held = ConcernFactory(service_area=area, scope="service")
    held.factors.set([factor])
    page = raised(sign_in(held.owner), held.council, service_area=area.pk, factors=[factor.pk])
    shown = text(page)
    assert Concern.objects.count() == 2
    assert f"It may be the same matter as concern {held.number}" in shown
    assert f"Both are about {area.name.lower()} and {str(factor).lower()}. Both stand" in shown
    assert f'href="/cases/{held.number}"' in page.content.decode()


def test_one_that_shares_nothing_is_named_beside_it_and_no_more(sign_in):
    held = ConcernFactory()
    page = text(raised(sign_in(held.owner), held.council))
    assert "It may be the same matter" not in page
    assert f"Also about {held.council.short_name}" in page


def test_the_page_names_what_is_open_and_what_a_refused_answer_shares(sign_in):
    area = ServiceAreaFactory()
    held = ConcernFactory(service_area=area, scope="service")
    page = raised(sign_in(held.owner), held.council, service_area=area.pk, summary="")
    assert page.status_code == 422
    assert "It may be the same matter. Both are about" in text(page)


def test_the_page_of_a_concern_shows_the_others_with_stage_and_service(sign_in):  # R152
    area = ServiceAreaFactory()
    one = ConcernFactory(service_area=area, scope="service")
    other = ConcernFactory(council=one.council, service_area=area, scope="service", panel_support=True)
    shown = text(sign_in(one.owner).get(f"/cases/{one.number}"))
    assert f"{other.summary} {area.name} · Support, reported to the Performance Support Panel" in shown
    assert f"Both are about {area.name.lower()}." in shown


def test_a_known_peer_is_kept_with_a_discussion_and_one_with_an_interest_is_not(at, sign_in):  # R117
    concern = ConcernFactory(council_discussion=True)
    peer, recused = UserFactory(role="member_peer", name="Cllr Bea Lowe"), UserFactory(role="member_peer")
    RegionHoldingFactory(user=peer, region=concern.council.region)
    InterestFactory(user=recused, council=concern.council)
    said = {"concern": concern, "level": "leader", "who": "The leader", "text": "She agrees."}
    record_discussion(by=concern.owner, at=at, known_peers=[peer], peers="Cllr Elsewhere", **said)
    assert Discussion.objects.get().liaised_with == ["Cllr Bea Lowe", "Cllr Elsewhere"]
    for person in (recused, concern.owner):
        with pytest.raises(Refused):
            record_discussion(by=concern.owner, at=at, known_peers=[person], **said)
    page = sign_in(concern.owner).get(f"/cases/{concern.number}/discussions/new").content.decode()
    assert "Cllr Bea Lowe" in page
    assert recused.name not in page


def test_a_conclusion_that_leaves_it_open_wants_a_day_that_has_not_gone_by(at):  # R122
    past = timezone.localdate(at) - timedelta(days=1)
    discussion = DiscussionFactory(concern__review_on=past)
    with pytest.raises(Refused, match=r"is past\. Enter when it is next looked at"):
        concluded(discussion, at, "not_accepted")


def test_conclusion_four_takes_a_board(sign_in):  # R121, R128
    discussion = DiscussionFactory()
    concern = discussion.concern
    address = f"/cases/{concern.number}/discussions/{discussion.pk}/conclude"
    said = {"kind": "bigger_support", "text": "A gap.", "version": concern.version, "board": "formal"}
    client = sign_in(concern.owner)
    assert "a board belongs to it" in text(client.post(address, said))
    said |= {"objectives": "A budget.", "provider": "LGA"}
    assert client.post(address, said).status_code == 302
    assert concern.support.get().board == "formal"
