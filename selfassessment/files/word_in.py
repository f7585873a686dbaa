"""Looking into a Word file without trusting it: its parts, and what in them an approver would not see (SE-13).

XML is read by defusedxml, which refuses entities and document types; parts are unpacked only up to what their directory
says, and only if that is little enough.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, Final
from urllib.parse import unquote
from xml.etree.ElementTree import ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from regions.importing.reading import FileRefused

# What a document may unpack to, of how many parts it may be made, and how much XML it may hold, in bytes.
MOST_UNPACKED, MOST_PARTS, MOST_XML = 120 * 1024 * 1024, 1500, 32 * 1024 * 1024
# How much smaller a packed part of more than so many bytes may be.
MOST_PACKED, SMALL_PART = 200, 512 * 1024
DEEPEST: Final = 250
DAMAGED: Final = "The Word document is damaged or cut off. Save it again."
NOT_WORD: Final = "The name ends in .docx, but this is not a Word document."
WORD: Final = (
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
)
MAIN: Final = re.compile(r"wordprocessingml\.document\.main\+xml$")
TRACKED: Final = frozenset(
    (
        *("ins", "del", "moveFrom", "moveTo", "rPrChange", "pPrChange", "sectPrChange", "tblPrChange"),
        *("tblGridChange", "tblPrExChange", "trPrChange", "tcPrChange", "numberingChange"),
        *("cellIns", "cellDel", "cellMerge", "delText", "delInstrText"),
    )
)
COMMENTED: Final = frozenset(("comment", "commentReference", "commentRangeStart", "commentRangeEnd"))
BROUGHT_IN: Final = frozenset(("altChunk", "subDoc"))
# Fields that fetch or run something where the document is opened.
FETCHING: Final = frozenset(
    ("DDE", "DDEAUTO", "INCLUDETEXT", "INCLUDEPICTURE", "INCLUDE", "IMPORT", "LINK", "DATABASE", "MACROBUTTON")
)
OFF: Final = ("0", "false", "off", "none")
# Half points: text of two points and less can't be read.
TINY: Final = 4

OF_COMMENTS: Final = "The document holds comments. Delete all of them (Review, Delete all comments) and save it."
OF_CHANGES: Final = (
    "The document holds tracked changes. Accept or reject all of them and switch tracking off, then save it."
)
OF_HIDDEN: Final = "The document holds hidden text: {where}. Show it or delete it."
OF_PARTS: Final = "The document holds another document. Copy its words in instead."
OF_MACROS: Final = "The document holds macros. Save it as a Word document without macros (.docx)."
OF_EMBEDDED: Final = "The document holds embedded files or active content. Put them in as pictures or as text."
OF_OUTSIDE: Final = "The document draws on something elsewhere ({what}). Put it into the document itself."
OF_FIELDS: Final = "The document holds a field that fetches something or runs ({what}). Turn it into plain text."


@dataclass
class Package:
    """The parts of a Word file. `main` is the name of the part with the text."""

    archive: zipfile.ZipFile
    names: list[str]
    main: str

    def bytes_of(self, name: str) -> bytes:
        """A part, unpacked. FileRefused if it isn't what the directory says."""
        try:
            with self.archive.open(name) as part:
                size = self.archive.getinfo(name).file_size
                content = part.read(size + 1)
        except Exception as error:
            raise FileRefused(DAMAGED) from error
        if len(content) > size:
            raise FileRefused(DAMAGED)
        return content


def package_of(content: bytes) -> Package:
    """Open a Word file behind every guard. Raises FileRefused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
        parts = archive.infolist()
    except Exception as error:
        # Whatever a made-up archive brings its reader to do.
        raise FileRefused(DAMAGED) from error
    if any(part.flag_bits & 1 for part in parts):
        raise FileRefused("The document is protected by a password. Take the password away.")
    _check_sizes(parts)
    names = [part.filename for part in parts]
    if len({one.lower() for one in names}) != len(names):
        raise FileRefused("The Word document is damaged: it holds the same part twice.")
    package = Package(archive, names, "")
    package.main = _main_of(package)
    return package


def _check_sizes(parts: list[zipfile.ZipInfo]) -> None:
    bomb = any(one.file_size > SMALL_PART and one.file_size > MOST_PACKED * max(one.compress_size, 1) for one in parts)
    xml = sum(one.file_size for one in parts if one.filename.lower().endswith((".xml", ".rels")))
    if len(parts) > MOST_PARTS or bomb or xml > MOST_XML or sum(one.file_size for one in parts) > MOST_UNPACKED:
        raise FileRefused("The document unpacks to far more than its text needs. Copy its text into a new one.")


def _main_of(package: Package) -> str:
    """The name of the part with the text, as the list of types names it."""
    if "[Content_Types].xml" not in package.names:
        raise FileRefused(NOT_WORD)
    found = ""
    for event, element, _ in elements(package, "[Content_Types].xml"):
        kind = element.get("ContentType") or ""
        if event == "start" and ("macroEnabled" in kind or "vbaProject" in kind):
            raise FileRefused(OF_MACROS)
        if event == "start" and MAIN.search(kind):
            found = (element.get("PartName") or "").lstrip("/")
    if found not in package.names:
        raise FileRefused(NOT_WORD)
    return found


def elements(package: Package, name: str) -> Iterator[tuple[str, Any, list[str]]]:
    """(start or end, element, names of what it is in) of a part, one after the other. Raises FileRefused.

    An element is emptied when it ends: what is to be kept of it has to be taken by then.
    """
    path: list[str] = []
    try:
        for event, element in iterparse(io.BytesIO(package.bytes_of(name)), ("start", "end"), forbid_dtd=True):
            if event == "start":
                yield event, element, path
                path.append(local(element))
                if len(path) > DEEPEST:
                    raise FileRefused(DAMAGED)
            else:
                path.pop()
                yield event, element, path
                element.clear()
    except DefusedXmlException as error:
        raise FileRefused("The document holds XML that Word does not write. Save it again with Word.") from error
    except (ParseError, UnicodeDecodeError, LookupError, ValueError) as error:
        raise FileRefused(DAMAGED) from error


def local(element: Any) -> str:
    """The name of an element without its namespace; empty for what isn't Word's own."""
    return _local(element.tag)


@lru_cache(maxsize=4096)
def _local(tag: str) -> str:
    namespace, _, name = tag[1:].partition("}") if tag.startswith("{") else ("", "", tag)
    return name if namespace in WORD else ""


def value_of(element: Any, name: str = "val") -> str:
    """An attribute of Word's own."""
    return next((found for one in WORD if (found := element.get(f"{{{one}}}{name}")) is not None), "")


def is_on(element: Any) -> bool:
    """Whether a property that can be switched off is on."""
    return value_of(element).lower() not in OFF


# --- What stands against it -------------------------------------------------------------------------------------------


def reasons_against_word(package: Package) -> list[str]:
    """Every reason not to take a Word file, in sentences; empty if there is none. Raises FileRefused if it can't be
    read."""
    lower = [one.lower() for one in package.names]
    reasons = []
    if any("vbaproject" in one or "vbadata" in one for one in lower):
        reasons.append(OF_MACROS)
    if any("embeddings/" in one or "activex" in one or one.endswith((".exe", ".js", ".vbs", ".bat")) for one in lower):
        reasons.append(OF_EMBEDDED)
    for name in package.names:
        if name.lower().endswith(".rels"):
            reasons += _outside(package, name)
    looking = _Looking()
    folder = posixpath.dirname(package.main).lower()
    parts = [one for one in package.names if one.lower().endswith(".xml") and one.lower().startswith(folder)]
    # Styles say which of them hide, so they come first.
    for name in sorted(parts, key=lambda one: not posixpath.basename(one).lower().startswith("styles")):
        reasons += looking.through(package, name)
    return list(dict.fromkeys(reasons))


def _outside(package: Package, name: str) -> Iterator[str]:
    """What a part draws on that isn't in the file. Links for readers are fine; so is a template on somebody's disk."""
    for event, element, _ in elements(package, name):
        if event == "end" or (element.get("TargetMode") or "").lower() != "external":
            continue
        kind = (element.get("Type") or "").rpartition("/")[2]
        target = unquote(element.get("Target") or "")
        if kind == "hyperlink":
            if not re.match(r"(?i)(https?:|mailto:|#|[^:]*$)", target):
                yield OF_OUTSIDE.format(what=f"a link that starts with “{target[:20]}”")
        elif kind != "attachedTemplate" or not re.match(r"(?i)(file:/*)?[a-z]:[\\/]", target):
            yield OF_OUTSIDE.format(what=re.sub(r"[^A-Za-z]", "", kind)[:40] or "something unnamed")


@dataclass
class _Run:
    """The run that is being read."""

    text: str = ""
    hidden: bool = False
    white: bool = False
    tiny: bool = False
    shaded: bool = False


@dataclass
class _Looking:
    """What the parts of a document hold that nobody would see. `hidden_styles` hide what is written in them."""

    hidden_styles: set[str] = field(default_factory=set)
    style: str = ""
    run: _Run = field(default_factory=_Run)
    hidden_paragraph: bool = False
    shaded_paragraph: bool = False

    def through(self, package: Package, name: str) -> Iterator[str]:
        for event, element, path in elements(package, name):
            tag = local(element)
            if event == "start" and tag:
                yield from self._start(tag, element, path)
            elif tag == "r":
                yield from self._run_ended(path)
            elif tag in ("t", "delText"):
                self.run.text += element.text or ""
            elif tag == "instrText":
                yield from _field(element.text or "")

    def _start(self, tag: str, element: Any, path: list[str]) -> Iterator[str]:
        if tag in TRACKED:
            yield OF_CHANGES
        elif tag in COMMENTED:
            yield OF_COMMENTS
        elif tag in BROUGHT_IN:
            yield OF_PARTS
        elif tag in ("object", "control", "OLEObject"):
            yield OF_EMBEDDED
        elif tag == "fldSimple":
            yield from _field(value_of(element, "instr"))
        elif tag == "hidden" and path[-1:] == ["trPr"] and is_on(element):
            yield OF_HIDDEN.format(where="a hidden row of a table")
        else:
            self._property(tag, element, path)

    def _property(self, tag: str, element: Any, path: list[str]) -> None:
        of_run = path[-2:] == ["r", "rPr"]
        if tag == "style":
            self.style = value_of(element, "styleId")
        elif tag == "vanish" and "style" in path and is_on(element):
            self.hidden_styles.add(self.style)
        elif tag == "p":
            self.hidden_paragraph = self.shaded_paragraph = False
        elif tag == "r":
            self.run = _Run()
        elif of_run:
            self._property_of_run(tag, element)
        elif tag == "pStyle" and value_of(element) in self.hidden_styles:
            self.hidden_paragraph = True
        elif tag == "shd" and path[-1:] == ["pPr"]:
            self.shaded_paragraph = True

    def _property_of_run(self, tag: str, element: Any) -> None:
        if (tag == "vanish" and is_on(element)) or (tag == "rStyle" and value_of(element) in self.hidden_styles):
            self.run.hidden = True
        elif tag == "vanish":
            # Said not to be hidden, whatever its style.
            self.hidden_paragraph = False
        elif tag == "color":
            self.run.white = value_of(element).upper() in ("FFFFFF", "FEFEFE")
        elif tag in ("shd", "highlight"):
            self.run.shaded = True
        elif tag == "sz" and value_of(element).isdigit():
            self.run.tiny = int(value_of(element)) <= TINY

    def _run_ended(self, path: list[str]) -> Iterator[str]:
        words = self.run.text.strip()
        if not words:
            return
        where = f"“{words[:30]}”"
        if self.run.hidden or self.hidden_paragraph:
            yield OF_HIDDEN.format(where=where)
        elif self.run.tiny:
            yield OF_HIDDEN.format(where=f"{where} is too small to be read")
        elif self.run.white and not (self.run.shaded or self.shaded_paragraph or {"tc", "txbxContent"} & set(path)):
            yield OF_HIDDEN.format(where=f"{where} is white on white")


def _field(instruction: str) -> Iterator[str]:
    word = instruction.split(maxsplit=1)[0].upper() if instruction.split() else ""
    if word in FETCHING:
        yield OF_FIELDS.format(what=word)
