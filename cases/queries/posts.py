"""Who works for which political group's office, for those who look after people."""

from __future__ import annotations

from accounts.access_people import may_not_see_people
from accounts.models import User
from cases.models import GroupOfficePost


def posts_of(by: User, user: User) -> list[GroupOfficePost]:
    """A person's postings, the latest first."""
    if may_not_see_people(by):
        return []
    return list(user.group_office_posts.select_related("group").order_by("-since_on", "-pk"))


def post_for(by: User, pk: int) -> GroupOfficePost | None:
    """One posting."""
    if may_not_see_people(by):
        return None
    return GroupOfficePost.objects.filter(pk=pk).select_related("user", "group").first()
