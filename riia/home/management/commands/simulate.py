"""`manage.py simulate`: a database at national scale, for measuring."""

from django.core.management.base import BaseCommand, CommandError

from regions.loading.simulation import SimulationError
from riia.home.simulation import simulate


class Command(BaseCommand):
    help = "Fill a database of its own with invented people and figures, for measuring; the same seed gives the same"

    def add_arguments(self, parser):
        parser.add_argument("--authorities", type=int, default=153, help="whose seats and figures are filled")
        parser.add_argument("--quarters", type=int, default=40, help="how far back terms and figures reach")
        parser.add_argument("--people", type=int, default=1153)
        parser.add_argument("--appointments", type=int, default=3000)
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--without-figures", action="store_true", help="the directory alone")
        parser.add_argument("--force", action="store_true", help="even on a database with accounts of real people")

    def handle(self, *args, verbosity: int, **options):
        names = ("people", "appointments", "authorities", "quarters", "seed", "force")
        try:
            done = simulate(figures=not options["without_figures"], **{name: options[name] for name in names})
        except SimulationError as error:
            raise CommandError(str(error)) from error
        if verbosity:
            self.stdout.write(done)
