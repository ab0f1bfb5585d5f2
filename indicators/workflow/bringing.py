"""To bring a published file in the browser, to say what it is, to put it away, and to save what was said."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from indicators import definitions
from indicators.access import may_not_define
from indicators.models import SavedDefinition, Upload
from indicators.workflow.defining import ToSave, save_definitions, withdraw_definition

MOST_DRAFTS = 50


@dataclass(frozen=True)
class Brought:
    """A file as it came from the browser: its bytes are kept under `sha256`."""

    name: str
    kind: str
    sha256: str
    size: int


@transaction.atomic
def bring_file(
    *,
    by: User,
    at: datetime,
    file: Brought,
    seen: Mapping[str, Any],
    source: str = "",
    only_file: bool = False,
    answers: Mapping[str, Any] | None = None,
) -> Upload:
    """Begin a draft about a file. `source` is the saved source whose file it is, if it is one's.

    `only_file`: the source's definition stays, and the file goes straight to the check.
    """
    forbid(may_not_define(by))
    drafts = Upload.objects.visible_to(by).drafts().count()
    refuse(
        f"You have {drafts} uploads that are not finished. Put some of them away first."
        if drafts >= MOST_DRAFTS
        else None
    )
    upload = Upload.objects.create(
        brought_by=by,
        brought_at=at,
        file_name=file.name[-200:],
        kind=file.kind,
        sha256=file.sha256,
        size=file.size,
        source=source,
        only_file=only_file,
        seen=dict(seen),
        answers=dict(answers or {}),
    )
    record(by=by, act="bring_file", subject=upload, details={"sha256": file.sha256, "source": source})
    return upload


@transaction.atomic
def keep_answers(
    *,
    by: User,
    at: datetime,
    upload: Upload,
    answers: Mapping[str, Any],
    seen: Mapping[str, Any] | None = None,
) -> Upload:
    """Keep what was entered, by step, right or wrong, so that the draft survives leaving the page.

    `seen`: what the file seems to be when it was looked at again as the analyst asked.
    """
    del at
    held = _own_draft(by, upload)
    held.answers = {**held.answers, **answers}
    if seen is not None:
        held.seen = dict(seen)
    held.save(update_fields=["answers", "seen"])
    record(by=by, act="describe_file", subject=held, details={"steps": sorted(answers)})
    return held


@transaction.atomic
def discard_upload(*, by: User, at: datetime, upload: Upload) -> Upload:
    """Put a draft away. Its file stays under its hash: another draft or a release may have the same."""
    held = _own_draft(by, upload)
    held.state, held.ended_at = Upload.State.DISCARDED, at
    held.save(update_fields=["state", "ended_at"])
    record(by=by, act="discard_upload", subject=held)
    return held


@transaction.atomic
def use_upload(*, by: User, at: datetime, upload: Upload, source: str, several: Sequence[ToSave]) -> Upload:
    """Save what was said about the file as definitions; none for a file of a definition that stays.

    An indicator that the source had and that is no longer among `several` is withdrawn.
    """
    held = _own_draft(by, upload)
    if several:
        save_definitions(by=by, at=at, several=several)
    named = {one.slug for one in several if one.kind == SavedDefinition.Kind.INDICATOR}
    if named:
        before = definitions.newest(SavedDefinition.Kind.INDICATOR)
        had = {one.slug for one in definitions.indicators_of(source).values() if one.slug in before}
        for slug in sorted(had - named):
            withdraw_definition(
                by=by, at=at, kind="indicator", slug=slug, reason="No longer read from the source's file."
            )
    held.state, held.ended_at, held.source = Upload.State.USED, at, source
    held.save(update_fields=["state", "ended_at", "source"])
    record(by=by, act="use_upload", subject=held, details={"source": source})
    return held


def _own_draft(by: User, upload: Upload) -> Upload:
    """The draft, locked; refused where it is finished, not found where it is somebody else's."""
    forbid(may_not_define(by))
    held = Upload.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=upload.pk).first()
    if held is None:
        not_found("That upload")
    refuse(
        f"The upload {held.file_name} is finished ({held.get_state_display().lower()}). Bring the file again."
        if held.state != Upload.State.DRAFT
        else None
    )
    return held
