"""Regions, councils and who looks after them."""

from datetime import date, timedelta

import factory
from django.utils import timezone

from councils.models import (
    AllocatedLead,
    ChangeOfControl,
    Council,
    CouncilCode,
    CouncilType,
    Cover,
    Interest,
    Region,
    RegionHolding,
    ServiceArea,
)
from councils.workflow.regions import ROLE_FOR
from tests.factories.accounts import UserFactory


class RegionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Region

    slug = factory.Sequence(lambda n: f"region-{n}")
    name = factory.Sequence(lambda n: f"Region {n}")
    gss = factory.Sequence(lambda n: f"E19{n:06}")


class ServiceAreaFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ServiceArea

    slug = factory.Sequence(lambda n: f"service-{n}")
    name = factory.Sequence(lambda n: f"Service {n}")


class CouncilFactory(factory.django.DjangoModelFactory):
    """A district council with one GSS code; `fictional=True` for one of the demonstration's kind."""

    class Meta:
        model = Council
        skip_postgeneration_save = True

    class Params:
        fictional = factory.Trait(is_fictional=True, code=factory.Sequence(lambda n: f"X{n + 900:08}"))
        unitary = factory.Trait(kind=CouncilType.UNITARY)
        county_council = factory.Trait(kind=CouncilType.COUNTY)

    key = factory.Sequence(lambda n: f"T{n}")
    code = factory.Sequence(lambda n: f"E07{n + 900000:06}")
    short_name = factory.Sequence(lambda n: f"Testford {n}")
    name = factory.LazyAttribute(lambda council: f"{council.short_name} District Council")
    kind = CouncilType.DISTRICT
    region = factory.SubFactory(RegionFactory)

    @factory.post_generation
    def gss(self, create, extracted, **kwargs):
        if create:
            CouncilCode.objects.create(council=self, scheme=CouncilCode.Scheme.GSS, code=self.code)


def capacity_of(user):
    """As what somebody with this role holds a region; as principal adviser where no role fits."""
    held = set(user.role_holdings.values_list("role", flat=True))
    return next((capacity for capacity, role in ROLE_FOR.items() if role in held), "principal")


class RegionHoldingFactory(factory.django.DjangoModelFactory):
    """A person responsible for a region: `RegionHoldingFactory(user=adviser, region=council.region)`.

    In the capacity of their role, as `assign_region` would have it.
    """

    class Meta:
        model = RegionHolding

    region = factory.SubFactory(RegionFactory)
    user = factory.SubFactory(UserFactory, principal_adviser=True)
    holder_name = factory.LazyAttribute(lambda holding: holding.user.name)
    capacity = factory.LazyAttribute(lambda holding: capacity_of(holding.user))
    since_on = date(2012, 4, 1)


class InterestFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Interest

    user = factory.SubFactory(UserFactory)
    council = factory.SubFactory(CouncilFactory)
    nature = "Councillor of the council"
    since_on = date(2012, 4, 1)


class AllocatedLeadFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = AllocatedLead

    user = factory.SubFactory(UserFactory, principal_adviser=True)
    service_area = factory.SubFactory(ServiceAreaFactory)
    since_on = date(2012, 4, 1)


class CoverFactory(factory.django.DjangoModelFactory):
    """A principal adviser away today, and another who stands in."""

    class Meta:
        model = Cover

    absent = factory.SubFactory(UserFactory, principal_adviser=True)
    deputy = factory.SubFactory(UserFactory, principal_adviser=True)
    since_on = factory.LazyFunction(timezone.localdate)
    until_on = factory.LazyFunction(lambda: timezone.localdate() + timedelta(days=7))
    arranged_by = factory.SelfAttribute("absent")


class ChangeOfControlFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ChangeOfControl

    council = factory.SubFactory(CouncilFactory)
    what = "control"
    was = "Labour"
    became = "No overall control"
    changed_on = factory.LazyFunction(lambda: timezone.localdate() - timedelta(days=7))


def adviser_for(council, **traits):
    """A principal adviser who holds the council's region."""
    user = UserFactory(principal_adviser=True, **traits)
    RegionHoldingFactory(user=user, region=council.region)
    return user
