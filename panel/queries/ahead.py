"""The next meeting as one person's first page shows it, with what its report still lacks from them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import User
from councils.models import Council
from panel import access
from panel.models import Meeting, Pack
from panel.queries.draft_shown import draft_lines
from panel.queries.drafting import draft_of
from panel.queries.lacking import Lack, lacking
from panel.queries.meetings import meetings_ahead
from panel.queries.packs import packs_for


@dataclass(frozen=True)
class Ahead:
    """The next meeting, the newest version of its report, and what the report lacks.

    `unsaid`: the councils of which nobody has said whether they know that they are in it. `lacks`: what else
    it wants of the concerns this person looks after. `says`: this person is one who says it.
    """

    meeting: Meeting
    pack: Pack | None
    unsaid: tuple[Council, ...]
    lacks: tuple[Lack, ...]
    prepares: bool
    says: bool

    @property
    def address(self) -> str:
        """The page on which the report is prepared."""
        return f"{self.meeting.get_absolute_url()}/pack"


def meeting_ahead(user: User, on: date) -> Ahead | None:
    """The next meeting of which the person may know; an adviser's lacks are those of their own regions."""
    meeting = meetings_ahead(user, on).first()
    if meeting is None:
        return None
    pack = packs_for(user).filter(meeting=meeting).first()
    prepares = access.may_not_prepare(user) is None
    unsaid: tuple[Council, ...] = ()
    lacks: tuple[Lack, ...] = ()
    if prepares and pack is None:
        draft = draft_of(meeting, user)
        shown = [line.item for line in draft_lines(draft, user, on)]
        unsaid = tuple(item.council for item in shown if not item.knows)
        if user.is_adviser:
            lacks = tuple(lacking(user, on, draft.last.issued_at if draft.last else None))
    return Ahead(meeting, pack, unsaid, lacks, prepares, says=user.is_adviser)
