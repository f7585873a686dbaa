"""`manage.py backup DIR`: all that the portal holds, in one file."""

from pathlib import Path

from django.core.management.base import BaseCommand

from riia.home.backing_up import back_up


class Command(BaseCommand):
    help = "Write all rows and uploads, as they are at one moment, into a new file in a folder"

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR")

    def handle(self, *args, folder: Path, verbosity: int, **options):
        path = back_up(folder)
        if verbosity:
            self.stdout.write(f"Backed up to {path} ({path.stat().st_size:,} bytes).")
