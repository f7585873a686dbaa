"""The addresses of self-evaluations: who gets what, and the rows that fill them in (see `tests/test_urls.py`)."""

from tests.answers import Page
from tests.selfassessment import across, approving, cycling, documenting, moderating, writing

PAGES: dict[str, Page] = {
    **across.PAGES,
    **approving.PAGES,
    **cycling.PAGES,
    **documenting.PAGES,
    **moderating.PAGES,
    **writing.PAGES,
}

# What administrators look up; none is added or changed on the administration site.
IN_ADMIN: tuple[str, ...] = (
    "selfassessment.agreedreader",
    "selfassessment.cycle",
    "selfassessment.panel",
    "selfassessment.selfevaluation",
    "selfassessment.template",
)


def rows(cast) -> dict[str, list]:
    """What the addresses are filled in with: rows of North."""
    return {
        **across.rows(cast),
        **approving.rows(cast),
        **cycling.rows(cast),
        **documenting.rows(cast),
        **moderating.rows(cast),
        **writing.rows(cast),
    }
