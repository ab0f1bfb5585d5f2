"""A research analyst adds a published table in the browser, without a programmer (R096, R100)."""

import tomllib

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from audit.models import Event
from common.errors import NotPermitted, Refused
from common.parsing_child import ParsingFailed
from indicators import definitions
from indicators.forms.table import form_of
from indicators.models import Comparison, Indicator, Observation, Release, SavedDefinition, Upload
from indicators.queries import uploads
from indicators.sources import bringing, looking, pulling, reader
from indicators.sources.reading import UnusableFile
from indicators.workflow import bringing as acts
from tests.factories.accounts import UserFactory
from tests.factories.uploads import COUNCILS, draft_of, figures_said, table_said, visits
from tests.indicators.conftest import AT
from tests.indicators.workbooks import ods, packed, workbook

pytestmark = pytest.mark.django_db
SLUG = "visits-to-libraries"
INDICATOR = "visits-to-libraries-per-1000"


@pytest.fixture
def analyst(register, settings, tmp_path, monkeypatch):
    """Somebody of the research team; the readers run without their child process."""
    settings.RAW_FILES_DIR = tmp_path / "raw"

    def here(target, arguments, **limits):
        out = tmp_path / "out"
        try:
            (looking.look if target.endswith(":look") else reader.read)(str(out), **arguments)
        except UnusableFile as unusable:
            raise ParsingFailed(unusable.sentence) from unusable
        return out

    monkeypatch.setattr(bringing, "run_parser", here)
    monkeypatch.setattr(pulling, "run_parser", here)
    return UserFactory(analyst=True)


@pytest.fixture
def as_analyst(analyst, client):
    client.force_login(analyst)
    return client


def bring(client, content, name="visits.csv", address="/data/new", **more):
    return client.post(address, {"file": SimpleUploadedFile(name, content), **more})


def text_of(response):
    return response.content.decode()


@pytest.fixture
def added(as_analyst):
    """The whole way: a file brought, described, checked and saved."""
    begun = bring(as_analyst, visits())
    as_analyst.post(begun.url, table_said())
    as_analyst.post(f"{begun.url}/figures", figures_said())
    return as_analyst.post(f"{begun.url}/check")


def test_the_way_from_a_file_to_its_figures(as_analyst):
    begun = bring(as_analyst, visits())
    page = text_of(as_analyst.get(begun.url))
    assert "6 councils of the register were found in rows 4 to 11, and England’s own figures in row 4" in page
    assert "The headings seem to stand in row 3" in page
    described = as_analyst.post(begun.url, table_said())
    assert described.url == f"{begun.url}/figures"
    said = as_analyst.post(described.url, figures_said())
    check = text_of(as_analyst.get(said.url))
    assert "1 row: the area is in another country (such as W06000015" in check
    assert "Visits to libraries per 1,000: 12.5" in check  # England, as published
    assert "Adur" in check
    assert "not available from the publisher" in check  # Middlesbrough's marker, never a figure
    assert not SavedDefinition.objects.exists()  # the check left nothing behind
    assert not Observation.objects.exists()
    done = as_analyst.post(said.url)
    assert done.url == f"/data/{SLUG}"
    figure = Observation.objects.get(area__code="E06000001", series__indicator__slug=INDICATOR, until=None)
    assert figure.value == 4.1
    assert (
        Comparison.objects.get(series__indicator__slug=INDICATOR, scope="england", until=None).published
        == 12.5
    )
    assert Release.objects.get(source__slug=SLUG).came_from == "visits.csv"
    page = text_of(as_analyst.get(done.url))
    assert "Bring a new file" in page
    assert "Loaded: 7 new figures and 0 revised, of 6 councils." in page
    assert "Brought by hand" in page
    assert "Visits to libraries per 1,000" in text_of(as_analyst.get(f"/indicators/{INDICATOR}"))


def test_two_measures_over_several_periods_are_told_apart_by_their_headings(as_analyst):
    rows = [
        ["Area", "", "2022/23", "", "2023/24", ""],
        ["Code", "Council", *["Visits", "Visits per 1,000 [note 1]"] * 2],
    ]
    rows += [[code, name, 900 + n, 9.5 + n, 950 + n, 9.9 + n] for n, (code, name) in enumerate(COUNCILS)]
    begun = bring(as_analyst, workbook(Table=rows), "visits.xlsx")
    asked = table_said(
        header_rows="2", values=["2", "3", "4", "5"], period_of="headings", period_text="", stop_at=""
    )
    assert "“Visits” says no period. Where the period stands in a row above it" in text_of(
        as_analyst.post(begun.url, asked)
    )
    asked["header_rows"] = "1, 2"
    as_analyst.post(begun.url, {**asked, "act": "look"})
    described = as_analyst.post(begun.url, asked)
    form = text_of(as_analyst.get(described.url))
    assert 'value="Visits per 1,000"' in form
    about = {
        name.removeprefix("v2"): value for name, value in figures_said().items() if name.startswith("v2")
    }
    said = {
        name: value for name, value in figures_said(greatest="2000").items() if name[:2] not in ("v2", "m_")
    }
    said |= {f"vall{name}": value for name, value in about.items()} | {"vall_title": "Visits"}
    said |= {f"vall2{name}": value for name, value in about.items()}
    check = as_analyst.post(described.url, said)
    as_analyst.post(check.url)
    held = Observation.objects.filter(area__code="E06000001", until=None)
    assert sorted(
        held.values_list("series__indicator__slug", "period__label", "value")
    ) == [
        ("visits", "2022/23", 900), ("visits", "2023/24", 950),
        (INDICATOR, "2022/23", 9.5), (INDICATOR, "2023/24", 9.9),
    ]  # fmt: skip
    columns = [one["column"] for one in definitions.source(SLUG).options["table"]["values"]]
    assert columns == ["{}: Visits", "{}: Visits per 1,000 [note 1]"]


@pytest.mark.parametrize(
    ("heading", "form"),
    [
        ("2023/24", "{}"),
        ("Visits 2023/24 (000s)", "Visits {} (000s)"),
        ("2022/23 to 2023/24", ""),
        ("Visits", ""),
    ],
)
def test_a_heading_says_one_period_or_none(heading, form):
    assert form_of(heading, "split year", "financial") == form


def test_the_definition_is_taken_as_files_that_the_catalogue_would_read(added, as_analyst):
    answer = as_analyst.get(f"/data/definitions/source/{SLUG}.toml")
    held = tomllib.loads(text_of(answer))
    assert held["table"]["values"] == [
        {"column": "Visits per 1,000", "indicator": INDICATOR, "unit": "per 1,000 people"}
    ]
    assert answer["Content-Disposition"] == f'attachment; filename="{SLUG}.toml"'
    indicator = tomllib.loads(text_of(as_analyst.get(f"/data/definitions/indicator/{INDICATOR}.toml")))
    assert (indicator["polarity"], indicator["checked_by"]) == ("none", Upload.objects.get().brought_by.name)
    assert "Take visits-to-libraries.toml" in text_of(as_analyst.get(f"/data/definitions/{SLUG}"))
    assert "Visits to libraries" in text_of(as_analyst.get("/data/definitions"))


def test_a_later_file_goes_straight_to_the_check(added, as_analyst):
    address = f"/data/definitions/{SLUG}/file"
    assert "The last file spoke of 2023/24." in text_of(as_analyst.get(address))
    later = bring(as_analyst, visits(period="2024/25", add=1), address=address, period="2024/25")
    assert later.url.endswith("/check")
    assert "2024/25" in text_of(as_analyst.get(later.url))
    as_analyst.post(later.url)
    assert definitions.source(SLUG).options["table"]["period"]["text"] == "2024/25"
    assert {
        one.period.label
        for one in Observation.objects.filter(area__code="E06000001").select_related("period")
    } == {"2023/24", "2024/25"}


def test_a_later_file_that_looks_wrong_as_a_whole_says_so_and_is_not_loaded(added, as_analyst):
    address = f"/data/definitions/{SLUG}/file"
    later = bring(as_analyst, visits(add=900), address=address, period="2024/25")
    assert "This file would wait." in text_of(as_analyst.get(later.url))
    as_analyst.post(later.url)
    assert "Its figures are not loaded." in text_of(as_analyst.get("/data"))
    assert Observation.objects.filter(area__code="E06000001", until=None).count() == 1


def test_a_later_file_with_moved_columns_corrects_the_definition(added, as_analyst):
    moved = visits(period="2024/25").replace(b"Area code,Area,", b"Code of area,Area,")
    later = bring(as_analyst, moved, address=f"/data/definitions/{SLUG}/file", period="2024/25")
    assert "“Area code” is missing" in text_of(as_analyst.get(later.url))
    upload = Upload.objects.get(only_file=True)
    corrected = as_analyst.post(f"/data/definitions/{SLUG}/correct", {"upload": upload.pk})
    page = as_analyst.get(corrected.url)
    assert page.context["form"]["name"].value() == "1"
    as_analyst.post(corrected.url, table_said(period_text="2024/25"))
    as_analyst.post(f"{corrected.url}/check")
    assert definitions.source(SLUG).options["table"]["code"] == "Code of area"
    assert SavedDefinition.objects.filter(kind="source", slug=SLUG).count() == 2


@pytest.mark.parametrize("number", ["9" * 5000, "9" * 30, "²", "x", "0"])
def test_a_number_that_is_no_upload_is_not_meant(added, as_analyst, number):
    assert as_analyst.post(f"/data/definitions/{SLUG}/correct", {"upload": number}).status_code == 302


def test_it_is_corrected_with_everything_that_was_said(added, as_analyst):
    corrected = as_analyst.post(f"/data/definitions/{SLUG}/correct")
    form = as_analyst.get(f"{corrected.url}/figures").context["form"]
    assert form["v2_why"].value() == "It shows how much libraries are used."
    as_analyst.post(f"{corrected.url}/figures", figures_said(v2_title="Library visits", v2_decimals="0"))
    done = as_analyst.post(f"{corrected.url}/check")
    assert done.url == f"/data/{SLUG}"
    assert (
        Indicator.objects.get(slug=INDICATOR).title == "Library visits"
    )  # the name stays, figures hang on it
    assert definitions.indicator(INDICATOR).decimals == 0


def test_a_column_no_longer_ticked_is_withdrawn_with_its_indicator(as_analyst):
    begun = bring(as_analyst, visits())
    as_analyst.post(begun.url, table_said(values=["2", "3"]))
    two = {name.replace("v2_", "v3_"): value for name, value in figures_said().items() if "v2_" in name}
    as_analyst.post(
        f"{begun.url}/figures",
        figures_said(**{**two, "v3_title": "Libraries open", "greatest": "1000", "v3_unit": "libraries"}),
    )
    as_analyst.post(f"{begun.url}/check")
    assert definitions.indicator("libraries-open")
    corrected = as_analyst.post(f"/data/definitions/{SLUG}/correct")
    as_analyst.post(corrected.url, table_said(values=["2"]))
    as_analyst.post(f"{corrected.url}/check")
    assert definitions.indicator("libraries-open") is None
    assert definitions.indicator(INDICATOR)
    assert Observation.objects.filter(series__indicator__slug="libraries-open").exists()


def test_it_is_withdrawn_with_its_reason(added, as_analyst):
    address = f"/data/definitions/{SLUG}/withdraw"
    assert "Say why it is withdrawn" in text_of(as_analyst.post(address, {"reason": " "}))
    as_analyst.post(address, {"reason": "Published elsewhere."})
    assert definitions.source(SLUG) is None
    assert as_analyst.get(f"/data/definitions/{SLUG}").status_code == 404
    assert Observation.objects.exists()


# Bad input.


@pytest.mark.parametrize(
    ("content", "name", "sentence"),
    [
        (b"", "a.csv", "The file is empty"),
        (b"   \n", "a.csv", "The file is empty"),
        (b"<!doctype html><title>x</title>", "a.csv", "is a web page"),
        (b"%PDF-1.7", "a.csv", "The file is a PDF"),
        (b"\xd0\xcf\x11\xe0rest", "a.xlsx", "old Excel workbook"),
        (b"\xd0\xcf\x11\xe0" + "EncryptedPackage".encode("utf-16-le"), "a.xlsx", "locked with a password"),
        (b"PK\x03\x04rubbish", "a.xlsx", "damaged, or cut short"),
        (workbook(First=[["Code"]])[:600], "a.xlsx", "damaged, or cut short"),
        (packed("word/document.xml"), "a.xlsx", "no ODS or XLSX workbook"),
        (b"\x00\x01\x02", "a.csv", "neither a workbook nor text"),
    ],
)
def test_a_file_that_is_no_table_is_refused_with_a_sentence(content, name, sentence, as_analyst):
    answer = bring(as_analyst, content, name)
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    assert not Upload.objects.exists()


def test_an_ods_whose_first_word_is_packed_too_is_taken(as_analyst):
    rows = "".join(f"<table:table-row>{cells}</table:table-row>" for cells in ("",))
    answer = bring(as_analyst, ods(("Table", rows)), "a.ods")
    assert "it is no ODS" not in text_of(answer)


def test_no_file_at_all_and_one_too_large(as_analyst, monkeypatch):
    assert "Choose the file that holds the table" in text_of(as_analyst.post("/data/new"))
    monkeypatch.setattr(bringing, "MOST_BYTES", 100)
    assert "The file is larger than" in text_of(bring(as_analyst, visits()))
    assert not any(bringing.Path(bringing.settings.RAW_FILES_DIR).iterdir())


def test_what_is_not_so_is_said_and_everything_stays_entered(as_analyst):
    begun = bring(as_analyst, visits())
    answer = as_analyst.post(begun.url, table_said(stop_at="My own words", values=[]))
    assert answer.status_code == 422
    assert "Tick at least one column of figures" in text_of(answer)
    assert "My own words" in text_of(answer)
    assert "My own words" in text_of(as_analyst.get(begun.url))  # and after leaving the page
    assert as_analyst.get(f"{begun.url}/figures").status_code == 302
    as_analyst.post(begun.url, table_said())
    answer = as_analyst.post(f"{begun.url}/figures", figures_said(v2_why="My own words", v2_title=""))
    assert answer.status_code == 422
    assert "Enter a title for column C" in text_of(answer)
    assert "My own words" in text_of(as_analyst.get(f"{begun.url}/figures"))
    assert as_analyst.get(f"{begun.url}/check").status_code == 302


def test_a_name_that_is_taken_is_said_at_the_check_and_nothing_is_saved(added, as_analyst):
    begun = bring(as_analyst, visits(add=1))
    as_analyst.post(begun.url, table_said())
    as_analyst.post(f"{begun.url}/figures", figures_said())
    assert "Choose another name" in text_of(as_analyst.get(f"{begun.url}/check"))
    answer = as_analyst.post(f"{begun.url}/check")
    assert (answer.status_code, Upload.objects.drafts().count()) == (422, 1)
    assert "Choose another name" in text_of(answer)


def test_other_headings_and_another_sheet_are_looked_at_again(as_analyst):
    rows = [["Code", "Rate"], *[[f"E0600000{n}", n] for n in range(1, 6)]]
    begun = bring(
        as_analyst, workbook(First=rows, Second=[["Title"], ["Code", "Count"], *rows[1:]]), "a.xlsx"
    )
    seen = Upload.objects.get().seen
    assert (seen["sheet"], [one["name"] for one in seen["sheets"]]) == ("First", ["First", "Second"])
    as_analyst.post(begun.url, {"sheet": "Second", "header_rows": "1", "act": "look"})
    seen = Upload.objects.get().seen
    assert (seen["sheet"], seen["header_rows"]) == ("Second", [2])
    as_analyst.post(begun.url, {"sheet": "Second", "header_rows": "1, 2", "act": "look"})
    assert Upload.objects.get().seen["header_rows"] == [1, 2]
    answer = as_analyst.post(begun.url, {"sheet": "Third", "header_rows": "1", "act": "look"})
    assert "Sheet: choose from the list" in text_of(answer)


# Whose.


def test_two_peoples_uploads_do_not_meet(as_analyst, client):
    begun = bring(as_analyst, visits())
    client.force_login(UserFactory(analyst=True))
    for address in (begun.url, f"{begun.url}/figures", f"{begun.url}/check"):
        assert client.get(address).status_code == 404
    assert client.post(f"{begun.url}/discard").status_code == 404
    own = bring(client, visits(add=3))
    client.post(own.url, table_said(stop_at="Mine"))
    assert [one.answers == {} for one in Upload.objects.order_by("pk")] == [True, False]
    assert "visits.csv" in text_of(client.get("/data/new"))


def test_a_draft_is_found_again_and_put_away(as_analyst):
    begun = bring(as_analyst, visits())
    assert begun.url in text_of(as_analyst.get("/data/new"))
    as_analyst.post(f"{begun.url}/discard")
    assert begun.url not in text_of(as_analyst.get("/data/new"))
    assert as_analyst.get(begun.url).status_code == 404


@pytest.mark.parametrize("address", ["/data/new", "/data/new/1", "/data/definitions/x/file"])
def test_others_get_the_sentence(address, as_analyst, client):
    client.force_login(UserFactory())
    answer = client.get(address)
    assert answer.status_code == 403
    assert "Published tables are added by a research analyst." in text_of(answer)


def test_what_was_saved_is_read_by_everybody_and_changed_by_analysts_alone(added, client):
    client.force_login(UserFactory())
    page = text_of(client.get(f"/data/definitions/{SLUG}"))
    assert "Published tables are added by a research analyst." in page
    assert "Withdraw it" not in page
    assert client.post(f"/data/definitions/{SLUG}/correct").status_code == 403
    client.post(f"/data/definitions/{SLUG}/withdraw", {"reason": "No."})
    assert definitions.source(SLUG)


# The acts.


def test_only_an_analyst_acts(analyst):
    draft = draft_of(analyst, visits(), AT)
    stranger = UserFactory()
    for act in (
        lambda: acts.keep_answers(by=stranger, at=AT, upload=draft, answers={}),
        lambda: acts.discard_upload(by=stranger, at=AT, upload=draft),
        lambda: acts.use_upload(by=stranger, at=AT, upload=draft, source="x", several=[]),
        lambda: draft_of(stranger, visits(), AT),
    ):
        with pytest.raises(NotPermitted, match="added by a research analyst"):
            act()


def test_a_finished_upload_takes_no_more(analyst):
    draft = draft_of(analyst, visits(), AT)
    acts.discard_upload(by=analyst, at=AT, upload=draft)
    with pytest.raises(Refused, match=r"visits.csv is finished \(put away\)"):
        acts.keep_answers(by=analyst, at=AT, upload=draft, answers={})


def test_no_one_leaves_drafts_without_end(analyst, monkeypatch):
    monkeypatch.setattr(acts, "MOST_DRAFTS", 1)
    draft_of(analyst, visits(), AT)
    with pytest.raises(Refused, match="1 uploads that are not finished"):
        draft_of(analyst, visits(), AT)


def test_every_act_is_recorded(added):
    done = list(Event.objects.order_by("pk").values_list("act", flat=True))
    assert [act for act in done if "file" in act or "upload" in act or "definition" in act] == [
        "bring_file", "describe_file", "describe_file", "save_definition", "save_definition", "use_upload",
    ]  # fmt: skip


def test_nothing_changed_where_the_record_cannot_be_written(analyst, broken_audit, request):
    with pytest.raises(broken_audit):
        draft_of(analyst, visits(), AT)
    assert not Upload.objects.exists()


def test_acts_on_a_draft_change_nothing_where_the_record_cannot_be_written(analyst, monkeypatch):
    draft = draft_of(analyst, visits(), AT)

    def fail(**fields):
        raise RuntimeError

    monkeypatch.setattr(Event.objects, "create", fail)
    for act in (
        lambda: acts.keep_answers(by=analyst, at=AT, upload=draft, answers={"table": {}}),
        lambda: acts.discard_upload(by=analyst, at=AT, upload=draft),
        lambda: acts.use_upload(by=analyst, at=AT, upload=draft, source="x", several=[]),
    ):
        with pytest.raises(RuntimeError):
            act()
    held = uploads.upload_of(analyst, draft.pk)
    assert (held.answers, held.state) == ({}, Upload.State.DRAFT)
