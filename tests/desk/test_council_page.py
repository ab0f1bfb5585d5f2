"""A council's page: what each person sees of it, in a number of queries that does not grow (issue 2)."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from cases.models import Conclusion, ConclusionKind
from councils.models import Office, Officeholder, PoliticalControl, RegionHolding
from indicators import catalogue
from indicators.ingest import sync_catalogue
from indicators.models import Change, Comparison, FictionalFigure, Indicator, Period, Series
from intelligence.models import Marking, Note, NoteFactor, Source
from tests.factories.accounts import UserFactory
from tests.factories.cases import (
    OPENED_ON,
    AwarenessRecordFactory,
    ConcernFactory,
    DiscussionFactory,
    SupportPackageFactory,
    SupportProgressFactory,
)
from tests.factories.councils import (
    CouncilFactory,
    InterestFactory,
    RegionHoldingFactory,
    ServiceAreaFactory,
    adviser_for,
)
from tests.factories.indicators import taken_in
from tests.factories.intelligence import FactorFactory, NoteFactory, SourceFactory, SourceTypeFactory
from tests.factories.panel import RadarEntryFactory

pytestmark = pytest.mark.django_db
MOST_QUERIES = 15
# A word or two of each part of the page.
PARTS = (
    "Log a note about Wexmoor",
    "On the radar",
    "Savings that slip",
    "A. Penrose",
    "Signs held",
    "you may not open",
    "The finance director leaves",
    "Discussion with the chief executive",
    "A budget that balances.",
    "Employment rate",
)


@pytest.fixture
def council():
    """A council with figures, people, concerns, support and a place on the radar; no notes yet."""
    council = CouncilFactory(fictional=True, unitary=True, short_name="Wexmoor")
    _figures(council)
    Officeholder.objects.create(council=council, office=Office.LEADER, name="A. Penrose")
    Officeholder.objects.create(council=council, office=Office.CHIEF_EXECUTIVE, name="B. Quill")
    PoliticalControl.objects.create(council=council, control="No overall control")
    concern = ConcernFactory(council=council, panel_support=True)
    ConcernFactory(council=council, owner=concern.owner)
    ConcernFactory(council=council, owner=concern.owner, closed=True)
    said = DiscussionFactory(concern=concern)
    Conclusion.objects.create(
        concern=concern,
        discussion=said,
        kind=ConclusionKind.BIGGER_SUPPORT,
        text="A package is agreed.",
        review_on=OPENED_ON,
        happened_on=OPENED_ON,
        by=concern.owner,
    )
    AwarenessRecordFactory(concern=concern)
    for _ in range(2):
        package = SupportPackageFactory(concern=concern)
        SupportProgressFactory(package=package)
        SupportProgressFactory(package=package)
    RadarEntryFactory(council=council, put_on_by=concern.owner)
    SourceTypeFactory()
    return council


def _figures(council):
    """Three years of two indicators, compared with England's and the type's."""
    sync_catalogue()
    years = [
        Period.objects.create(start_on=date(year, 1, 1), end_on=date(year, 12, 31), label=str(year))
        for year in (2022, 2023, 2024)
    ]
    slugs = ("employment-rate", "claimant-count", *catalogue.reports()["core"].indicators[:3])
    for indicator in Indicator.objects.filter(slug__in=slugs):
        since = Change.objects.filter(release__source=indicator.source).first() or taken_in(indicator.source)
        series = Series.objects.create(indicator=indicator, is_main=True)
        for period in years:
            for scope, member in (("england", ""), ("type", council.kind)):
                Comparison.objects.create(
                    series=series,
                    period=period,
                    scope=scope,
                    member=member,
                    councils=9,
                    n=9,
                    mean=5,
                    least=1,
                    greatest=9,
                    lower_quartile=3,
                    upper_quartile=7,
                    since=since,
                )
            FictionalFigure.objects.create(council=council, series=series, period=period, value=6)


def add_notes(council, owner, number):
    """So many notes of one owner, each with two signs and a source of its own; some for named people only."""
    factors = [FactorFactory(), FactorFactory()]
    kind = SourceTypeFactory()
    sources = Source.objects.bulk_create(SourceFactory.build_batch(number, owner=owner, type=kind))
    notes = Note.objects.bulk_create(
        NoteFactory.build(
            council=council,
            owner=owner,
            source=source,
            marking=Marking.RESTRICTED if place % 5 == 4 else Marking.ADVISERS,
            happened_on=date(2026, 1, 3) + timedelta(days=place % 90),
        )
        for place, source in enumerate(sources)
    )
    NoteFactor.objects.bulk_create(
        NoteFactor(note=note, factor=factor) for note in notes for factor in factors
    )


def page_of(council, user, query=""):
    """The page as this person gets it, with its queries, those for session and person among them."""
    client = Client()
    client.force_login(user)
    with CaptureQueriesContext(connection) as asked:
        page = client.get(f"{council.get_absolute_url()}{query}")
    assert page.status_code == 200
    return page.content.decode(), [one["sql"] for one in asked]


def words(page):
    """A page without what differs at each request."""
    return re.sub(r'name="csrfmiddlewaretoken" value="[^"]+"', "", page)


def a_senior_adviser_for(council):
    user = UserFactory(senior_adviser=True)
    RegionHoldingFactory(user=user, region=council.region, capacity=RegionHolding.Capacity.SENIOR)
    return user


@pytest.mark.parametrize(
    ("adviser", "query"), [(adviser_for, ""), (adviser_for, "?all"), (a_senior_adviser_for, "")]
)
def test_at_five_and_at_five_hundred_notes_it_asks_the_same_and_little(council, adviser, query):
    user, other = adviser(council), UserFactory(principal_adviser=True)
    add_notes(council, other, 5)
    shown, few = page_of(council, user, query)
    assert not [part for part in PARTS if part not in shown]

    add_notes(council, other, 495)
    _, many = page_of(council, user, query)

    assert Note.objects.filter(council=council).count() == 500
    assert len(many) == len(few), "\n".join(many)
    assert len(many) <= MOST_QUERIES, "\n".join(many)


def test_one_with_an_interest_sees_published_figures_and_nothing_else(council):  # R052
    user = adviser_for(council)
    InterestFactory(user=user, council=council)
    add_notes(council, user, 1)
    page, asked = page_of(council, user)
    assert "You have declared an interest in this council" in page
    assert "Headline report" in page
    for hidden in ("Log a note about", "On the radar", "Savings that slip", "Signs held", "finance director"):
        assert hidden not in page
    assert "What has happened" not in page
    assert len(asked) <= MOST_QUERIES


@pytest.mark.parametrize("role", [Role.RESEARCH_ANALYST, Role.SECRETARIAT, Role.ADMINISTRATOR])
def test_to_those_who_read_no_notes_they_are_not_there_to_the_byte(council, role):
    user = UserFactory(role=role)
    client = Client()
    client.force_login(user)
    before = client.get(council.get_absolute_url())

    add_notes(council, adviser_for(council), 5)

    after = client.get(council.get_absolute_url())
    assert words(after.content.decode()) == words(before.content.decode())
    assert dict(after.headers) == dict(before.headers)


def test_to_an_analyst_hidden_concerns_and_the_radar_are_not_there_to_the_byte():
    council, user = CouncilFactory(), UserFactory(analyst=True)
    owner = adviser_for(council)
    client = Client()
    client.force_login(user)
    before = client.get(council.get_absolute_url())

    RadarEntryFactory(council=council, put_on_by=owner)
    SupportProgressFactory(
        package=SupportPackageFactory(
            concern=ConcernFactory(council=council, owner=owner, panel_support=True)
        )
    )
    add_notes(council, owner, 3)

    after = client.get(council.get_absolute_url())
    assert words(after.content.decode()) == words(before.content.decode())


def test_one_adviser_is_the_contact_for_corporate_childrens_and_adult_support(sign_in):  # R038
    council = CouncilFactory()
    ada = adviser_for(council, name="Ada Penrose")
    for area in (None, ServiceAreaFactory(name="Children"), ServiceAreaFactory(name="Adults")):
        scope = {"scope": "service", "service_area": area} if area else {}
        SupportPackageFactory(
            concern=ConcernFactory(council=council, owner=ada, council_discussion=True, **scope)
        )
    page = sign_in(ada).get(council.get_absolute_url()).content.decode()
    identity = page[page.index("Principal Adviser</dt>") :]
    assert "Ada Penrose" in identity[: identity.index("</dd>")]
    for scope in ("Corporate", "Children", "Adults"):
        assert scope in page


def test_an_old_code_leads_to_the_councils_own_address(council, sign_in):
    council.codes.create(scheme="gss", code="E09999999")
    answer = sign_in(UserFactory()).get("/councils/E09999999")
    assert (answer.status_code, answer.url) == (302, council.get_absolute_url())
