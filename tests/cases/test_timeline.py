"""What happened to a council's concerns as one stream, and the support it has."""

from datetime import date, timedelta

import pytest

from cases.models import (
    AwarenessRecord,
    Conclusion,
    ConclusionKind,
    Discussion,
    GovernmentAct,
    StageChange,
    SupportPackage,
    SupportProgress,
)
from cases.queries import packages, support_about, timeline_entries
from cases.stages import Stage
from common.timeline import DECISION, Entry, merged
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    OPENED_ON,
    AwarenessRecordFactory,
    ConcernFactory,
    DiscussionFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import CouncilFactory, InterestFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return CouncilFactory()


@pytest.fixture
def adviser():
    return UserFactory(principal_adviser=True)


@pytest.fixture
def rich(council):
    """Two concerns about the council to which everything has happened, some of it on one day."""
    concern = ConcernFactory(council=council, intervention=True)
    deputy = UserFactory(senior_adviser=True)
    for later in range(3):
        on = OPENED_ON + timedelta(days=later)
        said = DiscussionFactory(concern=concern, happened_on=on, by=deputy, acted_for=concern.owner)
        Conclusion.objects.create(
            concern=concern,
            discussion=said,
            kind=ConclusionKind.STEPS_IN_PLACE,
            text=f"It will be put right, {later}.",
            review_on=on,
            happened_on=on,
            by=concern.owner,
        )
        package = SupportPackageFactory(concern=concern, happened_on=on)
        SupportProgressFactory(concern=concern, package=package, happened_on=on)
        AwarenessRecordFactory(concern=concern, happened_on=on, what="All of it")
    GovernmentAct.objects.create(
        concern=concern,
        step=Stage.INTERVENTION,
        department="DCLG",
        legal_basis="Local Government Act 1999, section 15",
        body="Commissioners",
        happened_on=OPENED_ON,
        by=concern.owner,
    )
    ConcernFactory(council=council, closed=True)
    ConcernFactory(closed=True)
    return concern


def told(model, council, title, text):
    """The rows of one table as entries, each read by its own model."""
    rows = model.objects.filter(concern__council=council).order_by("-happened_on", "-id")
    for row in rows.select_related("by", "acted_for", "concern"):
        yield Entry(
            mark=DECISION,
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            title=title(row),
            text=getattr(row, text),
            who=row.signature,
            labels=(f"Concern {row.concern_id}: {row.concern.summary}",),
            address=f"/cases/{row.concern_id}",
        )


def lower(text):
    return text[:1].lower() + text[1:]


def told_one_by_one(council):
    return merged(
        told(StageChange, council, lambda row: row.in_words, "basis"),
        told(Discussion, council, lambda row: f"Discussion with {lower(row.who)}", "text"),
        told(Conclusion, council, lambda row: row.get_kind_display(), "text"),
        told(SupportPackage, council, lambda row: f"Support: {row.provider}", "objectives"),
        told(SupportProgress, council, lambda row: "How the support goes", "text"),
        told(AwarenessRecord, council, lambda row: f"{row.told} was told, {lower(row.how)}", "what"),
        told(GovernmentAct, council, lambda row: f"{row.department}: {row.at_step.numbered}", "text"),
    )


@pytest.mark.parametrize("limit", [1, 7, 100])
def test_one_query_tells_what_each_table_would_tell(rich, council, adviser, limit, django_assert_num_queries):
    assert adviser.roles
    with django_assert_num_queries(1):
        entries = timeline_entries(council, adviser, limit)
    assert entries == told_one_by_one(council)[:limit]
    assert len(entries) == min(limit, 25)


def test_a_deputys_act_names_the_owner(rich, council, adviser):
    said = [one for one in timeline_entries(council, adviser, 100) if one.title.startswith("Discussion")]
    assert said[0].who.endswith(f" for {rich.owner.name}")
    assert said[0].happened_on == date(2026, 1, 7)


def test_whoever_may_not_read_a_concern_reads_nothing_of_what_happened(rich, council, adviser):
    InterestFactory(user=adviser, council=council)
    assert timeline_entries(council, adviser, 100) == []
    assert timeline_entries(council, UserFactory(analyst=True), 100) == []


def test_the_secretariat_reads_of_later_stages_only(rich, council):
    ConcernFactory(council=council, summary="Kept to ourselves")
    of_all = timeline_entries(council, UserFactory(principal_adviser=True), 100)
    of_later_ones = timeline_entries(council, UserFactory(secretariat=True), 100)
    assert any("Kept to ourselves" in one.labels[0] for one in of_all)
    assert of_later_ones == [one for one in of_all if "Kept to ourselves" not in one.labels[0]]


def test_support_comes_with_its_newest_progress_in_one_query(
    rich, council, adviser, django_assert_num_queries
):
    assert adviser.roles
    ongoing = SupportPackage.objects.get(happened_on=OPENED_ON)
    SupportProgressFactory(package=ongoing, text="The earlier word", happened_on=date(2025, 12, 1))
    SupportProgressFactory(package=ongoing, text="The last word", happened_on=date(2026, 3, 1))
    with django_assert_num_queries(1):
        held = support_about(council, adviser)
        shown = [(one.concern.summary, one.signature, one.latest_on, one.latest_text) for one in held]
    assert held == packages(rich)
    assert shown[0][2:] == (date(2026, 3, 1), "The last word")
    assert [one.latest_text for one in packages(rich)] == [text for *_, text in shown]
    assert support_about(council, UserFactory(analyst=True)) == []
