"""What the portal ships: the real directory, and the definitions of the dataset that stand on it."""

from datasets.loading.reference import load_definitions
from regions.loading.comparing import Outcome
from regions.loading.reference import load_reference


def load_shipped() -> list[Outcome]:
    """Bring everything shipped into line with its files. Returns what was done, a kind at a time."""
    return [*load_reference(), *load_definitions()]
