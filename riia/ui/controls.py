"""Controls as Django's own templates draw them, letter by letter, put together in Python: of a list of 150 choices each
option takes two templates there."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from django.utils.safestring import SafeString

from riia.ui.markup import escaped

SELECT: Final = "django/forms/widgets/select.html"
OPTION: Final = "django/forms/widgets/select_option.html"
INPUTS: Final = frozenset(
    f"django/forms/widgets/{kind}.html"
    for kind in ("input", "text", "number", "email", "url", "tel", "search", "date", "datetime", "time")
)


def drawn(template: str, widget: Mapping[str, Any]) -> SafeString | None:
    """A control from its template's name and what the template is given; None for a template that isn't known here."""
    if template in INPUTS:
        return SafeString(_input(widget))
    groups = widget["optgroups"] if template == SELECT else []
    if groups and all(option["template_name"] == OPTION for _, options, _ in groups for option in options):
        return SafeString(_select(widget, groups))
    return None


def _input(widget: Mapping[str, Any]) -> str:
    value = "" if widget["value"] is None else f' value="{escaped(widget["value"])}"'
    return f'<input type="{widget["type"]}" name="{escaped(widget["name"])}"{value}{_attributes(widget["attrs"])}>'


def _select(widget: Mapping[str, Any], groups: Iterable[tuple[Any, list[dict[str, Any]], int]]) -> str:
    parts = [f'<select name="{escaped(widget["name"])}"{_attributes(widget["attrs"])}>']
    for name, options, _ in groups:
        if name:
            parts.append(f'\n  <optgroup label="{escaped(name)}">')
        parts += [
            f'\n  <option value="{escaped(one["value"])}"{_attributes(one["attrs"])}>{escaped(one["label"])}</option>\n'
            for one in options
        ]
        if name:
            parts.append("\n  </optgroup>")
    return f"{''.join(parts)}\n</select>"


def _attributes(attrs: Mapping[str, Any]) -> str:
    """Attributes as HTML: True for one without a value, False for none."""
    if not attrs:
        return ""
    given = {name: value for name, value in attrs.items() if value is not False}
    return "".join(f" {name}" if value is True else f' {name}="{escaped(value)}"' for name, value in given.items())
