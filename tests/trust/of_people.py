"""People whom those who look after people find in the world of the crawl, and what is sent about them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import Role, RoleProposal, User
from councils.models import PoliticalGroup
from tests.factories.accounts import UserFactory
from tests.factories.cases import GroupOfficePostFactory
from tests.trust.things import Things


def plant_people(things: Things, people: dict[str, User], at: datetime) -> None:
    """Somebody of a group office with a role that waits, and somebody who is shut out."""
    someone = UserFactory(role=Role.GROUP_OFFICE, name=f"Person SOMEONE {things.place}")
    asked = RoleProposal.objects.create(
        user=someone,
        role=Role.HEAD_OF_GROUP_OFFICE,
        since_on=timezone.localdate(at),
        proposed_by=people["ADM"],
        proposed_at=at,
    )
    things.held |= {
        "someone": someone.pk,
        "shut_out": UserFactory(name=f"Person SHUT {things.place}", is_active=False).pk,
        "role_held": someone.role_holdings.get().pk,
        "role_asked": asked.pk,
        "posted": GroupOfficePostFactory(group=PoliticalGroup.objects.get(slug="group-here")).pk,
    }


def of_people_bodies() -> dict[str, Callable[[], dict[str, Any]]]:
    """What is sent to each act, by its route."""

    def day(name: str) -> dict[str, int]:
        on = timezone.localdate() + timedelta(days=1)
        return {f"{name}_0": on.day, f"{name}_1": on.month, f"{name}_2": on.year}

    return {
        "add_person": lambda: {"name": "Nia New", "email": "nia.new@example.org"},
        "propose_role": lambda: {"role": Role.SECRETARIAT.value, **day("since_on")},
        "close_sign_in": dict,
        "open_sign_in": dict,
        "post_to_office": lambda: {
            "group": PoliticalGroup.objects.get(slug="group-here").pk,
            **day("since_on"),
        },
        "give_role": dict,
        "refuse_role": dict,
        "end_role": lambda: day("until_on"),
        "end_post": lambda: day("until_on"),
    }
