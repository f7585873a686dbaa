"""What a panel gives back as a Word file: each section with its agreed view and feedback, the points with their
discussion, and the authority's reply (MOD-4, MOD-5). What each moderator judged alone, and what the chair said about
the tone, stay with the panel and are in no file (MOD-7).
"""

from collections.abc import Iterable
from typing import Any, Final

from django.utils.timezone import localdate

from datasets.files.word import add_table, clean
from riia.ui.dates import in_words
from selfassessment.files.word_out import NOTHING, Cover, begun, bytes_of
from selfassessment.models import Feedback, Point
from selfassessment.moderation_pages import PanelPage, SectionLine

HEADER: Final = ("Section", "Agreed view", "Why")
WIDTHS: Final = (4.0, 3.4, 9.6)
NOT_CONFIRMED: Final = "the other moderator has not agreed yet"


def feedback_file(cover: Cover, page: PanelPage) -> bytes:
    """What the reader of `page` may read of the feedback, as DOCX: the page asked for it in their name."""
    document = begun(cover)
    document.add_heading("The whole", level=1)
    _add_lines(document, page.summary)
    document.add_heading("Agreed views", level=1)
    add_table(document, "Agreed views", HEADER, [_row(one) for one in page.sections], WIDTHS)
    document.add_heading("Section by section", level=1)
    for line in page.sections:
        document.add_heading(clean(line.section.title), level=2)
        _add_lines(document, line.feedback)
    titles = {line.section.slug: line.section.title for line in page.sections}
    _add_points(document, page.points, titles)
    if page.feedback:
        _add_reply(document, page.feedback)
    return bytes_of(document)


def _add_lines(document: Any, text: str) -> None:
    """What somebody typed, line by line."""
    for line in text.splitlines():
        if line.strip():
            document.add_paragraph(clean(line))
    if not text.strip():
        document.add_paragraph(NOTHING)


def _row(line: SectionLine) -> list[str]:
    if line.view is None:
        return [line.section.title, "None yet", ""]
    value = line.view.value if line.view.confirmed_at else f"{line.view.value} ({NOT_CONFIRMED})"
    return [line.section.title, value, line.view.words]


def _add_points(document: Any, points: Iterable[Point], titles: dict[str, str]) -> None:
    document.add_heading("Points to discuss", level=1)
    number = 0
    for number, point in enumerate(points, start=1):
        about = titles.get(point.section, "")
        document.add_heading(clean(f"Point {number}{f': {about}' if about else ''}"), level=2)
        document.add_paragraph(f"{point.get_seriousness_display()}. {point.get_status_display()}.", "Caption")
        _add_lines(document, point.text)
        if point.discussion and point.discussed_on:
            document.add_heading("Discussion", level=3)
            document.add_paragraph(
                clean(f"{in_words(point.discussed_on)}. Who took part: {point.with_whom}"), "Caption"
            )
            _add_lines(document, point.discussion)
        if point.outcome:
            document.add_heading("What came of it", level=3)
            _add_lines(document, point.outcome)
    if not number:
        document.add_paragraph("None was raised.")


def _add_reply(document: Any, feedback: Feedback) -> None:
    document.add_heading("Reply of the authority", level=1)
    if not feedback.reply:
        document.add_paragraph("There is none.")
        return
    on = in_words(localdate(feedback.replied_at)) if feedback.replied_at else "about an earlier draft"
    document.add_paragraph(clean(f"{feedback.replied_by}, {on}."), "Caption")
    _add_lines(document, feedback.reply)
