"""Figures that leave the portal, exports and reports, in the tables of who may do what and of who gets which page."""

from datasets import workflow
from datasets.models import CollectionPeriod, DataExport, RegionalReport
from tests.answers import IN_THE_REGION, LIST, Page, act_of, object_for
from tests.datasets import factories
from tests.kept import walked_once

NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
# Seats of the region that read its published figures, and readers of its first authority, which has signed.
BOARD = {"chair", "co_chair", "vice_chair", "lead_dcs", "regional_lead_member", "lead_chief_executive"}
BOARD |= {"board_chair", "board_member"}
OFFICERS = {"dcs", "chief_executive", "lead_member", "assistant_director", "performance_lead", "named_reader"}
READING = {f"north.{one}" for one in (*BOARD, *OFFICERS, "lga_adviser")}

MATRIX: dict[str, dict[str, frozenset]] = {
    "datasets.collectionperiod.export_period": {"period": NORTH_TEAM},
    "datasets.collectionperiod.draft_report": {"period": NORTH_TEAM},
    "datasets.regionalreport.write_section": {"report": NORTH_TEAM},
    "datasets.regionalreport.finish_report": {"report": NORTH_TEAM},
}

PAGES: dict[str, Page] = {
    "export_list": LIST,
    "export_detail": object_for(set(NORTH_TEAM)),
    "export_detail of what went to the LGA": object_for(NORTH_TEAM | {"north.lga_adviser"}),
    "export_detail of what went to the DfE": object_for(NORTH_TEAM | {"north.dfe_adviser"}),
    "period_export": act_of(set(NORTH_TEAM), seen_by=IN_THE_REGION),
    "report_list": LIST,
    "report_detail": object_for(set(NORTH_TEAM)),
    "report_detail of a final one": object_for(NORTH_TEAM | READING | {"trust_chief_executive"}),
    "report_section": act_of(set(NORTH_TEAM), seen_by=set(NORTH_TEAM)),
    "report_finish": act_of(set(NORTH_TEAM), seen_by=set(NORTH_TEAM)),
    "report_draft": act_of(set(NORTH_TEAM), seen_by=IN_THE_REGION),
}


@walked_once
def published(cast, **changed) -> CollectionPeriod:
    """A published period of North in which its first authority has figures."""
    collection = factories.collection(cast, name="Sent on")
    return factories.published_return(cast, factories.period(cast, collection), **changed).collection_period


def export(cast, period: CollectionPeriod, recipient: str = "lga") -> DataExport:
    return workflow.export_period(period, by=cast.north.regional_team, recipient=recipient)


@walked_once
def report(cast, period: CollectionPeriod | None = None) -> RegionalReport:
    """A draft."""
    period = period or published(cast)
    return workflow.draft_report(period, by=cast.north.regional_team, title="April to September")


def _report(cast, act, kind):
    inputs = {"write_section": {"number": 0, "heading": "Returns", "text": "All came.", "revision": 1}}
    return report(cast), inputs.get(act, {})


SAMPLES = {"datasets.regionalreport": _report}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with."""
    period = published(cast)
    workflow.note_downloads(cast.north.dcs, [(period.pk, ["one"])])
    draft, final = report(cast, period), workflow.finish_report(report(cast, period), by=cast.north.regional_team)
    return {
        "export_detail": [DataExport.objects.get(recipient="member").pk],
        "export_detail of what went to the LGA": [export(cast, period).pk],
        "export_detail of what went to the DfE": [export(cast, period, "dfe").pk],
        "period_export": [period.pk],
        "report_detail": [draft.pk],
        "report_detail of a final one": [final.pk],
        "report_section": [draft.pk, 0],
        "report_finish": [draft.pk],
        "report_draft": [period.pk],
    }
