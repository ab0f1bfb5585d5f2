"""What happened to a council's concerns and with its offers, for the dated stream of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db.models import CharField, F, QuerySet, TextField, Value
from django.db.models.functions import Cast

from accounts.models import User
from cases.models import (
    AwarenessRecord,
    BoardMeeting,
    Concern,
    Conclusion,
    ConclusionKind,
    Discussion,
    Followed,
    GovernmentAct,
    ImprovementBoard,
    ParagraphShown,
    StageChange,
    SupportPackage,
    SupportProgress,
    WhatFollowed,
)
from cases.models.concern import Signed
from cases.queries.happened import COLUMNS, HAPPENED, happened_rows
from cases.queries.paragraphs import reads_paragraphs
from cases.stages import Stage
from common.timeline import DECISION, Entry
from councils.models import Council


@dataclass(frozen=True)
class _Told:
    """How one kind of thing is told: the fields its title is made of, the field of its text."""

    model: type[Signed]
    title: Callable[[str, str], str]
    text: str
    first: str = ""
    second: str = ""


def _lower(text: str) -> str:
    return text if text[:2].isupper() else text[:1].lower() + text[1:]


# What happened on one day and was taken in at one moment stands in this order.
_KINDS = (
    _Told(
        StageChange,
        lambda came_from, to: StageChange(from_stage=came_from, to_stage=to).in_words,
        "basis",
        "from_stage",
        "to_stage",
    ),
    _Told(Discussion, lambda who, _: f"Discussion with {_lower(who)}", "text", "who"),
    _Told(Conclusion, lambda kind, _: str(ConclusionKind(kind).label), "text", "kind"),
    _Told(SupportPackage, lambda provider, _: f"Support: {provider}", "objectives", "provider"),
    _Told(SupportProgress, lambda _, __: "How the support goes", "text"),
    _Told(ImprovementBoard, lambda name, _: f"Improvement Board formed: {name}", "members", "name"),
    _Told(BoardMeeting, lambda _, __: "The Improvement Board met", "text"),
    _Told(AwarenessRecord, lambda told, how: f"{told} was told, {_lower(how)}", "what", "told", "how"),
    _Told(
        GovernmentAct,
        lambda department, step: f"{department}: {Stage(step).numbered}",
        "text",
        "department",
        "step",
    ),
    _Told(WhatFollowed, lambda kind, _: str(Followed(kind).label), "text", "kind"),
    _Told(
        ParagraphShown,
        lambda whom, how: f"The paragraph for the Panel was shown to {_lower(whom)}, {_lower(how)}",
        "reply",
        "shown_to",
        "how",
    ),
)


def timeline_entries(council: Council, user: User | AnonymousUser, limit: int) -> list[Entry]:
    """Moves, discussions, conclusions, support, who was told, offers taken up, peer challenges: newest first.

    One query.
    """
    visible = Concern.objects.visible_to(user).filter(council=council).values("pk")
    first, *others = (
        _rows(place, kind, visible)
        for place, kind in enumerate(_KINDS)
        if kind.model is not ParagraphShown or reads_paragraphs(user)
    )
    rows = first.union(*others, *happened_rows(council, user, len(_KINDS)), all=True)
    return [_entry(row) for row in rows.order_by("-day", "-recorded", "place", "-key")[:limit]]


def _rows(place: int, kind: _Told, visible: QuerySet[Any, Any]) -> QuerySet[Any, Any]:
    """The rows of one kind about concerns that may be read, in the columns that all kinds share."""

    def column(field: str) -> Any:
        return Cast(F(field) if field else Value(""), TextField())

    return (
        kind.model._default_manager.filter(concern__in=visible)
        .order_by()
        .annotate(
            place=Value(place),
            one=column(kind.first),
            other=column(kind.second),
            said=column(kind.text),
            signed_by=F("by__name"),
            in_place_of=Cast(F("acted_for__name"), CharField()),
            about=F("concern__summary"),
            of_concern=F("concern_id"),
            day=F("happened_on"),
            recorded=F("recorded_at"),
            key=F("id"),
        )
        .values(*COLUMNS)
    )


def _entry(row: dict[str, Any]) -> Entry:
    by, owner, number = row["signed_by"], row["in_place_of"], row["of_concern"]
    if number is None:
        told = HAPPENED[row["place"] - len(_KINDS)]
        title, address = told.title(row["one"]), told.address.format(row["key"])
    else:
        title, address = _KINDS[row["place"]].title(row["one"], row["other"]), f"/cases/{number}"
    return Entry(
        mark=DECISION,
        happened_on=row["day"],
        recorded_at=row["recorded"],
        title=title,
        text=row["said"],
        who=f"{by} for {owner}" if owner else by,
        labels=(f"Concern {number}: {row['about']}",) if number is not None else (),
        address=address,
    )
