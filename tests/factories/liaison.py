"""Organisations, tokens and releases: `token, client = issued(at)`."""

from datetime import timedelta

import factory

from liaison.models import Organisation
from liaison.workflow import issue_token


class OrganisationFactory(factory.django.DjangoModelFactory):
    """A department of the Information Sharing Network; `dclg=True` for DCLG."""

    class Meta:
        model = Organisation
        django_get_or_create = ("slug",)

    class Params:
        dclg = factory.Trait(
            slug="dclg", name="Department for Communities and Local Government", short_name="DCLG"
        )

    slug = factory.Sequence(lambda n: f"department-{n}")
    name = factory.Sequence(lambda n: f"Department {n}")
    short_name = factory.LazyAttribute(lambda organisation: organisation.name)


def issued(at, **fields):
    """A client and its token, as the command issues them; DCLG's unless `organisation` says another's."""
    fields.setdefault("organisation", None)
    organisation = fields.pop("organisation") or OrganisationFactory(dclg=True)
    fields.setdefault("expires_at", at + timedelta(days=30))
    return issue_token(by=None, at=at, organisation=organisation, officer="P. Lowe", **fields)
