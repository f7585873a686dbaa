"""Which rows of the dataset somebody may see: the table in ACC, DAT-11, DAT-15, DAT-18 and DAT-22."""

from typing import Any

from django.db import models
from django.db.models import Q, Subquery

from datasets.statuses import SEEN_BY_THE_TEAM, Agreement, Series, VersionStatus
from regions import roles
from regions.querysets import covering, today
from regions.reach import Reach, reach_of
from regions.roles import Place
from regions.statuses import Schedule, Task

# Region's seats that read in-year figures once published; the team sees them once submitted.
REGION_READERS = (*roles.BOARD, *roles.TEAM, roles.Role.LGA_ADVISER)


def own_authorities(reach: Reach) -> frozenset[int]:
    """Authorities whose in-year figures are somebody's own, whatever their status (the table in ACC)."""
    return frozenset().union(*(one.authorities for one in reach.held if one.role in roles.READERS))


def reading_regions(reach: Reach) -> frozenset[int]:
    """Regions whose published in-year figures are open by a reader's seat and a signature, or a region's seat."""
    return frozenset(region for schedule, region in reach.reads if schedule == Schedule.DATA)


def readable_periods(reach: Reach, published: bool = True) -> Q:
    """Periods of collections whose published figures somebody may read: the agreement says who (DAT-22)."""
    from datasets.models import Return
    from regions.models import GroupMember

    regions, own = reading_regions(reach), own_authorities(reach)
    of_region = frozenset().union(*(one.regions for one in reach.held if one.role in REGION_READERS))
    # Who runs a collection reads it; its agreement then says which authorities do.
    found = Q(collection__region__in=of_region)
    found |= Q(collection__agreement=Agreement.REGION, collection__region__in=regions)
    if own and regions:
        in_group = GroupMember.objects.filter(covering(today()), authority__in=own).order_by().values("group")
        found |= Q(collection__agreement=Agreement.GROUP, collection__group__in=Subquery(in_group))
        taking_part = Return.objects.filter(authority__in=own, published__isnull=False).order_by()
        found |= Q(
            collection__agreement=Agreement.TAKING_PART, pk__in=Subquery(taking_part.values("collection_period"))
        )
    return found


class IndicatorQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Definitions are open to everybody signed in with a seat, and to administrators."""
        return _for_members(self, user)


class DatasetVersionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Members see versions in use and ended; drafts, who keeps the region they are drafted for."""
        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        if not reach.member:
            return self.none()
        drafts = Q(region__in=reach.keeps)
        return self.filter(~Q(status=VersionStatus.DRAFT) & (Q(region=None) | Q(region__in=reach.regions)) | drafts)


class CollectionQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Members see the collections of their regions, and those in which an authority of theirs takes part."""
        from datasets.models import Return

        reach = reach_of(user)
        if reach.administrator:
            return self.all()
        if not reach.member:
            return self.none()
        part = Q(pk__in=())
        if reach.authorities:
            returns = Return.objects.filter(authority__in=reach.authorities).order_by()
            part = Q(pk__in=returns.values("collection_period__collection"))
        return self.filter(Q(region__in=reach.regions) | part)


class CollectionPeriodQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Whoever sees the collection sees that a period is open, and its calendar."""
        from datasets.models import Collection

        return self.filter(collection__in=Collection.objects.visible_to(user).order_by().values("pk"))

    def readable_by(self, user: Any):
        """Periods whose published figures are open to somebody (DAT-22)."""
        reach = reach_of(user)
        return self.filter(readable_periods(reach)) if reach.member else self.none()


class ReturnQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Own returns always; the region's once submitted for its team, once published for its readers.

        While a published one is restated, its published edition stays open (DAT-20): `edition_for` says which one.

        An administrator's seat opens none (the table in ACC). Delegates who sign off see the return that they sign.
        """
        return self.filter(_returns(reach_of(user)))

    def for_list(self):
        return self.select_related("authority", "collection_period__collection__region", "edition")


def _returns(reach: Reach, prefix: str = "") -> Q:
    """The condition on returns, or on rows that lead to one by `prefix`."""
    from datasets.models import CollectionPeriod

    if not (reach.member or reach.delegated):
        return Q(pk__in=())
    own = own_authorities(reach) | reach.does(Task.SIGN_OFF_RETURNS)
    found = Q(**{f"{prefix}authority__in": own})
    if reach.keeps:
        submitted = Q(**{f"{prefix}status__in": SEEN_BY_THE_TEAM}) | Q(**{f"{prefix}published__isnull": False})
        found |= submitted & Q(**{f"{prefix}collection_period__collection__region__in": reach.keeps})
    periods = CollectionPeriod.objects.filter(readable_periods(reach))
    found |= Q(
        **{f"{prefix}published__isnull": False, f"{prefix}collection_period__in": Subquery(periods.values("pk"))}
    )
    return found


class OfReturnQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """What belongs to a return in work: its own authority, and the team once it was submitted.

        Readers of published figures don't see earlier editions, queries or answers.
        """
        reach = reach_of(user)
        own = own_authorities(reach) | reach.does(Task.SIGN_OFF_RETURNS)
        team = Q(
            of_return__collection_period__collection__region__in=reach.keeps, of_return__status__in=SEEN_BY_THE_TEAM
        )
        return self.filter(Q(of_return__authority__in=own) | team)


class WorkbookMappingQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Whoever sees the collection sees how its workbook is read."""
        from datasets.models import Collection

        return self.filter(collection__in=Collection.objects.visible_to(user).order_by().values("pk"))


class PublishedQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Published values are visible to every member, and to administrators (DAT-15)."""
        return _for_members(self, user)


class AreaValueQuerySet(models.QuerySet):
    def visible_to(self, user: Any, annual: bool = False):
        """Annual ones and England's in-year total: every member. A region's in-year ones: its readers (DAT-22).

        Who asks for `annual` ones alone is not asked for an agreement.
        """
        from datasets.models import CollectionPeriod

        reach = reach_of(user)
        members = _for_members(self, user)
        if annual:
            return members.filter(series=Series.ANNUAL)
        if not reach.member:
            return members.filter(collection_period=None)
        periods = CollectionPeriod.objects.filter(readable_periods(reach), status="published")
        return members.filter(Q(collection_period=None) | Q(collection_period__in=Subquery(periods.values("pk"))))


class InYearValueQuerySet(models.QuerySet):
    def current(self):
        return self.filter(is_current=True)

    def visible_to(self, user: Any):
        """Own values always; others' once their period is published, as the collection's agreement says (DAT-22)."""
        from datasets.models import CollectionPeriod

        reach = reach_of(user)
        if not (reach.member or reach.delegated):
            return self.none()
        own = own_authorities(reach) | reach.does(Task.SIGN_OFF_RETURNS)
        readable = readable_periods(reach) & Q(status="published") | Q(collection__region__in=reach.keeps)
        periods = CollectionPeriod.objects.filter(readable)
        return self.filter(Q(authority__in=own) | Q(collection_period__in=Subquery(periods.values("pk"))))


class FigureNoteQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """A note is for the authority it is about and for its region's team and board (DAT-13)."""
        reach = reach_of(user)
        own = own_authorities(reach)
        regions = frozenset().union(*(one.regions for one in reach.held if one.place_kind == Place.REGION))
        readers = regions & (reach.keeps | reach.boards)
        return self.filter(Q(authority__in=own) | Q(authority__region__in=readers))


class DataExportQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """The team that made it, and its recipient: the region's DfE and LGA advisers (ACC-14, DAT-12)."""
        reach = reach_of(user)
        found = Q(collection_period__collection__region__in=reach.keeps)
        for recipient, role in (("dfe", roles.Role.DFE_ADVISER), ("lga", roles.Role.LGA_ADVISER)):
            regions = frozenset().union(*(one.regions for one in reach.held if one.role == role))
            found |= Q(collection_period__collection__region__in=regions, recipient=recipient)
        return self.filter(found)


class RegionalReportQuerySet(models.QuerySet):
    def visible_to(self, user: Any):
        """Drafts: the region's team. Final ones: whoever reads the region's published in-year figures."""
        reach = reach_of(user)
        final = Q(status="final", region__in=reading_regions(reach))
        return self.filter(Q(region__in=reach.keeps) | final)


def _for_members(rows, user: Any):
    reach = reach_of(user)
    return rows.all() if reach.member or reach.administrator else rows.none()
