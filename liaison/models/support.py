"""How the support goes of which government was told: words frozen from the package, agreed by two (R083)."""

from __future__ import annotations

import pgtrigger
from django.db import models
from django.db.models import F, Q

from accounts.models import User
from liaison.models.by_two import ByTwo, ByTwoQuerySet, decided_whole
from liaison.models.release import Release

# The words are those of a package of the release's own concern, as it stood, with its newest progress; the
# council was told, and the release stands. It names tables of another room, on whose migrations ours depend.
AS_RECORDED = pgtrigger.Trigger(
    name="as_recorded",
    operation=pgtrigger.Insert,
    when=pgtrigger.Before,
    declare=[("newest", "RECORD")],
    func="""
        IF NEW.approved_at IS NOT NULL OR NEW.refused_at IS NOT NULL OR NEW.withdrawn_at IS NOT NULL THEN
            RAISE EXCEPTION 'Progress of support is proposed before it is shared.';
        END IF;
        SELECT text, happened_on INTO newest FROM cases_supportprogress
         WHERE package_id = NEW.package_id ORDER BY happened_on DESC, id DESC LIMIT 1;
        IF NOT EXISTS (
               SELECT 1 FROM cases_supportpackage package
                 JOIN liaison_release release ON release.concern_id = package.concern_id
                WHERE package.id = NEW.package_id AND release.id = NEW.release_id
                  AND package.objectives = NEW.objectives AND package.provider = NEW.provider
                  AND package.ended_on IS NOT DISTINCT FROM NEW.ended_on)
           OR coalesce(newest.text, '') <> NEW.progress_text
           OR newest.happened_on IS DISTINCT FROM NEW.progress_on THEN
            RAISE EXCEPTION 'What is shared of support is what is recorded of it.';
        END IF;
        RETURN NEW;
    """,
)

# Approval: by a Principal Adviser without an interest and not the proposer (a check constraint), of a release
# that stands and of which the council was told; by the database's clock.
SHARED_BY_TWO = pgtrigger.Trigger(
    name="shared_by_two",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    condition=pgtrigger.Q(old__approved_at__isnull=True, new__approved_at__isnull=False),
    declare=[("today", "DATE := (clock_timestamp() AT TIME ZONE 'Europe/London')::date")],
    func="""
        IF NOT EXISTS (
               SELECT 1 FROM liaison_release release
                WHERE release.id = NEW.release_id AND release.approved_at IS NOT NULL
                  AND release.withdrawn_at IS NULL AND release.awareness_id IS NOT NULL
                  AND NOT EXISTS (SELECT 1 FROM liaison_release later
                                   WHERE later.supersedes_id = release.id
                                     AND later.approved_at IS NOT NULL)) THEN
            RAISE EXCEPTION 'Support is shared of a release that stands and of which the council was told.';
        END IF;
        IF NOT EXISTS (
               SELECT 1 FROM accounts_roleholding held
                WHERE held.user_id = NEW.approved_by_id AND held.role = 'principal_adviser'
                  AND held.since_on <= today AND (held.until_on IS NULL OR held.until_on >= today))
           OR EXISTS (
               SELECT 1 FROM councils_interest declared
                 JOIN liaison_release release ON release.council_id = declared.council_id
                WHERE declared.user_id = NEW.approved_by_id AND release.id = NEW.release_id
                  AND declared.since_on <= today
                  AND (declared.until_on IS NULL OR declared.until_on >= today)) THEN
            RAISE EXCEPTION 'A Principal Adviser without an interest approves it.';
        END IF;
        NEW.approval_recorded_at := clock_timestamp();
        RETURN NEW;
    """,
)

DECISIONS_ALONE = pgtrigger.Trigger(
    name="decisions_alone",
    operation=pgtrigger.Update,
    when=pgtrigger.Before,
    func="""
        IF to_jsonb(OLD) - ARRAY['approved_by_id', 'approved_at', 'approval_recorded_at',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason']
           IS DISTINCT FROM to_jsonb(NEW) - ARRAY['approved_by_id', 'approved_at', 'approval_recorded_at',
               'refused_by_id', 'refused_at', 'refused_reason',
               'withdrawn_by_id', 'withdrawn_at', 'withdrawal_recorded_at', 'withdrawn_reason'] THEN
            RAISE EXCEPTION 'It stands as it was proposed.';
        END IF;
        IF OLD.approved_at IS NOT NULL AND
           (OLD.approved_by_id, OLD.approved_at, OLD.approval_recorded_at, OLD.refused_at) IS DISTINCT FROM
           (NEW.approved_by_id, NEW.approved_at, NEW.approval_recorded_at, NEW.refused_at) THEN
            RAISE EXCEPTION 'It was approved; it can only be withdrawn.';
        END IF;
        IF OLD.withdrawn_at IS NOT NULL OR OLD.refused_at IS NOT NULL THEN
            RAISE EXCEPTION 'It was decided on for good.';
        END IF;
        IF NEW.withdrawn_at IS NOT NULL THEN
            NEW.withdrawal_recorded_at := clock_timestamp();
        END IF;
        RETURN NEW;
    """,
)


class SharedSupportQuerySet(ByTwoQuerySet["SharedSupport"]):
    """Shared support by who may see it."""

    def visible_to(self, user: User) -> SharedSupportQuerySet:
        """That of the releases this person may see; to those who share nothing, what was shared alone."""
        seen = self.filter(release__in=Release.objects.visible_to(user))
        return seen if user.is_adviser else seen.filter(approved_at__isnull=False)

    def shared(self) -> SharedSupportQuerySet:
        """What went out and is still in its place: not withdrawn, its release standing, no newer words."""
        newer = SharedSupport.objects.filter(
            release=models.OuterRef("release"),
            package=models.OuterRef("package"),
            approval_recorded_at__gt=models.OuterRef("approval_recorded_at"),
        )
        rows = self.filter(approved_at__isnull=False, withdrawn_at__isnull=True)
        return rows.filter(release__in=Release.objects.standing()).exclude(models.Exists(newer))


class SharedSupport(ByTwo):
    """One package of support and its newest progress, as the recipient of a release is told of it.

    The words are copied from the package when it is proposed and never change. Newer words of the same
    package take its place when they are approved.
    """

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="shared_support")
    package = models.ForeignKey("cases.SupportPackage", on_delete=models.PROTECT, related_name="+")
    objectives = models.TextField(help_text="What it is for")
    provider = models.CharField(max_length=300)
    ended_on = models.DateField(null=True, blank=True)
    progress_on = models.DateField(null=True, blank=True)
    progress_text = models.TextField(blank=True, help_text="Empty: none was recorded yet")

    objects = SharedSupportQuerySet.as_manager()

    class Meta:
        ordering = ["release_id", "-pk"]
        verbose_name_plural = "shared support"
        constraints = [
            *decided_whole("shared_support"),
            models.CheckConstraint(
                condition=~Q(objectives="") & ~Q(provider=""), name="shared_support_says_what_and_by_whom"
            ),
            models.CheckConstraint(
                condition=Q(progress_on__isnull=True, progress_text="")
                | Q(progress_on__isnull=False) & ~Q(progress_text=""),
                name="shared_support_progress_on_a_day",
            ),
            models.CheckConstraint(
                condition=Q(
                    approved_at__isnull=True, approved_by__isnull=True, approval_recorded_at__isnull=True
                )
                | Q(
                    approved_at__isnull=False,
                    approved_at__gte=F("proposed_at"),
                    approved_by__isnull=False,
                    approval_recorded_at__isnull=False,
                ),
                name="shared_support_approved_whole",
            ),
            models.UniqueConstraint(
                fields=["release", "package"],
                condition=Q(approved_at__isnull=True, refused_at__isnull=True),
                name="shared_support_one_waits",
            ),
        ]
        triggers = [
            AS_RECORDED,
            SHARED_BY_TWO,
            DECISIONS_ALONE,
            pgtrigger.Protect(name="never_deleted", operation=pgtrigger.Delete),
        ]

    def __str__(self) -> str:
        return f"Support given by {self.provider}"

    def get_absolute_url(self) -> str:
        return f"{self.release.get_absolute_url()}#support"
