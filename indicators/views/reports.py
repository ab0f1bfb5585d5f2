"""Reports that people put together: the list, one report, and the form that makes and changes one."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accounts.models import User
from common.clock import now, today
from common.errors import not_found
from common.refusals import refusals_on
from councils.queries import what_is_meant
from councils.views import SignedInRequest
from indicators import access, definitions, queries, workflow
from indicators.forms.reporting import Draft, SaveForm

WAY = [("Reports", "/reports")]


@login_required
@require_safe
def reports(request: SignedInRequest) -> HttpResponse:
    """Every report one may choose."""
    return render(
        request,
        "indicators/reports.html",
        {"everyone": queries.reports_for_everyone(), "mine": queries.own_reports(request.user)},
    )


@login_required
@require_safe
def report(request: SignedInRequest, slug: str) -> HttpResponse:
    """One report: what is in it, for which councils, who made it; and the way to a council's."""
    page = _found(request.user, slug)
    asked = request.GET.get("council", "").strip()[:200]
    meant = what_is_meant(asked, today()) if asked else None
    if meant and meant.council:
        return redirect(f"{meant.council.get_absolute_url()}/headline?report={slug}")
    return render(
        request,
        "indicators/report.html",
        {
            "page": page,
            "parts": queries.report_contents(page.definition),
            "side": queries.side_by_side(page.councils, page.definition, today()) if page.councils else None,
            "why_not": _may_not_change(request.user, page),
            "is_mine": bool(page.own and page.own.owner_id == request.user.pk),
            "link": request.build_absolute_uri(f"/reports/{slug}"),
            "asked": asked,
            "meant": meant,
            "way": WAY,
        },
    )


@login_required
@require_http_methods(["GET", "POST"])
def new(request: SignedInRequest) -> HttpResponse:
    """Make a report, from nothing or from another one (`from`)."""
    begun = request.GET.get("from", "")
    if request.method == "POST":
        return _put_together(request, None)
    page = _found(request.user, begun) if begun else None
    draft = Draft.of(page.definition, page.councils) if page else Draft()
    return _shown(request, draft, None)


@login_required
@require_http_methods(["GET", "POST"])
def edit(request: SignedInRequest, slug: str) -> HttpResponse:
    """Change a report; the versions before stay held."""
    page = _found(request.user, slug)
    if request.method == "POST":
        return _put_together(request, page)
    draft = Draft.of(page.definition, page.councils, page.version)
    draft.for_everyone = page.own is None
    return _shown(request, draft, page)


@login_required
@require_POST
def share(request: SignedInRequest, slug: str) -> HttpResponse:
    """Share one's own report by its link."""
    return redirect(workflow.share_own_report(by=request.user, at=now(), slug=slug))


@login_required
@require_POST
def stop_sharing(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep one's own report to oneself again."""
    return redirect(workflow.stop_sharing_own_report(by=request.user, at=now(), slug=slug))


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a report out of use."""
    if _found(request.user, slug).own:
        workflow.withdraw_own_report(by=request.user, at=now(), slug=slug)
    else:
        reason = request.POST.get("reason", "")
        workflow.withdraw_definition(by=request.user, at=now(), kind="report", slug=slug, reason=reason)
    return redirect("indicators:reports")


def _found(user: User, slug: str) -> queries.ReportPage:
    return queries.report_page(user, slug) or not_found("That report")


def _may_not_change(user: User, page: queries.ReportPage) -> str | None:
    if page.own:
        return access.may_not_change_report(user, page.own)
    if page.saved is None:
        return "This report is one of the catalogue’s files. Make one of your own from it."
    return access.may_not_make_for_everyone(user)


def _put_together(request: SignedInRequest, page: queries.ReportPage | None) -> HttpResponse:
    draft = Draft.posted(request.POST)
    if page:
        draft.for_everyone = page.own is None
    button = request.POST.get("do", "")
    if button != "save":
        known = definitions.indicators()
        draft.press(button, request.POST.getlist("tick"), request.POST.get("under", ""), known)
        return _shown(request, draft, page)
    councils = [] if draft.for_everyone else draft.named_councils(today())
    wording = workflow.Wording(
        title=draft.title,
        purpose=draft.purpose,
        themes=[(group.title, group.slugs) for group in draft.groups],
        councils=[one.key for one in councils],
    )
    form = SaveForm({})
    form.is_valid()
    if not draft.errors:
        with refusals_on(form):
            return redirect(_saved(request.user, draft, wording, page))
    return _shown(request, draft, page, form)


def _saved(user: User, draft: Draft, wording: workflow.Wording, page: queries.ReportPage | None) -> str:
    """Saves it as what it is, and says where it now stands."""
    if draft.for_everyone:
        slug = page.slug if page else slugify(draft.title)[:60].strip("-")
        workflow.publish_report(by=user, at=now(), slug=slug, version=draft.version, wording=wording)
        return f"/reports/{slug}"
    if page and page.own:
        return workflow.change_own_report(
            by=user, at=now(), slug=page.slug, version=draft.version, wording=wording
        ).get_absolute_url()
    return workflow.make_own_report(by=user, at=now(), wording=wording).get_absolute_url()


def _shown(
    request: SignedInRequest, draft: Draft, page: queries.ReportPage | None, form: SaveForm | None = None
) -> HttpResponse:
    known = definitions.indicators()
    refusals = [str(error) for error in form.non_field_errors()] if form else []
    problems = [*draft.errors, *(("title" if " title" in said else "chosen", said) for said in refusals)]
    title = f"Change {page.definition.title}" if page else "Put a report together"
    return render(
        request,
        "indicators/report_form.html",
        {
            "draft": draft,
            "groups": [
                (group, [known[slug] for slug in group.slugs if slug in known]) for group in draft.groups
            ],
            "found": draft.found(known),
            "page": page,
            "problems": problems,
            "title": title,
            "may_for_everyone": page is None and access.may_not_make_for_everyone(request.user) is None,
            "why_not": _may_not_change(request.user, page) if page else None,
            "way": [*WAY, (page.definition.title, f"/reports/{page.slug}")] if page else WAY,
        },
        status=422 if problems else 200,
    )
