"""To bring a body's own Word template, a version at a time, and to go back to our own styles."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction

from accounts.models import User
from audit.workflow import record
from common.errors import forbid, not_found, refuse
from panel import word_access as access
from panel.models import Body, HouseTemplate
from panel.queries.house import template_now
from panel.word_files.receiving import Received


@transaction.atomic
def bring_template(*, body: Body, received: Received, by: User, at: datetime) -> HouseTemplate:
    """A further version, in which the body's papers are written from now on; issued ones keep theirs."""
    body = _locked(body)
    forbid(access.may_not_keep_template(by))
    refuse(access.may_not_bring_same(template_now(body), received.sha256))
    last = body.house_templates.first()
    template = HouseTemplate.objects.create(
        body=body,
        number=last.number + 1 if last else 1,
        file_name=received.name,
        content=received.content,
        size=len(received.content),
        sha256=received.sha256,
        lacks=received.said["lacks"],
        brought_by=by,
        brought_at=at,
    )
    details: dict[str, str | int] = {
        "body": body.slug, "number": template.number, "sha256": template.sha256
    }  # fmt: skip
    record(by=by, act="bring_template", subject=template, details=details)
    return template


@transaction.atomic
def remove_template(*, body: Body, by: User, at: datetime) -> HouseTemplate:
    """Papers are in our own styles again; every version stays kept, for what was issued in it."""
    body = _locked(body)
    forbid(access.may_not_keep_template(by))
    template = template_now(body)
    refuse(access.may_not_remove_template(template))
    assert template is not None  # noqa: S101 - else refused above
    template.removed_by, template.removed_at = by, at
    template.save(update_fields=["removed_by", "removed_at"])
    record(by=by, act="remove_template", subject=template, details={"number": template.number})
    return template


def _locked(body: Body) -> Body:
    held = Body.objects.select_for_update(of=("self",))
    return held.filter(pk=body.pk).first() or not_found("The body")
