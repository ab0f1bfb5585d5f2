"""A request of somebody who has signed in, as the views of this room get it."""

from django.http import HttpRequest, QueryDict

from accounts.models import User


class SignedIn(HttpRequest):
    """What `login_required` lets through."""

    user: User


def typed(request: SignedIn) -> QueryDict | None:
    """What was typed into a form that was sent; None where the page is only read."""
    return request.POST if request.method == "POST" else None
