"""A section in the browser's words: every kind of question, rows without script, two texts, lost sessions, no leak."""

from unittest.mock import patch

import pytest
from django.middleware.csrf import get_token
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone

from riia.ui.dates import in_words
from selfassessment import reaching, workflow
from selfassessment.models import Finding, NamedEditor, SectionText, SelfEvaluation, Unsaved
from tests.people import signed_in
from tests.selfassessment import factories, writing
from tests.selfassessment.test_writing_rules import earlier

pytestmark = pytest.mark.django_db
FINISHED, REFUSED, SIGNED_OUT, FORGED = 302, 422, 401, 403


@pytest.fixture
def evaluation(cast) -> SelfEvaluation:
    """North's first authority's, not started."""
    return factories.evaluation(cast)


@pytest.fixture
def director(cast, client) -> Client:
    return signed_in(client, cast.north.dcs)


def at(evaluation, page="section_edit", slug="leadership", *more):
    return reverse(page, args=[evaluation.pk, slug, *more])


def typed(seen=0, story="Leaders know.", **more):
    return {"seen": seen, "story-text": story, "judgement-value": "Secure", **more}


def row(number=0, text="We listen.", kind="strengths", **more):
    parts = {"text": text, "theme": "leadership", "service_area": "front-door", "id": "abc", **more}
    return {f"{kind}-{number}-{name}": value for name, value in parts.items()}


def stored(slug="leadership"):
    return SectionText.objects.filter(section=slug).latest("evaluation__cycle__opens_on")


def text_of(response):
    return response.content.decode()


def test_every_kind_of_answer_is_saved_as_it_is_stored(evaluation, director):
    sent = typed(**{"strengths-count": 2, **row(), **row(1, "", theme="", service_area=""), "finished": "on"})
    assert director.post(at(evaluation), sent).status_code == FINISHED
    text = stored()
    (point,) = text.content["strengths"]["items"]
    assert (text.number, text.finished, point["id"], point["text"]) == (1, True, "abc", "We listen.")
    links = {"evidence-count": 1, "evidence-0-title": "Plan", "evidence-0-url": "https://www.example.gov.uk/"}
    director.post(at(evaluation, slug="care"), {"seen": 0, "story-text": "Well.", "figures-text": "High.", **links})
    assert stored("care").content == {
        "story": {"text": "Well."},
        "figures": {"text": "High."},
        "judgement": {"value": "", "text": ""},
        "evidence": {"links": [{"title": "Plan", "url": "https://www.example.gov.uk/"}]},
    }


def test_what_is_wrong_is_said_at_its_control_and_nothing_typed_is_lost(evaluation, director):
    sent = typed(**{"strengths-count": 1, **row(service_area="")})
    answer = director.post(at(evaluation), sent)
    assert answer.status_code == REFUSED
    assert 'href="#strengths-0-service_area"' in text_of(answer)
    assert "Leaders know." in text_of(answer)
    assert stored().number == 0
    assert "Leaders know." in text_of(director.get(at(evaluation))), "it was kept, and is offered again"


def test_rows_are_added_and_removed_without_script_and_without_saving(evaluation, director):
    sent = typed(**{"strengths-count": 2, **row(0, "First"), **row(1, "Second")})
    added = text_of(director.post(at(evaluation), {**sent, "do": "add:strengths"}))
    assert 'id="strengths-2-text"' in added
    removed = text_of(director.post(at(evaluation), {**sent, "do": "remove:strengths:0"}))
    assert "First" not in removed
    assert "Second" in removed
    assert 'id="strengths-1-text"' not in removed
    for nonsense in ("add:nothing", "add:story", "remove:strengths:9", "turn:strengths", "carry:strengths:1"):
        assert 'id="strengths-2-text"' not in text_of(director.post(at(evaluation), {**sent, "do": nonsense}))
    full = {"strengths-count": 40, **{k: v for n in range(40) for k, v in row(n).items()}}
    assert 'id="strengths-40-text"' not in text_of(director.post(at(evaluation), {**full, "do": "add:strengths"}))
    assert stored().number == 0


def test_se_9_last_years_points_are_there_to_carry_over_with_what_became_of_them(cast, evaluation, director):
    last = earlier(cast)
    area = Finding.objects.get(revision=last.revision, kind="area")
    page = text_of(director.get(at(evaluation)))
    assert "What you said in 2025-26" in page
    assert "We wait too long." in page
    assert f'name="areas-0-carried_from" value="{area.pk}"' in page
    without = typed(**{"areas-count": 0, "do": f"carry:areas:{area.pk}"})
    again = text_of(director.post(at(evaluation), without))
    assert f'name="areas-0-carried_from" value="{area.pk}"' in again
    carried = row(0, "Still long", "areas", carried_from=area.pk, fate="continues", fate_words="We try.")
    director.post(at(evaluation), typed(**{"areas-count": 1, **carried}))
    (point,) = stored().content["areas"]["items"]
    assert (point["carried_from"], point["fate"], point["fate_words"]) == (area.pk, "continues", "We try.")


def test_se_11_who_saves_second_sees_both_texts_and_saves_knowingly(cast, evaluation, director):
    writing.editor(cast, evaluation)
    writing.saved(cast, evaluation)
    editor = signed_in(Client(), cast.north.assistant_director)
    answer = editor.post(at(evaluation), typed(0, "The editor's words."))
    page = text_of(answer)
    assert answer.status_code == REFUSED
    assert "The editor&#x27;s words." in page
    assert "Leaders look at figures every month." in page
    assert 'name="seen" value="1"' in page
    assert stored().number == 1
    assert editor.post(at(evaluation), typed(1, "Both words.")).status_code == FINISHED
    assert stored().content["story"] == {"text": "Both words."}


def test_se_11_the_same_sent_twice_is_saved_once(evaluation, director):
    for _ in range(2):
        assert director.post(at(evaluation), typed()).status_code == FINISHED
    assert stored().number == 1
    assert not Unsaved.objects.exists()


def test_se_11_what_is_typed_is_kept_for_its_writer_alone_and_gone_once_saved_or_forgotten(cast, evaluation, director):
    writing.editor(cast, evaluation)
    writing.saved(cast, evaluation)
    kept = director.post(at(evaluation, "section_unsaved"), typed(1, "Half a sent"))
    assert len(kept.json()["at"]) == len("10:41")
    assert "Half a sent" in text_of(director.get(at(evaluation)))
    for other in ("assistant_director", "chief_executive"):
        reader = signed_in(Client(), getattr(cast.north, other))
        for page in ("section_edit", "section_detail"):
            assert "Half a sent" not in text_of(reader.get(at(evaluation, page)))
    director.post(at(evaluation), {"do": "forget"})
    assert "Half a sent" not in text_of(director.get(at(evaluation)))


def test_se_11_typing_that_a_colleague_has_overtaken_is_shown_with_theirs(cast, evaluation, director):
    text = writing.saved(cast, evaluation)
    director.post(at(evaluation, "section_unsaved"), typed(1, "Half a sent"))
    writing.editor(cast, evaluation)
    content = {**writing.LEADERSHIP, "story": {"text": "The editor said so."}}
    workflow.save_section(text, by=cast.north.assistant_director, content=content, seen=1)
    page = text_of(director.get(at(evaluation)))
    assert "Half a sent" in page
    assert "The editor said so." in page
    assert 'name="seen" value="2"' in page


def test_se_11_text_that_is_sent_after_the_session_ended_is_shown_again_and_nothing_else(evaluation, client):
    answer = client.post(at(evaluation), typed(story="Typed for an <hour>"))
    page = text_of(answer)
    assert answer.status_code == SIGNED_OUT
    assert "Typed for an &lt;hour&gt;" in page
    assert f"?next=%2Fself-evaluations%2F{evaluation.pk}%2Fsections%2F" in page
    for hidden in ("Aldermoor", "How do leaders know?", "Leadership"):
        assert hidden not in page
    assert client.get(at(evaluation)).status_code == FINISHED


def test_se_11_a_form_from_before_signing_in_again_is_filled_in_and_not_saved(cast, evaluation):
    client = signed_in(Client(enforce_csrf_checks=True), cast.north.dcs)
    origin = {"HTTP_ORIGIN": "http://testserver"}
    answer = client.post(at(evaluation), typed(story="Typed before"), **origin)
    assert answer.status_code == FORGED
    assert "Typed before" in text_of(answer)
    assert not SectionText.objects.filter(number__gt=0).exists()
    for elsewhere in ({"HTTP_ORIGIN": "https://elsewhere.example"}, {}):
        refused = client.post(at(evaluation), typed(story="Typed elsewhere"), **elsewhere)
        assert refused.status_code == FORGED
        assert "Typed elsewhere" not in text_of(refused)
    request = RequestFactory().get("/")
    client.cookies["csrftoken"] = token = get_token(request)
    sent = client.post(at(evaluation), typed(csrfmiddlewaretoken=token), **origin)
    assert sent.status_code == FINISHED


def test_se_4_a_frozen_text_takes_no_save_and_what_was_typed_is_still_shown(cast, evaluation, director):
    writing.saved(cast, evaluation)
    writing.saved(cast, evaluation, "care", story={"text": "Well."}, judgement={"value": "Secure", "text": ""})
    workflow.submit(SelfEvaluation.objects.get(pk=evaluation.pk), by=cast.north.dcs)
    answer = director.post(at(evaluation), typed(1, "Too late"))
    assert answer.status_code == REFUSED
    assert "Too late" in text_of(answer)
    assert "The text stands as it was submitted" in text_of(answer)


def test_se_12_what_looks_like_a_childs_details_is_pointed_out_and_stands_in_nobodys_way(evaluation, director):
    director.post(at(evaluation), typed(story="A boy called Sam Field was helped."))
    assert stored().number == 1
    assert "Does this tell who a child is?" in text_of(director.get(at(evaluation)))
    assert "Look at this again" in text_of(director.get(at(evaluation, "section_detail")))


def test_se_11_who_writes_no_more_is_shown_what_they_typed(cast, evaluation, client):
    editor = cast.north.named_reader
    named = NamedEditor.objects.create(
        evaluation=evaluation, person=editor.person, named_at=timezone.now(), named_by=cast.north.dcs
    )
    signed_in(client, editor)
    assert client.get(at(evaluation)).status_code == 200
    workflow.end_editor(named, by=cast.north.dcs)
    answer = client.post(at(evaluation), typed(story="Typed meanwhile."))
    assert (answer.status_code, "Typed meanwhile." in text_of(answer), "This was not saved" in text_of(answer)) == (
        404,
        True,
        True,
    )
    assert not SectionText.objects.filter(evaluation=evaluation).exists()
    other = reverse("section_edit", args=[999_999, "leadership"])
    assert text_of(client.post(other, typed(story="Typed meanwhile."))).count("This was not saved") == 2
    assert "This was not saved" not in text_of(client.get(at(evaluation)))


def test_more_words_than_asked_for_are_counted_and_kept(evaluation, director):
    saved = text_of(director.post(at(evaluation), typed(story="word " * 501), follow=True))
    assert "“How do leaders know?” has 501 words of 500." in saved
    assert "has 501 words; at most 500 are asked for" in text_of(director.get(at(evaluation, "section_detail")))


def test_se_16_the_team_sees_how_far_the_sections_are_and_no_word_of_them(cast, evaluation, client):
    writing.saved(cast, evaluation, story={"text": "Planted words"})
    team = signed_in(client, cast.north.regional_team)
    page = text_of(team.get(evaluation.get_absolute_url()))
    assert "Being written" in page
    assert "Planted" not in page
    assert "/sections/" not in page
    assert team.get(at(evaluation, "section_detail")).status_code == 404


def test_every_save_can_be_read_again(cast, evaluation, director):
    writing.saved(cast, evaluation, story={"text": "First words"})
    writing.saved(cast, evaluation, story={"text": "Second words"})
    assert "First words" in text_of(director.get(at(evaluation, "section_save", "leadership", 1)))
    assert director.get(at(evaluation, "section_save", "leadership", 3)).status_code == 404
    assert director.get(at(evaluation, "section_detail", "nothing")).status_code == 404


def test_nothing_typed_is_nothing_saved(evaluation, director):
    director.post(at(evaluation), {"seen": 0})
    assert not SectionText.objects.filter(number__gt=0).exists()


def test_se_11_the_page_tells_who_saved_which_section_and_nothing_of_what(cast, evaluation, director):
    writing.saved(cast, evaluation, story={"text": "Planted words"})
    invited = writing.invited(cast, evaluation)
    page = text_of(director.get(evaluation.get_absolute_url()))
    assert "Save the section: Leadership" in page
    assert f"reads it until {in_words(invited.last_day)}" in page
    assert "Planted" not in page
    workflow.end_invitation(invited, by=cast.north.dcs)
    assert "reads it until" not in text_of(director.get(evaluation.get_absolute_url()))


def test_the_page_asks_as_often_for_one_section_as_for_several(
    cast, evaluation, director, django_assert_max_num_queries
):
    def asked() -> int:
        with django_assert_max_num_queries(20) as taken:
            assert director.get(evaluation.get_absolute_url()).status_code == 200
        return len(taken)

    writing.saved(cast, evaluation, story={"text": "Words"})
    writing.invited(cast, evaluation)
    once = asked()
    for section in evaluation.cycle.template.content[1:]:
        workflow.begin_section(evaluation, by=cast.north.dcs, section=section["slug"])
    assert evaluation.sections.count() > 1
    assert asked() == once


def test_the_history_of_the_directory_holds_nothing_of_what_an_authority_writes(cast, evaluation, client):
    writing.saved(cast, evaluation, story={"text": "Planted words"})
    for place in (cast.north.first, cast.north.region):
        page = text_of(signed_in(client, cast.north.regional_team).get(place.get_absolute_url()))
        assert ("What has happened" in page, "Save the section" in page, "elf-evaluation 20" in page) == (
            True,
            False,
            False,
        )


# --- Links to evidence ------------------------------------------------------------------------------------------------

PUBLIC = "93.184.216.34"


def leading_to(address):
    """Every name leads to this address."""
    return patch("socket.getaddrinfo", return_value=[(0, 0, 0, "", (address, 443))])


def site(status):
    """Every site answers with this status."""
    return patch("selfassessment.reaching._status", return_value=status)


def test_links_are_asked_for_only_when_somebody_wants_to_know(cast, evaluation, director):
    links = [{"title": "Plan", "url": "https://www.example.gov.uk/plan"}]
    writing.saved(cast, evaluation, "care", evidence={"links": links})
    with site(404) as asked, leading_to(PUBLIC):
        assert "https://www.example.gov.uk/plan" in text_of(director.get(at(evaluation, "section_links", "care")))
        asked.assert_not_called()
        page = text_of(director.post(at(evaluation, "section_links", "care")))
    assert "has no such page (404)" in page


@pytest.mark.parametrize("inside", ["127.0.0.1", "10.0.0.8", "169.254.169.254", "::1", "fe80::1%eth0", "192.168.0.1"])
def test_the_portal_knocks_at_no_door_inside_its_own_network(inside):
    with leading_to(inside), patch("socket.create_connection") as knocked:
        found = reaching.reached("Plan", "https://plans.example.gov.uk/")
    knocked.assert_not_called()
    assert (found.there, found.words) == (
        False,
        "It leads to an address that is not public, so readers elsewhere can’t open it.",
    )


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (TimeoutError(), "did not answer within 5 seconds"),
        (OSError(), "could not be reached from here"),
        (reaching.ssl.SSLError(), "certificate could not be trusted"),
        (reaching.HTTPException(), "no answer that could be read"),
    ],
)
def test_why_a_link_was_not_reached_is_said_in_words(error, said):
    with leading_to(PUBLIC), patch("socket.create_connection", side_effect=error):
        found = reaching.reached("Plan", "https://plans.example.gov.uk/a?b=é")
    assert not found.there
    assert said in found.words


def test_a_link_that_answers_was_reached_and_one_that_is_none_is_not_asked_for():
    with leading_to(PUBLIC), site(403) as asked:
        assert reaching.reached("Plan", "https://plans.example.gov.uk/?a=b").there
        assert asked.call_args.args == (PUBLIC, "plans.example.gov.uk", 443, "/?a=b")
        assert "must begin with https://" in reaching.reached("Plan", "http://plans.example.gov.uk/").words
