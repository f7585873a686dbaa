"""How much of its rows a page fetches. All columns of what a row points to take longer than all the rest."""

from collections.abc import Mapping
from typing import TypeVar

from django.db.models import Model, QuerySet

from regions.models import Appointment, Succession, TrustService

Row = TypeVar("Row", bound=Model)
# What pages say of a source, an account, a place and a person that a row points to.
OF_SOURCE, OF_USER, OF_PLACE = ("title", "as_of", "as_of_precision"), ("name", "email"), ("slug", "name")
OF_PERSON = ("name", "email", "telephone", "publishes_contact", "is_demonstration")


def pointing_to(rows: QuerySet[Row], **related: tuple[str, ...]) -> QuerySet[Row]:
    """Rows with all that is their own, and of each row that they point to the fields that are named."""
    own = [field.name for field in rows.model._meta.concrete_fields]
    return rows.select_related(*related).only(*own, *_paths(related))


def for_cards(appointments: QuerySet[Appointment]) -> QuerySet[Appointment]:
    """As much as the page of a place says of those in its seats: who, for how long, how sure that is and by whom."""
    own = ("seat", "status", "starts", "starts_precision", "ends", "ends_precision", "interim", "acting")
    told = ("job_title", "job_title_as_stated", "organisation", "organisation_as_stated", "source_place")
    related = {"person": OF_PERSON, "source": OF_SOURCE, "confirmed_by": OF_USER}
    related |= {"employing_authority": OF_PLACE, "employing_trust": OF_PLACE}
    return appointments.select_related(*related).only("confirmed_on", *own, *told, *_paths(related))


def services(rows: QuerySet[TrustService]) -> QuerySet[TrustService]:
    """As much as a sentence says: which trust serves which authority, when and how far."""
    related = {"trust": OF_PLACE, "authority": OF_PLACE}
    term = ("starts", "starts_precision", "ends", "ends_precision", "scope", "note")
    return rows.select_related(*related).only(*term, *_paths(related))


def successions(rows: QuerySet[Succession]) -> QuerySet[Succession]:
    """As much as `successions.told` tells: which authority became part of which, and when."""
    related = {"predecessor": OF_PLACE, "successor": OF_PLACE}
    return rows.select_related(*related).only("on", "note", *_paths(related))


def _paths(related: Mapping[str, tuple[str, ...]]) -> list[str]:
    return [f"{to}__{name}" for to, names in related.items() for name in names]
