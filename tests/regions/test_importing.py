"""Importing files of people, seats and appointments: previewed, confirmed wholly or not at all, and again (DIR-10)."""

import io
import re
from datetime import date

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import CommandError, call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from openpyxl import load_workbook

from regions import workflow
from regions.importing import standing
from regions.importing.cells import read_date
from regions.importing.known import Known
from regions.importing.reading import read
from regions.models import Appointment, DirectoryImport, Person, Seat
from regions.roles import Role
from regions.rules import appointments as rules
from regions.workflow.imports import plan_of
from riia.audit.models import Event
from riia.notifications.models import Notice
from riia.workflow import NotPermitted, NotPossible
from tests import factories
from tests.people import signed_in

pytestmark = pytest.mark.django_db
HEADER = "person_id,name,email,telephone,place_type,place,role,seat_number,job_title,from,to,interim,appointment_id"
OFFICER = ",Ines Neu,ines@x.example,020 7946 0000,authority,aldermoor,named-reader,2,Reader,2026-01-05,,no,"


def preview(cast, *lines, by=None, region="own", header=HEADER) -> DirectoryImport:
    region = cast.north.region if region == "own" else region
    return factories.previewed(region, by=by or cast.north.regional_team, lines=(header, *lines))


def plan(cast, *lines, **rest):
    item = preview(cast, *lines, **rest)
    return plan_of(item, item.uploaded_by)


def told(plan) -> list[tuple]:
    return [(one.number, one.kind) for one in plan.lines]


def faults(plan) -> list[tuple]:
    return [(one.row, f"{one.letter}{one.row}", one.heading, one.value, one.reason) for one in plan.all_faults]


# --- Preview ----------------------------------------------------------------------------------------------------------


def test_three_bad_rows_of_four_are_named_with_every_bad_cell(cast):
    judged = plan(
        cast,
        OFFICER,
        ",Bo,not an address,,authority,aldermoor,wizard,x,=1+1,31/2/2026,,maybe,",
        "999999,Cy Young,,,authority,calderwick,named-reader,,,2026-01-01,,,",
        ",Di Old,,,authority,nowhere,dcs,,,,,,88888888",
    )
    assert told(judged) == [(2, "new"), (3, "error"), (4, "error"), (5, "error")]
    cells = {(row, cell, value) for row, cell, _, value, _ in faults(judged)}
    assert cells >= {
        (3, "C3", "not an address"),
        (3, "G3", "wizard"),
        (3, "H3", "x"),
        (3, "I3", "=1+1"),
        (3, "J3", "31/2/2026"),
        (3, "L3", "maybe"),
        (4, "A4", "999999"),
        (5, "F5", "nowhere"),
    }
    assert judged.reasons == ["3 rows are wrong. Correct the file and upload it again."]


def test_a_row_says_what_it_changes_from_what_to_what(cast):
    held = cast.appointment(cast.north.performance_lead)
    line = f'{held.person_id},"{held.person.name}",new@x.example,,,,,,Head of data,2024-04-01,30/11/2026,yes,{held.pk}'
    (one,) = plan(cast, line).lines
    assert one.kind == "changed"
    assert {(each.name, each.before, each.after) for each in one.differences} == {
        ("email", held.person.email, "new@x.example"),
        ("job_title", "", "Head of data"),
        ("interim", "no", "yes"),
        ("to", "", "30 November 2026"),
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (",Ann Smith,,,region,south,board-member,,,2026-01-01,,,", "You don’t keep the directory of South"),
        (",Ann Smith,,,authority,aldermoor,chair,,,2026-01-01,,,", "is a seat of a region, and this is an authority"),
        (",Ann Smith,,,authority,aldermoor,dcs,2,,2026-01-01,,,", "There is one seat of this role in a place"),
        (",Ann Smith,,,authority,aldermoor,named-reader,9,,2026-01-01,,,", "The next one to add has the number"),
        (",Ann Smith,,,authority,aldermoor,named-reader,,,,,,", "Enter the first day in the seat"),
        (",Ann Smith,,,authority,aldermoor,named-reader,2,,2026-01-02,2026-01-01,,", "must not be before the first"),
        (",A,,,authority,aldermoor,named-reader,2,,2026-01-02,,,", "Enter the full name"),
        (",Ann Smith,,,region,north,chair,,,2027-01-01,,,", "A chair comes from an authority of North"),
        (",,,,authority,aldermoor,dcs,,,,,,", "holds this seat. Enter since when it is vacant"),
        (",,,,,,,,Head,,,,", "Enter the name of a person, or the place and role of a seat"),
        (",Ann Smith,,,place,aldermoor,dcs,,,2026-01-02,,,", "This must be region, authority or trust"),
        (",Ann Smith,,,authority,,dcs,,,2026-01-02,,,", "Enter the region, authority or trust"),
    ],
)
def test_a_row_that_the_rules_forbid_says_why(cast, line, reason):
    judged = plan(cast, line)
    assert told(judged) == [(2, "error")]
    assert any(reason in one.reason for one in judged.all_faults), judged.all_faults


def test_headings_that_are_none_stop_the_file(cast):
    judged = plan(cast, "a,b,c", header="name,shoe size,name")
    assert faults(judged) == [
        (1, "B1", "shoe size", "shoe size", "This is not one of the columns. See the template."),
        (1, "C1", "name", "name", "The column “name” is there twice."),
    ]
    assert judged.reasons == ["The headings of the file are not right."]


def test_acc_9_nobody_imports_an_appointment_of_their_own(cast):
    own = cast.north.regional_team.person
    judged = plan(cast, f"{own.pk},,,,authority,aldermoor,named-reader,2,,2026-01-01,,,")
    assert [one.reason for one in judged.all_faults] == [
        "You can't appoint yourself. Ask a colleague or an administrator."
    ]


def test_two_rows_that_contradict_each_other_are_found(cast):
    held = cast.appointment(cast.north.performance_lead)
    rows = [f'{held.person_id},"{held.person.name}",{mail}@x.example,,,,,,,,,,' for mail in ("one", "two")]
    judged = plan(cast, *rows)
    assert told(judged) == [(2, "changed"), (3, "error")]
    assert [one.reason for one in judged.all_faults] == ["Row 2 says something else: “one@x.example”."]


def test_who_is_kept_by_others_is_appointed_but_not_corrected(cast):
    person = cast.south.dass.person
    seat = "authority,aldermoor,named-reader,2,,2026-01-01,,,"
    assert told(plan(cast, f'{person.pk},"{person.name}",{person.email},,{seat}')) == [(2, "new")]
    assert told(plan(cast, f'{person.pk},"{person.name}",other@x.example,,{seat}')) == [(2, "error")]


@pytest.mark.parametrize(
    ("written", "read_as"),
    [("2026-12-01", "1 December 2026"), ("1/12/2026", "1 December 2026"), ("01-Dec-26", "1 December 2026")]
    + [("Dec-26", "December 2026"), ("December 2026", "December 2026"), ("2026", "2026"), ("2026-12", "December 2026")]
    + [(wrong, "None") for wrong in ("31/2/2026", "45000", "soon", "1/12/26", "²/1/2026", "1-2-3-4", "99999-01-01")],
)
def test_dir_5_dates_are_read_as_people_and_excel_write_them(written, read_as):
    assert str(read_date(written)) == read_as


# --- Who is meant -----------------------------------------------------------------------------------------------------


def test_dir_10_a_name_that_resembles_somebody_known_is_asked_about(cast):
    known = Person.objects.create(name="Margaret Featherstone")
    row = ",Margret Featherstone,,,authority,aldermoor,named-reader,{},,2026-01-01,,,"
    item = preview(cast, row.format(2), row.format(3))
    judged = plan_of(item, item.uploaded_by)
    assert told(judged) == [(2, "question"), (3, "question")]
    assert judged.lines[0].asks == [known]
    assert judged.reasons == ["Say of 2 rows who is meant."]
    by = cast.north.regional_team
    with pytest.raises(NotPossible):
        workflow.confirm_import(item, by=by)
    workflow.answer_import(item, by=by, answers={"2": known.pk})
    workflow.confirm_import(item, by=by)
    assert set(Appointment.objects.filter(person=known).values_list("seat__number", flat=True)) == {2, 3}
    known.refresh_from_db()
    assert known.name == "Margaret Featherstone"
    again = plan(cast, row.format(2), row.format(3))
    assert told(again) == [(2, "unchanged"), (3, "unchanged")]


def test_dir_10_somebody_new_of_a_known_name_becomes_a_person_of_their_own(cast):
    known = Person.objects.create(name="Margaret Featherstone")
    item = preview(cast, OFFICER.replace("Ines Neu", known.name))
    workflow.answer_import(item, by=cast.north.regional_team, answers={"2": 0})
    workflow.confirm_import(item, by=cast.north.regional_team)
    assert Person.objects.filter(name=known.name).count() == 2
    with pytest.raises(NotPossible, match="confirmed already"):
        workflow.answer_import(item, by=cast.north.regional_team, answers={"2": 0})


def test_an_answer_that_names_nobody_is_asked_again(cast):
    Person.objects.create(name="Margaret Featherstone")
    item = preview(cast, OFFICER.replace("Ines Neu", "Margaret Featherston"))
    workflow.answer_import(item, by=cast.north.regional_team, answers={"2": 99999})
    assert item.counts["question"] == 1


# --- Confirming -------------------------------------------------------------------------------------------------------


def test_dir_10_what_was_previewed_is_written_with_a_trail_and_a_second_time_changes_nothing(cast):
    by = cast.north.regional_team
    lines = (OFFICER, ",,,,authority,aldermoor,named-reader,3,,,,,", ",Ole Neu,ole@x.example,,,,,,,,,,")
    item = preview(cast, *lines)
    before = Event.objects.latest("pk").pk
    workflow.confirm_import(item, by=by, fingerprint=plan_of(item, by).fingerprint)
    made = Appointment.objects.get(person__name="Ines Neu")
    assert (made.status, made.starts, made.job_title) == ("confirmed", date(2026, 1, 5), "Reader")
    assert (made.confirmed_by, made.seat.number, made.person.telephone) == (by, 2, "020 7946 0000")
    verbs = sorted(Event.objects.filter(pk__gt=before).values_list("verb", flat=True))
    assert verbs == ["add_person", "add_person", "add_seat", "add_seat", "appoint", "confirm_import"]
    assert (item.status, item.rows, item.counts["new"]) == ("confirmed", [], 3)
    assert "ines@x.example" not in str(list(Event.objects.values_list("after", flat=True)))
    events = Event.objects.count()
    again = preview(cast, *lines)
    assert told(plan_of(again, by)) == [(2, "unchanged"), (3, "unchanged"), (4, "unchanged")]
    with pytest.raises(NotPossible, match="nothing to confirm"):
        workflow.confirm_import(again, by=by)
    assert Event.objects.count() == events + 1  # that it was previewed


def test_acc_9_seats_that_open_access_wait_for_a_second_person_who_is_told_once(cast):
    seat = cast.seat(cast.north.first, Role.DCS)
    workflow.confirm_import(
        preview(
            cast,
            ",New Director,,,authority,aldermoor,dcs,,,2027-01-01,,,",
            ",New Leader,,,authority,calderwick,lead-member,,,2027-01-01,,,",
        ),
        by=cast.north.regional_team,
    )
    proposal = seat.appointments.get(person__name="New Director")
    holder = cast.appointment(cast.north.dcs)
    assert (proposal.status, proposal.proposed_by, proposal.replaces) == ("proposed", cast.north.regional_team, holder)
    assert holder.ends is None
    asked = Notice.objects.filter(subject="2 appointments wait for confirmation")
    assert {one.to for one in asked} == {cast.north.colleague.email, cast.north.regional_lead.email}
    with pytest.raises(NotPossible, match="second person"):
        workflow.confirm_appointment(proposal, by=cast.north.regional_team)
    workflow.confirm_appointment(proposal, by=cast.north.colleague)
    holder.refresh_from_db()
    assert holder.ends == date(2027, 1, 1)


def test_dir_5_a_successor_in_another_seat_takes_it_and_the_holder_leaves_in_any_order_of_rows(cast):
    held = cast.appointment(cast.north.performance_lead)
    seat = "authority,aldermoor,performance-lead,,"
    item = preview(cast, f",Third Lead,,,{seat},2027-06-01,,,", f",Second Lead,,,{seat},2027-01-01,,,")
    workflow.confirm_import(item, by=cast.north.regional_team)
    terms = list(held.seat.appointments.order_by("starts").values_list("person__name", "ends"))
    assert terms == [
        (held.person.name, date(2027, 1, 1)),
        ("Second Lead", date(2027, 6, 1)),
        ("Third Lead", None),
    ]
    assert Event.objects.filter(verb="give_way", reason="Succeeded by Second Lead.").count() == 1


def test_dir_10_a_directory_that_changed_since_the_preview_stops_it_and_nothing_is_written(cast):
    by, item = cast.north.regional_team, preview(cast, OFFICER)
    seen = plan_of(item, by).fingerprint
    workflow.confirm_import(preview(cast, OFFICER), by=cast.north.colleague)
    other = preview(cast, OFFICER.replace("Reader", "Chief reader"))
    with pytest.raises(NotPossible):
        workflow.confirm_import(item, by=by, fingerprint=seen)
    with pytest.raises(NotPossible, match="has changed since you saw the preview"):
        workflow.confirm_import(other, by=by, fingerprint=seen)
    item.refresh_from_db()
    assert (item.status, Person.objects.filter(name="Ines Neu").count()) == ("previewed", 1)


def test_dir_4_a_seat_that_becomes_vacant_lets_its_holder_leave(cast):
    held = cast.appointment(cast.north.performance_lead)
    workflow.confirm_import(
        preview(cast, ",,,,authority,aldermoor,performance-lead,,,2026-12-01,,,"), by=cast.north.regional_team
    )
    held.refresh_from_db()
    held.seat.refresh_from_db()
    assert held.ends == held.seat.vacant_from == date(2026, 12, 1)


def test_dir_16_a_file_of_one_region_says_nothing_of_another_and_others_do_not_confirm_it(cast):
    item = preview(cast, OFFICER)
    for stranger in (cast.south.regional_team, cast.north.dcs):
        with pytest.raises(NotPermitted):
            workflow.confirm_import(item, by=stranger)
    row = ",Ann Smith,,,region,south,board-member,2,,2026-01-01,,,"
    assert told(plan(cast, row, by=cast.administrator)) == [(2, "error")]
    assert told(plan(cast, row, by=cast.administrator, region=None)) == [(2, "new")]
    workflow.discard_import(item, by=cast.north.colleague)
    assert (item.status, item.rows) == ("discarded", [])


# --- Out, edited, and in again ----------------------------------------------------------------------------------------


def exported(client, kind="xlsx") -> bytes:
    response = client.get(reverse("import_template", args=[kind]), {"region": "north"})
    return b"".join(response.streaming_content) if kind == "csv" else response.content


def upload(client, name: str, content: bytes):
    return client.post("/directory/import/", {"region": "north", "file": SimpleUploadedFile(name, content)})


def edited(content: bytes, appointment: int, **values) -> bytes:
    """The workbook as Excel would save it when cells of one row were typed over."""
    book = load_workbook(io.BytesIO(content))
    sheet = book["Directory"]
    columns = {cell.value: cell.column for cell in sheet[1]}
    row = next(
        row[0].row for row in sheet.iter_rows(min_row=2) if row[columns["appointment_id"] - 1].value == appointment
    )
    for name, value in values.items():
        sheet.cell(row, columns[name]).value = value
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
def test_dir_10_an_export_brought_back_changes_nothing(cast, client, kind):
    stated = factories.stated(cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE))
    Seat.objects.filter(pk=stated.seat_id).update(title="=Chief")
    Person.objects.filter(pk=stated.person_id).update(telephone="+44 20 7946 0000", note="- two\nlines")
    Appointment.objects.filter(pk=stated.pk).update(starts_precision="month", note="- said\n by  phone")
    signed_in(client, cast.north.regional_team)
    assert client.get(reverse("import_template", args=[kind]), {"region": "south"}).status_code == 404
    upload(client, f"north.{kind}", exported(client, kind))
    item = DirectoryImport.objects.latest("pk")
    judged = plan_of(item, cast.north.regional_team)
    assert judged.all_faults == []
    assert [one.differences for one in judged.lines if one.kind != "unchanged"] == []
    assert Event.objects.filter(verb="export", label="Downloaded the directory of North for editing").count() == 1


def test_dir_10_an_export_edited_in_excel_imports_only_the_differences(cast, client):
    held = cast.appointment(cast.north.performance_lead)
    signed_in(client, cast.north.regional_team)
    content = edited(exported(client), held.pk, to=date(2026, 12, 31), telephone=2079460000, job_title="Head")
    response = upload(client, "north.xlsx", content)
    page = client.get(response["Location"]).content.decode()
    assert "Changed: 1" in page
    assert "<ins>31 December 2026</ins>" in page
    item = DirectoryImport.objects.latest("pk")
    before = set(Event.objects.values_list("pk", flat=True))
    fingerprint = plan_of(item, cast.north.regional_team).fingerprint
    done = client.post(f"/directory/import/{item.pk}/confirm/", {"fingerprint": fingerprint}, follow=True)
    assert "north.xlsx is imported: 0 new, 1 changed" in done.content.decode()
    assert "Not known" not in done.content.decode()
    assert re.search(r'<a class="govuk-link" href="/(people|appointments|seats)/\d+/">', done.content.decode())
    held.refresh_from_db()
    assert (held.ends, held.job_title, held.person.telephone) == (date(2027, 1, 1), "Head", "2079460000")
    made = Event.objects.exclude(pk__in=before).values_list("verb", "target_model")
    assert sorted(made) == [
        ("confirm_import", "regions.directoryimport"),
        ("correct", "regions.appointment"),
        ("correct", "regions.person"),
        ("end_appointment", "regions.appointment"),
    ]


# --- Pages ------------------------------------------------------------------------------------------------------------


def test_a_file_that_can_not_be_read_comes_back_with_the_reason(cast, client):
    signed_in(client, cast.north.regional_team)
    response = upload(client, "people.xlsm", b"PK")
    assert response.status_code == 422
    assert "can hold macros" in response.content.decode()
    assert not DirectoryImport.objects.exists()


def test_the_preview_asks_lists_every_fault_and_refuses_what_was_not_seen(cast, client):
    Person.objects.create(name="Margaret Featherstone")
    item = preview(cast, OFFICER.replace("Ines Neu", "Margret Featherstone"), ",Ann,,,authority,aldermoor,wizard,,,,,,")
    signed_in(client, cast.north.regional_team)
    page = client.get(item.get_absolute_url()).content.decode()
    assert [part in page for part in ("Who is meant?", "File, row 3, G3", "Confirm the import")] == [True, True, False]
    lines = b"".join(client.get(f"{item.get_absolute_url()}?export=faults").streaming_content).decode()
    assert "File,3,G,role,wizard,error,This is not one of the roles." in lines
    answered = client.post(f"{item.get_absolute_url()}answer/", {"row_2": "0"}, follow=True).content.decode()
    assert [part in answered for part in ("Your answers are kept", "Who is meant?")] == [True, False]
    refused = client.post(f"{item.get_absolute_url()}answer/", {"row_2": "17"})
    assert refused.status_code in (302, 422)
    whole = preview(cast, OFFICER)
    unseen = client.post(f"{whole.get_absolute_url()}confirm/", {})
    assert unseen.status_code == 422
    assert "has changed since you saw the preview" in unseen.content.decode()
    assert client.get(f"{item.get_absolute_url()}?show=error&page=9").status_code == 200
    done = client.post(f"{whole.get_absolute_url()}discard/", follow=True).content.decode()
    assert "Nothing was written" in done
    closed = client.get(f"{whole.get_absolute_url()}confirm/").content.decode()
    assert "Nothing of it was written" in closed


def test_the_queries_of_a_preview_do_not_grow_with_its_rows(cast):
    lines = [
        OFFICER.replace(",2,", f",{n},").replace("Ines", f"Ines {chr(64 + n)}").replace("ines@", f"i{n}@")
        for n in range(2, 22)
    ]
    counted = []
    for some in (lines[:1], lines):
        item = preview(cast, *some)
        with CaptureQueriesContext(connection) as found:
            plan_of(item, item.uploaded_by)
        counted.append(len(found))
    assert counted[0] == counted[1]


# --- The same rules as the commands -----------------------------------------------------------------------------------


def test_what_is_judged_at_once_agrees_with_the_rules_that_ask_the_database(cast):
    by = cast.north.regional_team
    acting = {"performance_lead": True}
    person, days = cast.south.dass.person, (date(2023, 1, 1), date(2024, 4, 1), date(2026, 1, 1), date(2027, 1, 1))
    for role in (Role.PERFORMANCE_LEAD, Role.DCS, Role.NAMED_READER):
        seat = cast.seat(cast.north.first, role)
        known = Known(cast.north.region, by)
        mine = known.seats_by_number[seat.pk]
        for starts in days:
            for ends in (None, *days):
                for is_acting in (False, *acting.values()):
                    draft = Appointment(seat=mine, person=person, starts=starts, ends=ends, acting=is_acting)
                    here = {reason for _, reason in standing.reasons_not_to_appoint(known, draft)}
                    inputs = {"person": person, "starts": starts, "ends": ends, "acting": is_acting}
                    assert here == set(rules.reasons_not_to_appoint(seat, by=by, **inputs))
        for one in known.around_of(mine):
            for ends in days:
                there = rules.reasons_not_to_end(Appointment.objects.get(pk=one.pk), by=by, ends=ends)
                assert standing.reasons_not_to_end(known, one, ends) == there


# --- The command ------------------------------------------------------------------------------------------------------


def test_the_command_prints_the_preview_and_confirms(cast, tmp_path, capsys):
    file, by = tmp_path / "people.csv", cast.north.regional_team.email
    file.write_text(f"{HEADER}\n{OFFICER}\n")
    call_command("import_directory", str(file), region="north", by=by)
    assert "It can be confirmed" in capsys.readouterr().out
    call_command("import_directory", str(file), region="north", by=by, confirm=True)
    assert "Confirmed: all of it is written." in capsys.readouterr().out
    call_command("import_directory", str(file), region="north", by=by, confirm=True)
    assert "there is nothing to confirm" in capsys.readouterr().out
    file.write_text(f"{HEADER}\n{OFFICER.replace('named-reader', 'wizard')}\n")
    with pytest.raises(CommandError, match="1 row is wrong"):
        call_command("import_directory", str(file), region="north", by=by)
    assert "File, row 2, column G (role): error: “wizard”" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        ({"by": "nobody@x.example"}, "no account"),
        ({}, "in whose name"),
        ({"by": "administrator@portal.example", "region": "west"}, "no region"),
        ({"by": "administrator@portal.example", "file": "missing.csv"}, "can't be opened"),
        ({"by": "administrator@portal.example", "file": "people.txt"}, "must end in"),
        ({"by": "south.regional-team@portal.example", "region": "north", "confirm": True}, "is wrong"),
    ],
)
def test_the_command_says_what_it_misses(cast, tmp_path, options, reason):
    for name in ("people.csv", "people.txt"):
        (tmp_path / name).write_text(f"{HEADER}\n{OFFICER}\n")
    options = {"file": "people.csv", **options}
    with pytest.raises(CommandError, match=reason):
        call_command("import_directory", str(tmp_path / options.pop("file")), **options)


def test_a_file_read_twice_has_the_same_digest():
    assert read("a.csv", b"name\nAnn\n").digest == read("b.csv", b"name\nAnn\n").digest
