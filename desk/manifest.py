"""What a phone is told of the service when somebody puts it on their home screen."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.views.decorators.http import require_safe


@require_safe
def manifest(request: HttpRequest) -> HttpResponse:
    """The web app manifest (W3C): a share target, and no service worker, which could keep pages."""
    told = {
        "id": "/",
        "name": settings.SERVICE_NAME,
        "short_name": settings.SERVICE_NAME,
        "start_url": "/",
        "scope": "/",
        "display": "minimal-ui",
        "icons": [{"src": static("img/icon.svg"), "sizes": "any", "type": "image/svg+xml"}],
        # By POST: what somebody selected may be confidential, and an address is written to logs.
        "share_target": {
            "action": "/capture/shared",
            "method": "POST",
            "enctype": "application/x-www-form-urlencoded",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return JsonResponse(told, content_type="application/manifest+json")


def bookmarklet(at: str) -> str:
    """A bookmark that opens the capture box with a page's title, address and what is selected on it.

    They go behind the `#`, which no browser sends to any server and no log ever has; static/js/shared.js
    reads it and takes it out of the address at once. `at` is the service's own address, without a slash.
    """
    return (
        "javascript:(function(){var p=new URLSearchParams({title:document.title,url:location.href,"
        "text:String(getSelection()||'')});"
        f"window.open('{at}/capture#'+p.toString(),'_blank','noopener');}})();"
    )
