"""Find notes, and read one."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from accounts import queries as theirs
from common.clock import now, today
from common.refusals import found_or_404
from councils.queries import councils_as_at
from intelligence import access, list_access, queries, workflow
from intelligence.forms import NoteFilter
from intelligence.models import Note
from intelligence.searching import Found, did_you_mean
from intelligence.views.pages import INTELLIGENCE, SignedIn

PER_PAGE = 25


@login_required
@require_safe
def note_list(request: SignedIn) -> HttpResponse:
    """Every note the person may read, narrowed by the address."""
    filters = NoteFilter(request.GET, queryset=queries.notes_for(request.user), request=request)
    found = Found(filters.qs, filters.words)
    number = found.count()
    page = Paginator(cast(Any, found), PER_PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    council, chips = filters.chosen_council, filters.chips()
    context = {
        "filters": filters,
        "chips": chips,
        "clear": "/intelligence" if chips else "",
        "said": f"{found.said} {'note' if number == 1 else 'notes'}",
        "more": found.has_more and not page.has_next(),
        "meant": "" if number or not filters.words else did_you_mean(filters.words, request.user),
        "page": page,
        "query": rest.urlencode(),
        "shown": queries.shown(
            queries.notes_by_id(request.user, page.object_list), request.user, filters.words
        ),
        "council": council,
        "councils": councils_as_at(today()),
        "views": theirs.views_for(request.user, "/intelligence"),
        "view_query": filters.saved_as,
        "not_export": list_access.may_not_export(request.user),
        "withheld": queries.withheld_from(request.user, council) if council else [],
    }
    return render(request, "intelligence/list.html", context)


@login_required
@require_safe
def note(request: SignedIn, pk: int) -> HttpResponse:
    """One note: its words and every version of them, how it was checked, who may read it."""
    held = found_or_404(queries.note_for(request.user, pk))
    workflow.read_note(by=request.user, at=now(), note=held)
    return render(request, "intelligence/note.html", _of_note(request, held))


def _of_note(request: SignedIn, held: Note) -> dict[str, Any]:
    """What the page of a note shows, with the sentence for each act that this person may not do."""
    user, on = request.user, today()
    practices = queries.practices_of(held, user)
    return {
        "one": queries.shown([held], user)[0],
        "note": held,
        "way": [*INTELLIGENCE, (held.council.short_name, f"/intelligence?council={held.council.code}")],
        "versions": queries.versions_of(held),
        "corrections": queries.corrections_of(held),
        "checks": queries.checks_of(held),
        "removals": queries.removals_of(held),
        "brought_from": queries.brought_from(held),
        "made_of": queries.story_of_note(held, user),
        "files": queries.attachments_of(held),
        "not_attach": access.may_not_attach(user, held),
        "asked": queries.verifications_of(held),
        "practices": practices,
        "shared_now": any(not one.is_withdrawn for one in practices),
        "not_share": access.may_not_share_out(user, held),
        "outcomes": queries.outcomes_of(held),
        "readers": queries.readers_of(held),
        "can_be_rewritten": access.can_be_rewritten(held),
        "not_correct": access.may_not_correct(user, held),
        "not_check": access.may_not_check(user, held, on),
        "not_open": access.may_not_open(user, held, on),
        "not_withdraw": access.may_not_withdraw(user, held, on),
        "may_raise": access.may_begin_a_concern_from(user, held, on),
        "not_identity": access.may_not_read_identity(user, held.source, on),
        "not_deputy": access.may_not_name_deputy(user, held.source),
        "identity_is_kept": queries.identity_is_kept(held.source),
    }
