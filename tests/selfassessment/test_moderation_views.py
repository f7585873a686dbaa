"""Pages of moderation, and that what moderators judge stays with their panel (MOD-3, MOD-7, MOD-8)."""

from html import unescape
from io import BytesIO
from itertools import pairwise
from typing import Any

from django.urls import reverse
from docx import Document

from riia.audit.models import Event
from riia.workflow import REGISTRY
from selfassessment import workflow
from selfassessment.models import AgreedView, Feedback, Judgement
from selfassessment.statuses import MemberStatus
from tests.people import signed_in
from tests.selfassessment import approving, documenting, moderating
from tests.selfassessment.moderating import APART, CHAIR, DRAFT, MODERATOR, POINT, TONE, VIEW, by_part, user_of

PLANTED = {"apart": APART, "view": VIEW, "point": POINT, "draft": DRAFT, "tone": TONE}
OUTSIDE = ("north.regional_team", "north.board_chair", "north.assistant_director", "administrator", "south.dcs")
AUTHORITY = ("north.dcs", "north.lead_member")


def test_mod_3_what_was_typed_to_be_judged_apart_becomes_no_agreed_view(cast, client):
    panel = moderating.judging(cast)
    first, second = moderating.moderators(panel)
    for member in (first, second):
        moderating.judge_all(member, "Secure")
    # The form is open in a tab while both hand in.
    address = reverse("panel_section", args=[panel.pk, "leadership"])
    signed_in(client, user_of(first.person))
    assert 'name="seen"' not in client.get(address).content.decode()
    for member in (first, second):
        workflow.hand_in(member, by=user_of(member.person))
    answer = client.post(address, {"value": "Developing", "words": "Typed apart."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "Judging apart has ended since you opened this page, so this was not saved." in page
    assert "Typed apart." in page
    assert not AgreedView.objects.exists()
    # Sent again, on purpose, it is proposed as the view.
    assert client.post(address, {"value": "Developing", "words": "Typed apart.", "seen": ""}).status_code == 302
    assert AgreedView.objects.get().words == "Typed apart."


def test_mod_7_a_panel_says_who_can_read_it_and_what_is_still_hidden(cast, client):
    panel = moderating.forming(cast)
    team = signed_in(client, cast.north.regional_team)
    page = team.get(panel.get_absolute_url()).content.decode()
    assert page.count("to be asked once the panel is named") == 3
    assert "Once the panel is named, its members and the director" in page
    judged = moderating.judging(cast, moderating.running(cast, "2035-36"))
    moderating.judge_all(moderating.moderators(judged)[0], "Secure")
    for part in (CHAIR, MODERATOR):
        page = signed_in(client, by_part(judged, part)).get(judged.get_absolute_url()).content.decode()
        assert ("Shown once both have handed in" in page) == (part == CHAIR), part


def test_acc_14_whose_seat_opens_no_self_evaluation_is_told_so(cast, client):
    moderating.running(cast)
    told = "Your seat opens no self-evaluation."
    for name, expected in (("dfe_adviser", True), ("dcs", False), ("lga_adviser", False)):
        page = signed_in(client, cast[f"north.{name}"]).get(reverse("evaluation_list")).content.decode()
        assert (told in page, "All cycles" in page) == (expected, not expected), name


def test_mod_1_nobody_is_offered_for_a_panel_whom_it_would_refuse(cast, client):
    panel = moderating.announced(cast)
    first, second = panel.members.filter(part=MODERATOR).order_by("pk")
    moderating.fifth(cast, panel)
    workflow.decline_place(first, by=user_of(first.person))
    signed_in(client, cast.north.regional_team)
    address = reverse("member_add", args=[panel.pk])
    answer = client.get(address)
    labels = dict(answer.context["form"].fields["person"].choices)
    del labels[""]
    offered = {str(one.person): str(one.pk) for one in panel.evaluation.cycle.volunteers.select_related("person")}
    assert set(labels) == {offered["Director of Eskdale"], offered[str(first.person)]}
    assert labels[offered[str(first.person)]].endswith("; was on this panel or declined")
    page = answer.content.decode()
    assert "Not offered, since they are on the panel" in page
    assert str(second.person) in page
    for pk in labels:
        assert client.post(address, {"part": MODERATOR, "person": pk}).status_code == 302
        added = panel.members.latest("pk")
        workflow.stand_down(added, by=cast.north.regional_team)


def test_se_4_what_was_typed_while_the_text_was_taken_back_is_shown_and_not_saved(cast, client):
    panel = moderating.judging(cast)
    first, _ = moderating.moderators(panel)
    address = reverse("panel_section", args=[panel.pk, "leadership"])
    signed_in(client, user_of(first.person))
    assert client.get(address).context["form"] is not None
    workflow.withdraw(panel.evaluation, by=cast.north.dcs, words="A figure was wrong.")
    answer = client.post(address, {"value": "Secure", "words": "Typed meanwhile."})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "What you typed, not saved" in page
    assert "Typed meanwhile." in page
    assert not Judgement.objects.filter(words="Typed meanwhile.").exists()


def test_mod_5_the_authority_keeps_its_reply_while_the_panel_changes_the_feedback(cast, client):
    panel = moderating.replied(cast)
    workflow.reconsider(panel, by=by_part(panel, CHAIR))
    page = signed_in(client, cast.north.dcs).get(panel.get_absolute_url()).content.decode()
    assert "Reply of your authority" in page
    assert Feedback.objects.get().reply in page
    assert "The panel looks at its feedback again because of it." in page
    assert DRAFT not in page
    assert ">Reply</dt>" not in page
    workflow.draft_feedback(panel, by=by_part(panel, MODERATOR), content={"summary": "Other words."})
    for word in ("Give the feedback to the chair", "Write the feedback"):
        assert word not in signed_in(client, cast.north.dcs).get(panel.get_absolute_url()).content.decode()


def test_se_13_a_file_that_stands_for_the_whole_narrative_stands_beside_each_judgement(cast, client):
    panel = moderating.judging(cast)
    evaluation = workflow.reopen(panel.evaluation, by=cast.north.dcs, words="The narrative is in Word now.")
    file = documenting.bring(cast, evaluation, section="")
    evaluation = workflow.submit(evaluation, by=cast.north.dcs)
    for approver in (cast.north.chief_executive, cast.north.lead_member):
        evaluation = workflow.approve(evaluation, by=approver)
    workflow.release(evaluation, by=cast.north.dcs)
    workflow.take_up_text(type(panel).objects.get(pk=panel.pk), by=cast.north.regional_team)
    signed_in(client, user_of(moderating.moderators(panel)[0].person))
    page = client.get(reverse("panel_section", args=[panel.pk, "leadership"])).content.decode()
    assert "The narrative is a file" in page
    assert f'href="{reverse("attachment_detail", args=[file.pk])}"' in page
    assert client.get(reverse("attachment_detail", args=[file.pk])).status_code == 200


def addresses(panel) -> list[str]:
    """Every address that shows something of a panel, its text or its region, and the exports among them."""
    evaluation = panel.evaluation
    found = [
        panel.get_absolute_url(),
        evaluation.get_absolute_url(),
        evaluation.cycle.get_absolute_url(),
        reverse("moderation_home"),
        reverse("volunteer_list", args=[evaluation.cycle_id]),
        reverse("cycle_summary", args=[evaluation.cycle_id]),
        reverse("evaluation_document", args=[evaluation.pk]),
        reverse("evaluation_readers", args=[evaluation.pk]),
        f"{reverse('evaluation_list')}?export=csv",
        f"{reverse('finding_list')}?export=csv",
        f"{reverse('exchange_board')}?export=csv",
        reverse("feedback_detail", args=[panel.pk]),
        f"{reverse('search')}?q=planted",
        reverse("home"),
    ]
    found += [point.get_absolute_url() for point in panel.points.all()]
    found += [reverse("panel_section", args=[panel.pk, slug]) for slug in ("leadership", "care")]
    return found


def of_acts(panel) -> list[str]:
    """The page of every act on a panel, with the words that stand in its way."""
    pages = {act.page for act in REGISTRY.values() if act.on is type(panel) and act.page}
    return [reverse(page, args=[panel.pk]) for page in sorted(pages)]


def read_by(client, user, panel, where=addresses) -> set[str]:
    """Which of the planted phrases somebody finds anywhere, on pages and in refusals."""
    signed_in(client, user)
    shown = ""
    for address in where(panel):
        answer = client.get(address)
        assert answer.status_code in (200, 302, 403, 404), address
        shown += b"".join(answer).decode(errors="ignore") if answer.streaming else answer.content.decode()
    return {name for name, phrase in PLANTED.items() if phrase in shown}


def test_mod_7_what_is_judged_stays_with_the_panel_and_feedback_with_panel_and_authority(cast, client):
    panel = moderating.discussing(cast)
    moderating.draft(panel)
    assert read_by(client, cast.north.dcs, panel) == {"point"}
    assert read_by(client, cast.north.dcs, panel, of_acts) == set()
    assert read_by(client, cast.north.regional_team, panel, of_acts) == set()
    moderator = by_part(panel, MODERATOR)
    assert read_by(client, moderator, panel) == {"apart", "view", "point", "draft"}
    moderating.close(panel.points.get())
    workflow.hand_to_chair(panel, by=moderator)
    workflow.give_back(panel, by=by_part(panel, CHAIR), words=TONE)
    workflow.hand_to_chair(panel, by=moderator)
    until = moderating.today() + moderating.timedelta(days=9)
    workflow.send_on(panel, by=by_part(panel, CHAIR), reply_until=until)
    for name in OUTSIDE:
        assert read_by(client, cast[name], panel) == set(), name
    for name in AUTHORITY:
        assert read_by(client, cast[name], panel) == {"view", "point", "draft"}, name
    assert read_by(client, by_part(panel, CHAIR), panel) == set(PLANTED)


def test_moderation_belongs_to_the_menus_entry_of_self_evaluations(cast, client):
    signed_in(client, cast.north.dcs)
    menu = client.get(reverse("moderation_home")).context["navigation"]
    assert [one.label for one in menu if one.active] == ["Self-evaluations"]


def test_mod_3_a_section_is_judged_beside_the_text_and_shown_to_nobody_else(cast, client):
    panel = moderating.judging(cast)
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    care = reverse("panel_section", args=[panel.pk, "care"])
    signed_in(client, one)
    page = client.get(care).content.decode()
    assert "They live well." in page
    assert client.post(care, {"value": "Secure", "words": ""}).status_code == 422
    answer = client.post(care, {"value": "Secure", "words": APART})
    assert (answer.status_code, Judgement.objects.get().words) == (302, APART)
    assert APART in client.get(care).content.decode()
    for somebody in (other, by_part(panel, CHAIR)):
        signed_in(client, somebody)
        for address in (care, panel.get_absolute_url()):
            assert APART not in client.get(address).content.decode()
    # Whoever stands down sees nothing of it any more, and nobody sees what they judged.
    member = moderating.moderators(panel)[0]
    workflow.stand_down(member, by=one)
    assert member.status == MemberStatus.STOOD_DOWN
    assert signed_in(client, one).get(care).status_code == 404


def test_mod_8_the_example_is_judged_in_the_browser_and_then_told(cast, client):
    made = moderating.offered(cast, moderating.running(cast), moderating.colleagues(cast).second, tried=False)
    address = reverse("volunteer_calibrate", args=[made.pk])
    signed_in(client, cast.north.unsigned_dcs)
    shown = client.get(address).content.decode()
    assert "Fernhollow" in shown
    assert "Several sources agree" not in shown
    answers = moderating.example_judged().items()
    typed = {f"value_{slug}": one["value"] for slug, one in answers}
    typed |= {f"words_{slug}": one["words"] for slug, one in answers}
    assert client.post(address, typed).status_code == 302
    shown = client.get(address).content.decode()
    assert "4 of 5 sections" in shown
    assert "Several sources agree" in shown


def test_mod_1_the_team_puts_the_proposed_panel_together_in_the_browser(cast, client):
    of, people = moderating.running(cast), moderating.colleagues(cast)
    for person in vars(people).values():
        moderating.offered(cast, of, person)
    evaluation = moderating.approving.released(cast, of)
    signed_in(client, cast.north.regional_team)
    shown = unescape(client.get(reverse("volunteer_list", args=[of.pk])).content.decode())
    assert all(person.name in shown for person in vars(people).values())
    address = reverse("panel_form", args=[evaluation.pk])
    assert address in client.get(evaluation.get_absolute_url()).content.decode()
    begun = client.get(address).context["form"].initial
    assert client.post(address, begun).status_code == 302
    # Where there is a panel, no other is spoken of.
    assert "Put a panel together" not in client.get(evaluation.get_absolute_url()).content.decode()
    panel = evaluation.panels.get()
    assert {one.person for one in panel.members.all()} == set(vars(people).values())
    assert client.get(panel.get_absolute_url()).status_code == 200


def word_of(client, panel) -> Any:
    """The feedback as its reader's Word file, with everything that it says as one text."""
    answer = client.get(reverse("feedback_detail", args=[panel.pk]), {"export": "docx"})
    assert answer["Content-Disposition"] == 'attachment; filename="aldermoor-2026-27-feedback.docx"'
    made = Document(BytesIO(answer.content))
    cells = [cell.text for table in made.tables for row in table.rows for cell in row.cells]
    return made, "\n".join([*(one.text for one in made.paragraphs), *cells])


def test_mod_5_acc_15_feedback_is_printed_and_taken_as_a_word_file_by_its_readers_alone_and_on_record(cast, client):
    panel = moderating.checking(cast)
    workflow.give_back(panel, by=by_part(panel, CHAIR), words=TONE)
    address = reverse("feedback_detail", args=[panel.pk])
    for name in (*AUTHORITY, *OUTSIDE):
        signed_in(client, cast[name])
        assert [client.get(address, how).status_code for how in ({}, {"export": "docx"})] == [404, 404], name
    assert not Event.objects.filter(verb="export").exists()
    signed_in(client, by_part(panel, MODERATOR))
    _, text = word_of(client, panel)
    assert "Draft, not with the authority yet. As it is on" in text
    assert {name for name, phrase in PLANTED.items() if phrase in text} == {"view", "point", "draft"}
    page = client.get(address).content.decode()
    assert ("Draft, not with the authority yet." in page, TONE in page, APART in page) == (True, False, False)
    workflow.hand_to_chair(panel, by=by_part(panel, MODERATOR))
    until = moderating.today() + moderating.timedelta(days=9)
    workflow.send_on(panel, by=by_part(panel, CHAIR), reply_until=until)
    signed_in(client, cast.north.lead_member)
    assert "Draft, with the authority for its reply." in client.get(address).content.decode()
    workflow.reply(panel, by=cast.north.dcs, text="We agree\nand thank you.")
    workflow.finish(panel, by=by_part(panel, CHAIR))
    _, text = word_of(client, panel)
    for said in (
        *(
            "Final since",
            "We talked.",
            "A plan by May.",
            "Serious. Closed.",
            "and thank you.",
            "Recipient: Lead member",
        ),
        *("Point 1: Children in care", "Who took part: The director", "OFFICIAL-SENSITIVE", "Owner: Aldermoor"),
    ):
        assert said in text, said
    assert {name for name, phrase in PLANTED.items() if phrase in text} == {"view", "point", "draft"}
    export = Event.objects.filter(verb="export").latest("pk")
    assert export.label == f"Downloaded the feedback on {panel.evaluation}"
    assert export.after == {"format": "docx", "rows": 2, "query": f"panel {panel.pk}"}


def test_se_13_the_word_file_of_feedback_can_be_read_aloud(cast, client):
    panel = moderating.discussing(cast, points=False)
    workflow.draft_feedback(panel, by=by_part(panel, MODERATOR), content={"summary": "Well done."})
    signed_in(client, by_part(panel, CHAIR))
    made, text = word_of(client, panel)
    headings = [one.style.name for one in made.paragraphs if one.style.name.startswith(("Head", "Title"))]
    levels = [0 if name == "Title" else int(name[-1]) for name in headings]
    assert (levels[0], max(later - earlier for earlier, later in pairwise(levels))) == (0, 1)
    title = f"Feedback: {panel.evaluation}"
    assert (made.core_properties.language, made.core_properties.title) == ("en-GB", title)
    for table in made.tables:
        assert "w:tblHeader" in table.rows[0]._tr.xml
        assert "w:tblCaption" in table._tbl.xml
    for said in ("Nothing was written here.", "None was raised.", "There is none."):
        assert said in text, said
    workflow.stop_panel(panel, by=cast.north.regional_team)
    assert "Draft of a panel that was stopped." in word_of(client, panel)[1]


def warned(client, address, typed, name) -> dict[str, str]:
    """What is posted the second time: what was typed, which the first answer still holds, and that it was looked at."""
    answer = client.post(address, typed)
    page = unescape(answer.content.decode())
    assert answer.status_code == 422
    assert f"Nobody can tell from “{NAMES_A_CHILD}” who a child is" in page
    form = answer.context["form"]
    assert form[name].value() == typed[name]
    (asked,) = form.errors
    assert form.errors[asked] == [f"{form[asked].label}: tick this if it is so, or change the words"]
    return typed | {asked: "on"}


NAMES_A_CHILD = "boy called Sam Rivers"
WORDS = f"A {NAMES_A_CHILD} was asked."


def test_se_12_what_looks_like_a_childs_details_in_a_judgement_and_a_view_is_looked_at_and_nothing_is_lost(
    cast, client
):
    panel = moderating.judging(cast)
    care = reverse("panel_section", args=[panel.pk, "care"])
    one, other = moderating.moderators(panel)
    signed_in(client, user_of(one.person))
    typed = {"value": "Secure", "words": WORDS}
    as_view = typed | {"seen": ""}
    again = warned(client, care, typed, "words")
    assert not Judgement.objects.exists()
    # What was confirmed is these words: others are asked about anew, and what is harmless is not asked about.
    other_words = typed | {"words": "A girl called Amy Reed was asked."}
    assert client.post(care, again | other_words).status_code == 422
    assert client.post(care, again).status_code == 302
    assert Judgement.objects.get().words == WORDS
    assert client.post(care, typed | {"words": "A boy was asked; Section 17, 14 of 20."}).status_code == 302
    for member in (one, other):
        moderating.judge_all(member)
        workflow.hand_in(member, by=user_of(member.person))
    again = warned(client, care, as_view, "words")
    assert not panel.views.exists()
    assert client.post(care, again).status_code == 302
    assert panel.views.get().words == WORDS


def test_se_11_a_record_that_was_corrected_meanwhile_is_shown_beside_what_was_typed(cast, client):
    panel = moderating.discussing(cast)
    point, by = panel.points.get(), by_part(panel, MODERATOR)
    said = {"discussed_on": moderating.today(), "with_whom": "The director", "discussion": "We talked."}
    workflow.record_discussion(point, by=by, **said)
    signed_in(client, by)
    address = reverse("point_correct", args=[point.pk])
    opened = client.get(address)
    assert f'href="{address}"' in client.get(point.get_absolute_url()).content.decode()
    typed = {name: opened.context["form"][name].value() for name in ("seen", "with_whom")}
    typed |= {f"discussed_on_{part}": str(getattr(moderating.today(), part)) for part in ("day", "month", "year")}
    workflow.correct_discussion(point, by=by, **said | {"discussion": "We talked for long."})
    answer = client.post(address, typed | {"discussion": "We talked twice."})
    page = answer.content.decode()
    assert answer.status_code == 422
    for words in ("As it is recorded now", "We talked for long.", "Yours, not saved yet", "We talked twice."):
        assert words in page, words
    seen = answer.context["form"]["seen"].value()
    assert client.post(address, typed | {"discussion": "We talked twice.", "seen": seen}).status_code == 302
    point.refresh_from_db()
    assert point.discussion == "We talked twice."


def test_se_12_what_looks_like_a_childs_details_in_points_and_feedback_is_looked_at_and_nothing_is_lost(cast, client):
    panel = moderating.discussing(cast)
    point = panel.points.get()
    signed_in(client, by_part(panel, MODERATOR))
    of_panel = {"point_raise": {"text": WORDS, "section": "care", "seriousness": "to-note"}}
    day = {f"discussed_on_{part}": str(getattr(moderating.today(), part)) for part in ("day", "month", "year")}
    of_point = {
        "point_discuss": {"discussion": WORDS, "with_whom": "The director"} | day,
        "point_close": {"outcome": WORDS, "seriousness": "to-note"},
    }
    for page, typed in (of_panel | of_point).items():
        address = reverse(page, args=[panel.pk if page in of_panel else point.pk])
        again = warned(client, address, typed, next(name for name, text in typed.items() if text == WORDS))
        assert client.post(address, again).status_code == 302, page
    point.refresh_from_db()
    assert (point.discussion, point.outcome, panel.points.latest("pk").text) == (WORDS, WORDS, WORDS)
    address = reverse("feedback_write", args=[panel.pk])
    typed = {"seen": "0", "text_summary": WORDS, "text_care": "Well done."}
    again = warned(client, address, typed, "text_summary")
    assert client.post(address, again).status_code == 302
    assert panel.feedback.content == {"summary": WORDS, "care": "Well done."}


def test_se_11_two_who_word_a_view_at_once_see_both_texts_and_the_second_save_holds(cast, client):
    panel = moderating.judged(cast)
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    care = reverse("panel_section", args=[panel.pk, "care"])
    signed_in(client, other)
    seen = client.get(care).context["form"]["seen"].value()
    workflow.agree_view(panel, by=one, section="care", value="Secure", words="Words of the one.")
    typed = {"value": "Developing", "words": "Words of the other.", "seen": seen}
    answer = client.post(care, typed)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert all(said in page for said in ("Words of the one.", "Words of the other.", "has saved this view since you"))
    assert AgreedView.objects.get(panel=panel).words == "Words of the one."
    assert client.post(care, {**typed, "seen": answer.context["form"]["seen"].value()}).status_code == 302
    assert AgreedView.objects.get(panel=panel).words == "Words of the other."


def test_se_11_feedback_that_was_saved_meanwhile_is_shown_beside_what_was_typed(cast, client):
    panel = moderating.discussing(cast)
    one, other = (user_of(each.person) for each in moderating.moderators(panel))
    address = reverse("feedback_write", args=[panel.pk])
    signed_in(client, other)
    seen = client.get(address).context["form"]["seen"].value()
    workflow.draft_feedback(panel, by=one, content={"summary": "Words of the one."})
    typed = {"text_summary": "Words of the other.", "seen": seen}
    for sent in (typed, {**typed, "seen": "no number"}):
        answer = client.post(address, sent)
        page = answer.content.decode()
        assert answer.status_code == 422
        assert all(said in page for said in ("Words of the one.", "Words of the other.", "Yours, not saved yet"))
    assert client.post(address, {**typed, "seen": answer.context["form"]["seen"].value()}).status_code == 302
    assert Feedback.objects.get(panel=panel).content == {"summary": "Words of the other."}


def test_mod_2_the_form_of_a_panel_offers_whom_nothing_binds_with_their_authorities_and_names_the_others(cast, client):
    of = moderating.running(cast)
    people = moderating.colleagues(cast)
    for person in vars(people).values():
        moderating.offered(cast, of, person)
    moderating.offered(cast, of, cast.north.dcs.person)
    evaluation = approving.released(cast, of)
    signed_in(client, cast.north.regional_team)
    answer = client.get(reverse("panel_form", args=[evaluation.pk]))
    offered = dict(answer.context["form"].fields["first"].choices).values()
    assert f"{people.fourth}, Dalewick: 0 of 3 places" in offered
    assert not any(str(cast.north.dcs.person) in one for one in offered)
    said = f"and no waiver is on record: {cast.north.dcs.person}"
    assert said in " ".join(unescape(answer.content.decode()).split())


def test_mod_1_who_cannot_offer_to_moderate_reads_why_instead_of_a_link(cast, client):
    of = moderating.running(cast)
    signed_in(client, cast.north.unsigned_dcs)
    page = unescape(client.get(reverse("moderation_home")).content.decode())
    assert "Your authority has no current signature" in page
    assert reverse("volunteer_offer", args=[of.pk]) not in page
