"""A report while it is being prepared: live concerns by council, edits, who knows, what changed."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from accounts.models import User
from councils.models import Council
from panel.live import LiveConcern, LiveLesson, concerns_about, lessons_since, reported_concerns
from panel.models import CouncilTold, Meeting, Pack, PackEntry, PackReason, RadarEntry, Slot
from panel.queries.last_paper import Baseline, baseline_for
from panel.queries.packs import last_pack_before
from panel.since import Change, beside_paper, compared
from panel.visibility import declared_by
from panel.wording import beside
from papers.canonical import digest
from papers.paper import day

Name = Slot.Name
NOT_NOW = "No concern about it is reported to the Panel now."


def named(council: Council) -> str:
    """The council's name as papers print it; an invented council is always called so."""
    return f"{council.short_name} (fictional)" if council.is_fictional else council.short_name


def _begun(how: str) -> str:
    """ "By telephone" within a sentence; a name in capitals stays as it is."""
    return how if how[1:2].isupper() else f"{how[:1].lower()}{how[1:]}"


@dataclass(frozen=True)
class DraftItem:
    """One council of the report."""

    council: Council
    radar: RadarEntry | None
    concerns: tuple[LiveConcern, ...]
    change: Change
    told: CouncilTold | None
    reason: PackReason | None
    slots: dict[str, Slot] = field(default_factory=dict)
    been: RadarEntry | None = None  # put on the radar and taken off again since the last report

    @property
    def is_there(self) -> bool:
        """Whether the report speaks of the council at all."""
        return bool(self.concerns or self.radar or self.been)

    @property
    def in_full(self) -> bool:
        """Whether any concern may be spoken of beyond its one-line summary."""
        return any(concern.in_full for concern in self.concerns)

    @property
    def knows(self) -> str:
        """Whether the council knows that it is in the paper, in words; empty where nobody has said."""
        if self.told:
            told = self.told
            return f"Told on {day(told.happened_on)}: {told.whom}, {_begun(told.how)} ({told.told_by.name})."
        if self.reason:
            signed = self.reason
            on = day(timezone.localdate(signed.signed_at))
            return f"Not told yet. {signed.reason.rstrip('.')}. Signed: {signed.signed_by.name}, {on}."
        return ""

    @property
    def next_on(self) -> date | None:
        """The next date anybody has set: a concern's review, or the next look at the radar."""
        dates = [concern.next_review_on for concern in self.concerns]
        dates.append(self.radar.next_look_on if self.radar else None)
        return min((each for each in dates if each), default=None)

    @property
    def radar_line(self) -> str:
        """The line of reason with which it stands on the radar, or stood there between two reports."""
        if self.radar:
            return self.radar.put_on_reason
        if (been := self.been) and been.taken_off_at:
            return (
                f"On the radar from {_london(been.put_on_at)} ({been.put_on_reason.rstrip('.')}) to "
                f"{_london(been.taken_off_at)} ({been.taken_off_reason.rstrip('.')})."
            )
        return ""

    def live(self, name: str) -> str:
        """What the live concerns say for a slot, a line a point."""
        full = [concern for concern in self.concerns if concern.in_full]
        if name == Name.CONCERN:
            lines = [c.paragraph or f"{c.at_stage}. {c.summary.rstrip('.')}." for c in self.concerns]
            if lines and self.radar:
                since, line = _london(self.radar.put_on_at), self.radar_line.rstrip(".")
                lines.append(f"On the radar since {since}: {line}.")
            return "\n".join(lines or [self.radar_line])
        lines = []
        for concern in full:
            lines += [concern.line] if concern.line else []
            lines += [f"{concern.conclusion.rstrip('.')}."] if concern.conclusion else []
            lines += [f"{act}." for act in concern.by_government]
            for package in concern.support:
                by = f", by {package.by_whom}" if package.by_whom else ""
                lines.append(f"{package.what.rstrip('.')}{by.rstrip('.')}.")
                if package.progress:
                    when = f" ({day(package.progress_on)})" if package.progress_on else ""
                    lines.append(f"{package.progress.rstrip('.')}{when}.")
                lines += [f"{package.board}."] if package.board else []
                if package.attention:
                    lines.append(f"The Panel's attention is asked for: {package.attention}")
            if not concern.support:
                lines.append("Support: none yet.")
        if full and self.next_on:
            lines.append(f"Next date: {day(self.next_on)}.")
        return "\n".join(lines)

    def text(self, name: str) -> str:
        """What the report will say: the edited words, else the live ones."""
        slot = self.slots.get(name)
        return slot.text if slot and slot.text and self.in_full else self.live(name)

    @property
    def shown_at_council(self) -> list[str]:
        """Whether the paragraphs the advisers wrote were shown at the council before, a sentence each."""
        return [concern.shown for concern in self.concerns if concern.shown]

    @property
    def told_of_concern(self) -> str:
        """Who at the council was told of the concern itself, to go by when recording who was told of this."""
        return "; ".join(concern.told for concern in self.concerns if concern.told)

    @property
    def shown(self) -> list[dict[str, object]]:
        """The item's paragraphs for the page on which the report is prepared."""
        names = Slot.OF_A_COUNCIL if self.in_full else (Name.CONCERN,)
        return [
            {
                "name": name,
                "label": Name(name).label,
                "text": self.text(name),
                "seal": digest(self.live(name)),
                "changed": beside(self.slots[name].said_live, self.live(name))
                if self.changed_beneath(name)
                else None,
                "written": self.slots[name] if name in self.slots and self.slots[name].text else None,
            }
            for name in names
        ]

    def changed_beneath(self, name: str) -> bool:
        """Whether the live concerns say something else now than when the paragraph was edited."""
        slot = self.slots.get(name)
        return bool(slot and slot.text and slot.said_live != self.live(name))


@dataclass(frozen=True)
class Draft:
    """The whole report before issue. `items` stand by region, then name; never by stage (WORKFLOW 5)."""

    meeting: Meeting
    last: Pack | None
    items: tuple[DraftItem, ...]
    off: tuple[tuple[PackEntry, str], ...]
    slots: dict[str, Slot]
    next_meeting: Meeting | None
    lessons: tuple[LiveLesson, ...] = ()
    baseline: Baseline | None = None

    @property
    def unsaid(self) -> list[Council]:
        """Councils of which nobody has said whether they know."""
        return [item.council for item in self.items if not item.knows]

    @property
    def councils(self) -> list[Council]:
        """Every council of which it speaks, and those that came off."""
        return [*(item.council for item in self.items), *(entry.council for entry, _ in self.off)]

    def item_of(self, council: Council) -> DraftItem:
        """The council's item; an empty one where it is not in the report."""
        nobody = DraftItem(council, None, (), compared([], on_radar=False, last=None), None, None)
        return next((item for item in self.items if item.council.pk == council.pk), nobody)

    def live_text(self, council: Council | None, name: str) -> str:
        """What stands in a slot while nobody has written over it."""
        if council is not None:
            return self.item_of(council).live(name)
        return self.summary if name == Name.SUMMARY else self.conclusion

    def live_seal(self, council: Council | None, name: str) -> str:
        """What a page hands back, so that nobody writes over live words that they have not read."""
        return digest(self.live_text(council, name))

    def text(self, name: str) -> str:
        """The report's own paragraphs: the edited words, else the live ones."""
        slot = self.slots.get(name)
        return slot.text if slot and slot.text else self.live_text(None, name)

    @property
    def summary(self) -> str:
        """What the report is, and how many councils are in it."""
        return (
            "This report draws together those councils where there are potential concerns, the support being "
            f"provided and the progress made.\n{self.counts}"
        )

    @property
    def counts(self) -> str:
        """Counted, not judged; in a line of its own, which is about every council that is counted."""
        said = f"{counted(len(self.items), 'council')} in it; "
        said += f"{counted(sum(bool(item.radar) for item in self.items), 'council')} on the radar."
        if self.last:
            new = sum(item.change.since == PackEntry.Since.NEW for item in self.items)
            said += f" {new or 'None'} new since the last meeting on {day(self.last.meeting.held_on)}."
        elif self.baseline:
            new = sum(item.change.since == PackEntry.Since.NEW for item in self.items)
            said += f" {new or 'None'} of them not in the last paper, a Word paper for the meeting on "
            said += f"{day(self.baseline.held_on)}."
        return said

    @property
    def conclusion(self) -> str:
        """What happens next."""
        said = "Members' views are sought on the recommendations. Principal advisers will report progress to "
        if self.next_meeting:
            return f"{said}the next meeting, on {day(self.next_meeting.held_on)}."
        return f"{said}the next meeting."


def counted(number: int, what: str) -> str:
    """1 council is; 4 councils are."""
    return f"{number} {what} is" if number == 1 else f"{number} {what}s are"


def _london(at: datetime) -> str:
    return day(timezone.localdate(at))


def _said(items: tuple[LiveConcern, ...]) -> list[dict[str, object]]:
    return [{"id": c.id, "stage": c.stage, "summary": c.summary} for c in items]


def draft_of(meeting: Meeting, user: User) -> Draft:
    """Everything the report of this meeting would say if it were issued now, as this person may read it.

    Of a council in which they have declared an interest there is nothing, not even that it is left out:
    before issue that would tell them of the radar and of concerns (TRUST section 2).
    """
    hidden = set(declared_by(user).values_list("council", flat=True))
    seen = RadarEntry.objects.exclude(council__in=hidden)
    radar = {
        entry.council_id: entry for entry in seen.standing().select_related("council__region", "put_on_by")
    }
    concerns: dict[int, list[LiveConcern]] = defaultdict(list)
    found = reported_concerns(user) + concerns_about(user, [entry.council for entry in radar.values()])
    for concern in {each.id: each for each in found}.values():
        if concern.council.pk not in hidden:
            concerns[concern.council.pk].append(concern)
    last, baseline = last_pack_before(meeting), baseline_for(meeting)
    before = {entry.council_id: entry for entry in last.entries.exclude(council__in=hidden)} if last else {}
    ended = {pk: entry for pk, entry in taken_off_since(last).items() if pk not in hidden}
    been = {pk: entry for pk, entry in ended.items() if last and entry.put_on_at > last.issued_at}
    councils = {pk: entry.council for pk, entry in radar.items()}
    councils |= {pk: entry.council for pk, entry in been.items() if not _was_reported(before.get(pk))}
    councils |= {pk: held[0].council for pk, held in concerns.items()}
    slots: dict[int | None, dict[str, Slot]] = defaultdict(dict)
    for slot in Slot.objects.filter(meeting=meeting).select_related("written_by"):
        slots[slot.council_id][slot.name] = slot
    told, reasons = _told(meeting, been | radar, councils), _reasons(meeting)
    items = []
    for pk, council in councils.items():
        held = tuple(concerns[pk])
        off_because = ended[pk].taken_off_reason if pk in ended else ""
        said, entry = _said(held), before.get(pk)
        change = compared(said, on_radar=pk in radar, last=entry, off_because=off_because, again=pk in ended)
        if baseline:
            was = baseline.said[pk][1] if pk in baseline.said else None
            change = beside_paper(said, on_radar=pk in radar, was=was)
        passed = been.get(pk) if not held and pk not in radar else None
        if passed:
            change = Change(PackEntry.Since.OFF, "Put on the radar and taken off again", [])
        items.append(
            DraftItem(council, radar.get(pk), held, change, told.get(pk), reasons.get(pk), slots[pk], passed)
        )
    items.sort(key=lambda item: (item.council.region.name, item.council.short_name))
    off = [
        (entry, _why_off(entry))
        for pk, entry in before.items()
        if pk not in councils and entry.since != PackEntry.Since.OFF
    ]
    if baseline:
        off = [
            (_of_paper(each), NOT_NOW)
            for pk, (each, _) in baseline.said.items()
            if pk not in hidden and pk not in councils
        ]
    following = Meeting.objects.filter(body_id=meeting.body_id, held_on__gt=meeting.held_on).order_by(
        "held_on"
    )
    return Draft(
        meeting=meeting,
        last=last,
        items=tuple(items),
        off=tuple(sorted(off, key=lambda pair: pair[0].name)),
        slots=slots[None],
        next_meeting=following.first(),
        lessons=tuple(
            lesson
            for lesson in lessons_since(user, lessons_from(meeting, last, baseline))
            if lesson.council.pk not in hidden
        ),
        baseline=baseline,
    )


def lessons_from(meeting: Meeting, last: Pack | None, baseline: Baseline | None) -> datetime:
    """From when on lessons are reported: since the last report, or since the meeting of the Word paper before
    the first; else in the year before it."""
    if last:
        return last.issued_at
    since = baseline.held_on if baseline else meeting.held_on - timedelta(days=365)
    return timezone.make_aware(datetime.combine(since, time.min))


def taken_off_since(last: Pack | None) -> dict[int, RadarEntry]:
    """Who was taken off the radar since the last report was issued: the Panel is told (WORKFLOW 1)."""
    if last is None:
        return {}
    ended = RadarEntry.objects.filter(taken_off_at__gt=last.issued_at).select_related("council__region")
    return {entry.council_id: entry for entry in ended.order_by("taken_off_at")}


def _was_reported(entry: PackEntry | None) -> bool:
    return entry is not None and entry.since != PackEntry.Since.OFF


def _told(meeting: Meeting, radar: dict[int, RadarEntry], councils: Iterable[int]) -> dict[int, CouncilTold]:
    """Who was told: for this meeting, or earlier in the same time on the radar."""
    found: dict[int, CouncilTold] = {}
    accounts = CouncilTold.objects.filter(council_id__in=list(councils)).select_related("told_by")
    for told in accounts.order_by("id"):
        entry = radar.get(told.council_id)
        if told.meeting_id == meeting.pk or (entry and told.told_at >= entry.put_on_at):
            found[told.council_id] = told
    return found


def _reasons(meeting: Meeting) -> dict[int, PackReason]:
    signed = PackReason.objects.filter(meeting=meeting).select_related("signed_by").order_by("id")
    return {reason.council_id: reason for reason in signed}


def _why_off(entry: PackEntry) -> str:
    """Why a council of the last pack is not in this one."""
    ended = RadarEntry.objects.filter(council_id=entry.council_id, taken_off_at__isnull=False)
    last = ended.order_by("-taken_off_at").first() if entry.on_radar else None
    return last.taken_off_reason if last else NOT_NOW


def _of_paper(council: Council) -> PackEntry:
    """How a council of the last Word paper stands among those that came off; it is not saved."""
    return PackEntry(council=council, name=named(council), on_radar=False, since=PackEntry.Since.IN_PAPER)
