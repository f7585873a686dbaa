"""The demonstration of every app, loaded and removed as one."""

from django.db import transaction

from datasets.loading.demonstration import load_figures, rows_of_figures
from datasets.models import Collection
from regions.loading.demonstration import load_demonstration as load_directory
from regions.loading.removal import remove_demonstration as remove_directory
from riia.notifications.models import Notice
from selfassessment.loading.demonstration import load_evaluations
from selfassessment.loading.removal import rows_of_evaluations


def load_demonstration() -> str:
    """Load the demonstration, all of it or none; what is there already stays as it is. Returns what was done."""
    with transaction.atomic():
        done = load_directory()
        if not Collection.objects.filter(region__is_demonstration=True).exists():
            before = Notice.objects.order_by("pk").values_list("pk", flat=True).last() or 0
            done = f"{done} {load_figures()} {load_evaluations()}"
            # Nobody is told how the demonstration came about.
            Notice.objects.filter(pk__gt=before).delete()
        return done


def remove_demonstration() -> str:
    """Take the demonstration out again, all of it or none. Returns what was done."""
    with transaction.atomic():
        for rows in (*rows_of_evaluations(), *rows_of_figures()):
            rows.delete()
        return remove_directory()
