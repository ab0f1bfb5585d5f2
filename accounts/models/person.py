"""A person who signs in, and the roles they hold over time."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models import F, OuterRef, Q
from django.db.models.functions import Now, TruncDate

from common.fields import RecordedAt


class Role(models.TextChoices):
    """What a person is here (TRUST section 2; R027, R040-R046, R054)."""

    PRINCIPAL_ADVISER = "principal_adviser", "Principal Adviser"
    SENIOR_ADVISER = "senior_adviser", "Senior Adviser"
    MEMBER_PEER = "member_peer", "Lead member peer"
    GROUP_OFFICE = "group_office", "Political group office"
    HEAD_OF_GROUP_OFFICE = "head_of_group_office", "Head of political group office"
    SECRETARIAT = "secretariat", "PSP secretariat"
    PANEL_MEMBER = "panel_member", "Panel member"
    INVITED_MEMBER = "invited_member", "Invited Board member"
    RESEARCH_ANALYST = "research_analyst", "Research and information analyst"
    DCLG_LIAISON = "dclg_liaison", "DCLG liaison"
    GOVERNANCE_OFFICER = "governance_officer", "Information-governance officer"
    ADMINISTRATOR = "administrator", "Technical administrator"


ADVISERS = frozenset({Role.PRINCIPAL_ADVISER, Role.SENIOR_ADVISER})


class UserManager(BaseUserManager["User"]):
    """Makes people by e-mail address."""

    def create_user(self, email: str, password: str | None = None, **fields: Any) -> User:
        """A person with this address; without a password they cannot sign in yet."""
        user = self.model(email=self.normalize_email(email).lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def get_by_natural_key(self, username: str | None) -> User:
        return self.get(email__iexact=username)

    def with_roles(self) -> models.QuerySet[User]:
        """People with the roles they hold today, in the same query."""
        held = RoleHolding.objects.current().filter(user=OuterRef("pk")).order_by("pk")
        return self.annotate(roles_loaded=ArraySubquery(held.values("role")))


class User(AbstractBaseUser):
    """A person who signs in. There is no superuser: nobody is above the rules."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=200)
    position = models.CharField(max_length=200, blank=True)
    is_active = models.BooleanField(default=True)
    is_demonstration = models.BooleanField(default=False, help_text="A fictional person of the demonstration")
    wants_digest = models.BooleanField(default=True, help_text="The weekly mail that something is due")
    added_at = RecordedAt()

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    objects = UserManager()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @cached_property
    def roles(self) -> frozenset[str]:
        """The roles held today, read once for each request; empty for one who has left."""
        if not self.is_active:
            return frozenset()
        loaded: list[str] | None = getattr(self, "roles_loaded", None)
        if loaded is not None:
            return frozenset(loaded)
        return frozenset(self.role_holdings.current().values_list("role", flat=True))

    def has_role(self, *roles: str) -> bool:
        """Whether any of these roles is held today."""
        return not self.roles.isdisjoint(roles)

    @property
    def is_adviser(self) -> bool:
        """Principal or senior adviser."""
        return not self.roles.isdisjoint(ADVISERS)

    @property
    def role_names(self) -> str:
        """The roles in words, for the strip at the top of each page."""
        return ", ".join(Role(role).label for role in sorted(self.roles))


class RoleHoldingQuerySet(models.QuerySet["RoleHolding"]):
    """Role holdings by date."""

    def current(self) -> RoleHoldingQuerySet:
        """Those held today, by the database's clock."""
        return self.filter(since_on__lte=TruncDate(Now())).filter(
            Q(until_on__isnull=True) | Q(until_on__gte=TruncDate(Now()))
        )


class Notification(models.Model):
    """Something a person is told, once: of what, a sentence, and where to read on. Mail has none of it."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="notifications")
    about = models.CharField(max_length=250, help_text="Of what, and which time: told once for each")
    sentence = models.TextField()
    address = models.CharField(max_length=300)
    told_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-told_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["user", "about"], name="notification_once")]
        indexes = [
            models.Index(fields=["about"], name="notification_about", opclasses=["varchar_pattern_ops"]),
            models.Index(fields=["id"], name="notification_to_mail", condition=Q(mailed_at__isnull=True)),
        ]

    def __str__(self) -> str:
        return f"{self.user}: {self.about}"


class RoleHolding(models.Model):
    """A role held by a person from one date to another (both included)."""

    user = models.ForeignKey(User, on_delete=models.PROTECT, related_name="role_holdings")
    role = models.CharField(max_length=32, choices=Role.choices)
    since_on = models.DateField()
    until_on = models.DateField(null=True, blank=True)
    recorded_at = RecordedAt()

    objects = RoleHoldingQuerySet.as_manager()

    class Meta:
        ordering = ["user_id", "since_on"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("since_on")),
                name="role_until_after_since",
            ),
            models.UniqueConstraint(
                fields=["user", "role"], condition=Q(until_on__isnull=True), name="role_held_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"
