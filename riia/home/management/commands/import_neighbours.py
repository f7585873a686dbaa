"""`manage.py import_neighbours FILE`: dated sets of statistical neighbours, from a file, repeatably."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from datasets.loading.published import UnreadableFileError
from datasets.publishing import import_neighbours


class Command(BaseCommand):
    help = "Import sets of statistical neighbours from a CSV file; says which rows are left out and why"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)

    def handle(self, *args, file: Path, verbosity: int, **options):
        try:
            report = import_neighbours(file)
        except UnreadableFileError as refusal:
            raise CommandError(str(refusal)) from refusal
        if verbosity:
            for line in report.lines():
                self.stdout.write(line)
