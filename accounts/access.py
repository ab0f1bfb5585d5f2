"""Who may do what with what is a person's own: None, or the sentence that stands where the button would."""

from __future__ import annotations

import re

from accounts.models import CalendarFeed, SavedView, User
from accounts.sealing import Fields

# A page of ours, without a question mark: what is drafted there is taken up there again.
PAGE = re.compile(r"(/[a-z0-9][a-z0-9-]*)+")
LONGEST = 400_000  # characters of all fields together: a note may have 100,000
MOST_FIELDS = 200
MOST_DRAFTS = 500
MOST_VIEWS = 50
MOST_FEEDS = 5


def cannot_be_drafted(form: str, fields: Fields) -> str | None:
    """Why these fields are no draft."""
    if not PAGE.fullmatch(form) or len(form) > 200:
        return "A draft belongs to a page of this service, and this is none. Begin again from the page."
    length = sum(len(value) for values in fields.values() for value in values)
    if length > LONGEST or len(fields) > MOST_FIELDS:
        return (
            f"This draft has {length:,} characters and may have {LONGEST:,}. It was not saved: keep part of "
            "it in another draft."
        )
    return None


def says_nothing(fields: Fields) -> str | None:
    """Why a draft is not begun with these."""
    if any(value.strip() for values in fields.values() for value in values):
        return None
    return "There is nothing to keep yet. Write something first."


def may_not_begin_another(user: User) -> str | None:
    """So many drafts are no longer drafts."""
    if user.drafts.filter(used_at__isnull=True).count() >= MOST_DRAFTS:
        return f"You have {MOST_DRAFTS} drafts, and no more can be kept. Log or discard some of them first."
    return None


def may_not_save_another_view(user: User) -> str | None:
    """So many views are no longer a help."""
    if user.views.count() >= MOST_VIEWS:
        return f"You have {MOST_VIEWS} saved views, and no more can be kept. Remove one of them first."
    return None


def cannot_be_a_view(
    user: User, page: str, name: str, query: str, *, but: SavedView | None = None
) -> str | None:
    """Why this is no view under this name."""
    if not name or "\x00" in name:
        return "Enter a name for this view."
    if len(name) > 80:
        return f"The name has {len(name)} characters and may have 80. Enter a shorter one."
    if not query or len(query) > 2_000 or "\x00" in query:
        return "Nothing narrows or orders the list yet. Choose filters first, then save them under a name."
    same = user.views.filter(page=page, name=name)
    if (same.exclude(pk=but.pk) if but else same).exists():
        return f"You have a view called “{name}” already. Enter another name, or remove that one first."
    return None


def may_not_change_view(user: User, view: SavedView) -> str | None:
    """Whoever saved it."""
    if user.pk == view.owner_id:
        return None
    return f"{view.owner.name} alone changes this view. Open it, and save it under a name of yours."


def may_not_make_another_feed(user: User) -> str | None:
    """A few: a calendar or two, a phone. Each is a way in without signing in."""
    if user.calendar_feeds.standing().count() >= MOST_FEEDS:
        return (
            f"You have {MOST_FEEDS} calendar addresses, and no more can be made. Revoke one that you no "
            "longer use first."
        )
    return None


def cannot_be_a_feed(name: str) -> str | None:
    """Why a calendar address cannot be called so."""
    if not name or "\x00" in name:
        return "Enter which calendar this address is for, such as: my phone."
    if len(name) > 60:
        return f"The name has {len(name)} characters and may have 60. Enter a shorter one."
    return None


def may_not_change_feed(user: User, feed: CalendarFeed) -> str | None:
    """Whoever made it, while it stands."""
    if user.pk != feed.owner_id:
        return "Only the person whose calendar address it is changes it."
    if feed.revoked_at is not None:
        return "This calendar address is revoked. Make another."
    return None
