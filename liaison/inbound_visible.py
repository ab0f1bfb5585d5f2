"""Which inbound concerns a person may see (TRUST section 2, "Inbound concern · view, triage")."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from cases.models import Concern
from councils.models import AllocatedLead, Cover, Interest, PoliticalControl, RegionHolding

OFFICES = (Role.GROUP_OFFICE, Role.HEAD_OF_GROUP_OFFICE)


class InboundQuerySet(models.QuerySet[Any]):
    """Inbound concerns by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> InboundQuerySet:
        """Those the person may read.

        Advisers: of the regions they hold or cover today, and of the service areas and groups they lead on.
        The secretariat: all. A group office: those kept beside a concern its group was told of, and still
        may read. A declared interest in the council overrides all of it; to everyone else there are none
        (members of the Panel read issued packs, in which no inbound concern ever stands).
        """
        if not isinstance(user, User) or not user.roles:
            return self.none()
        if user.has_role(Role.SECRETARIAT):
            rule = Q()
        elif user.is_adviser:
            return self.triaged_by(user)
        elif user.has_role(*OFFICES):
            told = Concern.objects.visible_to(user).values("pk")
            entries = self._entries().filter(inbound=OuterRef("pk"), concern__in=told)
            rule = Q(Exists(entries))
        else:
            return self.none()
        return self.filter(rule).exclude(council__in=_recused_from(user))

    def triaged_by(self, user: User | AnonymousUser) -> InboundQuerySet:
        """Those in an adviser's own inbox, which they read, work on and answer."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        return self.filter(_of_adviser(user)).exclude(council__in=_recused_from(user))

    def known_to(self, user: User | AnonymousUser) -> InboundQuerySet:
        """Those of which the person may know number, originator, council and days; governance: all."""
        if isinstance(user, User) and user.has_role(Role.GOVERNANCE_OFFICER):
            return self.exclude(council__in=_recused_from(user))
        return self.visible_to(user)

    def waiting(self) -> InboundQuerySet:
        """Not withdrawn, and no answer followed the words that stand: what is corrected waits again."""
        entries = self._entries().filter(inbound=OuterRef("pk"))
        newest = self._related("versions").filter(inbound=OuterRef("inbound")).order_by("-version")
        answers = entries.filter(
            kind__in=["nothing", "resolved", "answered"],
            recorded_at__gte=Subquery(newest.values("recorded_at")[:1]),
        )
        return self.exclude(Exists(entries.filter(kind="withdrawn"))).exclude(Exists(answers))

    def _entries(self) -> models.QuerySet[Any, Any]:
        return self._related("entries")

    def _related(self, name: str) -> models.QuerySet[Any, Any]:
        related: Any = self.model._meta.get_field(name).related_model
        rows: models.QuerySet[Any, Any] = related._base_manager.all()
        return rows


def _today() -> Any:
    return cast(Any, TruncDate(Now()))


def _recused_from(user: User) -> models.QuerySet[Any, Any]:
    return Interest.objects.filter(user=user).holding_on(_today()).values("council")


def _of_adviser(user: User) -> Q:
    covered = Cover.objects.holding_on(_today()).filter(deputy=user).order_by().values("absent")
    whose = Q(user=user) | Q(user__in=covered)
    regions = RegionHolding.objects.of_advisers().holding_on(_today()).filter(whose).values("region")
    leads = AllocatedLead.objects.holding_on(_today()).filter(whose)
    areas = leads.filter(service_area__isnull=False).values("service_area")
    groups = leads.filter(group__isnull=False).values_list("group__name", flat=True)
    rule = Q(council__region__in=regions) | Q(service_area__in=areas)
    held = [Q(control__istartswith=name) for name in groups]
    if held:
        controls = PoliticalControl.objects.holding_on(_today()).filter(reduce(or_, held))
        rule |= Q(council__in=controls.order_by().values("council"))
    return rule
