"""A small dataset in every status, reached as people reach it, so that test data can't be impossible.

`dataset()` is a version of four items and two indicators; `collection` and `period` are North's; `submitted`,
`signed_off`, `accepted`, `published` walk a return of North's first authority. `given` accepts the return of
any authority, with or without officers, for tests that need many.
"""

from contextlib import contextmanager
from copy import copy
from datetime import date, datetime, time, timedelta
from decimal import Decimal

import time_machine
from django.utils import timezone

from datasets import workflow
from datasets.figures import FigureInput
from datasets.models import (
    Collection,
    CollectionPeriod,
    DatasetVersion,
    Definition,
    Indicator,
    Item,
    Return,
    WorkbookMapping,
)
from datasets.periods import Quarter, quarter_of
from datasets.statuses import Agreement, Basis, ItemKind, Origin, PeriodStatus, ReturnStatus, Theme, VersionStatus
from regions.models import Authority, Region
from regions.querysets import today
from regions.reach import Held, Reach
from regions.roles import Place, Role
from riia.accounts.models import User
from tests.kept import walked_once

ITEMS = (
    ("referrals", "Referrals", ItemKind.COUNT, Theme.EARLY_HELP, True, ""),
    (
        "repeat-referrals",
        "Referrals within 12 months of an earlier one",
        ItemKind.COUNT,
        Theme.EARLY_HELP,
        True,
        "referrals",
    ),
    ("looked-after", "Children looked after", ItemKind.COUNT, Theme.LOOKED_AFTER, True, ""),
    ("social-workers", "Social workers", ItemKind.FTE, Theme.WORKFORCE, False, ""),
)
# A whole return.
FIGURES = {"referrals": 400, "repeat-referrals": 90, "looked-after": 250, "social-workers": "61.5"}


def quarter() -> Quarter:
    """A quarter whose returns were due weeks ago."""
    return quarter_of(today()).plus(-2)


@contextmanager
def on_day(day: date):
    """Noon of a day, for everything that asks for the time."""
    with time_machine.travel(datetime.combine(day, time(12), timezone.get_current_timezone()), tick=False):
        yield


def dataset(slug: str = "small", region: Region | None = None) -> DatasetVersion:
    """A version in use with the items above, and two indicators: a percentage and a rate."""
    version, made = DatasetVersion.objects.get_or_create(
        slug=slug,
        defaults={
            "name": f"A {slug} dataset",
            "region": region,
            "status": VersionStatus.IN_USE,
            "used_from": date(2024, 4, 1),
        },
    )
    if made:
        Item.objects.bulk_create(
            Item(
                version=version,
                code=code,
                name=name,
                definition=f"{name}, counted.",
                kind=kind,
                basis=Basis.PERIOD,
                theme=theme,
                position=place,
                required=required,
                part_of=part_of,
            )
            for place, (code, name, kind, theme, required, part_of) in enumerate(ITEMS)
        )
        _definition(version, "repeat-referrals-share", numerator=["repeat-referrals"], denominator=["referrals"])
        _definition(version, "looked-after-rate", numerator=["looked-after"], per_population=True)
    return version


def _definition(version: DatasetVersion, code: str, **how) -> None:
    share = "denominator" in how
    settings = {
        "multiplier": 100 if share else 10_000,
        "polarity": "lower_better" if share else "neutral",
        "confidence": "wilson" if share else "byars",
    }
    indicator, _ = Indicator.objects.get_or_create(
        code=code,
        defaults={
            "name": code.replace("-", " ").capitalize(),
            "theme": Theme.EARLY_HELP if share else Theme.LOOKED_AFTER,
            "unit": "percent" if share else "rate per 10,000",
            "numerator_definition": "Counted.",
            "frequency": "quarterly",
            "basis": Basis.PERIOD if share else Basis.POINT_IN_TIME,
            **settings,
        },
    )
    Definition.objects.create(version=version, indicator=indicator, **how, **settings)


@walked_once
def collection(cast, **details) -> Collection:
    """North's quarterly collection, by its team."""
    given = {"name": "Core dataset", "version": dataset(), "agreement": Agreement.REGION} | details
    return workflow.create_collection(cast.north.region, by=cast.north.regional_team, **given)


@walked_once
def period(cast, of: Collection | None = None, slug: str = "", **days) -> CollectionPeriod:
    """A period that asks North's three authorities."""
    of = of or collection(cast)
    return workflow.open_period(of, by=cast.north.regional_team, slug=slug or quarter().slug, **days)


def figures(**changed) -> dict[str, FigureInput]:
    """A whole return, some figures changed: numbers or markers by code (with _ for -), None to leave one out."""
    given = FIGURES | {code.replace("_", "-"): value for code, value in changed.items()}
    return {code: figure(value) for code, value in given.items() if value is not None}


def figure(value: int | str | FigureInput) -> FigureInput:
    if isinstance(value, FigureInput):
        return value
    return FigureInput(None, value) if value in ("x", "z") else FigureInput(Decimal(value))


def of_first(cast, of: CollectionPeriod) -> Return:
    """The return of North's first authority, whose officers are all in post."""
    return of.returns.get(authority=cast.north.first)


@walked_once
def draft(cast, of: CollectionPeriod, why: str = "", **changed) -> Return:
    """Figures typed by the performance lead; a published quarter is restated with a reason."""
    return workflow.record_edition(
        of_first(cast, of), by=cast.north.performance_lead, figures=figures(**changed), origin=Origin.TYPED, why=why
    )


@walked_once
def submitted(cast, of: CollectionPeriod, why: str = "", **changed) -> Return:
    return workflow.submit_return(draft(cast, of, why, **changed), by=cast.north.performance_lead)


@walked_once
def signed_off(cast, of: CollectionPeriod, why: str = "", **changed) -> Return:
    return workflow.sign_off_return(submitted(cast, of, why, **changed), by=cast.north.dcs)


@walked_once
def accepted(cast, of: CollectionPeriod, why: str = "", **changed) -> Return:
    return workflow.accept_return(signed_off(cast, of, why, **changed), by=cast.north.regional_team)


def officer(cast, role: Role, authority: Authority) -> User:
    """Somebody who acts once as the holder of a seat of any authority, without the rows of an appointment."""
    held = Held(
        0,
        0,
        role,
        role.label,
        Place.AUTHORITY,
        authority.pk,
        authority.name,
        frozenset({authority.pk}),
        frozenset({authority.region_id}),
        False,
    )
    user = copy(cast.stranger)
    user.__dict__["_reach"] = (today(), Reach(user=user.pk, held=(held,)))
    return user


@walked_once
def given(cast, of: CollectionPeriod, authority: Authority, why: str = "", **changed) -> Return:
    """An accepted return of any authority, whether it has officers or not."""

    def by(role: Role) -> User:
        return officer(cast, role, authority)

    return_ = of.returns.get(authority=authority)
    lead, inputs = Role.PERFORMANCE_LEAD, {"figures": figures(**changed), "origin": Origin.TYPED, "why": why}
    workflow.record_edition(return_, by=by(lead), **inputs)
    for warning in return_.edition.warnings.all():
        workflow.give_reason(warning, by=by(lead), text="It is as it was.")
    workflow.submit_return(return_, by=by(lead))
    workflow.sign_off_return(return_, by=by(Role.DCS))
    return workflow.accept_return(return_, by=cast.north.regional_team)


@walked_once
def published(cast, of: CollectionPeriod) -> CollectionPeriod:
    """A period with whatever is accepted in it, previewed and published, as of today."""
    if of.status == PeriodStatus.OPEN:
        with on_day(today() - timedelta(days=20)):
            workflow.start_preview(of, by=cast.north.regional_team)
    return workflow.publish_period(of, by=cast.north.regional_team)


@walked_once
def published_return(cast, of: CollectionPeriod | None = None, **changed) -> Return:
    """The first authority's return, published with its period."""
    of = of or period(cast)
    accepted(cast, of, **changed)
    published(cast, of)
    return of_first(cast, of)


WALKS = {
    ReturnStatus.EXPECTED: lambda cast, of: of_first(cast, of),
    ReturnStatus.DRAFT: draft,
    ReturnStatus.SUBMITTED: submitted,
    ReturnStatus.SIGNED_OFF: signed_off,
    ReturnStatus.QUERIED: lambda cast, of: workflow.query_return(
        signed_off(cast, of), by=cast.north.regional_team, text="Is this right?"
    ),
    ReturnStatus.ACCEPTED: accepted,
    ReturnStatus.PUBLISHED: published_return,
    ReturnStatus.WITHDRAWN: lambda cast, of: workflow.withdraw_return(
        submitted(cast, of), by=cast.north.performance_lead, reason="A mistake"
    ),
}


def return_in(cast, status: str, of: CollectionPeriod | None = None) -> Return:
    """The first authority's return in a status."""
    return WALKS[ReturnStatus(status)](cast, of or period(cast))


def mapping(cast, of: Collection | None = None, **details) -> WorkbookMapping:
    """A map of a workbook in which each item stands beside its name, below a cover that says whose it is."""
    cells = {code: {"sheet": "Figures in here", "cell": f"B{row}"} for row, (code, *_) in enumerate(ITEMS, start=3)}
    given = {"name": "The quarterly workbook", "cells": cells} | details
    return workflow.map_workbook(of or collection(cast), by=cast.north.regional_team, **given)
