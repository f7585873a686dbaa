"""Data sheets as they stand beside a text while it is written: worked out once, and again when figures may have changed
(SE-8). What a revision freezes is never taken from here.

Figures, and who may see them, change by acts on `datasets` and `regions` alone, and every act is in the trail. So a
sheet is kept under the number of the last such act. Acts that overlap may be numbered in another order than they
become visible in; what was read between them is therefore kept for some minutes at most.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from time import monotonic
from typing import Any, Final

from django.db.models import Q

from datasets.models import Indicator
from regions.models import Authority
from regions.querysets import today
from riia.audit.models import Event
from selfassessment.data_sheets import MadeSheets
from selfassessment.documents import data_sheet_questions
from selfassessment.models import SelfEvaluation
from selfassessment.plans import Question, sections_from

# How many authorities' sheets a process keeps, and for how many seconds at most.
KEPT: Final = 256
LONGEST: Final = 300
CHANGES_FIGURES: Final = Event.objects.filter(
    Q(target_model__startswith="datasets.") | Q(target_model__startswith="regions.")
).order_by("-pk")


def kept_sheets(evaluation: SelfEvaluation, questions: Iterable[Question]) -> dict[Question, dict[str, Any]]:
    """The same as `plain_sheets`, not to be changed: one query where they are kept, about twelve else."""
    wanted = list(questions)
    if not wanted:
        return {}
    # Those of the whole text, so that whoever opened one section finds the sheets of the next.
    asked = data_sheet_questions(sections_from(evaluation.cycle.template.content))
    codes = frozenset(code for one in asked for code in one.indicators)
    last = CHANGES_FIGURES.values_list("pk", flat=True).first() or 0
    made = made_once(last, today(), monotonic() // LONGEST, evaluation.authority_id, codes)
    return {one: made.sheet(one.indicators) for one in wanted}


@lru_cache(maxsize=KEPT)
def made_once(last: int, day: date, minutes: float, authority: int, codes: frozenset[str]) -> MadeSheets:
    """What sheets of these indicators are made of; all that they depend on is among the arguments."""
    indicators = list(Indicator.objects.filter(code__in=codes))
    return MadeSheets(Authority.objects.select_related("region").get(pk=authority), indicators)
