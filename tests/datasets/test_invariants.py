"""Every invariant of the dataset is broken on purpose once; what people do breaks none (DAT-1 to DAT-20)."""

from decimal import Decimal

import pytest
from django.core.management import CommandError, call_command

from datasets.invariants import broken
from datasets.models import (
    AreaValue,
    Collection,
    CollectionPeriod,
    DataExport,
    Definition,
    Edition,
    Figure,
    FigureWarning,
    InYearValue,
    Item,
    PublishedValue,
    Return,
)
from tests.datasets import comparing, factories


@pytest.fixture
def whole(cast) -> Return:
    """A published return, another one of the same period in draft, and a year of published values."""
    of = factories.period(cast)
    comparing.published(cast)
    return factories.published_return(cast, of)


def test_what_people_do_breaks_nothing(cast, whole):
    assert list(broken()) == []
    factories.accepted(cast, whole.collection_period, why="Two were counted twice.", referrals=410)
    assert list(broken()) == []


def _draft_with_rows(one):
    version = one.collection_period.version
    type(version).objects.filter(pk=version.pk).update(status="draft")
    return "is a draft and has rows already."


def _lost_whole(one):
    Item.objects.filter(code="referrals").update(code="other")
    return "is part of an item that is not there."


def _lost_item(one):
    Definition.objects.filter(indicator__code="repeat-referrals-share").update(numerator=["nothing"])
    return "is derived from items that are not there: nothing."


def _edition_of_another(one):
    other = Return.objects.exclude(pk=one.pk).first()
    Return.objects.filter(pk=other.pk).update(edition=one.edition, status="draft")
    return f"{other}: its edition edition is another return’s."


def _gap(one):
    Edition.objects.filter(pk=one.edition_id).update(number=3)
    return f"{one} has 1 editions, and the newest is number 3."


def _unsigned(one):
    Return.objects.filter(pk=one.pk).update(signed=None)
    return f"{one} counts as signed off, but its edition was never signed."


def _nobody_signed(one):
    Return.objects.filter(pk=one.pk).update(signed_by=None)
    return f"{one} is signed off, and by whom or when is missing."


def _too_early(one):
    CollectionPeriod.objects.update(status="preview", published_at=None)
    return f"{one} is published before its period."


def _untimed(one):
    CollectionPeriod.objects.update(published_at=None)
    return f"{one.collection_period}: its status and the time of its publication do not agree."


def _older_edition(one):
    other = Edition.objects.create(of_return=one, number=2, origin="typed", made_at=one.signed_at)
    Return.objects.filter(pk=one.pk).update(edition=other, signed=other)
    return f"{one} is published, but not with its newest edition."


def _other_version(one):
    Figure.objects.filter(edition=one.edition, item__code="referrals").update(
        item=factories.dataset("other").items.get(code="referrals")
    )
    return f"{one.authority}, Referrals: the item is not of the period’s version."


def _no_reason(one):
    item = Item.objects.get(code="referrals")
    FigureWarning.objects.create(edition=one.edition, item=item, check_name="change", text="Twice as many")
    return f"{one.authority}, Referrals: signed off with a warning that has no reason."


def _other_side(one):
    region = one.authority.region
    Collection.objects.update(region=type(region).objects.create(slug="d", name="D", is_demonstration=True))
    return f"{Return.objects.first()}: they are on different sides."


def _value_of_another(one):
    InYearValue.objects.update(authority=Return.objects.exclude(pk=one.pk).first().authority)
    return "it comes from the edition of another return."


def _stale(one):
    other = Edition.objects.create(of_return=one, number=2, origin="typed", made_at=one.signed_at)
    Return.objects.filter(pk=one.pk).update(edition=other, signed=other, published=other)
    return "the current value is of an edition that no longer counts."


def _no_values(one):
    InYearValue.objects.update(is_current=False)
    return f"{one} is published and has no current values."


def _neither(one):
    PublishedValue.objects.filter(marker="c").update(marker="")
    return "it has both a number and a marker, or neither."


def _upside_down(one):
    PublishedValue.objects.update(lower=9.0, upper=8.0)
    return "its lower limit is above the upper one."


def _banded(one):
    InYearValue.objects.filter(value__isnull=False).update(band="A", rank=9, ranked=8)
    return "it has a band or a rank that it should not have."


def _another_sum(one):
    AreaValue.objects.filter(series="in-year", region__isnull=False).update(value=1, numerator=Decimal(7))
    return "it is not the sum of its parts."


def _too_many(one):
    AreaValue.objects.filter(series="annual").update(used=9)
    return "more authorities are in it than there are."


def _no_why(one):
    AreaValue.objects.filter(value=None).update(why_not="")
    return "it is not available, and why is missing."


def _itself(one):
    comparing.neighbours(one.authority, [one.authority])
    return f"{one.authority} is its own statistical neighbour."


def _sent_before(one):
    DataExport.objects.create(
        collection_period=one.collection_period, recipient="dfe", made_by=one.signed_by, made_at=one.signed_at, rows=1
    )
    CollectionPeriod.objects.update(status="preview", published_at=None)
    return "it was exported before it was published."


BREAKS = [value for name, value in list(globals().items()) if name.startswith("_") and callable(value)]


@pytest.mark.parametrize("spoil", BREAKS, ids=lambda one: one.__name__.strip("_"))
def test_what_is_broken_is_said_in_a_sentence(whole, spoil):
    sentence = spoil(whole)
    assert [one for one in broken() if one.endswith(sentence)]


def test_the_command_names_the_part_that_does_not_hold_together(whole):
    _unsigned(whole)
    with pytest.raises(CommandError) as failed:
        call_command("check_invariants", verbosity=0)
    said = f"The dataset does not hold together.\n{whole} counts as signed off, but its edition was never signed."
    assert str(failed.value) == said
