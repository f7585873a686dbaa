"""Who may do what to self-evaluations, and the rows on which it is tried (see `tests/test_who_may.py`)."""

import selfassessment.who_may  # noqa: F401 - the samples of the table in the docs
from tests.selfassessment import across, approving, cycling, documenting, moderating, writing

MATRIX: dict[str, dict[str, frozenset]] = {
    **across.MATRIX,
    **approving.MATRIX,
    **cycling.MATRIX,
    **documenting.MATRIX,
    **moderating.MATRIX,
    **writing.MATRIX,
}

# The parts that act on self-evaluations; each makes the rows for its own acts.
ON_EVALUATIONS = (approving, documenting, moderating, writing)


def _evaluation(cast, act, kind):
    return next(one for one in ON_EVALUATIONS if act in one.OURS).sample(cast, act, kind)


SAMPLES: dict = {
    **across.SAMPLES,
    **approving.SAMPLES,
    **cycling.SAMPLES,
    **documenting.SAMPLES,
    **moderating.SAMPLES,
    **writing.SAMPLES,
    "selfassessment.selfevaluation": _evaluation,
}

# Acts of whoever writes a self-evaluation.
BY_EDITORS = (
    "selfassessment.selfevaluation.begin_writing",
    "selfassessment.selfevaluation.begin_section",
    "selfassessment.selfevaluation.add_attachment",
    "selfassessment.sectiontext.save_section",
    "selfassessment.sectiontext.finish_section",
    "selfassessment.attachment.remove_attachment",
)

# Acts of whoever is named to work for an approver's office.
BY_OFFICERS = ("selfassessment.selfevaluation.record_decision", "selfassessment.selfevaluation.comment_for_office")
