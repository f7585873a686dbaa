"""Files that councils bring: what is taken, and in one sentence each all that stands in the way (SE-13).

Nothing of a file is trusted: not its name, its size or its parts. What would not be seen by who approves it is refused:
comments, tracked changes, hidden text; and whatever runs, or fetches something from elsewhere.
"""

import hashlib
from dataclasses import dataclass
from typing import Final

from regions.importing.reading import OLE, FileRefused, shown
from selfassessment.files.pdf_in import reasons_against_pdf
from selfassessment.files.word_in import package_of, reasons_against_word

MOST_BYTES: Final = 20 * 1024 * 1024
LONGEST_NAME: Final = 150
TYPES: Final = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
PROTECTED: Final = (
    "The file is protected by a password or in an old format of Word. Take the password away, or save it as a Word "
    "document (.docx)."
)


class Refused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """The file is not taken; `reasons` says why, in sentences that say what to do."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))
        self.reasons = list(reasons)


@dataclass(frozen=True)
class Upload:
    """A file that nothing stands against."""

    name: str
    ending: str
    content: bytes

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.content).hexdigest()


def checked(name: str, content: bytes, endings: tuple[str, ...] = ("docx", "pdf")) -> Upload:
    """A Word or PDF file, looked through. Raises Refused with every reason there is; never anything else."""
    name = shown_name(name)
    ending = name.rpartition(".")[2].lower() if "." in name else ""
    try:
        _check_kind(ending, content, endings)
        reasons = reasons_against_pdf(content) if ending == "pdf" else reasons_against_word(package_of(content))
    except FileRefused as refusal:
        raise Refused(str(refusal)) from refusal
    if reasons:
        raise Refused(*reasons)
    return Upload(name, ending, content)


def shown_name(name: str) -> str:
    """The last part of a name as it can be stored, shown and put into a header; its ending is kept."""
    last = (
        shown(name.replace("\\", "/").rpartition("/")[2]).replace("\ufffd", "").replace('"', "").strip(" .") or "file"
    )
    stem, dot, ending = last.rpartition(".")
    return f"{stem[: LONGEST_NAME - 10]}.{ending[:9]}" if dot else last[:LONGEST_NAME]


def _check_kind(ending: str, content: bytes, endings: tuple[str, ...]) -> None:
    if ending in ("docm", "dotm"):
        raise FileRefused("The file can hold macros. Save it as a Word document (.docx) or as PDF.")
    if ending not in endings:
        wanted = " or ".join(f".{one}" for one in endings)
        raise FileRefused(f"The name of the file must end in {wanted}.")
    if not content:
        raise FileRefused("The file is empty.")
    if len(content) > MOST_BYTES:
        raise FileRefused(f"The file is larger than {MOST_BYTES // 1024 // 1024} MB. Make its pictures smaller.")
    if content.startswith(OLE):
        raise FileRefused(PROTECTED)
    if ending == "docx" and not content.startswith(b"PK"):
        raise FileRefused("The name ends in .docx, but this is not a Word document, or it is damaged.")
    if ending == "pdf" and b"%PDF-" not in content[:1024]:
        raise FileRefused("The name ends in .pdf, but this is not a PDF file, or it is damaged.")
