"""What is unlikely about figures and needs a reason before sign-off (DAT-5)."""

from collections.abc import Mapping

from datasets.figures import FigureInput
from datasets.models import Return


def warnings_for(return_: Return, figures: Mapping[str, FigureInput]) -> list[tuple[str, str, str]]:
    """(item code, name of the check, sentence) for each unlikely figure."""
    return []
