"""HTML put together in Python, for what stands on a page hundreds of times: templates take far longer over it."""

import re
from html import escape
from typing import Any

from django.utils.safestring import SafeString

TO_ESCAPE = re.compile("[&<>\"']")


def escaped(value: Any) -> str:
    """A value as text for HTML, as `conditional_escape` gives it: what is marked safe stays as it is."""
    if hasattr(value, "__html__"):
        return value.__html__()
    text = str(value)
    return escape(text) if TO_ESCAPE.search(text) else text


def anchor(address: str, words: Any) -> SafeString:
    """A link as the house draws it."""
    return SafeString(f'<a class="govuk-link" href="{escaped(address)}">{escaped(words)}</a>')
