"""Offers to councils and their use: the register, the acts, the limits that only say so, and the pages."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from audit.models import Event
from cases.models import OfferDays, OfferUse
from cases.queries import (
    OfferFilters,
    due_for,
    limits_passed,
    offered_with_change,
    offers_for,
    timeline_entries,
)
from cases.register import offers
from cases.workflow import (
    Plan,
    answer_change_offer,
    answer_offer,
    end_offer,
    make_offer,
    plan_offer,
    record_days,
)
from common.errors import NotFound, NotPermitted, Refused, Stale
from councils.workflow import answer_change_of_control
from tests.cases.test_pages import text
from tests.factories.accounts import UserFactory
from tests.factories.councils import (
    ChangeOfControlFactory,
    CouncilFactory,
    InterestFactory,
    RegionHoldingFactory,
    adviser_for,
)
from tests.factories.of_councils import OfferDaysFactory, OfferUseFactory, PeerChallengeFactory, soon

pytestmark = pytest.mark.django_db


def senior_for(council):
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    return senior


# Each act with a use it may be done on, as `do(by, at)`.


def making():
    council = CouncilFactory()
    return council, lambda by, at: make_offer(by=by, at=at, council=council, offer="lg-inform")


def of_use(act, **said):
    def prepared():
        taken = act in (record_days, end_offer)
        use = OfferUseFactory(taken_up=True) if taken else OfferUseFactory()
        versioned = {} if act is record_days else {"version": use.version}
        return use.council, lambda by, at: act(by=by, at=at, use=use, **versioned, **said)

    return prepared


def with_change():
    change = ChangeOfControlFactory()
    by = adviser_for(change.council)
    now = timezone.now()  # noqa: TID251
    answer_change_of_control(by=by, at=now, change=change, answer="offered")
    return change.council, lambda by, at: answer_change_offer(by=by, at=at, change=change, answer="taken_up")


ACTS = {
    "make_offer": (making, "make_offer"),
    "answer_offer": (of_use(answer_offer, answer="taken_up"), "answer_offer"),
    "answer_change_offer": (with_change, "answer_offer"),
    "plan_offer": (of_use(plan_offer, plan=Plan(people="Cllr P. Eer, Otherham")), "plan_offer"),
    "record_days": (of_use(record_days, days=Decimal(1)), "record_days"),
    "end_offer": (of_use(end_offer, outcome="The cabinet works."), "end_offer"),
}


def rows():
    return list(OfferUse.objects.order_by("pk").values()), list(OfferDays.objects.order_by("pk").values())


@pytest.mark.parametrize("act", ACTS)
def test_an_adviser_of_the_region_does_it_and_it_is_recorded(act, at):
    council, do = ACTS[act][0]()
    before = rows()
    by = senior_for(council)
    do(by, at)
    assert rows() != before
    assert Event.objects.filter(act=ACTS[act][1], by=by, scope=council.audit_scope).count() == 1


@pytest.mark.parametrize("act", ACTS)
def test_it_is_refused_to_an_adviser_of_another_region_and_to_a_stranger(act, at):
    _, do = ACTS[act][0]()
    before = rows()
    with pytest.raises(NotPermitted):
        do(UserFactory(principal_adviser=True), at)
    with pytest.raises((NotPermitted, NotFound)):
        do(UserFactory(secretariat=True), at)
    assert rows() == before


@pytest.mark.parametrize("act", ACTS)
def test_one_with_an_interest_may_not(act, at):
    council, do = ACTS[act][0]()
    by = adviser_for(council)
    InterestFactory(user=by, council=council)
    with pytest.raises((NotPermitted, NotFound)):
        do(by, at)


@pytest.mark.parametrize("act", ACTS)
def test_nothing_is_changed_where_the_record_cannot_be_written(act, at, broken_audit):
    if act == "answer_change_offer":
        change = ChangeOfControlFactory()
        change.answer, change.answered_on, change.answered_at = "offered", date(2026, 1, 1), at
        change.answered_by = UserFactory()
        change.save()
        council = change.council

        def do(by, at):
            return answer_change_offer(by=by, at=at, change=change, answer="taken_up")

    else:
        council, do = ACTS[act][0]()
    before = rows()
    with pytest.raises(broken_audit):
        do(adviser_for(council), at)
    assert rows() == before


# Rules.


def test_the_seven_points_and_what_goes_with_children_and_adults_are_in_the_register():
    # R131, R132, R133, R134, R135, R136, R169, R170, R171, R174, R175
    held = offers()
    assert len([one for one in held.values() if one.part == "corporate"]) == 7
    assert (held["change-of-control"].days, held["dcs-days"].days) == (5, 5)
    assert held["corporate-peer-challenge"].every_years == 3
    assert held["leadership-place"].per_year == 1
    assert {"accountability-tools", "knowledge-hub", "lg-inform", "learning-networks"} <= held.keys()
    assert "Free and open to all councils" in held["safeguarding-peer-review"].what
    assert "universal cycle of self-assessment and peer challenge" in held["dcs-days"].what
    assert "31 December 2012" in held["dcs-days"].what
    assert len(held["adult-brokering"].triggers) == 3
    assert "below a threshold" in held["adult-brokering"].what
    assert "£500,000" in held["adult-brokering"].when
    assert "not mandatory" in held["local-account"].what
    assert all(one.source for one in held.values())


def test_days_used_are_summed_and_what_is_left_is_said(at):  # R131
    council = CouncilFactory()
    by = adviser_for(council)
    use = make_offer(by=by, at=at, council=council, offer="change-of-control")
    answer_offer(by=by, at=at, use=use, version=1, answer="taken_up")
    wrong = record_days(by=by, at=at, use=use, days=Decimal(2))
    record_days(by=by, at=at, use=use, days=Decimal("1.5"), supersedes=wrong)
    record_days(by=by, at=at, use=use, days=Decimal(1))
    held = OfferUse.objects.get(pk=use.pk)
    assert (held.days_offered, held.days_used, held.days_left) == (5, Decimal("2.5"), Decimal("2.5"))
    with pytest.raises(Refused, match="corrected already"):
        record_days(by=by, at=at, use=use, days=Decimal(1), supersedes=wrong)


def test_more_than_five_days_are_said_and_never_hindered(at):  # R131
    use = OfferUseFactory(taken_up=True, offer="change-of-control", days_offered=5)
    record_days(by=use.by, at=at, use=use, days=Decimal(6))
    said = limits_passed(use.kind, use.council, use.happened_on, OfferUse.objects.get(pk=use.pk))
    assert said == ["Up to five days are free; 6 have been used."]


def test_a_second_corporate_peer_challenge_within_three_years_is_said():  # R132
    council = CouncilFactory()
    PeerChallengeFactory(councils=[council], on_site_from_on=date(2012, 3, 5))
    corporate = offers()["corporate-peer-challenge"]
    said = "A corporate peer challenge was free once in three years; the last was in March 2012."
    assert limits_passed(corporate, council, date(2014, 3, 1)) == [said]
    assert limits_passed(corporate, council, date(2015, 3, 6)) == []
    assert limits_passed(corporate, CouncilFactory(), date(2014, 3, 1)) == []


def test_a_second_leadership_place_of_one_financial_year_is_said():  # R133
    use = OfferUseFactory(taken_up=True)
    place = offers()["leadership-place"]
    said = "One subsidised place is offered to a council in a year; one was taken up in 2025/26."
    assert limits_passed(place, use.council, date(2026, 3, 31)) == [said]
    assert limits_passed(place, use.council, date(2026, 4, 1)) == []
    assert limits_passed(place, use.council, use.happened_on, use) == []


@pytest.mark.parametrize(
    ("days", "said"), [("0", "half a day"), ("1.2", "in halves"), ("101", "half a day to 100")]
)
def test_days_come_in_halves(days, said, at):
    use = OfferUseFactory(taken_up=True)
    with pytest.raises(Refused, match=said):
        record_days(by=use.by, at=at, use=use, days=Decimal(days))


def test_days_are_used_and_it_ends_only_once_it_is_taken_up(at):
    use = OfferUseFactory()
    with pytest.raises(Refused, match="has not taken this up"):
        record_days(by=use.by, at=at, use=use, days=Decimal(1))
    with pytest.raises(Refused, match="has not taken this up"):
        end_offer(by=use.by, at=at, use=use, version=1, outcome="Good.")


def test_what_was_declined_says_why_and_nothing_more_is_done_with_it(at):
    use = OfferUseFactory()
    with pytest.raises(Refused, match="why the council declined"):
        answer_offer(by=use.by, at=at, use=use, version=1, answer="declined")
    answer_offer(by=use.by, at=at, use=use, version=1, answer="declined", line="It has its own.")
    with pytest.raises(Refused, match="declined this"):
        plan_offer(by=use.by, at=at, use=use, version=2, plan=Plan())


def test_the_second_of_two_writers_is_told_with_both_texts(at):
    use = OfferUseFactory()
    plan_offer(by=use.by, at=at, use=use, version=1, plan=Plan(people="Cllr First"))
    with pytest.raises(Stale) as stale:
        plan_offer(by=use.by, at=at, use=use, version=1, plan=Plan(people="Cllr Second"))
    assert ("Cllr First" in stale.value.held, stale.value.typed) == (True, "Cllr Second")


@pytest.mark.parametrize("days", [-1, 1])
def test_an_answer_is_neither_before_the_offer_nor_to_come(days, at):
    use = OfferUseFactory(happened_on=timezone.localdate())
    with pytest.raises(Refused):
        answer_offer(
            by=use.by,
            at=at,
            use=use,
            version=1,
            answer="taken_up",
            happened_on=timezone.localdate() + timedelta(days=days),
        )


# With a change of control, so that nothing is typed twice.


def test_to_offer_the_days_says_so_of_the_change_of_control_too(at):  # R131
    change = ChangeOfControlFactory()
    by = adviser_for(change.council)
    use = make_offer(by=by, at=at, council=change.council, offer="change-of-control", change=change)
    change.refresh_from_db()
    assert (change.answer, change.answered_by, use.change, use.days_offered) == ("offered", by, change, 5)


def test_what_was_said_with_the_change_is_the_offer_and_is_not_asked_again(at, sign_in):  # R131
    change = ChangeOfControlFactory()
    by = adviser_for(change.council)
    answer_change_of_control(by=by, at=at, change=change, answer="offered")
    assert offered_with_change(by, timezone.localdate(), change.council) == [change]
    client = sign_in(by)
    assert "The free days were offered on" in text(client.get(f"/councils/{change.council.code}/offers"))
    page = client.post(f"/offers/with-change/{change.pk}", {"answer": "taken_up", "line": "With thanks."})
    use = OfferUse.objects.get()
    assert page.url == use.get_absolute_url()
    assert (use.by, use.happened_on, use.answer, use.change) == (by, timezone.localdate(), "taken_up", change)
    assert offered_with_change(by, timezone.localdate(), change.council) == []
    assert client.get(f"/offers/with-change/{change.pk}").status_code == 404


def test_what_was_not_offered_and_another_councils_change_are_refused(at):
    change = ChangeOfControlFactory()
    by = adviser_for(change.council)
    answer_change_of_control(by=by, at=at, change=change, answer="not_offered", reason="The same group.")
    with pytest.raises(Refused, match="not offered: The same group"):
        make_offer(by=by, at=at, council=change.council, offer="change-of-control", change=change)
    other = CouncilFactory(region=change.council.region)
    with pytest.raises(Refused, match="another council"):
        make_offer(by=by, at=at, council=other, offer="change-of-control", change=change)


# Pages.


def test_an_offer_goes_its_whole_way_on_the_pages(sign_in):
    council = CouncilFactory()
    client = sign_in(adviser_for(council))
    assert "Keep that it was offered" in text(client.get(f"/councils/{council.code}/offers"))
    made = client.post(f"/councils/{council.code}/offers/leadership-place", {"to_whom": "The leader"})
    use = OfferUse.objects.get()
    assert made.url == use.get_absolute_url()
    client.post(f"{made.url}/answer", {"version": 1, "answer": "taken_up", "line": "Cllr New goes."})
    client.post(
        f"{made.url}/plan",
        {"version": 2, "planned_from_on": str(soon()), "days_offered": "3", "people": "A mentor"},
    )
    client.post(f"{made.url}/days", {"days": "1.5", "line": "The first session"})
    shown = text(client.get(made.url))
    for said in ("Taken up", "1.5 of 3 days", "1.5 left", "The first session", "A mentor", "Cllr New goes."):
        assert said in shown
    client.post(f"{made.url}/end", {"version": 3, "outcome": "She leads the group."})
    assert "She leads the group." in text(client.get(made.url))


def test_every_word_is_kept_where_it_is_refused(sign_in):
    use = OfferUseFactory()
    page = sign_in(use.by).post(
        f"{use.get_absolute_url()}/plan",
        {"version": 1, "planned_until_on": str(soon()), "people": "Cllr P. Eer"},
    )
    assert page.status_code == 422
    assert "Cllr P. Eer" in page.content.decode()
    assert "from which day it is planned" in text(page)


def test_who_is_no_adviser_reads_the_register_and_nothing_of_its_use(sign_in):
    use = OfferUseFactory(taken_up=True)
    client = sign_in(UserFactory(secretariat=True))
    assert client.get(use.get_absolute_url()).status_code == 404
    for address in ("/offers", f"/councils/{use.council.code}/offers"):
        shown = text(client.get(address))
        assert "Knowledge Hub" in shown
        assert "Taken up" not in shown


def test_an_adviser_of_another_region_reads_it_and_is_told_whom_to_ask(sign_in):
    use = OfferUseFactory()
    client = sign_in(UserFactory(principal_adviser=True))
    assert "not one of your regions" in text(client.get(use.get_absolute_url()))
    page = client.post(f"{use.get_absolute_url()}/answer", {"version": 1, "answer": "taken_up"})
    assert (page.status_code, "not one of your regions" in text(page)) == (422, True)


def test_one_with_an_interest_does_not_find_it(sign_in):
    use = OfferUseFactory()
    by = adviser_for(use.council)
    InterestFactory(user=by, council=use.council)
    client = sign_in(by)
    assert client.get(use.get_absolute_url()).status_code == 404
    assert use.council.short_name not in text(client.get("/offers?stands=all"))


@pytest.mark.parametrize(
    "query", ["stands=9", "offer=x", "region=nowhere", "page=99", "order=%00", "mine=%00"]
)
def test_a_word_that_the_filters_do_not_know_narrows_nothing(query, sign_in):
    use = OfferUseFactory()
    assert use.council.short_name in text(sign_in(use.by).get(f"/offers?{query}"))


def test_the_list_is_narrowed_and_stands_by_date_region_or_name():
    first = OfferUseFactory(council__short_name="Zedford", happened_on=date(2026, 5, 1))
    other = OfferUseFactory(council__short_name="Aldford", ended=True)
    on = timezone.localdate()
    assert list(offers_for(first.by, on)) == [first]
    assert list(offers_for(first.by, on, OfferFilters(stands="all", order="council"))) == [other, first]
    assert list(offers_for(first.by, on, OfferFilters(stands="all", mine=True))) == [first]
    assert list(offers_for(first.by, on, OfferFilters(stands="ended"))) == [other]


def test_the_list_of_many_takes_no_more_queries_than_of_one(sign_in, django_assert_max_num_queries):
    use = OfferUseFactory(taken_up=True)
    for _ in range(8):
        OfferDaysFactory(use=OfferUseFactory(taken_up=True, council=use.council, by=use.by))
    client = sign_in(use.by)
    with django_assert_max_num_queries(14):
        client.get("/offers")


# What is due, and the stream.


def test_planned_days_are_due_to_the_regions_advisers():
    use = OfferUseFactory(taken_up=True, planned_from_on=soon(), planned_until_on=soon(22))
    OfferUseFactory(taken_up=True, ended=True, council=use.council, planned_from_on=soon())
    (due,) = due_for(use.by, timezone.localdate())
    assert (due.what, due.on, due.council, due.is_late) == (
        "Leadership support: planned",
        soon(),
        use.council,
        False,
    )
    assert due_for(UserFactory(principal_adviser=True), timezone.localdate()) == []


def test_an_offer_taken_up_stands_in_the_councils_stream():
    use = OfferUseFactory(taken_up=True, answer_line="Cllr New goes.")
    (entry,) = timeline_entries(use.council, use.by, 10)
    assert (entry.title, entry.text, entry.address) == (
        "Taken up: Leadership support",
        "Cllr New goes.",
        use.get_absolute_url(),
    )
    assert timeline_entries(use.council, UserFactory(secretariat=True), 10) == []


@pytest.mark.parametrize("day", [date(2, 5, 1), date(1, 1, 1), date(1973, 12, 31)])
def test_a_day_with_half_a_year_is_refused_in_a_sentence(day, at):
    council = CouncilFactory()
    with pytest.raises(Refused, match="with its whole year"):
        make_offer(
            by=adviser_for(council), at=at, council=council, offer="corporate-peer-challenge", happened_on=day
        )


def test_days_and_the_end_come_after_it_was_taken_up(at):
    use = OfferUseFactory(taken_up=True)
    by, early = adviser_for(use.council), use.answered_on - timedelta(days=1)
    with pytest.raises(Refused, match="It was taken up on"):
        record_days(by=by, at=at, use=use, days=Decimal(1), happened_on=early)
    with pytest.raises(Refused, match="It was taken up on"):
        end_offer(by=by, at=at, use=use, version=use.version, outcome="Done.", happened_on=early)
