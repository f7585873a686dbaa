"""Who fills in, signs off, queries and accepts returns, and what stands in the way (DAT-3 to DAT-6, DAT-20)."""

from collections.abc import Mapping
from typing import Any

from datasets.figures import FigureInput
from datasets.models import Edition, FigureWarning, Item, Remark, Return
from datasets.rules.collections import region_of
from datasets.statuses import (
    IN_THE_AUTHORITYS_HANDS,
    MARKERS_IN_RETURNS,
    ItemKind,
    Origin,
    PeriodStatus,
    RemarkKind,
    ReturnStatus,
)
from regions.reach import reach_of
from regions.roles import Role
from regions.rules.keeping import does_task
from regions.statuses import Task
from riia.accounts.models import User

Figures = Mapping[str, FigureInput]
# More names than that in one sentence are not read.
MOST_NAMED = 5
LARGEST = 10**12


def _holds(user: User | None, role: Role, return_: Return) -> bool:
    return any(one.role == role and return_.authority_id in one.authorities for one in reach_of(user).held)


def may_fill_in(user: User, return_: Return) -> bool:
    """DAT-6: the authority's performance lead fills in and submits its return."""
    return _holds(user, Role.PERFORMANCE_LEAD, return_)


def may_give_reason(user: User, warning: FigureWarning) -> bool:
    """DAT-5: the performance lead says why an unlikely figure is right."""
    return may_fill_in(user, warning.edition.of_return)


def may_sign_off(user: User, return_: Return) -> bool:
    """DAT-6, ACC-12: the authority's director signs off, or whoever they have left that task to."""
    return _holds(user, Role.DCS, return_) or does_task(user, Task.SIGN_OFF_RETURNS, return_.authority)


def may_take_back(user: User, return_: Return) -> bool:
    """DAT-6: the authority takes its own return back: its performance lead or its director."""
    return may_fill_in(user, return_) or _holds(user, Role.DCS, return_)


def may_check(user: User | None, return_: Return) -> bool:
    """DAT-6: the team of the region that runs the collection queries and accepts; administrators see no figures."""
    return region_of(return_).pk in reach_of(user).keeps


def may_publish(user: User | None, return_: Return) -> bool:
    """DAT-18: a return is published with its period, by whoever publishes that."""
    return user is None or may_check(user, return_)


# --- Figures ----------------------------------------------------------------------------------------------------------


def reasons_not_to_record(
    return_: Return,
    *,
    by: User | None,
    figures: Figures | None = None,
    why: str = "",
    seen: int | None = None,
    **_details: Any,
) -> list[str]:
    """DAT-3, DAT-5, DAT-20: figures of this version's items, made from the edition that is the newest, and not the
    same again; after publication with the reason for restating.
    """
    if figures is None:
        return []
    if reasons := _reasons_from_others(return_, seen):
        return reasons
    if reasons := reasons_from_figures(return_, figures):
        return reasons
    if return_.published_id and not (why or _restating(return_)):
        return ["This quarter was published. Say why its figures are restated."]
    if not figures:
        return ["There are no figures in it."]
    if return_.edition and figures_of(return_.edition) == dict(figures):
        return ["These are the figures that the return holds already."]
    return []


def _reasons_from_others(return_: Return, seen: int | None) -> list[str]:
    current = return_.edition
    if seen is None or seen == (current.number if current else 0):
        return []
    who = current.made_by if current and current.made_by else "Somebody"
    return [
        f"{who} has changed this return since you opened it, so yours was not saved. Look at what it holds now, "
        "then try again."
    ]


def _restating(return_: Return) -> bool:
    """Whether the edition in work was begun with a reason for restating, which later ones of it share."""
    return return_.edition_id != return_.published_id


def figures_of(edition: Edition) -> dict[str, FigureInput]:
    """DAT-3: the figures of an edition by the codes of their items."""
    return {
        one.item.code: FigureInput(one.value, one.marker, one.caveat, one.caveat_words)
        for one in edition.figures.select_related("item")
    }


def reasons_from_figures(return_: Return, figures: Figures) -> list[str]:
    """DAT-4, DAT-19: each figure is a number of its item's kind or a marker, with words to every caveat."""
    items = {one.code: one for one in return_.collection_period.version.items.all()}
    reasons = [f"“{code}” is no item of {return_.collection_period.version}." for code in figures if code not in items]
    for code, item in items.items():
        if code in figures and (fault := fault_of(item, figures[code])):
            reasons.append(f"{item}: {fault}")
    return reasons


def fault_of(item: Item, figure: FigureInput) -> str:
    """DAT-4, DAT-19: what is wrong with a figure of an item, as the end of a sentence; nothing if it is right."""
    value = figure.value
    if (value is None) == (not figure.marker):
        return "give either a number or the reason why there is none."
    if figure.marker and figure.marker not in MARKERS_IN_RETURNS:
        return f"“{figure.marker}” is not a marker that authorities give."
    if bool(figure.caveat) != bool(figure.caveat_words):
        return "what is provisional or not comparable is said in words."
    if value is None:
        return ""
    if not value.is_finite() or value < 0 or value >= LARGEST:
        return "the number must be 0 or more, and smaller than anything counted is."
    if item.kind == ItemKind.COUNT and value != value.to_integral_value():
        return f"a whole number, not {value}."
    return "" if value == round(value, 2) else f"two decimals at most, not {value}."


# --- Submitting -------------------------------------------------------------------------------------------------------


def reasons_not_to_submit(return_: Return, *, by: User) -> list[str]:
    """DAT-5: every item has a figure or a marker, every warning its reason, every query its answer."""
    if return_.edition is None:
        return ["There are no figures yet."]
    reasons = []
    given = return_.edition.figures.values("item")
    missing = list(return_.collection_period.version.items.filter(required=True).exclude(pk__in=given))
    if missing:
        names = ", ".join(str(one) for one in missing[:MOST_NAMED])
        more = f" and {len(missing) - MOST_NAMED} more" if len(missing) > MOST_NAMED else ""
        reasons.append(f"Neither a figure nor a marker for: {names}{more}.")
    if bare := return_.edition.warnings.filter(reason="").count():
        reasons.append("1 warning needs a reason." if bare == 1 else f"{bare} warnings need a reason each.")
    if unanswered(return_):
        reasons.append("Answer the regional team’s query first.")
    return reasons


def unanswered(return_: Return) -> list[Remark]:
    """DAT-6: queries without a later answer: one to the same figure, or one to the return as a whole."""
    remarks = list(return_.remarks.select_related("item"))
    answers = [one for one in remarks if one.kind == RemarkKind.ANSWER]
    return [
        one
        for one in remarks
        if one.kind == RemarkKind.QUERY
        and not any(answer.pk > one.pk and answer.item_id in (None, one.item_id) for answer in answers)
    ]


def reasons_not_to_give_reason(warning: FigureWarning, *, by: User, text: str | None = None) -> list[str]:
    """DAT-5: a reason is given in words, to a warning about the figures in work."""
    return_ = warning.edition.of_return
    if return_.edition_id != warning.edition_id:
        return ["This warning is about figures that were replaced."]
    if return_.status not in IN_THE_AUTHORITYS_HANDS:
        return [f"The return is not in your hands: {return_.get_status_display().lower()}."]
    return ["Say why the figure is right."] if text is not None and not text.strip() else []


# --- Sign-off and after -----------------------------------------------------------------------------------------------


def reasons_not_to_sign_off(return_: Return, *, by: User, edition: int | None = None) -> list[str]:
    """DAT-6: what is signed off is what was looked at: an edition by its number."""
    return _reasons_from_edition(return_, edition)


def _reasons_from_edition(return_: Return, edition: int | None) -> list[str]:
    current = return_.edition
    if edition is None or (current and current.number == edition):
        return []
    return ["The figures were changed after you opened the page. Look at them again, then decide."]


def reasons_not_to_accept(return_: Return, *, by: User, edition: int | None = None) -> list[str]:
    """DAT-6: what is accepted is what was looked at."""
    return _reasons_from_edition(return_, edition)


def reasons_not_to_query(return_: Return, *, by: User, text: str | None = None, about: Item | None = None) -> list[str]:
    """DAT-6: a query is asked in words, about the whole return or one of its items."""
    if about is not None and about.version_id != return_.collection_period.version_id:
        return [f"{about} is no item of this collection."]
    return ["Say what you ask."] if text is not None and not text.strip() else []


def reasons_not_to_answer(
    return_: Return, *, by: User, text: str | None = None, query: Remark | None = None
) -> list[str]:
    """DAT-6: an answer is for a query that has none yet."""
    waiting = unanswered(return_)
    if not waiting:
        return ["There is no query to answer."]
    if query is not None and query.pk not in {one.pk for one in waiting}:
        return ["This query has been answered."]
    return ["Write your answer."] if text is not None and not text.strip() else []


def reasons_not_to_drop(return_: Return, *, by: User) -> list[str]:
    """DAT-20: only what was published can stay as it was published."""
    return [] if return_.published_id else ["Nothing of it was published."]


def reasons_not_to_comment(return_: Return, *, by: User, text: str | None = None) -> list[str]:
    """DAT-18: comments are for the days of preview."""
    if return_.collection_period.status != PeriodStatus.PREVIEW:
        return ["Comments are for the days of preview."]
    return ["Write your comment."] if text is not None and not text.strip() else []


def reasons_not_to_publish_return(return_: Return, *, by: User | None) -> list[str]:
    """DAT-18: returns are published with their period, all at once."""
    if return_.collection_period.status != PeriodStatus.PUBLISHED:
        return ["It is published with its period."]
    return []


# --- Who sees which edition -------------------------------------------------------------------------------------------


def edition_for(user: User, return_: Return) -> Edition | None:
    """ACC-10, DAT-5, DAT-11: the edition whose counts a reader sees: in the own authority the newest; in the team
    the newest once it was submitted, before that what was published. Everybody else compares indicators, not counts.
    """
    if is_own(user, return_):
        return return_.edition
    if not may_check(user, return_):
        return None
    in_hands = return_.status in IN_THE_AUTHORITYS_HANDS and return_.status != ReturnStatus.QUERIED
    return return_.published if in_hands else return_.edition


def is_own(user: User, return_: Return) -> bool:
    """ACC-10: whether the figures are somebody's own authority's, or theirs to sign off."""
    from datasets.querysets import own_authorities

    reach = reach_of(user)
    return return_.authority_id in own_authorities(reach) | reach.does(Task.SIGN_OFF_RETURNS)


def is_earlier(edition: Edition | None) -> bool:
    """DAT-17: loaded back from the regional workbook, and so not signed off."""
    return bool(edition and edition.origin == Origin.EARLIER)
