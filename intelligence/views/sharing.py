"""What another page or app shares becomes the beginning of a note; nothing of it stands in an address."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import drafting
from accounts.models import Draft
from common.clock import today
from intelligence.forms import CAPTURE, capture_box
from intelligence.models import Known
from intelligence.views.capture import capture_page
from intelligence.views.pages import SignedIn

LONGEST = {"title": 300, "text": 20_000, "url": 500}


# A phone's own share sheet sends this, and can know no token of ours. It saves nothing: it fills in a form,
# which is sent by the person with its token. Cross-site pages come without the session (SameSite).
@csrf_exempt
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def shared(request: SignedIn) -> HttpResponse:
    """The capture box with what was shared: title and words in the box, the address as its reference."""
    if request.method != "POST":
        return redirect("intelligence:capture")
    title, text, address = (
        request.POST.get(name, "").replace("\x00", "").strip()[:most] for name, most in LONGEST.items()
    )
    fields = {"text": ["\n".join(part for part in (title, text) if part)]}
    if address.startswith(("https://", "http://")):
        fields |= {"reference": [address], "known": [Known.PUBLISHED.value]}
    elif address:
        fields["text"] = [f"{fields['text'][0]}\n{address}".strip()]
    sheet = drafting.new_sheet(CAPTURE, origin=Draft.Origin.SHARED)
    return capture_page(request, capture_box(None, today(), fields), sheet)
