"""What each person may see of a report while it is being prepared, and what they may not do to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council
from councils.queries import region_ids_held_by
from panel import access
from panel.live import any_lesson_about, any_open_about
from panel.models import Meeting, PackEntry, RadarEntry
from panel.queries.drafting import Draft, DraftItem, lessons_from, taken_off_since
from panel.queries.last_paper import baseline_for
from panel.queries.packs import last_pack_before


@dataclass(frozen=True)
class DraftLine:
    """An item as one person may work on it: the sentences stand where buttons would."""

    item: DraftItem | None
    why_not_write: str | None = None
    why_not_sign: str | None = None

    @property
    def withheld(self) -> bool:
        """Whether the person has declared an interest in the council."""
        return self.item is None


def hidden_from(user: User, on: date) -> set[int]:
    """Councils of which this person reads nothing in a report."""
    return recused_council_ids(user, on)


def may_see_draft_of(council: Council, user: User, on: date) -> bool:
    """Before issue the secretariat reads all paragraphs, an adviser those of their own regions (TRUST 2)."""
    if council.pk in hidden_from(user, on):
        return False
    return user.has_role(Role.SECRETARIAT) or council.region_id in region_ids_held_by(user, on)


def draft_lines(draft: Draft, user: User, on: date) -> list[DraftLine]:
    """What this person may see before issue: the secretariat all, advisers their own regions."""
    hidden = recused_council_ids(user, on)
    regions = None if user.has_role(Role.SECRETARIAT) else region_ids_held_by(user, on)
    lines = []
    for item in draft.items:
        if item.council.pk in hidden:
            lines.append(DraftLine(None))
        elif regions is None or item.council.region_id in regions:
            why_not_write = access.may_not_write_slot(user, item.council, on)
            why_not_write = why_not_write or access.may_not_write_more(item.council, in_full=item.in_full)
            lines.append(DraftLine(item, why_not_write, access.may_not_sign(user, item.council, on)))
    return lines


def off_shown(draft: Draft, user: User, on: date) -> list[tuple[PackEntry, str]]:
    """What came off since the last report, without councils in which the person has an interest."""
    hidden = recused_council_ids(user, on)
    return [(entry, why) for entry, why in draft.off if entry.council_id not in hidden]


def touches_interest(user: User, on: date, meeting: Meeting) -> bool:
    """Whether the person has declared an interest in a council that the report may speak of now.

    It may speak of those on the radar, those with an open concern, those that came off since the last or
    stood in the Word paper before it, and those whose support ended with lessons.
    """
    if not (hidden := recused_council_ids(user, on)):
        return False
    last, baseline = last_pack_before(meeting), baseline_for(meeting)
    on_radar = RadarEntry.objects.standing().filter(council_id__in=hidden)
    was_in = last.entries.exclude(since=PackEntry.Since.OFF).filter(council_id__in=hidden) if last else None
    return (
        on_radar.exists()
        or any_open_about(hidden)
        or bool(baseline and not hidden.isdisjoint(baseline.said))
        or bool(was_in and was_in.exists())
        or not hidden.isdisjoint(taken_off_since(last))
        or any_lesson_about(hidden, lessons_from(meeting, last, baseline))
    )
