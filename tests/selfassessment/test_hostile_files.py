"""Word and PDF files that councils might bring and the portal must not take: refused in a sentence, never a crash
(SE-13)."""

import io
import random
import struct
import zipfile
import zlib

import pytest

from regions.importing.reading import FileRefused
from selfassessment.files import word_in
from selfassessment.files.uploads import PROTECTED, Refused, checked, shown_name
from selfassessment.files.word_in import package_of
from selfassessment.files.word_read import read_copy, references_of
from tests.selfassessment.documenting import in_body, pdf, with_part, word

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
RELS = "word/_rels/document.xml.rels"
COMMENTS, CHANGES = word_in.OF_COMMENTS, word_in.OF_CHANGES
CHANGED = word_in.OF_CHANGES


def run(properties: str, text: str = "secret", paragraph: str = "") -> str:
    return f"<w:p>{paragraph}<w:r><w:rPr>{properties}</w:rPr><w:t>{text}</w:t></w:r></w:p>"


def hidden(where: str) -> str:
    return word_in.OF_HIDDEN.format(where=where)


def related(kind: str, target: str, mode: str = "External") -> bytes:
    """A Word file with one more relation."""
    base = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    one = f'<Relationship Id="x1" Type="{base}/{kind}" Target="{target}" TargetMode="{mode}"/></Relationships>'
    return with_part(word(), RELS, lambda old: old.replace(b"</Relationships>", one.encode()))


def outside(what: str) -> str:
    return word_in.OF_OUTSIDE.format(what=what)


def encrypted() -> bytes:
    """A zip file whose parts are marked as encrypted."""
    content = bytearray(word())
    for mark, place in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + place] |= 1
            at = content.find(mark, at + 4)
    return bytes(content)


def bomb() -> bytes:
    return with_part(word(), "word/media/image1.png", lambda _: b"\0" * (40 * 1024 * 1024))


def twice() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in ("[Content_Types].xml", "word/document.xml", "WORD/document.xml"):
            archive.writestr(name, "<a/>")
    return file.getvalue()


def many_parts() -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for number in range(word_in.MOST_PARTS + 1):
            archive.writestr(f"part{number}", "")
    return file.getvalue()


def lying() -> bytes:
    """A part that unpacks to more than its directory says."""
    content = bytearray(word())
    info = zipfile.ZipFile(io.BytesIO(bytes(content))).getinfo("word/document.xml")
    at = content.rfind(b"word/document.xml") - 46
    struct.pack_into("<I", content, at + 24, info.file_size // 2)
    return bytes(content)


def xml(part: str, text: str) -> bytes:
    return with_part(word(), part, lambda _: text.encode())


LAUGHS = '<!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;">]><w:document ' + W + ">&b;</w:document>"
OUTER = '<!DOCTYPE x SYSTEM "file:///etc/passwd"><w:document ' + W + "/>"
NOT_WORDS_OWN = "The document holds XML that Word does not write. Save it again with Word."
TOO_MUCH = "The document unpacks to far more than its text needs. Copy its text into a new one."
STYLE = '<w:style w:type="paragraph" w:styleId="Gone"><w:name w:val="Gone"/><w:rPr><w:vanish/></w:rPr></w:style>'
MACRO_TYPE = b"application/vnd.ms-word.document.macroEnabled.main+xml"
MAIN_TYPE = b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"

# What is brought, and every sentence that refuses it. Forty, as one table.
WORD_FILES = {
    "empty": (b"", ["The file is empty."]),
    "not a zip": (b"Hello", ["The name ends in .docx, but this is not a Word document, or it is damaged."]),
    "old or protected": (b"\xd0\xcf\x11\xe0" + b"\0" * 600, [PROTECTED]),
    "cut off": (word()[:900], [word_in.DAMAGED]),
    "encrypted parts": (encrypted(), ["The document is protected by a password. Take the password away."]),
    "the same part twice": (twice(), ["The Word document is damaged: it holds the same part twice."]),
    "a bomb": (bomb(), [TOO_MUCH]),
    "many parts": (many_parts(), [TOO_MUCH]),
    "a lying directory": (lying(), [word_in.DAMAGED]),
    "entities": (xml("word/document.xml", LAUGHS), [NOT_WORDS_OWN]),
    "an outer entity": (xml("word/document.xml", OUTER), [NOT_WORDS_OWN]),
    "broken XML": (xml("word/document.xml", "<w:document"), [word_in.DAMAGED]),
    "nothing but XML": (xml("[Content_Types].xml", "<Types/>"), [word_in.NOT_WORD]),
    "deep": (xml("word/document.xml", "<a>" * 400 + "</a>" * 400), [word_in.DAMAGED]),
    "comments": (in_body(word(), '<w:p><w:commentRangeStart w:id="0"/></w:p>'), [COMMENTS]),
    "a part of comments": (
        xml("word/comments.xml", f'<w:comments {W}><w:comment w:id="0"/></w:comments>'),
        [COMMENTS],
    ),
    "words put in": (in_body(word(), '<w:p><w:ins w:id="1"><w:r><w:t>a</w:t></w:r></w:ins></w:p>'), [CHANGES]),
    "words taken out": (
        in_body(word(), '<w:p><w:del w:id="1"><w:r><w:delText>a</w:delText></w:r></w:del></w:p>'),
        [CHANGES],
    ),
    "a changed look": (in_body(word(), run('<w:rPrChange w:id="1"/>')), [CHANGES]),
    "a moved paragraph": (in_body(word(), "<w:p><w:moveFrom><w:r/></w:moveFrom></w:p>"), [CHANGES]),
    "both": (in_body(word(), '<w:p><w:ins/><w:commentReference w:id="0"/></w:p>'), [CHANGES, COMMENTS]),
    "hidden words": (in_body(word(), run("<w:vanish/>")), [hidden("“secret”")]),
    "a hidden style": (
        in_body(
            with_part(
                word(), "word/styles.xml", lambda one: one.replace(b"</w:styles>", STYLE.encode() + b"</w:styles>")
            ),
            '<w:p><w:pPr><w:pStyle w:val="Gone"/></w:pPr><w:r><w:t>secret</w:t></w:r></w:p>',
        ),
        [hidden("“secret”")],
    ),
    "a hidden row": (
        in_body(word(), "<w:tbl><w:tr><w:trPr><w:hidden/></w:trPr><w:tc><w:p/></w:tc></w:tr></w:tbl>"),
        [hidden("a hidden row of a table")],
    ),
    "white on white": (in_body(word(), run('<w:color w:val="FFFFFF"/>')), [hidden("“secret” is white on white")]),
    "too small": (in_body(word(), run('<w:sz w:val="2"/>')), [hidden("“secret” is too small to be read")]),
    "a project of macros": (xml("word/vbaProject.bin", "x"), [word_in.OF_MACROS]),
    "a type with macros": (
        with_part(word(), "[Content_Types].xml", lambda one: one.replace(MAIN_TYPE, MACRO_TYPE)),
        [word_in.OF_MACROS],
    ),
    "an embedded file": (xml("word/embeddings/sheet.xlsx", "x"), [word_in.OF_EMBEDDED]),
    "active content": (xml("word/activeX/activeX1.xml", "<x/>"), [word_in.OF_EMBEDDED]),
    "an object": (in_body(word(), "<w:p><w:r><w:object/></w:r></w:p>"), [word_in.OF_EMBEDDED]),
    "another document": (in_body(word(), "<w:altChunk/>"), [word_in.OF_PARTS]),
    "a field that runs": (
        in_body(word(), "<w:p><w:r><w:instrText> DDEAUTO c:\\\\cmd</w:instrText></w:r></w:p>"),
        [word_in.OF_FIELDS.format(what="DDEAUTO")],
    ),
    "a field that fetches": (
        in_body(word(), '<w:p><w:fldSimple w:instr="INCLUDETEXT x"><w:r/></w:fldSimple></w:p>'),
        [word_in.OF_FIELDS.format(what="INCLUDETEXT")],
    ),
    "a template elsewhere": (related("attachedTemplate", "https://example.org/a.dotm"), [outside("attachedTemplate")]),
    "a picture elsewhere": (related("image", "https://example.org/a.png"), [outside("image")]),
    "a link that runs": (
        related("hyperlink", "javascript:alert(1)"),
        [outside("a link that starts with “javascript:alert(1)”")],
    ),
    "a link to a disk": (related("hyperlink", "file:///c:/a"), [outside("a link that starts with “file:///c:/a”")]),
}

RUNS = "The PDF file holds something that runs or fetches ({}). Save it again as PDF from Word."
NOTES = "The PDF file holds comments or other annotations ({}). Delete them, then save it again."


def packed(inside: bytes, filters: bytes = b"/Filter/FlateDecode") -> bytes:
    """A PDF file with objects in a packed stream."""
    stream = zlib.compress(inside) if b"Flate" in filters else inside
    dictionary = b"9 0 obj\n<</Type/ObjStm/N 1/First 4" + filters + b">>\nstream\n"
    return pdf().replace(b"trailer", dictionary + stream + b"\nendstream\nendobj\ntrailer")


PDF_FILES = {
    "not a PDF": (b"Hello", ["The name ends in .pdf, but this is not a PDF file, or it is damaged."]),
    "cut off": (pdf()[:-8], ["The PDF file is damaged or cut off. Save it again."]),
    "without pages": (b"%PDF-1.4\n%%EOF", ["The PDF file is damaged or cut off. Save it again."]),
    "protected": (
        pdf().replace(b"<</Root", b"<</Encrypt 5 0 R/Root"),
        ["The PDF file is protected by a password or restricts what readers may do. Take the protection away."],
    ),
    "script": (pdf(b"/OpenAction<</S/JavaScript/JS(app.alert)>>"), [RUNS.format("JavaScript")]),
    "script, spelled otherwise": (pdf(b"/AA<</O<</S/J#61vaScript>>>>"), [RUNS.format("JavaScript")]),
    "script in a packed stream": (packed(b"8 0 <</S/JavaScript/JS(x)>>"), [RUNS.format("JavaScript")]),
    "a program": (pdf(b"/OpenAction<</S/Launch/F(cmd)>>"), [RUNS.format("Launch")]),
    "other files": (
        pdf(b"/Names<</EmbeddedFiles 7 0 R>>"),
        ["The PDF file holds other files. Save it again as PDF without them."],
    ),
    "comments": (pdf(b"/Annots[<</Type/Annot/Subtype/Text/Contents(x)>>]"), [NOTES.format("Text")]),
    "hidden layers": (
        pdf(b"/OCProperties<</D<</OFF[ 4 0 R]>>>>"),
        ["The PDF file holds hidden layers. Show or delete them, then save it again."],
    ),
    "an unknown packing": (
        packed(b"x", b"/Filter/LZWDecode"),
        ["The PDF file is packed in a way that can't be looked into. Save it again as PDF from Word."],
    ),
    "a stream without end": (
        pdf().replace(b"trailer", b"9 0 obj\n<<>>\nstream\nabc\ntrailer"),
        ["The PDF file is damaged or cut off. Save it again."],
    ),
    "a damaged stream": (
        packed(b"x").replace(b"x\x9c", b"zz"),
        ["The PDF file is damaged or cut off. Save it again."],
    ),
}


@pytest.mark.parametrize("name", WORD_FILES)
def test_a_hostile_word_file_is_refused_with_every_reason(name):
    content, reasons = WORD_FILES[name]
    with pytest.raises(Refused) as refusal:
        checked("narrative.docx", content)
    assert refusal.value.reasons == reasons


@pytest.mark.parametrize("name", PDF_FILES)
def test_a_hostile_pdf_file_is_refused_with_every_reason(name):
    content, reasons = PDF_FILES[name]
    with pytest.raises(Refused) as refusal:
        checked("narrative.pdf", content)
    assert refusal.value.reasons == reasons


@pytest.mark.parametrize(
    ("name", "reason"),
    [
        ("a.docm", "The file can hold macros. Save it as a Word document (.docx) or as PDF."),
        ("a.exe", "The name of the file must end in .docx or .pdf."),
        ("docx", "The name of the file must end in .docx or .pdf."),
    ],
)
def test_a_file_of_another_kind_is_refused_by_its_name(name, reason):
    with pytest.raises(Refused) as refusal:
        checked(name, word())
    assert refusal.value.reasons == [reason]


def test_a_file_that_is_too_large_is_refused_before_anything_is_read():
    with pytest.raises(Refused) as refusal:
        checked("a.pdf", b"%PDF-" + b"0" * (20 * 1024 * 1024))
    assert refusal.value.reasons == ["The file is larger than 20 MB. Make its pictures smaller."]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (word("A text", "of two paragraphs"), "a.docx"),
        (in_body(word(), run('<w:vanish w:val="0"/>')), "a.docx"),
        (in_body(word(), run('<w:color w:val="FFFFFF"/><w:shd w:fill="000000"/>')), "a.docx"),
        (
            in_body(word(), run('<w:color w:val="FFFFFF"/>', paragraph='<w:pPr><w:shd w:fill="000000"/></w:pPr>')),
            "a.docx",
        ),
        (in_body(word(), run("<w:vanish/>", " ")), "a.docx"),
        (related("hyperlink", "https://example.org/"), "a.docx"),
        (related("attachedTemplate", "file:///C:\\Templates\\council.dotx"), "a.docx"),
        (pdf(), "a.pdf"),
        (packed(b"8 0 <</Type/Catalog>>"), "a.pdf"),
        (packed(b"8 0 <</Type/Catalog>>", b""), "a.pdf"),
        (pdf(b"/Annots[<</Subtype/Link/A<</S/URI/URI(https://example.org)>>>>]"), "a.pdf"),
    ],
)
def test_a_harmless_file_is_taken(content, name):
    assert checked(name, content).content == content


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("C:\\texts\\care.docx", "care.docx"),
        ('a"\r\nSet-Cookie: x.docx', "aSet-Cookie: x.docx"),
        ("../../etc/passwd", "passwd"),
        ("", "file"),
        ("x" * 300 + ".docx", "x" * 140 + ".docx"),
    ],
)
def test_the_name_of_a_file_is_made_harmless(name, shown):
    assert shown_name(name) == shown


def mangled(content: bytes, chance: random.Random) -> bytes:
    """A file with some bytes changed, cut out or put in."""
    made = bytearray(content)
    for _ in range(chance.randint(1, 12)):
        at = chance.randrange(len(made))
        match chance.randrange(3):
            case 0:
                made[at] = chance.randrange(256)
            case 1:
                del made[at : at + chance.randrange(40)]
            case _:
                made[at:at] = chance.randbytes(chance.randrange(40))
    return bytes(made)


def looked_into(name: str, content: bytes) -> str:
    """What comes of bringing a file: taken, or refused; anything else is a fault."""
    try:
        upload = checked(name, content)
        if upload.ending == "docx":
            package = package_of(upload.content)
            references_of(package)
            read_copy(package, [], {})
    except (Refused, FileRefused):
        return "refused"
    return "taken"


def rezipped(content: bytes, chance: random.Random) -> bytes:
    """A Word file with one of its parts mangled, and its directory right again."""
    names = [name for name in zipfile.ZipFile(io.BytesIO(content)).namelist() if name.endswith((".xml", ".rels"))]
    return with_part(content, chance.choice(names), lambda one: mangled(one or b" ", chance))


@pytest.mark.soak
@pytest.mark.parametrize("seed", range(40))
def test_no_mangled_file_makes_the_portal_stumble(seed):
    chance = random.Random(seed)  # noqa: S311 - chance for a test
    document, small = word("One", "Two"), packed(b"8 0 <</Type/Catalog>>")
    outcomes = set()
    for _ in range(8):
        outcomes.add(looked_into("a.docx", mangled(document, chance)))
        outcomes.add(looked_into("a.docx", rezipped(document, chance)))
        outcomes.add(looked_into("a.pdf", mangled(small, chance)))
    assert outcomes <= {"refused", "taken"}
