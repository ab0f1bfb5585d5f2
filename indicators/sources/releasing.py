"""A release read again from the raw file kept by its hash: to take it in, or to list its difference."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

from django.conf import settings
from django.db import transaction

from accounts.models import User
from common.errors import Refused, forbid
from common.parsing_child import ParsingFailed
from indicators import definitions, differing, workflow
from indicators.access import may_not_decide
from indicators.ingest import Read
from indicators.models import Release
from indicators.rows import Rows
from indicators.sources import pulling


def release_from_quarantine(*, by: User, at: datetime, release: Release, reason: str) -> Release:
    """Read the kept file again and take it in, unless it raises a suspicion that was not shown."""
    forbid(may_not_decide(by))
    rows = _rows(release)
    with transaction.atomic():
        return workflow.release_from_quarantine(
            by=by, at=at, release=release, reason=reason, read=_sifted(release, rows, at)
        )


def difference_rows(release: Release, at: datetime) -> list[differing.Row]:
    """Every figure that a release which waits would change; nothing is kept of what was made to find it."""
    rows = _rows(release)
    with _undone():
        return list(differing.rows(list(_sifted(release, rows, at).judgement.found)))


def _rows(release: Release) -> Rows:
    path = Path(settings.RAW_FILES_DIR) / release.sha256
    definition = definitions.source(release.source.slug)
    if definition is None:
        raise Refused("The definition of this source is no longer there, so its file cannot be read.")
    if not path.is_file():
        raise Refused(
            "The raw file of this release is no longer kept, so it cannot be read again. Pull the source "
            "once more; if the publisher still gives the file, it will be kept again."
        )
    try:
        return pulling.read_rows(path, definition, release.came_from)
    except ParsingFailed as failure:
        raise Refused(failure.sentence) from failure


def _sifted(release: Release, rows: Rows, at: datetime) -> Read:
    definition = definitions.sources()[release.source.slug]
    return pulling.sift_and_judge(rows, definition, at)


@contextmanager
def _undone() -> Iterator[None]:
    with transaction.atomic():
        yield
        transaction.set_rollback(True)
