"""The real directory for tests: loaded once from the reference files, then put into the database as rows."""

import pytest
from django.core.management.color import no_style
from django.db import connection, transaction

from regions.loading.reference import load_reference
from regions.models import (
    Appointment,
    Authority,
    AuthorityCode,
    Correction,
    Person,
    Region,
    Seat,
    Source,
    Succession,
    Trust,
    TrustService,
)

# In an order in which each finds what it points to.
MODELS = (
    Source,
    Region,
    Authority,
    AuthorityCode,
    Succession,
    Trust,
    TrustService,
    Person,
    Seat,
    Appointment,
    Correction,
)


@pytest.fixture(scope="session")
def england_rows(django_db_setup, django_db_blocker):
    """The rows of the reference directory; the database itself stays empty."""
    with django_db_blocker.unblock(), transaction.atomic():
        load_reference()
        rows = [(model, list(model._base_manager.order_by("pk"))) for model in MODELS]
        transaction.set_rollback(True)
    return rows


@pytest.fixture
def england(db, england_rows):
    """The reference directory, in the database."""
    with transaction.atomic():
        for model, rows in england_rows:
            model._base_manager.bulk_create(rows)
    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), MODELS):
            cursor.execute(statement)
