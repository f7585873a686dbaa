"""`manage.py send_notices`: send from the outbox what is due."""

from django.core.management.base import BaseCommand

from riia.notifications.outbox import send_due


class Command(BaseCommand):
    help = "Send the notices that are due: run it every few minutes, from as many machines as you like"

    def handle(self, *args, verbosity: int, **options):
        counts = send_due()
        if verbosity:
            self.stdout.write(f"Notices sent: {counts['sent']}; to be tried again: {counts['failed']}.")
