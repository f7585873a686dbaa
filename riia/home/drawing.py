"""The pages of `docs/` that are written from the code: how things move from status to status, and who may do what."""

import inspect
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import cast

from django.conf import settings
from django.db import models

import selfassessment.who_may  # noqa: F401 - their things are in the table too
from regions import who_may
from riia.workflow import REGISTRY, Act

DOCS = settings.BASE_DIR / "docs"
WRITTEN_BY = "Written by `manage.py draw_workflows` from the code; `make check` fails when it is out of date."


def pages() -> dict[Path, str]:
    """The text of every page that is written from the code, by its file."""
    drawn = {DOCS / "who-may.md": who_may.markdown(), DOCS / "workflows" / "README.md": _index()}
    return drawn | {DOCS / "workflows" / f"{_slug(model)}.md": _page(model) for model in _with_transitions()}


def drifted() -> list[Path]:
    """Files that differ from what the code says, are missing, or tell of something that is no more."""
    return _differing(pages())


def draw() -> list[Path]:
    """Write what differs and remove what is left over. Returns the files concerned."""
    drawn = pages()
    changed = _differing(drawn)
    for path in changed:
        if path in drawn:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(drawn[path], encoding="utf-8")
        else:
            path.unlink()
    return changed


def _differing(drawn: dict[Path, str]) -> list[Path]:
    stored = {path: path.read_text(encoding="utf-8") for path in (DOCS / "workflows").glob("*.md")}
    stored |= {path: path.read_text(encoding="utf-8") for path in drawn if path.exists()}
    return sorted(path for path in {*drawn, *stored} if drawn.get(path) != stored.get(path))


def _models() -> list[type[models.Model]]:
    return sorted({act.on for act in REGISTRY.values()}, key=lambda model: model._meta.label_lower)


def _with_transitions() -> list[type[models.Model]]:
    return [model for model in _models() if any(act.is_transition for act in _acts(model))]


def _acts(model: type[models.Model]) -> list[Act]:
    return [act for act in REGISTRY.values() if act.on is model]


def _slug(model: type[models.Model]) -> str:
    return str(model._meta.model_name)


def _name(model: type[models.Model]) -> str:
    name = str(model._meta.verbose_name)
    return name[0].upper() + name[1:]


def _index() -> str:
    lines = ["# Workflows", "", WRITTEN_BY, "", "Things that have a status, with their diagrams:", ""]
    lines += [f"- [{_name(model)}]({_slug(model)}.md)" for model in _with_transitions()]
    lines += ["", "Things that have none, and what can be done to them:", ""]
    for model in _models():
        if model not in _with_transitions():
            lines += [f"## {_name(model)}", "", *_table(_acts(model)), ""]
    return "\n".join(lines).rstrip() + "\n"


def _page(model: type[models.Model]) -> str:
    acts = _acts(model)
    transitions = [act for act in acts if act.is_transition]
    commands = [act for act in acts if not act.is_transition]
    lines = [f"# {_name(model)}", "", WRITTEN_BY, "", inspect.cleandoc(model.__doc__ or ""), ""]
    lines += ["## From status to status", "", "```mermaid", *_diagram(model, transitions), "```", ""]
    lines += _table(transitions, _labels(model))
    if commands:
        lines += ["", "## What changes no status", "", *_table(commands)]
    return "\n".join(lines) + "\n"


def _labels(model: type[models.Model]) -> dict[str, str]:
    status = cast(models.Field, model._meta.get_field("status"))
    return {str(value): str(label) for value, label in status.flatchoices}


def _diagram(model: type[models.Model], transitions: list[Act]) -> list[str]:
    """A mermaid state diagram: a thing begins where no other status leads, and ends where none follows."""
    labels = _labels(model)
    arrows = [
        (source, target, act.label)
        for act in transitions
        for source in _in_order(labels, act.sources)
        for target in _in_order(labels, act.targets)
    ]
    reached = {target for source, target, _ in arrows if source != target}
    left = {source for source, target, _ in arrows if source != target}
    names = {value: value.replace("-", "_") for value in labels}
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{label}" as {names[value]}' for value, label in labels.items()]
    lines += [f"    [*] --> {names[value]}" for value in labels if value not in reached]
    lines += [f"    {names[source]} --> {names[target]}: {label}" for source, target, label in arrows]
    return lines + [f"    {names[value]} --> [*]" for value in labels if value not in left]


def _in_order(labels: dict[str, str], statuses: Iterable) -> list[str]:
    chosen = {str(one) for one in statuses}
    return [value for value in labels if value in chosen]


def _table(acts: list[Act], labels: dict[str, str] | None = None) -> list[str]:
    """Acts as a table: what they do, who may, what stands in the way; with labels, from where to where."""
    heads = ["act", *(["from", "to"] if labels else []), "what it does", "who may", "what stands in the way"]
    lines = [f"| {' | '.join(heads)} |", f"|{'---|' * len(heads)}"]
    for act in acts:
        cells = [f"**{act.label}** (`{act.name}`)"]
        if labels:
            cells += ["; ".join(labels[one] for one in _in_order(labels, some)) for some in (act.sources, act.targets)]
        stands_in_the_way = _told(act.unless) if act.unless else "Nothing else."
        cells += [_sentence(act.doc), _told(act.permitted), stands_in_the_way]
        lines.append(f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |")
    return lines


def _told(function: Callable) -> str:
    return _sentence(inspect.getdoc(function) or "")


def _sentence(doc: str) -> str:
    """The first paragraph of a docstring in one line."""
    return " ".join(doc.split("\n\n")[0].split())
