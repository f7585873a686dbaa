"""`manage.py run_clocks`: what falls due by itself."""

from django.core.management.base import BaseCommand

from riia.home.clocks import run_clocks


class Command(BaseCommand):
    help = "Seal the trail and warn of what is ending; safe to run any number of times"

    def handle(self, *args, verbosity: int, **options):
        for done in run_clocks():
            if verbosity:
                self.stdout.write(done)
