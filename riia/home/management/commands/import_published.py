"""`manage.py import_published FILE`: published values of authorities, from a file, repeatably."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from datasets.loading.published import UnreadableFileError
from datasets.publishing import import_published


class Command(BaseCommand):
    help = (
        "Import published values from a CSV file; says which rows are left out and why, changes nothing the second time"
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, verbosity: int, **options):
        try:
            report = import_published(file)
        except UnreadableFileError as refusal:
            raise CommandError(str(refusal)) from refusal
        if verbosity:
            for line in report.lines():
                self.stdout.write(line)
