"""`manage.py restore FILE`: a backup, put into an empty portal."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from riia.audit.trail import faults
from riia.home.backing_up import BackupError, restore


class Command(BaseCommand):
    help = "Put a backup into an empty, migrated database: all of it, or nothing with the reason; then check the trail"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")

    def handle(self, *args, file: Path, verbosity: int, **options):
        try:
            counts = restore(file)
        except BackupError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            tables = sum(1 for rows in counts.values() if rows)
            self.stdout.write(f"Restored {sum(counts.values()):,} rows of {tables} tables.")
        if found := list(faults()):
            raise CommandError("\n".join(["Everything is restored, but the trail had been touched before.", *found]))
        if verbosity:
            self.stdout.write("The trail is whole.")
