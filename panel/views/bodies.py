"""The boards, who sits on them, and the planning of their meetings."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.clock import now, today
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from panel import access, meeting_access, queries, workflow
from panel.meeting_forms import ChangeMeetingForm, EndSeatForm, MeetingForm, SeatForm
from panel.models import Body
from panel.requests import SignedIn, typed
from panel.views.acting import MEETINGS, Page, act_page

BODIES = ("Bodies", "/bodies")


@login_required
@require_safe
def bodies(request: SignedIn) -> HttpResponse:
    """Every board, by name."""
    return render(request, "panel/bodies.html", {"bodies": queries.bodies(today())})


def _body(slug: str) -> Body:
    return found_or_404(queries.body_by_slug(slug))


@login_required
@require_safe
def body(request: SignedIn, slug: str) -> HttpResponse:
    """One board: its names, its remit, who sits there by group, and its meetings."""
    page = queries.body_page(_body(slug), today())
    context = {
        "page": page,
        "body": page.body,
        "names": page.body.names.all(),
        "meetings": queries.meetings_of(request.user, page.body),
        "why_not_seat": meeting_access.may_not_seat(request.user),
    }
    return render(request, "panel/body.html", context)


@login_required
def seat(request: SignedIn, slug: str) -> HttpResponse:
    """Record that somebody sits on the board."""
    held = _body(slug)
    if meeting_access.may_not_seat(request.user):
        raise Http404
    form = SeatForm(typed(request), people=queries.people_to_seat(), councils=councils_as_at(today()))
    name = held.name_on(today())
    page = Page(
        title="Record who sits there",
        of=name,
        button="Record the seat",
        form=form,
        act=lambda: workflow.add_member(body=held, by=request.user, at=now(), **form.cleaned_data),
        afterwards="The seat is recorded.",
        to=f"/bodies/{slug}",
        way=[MEETINGS, BODIES, (name, f"/bodies/{slug}")],
    )
    return act_page(request, page)


@login_required
def end_seat(request: SignedIn, slug: str, pk: int) -> HttpResponse:
    """Record until when somebody sits there."""
    held = _body(slug)
    if meeting_access.may_not_seat(request.user):
        raise Http404
    sits = found_or_404(queries.seat_by_id(held, pk))
    form = EndSeatForm(typed(request))
    name = held.name_on(today())
    page = Page(
        title="End a seat",
        of=f"{name} · {sits.user.name}, {sits.get_capacity_display()}",
        button="End the seat",
        form=form,
        act=lambda: workflow.end_membership(seat=sits, by=request.user, at=now(), **form.cleaned_data),
        afterwards="The end of the seat is recorded.",
        to=f"/bodies/{slug}",
        way=[MEETINGS, BODIES, (name, f"/bodies/{slug}")],
    )
    return act_page(request, page)


@login_required
def plan(request: SignedIn) -> HttpResponse:
    """Plan a meeting of a body, perhaps jointly with another."""
    if access.may_not_plan(request.user):
        raise Http404
    names = {one.body.pk: one.name for one in queries.bodies(today())}
    chosen = request.GET.get("body", Body.PSP)
    form = MeetingForm(typed(request), names=names, initial={"body": chosen})
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            return redirect(workflow.plan_meeting(by=request.user, at=now(), **form.cleaned_data))
    return render(request, "panel/plan.html", {"form": form}, status=422 if form.errors else 200)


@login_required
def change(request: SignedIn, pk: int) -> HttpResponse:
    """Move a meeting that is planned."""
    if access.may_not_plan(request.user):
        raise Http404
    held = found_or_404(queries.meeting_for(request.user, pk))
    kept = ("held_on", "begins", "ends", "venue", "cut_off_on", "department_met_on", "version")
    form = ChangeMeetingForm(typed(request), initial={name: getattr(held, name) for name in kept})
    page = Page(
        title="Change the meeting",
        of=f"{held.body_name}, {held.held_on:%-d %B %Y}",
        button="Change the meeting",
        form=form,
        act=lambda: workflow.change_meeting(meeting=held, by=request.user, at=now(), **form.cleaned_data),
        sentence=meeting_access.is_over(held, today()),
        afterwards="The meeting is changed. Its page says what it was before.",
        intro="What it was before is kept, and said on its page with your reason. Where the day, the "
        "times or the place change, the agenda prints it too.",
        to=held.get_absolute_url(),
        way=[MEETINGS, (f"{held.held_on:%-d %B %Y}", held.get_absolute_url())],
    )
    return act_page(request, page)
