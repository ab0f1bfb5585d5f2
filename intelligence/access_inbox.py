"""Who may do what with the inbox and its feeds: None, or the sentence in the button's place."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from accounts.models import Role, User
from councils.access import recused_council_ids
from councils.models import Council, Region
from councils.queries import region_ids_held_by
from intelligence.models import Feed


def may_not_triage_at_all(user: User, on: date) -> str | None:
    """The inbox is for principal and senior advisers who hold a region."""
    if not user.is_adviser:
        return (
            "The inbox is for principal and senior advisers. If you have read something about a council, "
            "tell the principal adviser of its region."
        )
    if not region_ids_held_by(user, on):
        return "No region is yours yet, so there is nothing here for you to look through."
    return None


def may_not_triage(user: User, regions: Iterable[Region | None], on: date) -> str | None:
    """Of a story: an adviser of a region in whose inbox it is; one of no region is any adviser's."""
    if said := may_not_triage_at_all(user, on):
        return said
    held = region_ids_held_by(user, on)
    where = list(regions)
    if any(region is None or region.pk in held for region in where):
        return None
    names = " and ".join(sorted({region.name for region in where if region}))
    return (
        f"This story is in the inbox of {names}, which you do not look after. Its advisers decide about it."
    )


def may_not_attach_to(user: User, council: Council, on: date) -> str | None:
    """To councils of one's own regions, and never with a declared interest."""
    if council.pk in recused_council_ids(user, on):
        return f"You have a declared interest in {council.short_name}, so you cannot attach anything to it."
    if council.region_id in region_ids_held_by(user, on):
        return None
    return (
        f"{council.short_name} is in {council.region}, which is not one of your regions. Tell its adviser, "
        "or make a note of it, which is passed on to them."
    )


def may_not_see_feeds(user: User, on: date) -> str | None:
    """The research analyst keeps the feeds, and advisers those of their own regions."""
    if user.has_role(Role.RESEARCH_ANALYST) or user.is_adviser:
        return None
    return "Feeds are kept by the research analysts and by advisers for their regions. Ask one of them."


def may_not_keep_feed(
    user: User, regions: Iterable[Region], councils: Iterable[Council], on: date
) -> str | None:
    """An analyst keeps any feed; an adviser one that is about their own regions alone."""
    if said := may_not_see_feeds(user, on):
        return said
    if user.has_role(Role.RESEARCH_ANALYST):
        return None
    about = {region.pk for region in regions} | {council.region_id for council in councils}
    if recused_council_ids(user, on) & {council.pk for council in councils}:
        return "You have a declared interest in a council this feed is about, so another person keeps it."
    if not about:
        return (
            "Say which of your regions or councils the feed is about. Feeds about all of England are kept by "
            "the research analysts."
        )
    if about <= region_ids_held_by(user, on):
        return None
    return (
        "This feed is about a region that is not yours. Ask a research analyst, or an adviser of that region."
    )


def may_not_change_feed(user: User, feed: Feed, on: date) -> str | None:
    """The same rule, of a feed as it stands."""
    return may_not_keep_feed(user, feed.regions.all(), feed.councils.all(), on)
