"""What the portal ships: the real directory, the definitions of the dataset that stand on it, and a template."""

from datasets.loading.reference import load_definitions
from regions.loading.comparing import Outcome
from regions.loading.reference import load_reference
from selfassessment.loading.reference import load_template


def load_shipped() -> list[Outcome]:
    """Bring everything shipped into line with its files. Returns what was done, a kind at a time."""
    return [*load_reference(), *load_definitions(), load_template()]
