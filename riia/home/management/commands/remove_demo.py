"""`manage.py remove_demo`: take the demonstration region out again."""

from django.core.management.base import BaseCommand, CommandError

from regions.loading.demonstration import DemonstrationError
from riia.home.demonstration import remove_demonstration


class Command(BaseCommand):
    help = "Remove the demonstration region, its people and its accounts; the trail stays"

    def handle(self, *args, verbosity: int, **options):
        try:
            done = remove_demonstration()
        except DemonstrationError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(done)
