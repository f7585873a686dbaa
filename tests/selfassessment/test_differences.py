"""What changed from one text to another, word by word (SE-4)."""

import time

from selfassessment.differences import ADDED, REMOVED, SAME, Change, Line, differences, text_differences
from tests.selfassessment.documenting import prose

SCALE = ["Strong", "Secure"]


def content(story: str = "One two three.", **changed):
    """A section as a revision stores it."""
    sheet = {"annual": [row("rate", "12%")], "in_year": []}
    answers = [
        {"code": "story", "kind": "narrative", "wording": "How?", "scale": [], "answer": {"text": story}},
        {"code": "good", "kind": "judgement", "wording": "How good?", "scale": SCALE, "answer": {"value": "Secure"}},
        {"code": "figures", "kind": "data-sheet", "wording": "Figures?", "scale": [], "answer": {}, "sheet": sheet},
        {"code": "points", "kind": "strengths", "wording": "Strengths?", "scale": [], "answer": {"items": []}},
        {"code": "links", "kind": "evidence", "wording": "Where?", "scale": [], "answer": {"links": []}},
    ]
    for one in answers:
        one.update(changed.get(one["code"], {}))
    section = {"slug": "lead", "title": "Leadership", "theme": "", "answers": answers, "file": changed.get("file")}
    return [section]


def row(code: str, own: str, period: str = "2025", england: str = "10%"):
    return {"code": code, "name": code.capitalize(), "own": own, "period": period, "england": england}


def what(old, new) -> list[tuple[str, ...]]:
    return [one.what for one in differences(old, new).changes]


def marked(old: str, new: str) -> str:
    """Lines with [-taken out-] and {+added+}, and =n for lines that stay."""
    marks = {SAME: "{}", ADDED: "{{+{}+}}", REMOVED: "[-{}-]"}
    lines = text_differences(old, new)
    return "\n".join(
        f"={one.skipped}" if one.skipped else "".join(marks[kind].format(text) for kind, text in one.pieces)
        for one in lines
    )


def test_the_same_text_has_no_differences():
    found = differences(content(), content())
    assert (bool(found), found.changes, found.added, found.removed) == (False, (), 0, 0)


def test_words_are_compared_in_the_answer_that_changed_and_nowhere_else():
    found = differences(content("One two three."), content("One five three."))
    pieces = ((SAME, "One "), (REMOVED, "two "), (ADDED, "five "), (SAME, "three."))
    assert found.changes == (Change("lead", "Leadership", "story", "How?", (), (Line(pieces),)),)
    assert (found.sections, found.added, found.removed) == (("Leadership",), 1, 1)


def test_lines_that_stay_are_counted_and_a_moved_one_is_taken_out_and_put_in():
    assert marked("A b c.\n\nSecond one.\n\nThird.", "A b c.\n\nSecond two.\n\nThird.\n\nFourth.") == (
        "=1\nSecond [-one.-]{+two.+}\n=1\n{+Fourth.+}"
    )
    assert marked("First.\nSecond.", "Second.") == "[-First.-]\n=1"
    assert marked("", "New.") == "{+New.+}"


def test_a_line_that_shares_little_is_given_whole():
    assert marked("The cat sat on a mat here.", "Our plans say what will change.") == (
        "[-The cat sat on a mat here.-]\n{+Our plans say what will change.+}"
    )


def test_judgements_wordings_files_and_sheets_are_told_in_words():
    file, other = ({"pk": n, "name": f"{n}.pdf", "size": 1, "digest": str(n)} for n in (1, 2))
    assert what(content(), content(good={"answer": {"value": "Strong"}})) == [
        ("The judgement was Secure and is now Strong.",)
    ]
    assert what(content(good={"answer": {}}), content(good={"answer": {}, "wording": "Really?"})) == [
        ("The question was worded: How good?",)
    ]
    assert what(content(), content(good={"answer": {}})) == [("The judgement was Secure and is now not made.",)]
    assert what(content(file=file), content(file=other)) == [("The file “1.pdf” was replaced by “2.pdf”.",)]
    assert what(content(), content(file=file)) == [("The file “1.pdf” was added.",)]
    assert what(content(file=file), content()) == [("The file “1.pdf” was taken out.",)]
    now = {"annual": [row("rate", "13%", "2026"), row("new", "1")], "in_year": []}
    assert what(content(), content(figures={"sheet": now})) == [
        ("Data sheet: Rate was 12% in 2025 and is now 13% in 2026.", "Data sheet: New is new, 1 in 2025.")
    ]
    compared = {"annual": [row("rate", "12%", england="11%")], "in_year": []}
    assert what(content(), content(figures={"sheet": compared})) == [
        ("Data sheet: what Rate is compared with has changed.",)
    ]
    assert what(content(), content(figures={"sheet": None})) == [("Data sheet: Rate is no longer shown.",)]


def test_points_are_compared_by_what_they_are_known_by_and_links_by_their_place():
    def points(*items):
        return {
            "points": {"answer": {"items": [{"id": key, "text": text, "theme": theme} for key, text, theme in items]}}
        }

    old = content(**points(("a", "We listen.", "care"), ("b", "We learn.", "care")))
    new = content(**points(("b", "We learn.", "send"), ("c", "We act.", "care")))
    lines = differences(old, new).changes[0].lines
    said = [[(kind, text) for kind, text in line.pieces] for line in lines if line.pieces]
    theme = "Theme: Special educational needs and disabilities"
    assert said == [
        [(REMOVED, "Theme: Children in care")],
        [(ADDED, theme)],
        [(ADDED, "We act.")],
        [(ADDED, "Theme: Children in care")],
        [(REMOVED, "We listen.")],
        [(REMOVED, "Theme: Children in care")],
    ]
    linked = content(links={"answer": {"links": [{"title": "Plan", "url": "https://example.org/"}]}})
    assert differences(content(), linked).changes[0].lines == (Line(((ADDED, "Plan https://example.org/"),)),)


def test_sections_and_questions_that_came_or_went_are_named():
    extra = [*content(), {**content()[0], "slug": "more", "title": "More", "answers": []}]
    assert what(content(), extra) == [("The section is new.",)]
    assert what(extra, content()) == [("The section is no longer there.",)]
    shorter = [{**content()[0], "answers": content()[0]["answers"][1:]}]
    assert what(content(), shorter) == [("The question is no longer asked.",)]
    assert [one.code for one in differences(shorter, content()).changes] == ["story"]


def test_a_text_of_which_nothing_stays_is_given_whole_and_quickly():
    """Words are not compared beyond a number of pairs, so time stays within bounds."""
    old, new = (prose(40_000, seed) for seed in (1, 2))
    began = time.process_time()
    lines = text_differences(old, new)
    assert time.process_time() - began < 2
    assert {kind for line in lines for kind, _ in line.pieces} >= {ADDED, REMOVED}
    long = text_differences("word " * 3_000, "other " * 3_000)
    assert [[kind for kind, _ in one.pieces] for one in long] == [[REMOVED], [ADDED]]
    many = text_differences("\n".join(f"a{n}" for n in range(2000)), "\n".join(f"b{n}" for n in range(2000)))
    assert len(many) == 4000
