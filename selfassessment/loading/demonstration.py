"""The demonstration's self-evaluations: a trial year, last year's cycle, which is closed, and this year's, open.

What waits today is done by acts of demonstration accounts, so that no row is in a state which people couldn't bring
about.
"""

from regions.loading.invented import REGION
from regions.models import Region
from riia.audit import trail
from selfassessment.loading.evaluations import Evaluations
from selfassessment.loading.invented import THIS
from selfassessment.loading.moderation import load_moderation
from selfassessment.loading.reference import load_template
from selfassessment.loading.today import act_today


def load_evaluations() -> str:
    """Load the self-evaluations of the demonstration region, which is there with its figures. Says what was done."""
    load_template()
    loaded = Evaluations(Region.objects.get(slug=REGION))
    loaded.load()
    panels = load_moderation(loaded)
    loaded.close()
    act_today(loaded)
    label = "Loaded the demonstration's self-evaluations"
    counts = {"cycles": len(loaded.cycles), "texts": loaded.written, "panels": panels}
    trail.record("load_demo", label, by=None, on=loaded.cycles[THIS], after=counts)
    return f"Loaded {loaded.written} invented self-evaluations in {len(loaded.cycles)} cycles and {panels} panels."
