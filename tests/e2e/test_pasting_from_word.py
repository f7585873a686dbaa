"""What a browser puts into a section when somebody pastes from Word, a web page or plain words (SE-9, SE-11)."""

import pytest
from playwright.sync_api import Page

from selfassessment.models import SelfEvaluation

# As Word 365 puts it on the clipboard: lists are paragraphs whose sign is typed before them.
SIGN = '<span style="mso-list:Ignore">{}<span style="font:7pt">&nbsp;&nbsp;&nbsp; </span></span>'
FROM_WORD = f"""<html xmlns:o="urn:schemas-microsoft-com:office:office">
<head><style>p.MsoNormal {{margin:0}}</style></head>
<body lang=EN-GB><!--StartFragment--><h2>What we know</h2>
<p class=MsoNormal>Leaders <b>listen
well</b>, <i>and</i> act.<o:p></o:p></p>
<p class=MsoListParagraph style='mso-list:l0 level1 lfo1'>{SIGN.format("·")}They visit <a
href="https://example.org/a (b)">families</a></p>
<p class=MsoListParagraph style='mso-list:l0 level2 lfo1'>{SIGN.format("o")}at home</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>{SIGN.format("1.")}First</p>
<p class=MsoListParagraph style='mso-list:l1 level1 lfo2'>{SIGN.format("2.")}Second</p>
<table><tr><td><p>Year</p></td><td><p>Visits</p></td></tr><tr><td>2025</td><td><b>12</b></td></tr></table>
<p class=MsoNormal>The <a href="file:///C:/notes.docx">notes</a> say so.</p><!--EndFragment--></body></html>"""
AS_MARKS = """**What we know**

Leaders **listen well**, *and* act.

- They visit [families](https://example.org/a%20%28b%29)
  - at home
1. First
2. Second

Year | Visits
2025 | **12**

The notes say so."""
FROM_A_PAGE = """<b style="font-weight:normal"><p>One <del>no </del><span style="font-weight:700">bold</span> word.</p>
<ul><li>An entry<ul><li>below it</li></ul></li><li><strong><em>both</em></strong></li></ul>
<ol start="3"><li>third</li><li>fourth</li></ol><script>alert(1)</script></b>"""
FROM_A_PAGE_AS_MARKS = """One **bold** word.

- An entry
  - below it
- ***both***
3. third
4. fourth"""
PASTE = """(area, [html, text]) => {
  const data = new DataTransfer();
  if (html) data.setData("text/html", html);
  data.setData("text/plain", text);
  area.focus();
  area.setSelectionRange(area.value.length, area.value.length);
  const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true });
  return area.dispatchEvent(event);
}"""


@pytest.fixture
def section(page, portal, sign_in) -> Page:
    """The page on which Northtown's director writes a section that nobody has begun."""
    sign_in(page, "dcs.northtown@demo.example")
    evaluation = SelfEvaluation.objects.get(authority__slug="northtown", status="draft")
    page.goto(f"{portal.url}{evaluation.get_absolute_url()}sections/education/write/")
    return page


def test_what_is_pasted_keeps_its_marks_can_be_undone_and_is_saved_as_it_looks(section, portal):
    area = section.locator("textarea[data-marks]").first
    assert area.evaluate(PASTE, [FROM_WORD, "plain"]) is False
    assert area.input_value() == AS_MARKS
    section.keyboard.press("Control+z")
    assert area.input_value() == ""

    assert area.evaluate(PASTE, [FROM_A_PAGE, "plain"]) is False
    assert area.input_value() == FROM_A_PAGE_AS_MARKS

    # Plain words, and what has no words, are left to the browser; so is every field that keeps no marks.
    assert area.evaluate(PASTE, ["", "plain"]) is True
    assert area.evaluate(PASTE, ["<img src=x><p> </p>", ""]) is True
    unmarked = section.locator("textarea:not([data-marks])").first
    assert unmarked.evaluate(PASTE, [FROM_WORD, "plain"]) is True

    area.fill("")
    area.evaluate(PASTE, [FROM_WORD, "plain"])
    section.get_by_role("button", name="Save the section").click()
    section.get_by_role("link", name="Education", exact=True).click()
    section.get_by_role("link", name="Read the section and its earlier saves").click()
    main = section.locator("main")
    assert main.locator("strong", has_text="listen well").count() == 1
    assert main.locator("li li", has_text="at home").count() == 1
    assert main.get_by_role("link", name="families").get_attribute("href") == "https://example.org/a%20%28b%29"
