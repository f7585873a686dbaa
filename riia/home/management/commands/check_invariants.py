"""`manage.py check_invariants`: do the directory, the dataset and the self-evaluations hold together?"""

from django.core.management.base import BaseCommand, CommandError

from datasets import invariants as of_datasets
from regions.invariants import broken, doubtful
from selfassessment import invariants as of_evaluations


class Command(BaseCommand):
    help = "Check what must always hold; fails with a sentence for each row that breaks it"

    def handle(self, *args, verbosity: int, **options):
        warnings = list(doubtful())
        faults = {"directory": list(broken()), "dataset": list(of_datasets.broken())}
        faults["part of self-evaluations"] = list(of_evaluations.broken())
        if verbosity:
            for sentence in warnings:
                self.stdout.write(f"To be looked at: {sentence}")
        if any(faults.values()):
            raise CommandError("\n".join(_told(faults)))
        if verbosity:
            self.stdout.write("The directory, the dataset and the self-evaluations hold together.")


def _told(faults: dict[str, list[str]]) -> list[str]:
    """Each part that does not hold together, with a sentence for each row that breaks it."""
    told = []
    for part, sentences in faults.items():
        told += [f"The {part} does not hold together.", *sentences] if sentences else []
    return told
