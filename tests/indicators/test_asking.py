"""Sources that take several requests: one file, within caps, or nothing; and a key never written down."""

import base64
import dataclasses
import hashlib
import hmac
import json
import logging
from urllib.parse import parse_qs, unquote, urlsplit

import pytest

from common.fetching import FetchFailed
from indicators import asked, catalogue, queries
from indicators.models import Check, Release, Source
from indicators.sources import asking, ees_api, lg_inform, nomis, pulling
from indicators.sources.pulling import pull
from indicators.sources.signing import signed
from tests.factories.accounts import UserFactory
from tests.indicators.conftest import AT
from tests.indicators.loopback import loopback

KEY, SECRET = "a-key-of-ours-0123", "a-secret-of-ours-4567"


@pytest.fixture
def publisher(monkeypatch):
    monkeypatch.setattr(asking, "PAUSE", 0)
    with loopback() as publisher:
        yield publisher


def source(slug, publisher, **asking_too):
    one = catalogue.sources()[slug]
    address = publisher.address + urlsplit(one.address)._replace(scheme="", netloc="").geturl()
    return dataclasses.replace(one, address=address, asking={**one.asking, **asking_too})


# Nomis.

HEAD = b'"DATE_NAME","GEOGRAPHY_CODE","GEOGRAPHY_NAME","MEASURES_NAME","OBS_VALUE","URN","RECORD_COUNT"\n'
ROWS = [
    b'"2021","E0600000%d","Name, %d","Value",%d,"u%d",5\n' % (n, n, n * 10, n) for n in range(1, 6)
]  # fmt: skip


def paged(at_once, rows=ROWS, head=HEAD):
    def answers(method, path, body):
        start = int(parse_qs(urlsplit(path).query).get("RecordOffset", ["0"])[0])
        return head + b"".join(rows[start : start + at_once])

    return answers


def test_nomis_is_asked_until_its_count_is_reached_and_kept_as_one_file(publisher, tmp_path):
    publisher.answers = paged(2)
    came = asking.bring(source("nomis-population", publisher), tmp_path)
    assert came.path.read_bytes() == HEAD + b"".join(ROWS)
    assert came.sha256 == hashlib.sha256(came.path.read_bytes()).hexdigest() == came.path.name
    assert ["RecordOffset" in path for path, _ in publisher.asked] == [False, True, True]
    assert [path.name for path in tmp_path.iterdir()] == [came.sha256]
    assert len(nomis.parse(came.path, {})) == 5
    assert came.etag == ""  # the tag of a page is not the release's


def test_one_answer_of_nomis_is_kept_as_it_came_and_asked_for_conditionally(publisher, tmp_path):
    publisher.answers, publisher.headers = paged(10), {"ETag": '"one"'}
    came = asking.bring(source("nomis-population", publisher), tmp_path)
    assert (came.etag, len(publisher.asked)) == ('"one"', 1)
    publisher.answers, publisher.tag, publisher.headers = None, '"one"', {}
    assert asking.bring(source("nomis-population", publisher), tmp_path, etag='"one"').path is None


def test_the_same_release_is_the_same_bytes_however_it_was_paged(publisher, tmp_path):
    hashes = set()
    for at_once in (1, 2, 4, 5):
        publisher.answers = paged(at_once)
        hashes.add(asking.bring(source("nomis-population", publisher), tmp_path).sha256)
    assert len(hashes) == 1


@pytest.mark.parametrize("second", [b"<html>", b"", HEAD, HEAD.replace(b"URN", b"UID") + ROWS[2],
                                    HEAD + ROWS[2].replace(b",5\n", b",6\n")])  # fmt: skip
def test_a_page_that_is_not_the_next_one_fails_the_release(publisher, tmp_path, second):
    first = paged(2)
    publisher.answers = lambda m, path, b: second if "RecordOffset" in path else first(m, path, b)
    with pytest.raises(FetchFailed, match="gave 2 of 5 rows"):
        asking.bring(source("nomis-population", publisher), tmp_path)
    assert not list(tmp_path.iterdir())


def test_a_wait_asked_for_on_a_later_page_is_the_releases(publisher, tmp_path):
    first = paged(2)
    publisher.headers = {"Retry-After": "90"}
    publisher.answers = lambda m, path, b: (429, b"") if "RecordOffset=2" in path else first(m, path, b)
    with pytest.raises(FetchFailed, match="answered 429") as failed:
        asking.bring(source("nomis-population", publisher), tmp_path)
    assert failed.value.retry_after == 90
    assert not list(tmp_path.iterdir())


def test_the_caps_hold_for_the_release_as_a_whole(publisher, tmp_path, monkeypatch):
    publisher.answers = paged(1)
    monkeypatch.setattr(asking, "MOST_REQUESTS", 3)
    with pytest.raises(FetchFailed, match="more than 3 requests"):
        asking.bring(source("nomis-population", publisher), tmp_path)
    budget = asking.Budget(tmp_path, left=len(HEAD) + len(ROWS[0]) + 10)
    budget.fetch(publisher.address)
    with pytest.raises(FetchFailed, match="sent more than 10 bytes"):
        budget.fetch(publisher.address)
    budget = asking.Budget(tmp_path, until=1.0)
    with pytest.raises(FetchFailed, match="takes more than"):
        budget.fetch(publisher.address)


def test_an_inside_address_is_refused_here_too(settings, tmp_path):
    settings.FETCH_LOOPBACK = False
    one = dataclasses.replace(catalogue.sources()["nomis-population"], address="http://169.254.169.254/?a=1")
    with pytest.raises(FetchFailed):
        asking.bring(one, tmp_path)


# Explore Education Statistics.

META = {
    "indicators": [{"id": "S9YVx", "label": "Average Attainment 8 score", "column": "att8"}],
    "filters": [{"id": "f1", "column": "sex", "label": "Sex", "options": [
        {"id": "t", "label": "Total", "isAggregate": True}, {"id": "g", "label": "Girls"}]}],
    "locations": [
        {"level": {"code": "NAT", "label": "National"}, "options": [
            {"id": "n1", "label": "England", "code": "E92000001"}]},
        {"level": {"code": "LA", "label": "Local authority"}, "options": [
            {"id": "a1", "label": "Hartlepool", "code": "E06000001", "oldCode": "805"},
            {"id": "a2", "label": "Barnsley", "code": "E08000038", "oldCode": "370"}]},
    ],
}  # fmt: skip


def result(place, value, *, option="t", period="2022/2023", code="AY"):
    level = "NAT" if place == "n1" else "LA"
    return {
        "timePeriod": {"code": code, "period": period},
        "geographicLevel": level,
        "locations": {"NAT": "n1", level: place},
        "filters": {"f1": option},
        "values": {"S9YVx": value},
    }


RESULTS = [result("n1", "46.2"), result("a1", "c"), result("a2", "44.1"), result("a2", "47.0", option="g"),
           result("a2", "x", period="2023/2024")]  # fmt: skip

PAGE = {"page": {"paging": {}, "results": RESULTS}}


def ees(results=RESULTS, size=2, version="2.1"):
    def answers(method, path, body):
        place = urlsplit(path).path
        if place.endswith("/meta"):
            return json.dumps(META).encode()
        if not place.endswith("/query"):
            return json.dumps({"id": "x", "latestVersion": {"version": version}}).encode()
        page = json.loads(body)["page"]
        paging = {"page": page, "pageSize": size, "totalPages": -(-len(results) // size),
                  "totalResults": len(results)}  # fmt: skip
        return json.dumps({"paging": paging, "results": results[(page - 1) * size : page * size]}).encode()

    return answers


def column(rows, name):
    return [rows.text[name].words[code] for code in rows.text[name].codes]


def test_ees_is_asked_for_what_its_ids_mean_and_for_every_page(publisher, tmp_path):
    publisher.answers = ees()
    came = asking.bring(source("dfe-key-stage-4", publisher), tmp_path)
    paths = [urlsplit(path).path.rpartition("/")[2] for path, _ in publisher.asked]
    assert paths[1:] == ["meta", "query", "query", "query"]
    assert all("dataSetVersion=2.1" in path for path, _ in publisher.asked[1:])
    rows = ees_api.parse(came.path, {})
    assert list(zip(column(rows, "area"), column(rows, "sex"), column(rows, "status"), strict=True)) == [
        ("E92000001", "", "0"), ("E06000001", "", "3"), ("E08000038", "", "0"), ("E08000038", "Girls", "0"),
        ("E08000038", "", "1"),
    ]  # fmt: skip
    assert set(column(rows, "indicator")) == {"S9YVx"}
    assert rows.text["period"].words[0] == "2022-09-01|2023-08-31|2022/23"
    assert (rows.read, rows.rejected) == (5, [])


def test_ees_is_not_asked_again_for_a_version_that_is_held(publisher, tmp_path):
    publisher.answers = ees()
    first = asking.bring(source("dfe-key-stage-4", publisher), tmp_path)
    before = len(publisher.asked)
    assert asking.bring(source("dfe-key-stage-4", publisher), tmp_path, etag=first.etag).path is None
    assert len(publisher.asked) == before + 1


@pytest.mark.parametrize(
    ("lines", "words"),
    [
        ([{"results": RESULTS}], "without its metadata"),
        ([{"meta": META}], "not a query's answers"),
        (
            [{"meta": META}, {"page": {"paging": {"totalResults": 9}, "results": RESULTS}}],
            "5 of the 9 results",
        ),
        ([{"meta": META}, {"page": {"paging": {"totalResults": 0}, "results": []}}], "no results"),
        (
            [{"meta": {**META, "indicators": []}}, {"page": {"paging": {}, "results": RESULTS}}],
            "does not explain",
        ),
        ([{"meta": {**META, "filters": []}}, {"page": {"paging": {}, "results": RESULTS}}], "the filter f1"),
    ],
)
def test_answers_that_do_not_explain_themselves_are_refused(tmp_path, lines, words):
    path = tmp_path / "answers"
    path.write_text("\n".join(json.dumps(line) for line in lines))
    with pytest.raises(Exception, match=words):
        ees_api.parse(path, {})


# LG Inform.


def figure(area, value, **more):
    return {
        "metricTypeIdentifier": "10749",
        "areaIdentifier": area,
        "areaLabel": "A",
        "periodIdentifier": "sch_2018_19",
        "periodLabel": "2018/19 (academic)",
        "valueTypeIdentifier": "raw",
        "value": value,
        "publicationStatus": "Published",
        **more,
    }


def test_lg_inform_is_asked_under_a_signature_and_the_key_is_written_nowhere(
    publisher, tmp_path, settings, caplog
):  # R095
    settings.LG_INFORM_KEY, settings.LG_INFORM_SECRET = KEY, SECRET
    caplog.set_level(logging.DEBUG)

    def answers(method, path, body):
        areas = parse_qs(urlsplit(path).query)["area"][0].split(",")
        return json.dumps([figure(area, 3.51, note=f"asked as {KEY}") for area in areas]).encode()

    publisher.answers = answers
    came = asking.bring(source("lg-inform-ebacc", publisher), tmp_path)
    assert len(publisher.asked) == 6
    for path, _ in publisher.asked:
        asked_for, _, signature = f"{publisher.address}{path}".partition("&Signature=")
        expected = hmac.new(SECRET.encode(), unquote(asked_for).encode(), "sha1").digest()
        assert unquote(signature) == base64.b64encode(expected).decode()
        assert not set(signature) & set("+/=")
        assert SECRET not in path
    rows = lg_inform.parse(came.path, {})
    assert len(rows) == 318
    assert KEY not in came.path.read_text()
    assert KEY not in caplog.text
    assert "Signature" not in caplog.text


def test_a_signature_is_percent_encoded_and_of_the_decoded_address():
    address = signed("https://example.org/data?area=A%2CB", "k&y", "s")
    assert address.startswith("https://example.org/data?area=A%2CB&ApplicationKey=k%26y&Signature=")
    digest = hmac.new(b"s", b"https://example.org/data?area=A,B&ApplicationKey=k&y", "sha1").digest()
    assert unquote(address.rpartition("=")[2]) == base64.b64encode(digest).decode()


def test_what_lg_inform_marks_as_missing_or_as_a_group_is_no_councils_figure(tmp_path):
    path = tmp_path / "answers"
    path.write_text(json.dumps([
        figure("E06000001", 3.51), figure("E06000002", "null"), figure("E06000003", None),
        figure("AllBoroughInRegion_London", 4), figure("E06000001:AdministrativeWard", 5),
        figure("E06000004", 1, valueTypeIdentifier="rank"),
        figure("E06000005", 1, periodIdentifier="q", periodLabel="Q"),
        figure("E92000001", "4.1", publicationStatus="Provisional"),
    ]))  # fmt: skip
    rows = lg_inform.parse(path, {})
    assert column(rows, "area") == ["E06000001", "E06000002", "E06000003", "E92000001"]
    assert column(rows, "status") == ["0", "7", "7", "0"]
    assert column(rows, "remark")[3] == "Provisional"
    assert {r.reason: r.count for r in rows.rejected} == {
        lg_inform.NOT_ALONE: 2, lg_inform.NOT_RAW: 1, "the period cannot be read": 1,
    }  # fmt: skip
    assert rows.read == 8


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "empty"),
        ("<html>", "web page"),
        ("[]", "no figures"),
        ('[{"a": 1}]', "metricTypeIdentifier"),
        ('[{"metricTypeIdentifier": "1"', "not whole JSON"),
        ("[NaN]", "no figures"),
        ("[" * 100_000, "not whole"),
    ],
)
def test_an_answer_that_is_none_is_refused_in_a_sentence(tmp_path, content, words):
    path = tmp_path / "answers"
    path.write_text(content)
    with pytest.raises(Exception, match=words):
        lg_inform.parse(path, {})


@pytest.mark.django_db
def test_without_its_key_lg_inform_is_not_asked_and_the_data_page_says_so(
    figures, client, settings, publisher
):
    slug = "lg-inform-ebacc"
    assert slug not in queries.due_sources(AT)
    done = pull(slug, at=AT)
    assert (done.outcome, done.went_well) == ("not asked", False)
    assert "It needs a key" in done.sentence
    assert not Check.objects.filter(source__slug=slug).exists()
    client.force_login(UserFactory())
    page = client.get("/data").content.decode()
    assert "It needs a key: nobody is asked until" in page
    assert "Waiting for a key" in page
    for one in Source.objects.filter(slug__in=("lg-inform-ebacc", "dfe-key-stage-4")):  # R095
        said = client.get(one.get_absolute_url()).content.decode()
        assert "Not yet run against the publisher. How it is read was written" in said
    settings.LG_INFORM_KEY, settings.LG_INFORM_SECRET = KEY, SECRET
    assert slug in queries.due_sources(AT)
    page = client.get("/data").content.decode()
    assert "It needs a key" not in page
    assert KEY not in page


@pytest.mark.django_db
def test_a_failure_of_a_signed_question_says_nothing_of_the_key(
    figures, parsed_here, client, settings, publisher, monkeypatch, caplog
):
    settings.LG_INFORM_KEY, settings.LG_INFORM_SECRET = KEY, SECRET
    one = source("lg-inform-ebacc", publisher)
    monkeypatch.setitem(catalogue.sources(), one.slug, one)
    caplog.set_level(logging.DEBUG)
    publisher.answers = lambda *asked: (500, KEY.encode())
    failed = pull(one.slug, at=AT)
    assert (failed.outcome, "answered 500" in failed.sentence) == ("failed", True)
    publisher.answers = lambda *asked: json.dumps([figure("E06000001", 3.51)]).encode()
    pull(one.slug, at=AT)
    client.force_login(UserFactory())
    said = [
        client.get("/data").content.decode(),
        caplog.text,
        *map(str, Source.objects.values_list("failure")),
    ]
    said += map(str, Release.objects.values_list("came_from", "sentence", "rejected"))
    assert not [text for text in said if KEY in text or SECRET in text or "Signature" in text]
    assert Release.objects.get(source__slug=one.slug).came_from == one.address


@pytest.mark.django_db
def test_a_source_read_from_documentation_is_not_asked_of_what_stands_in_for_it(figures, settings, publisher):
    settings.INDICATOR_PUBLISHER = publisher.address
    assert "holds no file of it" in asked.why_not(catalogue.sources()["dfe-key-stage-4"])
    assert "dfe-key-stage-4" not in queries.due_sources(AT)
    assert (
        asked.address_of(catalogue.sources()["nomis-population"])
        == f"{publisher.address}/nomis-population.csv"
    )
    assert pull("dfe-key-stage-4", at=AT).outcome == pulling.NOT_ASKED


@pytest.mark.django_db
def test_what_an_api_gives_goes_all_the_way_to_figures(figures, parsed_here, publisher, monkeypatch):
    one = source("dfe-key-stage-4", publisher)
    eased = dataclasses.replace(one, expects=dataclasses.replace(one.expects, councils=1))
    monkeypatch.setitem(catalogue.sources(), one.slug, eased)
    publisher.answers = ees(RESULTS[:4])
    first = pull(one.slug, at=AT)
    assert (first.outcome, first.observations) == ("loaded", 4), first.sentence
    assert pull(one.slug, at=AT).outcome == "unchanged"
