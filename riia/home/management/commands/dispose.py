"""`manage.py dispose`: what has had its time."""

from django.core.management.base import BaseCommand, CommandError

from riia.home.retention import DisposalError, dispose, due


class Command(BaseCommand):
    help = "Dispose of what has had its time, as run_clocks does; with --show, only say what that is"

    def add_arguments(self, parser):
        parser.add_argument("--show", action="store_true", help="say what is due and change nothing")

    def handle(self, *args, show: bool, verbosity: int, **options):
        if show:
            for kept, rows in due():
                self.stdout.write(f"{kept.kind} ({kept.period}): {rows:,} due.")
            return
        try:
            rows = dispose()
        except DisposalError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(f"Records disposed of: {rows:,}.")
