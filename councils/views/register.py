"""Pages of the register: the list of councils, one council through time, the regions."""

from __future__ import annotations

from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from common.clock import today
from common.refusals import found_or_404
from councils import access, queries
from councils.forms.filters import REGISTER_BEGINS_ON, CouncilFilter, chosen_day
from councils.views import SignedInRequest

FOUND_LIMIT = 50


@login_required
@require_safe
def council_list(request: SignedInRequest) -> HttpResponse:
    """Every council as at a day, under its region; or, where a name is given, those that answer to it."""
    on = chosen_day(request.GET.get("as_at"), today())
    filters = CouncilFilter(request.GET, queryset=queries.councils_as_at(on), request=request)
    named = (request.GET.get("q") or "").strip()
    filters.form.is_valid()  # a choice that is none is shown as an error, and narrows nothing
    context = {"filters": filters, "on": on, "named": named, "chips": _chips(filters)}
    if named:
        found = queries.find_councils(named, on, FOUND_LIMIT)
        context["found"] = queries.found_among(found, filters.form.cleaned_data)
    else:
        context["listed"] = queries.listed(filters.qs)
    return render(request, "councils/list.html", context)


def _chips(filters: CouncilFilter) -> list[dict[str, str]]:
    """What narrows the list, each with the address that takes it away."""
    form, chips = filters.form, []
    given = {name: value for name, value in form.data.items() if value and name in form.fields}
    for name in ("q", "region", "kind", "as_at"):
        if name not in given or name in form.errors:
            continue
        rest = urlencode({other: value for other, value in given.items() if other != name})
        value = form.cleaned_data[name]
        text = (
            dict(getattr(form.fields[name], "choices", ())).get(value, value) if name != "region" else value
        )
        of = "Name" if name == "q" else form.fields[name].label
        chips.append({"of": of, "text": str(text), "off": f"?{rest}"})
    return chips


@login_required
@require_safe
def council_history(request: SignedInRequest, code: str) -> HttpResponse:
    """One council through time; an old code leads to the address of the present one."""
    council = found_or_404(queries.council_by_code(code))
    if council.code != code:
        return redirect("councils:history", code=council.code)
    context = {"council": council, "history": queries.council_history(council)}
    return render(request, "councils/history.html", context)


@login_required
@require_safe
def region_list(request: SignedInRequest) -> HttpResponse:
    """The nine regions as at a day, how many councils each has and who looks after it."""
    on = chosen_day(request.GET.get("as_at"), today())
    context = {"overview": queries.regions_overview(on), "on": on, "begins": REGISTER_BEGINS_ON}
    return render(request, "councils/regions.html", context)


@login_required
@require_safe
def region(request: SignedInRequest, slug: str) -> HttpResponse:
    """One region: who looks after it, who did, and its councils."""
    region = found_or_404(queries.region_by_slug(slug))
    on = today()
    context = {
        "region": region,
        "on": on,
        "holdings": queries.holdings_of_region(region),
        "why_not_assign": access.may_not_assign_regions(request.user),
        "listed": queries.listed(queries.councils_as_at(on).filter(region=region)),
    }
    return render(request, "councils/region.html", context)
