"""What helped: support that ended, what it left behind and what lasted."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from cases import queries
from cases.forms import LessonFilter
from cases.views.listing import paged
from cases.views.showing import SignedIn
from common.clock import today

PER_PAGE = 20


@login_required
@require_safe
def lessons(request: SignedIn) -> HttpResponse:
    """Support that has ended, of all concerns or of those like one; the last ended first, or by name."""
    if not request.user.is_adviser:
        raise Http404
    form = LessonFilter(request.GET)
    number = form.like_number
    like = queries.concern_for(request.user, number) if number else None
    held = queries.ended_support(request.user, form.filters, like)
    shown = paged(request, held, PER_PAGE)
    chips = form.chips()
    clear = f"/lessons?like={like.number}" if like else "/lessons"
    context = {
        **shown,
        "form": form,
        "chips": chips,
        "clear": clear if chips else "",
        "said": f"Support that has ended: {shown['page'].paginator.count:,}",
        "lessons": queries.lessons_of(shown["page"].object_list, like),
        "like": like,
        "not_start": queries.acts_on(request.user, like, today()).support.sentence if like else "",
    }
    return render(request, "cases/lessons.html", context)
