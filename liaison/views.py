"""The pages about what goes to government."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts.models import User
from cases.queries import concern_for
from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from liaison import access, access_after, access_tokens, deprecated, queries, workflow
from liaison.forms import ApproveForm, ExceptionForm, ProposeForm, ReasonForm
from liaison.forms_after import DeletionForm, FreedomForm, SharingFilter
from liaison.kept_words import kept_words
from liaison.models import Release, Standing
from liaison.support_page import support_context


def _person(request: HttpRequest) -> User:
    """Who has signed in; every view here asks for that first."""
    return cast(User, request.user)


@login_required
@require_GET
def sharing(request: HttpRequest) -> HttpResponse:
    """Shared with government: what is proposed, what has been shared, who has read it."""
    if access.may_not_see_sharing(_person(request)):
        raise Http404
    user = _person(request)
    organisations = queries.organisations()
    narrowing = SharingFilter(
        request.GET or None, organisations=organisations, councils=queries.councils_shared(user)
    )
    chosen = narrowing.cleaned_data if narrowing.is_bound and narrowing.is_valid() else {}
    organisation, council = chosen.get("organisation"), chosen.get("council")
    shared = queries.releases_for(user, organisation=organisation, council=council)
    said = queries.said_for(user, organisation=organisation, council=council)
    waiting = [one for one in shared if one.release.standing is Standing.PROPOSED]
    context = {
        "narrowing": narrowing,
        "is_narrowed": bool(organisation or council),
        "holdings": queries.holdings([organisation] if organisation else list(organisations), shared, said),
        "waiting": waiting,
        "batches": queries.batches_waiting([one.release for one in waiting]),
        "released": [one for one in shared if one.release.standing is Standing.RELEASED],
        "ended": [one for one in shared if one.release.standing in (Standing.WITHDRAWN, Standing.REFUSED)],
        "sees_tokens": not access_tokens.may_not_see_tokens(user),
        "said": said,
        "proposes": user.is_adviser,
    }
    return render(request, "liaison/sharing.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def propose(request: HttpRequest) -> HttpResponse:
    """Propose to share a concern: the form, or the sentences that say what is missing."""
    number = request.GET.get("concern", "")
    known = number.isascii() and number.isdigit() and len(number) < 10
    concern = found_or_404(concern_for(_person(request), int(number)) if known else None)
    barred = access.may_not_propose(_person(request), concern.council, today())
    ground = queries.ground_for(concern, _person(request), today())
    form = ProposeForm(
        ground,
        _person(request),
        today(),
        data=request.POST if request.method == "POST" else None,
        initial=_beginning(request, ground),
    )
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            release = workflow.propose_release(
                by=_person(request), at=now(), concern=concern, **form.cleaned_data
            )
            return redirect(release)
    context = {"concern": concern, "form": form, "ground": ground, "barred": barred}
    return render(request, "liaison/propose.html", context, status=422 if form.errors else 200)


def _beginning(request: HttpRequest, ground: queries.Ground) -> dict[str, object]:
    earlier = queries.release_for(_person(request), request.GET.get("supersedes", ""))
    return {
        "recipient": earlier.release.recipient if earlier else queries.organisation("dclg"),
        "supersedes": earlier.release if earlier else None,
        "awareness": str(ground.awareness[0].pk) if ground.awareness else None,
    }


@login_required
@require_GET
def release(request: HttpRequest, number: str) -> HttpResponse:
    """One release: its text, what it rests on, who has read it, and what may be done."""
    shared = found_or_404(queries.release_for(_person(request), number))
    return release_page(request, shared)


@login_required
@require_POST
def approve(request: HttpRequest, number: str) -> HttpResponse:
    """Another Principal Adviser approves it: from now on its recipient reads it."""
    return on_release(request, number, ApproveForm(request.POST), "approving", workflow.approve_release)


@login_required
@require_POST
def refuse(request: HttpRequest, number: str) -> HttpResponse:
    """It does not go out, and why."""
    return on_release(request, number, ReasonForm(request.POST), "refusing", workflow.refuse_release)


@login_required
@require_POST
def withdraw(request: HttpRequest, number: str) -> HttpResponse:
    """Its recipient finds a tombstone from the next request on."""
    return on_release(request, number, ReasonForm(request.POST), "withdrawing", workflow.withdraw_release)


def on_release(
    request: HttpRequest, number: str, form: Form, name: str, act: Callable[..., Any]
) -> HttpResponse:
    """One act on a release; refused, its page comes back with the form, which it knows by `name`."""
    shared = found_or_404(queries.release_for(_person(request), number))
    if form.is_valid():
        with refusals_on(form):
            act(by=_person(request), at=now(), release=shared.release, **form.cleaned_data)
            return redirect(shared.release)
    return release_page(request, shared, **{name: form})


def release_page(request: HttpRequest, shared: queries.Shared, **forms: Form) -> HttpResponse:
    """The release with its forms; of one that came back the error and every word, whatever stands now.

    Each showing is a reading, and kept.
    """
    held: Release = shared.release
    workflow.note_read(by=_person(request), at=now(), release=held)
    proposed = held.standing is Standing.PROPOSED
    on = today()
    # The section of support tells of its own form.
    faulty = next((name for name in forms if name != "sharing"), "")
    may_not_refuse = access.may_not_refuse(_person(request), held)
    may_not_withdraw = access.may_not_withdraw(_person(request), held, on)
    may_not_except = access_after.may_not_give_exception(
        _person(request), held
    ) or access_after.cannot_be_excepted(held)
    may_not_follow_up = access_after.may_not_follow_up(_person(request), held, on)
    shown = {
        "refusing": proposed and not may_not_refuse,
        "withdrawing": held.standing is Standing.RELEASED and not may_not_withdraw,
        "excepting": proposed and not may_not_except,
        "deleting": access_after.deletion_unconfirmable(held) is None and not may_not_follow_up,
        "asking": held.approved_at is not None and not may_not_follow_up,
    }
    context = {
        "shared": shared,
        "release": held,
        "evidence": held.evidence.all(),
        "reads": queries.reads_of(held),
        "answers": held.answers.all(),
        "proposed": proposed,
        "approving": forms.get("approving", ApproveForm()),
        "refusing": forms.get("refusing", ReasonForm()),
        "withdrawing": forms.get("withdrawing", ReasonForm()),
        "may_not_approve": access.may_not_approve(_person(request), held),
        "may_not_refuse": may_not_refuse,
        "may_not_withdraw": may_not_withdraw,
        "for_a_meeting": access_after.is_for_a_meeting(held) if proposed else None,
        "no_exception_yet": access_after.exception_lacking(held, _person(request)) if proposed else None,
        "may_not_except": may_not_except,
        "excepting": forms.get("excepting", ExceptionForm()),
        "may_not_follow_up": may_not_follow_up,
        "deleting": forms.get("deleting", DeletionForm()),
        "asking": forms.get("asking", FreedomForm()),
        "faulty": forms.get(faulty),
        "kept": kept_words(forms.get(faulty), shown=shown.get(faulty, False)),
        "concern_seen": concern_for(_person(request), held.concern_id) is not None,
        **support_context(_person(request), held, on, faulty=forms.get("sharing")),
    }
    return render(request, "liaison/release.html", context, status=422 if forms else 200)


@login_required
@require_GET
def api_docs(request: HttpRequest) -> HttpResponse:
    """The API's document, to browse and to try."""
    return render(request, "liaison/api_docs.html")


@login_required
@require_GET
def api_start(request: HttpRequest) -> HttpResponse:
    """The first half hour of a developer at a receiving organisation."""
    context = {"at": request.build_absolute_uri("/").rstrip("/"), "deprecated": deprecated.DEPRECATED}
    return render(request, "liaison/api_start.html", context)
