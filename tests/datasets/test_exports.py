"""What of a quarter goes to the LGA and the DfE, what members took, and who sees that it went (DAT-11, DAT-12)."""

import json

import pytest

from datasets import exporting, workflow
from datasets.exporting import HEADER
from datasets.guarding import OUTSIDE, Standing, guarded, guarded_areas, standing_of
from datasets.models import AreaValue, DataExport, InYearValue
from datasets.small_numbers import mark_england, protect_period
from riia.audit.models import Event
from riia.workflow import NotPermitted, NotPossible
from tests.datasets import factories, leaving
from tests.people import signed_in

FIRST, SECOND, THIRD = "aldermoor", "birchester", "calderwick"


@pytest.fixture
def period(cast):
    """A published quarter of three authorities; the first has four repeat referrals, which is a small number."""
    found = factories.period(cast, factories.collection(cast, name="Sent on"))
    factories.given(cast, found, cast.north.second)
    factories.given(cast, found, cast.north.third, repeat_referrals=100)
    factories.accepted(cast, found, repeat_referrals=4)
    return factories.published(cast, found)


def rows_of(period, indicator: str = "repeat-referrals-share") -> dict[str, dict]:
    """Rows that would go, by authority; the region's under its own level."""
    rows = [dict(zip(HEADER, row, strict=True)) for row in exporting.export_rows(period)]
    return {one["authority"] or one["level"]: one for one in rows if one["indicator"] == indicator}


def test_a_small_number_and_a_second_one_go_out_hidden_with_everything_that_gives_them_back(period):
    found = rows_of(period)
    hidden = {who: one for who, one in found.items() if one["marker"] == "c"}
    assert set(hidden) == {FIRST, SECOND}
    for one in hidden.values():
        assert (one["value"], one["numerator"], one["denominator"], one["lower_95"], one["upper_95"]) == ("",) * 5
        assert one["why_no_value"] == "hidden (small number)"
    assert (found[THIRD]["value"], found[THIRD]["numerator"], found[THIRD]["denominator"]) == ("25", "100", "400")
    assert found["region"]["numerator"] == "194"


def test_each_row_has_its_codes_its_method_and_its_version(period):
    one = rows_of(period)[THIRD]
    assert [one[name] for name in ("level", "authority", "region", "period", "unit", "multiplier")] == [
        "authority",
        THIRD,
        "north",
        period.slug,
        "percent",
        100,
    ]
    assert (one["interval_method"], one["collection"], one["version"]) == ("Wilson", "sent-on", "small")


def test_who_sent_nothing_has_a_row_that_says_so(cast):
    found = rows_of(leaving.published(cast))
    assert {who: one["why_no_value"] for who, one in found.items() if who in (SECOND, THIRD)} == {
        SECOND: "not submitted",
        THIRD: "not submitted",
    }


def test_two_exports_of_one_publication_are_the_same(period, cast):
    first, second = leaving.export(cast, period), leaving.export(cast, period, "dfe")
    assert (first.digest, first.content) == (second.digest, second.content)
    assert first.digest == exporting.digest_of(first.content)


def test_an_export_is_kept_as_it_went_when_the_quarter_is_restated(period, cast):
    export = leaving.export(cast, period)
    before = json.dumps(export.content)
    factories.accepted(cast, period, why="Counted twice", repeat_referrals=5, referrals=390)
    export.refresh_from_db()
    assert json.dumps(export.content) == before
    found = rows_of(period)
    assert {who for who, one in found.items() if one["marker"] == "c"} >= {FIRST, SECOND}
    # The total from before and the one from now differ by what changed, which is hidden.
    assert (found["region"]["value"], found["region"]["numerator"]) == ("", "")


def test_nothing_goes_before_publication_or_to_anybody_else_or_after_a_change(period, cast):
    team = cast.north.regional_team
    not_published = factories.period(cast, factories.collection(cast, name="Other"))
    with pytest.raises(NotPossible, match="once the period is published"):
        workflow.export_period(not_published, by=team, recipient="lga")
    with pytest.raises(NotPossible, match="goes to the LGA or to the DfE"):
        workflow.export_period(period, by=team, recipient="member")
    with pytest.raises(NotPossible, match="were revised after you opened"):
        workflow.export_period(period, by=team, recipient="lga", digest="0" * 64)
    with pytest.raises(NotPermitted):
        workflow.export_period(period, by=cast.administrator, recipient="lga")
    assert not DataExport.objects.exists()


def test_without_figures_there_is_nothing_to_export(period, cast):
    InYearValue.objects.filter(collection_period=period).update(is_current=False)
    with pytest.raises(NotPossible, match="No figure of this period is published"):
        leaving.export(cast, period)


def test_what_goes_is_looked_at_recorded_and_downloaded(period, cast, client):
    signed_in(client, cast.north.regional_team)
    address = f"/data/periods/{period.pk}/export/"
    page = client.get(address).content.decode()
    assert "hidden (small number)" in page
    digest = exporting.digest_of(exporting.export_rows(period))
    answer = client.post(address, {"recipient": "lga", "digest": digest})
    export = DataExport.objects.get()
    assert answer.url == f"/data/exports/{export.pk}/"
    text = b"".join(client.get(answer.url, {"export": "csv"}).streaming_content).decode()
    lines = text.lstrip("\ufeff").splitlines()
    assert len(lines) == export.rows + 1
    assert "Consult the owner before disclosure" in lines[1]
    assert client.get(answer.url, {"export": "xlsx"}).content[:2] == b"PK"
    assert client.get(answer.url, {"export": "pdf"}).status_code == 400
    assert Event.objects.filter(verb="export", after__query=f"export {export.pk}").count() == 2


def test_a_members_download_of_in_year_figures_is_recorded_for_its_period(period, cast, client):
    signed_in(client, cast.north.dcs)
    answer = client.get("/data/rug/", {"period": period.slug, "theme": "all", "export": "csv"})
    assert answer.status_code == 200
    got = workflow.who_got(period).get()
    assert (got.recipient, got.made_by, got.content) == ("member", cast.north.dcs, [])
    # Three authorities, two indicators.
    assert got.rows == 6


def test_advisers_see_what_went_to_their_organisation_and_nobody_elses(period, cast):
    lga, dfe = leaving.export(cast, period), leaving.export(cast, period, "dfe")
    workflow.note_downloads(cast.north.dcs, [(period.pk, ["one"])])
    seen = {
        name: set(DataExport.objects.visible_to(cast[name]).exclude(recipient="member"))
        for name in ("north.lga_adviser", "north.dfe_adviser", "north.dcs", "south.dfe_adviser", "administrator")
    }
    assert seen == {
        "north.lga_adviser": {lga},
        "north.dfe_adviser": {dfe},
        "north.dcs": set(),
        "south.dfe_adviser": set(),
        "administrator": set(),
    }
    assert DataExport.objects.visible_to(cast.north.regional_team).count() == 3


# --- Inside and outside -----------------------------------------------------------------------------------------------


def shown(period, reader, name: str = "value") -> dict[str, object]:
    rows = guarded(InYearValue.objects.current().filter(collection_period=period), reader)
    rows = rows.filter(indicator__code="repeat-referrals-share")
    return dict(rows.values_list("authority__slug", f"shown_{name}"))


def test_inside_the_region_small_numbers_show(period, cast):
    assert {who: float(one) for who, one in shown(period, cast.north.dcs).items()} == {
        FIRST: 1,
        SECOND: 22.5,
        THIRD: 25,
    }


def test_outside_it_they_are_hidden_and_nothing_beside_them_has_a_place(period, cast):
    InYearValue.objects.update(band="D", rank=1, ranked=3, z=1.0, flags=["lowest-quarter"])
    assert shown(period, cast.south.dcs) == {FIRST: None, SECOND: None, THIRD: 25}
    assert set(shown(period, cast.south.dcs, "band").values()) == {""}
    assert set(shown(period, cast.south.dcs, "z").values()) == {None}
    assert shown(period, cast.south.dcs, "flags") == {FIRST: [], SECOND: [], THIRD: []}
    assert shown(period, OUTSIDE, "marker") == {FIRST: "c", SECOND: "c", THIRD: ""}


def test_own_figures_always_show(period, cast):
    own = Standing(own=frozenset({cast.north.first.pk}))
    assert shown(period, own) == {FIRST: 1, SECOND: None, THIRD: 25}


def test_who_is_inside_holds_a_seat_of_the_region_or_reads_under_its_memorandum(cast):
    north = cast.north.region.pk
    inside = {name for name in ("dcs", "board_member", "lga_adviser", "regional_team") if north in _inside(cast, name)}
    assert inside == {"dcs", "board_member", "lga_adviser", "regional_team"}
    for name in ("dfe_adviser", "unsigned_dcs", "local_administrator"):
        assert _inside(cast, name) == set(), name


def _inside(cast, name: str) -> set[int]:
    return set(standing_of(cast[f"north.{name}"]).inside)


def test_sensitive_figures_are_hidden_inside_too(period, cast):
    period.version.definitions.filter(indicator__code="repeat-referrals-share").update(small_numbers="everywhere")
    period.protection = {}
    protect_period(period)
    assert shown(period, cast.north.lga_adviser) == {FIRST: None, SECOND: 22.5, THIRD: 25}
    assert shown(period, cast.north.dcs) == {FIRST: 1, SECOND: 22.5, THIRD: 25}
    # Each knows its own, so the total would give the other away.
    region = AreaValue.objects.filter(collection_period=period, indicator__code="repeat-referrals-share")
    assert guarded_areas(region, cast.north.dcs).get().shown_value is None


def test_nothing_is_flagged_or_called_a_trend_after_a_hidden_quarter_of_the_same_authority(period, cast):
    """Six rising from nought to six would give every quarter between them away."""
    later = factories.period(cast, period.collection, slug=factories.quarter().next.slug)
    for one in (cast.north.first, cast.north.second, cast.north.third):
        factories.given(cast, later, one)
    with factories.on_day(later.publish_on):
        factories.published(cast, later)
    InYearValue.objects.filter(collection_period=later).update(trend="increasing", flags=["drift"])
    assert shown(later, cast.south.dcs) == {FIRST: 22.5, SECOND: 22.5, THIRD: 22.5}
    assert shown(later, cast.south.dcs, "flags") == {FIRST: [], SECOND: [], THIRD: ["drift"]}
    assert shown(later, cast.south.dcs, "trend") == {FIRST: "", SECOND: "", THIRD: "increasing"}
    assert set(shown(later, cast.north.board_chair, "trend").values()) == {"increasing"}


def test_a_link_leads_to_exports_for_those_who_see_them(period, cast, client):
    link = 'href="/data/exports/"'
    people = ("north.regional_team", "north.lga_adviser", "north.dfe_adviser", "north.dcs", "north.board_chair")
    seen = [name for name in people if link in signed_in(client, cast[name]).get("/data/").content.decode()]
    assert seen == ["north.regional_team", "north.lga_adviser", "north.dfe_adviser"]


def test_what_was_not_worked_out_is_hidden_outside(period, cast):
    InYearValue.objects.update(hidden_outside=None, unplaced_outside=None)
    assert set(shown(period, OUTSIDE).values()) == {None}


def test_before_publication_nothing_is_marked(cast):
    found = factories.period(cast)
    protect_period(found)
    assert found.protection == {}


def test_englands_total_is_withheld_with_a_regions(period, cast):
    AreaValue.objects.filter(region=None).delete()
    indicator = period.version.definitions.first().indicator
    about = {"series": "in-year", "period_end": period.last_day, "year": period.last_day.year, "indicator": indicator}
    AreaValue.objects.create(**about, value=20, numerator=100, denominator=500, used=2, expected=2)
    mark_england(period.last_day)
    assert _england(indicator, cast.south.dcs) == 20
    period.protection["outside"]["withheld"] = [[cast.north.region.pk, indicator.pk]]
    period.save()
    mark_england(period.last_day)
    assert _england(indicator, cast.south.dcs) is None


def _england(indicator, reader):
    rows = guarded_areas(AreaValue.objects.filter(region=None, indicator=indicator), reader)
    return rows.values_list("shown_value", flat=True).get()


def test_a_sum_of_four_quarters_is_hidden_with_a_hidden_quarter_in_it(period, cast):
    from datasets.small_numbers import _carried, _together

    definitions = list(period.version.definitions.order_by("pk"))
    rolling, quarter = definitions
    rolling.scaling, rolling.numerator, rolling.denominator = "rolling-year", ["looked-after"], []
    together = _together(definitions)
    assert together == [frozenset({rolling.indicator_id, quarter.indicator_id})]
    later = factories.period(cast, period.collection, slug=factories.quarter().next.slug)
    period.protection = {"outside": {"hidden": [[cast.north.first.pk, quarter.indicator_id]]}}
    period.save()
    assert _carried(later, definitions, together) == {
        "inside": set(),
        "outside": {(cast.north.first.pk, rolling.indicator_id)},
    }
