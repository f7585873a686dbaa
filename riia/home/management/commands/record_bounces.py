"""Reads delivery-failure messages and notes on the outbox what came back: `manage.py record_bounces FILE ...`."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from riia.notifications.bounces import record_bounces


class Command(BaseCommand):
    help = "Note which e-mails came back, from delivery-failure messages in files or on the standard input."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="*", help="messages as a mail server delivers them; none reads one message")

    def handle(self, *args, files, **options):
        try:
            reports = [Path(one).read_bytes() for one in files] or [sys.stdin.buffer.read()]
        except OSError as error:
            raise CommandError(f"{error.filename}: {error.strerror}") from error
        count = record_bounces(reports)
        self.stdout.write(f"{count:,} notices that came back, in {len(reports):,} messages.")
