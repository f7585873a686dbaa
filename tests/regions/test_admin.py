"""The administrators' workplace writes through the portal's own commands and shows nothing it must not."""

import pytest
from django.contrib import admin
from django.urls import reverse

from regions.models import Appointment, Authority, Memorandum, Person, Region, Seat, Signature, Trust, TrustService
from regions.roles import Role
from regions.statuses import AppointmentStatus
from riia.accounts.models import Invitation, User
from riia.audit.models import Event
from riia.notifications.models import Notice, Status
from tests import factories
from tests.datasets import pages as of_datasets
from tests.people import signed_in
from tests.selfassessment import pages as of_evaluations

OURS = {
    "accounts.user",
    "accounts.invitation",
    "accounts.approvallink",
    "audit.event",
    "notifications.notice",
    "regions.region",
    "regions.authority",
    "regions.trust",
    "regions.trustservice",
    "regions.source",
    "regions.correction",
    "regions.group",
    "regions.groupmember",
    "regions.seat",
    "regions.person",
    "regions.appointment",
    "regions.memorandum",
    "regions.party",
    "regions.signature",
    "regions.delegation",
    "regions.interest",
    "regions.waiver",
    "regions.informationrequest",
    "regions.directoryimport",
    *of_datasets.IN_ADMIN,
    *of_evaluations.IN_ADMIN,
}


@pytest.fixture
def desk(client, cast):
    """An administrator's browser."""
    return signed_in(client, cast.administrator)


def address(model, page: str, *args) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{page}", args=args)


def last_event() -> tuple[str, str, dict, dict]:
    event = Event.objects.first()
    return event.verb, event.actor_name, event.before, event.after


def form_of(response) -> dict:
    """What the admin's form would send if nothing were typed."""
    form = response.context["adminform"].form
    data = {}
    for name, field in form.fields.items():
        value = form.get_initial_for_field(field, name)
        prepared = field.prepare_value(value)
        data[name] = "" if prepared in (None, False) else "on" if prepared is True else prepared
    for inline in response.context["inline_admin_formsets"]:
        prefix = inline.formset.prefix
        data |= {f"{prefix}-TOTAL_FORMS": 0, f"{prefix}-INITIAL_FORMS": 0}
    return {name: value for name, value in data.items() if value != ""}


def test_the_admin_site_holds_our_pages_and_no_others():
    assert {model._meta.label_lower for model in admin.site._registry} == OURS


@pytest.mark.parametrize("label", sorted(OURS))
def test_every_list_searches_and_every_row_opens(desk, cast, label):
    model = next(one for one in admin.site._registry if one._meta.label_lower == label)
    assert desk.get(address(model, "changelist")).status_code == 200
    assert desk.get(address(model, "changelist"), {"q": "north"}).status_code == 200
    row = model._base_manager.first()
    if row:
        assert desk.get(address(model, "change", row.pk)).status_code == 200


def test_nothing_can_be_deleted_anywhere(desk, cast):
    for model in admin.site._registry:
        row = model._base_manager.first()
        if row:
            response = desk.post(address(model, "delete", row.pk), {"post": "yes"})
            assert response.status_code == 403, model


def test_a_correction_is_a_command_with_before_and_after_in_the_trail(desk, cast):
    region = cast.north.region
    page = desk.get(address(Region, "change", region.pk))
    desk.post(address(Region, "change", region.pk), form_of(page) | {"mailbox": "team@north.example"})
    assert Region.objects.get(pk=region.pk).mailbox == "team@north.example"
    assert last_event() == ("correct", "Administrator", {"mailbox": ""}, {"mailbox": "team@north.example"})


def test_what_is_not_correctable_is_not_in_the_form(desk, cast):
    appointment = cast.appointment(cast.north.chair)
    page = desk.get(address(Appointment, "change", appointment.pk))
    fields = set(page.context["adminform"].form.fields)
    assert not fields & {"status", "starts", "ends", "person", "seat", "confirmed_on", "confirmed_by", "second_person"}
    desk.post(
        address(Appointment, "change", appointment.pk), form_of(page) | {"status": "stated", "ends": "2024-05-01"}
    )
    assert Appointment.objects.get(pk=appointment.pk).status == AppointmentStatus.CONFIRMED
    assert Appointment.objects.get(pk=appointment.pk).ends is None


def test_appointing_here_waits_for_a_second_person_as_everywhere(desk, cast):
    seat = cast.seat(cast.north.third, Role.CHIEF_EXECUTIVE)
    somebody = factories.newcomer()
    desk.post(
        address(Appointment, "add"),
        {"seat": seat.pk, "person": somebody.pk, "starts": "2026-01-01", "job_title": "Chief executive"},
    )
    appointment = Appointment.objects.get(person=somebody)
    assert (appointment.status, appointment.proposed_by) == (AppointmentStatus.PROPOSED, cast.administrator)
    assert appointment.job_title == "Chief executive"


def test_what_stands_in_the_way_of_an_appointment_is_said_on_the_form(desk, cast):
    seat = cast.seat(cast.north.region, Role.CHAIR)
    somebody = factories.newcomer()
    response = desk.post(address(Appointment, "add"), {"seat": seat.pk, "person": somebody.pk, "starts": "2026-01-01"})
    assert "A chair comes from an authority of North" in response.content.decode()
    assert not Appointment.objects.filter(person=somebody).exists()


def test_an_administrator_confirms_as_the_second_person_but_never_their_own_proposal(desk, cast):
    theirs = factories.proposed(cast.seat(cast.north.third, Role.DCS), by=cast.north.regional_team)
    own = factories.proposed(cast.seat(cast.south.third, Role.DCS), by=cast.administrator)
    response = desk.post(
        address(Appointment, "changelist"),
        {"action": "confirm_selected", "_selected_action": [theirs.pk, own.pk]},
        follow=True,
    )
    statuses = dict(Appointment.objects.filter(pk__in=[theirs.pk, own.pk]).values_list("pk", "status"))
    assert statuses == {theirs.pk: AppointmentStatus.CONFIRMED, own.pk: AppointmentStatus.PROPOSED}
    assert "a second person must confirm it" in response.content.decode()


def test_a_new_account_is_invited(desk, cast):
    desk.post(address(User, "add"), {"email": "New@Portal.example", "name": "New Colleague", "invite_now": "on"})
    account = User.objects.get(email="new@portal.example")
    assert not account.has_usable_password()
    assert Invitation.objects.get(user=account).invited_by == cast.administrator
    notice = Notice.objects.get(user_id=account.pk)
    assert notice.secret
    assert notice.link.startswith("/accounts/invitation/")


def test_administrators_do_not_take_or_give_themselves_rights(desk, cast):
    me = cast.administrator
    page = desk.get(address(User, "change", me.pk))
    data = form_of(page)
    data.pop("is_staff")
    response = desk.post(address(User, "change", me.pk), data)
    assert "administrator&#x27;s rights" in response.content.decode()
    assert User.objects.get(pk=me.pk).is_staff


def test_accounts_close_open_and_lose_their_second_factor(desk, cast):
    chair = cast.north.chair

    def act(name):
        return desk.post(address(User, "changelist"), {"action": name, "_selected_action": [chair.pk]}, follow=True)

    act("close_selected")
    assert not User.objects.get(pk=chair.pk).is_active
    act("reopen_selected")
    assert User.objects.get(pk=chair.pk).is_active
    act("reset_selected")
    assert not chair.authenticator_set.exists()
    assert [event.verb for event in Event.objects.order_by("-pk")[:3]] == [
        "reset_second_factor",
        "reopen_account",
        "close_account",
    ]


def test_an_invitation_is_withdrawn(desk, cast):
    desk.post(address(User, "add"), {"email": "new@portal.example", "name": "New Colleague", "invite_now": "on"})
    invitation = Invitation.objects.get()
    desk.post(address(Invitation, "changelist"), {"action": "withdraw_selected", "_selected_action": [invitation.pk]})
    assert Invitation.objects.get().status == "withdrawn"


def test_rows_are_added_to_the_directory_by_command(desk, cast):
    desk.post(
        address(Seat, "add"),
        {"role": "assistant-director", "authority": cast.north.first.pk, "number": 2, "title": "Care"},
    )
    assert Seat.objects.get(title="Care").authority == cast.north.first
    desk.post(address(Trust, "add"), {"slug": "vale", "name": "Vale Trust", "aliases": "[]", "kind": "company"})
    trust = Trust.objects.get(slug="vale")
    desk.post(
        address(TrustService, "add"),
        {
            "trust": trust.pk,
            "authority": cast.north.first.pk,
            "starts": "2026-01-01",
            "starts_precision": "day",
            "ends_precision": "day",
        },
    )
    assert trust.services.get().authority == cast.north.first
    desk.post(
        address(Authority, "add"),
        {
            "slug": "newborough",
            "region": cast.north.region.pk,
            "name": "Newborough",
            "official_name": "Newborough Council",
            "kind": "unitary",
            "aliases": "[]",
        },
    )
    assert Authority.objects.get(slug="newborough").region == cast.north.region
    assert list(Event.objects.order_by("pk").values_list("verb", flat=True))[-4:] == ["add_to_directory"] * 4


def test_a_person_gets_an_account_but_not_from_its_holder(desk, cast):
    desk.post(address(Person, "add"), {"name": "Robin Hill", "user": cast.stranger.pk})
    assert Person.objects.get(name="Robin Hill").user == cast.stranger
    page = desk.get(address(Person, "change", cast.north.chair.person.pk))
    desk.post(address(Person, "change", cast.north.chair.person.pk), form_of(page) | {"user": cast.administrator.pk})
    assert cast.north.chair.person.user == cast.north.chair


def test_memoranda_are_drafted_and_signatures_recorded_and_withdrawn(desk, cast):
    desk.post(
        address(Memorandum, "add"),
        {"region": cast.north.region.pk, "starts": "2026-01-01", "title": "Next", "grace_days": 10},
    )
    draft = Memorandum.objects.get(title="Next")
    assert (draft.version, draft.status, draft.parties.count()) == (2, "draft", 4)
    party = Memorandum.objects.get(region__slug="north", version=1).parties.get(authority=cast.north.second)
    desk.post(
        address(Signature, "add"),
        {
            "party": party.pk,
            "signatory": "Kim Field",
            "office": "Chief executive",
            "signed_on": "2026-01-02",
            "schedules": '["data"]',
        },
    )
    signature = Signature.objects.get(party=party)
    assert (signature.signatory, signature.recorded_by) == ("Kim Field", cast.administrator)
    desk.post(address(Signature, "changelist"), {"action": "withdraw_selected", "_selected_action": [signature.pk]})
    assert Signature.objects.get(pk=signature.pk).withdrawn_on is not None


def test_a_failed_notice_is_put_back_into_the_outbox(desk, cast):
    notice = Notice.objects.create(to="a@portal.example", subject="S", line="L", status=Status.FAILED, attempts=8)
    desk.post(address(Notice, "changelist"), {"action": "try_again", "_selected_action": [notice.pk]})
    notice.refresh_from_db()
    assert (notice.status, notice.attempts) == (Status.WAITING, 0)


def test_an_outbox_page_never_shows_a_secret_link(desk, cast):
    notice = Notice.objects.create(
        to="a@portal.example", subject="S", line="L", link="/accounts/invitation/hush/", secret=True
    )
    assert "hush" not in desk.get(address(Notice, "change", notice.pk)).content.decode()
    assert "hush" not in desk.get(address(Notice, "changelist")).content.decode()


def test_history_is_the_trail(desk, cast):
    response = desk.get(address(Region, "history", cast.north.region.pk))
    assert response.url == f"/admin/audit/event/?target_model=regions.region&target_id={cast.north.region.pk}"
    assert desk.get(response.url).status_code == 200


@pytest.mark.parametrize("who", ["north.chair", "north.regional_team", "north.dcs", "stranger", "leaver"])
def test_the_admin_site_is_closed_to_everybody_else(client, cast, who):
    assert signed_in(client, cast[who]).get("/admin/", follow=True).status_code == 403


def test_the_admin_site_needs_the_second_factor(client, cast):
    """ACC-13"""
    cast.administrator.authenticator_set.all().delete()
    response = signed_in(client, cast.administrator).get("/admin/")
    assert (response.status_code, response.url) == (302, "/accounts/2fa/")
