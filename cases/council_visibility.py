"""Who may see what belongs to a council, not to one concern: offers, peer challenges, recognition."""

from __future__ import annotations

from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.db import models

from accounts.models import User
from cases.visibility import recused_from


class OfCouncilQuerySet(models.QuerySet[Any]):
    """What was offered, and how recognition goes: between the advisers and the council (TRUST section 2)."""

    def visible_to(self, user: User | AnonymousUser) -> OfCouncilQuerySet:
        """All of it to advisers; nothing of a council in which they have declared an interest."""
        if not isinstance(user, User) or not user.is_adviser:
            return self.none()
        return self.exclude(council__in=recused_from(user))


class ChallengeQuerySet(models.QuerySet[Any]):
    """Peer challenges by who may see them."""

    def visible_to(self, user: User | AnonymousUser) -> ChallengeQuerySet:
        """All of them to advisers; to everybody else the published ones alone (R139).

        Not to who has declared an interest in one of its councils, published or not: they see figures and
        nothing else. How far an unpublished one may go says `council_access.may_not_be_shared`.
        """
        if not isinstance(user, User) or not user.roles:
            return self.none()
        through = self.model.councils.through.objects
        theirs = through.filter(council__in=recused_from(user)).values("peerchallenge")
        challenges = self.exclude(pk__in=theirs)
        return challenges if user.is_adviser else challenges.published()

    def published(self) -> ChallengeQuerySet:
        """Those whose report the council has published."""
        return self.filter(published_on__isnull=False)

    def going_on(self) -> ChallengeQuerySet:
        """Those not called off."""
        return self.filter(called_off_at__isnull=True)

    def called_off(self) -> ChallengeQuerySet:
        """Those that did not come about."""
        return self.filter(called_off_at__isnull=False)
