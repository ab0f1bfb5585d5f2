"""A person's own drafts: kept as they type, listed, discarded."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import redirect, render
from django.utils.timezone import localtime
from django.views.decorators.http import require_POST, require_safe

from accounts import drafting, queries, workflow
from accounts.models import Draft, User
from accounts.models.draft import key_from
from common.clock import now
from common.errors import NotPermitted
from common.refusals import found_or_404


class SignedIn(HttpRequest):
    """A request of somebody who has signed in."""

    user: User


@login_required
@require_safe
def drafts(request: SignedIn) -> HttpResponse:
    """Every draft of one's own, whole."""
    return render(request, "accounts/drafts.html", {"drafts": queries.drafts_of(request.user)})


@login_required
@require_POST
def keep(request: SignedIn) -> HttpResponse:
    """Save what a form holds: for a script as JSON, for a person by a page."""
    if request.POST.get("draft_for", str(request.user.pk)) != str(request.user.pk):
        raise NotPermitted(
            "Somebody else has signed in in this browser since you began, so your text was not saved. It is "
            "still here: sign in again as yourself, in another tab."
        )
    draft = drafting.keep(request.POST, request.user)
    if request.headers.get("Accept") == "application/json":
        return JsonResponse(
            {
                "key": str(draft.key),
                "version": draft.version,
                "said": _said(request, draft),
                "parted": str(draft.key) != request.POST.get("draft"),
            }
        )
    files = " The files you chose are not kept with it: choose them again." if request.FILES else ""
    messages.success(request, f"Your draft is saved.{files} {_until(draft)}")
    return redirect("accounts:drafts")


@login_required
@require_POST
def discard(request: SignedIn, key: str) -> HttpResponse:
    """Throw a draft away."""
    found = found_or_404(queries.draft_for(request.user, key_from(key)))
    workflow.discard_draft(by=request.user, at=now(), key=found.key)
    messages.success(request, "The draft is discarded.")
    return redirect("accounts:drafts")


@login_required
@require_safe
def ready(request: SignedIn) -> HttpResponse:
    """Who is signed in, and the token a form of theirs needs: for a page that outlived its session."""
    return JsonResponse({"for": str(request.user.pk), "token": get_token(request)})


@login_required
@require_safe
def signed_in_again(request: SignedIn) -> HttpResponse:
    """What stands in the other tab after signing in again."""
    return render(request, "accounts/signed_in_again.html", {"drafts": queries.drafts_of(request.user)})


def _said(request: SignedIn, draft: Draft) -> str:
    """What stands under the box."""
    if draft.used_at is not None:
        return "Saved already."
    time = f"{localtime(draft.saved_at):%H:%M}"
    if str(draft.key) == request.POST.get("draft") and not draft.is_parted:
        return f"Draft saved {time}"
    if queries.used_draft_for(request.user, draft.family):
        return f"What you began with was saved in another window. This is kept as a draft of its own, {time}"
    return f"This draft was changed in another window. What you have here is a draft of its own, saved {time}"


def _until(draft: Draft) -> str:
    until = localtime(draft.deleted_at)
    return f"It is kept until {until.day} {until:%B %Y}, longer if you go on with it."
