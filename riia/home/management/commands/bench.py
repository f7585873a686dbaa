"""`manage.py bench`: how fast the pages are on a directory at national scale."""

import logging

from django.core.management import CommandError, call_command
from django.core.management.base import BaseCommand
from django.db import connection

from datasets.models import CollectionPeriod
from regions.models import Appointment, Person, Region, Seat
from regions.reach import reach_of
from riia.accounts.models import User
from riia.home.measuring import EMPTY, Figures, measure, weight_of_assets
from riia.home.measuring_figures import import_values, plain_reads
from riia.home.measuring_imports import measure_import
from riia.home.memory import settle
from selfassessment.models import Revision, SelfEvaluation
from selfassessment.statuses import EvaluationStatus

PUBLIC = (
    "/",
    "/regions/",
    "/regions/west-midlands/",
    "/regions/east-midlands/?on=2017-11-01",
    "/authorities/?region=london",
    "/authorities/?status=current",
    "/authorities/birmingham/",
    "/trusts/",
    "/search/?q=north",
)
MEMBERS = ("/", "/people/?status=confirmed", "/regions/west-midlands/", "/authorities/birmingham/", "/memoranda/")
KEEPERS = ("/directory/", "/regions/west-midlands/")
# Figures, annual and in-year; {quarter} is the latest simulated one, whole England the largest page there is.
FIGURES = (
    "/data/",
    "/data/rug/?region=west-midlands&period=2025&theme=all",
    "/data/rug/?region=england&period=2025&theme=child-protection",
    "/data/rug/?region=england&period=2025&theme=all",
    "/data/rug/?region=west-midlands&period={quarter}&theme=all",
    "/data/indicators/rereferrals_12m_pct/?period=2025",
    "/data/indicators/rereferrals_12m_pct/?period={quarter}&region=west-midlands",
    "/data/authorities/birmingham/?period=2025",
    "/data/authorities/birmingham/?period={quarter}",
    "/data/outliers/?region=west-midlands&period=2025",
)

# Self-evaluations of London: {one} is a text of 40,000 words that was submitted again, {draft} one as long that is
# being written, {cycle} their cycle of 33 authorities.
EVALUATIONS_IN_WRITING = (
    "/self-evaluations/{draft}/",
    "/self-evaluations/{draft}/sections/section-1/",
    "/self-evaluations/{draft}/sections/section-1/write/",
    "/self-evaluations/{draft}/document/",
)
EVALUATIONS = (
    "/self-evaluations/{one}/revisions/2/",
    "/self-evaluations/findings/",
    "/self-evaluations/requests-and-offers/",
)
# What the lead member is asked after the text was changed: the whole of it, and what is new since their answer.
EVALUATIONS_FOR_APPROVER = ("/self-evaluations/{one}/approve/", "/self-evaluations/{one}/revisions/2/compare/")
EVALUATIONS_FOR_TEAM = ("/self-evaluations/cycles/{cycle}/", "/self-evaluations/cycles/{cycle}/summary/")


class Command(BaseCommand):
    help = "Measure the pages at national scale, with 40 quarters of figures, in a database made for it"

    def add_arguments(self, parser):
        parser.add_argument("--people", type=int, default=1153)
        parser.add_argument("--appointments", type=int, default=3000)
        parser.add_argument("--runs", type=int, default=40)
        parser.add_argument("--rows", type=int, default=1000, help="rows of the file that is imported; 0 for none")
        parser.add_argument("--quarters", type=int, default=40, help="quarters of figures; 0 for the directory alone")

    def handle(self, *args, people: int, appointments: int, runs: int, rows: int, quarters: int, **options):
        self._fill(people, appointments, quarters)
        # A line of the log for each request would bury the figures.
        logging.getLogger("riia.request").setLevel(logging.WARNING)
        # As a process of the server that has just begun.
        settle()
        member = self._reader("dcs")
        keeper = self._reader("regional-team")
        figures = [measure(EMPTY, "public", runs=runs)]
        figures += [measure(address, "public", runs=runs) for address in PUBLIC]
        figures += [measure(address, "member", member, runs=runs) for address in MEMBERS]
        figures += [measure(address, "keeper", keeper, runs=runs) for address in KEEPERS]
        if quarters:
            figures += [measure(one, "member", member, runs=max(5, runs // 4)) for one in self._figures()]
            figures += self._evaluations(max(5, runs // 4))
        self._show(figures)
        if quarters:
            for line in plain_reads(figures):
                self.stdout.write(line)
        if rows:
            self._import(rows, keeper)

    def _fill(self, people: int, appointments: int, quarters: int) -> None:
        call_command("migrate", verbosity=0)
        call_command("createcachetable", verbosity=0)
        if (
            User.objects.filter(is_demo=False).exists()
            and not Person.objects.filter(name__startswith="Simulated").exists()
        ):
            raise CommandError("This database holds real accounts. Name an empty one with DATABASE_URL.")
        call_command("load_reference", verbosity=0)
        scale = {"people": people, "appointments": appointments, "quarters": quarters or 40}
        call_command("simulate", seed=1, without_figures=not quarters, verbosity=0, **scale)
        if quarters:
            for line in import_values():
                self.stdout.write(line)
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        self.stdout.write(
            f"{connection.vendor}: {Person.objects.count():,} people, {Appointment.objects.count():,} appointments, "
            f"{Seat.objects.count():,} seats"
        )

    def _figures(self) -> list[str]:
        newest = CollectionPeriod.objects.order_by("-last_day").values_list("slug", flat=True)[0]
        return [address.format(quarter=newest) for address in FIGURES]

    def _evaluations(self, runs: int) -> list[Figures]:
        """Pages of the longest self-evaluation for its director, and of its cycle for its team."""
        longest = Revision.objects.select_related("evaluation__cycle", "evaluation__authority", "made_by")
        one = longest.filter(number=2).order_by("-words")[0]
        draft = SelfEvaluation.objects.filter(status=EvaluationStatus.DRAFT, cycle=one.evaluation.cycle_id)[0]
        names = {"one": one.evaluation_id, "draft": draft.pk, "cycle": draft.cycle_id}
        writer = self._reader("dcs", authority=draft.authority_id)
        team = self._reader("regional-team", one.evaluation.cycle.region_id)
        approver = self._reader("lead-member", authority=one.evaluation.authority_id)
        wanted = [(each, "director", writer) for each in EVALUATIONS_IN_WRITING]
        wanted += [(each, "director", one.made_by) for each in EVALUATIONS]
        wanted += [(each, "approver", approver) for each in EVALUATIONS_FOR_APPROVER]
        wanted += [(each, "team", team) for each in EVALUATIONS_FOR_TEAM]
        return [measure(page.format(**names), role, reader, runs) for page, role, reader in wanted]

    def _import(self, rows: int, keeper: User) -> None:
        region = Region.objects.get(pk=min(reach_of(keeper).keeps))
        for one in measure_import(rows, region, keeper):
            self.stdout.write(f"{one.what:60} {one.seconds:6.2f} s {one.megabytes:6.0f} MB")

    def _reader(self, role: str, region: int = 0, authority: int = 0) -> User:
        """Somebody who holds a seat of this role; in a certain region or authority, if one is given."""
        for user in User.objects.filter(person__appointments__seat__role=role, is_active=True).distinct():
            held = [one for one in reach_of(user).held if one.role == role]
            held = [one for one in held if not authority or authority in one.authorities]
            if any(not region or region in one.regions for one in held):
                user.__dict__.pop("_reach", None)
                return user
        raise CommandError(f"The simulation made nobody with a current seat of the role {role}.")

    def _show(self, figures: list[Figures]) -> None:
        empty = figures[0].median
        self.stdout.write(
            f"{'page':48} {'reader':8} {'median ms':>9} {'slowest':>8} {'ratio':>6} {'queries':>7} {'KB':>6}"
        )
        for one in figures:
            self.stdout.write(
                f"{one.address:48} {one.reader:8} {one.median:9.1f} {one.slowest:8.1f} {one.median / empty:6.1f} "
                f"{one.queries:7} {one.kilobytes:6.1f}"
            )
        assets = weight_of_assets()
        heaviest = max(one.kilobytes for one in figures if one.reader == "public")
        for name, kilobytes in assets.items():
            self.stdout.write(f"{name:48} {kilobytes:6.1f} KB")
        self.stdout.write(f"Heaviest public page on first load: {heaviest + sum(assets.values()):.1f} KB compressed")
