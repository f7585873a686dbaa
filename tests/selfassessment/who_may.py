"""Who may do what to self-evaluations, and the rows on which it is tried (see `tests/test_who_may.py`)."""

import selfassessment.who_may  # noqa: F401 - the samples of the table in the docs
from tests.selfassessment import cycling

MATRIX: dict[str, dict[str, frozenset]] = {
    **cycling.MATRIX,
}

SAMPLES: dict = {
    **cycling.SAMPLES,
}
