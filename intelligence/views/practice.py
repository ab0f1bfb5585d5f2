"""Good practice shared out to the offer: share it, find it, read it, withdraw it."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from accounts import drafting
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from intelligence import access, queries, workflow
from intelligence.forms import PracticeFilter, ShareForm, WithdrawForm
from intelligence.views.pages import SignedIn, act_page, get_or_post, page
from intelligence.visibility import MAY_READ_THE_OFFER

PER_PAGE = 25
OFFER = [("Good practice", "/practice")]


@login_required
@get_or_post
def share(request: SignedIn, pk: int) -> HttpResponse:
    """Share what a note has of good practice, in words written for others."""
    held = found_or_404(queries.note_for(request.user, pk))
    form = ShareForm(held, request.POST or None)
    sheet, drafted = drafting.taken_up(request, request.user, request.path, ("factors",))
    form.initial = {**form.initial, **drafted}
    if form.is_valid():
        with refusals_on(form):
            shared = workflow.share_practice(
                by=request.user,
                at=now(),
                note=held,
                begun=drafting.begun_of(request.POST),
                **form.cleaned_data,
            )
            messages.success(request, "It is shared out. Everybody who looks after the offer can read it.")
            return redirect(shared)
    sentence = access.may_not_share_out(request.user, held)
    return act_page(request, held, form, "share", sentence, sheet=sheet)


@login_required
@require_safe
def practices(request: SignedIn) -> HttpResponse:
    """What councils do well and agreed to share, the last shared first."""
    if request.user.roles.isdisjoint(MAY_READ_THE_OFFER):
        raise Http404
    filters = PracticeFilter(request.GET, queryset=queries.practices_for(request.user), request=request)
    shown = Paginator(filters.qs.distinct(), PER_PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    chips, number = filters.chips(), shown.paginator.count
    context = {
        "filters": filters,
        "chips": chips,
        "clear": "/practice" if chips else "",
        "said": f"{number} shared",
        "page": shown,
        "query": rest.urlencode(),
        "councils": councils_as_at(today()),
    }
    return page(request, "practices", context, None)


@login_required
@require_safe
def practice(request: SignedIn, pk: int) -> HttpResponse:
    """One of them."""
    held = found_or_404(queries.practice_for(request.user, pk))
    context = {
        "practice": held,
        "factors": held.factors.all(),
        "reads_note": queries.may_read(request.user, held.note),
        "not_withdraw": access.may_not_withdraw_practice(request.user, held, today()),
        "way": OFFER,
    }
    return page(request, "practice", context, None)


@login_required
@get_or_post
def withdraw(request: SignedIn, pk: int) -> HttpResponse:
    """It is shared no longer, with a reason."""
    held = found_or_404(queries.practice_for(request.user, pk))
    form = WithdrawForm(request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            workflow.withdraw_practice(by=request.user, at=now(), practice=held, **form.cleaned_data)
            messages.success(request, "It is withdrawn, and nobody finds it in the offer any more.")
            return redirect("intelligence:practices")
    context = {
        "form": form,
        "title": "Withdraw it from the offer",
        "held": held,
        "practice": held,
        "sentence": access.may_not_withdraw_practice(request.user, held, today()),
        "way": [*OFFER, (held.title, held.get_absolute_url())],
    }
    return page(request, "practice_withdraw", context, form)
