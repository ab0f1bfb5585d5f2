"""A council through time: what it is, what it was called, which codes it had, what came of it."""

from __future__ import annotations

from datetime import date

from django.db import models
from django.db.models import F, Q


class CouncilType(models.TextChoices):
    """The types of English council, as comparisons use them."""

    COUNTY = "county", "County"
    DISTRICT = "district", "District"
    UNITARY = "unitary", "Unitary"
    METROPOLITAN = "metropolitan", "Metropolitan district"
    LONDON = "london", "London borough"
    CITY = "city", "City of London"


class Region(models.Model):
    """One of the nine English regions (R032)."""

    slug = models.SlugField(unique=True)
    name = models.CharField(max_length=60, unique=True)
    gss = models.CharField(max_length=9, unique=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return f"/regions/{self.slug}"


class CouncilQuerySet(models.QuerySet["Council"]):
    """Councils by date and by whether they are real."""

    def existing(self, start: date, end: date | None = None) -> CouncilQuerySet:
        """Those that existed on the day, or on every day from `start` to `end`."""
        return self.filter(
            Q(existed_from_on__isnull=True) | Q(existed_from_on__lte=start),
            Q(existed_until_on__isnull=True) | Q(existed_until_on__gte=end or start),
        )

    def real(self) -> CouncilQuerySet:
        """Without the fictional ones of the demonstration: what counts, averages and files go by."""
        return self.filter(is_fictional=False)


class Council(models.Model):
    """A council as one body from its start to its end; codes and names hang on it with their dates."""

    key = models.CharField(max_length=12, unique=True, help_text="The register's own key, e.g. THR or X1")
    code = models.CharField(max_length=9, unique=True, help_text="The current or last GSS code, or X0000000n")
    name = models.CharField(max_length=200, help_text="The official name")
    short_name = models.CharField(max_length=120)
    kind = models.CharField("type", max_length=14, choices=CouncilType.choices)
    region = models.ForeignKey(Region, on_delete=models.PROTECT, related_name="councils")
    county = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="districts"
    )
    existed_from_on = models.DateField(null=True, blank=True, help_text="Empty: before the register begins")
    existed_until_on = models.DateField(null=True, blank=True, help_text="The last day; empty: exists")
    is_fictional = models.BooleanField(default=False)

    objects = CouncilQuerySet.as_manager()

    class Meta:
        ordering = ["short_name"]
        indexes = [models.Index(fields=["kind", "is_fictional"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(existed_until_on__isnull=True)
                | Q(existed_from_on__isnull=True)
                | Q(existed_until_on__gte=F("existed_from_on")),
                name="council_until_after_from",
            ),
            models.CheckConstraint(
                condition=Q(is_fictional=True, code__startswith="X")
                | (Q(is_fictional=False) & ~Q(code__startswith="X")),
                name="council_fictional_has_x_code",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def get_absolute_url(self) -> str:
        return f"/councils/{self.code}"

    def existed_on(self, on: date) -> bool:
        """Whether it existed on the day; no first day held means before the register begins."""
        return (self.existed_from_on is None or self.existed_from_on <= on) and (
            self.existed_until_on is None or on <= self.existed_until_on
        )

    @property
    def audit_scope(self) -> str:
        """The opaque key under which the record keeps what was done about this council."""
        return f"council:{self.pk}"


class CouncilName(models.Model):
    """A name a council has or had, or a usual spelling of it."""

    class Kind(models.TextChoices):
        OFFICIAL = "official", "Official name"
        SHORT = "short", "Short name"
        FORMER = "former", "Former name"
        SPELLING = "spelling", "Usual spelling"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="names")
    name = models.CharField(max_length=200)
    kind = models.CharField(max_length=10, choices=Kind.choices)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["council_id", "kind", "name"]
        constraints = [models.UniqueConstraint(fields=["council", "name", "kind"], name="council_name_once")]

    def __str__(self) -> str:
        return self.name


class CouncilCode(models.Model):
    """A code a council has or had, with the dates it was in force (both included)."""

    class Scheme(models.TextChoices):
        GSS = "gss", "GSS"
        SNAC = "snac", "SNAC"
        DFE = "dfe", "DfE number"
        ECODE = "ecode", "E-code"

    council = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="codes")
    scheme = models.CharField(max_length=5, choices=Scheme.choices, default=Scheme.GSS)
    code = models.CharField(max_length=9)
    since_on = models.DateField(null=True, blank=True)
    until_on = models.DateField(null=True, blank=True)

    class Meta:
        ordering = ["council_id", "scheme", "since_on"]
        indexes = [models.Index(fields=["code"])]
        constraints = [
            models.UniqueConstraint(fields=["scheme", "code", "council"], name="council_code_once"),
        ]

    def __str__(self) -> str:
        return self.code


class Succession(models.Model):
    """One council's area passing to another on a date."""

    predecessor = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="successions_out")
    successor = models.ForeignKey(Council, on_delete=models.PROTECT, related_name="successions_in")
    on = models.DateField()

    class Meta:
        ordering = ["on", "predecessor_id"]
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")), name="succession_between_two_councils"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"
