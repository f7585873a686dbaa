"""What the demonstration shows of self-evaluations and moderation, and that it goes away without a trace."""

from collections import Counter

import pytest
from django.apps import apps
from django.db.models import F

from regions.conflicts import reasons_against
from regions.models import Person
from regions.querysets import today
from riia.accounts.models import User
from riia.home.demonstration import load_demonstration, remove_demonstration
from riia.notifications.models import Notice
from selfassessment import statuses
from selfassessment.child_details import warnings_in
from selfassessment.documents import texts_of
from selfassessment.invariants import broken
from selfassessment.models import (
    Addendum,
    AgreedReader,
    Approval,
    Conversation,
    Cycle,
    Finding,
    InvitedReader,
    Objection,
    Panel,
    PanelMember,
    Pause,
    Point,
    Priority,
    Revision,
    SectionText,
    SelfEvaluation,
    Template,
    Unsaved,
)
from selfassessment.summary import summary_of

pytestmark = pytest.mark.django_db


def user(name: str) -> User:
    return User.objects.get(email=f"{name}@demo.example")


def shown(model, field: str = "status") -> set:
    return set(model.objects.values_list(field, flat=True))


def of(slug: str) -> Counter:
    return Counter(SelfEvaluation.objects.filter(authority__slug=slug).values_list("status", flat=True))


def everything_is_shown() -> None:
    """Every status of every workflow has somebody in it."""
    for model, choices in (
        (Template, statuses.TemplateStatus),
        (SelfEvaluation, statuses.EvaluationStatus),
        (Approval, statuses.ApprovalStatus),
        (Addendum, statuses.AddendumStatus),
        (Conversation, statuses.ConversationStatus),
        (Panel, statuses.PanelStatus),
        (PanelMember, statuses.MemberStatus),
        (Objection, statuses.ObjectionStatus),
        (Point, statuses.PointStatus),
        (Priority, statuses.PriorityStatus),
    ):
        assert shown(model) == set(choices.values), model
    assert shown(Cycle) == {"open", "closed", "planned"}
    assert shown(Point, "seriousness") == set(statuses.Seriousness.values)
    assert shown(Approval, "capacity") == set(statuses.Capacity.values)
    assert shown(Finding, "kind") == set(statuses.FindingKind.values)
    assert shown(Finding, "fate") == {*statuses.Fate.values, ""}
    assert Finding.objects.filter(carried_from__carried_from__isnull=False).exists()


def two_authorities_have_a_draft_and_a_released_text_and_one_finds_nothing() -> None:
    for slug in ("northtown", "eastbrook"):
        assert of(slug) == {"draft": 1, "released": 1, "approved": 1}, slug
        last = SelfEvaluation.objects.get(authority__slug=slug, status="released")
        assert (last.cycle.status, last.panels.get().status) == ("closed", "final")
        assert SelfEvaluation.objects.get(authority__slug=slug, status="draft").cycle.status == "open"
    northtown = SelfEvaluation.objects.get(authority__slug="northtown", status="released")
    assert SelfEvaluation.objects.readable_by(user("dcs.eastbrook")).filter(pk=northtown.pk).exists()
    assert SelfEvaluation.objects.readable_by(user("lga-adviser")).count() == 6
    westvale = user("dcs.westvale")
    assert {one.authority.slug for one in SelfEvaluation.objects.visible_to(westvale)} == {"westvale"}
    assert not Revision.objects.visible_to(westvale).exists()
    assert not Panel.objects.visible_to(westvale).exists()


def its_awkward_cases_are_there() -> None:
    assert Pause.objects.get().reason == "inspection"
    stand_in = Approval.objects.get(capacity="stand-in")
    assert stand_in.revision.evaluation.authority.slug == "southmere"
    shared = Approval.objects.filter(name="Erin Stitchwort", revision__evaluation__cycle__status="open")
    assert sorted(one.title for one in shared) == ["Chief executive, Greycliff", "Chief executive, Oldbridge"]
    acting = Revision.objects.get(evaluation__authority__slug="midhaven", evaluation__cycle__status="open")
    assert acting.made_by.name == "Drew Clover"
    late = SelfEvaluation.objects.filter(received_on__gt=F("cycle__closes_on"))
    assert {one.authority.slug for one in late} == {"ferrydale", "smallholm"}
    assert InvitedReader.objects.count() == AgreedReader.objects.count() == Unsaved.objects.count() == 1


def its_capacity_index_says_something() -> None:
    found = [summary_of(one) for one in Cycle.objects.filter(evaluations__status="released").distinct()]
    indices = {theme.index for one in found for theme in one.themes}
    assert len(indices - {None, 0}) > 3, "an index that is nothing everywhere tells nobody where help could come from"
    assert any(one.index for one in found)


def nobody_moderates_whom_they_may_not() -> None:
    for one in PanelMember.objects.filter(status="accepted").select_related("person", "panel__evaluation__authority"):
        assert reasons_against(one.person, one.panel.evaluation.authority, today()) == [], one


def its_texts_are_believable() -> None:
    lengths = [one.words for one in Revision.objects.all()]
    assert 1_500 < min(lengths) <= max(lengths) < 5_000
    for text in SectionText.objects.all():
        for answer in text.content.values():
            kind = "strengths" if "items" in answer else "judgement" if "value" in answer else "narrative"
            for words in texts_of(kind, answer) if "links" not in answer else ():
                assert (warnings_in(words), "{" in words) == ([], False), words


def test_the_demonstration_shows_self_evaluations_in_every_status_and_goes_without_a_trace(demonstration):
    everything_is_shown()
    two_authorities_have_a_draft_and_a_released_text_and_one_finds_nothing()
    its_awkward_cases_are_there()
    its_capacity_index_says_something()
    nobody_moderates_whom_they_may_not()
    its_texts_are_believable()
    assert list(broken()) == []
    assert load_demonstration() == "Nothing to change: the demonstration is loaded already."
    # Nobody is told how it came about.
    assert not Notice.objects.filter(link__startswith="/self-evaluations/").exists()

    remove_demonstration()
    for model in apps.get_app_config("selfassessment").get_models():
        left = model.objects.filter(region__isnull=False) if model is Template else model.objects.all()
        assert left.count() == 0, model
    assert not Person.objects.filter(is_demonstration=True).exists()
    assert not User.objects.filter(is_demo=True).exists()
