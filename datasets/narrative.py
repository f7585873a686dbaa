"""The draft of a region's six-monthly report: sentences that state facts with their numbers (DAT-14, GEN-2).

Plain data in, plain data out. `figures` is what a report stores when it is drafted:

    {"region": "North", "period": "2025-26-q2",
     "periods": [{"slug": "2025-26-q2", "label": "July to September 2025"}, ...]            oldest first
     "returns": [{"label": "...", "asked": 15, "received": 14, "by_the_day": 12, "missing": ["Alder", ...]}]
     "measures": [{"code": "...", "name": "...", "theme": "...", "unit": "percent", "decimals": 1,
                   "polarity": "lower_better", "look": 2,
                   "values": [{"value": "21.7", "used": 15, "expected": 15, "why_not": ""} or None, ...]}]}

`values` stand beside `periods`; `look` is how many authorities have a figure to look at. Values are texts of decimals.
"""

from decimal import Decimal
from typing import Any

from datasets.showing import number, with_unit
from datasets.statuses import Theme

Section = dict[str, Any]
# Two quarters make the half year that a report is about.
QUARTERS = 2
FEWEST_IN_A_ROW = 3


def draft(figures: dict[str, Any]) -> list[Section]:
    """The sections of a report: how complete it is, each theme, and what is missing. Texts are Markdown."""
    found = [_section("How complete the figures are", _complete(figures))]
    for theme in Theme:
        about = [one for one in figures["measures"] if one["theme"] == theme]
        told = [one for one in about if _now(one) is not None]
        if told:
            text = "\n".join(f"- {sentences}" for sentences in (_about(one, figures) for one in told))
            found.append(_section(str(theme.label), text, [one["code"] for one in told]))
    found.append(_section("What is missing", _missing(figures)))
    return found


def _section(heading: str, text: str, indicators: list[str] | None = None) -> Section:
    return {"heading": heading, "text": text, "indicators": indicators or []}


# --- How complete -----------------------------------------------------------------------------------------------------


def _complete(figures: dict[str, Any]) -> str:
    lines = [_returns(one) for one in figures["returns"]]
    whole = sum(1 for one in figures["measures"] if _now(one) is not None)
    lines.append(
        f"{_count(whole, 'indicator')} of {len(figures['measures'])} could be pooled for "
        f"{figures['region']} in {_label(figures, -1)}."
    )
    return "\n\n".join(lines)


def _returns(one: dict[str, Any]) -> str:
    asked, received, by_the_day = one["asked"], one["received"], one["by_the_day"]
    if received == asked:
        text = f"All {asked} authorities sent their figures for {one['label']}"
    else:
        text = f"{received} of {_count(asked, 'authority', 'authorities')} sent figures for {one['label']}"
    after = received - by_the_day
    if not received:
        return f"{text}."
    return (
        f"{text}, {by_the_day} by the day on which they were due and {after} after it."
        if after
        else (f"{text}, by the day on which they were due.")
    )


# --- Themes -----------------------------------------------------------------------------------------------------------


def _about(one: dict[str, Any], figures: dict[str, Any]) -> str:
    """What there is to say of one measure, in the order in which a reader asks."""
    parts = [_level(one, figures), _change(one, figures), _run(one), _look(one)]
    return " ".join(part for part in parts if part)


def _level(one: dict[str, Any], figures: dict[str, Any]) -> str:
    now = one["values"][-1]
    value = _words(one, Decimal(now["value"]))
    who = (
        f"all {now['expected']} authorities"
        if now["used"] == now["expected"]
        else (f"{now['used']} of {now['expected']} authorities")
    )
    return f"**{one['name']}**: {value} in {_label(figures, -1)}, from {who}."


def _change(one: dict[str, Any], figures: dict[str, Any]) -> str:
    now, before = _now(one), _value(one, -1 - QUARTERS)
    if before is None or now is None:
        return "There is no figure of two quarters before to compare it with."
    then = f"two quarters before ({_words(one, before)} in {_label(figures, -1 - QUARTERS)})"
    # What reads the same is the same.
    difference = abs(_rounded(one, now) - _rounded(one, before))
    if not difference:
        return f"That is the same as {then}."
    return f"That is {_distance(one, difference)} {'higher' if now > before else 'lower'} than {then}."


def _run(one: dict[str, Any]) -> str:
    """Whether it has risen or fallen in each of the last quarters, and in how many."""
    values = [None if each is None or each["value"] is None else Decimal(each["value"]) for each in one["values"]]
    steps = []
    for later, earlier in zip(reversed(values), reversed(values[:-1]), strict=False):
        if later is None or earlier is None or later == earlier:
            break
        steps.append(later > earlier)
    length = next((place for place, up in enumerate(steps) if up != steps[0]), len(steps))
    if length < FEWEST_IN_A_ROW:
        return ""
    return f"It has {'risen' if steps[0] else 'fallen'} in each of the last {length} quarters."


def _look(one: dict[str, Any]) -> str:
    if not one["look"]:
        return ""
    who = _count(one["look"], "authority has", "authorities have")
    return f"{who} a figure to look at."


# --- What is missing --------------------------------------------------------------------------------------------------


def _missing(figures: dict[str, Any]) -> str:
    lines = [
        f"No figures for {one['label']} came from {_joined(one['missing'])}."
        for one in figures["returns"]
        if one["missing"]
    ]
    for one in figures["measures"]:
        if _now(one) is None:
            why = (one["values"][-1] or {}).get("why_not") or "No authority has a figure."
            lines.append(f"**{one['name']}** is not available. {why}")
    return "\n\n".join(lines) or "Nothing is missing: every authority sent its figures and every indicator is pooled."


# --- Words ------------------------------------------------------------------------------------------------------------


def _value(one: dict[str, Any], place: int) -> Decimal | None:
    values = one["values"]
    if len(values) < -place or values[place] is None or values[place]["value"] is None:
        return None
    return Decimal(values[place]["value"])


def _now(one: dict[str, Any]) -> Decimal | None:
    return _value(one, -1)


def _rounded(one: dict[str, Any], value: Decimal) -> Decimal:
    return Decimal(number(value, one["decimals"]).replace(",", ""))


def _words(one: dict[str, Any], value: Decimal) -> str:
    return with_unit(value, one["decimals"], one["unit"])


def _distance(one: dict[str, Any], difference: Decimal) -> str:
    if one["unit"] == "percent":
        text = number(difference, one["decimals"])
        return f"{text} percentage point{'' if Decimal(text.replace(',', '')) == 1 else 's'}"
    return _words(one, difference)


def _label(figures: dict[str, Any], place: int) -> str:
    label: str = figures["periods"][place]["label"]
    return label


def _count(count: int, one: str, several: str = "") -> str:
    return f"{count} {one if count == 1 else several or one + 's'}"


def _joined(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{', '.join(names[:-1])} and {names[-1]}"
