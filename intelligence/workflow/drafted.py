"""Files that came with a mailed note: kept with its draft, handed over to the note, or left out."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from accounts.models import Draft, User
from accounts.workflow import Begun
from audit.workflow import record
from common.errors import not_found
from intelligence.files.kinds import FileKind
from intelligence.files.receiving import Received
from intelligence.files.scanning import Scan
from intelligence.models import DraftFile


@transaction.atomic
def keep_draft_files(*, by: User, at: datetime, draft: Draft, files: Sequence[Received]) -> list[DraftFile]:
    """Keep these files with the person's own draft; the same bytes once. Raises NotFound."""
    held = Draft.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=draft.pk).first()
    if held is None:
        not_found("The draft")
    there = set(held.files.values_list("sha256", flat=True))
    kept = []
    for one in files:
        if one.sha256 in there:
            continue
        there.add(one.sha256)
        file = DraftFile(
            draft=held,
            kind=one.kind.value,
            size=len(one.content),
            sha256=one.sha256,
            took=list(one.took),
            scan=one.scan.value,
        )
        file.name, file.content = one.name, one.content
        file.save()
        kept.append(file)
    record(by=by, act="keep_draft_files", subject=held, details={"files": len(kept)})
    return kept


@transaction.atomic
def take_draft_files(*, by: User, at: datetime, begun: Begun) -> list[Received]:
    """The files of the draft and of its family, which no longer have them: whoever asks attaches them."""
    family = Draft.objects.visible_to(by).filter(key=begun.key).values("family")
    files = DraftFile.objects.visible_to(by).filter(draft__family__in=family)
    held = list(files.select_for_update(of=("self",)))
    taken = [
        Received(one.name, FileKind(one.kind), one.content, tuple(one.took), Scan(one.scan)) for one in held
    ]
    DraftFile.objects.filter(pk__in=[one.pk for one in held]).delete()
    if held:
        record(by=by, act="take_draft_files", subject=by, details={"files": len(held)})
    return taken


@transaction.atomic
def leave_draft_file_out(*, by: User, at: datetime, number: int) -> None:
    """The file is gone; the draft stays."""
    held = DraftFile.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=number).first()
    if held is None:
        not_found("The file")
    record(by=by, act="leave_draft_file_out", subject=held.draft)
    held.delete()
