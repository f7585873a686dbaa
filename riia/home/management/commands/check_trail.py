"""`manage.py check_trail`: has anybody touched the trail?"""

from django.core.management.base import BaseCommand, CommandError

from riia.audit.models import Event, Seal
from riia.audit.trail import faults


class Command(BaseCommand):
    help = "Check the chain of digests over the trail; fails with a sentence for each row that was touched"

    def handle(self, *args, verbosity: int, **options):
        if found := list(faults()):
            raise CommandError("\n".join(["The trail has been touched.", *found]))
        if verbosity:
            self.stdout.write(
                f"The trail is whole: {Event.objects.count():,} entries, {Seal.objects.count():,} sealed."
            )
