"""Who exports a quarter for the LGA and the DfE, and what stands in the way (DAT-12, ACC-14, ACC-15)."""

from datasets import exporting
from datasets.models import CollectionPeriod
from datasets.rules.collections import region_of
from datasets.statuses import PeriodStatus, Recipient
from regions.reach import reach_of
from regions.roles import Role
from riia.accounts.models import User

TO_ORGANISATIONS = (Recipient.LGA, Recipient.DFE)


def may_export(user: User, period: CollectionPeriod) -> bool:
    """DAT-12: the team of the region that runs the collection; administrators see no in-year figures."""
    return region_of(period).pk in reach_of(user).keeps


def sees_exports(user: User) -> bool:
    """ACC-14, DAT-12: the team of a region, and the advisers of the LGA and the DfE, for what went to theirs."""
    reach = reach_of(user)
    return bool(reach.keeps) or any(one.role in (Role.LGA_ADVISER, Role.DFE_ADVISER) for one in reach.held)


def reasons_not_to_export(period: CollectionPeriod, *, by: User, recipient: str = "", digest: str = "") -> list[str]:
    """DAT-12: once it is published, to one of the two, and exactly what was looked at."""
    if period.status != PeriodStatus.PUBLISHED:
        return ["It goes out once the period is published."]
    if not period.values.filter(is_current=True).exists():
        return ["No figure of this period is published."]
    if recipient and recipient not in TO_ORGANISATIONS:
        return ["It goes to the LGA or to the DfE."]
    if digest and digest != exporting.digest_of(exporting.export_rows(period)):
        return ["The figures were revised after you opened the page. Look at them again, then decide."]
    return []
