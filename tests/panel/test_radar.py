"""The radar: a decision of the region's principal adviser, by date, region or name, never by seriousness."""

from datetime import date

import pytest
from django.db import IntegrityError, transaction

from audit.models import Event
from common.errors import NotPermitted, Refused, Stale
from panel.models import RadarEntry, RadarExport
from panel.queries import is_on_radar, radar_for, timeline_entries
from panel.workflow import export_radar, put_on_radar, set_next_look, take_off_radar
from tests.factories.accounts import UserFactory
from tests.factories.councils import CouncilFactory, InterestFactory, RegionHoldingFactory, adviser_for
from tests.factories.panel import RadarEntryFactory, live

pytestmark = pytest.mark.django_db
SENTENCE = "Presence on the radar is not in itself an indication of failure."


@pytest.fixture
def council():
    return CouncilFactory(short_name="Marchford")


@pytest.fixture
def adviser(council):
    return adviser_for(council)


def test_a_principal_adviser_puts_a_council_of_their_region_on_the_radar(council, adviser, at):  # R148
    entry = put_on_radar(council=council, reason=" No agreed\n budget ", by=adviser, at=at)

    assert is_on_radar(council)
    assert entry.put_on_reason == "No agreed budget"
    event = Event.objects.get(act="put_on_radar")
    assert event.by == adviser
    assert event.scope == council.audit_scope
    assert "budget" not in str(event.details)


def test_a_council_stands_on_the_radar_once_at_a_time(council, adviser, at):
    put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)

    with pytest.raises(Stale, match="Marchford is on the radar already, since"):
        put_on_radar(council=council, reason="Again", by=adviser, at=at)


def test_it_needs_a_line_of_reason_each_way(council, adviser, at):
    with pytest.raises(Refused, match="Enter the reason"):
        put_on_radar(council=council, reason="  ", by=adviser, at=at)
    entry = RadarEntryFactory(council=council)
    with pytest.raises(Refused, match="Enter the reason"):
        take_off_radar(entry=entry, reason="", by=adviser, at=at)


@pytest.mark.parametrize("role", ["senior_adviser", "secretariat", "panel_member", "principal_adviser"])
def test_nobody_else_decides_it(council, at, role):
    with pytest.raises(NotPermitted, match="Only a principal adviser for"):
        put_on_radar(council=council, reason="x", by=UserFactory(**{role: True}), at=at)
    assert not RadarEntry.objects.exists()


def test_an_adviser_with_a_declared_interest_leaves_it_to_another(council, adviser, at):  # R052
    InterestFactory(user=adviser, council=council)

    with pytest.raises(NotPermitted, match="declared interest"):
        put_on_radar(council=council, reason="x", by=adviser, at=at)


def test_it_is_taken_off_with_a_reason_and_can_be_put_on_again(council, adviser, at):
    entry = put_on_radar(council=council, reason="No agreed budget", by=adviser, at=at)

    take_off_radar(entry=entry, reason="A budget is agreed", by=adviser, at=at)

    assert not is_on_radar(council)
    with pytest.raises(Stale, match="was taken off the radar on"):
        take_off_radar(entry=entry, reason="Again", by=adviser, at=at)
    put_on_radar(council=council, reason="The budget fell", by=adviser, at=at)
    assert RadarEntry.objects.filter(council=council).count() == 2
    titles = [entry.title for entry in timeline_entries(council, adviser)]
    assert sorted(titles) == ["Put on the radar", "Put on the radar", "Taken off the radar"]


def test_if_the_record_cannot_be_written_nothing_has_changed(council, adviser, at, broken_audit):
    entry = RadarEntryFactory(council=CouncilFactory(region=council.region))
    for act in (
        lambda: put_on_radar(council=council, reason="x", by=adviser, at=at),
        lambda: take_off_radar(entry=entry, reason="x", by=adviser, at=at),
        lambda: set_next_look(entry=entry, on=date(2999, 1, 1), by=adviser, at=at),
        lambda: export_radar(rows=1, reason="x", by=adviser, at=at),
    ):
        with pytest.raises(broken_audit), transaction.atomic():
            act()
    assert RadarEntry.objects.count() == 1
    entry.refresh_from_db()
    assert entry.taken_off_at is None
    assert entry.next_look_on is None
    assert not RadarExport.objects.exists()


def test_what_is_taken_off_says_by_whom_when_and_why():
    entry = RadarEntryFactory()
    for half in (
        {"taken_off_reason": "x"},
        {"taken_off_at": entry.put_on_at},
        {"taken_off_by": entry.put_on_by},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            RadarEntry.objects.filter(pk=entry.pk).update(**half)


def test_advisers_and_the_secretariat_know_of_it_and_nobody_else(council):
    RadarEntryFactory(council=council)

    for role in ("principal_adviser", "senior_adviser", "secretariat"):
        assert radar_for(UserFactory(**{role: True})).count() == 1
    for role in ("panel_member", "analyst", "administrator", "governance_officer", "dclg_liaison"):
        assert radar_for(UserFactory(**{role: True})).count() == 0


def test_a_declared_interest_hides_the_council(council, adviser):  # R052
    RadarEntryFactory(council=council)
    InterestFactory(user=adviser, council=council)

    assert not radar_for(adviser).exists()
    assert timeline_entries(council, adviser) == []


def test_the_page_carries_the_sentence_and_never_orders_by_seriousness(sign_in, live_concerns):  # R148 R004
    early, late = CouncilFactory(short_name="Zedworth"), CouncilFactory(short_name="Abbotsea")
    RadarEntryFactory(council=early, next_look_on=date(2013, 1, 9))
    RadarEntryFactory(council=late, next_look_on=date(2013, 2, 9))
    live_concerns += [live(early, "1", 1, next_review_on=None), live(late, "4", 2, next_review_on=None)]
    client = sign_in(UserFactory(principal_adviser=True))

    page = client.get("/radar").content.decode()
    by_name = client.get("/radar?by=name").content.decode()
    by_stage = client.get("/radar?by=stage").content.decode()

    assert SENTENCE in page
    assert page.index("Zedworth") < page.index("Abbotsea")
    assert by_name.index("Abbotsea") < by_name.index("Zedworth")
    assert by_stage.index("Zedworth") < by_stage.index("Abbotsea")  # not understood: by next date


def test_the_page_narrows_by_region_and_name_and_the_address_is_the_state(sign_in):
    here, there = CouncilFactory(short_name="Herewick"), CouncilFactory(short_name="Thereton")
    RadarEntryFactory(council=here)
    RadarEntryFactory(council=there)
    client = sign_in(UserFactory(principal_adviser=True))

    narrowed = client.get(f"/radar?region={here.region.slug}").content.decode()
    found = client.get("/radar?q=there").content.decode()
    none = client.get("/radar?q=nowhere").content.decode()

    assert "Herewick" in narrowed
    assert "Thereton" not in narrowed
    assert "Thereton" in found
    assert "Herewick" not in found
    assert "No council on the radar answers to that." in none


def test_the_secretariat_reads_no_summary_of_an_early_concern_here(sign_in, live_concerns, council):
    RadarEntryFactory(council=council)
    live_concerns += [live(council, "2", 1, summary="Murmurs"), live(council, "3", 2, summary="Budget talks")]

    page = sign_in(UserFactory(secretariat=True)).get("/radar").content.decode()
    advisers = sign_in(UserFactory(senior_adviser=True)).get("/radar").content.decode()

    assert "Murmurs" not in page
    assert "Budget talks" in page
    assert "Murmurs" in advisers


@pytest.mark.parametrize("role", ["panel_member", "analyst", "administrator", "governance_officer"])
def test_to_everyone_else_there_is_no_such_page(sign_in, role):
    client = sign_in(UserFactory(**{role: True}))

    assert client.get("/radar").status_code == 404
    assert client.post("/radar/export", {"reason": "x"}).status_code == 404


def test_a_council_is_put_on_dated_and_taken_off_in_the_browser(sign_in, council, adviser):
    client = sign_in(adviser)
    assert client.get(f"/radar/put-on/{council.code}").status_code == 200

    client.post(f"/radar/put-on/{council.code}", {"reason": "No agreed budget", "next_look_on": "2026-12-24"})
    entry = RadarEntry.objects.get()
    assert entry.next_look_on == date(2026, 12, 24)
    client.post(f"/radar/{entry.pk}/next-look", {"next_look_on": "2027-01-09", "before": "2026-12-24"})
    assert "9 January 2027" in client.get("/radar").content.decode()
    refused = client.post(f"/radar/{entry.pk}/take-off", {"reason": ""})
    assert refused.status_code == 422
    assert "Enter the reason in one line." in refused.content.decode()
    client.post(f"/radar/{entry.pk}/take-off", {"reason": "A budget is agreed"})
    page = client.get("/radar").content.decode()
    assert "Lately taken off" in page
    assert "A budget is agreed" in page


def test_a_refusal_keeps_what_was_typed(sign_in, council):
    client = sign_in(UserFactory(senior_adviser=True))

    page = client.get(f"/radar/put-on/{council.code}").content.decode()
    refused = client.post(f"/radar/put-on/{council.code}", {"reason": "No agreed budget"})

    assert "Only a principal adviser for" in page
    assert refused.status_code == 422
    assert "Only a principal adviser for" in refused.content.decode()


def test_the_list_leaves_with_a_reason_as_it_is_shown_without_invented_councils(sign_in, council):
    RadarEntryFactory(council=council, put_on_reason="=cmd|' /C calc'!A0")
    RadarEntryFactory(council=CouncilFactory(fictional=True, short_name="Dreamham"))
    client = sign_in(UserFactory(principal_adviser=True))

    refused = client.post("/radar/export", {"reason": ""})
    answer = client.post("/radar/export", {"reason": "For the regional meeting"})

    assert refused.status_code == 422
    text = answer.content.decode()
    assert answer["Content-Type"].startswith("text/csv")
    assert "Marchford" in text
    assert "'=cmd" in text
    assert "Dreamham" not in text
    export = RadarExport.objects.get()
    assert export.reason == "For the regional meeting"
    assert Event.objects.get(act="export_radar").details == {"rows": export.rows}
    assert export.rows == 1


def test_a_senior_adviser_takes_out_the_councils_of_their_own_regions_alone(sign_in, council):
    """TRUST section 2, Export."""
    RadarEntryFactory(council=council)
    RadarEntryFactory(council=CouncilFactory(short_name="Elsewhere"))
    senior = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=senior, region=council.region, capacity="senior")
    client = sign_in(senior)
    assert "Elsewhere" in client.get("/radar").content.decode()
    text = client.post("/radar/export", {"reason": "For the regional meeting"}).content.decode()
    assert "Marchford" in text
    assert "Elsewhere" not in text
    assert RadarExport.objects.get().rows == 1


def test_the_secretariat_does_not_export_the_radar(sign_in, at):
    user = UserFactory(secretariat=True)

    assert "Only advisers may export" in sign_in(user).get("/radar").content.decode()
    with pytest.raises(NotPermitted):
        export_radar(rows=1, reason="x", by=user, at=at)


def test_at_most_200_rows_leave_at_a_time(adviser, at):
    with pytest.raises(Refused, match="200"):
        export_radar(rows=201, reason="x", by=adviser, at=at)


def test_the_guide_is_printed_and_is_no_cap(sign_in, council, at):  # R148
    for _ in range(31):
        RadarEntryFactory()
    put_on_radar(council=council, reason="x", by=adviser_for(council), at=at)

    page = sign_in(UserFactory(principal_adviser=True)).get("/radar").content.decode()

    assert "It is not a cap." in page
    assert "32 councils" in page


def test_a_principal_adviser_chooses_among_the_councils_they_decide_about(sign_in, council, adviser):
    other = CouncilFactory(short_name="Farwick")
    beside = CouncilFactory(short_name="Besideham", region=council.region)
    own = CouncilFactory(short_name="Homewick", region=council.region)
    InterestFactory(user=adviser, council=own)
    RadarEntryFactory(council=beside)
    client = sign_in(adviser)

    page = client.get("/radar").content.decode()
    chosen = client.get(f"/radar/put-on?council={council.code}")
    refused = client.get(f"/radar/put-on?council={other.code}")

    assert f'value="{council.code}"' in page
    for hidden in (other, beside, own):
        assert f'value="{hidden.code}"' not in page
    assert chosen.url == f"/radar/put-on/{council.code}"
    assert refused.status_code == 422
    assert "Choose a council from the list." in refused.content.decode()
    assert "Choose a council" not in sign_in(UserFactory(secretariat=True)).get("/radar").content.decode()
