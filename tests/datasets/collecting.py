"""Collections, periods and returns in the tables of who may do what and of who gets which page."""

from datasets.calendar import Calendar
from datasets.models import FigureWarning
from datasets.statuses import Agreement, Origin, ReturnStatus
from tests.answers import IN_THE_REGION, KEEPERS, LIST, Page, act_of, object_for
from tests.datasets import factories

NORTH_TEAM = frozenset({"north.regional_team", "north.colleague", "north.regional_lead"})
NORTH = NORTH_TEAM | {"administrator", "other_administrator"}
LEAD = frozenset({"north.performance_lead"})
DIRECTOR = frozenset({"north.dcs"})
# Reading seats of the authority whose return it is.
OWN = {f"north.{one}" for one in ("dcs", "chief_executive", "lead_member", "assistant_director", "named_reader")} | LEAD
WORKING = OWN | NORTH_TEAM

MATRIX: dict[str, dict[str, frozenset]] = {
    "regions.region.create_collection": {"region": NORTH},
    "datasets.collection.change_collection": {"collection": NORTH},
    "datasets.collection.end_collection": {"collection": NORTH},
    "datasets.collection.open_period": {"collection": NORTH},
    "datasets.collectionperiod.move_dates": {"period": NORTH},
    "datasets.collectionperiod.start_preview": {"period": NORTH_TEAM},
    "datasets.collectionperiod.publish_period": {"period": NORTH_TEAM},
    "datasets.return.record_edition": {"return": LEAD},
    "datasets.return.submit_return": {"return": LEAD},
    "datasets.return.sign_off_return": {"return": DIRECTOR},
    "datasets.return.query_return": {"return": NORTH_TEAM},
    "datasets.return.answer_query": {"return": LEAD},
    "datasets.return.accept_return": {"return": NORTH_TEAM},
    "datasets.return.withdraw_return": {"return": LEAD | DIRECTOR},
    "datasets.return.drop_restatement": {"return": LEAD | DIRECTOR},
    "datasets.return.comment_in_preview": {"return": LEAD | DIRECTOR},
    "datasets.return.publish_return": {"return": NORTH_TEAM},
    "datasets.figurewarning.give_reason": {"warning": LEAD},
}


def region_inputs(cast) -> dict:
    """What starting a collection takes."""
    return {"name": "Survey", "version": factories.dataset(), "agreement": Agreement.REGION}


def _collection(cast, act, kind):
    inputs = {"change_collection": {"purpose": "To learn"}, "open_period": {"slug": factories.quarter().slug}}
    return factories.collection(cast), inputs.get(act, {})


def _period(cast, act, kind):
    period = factories.period(cast)
    days = Calendar(period.due_on, period.queries_until, period.preview_from, period.publish_on)
    return period, {"calendar": days} if act == "move_dates" else {}


def _return(cast, act, kind):
    inputs = {
        "record_edition": {"figures": factories.figures(), "origin": Origin.TYPED},
        "query_return": {"text": "Is this right?"},
        "answer_query": {"text": "Yes."},
        "comment_in_preview": {"text": "We moved to another system."},
    }
    status = {
        "record_edition": ReturnStatus.EXPECTED,
        "submit_return": ReturnStatus.DRAFT,
        "sign_off_return": ReturnStatus.SUBMITTED,
        "accept_return": ReturnStatus.SIGNED_OFF,
        "query_return": ReturnStatus.SIGNED_OFF,
        "answer_query": ReturnStatus.QUERIED,
    }.get(act, ReturnStatus.SUBMITTED)
    return factories.return_in(cast, status), inputs.get(act, {})


def warning(return_) -> FigureWarning:
    """Something unlikely about a return's figures."""
    found = return_.edition.warnings.first()
    return found or FigureWarning.objects.create(
        edition=return_.edition,
        item=return_.collection_period.version.items.first(),
        check_name="change",
        text="Twice as many as in the last quarter.",
    )


def _warning(cast, act, kind):
    return warning(factories.return_in(cast, ReturnStatus.DRAFT)), {"text": "A new team counts them."}


SAMPLES = {
    "datasets.collection": _collection,
    "datasets.collectionperiod": _period,
    "datasets.return": _return,
    "datasets.figurewarning": _warning,
}

PAGES: dict[str, Page] = {
    "data_home": LIST,
    "collection_detail": object_for(IN_THE_REGION),
    "collection_add": act_of(KEEPERS),
    "collection_change": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "collection_end": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "period_open": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "period_detail": object_for(IN_THE_REGION),
    "period_move": act_of(KEEPERS, seen_by=IN_THE_REGION),
    "period_preview": act_of(set(NORTH_TEAM), seen_by=IN_THE_REGION),
    "period_publish": act_of(set(NORTH_TEAM), seen_by=IN_THE_REGION),
    "return_detail": object_for(OWN),
    "return_detail of a submitted one": object_for(WORKING),
    "edition_detail": object_for(OWN),
    "return_template": object_for(set(LEAD)),
    "return_figures": act_of(set(LEAD), seen_by=OWN),
    "return_upload": act_of(set(LEAD), seen_by=OWN),
    "return_warnings": act_of(set(LEAD), seen_by=OWN),
    "return_submit": act_of(set(LEAD), seen_by=OWN),
    "return_sign_off": act_of(set(DIRECTOR), seen_by=WORKING),
    "return_query": act_of(set(NORTH_TEAM), seen_by=WORKING),
    "return_answer": act_of(set(LEAD), seen_by=WORKING),
    "return_accept": act_of(set(NORTH_TEAM), seen_by=WORKING),
    "return_withdraw": act_of(set(LEAD | DIRECTOR), seen_by=WORKING),
    "return_drop": act_of(set(LEAD | DIRECTOR), seen_by=WORKING),
    "return_comment": act_of(set(LEAD | DIRECTOR), seen_by=WORKING),
}


def rows(cast) -> dict[str, list]:
    """What the addresses of `PAGES` are filled in with: a draft, and a return that waits for sign-off."""
    collection = factories.collection(cast, name="Collected")
    period = factories.period(cast, collection)
    draft = factories.draft(cast, period)
    earlier = factories.period(cast, collection, slug=factories.quarter().previous.slug)
    sent = factories.submitted(cast, earlier)
    drafted = ("return_detail", "return_figures", "return_upload", "return_warnings", "return_submit")
    of_kind = (
        (drafted, draft),
        ([one for one in PAGES if one.startswith("return_")], sent),
        (("collection_change", "collection_end", "period_open"), collection),
        ([one for one in PAGES if one.startswith("period_")], period),
    )
    found: dict[str, list] = {}
    for pages, row in of_kind:
        found = {page: [row.pk] for page in pages} | found
    return found | {
        "collection_detail": [collection.slug],
        "collection_add": [cast.north.region.pk],
        "edition_detail": [draft.pk, 1],
        "return_template": [draft.pk, "csv"],
    }
