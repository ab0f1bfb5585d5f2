"""Nomis, LAIT and Explore Education Statistics: their published files, and what another script found."""

import pytest

from indicators.markers import Status
from indicators.models import Comparison, Observation
from indicators.sources import nomis
from indicators.sources.pulling import pull
from tests.indicators.conftest import AT
from tests.indicators.published_files import file_of

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


@pytest.fixture
def real(register, parsed_here, settings, tmp_path, shared_data):
    """Pull a source from the published file, with the definitions as they are reviewed."""
    from indicators.ingest import sync_catalogue

    settings.RAW_FILES_DIR = tmp_path
    sync_catalogue()
    return lambda slug: pull(slug, at=AT, file=shared_data / "indicators" / file_of(slug))


def reasons(pulled):
    return {reason["reason"]: reason["count"] for reason in pulled.rejected}


def at(slug, code, period=None, **more):
    rows = Observation.objects.filter(series__indicator__slug=slug, area__code=code, **more)
    return rows.get(**({"period__label": period} if period else {}))


def test_nomis_gives_as_many_rows_as_it_says_and_a_unitary_once(real, shared_data):
    rows = nomis.parse(shared_data / "indicators" / file_of("nomis-population"), {"indicator": "Population"})
    assert (rows.read, len(rows)) == (11_178, 7_704)
    pulled = real("nomis-population")
    assert pulled.outcome == "loaded", pulled.sentence
    assert pulled.observations + sum(reasons(pulled).values()) == 11_178
    assert reasons(pulled)["the same row stands twice in the file"] == 3_474
    main = {"series__is_main": True, "period__label": "2021"}
    assert at("population", "E08000017", **main).value == 308_705  # Doncaster
    assert at("population", "E06000001", **main).value == 92_571  # Hartlepool, which stands twice
    assert reasons(pulled)["the area is in another country"] == 18 * (32 + 22 + 11 + 3)
    assert not Observation.objects.filter(area__code__startswith="E47").exists()


def test_lait_is_read_by_number_and_name_in_each_measures_own_year(real):
    pulled = real("dfe-lait")
    assert pulled.outcome == "loaded", pulled.sentence
    assert pulled.observations + sum(reasons(pulled).values()) == 18_530
    assert reasons(pulled)["the indicator is not in the catalogue"] > 0
    # The tool's 2025 of plans is the year to 31 March 2025; of weight, the school year; of births, the year.
    assert at("re-referrals", "E92000001", "2024/25").value == 22.6
    assert at("excess-weight-year-6", "E92000001", "2024/25").value == 36.2
    assert at("infant-mortality", "E92000001", "2023").value == 3.9
    assert at("looked-after-children-weekly-cost", "E92000001", "2023/24").value == 1_865
    assert at("children-hurt-on-roads", "E08000038", "2014 to 2016").value == 24.94  # Barnsley
    absent = at("children-hurt-on-roads", "E09000001", "2014 to 2016")  # City of London: -
    assert (absent.value, absent.status) == (None, Status.NOT_AVAILABLE)
    # Bournemouth (Pre LG) is the council that ended, never its successor.
    assert Observation.objects.filter(area__code="E06000028").exists()


def test_lait_and_the_departments_own_files_say_the_same(real, shared_data):
    """The years are read right: figure by figure, in both wire formats."""
    for slug in ("dfe-lait", "dfe-repeat-child-protection-plans", "dfe-social-workers"):
        pulled = real(slug)
        assert pulled.outcome == "loaded", (slug, pulled.sentence)
    one = Comparison.objects.get(
        series__indicator__slug="repeat-child-protection-plans", series__is_main=True,
        period__label="2024/25", scope="england",
    )  # fmt: skip
    assert one.published == 24.5
    assert one.councils == 153


def test_social_workers_and_repeat_plans(real):
    pulled = real("dfe-social-workers")
    assert pulled.outcome == "loaded", pulled.sentence
    assert pulled.observations + sum(reasons(pulled).values()) == 1_463 * 4
    assert reasons(pulled)["two councils published as one area"] == 14 * 4
    england = at("social-worker-turnover", "E92000001", "year to 30 September 2025")
    assert england.value == 11.8
    # Barnsley has one code until 2024 and another in 2025: one council, a figure in each year.
    barnsley = Observation.objects.filter(
        series__indicator__slug="social-worker-turnover", area__council__short_name="Barnsley"
    )
    assert barnsley.count() == 9
    pulled = real("dfe-repeat-child-protection-plans")
    assert pulled.observations + sum(reasons(pulled).values()) == 2_132
    plans = "repeat-child-protection-plans"
    assert at(plans, "E06000001", "2024/25").value == 32.4  # Hartlepool
    assert at(plans, "E06000017", "2022/23").status == Status.SUPPRESSED  # Rutland: c
    assert at(plans, "E06000053", "2023/24").status == Status.NOT_APPLICABLE  # Isles of Scilly: z
    assert at(plans, "E09000012", "2021/22").status == Status.NOT_AVAILABLE  # Hackney: x
    assert at(plans, "E10000014", "2023/24").status == Status.UNRELIABLE  # Hampshire: u
