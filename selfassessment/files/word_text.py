"""Texts between Markdown, as answers hold them, and Word, as councils write them: paragraphs, lists, bold, italic and
links, there and back without loss (SE-13).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any, Final

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from markdown_it.token import Token

from datasets.files.word import clean
from datasets.prose import parsed

# Lists have two levels; what lies deeper is drawn up.
DEEPEST: Final = 2
TO_ESCAPE: Final = re.compile(r"[\\`*]|(?<!\w)_|_(?!\w)|\[(?=[^\]]*\]\()|&(?=#?\w+;)")
AT_THE_START: Final = re.compile(r"^(\s*)([-+>]|\d{1,9}[.)])(?=\s|$)")


@dataclass(frozen=True)
class Run:
    """Words that look alike; `url` is where they lead."""

    text: str
    bold: bool = False
    italic: bool = False
    url: str = ""


@dataclass(frozen=True)
class Block:
    """A paragraph (level 0) or an entry of a list (level 1 or 2)."""

    runs: tuple[Run, ...]
    level: int = 0
    numbered: bool = False

    @property
    def text(self) -> str:
        return "".join(one.text for one in self.runs)


# --- From Markdown ----------------------------------------------------------------------------------------------------


def blocks_of(text: str) -> list[Block]:
    """Markdown as blocks; a break within a paragraph begins a new one, as it does in Word."""
    found: list[Block] = []
    lists: list[bool] = []
    for token in parsed(text):
        if token.type in ("bullet_list_open", "ordered_list_open"):
            lists.append(token.type == "ordered_list_open")
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            lists.pop()
        elif token.type == "inline":
            level = min(len(lists), DEEPEST)
            # An entry that runs over several lines stays one; a paragraph's line that was ended stays ended.
            ended = " " if level else "\n"
            found += tidy(Block(tuple(_runs(token.children or [], ended)), level, bool(lists) and lists[-1]))
    return found


def _runs(tokens: list[Token], ended: str) -> Iterator[Run]:
    now = Run("")
    for token in tokens:
        if token.type in ("strong_open", "strong_close"):
            now = replace(now, bold=token.type == "strong_open")
        elif token.type in ("em_open", "em_close"):
            now = replace(now, italic=token.type == "em_open")
        elif token.type in ("link_open", "link_close"):
            now = replace(now, url=str(token.attrGet("href") or "") if token.type == "link_open" else "")
        elif token.type in ("text", "code_inline"):
            yield replace(now, text=token.content)
        elif token.type in ("softbreak", "hardbreak"):
            yield replace(now, text=ended if token.type == "softbreak" else "\n")


def tidy(block: Block) -> Iterator[Block]:
    """A block with like words joined, blanks at its ends and the marks of blanks dropped; in several at its breaks."""
    lines: list[list[Run]] = [[]]
    for run in block.runs:
        for place, text in enumerate(run.text.split("\n")):
            if place:
                lines.append([])
            lines[-1].append(replace(run, text=text.replace("\t", " ")))
    for line in lines:
        runs = _joined(line)
        if runs:
            runs[0] = replace(runs[0], text=runs[0].text.lstrip(" "))
            runs[-1] = replace(runs[-1], text=runs[-1].text.rstrip(" "))
        if runs := [one for one in runs if one.text]:
            yield Block(tuple(runs), block.level, block.numbered and bool(block.level))


def _joined(runs: Iterable[Run]) -> list[Run]:
    """Runs that look alike as one. How a blank at the edge of a run looks can't be seen, so it looks like nothing."""
    found: list[Run] = []
    for run in runs:
        for part in _edges(run):
            if found and replace(found[-1], text="") == replace(part, text=""):
                found[-1] = replace(found[-1], text=found[-1].text + part.text)
            elif part.text:
                found.append(part)
    return found


def _edges(run: Run) -> Iterator[Run]:
    if not (run.bold or run.italic or run.url) or run.text == run.text.strip(" "):
        yield run
        return
    words = run.text.strip(" ")
    before = len(run.text) - len(run.text.lstrip(" "))
    yield Run(run.text[:before] if words else run.text)
    if words:
        yield replace(run, text=words)
        yield Run(run.text[before + len(words) :])


# --- To Markdown ------------------------------------------------------------------------------------------------------


def markdown_of(blocks: Iterable[Block]) -> str:
    """Blocks as Markdown. `markdown_of(blocks_of(text))` says the same as `text` in one way of writing."""
    lines: list[str] = []
    # The list that is open at each level: how many entries it has, and whether it is numbered.
    opened: dict[int, tuple[int, bool]] = {}
    for block in blocks:
        count, numbered = opened.get(block.level, (0, block.numbered))
        if not block.level or numbered != block.numbered or not opened:
            # Another list, or a paragraph, begins after an empty line; a list within another one does not.
            count, opened = 0, {level: one for level, one in opened.items() if level < block.level}
            lines += [""] if lines and not opened else []
        opened = {level: one for level, one in opened.items() if level < block.level}
        if block.level:
            opened[block.level] = (count + 1, block.numbered)
        mark = f"{count + 1}. " if block.numbered else "- "
        lines.append(f"{'    ' * (block.level - 1)}{mark if block.level else ''}{_inline(block)}")
    return "\n".join(lines)


def _inline(block: Block) -> str:
    text = "".join(_marked(one) for one in block.runs)
    return AT_THE_START.sub(lambda found: f"{found[1]}{found[2][:-1]}\\{found[2][-1]}", text)


def _marked(run: Run) -> str:
    text = TO_ESCAPE.sub(lambda found: "\\" + found[0], run.text)
    around = "***" if run.bold and run.italic else "**" if run.bold else "*" if run.italic else ""
    text = f"{around}{text}{around}"
    return f"[{text}]({run.url.replace(' ', '%20').replace('(', '%28').replace(')', '%29')})" if run.url else text


def canonical(text: str) -> str:
    """Markdown in the one way in which it comes back from Word: to tell whether somebody changed it there."""
    return markdown_of(blocks_of(text))


# --- To Word ----------------------------------------------------------------------------------------------------------


def add_blocks(document: Any, text: str) -> None:
    """Markdown as paragraphs, lists and links of a Word file."""
    for block in blocks_of(text):
        kind = "List Number" if block.numbered else "List Bullet"
        style = None if not block.level else kind if block.level == 1 else f"{kind} 2"
        paragraph = document.add_paragraph(style=style)
        for run in block.runs:
            made = add_link(paragraph, run.text, run.url) if run.url else paragraph.add_run(clean(run.text))
            made.bold, made.italic = run.bold or None, run.italic or None


def add_link(paragraph: Any, words: str, url: str) -> Any:
    """Words of a paragraph that lead to an address; gives back their run."""
    target = paragraph.part.relate_to(clean(url), RELATIONSHIP_TYPE.HYPERLINK, is_external=True)
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), target)
    run = paragraph.add_run(clean(words))
    run.font.underline = True
    link.append(run._r)
    paragraph._p.append(link)
    return run
