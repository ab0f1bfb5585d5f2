"""Between a form and its draft: what the form carries, and what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any
from uuid import UUID, uuid4

from django.http import HttpRequest, QueryDict

from accounts import queries, workflow
from accounts.models import Draft, User
from accounts.models.draft import key_from, text_of
from accounts.sealing import Fields
from accounts.workflow import Begun
from common.clock import now
from common.refusals import found_or_404

# What a form carries about its draft: none of it is part of the draft.
OURS = ("", "_page", "_version", "_apart", "_form", "_for", "_step", "_origin")
NOT_KEPT = (*(f"draft{name}" for name in OURS), "csrfmiddlewaretoken")


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """What a form says of its draft (templates/accounts/_draft.html). `page` is new with each page drawn."""

    key: UUID
    page: UUID
    version: int
    form: str
    saved_at: datetime | None = None
    is_apart: bool = False
    origin: str = Draft.Origin.TYPED


def new_sheet(form: str, origin: str = Draft.Origin.TYPED) -> Sheet:
    """A draft of which nothing has been written yet."""
    return Sheet(key=uuid4(), page=uuid4(), version=0, form=form, origin=origin)


def sheet_for(request: HttpRequest, user: User, form: str) -> tuple[Sheet, Fields]:
    """For a page that was asked for: a new draft, or the one the address names, with its fields.

    Raises Http404 where the address names one that is not there for this person.
    """
    said = request.GET.get("draft", "")
    if not said:
        return new_sheet(form), {}
    draft = found_or_404(queries.draft_for(user, key_from(said)))
    sheet = Sheet(key=draft.key, page=uuid4(), version=draft.version, form=form, saved_at=draft.saved_at)
    return sheet, draft.fields


def sheet_again(sent: QueryDict, user: User, form: str) -> Sheet:
    """For a page that comes back with something to put right: the draft as this window last saved it."""
    begun = begun_of(sent)
    if begun is None:
        return new_sheet(form)
    draft = queries.draft_for(user, begun.key)
    version = draft.version if draft and draft.page == begun.page else begun.version
    return Sheet(
        key=begun.key,
        page=uuid4(),
        version=version,
        form=form,
        saved_at=draft.saved_at if draft else None,
        is_apart=begun.is_apart,
    )


def taken_up(
    request: HttpRequest, user: User, form: str, multiple: tuple[str, ...]
) -> tuple[Sheet, dict[str, Any]]:
    """The draft of an act's page, and what it fills in: all but the version, which is the page's own."""
    if request.method == "POST":
        return sheet_again(request.POST, user, form), {}
    sheet, fields = sheet_for(request, user, form)
    drafted = initial_from(fields, multiple)
    drafted.pop("version", None)
    return sheet, drafted


def apart(sheet: Sheet) -> Sheet:
    """The same, where the person has seen that something was made of its family, and goes on."""
    return replace(sheet, is_apart=True)


def begun_of(sent: QueryDict) -> Begun | None:
    """What a form that was sent says of its draft; None where it has none."""
    key = key_from(sent.get("draft", ""))
    if key is None:
        return None
    return Begun(
        key=key,
        page=key_from(sent.get("draft_page", "")),
        version=_number(sent.get("draft_version", "")),
        is_apart=bool(sent.get("draft_apart")),
    )


def keep(sent: QueryDict, user: User) -> Draft:
    """Save what a form holds."""
    begun = begun_of(sent)
    return workflow.keep_draft(
        by=user,
        at=now(),
        form=sent.get("draft_form", ""),
        fields=_fields(sent),
        key=begun.key if begun else None,
        page=begun.page if begun else None,
        version=begun.version if begun else 0,
        step=_number(sent.get("draft_step", "")),
        origin=Draft.Origin.SHARED if sent.get("draft_origin") == Draft.Origin.SHARED else Draft.Origin.TYPED,
    )


def use(sent: QueryDict, user: User) -> None:
    """What the form is for is done, and its draft with it: in the transaction of that act."""
    if begun := begun_of(sent):
        workflow.use_draft(by=user, at=now(), begun=begun, text=text_of(_fields(sent)))


def initial_from(fields: Fields, multiple: tuple[str, ...] = ()) -> dict[str, Any]:
    """A draft's fields as a form's initial values; `multiple` names those that hold a list."""
    return {name: values if name in multiple else values[0] for name, values in fields.items() if values}


def _fields(sent: QueryDict) -> Fields:
    return {name: values for name, values in sent.lists() if name not in NOT_KEPT}


def _number(said: str) -> int:
    return int(said) if said.isdecimal() and len(said) < 10 else 0
