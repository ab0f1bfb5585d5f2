"""The last Word paper of a body, line by line, and the Word template of its papers."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from common.clock import now, today
from common.errors import refuse
from common.refusals import found_or_404, refusals_on
from councils.queries import councils_as_at
from panel import queries, word_access, workflow
from panel.copies import MEDIA
from panel.forms_of_word import LastPaperForm, LinesForm, TakeOutForm, TemplateForm
from panel.models import Body, LastPaper, PackFile
from panel.requests import SignedIn, typed
from panel.views.acting import MEETINGS, Page, act_page
from panel.views.bodies import BODIES
from panel.word_files.receiving import receive_paper, receive_template
from papers.sample import sample_sheet
from papers.word import to_word

PER_PAGE = 50


def _body(request: SignedIn, slug: str) -> Body:
    """The body, for the secretariat; to everybody else there is no such page."""
    if word_access.may_not_bring_paper(request.user):
        raise Http404
    return found_or_404(queries.body_by_slug(slug))


def _paper(request: SignedIn, held: Body) -> LastPaper:
    return found_or_404(queries.word_paper_of(held, request.user))


def _word(content: bytes, name: str) -> HttpResponse:
    """A Word file to keep."""
    called = f'attachment; filename="{name}.docx"'
    media = MEDIA[PackFile.Format.WORD][0]
    return HttpResponse(content, content_type=media, headers={"Content-Disposition": called})


def _way(held: Body) -> list[tuple[str, str]]:
    return [MEETINGS, BODIES, (held.name_on(today()), f"/bodies/{held.slug}")]


@login_required
def last_paper(request: SignedIn, slug: str) -> HttpResponse:
    """The last Word paper: to bring, or line by line what stood in it."""
    held = _body(request, slug)
    paper = queries.word_paper_of(held, request.user)
    if paper and request.method != "POST":
        return _lines(request, held, paper, None)
    sentence = word_access.may_not_change_baseline(held) or word_access.may_not_bring_second(paper)
    form = LastPaperForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            refuse(sentence)  # before the file is read
            given = form.cleaned_data
            received = receive_paper(given["file"].name, given["file"].chunks())
            workflow.take_in_last_paper(
                body=held, held_on=given["held_on"], received=received, by=request.user, at=now()
            )
            messages.success(request, "The paper is taken in. Look at each line, then confirm it.")
            return redirect("panel:last_paper", slug=slug)
    context = {
        "body": held,
        "form": form,
        "sentence": sentence,
        "before": queries.taken_out_of(held, request.user),
        "way": _way(held),
    }
    return render(request, "panel/last_paper_bring.html", context, status=422 if form.errors else 200)


def _lines(request: SignedIn, held: Body, paper: LastPaper, form: LinesForm | None) -> HttpResponse:
    shown = queries.lines_shown(paper, request.user, today())
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    here = list(page.object_list)
    form = form or LinesForm(lines=here, initial={"held_on": paper.held_on})
    counted = {
        "about": len({one.council.pk for one in shown if one.council}),
        "asked": sum(one.is_asked and not one.withheld for one in shown),
        "over": sum(one.reading == "over" for one in shown),
        "withheld": sum(one.withheld for one in shown),
    }
    context = {
        "body": held,
        "paper": paper,
        "page": page,
        "rows": form.rows(here),
        "first_asked": next((at // PER_PAGE + 1 for at, one in enumerate(shown) if one.is_asked), None),
        "counted": counted,
        "form": form,
        "closed": word_access.may_not_change_baseline(held),
        "councils": councils_as_at(paper.held_on),
        "before": queries.taken_out_of(held, request.user),
        "way": _way(held),
    }
    return render(request, "panel/last_paper.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def last_paper_lines(request: SignedIn, slug: str) -> HttpResponse:
    """Save what was said of a page's lines, and confirm the whole where that was asked."""
    held = _body(request, slug)
    paper = _paper(request, held)
    shown = queries.lines_shown(paper, request.user, today())
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    form = LinesForm(request.POST, lines=list(page.object_list))
    if form.is_valid():
        with refusals_on(form):
            said = request.POST.get("version", "")
            does = request.POST.get("do", "")
            workflow.answer_last_paper(
                paper=paper,
                answers=form.cleaned_data["answers"],
                held_on=form.cleaned_data["held_on"],
                version=int(said) if said.isascii() and said.isdigit() and len(said) < 9 else 0,
                confirm=does == "confirm",
                by=request.user,
                at=now(),
            )
            done = "The paper is confirmed. The first report is compared with it."
            messages.success(request, done if does == "confirm" else "What you said of these lines is saved.")
            further = page.next_page_number() if does == "next" and page.has_next() else page.number
            return redirect(f"/bodies/{slug}/last-paper?page={further}")
    paper.refresh_from_db()
    return _lines(request, held, paper, form)


@login_required
def take_out(request: SignedIn, slug: str) -> HttpResponse:
    """Take the paper out again."""
    held = _body(request, slug)
    paper = _paper(request, held)
    form = TakeOutForm(typed(request))
    page = Page(
        title="Take the last paper out",
        of=f"{held.name_on(today())}, {paper.held_on:%-d %B %Y}",
        button="Take it out",
        form=form,
        act=lambda: workflow.take_out_last_paper(paper=paper, by=request.user, at=now(), **form.cleaned_data),
        sentence=word_access.may_not_change_baseline(held),
        afterwards="The paper is taken out. Another can be taken in.",
        intro="The first report is then not compared with it. The paper and what was said of it stay kept.",
        to=f"/bodies/{slug}/last-paper",
        way=_way(held),
    )
    return act_page(request, page)


@login_required
@require_safe
def last_paper_file(request: SignedIn, slug: str) -> HttpResponse:
    """The original, as it was kept."""
    held = _body(request, slug)
    paper = _paper(request, held)
    content = workflow.open_last_paper(paper=paper, by=request.user, at=now())
    return _word(content, f"{paper.held_on.isoformat()}-last-paper")


@login_required
def template(request: SignedIn, slug: str) -> HttpResponse:
    """The template of the body's papers: which is used, its earlier versions, and a file to bring."""
    held = _body(request, slug)
    form = TemplateForm(typed(request), request.FILES or None)
    if request.method == "POST" and form.is_valid():
        with refusals_on(form):
            given = form.cleaned_data["file"]
            received = receive_template(given.name, given.chunks())
            made = workflow.bring_template(body=held, received=received, by=request.user, at=now())
            messages.success(request, f"Version {made.number} of the template is used from now on.")
            return redirect("panel:template", slug=slug)
    context = {
        "body": held,
        "form": form,
        "used": queries.template_now(held),
        "versions": queries.templates_of(held),
        "way": _way(held),
    }
    return render(request, "panel/template.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def remove_template(request: SignedIn, slug: str) -> HttpResponse:
    """Go back to our own styles."""
    workflow.remove_template(body=_body(request, slug), by=request.user, at=now())
    messages.success(request, "The template is removed. Papers are in our own styles from now on.")
    return redirect("panel:template", slug=slug)


@login_required
@require_safe
def try_template(request: SignedIn, slug: str, number: int) -> HttpResponse:
    """One page in a version of the template; 0 is our own styles."""
    held = _body(request, slug)
    version = found_or_404(queries.template_by_number(held, number)) if number else None
    sheet = sample_sheet(held.name_on(today()), today(), settings.MARKING)
    made = to_word(sheet, bytes(version.content) if version else b"")
    return _word(made, f"sample-template-{number}")
