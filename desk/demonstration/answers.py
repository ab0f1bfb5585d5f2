"""What was said around the invented concerns: explanations, a paragraph shown, answers, what followed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases import workflow
from cases.models import Concern
from cases.workflow import Grounds
from desk.demonstration.people import content

Row = dict[str, Any]


def load_answers(people: dict[str, User], concerns: dict[str, Concern], *, at: datetime) -> None:
    """Each row of content/answers.toml, by the owner of its concern unless somebody else is named."""
    for row in content("answers"):
        concern = concerns[row["concern"]]
        concern.refresh_from_db()
        by = people[row["by"]] if "by" in row else concern.owner
        on = timezone.localdate(at) - timedelta(days=row.get("days", 0))
        ACTS[row["act"]](row, concern, {"by": by, "at": at}, {"happened_on": on}, people)


def _explain(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    grounds = Grounds(line_for=row.get("line_for", ""), line_against=row.get("line_against", ""))
    explanation = workflow.explain(**who, **when, concern=concern, text=row["text"], grounds=grounds)
    if "comes_to" in row:
        workflow.say_what_it_comes_to(
            **who, explanation=explanation, comes_to=row["comes_to"], line=row["line"]
        )


def _paragraph(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    paragraph = workflow.write_paragraph(**who, concern=concern, text=row["text"])
    workflow.show_paragraph(
        **who, paragraph=paragraph, shown_to=row["to"], how=row["how"], reply=row["reply"]
    )


def _acknowledge(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    line = concern.panel_lines.get(ended_at__isnull=True)
    workflow.acknowledge_line(**who, line=line, text=row["text"])


def _answer(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    flag = concern.group_office_notices.get(ended_at__isnull=True)
    workflow.answer_group_office(**who, flag=flag, text=row["text"])


def _followed(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    act = concern.government_acts.get(superseded_by__isnull=True)
    said = {name: row[name] for name in ("kind", "text", "met", "chance") if name in row}
    workflow.record_what_followed(**who, **when, act=act, **said)


def _reassign(row: Row, concern: Concern, who: Row, when: Row, people: dict[str, User]) -> None:
    workflow.reassign(**who, concern=concern, version=concern.version, owner=people[row["to"]])


ACTS: dict[str, Callable[[Row, Concern, Row, Row, dict[str, User]], None]] = {
    "explain": _explain,
    "paragraph": _paragraph,
    "acknowledge": _acknowledge,
    "answer": _answer,
    "followed": _followed,
    "reassign": _reassign,
}
