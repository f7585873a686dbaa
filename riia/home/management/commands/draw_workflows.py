"""`manage.py draw_workflows`: the diagrams and the who-may table in `docs/`."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from riia.home.drawing import draw, drifted


class Command(BaseCommand):
    help = "Write docs/workflows and docs/who-may.md from the code; --check fails where they are out of date"
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("--check", action="store_true", help="write nothing, fail where something would change")

    def handle(self, *args, check: bool, verbosity: int, **options):
        files = [str(path.relative_to(settings.BASE_DIR)) for path in (drifted() if check else draw())]
        if check and files:
            raise CommandError(f"Out of date: {', '.join(files)}. Run manage.py draw_workflows.")
        if verbosity:
            self.stdout.write(f"Written: {', '.join(files)}." if files else "Nothing to change.")
