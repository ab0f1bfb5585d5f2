"""How the Chair's clearance stands: the draft sent, what was said of it, what has changed since."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.utils import timezone

from accounts.models import User
from cases.queries import Due
from councils.access import recused_council_ids
from councils.models import Council
from panel.copies import names_of, speaks_of_any
from panel.models import ChairDraft, Clearance, Meeting, Membership
from panel.queries.drafting import Draft
from panel.queries.notes import hidden_councils
from panel.report import Imprint, draft_paper
from panel.wording import Wordings, beside
from papers.canonical import from_json
from papers.paper import Chart, Heading, Note, Paper, Paragraph, Recommendation, Table, day
from papers.withholding import WITHHELD, speaks_of

SUMMARY = "Summary and recommendations"


@dataclass(frozen=True)
class Part:
    """A part of the report that reads otherwise now than in the draft."""

    heading: str
    wordings: Wordings


@dataclass(frozen=True)
class Cleared:
    """`sent`: the last draft sent; `said`: the last word on it; `cleared`: the last draft that was cleared.

    `parts`: what has changed since the cleared draft.
    """

    sent: ChairDraft | None
    said: Clearance | None
    cleared: Clearance | None
    parts: tuple[Part, ...] = ()

    @property
    def words(self) -> str:
        """It in a sentence."""
        if self.cleared:
            on = day(timezone.localdate(self.cleared.given_at))
            said = f"Cleared by {self.cleared.given_by} on {on}."
            if not self.parts:
                return said
            named = "; ".join(part.heading for part in self.parts)
            return f"{said} Changed since the Chair cleared it: {named}."
        if self.said:
            on = day(timezone.localdate(self.said.given_at))
            return f"{self.said.given_by} has not cleared it yet and sent remarks on {on}."
        if self.sent:
            return f"Sent to the Chair on {day(timezone.localdate(self.sent.sent_at))}; not cleared yet."
        return "The Chair has not been sent the draft."

    @property
    def is_settled(self) -> bool:
        """Whether what would be issued now is what was cleared."""
        return self.cleared is not None and not self.parts


def chairs_of(meeting: Meeting) -> list[User]:
    """Who chairs the meeting's body on the day."""
    seats = Membership.objects.filter(body_id=meeting.body_id, capacity=Membership.Capacity.CHAIR)
    return [seat.user for seat in seats.holding_on(meeting.held_on).select_related("user")]


def unsaid_of_chairs(draft: Draft, on: date) -> list[Council]:
    """Councils in which a Chair has an interest and of which nobody has said whether they know."""
    hidden = {pk for chair in chairs_of(draft.meeting) for pk in recused_council_ids(chair, on)}
    return [council for council in draft.unsaid if council.pk in hidden]


def chair_draft_for(user: User, pk: int) -> ChairDraft | None:
    """A draft sent to the Chair, where this person may read it."""
    found = ChairDraft.objects.visible_to(user).select_related("meeting__body__acts_for", "sent_by")
    return found.filter(pk=pk).first()


@dataclass(frozen=True)
class Said:
    """A word on a draft, with how it was given and the remarks as one person may read them."""

    word: Clearance
    how: str
    remarks: str


def words_of(draft: ChairDraft, user: User, on: date) -> list[Said]:
    """What was said of the draft, newest first, without what names a council of this person's interest."""
    names = names_of(hidden_councils(user, on))

    def shown(text: str) -> str:
        return WITHHELD if speaks_of(text, names) else text

    words = draft.clearances.select_related("recorded_by").order_by("-id")
    return [Said(word, shown(word.how), shown(word.remarks)) for word in words]


def clearance_of(meeting: Meeting, draft: Draft | None, user: User, on: date) -> Cleared:
    """How clearance stands. `draft`: the report as it stands now, by one who may read all of it.

    What changed is not said to whoever has an interest in a council of which either wording speaks.
    """
    sent = meeting.chair_drafts.select_related("sent_by").order_by("-id").first()
    if sent is None:
        return Cleared(None, None, None)
    words = Clearance.objects.filter(draft__meeting=meeting).select_related("draft__sent_by", "recorded_by")
    said = words.filter(draft=sent).order_by("-id").first()
    last = words.order_by("-id").first()
    cleared = last if last and last.is_cleared else None
    parts: tuple[Part, ...] = ()
    if cleared and draft is not None:
        # Of the day on which it was sent: that another day has come is no change in what it says.
        sent_on = timezone.localdate(cleared.draft.sent_at)
        now = draft_paper(draft, Imprint(settings.MARKING, cleared.draft.sent_by, 0, "", sent_on))
        before, hidden = from_json(cleared.draft.paper), hidden_councils(user, on)
        if not (speaks_of_any(before, hidden) or speaks_of_any(now, hidden)):
            parts = _differing(before, now)
    return Cleared(sent, said, cleared, parts)


def _differing(before: Paper, now: Paper) -> tuple[Part, ...]:
    was, here = _parts(before), _parts(now)
    return tuple(
        Part(heading, beside(was.get(heading, ""), here.get(heading, "")))
        for heading in dict.fromkeys([*here, *was])
        if was.get(heading, "") != here.get(heading, "")
    )


def _parts(paper: Paper) -> dict[str, str]:
    """The paper's words by heading; numbers of paragraphs are left out, as they move by themselves."""
    found: dict[str, list[str]] = {SUMMARY: [note.text for note in paper.summary]}
    heading = SUMMARY
    for block in paper.blocks:
        match block:
            case Heading():
                heading = block.text
                found.setdefault(heading, [])
            case Table():
                for row in block.rows:
                    cells = [cell for cell in row.cells if isinstance(cell, str)]
                    found[heading].append(" · ".join([row.header, *cells]))
            case Paragraph() | Note():
                found[heading].append(f"{block.lead} {block.text}".strip())
            case Chart() | Recommendation():
                continue
    return {name: "\n".join(lines) for name, lines in found.items() if lines}


def drafts_to_clear(user: User, on: date, until: date) -> Iterable[Due]:
    """Drafts that wait for this Chair; one query."""
    drafts = ChairDraft.objects.for_chair(user).filter(
        meeting__packs__isnull=True, meeting__held_on__gte=on, meeting__cut_off_on__lte=until
    )
    newest: dict[int, ChairDraft] = {}
    for draft in drafts.select_related("meeting").prefetch_related("clearances").order_by("id"):
        newest[draft.meeting_id] = draft
    for draft in newest.values():
        if not draft.clearances.all():
            by_on = draft.meeting.cut_off_on
            yield Due(
                what="Clear the draft of the report, or send remarks",
                council=None,
                on=by_on,
                is_late=by_on < on,
                address=draft.get_absolute_url(),
                plainly="Draft to clear",
            )
