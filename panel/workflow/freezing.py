"""To freeze a structured paper other than the radar report: its words and their hash, a version at a time."""

from __future__ import annotations

from datetime import datetime

from accounts.models import User
from panel.models import Body, IssuedPaper, Meeting
from panel.queries.house import template_now
from papers.canonical import digest, to_json
from papers.paper import Paper, Sheet


def frozen(
    *,
    kind: str,
    sheet: Paper | Sheet,
    by: User,
    at: datetime,
    body: Body,
    meeting: Meeting | None = None,
    year: int | None = None,
    agreed_at_meeting: Meeting | None = None,
    last: IssuedPaper | None = None,
    reason: str = "",
) -> IssuedPaper:
    """The row of it; `last` is the version that it supersedes, for the `reason`."""
    words = to_json(sheet)
    return IssuedPaper.objects.create(
        kind=kind,
        body=body,
        meeting=meeting,
        year=year,
        agreed_at_meeting=agreed_at_meeting,
        version=last.version + 1 if last else 1,
        supersedes=last,
        supersedes_reason=" ".join(reason.split()) if last else "",
        paper=words,
        house_template=template_now(body),
        sha256=digest(words),
        issued_by=by,
        issued_at=at,
    )
