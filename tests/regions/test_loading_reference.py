"""The real directory from the reference files: what comes in, and what a later load leaves alone."""

import csv
import shutil
from datetime import date
from decimal import Decimal

import pytest
import time_machine

from regions import workflow
from regions.invariants import broken, doubtful
from regions.loading.reference import FOLDER, ReferenceFilesError, load_reference
from regions.models import (
    Appointment,
    Authority,
    Correction,
    Person,
    Region,
    Seat,
    Source,
    Succession,
    Trust,
    TrustService,
)
from regions.roles import Role
from riia.audit import trail
from riia.audit.models import Event
from tests.people import account
from tests.tables import contents

LIST_DATE = date(2026, 7, 27)
TODAY_IN_REGIONS = {
    "north-east": 12,
    "north-west": 24,
    "yorkshire-and-the-humber": 15,
    "east-midlands": 10,
    "west-midlands": 14,
    "east-of-england": 11,
    "london": 33,
    "south-east": 19,
    "south-west": 15,
}


@pytest.fixture
def loaded(directory, db):
    """What the first load did; the directory is as it left it."""
    return directory


@pytest.fixture
def administrators(db):
    """Two of them, for what takes two people."""
    return [account(f"Administrator {n}", f"administrator-{n}@portal.example", is_staff=True) for n in (1, 2)]


@pytest.fixture
def files(tmp_path):
    """A copy of the files in which a test may write: `files("authorities", change)` lets `change` edit the rows."""
    folder = tmp_path / "reference"
    shutil.copytree(FOLDER, folder)

    def edited(name, change):
        path = folder / f"{name}.csv"
        with path.open(encoding="utf-8", newline="") as file:
            reader = csv.DictReader(file)
            rows, names = list(reader), reader.fieldnames
        change(rows)
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, names)
            writer.writeheader()
            writer.writerows(rows)
        return folder

    return edited


def row(rows, **wanted):
    """The one row of a file with these values."""
    (found,) = [one for one in rows if all(one[name] == value for name, value in wanted.items())]
    return found


def by_kind(outcomes):
    return {one.kind: one.counts for one in outcomes if one.added or one.changed or one.left}


# --- What comes in ----------------------------------------------------------------------------------------------------


def test_the_first_load_brings_the_whole_directory(loaded):
    added = {one.kind: one.added for one in loaded}
    lines = {path.stem: len(path.read_text(encoding="utf-8").splitlines()) - 1 for path in FOLDER.glob("*.csv")}

    assert {name: added[name] for name in ("regions", "authorities", "people", "appointments", "sources")} == {
        "regions": 9,
        "authorities": 163,
        "people": 35,
        "appointments": 60,
        "sources": 22,
    }
    assert {added["authority codes"], lines["authority_codes"]} == {333}
    assert {added["successions"], lines["successions"]} == {15}
    assert (added["trusts"], added["trust services"]) == (lines["trusts"], lines["trust_services"])
    assert added["corrections"] == lines["corrections"]
    assert all(one.changed == 0 and not one.left for one in loaded)


@pytest.mark.parametrize(
    ("on", "expected"),
    [
        (LIST_DATE, TODAY_IN_REGIONS),
        # DIR-2: before Cheshire's neighbours, Northamptonshire, Dorset and Cumbria were divided or joined.
        (
            date(2017, 11, 1),
            TODAY_IN_REGIONS | {"east-midlands": 9, "north-west": 23, "south-west": 16},
        ),
        # The announced end of Surrey.
        (date(2027, 4, 1), TODAY_IN_REGIONS | {"south-east": 20}),
    ],
)
def test_each_region_has_its_authorities_of_a_day(loaded, on, expected):
    authorities = Authority.objects.real().as_at(on)

    found = {region.slug: authorities.filter(region=region).count() for region in Region.objects.real()}

    assert found == expected


def test_regions_have_as_many_authorities_as_the_source_states(loaded):
    with (FOLDER / "regions.csv").open(encoding="utf-8", newline="") as file:
        stated = {
            row["slug"]: int(row["stated_authorities"]) for row in csv.DictReader(file) if row["stated_authorities"]
        }

    assert stated
    assert {slug: TODAY_IN_REGIONS[slug] for slug in stated} == stated


def test_an_authority_comes_with_everything_the_lists_say(loaded):
    barnsley = Authority.objects.get(slug="barnsley")

    assert (barnsley.name, barnsley.kind, barnsley.region.slug) == (
        "Barnsley",
        "metropolitan",
        "yorkshire-and-the-humber",
    )
    assert isinstance(barnsley.latitude, Decimal)
    assert barnsley.source.key == "ons-dfe-codes-2026"
    # A new code is not a new authority (DIR-3).
    assert set(barnsley.codes.values_list("scheme", "code", "valid_from", "valid_to")) == {
        ("gss", "E08000016", None, date(2025, 5, 1)),
        ("gss", "E08000038", date(2025, 5, 1), None),
        ("dfe", "370", None, None),
    }


def test_every_current_authority_has_a_cell_of_its_own_on_the_map(loaded):
    cells = set(Authority.objects.as_at(LIST_DATE).values_list("hex_q", "hex_r"))

    assert len(cells) == 153
    assert (None, None) not in cells


def test_abolished_authorities_lead_to_their_successors(loaded):
    ends = Succession.objects.filter(predecessor__slug="northamptonshire").order_by("successor__name")

    assert [(one.successor.slug, one.on) for one in ends] == [
        ("north-northamptonshire", date(2021, 4, 1)),
        ("west-northamptonshire", date(2021, 4, 1)),
    ]


def test_a_trust_serves_authorities_of_two_regions(loaded):
    services = TrustService.objects.filter(trust__slug="achieving-for-children")

    assert {one.authority.region.slug for one in services} == {"london", "south-east"}


def test_statutory_seats_exist_for_the_life_of_their_authority(loaded):
    for authority in Authority.objects.all():
        seats = authority.seats.filter(role__in=[Role.DCS, Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER])
        assert {(one.role, one.exists_from, one.exists_to) for one in seats} == {
            (role, authority.active_from, authority.active_to)
            for role in (Role.DCS, Role.CHIEF_EXECUTIVE, Role.LEAD_MEMBER)
        }


def test_a_trust_has_a_chief_executives_seat_while_it_serves_somebody(loaded):
    ends = {trust.slug: trust.seats.get().exists_to for trust in Trust.objects.all()}

    assert {seat.role for seat in Seat.objects.filter(trust__isnull=False)} == {Role.TRUST_CHIEF_EXECUTIVE}
    assert {slug: day for slug, day in ends.items() if day} == {
        "brighter-futures-for-children": date(2025, 10, 1),
        "doncaster-childrens-services-trust": date(2022, 9, 1),
        "slough-childrens-services-trust": date(2021, 4, 1),
        "worcestershire-children-first": date(2024, 10, 1),
    }


def test_people_are_stated_by_a_source_and_have_no_access(loaded):
    assert set(Appointment.objects.values_list("status", flat=True)) == {"stated"}
    assert not Appointment.objects.filter(source__isnull=True).exists()
    assert not Appointment.objects.giving_access(LIST_DATE).exists()
    assert not Person.objects.filter(user__isnull=False).exists()


def test_nothing_counts_as_confirmed_because_it_was_loaded(loaded):
    for model in (Region, Authority, Trust, TrustService, Seat, Appointment):
        assert not model.objects.filter(confirmed_on__isnull=False).exists()


def test_no_personal_address_comes_in(loaded):
    assert not Person.objects.exclude(email="", telephone="").exists()
    assert set(Region.objects.exclude(mailbox="").values_list("mailbox", flat=True)) == {
        "info@wmchildrensservices.org.uk"
    }


def test_the_stated_vacancy_of_the_south_east_is_a_seat_without_a_person(loaded):
    seats = Seat.objects.filter(region__slug="south-east", role=Role.COUNCIL_OF_REFERENCE, number=3)

    state = seats.with_holders(None, LIST_DATE).get().state_on(LIST_DATE)

    assert (state.word, state.vacant_since) == ("vacant", Source.objects.get(key="adcs-regions").as_of)
    assert not Person.objects.filter(name__icontains="vacan").exists()


def test_a_seat_of_which_nobody_speaks_is_not_known(loaded):
    seats = Seat.objects.filter(region__slug="london", role=Role.LEAD_DCS)

    assert seats.with_holders(None, LIST_DATE).get().state_on(LIST_DATE).word == "unknown"


def test_what_the_source_said_stays_beside_the_correction(loaded):
    dutton = Appointment.objects.get(person__name="Colette Dutton", seat__region__slug="north-west")

    assert dutton.job_title == "Director of Children's Services"
    assert dutton.job_title_as_stated == "Direcor of Children's Services"
    assert Correction.objects.get(key="NW-1").as_stated == "Direcor of Children's Services"


def test_the_chairs_of_london_and_the_east_midlands_are_kept_apart(loaded):
    chairs = Appointment.objects.filter(seat__role=Role.CHAIR, seat__region__slug__in=["london", "east-midlands"])

    assert {one.seat.region.slug: str(one.person) for one in chairs} == {
        "london": "Jane McSherry",
        "east-midlands": "Colin Foster",
    }


def test_interim_to_permanent_is_one_person_in_two_terms(loaded):
    terms = Appointment.objects.filter(seat__authority__slug="county-durham", person__name="Margaret Whellans")

    assert [(one.interim, one.starts) for one in terms.order_by("starts")] == [
        (True, date(2016, 9, 1)),
        (False, date(2017, 4, 1)),
    ]


def test_the_real_directory_holds_together(loaded):
    with time_machine.travel(LIST_DATE):
        assert list(broken()) == []
        assert list(doubtful()) == []


def test_one_entry_in_the_trail_stands_for_the_first_load(loaded):
    entry = Event.objects.get()

    assert (entry.actor_name, entry.label) == ("The portal", "Loaded the reference directory")
    assert entry.after["authorities"]["added"] == 163


# --- DIR-10: the second load ------------------------------------------------------------------------------------------


def test_a_second_load_changes_nothing(loaded):
    before = contents()

    outcomes = load_reference()

    assert contents() == before
    assert by_kind(outcomes) == {}
    assert {one.kind: one.unchanged for one in outcomes} == {one.kind: one.added for one in loaded}


def test_a_changed_file_changes_its_row_and_says_what_was_there(loaded, files):
    folder = files("authorities", lambda rows: row(rows, slug="hartlepool").update(population_0_17="20000"))

    outcomes = load_reference(folder)

    hartlepool = Authority.objects.get(slug="hartlepool")
    assert hartlepool.population_0_17 == 20000
    assert by_kind(outcomes) == {"authorities": {"added": 0, "changed": 1, "unchanged": 162, "left alone": 0}}
    entry = Event.objects.filter(target_model="regions.authority").get()
    assert (entry.before, entry.after) == ({"population_0_17": 21090}, {"population_0_17": 20000})
    assert entry.scope == "authority:hartlepool"
    assert by_kind(load_reference(folder)) == {}


def test_a_row_that_comes_later_has_its_own_entry_in_the_trail(loaded, files):
    folder = files("people", lambda rows: rows.append({"key": "ann-other", "name": "Ann Other", "note": ""}))

    load_reference(folder)

    person = Person.objects.get(reference_key="ann-other")
    entry = Event.objects.filter(target_model="regions.person").get()
    assert (entry.label, entry.target_id) == ("Added from the reference files", str(person.pk))


def test_what_a_person_corrected_is_left_alone(loaded, files, administrators):
    hartlepool = Authority.objects.get(slug="hartlepool")
    workflow.correct(hartlepool, by=administrators[0], changes={"note": "Seen by us."})
    folder = files("authorities", lambda rows: row(rows, slug="hartlepool").update(note="Other words."))

    (outcome,) = [one for one in load_reference(folder) if one.left]

    assert outcome.left == ["Hartlepool has been changed or confirmed in the portal"]
    assert Authority.objects.get(slug="hartlepool").note == "Seen by us."


def test_what_a_person_confirmed_is_left_alone(loaded, files, administrators):
    holder = Appointment.objects.get(person__name="Jane McSherry")
    workflow.vouch_for(holder, by=administrators[0])
    workflow.confirm_appointment(holder, by=administrators[1])
    assert by_kind(load_reference()) == {}
    folder = files("appointments", lambda rows: row(rows, person="jane-mcsherry").update(job_title="Something else"))

    (outcome,) = [one for one in load_reference(folder) if one.left]

    assert outcome.left == ["Jane McSherry: Chair, London has been changed or confirmed in the portal"]
    holder.refresh_from_db()
    assert (holder.status, holder.job_title.split()[0]) == ("confirmed", "Executive")


def test_a_row_that_somebody_confirmed_is_left_alone_even_if_the_trail_were_lost(loaded, files, administrators):
    Authority.objects.filter(slug="hartlepool").update(confirmed_by=administrators[0], confirmed_on=LIST_DATE)
    folder = files("authorities", lambda rows: row(rows, slug="hartlepool").update(note="Other words."))

    (outcome,) = [one for one in load_reference(folder) if one.left]

    assert outcome.left == ["Hartlepool has been changed or confirmed in the portal"]


def test_a_service_whose_first_day_was_corrected_does_not_come_back(loaded, administrators):
    service = TrustService.objects.get(trust__slug="birmingham-childrens-trust")
    workflow.correct(service, by=administrators[0], changes={"starts": date(2018, 4, 3)})

    (outcome,) = [one for one in load_reference() if one.left]

    assert outcome.left == ["Birmingham Children's Trust for Birmingham has been changed or confirmed in the portal"]
    assert TrustService.objects.filter(trust__slug="birmingham-childrens-trust").count() == 1


def test_an_appointment_that_would_overlap_with_the_portals_stays_out(loaded, files, administrators):
    seat = Seat.objects.get(region__slug="london", role=Role.LEAD_DCS)
    person = Person.objects.create(name="Somebody Known")
    held = workflow.appoint(seat, by=administrators[0], person=person, starts=date(2020, 1, 1))
    workflow.confirm_appointment(held, by=administrators[1])

    def state_another(rows):
        rows.append(row(rows, person="jane-mcsherry") | {"role": "lead-dcs"})

    (outcome,) = [one for one in load_reference(files("appointments", state_another)) if one.left]

    assert outcome.left == [
        "Jane McSherry: Lead director of children's services, London "
        "would overlap with Somebody Known, who is in this seat in the portal"
    ]
    assert list(seat.appointments.all()) == [held]


def test_nothing_is_removed_because_a_file_leaves_it_out(loaded, files):
    folder = files("appointments", lambda rows: rows.clear())

    assert by_kind(load_reference(folder)) == {}
    assert Appointment.objects.count() == 60


# --- Files that contradict themselves ---------------------------------------------------------------------------------


def test_two_holders_at_once_in_the_files_are_refused_and_nothing_is_loaded(loaded, files):
    before = contents()

    def state_another(rows):
        rows.append(row(rows, person="jane-mcsherry") | {"person": "colin-foster"})
        row(rows, person="mac-heath", role="dcs")["job_title"] = "Something else"

    folder = files("appointments", state_another)

    with pytest.raises(ReferenceFilesError) as refused:
        load_reference(folder)

    assert str(refused.value) == "Chair, London: Jane McSherry and Colin Foster overlap from 1 January 2023."
    assert contents() == before


def test_a_name_that_no_file_defines_is_refused(loaded, files):
    before = contents()
    folder = files("successions", lambda rows: rows[0].update(successor="atlantis"))

    with pytest.raises(ReferenceFilesError, match="name “atlantis”, which none of them defines"):
        load_reference(folder)

    assert contents() == before


def test_the_trail_over_a_load_can_be_sealed(loaded):
    assert trail.seal() == 1
    assert list(trail.faults()) == []


def test_dir_13_a_load_brings_nobody_back_who_was_merged(directory, db):
    """What belongs to somebody merged stays with the person kept."""
    twice, kept = Person.objects.filter(appointments__isnull=False, reference_key__isnull=False).distinct()[:2]
    administrator = account("Administrator", "administrator@portal.example", is_staff=True)
    workflow.merge_person(twice, by=administrator, into=kept)
    before = [Person.objects.count(), Appointment.objects.count()]
    outcomes = load_reference()
    assert [Person.objects.count(), Appointment.objects.count()] == before
    assert sum(one.added + one.changed for one in outcomes) == 0
