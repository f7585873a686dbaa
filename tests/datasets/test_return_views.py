"""The pages of collections, periods and returns: what they show, take and refuse, and what is never lost."""

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from datasets import workflow
from datasets.models import Collection, CollectionPeriod, Edition, FigureWarning
from datasets.rules.returns import figures_of
from datasets.statuses import Agreement, Origin, PeriodStatus, ReturnStatus
from regions.models import Authority
from regions.querysets import today
from tests.datasets import factories
from tests.datasets.factories import figures, on_day
from tests.datasets.filling import text as filled
from tests.people import signed_in


@pytest.fixture
def period(cast) -> CollectionPeriod:
    return factories.period(cast)


@pytest.fixture
def lead(cast, client):
    return signed_in(client, cast.north.performance_lead)


def page(client, address: str, status: int = 200) -> str:
    """What the page says, as text."""
    response = client.get(address)
    assert response.status_code == status, address
    return words(response)


def words(response) -> str:
    found = re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)
    text = re.sub(r"<[^>]+>", " ", found.group() if found else response.content.decode())
    return re.sub(r"\s+", " ", text).replace("&#x27;", "'").replace("&amp;", "&")


def at(name: str, *args) -> str:
    return reverse(name, args=args)


def typed(**changed) -> dict[str, str]:
    """What a browser sends of the form of all figures."""
    given = {f"value_{code}": str(value) for code, value in factories.FIGURES.items()}
    return {"seen": "0"} | given | changed


# --- Typing -----------------------------------------------------------------------------------------------------------


def test_figures_are_typed_with_markers_and_caveats(lead, cast, period):
    return_ = factories.of_first(cast, period)
    sent = typed(
        **{
            "value_referrals": "1,400",
            "value_looked-after": "",
            "marker_looked-after": "x",
            "caveat_social-workers": "provisional",
            "words_social-workers": "Payroll is not closed.",
            "value_repeat-referrals": "z",
        }
    )
    response = lead.post(at("return_figures", return_.pk), sent, follow=True)
    return_.refresh_from_db()
    assert response.redirect_chain[-1][0] == return_.get_absolute_url()
    assert "The figures are kept as edition 1." in words(response)
    assert return_.edition.origin == Origin.TYPED
    found = {code: (str(one.value), one.marker, one.caveat_words) for code, one in figures_of(return_.edition).items()}
    assert found == {
        "referrals": ("1400.00", "", ""),
        "repeat-referrals": ("None", "z", ""),
        "looked-after": ("None", "x", ""),
        "social-workers": ("61.50", "", "Payroll is not closed."),
    }


def test_dat_5_what_was_typed_is_never_lost(lead, cast, period):
    return_ = factories.of_first(cast, period)
    sent = typed(
        **{
            "value_referrals": "four hundred",
            "value_looked-after": "-3",
            "words_social-workers": "No caveat chosen",
            "marker_repeat-referrals": "q",
            "value_repeat-referrals": "",
        }
    )
    response = lead.post(at("return_figures", return_.pk), sent)
    assert response.status_code == 422
    text = words(response)
    assert "Referrals: this is not a number. Enter one such as 12." in text
    assert "Children looked after: this is negative. Nothing can be counted below 0." in text
    assert "Social workers: there are words, but no caveat." in text
    html = response.content.decode()
    for value in ("four hundred", "-3", "No caveat chosen", "61.5"):
        assert f'value="{value}"' in html
    assert not Edition.objects.exists()
    only_a_caveat = {"seen": "0", "caveat_referrals": "provisional", "words_referrals": "Soon"}
    assert "Referrals: there is a caveat, but neither a number" in words(
        lead.post(at("return_figures", return_.pk), only_a_caveat)
    )


def test_of_two_who_type_the_second_is_told_and_keeps_what_they_typed(lead, cast, period):
    return_ = factories.draft(cast, period)
    response = lead.post(at("return_figures", return_.pk), typed(value_referrals="777"))
    assert response.status_code == 422
    assert "has changed this return since you opened it, so yours was not saved" in words(response)
    assert 'value="777"' in response.content.decode()
    assert return_.editions.count() == 1


def test_the_form_shows_the_last_periods_figures_beside(lead, cast):
    collection = factories.collection(cast)
    before = factories.period(cast, collection, slug=factories.quarter().previous.slug)
    factories.accepted(cast, before, looked_after="x", social_workers=None)
    return_ = factories.of_first(cast, factories.period(cast, collection))
    text = page(lead, at("return_figures", return_.pk))
    label = str(factories.quarter().previous)
    assert f"Referrals, counted. {label}: 400." in text
    assert f"Children looked after, counted. {label}: not available." in text
    assert f"Social workers, counted. {label}: no figure." in text


def test_what_is_out_of_hands_is_not_typed_over(lead, cast, period):
    return_ = factories.submitted(cast, period)
    for name in ("return_figures", "return_upload"):
        assert "Record figures is not possible: it is submitted, not signed off." in page(lead, at(name, return_.pk))
    response = lead.post(at("return_figures", return_.pk), typed(seen="1", value_referrals="777"))
    assert response.status_code == 422
    assert 'value="777"' in response.content.decode()
    assert "What you typed is below. It is not saved." in words(response)


def test_dat_20_restating_asks_why(lead, cast, period):
    return_ = factories.published_return(cast, period)
    assert "Restate this quarter" in page(lead, return_.get_absolute_url())
    sent = typed(seen="1", value_referrals="401")
    response = lead.post(at("return_figures", return_.pk), sent)
    assert "Fill in “Why the quarter is restated”" in words(response)
    lead.post(at("return_figures", return_.pk), sent | {"why": "Counted twice"})
    return_.refresh_from_db()
    assert (return_.status, return_.edition.reason, return_.published.number) == (
        ReturnStatus.DRAFT,
        "Counted twice",
        1,
    )
    text = page(lead, return_.get_absolute_url())
    assert "Published; being restated" in text
    assert "Give up the restatement" in text
    assert "Why the quarter is restated" in page(
        lead, at("return_upload", factories.published_return(cast, other(cast)).pk)
    )


def other(cast) -> CollectionPeriod:
    return factories.period(cast, factories.collection(cast, name="Other"))


# --- Uploading --------------------------------------------------------------------------------------------------------


def uploaded(client, return_, content: bytes, name: str = "return.csv", seen: int = 0):
    file = SimpleUploadedFile(name, content, content_type="text/csv")
    return client.post(at("return_upload", return_.pk), {"file": file, "seen": seen}, follow=True)


def test_a_filled_in_template_becomes_an_edition(lead, cast, period):
    return_ = factories.of_first(cast, period)
    response = uploaded(lead, return_, filled(return_))
    assert "The figures are kept as edition 1." in words(response)
    return_.refresh_from_db()
    made = return_.edition
    assert figures_of(made) == figures()
    assert (made.origin, made.file_name, len(made.file_digest)) == (Origin.TEMPLATE, "return.csv", 64)


def test_dat_5_a_file_with_bad_cells_is_refused_whole_and_each_is_listed(lead, cast, period):
    return_ = factories.draft(cast, period)
    response = uploaded(lead, return_, filled(return_, referrals="lots", looked_after="-1"), seen=1)
    assert response.status_code == 422
    text = words(response)
    assert "2 things are wrong in it" in text
    assert "The return holds what it held before: edition 1" in text
    assert re.search(r"File 2 \w+ lots This is not a number", text)
    assert re.search(r"File 4 \w+ -1 This is negative", text)
    return_.refresh_from_db()
    assert (return_.edition.number, figures_of(return_.edition)) == (1, figures())
    assert "The return holds no figures, as before" in words(
        uploaded(lead, factories.of_first(cast, other(cast)), b"nothing of use", seen=0)
    )


def test_what_is_no_file_of_figures_is_refused_in_words(lead, cast, period):
    return_ = factories.of_first(cast, period)
    assert "1 thing is wrong in it" in words(uploaded(lead, return_, b"\x00\x01", name="figures.exe"))
    response = lead.post(at("return_upload", return_.pk), {"seen": "0"})
    assert "Choose a file" in words(response)
    again = factories.draft(cast, period)
    assert "These are the figures that the return holds already." in words(uploaded(lead, again, filled(again), seen=1))


def test_a_file_that_is_too_large_is_refused_before_it_is_read(lead, cast, period, monkeypatch):
    monkeypatch.setattr("datasets.forms.returns.MOST_BYTES", 10)
    text = words(uploaded(lead, factories.of_first(cast, period), b"more than ten bytes"))
    assert "The file is larger than 10 MB." in text


def test_the_template_comes_as_excel_or_csv_and_to_who_fills_it_in(lead, cast, client, period):
    return_ = factories.of_first(cast, period)
    for kind, start in (("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")):
        response = lead.get(at("return_template", return_.pk, kind))
        name = f"aldermoor-{period.slug}.{kind}"
        assert response["Content-Disposition"] == f'attachment; filename="{name}"'
        assert response.content.startswith(start)
    assert lead.get(at("return_template", return_.pk, "pdf")).status_code == 404
    signed_in(client, cast.north.dcs)
    assert client.get(at("return_template", return_.pk, "csv")).status_code == 404


def test_warnings_are_shown_and_get_their_reasons(lead, cast, period):
    return_ = factories.draft(cast, period)
    items = period.version.items.all()
    for item in items[:2]:
        FigureWarning.objects.create(edition=return_.edition, item=item, check_name="change", text="Twice as many.")
    first, second = return_.edition.warnings.all()
    assert "2 warnings need a reason each." in page(lead, return_.get_absolute_url())
    address = at("return_warnings", return_.pk)
    response = lead.post(address, {f"reason_{first.pk}": "  ", f"reason_{second.pk}": ""})
    assert response.status_code == 422
    nothing = "No reason was written, so nothing was kept. 2 warnings wait for their reasons."
    assert nothing in words(response)
    response = lead.post(address, {f"reason_{first.pk}": "A new team."}, follow=True)
    assert "The reason is kept. 1 warning waits for its reason." in words(response)
    response = lead.post(
        address, {f"reason_{first.pk}": "A new team.", f"reason_{second.pk}": "So it is."}, follow=True
    )
    assert "The reason is kept. Every warning has its reason." in words(response)
    response = lead.post(
        address, {f"reason_{first.pk}": "A new team.", f"reason_{second.pk}": "So it is."}, follow=True
    )
    assert "No reason was changed." in words(response)
    assert [one.reason for one in return_.edition.warnings.all()] == ["A new team.", "So it is."]
    workflow.submit_return(return_, by=cast.north.performance_lead)
    assert "The return is not in your hands: submitted, not signed off." in page(lead, address)
    response = lead.post(address, {f"reason_{first.pk}": "Another."})
    assert response.status_code == 422
    assert "Another." in response.content.decode()
    empty = at("return_warnings", factories.of_first(cast, other(cast)).pk)
    assert "Nothing about these figures is unlikely." in page(lead, empty)


# --- The journey ------------------------------------------------------------------------------------------------------


def test_a_return_walks_through_its_pages_to_publication(cast, client, period):
    return_ = factories.draft(cast, period)
    lead, dcs, team = cast.north.performance_lead, cast.north.dcs, cast.north.regional_team

    def post(user, name, **sent):
        response = signed_in(client, user).post(at(name, return_.pk), sent, follow=True)
        return_.refresh_from_db()
        return words(response)

    assert "The return is submitted." in post(lead, "return_submit")
    assert "All of it?" in post(team, "return_query", text="All of it?")
    assert "So few?" in post(team, "return_query", text="So few?", about=period.version.items.last().pk)
    assert return_.status == ReturnStatus.QUERIED
    asked = page(signed_in(client, lead), at("return_answer", return_.pk))
    assert "The whole return: All of it?" in asked
    assert "The answer is kept." in post(lead, "return_answer", text="Yes, all.", query="")
    assert return_.status == ReturnStatus.SUBMITTED
    said = page(signed_in(client, dcs), at("return_sign_off", return_.pk))
    assert "Nothing of this return was signed off before, so all of it is new." in said
    assert post(dcs, "return_sign_off", edition="2").count("The figures were changed after you opened the page") == 2
    assert "The return is signed off." in post(dcs, "return_sign_off", edition="1")
    assert "The return is accepted." in post(team, "return_accept", edition="1")
    for name, day, said in (
        ("period_preview", today(), "The preview has begun."),
        ("period_publish", today() + timedelta(days=9), "It is published."),
    ):
        with on_day(day):
            response = signed_in(client, team).post(at(name, period.pk), follow=True)
        assert said in words(response)
    period.refresh_from_db()
    return_.refresh_from_db()
    assert (period.status, return_.status) == (PeriodStatus.PUBLISHED, ReturnStatus.PUBLISHED)
    history = page(signed_in(client, lead), return_.get_absolute_url())
    for step in ("Submit to the director", "Query", "Answer a query", "Sign off", "Accept", "Publish with its period"):
        assert f"{step}: Aldermoor" in history


def test_the_director_sees_what_changed_since_the_last_sign_off(cast, client, period):
    factories.signed_off(cast, period)
    return_ = workflow.withdraw_return(factories.of_first(cast, period), by=cast.north.dcs, reason="A mistake")
    workflow.submit_return(return_, by=cast.north.performance_lead)
    signed_in(client, cast.north.dcs)
    assert "No figure changed since edition 1 was signed off." in page(client, at("return_sign_off", return_.pk))
    workflow.withdraw_return(return_, by=cast.north.dcs, reason="A mistake")
    factories.submitted(cast, period, referrals=1401, looked_after="x", social_workers=None)
    text = page(client, at("return_sign_off", return_.pk))
    assert "Figures that are not the same" in text
    for change in ("Referrals 400 1,401", "Children looked after 250 not available", "Social workers 61.5 not given"):
        assert change in text


def test_editions_are_compared(lead, cast, period):
    factories.draft(cast, period)
    factories.draft(cast, period, referrals=401)
    return_ = factories.draft(cast, period, referrals=402)
    text = page(lead, at("edition_detail", return_.pk, 3))
    assert "Since edition 2" in text
    assert "Referrals 401 402" in text
    assert "Referrals 400 402" in page(lead, at("edition_detail", return_.pk, 3) + "?with=1")
    assert "There is no edition “9” to compare with" in page(lead, at("edition_detail", return_.pk, 3) + "?with=9")
    page(lead, at("edition_detail", return_.pk, 4), status=404)
    assert "What changed" not in page(lead, at("edition_detail", factories.draft(cast, other(cast)).pk, 1))


def test_taking_back_commenting_and_giving_up(cast, client, period):
    return_ = factories.accepted(cast, period)
    workflow.start_preview(period, by=cast.north.regional_team)
    signed_in(client, cast.north.dcs)
    assert "Comment before publication" in page(client, return_.get_absolute_url())
    client.post(at("return_comment", return_.pk), {"text": "We moved to another system."})
    assert "We moved to another system." in page(client, return_.get_absolute_url())
    response = client.post(at("return_withdraw", return_.pk), {"reason": "Counted twice"}, follow=True)
    assert "The return is back in the authority’s hands." in words(response)
    published = factories.published_return(cast, other(cast))
    factories.draft(cast, published.collection_period, why="Counted twice", referrals=401)
    response = client.post(at("return_drop", published.pk), follow=True)
    assert "The quarter stays as it was published." in words(response)


# --- What each reader finds -------------------------------------------------------------------------------------------


def test_gen_2_nobody_is_called_late(cast, client, period):
    factories.accepted(cast, period)
    for somebody in (cast.north.dcs, cast.north.regional_team, cast.north.board_member, cast.administrator):
        signed_in(client, somebody)
        for address in ("/data/", period.get_absolute_url(), period.collection.get_absolute_url()):
            assert not re.search(r"\b(late|failing|worst)\b", page(client, address), re.IGNORECASE)


def test_no_page_of_a_collection_shows_figures_to_who_may_not_see_them(cast, client, period):
    secret = factories.accepted(cast, period, referrals=98765)
    workflow.start_preview(period, by=cast.north.regional_team)
    addresses = ["/data/", period.get_absolute_url(), period.collection.get_absolute_url(), secret.get_absolute_url()]
    for name in ("board_member", "unsigned_dcs", "dass", "lga_adviser", "dfe_adviser"):
        signed_in(client, getattr(cast.north, name))
        for address in addresses:
            assert "98,765" not in client.get(address).content.decode().replace("98765", "98,765")
    signed_in(client, cast.north.dcs)
    assert "98,765" in page(client, secret.get_absolute_url())


def test_readers_of_a_published_return_find_its_state_and_no_counts(cast, client, period):
    return_ = factories.published_return(cast, period, referrals=98765)
    signed_in(client, cast.north.board_member)
    text = page(client, return_.get_absolute_url())
    assert "everybody else compares indicators" in text
    assert "98,765" not in text
    assert "What has happened" not in text
    factories.draft(cast, period, why="Counted twice", referrals=98764)
    signed_in(client, cast.north.regional_team)
    text = page(client, return_.get_absolute_url())
    assert "98,765" in text
    assert "98,764" not in text


def test_the_page_of_a_collection_tells_how_complete_it_is(cast, client, period):
    factories.accepted(cast, period)
    signed_in(client, cast.north.regional_team)
    text = page(client, period.collection.get_absolute_url())
    assert f"{period.label}: open for returns. 1 of 3 returns received." in text
    assert "Returns by authority" in text
    assert "Birchester Not received yet" in text
    signed_in(client, cast.north.board_member)
    text = page(client, period.collection.get_absolute_url())
    assert "1 of 3 returns received." in text
    assert "Birchester" not in text


def test_the_front_page_of_data_says_what_waits_and_lists_collections(cast, client):
    signed_in(client, cast.north.regional_team)
    assert "No collection has been started in your regions yet." in page(client, "/data/")
    collection = factories.collection(cast)
    assert "None opened yet" in page(client, "/data/")
    period = factories.period(cast, collection)
    text = page(client, "/data/")
    assert "Begin the preview" in text
    assert f"Core dataset North {period.label} Open for returns" in text
    signed_in(client, cast.administrator)
    assert "Core dataset" in page(client, "/data/")
    signed_in(client, cast.south.dcs)
    assert "Core dataset" not in page(client, "/data/")
    factories.accepted(cast, period)
    factories.published(cast, period)
    workflow.end_collection(collection, by=cast.north.regional_team)
    signed_in(client, cast.north.regional_team)
    assert "Ended" in page(client, "/data/")
    assert "Ended on" in page(client, collection.get_absolute_url())


# --- Setting up in the browser ----------------------------------------------------------------------------------------


def test_a_team_starts_changes_and_ends_a_collection_and_opens_its_periods(cast, client):
    team, region = signed_in(client, cast.north.regional_team), cast.north.region
    version = factories.dataset()
    sent = {
        "name": "Agency staff",
        "kind": "survey",
        "purpose": "To learn",
        "version": version.pk,
        "agreement": Agreement.REGION,
        "due_days": 10,
        "query_days": 2,
        "preview_days": 5,
    }
    response = team.post(at("collection_add", region.pk), sent, follow=True)
    assert "Agency staff is set up." in words(response)
    collection = Collection.objects.get()
    response = team.post(at("collection_change", collection.pk), sent | {"due_days": 12}, follow=True)
    assert "due 12 working days after" in words(response)
    refused = team.post(at("collection_change", collection.pk), sent | {"preview_days": 4})
    assert refused.status_code == 422
    address = at("period_open", collection.pk)
    assert "Choose a quarter, or give the period a name." in words(team.post(address, {}))
    days = {"starts_day": 5, "starts_month": 1, "starts_year": 2026}
    days |= {"last_day_day": 9, "last_day_month": 1, "last_day_year": 2026}
    response = team.post(address, {"slug": "winter-2026"} | days, follow=True)
    assert "winter-2026 is open." in words(response)
    quarter = factories.quarter()
    assert f"{quarter} is open." in words(team.post(address, {"quarter": quarter.slug}, follow=True))
    assert "winter-2026 is not published yet." in words(team.get(at("collection_end", collection.pk)))
    empty = factories.collection(cast, name="Never begun")
    assert "Never begun has ended." in words(team.post(at("collection_end", empty.pk), follow=True))


def test_dates_are_moved_with_a_reason(cast, client, period):
    team = signed_in(client, cast.north.regional_team)
    later = today() + timedelta(days=40)
    sent = {"reason": "A strike"}
    for name in ("due_on", "queries_until", "preview_from", "publish_on"):
        sent |= {f"{name}_day": later.day, f"{name}_month": later.month, f"{name}_year": later.year}
    response = team.post(at("period_move", period.pk), sent, follow=True)
    text = words(response)
    assert "The dates are moved." in text
    assert "Reason: A strike" in text
    with on_day(later):
        assert "(today)" in page(signed_in(client, cast.north.regional_team), period.get_absolute_url())


def test_the_core_dataset_is_opened_for_quarters_alone(cast, client):
    collection = factories.collection(cast)
    team = signed_in(client, cast.north.regional_team)
    html = team.get(at("period_open", collection.pk)).content.decode()
    assert "Name in addresses" not in html
    assert f'<option value="{factories.quarter().next.slug}" selected' in html
    assert "not over yet" in html


# --- Queries ----------------------------------------------------------------------------------------------------------


def test_pages_take_the_same_queries_for_three_authorities_and_for_thirty(cast, client, django_assert_max_num_queries):
    signed_in(client, cast.north.regional_team)
    collection = factories.collection(cast)
    period = factories.period(cast, collection, slug=factories.quarter().previous.slug)
    factories.accepted(cast, period)

    def taken() -> list[int]:
        addresses = ["/data/", collection.get_absolute_url(), period.get_absolute_url()]
        counts = []
        for address in addresses:
            with django_assert_max_num_queries(15) as found:
                page(client, address)
            counts.append(len(found))
        return counts

    few = taken()
    Authority.objects.bulk_create(
        Authority(slug=f"place-{number}", name=f"Place {number}", kind="unitary", region=cast.north.region)
        for number in range(30)
    )
    period = factories.period(cast, collection)
    for authority in Authority.objects.filter(slug__in=("place-1", "place-2")):
        factories.given(cast, period, authority)
    assert taken() == few
