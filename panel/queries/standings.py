"""How a council's paragraph stands: asked for, written, confirmed, edited since, or nothing yet."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from cases.queries import Due
from councils.models import Council
from councils.queries import region_ids_held_by
from panel.models import AdviserWord, Meeting, ParagraphAsk, Slot
from panel.queries.draft_shown import hidden_from
from panel.queries.drafting import DraftItem, draft_of
from panel.wording import Wordings, beside
from papers.canonical import digest
from papers.paper import day

Kind = AdviserWord.Kind
Texts = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Edit:
    """A paragraph that somebody else wrote over after its adviser's last word."""

    slot: Slot
    before: str
    now: str

    @property
    def label(self) -> str:
        """Which paragraph."""
        return Slot.Name(self.slot.name).label

    @property
    def wordings(self) -> Wordings:
        """Both texts with what differs."""
        return beside(self.before, self.now)


@dataclass(frozen=True)
class Standing:
    """How one council's paragraph stands. `word`: the last an adviser wrote or confirmed.

    `edits`: what nobody has confirmed; `refused`: the adviser's sentence about just these edits.
    `is_moved`: the concerns say something else now than what the adviser confirmed.
    """

    item: DraftItem
    ask: ParagraphAsk | None
    word: AdviserWord | None
    edits: tuple[Edit, ...]
    refused: AdviserWord | None
    is_moved: bool

    @property
    def council(self) -> Council:
        """The council."""
        return self.item.council

    @property
    def is_answered(self) -> bool:
        """Whether an adviser has written or confirmed, since they were last asked."""
        return self.word is not None and (self.ask is None or self.word.said_at >= self.ask.asked_at)

    @property
    def waits(self) -> bool:
        """Whether the adviser has something to do: what is asked for, or an edit to confirm."""
        return bool(self.edits and not self.refused) or bool(self.ask and not self.is_answered)

    @property
    def unconfirmed(self) -> str:
        """What the report's issuer has to know of; empty where there is nothing."""
        if self.refused:
            said = self.refused
            return f"{said.said_by.name} does not confirm the edit: {said.sentence.rstrip('.')}."
        if self.edits:
            slot = max((edit.slot for edit in self.edits), key=lambda one: one.written_at)
            return f"Edited by {slot.written_by.name}, {_on(slot.written_at)}; no adviser has confirmed it."
        return ""

    @property
    def words(self) -> str:
        """It in a sentence."""
        if self.unconfirmed:
            return self.unconfirmed
        if self.word and self.is_answered:
            said = f"{self.word.get_kind_display()} by {self.word.said_by.name}, {_on(self.word.said_at)}."
            return f"{said} The concerns say something else since." if self.is_moved else said
        if self.ask:
            return f"Asked for by {day(self.ask.by_on)} ({self.ask.asked_by.name}, {_on(self.ask.asked_at)})."
        return "Not asked for yet."

    def is_late(self, on: date) -> bool:
        """Whether the day by which it was asked for is past and nobody has answered."""
        return bool(self.ask and not self.is_answered and self.ask.by_on < on)

    @property
    def texts(self) -> Texts:
        """The paragraphs as they stand, with the version of each."""
        return texts_of(self.item)

    @property
    def seal(self) -> str:
        """What a page hands back, so that what is confirmed is what was read."""
        return digest(repr(sorted((name, each["text"]) for name, each in self.texts.items())))


def _on(at: Any) -> str:
    return day(timezone.localdate(at))


def names_of(item: DraftItem) -> Sequence[str]:
    """The paragraphs the report has of the council."""
    return Slot.OF_A_COUNCIL if item.in_full else (Slot.Name.CONCERN,)


def texts_of(item: DraftItem) -> Texts:
    """The paragraphs as they stand; version 0 where nobody wrote over the live words."""
    return {
        str(name): {
            "text": item.text(name),
            "version": item.slots[name].version if name in item.slots else 0,
        }
        for name in names_of(item)
    }


def standings_of(meeting: Meeting, items: Iterable[DraftItem]) -> dict[int, Standing]:
    """How each of these councils' paragraphs stands, by the council's id; two queries."""
    asks: dict[int, ParagraphAsk] = {}
    for ask in meeting.paragraphs_asked.select_related("asked_by").order_by("id"):
        asks[ask.council_id] = ask
    words: dict[int, list[AdviserWord]] = defaultdict(list)
    for word in meeting.adviser_words.select_related("said_by").order_by("id"):
        words[word.council_id].append(word)
    return {
        item.council.pk: _standing(item, asks.get(item.council.pk), words[item.council.pk]) for item in items
    }


def _standing(item: DraftItem, ask: ParagraphAsk | None, words: list[AdviserWord]) -> Standing:
    last: Texts = {}
    word = refused = None
    for each in words:
        if each.kind == Kind.NOT_CONFIRMED:
            refused = each
        else:
            word = each
            last |= each.texts
    edits, is_moved = [], False
    for name, now in texts_of(item).items():
        before, slot = last.get(name), item.slots.get(name)
        if slot and slot.version > (before["version"] if before else 0):
            was = before["text"] if before else slot.said_live
            edits += [Edit(slot, was, now["text"])] if was != now["text"] else []
        elif before and before["text"] != now["text"]:
            is_moved = True
    about_these = refused and all(
        refused.texts.get(edit.slot.name, {}).get("version") == edit.slot.version for edit in edits
    )
    return Standing(item, ask, word, tuple(edits), refused if edits and about_these else None, is_moved)


def paragraphs_due(user: User, on: date, until: date) -> Iterable[Due]:
    """What this adviser is asked to write or to confirm for reports not issued yet.

    One query where nothing is; else the drafts of those meetings (one or two).
    """
    regions = region_ids_held_by(user, on) if user.is_adviser else frozenset()
    if not regions:
        return
    hidden = hidden_from(user, on)
    asked = ParagraphAsk.objects.filter(council__region__in=regions)
    written = Slot.objects.filter(council__region__in=regions)
    ahead = Meeting.objects.filter(packs__isnull=True, held_on__gte=on).select_related("body__acts_for")
    concerned = ahead.filter(Q(pk__in=asked.values("meeting")) | Q(pk__in=written.values("meeting")))
    for meeting in concerned:
        for standing in standings_of(meeting, draft_of(meeting, user).items).values():
            council = standing.council
            if council.region_id not in regions or council.pk in hidden or not standing.waits:
                continue
            asks = bool(standing.ask and not standing.is_answered)
            by_on = standing.ask.by_on if standing.ask and asks else meeting.cut_off_on
            if by_on > until:
                continue
            called = meeting.body.called
            yield Due(
                what=f"Write or confirm the paragraph for the {called}"
                if asks
                else f"Confirm an edit of the paragraph for the {called}",
                council=council,
                on=by_on,
                is_late=by_on < on,
                address=f"{meeting.get_absolute_url()}/pack/{council.code}/paragraph",
                plainly="Paragraph due" if asks else "Edit to confirm",
            )
