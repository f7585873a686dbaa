"""Removing the demonstration: the one command that deletes. The trail stays, and tells of it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session
from django.db import models, transaction
from django.db.models import ProtectedError, Q

from regions.loading import invented
from regions.loading.demonstration import DemonstrationError
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Delegation,
    DirectoryImport,
    Group,
    GroupMember,
    InformationRequest,
    Interest,
    Memorandum,
    Party,
    Person,
    Region,
    Seat,
    Signature,
    Source,
    Succession,
    Trust,
    TrustService,
    Waiver,
)
from riia.accounts.models import ApprovalLink, Invitation, User
from riia.audit import trail
from riia.notifications.models import Notice

IN_DEMONSTRATION = Q(authority__region__is_demonstration=True) | Q(trust__is_demonstration=True)


def remove_demonstration() -> str:
    """Delete every row of the demonstration, its accounts with their sessions and factors, all of it or none.

    Returns what was done, in a sentence. An account that real rows name (it confirmed one, say) can't go without
    changing them: it is closed for good instead.
    """
    with transaction.atomic():
        region = Region.objects.filter(slug=invented.REGION).first()
        if region is None and not User.objects.filter(is_demo=True, is_active=True).exists():
            return "There is no demonstration to remove."
        try:
            counts = {str(rows.model._meta.verbose_name_plural): _delete(rows) for rows in _rows()}
        except ProtectedError as error:
            named = ", ".join(sorted(str(one) for one in error.protected_objects))
            raise DemonstrationError(f"Real rows stand on the demonstration: {named}. Nothing was removed.") from error
        counts["accounts"], closed = _remove_accounts()
        if region:
            label = "Removed the demonstration"
            trail.record("remove_demo", label, by=None, on=region, before=counts, after={"accounts closed": closed})
    done = ", ".join(f"{number:,} {kind}" for kind, number in counts.items() if number)
    kept = f" {closed} accounts that real rows name are closed instead." if closed else ""
    return f"The demonstration is removed: {done}.{kept}"


def _rows() -> list[models.QuerySet]:
    """The demonstration's rows in the order in which they can go."""
    authorities = Authority.objects.filter(region__is_demonstration=True)
    memoranda = Memorandum.objects.filter(region__is_demonstration=True)
    appointments = Appointment.objects.filter(seat__in_demonstration=True)
    # Rows that protect one another can't be deleted together while they do.
    appointments.update(replaces=None)
    return [
        GroupMember.objects.filter(group__is_demonstration=True),
        Group.objects.filter(is_demonstration=True),
        Signature.objects.filter(party__memorandum__in=memoranda),
        Party.objects.filter(memorandum__in=memoranda),
        memoranda,
        Interest.objects.filter(person__is_demonstration=True),
        Waiver.objects.filter(person__is_demonstration=True),
        InformationRequest.objects.filter(region__is_demonstration=True),
        DirectoryImport.objects.filter(region__is_demonstration=True),
        Delegation.objects.filter(Q(delegate__is_demonstration=True) | Q(appointment__in=appointments)),
        appointments,
        Seat.objects.filter(in_demonstration=True),
        Person.objects.filter(is_demonstration=True),
        TrustService.objects.filter(IN_DEMONSTRATION),
        Trust.objects.filter(is_demonstration=True),
        Succession.objects.filter(successor__in=authorities),
        AuthorityCode.objects.filter(authority__in=authorities),
        authorities,
        Region.objects.filter(is_demonstration=True),
        Source.objects.filter(key=invented.SOURCE),
    ]


def _delete(rows: models.QuerySet) -> int:
    number = rows.count()
    rows.delete()
    return number


def _remove_accounts() -> tuple[int, int]:
    """Delete the demonstration's accounts, or close those that rows which stay name. Returns (deleted, closed)."""
    accounts = User.objects.filter(is_demo=True)
    ids = list(accounts.values_list("pk", flat=True))
    Session.objects.filter(pk__in=_sessions(ids)).delete()
    Notice.objects.filter(user_id__in=ids).delete()
    Invitation.objects.filter(user__in=ids).delete()
    ApprovalLink.objects.filter(Q(user__in=ids) | Q(asked_by__in=ids)).delete()
    kept = _named_by_real_rows(ids)
    closed = accounts.filter(pk__in=kept)
    for account in closed:
        account.is_active = account.is_staff = account.is_superuser = False
        account.set_unusable_password()
        account.save()
    accounts.exclude(pk__in=kept).delete()
    return len(ids) - len(kept), len(kept)


def _sessions(ids: list[int]) -> list[str]:
    """The sessions in which one of these accounts is signed in."""
    signed_in = {str(pk) for pk in ids}
    return [one.pk for one in Session.objects.iterator() if one.get_decoded().get(SESSION_KEY) in signed_in]


def _named_by_real_rows(ids: list[int]) -> set[int]:
    """Accounts to which rows that stay hold a protected reference."""
    named: set[int] = set()
    for relation in User._meta.get_fields(include_hidden=True):
        if isinstance(relation, models.ManyToOneRel) and relation.on_delete is models.PROTECT:
            rows = relation.related_model._base_manager.filter(**{f"{relation.field.name}__in": ids})
            named |= set(rows.values_list(relation.field.attname, flat=True))
    return named
