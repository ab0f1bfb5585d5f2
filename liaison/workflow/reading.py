"""What was read, by whom, when: kept before it is given out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from audit.workflow import record
from liaison.models import ApiClient, Organisation, Release, ReleaseRead

# One statement for a whole page, in the order of the rows: two pages at once do not wait for one another.
READ = """
INSERT INTO liaison_releaseread AS held
    (release_id, was_withdrawn, how, organisation_id, client_id, user_id, officer, times)
SELECT release, withdrawn, %(how)s, %(organisation)s, %(client)s, %(user)s, %(officer)s, 1
FROM unnest(%(ids)s::bigint[], %(withdrawn)s::boolean[]) AS read (release, withdrawn)
ORDER BY release
ON CONFLICT (release_id, organisation_id, client_id, user_id, officer, how, was_withdrawn)
DO UPDATE SET times = held.times + 1, last_at = greatest(held.last_at, statement_timestamp())
"""
READ_SUPPORT = """
INSERT INTO liaison_supportread AS held (shared_id, client_id, officer, times)
SELECT shared, %s, %s, 1 FROM unnest(%s::bigint[]) AS read (shared) ORDER BY shared
ON CONFLICT (shared_id, client_id, officer)
DO UPDATE SET times = held.times + 1, last_at = greatest(held.last_at, statement_timestamp())
"""


@transaction.atomic(savepoint=False)  # in the request's own transaction
def note_client_read(
    *, client: ApiClient, releases: Sequence[Mapping[str, Any]], how: str, unchanged: bool
) -> None:
    """A client read these rows of `queries.served_to`; in the record with the officer behind its token.

    `unchanged`: it holds them already and was given nothing, so no reading is counted.
    """
    if releases and not unchanged:
        _counted(
            {release["id"]: release["withdrawn_at"] is not None for release in releases},
            how=how,
            organisation=client.organisation_id,
            client=client.pk,
            officer=client.officer,
        )
    details = {
        "how": "unchanged" if unchanged else how,
        "numbers": [release["number"] for release in releases],
    }
    record(by=None, act="api_read_releases", subject=client, details=details)


@transaction.atomic(savepoint=False)  # in the request's own transaction
def note_support_read(*, client: ApiClient, shared: list[int], unchanged: bool) -> None:
    """A client read these, by id; as `note_client_read`."""
    if shared and not unchanged:
        with connection.cursor() as cursor:
            cursor.execute(READ_SUPPORT, [client.pk, client.officer, shared])
    record(by=None, act="api_read_support", subject=client, details={"shared": shared})


@transaction.atomic
def note_read(*, by: User, at: datetime, release: Release) -> None:
    """A person here opened the release."""
    count_reading(release=release, user=by, officer=by.name)
    record(by=by, act="read_release", subject=release, scope=release.council.audit_scope)


def count_reading(
    *, release: Release, user: User, officer: str, organisation: Organisation | None = None
) -> None:
    """One more reading of a release by a person, for an organisation or, without one, for us."""
    _counted(
        {release.pk: release.withdrawn_at is not None},
        how=ReleaseRead.How.READ,
        officer=officer,
        organisation=organisation.pk if organisation else None,
        user=user.pk,
    )


def _counted(
    withdrawn: Mapping[int, bool],
    *,
    how: str,
    officer: str,
    organisation: int | None = None,
    client: int | None = None,
    user: int | None = None,
) -> None:
    """One more reading of each of these releases, by id, and whether a tombstone is what was read."""
    if not withdrawn:
        return
    given = {"how": how, "organisation": organisation, "client": client, "user": user, "officer": officer}
    with connection.cursor() as cursor:
        cursor.execute(READ, {**given, "ids": list(withdrawn), "withdrawn": list(withdrawn.values())})
