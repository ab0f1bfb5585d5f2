"""Asking a publisher: politely, and whatever comes back, the last good figures stand and the page says so."""

import json
from datetime import timedelta

import pytest
from django.core.management import call_command

from indicators import catalogue, queries
from indicators.asked import why_not
from indicators.ingest import roll_back, sync_catalogue
from indicators.models import Check, Observation, Release, Source
from indicators.sources import pulling, working
from indicators.sources.pulling import pull
from ledger.models import Job
from tests.factories.accounts import UserFactory
from tests.factories.indicators import els, fingertips
from tests.indicators.conftest import AT, CLAIMANTS, claimants
from tests.indicators.loopback import loopback

pytestmark = pytest.mark.django_db


@pytest.fixture
def publisher(figures, parsed_here, settings):
    with loopback() as publisher:
        settings.INDICATOR_PUBLISHER = publisher.address
        publisher.body, publisher.tag = els(claimants()), '"one"'
        yield publisher


def figures_held():
    return list(Observation.objects.order_by("pk").values_list("pk", "value", "status", "until"))


def test_a_pull_over_http_loads_and_the_second_is_conditional(publisher):
    first = pull(CLAIMANTS, at=AT)
    second = pull(CLAIMANTS, at=AT + timedelta(days=1))
    assert (first.outcome, first.new) == ("loaded", 14)
    assert (second.outcome, second.new, second.unchanged) == ("unchanged", 0, 14)
    assert publisher.asked[0][0] == f"/{CLAIMANTS}.csv"
    assert "If-None-Match" not in publisher.asked[0][1]
    assert publisher.asked[1][1]["If-None-Match"] == '"one"'
    assert "slirisk" in publisher.asked[0][1]["User-Agent"]
    assert Release.objects.count() == 1


def test_a_definition_that_reads_the_file_otherwise_asks_for_it_again(publisher):
    pull(CLAIMANTS, at=AT)
    Release.objects.update(reading="an earlier one")
    again = pull(CLAIMANTS, at=AT)
    assert "If-None-Match" not in publisher.asked[1][1]
    assert (again.outcome, again.new, again.unchanged) == ("loaded", 0, 14)


good = els(claimants())
BAD = {
    "an empty file": (b"", "The file is empty."),
    "blank lines": (b"\n\n  \n", "The file is empty."),
    "headings alone": (good.split(b"\n")[0] + b"\n", "headings and no rows"),
    "a web page": (b"\n<!DOCTYPE html><html><body>Not found</body></html>", "a web page"),
    "a page of XML": (b"\xef\xbb\xbf<?xml version='1.0'?><Error/>", "a web page"),
    "a spreadsheet": (b"PK\x03\x04" + b"\x00" * 200, "not text"),
    "another table": (b"a,b,c\n1,2,3\n", "columns are not those of this source"),
    "a column gone": (good.replace(b"observation", b"value"), "observation is missing"),
    "cut in a row": (good[: len(good) - 25], "cut short"),
    "cut between rows": (
        els(row for row in claimants() if row["areacd"] in ("E06000001", "E06000002")),
        "It may be cut short",
    ),
    "no catalogue row": (good.replace(b"Claimant Count", b"Something"), "holds no figures for"),
    "last year's file": (
        els(row for row in claimants() if row["period"] < "2024"),
        "figures for 2024 are already held",
    ),
    "a year ahead": (els(claimants()).replace(b"2024-", b"2034-"), "2034, which has not begun"),
    "last year renamed": (
        els(
            [{"areacd": f"E060000{n:02}", "period": f"{year}-01-01/P1Y", "observation": f"{n / 10}"}
             for n in range(1, 58) for year in (2023, 2024)]
        ),
        "the very same figure for 2024 as for 2023",
    ),
    "a thousand times": (els(claimants(**{"E06000001 2024": {"observation": "2500"}})), "outside 0 to 100"),
    "unknown codes": (good.replace(b"E0600000", b"E0699900"), "not in the register"),
    "cut in a quoted cell": (good[:-1].replace(b",6.0,", b',"6.0'), "The file is cut short"),
    "a short cell": (b"areacd\n", "columns are not those"),
    "no councils": (
        els(row for row in claimants() if row["areacd"].startswith(("E92", "E12"))),
        "holds no council",
    ),
}  # fmt: skip


# Readable, and waiting for the analyst; the others cannot be used at all.
SUSPICIOUS = (
    "cut between rows", "last year's file", "a year ahead", "last year renamed", "a thousand times",
    "unknown codes",
)  # fmt: skip


@pytest.mark.parametrize("name", BAD)
def test_a_file_that_cannot_be_trusted_changes_no_figure_and_says_so(name, publisher, client):
    content, words = BAD[name]
    pull(CLAIMANTS, at=AT)
    before = figures_held()
    release = Source.objects.get(slug=CLAIMANTS).current_release
    publisher.body, publisher.tag = content, '"two"'
    refused = pull(CLAIMANTS, at=AT + timedelta(days=1))
    assert refused.outcome == ("quarantined" if name in SUSPICIOUS else "refused")
    assert words in refused.sentence
    assert "The last good figures stand." in refused.sentence
    assert figures_held() == before
    source = Source.objects.get(slug=CLAIMANTS)
    assert source.current_release == release
    assert source.failure == ("" if name in SUSPICIOUS else refused.sentence)
    assert bool(source.waiting) == (name in SUSPICIOUS)
    client.force_login(UserFactory())
    page = client.get(f"/data/{CLAIMANTS}").content.decode()
    assert words.split("“")[0] in page.replace("&#x27;", "'")
    # It is asked for again as if it had never come, and a good file ends the failure.
    publisher.body, publisher.tag = els(claimants()), '"three"'
    assert pull(CLAIMANTS, at=AT + timedelta(days=2)).outcome == "unchanged"
    assert publisher.asked[-1][1]["If-None-Match"] == '"one"'
    assert Source.objects.get(slug=CLAIMANTS).failure == ""


def test_an_unknown_code_among_many_is_a_rejected_row_and_said_on_the_data_page(publisher, client):
    rows = claimants()
    rows += [
        {"areacd": f"E060000{n:02}", "period": "2024-01-01/P1Y", "observation": "3.0"} for n in range(5, 58)
    ]
    publisher.body = els([*rows, {"areacd": "E06000999", "period": "2024-01-01/P1Y", "observation": "3.0"}])
    assert pull(CLAIMANTS, at=AT).outcome == "loaded"
    client.force_login(UserFactory())
    page = client.get(f"/data/{CLAIMANTS}").content.decode()
    assert "1 row: the code is not in the register of councils (such as E06000999)" in page


def test_a_file_that_was_replaced_since_is_not_taken_back(publisher):
    pull(CLAIMANTS, at=AT)
    publisher.body, publisher.tag = els(claimants(**{"E06000001 2024": {"observation": "9.9"}})), '"two"'
    pull(CLAIMANTS, at=AT)
    before = figures_held()
    publisher.body, publisher.tag = els(claimants()), '"three"'
    refused = pull(CLAIMANTS, at=AT)
    assert refused.outcome == "refused"
    assert "was loaded before" in refused.sentence
    assert figures_held() == before
    assert Release.objects.filter(state="loaded").count() == 2


@pytest.mark.parametrize("answer", ["nothing has changed", "the same file under another tag"])
def test_figures_rolled_back_while_the_publisher_is_asked_are_asked_for_whole_the_next_time(
    publisher, monkeypatch, answer
):
    pull(CLAIMANTS, at=AT)
    publisher.body, publisher.tag = els(claimants(**{"E06000001 2024": {"observation": "9.9"}})), '"two"'
    pull(CLAIMANTS, at=AT)
    source = Source.objects.get(slug=CLAIMANTS)
    first, second = source.releases.order_by("pk")
    if answer != "nothing has changed":
        publisher.tag = '"three"'
    asked = pulling.asking.bring

    def and_meanwhile(*words, **named):
        came = asked(*words, **named)
        roll_back(
            source=Source.objects.get(pk=source.pk), release=second, by=UserFactory(), at=AT, reason="So"
        )
        return came

    with monkeypatch.context() as meanwhile:
        meanwhile.setattr(pulling.asking, "bring", and_meanwhile)
        assert pull(CLAIMANTS, at=AT).outcome == "unchanged"

    source.refresh_from_db()
    assert (source.etag, source.last_modified) == ("", "")
    assert source.current_release == first
    asked_before = len(publisher.asked)
    pull(CLAIMANTS, at=AT)
    assert "If-None-Match" not in publisher.asked[asked_before][1]


def test_a_fingertips_file_given_to_an_ons_source_is_refused(publisher):
    publisher.body = fingertips([{"Area Code": "E06000001", "Time period": "2022/23", "Value": "1"}])
    assert "columns are not those" in pull(CLAIMANTS, at=AT).sentence


def test_a_publisher_that_fails_is_said_and_asked_again_soon(publisher):
    publisher.status = 500
    failed = pull(CLAIMANTS, at=AT)
    assert failed.outcome == "failed"
    assert "answered 500" in failed.sentence
    assert CLAIMANTS not in queries.due_sources(AT + timedelta(minutes=14))
    assert CLAIMANTS in queries.due_sources(AT + timedelta(minutes=19))


def test_retry_after_is_kept(publisher):
    publisher.status, publisher.headers = 429, {"Retry-After": "7200"}
    pull(CLAIMANTS, at=AT)
    assert CLAIMANTS not in queries.due_sources(AT + timedelta(minutes=119))
    assert CLAIMANTS in queries.due_sources(AT + timedelta(minutes=121))


def test_a_file_cut_on_the_way_is_not_taken(publisher):
    publisher.short_by = 40
    failed = pull(CLAIMANTS, at=AT)
    assert failed.outcome == "failed"
    assert not Observation.objects.exists()


def test_the_banner_stands_on_every_page_that_uses_the_source(publisher, client, hartlepool):
    pull(CLAIMANTS, at=AT)
    publisher.status, publisher.tag = 503, '"x"'
    pull(CLAIMANTS, at=AT)
    client.force_login(UserFactory())
    for page in ("/councils/E06000001/headline", "/indicators/claimant-count"):
        assert "answered 503" in client.get(page).content.decode(), page
    assert "answered 503" not in client.get("/indicators/employment-rate").content.decode()
    assert [banner.source for banner in queries.banners(AT.date())] == [CLAIMANTS]


def test_the_command_exits_with_one_where_the_file_is_refused(figures, tmp_path, capsys):
    file = tmp_path / "page.csv"
    file.write_text("<html>")
    with pytest.raises(SystemExit) as ended:
        call_command("pull", CLAIMANTS, "--file", str(file))
    assert ended.value.code == 1
    assert json.loads(capsys.readouterr().out.splitlines()[-1])["outcome"] == "refused"


# Pulls as work in the ledger.


def test_what_is_due_is_enqueued_once_and_worked_off_one_at_a_time(publisher, monkeypatch):
    monkeypatch.setattr(queries, "due_sources", lambda at: [CLAIMANTS])
    assert working.enqueue_due(AT) == 1
    assert working.enqueue_due(AT) == 1
    assert working.do_one("worker", lambda: AT) is True
    assert working.do_one("worker", lambda: AT) is False
    job = Job.objects.get(kind="pull")
    assert (job.state, job.result["new"], job.key) == ("done", 14, CLAIMANTS)


def test_a_worker_that_lost_its_lease_writes_nothing(publisher, monkeypatch):
    monkeypatch.setattr(queries, "due_sources", lambda at: [CLAIMANTS])
    working.enqueue_due(AT)
    slow = []

    def overtaken(slug, **more):
        if not slow:  # the first worker sleeps past its lease; a second one does the work
            slow.append(slug)
            Job.objects.update(leased_until_at=AT - timedelta(minutes=1))
            assert working.do_one("a second worker", lambda: AT) is True
        return pull(slug, **more)

    monkeypatch.setattr(working, "pull", overtaken)
    working.do_one("a slow worker", lambda: AT)
    assert slow
    assert Check.objects.count() == 1
    assert Observation.objects.count() == 14
    assert Job.objects.get().worker == "a second worker"


def test_a_fault_of_ours_is_said_and_tried_again(publisher, monkeypatch):
    monkeypatch.setattr(queries, "due_sources", lambda at: [CLAIMANTS])
    working.enqueue_due(AT)

    def broken(*words, **more):
        raise KeyError("x")

    monkeypatch.setattr(working, "pull", broken)
    working.do_one("worker", lambda: AT)
    job = Job.objects.get()
    assert (job.state, job.due_at) == ("waiting", AT + working.WAITS_AFTER_FAULT[0])
    assert "a fault of this service (KeyError)" in Source.objects.get(slug=CLAIMANTS).failure


def test_every_source_is_due_at_first_and_none_just_after(figures):
    sync_catalogue()
    asked = {slug for slug, one in catalogue.sources().items() if not why_not(one) and not one.by_hand}
    assert set(queries.due_sources(AT)) == asked
    Source.objects.update(last_checked_at=AT)
    assert queries.due_sources(AT + timedelta(hours=23)) == []
    assert set(queries.due_sources(AT + timedelta(days=7))) == asked
