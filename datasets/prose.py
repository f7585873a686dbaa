"""Texts that people write in Markdown, as clean HTML for a page and as plain pieces for a Word file."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

import nh3
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.token import Token

# Headings belong to the page, pictures to the figures; what looks like HTML is text.
LEFT_OUT: Final = ["heading", "lheading", "hr", "code", "fence", "image", "html_block", "html_inline", "autolink"]
CLASSES: Final = {
    "paragraph_open": "govuk-body",
    "bullet_list_open": "govuk-list govuk-list--bullet",
    "ordered_list_open": "govuk-list govuk-list--number",
    "link_open": "govuk-link",
}
TAGS: Final = {"p", "ul", "ol", "li", "strong", "em", "a", "blockquote", "br", "code"}
ATTRIBUTES: Final = {"a": {"href", "class"}, "p": {"class"}, "ul": {"class"}, "ol": {"class"}}


def _parser() -> MarkdownIt:
    # A line that was ended stays ended: what is pasted as plain text has no other marks.
    return MarkdownIt("commonmark", {"html": False, "breaks": True}).disable(LEFT_OUT)


def html_of(text: str) -> SafeString:
    """Markdown as HTML: paragraphs, lists, emphasis and links to the web; nothing that runs or loads."""
    parser = _parser()
    tokens = parser.parse(text)
    for token in _all(tokens):
        if token.type in CLASSES:
            token.attrSet("class", CLASSES[token.type])
    made = parser.renderer.render(tokens, parser.options, {})
    clean = nh3.clean(made, tags=TAGS, attributes=ATTRIBUTES, url_schemes={"https", "http", "mailto"})
    return mark_safe(clean)  # noqa: S308 - nh3 has cleaned it


def _all(tokens: list[Token]) -> Iterator[Token]:
    for token in tokens:
        yield token
        yield from token.children or ()


@dataclass
class Piece:
    """A paragraph or an entry of a list: its words with how they stand out. `level` is 0 outside lists."""

    level: int = 0
    numbered: bool = False
    # (words, bold, italic)
    runs: list[tuple[str, bool, bool]] = field(default_factory=list)


def parsed(text: str) -> list[Token]:
    """The tokens of a Markdown text, of the marks that are allowed here."""
    return _parser().parse(text)


def pieces_of(text: str) -> list[Piece]:
    """Markdown as paragraphs, for a Word file."""
    found: list[Piece] = []
    lists: list[bool] = []
    for token in parsed(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline":
            found.append(Piece(len(lists), bool(lists) and lists[-1], list(_runs(token.children or []))))
    return found


def _runs(tokens: list[Token]) -> Iterator[tuple[str, bool, bool]]:
    bold = italic = False
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            bold = token.type == "strong_open"
        elif token.type in ("em_open", "em_close"):
            italic = token.type == "em_open"
        elif token.type in ("text", "code_inline"):
            yield token.content, bold, italic
        elif token.type in ("softbreak", "hardbreak"):
            yield "\n", bold, italic
