"""The one rule of who may read a note; every exit goes through it (WORKFLOW section 5, TRUST section 2)."""

from __future__ import annotations

from typing import Any, cast

from django.contrib.auth.models import AnonymousUser
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from accounts.models import Role, User
from councils.models import Interest

# To everyone else a note is as if it were not there, to the byte.
MAY_READ_NOTES = frozenset({Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER, Role.MEMBER_PEER})
# What a council agreed to share is for all who support councils. The department reads releases, an invited
# member the one item they are invited for, and whoever looks after the machines reads no content.
MAY_READ_THE_OFFER = frozenset(Role) - {Role.DCLG_LIAISON, Role.INVITED_MEMBER, Role.ADMINISTRATOR}


def recused_from(user: User) -> models.QuerySet[Any, Any]:
    """The councils in which the person has a declared interest today, by the database's clock (R052)."""
    today = cast(Any, TruncDate(Now()))
    return Interest.objects.filter(user=user).holding_on(today).values("council")


class NoteQuerySet(models.QuerySet[Any]):
    """Notes by who may read them."""

    def visible_to(self, user: User | AnonymousUser) -> NoteQuerySet:
        """Those the person may read, withdrawn ones among them (of which only that they stood is shown).

        Principal and senior advisers: all regions, OPEN and ADVISERS. Their own, and those opened to them
        by name: advisers and lead member peers. RESTRICTED: those two only. A declared interest in the
        council overrides all of it, and whoever holds none of the three roles sees nothing.
        """
        if not isinstance(user, User) or user.roles.isdisjoint(MAY_READ_NOTES):
            return self.none()
        if user.is_adviser:
            notes = self.filter(self._read_by_adviser(user))
        else:
            # Few of many: begun from those few, and not by asking of each note in turn.
            own = self.model._default_manager.filter(owner=user).order_by().values("pk")
            notes = self.filter(pk__in=own.union(self._opened_to(user).order_by().values("note")))
        return notes.exclude(council__in=recused_from(user))

    def withheld_from(self, user: User | AnonymousUser) -> NoteQuerySet:
        """Those an adviser may know of and not read; for everyone else none (presence without substance)."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        # The contrary of the same rule, asked of each note: a list of all one reads would be as long as all.
        return self.standing().exclude(self._read_by_adviser(user)).exclude(council__in=recused_from(user))

    def _read_by_adviser(self, user: User) -> Q:
        named = Exists(self._opened_to(user).filter(note=OuterRef("pk")))
        return Q(owner=user) | Q(named) | Q(marking__in=("open", "advisers"))

    def _opened_to(self, user: User) -> models.QuerySet[Any]:
        return self.model._meta.get_field("readers").related_model.objects.filter(user=user)

    def standing(self) -> NoteQuerySet:
        """Those not withdrawn."""
        return self.filter(withdrawn_at__isnull=True)
