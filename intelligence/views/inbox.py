"""The inbox: what the press and feeds brought, and one address for each act on a story."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.html import format_html
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.errors import forbid
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at, region_ids_held_by
from intelligence import access_inbox, queries, workflow
from intelligence.forms.triage import (
    REASONS,
    AttachStoryForm,
    BringForm,
    DismissForm,
    InboxFilter,
    SnoozeForm,
    note_box,
)
from intelligence.models import Decision, Story
from intelligence.sources.bringing import read_brought
from intelligence.views.pages import INTELLIGENCE, SignedIn, get_or_post

PER_PAGE = 25
INBOX = [*INTELLIGENCE, ("Media and e-alert inbox", "/intelligence/inbox")]
TITLES = {
    "attach": "Attach it",
    "dismiss": "Nothing to act on",
    "note": "Make a note of it",
    "snooze": "Put it off",
}
ADDRESS = "/intelligence/inbox"


@login_required
@require_safe
def inbox(request: SignedIn) -> HttpResponse:
    """The stories of the person's regions that wait, narrowed by the address."""
    user, on = request.user, today()
    filters = InboxFilter(request.GET, user, on)
    given = filters.given()
    stories = queries.narrowed(queries.inbox_of(user, on, given.get("kept") or "waiting"), given)
    page = Paginator(stories.order_by("-last_at", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    rest = request.GET.copy()
    rest.pop("page", None)
    number, chips = page.paginator.count, filters.chips()
    context = {
        "filters": filters,
        "way": INTELLIGENCE,
        "chips": chips,
        "clear": ADDRESS if chips else "",
        "said": f"{number:,} {'story' if number == 1 else 'stories'}",
        "page": page,
        "query": rest.urlencode(),
        "back": request.GET.urlencode(),
        "shown": queries.shown_stories(page.object_list, user),
        "kept": given.get("kept", ""),
        "reasons": REASONS,
        "councils": councils_as_at(on),
        "sentence": access_inbox.may_not_triage_at_all(user, on),
        "may_see_feeds": access_inbox.may_not_see_feeds(user, on) is None,
    }
    return render(request, "intelligence/inbox.html", context)


@login_required
@require_safe
def story(request: SignedIn, pk: int) -> HttpResponse:
    """One story: every copy of it, whom it is about and why, and what may be done."""
    held = found_or_404(queries.story_for(request.user, pk))
    one = queries.shown_stories([held], request.user)[0]
    context = {
        "one": one,
        "story": held,
        "way": INBOX,
        "back": request.GET.urlencode(),
        "sentence": _may_not(request, held),
        "attached": [item for item in one.decided if item.decision == Decision.ATTACHED],
    }
    return render(request, "intelligence/inbox_story.html", context)


@login_required
@get_or_post
def note(request: SignedIn, pk: int) -> HttpResponse:
    """Make a note of it: the capture box, filled from the story."""
    held = found_or_404(queries.story_for(request.user, pk))
    one, on = queries.shown_stories([held], request.user)[0], today()
    form = note_box(one, region_ids_held_by(request.user, on), request.POST or None)
    if form.is_valid():
        with refusals_on(form):
            made = workflow.note_story(by=request.user, at=now(), story=held, **form.said())
            said = '{} The story is linked to it. <a href="{}">Read it</a>'
            about = f"Your note about {made.council.short_name} is logged."
            messages.success(request, format_html(said, about, made.get_absolute_url()))
            return _back(request)
    more = {"councils": councils_as_at(on)}
    return _act_page(request, held, one, form, "note", more)


@login_required
@get_or_post
def attach(request: SignedIn, pk: int) -> HttpResponse:
    """Attach it to one or several councils."""
    held = found_or_404(queries.story_for(request.user, pk))
    one = queries.shown_stories([held], request.user)[0]
    form = AttachStoryForm(one, request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            chosen = form.chosen()
            workflow.attach_story(by=request.user, at=now(), story=held, councils=chosen)
            names = " and ".join(council.short_name for council in chosen)
            _say(request, held, f"Attached to {names}.")
            return _back(request)
    return _act_page(request, held, one, form, "attach", {"councils": councils_as_at(today())})


@login_required
@get_or_post
def dismiss(request: SignedIn, pk: int) -> HttpResponse:
    """Nothing to act on, with a reason."""
    held = found_or_404(queries.story_for(request.user, pk))
    form = DismissForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            workflow.dismiss_story(by=request.user, at=now(), story=held, **form.cleaned_data)
            _say(request, held, "Nothing to act on: it stays away.")
            return _back(request)
    one = queries.shown_stories([held], request.user)[0]
    return _act_page(request, held, one, form, "dismiss", {"reasons": REASONS})


@login_required
@get_or_post
def snooze(request: SignedIn, pk: int) -> HttpResponse:
    """Put it off until a day."""
    held = found_or_404(queries.story_for(request.user, pk))
    form = SnoozeForm(today(), request.POST if request.method == "POST" else None)
    if form.is_valid():
        with refusals_on(form):
            workflow.snooze_story(by=request.user, at=now(), story=held, **form.cleaned_data)
            _say(request, held, f"Put off until {form.cleaned_data['until_on']:%-d %B %Y}.")
            return _back(request)
    one = queries.shown_stories([held], request.user)[0]
    return _act_page(request, held, one, form, "snooze", {})


@login_required
@require_POST
def undo(request: SignedIn, pk: int) -> HttpResponse:
    """Take back what was decided."""
    held = found_or_404(queries.story_for(request.user, pk))
    workflow.undo_decision(by=request.user, at=now(), story=held)
    messages.success(request, "Taken back. The story is in the inbox again.")
    return _back(request)


@login_required
@require_POST
def dismiss_many(request: SignedIn) -> HttpResponse:
    """Nothing to act on in all that are ticked."""
    said = request.POST.getlist("story")[:200]
    ticked = [int(one) for one in said if one.isascii() and one.isdigit() and len(one) < 10]
    stories = queries.stories_by_id(request.user, ticked)
    reason = request.POST.get("reason", "")
    number = workflow.dismiss_stories(by=request.user, at=now(), stories=stories, reason=reason)
    messages.success(request, f"Nothing to act on in {number} {'story' if number == 1 else 'stories'}.")
    return _back(request)


@login_required
@get_or_post
def bring(request: SignedIn) -> HttpResponse:
    """Paste an alert or a list, or bring an e-mail or a feed's file."""
    form = BringForm(request.POST, request.FILES) if request.method == "POST" else BringForm()
    sentence = access_inbox.may_not_triage_at_all(request.user, today())
    if form.is_valid():
        with refusals_on(form):
            forbid(sentence)  # before anything of it is read
            read = read_brought(form.content())
            filed = workflow.bring_stories(
                by=request.user,
                at=now(),
                items=read["items"],
                came_by=read["came_by"],
                left=read["left"],
            )
            messages.success(request, _filed_in_words(filed))
            return redirect(ADDRESS)
    context = {"form": form, "sentence": sentence, "way": INBOX}
    return render(request, "intelligence/inbox_bring.html", context, status=422 if form.errors else 200)


def _filed_in_words(filed: Any) -> str:
    known = filed.copies + filed.known
    said = f"{filed.items} read: {filed.stories} new {'story' if filed.stories == 1 else 'stories'}"
    said += f", {known} of stories held already" if known else ""
    return said + (f", {filed.left} left out" if filed.left else "") + "."


def _may_not(request: SignedIn, held: Story) -> str | None:
    return access_inbox.may_not_triage(request.user, queries.regions_in_items(held), today())


def _say(request: HttpRequest, held: Story, sentence: str) -> None:
    said = '{} <a href="{}">Look again, or take it back</a>'
    messages.success(request, format_html(said, sentence, held.get_absolute_url()))


def _back(request: HttpRequest) -> HttpResponse:
    """To the inbox as it was narrowed: only the words of an address, never an address."""
    kept = QueryDict(request.POST.get("back", "")[:1000]).urlencode()
    return redirect(f"{ADDRESS}?{kept}" if kept else ADDRESS)


def _act_page(
    request: SignedIn, held: Story, one: queries.ShownStory, form: Any, name: str, more: dict[str, Any]
) -> HttpResponse:
    """The page of an act: its form with all that was typed, or the sentence in its place."""
    context = {
        "form": form,
        "one": one,
        "story": held,
        "held": held,
        "title": TITLES.get(name, ""),
        "sentence": _may_not(request, held),
        "way": [*INBOX, ("Story", held.get_absolute_url())],
        "back": request.POST.get("back", request.GET.urlencode()),
        **more,
    }
    return render(request, f"intelligence/inbox_{name}.html", context, status=422 if form.errors else 200)
