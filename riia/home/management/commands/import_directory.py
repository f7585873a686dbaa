"""`manage.py import_directory FILE`: what a file of people, seats and appointments would change, and changing it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from regions import workflow
from regions.importing.planning import Plan, plan
from regions.importing.reading import MOST_BYTES, FileRefused, Sheet, read
from regions.models import Region
from riia.accounts.models import User
from riia.workflow import NotPermitted, NotPossible


class Command(BaseCommand):
    help = "Show what a CSV or Excel file would change in the directory; with --confirm, change it, all or nothing"

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path)
        parser.add_argument("--confirm", action="store_true", help="write what the preview shows")
        parser.add_argument("--region", default="", metavar="SLUG", help="the region that the file is about")
        parser.add_argument(
            "--by", default="", metavar="EMAIL", help="who imports it; the only administrator if left out"
        )

    def handle(self, *args, file: Path, confirm: bool, region: str, by: str, **options):
        user, about = self._user(by), self._region(region)
        sheet = self._read(file)
        judged = plan(sheet.rows, {}, region=about, by=user)
        self._show(judged)
        if judged.reasons and judged.counts["error"] + judged.counts["question"] + len(judged.faults):
            raise CommandError("It can't be confirmed. " + " ".join(judged.reasons))
        if judged.reasons:
            self.stdout.write(" ".join(judged.reasons))
        elif confirm:
            self._confirm(sheet, about, user, judged)
        else:
            self.stdout.write("It can be confirmed: run this again with --confirm.")

    def _confirm(self, sheet: Sheet, region: Region | None, by: User, judged: Plan) -> None:
        preview = workflow.preview_import if region else workflow.preview_import_across
        try:
            item = preview(region or by, by=by, sheet=sheet)
            workflow.confirm_import(item, by=by, fingerprint=judged.fingerprint)
        except (NotPossible, NotPermitted) as refusal:
            raise CommandError(str(refusal)) from refusal
        self.stdout.write("Confirmed: all of it is written.")

    def _read(self, file: Path) -> Sheet:
        try:
            if file.stat().st_size > MOST_BYTES:
                raise CommandError("The file is larger than 10 MB. Split it into smaller ones.")
            return read(file.name, file.read_bytes())
        except OSError as error:
            raise CommandError(f"{file} can't be opened: {error.strerror}.") from error
        except FileRefused as refusal:
            raise CommandError(str(refusal)) from refusal

    def _user(self, email: str) -> User:
        if email:
            found = User.objects.filter(email__iexact=email, is_active=True).first()
            if found is None:
                raise CommandError(f"There is no account with the address {email}.")
            return found
        administrators = list(User.objects.filter(is_staff=True, is_active=True)[:2])
        if len(administrators) != 1:
            raise CommandError("Say with --by in whose name the file is imported.")
        return administrators[0]

    def _region(self, slug: str) -> Region | None:
        if not slug:
            return None
        found = Region.objects.filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no region “{slug}”.")
        return found

    def _show(self, judged: Plan) -> None:
        for line in judged.lines:
            told = [f"{one.name}: {one.before or 'nothing'} -> {one.after or 'nothing'}" for one in line.differences]
            told += line.told
            if line.asks:
                told.append("Which is it: " + ", ".join(f"{one.name} ({one.pk})" for one in line.asks) + ", or new?")
            if line.kind != "unchanged":
                self.stdout.write(f"Row {line.number}: {line.kind}. {line.about}. {' '.join(told)}".rstrip())
        for one in judged.all_faults:
            level = "warning" if one.warning else "error"
            where = f"{judged.sheet}, row {one.row}" + (f", column {one.letter} ({one.heading})" if one.letter else "")
            self.stdout.write(f"{where}: {level}: “{one.value}”: {one.reason}")
        counts = ", ".join(f"{number:,} {kind}" for kind, number in judged.counts.items())
        self.stdout.write(f"Rows: {counts}.")
