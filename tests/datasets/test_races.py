"""Two people with one return at the same moment, and an upload that dies in the middle: one of them or none.

Threads meet on PostgreSQL, as in `tests/regions/test_races.py`; deaths are tried on both databases.
"""

import pytest

from datasets import workflow
from datasets.models import Edition, Figure, Return
from datasets.rules.returns import figures_of
from datasets.statuses import Origin, ReturnStatus
from riia.audit.models import Event
from tests.datasets import factories
from tests.datasets.factories import figures
from tests.regions.test_races import all_or_nothing, at_once, deaths, fresh, overtaken, refusals

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def draft(cast) -> Return:
    """A return with one edition."""
    return factories.draft(cast, factories.period(cast))


def recording(return_, by, **changed):
    """What an upload does once its file is read; everybody looked at the first edition."""
    given = {"figures": figures(**changed), "origin": Origin.TEMPLATE, "seen": 1}
    return lambda: workflow.record_edition(fresh(return_), by=by, **given)


@pytest.mark.postgresql
def test_of_two_uploads_at_once_one_wins_and_the_other_is_told(cast, draft):
    lead, same_lead = cast.north.performance_lead, cast.north.performance_lead
    outcomes = overtaken(recording(draft, lead, referrals=401), recording(draft, same_lead, referrals=402))
    assert refusals(outcomes) == [
        f"{lead} has changed this return since you opened it, so yours was not saved. Look at what it holds now, "
        "then try again."
    ]
    assert [one.number for one in draft.editions.all()] == [2, 1]
    assert figures_of(fresh(draft).edition) == figures(referrals=401)
    assert Event.objects.filter(verb="record_edition").count() == 2


@pytest.mark.postgresql
def test_of_many_uploads_at_once_exactly_one_wins(cast, draft):
    acts = [recording(draft, cast.north.performance_lead, referrals=400 + number) for number in range(1, 7)]
    outcomes = at_once(*acts)
    assert len(refusals(outcomes)) == len(acts) - 1
    assert draft.editions.count() == 2
    assert Figure.objects.filter(edition=fresh(draft).edition).count() == len(figures())


@pytest.mark.postgresql
def test_what_is_signed_while_an_upload_is_going_on_is_what_was_submitted(cast, draft):
    """The upload begins while the return is a draft; by the time it writes, the director has signed."""
    return_ = workflow.submit_return(draft, by=cast.north.performance_lead)
    upload = recording(draft, cast.north.performance_lead, referrals=401)
    dcs = cast.north.dcs
    outcomes = overtaken(lambda: workflow.sign_off_return(fresh(return_), by=dcs, edition=1), upload)
    assert refusals(outcomes) == ["Record figures is not possible: it is signed off by the director."]
    signed = fresh(return_)
    assert (signed.status, signed.signed, signed.edition.number) == (ReturnStatus.SIGNED_OFF, signed.edition, 1)


@pytest.mark.postgresql
def test_who_signs_while_the_return_is_taken_back_is_told(cast, draft):
    return_ = workflow.submit_return(draft, by=cast.north.performance_lead)
    lead, dcs = cast.north.performance_lead, cast.north.dcs
    outcomes = overtaken(
        lambda: workflow.withdraw_return(fresh(return_), by=lead, reason="A mistake"),
        lambda: workflow.sign_off_return(fresh(return_), by=dcs, edition=1),
    )
    assert refusals(outcomes) == ["Sign off is not possible: it is withdrawn by the authority."]
    assert (fresh(return_).status, fresh(return_).signed) == (ReturnStatus.WITHDRAWN, None)


@pytest.mark.postgresql
def test_of_two_colleagues_one_accepts_and_the_other_queries(cast, draft):
    return_ = workflow.submit_return(draft, by=cast.north.performance_lead)
    workflow.sign_off_return(return_, by=cast.north.dcs)
    team, colleague = cast.north.regional_team, cast.north.colleague
    outcomes = overtaken(
        lambda: workflow.query_return(fresh(return_), by=team, text="All of it?"),
        lambda: workflow.accept_return(fresh(return_), by=colleague, edition=1),
    )
    assert refusals(outcomes) == ["Accept is not possible: it is queried by the regional team."]
    assert fresh(return_).status == ReturnStatus.QUERIED


@pytest.mark.postgresql
def test_a_period_is_opened_once_by_two_colleagues(cast):
    collection = factories.collection(cast)
    team, colleague = cast.north.regional_team, cast.north.colleague
    slug = factories.quarter().slug
    outcomes = overtaken(
        lambda: workflow.open_period(fresh(collection), by=team, slug=slug),
        lambda: workflow.open_period(fresh(collection), by=colleague, slug=slug),
    )
    assert refusals(outcomes) == ["This period was opened already."]
    assert Return.objects.count() == 3


@pytest.mark.parametrize("every", [12, pytest.param(1, marks=pytest.mark.soak)])
def test_an_upload_killed_at_any_moment_leaves_the_old_return_or_the_new_one(cast, draft, every):
    all_or_nothing(deaths("record_edition", draft, cast.north.performance_lead, every))
    return_ = fresh(draft)
    assert [one.number for one in Edition.objects.all()] == [2, 1]
    assert figures_of(return_.edition) == figures(referrals=401)
    assert figures_of(Edition.objects.get(number=1)) == figures()
    assert (return_.status, return_.edition.number) == (ReturnStatus.DRAFT, 2)
