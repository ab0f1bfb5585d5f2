"""Files that wait with one's own drafts."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from accounts.models import Draft, User
from intelligence.models import DraftFile


def draft_files(user: User, key: UUID) -> list[DraftFile]:
    """Those of a draft of one's own and of the draft it began as, without their bytes."""
    family = Draft.objects.visible_to(user).standing().filter(key=key).values("family")
    return list(DraftFile.objects.visible_to(user).filter(draft__family__in=family).defer("sealed"))


def draft_file_for(user: User, pk: int) -> DraftFile | None:
    """One of them."""
    return cast("DraftFile | None", DraftFile.objects.visible_to(user).filter(pk=pk).defer("sealed").first())
