"""Components show what they are given, and say so in words when there is nothing."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory

from riia.ui.dates import as_at

TODAY = dt.date(2026, 11, 22)


def shown(template, **context):
    return " ".join(render_to_string(f"components/{template}.html", context).split())


def offer(label, *reasons):
    return SimpleNamespace(label=label, url=f"/{label}/", reasons=list(reasons))


def test_what_can_be_done_are_buttons_the_first_of_them_the_main_one():
    html = shown("actions", offers=[offer("wait", "It is early."), offer("approve"), offer("return")])
    assert '<a class="govuk-button" href="/approve/">approve</a>' in html
    assert '<a class="govuk-button govuk-button--secondary" href="/return/">return</a>' in html
    assert "<strong>wait</strong> is not possible yet: It is early." in html
    assert 'href="/wait/"' not in html


def test_several_reasons_are_a_list():
    html = shown("actions", offers=[offer("wait", "It is early.", "It is late.")])
    assert "<li>It is early.</li> <li>It is late.</li>" in html
    assert "govuk-button" not in html


def test_a_confirmed_fact_says_by_whom_and_an_unconfirmed_one_says_so():
    confirmed = shown("fact_status", confirmed_on=dt.date(2026, 3, 3), confirmed_by="Ann Lee", source="Council website")
    assert "Confirmed 3 March 2026 by Ann Lee. Source: Council website." in confirmed
    unconfirmed = shown("fact_status", as_stated="Directer")
    assert "Not confirmed. The source says “Directer”." in unconfirmed
    assert "app-fact--unconfirmed" in unconfirmed


def test_a_history_tells_who_did_what_when_and_why():
    entry = SimpleNamespace(
        when=dt.date(2026, 3, 3),
        who="Ann Lee",
        acting_as="regional team, London",
        what="Appointed",
        changes=[("Title", "", "Director"), ("From", "1 May", "1 June"), ("Note", "old", None)],
        reason="Council minutes",
    )
    html = shown("timeline", entries=[entry])
    assert "3 March 2026</time> by Ann Lee, regional team, London" in html
    assert "set to <ins>Director</ins>" in html
    assert "from <del>1 May</del> to <ins>1 June</ins>" in html
    assert "<del>old</del> removed" in html
    assert "Reason: Council minutes" in html
    assert "Nothing has happened yet." in shown("timeline", entries=[])


def test_a_missing_value_is_not_a_blank():
    assert "Not known" in shown("summary_list", rows=[("Trust", "")])


def asked(query):
    request = RequestFactory().get(f"/regions/?{query}")
    return render_to_string("components/as_at.html", {"as_at": as_at(request)}, request=request)


def test_a_page_of_another_day_says_so_and_leads_back_to_today():
    html = asked("on=2017-11-01&region=london&page=2")
    assert "Shown as at <strong>1 November 2017</strong>" in html
    assert 'href="?region=london">Back to today' in html
    assert '<input type="hidden" name="region" value="london">' in html
    assert 'name="page"' not in html
    assert "with what has been announced" in asked("on=2099-01-01")


def test_today_needs_no_way_back_and_a_wrong_date_is_named():
    assert "Back to today" not in asked("")
    assert "“soon” is not a date" in asked("on=soon")


def drawn(tag, **context):
    return Template("{% load ui %}" + tag).render(Context(context))


def test_a_lifeline_says_in_words_what_it_draws():
    people = [
        {"label": "Ann Lee", "start": dt.date(2016, 1, 1), "end": dt.date(2020, 1, 1), "style": "interim"},
        {"label": "Tom <Field>", "start": None, "end": None, "style": "unconfirmed", "end_known": False},
    ]
    html = drawn("{% lifeline people today=today title='Two directors' id='dcs' %}", people=people, today=TODAY)
    assert 'role="img" aria-labelledby="dcs-title dcs-desc"' in html
    assert "Ann Lee: 2016 to 2019, interim." in html
    assert "Tom &lt;Field&gt;" in html
    assert "style=" not in html
    assert html.count("<tr>") == 3


def test_an_empty_lifeline_says_so():
    html = drawn("{% lifeline people today=today title='None' %}", people=[], today=TODAY)
    assert "Nobody is recorded in this post yet." in html


def test_every_hexagon_is_a_link_with_a_name():
    cells = [
        {"q": 0, "r": 0, "label": "HUL", "title": "Hull", "url": "/authorities/hull/", "css_class": "app-hex--london"},
        {"q": 1, "r": 0, "label": "YOR", "title": "York & more", "url": "/y/", "css_class": "app-hex--london"},
    ]
    html = drawn("{% hexmap cells title='The map' %}", cells=cells)
    assert 'class="app-hex app-hex--london" href="/authorities/hull/" aria-label="Hull"' in html
    assert 'aria-label="York &amp; more"' in html
    assert 'href="#map-end"' in html
    assert 'id="map-end"' in html


@pytest.mark.parametrize("template", ["400", "403", "404", "500"])
def test_an_error_page_asks_the_database_nothing(template, django_assert_num_queries, db):
    request = RequestFactory().get("/")
    with django_assert_num_queries(0):
        assert "<h1" in render_to_string(f"{template}.html", {}, request=None)
        assert "<h1" in render_to_string(f"{template}.html", {}, request=request)


def test_a_refusal_gives_its_reason():
    assert "Only the board may." in render_to_string("403.html", {"reason": "Only the board may."})
