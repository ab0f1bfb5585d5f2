"""The published files themselves: every one loads, and says what a separate script found in it."""

import pytest

from indicators import catalogue
from indicators.markers import Status
from indicators.models import Comparison, Observation, Series
from indicators.sources.pulling import pull
from tests.indicators.conftest import AT
from tests.indicators.published_files import NO_SAMPLE, file_of

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


@pytest.fixture
def real(register, parsed_here, settings, tmp_path, shared_data):
    """Pull a source from the published file, with the definitions as they are reviewed."""
    from indicators.ingest import sync_catalogue

    settings.RAW_FILES_DIR = tmp_path
    sync_catalogue()

    def pulled(slug):
        return pull(slug, at=AT, file=shared_data / "indicators" / file_of(slug))

    return pulled


def england(slug, period):
    return Comparison.objects.get(
        series__indicator__slug=slug, series__is_main=True, period__label=period, scope="england"
    )


def at(slug, period, code):
    return Observation.objects.get(
        series__indicator__slug=slug, series__is_main=True, period__label=period, area__code=code,
        until=None,
    )  # fmt: skip


def test_the_employment_rate(real):
    pulled = real("ons-els-employment-rate")
    assert pulled.observations + sum(reason["count"] for reason in pulled.rejected) == 16_080
    one = england("employment-rate", "2023")
    assert (one.councils, one.n, one.published, one.least, one.greatest) == (317, 315, 76.0, 53.0, 91.7)
    assert one.mean == pytest.approx(76.986349, abs=5e-7)
    doncaster = at("employment-rate", "2023", "E08000017")
    assert (doncaster.value, doncaster.lower, doncaster.upper) == (74.5, 69.8, 79.2)
    assert at("employment-rate", "2023", "E07000122").value == 53.0  # Pendle
    assert at("employment-rate", "2023", "E07000208").value == 91.7  # Epsom and Ewell
    for code in ("E09000001", "E06000053"):
        assert at("employment-rate", "2023", code).status == Status.NOT_AVAILABLE


def test_the_claimant_count(real):
    real("ons-els-claimant-count")
    one = england("claimant-count", "2025")
    assert (one.councils, one.n, one.published, one.least, one.greatest) == (317, 317, 4.0, 1.0, 10.1)
    assert one.mean == pytest.approx(3.446372, abs=5e-7)
    assert at("claimant-count", "2025", "E06000053").value == 1.0
    assert at("claimant-count", "2025", "E08000025").value == 10.1


def test_fingertips_90284(real):
    pulled = real("fingertips-90284")
    assert pulled.observations == 6_505
    assert [(reason["count"], reason["reason"]) for reason in pulled.rejected] == [
        (703, "the same row stands twice in the file")
    ]
    given = Observation.objects.filter(
        series__indicator__slug="child-injury-admissions", series__is_main=True, period__label="2022/23",
        area__kind="council",
    )  # fmt: skip
    assert given.count() == 153
    values = list(given.filter(value__isnull=False).values_list("value", flat=True))
    assert len(values) == 146
    assert sum(values) / 146 == pytest.approx(77.708657, abs=5e-7)
    # Four of them are unitary councils that began the day after the year ended: kept, and not compared.
    assert sorted(given.filter(existed=False).values_list("area__code", flat=True)) == [
        "E06000063", "E06000064", "E06000065", "E06000066",
    ]  # fmt: skip
    one = england("child-injury-admissions", "2022/23")
    assert (one.councils, one.n, one.published) == (149, 142, 75.36689)
    assert (one.least, one.greatest) == (35.64622, 154.15405)
    assert at("child-injury-admissions", "2022/23", "E08000017").value == 81.8933
    assert at("child-injury-admissions", "2022/23", "E06000016").value == 35.64622  # Leicester
    assert at("child-injury-admissions", "2022/23", "E06000005").value == 154.15405  # Darlington
    assert not Observation.objects.filter(value=-1).exists()
    assert not Observation.objects.filter(lower=-1).exists()
    assert Series.objects.filter(indicator__slug="child-injury-admissions", sex="Male", category="").exists()


def test_every_source_loads_and_every_row_is_loaded_or_rejected_with_a_reason(real, shared_data):
    for slug in set(catalogue.sources()) - NO_SAMPLE:
        pulled = real(slug)
        assert pulled.outcome == "loaded", (slug, pulled.sentence)
        rejected = sum(reason["count"] for reason in pulled.rejected)
        assert all(reason["reason"] and reason["examples"] for reason in pulled.rejected), slug
        rows = {"ons-els-employment-rate": 16_080, "fingertips-90284": 7_208}.get(slug)
        assert rows is None or pulled.observations + rejected == rows
        assert real(slug).outcome == "unchanged"
    # The council under two codes in one period, and the council given before it existed, count once.
    poverty = england("children-in-poverty", "2024/25")
    assert poverty.councils == 317
    gcses = england("gcses-by-19", "2024/25")
    assert (gcses.councils, gcses.n) == (317, 315)


def test_the_demonstrations_extract_is_the_newest_of_the_published_files(shared_data):
    from indicators.demonstration import publisher

    assert {path.name.removesuffix(".csv.gz") for path in publisher.PUBLISHED.iterdir()} == set(
        catalogue.sources()
    ) - NO_SAMPLE
    content, tag = publisher.published("ons-els-claimant-count.csv")
    published = (shared_data / "indicators" / "ons_els_claimant-count.csv").read_bytes()
    assert set(content.splitlines()) <= set(published.splitlines())
    assert tag
