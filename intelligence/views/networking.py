"""One's own network, and the councils one has not spoken to for long."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import council_by_code, councils_as_at
from intelligence import access, queries, workflow
from intelligence.forms import ContactForm
from intelligence.models import Contact
from intelligence.views.pages import SignedIn, get_or_post, page

PER_PAGE = 50
ALL = 400  # more than all councils of all regions
NETWORK = [("Your network", "/contacts")]


def _own(request: SignedIn, pk: int) -> Contact:
    return found_or_404(queries.contact_for(request.user, pk, today()))


@login_required
@require_safe
def contacts(request: SignedIn) -> HttpResponse:
    """Everybody one knows, whom one spoke to longest ago first, and the quiet councils of one's regions."""
    on = today()
    words = request.GET.get("q", "").replace("\x00", "").strip()[:100]
    found = queries.contacts_of(request.user, on, words)
    shown = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    quiet, quiet_number = queries.quiet_councils(request.user, on, ALL)
    context = {
        "page": shown,
        "words": words,
        "query": f"q={words}" if words else "",
        "number": shown.paginator.count,
        "quiet": quiet,
        "quiet_number": quiet_number,
        "today": on,
        "sentence": access.may_not_keep_contacts(request.user),
    }
    return page(request, "contacts", context, None)


@login_required
@get_or_post
def new_contact(request: SignedIn) -> HttpResponse:
    """Keep somebody in one's network."""
    council = council_by_code(request.GET.get("council", "").replace("\x00", "")[:20])
    form = ContactForm(
        request.POST or None, initial={"council": council, "network": "council", "speak_every_days": 30}
    )
    if form.is_valid():
        with refusals_on(form):
            kept = workflow.keep_contact(by=request.user, at=now(), **form.cleaned_data)
            messages.success(request, f"{kept.name} is in your network.")
            return redirect("intelligence:contacts")
    return _form(request, form, "Keep somebody in your network", access.may_not_keep_contacts(request.user))


@login_required
@get_or_post
def change_contact(request: SignedIn, pk: int) -> HttpResponse:
    """Write a contact anew."""
    contact = _own(request, pk)
    form = ContactForm(request.POST or None, contact=contact)
    if form.is_valid():
        with refusals_on(form):
            workflow.change_contact(by=request.user, at=now(), contact=contact, **form.cleaned_data)
            messages.success(request, "The contact is saved.")
            return redirect("intelligence:contacts")
    return _form(request, form, f"Change {contact.name}", None, contact)


def _form(
    request: SignedIn, form: ContactForm, title: str, sentence: str | None, contact: Contact | None = None
) -> HttpResponse:
    context = {
        "form": form,
        "title": title,
        "contact": contact,
        "councils": councils_as_at(today()),
        "sentence": sentence,
        "way": NETWORK,
    }
    return page(request, "contact", context, form)


@login_required
@require_POST
def spoke_with(request: SignedIn, pk: int) -> HttpResponse:
    """Spoke with them today: one tap."""
    spoken = workflow.spoke_with(by=request.user, at=now(), contact=_own(request, pk))
    messages.success(request, f"Kept: you spoke with {spoken.name} today.")
    return redirect("intelligence:contacts")


@login_required
@require_POST
def end_contact(request: SignedIn, pk: int) -> HttpResponse:
    """They are no longer in one's network."""
    ended = workflow.end_contact(by=request.user, at=now(), contact=_own(request, pk))
    messages.success(request, f"{ended.name} is no longer in your network.")
    return redirect("intelligence:contacts")
