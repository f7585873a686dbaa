"""Looking into a PDF file without trusting it: what in it runs, hides or was added beside the text (SE-13).

Nothing is drawn. The file's objects are read as text, those packed in streams unpacked within limits, and names that
mean one of the refused things are looked for, however they are spelled.
"""

import re
import zlib
from collections.abc import Iterator
from typing import Final

from regions.importing.reading import FileRefused

MOST_STREAMS, MOST_UNPACKED = 60_000, 64 * 1024 * 1024
STREAM: Final = re.compile(rb"stream\r?\n")
NAME: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
DAMAGED: Final = "The PDF file is damaged or cut off. Save it again."
AFTER: Final = rb"(?![A-Za-z0-9_.-])"
# What is looked for in dictionaries, and the sentence about it.
AGAINST: Final = (
    (rb"/(JavaScript|JS|Launch|RichMedia|Movie|Sound|Rendition|SubmitForm|ImportData|GoToR|GoToE|XFA|3D)" + AFTER,
     "The PDF file holds something that runs or fetches ({what}). Save it again as PDF from Word."),
    (rb"/(EmbeddedFiles?|FileAttachment|Collection)" + AFTER,
     "The PDF file holds other files. Save it again as PDF without them."),
    (rb"/Subtype\s*/(Text|FreeText|Highlight|Underline|Squiggly|StrikeOut|Caret|Ink|Stamp|Popup|Polygon|PolyLine|Line"
     rb"|Square|Circle|Redact)" + AFTER,
     "The PDF file holds comments or other annotations ({what}). Delete them, then save it again."),
    (rb"/OFF\s*\[\s*\d",
     "The PDF file holds hidden layers. Show or delete them, then save it again."),
)  # fmt: skip
PROTECTED: Final = "The PDF file is protected by a password or restricts what readers may do. Take the protection away."


def reasons_against_pdf(content: bytes) -> list[str]:
    """Every reason not to take a PDF file, in sentences. Raises FileRefused if it can't be read."""
    if b"%%EOF" not in content[-2048:]:
        raise FileRefused(DAMAGED)
    objects = list(_objects(content))
    if not any(re.search(rb"/Type\s*/Pages?" + AFTER, one) for one in objects):
        raise FileRefused(PROTECTED if re.search(rb"/Encrypt" + AFTER, b"".join(objects)) else DAMAGED)
    reasons = []
    for one in objects:
        if re.search(rb"/Encrypt" + AFTER, one):
            reasons.append(PROTECTED)
        for pattern, sentence in AGAINST:
            if found := re.search(pattern, one):
                what = found[1].decode("latin-1") if found.re.groups else ""
                reasons.append(sentence.format(what=what))
    return list(dict.fromkeys(reasons))


def _objects(content: bytes) -> Iterator[bytes]:
    """Everything outside of streams, and what object streams hold, names spelled out."""
    place, left, count = 0, MOST_UNPACKED, 0
    while found := STREAM.search(content, place):
        count += 1
        if count > MOST_STREAMS:
            raise FileRefused("The PDF file is made of far more parts than a document needs. Save it again.")
        outside = content[place : found.start()]
        yield _spelled(outside)
        end = content.find(b"endstream", found.end())
        if end < 0:
            raise FileRefused(DAMAGED)
        dictionary = _spelled(outside[outside.rfind(b"obj") :])
        if re.search(rb"/Type\s*/ObjStm" + AFTER, dictionary):
            unpacked = _unpacked(content[found.end() : end], dictionary, left)
            left -= len(unpacked)
            yield _spelled(unpacked)
        place = end + len(b"endstream")
    yield _spelled(content[place:])


def _unpacked(stream: bytes, dictionary: bytes, left: int) -> bytes:
    if b"/Filter" not in dictionary:
        return stream
    if not re.search(rb"/Filter\s*\[?\s*/(FlateDecode|Fl)" + AFTER + rb"\s*(\]|/|>)", dictionary):
        raise FileRefused("The PDF file is packed in a way that can't be looked into. Save it again as PDF from Word.")
    unpacker = zlib.decompressobj()
    try:
        found = unpacker.decompress(stream, left + 1)
    except zlib.error as error:
        raise FileRefused(DAMAGED) from error
    if len(found) > left:
        raise FileRefused("The PDF file unpacks to far more than its text needs. Save it again.")
    return found


def _spelled(text: bytes) -> bytes:
    """Names as they mean: /J#53 is /JS."""
    return NAME.sub(lambda found: bytes([int(found[1], 16)]), text)
