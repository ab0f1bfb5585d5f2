"""The published workbooks and tables themselves, read by their descriptions: what a separate script found."""

import pytest

from indicators.markers import Status
from indicators.models import Observation
from indicators.queries import indicator_page
from tests.indicators.test_real_files import at, england, real  # noqa: F401

pytestmark = [pytest.mark.django_db, pytest.mark.shared_data]


def councils(slug):
    return Observation.objects.filter(series__indicator__slug=slug, area__kind="council", until=None)


def accounted(pulled):
    return pulled.observations + sum(reason["count"] for reason in pulled.rejected)


# R105: the first line of the extract
def test_households_in_temporary_accommodation(real):  # noqa: F811
    pulled = real("mhclg-temporary-accommodation")
    assert (pulled.outcome, accounted(pulled)) == ("loaded", 321)
    assert {reason["reason"]: reason["count"] for reason in pulled.rejected} == {
        "passed over, as the definition says": 1,  # Rest of England
        "the same row stands twice in the file": 1,  # London
    }
    one = england("temporary-accommodation", "31 December 2022")
    assert (one.councils, one.n, one.published) == (309, 289, 4.24407359350427)
    assert one.mean == pytest.approx(2.834953, abs=5e-7)
    assert (one.least, one.greatest) == (0.0, pytest.approx(26.211793, abs=5e-7))
    slug, day = "temporary-accommodation", "31 December 2022"
    assert at(slug, day, "E09000026").value == one.greatest  # Redbridge
    assert at(slug, day, "E08000017").value == pytest.approx(1.364379, abs=5e-7)  # Doncaster
    assert at(slug, day, "E08000025").value == pytest.approx(9.8288524528971)  # Birmingham
    newham = at(slug, day, "E09000025")
    assert (newham.value, newham.status) == (None, Status.NOT_AVAILABLE)
    missing = councils(slug).filter(value=None)
    assert (missing.count(), missing.exclude(status=Status.NOT_AVAILABLE).count()) == (20, 0)
    for code in ("E07000192", "E06000053"):  # Cannock Chase and the Isles of Scilly: a real 0
        assert (at(slug, day, code).value, at(slug, day, code).status) == (0.0, Status.PUBLISHED)
    assert councils(slug).filter(existed=False).count() == 0


def test_what_councils_spend_on_social_care(real):  # noqa: F811
    pulled = real("mhclg-social-care-spending")
    assert (pulled.outcome, accounted(pulled)) == ("loaded", 719)
    assert [reason["reason"] for reason in pulled.rejected] == ["of a kind the definition leaves out"]
    one = england("adult-social-care-spending", "2024/25")
    assert (one.councils, one.n, one.published) == (153, 150, 25243898.40073)
    assert one.mean == pytest.approx(164_088.1236)
    birmingham = at("adult-social-care-spending", "2024/25", "E08000025")
    assert (birmingham.value, birmingham.status) == (None, Status.NOT_AVAILABLE)
    assert birmingham.remark.text == "Return not received in time for publication"
    assert at("childrens-social-care-spending", "2024/25", "E08000017").value == 98_456
    assert not Observation.objects.filter(area__code="E12000007").exists()  # the GLA is not London


def test_ofsteds_judgements_stay_words(real):  # noqa: F811
    pulled = real("ofsted-childrens-services")
    assert (pulled.outcome, pulled.rejected, pulled.observations) == ("loaded", [], 153)
    slug = "childrens-services-judgement"
    said = [one.remark.text.partition(".")[0] for one in councils(slug).select_related("remark")]
    assert {word: said.count(word) for word in said} == {
        "Outstanding": 36, "Good": 67, "Requires improvement to be good": 31, "Inadequate": 19,
    }  # fmt: skip
    assert set(councils(slug).values_list("value", "status")) == {(None, int(Status.IN_WORDS))}
    barnsley = at(slug, "31 March 2025", "E08000038")  # published under its code until the next day
    assert barnsley.remark.text == "Good. Inspection date 11 September 2023"
    one = england(slug, "31 March 2025")
    assert (one.councils, one.n, one.mean, one.median) == (153, 0, None, None)
    assert indicator_page(slug) is not None


def test_households_accepted_as_homeless_in_a_file_of_carriage_returns(real):  # noqa: F811
    pulled = real("dclg-homelessness-2014")
    assert (pulled.outcome, accounted(pulled)) == ("loaded", 336)
    assert [(r["reason"], r["count"]) for r in pulled.rejected] == [
        ("a line without figures, such as a note", 8)
    ]
    slug, quarter = "homeless-acceptances-2014", "July to September 2014"
    assert councils(slug).count() == 326
    valued = councils(slug).filter(value__isnull=False)
    assert (valued.count(), sum(valued.values_list("value", flat=True))) == (296, 13_795)
    one = england(slug, quarter)
    assert (one.councils, one.n, one.published, one.greatest) == (326, 296, 13_900, 846)
    assert at(slug, quarter, "E08000025").value == 846  # Birmingham
    assert councils(slug).filter(status=Status.SUPPRESSED).count() == 29
    broadland = councils(slug).get(status=Status.NOT_AVAILABLE)
    assert broadland.area.council.short_name == "Broadland"
    assert councils(slug).filter(area__council__short_name="Isles of Scilly").count() == 1  # E07000025
    assert Observation.objects.get(series__indicator__slug=slug, area__code="E12000007").value == 4340
