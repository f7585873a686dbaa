"""What a correction changes, field by field, in words: for the page before it and the message after it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import models

from regions.models import Seat
from regions.wording import last_day
from riia.ui.dates import in_words
from riia.ui.forms import lower_first

NOTHING = "nothing"


@dataclass(frozen=True)
class Difference:
    """One field: its name, what it said and what it will say; both are words, empty for nothing."""

    name: str
    before: str
    after: str


def differences(item: models.Model, changes: Mapping[str, Any]) -> list[Difference]:
    """What `changes`, new values by field, would change about a row, in the order of its fields."""
    fields = [field for field in item._meta.concrete_fields if field.name in changes]
    found = [
        Difference(_name(field), _said(field, getattr(item, field.name)), _said(field, changes[field.name]))
        for field in fields
    ]
    return [one for one in found if one.before != one.after]


def in_a_sentence(found: Iterable[Difference]) -> str:
    """ "Website: from “a” to “b”; note: “c” instead of nothing." """
    told = "; ".join(lower_first(_told(one)) for one in found)
    return f"{told[:1].upper()}{told[1:]}."


def _told(one: Difference) -> str:
    if not one.before:
        return f"{one.name}: now “{one.after}”"
    return f"{one.name}: from “{one.before}” to {f'“{one.after}”' if one.after else NOTHING}"


def _name(field: models.Field) -> str:
    if field.model is Seat and field.name == "exists_to":
        return "Last day"
    words = str(field.verbose_name)
    return words[:1].upper() + words[1:]


def _said(field: models.Field, value: Any) -> str:
    if value is None or value in ("", []):
        return ""
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, date):
        return in_words(last_day(value) if field.name == "exists_to" else value)
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    return str(value)
