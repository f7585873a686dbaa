"""Typed and pasted text made clean, answers as they are stored, addresses of evidence, two texts in one (SE-11)."""

import json

import pytest

from selfassessment.answers import (
    carried_keys,
    clean_answer,
    clean_content,
    clean_line,
    clean_text,
    empty_answer,
    fault_of_link,
    is_empty,
    item,
    same_content,
)
from selfassessment.plans import SCALE, Question, Section
from selfassessment.statuses import QuestionKind
from selfassessment.writing_pages import merged

STORY = Question("story", QuestionKind.NARRATIVE, "How do leaders know?")
JUDGEMENT = Question("judgement", QuestionKind.JUDGEMENT, "How good is it?", scale=SCALE)
STRENGTHS = Question("strengths", QuestionKind.STRENGTHS, "What are you good at?")
EVIDENCE = Question("evidence", QuestionKind.EVIDENCE, "Where can readers look?")
SECTION = Section("leadership", "Leadership", questions=(STORY, JUDGEMENT, STRENGTHS, EVIDENCE))


@pytest.mark.parametrize(
    ("pasted", "kept"),
    [
        ("Leaders\u00a0know.\u202f", "Leaders know."),
        ("One\r\nTwo\rThree\x0bFour\u2028Five", "One\nTwo\nThree\nFour\nFive"),
        ("\ufeffsoft\u00adhyphen \u200bwidth \u202eturned", "softhyphen width turned"),
        ("bell\x07 and nul\x00", "bell and nul"),
        ("“Quoted” – and it’s kept…", "“Quoted” – and it’s kept…"),
        ("\x93Quoted\x94 \x96 it\x92s", "“Quoted” – it’s"),
        ("We did:\n\u2022\tvisit\n\u2022\ttalk", "We did:\n\n- visit\n- talk"),
        ("\uf0b7\tvisit\n\uf0a7 talk\n\u00b7\u00a0\u00a0\u00a0 listen", "- visit\n- talk\n- listen"),
        ("o\tsecond level\n\u2013 dashed", "- second level\n- dashed"),
        ("of course\no well", "of course\no well"),
        ("1)\tfirst\n(2)\tsecond\n3.   third", "1. first\n2. second\n3. third"),
        ("Year\tVisits\n2025\t12", "Year | Visits\n2025 | 12"),
        ("A\n\n\n\n\nB", "A\n\nB"),
        ("e\u0301", "\u00e9"),
        ("lost \ue123letter", "lost letter"),
        ("  - entry below", "- entry below"),
        ("- one\n  - below\n    - deeper\n- two", "- one\n  - below\n    - deeper\n- two"),
        ("1. one\n  \u2022\tbelow\n        - deep", "1. one\n  - below\n    - deep"),
        ("", ""),
    ],
)
def test_text_from_word_comes_out_plain_and_clean_text_stays_as_it_is(pasted, kept):
    assert clean_text(pasted) == kept
    assert clean_text(kept) == kept


def test_a_line_has_no_line_ends_and_no_cells():
    assert clean_line(" Our\tplan\r\nof\u00a02026 ") == "Our plan of 2026"


def test_answers_are_stored_in_exactly_their_shape():
    typed = {
        "story": {"text": "Words\r\n", "more": 1},
        "judgement": {"value": " Secure ", "text": ""},
        "strengths": {"items": [{"text": ""}, {"text": "We listen", "fate": "continues", "carried_from": None}]},
        "evidence": {"links": [{"title": "", "url": " "}, {"title": "Plan", "url": "https://www.example.gov.uk/"}]},
        "unknown": {"text": "Dropped"},
    }
    found = clean_content(SECTION, typed)
    (point,) = found["strengths"].pop("items")
    assert found == {
        "story": {"text": "Words"},
        "judgement": {"value": "Secure", "text": ""},
        "strengths": {},
        "evidence": {"links": [{"title": "Plan", "url": "https://www.example.gov.uk/"}]},
    }
    assert len(point.pop("id")) == 32
    assert point == {
        "text": "We listen",
        "theme": "",
        "service_area": "",
        "carried_from": None,
        "fate": "",
        "fate_words": "",
    }


def test_no_part_of_an_answer_keeps_a_sign_that_postgresql_refuses():
    parts = ("id", "text", "theme", "service_area", "fate", "fate_words")
    point = dict.fromkeys(parts, "a\x00b") | {"carried_from": 7}
    typed = {
        "story": {"text": "a\0b"},
        "judgement": {"value": "a\0b", "text": "a\0b"},
        "strengths": {"items": [point]},
        "evidence": {"links": [{"title": "a\0b", "url": "a\0b"}]},
    }
    found = clean_content(SECTION, typed)
    assert found["strengths"]["items"] == [dict.fromkeys(parts, "ab") | {"carried_from": 7}]
    assert "\\u0000" not in json.dumps(found)


def test_what_nobody_answered_is_empty_in_every_kind():
    for kind in QuestionKind:
        question = Question("one", kind, "One?")
        assert clean_answer(question, {}) == empty_answer(kind)
        assert is_empty(question, empty_answer(kind))
        assert is_empty(question, None)
    assert not is_empty(JUDGEMENT, {"value": "Strong", "text": ""})


def test_two_contents_are_the_same_whatever_the_ids_of_new_points():
    one, other = ({"strengths": {"items": [item("We listen", theme="leadership")]}} for _ in range(2))
    assert same_content(SECTION, one, other)
    assert same_content(SECTION, {}, {"story": {"text": " "}, "evidence": {"links": []}})
    assert not same_content(SECTION, one, {"strengths": {"items": [item("We listen", theme="care")]}})


def test_the_keys_of_what_is_carried_over_are_those_of_the_rows_that_do():
    rows = [item("Old", carried_from=7), item("New")]
    assert carried_keys({"strengths": {"items": rows}}, STRENGTHS) == {7}
    assert carried_keys({}, STRENGTHS) == set()


@pytest.mark.parametrize(
    "url", ["https://www.example.gov.uk/", "https://example.org:8443/a?b=c#d", "https://bücher.example/"]
)
def test_an_address_of_evidence_is_one_that_a_browser_opens_safely(url):
    assert fault_of_link(url) == ""


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://www.example.gov.uk/", "must begin with https://"),
        ("javascript:alert(1)", "is no web address"),
        ("www.example.gov.uk", "is no web address"),
        ("https://intranet/", "is no web address"),
        ("https://192.168.1.4/", "is no web address"),
        ("https://www.example.gov.uk:99999/", "is no web address"),
        ("https://[::1/", "is no web address"),
        (f"https://{'a' * 70}.example/", "is no web address"),
        ("https://www.example.gov.uk/a plan", "there is a space"),
        ("https://me:secret@www.example.gov.uk/", "holds a name or password"),
    ],
)
def test_any_other_address_is_refused_in_words(url, said):
    assert said in fault_of_link(url)
    assert "secret" not in fault_of_link(url)


def content(story="Old", value="", links=()):
    return {"story": {"text": story}, "judgement": {"value": value, "text": ""}, "evidence": {"links": list(links)}}


def test_se_11_of_two_texts_each_has_the_answers_that_only_they_changed_and_both_are_shown_where_both_did():
    base, mine, theirs = content(), content("Mine", "Secure"), content("Theirs", links=[{"title": "A", "url": "u"}])
    found = merged(SECTION, base, mine, theirs)
    assert found.content == {**content("Mine", "Secure"), "evidence": {"links": [{"title": "A", "url": "u"}]}}
    assert found.theirs == {"story": {"text": "Theirs"}}
    assert found.taken == {"evidence"}


def test_what_both_wrote_alike_is_no_matter():
    found = merged(SECTION, content(), content("Same"), content("Same"))
    assert (found.content, found.theirs, found.taken) == (content("Same"), {}, frozenset())
