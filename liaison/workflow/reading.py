"""What was read, by whom, when: kept before it is given out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import connection, transaction

from accounts.models import User
from audit.workflow import record
from liaison.models import ApiClient, Release, ReleaseRead

# One statement for a whole page: a hundred rows cost little more than one.
READ = """
INSERT INTO liaison_releaseread (release_id, was_withdrawn, how, client_id, officer)
SELECT release, withdrawn, %s, %s, %s FROM unnest(%s::bigint[], %s::boolean[]) AS read (release, withdrawn)
"""


@transaction.atomic(savepoint=False)  # in the request's own transaction
def note_client_read(*, client: ApiClient, releases: Sequence[Mapping[str, Any]], how: str) -> None:
    """A client read these rows of `queries.served_to`; in the record with the officer behind its token."""
    if releases:
        ids = [release["id"] for release in releases]
        withdrawn = [release["withdrawn_at"] is not None for release in releases]
        with connection.cursor() as cursor:
            cursor.execute(READ, [how, client.pk, client.officer, ids, withdrawn])
    record(
        by=None,
        act="api_read_releases",
        subject=client,
        details={"how": how, "numbers": [release["number"] for release in releases]},
    )


@transaction.atomic
def note_read(*, by: User, at: datetime, release: Release) -> None:
    """A person here opened the release."""
    ReleaseRead.objects.create(
        release=release,
        how=ReleaseRead.How.READ,
        user=by,
        officer=by.name,
        was_withdrawn=release.withdrawn_at is not None,
    )
    record(by=by, act="read_release", subject=release, scope=release.council.audit_scope)
