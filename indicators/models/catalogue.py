"""The catalogue's definitions as rows, so that figures can hang on them; the files are the truth."""

from __future__ import annotations

from django.db import models


class Source(models.Model):
    """A publisher's file and how asking for it last went."""

    slug = models.SlugField(max_length=120, unique=True)
    title = models.CharField(max_length=200)
    publisher = models.CharField(max_length=200)
    through = models.CharField(max_length=200)
    format = models.CharField(max_length=30)
    address = models.CharField(max_length=500)
    page = models.CharField(max_length=500)
    licence = models.CharField(max_length=100)
    attribution = models.CharField(max_length=300)
    every_hours = models.PositiveIntegerField()
    run_against_publisher = models.BooleanField(default=False)

    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    last_checked_at = models.DateTimeField(null=True, blank=True)
    last_good_at = models.DateTimeField(null=True, blank=True, help_text="When a check last went well")
    not_before_at = models.DateTimeField(null=True, blank=True, help_text="The publisher asked us to wait")
    failing_since_at = models.DateTimeField(null=True, blank=True)
    failure = models.TextField(blank=True, help_text="The sentence that says what is wrong")
    failures = models.PositiveSmallIntegerField(default=0, help_text="How many times in a row")
    retry_at = models.DateTimeField(null=True, blank=True, help_text="When to ask again after a failure")
    published_every_days = models.PositiveIntegerField(default=0, help_text="0: the definition does not say")
    grace_days = models.PositiveIntegerField(default=0)
    late_on = models.DateField(null=True, blank=True, help_text="Not asked by then, it is late")
    stale_on = models.DateField(null=True, blank=True, help_text="Nothing newer by then, it is stale")
    waiting = models.TextField(blank=True, help_text="The sentence that a release waits for the analyst")
    current_release = models.ForeignKey(
        "indicators.Release", null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["title"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(failing_since_at__isnull=True, failure="")
                | (models.Q(failing_since_at__isnull=False) & ~models.Q(failure="")),
                name="source_failing_says_why",
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/data/{self.slug}"


class Indicator(models.Model):
    """A published figure as its reviewed definition has it (R096, R104)."""

    slug = models.SlugField(max_length=80, unique=True)
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="indicators")
    title = models.CharField(max_length=200)
    theme = models.CharField(max_length=100)
    unit = models.CharField(max_length=100)
    decimals = models.PositiveSmallIntegerField()
    polarity = models.CharField(max_length=4)
    polarity_source = models.CharField(max_length=300, blank=True)
    publisher = models.CharField(max_length=200)
    page = models.CharField(max_length=500)
    licence = models.CharField(max_length=100)
    why = models.TextField()
    note = models.TextField()
    checked_by = models.CharField(max_length=200)
    checked_on = models.DateField()

    class Meta:
        ordering = ["title"]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return f"/indicators/{self.slug}"


class Series(models.Model):
    """One run of figures of an indicator: everyone, or one sex, age or category of it; never mixed."""

    id = models.AutoField(primary_key=True)  # four bytes: millions of figures repeat it
    indicator = models.ForeignKey(Indicator, on_delete=models.PROTECT, related_name="series")
    sex = models.CharField(max_length=40, blank=True)
    age = models.CharField(max_length=80, blank=True)
    category_type = models.CharField(max_length=200, blank=True)
    category = models.CharField(max_length=200, blank=True)
    is_main = models.BooleanField(default=False, help_text="The figures the headline report shows")

    class Meta:
        ordering = ["indicator_id", "-is_main", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "sex", "age", "category_type", "category"], name="series_once"
            ),
            models.UniqueConstraint(
                fields=["indicator"], condition=models.Q(is_main=True), name="series_one_main"
            ),
        ]

    def __str__(self) -> str:
        said = ", ".join(filter(None, (self.sex, self.age, self.category)))
        return f"{self.indicator} ({said})" if said else str(self.indicator)


class TakenIn(models.Model):
    """What was last taken in of a series, as one hash: the same figures again need not be read back.

    Written with the figures, and gone as soon as they are held otherwise (a release taken back).
    """

    series = models.OneToOneField(Series, primary_key=True, on_delete=models.CASCADE, related_name="taken_in")
    digest = models.BinaryField(max_length=32)

    def __str__(self) -> str:
        return f"{self.series_id}"
