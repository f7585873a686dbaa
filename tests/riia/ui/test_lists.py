"""A list shows what was asked for, or says what it did not understand and shows nothing."""

import csv
import datetime as dt
import io
import re

import django_filters
import django_tables2
import pytest
from django.contrib.auth.models import AnonymousUser, Group
from django.core.exceptions import ImproperlyConfigured
from django.template import Context
from django.test import RequestFactory
from django.utils.html import conditional_escape
from openpyxl import load_workbook

from riia.ui import exports, lists
from riia.ui.lists import list_page
from riia.ui.tables import DateColumn, NumberColumn, Table

pytestmark = pytest.mark.django_db


class GroupFilter(django_filters.FilterSet):
    side = django_filters.ChoiceFilter(
        field_name="name", lookup_expr="startswith", label="Side", choices=[("north", "The north"), ("south", "South")]
    )
    number = django_filters.NumberFilter(field_name="pk", label="Key")
    text = django_filters.CharFilter(field_name="name", lookup_expr="icontains", label="Contains")

    class Meta:
        model = Group
        fields = ()


class GroupTable(Table):
    caption = "Groups"
    unit = ("group", "groups")
    export = (("name", "name"), ("length", "length"), ("permissions__count", "permissions"))
    name = django_tables2.Column(verbose_name="Group")
    size = NumberColumn(accessor="pk", verbose_name="Number")
    nothing = django_tables2.Column(accessor="absent", verbose_name="Nothing", orderable=False)

    def render_name(self, value):
        return f"** {value} **"

    def value_length(self, record):
        return len(record.name)


@pytest.fixture(autouse=True)
def groups():
    """120 groups, `north 000` to `north 059` and `south 060` to `south 119`."""
    Group.objects.bulk_create(Group(name=f"{'north' if n < 60 else 'south'} {n:03}") for n in range(120))


def ask(query="", **rest):
    request = RequestFactory().get(f"/groups/?{query}")
    request.user = AnonymousUser()
    return list_page(
        request,
        queryset=Group.objects.order_by("name"),
        filterset_class=GroupFilter,
        table_class=GroupTable,
        template="layouts/list.html",
        filename="groups",
        **rest,
    )


def names(response):
    return re.findall(r"\*\* (\w+ \d+) \*\*", response.content.decode())


def text_of(response):
    return " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())


def rows(response):
    return list(csv.reader(io.StringIO(response.getvalue().decode("utf-8-sig"))))


def test_the_first_page_says_how_much_it_shows():
    response = ask()
    assert names(response) == [f"north {n:03}" for n in range(50)]
    assert "Showing 1 to 50 of 120 groups" in text_of(response)


def test_a_later_page_is_reached_by_number_and_keeps_the_rest_of_the_query():
    response = ask("page=2&side=south&on=2017-11-01")
    assert names(response) == [f"south {n:03}" for n in range(110, 120)]
    assert "Showing 51 to 60 of 60 groups" in text_of(response)
    assert "?page=1&amp;side=south&amp;on=2017-11-01" in response.content.decode()


def test_filters_are_named_in_words_and_can_be_cleared():
    response = ask("side=north&text=00&sort=-name&on=2017-11-01")
    assert names(response) == [f"north {n:03}" for n in range(9, -1, -1)]
    assert "10 groups . Filtered by side: The north; contains: 00. Clear" in text_of(response)
    assert 'href="?sort=-name&amp;on=2017-11-01">Clear' in response.content.decode()
    assert '<input type="hidden" name="on" value="2017-11-01">' in response.content.decode()
    assert 'aria-sort="descending"' in response.content.decode()


def test_the_filter_form_keeps_its_ids_apart():
    assert 'id="filter_side"' in ask().content.decode()


@pytest.mark.parametrize(
    ("query", "message"),
    [
        ("side=west", "“west” is not one of the choices for “Side”"),
        ("number=many", "Key: enter a number."),
        ("sort=colour", "This list cannot be sorted by “colour”"),
        ("sort=name,-colour", "This list cannot be sorted by “-colour”"),
        ("sort=nothing", "This list cannot be sorted by “nothing”"),
        ("page=4", "There is no page “4”: the list has 3 pages"),
        ("page=0", "There is no page “0”"),
        ("page=-1", "There is no page “-1”"),
        ("page=two", "There is no page “two”"),
        ("page=99999999999999999999999", "There is no page “99999999999999999999”"),
        ("side=north&page=3", "There is no page “3”: the list has 2 pages"),
    ],
)
def test_what_is_not_understood_is_named_and_nothing_is_shown(query, message):
    response = ask(query)
    assert response.status_code == 200
    assert names(response) == []
    assert message in text_of(response)
    assert "Nothing is shown, because something in the request was not understood" in text_of(response)
    assert "Download" not in text_of(response)
    assert "govuk-error-summary" in response.content.decode()


@pytest.mark.parametrize("query", ["export=pdf", "export=csv&side=west", "export=xlsx&sort=colour", "export=CSV"])
def test_a_download_that_cannot_be_made_is_refused(query):
    response = ask(query)
    assert response.status_code == 400
    assert response["Content-Type"].startswith("text/html")
    assert names(response) == []


def test_an_error_of_the_callers_own_leaves_no_rows_and_no_download():
    assert names(ask(errors=["“x” is not a date"])) == []
    assert "“x” is not a date" in text_of(ask(errors=["“x” is not a date"]))
    assert ask("export=csv", errors=["“x” is not a date"]).status_code == 400


def test_nothing_found_is_said_in_words():
    response = ask("text=elsewhere")
    assert "No groups . Filtered by contains: elsewhere" in text_of(response)
    assert "There is nothing to show." in text_of(response)


def test_a_download_holds_every_filtered_row_as_plain_values_under_its_own_headings():
    response = ask("export=csv&side=south&sort=-name&page=2", as_at=dt.date(2017, 11, 1))
    assert response["Content-Disposition"] == 'attachment; filename="groups-2017-11-01.csv"'
    assert rows(response) == [
        ["name", "length", "permissions"],
        *([f"south {n:03}", "9", "0"] for n in range(119, 59, -1)),
    ]


def test_a_workbook_says_what_it_is():
    response = ask("export=xlsx&side=south", as_at=dt.date(2017, 11, 1))
    book = load_workbook(io.BytesIO(response.content))
    about = dict(row for row in book["About"].iter_rows(values_only=True))
    assert book["Data"].max_row == 61
    assert (about["What"], about["As at"], about["Filter: Side"], about["Rows"]) == (
        "Groups",
        "1 November 2017",
        "South",
        60,
    )


def test_a_list_too_long_for_a_workbook_is_refused_in_words(monkeypatch):
    monkeypatch.setattr(lists, "MOST_ROWS", 119)
    monkeypatch.setattr(exports, "MOST_ROWS", 119)
    response = ask("export=xlsx")
    assert response.status_code == 400
    assert "There are 120 rows, and an Excel download holds at most 119" in text_of(response)


def test_downloads_are_reported_before_they_leave_and_refusals_are_not():
    told = []
    ask("export=csv&side=north", on_export=lambda kind, count: told.append((kind, count)))
    ask("export=pdf", on_export=lambda kind, count: told.append((kind, count)))
    assert told == [("csv", 60)]


def test_a_page_asks_the_database_twice_whatever_it_shows(django_assert_num_queries):
    with django_assert_num_queries(2):
        ask("side=north")
    with django_assert_num_queries(2):
        ask("sort=-name&page=2")


@pytest.mark.parametrize(("there", "queries", "says"), [(50, 1, "50 groups"), (51, 2, "Showing 1 to 50 of 51 groups")])
def test_only_a_list_of_several_pages_is_counted(there, queries, says, django_assert_num_queries):
    Group.objects.filter(name__gt=f"north {there - 1:03}").delete()
    with django_assert_num_queries(queries):
        response = ask()
    assert (len(names(response)), says in text_of(response)) == (50, True)


def test_a_list_of_nothing_is_asked_for_once(django_assert_num_queries):
    with django_assert_num_queries(1):
        assert "No groups" in text_of(ask("text=nowhere"))


def test_a_table_without_a_caption_is_refused():
    class Nameless(Table):
        pass

    with pytest.raises(ImproperlyConfigured, match="caption"):
        Nameless([])


def test_without_columns_of_its_own_a_download_has_those_of_the_page():
    class Plain(Table):
        caption = "Plain"
        name = django_tables2.Column()
        population = NumberColumn(accessor="place__population")
        since = DateColumn(precision="known")

    records = [
        {"name": "a", "place": {"population": 1234}, "since": dt.date(2016, 11, 1), "known": "month"},
        {"name": "b", "place": None, "since": None, "known": None},
    ]
    table = Plain(records)
    assert table.export_header() == ["Name", "Population", "Since"]
    assert list(table.export_rows()) == [["a", 1234, dt.date(2016, 11, 1)], ["b", None, None]]
    assert [[str(cell) for cell in row.cells] for row in table.rows] == [
        ["a", "1,234", "November 2016"],
        ["b", "Not known", "Not known"],
    ]


def test_a_misspelt_export_column_is_an_error_not_an_empty_column():
    class Misspelt(GroupTable):
        export = (("nmae", "name"),)

    with pytest.raises(AttributeError):
        list(Misspelt(Group.objects.all()).export_rows())


def test_cells_show_what_the_library_would_show():
    class Wide(GroupTable):
        permissions = django_tables2.ManyToManyColumn()
        linked = django_tables2.Column(accessor="name", linkify=lambda record: f"/groups/{record.pk}/")
        first = django_tables2.Column(empty_values=(), orderable=False)
        template = django_tables2.TemplateColumn("{{ record.name }}, {{ value }}", accessor="pk")

        def render_first(self, record, bound_column):
            return f"{bound_column.name} {record.name[0]}"

    table = Wide(Group.objects.filter(name__endswith="01"))
    table.context = Context()
    cells = re.compile(r"<t[hd][^>]*>(.*?)</t[hd]>", re.DOTALL)
    shown = [[conditional_escape(cell) for cell in row] for row in table.rows]
    assert [cells.findall(row) for row in table.body] == shown


def test_a_choice_is_shown_in_its_words():
    class Seat:
        kind = "dcs"

        def get_kind_display(self):
            return "Director"

    class Seats(Table):
        caption = "Seats"
        kind = django_tables2.Column()
        holder = django_tables2.Column(
            accessor="person__name", default="<Vacant>", attrs={"td": {"class": "app-table__nowrap"}}
        )

    assert list(Seats([Seat()]).body) == [
        '<tr class="govuk-table__row"><th class="govuk-table__header" scope="row">Director</th>'
        '<td class="govuk-table__cell app-table__nowrap">&lt;Vacant&gt;</td></tr>'
    ]
