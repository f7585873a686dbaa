"""`manage.py check_invariants`: does the directory hold together?"""

from django.core.management.base import BaseCommand, CommandError

from regions.invariants import broken, doubtful


class Command(BaseCommand):
    help = "Check what must always hold in the directory; fails with a sentence for each row that breaks it"

    def handle(self, *args, verbosity: int, **options):
        warnings, faults = list(doubtful()), list(broken())
        if verbosity:
            for sentence in warnings:
                self.stdout.write(f"To be looked at: {sentence}")
        if faults:
            raise CommandError("\n".join(["The directory does not hold together.", *faults]))
        if verbosity:
            self.stdout.write("The directory holds together.")
