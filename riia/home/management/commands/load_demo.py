"""`manage.py load_demo`: the demonstration region with its cast."""

from django.core.management.base import BaseCommand, CommandError

from regions.loading.demonstration import DemonstrationError
from riia.home.demonstration import load_demonstration


class Command(BaseCommand):
    help = "Load the demonstration region; needs ALLOW_DEMO=1; changes nothing the second time"

    def handle(self, *args, verbosity: int, **options):
        try:
            done = load_demonstration()
        except DemonstrationError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(done)
