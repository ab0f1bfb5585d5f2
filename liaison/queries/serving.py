"""Reading for the API: whose token it is, and what that organisation is served."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from ipaddress import ip_address, ip_network
from typing import Any

from django.conf import settings
from django.db import connection
from django.db.models import DateTimeField, Model, OuterRef, QuerySet, Subquery
from django.db.models.functions import Greatest

from councils.models import Region
from liaison.models import ApiClient, Organisation, Release
from liaison.workflow.tokens import token_hmac


def organisation(slug: str) -> Organisation | None:
    """The organisation with this short code, or None."""
    return Organisation.objects.filter(slug=slug).first()


def organisation_slugs() -> list[str]:
    """Short codes of every organisation, by code."""
    return list(Organisation.objects.order_by("slug").values_list("slug", flat=True))


def client_by_prefix(prefix: str) -> ApiClient | None:
    """The token that was issued with this prefix, or None."""
    return ApiClient.objects.select_related("organisation").filter(token_prefix=prefix).first()


def client_for(token: str, *, address: str, at: datetime) -> ApiClient | None:
    """Whose token this is, if it stands now and may be used from this address; else None.

    Read afresh at each request, so that a revocation is effective at the next one.
    """
    client = _client_of(token_hmac(token))
    if client is None or not client.stands(at) or not _allowed(client, address):
        return None
    if client.is_demonstration and not settings.DEMONSTRATION:
        return None
    return client


def _client_of(hmac: str) -> ApiClient | None:
    with connection.cursor() as cursor:
        cursor.execute(_statement(), [hmac])
        row = cursor.fetchone()
    if row is None:
        return None
    width = len(_columns(ApiClient))
    client = ApiClient.from_db(connection.alias, _columns(ApiClient), row[:width])
    client.organisation = Organisation.from_db(connection.alias, _columns(Organisation), row[width:])
    return client


@cache
def _statement() -> str:
    """What is asked at every request, made a statement once: making it took longer than its answer."""
    asked = ApiClient.objects.select_related("organisation").filter(token_hmac="")
    statement: str = asked.order_by().query.sql_with_params()[0]
    return statement


@cache
def _columns(model: type[Model]) -> list[str]:
    return [field.attname for field in model._meta.concrete_fields]


def _allowed(client: ApiClient, address: str) -> bool:
    if not client.allowed_addresses:
        return True
    try:
        here = ip_address(address)
    except ValueError:
        return False
    return any(here in ip_network(network) for network in client.allowed_addresses)


# Year and running number, as releases are numbered.
NUMBER = r"^[0-9]{4}-[0-9]{4}$"


# What is read of a release to serve it: the frozen text and its decisions, and nothing it was made from.
SERVED = (
    "id",
    "number",
    "canonical",
    "sha256",
    "withdrawn_at",
    "withdrawn_reason",
    "changed_at",
    "superseded_by",
)


def served_to(client: ApiClient) -> QuerySet[Release, dict[str, Any]]:
    """What this client's organisation may read, tombstones included, as values of `SERVED`.

    `changed_at` is the latest of released, superseded and withdrawn by the database's clock, `superseded_by`
    a number or None. Read from releases alone: no live row of the service stands behind what is served.
    """
    replaced = Release.objects.filter(supersedes=OuterRef("pk"), approved_at__isnull=False)
    releases = Release.objects.released_to(client.organisation)
    if client.is_sandbox:
        releases = releases.filter(is_fictional=True)
    return releases.annotate(
        superseded_by=Subquery(replaced.values("number")[:1]),
        changed_at=Greatest(
            "approval_recorded_at",
            "withdrawal_recorded_at",
            Subquery(replaced.values("approval_recorded_at")[:1]),
            output_field=DateTimeField(),
        ),
    ).values(*SERVED)


def region_slugs() -> list[str]:
    """The short names of the regions."""
    return list(Region.objects.order_by("slug").values_list("slug", flat=True))
