"""`manage.py run_clocks`: what falls due by itself."""

from django.core.management.base import BaseCommand, CommandError

from riia.home.clocks import ClocksError, run_clocks


class Command(BaseCommand):
    help = "Warn of what is ending, dispose of what has had its time, seal the trail; safe to run any number of times"

    def handle(self, *args, verbosity: int, **options):
        try:
            for done in run_clocks():
                if verbosity:
                    self.stdout.write(done)
        except ClocksError as error:
            raise CommandError(str(error)) from error
