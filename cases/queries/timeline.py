"""What happened to a council's concerns, for the dated stream of its page."""

from __future__ import annotations

from django.contrib.auth.models import AnonymousUser

from accounts.models import User
from cases.models import (
    AwarenessRecord,
    Concern,
    Conclusion,
    Discussion,
    GovernmentAct,
    StageChange,
    SupportPackage,
    SupportProgress,
)
from common.timeline import DECISION, Entry, merged
from councils.models import Council


def timeline_entries(council: Council, user: User | AnonymousUser, limit: int) -> list[Entry]:
    """Moves, discussions, conclusions, support and who was told, newest first, in seven queries at most."""
    visible = list(Concern.objects.visible_to(user).filter(council=council).values_list("pk", "summary"))
    if not visible:
        return []
    theirs = {"concern__in": [pk for pk, _ in visible]}
    summaries = dict(visible)

    def newest(model):  # type: ignore[no-untyped-def]
        rows = model.objects.filter(**theirs).select_related("by", "acted_for")
        return rows.order_by("-happened_on", "-id")[:limit]

    def entry(row, title: str, text: str) -> Entry:  # type: ignore[no-untyped-def]
        return Entry(
            mark=DECISION,
            happened_on=row.happened_on,
            recorded_at=row.recorded_at,
            title=title,
            text=text,
            who=row.signature,
            labels=(f"Concern {row.concern_id}: {summaries[row.concern_id]}",),
            address=f"/cases/{row.concern_id}",
        )

    return merged(
        (entry(row, row.in_words, row.basis) for row in newest(StageChange)),
        (entry(row, f"Discussion with {_lower(row.who)}", row.text) for row in newest(Discussion)),
        (entry(row, row.get_kind_display(), row.text) for row in newest(Conclusion)),
        (entry(row, f"Support: {row.provider}", row.objectives) for row in newest(SupportPackage)),
        (entry(row, "How the support goes", row.text) for row in newest(SupportProgress)),
        (entry(row, f"{row.told} was told, {_lower(row.how)}", row.what) for row in newest(AwarenessRecord)),
        (entry(row, f"{row.department}: {row.at_step.numbered}", row.text) for row in newest(GovernmentAct)),
        limit=limit,
    )


def _lower(text: str) -> str:
    return text[:1].lower() + text[1:]
