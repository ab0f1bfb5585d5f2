"""The radar as it is shown, kept under a name (accounts.models.SavedView)."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from accounts import queries as theirs
from accounts import workflow as keeping
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from intelligence.list_access import may_not_share_view
from panel.forms import RadarFilter
from panel.forms_after import ViewForm
from panel.requests import SignedIn, typed
from panel.views.radar import LIST
from panel.visibility import LIVE


@login_required
def save(request: SignedIn) -> HttpResponse:
    """Save the radar of this address under a name."""
    if not request.user.has_role(*LIVE):
        raise Http404
    query = RadarFilter(request.GET).saved_as
    form = ViewForm(typed(request))
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        names = councils_as_at(today()).values_list("short_name", flat=True)
        with refusals_on(form):
            view = keeping.save_view(
                by=request.user,
                at=now(),
                page=LIST,
                query=query,
                why_own=(may_not_share_view(given["name"], query, names) or "") if given["is_shared"] else "",
                **given,
            )
            messages.success(request, f"“{view.name}” is saved with your views.")
            return redirect(view.address)
    context = {"form": form, "query": query, "may_share": request.user.is_adviser}
    return render(request, "panel/view_save.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def forget(request: SignedIn, pk: int) -> HttpResponse:
    """Remove a view; the councils that it showed stay where they are."""
    view = found_or_404(theirs.view_for(request.user, pk))
    if view.page != LIST:
        raise Http404
    keeping.forget_view(by=request.user, at=now(), view=view)
    messages.success(request, f"“{view.name}” is removed.")
    return redirect(LIST)
