"""The invented example on which moderators try their judgement before a real one, with written descriptors (MOD-8).

The file holds {"slug", "authority", "about", "scale", "descriptors": {word: sentences}, "sections": [{"slug", "title",
"text", "value", "why"}]}: `value` is what the descriptors lead to and `why` how. The council in it doesn't exist.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

FILE = Path(__file__).resolve().parent / "reference" / "calibration.json"


@dataclass(frozen=True)
class ExampleSection:
    """One section of the example, with what its descriptors lead to."""

    slug: str
    title: str
    text: str
    value: str
    why: str


@dataclass(frozen=True)
class Example:
    """An invented self-evaluation, its scale (best first), and what each word of the scale means."""

    slug: str
    authority: str
    about: str
    scale: tuple[str, ...]
    descriptors: tuple[tuple[str, str], ...]
    sections: tuple[ExampleSection, ...]


@cache
def example(file: Path = FILE) -> Example:
    """The example that is shipped."""
    given = json.loads(file.read_text(encoding="utf-8"))
    return Example(
        slug=given["slug"],
        authority=given["authority"],
        about=given["about"],
        scale=tuple(given["scale"]),
        descriptors=tuple((word, given["descriptors"][word]) for word in given["scale"]),
        sections=tuple(ExampleSection(**one) for one in given["sections"]),
    )


def missing_in(judgements: Mapping[str, Mapping[str, Any]]) -> list[str]:
    """The titles of the sections that have no word of the scale."""
    words = example().scale
    return [one.title for one in example().sections if judgements.get(one.slug, {}).get("value") not in words]


def same_in(judgements: Mapping[str, Mapping[str, Any]]) -> int:
    """How many sections were judged as the descriptors do."""
    return sum(judgements.get(one.slug, {}).get("value") == one.value for one in example().sections)
