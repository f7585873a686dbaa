"""What looks like a child's details, and what of a self-evaluation doesn't (SE-12). Names and numbers are made up."""

import inspect
from importlib import import_module
from pkgutil import iter_modules

import pytest

from selfassessment import forms
from selfassessment.child_details import Found, warnings_in
from selfassessment.forms.child_details import NoChildForm
from selfassessment.forms.conversations import ConversationForm
from selfassessment.models import Conversation

DATE, NHS, PUPIL, POSTCODE, MOBILE = (
    f"It looks like {what}."
    for what in ("a date of birth", "an NHS number", "a unique pupil number", "a postcode", "a mobile telephone number")
)
AGED, NAMED, INITIALS = (
    f"It looks like {what}." for what in ("a name with an age", "the name of a child", "initials for a child")
)
CASE = "It looks like the number of a case."
FAMILY, ADDRESS = "It looks like the name of a child or its family.", "It looks like an address."
FOUND = (
    (DATE, "DOB 03/04/2015", "DOB 03/04/2015"),
    (DATE, "He was born on 3 April 2015 here.", "born on 3 April 2015"),
    (DATE, "date of birth: 3rd of April, 2015", "date of birth: 3rd of April, 2015"),
    (DATE, "d.o.b. 2015-04-03", "d.o.b. 2015-04-03"),
    (DATE, "born the 3rd of April", "born the 3rd of April"),
    (DATE, "Kayden Smith, born on 12/03/2014, moved", "Kayden Smith, born on 12/03/2014"),
    (CASE, "Case number 1234567 was closed", "Case number 1234567"),
    (NHS, "under 943 476 5919 at", "943 476 5919"),
    (NHS, "9434765919", "9434765919"),
    (NHS, "NHS number: 943 476 5910", "NHS number: 943 476 5910"),
    (PUPIL, "pupil H801200001001 left", "H801200001001"),
    (PUPIL, "h80120000100b", "h80120000100b"),
    (POSTCODE, "They live at AB1 0ZZ now", "AB1 0ZZ"),
    (POSTCODE, "in EC1A 1BB", "EC1A 1BB"),
    (POSTCODE, "in M11AE", "M11AE"),
    (MOBILE, "Ring 07700 900 123", "07700 900 123"),
    (MOBILE, "Ring +44 7700 900123", "+44 7700 900123"),
    (AGED, "Jordan, 14, moved twice", "Jordan, 14,"),
    (AGED, "Jordan (14) and his mother", "Jordan (14)"),
    (AGED, "Amy O’Neill aged 7 waited", "Amy O’Neill aged 7"),
    (AGED, "Zoë, aged 14, waited", "Zoë, aged 14"),
    (AGED, "April aged 7 waited", "April aged 7"),
    (AGED, "Anne-Marie (age 9) waited", "Anne-Marie (age 9"),
    (AGED, "Jordan is 9 years old", "Jordan is 9 years old"),
    (AGED, "the 14-year-old Jordan Reed", "14-year-old Jordan Reed"),
    (AGED, "Tom, aged seven, waited", "Tom, aged seven"),
    (AGED, "Tom is twelve years old", "Tom is twelve years old"),
    (AGED, "the four-year-old Jordan Reed", "four-year-old Jordan Reed"),
    (FAMILY, "the mother of Tom, 7", "mother of Tom"),
    (FAMILY, "the Father of Amy Reed", "Father of Amy Reed"),
    (ADDRESS, "they moved to 14b Mill Pond Lane", "14b Mill Pond Lane"),
    (NAMED, "a boy called Jordan", "boy called Jordan"),
    (NAMED, "the young person named Amy Reed", "young person named Amy Reed"),
    (NAMED, "and her daughter, Amy, waited", "her daughter, Amy"),
    (NAMED, "One child, Jordan.", "One child, Jordan"),
    (NAMED, "with his son Jordan", "his son Jordan"),
    (INITIALS, "as Child A says", "Child A"),
    (INITIALS, "as young person J.B said", "young person J.B"),
    (INITIALS, "pupil XY left", "pupil XY"),
)
HARMLESS = (
    # Figures of councils.
    "The budget is £1,234,567,890, of which 943,476,591 is spent; 9,434,765,919 in ten years.",
    "Ferrydale (12) and Oldbridge (9) have the most children in care; the region has 1,204.",
    "North East 12, North West 14, London 17.",
    "Of 340 babies born in 2024, 12 came into care. Children born between 2015 and 2019 are most.",
    "9434765910 lines were read.",
    "Rates rose from 61.2 to 65.4 per 10,000, and by 3 to 4 per cent.",
    # Days.
    "Inspected on 3 April 2023 and on 14/05/2024; the newborn service began on 3 April 2023.",
    "In March, 12, and in April, 14, assessments were late.",
    "The panel met on 12 May, 14 June and 1 July 2026.",
    # Ages of many.
    "Children aged 5, 6 and 7 wait longest; those aged 16 or over, least. Pupils aged 5 to 16. Residents aged 0-17.",
    "Care leavers aged 17 and over, and young people aged 16 to 17, have advisers. Leavers aged 17, too.",
    "A 14-year-old may ask for an advocate.",
    "Leavers aged seventeen have advisers; pupils aged five to sixteen, and Aldermoor aged five to seven, do not.",
    "The mother of two told us of 12 roads. We moved 40 children to Mill Lane. The father of the house spoke.",
    # Sections, years and stages.
    "Section 17, section 20, Section 47, and Year 11, Stage 2, Table 3, Figure 4, Key Stage 2; see Chapter 5, Level 3.",
    "Working Together 2023, Chapter 3. Under Section 17 (8) a child is in need. Priority 1, Q1 1ST in KS2.",
    # Offices and their telephones.
    "Ring the front door on 0300 123 4567 or 01632 960 123, or 020 7946 0958, in the evening (0808 157 0123).",
    "Evidence: https://example.org/1234567890/A12",
    # Titles and phrases.
    "Child, Family and Adult Services put the child first. Every Child A Reader. The best for each child, Leaders say.",
    "Pupil A-level grades and pupil A levels rose. What would a child I met say? Brother and sister stay together.",
    "The son of a councillor; every pupil, Ofsted said, was known. For each child Ferrydale has a plan.",
    "",
)


@pytest.mark.parametrize(("why", "text", "found"), FOUND)
def test_se_12_what_has_the_form_of_a_childs_details_is_found_with_its_reason(why, text, found):
    assert [(one.why, one.found) for one in warnings_in(text)] == [(why, found)]


@pytest.mark.parametrize("text", HARMLESS)
def test_se_12_what_texts_of_this_kind_are_full_of_is_left_alone(text):
    assert warnings_in(text) == []


def test_se_12_each_place_is_told_once_with_the_words_around_it():
    text = "We learned\nmost from the work with a boy called Jordan, who had moved four times in a year."
    around = "ned most from the work with a boy called Jordan, who had moved four times in"
    assert warnings_in(text) == [Found("boy called Jordan", "It looks like the name of a child.", around)]
    assert len(warnings_in("Child A, and then: Child B")) == 2


# What is looked through when the text is submitted (sections of a template have the same name for their form), and
# what is said of an invented example.
NOT_LOOKED_THROUGH = {"SectionForm", "QuestionForm", "AddendumForm", "CalibrationForm"}


def test_se_12_every_form_with_words_about_an_authority_looks_through_them_before_they_are_sent_on():
    modules = [import_module(f"selfassessment.forms.{one.name}") for one in iter_modules(forms.__path__)]
    with_words = {
        made.__name__
        for module in modules
        for made in vars(module).values()
        if inspect.isclass(made) and made.__module__ == module.__name__ and "TextField(" in inspect.getsource(made)
    }
    looking = {made.__name__ for made in _with_subclasses(NoChildForm)}
    assert with_words - looking == NOT_LOOKED_THROUGH
    assert {"SendBackForm", "ConversationForm", "WhyForm", "DecisionForm", "ReplyForm"} <= looking


def _with_subclasses(made: type) -> set[type]:
    return {made}.union(*(_with_subclasses(one) for one in made.__subclasses__()))


@pytest.mark.parametrize("name", ["notes", "actions-0-action", "pack-1-title"])
def test_se_12_words_and_rows_of_the_annual_conversation_are_changed_or_confirmed(name):
    conversation = Conversation(number=1)
    day = {f"held_on_{part}": number for part, number in (("day", "1"), ("month", "5"), ("year", "2026"))}
    given = {"seen": "1", **day, "pack-1-url": "https://x.example", name: "The case of Jordan, aged 7, was discussed."}
    form = ConversationForm(conversation, given)
    assert not form.is_valid()
    (asked,) = form.errors
    assert [one.name for one in form.looked] == [asked]
    assert form[asked].label == "Nobody can tell from “Jordan, aged 7” who a child is"
    confirmed = ConversationForm(conversation, {**given, asked: "on"})
    assert confirmed.is_valid()
    assert set(confirmed.details) == {"seen", "held_on", "notes", "pack", "actions"}
