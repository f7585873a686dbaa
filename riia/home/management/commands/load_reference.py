"""`manage.py load_reference`: the real directory and the definitions of the dataset, from the reference files."""

from django.core.management.base import BaseCommand, CommandError

from regions.loading.reference import ReferenceFilesError
from riia.home.shipped import load_shipped


class Command(BaseCommand):
    help = "Load the reference directory and the definitions of the dataset; changes nothing the second time"

    def handle(self, *args, verbosity: int, **options):
        try:
            outcomes = load_shipped()
        except ReferenceFilesError as error:
            raise CommandError(str(error)) from error
        if not verbosity:
            return
        if not any(one.added or one.changed for one in outcomes):
            totals = ", ".join(f"{one.total:,} {one.kind}" for one in outcomes)
            self.stdout.write(f"Nothing to change: {totals}.")
        for one in outcomes:
            if one.added or one.changed:
                counts = ", ".join(f"{number:,} {word}" for word, number in one.counts.items() if number)
                self.stdout.write(f"{one.kind.capitalize()}: {counts}.")
            for sentence in one.left:
                self.stdout.write(f"Left alone: {sentence}.")
