"""What was read, by whom, when: kept before it is given out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from liaison.models import ApiClient, Release, ReleaseRead


@transaction.atomic
def note_client_read(*, client: ApiClient, releases: Sequence[Release], how: str) -> None:
    """A client read these releases; in the record with the officer its token was issued to."""
    ReleaseRead.objects.bulk_create(
        ReleaseRead(
            release=release,
            how=how,
            client=client,
            officer=client.officer,
            was_withdrawn=release.withdrawn_at is not None,
        )
        for release in releases
    )
    record(
        by=None,
        act="api_read_releases",
        subject=client,
        details={"how": how, "numbers": [release.number for release in releases]},
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
