"""`manage.py prepare`: everything between a new release and serving it, in one process."""

from django.core.management.base import BaseCommand

from riia.home.preparing import prepare


class Command(BaseCommand):
    help = "Migrate, load the reference directory and, with ALLOW_DEMO=1, the demonstration; safe to repeat"
    requires_system_checks = []

    def handle(self, *args, verbosity: int, **options):
        for done in prepare():
            if verbosity:
                self.stdout.write(done)
