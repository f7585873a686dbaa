"""Where a fact comes from, and who last said that it is right."""

from django.conf import settings
from django.db import models

from regions.statuses import Precision


class Source(models.Model):
    """A document or list that facts were taken from."""

    key = models.SlugField(max_length=60, unique=True)
    title = models.CharField(max_length=300)
    as_of = models.DateField("describes the state of")
    as_of_precision = models.CharField(max_length=10, choices=Precision, default=Precision.DAY)
    note = models.TextField(blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return self.title


class Fact(models.Model):
    """What every fact of the directory carries: its source, and who last confirmed it (DIR-11)."""

    source = models.ForeignKey(Source, null=True, blank=True, on_delete=models.PROTECT, related_name="+")
    source_place = models.CharField("where in the source", max_length=100, blank=True)
    confirmed_on = models.DateField("last confirmed", null=True, blank=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        abstract = True

    @property
    def is_confirmed(self) -> bool:
        """Whether a person has vouched for it. A source is not a person, and a stated fact gives no access (DIR-15)."""
        return self.confirmed_on is not None


class Correction(models.Model):
    """Something a source got wrong or left out: what it says, and what we made of it ("as stated", DIR-10)."""

    key = models.SlugField(max_length=20, unique=True)
    # The slug of the region or authority on whose page it is shown.
    place = models.SlugField(max_length=80, db_index=True)
    as_stated = models.TextField()
    correction = models.TextField("what we did")
    source = models.ForeignKey(Source, on_delete=models.PROTECT, related_name="corrections")
    source_place = models.CharField("where in the source", max_length=100, blank=True)

    class Meta:
        ordering = ["key"]

    def __str__(self):
        return f"{self.key}: {self.as_stated}"
